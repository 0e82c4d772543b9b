"""Support and queries from different sittings: other smears, other patients, other cameras.

Pictures of one sitting share its light and stain, so a model that is asked about the very sitting
that it learned from can look better than it is.
"""

import itertools

import numpy as np
from numpy.typing import NDArray

from metastudio.engine.errors import ConfigError
from metastudio.engine.tasks.classes import ImageClasses

ORDERS = 20
"""Orders of the sittings that are tried for one choice of classes."""


class Apart:
    """Chooses pictures so that no query's sitting is in the support set, of whatever class."""

    def __init__(self, classes: ImageClasses, shots: int, queries: int) -> None:
        if not classes.sittings:
            raise ConfigError(
                f"The pictures of '{classes.name}' do not say where they were taken, so support "
                "and queries can't be kept apart. Name a CSV file that does, data.sittings_file, "
                "or set task.disjoint_sittings to false."
            )
        self.classes, self.shots, self.queries = classes, shots, queries
        _, numbers = np.unique(np.array(classes.sittings), return_inverse=True)
        starts = classes.starts.numpy()
        self._firsts = starts[:-1]
        self._sittings = [numbers[a:b] for a, b in itertools.pairwise(starts)]
        can = [_can_be_parted(np.bincount(s), shots, queries) for s in self._sittings]
        self.eligible = np.flatnonzero(can)

    def pictures(
        self, chosen: NDArray[np.int64], chance: np.random.Generator
    ) -> NDArray[np.int64] | None:
        """Return pictures `(ways, shots + queries)` of these classes; None where none were found.

        The support set comes from as few of the sittings, in random order, as have enough for all
        classes; the queries from all that it did not use.
        """
        sittings = [self._sittings[c] for c in chosen.tolist()]
        present = np.unique(np.concatenate(sittings))
        for _ in range(ORDERS):
            rank = np.empty(int(present[-1]) + 1, dtype=np.int64)
            rank[present] = chance.permutation(len(present))
            ranks = [rank[s] for s in sittings]
            last = max(int(np.partition(r, self.shots - 1)[self.shots - 1]) for r in ranks)
            support = [
                chance.choice(np.flatnonzero(r <= last), self.shots, replace=False) for r in ranks
            ]
            used = np.concatenate([s[p] for s, p in zip(sittings, support, strict=True)])
            free = [np.flatnonzero(~np.isin(s, used)) for s in sittings]
            if min(map(len, free)) >= self.queries:
                asked = [chance.choice(f, self.queries, replace=False) for f in free]
                within = np.concatenate([np.stack(support), np.stack(asked)], axis=1)
                return np.asarray(within + self._firsts[chosen][:, None])
        return None

    def refusal(self, ways: int) -> ConfigError:
        """Return the error with the class that has the fewest sittings."""
        counts = [len(np.unique(s)) for s in self._sittings]
        fewest = int(np.argmin(counts))
        enough = len(self.eligible)
        return ConfigError(
            f"{ways}-way tasks with {self.shots} support and {self.queries} query pictures a class "
            f"can't be dealt from '{self.classes.name}' without a sitting on both sides: "
            f"{enough} of its {len(counts)} classes have enough pictures in sittings apart, and "
            f"'{self.classes.names[fewest]}' has pictures of {counts[fewest]} "
            f"sitting{'' if counts[fewest] == 1 else 's'}. Lower ways, shots or queries, or set "
            "task.disjoint_sittings to false.",
            ways=ways,
            classes=enough,
            smallest=self.classes.names[fewest],
            sittings=counts[fewest],
        )


def _can_be_parted(counts: NDArray[np.int64], shots: int, queries: int) -> bool:
    """Tell whether whole sittings of these sizes can be parted into `shots` and `queries` or more.

    The sums that some of them reach are bits of a whole number.
    """
    sums, total = 1, int(counts.sum())
    for count in counts.tolist():
        sums |= sums << count
    return any(sums >> first & 1 for first in range(shots, total - queries + 1))
