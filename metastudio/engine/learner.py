"""The state of the outer loop: parameters, Adam, and one step of it. Knows no files, no events."""

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from metastudio.engine import kernels
from metastudio.engine.experiment import Experiment
from metastudio.engine.methods import build_method
from metastudio.engine.methods.method import (
    RATE,
    AdaptationTrace,
    Method,
    learned,
    updated_running,
)
from metastudio.engine.networks.layers import Params
from metastudio.engine.outer_step import OuterStep
from metastudio.engine.plan import (
    TASKS_READ,
    Batch,
    Gradient,
    Plan,
    Workers,
    outer_gradient,
    tasks_of,
    usual_plan,
)
from metastudio.engine.sections import METRIC, PRE_TRAINED
from metastudio.engine.tasks.augmentation import Augmentation
from metastudio.engine.tasks.catalog import FunctionSource, PictureSource
from metastudio.engine.tasks.episodes import (
    Episode,
    EpisodeSampler,
    LabelledBatches,
    Unequal,
)
from metastudio.engine.tasks.functions import FunctionSampler
from metastudio.engine.tasks.table_tasks import TableSampler
from metastudio.engine.tasks.variable import VariableSampler

Source = PictureSource | FunctionSource
Sampler = EpisodeSampler | VariableSampler | LabelledBatches | FunctionSampler | TableSampler


class Learner:
    """A method with its parameters and optimiser, learning from a source of tasks."""

    def __init__(self, experiment: Experiment, source: Source, device: torch.device) -> None:
        self.experiment, self.source, self.device = experiment, source, device
        self.shape, self.outputs = input_shape(source), head_rows(experiment, source)
        self.method: Method = build_method(experiment, self.shape, self.outputs)
        self.fuse(device.type == "cpu")
        generator = torch.Generator().manual_seed(experiment.training.seed)
        fresh = self.method.initial(generator)
        self.params = {name: value.to(device) for name, value in fresh.items()}
        for leaf in learned(self.params).values():
            leaf.requires_grad_()
        self.inner_lr, self.outer_lr = experiment.method.inner_lr, experiment.training.outer_lr
        self.outer_step = OuterStep(learned(self.params), plain=self.method.moves_plainly)
        self.sampler: Sampler = self._training_sampler()
        self.augmentation = Augmentation()
        if isinstance(source, PictureSource):
            self.augmentation = Augmentation.of(experiment.data, source.transform.ink)
        self.tasks = experiment.training.meta_batch if self.method.episodic else 1
        self.plan: Plan = self._first_plan()

    def step(self, iteration: int, pool: Workers) -> Gradient:
        """Take the outer step number `iteration` (from 1); returns what was seen.

        The step is not taken where the loss or the gradient's norm is not finite.
        """
        batch = self.training_batch(iteration)
        progress = iteration / self.experiment.training.iterations
        outcome = outer_gradient(self.method, self.params, batch, self.plan, pool, progress)
        if not math.isfinite(outcome.loss) or not math.isfinite(outcome.norm):
            return outcome
        self.outer_step.take(outcome.gradients, self.current_outer_lr(iteration))
        self.params.update(updated_running(self.params, outcome.statistics))
        return outcome

    def current_outer_lr(self, iteration: int) -> float:
        """Return β at an iteration: the chosen one, decayed."""
        settings = self.experiment.training
        if settings.outer_lr_decay == "cosine":
            progress = (iteration - 1) / settings.iterations
            falling = 0.5 * (1 + math.cos(math.pi * progress))
            return settings.final_outer_lr + (self.outer_lr - settings.final_outer_lr) * falling
        if settings.outer_lr_decay == "halving":
            return float(self.outer_lr * 0.5 ** ((iteration - 1) // settings.halving_interval))
        return self.outer_lr

    def change_rates(self, inner_lr: float | None, outer_lr: float | None) -> None:
        """Set α or β from the next step on."""
        if inner_lr is not None:
            old, self.inner_lr = self.inner_lr, inner_lr
            changed = self.experiment.changed({"method.inner_lr": inner_lr})
            with torch.no_grad():  # rates that are learned keep their proportions
                for name in filter(lambda n: n.startswith(RATE), self.params):
                    self.params[name] *= inner_lr / old
            fused = self.method.network.fused
            self.method = build_method(changed, self.shape, self.outputs)
            self.fuse(fused)
        if outer_lr is not None:
            self.outer_lr = outer_lr

    def fuse(self, allowed: bool) -> None:
        """Let the network use fused kernels, if it can and the experiment wants it; or not."""
        network = self.method.network
        network.fused = network.fused and allowed

    @property
    def fused(self) -> bool:
        """Whether fused kernels are used."""
        return self.method.network.fused and kernels.status().ready

    def validate(self, pool: Workers) -> AdaptationTrace:
        """Trace the method on the fixed validation episodes, read as its normalisation reads."""
        e = self.experiment
        sampler = self.source.sampler("validation", e.task, e.training.seed)
        together = e.network.normalization == "transductive"
        number, step = e.training.validation_tasks, at_once(sampler, e.training.validation_tasks)
        return joined(
            [
                trace(self.method, self.params, part, self.device, pool, together)
                for first in range(0, number, step)
                for part in [sampler.draw(first, min(step, number - first))]
            ]
        )

    # --- what is kept to go on from ---

    def state(self) -> dict[str, Tensor]:
        """Return parameters and the optimiser's moments as flat tensors."""
        params = {f"params.{name}": value.detach() for name, value in self.params.items()}
        return {**params, **self.outer_step.state()}

    def restore(self, state: dict[str, Tensor]) -> None:
        """Go back to what `state` returned."""
        with torch.no_grad():
            for name, value in self.params.items():
                value.copy_(state[f"params.{name}"])
        self.outer_step.restore(state)

    def batch(self, iteration: int) -> Batch:
        """Return what the outer step number `iteration` learns from."""
        if isinstance(self.sampler, LabelledBatches):
            return self.sampler.draw(iteration - 1)
        return self.sampler.draw((iteration - 1) * self.tasks, self.tasks)

    def training_batch(self, iteration: int) -> Batch:
        """Return the same on the device, augmented where that is asked for."""
        batch = self.batch(iteration).to(self.device)
        return self.augmentation.apply(
            batch, self.experiment.training.seed, (iteration - 1) * self.tasks
        )

    def inner_norms(self, iteration: int) -> list[float]:
        """Return the norm of the inner loop's gradient at each step, the largest of the tasks.

        Empty where the method has no inner loop over weights. To explain a loss that exploded.
        """
        batch = self.training_batch(iteration)
        if isinstance(batch, Unequal):
            batch = batch.tasks[0]
        if not isinstance(batch, Episode) or not self.method.body_adapts:
            return []
        params = {name: value.detach() for name, value in self.params.items()}
        states = [a.params for a in self.method.adaptations(params, batch.support, batch.ways)]
        return [
            max(_distances(before, after)) / self.inner_lr
            for before, after in itertools.pairwise(states)
        ]

    def _first_plan(self) -> Plan:
        settings = self.experiment.training
        usual = usual_plan(self.method, self.device, self.tasks)
        chunk = min(settings.chunk or usual.tasks, self.tasks)
        return Plan(
            chunk,
            settings.threads or min(usual.threads, -(-self.tasks // chunk)),
            usual.serial and settings.threads is None,
            settings.precision == "mixed" and self.device.type == "cuda",
        )

    def _training_sampler(self) -> Sampler:
        e = self.experiment
        if not self.method.episodic and isinstance(self.source, PictureSource):
            classes = self.source.splits["train"]
            return LabelledBatches(classes, e.training.batch_size, e.training.seed)
        task = e.task
        if e.method.name in METRIC and task.training_ways is not None:
            task = task.model_copy(update={"ways": task.training_ways})
        stream = e.training.iterations * e.training.meta_batch
        return self.source.sampler("train", task, e.training.seed, stream)


def trace(
    method: Method,
    params: dict[str, Tensor],
    episode: Episode | Unequal,
    device: torch.device,
    pool: Workers,
    together: bool,
) -> AdaptationTrace:
    """Trace many tasks, in chunks; curves `(tasks, points)` on the CPU.

    Of unequal tasks `per_way` has one row of all their classes, task after task.
    """
    detached = {name: value.detach() for name, value in params.items()}

    def one_chunk(chunk: object) -> AdaptationTrace:
        assert isinstance(chunk, Episode)
        return method.trace(detached, chunk.to(device), together)

    plan = usual_plan(method, device, tasks_of(episode), TASKS_READ)
    chunks = plan.chunks(episode)
    return joined(list(pool.map(one_chunk, chunks)))


def joined(parts: Sequence[AdaptationTrace]) -> AdaptationTrace:
    """Return traces as one, on the CPU; `per_way` becomes a single row where tasks are unequal."""
    per_way = [part.per_way for part in parts if part.per_way is not None]
    if unequal := len({part.shape[1] for part in per_way}) > 1:
        per_way = [part.reshape(1, -1) for part in per_way]
    return AdaptationTrace(
        parts[0].x,
        torch.cat([part.losses for part in parts]).cpu(),
        torch.cat([part.scores for part in parts]).cpu(),
        torch.cat(per_way, 1 if unequal else 0).cpu() if per_way else None,
    )


def at_once(sampler: Sampler, tasks: int) -> int:
    """Return how many tasks may be drawn at once: few where one may have a thousand pictures."""
    return min(tasks, TASKS_READ) if isinstance(sampler, VariableSampler) else tasks


def input_shape(source: Source) -> tuple[int, ...]:
    """Return the shape of one input: `(C, H, W)`, `(places, values)`, or `(values,)`."""
    if isinstance(source, PictureSource):
        return source.splits["train"].shape
    return (source.family.width,)


def head_rows(experiment: Experiment, source: Source) -> int:
    """Return the rows of a head that is trained: ways, training classes, or one value."""
    if not isinstance(source, PictureSource):
        return 1
    if experiment.method.name in PRE_TRAINED:
        return len(source.splits["train"])
    return experiment.task.ways


@dataclass(frozen=True)
class Interval:
    """A mean with half the width of its 95 % interval, 1.96·s/√n over episodes."""

    mean: float
    ci95: float

    @classmethod
    def of(cls, values: Tensor) -> "Interval":
        """Of one value an episode, `(episodes,)`."""
        n = values.numel()
        spread = float(values.double().std()) if n > 1 else math.nan
        return cls(float(values.double().mean()), 1.96 * spread / math.sqrt(n))


def _distances(before: Params, after: Params) -> list[float]:
    """Return how far each task's weights moved."""
    changed = [name for name in before if before[name] is not after[name]]
    moved = [(after[name] - before[name]).flatten(1) for name in changed]
    return [float(norm) for norm in torch.cat(moved, 1).norm(dim=1)]
