"""Every data set by name: what it needs, its licence, where it lies."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import torch

from metastudio.engine.errors import DataError
from metastudio.engine.events import DataCard, DatasetView, DealtTask, SplitView
from metastudio.engine.experiment import DataSettings, Experiment
from metastudio.engine.tasks import glyphs
from metastudio.engine.tasks.classes import ImageClasses, split_random
from metastudio.engine.tasks.episodes import EpisodeSampler, check_enough
from metastudio.engine.tasks.functions import Sinusoid, SinusoidSampler
from metastudio.engine.tasks.images import Transform
from metastudio.engine.workspace import Workspace

Progress = Callable[[float, str], bool]
SPLIT_SEED = 0

GLYPHS = DataCard(
    "glyphs",
    "Glyphs",
    "Characters that MetaStudio draws itself.",
    "pictures",
    "ready",
    "Drawn by MetaStudio.",
    "MIT",
    "MetaStudio",
    600,
    12000,
    0,
    ("random",),
)
SINUSOID = DataCard(
    "sinusoid",
    "Sinusoids",
    "Regression from ten points.",
    "functions",
    "ready",
    "Computed.",
    "MIT",
    "Finn et al. 2017",
)


@dataclass(frozen=True)
class PictureSource:
    card: DataCard
    splits: dict[str, ImageClasses]
    transform: Transform
    problems: tuple[str, ...] = ()

    def sampler(self, split: str, ways: int, shots: int, queries: int, seed: int) -> EpisodeSampler:
        return EpisodeSampler(self.splits[split], ways, shots, queries, seed)


@dataclass(frozen=True)
class FunctionSource:
    card: DataCard
    family: Sinusoid = field(default_factory=Sinusoid)
    problems: tuple[str, ...] = ()

    def sampler(
        self, split: str, ways: int, shots: int, queries: int, seed: int
    ) -> SinusoidSampler:
        return self.family.sampler(split, ways, shots, queries, seed)


def cards(workspace: Workspace) -> list[DataCard]:
    return [GLYPHS, SINUSOID]


def open_source(
    data: DataSettings, workspace: Workspace, progress: Progress | None = None
) -> PictureSource | FunctionSource:
    if data.name == "sinusoid":
        return FunctionSource(SINUSOID)
    if data.name != "glyphs":
        raise DataError(f"There is no data set '{data.name}'.")
    classes = glyphs.load(workspace, data.image_size)
    parts = split_random(classes.names, SPLIT_SEED, (0.6, 0.2, 0.2))
    place = {n: i for i, n in enumerate(classes.names)}
    splits = {
        s: classes.subset([place[n] for n in p])
        for s, p in zip(("train", "validation", "test"), parts)
    }
    return PictureSource(GLYPHS, splits, Transform(data.image_size, 1, True))


def check_fits(experiment: Experiment, source: PictureSource | FunctionSource) -> None:
    if isinstance(source, FunctionSource):
        return
    t = experiment.task
    for split, classes in source.splits.items():
        ways = (t.training_ways or t.ways) if split == "train" else t.ways
        check_enough(classes, ways, t.shots, t.queries, split)
