"""How a meta-batch is worked through: chunks of tasks, on a few threads, summed in order.

Chunks bound the memory; threads over chunks can use the processors better than splitting each
small operation over them. Results are summed in the order of the chunks, whatever finishes first,
so that the numbers do not depend on timing.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

import torch
from torch import Tensor

from metastudio.engine.methods.method import Loss, Method, learned
from metastudio.engine.networks.layers import Params
from metastudio.engine.networks.mlp import MLP
from metastudio.engine.networks.normalization import Statistics
from metastudio.engine.tasks.episodes import Episode, Labelled, Unequal

R = TypeVar("R")
Batch = Episode | Unequal | Labelled
Chunk = Episode | Labelled
TASKS_PER_CHUNK = 2
"""For pictures on a CPU; larger chunks use more memory and are hardly faster."""
TASKS_READ = 4
"""The same where nothing is learned, and no graph of operations kept."""


@dataclass(frozen=True)
class Plan:
    """Tasks in a chunk, and the threads that work on chunks side by side.

    One thread may use all processors inside an operation, unless `serial`; several threads take
    one processor each. `mixed` computes in bfloat16 where autocast deems it safe.
    """

    tasks: int
    threads: int
    serial: bool = False
    mixed: bool = False

    def chunks(self, batch: Batch) -> list[Chunk]:
        """Cut a batch along its tasks; those of unequal sizes are worked on one by one."""
        if isinstance(batch, Unequal):
            return list(batch.tasks)
        total = tasks_of(batch)
        if total <= self.tasks:
            return [batch]
        return [_cut(batch, i, i + self.tasks) for i in range(0, total, self.tasks)]

    def __str__(self) -> str:
        """Say it in words: "chunks of 4 tasks on 2 threads"."""
        tasks = "1 task" if self.tasks == 1 else f"{self.tasks} tasks"
        inside = "1 thread" if self.serial or self.threads == 1 else f"{self.threads} threads"
        return f"chunks of {tasks} on {inside}" + (", mixed precision" if self.mixed else "")


def usual_plan(
    method: Method, device: torch.device, tasks: int, chunk: int = TASKS_PER_CHUNK
) -> Plan:
    """Return what is usually fast: small chunks on a CPU, else all tasks at once."""
    if device.type != "cpu" or isinstance(method.network, MLP):
        # The matrices of an MLP are too small to be worth handing to a second thread.
        return Plan(max(tasks, 1), threads=1, serial=device.type == "cpu")
    return Plan(min(chunk, max(tasks, 1)), threads=1)


def tasks_of(batch: Batch) -> int:
    """Return the number of tasks in a batch."""
    if isinstance(batch, Unequal):
        return len(batch.tasks)
    return int((batch.query if isinstance(batch, Episode) else batch).x.shape[0])


def batch_device(batch: Batch) -> torch.device:
    """Return where a batch lies."""
    if isinstance(batch, Unequal):
        batch = batch.tasks[0]
    return (batch.query if isinstance(batch, Episode) else batch).x.device


def first_tasks(batch: Batch, stop: int, start: int = 0) -> Batch:
    """Return a batch of the tasks `start` to `stop - 1`."""
    if isinstance(batch, Unequal):
        return Unequal(batch.tasks[start:stop])
    return _cut(batch, start, stop)


def _cut(batch: Chunk, start: int, stop: int) -> Chunk:
    if isinstance(batch, Labelled):
        return Labelled(batch.x[start:stop], batch.y[start:stop])
    support, query = batch.support, batch.query
    return Episode(
        Labelled(support.x[start:stop], support.y[start:stop]),
        Labelled(query.x[start:stop], query.y[start:stop]),
        batch.ways,
    )


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

    def map(self, work: Callable[[Chunk], R], chunks: Sequence[Chunk]) -> Iterator[R]:
        """Yield the results in the order of the chunks."""
        if self._pool is None or len(chunks) == 1:
            yield from map(work, chunks)
            return
        # Whoever adds the results up while others compute must not do it on several threads: those
        # of OpenMP go on spinning for a while, and take the processors from the tasks.
        with _torch_threads(1):
            yield from self._pool.map(work, chunks)

    def close(self) -> None:
        """Let the threads end."""
        if self._pool is not None:
            self._pool.shutdown()


@contextmanager
def workers(plan: Plan) -> Iterator[Workers]:
    """Threads for the length of a `with`; torch's own threads are as before afterwards."""
    made = Workers(plan.threads)
    with _torch_threads(1 if plan.serial else torch.get_num_threads()):
        try:
            yield made
        finally:
            made.close()


@contextmanager
def _torch_threads(number: int) -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(number)
    try:
        yield
    finally:
        torch.set_num_threads(before)


@dataclass(frozen=True)
class Gradient:
    """The outer gradient of a batch, by parameter name, with what was seen on the way."""

    gradients: dict[str, Tensor]
    loss: float
    score: float
    statistics: Statistics
    inner_norm: float = math.nan
    """Length of the inner loop's gradients, the mean of tasks and steps; nan where it has none."""

    @cached_property
    def norm(self) -> float:
        """Length of the whole gradient; not finite where a part of it is not."""
        if not self.gradients:
            return 0.0
        return float(torch.stack([g.norm() for g in self.gradients.values()]).norm())


def outer_gradient(
    method: Method,
    params: Params,
    batch: Batch,
    plan: Plan,
    pool: Workers,
    progress: float = 1.0,
) -> Gradient:
    """Return the gradient of the mean loss over the batch's tasks, `progress` into the run."""
    names, leaves = list(learned(params)), list(learned(params).values())
    total, device = tasks_of(batch), batch_device(batch).type

    def one_chunk(chunk: Chunk) -> tuple[Loss, tuple[Tensor, ...]]:
        # Grad mode and autocast are settings of each thread.
        with torch.enable_grad(), torch.autocast(device, torch.bfloat16, enabled=plan.mixed):
            outcome = method.loss(params, chunk, progress)
            gradients: tuple[Tensor, ...] = ()
            if leaves:  # a frozen backbone may leave nothing to learn
                gradients = torch.autograd.grad(outcome.losses.sum() / total, leaves)
        return replace(outcome, losses=outcome.losses.detach()), gradients

    outcomes: list[Loss] = []
    summed: list[Tensor] = []
    for outcome, gradients in pool.map(one_chunk, plan.chunks(batch)):
        outcomes.append(outcome)
        summed = [a + b for a, b in zip(summed, gradients, strict=True)] if summed else [*gradients]
    inner = [o.inner_norms for o in outcomes if o.inner_norms is not None]
    return Gradient(
        gradients=dict(zip(names, summed, strict=True)),
        loss=float(torch.cat([o.losses for o in outcomes]).mean()),
        score=float(torch.cat([o.scores for o in outcomes]).mean()),
        statistics=_joined([o.statistics for o in outcomes]),
        inner_norm=float(torch.cat(inner).mean()) if inner else math.nan,
    )


def _joined(parts: list[Statistics]) -> Statistics:
    return {
        norm: (
            torch.cat([part[norm][0] for part in parts]),
            torch.cat([part[norm][1] for part in parts]),
        )
        for norm in parts[0]
    }
