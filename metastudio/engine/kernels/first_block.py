"""A whole first block in one function: convolution, normalisation, 2×2 maximum, rectifier.

Normalising a convolution's output is the same as taking other weights and an offset. What the
weights have to be follows from the mean and the covariance of the pictures' patches, a few numbers.
What is left, the largest of four patches' products, is piecewise linear in the weights.
"""

from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor
from torch.autograd.function import once_differentiable

from metastudio.engine.kernels import first_loops, loops
from metastudio.engine.kernels.blocks import array, channels_last, or_zero, rows
from metastudio.engine.kernels.sharing import share

Maybe = Tensor | None


def first_block_by_batch(
    x: Tensor, weight: Tensor, scale: Tensor, shift: Tensor, epsilon: float, grouped: bool
) -> tuple[Tensor, Tensor, Tensor]:
    """Convolve pictures `(tasks, n, 1, H, W)`, normalise each task's, pool and rectify.

    `weight` is `(tasks, out, 1, 3, 3)`, `scale` and `shift` are `(tasks, out)`. Returns the
    maps, stacked `(tasks·n, out, …)` or grouped `(n, tasks·out, …)`, and the convolution's mean and
    (biased) variance `(tasks, out)`.
    """
    padded = F.pad(x, (1, 1, 1, 1))
    made: tuple[Tensor, Tensor, Tensor] = _ByBatch.apply(  # type: ignore[no-untyped-call]
        padded, weight.flatten(2), scale, shift, epsilon, grouped
    )
    return made


def first_block_by_factors(
    x: Tensor, weight: Tensor, factor: Tensor, offset: Tensor, grouped: bool
) -> Tensor:
    """Convolve, multiply and add, pool and rectify; see `first_block_by_batch`."""
    padded = F.pad(x, (1, 1, 1, 1))
    taps = weight.flatten(2).transpose(1, 2) * factor.unsqueeze(1)
    made: Tensor = _ByFactors.apply(padded, taps, offset, grouped)  # type: ignore[no-untyped-call]
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
            n, kind, of_patches = padded.shape[1], array(weight).dtype, array(patches)
            sums = np.empty((tasks * loops.parts_in(n), taps + 1, taps))
            given = (_pictures(padded), n, sums)
            share(first_loops.patches, tasks, n, given, padded.numel() * taps)
            first_loops.moments(sums, n * (padded.shape[3] - 2) * (padded.shape[4] - 2), of_patches)
            normal, offset = np.empty((tasks, taps, out), kind), np.empty((tasks, out), kind)
            values = (array(weight), array(scale), array(shift), of_patches, epsilon)
            first_loops.fold(*values, normal, offset, array(made))
            _share(first_loops.pool, padded, (normal, offset), (y, which), grouped)
        ctx.save_for_backward(padded, weight, scale, which, patches)
        ctx.epsilon, ctx.grouped = epsilon, grouped
        return y, made[0], made[1]

    @staticmethod
    def backward(ctx: Any, gy: Maybe, gmean: Maybe, gvariance: Maybe) -> Any:
        padded, weight, scale, which, patches = ctx.saved_tensors
        if gy is None:
            gy = torch.zeros_like(which, dtype=weight.dtype)
        given = (gy, padded, weight, scale, gmean, gvariance, which, patches)
        return (
            None,
            *_ByBatchGradient.apply(*given, ctx.epsilon, ctx.grouped),  # type: ignore[no-untyped-call]
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
        grouped: bool,
    ) -> Any:
        ctx.set_materialize_grads(False)
        gy = channels_last(gy)
        gweight, of_scale = weight.new_empty(weight.shape), scale.new_empty((2, *scale.shape))
        tasks, out, taps = weight.shape
        total = weight.new_empty((tasks, taps + 1, out), dtype=torch.float64)
        if not weight.is_meta:
            _total(gy, padded, which, array(total), grouped)
            first_loops.unfold(
                array(weight),
                array(scale),
                array(patches),
                epsilon,
                array(total),
                or_zero(gmean, scale),
                or_zero(gvariance, scale),
                array(gweight),
                array(of_scale),
            )
        ctx.save_for_backward(padded, weight, scale, gvariance, which, patches, total)
        ctx.epsilon, ctx.grouped = epsilon, grouped
        return gweight, of_scale[0], of_scale[1]

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, u: Maybe, vscale: Maybe, vshift: Maybe) -> Any:
        padded, weight, scale, gvariance, which, patches, total = ctx.saved_tensors
        ggy, to_weight = torch.empty_like(which, dtype=weight.dtype), weight.new_empty(weight.shape)
        to_values = scale.new_empty((3, *scale.shape))
        if not weight.is_meta:
            kind, (tasks, out, taps) = array(weight).dtype, weight.shape
            to_total = np.empty((tasks, taps, out), kind), np.empty((tasks, out), kind)
            u = torch.zeros_like(weight) if u is None else u
            first_loops.unfold_twice(
                array(weight),
                array(scale),
                array(patches),
                ctx.epsilon,
                array(total),
                or_zero(gvariance, scale),
                array(u),
                or_zero(vscale, scale),
                or_zero(vshift, scale),
                *to_total,
                array(to_weight),
                array(to_values),
            )
            _share(first_loops.chosen, padded, to_total, (ggy, which), ctx.grouped)
        by_mean, by_variance = ctx.needs_input_grad[4:6]
        return (
            ggy,
            None,
            to_weight,
            to_values[0],
            to_values[1] if by_mean else None,
            to_values[2] if by_variance else None,
            *[None] * 4,
        )


# --- by given factors ---------------------------------------------------------------------------


class _ByFactors(torch.autograd.Function):
    """With weights `(tasks, taps, out)`, already multiplied."""

    @staticmethod
    def forward(ctx: Any, padded: Tensor, weight: Tensor, offset: Tensor, grouped: bool) -> Tensor:
        y, which = _pooled_like(padded, weight.transpose(1, 2), grouped)
        if not y.is_meta:
            _share(first_loops.pool, padded, (array(weight), array(offset)), (y, which), grouped)
        ctx.save_for_backward(padded, weight, offset, which)
        ctx.grouped = grouped
        return y

    @staticmethod
    def backward(ctx: Any, gy: Tensor) -> Any:
        gradient = _ByFactorsGradient.apply(gy, *ctx.saved_tensors, ctx.grouped)  # type: ignore[no-untyped-call]
        return (None, *gradient, None)


class _ByFactorsGradient(torch.autograd.Function):
    """Linear in `gy`; the weights themselves do not matter, only which patch was the largest."""

    @staticmethod
    def forward(
        ctx: Any,
        gy: Tensor,
        padded: Tensor,
        weight: Tensor,
        offset: Tensor,
        which: Tensor,
        grouped: bool,
    ) -> Any:
        ctx.set_materialize_grads(False)
        gy = channels_last(gy)
        tasks, taps, out = weight.shape
        made = weight.new_empty((tasks, taps + 1, out))
        if not gy.is_meta:
            _total(gy, padded, which, array(made), grouped)
        ctx.save_for_backward(padded, weight, offset, which)
        ctx.grouped = grouped
        return made[:, :-1], made[:, -1]

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, u: Maybe, v: Maybe) -> Any:
        padded, weight, offset, which = ctx.saved_tensors
        u = torch.zeros_like(weight) if u is None else u
        v = torch.zeros_like(offset) if v is None else v
        ggy = torch.empty_like(which, dtype=weight.dtype)
        if not ggy.is_meta:
            _share(first_loops.chosen, padded, (array(u), array(v)), (ggy, which), ctx.grouped)
        return ggy, None, None, None, None, None


# --- the loops over pictures --------------------------------------------------------------------


def _share(
    loop: Any, padded: Tensor, given: tuple[Any, ...], maps: tuple[Tensor, Tensor], grouped: bool
) -> None:
    """Run a loop over all pictures, with what it is given for each task, and with two maps."""
    tasks, n = padded.shape[:2]
    seen = (_slotted(each, tasks if grouped else 1) for each in maps)
    share(loop, tasks, n, (_pictures(padded), n, *given, *seen), maps[0].numel())


def _total(gy: Tensor, padded: Tensor, which: Tensor, total: Any, grouped: bool) -> None:
    """Sum `gz` times the patch it came from, below it `gz`: `total (tasks, taps + 1, C)`."""
    tasks, n = padded.shape[:2]
    sums = np.empty((tasks * loops.parts_in(n), *total.shape[1:]), array(gy[0, 0, 0]).dtype)
    _share(first_loops.sums, padded, (sums,), (gy, which), grouped)
    total[:] = sums.reshape(tasks, -1, *total.shape[1:]).sum(1, dtype=np.float64)


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


def _pictures(padded: Tensor) -> Any:
    """Return padded pictures as the contiguous array `(tasks·n, H + 2, W + 2)`."""
    return padded.detach().flatten(0, 2).contiguous().numpy()


def _slotted(maps: Tensor, slots: int) -> Any:
    """Return maps as the array `(pictures, H, W, slots, C)`."""
    seen = rows(maps)
    return seen.reshape(*seen.shape[:3], slots, -1)
