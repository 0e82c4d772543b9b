"""The query losses of several tasks, one after another, each with its gradient taken at once.

Inner loops gain from several tasks side by side: their support sets are small. Query sets are not,
and what the way back needs of them is most of an outer gradient's memory. So the graph of a task's
query loss is gone before the next task's is begun; what is kept is a gradient as large as the
weights. It can be differentiated no further.
"""

from collections.abc import Callable, Collection
from typing import Any

import torch
from torch import Tensor
from torch.autograd.function import once_differentiable

from metastudio.engine.kernels.graphs import used_once
from metastudio.engine.methods.method import Loss
from metastudio.engine.networks.layers import Params

OfTask = Callable[[Params, int], Loss]
"""The loss of one task, by its number: of weights whose task axis, where they have one, is 1."""


def task_by_task(of_task: OfTask, params: Params, own: Collection[str], tasks: int) -> Loss:
    """Return the losses `(tasks,)` of weights; those named in `own` have a task axis."""
    parts: list[Loss] = []
    has_axis = [name in own for name in params]
    losses: Tensor = _AtOnce.apply(  # type: ignore[no-untyped-call]
        of_task, list(params), has_axis, tasks, parts, *params.values()
    )
    statistics = {
        norm: (
            torch.cat([part.statistics[norm][0] for part in parts]),
            torch.cat([part.statistics[norm][1] for part in parts]),
        )
        for norm in parts[0].statistics
    }
    return Loss(losses, torch.cat([part.scores for part in parts]), statistics)


class _AtOnce(torch.autograd.Function):
    """Puts what each task gave, but for its graph, into `parts`."""

    @staticmethod
    def forward(
        ctx: Any,
        of_task: OfTask,
        names: list[str],
        has_axis: list[bool],
        tasks: int,
        parts: list[Loss],
        *values: Tensor,
    ) -> Tensor:
        ctx.wanted = [value.requires_grad for value in values]
        ctx.has_axis = [
            axis for axis, value in zip(has_axis, values, strict=True) if value.requires_grad
        ]
        gradients: list[Tensor] = []  # (tasks, …) each
        for task in range(tasks):
            with torch.enable_grad():
                leaves = [
                    (value[task : task + 1] if axis else value)
                    .detach()
                    .requires_grad_(value.requires_grad)
                    for value, axis in zip(values, has_axis, strict=True)
                ]
                loss = of_task(dict(zip(names, leaves, strict=True)), task)
                learned = [leaf for leaf in leaves if leaf.requires_grad]
                with used_once():
                    found = torch.autograd.grad(loss.losses.sum(), learned)
            parts.append(Loss(loss.losses.detach(), loss.scores, loss.statistics))
            of_one = [
                g if axis else g.unsqueeze(0) for g, axis in zip(found, ctx.has_axis, strict=True)
            ]
            if not gradients:
                gradients = [g.expand(tasks, *g.shape[1:]).clone() for g in of_one]
            else:
                for into, gradient in zip(gradients, of_one, strict=True):
                    into[task] = gradient[0]
        ctx.save_for_backward(*gradients)
        return torch.cat([part.losses for part in parts])

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, by_losses: Tensor) -> Any:
        made = iter(
            gradient * by_losses.view(-1, *[1] * (gradient.dim() - 1))
            if axis
            else torch.einsum("t,t...->...", by_losses, gradient)
            for axis, gradient in zip(ctx.has_axis, ctx.saved_tensors, strict=True)
        )
        return (*[None] * 5, *(next(made) if wanted else None for wanted in ctx.wanted))
