"""Which method suits my data? The families, trained alike on it and asked the same tasks."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from metastudio.engine.checkpoints import Checkpoint, load_checkpoint
from metastudio.engine.comparison import ComparedModel, Comparison, compare
from metastudio.engine.errors import ConfigError, TrainingError
from metastudio.engine.events import Ended, Failed, Stepped
from metastudio.engine.experiment import METHODS, Experiment
from metastudio.engine.learner import Interval, Source
from metastudio.engine.sections import DataSettings
from metastudio.engine.tasks.catalog import PictureSource, open_source
from metastudio.engine.training import Control, train
from metastudio.engine.workspace import Workspace

Progress = Callable[[float, str], bool]
"""Hears how far the advice is, 0..1, and what happens; returns False to end it."""

SMALL, QUICK_SIZE = 32, 42
"""Pictures up to the first many pixels are drawings to us; others are trained on in the second."""
SHARE_OF_TRAINING = 0.9
"""Of the progress; the rest is the common test."""
FAMILIES: dict[str, dict[str, Any]] = {
    "protonet": {"training.meta_batch": 2},
    "maml": {"training.meta_batch": 4},
    "transfer": {},
}
"""One of each: metric-based, optimisation-based, initialisation-based."""
INNER_LOOP_ON_PHOTOGRAPHS = {"method.inner_lr": 0.05, "method.inner_steps": 3}


@dataclass(frozen=True)
class Advice:
    """The families on one data set, the best first; each of the others against the best."""

    comparison: Comparison
    checkpoints: tuple[Path, ...]
    seconds: float

    @property
    def best(self) -> Path:
        """Return the checkpoint of the best."""
        return self.checkpoints[0]

    def sentences(self) -> list[str]:
        """Say which method beats which by how much, and what is noise; each stands by itself."""
        first, *others = self.comparison.models
        won, level = [], []
        for model, difference in zip(others, self.comparison.differences, strict=True):
            gap = Interval(-difference.interval.mean, difference.interval.ci95)
            if difference.within_noise:
                level.append(f"{name_of(model)} is within noise of it ({_points(gap)} points).")
            else:
                won.append(f"{name_of(first)} beats {name_of(model)} by {_points(gap)} points.")
        best = [] if won else [f"{name_of(first)} came first, but not by more than chance."]
        return [*won, *best, *level]

    def verdict(self) -> str:
        """Say it in a few sentences."""
        return " ".join(self.sentences())

    def to_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        return {
            **self.comparison.to_dict(),
            "verdict": self.verdict(),
            "best": str(self.best),
            "seconds": self.seconds,
        }


def advise(
    data: DataSettings,
    *,
    ways: int = 5,
    shots: int = 1,
    seconds: float = 60.0,
    episodes: int = 600,
    seed: int = 0,
    workspace: Workspace | None = None,
    progress: Progress | None = None,
) -> Advice | None:
    """Train ProtoNet, MAML and Transfer for `seconds` each on `data` and compare them.

    They get the same split, pictures, backbone and time, and are scored on the same `episodes` of
    classes that none has seen. Fewer ways than asked are taken where a split has fewer classes.
    Returns None where `progress` ended it. Raises `ConfigError` or `DataError` before anything is
    trained, `TrainingError` where a run fails.
    """
    workspace, hears = workspace or Workspace.default(), progress or (lambda *_: True)
    if data.image_size > SMALL:
        data = data.model_copy(update={"image_size": QUICK_SIZE})
    source = open_source(data, workspace)
    plans = experiments(data, source, ways, shots, seconds, seed)
    checkpoints: list[Checkpoint] = []
    for number, experiment in enumerate(plans):
        path = _trained(experiment, number / len(plans), len(plans), workspace, hears)
        if path is None:
            return None
        checkpoints.append(load_checkpoint(path))

    def scored(fraction: float) -> bool:
        share = SHARE_OF_TRAINING + (1 - SHARE_OF_TRAINING) * fraction
        return hears(share, "All are asked the same tasks")

    comparison = compare(
        checkpoints,
        [source] * len(checkpoints),
        episodes=episodes,
        seed=seed,
        progress=scored,
        best_first=True,
    )
    if not hears(1.0, ""):
        return None
    return Advice(comparison, tuple(Path(m.name) for m in comparison.models), seconds)


def experiments(
    data: DataSettings, source: Source, ways: int, shots: int, seconds: float, seed: int
) -> list[Experiment]:
    """Return what is trained: the families with everything else alike.

    Raises `ConfigError` where the data are functions, or too few to tell classes apart.
    """
    if not isinstance(source, PictureSource):
        raise ConfigError(
            "Advice is for pictures in classes, but this data set deals functions. Name a folder "
            "of pictures, or a data set of classes."
        )
    smallest = min(source.splits, key=lambda split: len(source.splits[split]))
    possible = min(ways, len(source.splits[smallest]))
    if possible < 2:
        raise ConfigError(
            f"To compare methods, each split needs 2 classes or more, but '{smallest}' has "
            f"{len(source.splits[smallest])}. Add classes: 6 or more make a fair split."
        )
    fewest = min(int(min(classes.counts)) for classes in source.splits.values())
    queries = min(5, fewest - shots)
    if queries < 1:
        raise ConfigError(
            f"With {shots} shots a class needs {shots + 1} pictures or more, but one has {fewest}. "
            "Lower the shots, or add pictures to it."
        )
    shared = {
        **{f"data.{key}": value for key, value in data.model_dump(exclude_none=True).items()},
        "task.ways": possible,
        "task.shots": shots,
        "task.queries": queries,
        "training.iterations": 10**6,
        "training.max_seconds": seconds,
        "training.validation_every": 100,
        "training.seed": seed,
    }
    result = []
    for method, own in FAMILIES.items():
        photographs = data.image_size > SMALL
        slower = INNER_LOOP_ON_PHOTOGRAPHS if method == "maml" and photographs else {}
        chosen = Experiment().changed({"data.name": data.name, "method.name": method})
        result.append(chosen.changed({**shared, **own, **slower}))
    return result


def _trained(
    experiment: Experiment, before: float, runs: int, workspace: Workspace, hears: Progress
) -> Path | None:
    """Train one; returns its best checkpoint, or None where the advice was ended."""
    control, name = Control(), METHODS[experiment.method.name]
    budget = experiment.training.max_seconds or 1.0
    for event in train(experiment, control, workspace=workspace):
        match event:
            case Stepped():
                left = max(budget - event.seconds, 0)
                share = before + min(event.seconds / budget, 1) / runs
                if not hears(share * SHARE_OF_TRAINING, f"{name} trains, {left:.0f} s left"):
                    control.cancel()
            case Failed():
                raise TrainingError(f"{name}: {event.message} {event.remedy}", detail=event.detail)
            case Ended():
                return None if event.outcome == "cancelled" else event.checkpoint
            case _:
                continue
    raise TrainingError(f"{name} ended without a result.")


def name_of(model: ComparedModel) -> str:
    """Return the method's name, as people read it."""
    return METHODS[model.evaluation.experiment.method.name]


def _points(gap: Interval) -> str:
    return f"{100 * gap.mean:.1f} ± {100 * gap.ci95:.1f}"
