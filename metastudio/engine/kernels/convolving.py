"""A 3×3 convolution whose gradient is differentiated by three convolutions, and by no copies.

Torch's own double backward turns pictures and channels over to reuse its forward, which is half as
fast on few pictures. Here each term is the operation that it is: forward, by the input, or by the
weights. Maps are `(n, groups·in, H, W)` and weights `(groups·out, in, 3, 3)`, both channels_last.
"""

from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor
from torch.autograd.function import once_differentiable

from metastudio.engine.kernels.blocks import channels_last

Maybe = Tensor | None
ONE, NONE = [1, 1], [0, 0]


def convolution(x: Tensor, weight: Tensor, groups: int) -> Tensor:
    """Convolve with padding 1 and stride 1; twice differentiable."""
    made: Tensor = _Convolution.apply(channels_last(x), channels_last(weight), groups)  # type: ignore[no-untyped-call]
    return made


class _Convolution(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, x: Tensor, weight: Tensor, groups: int) -> Tensor:
        ctx.save_for_backward(x, weight)
        ctx.groups = groups
        return F.conv2d(x, weight, padding=1, groups=groups)

    @staticmethod
    def backward(ctx: Any, gy: Tensor) -> Any:
        wanted = ctx.needs_input_grad[:2]
        return (*_Gradient.apply(gy, *ctx.saved_tensors, ctx.groups, wanted), None)  # type: ignore[no-untyped-call]


class _Gradient(torch.autograd.Function):
    """By the input and by the weights, each linear in `gy`."""

    @staticmethod
    def forward(
        ctx: Any, gy: Tensor, x: Tensor, weight: Tensor, groups: int, wanted: tuple[bool, bool]
    ) -> Any:
        ctx.set_materialize_grads(False)
        gy = channels_last(gy)
        ctx.save_for_backward(gy, x, weight)
        ctx.groups = groups
        return _backward(gy, x, weight, groups, wanted)

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, u: Maybe, v: Maybe) -> Any:
        gy, x, weight = ctx.saved_tensors
        groups = ctx.groups
        to_gy = to_x = to_weight = None
        if u is not None:
            u = channels_last(u)
            to_gy = F.conv2d(u, weight, padding=1, groups=groups)
            if ctx.needs_input_grad[2]:
                to_weight = _backward(gy, u, weight, groups, (False, True))[1]
        if v is not None:
            v = channels_last(v)
            other = F.conv2d(x, v, padding=1, groups=groups)
            to_gy = other if to_gy is None else to_gy.add_(other)
            if ctx.needs_input_grad[1]:
                to_x = _backward(gy, x, v, groups, (True, False))[0]
        return to_gy, to_x, to_weight, None, None


def _backward(
    gy: Tensor, x: Tensor, weight: Tensor, groups: int, wanted: tuple[bool, bool]
) -> tuple[Maybe, Maybe]:
    gx, gweight, _ = torch.ops.aten.convolution_backward.default(
        gy, x, weight, None, ONE, ONE, ONE, False, NONE, groups, [*wanted, False]
    )
    return gx, gweight
