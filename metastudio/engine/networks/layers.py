"""Layers whose weights may carry a leading *task axis*: one copy of the weights for each task.

Pictures of `tasks` tasks travel through a network in one of two layouts:

- *stacked*, for weights that the tasks share: `(tasks·n, C, H, W)`, an ordinary convolution;
- *grouped*, for weights of each task, `(tasks, out, in, kh, kw)`: `(n, tasks·C, H, W)`, a grouped
  convolution.

A layer takes either and brings the maps into the layout that its weights need, so any subset of
the parameters may adapt. Both are channels_last in memory, which is the faster on a CPU. Tasks
never mix, so the gradient of the *sum* of their losses with respect to per-task weights is each
task's own gradient. There is no `torch.func` here: under `vmap`, `F.batch_norm` gives a second
derivative that is silently wrong.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from metastudio.engine import kernels

Params = Mapping[str, Tensor]


@dataclass(frozen=True)
class Maps:
    """Feature maps of several tasks; `is_grouped` tells which of the two layouts `data` has."""

    data: Tensor
    tasks: int
    is_grouped: bool

    def with_data(self, data: Tensor) -> "Maps":
        """Return maps of the same layout."""
        return Maps(data, self.tasks, self.is_grouped)

    def grouped(self) -> "Maps":
        """Return the maps as `(n, tasks·C, H, W)`."""
        if self.is_grouped:
            return self
        _, channels, height, width = self.data.shape
        data = self.data.reshape(self.tasks, -1, channels, height, width).transpose(0, 1)
        return Maps(_channels_last(data.flatten(1, 2)), self.tasks, True)

    def stacked(self) -> "Maps":
        """Return the maps as `(tasks·n, C, H, W)`."""
        if not self.is_grouped:
            return self
        n, _, height, width = self.data.shape
        data = self.data.reshape(n, self.tasks, -1, height, width).transpose(0, 1)
        return Maps(_channels_last(data.flatten(0, 1)), self.tasks, False)

    def each_channel(self, values: Tensor) -> Tensor:
        """Shape values `(C,)` or `(tasks, C)` so that they broadcast over `data`."""
        if values.dim() == 1:
            values = values.repeat(self.tasks) if self.is_grouped else values
            return values.reshape(1, -1, 1, 1)
        if self.is_grouped:
            return values.reshape(1, -1, 1, 1)
        each = self.data.shape[0] // self.tasks
        return values.repeat_interleave(each, 0)[:, :, None, None]

    @property
    def channels(self) -> int:
        """The channels of one task."""
        return int(self.data.shape[1]) // (self.tasks if self.is_grouped else 1)

    def each_group(self, values: Tensor) -> Tensor:
        """Shape values `([tasks,] C)` to rows of consecutive pictures in `data`, `(groups, C)`.

        Stacked pictures are a group a task; grouped ones are one, with the channels of all tasks.
        """
        values = values.expand(self.tasks, -1)
        return values.reshape(1, -1) if self.is_grouped else values.contiguous()


def to_maps(x: Tensor) -> Maps:
    """Lay out pictures `(tasks, n, C, H, W)` for a network."""
    return Maps(_channels_last(x.flatten(0, 1)), x.shape[0], False)


def to_vectors(maps: Maps) -> Tensor:
    """Flatten maps to one feature vector a picture, `(tasks, n, C·H·W)`."""
    if not maps.is_grouped:
        return maps.data.reshape(maps.tasks, -1, maps.data[0].numel())
    n, _, height, width = maps.data.shape
    data = maps.data.reshape(n, maps.tasks, -1, height, width)
    return data.transpose(0, 1).reshape(maps.tasks, n, -1)


def conv2d(
    x: Maps, weight: Tensor, bias: Tensor | None = None, stride: int = 1, fused: bool = False
) -> Maps:
    """3×3 (or any odd) convolution that keeps the size, but for its stride.

    `weight` is `([tasks,] out, in, kh, kw)`. With `fused`, stride 1 and 3×3, its second derivative
    is that of the fused kernels, where they work.
    """
    groups = x.tasks if weight.dim() == 5 else 1
    x = x.stacked() if weight.dim() == 4 else x.grouped()
    if weight.dim() == 5:
        weight = weight.flatten(0, 1)
    if fused and kernels.cover(x.data, weight.shape[0]):
        y = x.with_data(kernels.convolution(x.data, weight, groups))
    else:
        padding = weight.shape[-1] // 2
        y = x.with_data(F.conv2d(x.data, weight, stride=stride, padding=padding, groups=groups))
    return y if bias is None else y.with_data(y.data + y.each_channel(bias))


def add(x: Maps, y: Maps) -> Maps:
    """Sum of two maps, grouped where either is."""
    if x.is_grouped or y.is_grouped:
        x, y = x.grouped(), y.grouped()
    return x.with_data(x.data + y.data)


def max_pool(x: Maps) -> Maps:
    """2×2 maximum; pictures of one row or column stay as they are."""
    if min(x.data.shape[-2:]) < 2:
        return x
    return x.with_data(F.max_pool2d(x.data, 2))


def global_pool(x: Maps) -> Maps:
    """Mean over all places; maps of one by one remain."""
    return x.with_data(x.data.mean((2, 3), keepdim=True))


def relu(x: Maps, slope: float = 0.0) -> Maps:
    """Rectify; with a slope, negative values are multiplied by it."""
    return x.with_data(F.leaky_relu(x.data, slope) if slope else F.relu(x.data))


def linear(x: Tensor, weight: Tensor, bias: Tensor | None = None) -> Tensor:
    """Map `(tasks, n, in)` to `(tasks, n, out)`; weight `([tasks,] out, in)`."""
    if weight.dim() == 2:
        if bias is None or bias.dim() == 1:
            return F.linear(x, weight, bias)
        return F.linear(x, weight) + bias.unsqueeze(1)
    if bias is None:
        return torch.bmm(x, weight.transpose(1, 2))
    # baddbmm broadcasts a shared bias (1, 1, out) as well as one of each task (tasks, 1, out).
    return torch.baddbmm(bias.unsqueeze(-2), x, weight.transpose(1, 2))


def _channels_last(x: Tensor) -> Tensor:
    if x.shape[1] == 1:
        # With one channel both layouts fit the same memory, torch keeps the strides of the other,
        # and every layer that follows would compute in it.
        height, width = x.shape[2:]
        return x.contiguous().as_strided(x.shape, (height * width, 1, width, 1))
    return x.contiguous(memory_format=torch.channels_last)


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
