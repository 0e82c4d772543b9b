"""The judge: every method as a plain loop, one task at a time, written from the papers.

Ordinary `nn.Module`s, `functional_call` and `autograd.grad`; shares no line with the engine.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.func import functional_call

# --- networks -----------------------------------------------------------------------------------


class BatchNorm(nn.Module):
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


class GroupNorm(nn.Module):
    """Group normalisation written out; one group is layer normalisation."""

    def __init__(self, channels: int, groups: int) -> None:
        super().__init__()
        self.scale = nn.Parameter(torch.ones(channels))
        self.shift = nn.Parameter(torch.zeros(channels))
        self.groups = groups

    def forward(self, x: Tensor) -> Tensor:
        shape = [1, -1] + [1] * (x.dim() - 2)
        parts = x.reshape(len(x), self.groups, -1)
        mean = parts.mean(-1, keepdim=True)
        variance = ((parts - mean) ** 2).mean(-1, keepdim=True)
        normal = ((parts - mean) / torch.sqrt(variance + 1e-5)).reshape(x.shape)
        return normal * self.scale.view(shape) + self.shift.view(shape)


def norm(normalization: str, channels: int) -> nn.Module:
    if normalization == "none":
        return nn.Identity()
    if normalization == "layer":
        return GroupNorm(channels, 1)
    if normalization == "group":
        return GroupNorm(channels, math.gcd(8, channels))
    return BatchNorm(channels)


class PlainConv4(nn.Module):
    prefix = "block"

    def __init__(
        self, channels_in: int, channels: int, normalization: str, strided: bool = False
    ) -> None:
        super().__init__()
        self.strided = strided
        self.convs = nn.ModuleList(
            nn.Conv2d(
                channels_in if i == 0 else channels,
                channels,
                3,
                stride=2 if strided else 1,
                padding=1,
                bias=normalization == "none",
            )
            for i in range(4)
        )
        self.norms = nn.ModuleList(norm(normalization, channels) for _ in range(4))

    def forward(self, x: Tensor) -> Tensor:
        for conv, norm in zip(self.convs, self.norms, strict=True):
            x = F.relu(norm(conv(x)))
            x = F.max_pool2d(x, 2) if not self.strided and min(x.shape[-2:]) > 1 else x
        return x.mean((2, 3)) if self.strided else x.flatten(1)


class PlainMLP(nn.Module):
    prefix = "layer"

    def __init__(self, inputs: int, hidden: tuple[int, ...], normalization: str) -> None:
        super().__init__()
        sizes = (inputs, *hidden)
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in zip(sizes, hidden, strict=False))
        self.norms = nn.ModuleList(norm(normalization, h) for h in hidden)

    def forward(self, x: Tensor) -> Tensor:
        x = x.flatten(1)
        for layer, norm in zip(self.layers, self.norms, strict=True):
            x = F.relu(norm(layer(x)))
        return x


class WithHead(nn.Module):
    def __init__(self, body: nn.Module, features: int, outputs: int) -> None:
        super().__init__()
        self.body, self.head = body, nn.Linear(features, outputs)

    def forward(self, x: Tensor) -> Tensor:
        return self.head(self.body(x))


def set_mode(module: nn.Module, mode: str) -> None:
    for part in module.modules():
        if isinstance(part, BatchNorm):
            part.mode = mode


def load(module: WithHead, params: dict[str, Tensor]) -> dict[str, str]:
    """Copy the engine's parameters in; returns plain name -> engine name."""
    names = {}
    with torch.no_grad():
        for plain, value in module.named_parameters():
            parts = plain.split(".")
            engine = plain
            if parts[0] == "body" and hasattr(module.body, "engine_name"):
                engine = module.body.engine_name(plain.removeprefix("body."))
            elif parts[0] == "body":
                engine = f"{module.body.prefix}{int(parts[2]) + 1}.{parts[3]}"
            if engine in params and params[engine].shape != value.shape:
                names[plain] = engine  # one row for each inner step
            elif engine in params:  # ProtoNet has no head
                value.copy_(params[engine])
                names[plain] = engine
    return names


# --- methods ------------------------------------------------------------------------------------


@dataclass
class Work:
    """What a judge is asked: the outer gradient, by the engine's names."""

    model: WithHead
    names: dict[str, str]  # plain -> engine
    params: dict[str, Tensor]  # the engine's
    support: list[tuple[Tensor, Tensor]]
    query: list[tuple[Tensor, Tensor]]
    normalization: str
    inner_lr: float = 0.0
    steps: int = 1
    second_order: bool = True
    loss: Callable[[Tensor, Tensor], Tensor] = F.cross_entropy


def maml_meta_gradient(
    model: nn.Module,
    support: list[tuple[Tensor, Tensor]],
    query: list[tuple[Tensor, Tensor]],
    *,
    steps: int,
    second_order: bool,
    normalization: str,
    loss: Callable[[Tensor, Tensor], Tensor],
    rate: Callable[[str, int], float | Tensor],
    adapts: Callable[[str], bool] = lambda name: True,
    rates: tuple[Tensor, ...] = (),
) -> tuple[dict[str, Tensor], tuple[Tensor, ...]]:
    """Algorithm 1 (2) of Finn et al. 2017, one task after another; gradients of weights and rates.

    Each task's graph is freed before the next is built, as the usual implementations do it.
    """
    theta = dict(model.named_parameters())
    leaves = [*theta.values(), *rates]
    total = [torch.zeros_like(leaf) for leaf in leaves]
    for (xs, ys), (xq, yq) in zip(support, query, strict=True):
        fast = {n: w for n, w in theta.items() if adapts(n)}
        fixed = {n: w for n, w in theta.items() if not adapts(n)}
        for step in range(steps):
            set_mode(model, "batch")
            inner = loss(functional_call(model, {**fixed, **fast}, (xs,)), ys)
            gradients = torch.autograd.grad(inner, list(fast.values()), create_graph=second_order)
            fast = {
                n: w - rate(n, step) * g for (n, w), g in zip(fast.items(), gradients, strict=True)
            }
        if normalization == "support":
            set_mode(model, "record")
            functional_call(model, {**fixed, **fast}, (xs,))
            set_mode(model, "given")
        else:
            set_mode(model, "batch")
        outer = loss(functional_call(model, {**fixed, **fast}, (xq,)), yq) / len(support)
        parts = torch.autograd.grad(outer, leaves)
        total = [whole + part for whole, part in zip(total, parts, strict=True)]
    return dict(zip(theta, total, strict=False)), tuple(total[len(theta) :])


def judge_maml(work: Work, adapts: Callable[[str], bool] = lambda name: True) -> dict[str, Tensor]:
    """MAML and ANIL; rates that are learned lie with the engine's parameters as `rate.NAME`."""
    adapting = [plain for plain in work.names if adapts(plain)]
    rates = {
        plain: work.params[f"rate.{work.names[plain]}"].detach().clone().requires_grad_()
        for plain in adapting
        if f"rate.{work.names[plain]}" in work.params
    }

    def rate(plain: str, step: int) -> float | Tensor:
        if plain not in rates:
            return work.inner_lr
        per_weight = rates[plain].shape == dict(work.model.named_parameters())[plain].shape
        return rates[plain] if per_weight else rates[plain][step]

    weights, of_rates = maml_meta_gradient(
        work.model, work.support, work.query, steps=work.steps, second_order=work.second_order,
        normalization=work.normalization, loss=work.loss, rate=rate, adapts=adapts,
        rates=tuple(rates.values()),
    )  # fmt: skip
    result = {work.names[plain]: gradient for plain, gradient in weights.items()}
    for plain, gradient in zip(rates, of_rates, strict=True):
        result[f"rate.{work.names[plain]}"] = gradient
    return result


def judge_maml_normalized_per_step(work: Work) -> dict[str, Tensor]:
    """Antoniou et al. 2019: of scales and shifts each step has its own; they do not adapt."""
    own = {p: n for p, n in work.names.items() if p.endswith(("scale", "shift"))}
    rows = {p: work.params[n].detach().clone().requires_grad_() for p, n in own.items()}
    theta = {p: v for p, v in work.model.named_parameters() if p not in own}
    leaves = [*theta.values(), *rows.values()]
    total = [torch.zeros_like(leaf) for leaf in leaves]
    for (xs, ys), (xq, yq) in zip(work.support, work.query, strict=True):
        fast = dict(theta)
        for step in range(work.steps):
            set_mode(work.model, "batch")
            at = {p: value[step] for p, value in rows.items()}
            inner = work.loss(functional_call(work.model, {**fast, **at}, (xs,)), ys)
            gradients = torch.autograd.grad(inner, list(fast.values()), create_graph=True)
            fast = {
                n: w - work.inner_lr * g for (n, w), g in zip(fast.items(), gradients, strict=True)
            }
        last = {p: value[work.steps] for p, value in rows.items()}
        if work.normalization == "support":
            set_mode(work.model, "record")
            functional_call(work.model, {**fast, **last}, (xs,))
            set_mode(work.model, "given")
        outer = work.loss(functional_call(work.model, {**fast, **last}, (xq,)), yq)
        parts = torch.autograd.grad(outer / len(work.support), leaves)
        total = [whole + part for whole, part in zip(total, parts, strict=True)]
    return {work.names[p]: g for p, g in zip([*theta, *rows], total, strict=True)}


def judge_anil(work: Work) -> dict[str, Tensor]:
    """Raghu et al. 2020: only the head adapts."""
    return judge_maml(work, lambda plain: plain.startswith("head."))


def embedded(work: Work, xs: Tensor, xq: Tensor) -> tuple[Tensor, Tensor]:
    """Features of support and query, normalised as the mode says."""
    body = work.model.body
    if work.normalization == "support":
        set_mode(body, "record")
        zs = body(xs)
        set_mode(body, "given")
        return zs, body(xq)
    set_mode(body, "batch")
    z = body(torch.cat([xs, xq]))
    return z[: len(xs)], z[len(xs) :]


def judge_protonet(work: Work) -> dict[str, Tensor]:
    """Algorithm 1 of Snell et al. 2017."""
    total = 0.0
    for (xs, ys), (xq, yq) in zip(work.support, work.query, strict=True):
        zs, zq = embedded(work, xs, xq)
        prototypes = torch.stack([zs[ys == c].mean(0) for c in range(int(ys.max()) + 1)])
        distances = ((zq[:, None] - prototypes[None]) ** 2).sum(-1)
        total = total + F.cross_entropy(-distances, yq) / len(work.support)
    return _named(work, total)


def judge_transfer(work: Work) -> dict[str, Tensor]:
    """The pre-training of Chen et al. 2019: plain classification of all the pictures in hand."""
    set_mode(work.model, "batch")
    total = sum(work.loss(work.model(x), y) for x, y in work.query) / len(work.query)
    return _named(work, total)


def _named(work: Work, total: Tensor) -> dict[str, Tensor]:
    used = {p: v for p, v in work.model.named_parameters() if p in work.names}
    gradients = torch.autograd.grad(total, list(used.values()))
    return {work.names[plain]: g for plain, g in zip(used, gradients, strict=True)}
