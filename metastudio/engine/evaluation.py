"""Honest numbers: a checkpoint on fixed episodes, with intervals, inductive and transductive."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from metastudio.engine import kernels
from metastudio.engine.checkpoints import Checkpoint
from metastudio.engine.devices import choose_device, keep_large_blocks
from metastudio.engine.errors import ConfigError
from metastudio.engine.experiment import Experiment
from metastudio.engine.learner import Interval, Source, at_once, input_shape, trace
from metastudio.engine.parts import along_the_stream, by_data_set, origins_of
from metastudio.engine.plan import TASKS_READ, Workers, usual_plan, workers
from metastudio.engine.tasks.catalog import PictureSource
from metastudio.engine.tasks.drift import Drift
from metastudio.engine.tasks.episodes import Episode, Unequal

EPISODES_AT_ONCE = 40
"""Bounds the memory: only scores, a few numbers an episode, are kept from one batch to the next."""

Progress = Callable[[float], bool]
"""Hears how far it is, 0..1; returns False to end with the episodes done so far."""


@dataclass(frozen=True)
class ClassAccuracy:
    """Mean accuracy 0..1 on one class's queries, over the episodes in which the class appeared."""

    accuracy: float
    episodes: int


@dataclass(frozen=True)
class Reading:
    """Scores of every episode after each step, `(episodes, points)`: accuracy 0..1 or error.

    `per_class` is the accuracy after the last step on each class that appeared, sorted by name;
    empty for functions.
    """

    x: tuple[int, ...]
    scores: Tensor
    per_class: dict[str, ClassAccuracy]

    @property
    def final(self) -> Interval:
        """After the last step."""
        return Interval.of(self.scores[:, -1])

    @property
    def per_step(self) -> list[Interval]:
        """After each step."""
        return [Interval.of(column) for column in self.scores.unbind(1)]

    @property
    def hardest(self) -> list[str]:
        """The names of the classes, the least accurate first."""
        return sorted(self.per_class, key=lambda name: (self.per_class[name].accuracy, name))

    def to_dict(self) -> dict[str, float]:
        """Return the final accuracy with its interval, for JSON."""
        return {"accuracy": self.final.mean, "ci95": self.final.ci95}


@dataclass(frozen=True)
class Evaluation:
    """What a checkpoint reaches. `transductive` is None where it can't differ from `inductive`."""

    experiment: Experiment
    episodes: int
    split: str
    seed: int
    inductive: Reading
    transductive: Reading | None
    origins: tuple[str, ...] = ()
    """The data set of each episode; empty where there is no mixture."""
    positions: tuple[float, ...] = ()
    """Where in the stream each episode lies, 0..1; empty where nothing drifts."""

    @property
    def headline(self) -> Reading:
        """The reading that the model was trained for; functions are read inductively."""
        if self.experiment.regression:
            return self.inductive
        return self.transductive or self.inductive

    def to_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        e = self.experiment
        facts: dict[str, Any] = {
            "episodes": self.episodes,
            "ways": e.task.ways,
            "shots": e.task.shots,
            "queries": e.task.queries,
            "sizes": e.task.sizes,
            "within_group": e.task.within_group,
            "disjoint_sittings": e.task.disjoint_sittings,
            "split": self.split,
            "data": e.data.name,
            "class_split": e.data.split_file or e.data.split,
            "method": e.method.name,
            "normalization": e.network.normalization,
            "seed": self.seed,
        }
        steps, last = self.headline.per_step, self.headline.scores[:, -1]
        if self.origins:
            facts["per_data_set"] = by_data_set(last, list(self.origins))
        if self.positions:
            facts["along_the_stream"] = along_the_stream(last, list(self.positions))
        if e.regression:
            return {
                "mse": [step.mean for step in steps],
                "ci95": [step.ci95 for step in steps],
                "steps": list(self.headline.x),
                **{key: value for key, value in facts.items() if key != "ways"},
            }
        return {
            **self.headline.to_dict(),
            **facts,
            "inductive": self.inductive.to_dict(),
            "transductive": self.transductive.to_dict() if self.transductive else None,
            "steps": list(self.headline.x),
            "accuracy_per_step": [step.mean for step in steps],
            "ci95_per_step": [step.ci95 for step in steps],
            "per_class": self._per_class(),
        }

    def _per_class(self) -> dict[str, dict[str, float]]:
        """Each class in the headline reading, with the inductive accuracy where that differs."""
        result: dict[str, dict[str, float]] = {}
        for name, seen in self.headline.per_class.items():
            result[name] = {"accuracy": seen.accuracy, "episodes": seen.episodes}
            if self.transductive:
                result[name]["inductive"] = self.inductive.per_class[name].accuracy
        return result


def evaluate(
    checkpoint: Checkpoint,
    source: Source,
    *,
    split: str = "test",
    episodes: int = 600,
    seed: int = 0,
    progress: Progress | None = None,
) -> Evaluation:
    """Score a checkpoint on episodes drawn from (seed, index), the same for every method.

    `progress` hears how far it is, 0..1, and returns False to end with the episodes done so far.
    Raises `ConfigError` where the task does not fit the data or the model.
    """
    pairs = [(checkpoint, source)]
    return evaluate_together(pairs, split=split, episodes=episodes, seed=seed, progress=progress)[0]


def evaluate_together(
    models: Sequence[tuple[Checkpoint, Source]],
    *,
    split: str = "test",
    episodes: int = 600,
    seed: int = 0,
    progress: Progress | None = None,
) -> list[Evaluation]:
    """Score several checkpoints in turns, each with a source of its own, as `evaluate` does.

    However early `progress` ends it, all have been asked the same episodes. Whether their sources
    and tasks are alike is for the caller to see to.
    """
    if not 0 <= seed < 2**31:
        raise ConfigError(f"The seed of the episodes must be from 0 to {2**31 - 1}, not {seed}.")
    if episodes < 2:
        raise ConfigError("An interval needs at least 2 episodes; 600 are usual.")
    examinees = [_Examinee(checkpoint, source, split, seed) for checkpoint, source in models]
    if any(examinee.method.network.fused for examinee in examinees):
        kernels.prepare()
    with ExitStack() as stack:
        # Every thread keeps memory of its own, so they live on and are shared by equal plans.
        plans = dict.fromkeys(examinee.plan for examinee in examinees)
        pools = {plan: stack.enter_context(workers(plan)) for plan in plans}
        step = min(at_once(examinee.sampler, EPISODES_AT_ONCE) for examinee in examinees)
        for first, count in _batches(episodes, step):
            for examinee in examinees:
                examinee.take(first, count, pools[examinee.plan])
            if progress is not None and not progress((first + count) / episodes):
                break
    return [examinee.evaluation() for examinee in examinees]


class _Examinee:
    """A checkpoint that faces batch after batch of episodes; keeps numbers only, no pictures."""

    def __init__(self, checkpoint: Checkpoint, source: Source, split: str, seed: int) -> None:
        e = self.experiment = checkpoint.experiment
        self.split, self.seed = split, seed
        self.method = checkpoint.method()
        _check_model(checkpoint, source)
        self.sampler = source.sampler(split, e.task, seed)
        self.device = choose_device(e.training.device)
        if self.device.type == "cpu":
            keep_large_blocks()
        self.params = {name: value.to(self.device) for name, value in checkpoint.params.items()}
        self.plan = usual_plan(self.method, self.device, EPISODES_AT_ONCE, TASKS_READ)
        self.classes = source.splits[split] if isinstance(source, PictureSource) else None
        names = self.classes.names if self.classes else ()
        self.drift = Drift(e.data.drift)
        self.origins: list[str] = []
        self.positions: list[float] = []
        both = e.network.normalization == "transductive" and bool(self.method.network.norms)
        self.readings = [_ReadingSoFar(names) for _ in range(2 if both else 1)]

    def take(self, first: int, count: int, pool: Workers) -> None:
        """Answer the episodes `first` to `first + count - 1`."""
        episode = self.sampler.draw(first, count)
        if self.classes is not None:
            self.origins += origins_of(episode, self.classes)
        if self.drift.kind != "none":
            self.positions += [self.drift.position(first + i) for i in range(count)]
        for together, reading in zip((False, True), self.readings, strict=False):
            traced = trace(self.method, self.params, episode, self.device, pool, together)
            reading.x = traced.x
            reading.scores.append(traced.scores)
            reading.add_classes(episode, traced.per_way)

    def evaluation(self) -> Evaluation:
        """Sum up the episodes taken so far."""
        inductive, *more = (reading.reading() for reading in self.readings)
        return Evaluation(
            experiment=self.experiment,
            episodes=len(inductive.scores),
            split=self.split,
            seed=self.seed,
            inductive=inductive,
            transductive=more[0] if more else None,
            origins=tuple(self.origins),
            positions=tuple(self.positions),
        )


class _ReadingSoFar:
    """The scores of the episodes seen, and sums of fixed size for the classes of the split."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = names
        self.x: tuple[int, ...] = ()
        self.scores: list[Tensor] = []  # (count, points) a batch
        self.sums = torch.zeros(len(names), dtype=torch.float64)
        self.appearances = torch.zeros(len(names), dtype=torch.int64)

    def add_classes(self, episode: Episode | Unequal, per_way: Tensor | None) -> None:
        """Add the accuracies `(count, ways)` of the episodes' classes; functions have none."""
        tasks = episode.tasks if isinstance(episode, Unequal) else (episode,)
        found = [task.classes.flatten() for task in tasks if task.classes is not None]
        if per_way is None or not found:
            return
        classes = torch.cat(found)
        self.sums.index_add_(0, classes, per_way.flatten().double())
        self.appearances += torch.bincount(classes, minlength=len(self.names))

    def reading(self) -> Reading:
        """Sum up."""
        sums, appearances = self.sums.tolist(), self.appearances.tolist()
        seen = sorted(c for c in zip(self.names, sums, appearances, strict=True) if c[2])
        per_class = {name: ClassAccuracy(total / times, times) for name, total, times in seen}
        return Reading(self.x, torch.cat(self.scores), per_class)


def _batches(episodes: int, step: int) -> Iterator[tuple[int, int]]:
    """Yield the first episode and the number of episodes of each batch."""
    for first in range(0, episodes, step):
        yield first, min(step, episodes - first)


def _check_model(checkpoint: Checkpoint, source: Source) -> None:
    e, shape = checkpoint.experiment, input_shape(source)
    if shape != checkpoint.shape:
        raise ConfigError(
            f"The model takes inputs of {checkpoint.shape}, but '{e.data.name}' gives {shape}. "
            "Evaluate on data of the same kind as it was trained on."
        )
    if checkpoint.method().fixed_head and not e.regression and e.task.ways > checkpoint.outputs:
        raise ConfigError(
            f"This {e.method.name} model tells {checkpoint.outputs} classes apart, not "
            f"{e.task.ways}. Lower task.ways to {checkpoint.outputs}, or use a ProtoNet model."
        )
