"""What a backbone is: a function of parameters and pictures that gives feature vectors."""

from abc import ABC, abstractmethod

import torch
from torch import Tensor

from metastudio.engine.networks.layers import Params
from metastudio.engine.networks.normalization import Observed, Statistics


class Network(ABC):
    """A backbone without state. Its parameters lie outside, so tasks can have copies of their own.

    `features` is the length of the vector that it gives for one input.
    """

    features: int
    learns = True
    """Whether it has parameters; else a picture's features never change."""
    fused = False
    """Whether it may use fused kernels, where there are any for what it is given."""
    norms: dict[str, int]
    """Layers normalised by batch statistics and their channels; empty where there are none."""

    @abstractmethod
    def initial(self, generator: torch.Generator) -> dict[str, Tensor]:
        """Draw fresh parameters, without a task axis."""

    @abstractmethod
    def embed(
        self,
        params: Params,
        x: Tensor,
        given: Statistics | None = None,
        observed: Observed | None = None,
    ) -> Tensor:
        """Map `(tasks, n, …)` to `(tasks, n, features)`; each parameter shared or one a task.

        Batch normalisation takes `given` statistics, else those of the batch in hand, task by
        task. `observed`, where it is given, collects the statistics of this batch.
        """
