"""Calls every loop once on a few numbers, after they were compiled: so what is kept works."""

import torch
from torch import Tensor

from metastudio.engine.kernels.blocks import block_by_batch, block_by_factors
from metastudio.engine.kernels.first_block import first_block_by_batch
from metastudio.engine.kernels.graphs import used_once

SIDE, CHANNELS = 4, 8


def run_all(kind: torch.dtype) -> None:
    """Differentiate every block twice."""

    def numbers(*shape: int) -> Tensor:
        size = int(torch.Size(shape).numel())
        return torch.linspace(0.1, 1.0, size, dtype=kind).reshape(shape).requires_grad_()

    with torch.enable_grad():
        pictures = numbers(1, 2, 1, SIDE, SIDE).detach()
        maps = numbers(2, CHANNELS, SIDE, SIDE)
        weight, scale, shift = (
            numbers(1, CHANNELS, 1, 3, 3),
            numbers(1, CHANNELS),
            numbers(1, CHANNELS),
        )
        results = [
            (first_block_by_batch(pictures, weight, scale, shift, 1e-5, True)[0], weight),
            (block_by_batch(maps, scale, shift, 1e-5)[0], maps),
            (block_by_factors(maps, scale, shift), maps),
        ]
        for y, x in results:
            (first,) = torch.autograd.grad(y.square().sum(), x, create_graph=True)
            torch.autograd.grad(first.square().sum(), x)
        with used_once():
            y = block_by_batch(maps * 1, scale, shift, 1e-5)[0]
            torch.autograd.grad(y.sum(), maps)
