"""Tasks of variable way and shot, as Meta-Dataset defines them.

Triantafillou et al. 2020, "Meta-Dataset: A Dataset of Datasets for Learning to Learn from Few
Examples", section 3.2: how many classes, how many queries, how large a support set, and how it is
shared among the classes.
"""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from metastudio.engine.errors import ConfigError
from metastudio.engine.tasks.classes import ImageClasses
from metastudio.engine.tasks.dealing import Dealing
from metastudio.engine.tasks.episodes import EPISODES, Episode, Labelled, Unequal, generator
from metastudio.engine.tasks.warp import turned

FEWEST_WAYS, MOST_WAYS = 5, 50
MOST_QUERIES = 10
LARGEST_SUPPORT = 500
MOST_COUNTED = 100
"""Pictures of one class that count towards the size of the support set."""
LOG_WEIGHTS = (float(np.log(0.5)), float(np.log(2.0)))
"""Between these lies the logarithm of what a class weighs beside its number of pictures."""
LOOKED_AT = 200
"""Tasks among which the largest is sought, to tell the memory of a run."""


@dataclass(frozen=True)
class Sizes:
    """How large one task is: shots of each class, and queries a class."""

    shots: NDArray[np.int64]
    queries: int


def draw_sizes(counts: NDArray[np.int64], chance: np.random.Generator) -> Sizes:
    """Draw the sizes of a task whose classes have `counts (ways,)` pictures.

    Queries: q = min{10, ½ of the smallest class}. Support: |S| = min{500, Σ_c ⌈β·min{100, n_c −
    q}⌉} with β from U(0, 1]. Shots: k_c = min{⌊R_c·(|S| − ways)⌋ + 1, n_c − q} with R_c ∝
    exp(α_c)·n_c and α_c from U[log ½, log 2).
    """
    queries = min(MOST_QUERIES, int(counts.min()) // 2)
    left = counts - queries
    beta = 1.0 - chance.random()  # of (0, 1]
    size = min(LARGEST_SUPPORT, int(np.ceil(beta * np.minimum(MOST_COUNTED, left)).sum()))
    weights = np.exp(chance.uniform(*LOG_WEIGHTS, size=len(counts))) * counts
    shares = weights / weights.sum()
    desired = np.floor(shares * (size - len(counts))).astype(np.int64) + 1
    return Sizes(np.minimum(desired, left), queries)


class VariableSampler:
    """Deals tasks of 5 to 50 ways (or as many classes as there are) and of uneven shots.

    `dealing` is as for `EpisodeSampler`: on Omniglot the paper deals each task within one alphabet.
    Raises `ConfigError` where there are fewer than five classes of two pictures or more.
    """

    def __init__(
        self,
        classes: ImageClasses,
        seed: int = 0,
        dealing: Dealing | None = None,
        split: str = "",
    ) -> None:
        self.classes, self.seed, self.dealing = classes, seed, dealing or Dealing()
        self._counts, self._starts = classes.counts.numpy(), classes.starts.numpy()
        eligible = np.flatnonzero(self._counts >= 2)
        self._pools = self.dealing.pools(classes, eligible, FEWEST_WAYS)
        missing = {origin for origin, _ in self.dealing.weights} - {
            classes.origins[int(members[0])] for members in self._pools.members if classes.origins
        }
        if not self._pools.members or missing:
            raise self._refusal(split, len(eligible), sorted(missing))

    def draw(self, first: int, tasks: int = 1) -> Unequal:
        """Return the tasks `first` to `first + tasks - 1`."""
        return Unequal(tuple(self.one(first + task) for task in range(tasks)))

    def one(self, index: int) -> Episode:
        """Return a single task; labels in the order of its classes."""
        chosen, sizes, chance = self._sizes(index)
        support, query = [], []
        for c, shots in zip(chosen.tolist(), sizes.shots.tolist(), strict=True):
            pictures = self._starts[c] + chance.permutation(self._counts[c])
            support.append(pictures[:shots])
            query.append(pictures[shots : shots + sizes.queries])
        turn = self.dealing.drift.turned(index)
        return Episode(
            support=self._labelled(support, turn),
            query=self._labelled(query, turn),
            ways=len(chosen),
            classes=torch.from_numpy(chosen)[None],
            support_pictures=torch.from_numpy(np.concatenate(support))[None],
            query_pictures=torch.from_numpy(np.concatenate(query))[None],
        )

    def largest(self) -> Episode:
        """Return the largest of the first tasks, which tells what memory a run takes."""
        sizes = [self._sizes(index)[1] for index in range(LOOKED_AT)]
        pictures = [int(s.shots.sum()) + len(s.shots) * s.queries for s in sizes]
        return self.one(int(np.argmax(pictures)))

    def _sizes(self, index: int) -> tuple[NDArray[np.int64], Sizes, np.random.Generator]:
        chance = generator(self.seed, index, EPISODES)
        pool = self._pools.of_task(chance, index)
        ways = int(chance.integers(FEWEST_WAYS, min(MOST_WAYS, len(pool)) + 1))
        chosen = chance.choice(pool, ways, replace=False)
        return chosen, draw_sizes(self._counts[chosen], chance), chance

    def _labelled(self, pictures: list[NDArray[np.int64]], turn: float) -> Labelled:
        x = self.classes.seen(torch.from_numpy(np.concatenate(pictures)))
        if turn:
            x = turned(x, torch.full((len(x),), turn), self.dealing.paper)
        each = torch.tensor([len(part) for part in pictures])
        return Labelled(x[None], torch.repeat_interleave(torch.arange(len(pictures)), each)[None])

    def _refusal(self, split: str, eligible: int, missing: list[str]) -> ConfigError:
        name = f"'{missing[0]}' in '{self.classes.name}'" if missing else f"'{self.classes.name}'"
        where = f"the {split} split of {name}" if split else name
        if self.dealing.within_group:
            found = "no group has so many" if self.classes.groups else "its classes are in no group"
            remedy = "Set task.within_group to false, or use larger groups"
        else:
            found, remedy = f"{where} has {eligible}", "Move classes into it"
        return ConfigError(
            f"Tasks of variable size need at least {FEWEST_WAYS} classes of two pictures or more "
            f"in {where}, but {found}. {remedy}, or set task.sizes to 'fixed'.",
            classes=eligible,
            split=split,
        )
