"""Baseline++: transfer whose heads, in pre-training and after, compare by cosine.

Chen, Liu, Kira, Wang, Huang 2019, "A Closer Look at Few-shot Classification".
"""

from collections.abc import Iterator

import torch
import torch.nn.functional as F
from torch import Tensor

from metastudio.engine.experiment import Experiment
from metastudio.engine.methods.inner_loop import gradient_steps
from metastudio.engine.methods.method import Adapted, one_hot_means
from metastudio.engine.methods.metric import cosines
from metastudio.engine.methods.transfer import Transfer
from metastudio.engine.networks.layers import Params
from metastudio.engine.networks.network import Network
from metastudio.engine.tasks.episodes import Labelled

MANY_CLASSES = 200
SHARPNESS, SHARPNESS_OF_FEW = 10.0, 2.0
"""Factors of the cosines: the authors' for more than 200 classes, and for up to as many."""


class BaselinePlusPlus(Transfer):
    """A cosine head over all training classes, and a new one descended on the support set.

    The new head begins with the mean directions of its classes (Qi, Brown, Lowe 2018, "Low-Shot
    Learning with Imprinted Weights") where the paper draws at random, so that a task always has
    the same answer.
    """

    def __init__(self, experiment: Experiment, network: Network, outputs: int) -> None:
        super().__init__(experiment, network, outputs)
        self.sharpness = SHARPNESS if outputs > MANY_CLASSES else SHARPNESS_OF_FEW

    def initial(self, generator: torch.Generator) -> dict[str, Tensor]:
        """Draw the backbone, and the head of the pre-training, which has no bias."""
        drawn = super().initial(generator)
        del drawn["head.bias"]
        return drawn

    def classified(self, params: Params, features: Tensor) -> Tensor:
        """Return scaled cosines to the rows of a head, shared or one a task."""
        weight = params["head.weight"]
        if weight.dim() == 2:
            weight = weight.expand(features.shape[0], *weight.shape)
        return self.sharpness * cosines(features, weight)

    def adaptations(self, params: Params, support: Labelled, ways: int) -> Iterator[Adapted]:
        """Yield the new head after 0 … `inner_steps` steps."""
        with torch.no_grad():
            statistics = self.support_statistics(params, support.x)
            features = self.network.embed(params, support.x, statistics)
            start = one_hot_means(F.normalize(features, dim=-1), support.y, ways)

        def losses(fast: Params, step: int) -> Tensor:
            return self.losses(self.classified(fast, features), support.y)

        rate = self.settings.inner_lr
        heads = gradient_steps(
            losses, {"head.weight": start}, lambda *_: rate, self.settings.inner_steps
        )
        for fast in heads:
            yield Adapted(fast, statistics)

    def read(self, adapted: Adapted, features: Tensor) -> Tensor:
        """Return the new head's scaled cosines."""
        return self.classified(adapted.params, features)
