"""The contract of a method: `loss`, `adapt`, `predict`, and the traces that follow from them.

Training, evaluation, the Try page and the command line use these and nothing else, so that a new
method works everywhere on the day it is written.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, field

import torch
import torch.nn.functional as F
from torch import Tensor

from metastudio.engine.experiment import Experiment
from metastudio.engine.networks.layers import Params, linear
from metastudio.engine.networks.network import Network
from metastudio.engine.networks.normalization import Observed, Statistics
from metastudio.engine.tasks.episodes import Episode, Labelled

RUNNING = "running."
"""Prefix of the running averages of normalisation: kept with the parameters, not learned."""

RATE = "rate."
"""Prefix of the learned rates α of the inner loop: learned, but no weights of the network."""

UNEVEN_SHOTS = (1, 2, 5, 10, 20, 50, 100, 500)
"""Where a curve over shots has its points when tasks have shots of their own; 500 are all."""


@dataclass(frozen=True)
class Loss:
    """What one pass over a batch gave. `losses` carries the gradient."""

    losses: Tensor  # (tasks,)
    scores: Tensor  # (tasks,) accuracy in 0..1, or mean squared error; detached
    statistics: Statistics = field(default_factory=dict)  # for running averages; detached
    inner_norms: Tensor | None = None  # (tasks,) of the inner loop's gradients, the steps' mean


@dataclass(frozen=True)
class Adapted:
    """A task's own weights, prototypes or head: a value, so that many can live side by side."""

    params: Params  # (tasks, …) each, laid over the parameters that all tasks share
    statistics: Statistics | None  # of the support set; None where the method needs none


@dataclass(frozen=True)
class AdaptationTrace:
    """Loss and score on the query set after each of the method's steps, `(tasks, points)` each.

    `per_way` is the accuracy of each label's queries after the last step, `(tasks, ways)`; None
    for functions.
    """

    x: tuple[int, ...]
    losses: Tensor
    scores: Tensor
    per_way: Tensor | None = None


class Method(ABC):
    """One way to learn from few examples. Holds settings and a backbone, never parameters."""

    curve_label = "inner step"
    adapts = True
    episodic = True
    """Whether the outer loop minimises over episodes; else over plain labelled pictures."""
    fixed_head = False
    """Whether the number of ways is fixed by what was trained."""
    moves_plainly = False
    """Whether β is the share of the way that the outer loop goes; else it is Adam's."""
    body_adapts = False
    """Whether the features of a picture change from step to step."""

    def __init__(self, experiment: Experiment, network: Network, outputs: int) -> None:
        self.network, self.outputs = network, outputs
        self.body_adapts = self.body_adapts and network.learns
        self.settings = experiment.method.used()
        self.normalization = experiment.network.normalization
        self.regression = experiment.regression
        self.shots_shown = UNEVEN_SHOTS if experiment.task.sizes != "fixed" else ()
        """Shots at which a curve over shots has its points; empty for every one."""

    @abstractmethod
    def initial(self, generator: torch.Generator) -> dict[str, Tensor]:
        """Draw fresh parameters."""

    @abstractmethod
    def loss(self, params: Params, batch: Episode | Labelled, progress: float = 1.0) -> Loss:
        """Return what the outer loop minimises, task by task.

        `progress` is the share of the run that lies behind, 0 to 1, for what changes on the way.
        """

    @abstractmethod
    def adaptations(self, params: Params, support: Labelled, ways: int) -> Iterator[Adapted]:
        """Yield the state after 0, 1, … steps on the support set. Pure: `params` is unchanged."""

    @abstractmethod
    def read(self, adapted: Adapted, features: Tensor) -> Tensor:
        """Return logits `(tasks, n, ways)` from features `(tasks, n, F)`; values for functions."""

    def features(
        self, params: Params, adapted: Adapted, x: Tensor, together: bool = False
    ) -> Tensor:
        """Embed pictures, normalised by the task's statistics; if `together`, by their own.

        The latter is how `transductive` normalisation was published, and differs only there.
        """
        given = adapted.statistics
        if together and self.normalization == "transductive":
            given = None
        with torch.no_grad():
            return self.network.embed({**params, **adapted.params}, x, given)

    def predict(
        self, params: Params, adapted: Adapted, x: Tensor, together: bool = False
    ) -> Tensor:
        """Return logits `(tasks, n, ways)`: inductive, an answer does not depend on its company.

        `together` reads the queries as the method was published: normalised by those in hand.
        """
        with torch.no_grad():
            return self.read(adapted, self.features(params, adapted, x, together))

    def points(self, ways: int, shots: int) -> tuple[int, ...]:
        """Return the x axis of the trace: inner steps, shots or fine-tuning steps."""
        return tuple(range(self.settings.test_steps + 1))

    def adapt(self, params: Params, support: Labelled, ways: int) -> Adapted:
        """Return the state after the last step on the support set."""
        *_, last = self.adaptations(params, support, ways)
        return last

    def predictions(
        self, params: Params, support: Labelled, x: Tensor, ways: int, together: bool = False
    ) -> Iterator[Tensor]:
        """Yield the logits `(tasks, n, ways)` of `x` after 0, 1, … steps.

        Where the body does not adapt, its features are computed once.
        """
        features: Tensor | None = None
        for adapted in self.adaptations(params, support, ways):
            with torch.no_grad():
                if features is None or self.body_adapts:
                    features = self.features(params, adapted, x, together)
                yield self.read(adapted, features)

    def trace(self, params: Params, episode: Episode, together: bool = False) -> AdaptationTrace:
        """Return loss and score on the query set after each step."""
        losses, scores = [], []
        query = episode.query
        for logits in self.predictions(params, episode.support, query.x, episode.ways, together):
            losses.append(self.losses(logits, query.y).detach())
            scores.append(self.scores(logits, query.y))
        per_way = None
        if not self.regression:
            right = (logits.argmax(-1) == query.y).to(logits.dtype)
            per_way = one_hot_means(right.unsqueeze(-1), query.y, episode.ways).squeeze(-1)
        shots = episode.support.y.shape[1] // max(episode.ways, 1)
        return AdaptationTrace(
            self.points(episode.ways, shots),
            torch.stack(losses, 1),
            torch.stack(scores, 1),
            per_way,
        )

    # --- what the methods share ---

    def losses(self, outputs: Tensor, y: Tensor) -> Tensor:
        """Mean loss of each task, `(tasks,)`: cross-entropy, or squared error for functions."""
        if self.regression:
            return F.mse_loss(outputs, y, reduction="none").flatten(1).mean(1)
        tasks, n, ways = outputs.shape
        each = F.cross_entropy(outputs.reshape(tasks * n, ways), y.reshape(-1), reduction="none")
        return each.reshape(tasks, n).mean(1)

    def scores(self, outputs: Tensor, y: Tensor) -> Tensor:
        """Accuracy of each task in 0..1, or its mean squared error; `(tasks,)`, detached."""
        if self.regression:
            return self.losses(outputs, y).detach()
        return (outputs.argmax(-1) == y).to(outputs.dtype).mean(1).detach()

    def support_statistics(self, params: Params, x: Tensor) -> Statistics | None:
        """Return the statistics that normalise the queries of a task, differentiable.

        Those of its support set, seen through `params`, for `support` normalisation and for the
        inductive reading of `transductive`; the running averages for `running`.
        """
        if not self.network.norms:
            return None
        if self.normalization == "running":
            return self.running_statistics(params, x.shape[0])
        observed = Observed()
        self.network.embed(params, x, observed=observed)
        return observed.statistics

    def running_statistics(self, params: Params, tasks: int) -> Statistics | None:
        """Return the running averages for `tasks` tasks; None where normalisation has none."""
        if self.normalization != "running":
            return None
        return {
            norm: (
                params[f"{RUNNING}{norm}.mean"].expand(tasks, -1),
                params[f"{RUNNING}{norm}.variance"].expand(tasks, -1),
            )
            for norm in self.network.norms
        }

    def initial_running(self) -> dict[str, Tensor]:
        """Return zero means and unit variances where the mode keeps running averages."""
        if self.normalization != "running":
            return {}
        result = {}
        for norm, channels in self.network.norms.items():
            result[f"{RUNNING}{norm}.mean"] = torch.zeros(channels)
            result[f"{RUNNING}{norm}.variance"] = torch.ones(channels)
        return result


def learned(params: Params) -> dict[str, Tensor]:
    """Return the parameters that the outer loop changes: all but the running averages."""
    return {name: value for name, value in params.items() if not name.startswith(RUNNING)}


def weights(params: Params) -> dict[str, Tensor]:
    """Return the network's own weights and those of its head: learned, and no rates."""
    return {name: value for name, value in learned(params).items() if not name.startswith(RATE)}


def head(params: Params, features: Tensor) -> Tensor:
    """Apply the linear head, shared or one a task, to features `(tasks, n, F)`."""
    return linear(features, params["head.weight"], params["head.bias"])


def expanded(params: Params, tasks: int) -> dict[str, Tensor]:
    """Give every parameter a leading task axis, without copying."""
    return {name: value.expand(tasks, *value.shape) for name, value in params.items()}


def updated_running(params: Params, statistics: Statistics, momentum: float = 0.1) -> Params:
    """Return the running averages after one more batch, averaged over its tasks."""
    result: dict[str, Tensor] = {}
    for norm, (mean, variance) in statistics.items():
        for name, fresh in (("mean", mean), ("variance", variance)):
            key = f"{RUNNING}{norm}.{name}"
            result[key] = torch.lerp(params[key], fresh.detach().mean(0), momentum)
    return result


def one_hot_means(features: Tensor, y: Tensor, ways: int) -> Tensor:
    """Return each class's mean feature: `(tasks, n, F)`, `(tasks, n)` → `(tasks, ways, F)`."""
    members = F.one_hot(y, ways).to(features.dtype).transpose(1, 2)
    return members @ features / members.sum(-1, keepdim=True).clamp_min(1)
