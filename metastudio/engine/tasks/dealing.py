"""Which classes and pictures may meet in a task, and whether a split has enough of them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from metastudio.engine.errors import ConfigError
from metastudio.engine.tasks.classes import ImageClasses
from metastudio.engine.tasks.drift import NOWHERE, Drift
from metastudio.engine.tasks.pools import Places, Pools, pools_of


@dataclass(frozen=True)
class Dealing:
    """From which classes a task is dealt; the defaults deal any with any.

    `within_group`: from one group, which is drawn first. `disjoint`: queries share no sitting (a
    smear, a patient) with the support set. `weights`: how often each data set of a mixture is
    drawn. `paper` is what lies beyond the edge of a picture that is turned: "dark" or "mirrored".
    """

    within_group: bool = False
    disjoint: bool = False
    weights: tuple[tuple[str, float], ...] = ()
    drift: Drift = NOWHERE
    paper: str = "dark"

    def without_mixture(self) -> "Dealing":
        """Return the same where the classes come from one data set."""
        return replace(self, weights=())

    def pools(self, classes: ImageClasses, eligible: Places, least: int) -> Pools:
        """Return the pools with at least `least` of the eligible classes."""
        return pools_of(
            classes,
            eligible,
            least,
            within_group=self.within_group,
            weights=dict(self.weights),
            drift=self.drift,
        )


def check_enough(
    classes: ImageClasses,
    ways: int,
    shots: int,
    queries: int,
    split: str = "",
    *,
    dealing: Dealing | None = None,
) -> None:
    """Raise `ConfigError` with the numbers where `classes` can't deal such episodes.

    Of a mixture every data set must have enough.
    """
    dealing = dealing or Dealing()
    for origin, places in _parts(classes, dealing):
        name = f"'{origin}' in '{classes.name}'" if origin else f"'{classes.name}'"
        where = f"the {split} split of {name}" if split else name
        _check_ways(len(places), ways, where, split)
        _check_pictures(classes, places, (ways, shots, queries), where, split)
        if dealing.within_group:
            eligible = places[classes.counts.numpy()[places] >= shots + queries]
            if not dealing.without_mixture().pools(classes, eligible, ways).members:
                raise _no_large_group(classes, ways, where, split)


def _parts(classes: ImageClasses, dealing: Dealing) -> Iterator[tuple[str, Places]]:
    if not dealing.weights:
        yield "", np.arange(len(classes))
    for origin, _ in dealing.weights:
        yield origin, np.flatnonzero(np.array(classes.origins) == origin)


def _check_ways(found: int, ways: int, where: str, split: str) -> None:
    if found < ways:
        raise ConfigError(
            f"{ways}-way episodes need {ways} classes, but {where} has {found}. "
            + (f"Lower ways to {found}, or " if found >= 2 else "")
            + ("move classes into it." if found >= 2 else "Move classes into it."),
            ways=ways,
            classes=found,
            split=split,
        )


def _check_pictures(
    classes: ImageClasses, places: Places, sizes: tuple[int, int, int], where: str, split: str
) -> None:
    ways, shots, queries = sizes
    need, counts = shots + queries, classes.counts.numpy()[places]
    enough = int((counts >= need).sum())
    if enough >= ways:
        return
    smallest = int(counts.argmin())
    name = classes.names[int(places[smallest])]
    limit = int(np.sort(counts)[-ways])  # what `ways` classes can give
    remedy = f"Lower shots and queries to {limit} together" if limit >= 2 else "Lower ways"
    raise ConfigError(
        f"Tasks with {shots} support and {queries} query pictures a class need {need} pictures "
        f"in each of {ways} classes, but in {where} only {enough} of {len(places)} have so "
        f"many; '{name}' has {int(counts[smallest])}. {remedy}, or add pictures.",
        need=need,
        classes=enough,
        smallest=name,
        pictures=int(counts[smallest]),
        split=split,
    )


def _no_large_group(classes: ImageClasses, ways: int, where: str, split: str) -> ConfigError:
    reason = (
        f"no group of {where} has so many that can be dealt. Lower ways"
        if classes.groups
        else f"the classes of {where} are in no groups"
    )
    return ConfigError(
        f"Tasks within one group need {ways} classes of it, but {reason}, or set "
        "task.within_group to false.",
        ways=ways,
        split=split,
    )
