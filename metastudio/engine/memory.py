"""How much memory a run will take, told before it starts; and what would fit where it does not.

The method's own loss and its gradient are run for one task, and every allocation is counted. So the
estimate covers every method and network without a formula for any of them. What is clearly small is
computed; all else runs on torch's `meta` device, where tensors have shapes but no contents. (That
one loads the compiler behind `torch.compile`, which takes 0.8 s and 70 MB.)
"""

import sys
import weakref
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_iter

from metastudio.engine.devices import available_memory, process_memory
from metastudio.engine.experiment import INNER_LOOP, Experiment
from metastudio.engine.learner import Learner
from metastudio.engine.methods.method import learned
from metastudio.engine.plan import Chunk, Plan, first_tasks
from metastudio.engine.sections import PRE_TRAINED
from metastudio.engine.tasks.episodes import Episode, Unequal
from metastudio.engine.tasks.variable import VariableSampler

ALLOCATOR = {"cpu": 1.6, "cuda": 1.2}
"""What is taken for each byte alive: scratch of the convolutions, gaps between the blocks.

On the CPU 1.4 where pictures are few, up to 2.4 where the allocator keeps a single chunk of 600
from step to step (`benchmarks/memory_estimate.py`). The figure for graphics cards is a guess.
"""
MANY_STEPS = 4
"""Inner steps that are counted one by one; more are extended from these."""
KERNELS = 60_000_000
"""What torch takes when it computes for the first time."""
MOST_COMPUTED = 1_000_000_000
"""Places of pictures × channels², over all inner steps: what takes less than half a second."""
LEAST_ROOM = 1_000_000_000
"""Bytes without which nothing is computed for an estimate."""

_of_so_many: "weakref.WeakKeyDictionary[Learner, dict[int, int]]" = weakref.WeakKeyDictionary()
"""Bytes of chunks of one and two tasks."""


@dataclass(frozen=True)
class Memory:
    """An estimate in bytes: the peak of the whole process, and the part that training adds."""

    peak: int
    training: int
    available: int

    @property
    def fits(self) -> bool:
        """Whether there is room for what training adds."""
        return self.training <= self.available


def estimate(learner: Learner, plan: Plan) -> Memory:
    """Estimate the peak of a run with this plan; takes half a second, and little memory."""
    held = process_memory() if learner.device.type == "cpu" else 0
    at_once = min(plan.threads, -(-learner.tasks // plan.tasks))
    factor = ALLOCATOR.get(learner.device.type, 1.0)
    tasks = min(plan.tasks, learner.tasks)
    working = int(at_once * _bytes_of_a_chunk(learner, tasks) * factor)
    # Adam keeps two values for each parameter, and there is the sum of the gradients.
    state = 3 * sum(4 * leaf.numel() for leaf in learned(learner.params).values())
    training = working + state + KERNELS
    return Memory(held + training, training, available_memory(learner.device))


def _bytes_of_a_chunk(learner: Learner, tasks: int) -> int:
    """Extend the bytes of one task to a chunk; of two, where tasks share some of it.

    They share next to nothing, unless their queries are taken one by one.
    """
    known = _of_so_many.setdefault(learner, {})
    shared = tasks > 1 and learner.fused and learner.experiment.method.name in INNER_LOOP
    for number in (1, 2) if shared else (1,):
        if number not in known:
            known[number] = _bytes_of(learner, number)
    return tasks * known[1] if not shared else known[1] + (tasks - 1) * (known[2] - known[1])


def _bytes_of(learner: Learner, tasks: int) -> int:
    """Count the tasks' bytes; of many inner steps only the first few, for they grow evenly."""
    steps = learner.experiment.method.inner_steps
    if steps <= MANY_STEPS or learner.experiment.method.name not in INNER_LOOP:
        return bytes_alive(learner, tasks)

    def with_steps(number: int) -> int:
        fewer = learner.experiment.changed({"method.inner_steps": number})
        return bytes_alive(Learner(fewer, learner.source, learner.device), tasks)

    half, few = with_steps(MANY_STEPS // 2), with_steps(MANY_STEPS)
    return few + (few - half) * (steps - MANY_STEPS) // (MANY_STEPS - MANY_STEPS // 2)


def bytes_alive(learner: Learner, tasks: int) -> int:
    """Count the bytes of tensors alive at the worst moment of one chunk's outer gradient."""
    chunk = _largest(learner, tasks)
    place = "cpu" if _is_small(learner, chunk) else "meta"
    params = {n: torch.zeros_like(value, device=place) for n, value in learner.params.items()}
    leaves = [leaf.requires_grad_() for leaf in learned(params).values()]
    chunk = chunk.to(place)
    settings = learner.method.settings
    # Where the loss after every step counts, the worst moment lies early in the run.
    moments = {0.0, settings.first_order_until, 1.0} if settings.multi_step_until else {1.0}
    peaks = []
    for progress in sorted(moments):
        with torch.enable_grad(), _Alive() as alive:
            losses = learner.method.loss(params, chunk, progress).losses
            if leaves:  # a frozen backbone may leave nothing to learn
                torch.autograd.grad(losses.sum(), leaves)
            del losses
        peaks.append(int(alive.peak))
    return max(peaks)


def _is_small(learner: Learner, chunk: Chunk) -> bool:
    """Tell whether a chunk can be computed without a thought for memory or time."""
    if not learner.fused or "torch._dynamo" in sys.modules:  # then `meta` is quicker
        return False
    steps = learner.experiment.method.inner_steps
    parts = (
        ((chunk.support, steps), (chunk.query, 1)) if isinstance(chunk, Episode) else ((chunk, 1),)
    )
    places = sum(part.x[:, :, :1].numel() * times for part, times in parts)
    room = available_memory(learner.device) > LEAST_ROOM
    return room and places * learner.experiment.network.channels**2 < MOST_COMPUTED


def _largest(learner: Learner, tasks: int) -> Chunk:
    """Return a chunk of so many tasks; where their sizes vary, the largest single one."""
    if isinstance(learner.sampler, VariableSampler):
        return learner.sampler.largest()
    batch = first_tasks(learner.batch(1), tasks)
    assert not isinstance(batch, Unequal)  # it came from another sampler
    return batch


def what_would_fit(learner: Learner, room: int) -> list[str]:
    """Name the changes, each on its own, that bring the run into `room` bytes; mildest first.

    Where no single one does, the last name is all of them together, if that fits.
    """
    changes = list(_milder(learner.experiment))
    fitting = [name for name, settings in changes if _needs(learner, settings) <= room]
    if fitting or len(changes) < 2:
        return fitting
    together = {key: value for _, settings in changes for key, value in settings.items()}
    if _needs(learner, together) > room:
        return []
    return [", ".join(name for name, _ in changes) + ", all together"]


def _milder(e: Experiment) -> Iterator[tuple[str, dict[str, Any]]]:
    one_by_one = {"training.chunk": 1, "training.threads": 1}
    if e.method.name not in PRE_TRAINED and e.training.meta_batch > 1:
        if (e.training.chunk, e.training.threads) != (1, 1):
            yield "one task at a time (training.chunk = 1, training.threads = 1)", one_by_one
        half = e.training.meta_batch // 2
        yield f"a meta-batch of {half}", {"training.meta_batch": half}
    if e.method.name in INNER_LOOP:
        if not e.method.first_order:
            yield "first order", {"method.first_order": True}
        if e.method.inner_steps > 1:
            half = e.method.inner_steps // 2
            steps = "1 inner step" if half == 1 else f"{half} inner steps"
            yield steps, {"method.inner_steps": half}
    if e.method.name in PRE_TRAINED and e.training.batch_size >= 4:
        half = e.training.batch_size // 2
        yield f"batches of {half} pictures", {"training.batch_size": half}
    if e.task.training_ways is not None and e.task.training_ways >= 2 * e.task.ways:
        half = e.task.training_ways // 2
        yield f"{half} training ways", {"task.training_ways": half}
    if e.network.name == "conv4" and e.network.channels >= 2:
        half = e.network.channels // 2
        yield f"{half} channels", {"network.channels": half}
    if e.task.queries > 1:
        half = e.task.queries // 2
        queries = "1 query" if half == 1 else f"{half} queries"
        yield f"{queries} per class", {"task.queries": half}


def _needs(learner: Learner, settings: Mapping[str, Any]) -> int:
    changed = Learner(learner.experiment.changed(settings), learner.source, learner.device)
    return estimate(changed, changed.plan).training


class _Alive(TorchDispatchMode):  # type: ignore[no-untyped-call]
    """Counts the bytes of the storages that operations make, until each is gone."""

    @classmethod
    def _should_skip_dynamo(cls) -> bool:
        # Else torch's compiler is loaded to be told not to compile this: 0.8 s and 70 MB.
        return False

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.peak: int = 0
        self._now: int = 0
        self._seen: dict[int, weakref.ref[Any]] = {}

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        made = func(*args, **(kwargs or {}))
        for tensor in tree_iter(made):
            if isinstance(tensor, Tensor):
                self._count(tensor.untyped_storage())
        return made

    def _count(self, storage: Any) -> None:
        key, size = storage._cdata, storage.nbytes()
        if key not in self._seen:
            self._seen[key] = weakref.ref(storage, self._forget(key, size))
            self._now += size
            self.peak = max(self.peak, self._now)

    def _forget(self, key: int, size: int) -> Callable[[Any], None]:
        def gone(_: Any) -> None:
            del self._seen[key]
            self._now -= size

        return gone
