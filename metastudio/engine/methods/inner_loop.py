"""The inner loop: gradient steps on the support sets of many tasks at once."""

from collections.abc import Callable, Iterator, Sequence

import torch
from torch import Tensor

from metastudio.engine.networks.layers import Params

Losses = Callable[[Params, int], Tensor]
"""The inner objective: one loss a task, `(tasks,)`, of the weights at a step (from 0)."""

ADAM_BETA2, ADAM_EPSILON = 0.999, 1e-8

Rate = Callable[[str, int], float | Tensor]
"""α of a parameter, by its name and the number of the step (from 0).

A number; or, where it is learned, a tensor of no dimension (one α for each layer and step) or of
the parameter's own shape (one α for each weight).
"""


def gradient_steps(
    losses: Losses,
    weights: Params,
    rate: Rate,
    steps: int,
    *,
    second_order: bool = False,
    for_training: bool = False,
    norms: list[Tensor] | None = None,
) -> Iterator[dict[str, Tensor]]:
    """Yield the weights after 0, 1, … `steps` steps of gradient descent.

    Tasks are independent, so the gradient of the sum of their losses with respect to weights
    `(tasks, …)` is each task's own. `for_training` keeps the way back to the initial weights and
    the rates; `second_order` also differentiates through the gradients. `norms` takes the length of
    each step's gradient, `(tasks,)`.
    """
    fast = dict(weights) if for_training else {n: w.detach() for n, w in weights.items()}
    yield fast
    for step in range(steps):
        with torch.enable_grad():
            leaves = fast if for_training else _leaves(fast)
            gradients = torch.autograd.grad(
                losses(leaves, step).sum(), list(leaves.values()), create_graph=second_order
            )
        if norms is not None:
            norms.append(_lengths(gradients))
        with torch.set_grad_enabled(for_training):
            fast = {
                name: _descended(weight, gradient, rate(name, step))
                for (name, weight), gradient in zip(leaves.items(), gradients, strict=True)
            }
        yield fast


def adam_steps(
    losses: Losses, weights: Params, rate: float, steps: int, norms: list[Tensor] | None = None
) -> Iterator[dict[str, Tensor]]:
    """Yield the weights after 0, 1, … `steps` steps of Adam without momentum (β₁ = 0), detached.

    As Nichol et al. 2018 run Reptile's inner loop; its second moments begin anew in every task.
    """
    fast = {name: weight.detach() for name, weight in weights.items()}
    squares = {name: torch.zeros_like(weight) for name, weight in fast.items()}
    yield fast
    for step in range(steps):
        with torch.enable_grad():
            leaves = _leaves(fast)
            gradients = torch.autograd.grad(losses(leaves, step).sum(), list(leaves.values()))
        if norms is not None:
            norms.append(_lengths(gradients))
        unbiased = 1 - ADAM_BETA2 ** (step + 1)
        fast = {}
        for (name, weight), gradient in zip(leaves.items(), gradients, strict=True):
            squares[name] = torch.lerp(squares[name], gradient.square(), 1 - ADAM_BETA2)
            root = (squares[name] / unbiased).sqrt() + ADAM_EPSILON
            fast[name] = weight.detach() - rate * gradient / root
        yield fast


def _descended(weight: Tensor, gradient: Tensor, rate: float | Tensor) -> Tensor:
    # fast[n] = fast[n] − lr[n][k] · grad[n]
    if isinstance(rate, Tensor):
        return torch.addcmul(weight, rate, gradient, value=-1)
    return torch.sub(weight, gradient, alpha=rate)


def _lengths(gradients: Sequence[Tensor]) -> Tensor:
    """Return the length of each task's gradient, `(tasks,)`, detached."""
    with torch.no_grad():
        lengths: Tensor = torch.stack([g.flatten(1).norm(dim=1) for g in gradients]).norm(dim=0)
        return lengths


def _leaves(weights: Params) -> dict[str, Tensor]:
    return {name: weight.detach().requires_grad_() for name, weight in weights.items()}
