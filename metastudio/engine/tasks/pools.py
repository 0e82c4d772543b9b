"""Which classes a task may be dealt from: all of a split, one group, one data set, a window."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from metastudio.engine.tasks.classes import ImageClasses
from metastudio.engine.tasks.drift import NOWHERE, Drift

Places = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Pools:
    """Places of classes in a split, of which a task draws one pool first, then its classes.

    Without groups and mixtures there is a single pool. `weights` say how often each is drawn.
    """

    members: tuple[Places, ...]
    weights: NDArray[np.float64]
    least: int
    """The fewest classes that a task may be dealt from."""
    drift: Drift = NOWHERE
    grouped: bool = False

    @property
    def classes(self) -> Places:
        """Every class that may be dealt."""
        return np.concatenate(self.members) if self.members else np.empty(0, np.int64)

    def of_task(self, chance: np.random.Generator, index: int) -> Places:
        """Draw the pool of task `index`; where classes drift, what of it lies in the window."""
        if len(self.members) == 1:
            pool = self.members[0]
        else:
            # Groups drift as wholes, in their order.
            seen = self.drift.window(index, len(self.members), 1) if self.grouped else slice(None)
            pool = self.members[seen][_chosen(self.weights[seen], chance)]
            if self.grouped:
                return pool
        return pool[self.drift.window(index, len(pool), self.least)]


def pools_of(
    classes: ImageClasses,
    eligible: Places,
    least: int,
    *,
    within_group: bool = False,
    weights: Mapping[str, float] | None = None,
    drift: Drift = NOWHERE,
) -> Pools:
    """Return the pools with at least `least` of the `eligible` classes.

    `within_group`: a pool is one group, all of them equally often (Lake et al. 2015: twenty
    characters of one alphabet). `weights`: how often each data set of a mixture is drawn; its
    groups share that.
    """
    members: list[Places] = []
    chances: list[float] = []
    for origin, weight in (weights or {"": 1.0}).items():
        here = eligible
        if weights:
            here = eligible[np.array(classes.origins)[eligible] == origin]
        parts = _groups(classes, here) if within_group else [here]
        large = [part for part in parts if len(part) >= least]
        members += large
        chances += [weight / len(large) for _ in large]
    return Pools(tuple(members), np.array(chances), least, drift, within_group)


def _groups(classes: ImageClasses, eligible: Places) -> list[Places]:
    if not classes.groups:
        return []
    groups = np.array(classes.groups)[eligible]
    return [eligible[groups == group] for group in np.unique(groups)]


def _chosen(weights: NDArray[np.float64], chance: np.random.Generator) -> int:
    if (weights == weights[0]).all():
        return int(chance.integers(len(weights)))
    ends = weights.cumsum()
    return int(np.searchsorted(ends, chance.random() * ends[-1], side="right"))
