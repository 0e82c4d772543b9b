"""The judges of metric-based methods and of Proto-MAML, one task at a time, from the papers."""

from collections.abc import Callable

import torch
import torch.nn.functional as F
from plain_loop import Work, embedded, set_mode
from torch import Tensor
from torch.func import functional_call

Answer = Callable[[Tensor, Tensor, Tensor, dict[str, Tensor]], Tensor]
"""From support features, their labels, query features and what is learned besides: log odds."""


def judge_metric(work: Work, answer: Answer, loss=F.cross_entropy) -> dict[str, Tensor]:
    besides = {
        name: value.detach().clone().requires_grad_()
        for name, value in work.params.items()
        if name == "sharpness" or name.startswith(("ridge.", "relation."))
    }
    total = torch.zeros(())
    for (xs, ys), (xq, yq) in zip(work.support, work.query, strict=True):
        zs, zq = embedded(work, xs, xq)
        total = total + loss(answer(zs, ys, zq, besides), yq) / len(work.support)
    used = {p: v for p, v in work.model.named_parameters() if p in work.names}
    gradients = torch.autograd.grad(total, [*used.values(), *besides.values()])
    return dict(zip([*(work.names[p] for p in used), *besides], gradients, strict=True))


def by_cosine_to_prototypes(zs, ys, zq, besides):
    rows = []
    for z in zq:
        means = [zs[ys == c].mean(0) for c in range(int(ys.max()) + 1)]
        rows.append(torch.stack([z @ m / (z.norm() * m.norm()) for m in means]))
    return besides["sharpness"] * torch.stack(rows)


def by_attention(zs, ys, zq, besides):
    """Equation (1) of Vinyals et al. 2016, as probabilities."""
    rows = []
    for z in zq:
        likeness = torch.stack([z @ s / (z.norm() * s.norm()) for s in zs])
        attention = torch.softmax(besides["sharpness"] * likeness, 0)
        classes = range(int(ys.max()) + 1)
        rows.append(torch.stack([attention[ys == c].sum() for c in classes]).log())
    return torch.stack(rows)


def by_ridge_regression(zs, ys, zq, besides):
    """The primal normal equations, where the engine solves the dual ones."""
    y = torch.eye(int(ys.max()) + 1)[ys]
    normal = zs.T @ zs + besides["ridge.log"].exp() * torch.eye(zs.shape[1])
    values = zq @ torch.linalg.inv(normal) @ zs.T @ y
    return besides["ridge.factor"] * values + besides["ridge.offset"]


def by_learned_relation(zs, ys, zq, besides):
    """The relation module on every pair, concatenated as in Sung et al. 2018."""
    size = (zs**2).mean().sqrt()
    first = torch.cat([besides["relation.class"], besides["relation.query"]], 1)
    rows = []
    for z in zq:
        pairs = [torch.cat([zs[ys == c].mean(0), z]) / size for c in range(int(ys.max()) + 1)]
        hidden = torch.relu(torch.stack(pairs) @ first.T + besides["relation.offset"])
        rows.append(hidden @ besides["relation.score"] + besides["relation.bias"])
    return torch.stack(rows)


def judge_relationnet(work: Work) -> dict[str, Tensor]:
    def squared_errors(relations, y):
        target = torch.eye(relations.shape[1])[y]
        return ((1 / (1 + torch.exp(-relations)) - target) ** 2).sum(1).mean()

    return judge_metric(work, by_learned_relation, squared_errors)


def judge_matchingnet(work: Work) -> dict[str, Tensor]:
    return judge_metric(work, by_attention)


def judge_r2d2(work: Work) -> dict[str, Tensor]:
    return judge_metric(work, by_ridge_regression)


def judge_cosine_protonet(work: Work) -> dict[str, Tensor]:
    return judge_metric(work, by_cosine_to_prototypes)


def judge_proto_maml(work: Work) -> dict[str, Tensor]:
    """Section 3 of Triantafillou et al. 2020: prototypes make the head, MAML does the rest."""
    model, body = work.model, work.model.body
    theta = {p: v for p, v in model.named_parameters() if p in work.names}
    total = [torch.zeros_like(value) for value in theta.values()]
    for (xs, ys), (xq, yq) in zip(work.support, work.query, strict=True):
        set_mode(model, "batch")
        zs = body(xs)
        means = torch.stack([zs[ys == c].mean(0) for c in range(int(ys.max()) + 1)])
        # Copies: the inner gradient of the body does not run through the head that it made.
        fast = {p: value.clone() for p, value in theta.items()}
        fast |= {"head.weight": 2 * means, "head.bias": -(means**2).sum(1)}
        for _ in range(work.steps):
            set_mode(model, "batch")
            inner = F.cross_entropy(functional_call(model, fast, (xs,)), ys)
            # The graph of the head leads to the prototypes, so it is kept in the first order too.
            gradients = torch.autograd.grad(
                inner, list(fast.values()), create_graph=work.second_order, retain_graph=True
            )
            fast = {
                n: w - work.inner_lr * g for (n, w), g in zip(fast.items(), gradients, strict=True)
            }
        if work.normalization == "support":
            set_mode(model, "record")
            functional_call(model, fast, (xs,))
            set_mode(model, "given")
        else:
            set_mode(model, "batch")
        outer = F.cross_entropy(functional_call(model, fast, (xq,)), yq) / len(work.support)
        parts = torch.autograd.grad(outer, list(theta.values()))
        total = [whole + part for whole, part in zip(total, parts, strict=True)]
    return {work.names[p]: value for p, value in zip(theta, total, strict=True)}


def judge_baseline_plus_plus(work: Work) -> dict[str, Tensor]:
    """The pre-training of Chen et al. 2019 with cosines, twice as sharp for few classes."""
    model, total = work.model, torch.zeros(())
    set_mode(model, "batch")
    for x, y in work.query:
        z, rows = model.body(x), model.head.weight
        cosine = (z @ rows.T) / (z.norm(dim=1)[:, None] * rows.norm(dim=1)[None])
        total = total + F.cross_entropy(2 * cosine, y) / len(work.query)
    used = {p: v for p, v in model.named_parameters() if p in work.names}
    gradients = torch.autograd.grad(total, list(used.values()))
    return {work.names[p]: g for p, g in zip(used, gradients, strict=True)}
