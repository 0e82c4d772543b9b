"""MLP: fully connected layers, for functions (Finn et al. 2017, section 5.1) and tiny pictures."""

import torch
import torch.nn.functional as F
from torch import Tensor

from metastudio.engine.networks.layers import Params, fan_in_uniform, linear
from metastudio.engine.networks.network import Network
from metastudio.engine.networks.normalization import Normalizer, Observed, Statistics


class MLP(Network):
    """Linear layers with ReLU, normalised where that is asked; the last gives the features."""

    def __init__(
        self, inputs: int, hidden: tuple[int, ...] = (40, 40), normalization: str = "none"
    ) -> None:
        self.widths, self.normalizer = (inputs, *hidden), Normalizer(normalization)
        self.features = self.widths[-1]
        self.layers = tuple(f"layer{i + 1}" for i in range(len(hidden)))
        by_batch = self.normalizer.by_batch
        self.norms = dict(zip(self.layers, hidden, strict=True)) if by_batch else {}

    def initial(self, generator: torch.Generator) -> dict[str, Tensor]:
        """Uniform weights and biases in ±1/√inputs."""
        params: dict[str, Tensor] = {}
        for layer, incoming, outgoing in zip(
            self.layers, self.widths, self.widths[1:], strict=False
        ):
            params[f"{layer}.weight"] = fan_in_uniform((outgoing, incoming), incoming, generator)
            params[f"{layer}.bias"] = fan_in_uniform((outgoing,), incoming, generator)
            params |= self.normalizer.initial(layer, outgoing)
        return params

    def embed(
        self,
        params: Params,
        x: Tensor,
        given: Statistics | None = None,
        observed: Observed | None = None,
    ) -> Tensor:
        """Map `(tasks, n, …)`, flattened to vectors, to `(tasks, n, features)`."""
        x = x.flatten(2)
        for layer in self.layers:
            x = linear(x, params[f"{layer}.weight"], params[f"{layer}.bias"])
            x = F.relu(self.normalizer.vectors(layer, params, x, given, observed))
        return x
