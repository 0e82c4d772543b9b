"""SimpleShot: pre-train a classifier; take the nearest mean of centred unit features.

Wang, Chao, Weinberger, van der Maaten 2019, "SimpleShot: Revisiting Nearest-Neighbor Classification
for Few-Shot Learning".
"""

from collections.abc import Iterator

import torch
import torch.nn.functional as F
from torch import Tensor

from metastudio.engine.methods.method import RUNNING, Adapted
from metastudio.engine.methods.metric import class_means, first_shots
from metastudio.engine.methods.protonet import squared_distances
from metastudio.engine.methods.transfer import Transfer
from metastudio.engine.networks.layers import Params
from metastudio.engine.networks.normalization import Statistics
from metastudio.engine.tasks.episodes import Labelled

CENTRE = "features"
SHARPNESS = 10.0
"""Squared distances of unit vectors lie between 0 and 4; times this, a softmax can be sure."""


class SimpleShot(Transfer):
    """Nearest centroid after "CL2N": minus the mean training feature, then unit length.

    The mean training feature is a running average over the batches of the pre-training, kept like
    those of the normalisation.
    """

    curve_label = "shots per class"
    adapts = False

    def initial_running(self) -> dict[str, Tensor]:
        """Return the running averages of the normalisation, and of the features."""
        size = self.network.features
        return {
            **super().initial_running(),
            f"{RUNNING}{CENTRE}.mean": torch.zeros(size),
            f"{RUNNING}{CENTRE}.variance": torch.ones(size),
        }

    def observed(self, features: Tensor) -> Statistics:
        """Return the moments of a batch's features."""
        variance, mean = torch.var_mean(features.detach(), dim=1, correction=0)
        return {CENTRE: (mean, variance)}

    def adaptations(self, params: Params, support: Labelled, ways: int) -> Iterator[Adapted]:
        """Yield the centroids of the first 1, 2, … shots of each class."""
        with torch.no_grad():
            statistics = self.support_statistics(params, support.x)
            centre = params[f"{RUNNING}{CENTRE}.mean"]
            features = _unit(self.network.embed(params, support.x, statistics), centre)
            for members in first_shots(support.y, ways, self.shots_shown):
                means = class_means(features, members)
                yield Adapted({"centroids": means, "centre": centre}, statistics)

    def points(self, ways: int, shots: int) -> tuple[int, ...]:
        """Return 1 … K: the curve of a task runs over its shots; or a few, see `shots_shown`."""
        return self.shots_shown or tuple(range(1, shots + 1))

    def read(self, adapted: Adapted, features: Tensor) -> Tensor:
        """Return negative squared distances to the centroids, scaled."""
        kept = adapted.params
        return -SHARPNESS * squared_distances(_unit(features, kept["centre"]), kept["centroids"])


def _unit(features: Tensor, centre: Tensor) -> Tensor:
    return F.normalize(features - centre, dim=-1)
