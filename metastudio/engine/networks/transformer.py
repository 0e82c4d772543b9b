"""ViT: a small Transformer over the patches of a picture, or over the places of a sequence.

Dosovitskiy et al. 2021, "An Image is Worth 16x16 Words".
"""

import math

import torch
import torch.nn.functional as F
from torch import Tensor

from metastudio.engine.networks.layers import Params, fan_in_uniform, xavier
from metastudio.engine.networks.network import Network
from metastudio.engine.networks.normalization import (
    Observed,
    Statistics,
    group_normalize_vectors,
)
from metastudio.engine.networks.sequence import attention, each_place, mean_over_places, places

SPREAD_OF_POSITIONS = 0.02
EXPANSION = 2
"""Width of the layers between, in widths; the paper has 4, for a thousand times the pictures."""


class ViT(Network):
    """Layers of attention and MLP, normalised before each (equations 1 to 4); the mean of all.

    Every layer normalises each place by itself (layer norm), so an answer never depends on its
    company. `shape` is `(C, H, W)`, cut into patches of `patch` by `patch` with zeros beyond the
    edge, or `(length, values)`. Attention is written out: torch's fused one has no second
    derivative.
    """

    def __init__(
        self,
        shape: tuple[int, ...],
        patch: int = 7,
        width: int = 128,
        layers: int = 2,
        heads: int = 4,
    ) -> None:
        self.patch, self.width, self.heads = patch, width, heads
        if len(shape) == 3:
            self.inputs = shape[0] * patch * patch
            self.length = math.ceil(shape[1] / patch) * math.ceil(shape[2] / patch)
        else:
            self.length, self.inputs = shape
        self.layers = tuple(f"layer{i + 1}" for i in range(layers))
        self.features, self.norms = width, {}

    def initial(self, generator: torch.Generator) -> dict[str, Tensor]:
        """Xavier weights, small positions, unit scales."""
        width, between = self.width, EXPANSION * self.width
        positions = torch.empty(self.length, width)
        params = {
            "patches.weight": fan_in_uniform((width, self.inputs), self.inputs, generator),
            "patches.bias": torch.zeros(width),
            "positions": positions.normal_(std=SPREAD_OF_POSITIONS, generator=generator),
        }
        for layer in self.layers:
            for name, outward, inward in (
                ("inward", 3 * width, width),
                ("outward", width, width),
                ("up", between, width),
                ("down", width, between),
            ):
                params[f"{layer}.{name}.weight"] = xavier((outward, inward), generator)
                params[f"{layer}.{name}.bias"] = torch.zeros(outward)
            params |= _unit(f"{layer}.norm1", width) | _unit(f"{layer}.norm2", width)
        return params | _unit("norm", width)

    def embed(
        self,
        params: Params,
        x: Tensor,
        given: Statistics | None = None,
        observed: Observed | None = None,
    ) -> Tensor:
        """Map pictures `(tasks, n, C, H, W)` or sequences `(tasks, n, length, values)`."""
        x, present = self._tokens(x)
        x = each_place(params, "patches", x)
        positions = params["positions"]
        x = x + (positions if positions.dim() == 2 else positions.unsqueeze(1))
        for layer in self.layers:
            y = _normalized(params, f"{layer}.norm1", x)
            x = x + attention(params, layer, y, self.heads, present)
            y = _normalized(params, f"{layer}.norm2", x)
            y = F.gelu(each_place(params, f"{layer}.up", y))
            x = x + each_place(params, f"{layer}.down", y)
        return mean_over_places(_normalized(params, "norm", x), present)

    def _tokens(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Return `(tasks, n, length, inputs)`, and which of them are there."""
        if x.dim() == 4:
            return places(x)
        size = self.patch
        x = F.pad(x, (0, -x.shape[-1] % size, 0, -x.shape[-2] % size))
        patches = x.unfold(3, size, size).unfold(4, size, size)  # (tasks, n, C, rows, cols, p, p)
        tokens = patches.permute(0, 1, 3, 4, 2, 5, 6).flatten(4).flatten(2, 3)
        return tokens, torch.ones_like(tokens[..., 0])


def _unit(name: str, width: int) -> dict[str, Tensor]:
    return {f"{name}.scale": torch.ones(width), f"{name}.shift": torch.zeros(width)}


def _normalized(params: Params, name: str, x: Tensor) -> Tensor:
    return group_normalize_vectors(x, params[f"{name}.scale"], params[f"{name}.shift"], 1)
