"""Transfer: pre-train on all training classes, then fine-tune a new head on the support set.

The "Baseline" of Chen et al. 2019, "A Closer Look at Few-shot Classification". For functions:
one network fitted to all training tasks at once, fine-tuned whole (Finn et al. 2017, section 5.1).
"""

from collections.abc import Iterator

import torch
import torch.nn.functional as F
from torch import Tensor

from metastudio.engine.experiment import Experiment
from metastudio.engine.methods.inner_loop import gradient_steps
from metastudio.engine.methods.method import Adapted, Loss, Method, expanded, head, learned
from metastudio.engine.networks.layers import Params, fan_in_uniform, linear
from metastudio.engine.networks.network import Network
from metastudio.engine.networks.normalization import Observed, Statistics
from metastudio.engine.tasks.episodes import Episode, Labelled

WEIGHT_DECAY = 1e-3
"""Of the new head, as in Chen et al. 2019: five pictures separate easily and prove little."""


class Transfer(Method):
    """A classifier over all training classes; its features, frozen, carry a new linear head.

    The features are scaled to unit mean square over the support set, so that one α fits every
    backbone. `outputs` is the number of training classes.
    """

    curve_label = "fine-tuning step"

    def __init__(self, experiment: Experiment, network: Network, outputs: int) -> None:
        super().__init__(experiment, network, outputs)
        self.episodic = self.body_adapts = experiment.regression

    def initial(self, generator: torch.Generator) -> dict[str, Tensor]:
        """Draw the backbone, and the head of the pre-training."""
        features = self.network.features
        return {
            **self.network.initial(generator),
            "head.weight": fan_in_uniform((self.outputs, features), features, generator),
            "head.bias": torch.zeros(self.outputs),
            **self.initial_running(),
        }

    def loss(self, params: Params, batch: Episode | Labelled, progress: float = 1.0) -> Loss:
        """Return the plain training loss of a labelled batch, or of all points of the tasks."""
        data = batch if isinstance(batch, Labelled) else batch.everything()
        normalizes = bool(self.network.norms) and self.normalization == "running"
        observed = Observed(differentiable=False) if normalizes else None
        features = self.network.embed(params, data.x, None, observed)
        outputs = self.classified(params, features)
        statistics = {**(observed.statistics if observed else {}), **self.observed(features)}
        return Loss(self.losses(outputs, data.y), self.scores(outputs, data.y), statistics)

    def classified(self, params: Params, features: Tensor) -> Tensor:
        """Return the logits of the pre-training's head."""
        return head(params, features)

    def observed(self, features: Tensor) -> Statistics:
        """Return what else of a batch goes into running averages: nothing here."""
        return {}

    def adaptations(self, params: Params, support: Labelled, ways: int) -> Iterator[Adapted]:
        """Yield the new head after 0 … `inner_steps` steps, beginning with zeros."""
        if self.regression:
            whole = expanded(learned(params), support.x.shape[0])
            yield from self.fine_tuned(params, support, whole)
            return
        with torch.no_grad():
            statistics = self.support_statistics(params, support.x)
            features = self.network.embed(params, support.x, statistics)
            scale = features.pow(2).mean((1, 2), keepdim=True).clamp_min(1e-12).rsqrt()
            for weight, bias in self._heads(features * scale, support.y, ways):
                yield Adapted({"head.weight": weight * scale, "head.bias": bias}, statistics)

    def points(self, ways: int, shots: int) -> tuple[int, ...]:
        """Return 0 … `inner_steps`."""
        return tuple(range(self.settings.inner_steps + 1))

    def read(self, adapted: Adapted, features: Tensor) -> Tensor:
        """Return the new head's logits; for functions, the fine-tuned network's values."""
        return head(adapted.params, features)

    def _heads(self, x: Tensor, y: Tensor, ways: int) -> Iterator[tuple[Tensor, Tensor]]:
        """Gradient descent on softmax regression, its gradient written out: `(tasks, ways, F)`."""
        tasks, n, features = x.shape
        weight, bias = x.new_zeros(tasks, ways, features), x.new_zeros(tasks, ways)
        target = F.one_hot(y, ways).to(x.dtype)
        yield weight, bias
        for _ in range(self.settings.inner_steps):
            error = (linear(x, weight, bias).softmax(-1) - target) / n
            gradient = error.transpose(1, 2) @ x + WEIGHT_DECAY * weight
            weight = weight - self.settings.inner_lr * gradient
            bias = bias - self.settings.inner_lr * error.sum(1)
            yield weight, bias

    def fine_tuned(
        self, params: Params, support: Labelled, start: dict[str, Tensor]
    ) -> Iterator[Adapted]:
        """Yield all weights, each of them a task's own from `start`, after 0 … `inner_steps`."""
        running = self.running_statistics(params, support.x.shape[0])

        def losses(fast: Params, step: int) -> Tensor:
            features = self.network.embed(fast, support.x, running)
            return self.losses(head(fast, features), support.y)

        rate = self.settings.inner_lr
        for fast in gradient_steps(losses, start, lambda *_: rate, self.settings.inner_steps):
            with torch.no_grad():
                statistics = running or self.support_statistics(fast, support.x)
            yield Adapted(fast, statistics)
