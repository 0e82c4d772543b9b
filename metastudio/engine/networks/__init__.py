"""Backbones: functions of (params, x). `build_network` finds one by name."""

from collections.abc import Callable

from metastudio.engine.errors import ConfigError
from metastudio.engine.experiment import NetworkSettings
from metastudio.engine.networks.conv4 import Conv4
from metastudio.engine.networks.mlp import MLP
from metastudio.engine.networks.network import Network
from metastudio.engine.registry import plugin

Shape = tuple[int, ...]


def _conv4(settings: NetworkSettings, shape: Shape) -> Network:
    if len(shape) != 3:
        raise ConfigError(
            "Conv4 needs pictures, but this data set deals functions. Set network.name to 'mlp'."
        )
    return Conv4(shape[0], shape[1], settings.channels, settings.normalization)


def _mlp(settings: NetworkSettings, shape: Shape) -> Network:
    inputs = 1
    for size in shape:
        inputs *= size
    return MLP(inputs, settings.hidden, settings.normalization)


BUILDERS: dict[str, Callable[[NetworkSettings, Shape], Network]] = {"conv4": _conv4, "mlp": _mlp}


def build_network(settings: NetworkSettings, shape: Shape) -> Network:
    """Build the backbone for inputs of `shape`, `(C, H, W)` or `(values,)`.

    Raises `ConfigError` where there is no such network, or it can't take such inputs.
    """
    return plugin("network", settings.name, BUILDERS)(settings, shape)
