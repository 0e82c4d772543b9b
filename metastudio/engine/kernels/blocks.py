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

from metastudio.engine.kernels import loops
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
        mean, variance, root = (scale.new_empty(scale.shape) for _ in range(3))
        if not x.is_meta:
            maps, groups = rows(x), len(scale)
            each, count = len(maps) // groups, _places(x, groups)
            # Deviations from a place in the middle of the first picture: no digits are lost where
            # the mean is far from zero.
            near = maps[::each, maps.shape[1] // 2, maps.shape[2] // 2].copy()
            sums = _sums(2, groups, each, maps)
            share(loops.spread, groups, each, (maps, each, near, sums), x.numel())
            loops.moments(sums, near, count, epsilon, array(mean), array(variance), array(root))
            factor = array(scale) * array(root)
            share(
                loops.pool,
                groups,
                each,
                (maps, each, array(mean), factor, array(shift), rows(y), rows(which)),
                x.numel(),
            )
        ctx.save_for_backward(x, scale, mean, root, which)
        return y, mean, variance

    @staticmethod
    def backward(ctx: Any, gy: Maybe, gmean: Maybe, gvariance: Maybe) -> Any:
        x, scale, mean, root, which = ctx.saved_tensors
        if gy is None:
            gy = torch.zeros_like(which, dtype=x.dtype)
        apply = _ByBatchGradient.apply
        return (*apply(gy, x, scale, gmean, gvariance, mean, root, which), None)  # type: ignore[no-untyped-call]


class _ByBatchGradient(torch.autograd.Function):
    """With x̂ = (x − mean) · root and sums over a channel's N places, of `gz` and `gz · x̂`:

    gx = scale · root · (gz − Σgz / N − x̂ · Σ(gz·x̂) / N), and what comes by mean and variance.
    """

    @staticmethod
    def forward(  # noqa: PLR0917  autograd takes them by position
        ctx: Any,
        gy: Tensor,
        x: Tensor,
        scale: Tensor,
        gmean: Maybe,
        gvariance: Maybe,
        mean: Tensor,
        root: Tensor,
        which: Tensor,
    ) -> Any:
        ctx.set_materialize_grads(False)
        gy, gx = channels_last(gy), _like(x)
        gscale, gshift = scale.new_empty(scale.shape), scale.new_empty(scale.shape)
        if not x.is_meta:
            groups = len(scale)
            each, count = len(x) // groups, _places(x, groups)
            maps, k, s, r = rows(x), array(mean), double(scale), double(root)
            sums = _sums(2, groups, each, maps)
            share(
                loops.pool_sums,
                groups,
                each,
                (rows(gy), rows(which), maps, each, k, sums),
                x.numel(),
            )
            gz, products = _total(sums, groups)
            gz_x = r * products
            by_x, constant = -s * r**2 * gz_x / count, -s * r * gz / count
            if gmean is not None:
                constant += double(gmean) / count
            if gvariance is not None:
                by_x += 2 * double(gvariance) / count
            coefficients = (v.astype(maps.dtype) for v in (s * r, by_x, constant))
            share(
                loops.pool_gradient,
                groups,
                each,
                (rows(gy), rows(which), maps, each, k, *coefficients, rows(gx)),
                x.numel(),
            )
            array(gscale)[:], array(gshift)[:] = gz_x, gz
        ctx.save_for_backward(gy, x, scale, mean, root, which, gscale, gshift, gvariance)
        return gx, gscale, gshift

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, u: Maybe, vscale: Maybe, vshift: Maybe) -> Any:
        gy, x, scale, mean, root, which, gscale, gshift, gvariance = ctx.saved_tensors
        u = torch.zeros_like(x) if u is None else channels_last(u)
        ggy, gx, to_scale = _like(gy), _like(x), scale.new_empty(scale.shape)
        to_mean, to_variance = scale.new_empty(scale.shape), scale.new_empty(scale.shape)
        if not x.is_meta:
            groups = len(scale)
            each, n = len(x) // groups, _places(x, groups)
            maps, k, s, r = rows(x), array(mean), double(scale), double(root)
            given = (rows(u), rows(gy), rows(which), maps, each, k)
            sums = _sums(3, groups, each, maps)
            share(loops.double_sums, groups, each, (*given, sums), x.numel())
            u0, u_x, u_gz = _total(sums, groups)
            u1 = r * u_x
            vs = 0.0 if vscale is None else double(vscale)
            vb = 0.0 if vshift is None else double(vshift)
            a, b = double(gshift) / n, double(gscale) / n
            left = u_gz - a * u0 - b * u1  # Σ u · gx / (scale · root)
            to_gz = r * (vs - s * r * u1 / n)
            to_gy = np.stack([s * r, to_gz, vb - s * r * u0 / n])
            by_u = -s * r**2 * b
            by_x = -(r**2) * (vs * b - 2 * s * r * b * u1 / n + s * r * left / n)
            constant = -r * (vs * a - s * r * (a * u1 + b * u0) / n)
            if gvariance is not None:
                by_u = by_u + 2 * double(gvariance) / n
                constant = constant - 2 * double(gvariance) * u0 / n**2
            to_x = np.stack([to_gz, by_u, by_x, constant])
            kind = maps.dtype
            share(
                loops.double_gradient,
                groups,
                each,
                (*given, to_gy.astype(kind), to_x.astype(kind), rows(ggy), rows(gx)),
                x.numel(),
            )
            array(to_scale)[:] = r * left
            array(to_mean)[:], array(to_variance)[:] = u0 / n, 2 * u_x / n
        needed = ctx.needs_input_grad
        by_moments = (to_mean if needed[3] else None, to_variance if needed[4] else None)
        return ggy, gx, to_scale, *by_moments, None, None, None


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
            sums = _sums(2, groups, each, maps)
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
            sums = _sums(3, groups, each, maps)
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
    seen: Array = maps.detach().permute(0, 2, 3, 1).numpy()
    return seen


def array(values: Tensor) -> Array:
    """Return small values as the array that shares their memory."""
    seen: Array = values.detach().contiguous().numpy()
    return seen


def double(values: Tensor) -> Array:
    """Return small values in double precision: what follows from sums loses no digits."""
    return array(values).astype(np.float64)


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


def _sums(number: int, groups: int, each: int, maps: Array) -> Array:
    return np.empty((groups * loops.parts_in(each), number, maps.shape[-1]), maps.dtype)


def _total(sums: Array, groups: int) -> Array:
    """Add the parts of each group, in order and in double precision: `(number, groups, C)`."""
    of_group = sums.reshape(groups, -1, *sums.shape[1:])
    total: Array = of_group.sum(1, dtype=np.float64).transpose(1, 0, 2)
    return total
