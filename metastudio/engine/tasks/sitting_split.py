"""Dividing pictures by where or when they were taken: whole smears, patients, cameras at a time.

Every class may then be in every split; what no split shares with another is a sitting. It answers
another question than a split by class: do known classes look the same to a model elsewhere?
"""

from collections.abc import Mapping

import numpy as np
import torch
from numpy.typing import NDArray

from metastudio.engine.errors import ConfigError
from metastudio.engine.tasks.classes import ImageClasses
from metastudio.engine.tasks.listing import FEWEST_GROUPS
from metastudio.engine.tasks.splits import SPLITS

SHARES = (0.6, 0.2, 0.2)
"""Of the pictures of every class, for training, validation and test."""
TRIED = 20
"""Orders of the sittings that are tried for one in which every class is everywhere."""
NAMED = 3

Counts = NDArray[np.int64]


def divide_by_sitting(
    classes: ImageClasses, seed: int = 0
) -> tuple[dict[str, ImageClasses], tuple[str, ...]]:
    """Divide pictures 60 : 20 : 20 so that no sitting is in two splits; returns them and problems.

    Seeded, and the same in whatever order files are read. A class whose pictures come from fewer
    than three sittings can't be in every split, which is said. Raises `ConfigError` where there
    are too few sittings, or where a split would have fewer than two classes.
    """
    if not classes.sittings:
        raise ConfigError(
            f"The pictures of '{classes.name}' do not say where they were taken, so they can't be "
            "divided by that. Name a CSV file that does, data.sittings_file, or choose another "
            "data.split."
        )
    names, of_picture = np.unique(np.array(classes.sittings), return_inverse=True)
    if len(names) < FEWEST_GROUPS:
        listed = " and ".join(f"'{name}'" for name in names)
        raise ConfigError(
            f"The pictures of '{classes.name}' come from {len(names)} "
            f"sitting{'' if len(names) == 1 else 's'} ({listed}), but training, validation and "
            f"test need {FEWEST_GROUPS} at least. Choose another column with "
            "data.sittings_column, or another data.split.",
            sittings=len(names),
        )
    counts = np.zeros((len(names), len(classes)), dtype=np.int64)
    np.add.at(counts, (of_picture, classes.labels().numpy()), 1)
    side = _assigned(counts, seed)
    parts = {
        split: classes.where(torch.from_numpy(side[of_picture] == number))
        for number, split in enumerate(SPLITS)
    }
    for split, part in parts.items():
        if len(part) < 2:
            raise _too_few(classes, counts, split, len(part))
    return parts, _absent(classes, parts)


def _assigned(counts: Counts, seed: int) -> Counts:
    """Return the split of each sitting, from how many pictures of each class it has.

    Of several orders the first that leaves no class out of a split, or the one that does so least.
    """
    possible = np.minimum((counts > 0).sum(0), len(SPLITS)).sum()
    best, reached = None, -1
    for attempt in range(TRIED):
        side = _dealt(counts, np.random.default_rng((seed, attempt)))
        there = sum(int((counts[side == s].sum(0) > 0).sum()) for s in range(len(SPLITS)))
        if there > reached:
            best, reached = side, there
        if reached == possible:
            break
    assert best is not None
    return best


def _dealt(counts: Counts, chance: np.random.Generator) -> Counts:
    """Give each sitting to the split that lacks most of what it has, the rarest class first.

    Iterative stratification (Sechidis, Tsoumakas, Vlahavas 2011), with sittings for examples.
    """
    sittings, classes = counts.shape
    side = np.full(sittings, -1, dtype=np.int64)
    wanted = np.outer(SHARES, counts.sum(0))  # (splits, classes), still to come
    there = np.zeros(wanted.shape, dtype=np.int64)
    rank = chance.permutation(sittings)
    spread = (counts > 0).sum(0)
    for rare in np.lexsort((np.arange(classes), spread)):
        left = np.flatnonzero((counts[:, rare] > 0) & (side < 0))
        # Large ones first, so that small ones can make up for them; equal ones in random order.
        for sitting in left[np.lexsort((rank[left], -counts[left, rare]))]:
            # A split that has none of this class comes before one that has too few.
            lacking = (there[:, rare] > 0, -wanted[:, rare], -wanted.sum(1))
            best = np.lexsort(lacking[::-1])[0]
            side[sitting] = best
            there[best] += counts[sitting]
            wanted[best] -= counts[sitting]
    return side


def _absent(classes: ImageClasses, parts: Mapping[str, ImageClasses]) -> tuple[str, ...]:
    """Say which classes are not in every split."""
    gone = [n for n in classes.names if any(n not in part.names for part in parts.values())]
    if not gone:
        return ()
    shown = ", ".join([*(f"'{name}'" for name in gone[:NAMED]), *(["…"] if gone[NAMED:] else [])])
    return (
        f"{len(gone):,} of {len(classes):,} classes are not in every split, as their pictures come "
        f"from too few sittings: {shown}.",
    )


def _too_few(classes: ImageClasses, counts: Counts, split: str, found: int) -> ConfigError:
    spread = (counts > 0).sum(0)
    fewest = int(spread.argmin())
    return ConfigError(
        f"Divided by sitting, the {split} split of '{classes.name}' would have "
        f"{found} class{'' if found == 1 else 'es'}, but a task needs 2 at least: most classes "
        f"have pictures of one or two sittings only, such as '{classes.names[fewest]}' of "
        f"{int(spread[fewest])}. Choose another column with data.sittings_column, or another "
        "data.split.",
        split=split,
        classes=found,
    )
