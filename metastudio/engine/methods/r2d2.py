"""R2D2: a ridge regression on the support set's features, solved in closed form.

Bertinetto, Henriques, Torr, Vedaldi 2019, "Meta-learning with differentiable closed-form solvers".
"""

import torch
from torch import Tensor

from metastudio.engine.methods.method import Adapted
from metastudio.engine.methods.metric import Metric
from metastudio.engine.networks.layers import Params

FIRST_FACTOR = 10.0
"""The regression's values lie near 0 and 1; times this they are logits that can be sure."""


class R2D2(Metric):
    """W = Xᵀ(XXᵀ + λI)⁻¹Y, equation (4): as many equations as support pictures, not features.

    λ (as its logarithm), and a factor and an offset that make logits of the values, are learned.
    """

    def initial_rule(self) -> dict[str, Tensor]:
        """Return log λ, the factor and the offset of equation (6)."""
        return {
            "ridge.log": torch.tensor(0.0),
            "ridge.factor": torch.tensor(FIRST_FACTOR),
            "ridge.offset": torch.tensor(0.0),
        }

    def rule(self, params: Params, features: Tensor, members: Tensor) -> dict[str, Tensor]:
        """Solve for the weights, `(tasks, ways, F)`."""
        y = members.to(features.dtype)
        x = features * y.sum(-1, keepdim=True)  # a row of zeros for a picture that is left out
        ridge = params["ridge.log"].exp() * torch.eye(x.shape[1], dtype=x.dtype, device=x.device)
        solved = torch.linalg.solve(x @ x.transpose(1, 2) + ridge, y)
        factor, offset = params["ridge.factor"], params["ridge.offset"]
        return {"weight": solved.transpose(1, 2) @ x, "factor": factor, "offset": offset}

    def read(self, adapted: Adapted, features: Tensor) -> Tensor:
        """Return the regression's values as logits."""
        kept = adapted.params
        return kept["factor"] * (features @ kept["weight"].transpose(1, 2)) + kept["offset"]
