"""Conv4: the four-block convolutional network of the field (Vinyals et al. 2016)."""

import torch
from torch import Tensor

from metastudio.engine.networks.layers import (
    Params,
    conv2d,
    global_pool,
    relu,
    to_maps,
    to_vectors,
    xavier,
)
from metastudio.engine.networks.network import Network
from metastudio.engine.networks.normalization import Normalizer, Observed, Statistics

BLOCKS = ("block1", "block2", "block3", "block4")


class Conv4(Network):
    """Four blocks of 3×3 convolution, normalisation, 2×2 max-pool, ReLU.

    With `strided`, as MAML's authors built it for Omniglot (Finn et al. 2017): convolutions of
    stride 2 in place of the pooling, and the mean over the places that are left. Pooling before
    the rectifier gives the same values and is cheaper. Where a block normalises, its convolution
    has no bias, whose gradient would be zero under batch statistics.
    """

    def __init__(
        self,
        in_channels: int,
        image_size: int,
        channels: int = 64,
        normalization: str = "running",
        strided: bool = False,
    ) -> None:
        self.in_channels, self.channels, self.strided = in_channels, channels, strided
        self.normalizer = Normalizer(normalization)
        side = image_size
        for _ in BLOCKS:
            side = side // 2 if side > 1 else side
        self.features = channels if strided else channels * side * side
        self.fused = not strided
        self.norms = dict.fromkeys(BLOCKS, channels) if self.normalizer.by_batch else {}

    def initial(self, generator: torch.Generator) -> dict[str, Tensor]:
        """Xavier weights, unit scales, zero shifts."""
        params: dict[str, Tensor] = {}
        incoming = self.in_channels
        for block in BLOCKS:
            drawn = xavier((self.channels, incoming, 3, 3), generator)
            # The layout of the maps: else each convolution would bring it there anew.
            params[f"{block}.weight"] = drawn.contiguous(memory_format=torch.channels_last)
            params |= self.normalizer.initial(block, self.channels)
            if not self.normalizer.active:
                params[f"{block}.bias"] = torch.zeros(self.channels)
            incoming = self.channels
        return params

    def embed(
        self,
        params: Params,
        x: Tensor,
        given: Statistics | None = None,
        observed: Observed | None = None,
    ) -> Tensor:
        """Map pictures `(tasks, n, C, H, W)` to `(tasks, n, features)`."""
        first = None
        if self.fused:
            first = self.normalizer.first_block(BLOCKS[0], params, x, given, observed)
        maps = first or to_maps(x)
        for block in BLOCKS[1:] if first else BLOCKS:
            weight, bias = params[f"{block}.weight"], params.get(f"{block}.bias")
            maps = conv2d(maps, weight, bias, stride=2 if self.strided else 1, fused=self.fused)
            if self.strided:
                maps = relu(self.normalizer.maps(block, params, maps, given, observed))
            else:
                maps = self.normalizer.pooled(block, params, maps, given, observed, self.fused)
        return to_vectors(global_pool(maps) if self.strided else maps)
