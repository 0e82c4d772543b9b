"""Which model is better? Checkpoints on the very same episodes, and their paired difference.

The luck of the draw (hard classes, bad examples) is the same for all models of an episode, so it
cancels in the difference: the interval of a paired difference is narrower than either model's own.
"""

import math
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from metastudio.engine.checkpoints import Checkpoint
from metastudio.engine.errors import ConfigError
from metastudio.engine.evaluation import Evaluation, Progress, Reading, evaluate_together
from metastudio.engine.experiment import METHODS, NETWORKS, flat
from metastudio.engine.learner import Interval, Source
from metastudio.engine.same_task import common, differing
from metastudio.engine.tasks.catalog import PictureSource
from metastudio.engine.tasks.splits import ROTATION

SHOWN = 3
"""Class names in a warning; the others are counted."""


@dataclass(frozen=True)
class ComparedModel:
    """One of the models compared. `name` is its path, or its number where it has none."""

    name: str
    title: str
    evaluation: Evaluation

    def to_dict(self) -> dict[str, Any]:
        """Return plain values for JSON: `accuracy`, or `mse` for functions, after the last step."""
        result, facts = self.evaluation, {"path": self.name, "title": self.title}
        final = result.headline.final
        if result.experiment.regression:
            return {**facts, "mse": final.mean, "ci95": final.ci95}
        return {
            **facts,
            **result.headline.to_dict(),
            "inductive": result.inductive.to_dict(),
            "transductive": result.transductive.to_dict() if result.transductive else None,
        }


@dataclass(frozen=True)
class Difference:
    """The mean over episodes of one model's score minus another's, each model in its headline.

    `inductive` is the same with all models read inductively; None where none is transductive.
    """

    of: str
    against: str
    interval: Interval
    inductive: Interval | None = None

    @property
    def within_noise(self) -> bool:
        """Whether 0 lies within the interval, so that these episodes can't tell them apart."""
        return holds_zero(self.interval)

    def to_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        return {
            "of": self.of,
            "against": self.against,
            **_difference_to_dict(self.interval),
            "inductive": _difference_to_dict(self.inductive) if self.inductive else None,
        }


@dataclass(frozen=True)
class Comparison:
    """Models on the same episodes: the scores of each, and of all others against the first."""

    models: tuple[ComparedModel, ...]
    differences: tuple[Difference, ...]
    warnings: tuple[str, ...]

    def between(self, this: int, other: int) -> Difference:
        """Return the paired difference of any two of the models, by their numbers from 0."""
        return _difference(self.models[this], self.models[other])

    @property
    def lower_is_better(self) -> bool:
        """Whether scores are errors, as they are for functions, rather than accuracies."""
        return self.models[0].evaluation.experiment.regression

    def to_dict(self) -> dict[str, Any]:
        """Return plain values for JSON; `ways` and `class_split` are left out for functions."""
        first = self.models[0].evaluation
        task, data = first.experiment.task, first.experiment.data
        facts: dict[str, Any] = {
            "episodes": first.episodes,
            "seed": first.seed,
            "split": first.split,
            "ways": task.ways,
            "shots": task.shots,
            "queries": task.queries,
            "sizes": task.sizes,
            "within_group": task.within_group,
            "disjoint_sittings": task.disjoint_sittings,
            "data": data.name,
            "class_split": data.split_file or data.split,
        }
        if self.lower_is_better:
            facts = {k: v for k, v in facts.items() if k not in ("ways", "class_split")}
        return {
            **facts,
            "lower_is_better": self.lower_is_better,
            "models": [model.to_dict() for model in self.models],
            "differences": [difference.to_dict() for difference in self.differences],
            "warnings": list(self.warnings),
        }


def compare(
    checkpoints: Sequence[Checkpoint],
    sources: Sequence[Source],
    *,
    split: str = "test",
    episodes: int = 600,
    seed: int = 0,
    progress: Progress | None = None,
    best_first: bool = False,
) -> Comparison:
    """Score checkpoints on the same episodes, each against the first, or against the best.

    Each has a source of its own, so that it sees the same pictures through its own transform.
    `progress` hears how far it is, 0..1, and returns False to end with the episodes done so far.
    Raises `ConfigError` where their tasks or classes differ, or do not fit one of the models.
    """
    check_comparable(checkpoints)
    names = _names(checkpoints)
    _check_same_classes(names, sources, split)
    models = list(zip(checkpoints, sources, strict=True))
    evaluations = evaluate_together(
        models, split=split, episodes=episodes, seed=seed, progress=progress
    )
    if best_first:
        lower = checkpoints[0].experiment.regression
        order = sorted(range(len(models)), key=lambda i: _rank(evaluations[i], lower))
        checkpoints, sources = [checkpoints[i] for i in order], [sources[i] for i in order]
        names, evaluations = [names[i] for i in order], [evaluations[i] for i in order]
    compared = tuple(
        ComparedModel(_identity(i, c), _title(c), evaluation)
        for i, (c, evaluation) in enumerate(zip(checkpoints, evaluations, strict=True))
    )
    return Comparison(
        models=compared,
        differences=tuple(_difference(model, compared[0]) for model in compared[1:]),
        warnings=(
            *_warnings_of_known_classes(names, checkpoints, sources, split),
            *_warning_of_readings(names, evaluations),
        ),
    )


def check_comparable(checkpoints: Sequence[Checkpoint]) -> None:
    """Raise `ConfigError` unless there are two models or more, with the same data and task.

    The error names each setting that differs with its values, and what would make them equal;
    its detail `settings` has the same as a dictionary.
    """
    if len(checkpoints) < 2:
        raise ConfigError("A comparison needs at least two models. Name another checkpoint or run.")
    experiments, names = [c.experiment for c in checkpoints], _names(checkpoints)
    kinds = {e.regression for e in experiments}
    if len(kinds) > 1:
        function = names[[e.regression for e in experiments].index(True)]
        raise ConfigError(
            f"{function} fits functions, but not all of these models do, so they have no tasks in "
            "common. Compare it with models that were trained on functions."
        )
    models = [flat(experiment) for experiment in experiments]
    if differs := differing(models):
        words = []
        for path, values in differs.items():
            given = zip(values, names, strict=True)
            words.append(f"{path} is {' and '.join(f'{_text(v)} for {n}' for v, n in given)}")
        wanted = {path: _text(value) for path, value in common(models).items()}
        remedy = " ".join(f"--set {shlex.quote(f'{key}={value}')}" for key, value in wanted.items())
        raise ConfigError(
            f"Models are compared on the same tasks, but {'; '.join(words)}. Choose one for "
            f"all of them, for instance with {remedy}.",
            settings=wanted,
        )


def _text(value: Any) -> Any:
    if isinstance(value, bool):
        return str(value).lower()
    return "unset" if value is None else value


def _check_same_classes(names: Sequence[str], sources: Sequence[Source], split: str) -> None:
    first = sources[0]
    for name, source in zip(names, sources, strict=True):
        if not (isinstance(first, PictureSource) and isinstance(source, PictureSource)):
            continue  # functions have no classes
        expected, found = first.splits[split], source.splits[split]
        if expected.names != found.names or not expected.counts.equal(found.counts):
            raise ConfigError(
                f"The {split} classes that {name} is asked ({len(found):,} classes with "
                f"{len(found.images):,} pictures) are not those of {names[0]} ({len(expected):,} "
                f"with {len(expected.images):,}), so their episodes would differ. Open the same "
                "classes for both."
            )


def _difference(model: ComparedModel, against: ComparedModel) -> Difference:
    this, other = model.evaluation, against.evaluation
    inductive = None
    if any(e.headline is not e.inductive for e in (this, other)):
        inductive = _paired(this.inductive, other.inductive)
    return Difference(
        of=model.name,
        against=against.name,
        interval=_paired(this.headline, other.headline),
        inductive=inductive,
    )


def _rank(evaluation: Evaluation, lower_is_better: bool) -> float:
    """Return what models are sorted by, the best first; one whose error is no number comes last."""
    score = evaluation.headline.final.mean
    if math.isnan(score):
        return math.inf
    return score if lower_is_better else -score


def _paired(this: Reading, other: Reading) -> Interval:
    return Interval.of(this.scores[:, -1].double() - other.scores[:, -1].double())


def holds_zero(interval: Interval) -> bool:
    """Tell whether 0 lies within an interval, its ends included."""
    return abs(interval.mean) <= interval.ci95


def _difference_to_dict(interval: Interval) -> dict[str, Any]:
    return {
        "mean": interval.mean,
        "ci95": interval.ci95,
        "within_noise": holds_zero(interval),
    }


def _warnings_of_known_classes(
    names: Sequence[str], checkpoints: Sequence[Checkpoint], sources: Sequence[Source], split: str
) -> list[str]:
    """Warn of each model that is asked classes on which it was trained."""
    warnings = []
    for name, checkpoint, source in zip(names, checkpoints, sources, strict=True):
        if not isinstance(source, PictureSource):
            continue
        asked = dict.fromkeys(ROTATION.sub("", n) for n in source.splits[split].names)
        trained = {ROTATION.sub("", n) for n in checkpoint.classes.get("train", ())}
        known = [f"'{one}'" for one in asked if one in trained]
        if known:
            more = f" and {len(known) - SHOWN:,} more" if len(known) > SHOWN else ""
            warnings.append(
                f"{name} was trained on classes of these names: {', '.join(known[:SHOWN])}{more}, "
                f"of {len(asked):,} that it is asked here. Its score on them says nothing about "
                "new classes."
            )
    return warnings


def _warning_of_readings(names: Sequence[str], evaluations: Sequence[Evaluation]) -> list[str]:
    together = [
        name for name, e in zip(names, evaluations, strict=True) if e.headline is not e.inductive
    ]
    if not together or len(together) == len(evaluations):
        return []
    return [
        f"{' and '.join(together)} sees all queries of a task together, the others see one at a "
        "time. The inductive difference compares them alike."
    ]


def _identity(index: int, checkpoint: Checkpoint) -> str:
    return str(checkpoint.path) if checkpoint.path else f"model {index + 1}"


def _names(checkpoints: Sequence[Checkpoint]) -> list[str]:
    """Return what a sentence calls each model: its run, else its file, else its whole path."""
    short = []
    for index, checkpoint in enumerate(checkpoints):
        path = checkpoint.path
        in_run = path is not None and path.parent.name == "checkpoints"
        if path is None:
            short.append(_identity(index, checkpoint))
        else:
            short.append(path.parent.parent.name if in_run else path.name)
    if len(set(short)) == len(short):
        return short
    return [_identity(index, checkpoint) for index, checkpoint in enumerate(checkpoints)]


def _title(checkpoint: Checkpoint) -> str:
    """Name method and network; data and task are those of the comparison."""
    e = checkpoint.experiment
    method, network = e.method.name, e.network.name
    return f"{METHODS.get(method, method)} · {NETWORKS.get(network, network)}"
