"""ProtoNet: compare each query with the mean of each class in the space of features.

Snell, Swersky, Zemel 2017, "Prototypical Networks for Few-shot Learning".
"""

from collections.abc import Iterator

import torch
from torch import Tensor

from metastudio.engine.errors import ConfigError
from metastudio.engine.experiment import Experiment
from metastudio.engine.methods.method import Adapted, Loss, Method, one_hot_means
from metastudio.engine.networks.layers import Params
from metastudio.engine.networks.network import Network
from metastudio.engine.networks.normalization import Observed
from metastudio.engine.tasks.episodes import Episode, Labelled


class ProtoNet(Method):
    """Softmax over negative squared Euclidean distances to the prototypes, equation (2)."""

    curve_label = "shots per class"
    adapts = False

    def __init__(self, experiment: Experiment, network: Network, outputs: int) -> None:
        super().__init__(experiment, network, outputs)
        if experiment.regression:
            raise ConfigError(
                "ProtoNet tells classes apart, but this data set deals functions to fit. "
                "Set method.name to 'maml' or 'transfer'."
            )

    def initial(self, generator: torch.Generator) -> dict[str, Tensor]:
        """Draw the backbone; there is nothing else to learn."""
        return {**self.network.initial(generator), **self.initial_running()}

    def loss(self, params: Params, batch: Episode | Labelled) -> Loss:
        """Return the queries' cross-entropy (algorithm 1), support and queries in one pass."""
        assert isinstance(batch, Episode)
        support, query = batch.support, batch.query
        observed = None
        if self.normalization == "support":
            given = self.support_statistics(params, support.x)
            z_support = self.network.embed(params, support.x, given)
            z_query = self.network.embed(params, query.x, given)
        else:
            if self.network.norms and self.normalization == "running":
                observed = Observed(differentiable=False)
            z = self.network.embed(params, torch.cat([support.x, query.x], 1), None, observed)
            n = support.x.shape[1]
            z_support, z_query = z[:, :n], z[:, n:]
        logits = -squared_distances(z_query, one_hot_means(z_support, support.y, batch.ways))
        return Loss(
            self.losses(logits, query.y),
            self.scores(logits, query.y),
            observed.statistics if observed else {},
        )

    def adaptations(self, params: Params, support: Labelled, ways: int) -> Iterator[Adapted]:
        """Yield the prototypes from the first 1, 2, … shots of each class."""
        with torch.no_grad():
            statistics = self.support_statistics(params, support.x)
            features = self.network.embed(params, support.x, statistics)
            rank = _rank_within_class(support.y, ways)
            for shots in range(1, int(rank.max()) + 2):
                # A picture beyond the first `shots` of its class goes to a class that is cut off.
                y = torch.where(rank < shots, support.y, ways)
                means = one_hot_means(features, y, ways + 1)[:, :ways]
                yield Adapted({"prototypes": means}, statistics)

    def points(self, ways: int, shots: int) -> tuple[int, ...]:
        """Return 1 … K: the curve of a task runs over its shots."""
        return tuple(range(1, shots + 1))

    def read(self, adapted: Adapted, features: Tensor) -> Tensor:
        """Return negative squared distances to the prototypes."""
        return -squared_distances(features, adapted.params["prototypes"])


def squared_distances(x: Tensor, prototypes: Tensor) -> Tensor:
    """Return |x − p|² for `(tasks, n, F)` and `(tasks, ways, F)`: `(tasks, n, ways)`."""
    cross = x @ prototypes.transpose(1, 2)
    return x.pow(2).sum(-1, keepdim=True) - 2 * cross + prototypes.pow(2).sum(-1).unsqueeze(1)


def _rank_within_class(y: Tensor, ways: int) -> Tensor:
    """Number the pictures of each class 0, 1, … in their order; `(tasks, n)`."""
    members = torch.nn.functional.one_hot(y, ways)
    return ((members.cumsum(1) - 1) * members).sum(-1)
