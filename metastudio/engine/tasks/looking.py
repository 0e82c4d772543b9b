"""One dealt task for a person to look at: the photographs themselves, and what the network sees."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from metastudio.engine.errors import DataError
from metastudio.engine.events import DealtTask, Pictures
from metastudio.engine.experiment import Experiment
from metastudio.engine.tasks import folders
from metastudio.engine.tasks.augmentation import Augmentation
from metastudio.engine.tasks.classes import ImageClasses
from metastudio.engine.tasks.images import Transform, read_picture
from metastudio.engine.tasks.sources import PictureSource, Source, deal
from metastudio.engine.tasks.strokes import places_to_picture

PLACES_SIDE = 60  # of the places of a pen
SIDE = 112  # of a photograph that is shown
MOST = 150  # pictures of a task that are read from their files; larger tasks show what is at hand


def look(experiment: Experiment, source: Source, split: str, index: int) -> DealtTask:
    """Return task `index` of a split with both: photographs from their files, where there are any,
    and in `seen_support` and `seen_query` what the network reads, augmented as in training.

    Raises `ConfigError` where such a task can't be dealt.
    """
    task = deal(experiment, source, split, index)
    if not isinstance(source, PictureSource):
        return task
    classes = source.splits[split]
    if classes.inputs is not None:
        return _with_places(task, classes, source, experiment, index)
    seed = experiment.training.seed
    episode = source.sampler(split, experiment.task, seed).one(index)
    augmentation = Augmentation.of(experiment.data, source.transform.ink)
    augmented = split == "train" and augmentation.active
    seen = augmentation.apply(episode, seed, index) if augmented else episode
    assert episode.support_pictures is not None and episode.query_pictures is not None
    task = replace(
        task,
        seen_support=_seen(seen.support.x[0]),  # type: ignore[union-attr]
        seen_query=_seen(seen.query.x[0]),  # type: ignore[union-attr]
        augmented=augmented,
    )
    if source.transform.ink or not classes.files:
        return task
    numbers = torch.cat([episode.support_pictures[0], episode.query_pictures[0]]).tolist()
    photographs = _photographs(classes, Path(source.card.where), numbers)
    if photographs is None:
        return task
    support = len(task.support_labels)
    return replace(
        task, support_pictures=photographs[:support], query_pictures=photographs[support:]
    )


def _with_places(
    task: DealtTask,
    classes: ImageClasses,
    source: PictureSource,
    experiment: Experiment,
    index: int,
) -> DealtTask:
    """Add what a network reads of pen strokes; rows of a table are seen as they are."""
    assert classes.inputs is not None
    if classes.inputs.ndim != 3:
        return task
    episode = source.sampler(task.split, experiment.task, experiment.training.seed).one(index)

    def drawn(places: torch.Tensor) -> Pictures:
        return np.stack([np.asarray(places_to_picture(p, PLACES_SIDE)) for p in places.numpy()])

    support, query = drawn(episode.support.x[0]), drawn(episode.query.x[0])
    return replace(task, seen_support=support, seen_query=query)


def _seen(x: torch.Tensor) -> Pictures:
    """From float `(n, C, H, W)` between 0 and 1 to uint8 `(n, H, W, C)`."""
    pixels = (x * 255).round().to(torch.uint8)
    return np.ascontiguousarray(pixels.permute(0, 2, 3, 1).numpy())


def _photographs(classes: ImageClasses, where: Path, numbers: list[int]) -> Pictures | None:
    """Read pictures from their files, `(n, SIDE, SIDE, 3)`; None where one of them is not there."""
    if len(numbers) > MOST or not where.is_dir():
        return None
    root = where
    if not (root / classes.files[numbers[0]]).is_file():
        root = folders._without_wrapping(where)
    transform = Transform(SIDE, 3)
    try:
        read = [transform.apply(read_picture(root / classes.files[i])) for i in numbers]
    except DataError:
        return None
    return np.ascontiguousarray(np.stack(read).transpose(0, 2, 3, 1))
