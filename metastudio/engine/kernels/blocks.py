"""Normalise, 2×2 maximum, rectifier in one pass over the maps: twice differentiable functions.

Each has a second function as its gradient, whose own gradient is the double backward, of which no
third derivative exists. Maps are `(pictures, C, H, W)`, channels_last, in groups of consecutive
pictures; values of channels are `(groups, C)`. Beside the maps themselves only one byte a window is
kept. On torch's `meta` device nothing is computed and the same is allocated, for the estimate of
memory.
"""

from functools import lru_cache
from typing import Any

import torch
from torch import Tensor
from torch.autograd.function import once_differentiable

from metastudio.engine.kernels import graphs
from metastudio.engine.kernels.library import loops_for
from metastudio.engine.kernels.sharing import parts_in, share

Maybe = Tensor | None


def block_by_batch(
    x: Tensor, scale: Tensor, shift: Tensor, epsilon: float
) -> tuple[Tensor, Tensor, Tensor]:
    """Normalise each group by its own statistics, pool and rectify.

    Returns the maps, and mean and (biased) variance `(groups, C)`, all differentiable.
    """
    made: tuple[Tensor, Tensor, Tensor] = _ByBatch.apply(  # type: ignore[no-untyped-call]
        channels_last(x), scale.contiguous(), shift.contiguous(), epsilon
    )
    return made


def block_by_factors(x: Tensor, factor: Tensor, offset: Tensor) -> Tensor:
    """Pool and rectify `factor · x + offset`."""
    made: Tensor = _ByFactors.apply(channels_last(x), factor, offset.contiguous())  # type: ignore[no-untyped-call]
    return made


# --- by statistics of the batch in hand ---------------------------------------------------------


class _ByBatch(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, x: Tensor, scale: Tensor, shift: Tensor, epsilon: float) -> Any:
        ctx.set_materialize_grads(False)
        y, which = _pooled_like(x)
        made = scale.new_empty((4, *scale.shape))  # see `loops.moments`
        if not x.is_meta:
            loops, groups, size = loops_for(x), len(scale), x.numel()
            each, sums = len(x) // groups, _sums(2, groups, x)
            share(loops.spread, groups, each, size, x, each, sums)
            loops.moments(0, groups, sums, x, epsilon, scale, made)
            share(loops.pool, groups, each, size, x, each, made, shift, y, which)
        ctx.save_for_backward(x, scale, made, which)
        return y, made[0], made[1]

    @staticmethod
    def backward(ctx: Any, gy: Maybe, gmean: Maybe, gvariance: Maybe) -> Any:
        x, scale, made, which = ctx.saved_tensors
        if gy is None:
            gy = torch.zeros_like(which, dtype=x.dtype)
        given = (gy, x, scale, gmean, gvariance, made, which, graphs.are_used_once())
        return (*_ByBatchGradient.apply(*given), None)  # type: ignore[no-untyped-call]


class _ByBatchGradient(torch.autograd.Function):
    """See `loops.gradient_factors` for what it computes, `double_loops` for its own gradient."""

    @staticmethod
    def forward(  # noqa: PLR0917  autograd takes them by position
        ctx: Any,
        gy: Tensor,
        x: Tensor,
        scale: Tensor,
        gmean: Maybe,
        gvariance: Maybe,
        made: Tensor,
        which: Tensor,
        into_x: bool,
    ) -> Any:
        ctx.set_materialize_grads(False)
        gx = x.detach() if into_x else torch.empty_like(x)
        gy, of_scale = channels_last(gy), scale.new_empty((2, *scale.shape))
        if not x.is_meta:
            loops, groups, size = loops_for(x), len(scale), x.numel()
            each, sums, to_x = len(x) // groups, _sums(2, groups, x), made.new_empty(made[1:].shape)
            given = (gy, which, x, each, made)
            share(loops.pool_sums, groups, each, size, *given, sums)
            by_moments = (or_zero(gmean, scale), or_zero(gvariance, scale))
            count = size // groups // scale.shape[1]
            loops.gradient_factors(0, groups, sums, count, scale, made, *by_moments, to_x, of_scale)
            if into_x:
                share(loops.pool_gradient_in_place, groups, each, size, *given, to_x)
                torch.autograd.graph.increment_version(x)  # whoever reads it again is told
            else:
                share(loops.pool_gradient, groups, each, size, *given, to_x, gx)
        ctx.save_for_backward(gy, x, scale, made, which, of_scale, gvariance)
        return gx, of_scale[0], of_scale[1]

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, u: Maybe, vscale: Maybe, vshift: Maybe) -> Any:
        gy, x, scale, made, which, of_scale, gvariance = ctx.saved_tensors
        u = torch.zeros_like(x) if u is None else channels_last(u)
        ggy, gx = torch.empty_like(gy), torch.empty_like(x)
        to_values = scale.new_empty((3, *scale.shape))
        if not x.is_meta:
            loops, groups, size = loops_for(x), len(scale), x.numel()
            each, sums = len(x) // groups, _sums(3, groups, x)
            to_maps = made.new_empty((7, *scale.shape))
            given = (u, gy, which, x, each, made)
            share(loops.double_sums, groups, each, size, *given, sums)
            values = (or_zero(vscale, scale), or_zero(vshift, scale), or_zero(gvariance, scale))
            count = size // groups // scale.shape[1]
            loops.double_factors(
                0, groups, sums, count, scale, made, of_scale, *values, to_maps, to_values
            )
            share(loops.double_gradient, groups, each, size, *given, to_maps, ggy, gx)
        _, _, _, by_mean, by_variance, *_ = ctx.needs_input_grad
        return (
            ggy,
            gx,
            to_values[0],
            to_values[1] if by_mean else None,
            to_values[2] if by_variance else None,
            *[None] * 3,
        )


# --- by given factors ---------------------------------------------------------------------------


class _ByFactors(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, x: Tensor, factor: Tensor, offset: Tensor) -> Tensor:
        y, which = _pooled_like(x)
        made = factor.new_zeros((4, *factor.shape))  # as if the mean were zero
        if not x.is_meta:
            made[3] = factor
            groups, each = len(factor), len(x) // len(factor)
            loop = loops_for(x).pool
            share(loop, groups, each, x.numel(), x, each, made, offset, y, which)
        ctx.save_for_backward(x, factor, made, which)
        return y

    @staticmethod
    def backward(ctx: Any, gy: Tensor) -> Any:
        return _ByFactorsGradient.apply(gy, *ctx.saved_tensors)  # type: ignore[no-untyped-call]


class _ByFactorsGradient(torch.autograd.Function):
    """gx = factor · gz, and the sums of gz · x and of gz."""

    @staticmethod
    def forward(
        ctx: Any, gy: Tensor, x: Tensor, factor: Tensor, made: Tensor, which: Tensor
    ) -> Any:
        ctx.set_materialize_grads(False)
        gy, gx = channels_last(gy), torch.empty_like(x)
        totals = _totals(2, factor)
        if not x.is_meta:
            loops, groups, size = loops_for(x), len(factor), x.numel()
            each, sums = len(x) // groups, _sums(2, groups, x)
            share(loops.pool_sums, groups, each, size, gy, which, x, each, made, sums)
            loops.add_parts(0, groups, sums, totals)
            share(loops.scatter, groups, each, size, gy, which, each, made, gx)
        ctx.save_for_backward(gy, x, factor, made, which)
        goffset, gfactor = totals.to(factor.dtype).unbind(1)
        return gx, gfactor, goffset

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, u: Maybe, vfactor: Maybe, voffset: Maybe) -> Any:
        gy, x, factor, made, which = ctx.saved_tensors
        u = torch.zeros_like(x) if u is None else channels_last(u)
        ggy, gx, totals = torch.empty_like(gy), torch.empty_like(x), _totals(3, factor)
        if not x.is_meta:
            loops, groups, size = loops_for(x), len(factor), x.numel()
            each, sums = len(x) // groups, _sums(3, groups, x)
            given = (u, gy, which, x, each, made)
            share(loops.double_sums, groups, each, size, *given, sums)
            loops.add_parts(0, groups, sums, totals)
            to_maps = factor.new_zeros((7, *factor.shape))
            to_maps[0] = factor
            if vfactor is not None:
                to_maps[1] = to_maps[3] = vfactor
            if voffset is not None:
                to_maps[2] = voffset
            share(loops.double_gradient, groups, each, size, *given, to_maps, ggy, gx)
        return ggy, gx, totals[:, 2].to(factor.dtype), None, None


# --- tensors as the loops take them -------------------------------------------------------------


def or_zero(values: Maybe, like: Tensor) -> Tensor:
    """Return small values, contiguous, or as many zeros as there are in `like`."""
    return _zeros(like.shape, like.dtype) if values is None else values.contiguous()


@lru_cache(64)
def _zeros(shape: torch.Size, kind: torch.dtype) -> Tensor:
    return torch.zeros(shape, dtype=kind)  # for reading only


def channels_last(maps: Tensor) -> Tensor:
    """Return maps whose memory the loops can walk through."""
    return maps.contiguous(memory_format=torch.channels_last)


def _pooled_like(x: Tensor) -> tuple[Tensor, Tensor]:
    shape = (*x.shape[:2], x.shape[2] // 2, x.shape[3] // 2)
    y = torch.empty(shape, dtype=x.dtype, device=x.device, memory_format=torch.channels_last)
    return y, torch.empty_like(y, dtype=torch.uint8)


def _sums(number: int, groups: int, maps: Tensor) -> Tensor:
    parts = groups * parts_in(len(maps) // groups)
    return maps.new_empty((parts, number, maps.shape[1]))


def _totals(number: int, values: Tensor) -> Tensor:
    return values.new_empty((len(values), number, values.shape[1]), dtype=torch.float64)
