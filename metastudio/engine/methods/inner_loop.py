"""The inner loop: gradient steps on the support sets of many tasks at once."""

from collections.abc import Callable, Iterator

import torch
from torch import Tensor

from metastudio.engine.networks.layers import Params

Rate = Callable[[str, int], float | Tensor]
"""α of a parameter, by its name and the number of the step (from 0).

A number; or, where it is learned, a tensor of no dimension (one α for each layer and step) or of
the parameter's own shape (one α for each weight).
"""


def gradient_steps(
    losses: Callable[[Params], Tensor],
    weights: Params,
    rate: Rate,
    steps: int,
    *,
    second_order: bool = False,
    for_training: bool = False,
) -> Iterator[dict[str, Tensor]]:
    """Yield the weights after 0, 1, … `steps` steps of gradient descent.

    `losses` gives one loss a task, `(tasks,)`; tasks are independent, so the gradient of their sum
    with respect to weights `(tasks, …)` is each task's own. `for_training` keeps the way back to
    the initial weights and the rates; `second_order` also differentiates through the gradients.
    """
    fast = dict(weights) if for_training else {n: w.detach() for n, w in weights.items()}
    yield fast
    for step in range(steps):
        with torch.enable_grad():
            leaves = fast if for_training else _leaves(fast)
            gradients = torch.autograd.grad(
                losses(leaves).sum(), list(leaves.values()), create_graph=second_order
            )
        with torch.set_grad_enabled(for_training):
            fast = {
                name: _descended(weight, gradient, rate(name, step))
                for (name, weight), gradient in zip(leaves.items(), gradients, strict=True)
            }
        yield fast


def _descended(weight: Tensor, gradient: Tensor, rate: float | Tensor) -> Tensor:
    # fast[n] = fast[n] − lr[n][k] · grad[n]
    if isinstance(rate, Tensor):
        return torch.addcmul(weight, rate, gradient, value=-1)
    return torch.sub(weight, gradient, alpha=rate)


def _leaves(weights: Params) -> dict[str, Tensor]:
    return {name: weight.detach().requires_grad_() for name, weight in weights.items()}
