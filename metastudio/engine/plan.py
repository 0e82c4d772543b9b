"""How a meta-batch is worked through: chunks of tasks, on a few threads, summed in order.

Chunks bound the memory; one thread per chunk uses the processors better than splitting each small
operation over them. Results are summed in the order of the chunks, whatever finishes first, so
that the numbers do not depend on timing.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

import torch
from torch import Tensor

from metastudio.engine.devices import cpu_threads
from metastudio.engine.methods.method import Loss, Method, learned
from metastudio.engine.networks.conv4 import Conv4
from metastudio.engine.networks.layers import Params, Statistics
from metastudio.engine.networks.mlp import MLP
from metastudio.engine.tasks.episodes import Episode, Labelled

R = TypeVar("R")
TASKS_PER_CHUNK = 4
"""For Conv4 on a CPU; larger chunks use more memory and are no faster."""


@dataclass(frozen=True)
class Plan:
    """Tasks in a chunk, and the threads that work on chunks side by side.

    `serial` leaves torch one thread even where a single chunk is worked on.
    """

    tasks: int
    threads: int
    serial: bool = False

    def chunks(self, batch: Episode | Labelled) -> list[Episode | Labelled]:
        """Cut a batch along its tasks."""
        total = tasks_of(batch)
        if total <= self.tasks:
            return [batch]
        return [_cut(batch, i, min(i + self.tasks, total)) for i in range(0, total, self.tasks)]


def choose_plan(method: Method, device: torch.device, tasks: int) -> Plan:
    """Choose chunks for a device: on a CPU small ones on all threads, else all tasks at once."""
    if device.type != "cpu" or not isinstance(method.network, Conv4):
        # The matrices of an MLP are too small to be worth handing to a second thread.
        return Plan(max(tasks, 1), threads=1, serial=isinstance(method.network, MLP))
    threads = cpu_threads()
    # A batch that fits in one chunk a thread is spread over all of them.
    each = min(TASKS_PER_CHUNK, max(1, -(-tasks // threads)))
    return Plan(tasks=each, threads=min(threads, -(-tasks // each)))


def tasks_of(batch: Episode | Labelled) -> int:
    """Return the number of tasks in a batch."""
    return int((batch.query if isinstance(batch, Episode) else batch).x.shape[0])


class Workers:
    """Threads that work on chunks, each with one intra-op thread of its own."""

    def __init__(self, threads: int) -> None:
        self._pool = (
            ThreadPoolExecutor(
                threads, "metastudio-task", initializer=torch.set_num_threads, initargs=(1,)
            )
            if threads > 1
            else None
        )

    def map(
        self, work: Callable[[Episode | Labelled], R], chunks: Sequence[Episode | Labelled]
    ) -> Iterator[R]:
        """Yield the results in the order of the chunks."""
        if self._pool is None or len(chunks) == 1:
            return map(work, chunks)
        return self._pool.map(work, chunks)

    def close(self) -> None:
        """Let the threads end."""
        if self._pool is not None:
            self._pool.shutdown()


@contextmanager
def workers(plan: Plan) -> Iterator[Workers]:
    """Threads for the length of a `with`; torch's own threads are as before afterwards."""
    before = torch.get_num_threads()
    made = Workers(plan.threads)
    if plan.serial:
        torch.set_num_threads(1)
    try:
        yield made
    finally:
        made.close()
        torch.set_num_threads(before)


@dataclass(frozen=True)
class Gradient:
    """The outer gradient of a batch, by parameter name, with what was seen on the way."""

    gradients: dict[str, Tensor]
    loss: float
    score: float
    statistics: Statistics


def outer_gradient(
    method: Method, params: Params, batch: Episode | Labelled, plan: Plan, pool: Workers
) -> Gradient:
    """Return the gradient of the mean loss over the batch's tasks."""
    names, leaves = zip(*learned(params).items(), strict=True)
    total = tasks_of(batch)

    def one_chunk(chunk: Episode | Labelled) -> tuple[Loss, tuple[Tensor, ...]]:
        # Grad mode is a setting of each thread.
        with torch.enable_grad():
            outcome = method.loss(params, chunk)
            gradients = torch.autograd.grad(outcome.losses.sum() / total, leaves)
        detached = Loss(outcome.losses.detach(), outcome.scores, outcome.statistics)
        return detached, gradients

    outcomes: list[Loss] = []
    summed: list[Tensor] = []
    for outcome, gradients in pool.map(one_chunk, plan.chunks(batch)):
        outcomes.append(outcome)
        summed = [a + b for a, b in zip(summed, gradients, strict=True)] if summed else [*gradients]
    return Gradient(
        gradients=dict(zip(names, summed, strict=True)),
        loss=float(torch.cat([o.losses for o in outcomes]).mean()),
        score=float(torch.cat([o.scores for o in outcomes]).mean()),
        statistics=_joined([o.statistics for o in outcomes]),
    )


def _cut(batch: Episode | Labelled, start: int, stop: int) -> Episode | Labelled:
    if isinstance(batch, Labelled):
        return Labelled(batch.x[start:stop], batch.y[start:stop])
    support, query = batch.support, batch.query
    return Episode(
        Labelled(support.x[start:stop], support.y[start:stop]),
        Labelled(query.x[start:stop], query.y[start:stop]),
        batch.ways,
    )


def _joined(parts: list[Statistics]) -> Statistics:
    return {
        norm: (
            torch.cat([part[norm][0] for part in parts]),
            torch.cat([part[norm][1] for part in parts]),
        )
        for norm in parts[0]
    }
