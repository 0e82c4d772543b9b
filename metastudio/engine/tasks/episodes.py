"""N-way K-shot episodes, drawn from (seed, index): the same ones for everybody who asks.

Episode i of a sampler does not depend on what is drawn before it or beside it, so two methods can
be compared on the very same tasks and a resumed run sees the tasks that it would have seen.
"""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from metastudio.engine.errors import ConfigError
from metastudio.engine.tasks.classes import ImageClasses
from metastudio.engine.tasks.images import to_float

EPISODES, BATCHES, FUNCTIONS = range(3)  # separate streams of chance under one seed


@dataclass(frozen=True, eq=False)
class Labelled:
    """Pictures with labels, or points of functions, of several tasks.

    Pictures: `x` float32 `(tasks, ways·shots, C, H, W)` between 0 and 1, `y` int64
    `(tasks, ways·shots)`, class after class. Functions: `x` and `y` float32 `(tasks, shots, 1)`.
    """

    x: torch.Tensor
    y: torch.Tensor

    def to(self, device: torch.device | str) -> "Labelled":
        """Return a copy on `device`."""
        return Labelled(self.x.to(device), self.y.to(device))


@dataclass(frozen=True, eq=False)
class Episode:
    """Several tasks: what to learn from (`support`) and what to be asked (`query`).

    `classes` int64 `(tasks, ways)` says which class of the split carries label 0, 1, …;
    `support_pictures` and `query_pictures`, shaped like the labels, index the split's pictures.
    These three are None for functions, whose `ways` is 1.
    """

    support: Labelled
    query: Labelled
    ways: int
    classes: torch.Tensor | None = None
    support_pictures: torch.Tensor | None = None
    query_pictures: torch.Tensor | None = None

    def to(self, device: torch.device | str) -> "Episode":
        """Return a copy whose pictures and labels are on `device`; the indices stay behind."""
        return Episode(
            self.support.to(device),
            self.query.to(device),
            self.ways,
            self.classes,
            self.support_pictures,
            self.query_pictures,
        )

    def everything(self) -> Labelled:
        """Return support and queries as one: what learns from a task as a whole."""
        x = torch.cat([self.support.x, self.query.x], 1)
        return Labelled(x, torch.cat([self.support.y, self.query.y], 1))


def generator(seed: int, index: int, stream: int) -> np.random.Generator:
    """Return chance that depends on these three numbers only; counter-based, so cheap to start."""
    return np.random.Generator(np.random.Philox(key=[seed, index], counter=[0, 0, 0, stream]))


class EpisodeSampler:
    """Deals N-way K-shot episodes from the classes of one split.

    Classes are distinct within a task and in random order; support and query never share a
    picture. Classes with fewer than `shots + queries` pictures are never chosen. `within_group`
    deals each task from the classes of one group, which is drawn first (Lake et al. 2015: twenty
    characters of one alphabet). Raises `ConfigError` where too few classes are left.
    """

    def __init__(
        self,
        classes: ImageClasses,
        ways: int,
        shots: int,
        queries: int,
        seed: int = 0,
        within_group: bool = False,
    ) -> None:
        check_enough(classes, ways, shots, queries, within_group=within_group)
        self.classes, self.seed = classes, seed
        self.ways, self.shots, self.queries = ways, shots, queries
        counts = classes.counts.numpy()
        self._eligible = np.flatnonzero(counts >= shots + queries)
        self._counts = counts[self._eligible]
        self._starts = classes.starts.numpy()[:-1][self._eligible]
        self._groups = _large_groups(classes, self._eligible, ways) if within_group else []

    def draw(self, first: int, tasks: int = 1) -> Episode:
        """Return the episodes `first` to `first + tasks - 1` of this sampler."""
        each, most = self.shots + self.queries, int(self._counts.max())
        chosen = np.empty((tasks, self.ways), dtype=np.int64)
        picture_keys = np.empty((tasks, self.ways, most))
        for task in range(tasks):
            chance = generator(self.seed, first + task, EPISODES)
            chosen[task] = self._classes_of_a_task(chance)
            chance.random(out=picture_keys[task])
        absent = np.arange(most) >= self._counts[chosen][..., None]
        picture_keys[absent] = 2.0  # behind every picture that exists
        pictures = _smallest(picture_keys, each) + self._starts[chosen][..., None]
        support, query = pictures[..., : self.shots], pictures[..., self.shots :]
        return Episode(
            support=self._labelled(support),
            query=self._labelled(query),
            ways=self.ways,
            classes=torch.from_numpy(self._eligible[chosen]),
            support_pictures=torch.from_numpy(support.reshape(tasks, -1)),
            query_pictures=torch.from_numpy(query.reshape(tasks, -1)),
        )

    def _classes_of_a_task(self, chance: np.random.Generator) -> NDArray[np.int64]:
        if not self._groups:
            return chance.choice(len(self._eligible), self.ways, replace=False)
        group = self._groups[chance.integers(len(self._groups))]
        return chance.choice(group, self.ways, replace=False)

    def _labelled(self, pictures: NDArray[np.int64]) -> Labelled:
        """Look up pictures `(tasks, ways, n)`; the label of a class is its place in the task."""
        tasks, ways, each = pictures.shape
        images = self.classes.images
        found = images[torch.from_numpy(pictures.reshape(-1))]
        x = to_float(found).view(tasks, ways * each, *images.shape[1:])
        return Labelled(x, torch.arange(ways).repeat_interleave(each).repeat(tasks, 1))


def _smallest(keys: NDArray[np.float64], number: int) -> NDArray[np.int64]:
    """Return where the `number` smallest keys of the last axis lie, the smallest first.

    With independent keys that is a draw without replacement, in random order.
    """
    if number < keys.shape[-1]:
        part = np.argpartition(keys, number - 1, axis=-1)[..., :number]
    else:
        part = np.broadcast_to(np.arange(number), keys.shape)
    order = np.argsort(np.take_along_axis(keys, part, -1), axis=-1)
    result: NDArray[np.int64] = np.take_along_axis(part, order, -1)
    return result


def _large_groups(
    classes: ImageClasses, eligible: NDArray[np.int64], ways: int
) -> list[NDArray[np.int64]]:
    """Return, for each group with at least `ways` eligible classes, their places in `eligible`."""
    if not classes.groups:
        return []
    groups = np.array(classes.groups)[eligible]
    members = (np.flatnonzero(groups == group) for group in np.unique(groups))
    return [places for places in members if len(places) >= ways]


def check_enough(
    classes: ImageClasses,
    ways: int,
    shots: int,
    queries: int,
    split: str = "",
    *,
    within_group: bool = False,
) -> None:
    """Raise `ConfigError` with the numbers where `classes` can't deal such episodes."""
    counts, need = classes.counts, shots + queries
    where = f"the {split} split of '{classes.name}'" if split else f"'{classes.name}'"
    if len(classes) < ways:
        raise ConfigError(
            f"{ways}-way episodes need {ways} classes, but {where} has {len(classes)}. "
            + (f"Lower ways to {len(classes)}, or " if len(classes) >= 2 else "")
            + ("move classes into it." if len(classes) >= 2 else "Move classes into it."),
            ways=ways,
            classes=len(classes),
            split=split,
        )
    enough = int((counts >= need).sum())
    if enough < ways:
        smallest = int(counts.argmin())
        limit = int(counts.sort(descending=True).values[ways - 1])  # what `ways` classes can give
        remedy = f"Lower shots and queries to {limit} together" if limit >= 2 else "Lower ways"
        raise ConfigError(
            f"Tasks with {shots} support and {queries} query pictures a class need {need} pictures "
            f"in each of {ways} classes, but in {where} only {enough} of {len(classes)} have so "
            f"many; '{classes.names[smallest]}' has {int(counts[smallest])}. {remedy}, or add "
            "pictures.",
            need=need,
            classes=enough,
            smallest=classes.names[smallest],
            pictures=int(counts[smallest]),
            split=split,
        )
    if within_group and not _large_groups(classes, np.flatnonzero(counts.numpy() >= need), ways):
        reason = (
            f"no group of {where} has so many that can be dealt. Lower ways"
            if classes.groups
            else f"the classes of {where} are in no groups"
        )
        raise ConfigError(
            f"Tasks within one group need {ways} classes of it, but {reason}, or set "
            "task.within_group to false.",
            ways=ways,
            split=split,
        )


class LabelledBatches:
    """Plain labelled pictures for pre-training, each once an epoch; drawn from (seed, step)."""

    def __init__(self, classes: ImageClasses, batch_size: int, seed: int = 0) -> None:
        self.classes, self.batch_size, self.seed = classes, batch_size, seed
        self._labels = classes.labels()
        self._epoch = -1
        self._order: NDArray[np.int64] = np.empty(0, dtype=np.int64)

    def draw(self, step: int) -> Labelled:
        """Return batch number `step`: x `(1, batch, C, H, W)`, y `(1, batch)` class indices."""
        places = np.arange(step * self.batch_size, (step + 1) * self.batch_size)
        epochs, within = np.divmod(places, len(self._labels))
        chosen = np.empty_like(places)
        for epoch in np.unique(epochs).tolist():
            here = epochs == epoch
            chosen[here] = self._shuffled(epoch)[within[here]]
        pictures = torch.from_numpy(chosen)
        return Labelled(to_float(self.classes.images[pictures])[None], self._labels[pictures][None])

    def _shuffled(self, epoch: int) -> NDArray[np.int64]:
        if epoch != self._epoch:
            self._order = generator(self.seed, epoch, BATCHES).permutation(len(self._labels))
            self._epoch = epoch
        return self._order
