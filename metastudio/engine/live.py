"""A model while it trains: copies of its parameters, asked about one validation task at a time."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor

from metastudio.engine.errors import TrainingError
from metastudio.engine.events import DealtTask, Floats, Inspection, Plane
from metastudio.engine.experiment import Experiment
from metastudio.engine.explanation import principal_axes
from metastudio.engine.learner import Learner, Source
from metastudio.engine.methods.method import Method
from metastudio.engine.networks.layers import Params
from metastudio.engine.tasks.catalog import FunctionSource, deal
from metastudio.engine.tasks.episodes import Episode, Labelled
from metastudio.engine.timeline import Timeline

ROOM = 96 * 2**20
"""Bytes that the copies of one run may take together."""
GRID = 161
"""Points at which a fitted curve is computed: one every few pixels."""


@dataclass(frozen=True, eq=False)
class Snapshot:
    """A method with its parameters as they were after `iteration` meta-steps, on the CPU."""

    iteration: int
    method: Method
    params: dict[str, Tensor]
    experiment: Experiment
    source: Source


class Past:
    """Snapshots of one run: the training thread adds, another asks. The newest is always there."""

    def __init__(self, room: int = ROOM) -> None:
        self._snapshots: Timeline[Snapshot] = Timeline(room)

    def take(self, learner: Learner, iteration: int) -> None:
        """Copy the learner's parameters; on the thread that trains, between two steps."""
        params = {
            name: value.detach().to("cpu", copy=True) for name, value in learner.params.items()
        }
        size = sum(value.nbytes for value in params.values())
        snapshot = Snapshot(iteration, learner.method, params, learner.experiment, learner.source)
        self._snapshots.add(iteration, snapshot, size)

    def inspect(
        self, index: int, iteration: int | None = None, support: Floats | None = None
    ) -> Inspection:
        """Return what the model of about `iteration` (None: the newest) makes of a task.

        `index` numbers the validation tasks from 0. `support` `(n, 2)` replaces the points that a
        function is known by. Raises `TrainingError` before the first snapshot.
        """
        found = self._snapshots.nearest(iteration)
        if found is None:
            raise TrainingError("There is no model to look into before the first validation.")
        return inspect(found[1], index, support)


def inspect(snapshot: Snapshot, index: int, support: Floats | None = None) -> Inspection:
    """Adapt to validation task `index` and read its queries after each step, as validation does."""
    e, source, method = snapshot.experiment, snapshot.source, snapshot.method
    episode = source.sampler("validation", e.task, e.training.seed).one(index)
    dealt = task = deal(e, source, "validation", index)
    if support is not None:
        points = torch.from_numpy(np.ascontiguousarray(support, dtype=np.float32))[None]
        episode = replace(episode, support=Labelled(points[..., :1], points[..., 1:]))
        task = replace(task, support_xy=np.asarray(support, dtype=np.float32))
    shots = episode.support.y.shape[1] // max(episode.ways, 1)
    seen = Inspection(
        iteration=snapshot.iteration,
        task=task,
        x=np.asarray(method.points(episode.ways, shots), dtype=np.float32),
        curve_label=method.curve_label,
    )
    if isinstance(source, FunctionSource):
        return _with_fits(seen, snapshot, episode, _span(source, dealt))
    together = e.network.normalization == "transductive"
    logits = method.predictions(
        snapshot.params, episode.support, episode.query.x, episode.ways, together
    )
    scores = _stacked([step[0].softmax(-1) for step in logits])
    plane = _plane(method, snapshot.params, episode, together)
    return replace(seen, scores=scores, plane=plane)


def _with_fits(
    seen: Inspection, snapshot: Snapshot, episode: Episode, span: tuple[float, float]
) -> Inspection:
    """Add the fitted curve after each step, and its error on the queries."""
    support, query = episode.support, episode.query
    if query.x.shape[-1] != 1:
        return seen
    grid = torch.linspace(*span, GRID)
    asked = torch.cat([grid[None, :, None], query.x], dim=1)
    values = [
        step[0]
        for step in snapshot.method.predictions(snapshot.params, support, asked, episode.ways)
    ]
    errors = [float((step[GRID:] - query.y[0]).pow(2).mean()) for step in values]
    return replace(
        seen,
        grid=grid.numpy(),
        fits=_stacked([step[:GRID, 0] for step in values]),
        errors=np.asarray(errors, dtype=np.float32),
    )


def _span(source: FunctionSource, dealt: DealtTask) -> tuple[float, float]:
    """Return the range of x that a curve is drawn over; dragged points do not move it."""
    inputs = getattr(source.family, "inputs", None)
    if inputs is not None:
        return float(inputs[0]), float(inputs[1])
    assert dealt.support_xy is not None and dealt.query_xy is not None
    known = np.concatenate([dealt.support_xy[:, 0], dealt.query_xy[:, 0]])
    return float(known.min()), float(known.max())


def _plane(method: Method, params: Params, episode: Episode, together: bool) -> Plane | None:
    """Project features and prototypes to their two directions of largest variance (PCA).

    None where the method compares with no prototypes. Each axis points to the side on which the
    first class's prototype lies, so that pictures of two validations can be compared.
    """
    states = method.adaptations(params, episode.support, episode.ways)
    last = next(states)
    if "prototypes" not in last.params:
        return None
    shots = [last.params["prototypes"][0]]
    for last in states:
        shots.append(last.params["prototypes"][0])
    support = method.features(params, last, episode.support.x, together)[0]
    query = method.features(params, last, episode.query.x, together)[0]
    prototypes = torch.stack(shots)
    everything = torch.cat([support, query])
    middle = everything.mean(0)
    axes, share = principal_axes(everything - middle, prototypes[-1, 0] - middle)
    return Plane(
        support=((support - middle) @ axes).numpy(),
        queries=((query - middle) @ axes).numpy(),
        prototypes=((prototypes - middle) @ axes).numpy(),
        share=share,
    )


def _stacked(steps: Sequence[Tensor]) -> Floats:
    return np.asarray(torch.stack(list(steps)).detach().float().numpy())
