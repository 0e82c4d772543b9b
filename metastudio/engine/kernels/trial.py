"""Calls every loop once on a few numbers, after they were compiled: so what is kept works."""

from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor

from metastudio.engine.kernels.blocks import block_by_batch, block_by_factors, channels_last
from metastudio.engine.kernels.convolving import by_weights
from metastudio.engine.kernels.first_block import first_block_by_batch
from metastudio.engine.kernels.graphs import used_once

SIDE, CHANNELS, BEFORE = 6, 19, 16
"""The first two are neither powers of two nor multiples of the lanes."""
EPSILON = 1e-3
Block = Callable[[Tensor, Tensor, Tensor], Tensor]


def run_all(kind: torch.dtype) -> None:
    """Compare every block and its two derivatives with torch's.

    Raises `ArithmeticError` where they are not alike.
    """
    chance = torch.Generator().manual_seed(1)

    def drawn(*shape: int) -> Tensor:
        return torch.randn(shape, generator=chance, dtype=kind).requires_grad_()

    pictures, maps = drawn(1, 3, 1, SIDE, SIDE).detach(), drawn(3, CHANNELS, SIDE, SIDE)
    weight, scale, shift = drawn(1, CHANNELS, 1, 3, 3), drawn(1, CHANNELS), drawn(1, CHANNELS)

    def first(weight: Tensor, scale: Tensor, shift: Tensor) -> Tensor:
        return first_block_by_batch(pictures, weight, scale, shift, EPSILON, True)[0]

    def plain_first(weight: Tensor, scale: Tensor, shift: Tensor) -> Tensor:
        return _plain(F.conv2d(pictures[0], weight[0], padding=1), scale, shift)

    def by_batch(maps: Tensor, scale: Tensor, shift: Tensor) -> Tensor:
        return block_by_batch(maps, scale, shift, EPSILON)[0]

    with torch.enable_grad():
        _compare(first, plain_first, (weight, scale, shift))
        _compare(by_batch, _plain, (maps, scale, shift))
        _compare(block_by_factors, _pooled, (maps, scale, shift))
        with used_once():
            y = by_batch(maps * 1, scale, shift)
            (found,) = torch.autograd.grad(y.sum(), maps)
        (expected,) = torch.autograd.grad(by_batch(maps, scale, shift).sum(), maps)
        _alike(found, expected)
        kernel = drawn(CHANNELS, BEFORE, 3, 3)
        seen, given = (channels_last(drawn(3, n, SIDE, SIDE).detach()) for n in (BEFORE, CHANNELS))
        y = F.conv2d(seen, kernel, padding=1)
        (expected,) = torch.autograd.grad(y, kernel, given)
        _alike(by_weights(given, seen, 1), expected)


def _plain(maps: Tensor, scale: Tensor, shift: Tensor) -> Tensor:
    variance, mean = torch.var_mean(maps, (0, 2, 3), correction=0)
    factor = scale * torch.rsqrt(variance + EPSILON)
    return _pooled(maps, factor, shift - mean * factor)


def _pooled(maps: Tensor, factor: Tensor, offset: Tensor) -> Tensor:
    return F.relu(F.max_pool2d(maps * factor[0, :, None, None] + offset[0, :, None, None], 2))


def _compare(fused: Block, plain: Block, leaves: tuple[Tensor, Tensor, Tensor]) -> None:
    for found, expected in zip(_numbers(fused, leaves), _numbers(plain, leaves), strict=True):
        _alike(found, expected)


def _numbers(block: Block, leaves: tuple[Tensor, Tensor, Tensor]) -> list[Tensor]:
    y = block(*leaves)
    first = torch.autograd.grad(y.square().sum(), leaves, create_graph=True)
    second = torch.autograd.grad(torch.stack([g.square().sum() for g in first]).sum(), leaves)
    return [y, *first, *second]


def _alike(found: Tensor, expected: Tensor) -> None:
    if not (found - expected).norm() <= 1e-3 * expected.norm():
        raise ArithmeticError("the compiled loops compute something else than torch")
