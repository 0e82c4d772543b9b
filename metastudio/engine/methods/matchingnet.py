"""Matching networks: a query's class is a vote of the support pictures, weighted by likeness.

Vinyals, Blundell, Lillicrap, Kavukcuoglu, Wierstra 2016, "Matching Networks for One Shot Learning".
"""

import torch
from torch import Tensor

from metastudio.engine.methods.method import Adapted
from metastudio.engine.methods.metric import Metric, cosines
from metastudio.engine.methods.protonet import FIRST_SHARPNESS
from metastudio.engine.networks.layers import Params


class MatchingNet(Metric):
    """Attention by softmax over cosines to the support pictures, equations (1) and (2).

    Without the full-context embeddings of the paper's section 2.1.2, which gain little. The cosines
    are multiplied by a factor that is learned: plain ones keep every vote near 1/n.
    """

    def initial_rule(self) -> dict[str, Tensor]:
        """Return the sharpness of the attention."""
        return {"sharpness": torch.tensor(FIRST_SHARPNESS)}

    def rule(self, params: Params, features: Tensor, members: Tensor) -> dict[str, Tensor]:
        """Keep every support picture's features, and which class it votes for."""
        return {"support": features, "members": members, "sharpness": params["sharpness"]}

    def read(self, adapted: Adapted, features: Tensor) -> Tensor:
        """Return logits whose softmax is the vote: the log of each class's summed attention."""
        kept = adapted.params
        attention = kept["sharpness"] * cosines(features, kept["support"])
        votes = attention.unsqueeze(-1).masked_fill(kept["members"].unsqueeze(1) == 0, -torch.inf)
        return votes.logsumexp(2)
