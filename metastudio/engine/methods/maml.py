"""MAML: learn an initialisation that a few gradient steps adapt to a new task.

Finn, Abbeel, Levine 2017, "Model-Agnostic Meta-Learning for Fast Adaptation of Deep Networks".
"""

from collections.abc import Iterator
from dataclasses import replace

import torch
from torch import Tensor

from metastudio.engine import kernels
from metastudio.engine.experiment import Experiment
from metastudio.engine.methods.at_once import task_by_task
from metastudio.engine.methods.inner_loop import Losses, gradient_steps
from metastudio.engine.methods.method import (
    RATE,
    Adapted,
    Loss,
    Method,
    expanded,
    head,
    weights,
)
from metastudio.engine.networks.layers import Params, xavier
from metastudio.engine.networks.network import Network
from metastudio.engine.networks.normalization import Observed, Statistics
from metastudio.engine.tasks.episodes import Episode, Labelled


class Maml(Method):
    """Second-order MAML, or first-order where `first_order` is set (section 5.2).

    α multiplies the gradient of the *mean* cross-entropy over the support set. The authors' code
    sums it over the classes instead, so its α of 0.4 on 5 ways equals 2.0 here. It may be learned,
    one for each parameter tensor and step ("LSLR" of Antoniou et al. 2019, "How to train your
    MAML"). Which parameters adapt is told by `adapts_parameter`; all here, but scales and shifts of
    the normalisation where each inner step has its own.

    The other switches of Antoniou et al.: early in the run the query loss after every step may
    count (`multi_step_until`), and the second derivatives may wait (`first_order_until`).
    """

    fixed_head = True
    body_adapts = True

    def __init__(self, experiment: Experiment, network: Network, outputs: int) -> None:
        super().__init__(experiment, network, outputs)
        self.inner_lr = self.settings.inner_lr

    def initial(self, generator: torch.Generator) -> dict[str, Tensor]:
        """Draw the backbone, and a head of `outputs` rows; rates, where they are learned."""
        drawn = {**self.network.initial(generator), **self.initial_head(generator)}
        drawn |= {n: self._for_each_step(v) for n, v in drawn.items() if self._is_per_step(n)}
        return {**drawn, **self.initial_rates(drawn, generator), **self.initial_running()}

    def initial_head(self, generator: torch.Generator) -> dict[str, Tensor]:
        """Draw the head that all tasks begin with."""
        return {
            "head.weight": xavier((self.outputs, self.network.features), generator),
            "head.bias": torch.zeros(self.outputs),
        }

    def task_head(
        self, theta: Params, support: Labelled, ways: int, given: Statistics | None
    ) -> dict[str, Tensor]:
        """Return what only the task gives of its head, with a task axis: nothing here."""
        return {}

    def initial_rates(self, drawn: Params, generator: torch.Generator) -> dict[str, Tensor]:
        """Return what is learned of α: nothing, or `(inner_steps,)` for each that adapts."""
        if not self.settings.learn_inner_lr:
            return {}
        steps = (self.settings.inner_steps,)
        names = filter(self.adapts_parameter, drawn)
        return {f"{RATE}{name}": torch.full(steps, self.inner_lr) for name in names}

    def adapts_parameter(self, name: str) -> bool:
        """Tell whether the inner loop changes this parameter; tasks share the others."""
        return not self._is_per_step(name)

    def with_fewer_ways(self, params: Params, ways: int) -> dict[str, Tensor]:
        """Return parameters whose head has `ways` rows: the rows beyond them are never right."""
        cut = ("head.weight", "head.bias")
        return {n: value[:ways] if n in cut else value for n, value in params.items()}

    def loss(self, params: Params, batch: Episode | Labelled, progress: float = 1.0) -> Loss:
        """Return the query loss after the inner loop: the meta-objective, equation (1).

        min_θ Σ_i L_i(θ − α ∇_θ L_i(θ)), one term a task.
        """
        assert isinstance(batch, Episode)
        settings = self.settings
        steps = settings.inner_steps
        second_order = not settings.first_order and progress >= settings.first_order_until
        norms: list[Tensor] = []
        states = self._inner_loop(
            params, batch.support, batch.ways, steps, None, second_order, True, norms
        )
        _, *after = states
        last = replace(self._query_loss(batch, after[-1]), inner_norms=torch.stack(norms).mean(0))
        if progress >= settings.multi_step_until:
            return last
        early = (1 - progress / settings.multi_step_until) / steps
        parts = [self._query_loss(batch, adapted) for adapted in after[:-1]]
        summed = sum((part.losses for part in parts), torch.zeros(()))
        losses = early * summed + (1 - early * (steps - 1)) * last.losses
        return replace(last, losses=losses)

    def _query_loss(self, batch: Episode, adapted: Adapted) -> Loss:
        if not self._takes_queries_one_by_one(batch.query.x, adapted.params):
            return self._query_losses(batch, adapted)

        def of_task(params: Params, task: int) -> Loss:
            support, query = (
                Labelled(part.x[task : task + 1], part.y[task : task + 1])
                for part in (batch.support, batch.query)
            )
            return self._query_losses(Episode(support, query, batch.ways), Adapted(params, None))

        own = {name for name in adapted.params if self.adapts_parameter(name)}
        return task_by_task(of_task, adapted.params, own, batch.query.x.shape[0])

    def _takes_queries_one_by_one(self, x: Tensor, params: Params) -> bool:
        """Tell whether that saves memory and costs no time: with the kernels of a processor.

        A graphics card, and a network of small matrices, is quicker with all tasks side by side.
        """
        learns = torch.is_grad_enabled() and any(value.requires_grad for value in params.values())
        by_kernels = self.network.fused and kernels.cover_pictures(x[:, :, :1])
        return learns and self.body_adapts and by_kernels

    def _query_losses(self, batch: Episode, adapted: Adapted) -> Loss:
        support, query = batch.support, batch.query
        observed: Observed | None = None
        given: Statistics | None = None
        if self.network.norms and self.normalization == "running":
            observed = Observed(differentiable=False)
        elif self.normalization == "support":
            given = adapted.statistics or self.support_statistics(adapted.params, support.x)
        features = self.network.embed(adapted.params, query.x, given, observed)
        outputs = head(adapted.params, features)
        statistics = observed.statistics if observed else {}
        return Loss(self.losses(outputs, query.y), self.scores(outputs, query.y), statistics)

    def adaptations(self, params: Params, support: Labelled, ways: int) -> Iterator[Adapted]:
        """Yield the fast weights after 0 … `test_steps` steps, with the statistics to read them."""
        running = self.running_statistics(params, support.x.shape[0])
        if not self.regression and ways < self.outputs:
            params = self.with_fewer_ways(params, ways)
        steps = self.settings.test_steps
        for adapted in self._inner_loop(params, support, ways, steps, running, False):
            statistics = adapted.statistics or running
            if statistics is None:
                with torch.no_grad():
                    statistics = self.support_statistics(adapted.params, support.x)
            yield Adapted(adapted.params, statistics)

    def read(self, adapted: Adapted, features: Tensor) -> Tensor:
        """Return the adapted head's logits."""
        return head(adapted.params, features)

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
        """Yield θ with its adapting part stepped 0 … `steps` times; statistics where known."""
        tasks, theta = support.x.shape[0], weights(params)
        shared = {n: w for n, w in theta.items() if not self.adapts_parameter(n)}
        adapting = {n: w for n, w in theta.items() if self.adapts_parameter(n)}
        losses, statistics = self._support_losses(shared, support, given)
        with torch.set_grad_enabled(for_training):
            own = self.task_head(theta, support, ways, given)
        states = gradient_steps(
            losses,
            {**expanded(adapting, tasks), **own},
            lambda name, step: self._rate(params, name, step),
            steps,
            second_order=second_order,
            for_training=for_training,
            norms=norms,
        )
        for step, fast in enumerate(states):
            yield Adapted({**self._at_step(shared, step), **fast}, statistics)

    def _support_losses(
        self, shared: Params, support: Labelled, given: Statistics | None
    ) -> tuple[Losses, Statistics | None]:
        """Return the inner objective of what adapts; features are computed once if they can be."""
        if self.body_adapts:

            def losses(fast: Params, step: int) -> Tensor:
                everything = {**self._at_step(shared, step), **fast}
                features = self.network.embed(everything, support.x, given)
                return self.losses(head(everything, features), support.y)

            return losses, None
        observed = None
        if given is None and self.network.norms and self.normalization != "running":
            observed = Observed()
        features = self.network.embed(shared, support.x, given, observed)
        statistics = observed.statistics if observed else None
        return lambda fast, _: self.losses(head(fast, features), support.y), statistics

    def _is_per_step(self, name: str) -> bool:
        """Tell whether a parameter is a scale or shift of which every inner step has its own."""
        normalizes = name.endswith((".scale", ".shift"))
        return self.settings.normalization_per_step and self.body_adapts and normalizes

    def _for_each_step(self, value: Tensor) -> Tensor:
        return value.expand(self.settings.inner_steps + 1, *value.shape).clone()

    def _at_step(self, shared: Params, step: int) -> Params:
        """Return shared parameters as they are after `step` steps; later ones keep the last."""
        return {
            name: value[min(step, len(value) - 1)] if self._is_per_step(name) else value
            for name, value in shared.items()
        }

    def _rate(self, params: Params, name: str, step: int) -> float | Tensor:
        rates = params.get(f"{RATE}{name}")
        if rates is None:
            return self.inner_lr
        return rates[min(step, len(rates) - 1)]  # more steps at test go on with the last rate
