"""The inner loop: gradient steps on the support sets of many tasks at once."""

from collections.abc import Callable, Iterator

import torch
from torch import Tensor

from metastudio.engine.networks.layers import Params


def gradient_steps(
    losses: Callable[[Params], Tensor],
    weights: Params,
    inner_lr: float,
    steps: int,
    *,
    second_order: bool = False,
    for_training: bool = False,
) -> Iterator[dict[str, Tensor]]:
    """Yield the weights after 0, 1, … `steps` steps of gradient descent.

    `losses` gives one loss a task, `(tasks,)`; tasks are independent, so the gradient of their sum
    with respect to weights `(tasks, …)` is each task's own. `for_training` keeps the way back to
    the initial weights; `second_order` also differentiates through the gradients themselves.
    """
    fast = dict(weights) if for_training else {n: w.detach() for n, w in weights.items()}
    yield fast
    for _ in range(steps):
        with torch.enable_grad():
            leaves = fast if for_training else _leaves(fast)
            gradients = torch.autograd.grad(
                losses(leaves).sum(), list(leaves.values()), create_graph=second_order
            )
            fast = {
                name: weight - inner_lr * gradient
                for (name, weight), gradient in zip(leaves.items(), gradients, strict=True)
            }
        if not for_training:
            fast = {name: weight.detach() for name, weight in fast.items()}
        yield fast


def _leaves(weights: Params) -> dict[str, Tensor]:
    return {name: weight.detach().requires_grad_() for name, weight in weights.items()}
