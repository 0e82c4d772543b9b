"""Normalisation with a task axis: by batch statistics, by given ones, by group, by layer.

Batch normalisation is `F.batch_norm` on grouped maps, outside functorch: right to the second
derivative, and the fastest that torch has. The other kinds know no other picture than the one they
normalise, so an answer never depends on its company.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import torch
import torch.nn.functional as F
from torch import Tensor

from metastudio.engine import kernels
from metastudio.engine.networks.layers import Maps, Params, max_pool, relu

Statistics = dict[str, tuple[Tensor, Tensor]]
"""Mean and variance of each normalisation layer, `(tasks, C)` each."""

EPSILON = 1e-5
MOST_GROUPS = 8
BATCH_STATISTICS = ("running", "support", "transductive")
"""The modes that normalise by statistics over pictures."""


@dataclass
class Observed:
    """Collects each normalisation layer's statistics of a batch on its way through a network.

    `differentiable` ones carry the gradient (the support set's, which normalise the queries);
    the others come almost free from the normalisation itself (for running averages).
    """

    differentiable: bool = True
    statistics: Statistics = field(default_factory=dict)


@dataclass(frozen=True)
class Normalizer:
    """Normalises the layers of one network in one mode: see `NetworkSettings.normalization`.

    A layer's parameters are `NAME.scale` and `NAME.shift`, `([tasks,] C)` each. In the modes with
    batch statistics a layer takes `given` ones, else those of the batch in hand, task by task.
    """

    mode: str

    @property
    def active(self) -> bool:
        """Whether anything is normalised."""
        return self.mode != "none"

    @property
    def by_batch(self) -> bool:
        """Whether statistics over pictures are used."""
        return self.mode in BATCH_STATISTICS

    def initial(self, name: str, channels: int) -> dict[str, Tensor]:
        """Return unit scales and zero shifts; nothing where nothing is normalised."""
        if not self.active:
            return {}
        return {f"{name}.scale": torch.ones(channels), f"{name}.shift": torch.zeros(channels)}

    def maps(
        self,
        name: str,
        params: Params,
        x: Maps,
        given: Mapping[str, tuple[Tensor, Tensor]] | None,
        observed: Observed | None,
    ) -> Maps:
        """Normalise feature maps."""
        if not self.active:
            return x
        scale, shift = params[f"{name}.scale"], params[f"{name}.shift"]
        if not self.by_batch:
            return group_normalize_maps(x, scale, shift, self._groups(scale.shape[-1]))
        if observed is None:
            return normalize_maps(x, scale, shift, None if given is None else given[name])
        if observed.differentiable:
            observed.statistics[name] = maps_statistics(x)
            return normalize_maps(x, scale, shift, observed.statistics[name])
        size = (x.tasks, scale.shape[-1])
        observed.statistics[name] = moments = (scale.new_zeros(size), scale.new_ones(size))
        return normalize_maps(x, scale, shift, moments=moments)

    def pooled(
        self,
        name: str,
        params: Params,
        x: Maps,
        given: Mapping[str, tuple[Tensor, Tensor]] | None,
        observed: Observed | None,
        fused: bool,
    ) -> Maps:
        """Normalise feature maps, take the 2×2 maximum, rectify; `fused` where a kernel does it.

        The maximum before the rectifier gives the same values and is cheaper.
        """
        if not (fused and kernels.cover(x.data)):
            return relu(max_pool(self.maps(name, params, x, given, observed)))
        if not self.active:
            ones = x.data.new_ones(x.channels)
            return _pooled_by_factors(x, ones, torch.zeros_like(ones))
        scale, shift = params[f"{name}.scale"], params[f"{name}.shift"]
        if not self.by_batch:
            x = x.with_data(_group_norm(x, self._groups(scale.shape[-1])))
            return _pooled_by_factors(x, scale, shift)
        if observed is None and given is not None:
            return _pooled_by_factors(x, *_factors(scale, shift, given[name]))
        y, mean, variance = kernels.block_by_batch(
            x.data, x.each_group(scale), x.each_group(shift), EPSILON
        )
        moments = mean.view(x.tasks, -1), variance.view(x.tasks, -1)
        _note(observed, name, *moments, x.data.numel() // mean.numel())
        return x.with_data(y)

    def first_block(
        self,
        name: str,
        params: Params,
        x: Tensor,
        given: Mapping[str, tuple[Tensor, Tensor]] | None,
        observed: Observed | None,
    ) -> Maps | None:
        """Convolve pictures `(tasks, n, C, H, W)` and do all that `pooled` does, at once.

        None where no kernel does it.
        """
        if not kernels.cover_pictures(x) or (self.active and not self.by_batch):
            return None
        tasks, weight = x.shape[0], params[f"{name}.weight"]
        if not self.active:
            offset = params[f"{name}.bias"]
            scale = torch.ones_like(offset)
        else:
            scale, offset = params[f"{name}.scale"], params[f"{name}.shift"]
        grouped = weight.dim() == 5 or scale.dim() == 2 or offset.dim() == 2
        weight = weight.expand(tasks, *weight.shape[-4:])
        scale, offset = scale.expand(tasks, -1), offset.expand(tasks, -1)
        if self.active and (observed is not None or given is None):
            y, mean, variance = kernels.first_block_by_batch(
                x, weight, scale, offset, EPSILON, grouped
            )
            _note(observed, name, mean, variance, x[0, :, 0].numel())
            return Maps(y, tasks, grouped)
        if self.active and given is not None:
            scale, offset = _factors(scale, offset, given[name])
        return Maps(
            kernels.first_block_by_factors(x, weight, scale, offset, grouped), tasks, grouped
        )

    def vectors(
        self,
        name: str,
        params: Params,
        x: Tensor,
        given: Mapping[str, tuple[Tensor, Tensor]] | None,
        observed: Observed | None,
    ) -> Tensor:
        """Normalise vectors `(tasks, n, F)`."""
        if not self.active:
            return x
        scale, shift = params[f"{name}.scale"], params[f"{name}.shift"]
        if not self.by_batch:
            return group_normalize_vectors(x, scale, shift, self._groups(scale.shape[-1]))
        statistics = None if given is None else given[name]
        if observed is not None:
            statistics = observed.statistics[name] = vectors_statistics(x)
        return normalize_vectors(x, scale, shift, statistics)

    def _groups(self, channels: int) -> int:
        # Wu and He 2018 find little difference between group sizes; one group is layer norm.
        return 1 if self.mode == "layer" else math.gcd(MOST_GROUPS, channels)


# --- by statistics over pictures ----------------------------------------------------------------


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
        factor, offset = _factors(scale, shift, given)
        return x.with_data(torch.addcmul(x.each_channel(offset), x.data, x.each_channel(factor)))
    mean, variance = moments if moments is not None else (None, None)
    scale, shift = _alike(x.tasks, scale, shift)
    if scale.dim() == 2:
        x = x.grouped()
    if x.is_grouped:
        scale, shift = (v.expand(x.tasks, -1).flatten() for v in (scale, shift))
        flat = (
            (None, None) if mean is None or variance is None else (mean.view(-1), variance.view(-1))
        )
        return x.with_data(_batch_norm(x.data, scale, shift, *flat))
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


def _note(
    observed: Observed | None, name: str, mean: Tensor, variance: Tensor, places: int
) -> None:
    """Keep a layer's statistics; of those for running averages, the unbiased variance."""
    if observed is None:
        return
    if not observed.differentiable:
        mean, variance = mean.detach(), variance.detach() * (places / max(places - 1, 1))
    observed.statistics[name] = (mean, variance)


def _pooled_by_factors(x: Maps, factor: Tensor, offset: Tensor) -> Maps:
    y = kernels.block_by_factors(x.data, x.each_group(factor), x.each_group(offset))
    return x.with_data(y)


def maps_statistics(x: Maps) -> tuple[Tensor, Tensor]:
    """Mean and (biased) variance of each task's maps, `(tasks, C)` each, differentiable."""
    if x.is_grouped:
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


def _alike(tasks: int, scale: Tensor, shift: Tensor) -> tuple[Tensor, Tensor]:
    """Give both a task axis where one of them has it."""
    if scale.dim() == shift.dim():
        return scale, shift
    return scale.expand(tasks, -1), shift.expand(tasks, -1)


# --- within one picture -------------------------------------------------------------------------


def group_normalize_maps(x: Maps, scale: Tensor, shift: Tensor, groups: int) -> Maps:
    """Normalise each picture's channels in `groups` groups (Wu and He 2018)."""
    y = x.with_data(_group_norm(x, groups))
    return y.with_data(
        torch.addcmul(y.each_channel(shift), y.data, y.each_channel(scale)),
    )


def _group_norm(x: Maps, groups: int) -> Tensor:
    return F.group_norm(x.data, groups * x.tasks if x.is_grouped else groups, eps=EPSILON)


def group_normalize_vectors(x: Tensor, scale: Tensor, shift: Tensor, groups: int) -> Tensor:
    """Normalise each vector of `(…, F)` in `groups` groups; one group is layer normalisation."""
    parts = x.reshape(*x.shape[:-1], groups, -1)
    normal = F.layer_norm(parts, parts.shape[-1:], eps=EPSILON).flatten(-2)
    if scale.dim() == 1 and shift.dim() == 1:
        return torch.addcmul(shift, normal, scale)
    between = (1,) * (x.dim() - 2)
    factor, offset = (v.reshape(-1, *between, v.shape[-1]) for v in (scale, shift))
    return normal * factor + offset
