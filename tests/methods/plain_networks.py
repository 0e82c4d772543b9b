"""The judges of the deeper backbones: torch's own modules, one task at a time."""

import torch
import torch.nn.functional as F
from plain_loop import norm
from torch import Tensor, nn


class _Convolved(nn.Module):
    """A convolution and its normalisation."""

    def __init__(self, channels_in: int, channels: int, size: int, normalization: str) -> None:
        super().__init__()
        bias = normalization == "none"
        self.conv = nn.Conv2d(channels_in, channels, size, padding=size // 2, bias=bias)
        self.norm = norm(normalization, channels)

    def forward(self, x: Tensor) -> Tensor:
        return self.norm(self.conv(x))


class PlainResNet12(nn.Module):
    def __init__(self, channels_in: int, channels: int, normalization: str) -> None:
        super().__init__()
        for number, factor in enumerate((1, 2.5, 5, 10), 1):
            width = round(channels * factor)
            shapes = [("conv1", channels_in, 3), ("conv2", width, 3), ("conv3", width, 3)]
            block = {
                name: _Convolved(inward, width, size, normalization)
                for name, inward, size in [*shapes, ("shortcut", channels_in, 1)]
            }
            self.add_module(f"block{number}", nn.ModuleDict(block))
            channels_in = width

    def forward(self, x: Tensor) -> Tensor:
        for block in self.children():
            y = F.leaky_relu(block["conv1"](x), 0.1)
            y = block["conv3"](F.leaky_relu(block["conv2"](y), 0.1))
            x = F.leaky_relu(y + block["shortcut"](x), 0.1)
            x = F.max_pool2d(x, 2) if min(x.shape[-2:]) > 1 else x
        return x.mean((2, 3))

    @staticmethod
    def engine_name(plain: str) -> str:
        return plain.replace(".conv.", ".").replace(".norm.", ".")


class PlainRecurrent(nn.Module):
    def __init__(self, cell: type[nn.LSTM | nn.GRU], inputs: int, width: int, layers: int) -> None:
        super().__init__()
        self.whole = cell(inputs, width, layers, batch_first=True)

    def forward(self, x: Tensor) -> Tensor:
        rows = torch.stack([torch.cat(list(picture.unbind(0)), -1) for picture in x])
        return self.whole(rows)[0].mean(1)

    @staticmethod
    def engine_name(plain: str) -> str:
        kind, side, layer = plain.removeprefix("whole.").split("_")
        side = {"ih": "input", "hh": "hidden"}[side]
        return f"layer{int(layer.removeprefix('l')) + 1}.{side}.{kind}"


class PlainViT(nn.Module):
    def __init__(
        self, channels_in: int, side: int, patch: int, width: int, layers: int, heads: int
    ):
        super().__init__()
        self.patch = patch
        self.project = nn.Linear(channels_in * patch**2, width)
        self.positions = nn.Parameter(torch.zeros((-(-side // patch)) ** 2, width))
        self.layers = nn.ModuleList(
            nn.TransformerEncoderLayer(
                width, heads, 2 * width, 0.0, F.gelu, batch_first=True, norm_first=True
            )
            for _ in range(layers)
        )
        self.norm = nn.LayerNorm(width)

    def forward(self, x: Tensor) -> Tensor:
        side = -(-x.shape[-1] // self.patch) * self.patch
        padded = x.new_zeros(*x.shape[:2], side, side)
        padded[..., : x.shape[-2], : x.shape[-1]] = x
        patches = F.unfold(padded, self.patch, stride=self.patch).transpose(1, 2)
        tokens = self.project(patches) + self.positions
        with torch.nn.attention.sdpa_kernel(torch.nn.attention.SDPBackend.MATH):
            for layer in self.layers:
                tokens = layer(tokens)
        return self.norm(tokens).mean(1)

    @staticmethod
    def engine_name(plain: str) -> str:
        parts = plain.split(".")
        if parts[0] == "project":
            return f"patches.{parts[1]}"
        norms = {"weight": "scale", "bias": "shift"}
        if parts[0] == "norm":
            return f"norm.{norms[parts[1]]}"
        if parts[0] != "layers":
            return plain
        at, inside = f"layer{int(parts[1]) + 1}", ".".join(parts[2:])
        if inside.startswith("norm"):
            return f"{at}.{inside.split('.')[0]}.{norms[inside.split('.')[1]]}"
        names = {
            "self_attn.in_proj_weight": "inward.weight",
            "self_attn.in_proj_bias": "inward.bias",
        }
        inside = names.get(inside, inside).replace("self_attn.out_proj", "outward")
        return f"{at}.{inside.replace('linear1', 'up').replace('linear2', 'down')}"


class PlainEfficientNet(nn.Module):
    """EfficientNet-Lite0 after table 1 of Tan and Le 2019, normalisation folded into biases."""

    TABLE = (  # how much wider inside, kernel, stride of the first, channels, blocks
        (1, 3, 1, 16, 1), (6, 3, 2, 24, 2), (6, 5, 2, 40, 2), (6, 3, 2, 80, 3),
        (6, 5, 1, 112, 3), (6, 5, 2, 192, 4), (6, 3, 1, 320, 1),
    )  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self.stem, self.blocks, inward = nn.Conv2d(3, 32, 3, 2), nn.ModuleList(), 32
        for wider, size, stride, channels, repeats in self.TABLE:
            for first in [True] + [False] * (repeats - 1):
                inside, block = inward * wider, nn.ModuleDict()
                if wider > 1:
                    block["expand"] = nn.Conv2d(inward, inside, 1)
                step = stride if first else 1
                block["depthwise"] = nn.Conv2d(inside, inside, size, step, groups=inside)
                block["project"] = nn.Conv2d(inside, channels, 1)
                self.blocks.append(block)
                inward = channels
        self.last = nn.Conv2d(inward, 1280, 1)

    @staticmethod
    def _same(conv: nn.Conv2d, x: Tensor) -> Tensor:
        size, stride = conv.kernel_size[0], conv.stride[0]
        total = max((-(-x.shape[-1] // stride) - 1) * stride + size - x.shape[-1], 0)
        return conv(F.pad(x, [total // 2, total - total // 2] * 2))

    def forward(self, x: Tensor) -> Tensor:
        edge = x.shape[-1] // 16
        x = (x[..., edge:-edge, edge:-edge] * 255 - 127) / 128
        x = F.relu6(self._same(self.stem, x))
        for block in self.blocks:
            y = F.relu6(block["expand"](x)) if "expand" in block else x
            y = block["project"](F.relu6(self._same(block["depthwise"], y)))
            x = x + y if x.shape == y.shape else y
        return F.relu6(self.last(x)).mean((2, 3))

    @staticmethod
    def engine_name(plain: str) -> str:
        parts = plain.split(".")
        if parts[0] == "blocks":
            return f"_blocks.{parts[1]}._{parts[2]}_conv.{parts[3]}"
        return f"_conv_{'head' if parts[0] == 'last' else 'stem'}.{parts[1]}"
