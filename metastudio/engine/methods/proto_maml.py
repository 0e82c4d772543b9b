"""Proto-MAML: MAML whose head begins, in each task, as the prototypes say.

Triantafillou et al. 2020, "Meta-Dataset: A Dataset of Datasets for Learning to Learn from Few
Examples".
"""

import torch
from torch import Tensor

from metastudio.engine.methods.maml import Maml
from metastudio.engine.methods.method import one_hot_means
from metastudio.engine.networks.layers import Params
from metastudio.engine.networks.normalization import Statistics
from metastudio.engine.tasks.episodes import Labelled


class ProtoMaml(Maml):
    """Weights 2c and offsets −|c|², section 3: a ProtoNet before the first step of the inner loop.

    The head is no parameter, so the number of ways may change from task to task. The outer gradient
    flows through the prototypes too.
    """

    fixed_head = False

    def initial_head(self, generator: torch.Generator) -> dict[str, Tensor]:
        """Draw nothing: the head comes with the task."""
        return {}

    def initial_rates(self, drawn: Params, generator: torch.Generator) -> dict[str, Tensor]:
        """Return rates of the head too, where they are learned."""
        head = dict.fromkeys(("head.weight", "head.bias"), torch.empty(0))
        return super().initial_rates({**drawn, **head}, generator)

    def task_head(
        self, theta: Params, support: Labelled, ways: int, given: Statistics | None
    ) -> dict[str, Tensor]:
        """Return each task's head, `(tasks, ways, F)`, from its prototypes."""
        means = one_hot_means(self.network.embed(theta, support.x, given), support.y, ways)
        return {"head.weight": 2 * means, "head.bias": -means.pow(2).sum(-1)}
