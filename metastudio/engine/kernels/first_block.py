"""A whole first block in one function: convolution, normalisation, 2×2 maximum, rectifier.

Normalising a convolution's output is the same as taking other weights and an offset. What the
weights have to be follows from the mean and the covariance of the pictures' patches, a few numbers.
What is left, the largest of four patches' products, is piecewise linear in the weights.
"""

from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor
from torch.autograd.function import once_differentiable

from metastudio.engine.kernels.blocks import channels_last, or_zero
from metastudio.engine.kernels.library import loops_for
from metastudio.engine.kernels.sharing import parts_in, share

Maybe = Tensor | None


def first_block_by_batch(
    x: Tensor, weight: Tensor, scale: Tensor, shift: Tensor, epsilon: float, grouped: bool
) -> tuple[Tensor, Tensor, Tensor]:
    """Convolve pictures `(tasks, n, 1, H, W)`, normalise each task's, pool and rectify.

    `weight` is `(tasks, out, 1, 3, 3)`, `scale` and `shift` are `(tasks, out)`. Returns the
    maps, stacked `(tasks·n, out, …)` or grouped `(n, tasks·out, …)`, and the convolution's mean and
    (biased) variance `(tasks, out)`.
    """
    padded = F.pad(x, (1, 1, 1, 1)).contiguous()
    made: tuple[Tensor, Tensor, Tensor] = _ByBatch.apply(  # type: ignore[no-untyped-call]
        padded,
        weight.flatten(2).contiguous(),
        scale.contiguous(),
        shift.contiguous(),
        epsilon,
        grouped,
    )
    return made


def first_block_by_factors(
    x: Tensor, weight: Tensor, factor: Tensor, offset: Tensor, grouped: bool
) -> Tensor:
    """Convolve, multiply and add, pool and rectify; see `first_block_by_batch`."""
    padded = F.pad(x, (1, 1, 1, 1)).contiguous()
    taps = (weight.flatten(2).transpose(1, 2) * factor.unsqueeze(1)).contiguous()
    made: Tensor = _ByFactors.apply(padded, taps, offset.contiguous(), grouped)  # type: ignore[no-untyped-call]
    return made


# --- by statistics of the batch in hand ---------------------------------------------------------


class _ByBatch(torch.autograd.Function):
    """With weights `(tasks, out, taps)`."""

    @staticmethod
    def forward(
        ctx: Any,
        padded: Tensor,
        weight: Tensor,
        scale: Tensor,
        shift: Tensor,
        epsilon: float,
        grouped: bool,
    ) -> Any:
        ctx.set_materialize_grads(False)
        tasks, out, taps = weight.shape
        y, which = _pooled_like(padded, weight, grouped)
        made = weight.new_empty((2, tasks, out))  # mean and variance
        # Mean and covariance of the patches, which no gradient is asked for.
        patches = weight.new_empty((tasks, taps + 1, taps), dtype=torch.float64)
        if not weight.is_meta:
            loops, (n, _, high, wide) = loops_for(weight), padded.shape[1:]
            parts = tasks * parts_in(n)
            places = weight.new_empty((parts, (high - 2) * wide))
            sums = weight.new_empty((parts, taps + 1, taps), dtype=torch.float64)
            share(loops.patches, tasks, n, padded.numel() * taps, padded, places, sums)
            loops.patch_moments(0, tasks, sums, n * (high - 2) * (wide - 2), patches)
            normal, offset = weight.new_empty((tasks, taps, out)), weight.new_empty((tasks, out))
            values = (weight, scale, shift, patches, epsilon)
            loops.fold(0, tasks, *values, normal, offset, made)
            share(loops.first_pool, tasks, n, y.numel(), padded, normal, offset, y, which)
        ctx.save_for_backward(padded, weight, scale, which, patches)
        ctx.epsilon = epsilon
        return y, made[0], made[1]

    @staticmethod
    def backward(ctx: Any, gy: Maybe, gmean: Maybe, gvariance: Maybe) -> Any:
        padded, weight, scale, which, patches = ctx.saved_tensors
        if gy is None:
            gy = torch.zeros_like(which, dtype=weight.dtype)
        given = (gy, padded, weight, scale, gmean, gvariance, which, patches)
        return (
            None,
            *_ByBatchGradient.apply(*given, ctx.epsilon),  # type: ignore[no-untyped-call]
            None,
            None,
        )


class _ByBatchGradient(torch.autograd.Function):
    """See `first_loops.unfold` for what it computes, `first_loops.unfold_twice` for its own."""

    @staticmethod
    def forward(  # noqa: PLR0917  autograd takes them by position
        ctx: Any,
        gy: Tensor,
        padded: Tensor,
        weight: Tensor,
        scale: Tensor,
        gmean: Maybe,
        gvariance: Maybe,
        which: Tensor,
        patches: Tensor,
        epsilon: float,
    ) -> Any:
        ctx.set_materialize_grads(False)
        gy = channels_last(gy)
        gweight, of_scale = weight.new_empty(weight.shape), scale.new_empty((2, *scale.shape))
        tasks, out, taps = weight.shape
        total = weight.new_empty((tasks, taps + 1, out), dtype=torch.float64)
        if not weight.is_meta:
            _total(gy, padded, which, total)
            loops_for(weight).unfold(
                0,
                tasks,
                weight,
                scale,
                patches,
                epsilon,
                total,
                or_zero(gmean, scale),
                or_zero(gvariance, scale),
                gweight,
                of_scale,
                _room(2, patches),
            )
        ctx.save_for_backward(padded, weight, scale, gvariance, which, patches, total)
        ctx.epsilon = epsilon
        return gweight, of_scale[0], of_scale[1]

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, u: Maybe, vscale: Maybe, vshift: Maybe) -> Any:
        padded, weight, scale, gvariance, which, patches, total = ctx.saved_tensors
        ggy, to_weight = torch.empty_like(which, dtype=weight.dtype), weight.new_empty(weight.shape)
        to_values = scale.new_empty((3, *scale.shape))
        if not weight.is_meta:
            loops, (tasks, out, taps), n = loops_for(weight), weight.shape, padded.shape[1]
            to_total = weight.new_empty((tasks, taps, out)), weight.new_empty((tasks, out))
            loops.unfold_twice(
                0,
                tasks,
                weight,
                scale,
                patches,
                ctx.epsilon,
                total,
                or_zero(gvariance, scale),
                torch.zeros_like(weight) if u is None else u.contiguous(),
                or_zero(vscale, scale),
                or_zero(vshift, scale),
                *to_total,
                to_weight,
                to_values,
                _room(3, patches),
            )
            share(loops.first_chosen, tasks, n, ggy.numel(), padded, *to_total, ggy, which)
        by_mean, by_variance = ctx.needs_input_grad[4:6]
        return (
            ggy,
            None,
            to_weight,
            to_values[0],
            to_values[1] if by_mean else None,
            to_values[2] if by_variance else None,
            *[None] * 3,
        )


# --- by given factors ---------------------------------------------------------------------------


class _ByFactors(torch.autograd.Function):
    """With weights `(tasks, taps, out)`, already multiplied."""

    @staticmethod
    def forward(ctx: Any, padded: Tensor, weight: Tensor, offset: Tensor, grouped: bool) -> Tensor:
        y, which = _pooled_like(padded, weight.transpose(1, 2), grouped)
        if not y.is_meta:
            (tasks, n), loop = padded.shape[:2], loops_for(weight).first_pool
            share(loop, tasks, n, y.numel(), padded, weight, offset, y, which)
        ctx.save_for_backward(padded, weight, offset, which)
        return y

    @staticmethod
    def backward(ctx: Any, gy: Tensor) -> Any:
        gradient = _ByFactorsGradient.apply(gy, *ctx.saved_tensors)  # type: ignore[no-untyped-call]
        return (None, *gradient, None)


class _ByFactorsGradient(torch.autograd.Function):
    """Linear in `gy`; the weights themselves do not matter, only which patch was the largest."""

    @staticmethod
    def forward(
        ctx: Any, gy: Tensor, padded: Tensor, weight: Tensor, offset: Tensor, which: Tensor
    ) -> Any:
        ctx.set_materialize_grads(False)
        tasks, taps, out = weight.shape
        total = weight.new_empty((tasks, taps + 1, out), dtype=torch.float64)
        if not gy.is_meta:
            _total(channels_last(gy), padded, which, total)
        ctx.save_for_backward(padded, weight, offset, which)
        made = total.to(weight.dtype)
        return made[:, :-1], made[:, -1]

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, u: Maybe, v: Maybe) -> Any:
        padded, weight, offset, which = ctx.saved_tensors
        u = torch.zeros_like(weight) if u is None else u.contiguous()
        v = torch.zeros_like(offset) if v is None else v.contiguous()
        ggy = torch.empty_like(which, dtype=weight.dtype)
        if not ggy.is_meta:
            (tasks, n), loop = padded.shape[:2], loops_for(weight).first_chosen
            share(loop, tasks, n, ggy.numel(), padded, u, v, ggy, which)
        return ggy, *[None] * 4


# --- what the loops are given -------------------------------------------------------------------


def _total(gy: Tensor, padded: Tensor, which: Tensor, total: Tensor) -> None:
    """Sum `gz` times the patch it came from, below it `gz`: `total (tasks, taps + 1, C)`."""
    loops, (tasks, n) = loops_for(gy), padded.shape[:2]
    sums = gy.new_empty((tasks * parts_in(n), *total.shape[1:]))
    share(loops.first_sums, tasks, n, gy.numel(), padded, sums, gy, which)
    loops.add_parts(0, tasks, sums, total)


def _room(rows: int, patches: Tensor) -> Tensor:
    return patches.new_empty((len(patches), rows, patches.shape[2]))


def _pooled_like(padded: Tensor, weight: Tensor, grouped: bool) -> tuple[Tensor, Tensor]:
    tasks, n, _, height, width = padded.shape
    out = weight.shape[1]
    size = (n, tasks * out) if grouped else (tasks * n, out)
    y = torch.empty(
        (*size, height // 2 - 1, width // 2 - 1),
        dtype=weight.dtype,
        device=weight.device,
        memory_format=torch.channels_last,
    )
    return y, torch.empty_like(y, dtype=torch.uint8)
