"""A whole first block in one function: convolution, normalisation, 2×2 maximum, rectifier.

Normalising a convolution's output is the same as taking other weights and an offset. What the
weights have to be follows from the mean and the covariance of the pictures' patches, a few numbers,
on which torch computes (in double precision) and differentiates. What is left, the largest of four
patches' products, is piecewise linear in the weights.
"""

from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor
from torch.autograd.function import once_differentiable

from metastudio.engine.kernels import first_loops, loops
from metastudio.engine.kernels.blocks import array, channels_last, rows
from metastudio.engine.kernels.sharing import share

PICTURES_AT_ONCE = 8
"""Whose patches are laid out in memory to take their moments."""


def first_block_by_batch(
    x: Tensor, weight: Tensor, scale: Tensor, shift: Tensor, epsilon: float, grouped: bool
) -> tuple[Tensor, Tensor, Tensor]:
    """Convolve pictures `(tasks, n, colours, H, W)`, normalise each task's, pool and rectify.

    `weight` is `(tasks, out, colours, 3, 3)`, `scale` and `shift` are `(tasks, out)`. Returns the
    maps, stacked `(tasks·n, out, …)` or grouped `(n, tasks·out, …)`, and the convolution's mean and
    (biased) variance `(tasks, out)`.
    """
    padded = F.pad(x, (1, 1, 1, 1))
    centre, covariance = patch_moments(padded)
    w = _taps(weight).double()
    mean = (centre.unsqueeze(1) @ w).squeeze(1)
    variance = ((covariance @ w) * w).sum(1).clamp_min(0)
    factor = scale * torch.rsqrt(variance + epsilon)
    offset = shift - mean * factor
    y = _pooled(padded, w * factor.unsqueeze(1), offset, x.dtype, grouped)
    return y, mean.to(x.dtype), variance.to(x.dtype)


def first_block_by_factors(
    x: Tensor, weight: Tensor, factor: Tensor, offset: Tensor, grouped: bool
) -> Tensor:
    """Convolve, multiply and add, pool and rectify; see `first_block_by_batch`."""
    padded = F.pad(x, (1, 1, 1, 1))
    return _pooled(padded, _taps(weight) * factor.unsqueeze(1), offset, x.dtype, grouped)


def patch_moments(padded: Tensor) -> tuple[Tensor, Tensor]:
    """Mean `(tasks, taps)` and covariance `(tasks, taps, taps)` of all patches of each task."""
    means, covariances = [], []
    with torch.no_grad():
        for pictures in padded:
            first = second = torch.zeros((), dtype=torch.float64, device=padded.device)
            count = 0
            for some in pictures.split(PICTURES_AT_ONCE):
                patches = F.unfold(some, 3)
                count += patches.shape[0] * patches.shape[2]
                first = first + patches.sum(2).double().sum(0)
                second = second + (patches @ patches.transpose(1, 2)).double().sum(0)
            mean = first / count
            means.append(mean)
            covariances.append(second / count - torch.outer(mean, mean))
    return torch.stack(means), torch.stack(covariances)


def _taps(weight: Tensor) -> Tensor:
    """Return weights as `(tasks, taps, out)`."""
    return weight.flatten(2).transpose(1, 2)


def _pooled(padded: Tensor, w: Tensor, offset: Tensor, kind: torch.dtype, grouped: bool) -> Tensor:
    made: Tensor = _First.apply(padded, w.to(kind), offset.to(kind), grouped)  # type: ignore[no-untyped-call]
    return made


class _First(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, padded: Tensor, weight: Tensor, offset: Tensor, grouped: bool) -> Tensor:
        tasks, n, _, height, width = padded.shape
        out = weight.shape[2]
        size = (n, tasks * out) if grouped else (tasks * n, out)
        y = torch.empty(
            (*size, height // 2 - 1, width // 2 - 1),
            dtype=weight.dtype,
            device=weight.device,
            memory_format=torch.channels_last,
        )
        which = torch.empty_like(y, dtype=torch.uint8)
        if not y.is_meta:
            slots = tasks if grouped else 1
            given = (array(weight), array(offset), _slotted(y, slots), _slotted(which, slots))
            share(first_loops.pool, tasks, n, (_pictures(padded), n, *given), y.numel())
        ctx.save_for_backward(padded, weight, offset, which)
        ctx.grouped = grouped
        return y

    @staticmethod
    def backward(ctx: Any, gy: Tensor) -> Any:
        gradient = _FirstGradient.apply(gy, *ctx.saved_tensors, ctx.grouped)  # type: ignore[no-untyped-call]
        return (None, *gradient, None)


class _FirstGradient(torch.autograd.Function):
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
        gweight, goffset = weight.new_empty(weight.shape), offset.new_empty(offset.shape)
        if not gy.is_meta:
            tasks, n, slots = len(weight), padded.shape[1], len(weight) if grouped else 1
            parts, (_, taps, out) = tasks * loops.parts_in(n), weight.shape
            sums = np.empty((parts, taps + 1, out), array(weight).dtype)
            given = (_slotted(gy, slots), _slotted(which, slots), sums)
            share(first_loops.sums, tasks, n, (_pictures(padded), n, *given), gy.numel())
            total = sums.reshape(tasks, -1, taps + 1, out).sum(1, dtype=np.float64)
            array(gweight)[:], array(goffset)[:] = total[:, :-1], total[:, -1]
        ctx.save_for_backward(padded, weight, offset, which)
        ctx.grouped = grouped
        return gweight, goffset

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, u: Tensor | None, v: Tensor | None) -> Any:
        padded, weight, offset, which = ctx.saved_tensors
        u = torch.zeros_like(weight) if u is None else u
        v = torch.zeros_like(offset) if v is None else v
        ggy = torch.empty_like(which, dtype=weight.dtype)
        if not ggy.is_meta:
            tasks, n, slots = len(weight), padded.shape[1], len(weight) if ctx.grouped else 1
            given = (array(u), array(v), _slotted(which, slots), _slotted(ggy, slots))
            share(first_loops.chosen, tasks, n, (_pictures(padded), n, *given), ggy.numel())
        return ggy, None, None, None, None, None


def _pictures(padded: Tensor) -> Any:
    """Return padded pictures as the contiguous array `(tasks·n, colours, H + 2, W + 2)`."""
    return padded.detach().flatten(0, 1).contiguous().numpy()


def _slotted(maps: Tensor, slots: int) -> Any:
    """Return maps as the array `(pictures, H, W, slots, C)`."""
    seen = rows(maps)
    return seen.reshape(*seen.shape[:3], slots, -1)
