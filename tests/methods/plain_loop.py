"""The judge: MAML and ProtoNet as a plain loop, one task at a time, written from the papers.

Ordinary `nn.Module`s, `functional_call` and `autograd.grad`; shares no line with the engine.
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.func import functional_call


class Norm(nn.Module):
    """Batch normalisation written out. `mode`: "batch", "record" (batch, and keep), or "given"."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.scale = nn.Parameter(torch.ones(channels))
        self.shift = nn.Parameter(torch.zeros(channels))
        self.mode, self.kept = "batch", (torch.zeros(()), torch.ones(()))

    def forward(self, x: Tensor) -> Tensor:
        dims = [d for d in range(x.dim()) if d != 1]
        shape = [1, -1] + [1] * (x.dim() - 2)
        if self.mode == "given":
            mean, variance = self.kept
        else:
            mean = x.mean(dims)
            variance = ((x - mean.view(shape)) ** 2).mean(dims)
            if self.mode == "record":
                self.kept = (mean, variance)
        x = (x - mean.view(shape)) / torch.sqrt(variance.view(shape) + 1e-5)
        return x * self.scale.view(shape) + self.shift.view(shape)


class PlainConv4(nn.Module):
    def __init__(self, channels_in: int, channels: int, normalize: bool) -> None:
        super().__init__()
        self.convs = nn.ModuleList(
            nn.Conv2d(
                channels_in if i == 0 else channels, channels, 3, padding=1, bias=not normalize
            )
            for i in range(4)
        )
        self.norms = nn.ModuleList(Norm(channels) for _ in range(4)) if normalize else None

    def forward(self, x: Tensor) -> Tensor:
        for i, conv in enumerate(self.convs):
            x = conv(x)
            if self.norms is not None:
                x = self.norms[i](x)
            x = F.relu(x)
            x = F.max_pool2d(x, 2) if min(x.shape[-2:]) > 1 else x
        return x.flatten(1)


class PlainMLP(nn.Module):
    def __init__(self, inputs: int, hidden: tuple[int, ...], normalize: bool) -> None:
        super().__init__()
        sizes = (inputs, *hidden)
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in zip(sizes, hidden, strict=False))
        self.norms = nn.ModuleList(Norm(h) for h in hidden) if normalize else None

    def forward(self, x: Tensor) -> Tensor:
        x = x.flatten(1)
        for i, layer in enumerate(self.layers):
            x = layer(x)
            x = self.norms[i](x) if self.norms is not None else x
            x = F.relu(x)
        return x


class WithHead(nn.Module):
    def __init__(self, body: nn.Module, features: int, outputs: int) -> None:
        super().__init__()
        self.body, self.head = body, nn.Linear(features, outputs)

    def forward(self, x: Tensor) -> Tensor:
        return self.head(self.body(x))


def set_mode(module: nn.Module, mode: str) -> None:
    for part in module.modules():
        if isinstance(part, Norm):
            part.mode = mode


def load(module: nn.Module, params: dict[str, Tensor], body: str = "") -> dict[str, str]:
    """Copy the engine's parameters in; returns plain name -> engine name."""
    names = {}
    for plain in dict(module.named_parameters()):
        parts = plain.removeprefix(body).split(".")
        if parts[0] == "head":
            names[plain] = plain
            continue
        prefix = ("block" if "convs" in module_kinds(module) else "layer") + str(int(parts[1]) + 1)
        names[plain] = f"{prefix}.{parts[2]}"
    with torch.no_grad():
        for plain, value in module.named_parameters():
            value.copy_(params[names[plain]])
    return names


def module_kinds(module: nn.Module) -> str:
    return " ".join(name for name, _ in module.named_modules())


def maml_meta_gradient(
    model: nn.Module,
    support: list[tuple[Tensor, Tensor]],
    query: list[tuple[Tensor, Tensor]],
    *,
    inner_lr: float,
    steps: int,
    second_order: bool,
    normalization: str,
    loss,
) -> dict[str, Tensor]:
    """Algorithm 1 (2) of Finn et al. 2017, one task after another."""
    theta = dict(model.named_parameters())
    total = 0.0
    for (xs, ys), (xq, yq) in zip(support, query, strict=True):
        fast = dict(theta)
        for _ in range(steps):
            set_mode(model, "batch")
            inner = loss(functional_call(model, fast, (xs,)), ys)
            gradients = torch.autograd.grad(inner, list(fast.values()), create_graph=second_order)
            fast = {n: w - inner_lr * g for (n, w), g in zip(fast.items(), gradients, strict=True)}
        if normalization == "support":
            set_mode(model, "record")
            functional_call(model, fast, (xs,))
            set_mode(model, "given")
        else:
            set_mode(model, "batch")
        total = total + loss(functional_call(model, fast, (xq,)), yq) / len(support)
    gradients = torch.autograd.grad(total, list(theta.values()))
    return dict(zip(theta, gradients, strict=True))
