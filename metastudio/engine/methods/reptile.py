"""Reptile: move the initialisation towards the weights that each task was fitted with.

Nichol, Achiam, Schulman 2018, "On First-Order Meta-Learning Algorithms".
"""

from collections.abc import Iterator
from dataclasses import replace

import torch
from torch import Tensor

from metastudio.engine.methods.inner_loop import adam_steps, gradient_steps
from metastudio.engine.methods.maml import Maml
from metastudio.engine.methods.method import Adapted, Loss, expanded, head, weights
from metastudio.engine.networks.layers import Params
from metastudio.engine.networks.normalization import Statistics
from metastudio.engine.tasks.episodes import Episode, Labelled


class Reptile(Maml):
    """θ ← θ + β(φ − θ), algorithm 2, where φ is θ after the inner loop: no gradient through it.

    θ − φ stands for the gradient, and β is the share of the way to the mean of the φ. The inner
    loop goes over mini-batches, in training of *all* the task's pictures, support and query: the
    published Omniglot runs have 10 training shots for a test of 1. It is Adam without momentum, as
    published, or gradient descent. The authors' code never clears Adam's second moments; here
    they begin anew in every task, so that a task does not depend on those before it, and the first
    steps are of one size for every weight. Gradient descent learns faster.
    """

    moves_plainly = True

    def loss(self, params: Params, batch: Episode | Labelled, progress: float = 1.0) -> Loss:
        """Return the loss of all pictures after the inner loop; its gradient is θ − φ.

        It is no loss's gradient, so finite differences can't judge it; a plain loop does.
        """
        assert isinstance(batch, Episode)
        pictures = batch.everything()
        norms: list[Tensor] = []
        *_, adapted = self._inner_loop(
            params, pictures, batch.ways, self.settings.inner_steps, None, False, norms=norms
        )
        with torch.no_grad():
            reached = self._query_loss(Episode(batch.support, pictures, batch.ways), adapted)
        theta = weights(params)
        distances = [
            (theta[name] - fitted).pow(2).flatten(1).sum(1) / 2
            for name, fitted in adapted.params.items()
        ]
        pull = torch.stack(distances).sum(0)
        return replace(
            reached,
            losses=reached.losses + pull - pull.detach(),
            inner_norms=torch.stack(norms).mean(0),
        )

    def _inner_loop(
        self,
        params: Params,
        support: Labelled,
        ways: int,
        steps: int,
        given: Statistics | None,
        second_order: bool,
        for_training: bool = False,
        norms: list[Tensor] | None = None,
    ) -> Iterator[Adapted]:
        """Yield θ after 0 … `steps` steps, each on the next few of the task's pictures."""
        tasks, n = support.x.shape[:2]
        each = min(self.settings.inner_batch, n)
        order = _alternating(support.y, ways)
        x, y = (_reordered(part, order) for part in (support.x, support.y))

        def losses(fast: Params, step: int) -> Tensor:
            chosen = torch.arange(step * each, (step + 1) * each, device=x.device) % n
            features = self.network.embed(fast, x[:, chosen], given)
            return self.losses(head(fast, features), y[:, chosen])

        start = expanded(weights(params), tasks)
        if self.settings.inner_optimizer == "adam":
            states = adam_steps(losses, start, self.inner_lr, steps, norms)
        else:
            states = gradient_steps(
                losses, start, lambda name, step: self.inner_lr, steps, norms=norms
            )
        for fast in states:
            yield Adapted(fast, None)


def _alternating(y: Tensor, ways: int) -> Tensor:
    """Return an order `(tasks, n)` in which classes take turns, so that each batch has them all."""
    if y.dim() > 2:  # functions: points come in no order
        return torch.arange(y.shape[1], device=y.device).expand(y.shape[:2])
    members = torch.nn.functional.one_hot(y, ways)
    turn = (members.cumsum(1) * members).sum(-1)
    return torch.argsort(turn * ways + y, dim=1)


def _reordered(values: Tensor, order: Tensor) -> Tensor:
    index = order.reshape(*order.shape, *(1,) * (values.dim() - 2))
    return values.gather(1, index.expand_as(values))
