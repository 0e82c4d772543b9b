"""What metric-based methods share: one pass for all features, curves over shots."""

from abc import abstractmethod
from collections.abc import Iterator, Sequence

import torch
import torch.nn.functional as F
from torch import Tensor

from metastudio.engine.methods.method import Adapted, Loss, Method
from metastudio.engine.networks.layers import Params
from metastudio.engine.networks.normalization import Observed, Statistics
from metastudio.engine.tasks.episodes import Episode, Labelled


class Metric(Method):
    """A rule, learned from the support set's features in closed form, that judges the queries'."""

    curve_label = "shots per class"
    adapts = False

    @abstractmethod
    def rule(self, params: Params, features: Tensor, members: Tensor) -> dict[str, Tensor]:
        """Learn from features `(tasks, n, F)` what `read` needs to judge others.

        `members (tasks, n, ways)` is one where a picture belongs to a class; a picture that
        belongs to none is to be left out.
        """

    def initial(self, generator: torch.Generator) -> dict[str, Tensor]:
        """Draw the backbone, and what the rule itself has to learn."""
        return {
            **self.network.initial(generator),
            **self.initial_rule(),
            **self.initial_running(),
        }

    def initial_rule(self) -> dict[str, Tensor]:
        """Return what the rule has to learn beside the backbone: nothing, unless overridden."""
        return {}

    def loss(self, params: Params, batch: Episode | Labelled, progress: float = 1.0) -> Loss:
        """Return the queries' cross-entropy under the rule that the support set gives."""
        assert isinstance(batch, Episode)
        query = batch.query
        z_support, z_query, statistics = self._embedded(params, batch)
        rule = self.rule(params, z_support, F.one_hot(batch.support.y, batch.ways))
        logits = self.read(Adapted(rule, None), z_query)
        return Loss(self.losses(logits, query.y), self.scores(logits, query.y), statistics)

    def adaptations(self, params: Params, support: Labelled, ways: int) -> Iterator[Adapted]:
        """Yield the rule from the first 1, 2, … shots of each class."""
        with torch.no_grad():
            statistics = self.support_statistics(params, support.x)
            features = self.network.embed(params, support.x, statistics)
            for members in first_shots(support.y, ways, self.shots_shown):
                yield Adapted(self.rule(params, features, members), statistics)

    def points(self, ways: int, shots: int) -> tuple[int, ...]:
        """Return 1 … K: the curve of a task runs over its shots; or a few, see `shots_shown`."""
        return self.shots_shown or tuple(range(1, shots + 1))

    def _embedded(self, params: Params, batch: Episode) -> tuple[Tensor, Tensor, Statistics]:
        """Return features of support and queries, seen in one pass where they may be."""
        support, query = batch.support, batch.query
        if self.normalization == "support":
            given = self.support_statistics(params, support.x)
            z_support = self.network.embed(params, support.x, given)
            return z_support, self.network.embed(params, query.x, given), {}
        observed = None
        if self.network.norms and self.normalization == "running":
            observed = Observed(differentiable=False)
        z = self.network.embed(params, torch.cat([support.x, query.x], 1), None, observed)
        n = support.x.shape[1]
        return z[:, :n], z[:, n:], observed.statistics if observed else {}


def cosines(x: Tensor, others: Tensor) -> Tensor:
    """Return the cosine of each pair: `(tasks, n, F)` and `(tasks, m, F)` to `(tasks, n, m)`."""
    return F.normalize(x, dim=-1) @ F.normalize(others, dim=-1).transpose(1, 2)


def class_means(features: Tensor, members: Tensor) -> Tensor:
    """Return each class's mean feature, `(tasks, ways, F)`."""
    members = members.to(features.dtype)
    return members.transpose(1, 2) @ features / members.sum(1).clamp_min(1).unsqueeze(-1)


def first_shots(y: Tensor, ways: int, shown: Sequence[int] = ()) -> Iterator[Tensor]:
    """Yield who is in which class, `(tasks, n, ways)`, of the first 1, 2, … pictures of each.

    `shown` are other numbers of pictures; a class that has fewer gives all.
    """
    members = F.one_hot(y, ways)
    place = members.cumsum(1) * members  # 1, 2, … within its class; 0 elsewhere
    for shots in shown or range(1, int(place.max()) + 1):
        yield members * (place <= shots)
