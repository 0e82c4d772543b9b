"""The judge of Reptile: Nichol et al. 2018, algorithm 2, by torch's own optimisers."""

import copy

import torch
from plain_loop import Work, set_mode
from torch import Tensor

BATCH = 10


def in_turns(y: Tensor) -> list[int]:
    """First the first picture of each class, then the second; points as they are."""
    if y.dim() > 1:
        return list(range(len(y)))
    each = [
        [i for i, label in enumerate(y.tolist()) if label == c] for c in sorted(set(y.tolist()))
    ]
    return [i for turn in zip(*each, strict=True) for i in turn]


def judge_reptile(work: Work, by_adam: bool = True) -> dict[str, Tensor]:
    total: dict[str, Tensor] = {}
    for (xs, ys), (xq, yq) in zip(work.support, work.query, strict=True):
        x, y = torch.cat([xs, xq]), torch.cat([ys, yq])
        order = in_turns(y)
        x, y = x[order], y[order]
        model = copy.deepcopy(work.model)
        set_mode(model, "batch")
        descent = (
            torch.optim.Adam(model.parameters(), lr=work.inner_lr, betas=(0.0, 0.999))
            if by_adam
            else torch.optim.SGD(model.parameters(), lr=work.inner_lr)
        )
        each = min(BATCH, len(x))
        for step in range(work.steps):
            chosen = [i % len(x) for i in range(step * each, (step + 1) * each)]
            descent.zero_grad()
            work.loss(model(x[chosen]), y[chosen]).backward()
            descent.step()
        fitted = dict(model.named_parameters())
        for plain, engine in work.names.items():
            moved = dict(work.model.named_parameters())[plain].detach() - fitted[plain].detach()
            total[engine] = total.get(engine, 0) + moved / len(work.support)
    return total
