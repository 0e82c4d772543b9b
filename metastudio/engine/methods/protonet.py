"""ProtoNet: compare each query with the mean of each class in the space of features.

Snell, Swersky, Zemel 2017, "Prototypical Networks for Few-shot Learning".
"""

import torch
from torch import Tensor

from metastudio.engine.methods.method import Adapted
from metastudio.engine.methods.metric import Metric, class_means, cosines
from metastudio.engine.networks.layers import Params

FIRST_SHARPNESS = 10.0
"""Where the learned factor of cosines begins, as in Gidaris and Komodakis 2018: a softmax over
numbers between -1 and 1 could never be sure."""


class ProtoNet(Metric):
    """Softmax over negative squared Euclidean distances to the prototypes, equation (2).

    With `method.distance` = cosine, over cosines times a factor that is learned.
    """

    @property
    def _by_cosine(self) -> bool:
        return self.settings.distance == "cosine"

    def initial_rule(self) -> dict[str, Tensor]:
        """Return the sharpness of the cosines, where they are used."""
        return {"sharpness": torch.tensor(FIRST_SHARPNESS)} if self._by_cosine else {}

    def rule(self, params: Params, features: Tensor, members: Tensor) -> dict[str, Tensor]:
        """Return the prototypes, equation (1)."""
        learned = {"sharpness": params["sharpness"]} if self._by_cosine else {}
        return {"prototypes": class_means(features, members), **learned}

    def read(self, adapted: Adapted, features: Tensor) -> Tensor:
        """Return negative squared distances to the prototypes, or scaled cosines."""
        prototypes = adapted.params["prototypes"]
        if self._by_cosine:
            return adapted.params["sharpness"] * cosines(features, prototypes)
        return -squared_distances(features, prototypes)


def squared_distances(x: Tensor, prototypes: Tensor) -> Tensor:
    """Return |x − p|² for `(tasks, n, F)` and `(tasks, ways, F)`: `(tasks, n, ways)`."""
    cross = x @ prototypes.transpose(1, 2)
    return x.pow(2).sum(-1, keepdim=True) - 2 * cross + prototypes.pow(2).sum(-1).unsqueeze(1)
