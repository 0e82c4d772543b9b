"""A model while it trains: copies of its parameters, asked about one validation task at a time."""

import tempfile
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

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

ROOM = 256 * 2**20
"""Bytes of the disk that the copies of one run may take together."""
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


@dataclass(frozen=True, eq=False, slots=True)
class _Laid:
    """A snapshot whose parameters lie in a file, one tensor after the other from `offset`."""

    method: Method
    offset: int


class Past:
    """Snapshots of one run: the training thread adds, another asks. The newest is always there.

    All but the newest lie in a nameless file of `folder`, so that memory does not grow with a run.
    """

    def __init__(self, room: int = ROOM, folder: Path | None = None) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._newest: Snapshot | None = None
        self._earlier: Timeline[_Laid] = Timeline(room)
        self._file: IO[bytes] | None = None
        self._free: list[int] = []  # offsets of snapshots that had to go
        self._end = 0
        self._closed = False

    def take(self, learner: Learner, iteration: int) -> None:
        """Copy the learner's parameters; on the thread that trains, between two steps."""
        params = {
            name: value.detach().to("cpu", copy=True) for name, value in learner.params.items()
        }
        fresh = Snapshot(iteration, learner.method, params, learner.experiment, learner.source)
        with self._lock:
            if self._closed:
                return
            before, self._newest = self._newest, fresh
            if before is not None and before.iteration < iteration:
                with suppress(OSError):  # a full disk: that one can't be gone back to
                    self._lay_down(before)

    def close(self) -> None:
        """Forget everything."""
        with self._lock:
            self._closed, self._newest = True, None
            self._earlier.clear()
            if self._file is not None:
                self._file.close()

    def _lay_down(self, snapshot: Snapshot) -> None:
        if self._file is None:
            self._file = tempfile.TemporaryFile(dir=self._folder, buffering=0)  # noqa: SIM115
        size = sum(value.nbytes for value in snapshot.params.values())
        offset = self._free.pop() if self._free else self._end
        self._file.seek(offset)
        for value in snapshot.params.values():
            data = value.numpy().tobytes()
            while data:
                data = data[self._file.write(data) :]
        self._end = max(self._end, offset + size)
        laid = _Laid(snapshot.method, offset)
        self._free += [gone.offset for gone in self._earlier.add(snapshot.iteration, laid, size)]

    def _nearest(self, iteration: int | None) -> Snapshot | None:
        newest, found = self._newest, self._earlier.nearest(iteration)
        if newest is None or iteration is None or found is None:
            return newest
        if abs(newest.iteration - iteration) <= abs(found[0] - iteration):
            return newest
        laid, params = found[1], {}
        assert self._file is not None
        self._file.seek(laid.offset)
        for name, like in newest.params.items():  # one run has the same parameters all along
            data = bytearray(self._file.read(like.nbytes))
            value = torch.frombuffer(data, dtype=like.dtype) if data else torch.empty(0)
            params[name] = value.reshape(like.shape)
        return replace(newest, iteration=found[0], method=laid.method, params=params)

    def inspect(
        self, index: int, iteration: int | None = None, support: Floats | None = None
    ) -> Inspection:
        """Return what the model of about `iteration` (None: the newest) makes of a task.

        `index` numbers the validation tasks from 0. `support` `(n, 2)` replaces the points that a
        function is known by. Raises `TrainingError` before the first snapshot.
        """
        with self._lock:
            found = self._nearest(iteration)
        if found is None:
            raise TrainingError("There is no model to look into before the first validation.")
        return inspect(found, index, support)


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
        steps = snapshot.method.predictions(snapshot.params, support, query.x, episode.ways)
        predicted = _stacked([step[0][:, 0] for step in steps])
        true = query.y[0, :, 0].numpy()
        return replace(seen, predicted=predicted, errors=((predicted - true) ** 2).mean(1))
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
