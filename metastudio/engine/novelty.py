"""How unlike every class a picture is: scores from features and logits, for any method.

Which of them tells foreign pictures best follows from the method and what it was trained on, so it
is chosen on validation episodes (`calibration`), not by the method's name.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from metastudio.engine.methods.method import Adapted, Method, one_hot_means
from metastudio.engine.networks.layers import Params
from metastudio.engine.tasks.episodes import Labelled

EXAMPLES = 10
"""How many examples the usual variance within a class is worth beside a support set's own."""


@dataclass(frozen=True, eq=False)
class Places:
    """Where the classes of some tasks lie in the space of features: their means and sizes.

    `means (tasks, ways, F)`, `counts (tasks, ways)`, and `between (tasks,)`, the mean distance
    between two classes, which serves as the unit of distances. `scatter (tasks,)` is the sum of
    squared distances of support pictures to their mean, and `freedom` what to divide it by.
    """

    means: Tensor
    counts: Tensor
    between: Tensor
    scatter: Tensor
    freedom: int

    @classmethod
    def of(cls, features: Tensor, y: Tensor, ways: int) -> "Places":
        """Of support features `(tasks, n, F)` with labels `(tasks, n)`."""
        means = one_hot_means(features, y, ways)
        between = torch.cdist(means, means).sum((1, 2)) / max(ways * (ways - 1), 1)
        counts = F.one_hot(y, ways).sum(1).to(features.dtype)
        own = means.gather(1, y.unsqueeze(-1).expand(-1, -1, means.shape[-1]))
        scatter = (features - own).pow(2).sum((1, 2))
        return cls(means, counts, between.clamp_min(1e-12), scatter, y.shape[1] - ways)

    def within(self, usual: float) -> Tensor:
        """Return the variance within a class of each task, `(tasks,)`.

        Few examples tell little of it, so it is drawn towards the `usual` one: pictures of another
        hand or camera lie wider apart than those of the training, and are allowed to.
        """
        return (EXAMPLES * usual + self.scatter) / (EXAMPLES + self.freedom)

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

    def squared_distances(self) -> Tensor:
        """Return those to each mean, `(tasks, n, ways)`, as if it were one of endless examples.

        The mean of K examples lies 1/K of a class's variance off, which lengthens them likewise.
        """
        squared = torch.cdist(self.features, self.places.means).pow(2)
        return squared / (1 + 1 / self.places.counts.unsqueeze(1))


def usual_variance(sights: Sequence[Sight], labels: Sequence[Tensor]) -> float:
    """Return the mean variance within a class, from queries of known label `(tasks, n)`.

    Queries whose label is none of the classes are passed by.
    """
    total, count = 0.0, 0
    for seen, y in zip(sights, labels, strict=True):
        ways = seen.places.means.shape[1]
        own = seen.squared_distances().gather(-1, y.clamp_max(ways - 1).unsqueeze(-1))[..., 0]
        total += float(own[y < ways].double().sum())
        count += int((y < ways).sum())
    return max(total / max(count, 1), 1e-12)


def _distance(seen: Sight, usual: float) -> Tensor:
    """Squared distance to the nearest mean, relative to the variance within a class."""
    return seen.squared_distances().amin(-1) / seen.places.within(usual).unsqueeze(1)


def _relative(seen: Sight, usual: float) -> Tensor:
    """The same relative to the distance between classes, where features adapt."""
    return seen.squared_distances().amin(-1) / seen.places.between.pow(2).unsqueeze(1)


def _direction(seen: Sight, usual: float) -> Tensor:
    """One minus the largest cosine with a mean, corrected likewise; for features without length."""
    cosine = F.normalize(seen.features, dim=-1) @ F.normalize(seen.places.means, dim=-1).transpose(
        1, 2
    )
    return ((1 - cosine) / (1 + 1 / seen.places.counts.unsqueeze(1))).amin(-1)


def _energy(seen: Sight, usual: float) -> Tensor:
    """Energy of the logits (Liu et al. 2020, "Energy-based Out-of-distribution Detection")."""
    return -seen.logits.logsumexp(-1)


def _doubt(seen: Sight, usual: float) -> Tensor:
    """One minus the largest probability (Hendrycks and Gimpel 2017)."""
    return 1 - seen.logits.softmax(-1).amax(-1)


SCORES: dict[str, Callable[[Sight, float], Tensor]] = {
    "distance": _distance,
    "relative distance": _relative,
    "direction": _direction,
    "energy": _energy,
    "doubt": _doubt,
}
"""Each gives `(tasks, n)`, higher for a picture less like every class. Where two tell equally
well, the first is taken: distances know how many examples a class has."""


def novelty(name: str, seen: Sight, usual: float) -> Tensor:
    """Return one of the scores, `(tasks, n)`; `usual` is the variance within a class elsewhere."""
    return SCORES[name](seen, usual)
