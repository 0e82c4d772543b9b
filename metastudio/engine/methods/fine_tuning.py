"""Full fine-tuning: pre-train a classifier, then descend on the support set with all weights.

The plainest transfer there is; Chen et al. 2019 and Dhillon et al. 2020 ("A Baseline for Few-Shot
Image Classification") compare with it.
"""

from collections.abc import Iterator

import torch
from torch import Tensor

from metastudio.engine.experiment import Experiment
from metastudio.engine.methods.inner_loop import gradient_steps
from metastudio.engine.methods.method import Adapted, expanded, head, weights
from metastudio.engine.methods.transfer import Transfer
from metastudio.engine.networks.layers import Params
from metastudio.engine.networks.network import Network
from metastudio.engine.tasks.episodes import Labelled


class FineTuning(Transfer):
    """Transfer whose body adapts with the new head, which begins with zeros."""

    def __init__(self, experiment: Experiment, network: Network, outputs: int) -> None:
        super().__init__(experiment, network, outputs)
        self.body_adapts = True

    def adaptations(self, params: Params, support: Labelled, ways: int) -> Iterator[Adapted]:
        """Yield all weights after 0 … `inner_steps` steps, with the statistics to read them."""
        if self.regression:
            yield from super().adaptations(params, support, ways)
            return
        tasks, features = support.x.shape[0], self.network.features
        running = self.running_statistics(params, tasks)
        body = {n: w for n, w in weights(params).items() if not n.startswith("head.")}
        start = expanded(body, tasks)
        start["head.weight"] = support.x.new_zeros(tasks, ways, features)
        start["head.bias"] = support.x.new_zeros(tasks, ways)

        def losses(fast: Params) -> Tensor:
            embedded = self.network.embed(fast, support.x, running)
            return self.losses(head(fast, embedded), support.y)

        rate = self.settings.inner_lr
        for fast in gradient_steps(losses, start, lambda *_: rate, self.settings.inner_steps):
            with torch.no_grad():
                statistics = running or self.support_statistics(fast, support.x)
            yield Adapted(fast, statistics)
