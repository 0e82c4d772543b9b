"""ResNet-12: four residual blocks of three convolutions (Oreshkin et al. 2018, TADAM)."""

import torch
from torch import Tensor

from metastudio.engine.networks.layers import (
    Maps,
    Params,
    add,
    conv2d,
    global_pool,
    max_pool,
    relu,
    to_maps,
    to_vectors,
    xavier,
)
from metastudio.engine.networks.network import Network
from metastudio.engine.networks.normalization import Normalizer, Observed, Statistics

BLOCKS = ("block1", "block2", "block3", "block4")
WIDENING = (1.0, 2.5, 5.0, 10.0)
"""Filters of the four blocks in `channels`: 64, 160, 320, 640, as in Lee et al. 2019."""
SLOPE = 0.1
CONVOLUTIONS = ("conv1", "conv2", "conv3", "shortcut")


class ResNet12(Network):
    """Blocks of three 3×3 convolutions beside a 1×1 shortcut, pooled; the mean over all places.

    Every convolution is normalised; where nothing is, it has a bias instead. Without the DropBlock
    of Lee et al. 2019, which would make answers of one picture differ.
    """

    def __init__(self, in_channels: int, channels: int = 64, normalization: str = "running"):
        self.in_channels = in_channels
        self.widths = tuple(max(1, round(channels * by)) for by in WIDENING)
        self.normalizer = Normalizer(normalization)
        self.features = self.widths[-1]
        self.norms = (
            {
                f"{block}.{name}": width
                for block, width in zip(BLOCKS, self.widths, strict=True)
                for name in CONVOLUTIONS
            }
            if self.normalizer.by_batch
            else {}
        )

    def initial(self, generator: torch.Generator) -> dict[str, Tensor]:
        """Xavier weights, unit scales, zero shifts."""
        params: dict[str, Tensor] = {}
        entering = self.in_channels
        for block, width in zip(BLOCKS, self.widths, strict=True):
            for name in CONVOLUTIONS:
                inward = width if name in ("conv2", "conv3") else entering
                size = 1 if name == "shortcut" else 3
                at = f"{block}.{name}"
                params[f"{at}.weight"] = xavier((width, inward, size, size), generator)
                params |= self.normalizer.initial(at, width)
                if not self.normalizer.active:
                    params[f"{at}.bias"] = torch.zeros(width)
            entering = width
        return params

    def embed(
        self,
        params: Params,
        x: Tensor,
        given: Statistics | None = None,
        observed: Observed | None = None,
    ) -> Tensor:
        """Map pictures `(tasks, n, C, H, W)` to `(tasks, n, features)`."""

        def convolved(name: str, maps: Maps) -> Maps:
            maps = conv2d(maps, params[f"{name}.weight"], params.get(f"{name}.bias"))
            return self.normalizer.maps(name, params, maps, given, observed)

        maps = to_maps(x)
        for block in BLOCKS:
            y = relu(convolved(f"{block}.conv1", maps), SLOPE)
            y = relu(convolved(f"{block}.conv2", y), SLOPE)
            y = convolved(f"{block}.conv3", y)
            maps = relu(max_pool(add(y, convolved(f"{block}.shortcut", maps))), SLOPE)
        return to_vectors(global_pool(maps))
