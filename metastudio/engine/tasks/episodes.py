"""N-way K-shot episodes, drawn from (seed, index): the same ones for everybody who asks.

Episode i of a sampler does not depend on what is drawn before it or beside it, so two methods can
be compared on the very same tasks and a resumed run sees the tasks that it would have seen.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from metastudio.engine.tasks.classes import ImageClasses
from metastudio.engine.tasks.dealing import Dealing, check_enough
from metastudio.engine.tasks.disjoint import Apart
from metastudio.engine.tasks.warp import turned

EPISODES, BATCHES, FUNCTIONS = range(3)  # separate streams of chance under one seed
AUGMENTATION = 10  # functions take one stream a split
TRIED = 20
"""Choices of classes that are tried, where support and queries are to share no sitting."""


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


@dataclass(frozen=True, eq=False)
class Unequal:
    """Tasks of different sizes: an `Episode` of one task each, to be worked through one by one."""

    tasks: tuple[Episode, ...]

    def to(self, device: torch.device | str) -> "Unequal":
        """Return a copy whose pictures and labels are on `device`."""
        return Unequal(tuple(task.to(device) for task in self.tasks))


def generator(seed: int, index: int, stream: int) -> np.random.Generator:
    """Return chance that depends on these three numbers only; counter-based, so cheap to start."""
    return np.random.Generator(np.random.Philox(key=[seed, index], counter=[0, 0, 0, stream]))


class EpisodeSampler:
    """Deals N-way K-shot episodes from the classes of one split.

    Classes are distinct within a task and in random order; support and query never share a
    picture. Classes with fewer than `shots + queries` pictures are never chosen. `dealing` says
    from which of the others a task is dealt, and which pictures may meet. Raises `ConfigError`
    where too few classes are left.
    """

    def __init__(
        self,
        classes: ImageClasses,
        ways: int,
        shots: int,
        queries: int,
        seed: int = 0,
        dealing: Dealing | None = None,
    ) -> None:
        self.dealing = dealing or Dealing()
        self.classes, self.seed = classes, seed
        self.ways, self.shots, self.queries = ways, shots, queries
        check_enough(classes, ways, shots, queries, dealing=self.dealing)
        self._counts, self._starts = classes.counts.numpy(), classes.starts.numpy()
        eligible = np.flatnonzero(self._counts >= shots + queries)
        self._apart = None
        if self.dealing.disjoint:
            self._apart = Apart(classes, shots, queries)
            eligible = self._apart.eligible
        self._pools = self.dealing.pools(classes, eligible, ways)
        if self._apart is not None and not self._pools.members:
            raise self._apart.refusal(ways)
        self._most = int(self._counts[self._pools.classes].max())
        if self._apart is not None:
            self.draw(0, TRIED)  # so that what can't be dealt is said before a run

    def draw(self, first: int, tasks: int = 1) -> Episode:
        """Return the episodes `first` to `first + tasks - 1` of this sampler."""
        chances = [generator(self.seed, first + task, EPISODES) for task in range(tasks)]
        if self._apart is not None:
            drawn = [self._drawn_apart(c, first + t) for t, c in enumerate(chances)]
            chosen, pictures = (np.stack(part) for part in zip(*drawn, strict=True))
        else:
            chosen, pictures = self._drawn(chances, first)
        support, query = pictures[..., : self.shots], pictures[..., self.shots :]
        turns = [self.dealing.drift.turned(first + task) for task in range(tasks)]
        return Episode(
            support=self._labelled(support, turns),
            query=self._labelled(query, turns),
            ways=self.ways,
            classes=torch.from_numpy(chosen),
            support_pictures=torch.from_numpy(support.reshape(tasks, -1)),
            query_pictures=torch.from_numpy(query.reshape(tasks, -1)),
        )

    def one(self, index: int) -> Episode:
        """Return a single task."""
        return self.draw(index, 1)

    def _drawn(
        self, chances: Sequence[np.random.Generator], first: int
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Choose classes `(tasks, ways)` and pictures `(tasks, ways, shots + queries)`."""
        tasks, each = len(chances), self.shots + self.queries
        chosen = np.empty((tasks, self.ways), dtype=np.int64)
        keys = np.empty((tasks, self.ways, self._most))
        for task, chance in enumerate(chances):
            pool = self._pools.of_task(chance, first + task)
            chosen[task] = chance.choice(pool, self.ways, replace=False)
            chance.random(out=keys[task])
        absent = np.arange(self._most) >= self._counts[chosen][..., None]
        keys[absent] = 2.0  # behind every picture that exists
        return chosen, _smallest(keys, each) + self._starts[chosen][..., None]

    def _drawn_apart(
        self, chance: np.random.Generator, index: int
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Choose the same for one task, whose queries share no sitting with its support set."""
        assert self._apart is not None
        for _ in range(TRIED):
            pool = self._pools.of_task(chance, index)
            chosen = chance.choice(pool, self.ways, replace=False)
            pictures = self._apart.pictures(chosen, chance)
            if pictures is not None:
                return chosen, pictures
        raise self._apart.refusal(self.ways)

    def _labelled(self, pictures: NDArray[np.int64], turns: Sequence[float]) -> Labelled:
        """Look up pictures `(tasks, ways, n)`; the label of a class is its place in the task."""
        tasks, ways, each = pictures.shape
        x = self.classes.seen(torch.from_numpy(pictures.reshape(-1)))
        if any(turns):
            degrees = torch.tensor(turns).repeat_interleave(ways * each)
            x = turned(x, degrees, self.dealing.paper)
        y = torch.arange(ways).repeat_interleave(each).repeat(tasks, 1)
        return Labelled(x.view(tasks, ways * each, *self.classes.shape), y)


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
        return Labelled(self.classes.seen(pictures)[None], self._labels[pictures][None])

    def _shuffled(self, epoch: int) -> NDArray[np.int64]:
        if epoch != self._epoch:
            self._order = generator(self.seed, epoch, BATCHES).permutation(len(self._labels))
            self._epoch = epoch
        return self._order
