"""Layers whose weights may carry a leading *task axis*: one copy of the weights for each task.

Pictures of `tasks` tasks travel through a network in one of two layouts:

- shared weights: `(tasks·n, C, H, W)`, an ordinary convolution;
- weights of each task, `(tasks, out, in, kh, kw)`: `(n, tasks·C, H, W)`, a grouped convolution.

Both are channels_last in memory, which is the faster on a CPU. Tasks never mix, so the gradient of
the *sum* of their losses with respect to per-task weights is each task's own gradient. There is no
`torch.func` here: under `vmap`, `F.batch_norm` gives a second derivative that is silently wrong.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import torch
import torch.nn.functional as F
from torch import Tensor

Params = Mapping[str, Tensor]
Statistics = dict[str, tuple[Tensor, Tensor]]
"""Mean and variance of each normalisation layer, `(tasks, C)` each."""

EPSILON = 1e-5


@dataclass
class Observed:
    """Collects each normalisation layer's statistics of a batch on its way through a network.

    `differentiable` ones carry the gradient (the support set's, which normalise the queries);
    the others come almost free from the normalisation itself (for running averages).
    """

    differentiable: bool = True
    statistics: Statistics = field(default_factory=dict)


@dataclass(frozen=True)
class Maps:
    """Feature maps of several tasks; `grouped` tells which of the two layouts `data` has."""

    data: Tensor
    tasks: int
    grouped: bool

    def with_data(self, data: Tensor) -> "Maps":
        """Return maps of the same layout."""
        return Maps(data, self.tasks, self.grouped)


def to_maps(x: Tensor, grouped: bool) -> Maps:
    """Lay out pictures `(tasks, n, C, H, W)` for a network."""
    tasks, n, *picture = x.shape
    if grouped:
        data = x.transpose(0, 1).reshape(n, tasks * picture[0], *picture[1:])
    else:
        data = x.reshape(tasks * n, *picture)
    return Maps(data.contiguous(memory_format=torch.channels_last), tasks, grouped)


def to_vectors(maps: Maps) -> Tensor:
    """Flatten maps to one feature vector a picture, `(tasks, n, C·H·W)`."""
    if not maps.grouped:
        return maps.data.reshape(maps.tasks, -1, maps.data[0].numel())
    n, _, height, width = maps.data.shape
    data = maps.data.reshape(n, maps.tasks, -1, height, width)
    return data.transpose(0, 1).reshape(maps.tasks, n, -1)


def conv2d(x: Maps, weight: Tensor, bias: Tensor | None = None) -> Maps:
    """3×3 (or any odd) convolution that keeps the size; weight `([tasks,] out, in, kh, kw)`."""
    padding = weight.shape[-1] // 2
    if not x.grouped:
        return x.with_data(F.conv2d(x.data, weight, bias, padding=padding))
    flat_bias = None if bias is None else bias.flatten()
    weight = weight.flatten(0, 1)
    return x.with_data(
        F.conv2d(x.data, weight, flat_bias, padding=padding, groups=x.tasks),
    )


def max_pool(x: Maps) -> Maps:
    """2×2 maximum; pictures of one row or column stay as they are."""
    if min(x.data.shape[-2:]) < 2:
        return x
    return x.with_data(F.max_pool2d(x.data, 2))


def relu(x: Maps) -> Maps:
    """Rectify."""
    return x.with_data(F.relu(x.data))


def linear(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    """Map `(tasks, n, in)` to `(tasks, n, out)`; weight `([tasks,] out, in)`."""
    if weight.dim() == 2:
        return F.linear(x, weight, bias)
    return torch.baddbmm(bias.unsqueeze(1), x, weight.transpose(1, 2))


# --- normalisation ------------------------------------------------------------------------------


def normalize_maps(
    x: Maps,
    scale: Tensor,
    shift: Tensor,
    given: tuple[Tensor, Tensor] | None = None,
    moments: tuple[Tensor, Tensor] | None = None,
) -> Maps:
    """Batch-normalise each task's maps with its own statistics, or with `given` ones.

    `scale` and `shift` are `([tasks,] C)`, `given` is mean and variance, `(tasks, C)` each.
    `moments`, two buffers `(tasks, C)`, take the mean and the unbiased variance of the batch.
    """
    if given is not None:
        return _scale_and_shift(x, *_factors(scale, shift, given))
    mean, variance = moments if moments is not None else (None, None)
    if x.grouped:
        flat = (
            (None, None) if mean is None or variance is None else (mean.view(-1), variance.view(-1))
        )
        return x.with_data(_batch_norm(x.data, scale.flatten(), shift.flatten(), *flat))
    parts = [
        _batch_norm(
            part,
            scale,
            shift,
            None if mean is None else mean[task],
            None if variance is None else variance[task],
        )
        for task, part in enumerate(x.data.chunk(x.tasks))
    ]
    return x.with_data(parts[0] if len(parts) == 1 else torch.cat(parts))


def maps_statistics(x: Maps) -> tuple[Tensor, Tensor]:
    """Mean and (biased) variance of each task's maps, `(tasks, C)` each, differentiable."""
    if x.grouped:
        variance, mean = torch.var_mean(x.data, dim=(0, 2, 3), correction=0)
        return mean.reshape(x.tasks, -1), variance.reshape(x.tasks, -1)
    maps = x.data.reshape(x.tasks, -1, *x.data.shape[1:])
    variance, mean = torch.var_mean(maps, dim=(1, 3, 4), correction=0)
    return mean, variance


def normalize_vectors(
    x: Tensor, scale: Tensor, shift: Tensor, given: tuple[Tensor, Tensor] | None
) -> Tensor:
    """Batch-normalise `(tasks, n, F)` by each task's own statistics, or by `given` ones."""
    factor, offset = _factors(scale, shift, given or vectors_statistics(x))
    return x * factor.unsqueeze(1) + offset.unsqueeze(1)


def vectors_statistics(x: Tensor) -> tuple[Tensor, Tensor]:
    """Mean and (biased) variance over each task's vectors, `(tasks, F)` each."""
    variance, mean = torch.var_mean(x, dim=1, correction=0)
    return mean, variance


def _batch_norm(
    x: Tensor,
    scale: Tensor,
    shift: Tensor,
    mean: Tensor | None = None,
    variance: Tensor | None = None,
) -> Tensor:
    # One picture whose maps have shrunk to a single value has no spread to normalise by, and
    # F.batch_norm refuses it: what is left is the shift.
    if x.shape[0] * x.shape[2] * x.shape[3] == 1:
        return x * 0 + shift.reshape(1, -1, 1, 1)
    # Momentum 1 writes this batch's own mean and unbiased variance into the buffers.
    return F.batch_norm(x, mean, variance, scale, shift, training=True, momentum=1.0, eps=EPSILON)


def _factors(
    scale: Tensor, shift: Tensor, statistics: tuple[Tensor, Tensor]
) -> tuple[Tensor, Tensor]:
    mean, variance = statistics
    factor = scale * torch.rsqrt(variance + EPSILON)
    return factor, shift - mean * factor


def _scale_and_shift(x: Maps, factor: Tensor, offset: Tensor) -> Maps:
    if x.grouped:
        shape = (1, -1, 1, 1)
        return x.with_data(torch.addcmul(offset.reshape(shape), x.data, factor.reshape(shape)))
    each = x.data.shape[0] // x.tasks
    factor = factor.repeat_interleave(each, 0)[:, :, None, None]
    offset = offset.repeat_interleave(each, 0)[:, :, None, None]
    return x.with_data(torch.addcmul(offset, x.data, factor))


# --- the beginning of weights -------------------------------------------------------------------


def xavier(shape: tuple[int, ...], generator: torch.Generator) -> Tensor:
    """Glorot and Bengio's uniform initialisation, as MAML's authors use it."""
    receptive = 1
    for size in shape[2:]:
        receptive *= size
    bound = (6 / ((shape[0] + shape[1]) * receptive)) ** 0.5
    return torch.empty(shape).uniform_(-bound, bound, generator=generator)


def fan_in_uniform(shape: tuple[int, ...], fan_in: int, generator: torch.Generator) -> Tensor:
    """Uniform in ±1/√fan_in, torch's own default for linear layers."""
    bound = fan_in**-0.5
    return torch.empty(shape).uniform_(-bound, bound, generator=generator)
