"""A 3×3 convolution whose gradient is differentiated by three convolutions, and by no copies.

Torch's own double backward turns pictures and channels over to reuse its forward, which is half as
fast on few pictures. Here each term is the operation that it is: forward, by the input, or by the
weights. Maps are `(n, groups·in, H, W)` and weights `(groups·out, in, 3, 3)`, both channels_last.

By the weights is what torch does worst with AVX2, at two thirds of the speed of its forward, so
that one is done here, a quarter faster.
"""

from functools import cache
from typing import Any

import llvmlite.binding as llvm
import torch
import torch.nn.functional as F
from torch import Tensor
from torch.autograd.function import once_differentiable

from metastudio.engine.kernels.blocks import channels_last
from metastudio.engine.kernels.library import loops_for
from metastudio.engine.kernels.sharing import PICTURES, parts_in, share

Maybe = Tensor | None
TAPS = 9
LANES, ROWS = 16, 6
"""Of sums that are kept in registers: six rows are as many as AVX2 has room for."""
WORTH_WAITING = 2_000_000
"""Numbers in `gy`, below which it takes longer for torch's own threads, which wait for more work
and are busy doing so, to make room for those of `sharing`."""
PLACES = 256
"""Of pictures that are packed together: as many as a processor's nearest cache has room for."""
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
    here = wanted[1] and _in_panels(gy, x, groups)
    asked = [wanted[0], wanted[1] and not here, False]
    gx, gweight, _ = torch.ops.aten.convolution_backward.default(
        gy, x, weight, None, ONE, ONE, ONE, False, NONE, groups, asked
    )
    return gx, by_weights(gy, x, groups) if here else gweight


def _in_panels(gy: Tensor, x: Tensor, groups: int) -> bool:
    """Tell whether the loop of `convolution_loops` takes these maps, and is faster than torch."""
    alone = torch.get_num_threads() == 1
    fits = not x.is_meta and x.shape[1] // groups % LANES == 0
    return worth_panels() and fits and (alone or gy.numel() > WORTH_WAITING)


@cache
def worth_panels() -> bool:
    """Tell whether this processor is of those that were seen to gain: AVX2 without AVX-512."""
    features = llvm.get_host_cpu_features()
    return bool(features.get("avx2")) and not features.get("avx512f")


def by_weights(gy: Tensor, x: Tensor, groups: int) -> Tensor:
    """Return the gradient by the weights `(groups·out, in, 3, 3)`; `in` is a multiple of `LANES`.

    The maps `gy (n, groups·out, H, W)` and `x (n, groups·in, H, W)` are channels_last.
    """
    each, across, height, width = x.shape
    before, out = across // groups, gy.shape[1] // groups
    rows = -(-out // ROWS) * ROWS
    strip = max(1, min(PICTURES, PLACES // (height * width)))
    room = strip * (before * (height + 2) * (width + 2) + rows * height * width)
    room += -room % LANES  # so that every part's begins where a line of the cache does
    loops, parts = loops_for(x), groups * parts_in(each)
    sums, panels = x.new_empty((parts, rows, TAPS * before)), x.new_empty((parts, room))
    work = gy.numel() * TAPS
    share(loops.weight_sums, groups, each, work, x, gy, strip, panels, sums)
    total = x.new_empty((groups, rows, TAPS * before), dtype=torch.float64)
    loops.add_parts(0, groups, sums, total)
    made = total[:, :out].to(x.dtype).contiguous().view(groups * out, 3, 3, before)
    return made.permute(0, 3, 1, 2)
