"""A source of tasks, opened: the splits of a picture set, or a family of functions."""

from dataclasses import dataclass, replace

import numpy as np
import torch

from metastudio.engine.events import (
    DataCard,
    DatasetView,
    DealtTask,
    Floats,
    Pictures,
    Points,
    SplitView,
)
from metastudio.engine.experiment import Experiment
from metastudio.engine.sections import METRIC, PRE_TRAINED, TaskSettings
from metastudio.engine.tasks.classes import ImageClasses
from metastudio.engine.tasks.dealing import Dealing, check_enough
from metastudio.engine.tasks.drift import Drift
from metastudio.engine.tasks.episodes import Episode, EpisodeSampler, Labelled
from metastudio.engine.tasks.functions import SPLITS, Family, FunctionSampler
from metastudio.engine.tasks.images import Transform
from metastudio.engine.tasks.table_tasks import TableFamily, TableSampler
from metastudio.engine.tasks.variable import VariableSampler

SAMPLES = 8
CURVES, CURVE_ROWS = 3, 40
SAMPLE_BYTES = 64 * 2**20
"""Of all sample pictures of a view together; large data sets show fewer of each class."""


@dataclass(frozen=True)
class PictureSource:
    """Pictures, split by class into "train", "validation" and "test"."""

    card: DataCard
    splits: dict[str, ImageClasses]
    transform: Transform
    problems: tuple[str, ...] = ()
    weights: tuple[tuple[str, float], ...] = ()
    """How often each data set of a mixture is drawn."""
    drift: str = "none"
    """What moves over a run, see `DataSettings.drift`."""
    unused: ImageClasses | None = None
    """Classes that a split file names in no split."""
    within_group: bool = False
    """Whether a task can't but come from one group, as the classes of a table's task do."""

    def sampler(
        self, split: str, task: TaskSettings, seed: int, stream: int | None = None
    ) -> EpisodeSampler | VariableSampler:
        """Deal episodes from the classes of one split; raises `ConfigError` with the numbers.

        `stream` is the number of tasks over which a drift goes from its beginning to its end.
        """
        classes = self.splits[split]
        dealing = self.dealing(task, stream)
        if task.sizes == "variable":
            return VariableSampler(classes, seed, dealing, split)
        sizes = (task.ways, task.shots, task.queries)
        check_enough(classes, *sizes, split, dealing=dealing)
        return EpisodeSampler(classes, *sizes, seed, dealing)

    @property
    def seen_through(self) -> Transform | None:
        """The transform, where a network reads pictures; None where it reads something else."""
        return None if self.splits["train"].inputs is not None else self.transform

    def dealing(self, task: TaskSettings, stream: int | None = None) -> Dealing:
        """Return from which classes and pictures a task is dealt."""
        return Dealing(
            within_group=task.within_group or self.within_group,
            disjoint=task.disjoint_sittings,
            weights=self.weights,
            drift=Drift(self.drift, stream),
            paper="dark" if self.transform.ink else "mirrored",
        )


@dataclass(frozen=True)
class FunctionSource:
    """Functions to fit: a family, of which every split has the same distribution, or a table."""

    card: DataCard
    family: Family | TableFamily
    problems: tuple[str, ...] = ()
    drift: str = "none"

    @property
    def splits(self) -> tuple[str, ...]:
        """Names of the splits."""
        return SPLITS

    def sampler(
        self, split: str, task: TaskSettings, seed: int, stream: int | None = None
    ) -> FunctionSampler | TableSampler:
        """Deal functions; of the task, its shots and queries count."""
        drift = Drift(self.drift, stream)
        return self.family.sampler(split, task.shots, task.queries, seed, drift)


Source = PictureSource | FunctionSource


def check_fits(experiment: Experiment, source: Source) -> None:
    """Raise `ConfigError` that names the limiting split where the tasks ask for too much."""
    task = experiment.task
    for split in source.splits:
        if split == "train" and experiment.method.name in PRE_TRAINED:
            continue  # it trains on plain batches
        ways = task.ways
        if split == "train" and experiment.method.name in METRIC:
            ways = task.training_ways or ways
        source.sampler(split, task.model_copy(update={"ways": ways}), experiment.training.seed)


def view(source: Source) -> DatasetView:
    """Return what a class browser shows: names, counts, and some pictures of each class."""
    if isinstance(source, FunctionSource):
        rows = isinstance(source.family, TableFamily)
        curves = _curves(source) if rows else ()
        return DatasetView(source.card, (), {}, source.problems, curves=curves)
    classes_in_all = sum(len(classes) for classes in source.splits.values())
    t = source.transform
    one = classes_in_all * t.image_size**2 * t.channels
    each = max(1, min(SAMPLES, SAMPLE_BYTES // max(one, 1)))
    splits = tuple(_part(name, classes, each) for name, classes in source.splits.items())
    unused = _part("none", source.unused, each) if source.unused is not None else None
    shown = (*splits, unused) if unused is not None else splits
    samples = {name: pictures for split in shown for name, pictures in split.samples.items()}
    return DatasetView(
        source.card,
        splits,
        samples,
        source.problems,
        t.image_size,
        t.channels,
        t.ink,
        unused=unused,
    )


def _part(name: str, classes: ImageClasses, each: int) -> SplitView:
    return SplitView(
        name,
        classes.names,
        tuple(classes.counts.tolist()),
        classes.groups,
        {n: _pictures(classes.pictures_of(i, each)) for i, n in enumerate(classes.names)},
    )


def _curves(source: FunctionSource) -> tuple[Floats, ...]:
    """Return rows of a few tasks of a table, as its card shows them: its target over one input."""
    sampler = source.family.sampler("train", 1, 1)
    return tuple(sampler.whole(index)[:CURVE_ROWS, [0, -1]] for index in range(CURVES))


def deal(experiment: Experiment, source: Source, split: str, index: int) -> DealtTask:
    """Return one task to look at: episode `index` of a split; raises `ConfigError`."""
    task = experiment.task
    sampler = source.sampler(split, task, experiment.training.seed)
    episode = sampler.one(index)
    position = Drift(source.drift).position(index) if source.drift != "none" else None
    if isinstance(source, FunctionSource):
        assert isinstance(sampler, FunctionSampler | TableSampler)
        return replace(_dealt_points(source, sampler, episode, split, index), position=position)
    classes = source.splits[split]
    assert episode.classes is not None
    assert episode.support_pictures is not None and episode.query_pictures is not None
    return DealtTask(
        classes=tuple(classes.names[i] for i in episode.classes[0].tolist()),
        support_pictures=_dealt(classes, episode.support, episode.support_pictures[0]),
        support_labels=episode.support.y[0].numpy(),
        query_pictures=_dealt(classes, episode.query, episode.query_pictures[0]),
        query_labels=episode.query.y[0].numpy(),
        index=index,
        split=split,
        ink=source.transform.ink,
        position=position,
    )


def _dealt_points(
    source: FunctionSource,
    sampler: FunctionSampler | TableSampler,
    episode: Episode,
    split: str,
    index: int,
) -> DealtTask:
    nothing = np.empty((0, 0, 0, 1), dtype=np.uint8)
    none = np.empty(0, dtype=np.int64)
    known, asked = (
        torch.cat([part.x[0], part.y[0]], dim=1).numpy()
        for part in (episode.support, episode.query)
    )
    names = source.family.axes
    joined = not isinstance(source.family, TableFamily)
    return DealtTask(
        classes=(),
        support_pictures=nothing,
        support_labels=none,
        query_pictures=nothing,
        query_labels=none,
        index=index,
        split=split,
        support_xy=known[:, [0, -1]],  # of many inputs, the first
        query_xy=asked[:, [0, -1]],
        points=Points(names, known, asked, sampler.whole(index), joined),
    )


def _dealt(classes: ImageClasses, part: Labelled, pictures: torch.Tensor) -> Pictures:
    """Return the pictures of one task as the network sees them, where it sees pictures."""
    if classes.inputs is not None:
        return _pictures(classes.images[pictures])
    return _pictures((part.x[0] * 255).round().to(torch.uint8))


def _pictures(images: torch.Tensor) -> Pictures:
    """From `(n, C, H, W)` to `(n, H, W, C)`."""
    return np.ascontiguousarray(images.permute(0, 2, 3, 1).numpy())
