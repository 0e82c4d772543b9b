"""RelationNet: learn how to compare, too.

Sung, Yang, Zhang, Xiang, Torr, Hospedales 2018, "Learning to Compare: Relation Network for Few-Shot
Learning".
"""

import torch
import torch.nn.functional as F
from torch import Tensor

from metastudio.engine.methods.method import Adapted
from metastudio.engine.methods.metric import Metric
from metastudio.engine.networks.layers import Params, fan_in_uniform

WIDTH = 128
"""Of the relation module's hidden layer."""


class RelationNet(Metric):
    """A small network judges how well a query goes with the sum of a class's support features.

    The module is fully connected, as in the paper's section 3.4 (for zero-shot learning), so that
    it goes with every backbone; for few-shot learning the authors take two convolutions. Scores
    are squared errors from 1 and 0 (equation 2). Features are scaled to unit mean square over the
    support set, and the mean is taken in place of the sum, so that any number of shots looks alike.
    """

    def initial(self, generator: torch.Generator) -> dict[str, Tensor]:
        """Draw the backbone and the relation module."""
        features = self.network.features
        return {
            **super().initial(generator),
            "relation.class": fan_in_uniform((WIDTH, features), 2 * features, generator),
            "relation.query": fan_in_uniform((WIDTH, features), 2 * features, generator),
            "relation.offset": torch.zeros(WIDTH),
            "relation.score": fan_in_uniform((WIDTH,), WIDTH, generator),
            "relation.bias": torch.zeros(()),
        }

    def rule(self, params: Params, features: Tensor, members: Tensor) -> dict[str, Tensor]:
        """Return what the module makes of each class, and what it takes to judge a query."""
        y = members.to(features.dtype)
        used = y.sum(-1, keepdim=True)
        mean_square = (features.pow(2) * used).sum((1, 2)) / (used.sum((1, 2)) * features.shape[-1])
        scale = mean_square.clamp_min(1e-12).rsqrt()[:, None, None]
        means = scale * y.transpose(1, 2) @ features / y.sum(1).clamp_min(1).unsqueeze(-1)
        names = ("relation.query", "relation.score", "relation.bias")
        inward = means @ params["relation.class"].T + params["relation.offset"]
        return {"classes": inward, "scale": scale, **{name: params[name] for name in names}}

    def read(self, adapted: Adapted, features: Tensor) -> Tensor:
        """Return the relation of each query with each class; its sigmoid is the paper's score."""
        kept = adapted.params
        queries = (features * kept["scale"]) @ kept["relation.query"].T
        hidden = F.relu(queries.unsqueeze(2) + kept["classes"].unsqueeze(1))
        return hidden @ kept["relation.score"] + kept["relation.bias"]

    def losses(self, outputs: Tensor, y: Tensor) -> Tensor:
        """Mean squared error of the scores from 1 and 0, summed over the classes, `(tasks,)`."""
        target = F.one_hot(y, outputs.shape[-1]).to(outputs.dtype)
        return (outputs.sigmoid() - target).pow(2).sum(-1).mean(1)
