"""MLP: fully connected layers, for functions (Finn et al. 2017, section 5.1) and tiny pictures."""

import torch
import torch.nn.functional as F
from torch import Tensor

from metastudio.engine.networks.layers import (
    Observed,
    Params,
    Statistics,
    fan_in_uniform,
    linear,
    normalize_vectors,
    vectors_statistics,
)
from metastudio.engine.networks.network import Network


class MLP(Network):
    """Linear layers with ReLU, optionally batch-normalised; the last gives the features."""

    def __init__(
        self, inputs: int, hidden: tuple[int, ...] = (40, 40), normalize: bool = False
    ) -> None:
        self.widths, self.normalize = (inputs, *hidden), normalize
        self.features = self.widths[-1]
        self.layers = tuple(f"layer{i + 1}" for i in range(len(hidden)))
        self.norms = dict(zip(self.layers, hidden, strict=True)) if normalize else {}

    def initial(self, generator: torch.Generator) -> dict[str, Tensor]:
        """Uniform weights in ±1/√inputs, zero biases."""
        params: dict[str, Tensor] = {}
        for layer, incoming, outgoing in zip(
            self.layers, self.widths, self.widths[1:], strict=False
        ):
            params[f"{layer}.weight"] = fan_in_uniform((outgoing, incoming), incoming, generator)
            params[f"{layer}.bias"] = fan_in_uniform((outgoing,), incoming, generator)
            if self.normalize:
                params[f"{layer}.scale"] = torch.ones(outgoing)
                params[f"{layer}.shift"] = torch.zeros(outgoing)
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
            if self.normalize:
                statistics = None if given is None else given[layer]
                if observed is not None:
                    statistics = observed.statistics[layer] = vectors_statistics(x)
                x = normalize_vectors(
                    x, params[f"{layer}.scale"], params[f"{layer}.shift"], statistics
                )
            x = F.relu(x)
        return x
