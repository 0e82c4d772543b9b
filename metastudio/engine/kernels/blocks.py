"""Normalise, 2×2 maximum, rectifier in one pass over the maps: twice differentiable functions.

Each has a second function as its gradient, whose own gradient is the double backward, of which no
third derivative exists. Maps are `(pictures, C, H, W)`, channels_last, in groups of consecutive
pictures; values of channels are `(groups, C)`. Beside the maps themselves only one byte a window is
kept. On torch's `meta` device nothing is computed and the same is allocated, for the estimate of
memory.
"""

from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.autograd.function import once_differentiable

from metastudio.engine.kernels import graphs, loops
from metastudio.engine.kernels.sharing import share

Array = np.ndarray[Any, Any]
Maybe = Tensor | None


def block_by_batch(
    x: Tensor, scale: Tensor, shift: Tensor, epsilon: float
) -> tuple[Tensor, Tensor, Tensor]:
    """Normalise each group by its own statistics, pool and rectify.

    Returns the maps, and mean and (biased) variance `(groups, C)`, all differentiable.
    """
    made: tuple[Tensor, Tensor, Tensor] = _ByBatch.apply(channels_last(x), scale, shift, epsilon)  # type: ignore[no-untyped-call]
    return made


def block_by_factors(x: Tensor, factor: Tensor, offset: Tensor) -> Tensor:
    """Pool and rectify `factor · x + offset`."""
    made: Tensor = _ByFactors.apply(channels_last(x), factor, offset)  # type: ignore[no-untyped-call]
    return made


# --- by statistics of the batch in hand ---------------------------------------------------------


class _ByBatch(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, x: Tensor, scale: Tensor, shift: Tensor, epsilon: float) -> Any:
        ctx.set_materialize_grads(False)
        y, which = _pooled_like(x)
        made = scale.new_empty((3, *scale.shape))  # mean, variance, 1/√(variance + ε)
        if not x.is_meta:
            maps, groups, moments = rows(x), len(scale), array(made)
            each, sums, factor = len(maps) // groups, _sums(2, groups, maps), _values(1, moments)[0]
            share(loops.spread, groups, each, (maps, each, sums), x.numel())
            loops.moments(sums, maps, _places(x, groups), epsilon, array(scale), moments, factor)
            given = (maps, each, moments[0], factor, array(shift), rows(y), rows(which))
            share(loops.pool, groups, each, given, x.numel())
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
    """See `loops.gradient_factors` for what it computes, `loops.double_factors` for its own."""

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
        gx = x.detach() if into_x else _like(x)
        gy, of_scale = channels_last(gy), scale.new_empty((2, *scale.shape))
        if not x.is_meta:
            groups, maps, moments, size = len(scale), rows(x), array(made), x.numel()
            each, sums, to_x = len(x) // groups, _sums(2, groups, maps), _values(3, moments)
            given = (rows(gy), rows(which), maps, each, moments[0])
            share(loops.pool_sums, groups, each, (*given, sums), size)
            loops.gradient_factors(
                sums,
                _places(x, groups),
                array(scale),
                moments,
                or_zero(gmean, scale),
                or_zero(gvariance, scale),
                to_x,
                array(of_scale),
            )
            if into_x:
                share(loops.pool_gradient_in_place, groups, each, (*given, to_x), size)
                torch.autograd.graph.increment_version(x)  # whoever reads it again is told
            else:
                share(loops.pool_gradient, groups, each, (*given, to_x, rows(gx)), size)
        ctx.save_for_backward(gy, x, scale, made, which, of_scale, gvariance)
        return gx, of_scale[0], of_scale[1]

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, u: Maybe, vscale: Maybe, vshift: Maybe) -> Any:
        gy, x, scale, made, which, of_scale, gvariance = ctx.saved_tensors
        u = torch.zeros_like(x) if u is None else channels_last(u)
        ggy, gx, to_values = _like(gy), _like(x), scale.new_empty((3, *scale.shape))
        if not x.is_meta:
            groups, maps, moments, size = len(scale), rows(x), array(made), x.numel()
            each, sums = len(x) // groups, _sums(3, groups, maps)
            to_gy, to_x = _values(3, moments), _values(4, moments)
            given = (rows(u), rows(gy), rows(which), maps, each, moments[0])
            share(loops.double_sums, groups, each, (*given, sums), size)
            loops.double_factors(
                sums,
                _places(x, groups),
                array(scale),
                moments,
                array(of_scale),
                or_zero(vscale, scale),
                or_zero(vshift, scale),
                or_zero(gvariance, scale),
                to_gy,
                to_x,
                array(to_values),
            )
            results = (to_gy, to_x, rows(ggy), rows(gx))
            share(loops.double_gradient, groups, each, (*given, *results), size)
        _, _, _, by_mean, by_variance, *_ = ctx.needs_input_grad
        return (
            ggy,
            gx,
            to_values[0],
            to_values[1] if by_mean else None,
            to_values[2] if by_variance else None,
            None,
            None,
            None,
        )


# --- by given factors ---------------------------------------------------------------------------


class _ByFactors(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, x: Tensor, factor: Tensor, offset: Tensor) -> Tensor:
        y, which = _pooled_like(x)
        if not x.is_meta:
            maps, groups = rows(x), len(factor)
            each, zero = len(maps) // groups, np.zeros(factor.shape, maps.dtype)
            given = (maps, each, zero, array(factor), array(offset), rows(y), rows(which))
            share(loops.pool, groups, each, given, x.numel())
        ctx.save_for_backward(x, factor, which)
        return y

    @staticmethod
    def backward(ctx: Any, gy: Tensor) -> Any:
        return _ByFactorsGradient.apply(gy, *ctx.saved_tensors)  # type: ignore[no-untyped-call]


class _ByFactorsGradient(torch.autograd.Function):
    """gx = factor · gz, and the sums of gz · x and of gz."""

    @staticmethod
    def forward(ctx: Any, gy: Tensor, x: Tensor, factor: Tensor, which: Tensor) -> Any:
        ctx.set_materialize_grads(False)
        gy, gx = channels_last(gy), _like(x)
        gfactor, goffset = factor.new_empty(factor.shape), factor.new_empty(factor.shape)
        if not x.is_meta:
            groups, maps = len(factor), rows(x)
            each, zero = len(x) // groups, np.zeros(factor.shape, maps.dtype)
            sums = _sums(2, groups, maps)
            share(
                loops.pool_sums,
                groups,
                each,
                (rows(gy), rows(which), maps, each, zero, sums),
                x.numel(),
            )
            array(goffset)[:], array(gfactor)[:] = _total(sums, groups)
            given = (rows(gy), rows(which), each, array(factor), rows(gx))
            share(loops.scatter, groups, each, given, x.numel())
        ctx.save_for_backward(gy, x, factor, which)
        return gx, gfactor, goffset

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, u: Maybe, vfactor: Maybe, voffset: Maybe) -> Any:
        gy, x, factor, which = ctx.saved_tensors
        u = torch.zeros_like(x) if u is None else channels_last(u)
        ggy, gx, to_factor = _like(gy), _like(x), factor.new_empty(factor.shape)
        if not x.is_meta:
            groups, maps = len(factor), rows(x)
            each, zero = len(x) // groups, np.zeros(factor.shape, maps.dtype)
            given = (rows(u), rows(gy), rows(which), maps, each, zero)
            sums = _sums(3, groups, maps)
            share(loops.double_sums, groups, each, (*given, sums), x.numel())
            array(to_factor)[:] = _total(sums, groups)[2]
            vf = zero if vfactor is None else array(vfactor)
            vb = zero if voffset is None else array(voffset)
            to_gy = np.stack([array(factor), vf, vb])
            to_x = np.stack([vf, zero, zero, zero])
            share(
                loops.double_gradient,
                groups,
                each,
                (*given, to_gy, to_x, rows(ggy), rows(gx)),
                x.numel(),
            )
        return ggy, gx, to_factor, None


# --- tensors as the loops see them --------------------------------------------------------------


def rows(maps: Tensor) -> Array:
    """Return maps `(pictures, C, H, W)` as the contiguous array `(pictures, H, W, C)`."""
    # By NumPy, and not by torch: each of torch's operations hands Python's lock to another thread
    # that waits for it, and there are thousands of these in a meta-batch.
    seen: Array = maps.numpy(force=True).transpose(0, 2, 3, 1)
    return seen


def array(values: Tensor) -> Array:
    """Return small values as the array that shares their memory."""
    seen: Array = np.ascontiguousarray(values.numpy(force=True))
    return seen


def or_zero(values: Maybe, like: Tensor) -> Array:
    """Return small values, or as many zeros as there are in `like`."""
    return array(torch.zeros_like(like) if values is None else values)


def channels_last(maps: Tensor) -> Tensor:
    """Return maps whose memory the loops can walk through."""
    return maps.contiguous(memory_format=torch.channels_last)


def _like(maps: Tensor) -> Tensor:
    return torch.empty(
        maps.shape, dtype=maps.dtype, device=maps.device, memory_format=torch.channels_last
    )


def _pooled_like(x: Tensor) -> tuple[Tensor, Tensor]:
    shape = (*x.shape[:2], x.shape[2] // 2, x.shape[3] // 2)
    y = torch.empty(shape, dtype=x.dtype, device=x.device, memory_format=torch.channels_last)
    return y, torch.empty_like(y, dtype=torch.uint8)


def _places(x: Tensor, groups: int) -> int:
    return len(x) // groups * x.shape[2] * x.shape[3]


def _sums(number: int, groups: int, maps: Array) -> Array:
    parts = groups * loops.parts_in(len(maps) // groups)
    return np.empty((parts, number, maps.shape[-1]), maps.dtype)


def _values(number: int, like: Array) -> Array:
    return np.empty((number, *like.shape[1:]), like.dtype)


def _total(sums: Array, groups: int) -> Array:
    """Add the parts of each group, in order and in double precision: `(number, groups, C)`."""
    of_group = sums.reshape(groups, -1, *sums.shape[1:])
    total: Array = of_group.sum(1, dtype=np.float64).transpose(1, 0, 2)
    return total
