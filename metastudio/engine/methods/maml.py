"""MAML: learn an initialisation that a few gradient steps adapt to a new task.

Finn, Abbeel, Levine 2017, "Model-Agnostic Meta-Learning for Fast Adaptation of Deep Networks".
"""

from collections.abc import Iterator

import torch
from torch import Tensor

from metastudio.engine.experiment import Experiment
from metastudio.engine.methods.inner_loop import gradient_steps
from metastudio.engine.methods.method import (
    Adapted,
    Loss,
    Method,
    expanded,
    learned,
)
from metastudio.engine.networks.layers import Observed, Params, Statistics, linear, xavier
from metastudio.engine.networks.network import Network
from metastudio.engine.tasks.episodes import Episode, Labelled


class Maml(Method):
    """Second-order MAML, or first-order where `first_order` is set (section 5.2).

    α multiplies the gradient of the *mean* cross-entropy over the support set. The authors' code
    sums it over the classes instead, so its α of 0.4 on 5 ways equals 2.0 here.
    """

    fixed_head = True

    def __init__(self, experiment: Experiment, network: Network, outputs: int) -> None:
        super().__init__(experiment, network, outputs)
        self.inner_lr = self.settings.inner_lr
        self.second_order = not self.settings.first_order

    def initial(self, generator: torch.Generator) -> dict[str, Tensor]:
        """Draw the backbone, and a head of `outputs` rows."""
        return {
            **self.network.initial(generator),
            "head.weight": xavier((self.outputs, self.network.features), generator),
            "head.bias": torch.zeros(self.outputs),
            **self.initial_running(),
        }

    def loss(self, params: Params, batch: Episode | Labelled) -> Loss:
        """Return the query loss after the inner loop: the meta-objective, equation (1).

        min_θ Σ_i L_i(θ − α ∇_θ L_i(θ)), one term a task.
        """
        assert isinstance(batch, Episode)
        support, query = batch.support, batch.query
        theta = expanded(learned(params), support.x.shape[0])
        *_, fast = gradient_steps(
            lambda weights: self._support_loss(weights, support, None),
            theta,
            self.inner_lr,
            self.settings.inner_steps,
            second_order=self.second_order,
            for_training=True,
        )
        observed: Observed | None = None
        given: Statistics | None = None
        if self.network.norms and self.normalization == "running":
            observed = Observed(differentiable=False)
        elif self.normalization == "support":
            given = self.support_statistics(fast, support.x)
        outputs = self._forward(fast, query.x, given, observed)
        statistics = observed.statistics if observed else {}
        return Loss(self.losses(outputs, query.y), self.scores(outputs, query.y), statistics)

    def adaptations(self, params: Params, support: Labelled, ways: int) -> Iterator[Adapted]:
        """Yield the fast weights after 0 … `test_steps` steps, with the statistics to read them."""
        tasks = support.x.shape[0]
        running = self.running_statistics(params, tasks)
        theta = expanded(self._cut_head(learned(params), ways), tasks)
        for fast in gradient_steps(
            lambda weights: self._support_loss(weights, support, running),
            theta,
            self.inner_lr,
            self.settings.test_steps,
        ):
            with torch.no_grad():
                statistics = running or self.support_statistics(fast, support.x)
            yield Adapted(fast, statistics)

    def predict(self, params: Params, adapted: Adapted, x: Tensor) -> Tensor:
        """Return logits; normalised by the support set's statistics or by running averages."""
        with torch.no_grad():
            return self._forward(adapted.params, x, adapted.statistics)

    def predict_together(self, params: Params, adapted: Adapted, x: Tensor) -> Tensor:
        """Return logits normalised by the queries' own statistics, as published."""
        given = None if self.normalization == "transductive" else adapted.statistics
        with torch.no_grad():
            return self._forward(adapted.params, x, given)

    def _forward(
        self,
        weights: Params,
        x: Tensor,
        given: Statistics | None = None,
        observed: Observed | None = None,
    ) -> Tensor:
        features = self.network.embed(weights, x, given, observed)
        return linear(features, weights["head.weight"], weights["head.bias"])

    def _support_loss(self, weights: Params, support: Labelled, given: Statistics | None) -> Tensor:
        return self.losses(self._forward(weights, support.x, given), support.y)

    def _cut_head(self, params: dict[str, Tensor], ways: int) -> dict[str, Tensor]:
        # Fewer classes than the head was trained for: the rows beyond them are never right.
        if not self.regression and ways < self.outputs:
            params["head.weight"] = params["head.weight"][:ways]
            params["head.bias"] = params["head.bias"][:ways]
        return params
