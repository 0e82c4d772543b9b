"""The outer loop: a generator of events. Who iterates over it decides what becomes of them."""

import json
import math
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from metastudio.engine.checkpoints import (
    Checkpoint,
    read_tensors,
    save_checkpoint,
    tensors_to_bytes,
)
from metastudio.engine.devices import choose_device, device_title, keep_large_blocks
from metastudio.engine.errors import CheckpointError, TrainingError, WorkspaceError
from metastudio.engine.events import (
    Ended,
    Failed,
    Noticed,
    Started,
    Stepped,
    TrainingEvent,
    Validated,
)
from metastudio.engine.experiment import Experiment
from metastudio.engine.learner import Interval, Learner
from metastudio.engine.methods.method import AdaptationTrace, learned
from metastudio.engine.plan import Workers, workers
from metastudio.engine.runs import RunFolder
from metastudio.engine.tasks.catalog import PictureSource, Source, check_fits, open_source
from metastudio.engine.workspace import Workspace, write_atomically


class Control:
    """What a person can ask of a run while it goes on; looked at once per meta-step."""

    def __init__(self) -> None:
        self._go = threading.Event()
        self._go.set()
        self._lock = threading.Lock()
        self._rates: tuple[float | None, float | None] = (None, None)
        self.wish = ""  # "", "finish" or "cancel"

    @property
    def paused(self) -> bool:
        """Whether the run waits."""
        return not self._go.is_set()

    def pause(self) -> None:
        """Wait before the next meta-step."""
        self._go.clear()

    def resume(self) -> None:
        """Go on."""
        self._go.set()

    def finish(self) -> None:
        """End after this meta-step, validate, and keep what was learned."""
        self.wish = self.wish or "finish"
        self._go.set()

    def cancel(self) -> None:
        """End after this meta-step without another validation."""
        self.wish = "cancel"
        self._go.set()

    def change(self, inner_lr: float | None = None, outer_lr: float | None = None) -> None:
        """Set α or β from the next meta-step on; raises `ConfigError` outside their range."""
        asked = {"method.inner_lr": inner_lr, "training.outer_lr": outer_lr}
        Experiment().changed({key: value for key, value in asked.items() if value is not None})
        with self._lock:
            old = self._rates
            self._rates = (
                old[0] if inner_lr is None else inner_lr,
                old[1] if outer_lr is None else outer_lr,
            )

    def wait(self) -> str:
        """Block while paused; return the wish."""
        self._go.wait()
        return self.wish

    def take_rates(self) -> tuple[float | None, float | None]:
        """Return changes to α and β once."""
        with self._lock:
            rates, self._rates = self._rates, (None, None)
        return rates


@dataclass
class Progress:
    """Where a run stands: what is saved to go on from, beside the learner's own state."""

    iteration: int = 0
    seconds: float = 0.0
    best: float = math.nan
    best_ci95: float = math.nan
    validated_at: int = -1
    last_score: float = math.nan
    last_loss: float = math.nan


def train(
    experiment: Experiment,
    control: Control | None = None,
    *,
    workspace: Workspace | None = None,
    runs: Path | None = None,
    resume: Path | None = None,
) -> Iterator[TrainingEvent]:
    """Train, yielding what happens; all that is kept lies in a run folder of the workspace.

    `runs` is another place for it.
    Same experiment, seed and device: same numbers, resumed or not. `resume` names a run to go on
    with, whose own experiment is then used. Raises `ConfigError`, `DataError` or `WorkspaceError`
    before the first step; later trouble is a `Failed` event.
    """
    control, workspace = control or Control(), workspace or Workspace.default()
    run = RunFolder.reopen(resume) if resume else None
    experiment = run.experiment if run else experiment
    device = choose_device(experiment.training.device)
    if device.type == "cpu":
        keep_large_blocks()
    source = open_source(experiment.data, workspace)
    check_fits(experiment, source)
    learner, progress = _learner(experiment, source, device), Progress()
    if run:
        progress = _restore(run, learner)
    else:
        run = RunFolder.create(runs or workspace.runs, experiment)
    with workers(learner.plan) as pool:
        yield _started(run, learner, progress)
        yield from (Noticed(problem) for problem in source.problems)
        try:
            yield from _steps(run, learner, progress, control, pool)
        except WorkspaceError as error:
            best = run.best if run.best.is_file() else None
            yield Failed(str(error), "Make room, then resume the run.", best)
        except (MemoryError, RuntimeError) as error:
            if isinstance(error, RuntimeError) and "memory" not in str(error):
                raise
            yield _out_of_memory(run, learner, str(error))


def _learner(experiment: Experiment, source: Source, device: torch.device) -> Learner:
    try:
        return Learner(experiment, source, device)
    except (MemoryError, RuntimeError) as error:
        if isinstance(error, RuntimeError) and "memory" not in str(error):
            raise
        raise TrainingError(
            f"There is not enough memory on {device_title(device)} for the parameters of this "
            "network. Lower its channels, its hidden layers or the picture size.",
            reason=str(error),
        ) from None


def _steps(
    run: RunFolder, learner: Learner, progress: Progress, control: Control, pool: Workers
) -> Iterator[TrainingEvent]:
    settings = learner.experiment.training
    outcome, limit = "completed", settings.max_seconds or math.inf
    while progress.iteration < settings.iterations:
        wish = control.wait()
        if wish or progress.seconds >= limit:
            outcome = "cancelled" if wish == "cancel" else "finished"
            break
        learner.change_rates(*control.take_rates())
        begin = time.perf_counter()
        seen = learner.step(progress.iteration + 1, pool)
        progress.seconds += time.perf_counter() - begin
        if math.isnan(seen.loss):
            yield _not_finite(run, learner, progress)
            return
        progress.iteration += 1
        stepped = Stepped(
            iteration=progress.iteration,
            loss=seen.loss,
            score=seen.score,
            seconds=progress.seconds,
            tasks=progress.iteration * learner.tasks,
            inner_lr=learner.inner_lr,
            outer_lr=learner.current_outer_lr(progress.iteration),
        )
        run.record(stepped)
        yield stepped
        if progress.iteration % settings.validation_every == 0:
            yield _validate_and_save(run, learner, progress, pool)
    if outcome != "cancelled" and progress.validated_at != progress.iteration:
        yield _validate_and_save(run, learner, progress, pool)
    yield _end(run, learner, progress, outcome)


def _validate_and_save(
    run: RunFolder, learner: Learner, progress: Progress, pool: Workers
) -> Validated:
    traced = learner.validate(pool)
    event = _validated(traced, learner, progress)
    progress.validated_at = event.iteration
    progress.last_score, progress.last_loss = event.score, event.loss
    if event.best:
        progress.best, progress.best_ci95 = event.score, event.ci95
    run.record(event)
    run.add_curves(event)
    checkpoint = _checkpoint(learner, event)
    save_checkpoint(run.last, checkpoint)
    if event.best:
        save_checkpoint(run.best, checkpoint)
    position = {
        "iteration": progress.iteration,
        "seconds": progress.seconds,
        "best": progress.best,
        "best_ci95": progress.best_ci95,
        "last_score": progress.last_score,
        "last_loss": progress.last_loss,
        "inner_lr": learner.inner_lr,
        "outer_lr": learner.outer_lr,
    }
    write_atomically(
        run.resume_point, tensors_to_bytes(learner.state(), {"position": json.dumps(position)})
    )
    return event


def _validated(traced: AdaptationTrace, learner: Learner, progress: Progress) -> Validated:
    final = Interval.of(traced.scores[:, -1])
    better = final.mean < progress.best if learner.method.regression else final.mean > progress.best
    return Validated(
        iteration=progress.iteration,
        loss=float(traced.losses[:, -1].mean()),
        score=final.mean,
        ci95=final.ci95,
        best=math.isnan(progress.best) or better,
        x=np.asarray(traced.x, dtype=np.float32),
        losses=traced.losses.float().numpy(),
        scores=traced.scores.float().numpy(),
    )


def _checkpoint(learner: Learner, event: Validated) -> Checkpoint:
    source = learner.source
    classes = {}
    if isinstance(source, PictureSource):
        # A class and its rotations are one name here: they are never parted by a split.
        classes = {
            name: tuple(dict.fromkeys(n.split("/rot")[0] for n in split.names))
            for name, split in source.splits.items()
        }
    return Checkpoint(
        experiment=learner.experiment.changed({"method.inner_lr": learner.inner_lr}),
        params=learner.params,
        shape=learner.shape,
        outputs=learner.outputs,
        transform=source.transform if isinstance(source, PictureSource) else None,
        classes=classes,
        results={"score": event.score, "ci95": event.ci95, "loss": event.loss},
        iteration=event.iteration,
    )


def _restore(run: RunFolder, learner: Learner) -> Progress:
    state, metadata = read_tensors(run.resume_point)
    try:
        position = json.loads(metadata["position"])
        learner.restore(state)
        learner.change_rates(position["inner_lr"], position["outer_lr"])
        progress = Progress(
            iteration=position["iteration"],
            seconds=position["seconds"],
            best=position["best"],
            best_ci95=position["best_ci95"],
            validated_at=position["iteration"],  # a resume point is saved at a validation
            last_score=position["last_score"],
            last_loss=position["last_loss"],
        )
    except (KeyError, TypeError, ValueError, RuntimeError) as error:
        raise CheckpointError(
            f"The resume point of {run.path.name} does not fit its experiment ({error}). "
            "Start the run anew from its experiment.toml."
        ) from None
    run.forget_after(progress.iteration)
    return progress


def _started(run: RunFolder, learner: Learner, progress: Progress) -> Started:
    e = learner.experiment
    size = sum(value.numel() for value in learned(learner.params).values())
    what = f"{size:,} parameters"
    if isinstance(learner.source, PictureSource):
        classes = len(learner.source.splits["train"])
        what = f"{classes:,} training classes, {e.task.ways}-way {e.task.shots}-shot, {what}"
    return Started(
        run=run.path,
        device=device_title(learner.device),
        iterations=e.training.iterations,
        resumed_from=progress.iteration,
        curve_label=learner.method.curve_label,
        score_name="error" if e.regression else "accuracy",
        message=what,
    )


def _end(run: RunFolder, learner: Learner, progress: Progress, outcome: str) -> Ended:
    e = learner.experiment
    validation: dict[str, float] = {}
    if not math.isnan(progress.best):
        validation = {"score": progress.best, "ci95": progress.best_ci95}
        validation |= {"last_score": progress.last_score, "last_loss": progress.last_loss}
    checkpoint = run.best if run.best.is_file() else None
    run.summarize(
        {
            "method": e.method.name,
            "network": e.network.name,
            "data": e.data.name,
            "ways": e.task.ways,
            "shots": e.task.shots,
            "iterations": progress.iteration,
            "seconds": progress.seconds,
            "validation": validation,
            "score_name": "error" if e.regression else "accuracy",
            "outcome": outcome,
            "checkpoint": str(checkpoint) if checkpoint else None,
        }
    )
    return Ended(run.path, checkpoint, outcome, progress.iteration, progress.seconds, validation)


def _not_finite(run: RunFolder, learner: Learner, progress: Progress) -> Failed:
    alpha = f"α = {learner.inner_lr:g} and " if learner.method.fixed_head else ""
    kept = run.best if run.best.is_file() else None
    return Failed(
        f"The loss or its gradient stopped being a finite number at iteration "
        f"{progress.iteration + 1}, with {alpha}β = {learner.outer_lr:g}. "
        + ("The best checkpoint so far is kept." if kept else "No checkpoint had been saved yet."),
        "Lower α by a factor of ten, or β by a factor of three, and start again."
        if alpha
        else "Lower β by a factor of three and start again.",
        kept,
    )


def _out_of_memory(run: RunFolder, learner: Learner, detail: str) -> Failed:
    e = learner.experiment
    remedies = [f"a meta-batch of {max(1, e.training.meta_batch // 2)}"]
    if e.method.name == "maml" and not e.method.first_order:
        remedies.insert(0, "first order")
    return Failed(
        f"There is not enough memory on {device_title(learner.device)} for this experiment.",
        f"Try {' or '.join(remedies)}, or smaller pictures.",
        run.best if run.best.is_file() else None,
        detail,
    )
