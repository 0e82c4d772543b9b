"""How unlike every class a picture is: scores from features and logits, for any method.

Which of them tells foreign pictures best follows from the method and what it was trained on, so it
is chosen on validation episodes (`calibration`), not by the method's name.
"""

from collections.abc import Callable
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from metastudio.engine.methods.method import Adapted, Method, one_hot_means
from metastudio.engine.networks.layers import Params
from metastudio.engine.tasks.episodes import Labelled


@dataclass(frozen=True, eq=False)
class Places:
    """Where the classes of some tasks lie in the space of features: their means and sizes.

    `means (tasks, ways, F)`, `counts (tasks, ways)`, and `spread (tasks,)`, the mean distance
    between two classes, which serves as the unit of distances.
    """

    means: Tensor
    counts: Tensor
    spread: Tensor

    @classmethod
    def of(cls, features: Tensor, y: Tensor, ways: int) -> "Places":
        """Of support features `(tasks, n, F)` with labels `(tasks, n)`."""
        means = one_hot_means(features, y, ways)
        between = torch.cdist(means, means).sum((1, 2)) / max(ways * (ways - 1), 1)
        counts = F.one_hot(y, ways).sum(1).to(features.dtype)
        return cls(means, counts, between.clamp_min(1e-12))

    @classmethod
    def seen(
        cls, method: Method, params: Params, adapted: Adapted, support: Labelled, ways: int
    ) -> "Places":
        """Of support pictures, seen as an adapted method sees queries."""
        return cls.of(method.features(params, adapted, support.x), support.y, ways)


@dataclass(frozen=True, eq=False)
class Sight:
    """What an adapted method makes of pictures: features `(tasks, n, F)`, logits to `ways`."""

    features: Tensor
    logits: Tensor
    places: Places


def _distance(seen: Sight) -> Tensor:
    """Squared distance to the nearest mean, as if it were the mean of endless examples.

    The mean of K examples lies 1/K of a class's variance off, which lengthens distances likewise.
    """
    squared = torch.cdist(seen.features, seen.places.means).pow(2)
    return (squared / (1 + 1 / seen.places.counts.unsqueeze(1))).amin(-1)


def _relative(seen: Sight) -> Tensor:
    """The same in units of the distance between classes, where features adapt and have no scale."""
    return _distance(seen) / seen.places.spread.pow(2).unsqueeze(1)


def _direction(seen: Sight) -> Tensor:
    """One minus the largest cosine with a mean, corrected likewise; for features without length."""
    cosine = F.normalize(seen.features, dim=-1) @ F.normalize(seen.places.means, dim=-1).transpose(
        1, 2
    )
    return ((1 - cosine) / (1 + 1 / seen.places.counts.unsqueeze(1))).amin(-1)


def _energy(seen: Sight) -> Tensor:
    """Energy of the logits (Liu et al. 2020, "Energy-based Out-of-distribution Detection")."""
    return -seen.logits.logsumexp(-1)


def _doubt(seen: Sight) -> Tensor:
    """One minus the largest probability (Hendrycks and Gimpel 2017)."""
    return 1 - seen.logits.softmax(-1).amax(-1)


SCORES: dict[str, Callable[[Sight], Tensor]] = {
    "distance": _distance,
    "relative distance": _relative,
    "direction": _direction,
    "energy": _energy,
    "doubt": _doubt,
}
"""Each gives `(tasks, n)`, higher for a picture less like every class. Where two tell equally
well, the first is taken: distances know how many examples a class has."""


def novelty(name: str, seen: Sight) -> Tensor:
    """Return one of the scores, `(tasks, n)`; raises `KeyError` for a name that there isn't."""
    return SCORES[name](seen)
