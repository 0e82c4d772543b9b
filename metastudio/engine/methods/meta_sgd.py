"""Meta-SGD: MAML that learns, beside the initialisation, a rate α for every single weight.

Li, Zhou, Chen, Li 2017, "Meta-SGD: Learning to Learn Quickly for Few-Shot Learning".
"""

import torch
from torch import Tensor

from metastudio.engine.methods.maml import Maml
from metastudio.engine.methods.method import RATE
from metastudio.engine.networks.layers import Params


class MetaSgd(Maml):
    """θ' = θ − α ∘ ∇L(θ), equation (3): α has the shape of θ and is learned with it."""

    def initial_rates(self, drawn: Params, generator: torch.Generator) -> dict[str, Tensor]:
        """Draw α for every weight, uniformly from `lowest_inner_lr`; else all begin alike."""
        highest = self.inner_lr
        lowest = min(self.settings.lowest_inner_lr or highest, highest)
        return {
            f"{RATE}{name}": torch.empty_like(w).uniform_(lowest, highest, generator=generator)
            for name, w in drawn.items()
        }

    def with_fewer_ways(self, params: Params, ways: int) -> dict[str, Tensor]:
        """Return parameters whose head, and its rates, have `ways` rows."""
        cut = (f"{RATE}head.weight", f"{RATE}head.bias")
        fewer = super().with_fewer_ways(params, ways)
        return {n: value[:ways] if n in cut else value for n, value in fewer.items()}

    def _rate(self, params: Params, name: str, step: int) -> Tensor:
        return params[f"{RATE}{name}"]
