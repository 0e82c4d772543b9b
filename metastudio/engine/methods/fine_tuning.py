"""Full fine-tuning: pre-train a classifier, then descend on the support set with all weights.

The plainest transfer there is; Chen et al. 2019 and Dhillon et al. 2020 ("A Baseline for Few-Shot
Image Classification") compare with it.
"""

from collections.abc import Iterator

from metastudio.engine.experiment import Experiment
from metastudio.engine.methods.method import Adapted, expanded, weights
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
        body = {n: w for n, w in weights(params).items() if not n.startswith("head.")}
        fresh = {
            "head.weight": support.x.new_zeros(tasks, ways, features),
            "head.bias": support.x.new_zeros(tasks, ways),
        }
        yield from self.fine_tuned(params, support, {**expanded(body, tasks), **fresh})
