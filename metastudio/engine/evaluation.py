"""Honest numbers: a checkpoint on fixed episodes, with intervals, inductive and transductive."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from metastudio.engine.checkpoints import Checkpoint
from metastudio.engine.devices import choose_device, keep_large_blocks
from metastudio.engine.errors import ConfigError
from metastudio.engine.experiment import Experiment
from metastudio.engine.learner import Interval, Source, trace
from metastudio.engine.methods.method import Method
from metastudio.engine.plan import choose_plan, workers
from metastudio.engine.tasks.catalog import check_fits

EPISODES_AT_ONCE = 40
"""Bounds the memory: it does not grow with the number of episodes."""


@dataclass(frozen=True)
class Reading:
    """Scores of every episode after each step, `(episodes, points)`: accuracy 0..1 or error."""

    x: tuple[int, ...]
    scores: Tensor

    @property
    def final(self) -> Interval:
        """After the last step."""
        return Interval.of(self.scores[:, -1])

    @property
    def per_step(self) -> list[Interval]:
        """After each step."""
        return [Interval.of(column) for column in self.scores.unbind(1)]


@dataclass(frozen=True)
class Evaluation:
    """What a checkpoint reaches. `transductive` is None where it can't differ from `inductive`."""

    experiment: Experiment
    episodes: int
    split: str
    seed: int
    inductive: Reading
    transductive: Reading | None

    @property
    def headline(self) -> Reading:
        """The reading that the model was trained for."""
        return self.transductive or self.inductive

    def to_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        e = self.experiment
        facts: dict[str, Any] = {
            "episodes": self.episodes,
            "ways": e.task.ways,
            "shots": e.task.shots,
            "queries": e.task.queries,
            "split": self.split,
            "data": e.data.name,
            "class_split": e.data.split_file or e.data.split,
            "method": e.method.name,
            "normalization": e.network.normalization,
            "seed": self.seed,
        }
        if e.regression:
            steps = self.inductive.per_step
            return {
                "mse": [step.mean for step in steps],
                "ci95": [step.ci95 for step in steps],
                "steps": list(self.inductive.x),
                **{key: value for key, value in facts.items() if key != "ways"},
            }
        final = self.headline.final
        return {
            "accuracy": final.mean,
            "ci95": final.ci95,
            **facts,
            "inductive": _pair(self.inductive),
            "transductive": _pair(self.transductive) if self.transductive else None,
            "steps": list(self.headline.x),
            "accuracy_per_step": [step.mean for step in self.headline.per_step],
        }


def evaluate(
    checkpoint: Checkpoint,
    source: Source,
    *,
    split: str = "test",
    episodes: int = 600,
    seed: int = 0,
    progress: Callable[[float], bool] | None = None,
) -> Evaluation:
    """Score a checkpoint on episodes drawn from (seed, index), the same for every method.

    `progress` hears how far it is, 0..1, and returns False to end with the episodes done so far.
    Raises `ConfigError` where the task does not fit the data or the model.
    """
    e, method = checkpoint.experiment, checkpoint.method()
    check_fits(e, source)
    if method.fixed_head and not e.regression and e.task.ways > checkpoint.outputs:
        raise ConfigError(
            f"This {e.method.name} model tells {checkpoint.outputs} classes apart, not "
            f"{e.task.ways}. Lower task.ways to {checkpoint.outputs}, or use a ProtoNet model."
        )
    if not 0 <= seed < 2**31:
        raise ConfigError(f"The seed of the episodes must be from 0 to {2**31 - 1}, not {seed}.")
    if episodes < 2:
        raise ConfigError("An interval needs at least 2 episodes; 600 are usual.")
    both = e.network.normalization == "transductive" and bool(method.network.norms)
    inductive: list[Tensor] = []
    transductive: list[Tensor] = []
    points: tuple[int, ...] = ()
    for done, scores in _batches(checkpoint, method, source, (split, episodes, seed), both):
        points = scores[0][0]
        inductive.append(scores[0][1])
        if both:
            transductive.append(scores[1][1])
        if progress is not None and not progress(done / episodes):
            break
    inductive_reading = Reading(points, torch.cat(inductive))
    return Evaluation(
        experiment=e,
        episodes=len(inductive_reading.scores),
        split=split,
        seed=seed,
        inductive=inductive_reading,
        transductive=Reading(points, torch.cat(transductive)) if both else None,
    )


def _batches(
    checkpoint: Checkpoint,
    method: Method,
    source: Source,
    which: tuple[str, int, int],
    both: bool,
) -> Iterator[tuple[int, list[tuple[tuple[int, ...], Tensor]]]]:
    split, episodes, seed = which
    task = checkpoint.experiment.task
    device = choose_device(checkpoint.experiment.training.device)
    if device.type == "cpu":
        keep_large_blocks()
    sampler = source.sampler(split, task.ways, task.shots, task.queries, seed)
    params = {name: value.to(device) for name, value in checkpoint.params.items()}
    with workers(choose_plan(method, device, EPISODES_AT_ONCE)) as pool:
        for first in range(0, episodes, EPISODES_AT_ONCE):
            count = min(EPISODES_AT_ONCE, episodes - first)
            episode = sampler.draw(first, count)
            readings = [
                trace(method, params, episode, device, pool, together)
                for together in ((False, True) if both else (False,))
            ]
            yield first + count, [(t.x, t.scores) for t in readings]


def _pair(reading: Reading) -> dict[str, float]:
    final = reading.final
    return {"accuracy": final.mean, "ci95": final.ci95}
