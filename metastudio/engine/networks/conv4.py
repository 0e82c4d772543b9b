"""Conv4: the four-block convolutional network of the field (Vinyals et al. 2016)."""

import torch
from torch import Tensor

from metastudio.engine.networks.layers import (
    Maps,
    Observed,
    Params,
    Statistics,
    conv2d,
    maps_statistics,
    max_pool,
    normalize_maps,
    relu,
    to_maps,
    to_vectors,
    xavier,
)
from metastudio.engine.networks.network import Network

BLOCKS = ("block1", "block2", "block3", "block4")


class Conv4(Network):
    """Four blocks of 3×3 convolution, batch normalisation, 2×2 max-pool, ReLU.

    Pooling before the rectifier gives the same values and is cheaper. Where a block normalises,
    its convolution has no bias, whose gradient would be zero.
    """

    def __init__(
        self, in_channels: int, image_size: int, channels: int = 64, normalize: bool = True
    ) -> None:
        self.in_channels, self.channels, self.normalize = in_channels, channels, normalize
        side = image_size
        for _ in BLOCKS:
            side = side // 2 if side > 1 else side
        self.features = channels * side * side
        self.norms = dict.fromkeys(BLOCKS, channels) if normalize else {}

    def initial(self, generator: torch.Generator) -> dict[str, Tensor]:
        """Xavier weights, unit scales, zero shifts."""
        params: dict[str, Tensor] = {}
        incoming = self.in_channels
        for block in BLOCKS:
            params[f"{block}.weight"] = xavier((self.channels, incoming, 3, 3), generator)
            if self.normalize:
                params[f"{block}.scale"] = torch.ones(self.channels)
                params[f"{block}.shift"] = torch.zeros(self.channels)
            else:
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
        per_task = params["block1.weight"].dim() == 5
        maps = to_maps(x, grouped=per_task)
        for block in BLOCKS:
            maps = conv2d(maps, params[f"{block}.weight"], params.get(f"{block}.bias"))
            if self.normalize:
                maps = self._normalized(block, params, maps, given, observed)
            maps = relu(max_pool(maps))
        return to_vectors(maps)

    def _normalized(
        self,
        block: str,
        params: Params,
        maps: Maps,
        given: Statistics | None,
        observed: Observed | None,
    ) -> Maps:
        scale, shift = params[f"{block}.scale"], params[f"{block}.shift"]
        if observed is None:
            return normalize_maps(maps, scale, shift, None if given is None else given[block])
        if observed.differentiable:
            observed.statistics[block] = maps_statistics(maps)
            return normalize_maps(maps, scale, shift, observed.statistics[block])
        moments = (
            scale.new_zeros(maps.tasks, self.channels),
            scale.new_ones(maps.tasks, self.channels),
        )
        observed.statistics[block] = moments
        return normalize_maps(maps, scale, shift, moments=moments)
