"""Backbones: functions of (params, x). `build_network` finds one by name."""

import math
from collections.abc import Callable

from metastudio.engine.experiment import NetworkSettings
from metastudio.engine.networks.conv4 import Conv4
from metastudio.engine.networks.efficientnet import EfficientNetLite0
from metastudio.engine.networks.mlp import MLP
from metastudio.engine.networks.network import Network
from metastudio.engine.networks.recurrent import Recurrent
from metastudio.engine.networks.resnet12 import ResNet12
from metastudio.engine.networks.transformer import ViT
from metastudio.engine.registry import plugin

Shape = tuple[int, ...]


def _conv4(settings: NetworkSettings, shape: Shape) -> Network:
    strided = settings.downsampling == "stride"
    return Conv4(shape[0], shape[1], settings.channels, settings.normalization, strided)


def _resnet12(settings: NetworkSettings, shape: Shape) -> Network:
    return ResNet12(shape[0], settings.channels, settings.normalization)


def _mlp(settings: NetworkSettings, shape: Shape) -> Network:
    return MLP(math.prod(shape), settings.hidden, settings.normalization)


def _recurrent(settings: NetworkSettings, shape: Shape) -> Network:
    values = shape[0] * shape[2] if len(shape) == 3 else shape[-1]
    return Recurrent(settings.name, values, settings.width, settings.layers)


def _vit(settings: NetworkSettings, shape: Shape) -> Network:
    return ViT(shape, settings.patch, settings.width, settings.layers, settings.heads)


def _efficientnet(settings: NetworkSettings, shape: Shape) -> Network:
    return EfficientNetLite0(settings.frozen)


BUILDERS: dict[str, Callable[[NetworkSettings, Shape], Network]] = {
    "conv4": _conv4,
    "resnet12": _resnet12,
    "mlp": _mlp,
    "lstm": _recurrent,
    "gru": _recurrent,
    "vit": _vit,
    "efficientnet-lite0": _efficientnet,
}


def build_network(settings: NetworkSettings, shape: Shape) -> Network:
    """Build the backbone for inputs of `shape`: `(C, H, W)`, `(length, values)` or `(values,)`.

    Raises `ConfigError` where there is no such network. That it can take such inputs is told by
    `compatibility.refusal`.
    """
    return plugin("network", settings.name, BUILDERS)(settings, shape)
