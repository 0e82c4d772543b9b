"""The outer loop: a generator of events. Who iterates over it decides what becomes of them."""

import math
import shutil
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import numpy as np
import torch

from metastudio.engine import kernels, planning
from metastudio.engine.compatibility import refuse_missing
from metastudio.engine.control import Control
from metastudio.engine.devices import (
    choose_device,
    device_title,
    keep_large_blocks,
    repeatable,
)
from metastudio.engine.errors import MetaStudioError, TrainingError, WorkspaceError
from metastudio.engine.events import (
    Changed,
    Ended,
    Failed,
    Noticed,
    Stalled,
    Started,
    Stepped,
    TrainingEvent,
    Validated,
    in_bytes,
)
from metastudio.engine.experiment import Experiment
from metastudio.engine.learner import Interval, Learner
from metastudio.engine.lengthening import (
    DIFFERS,
    ENDED_BETWEEN,
    REPLAYED,
    follows_length,
    lengthened,
)
from metastudio.engine.locks import RunLock
from metastudio.engine.memory import Memory, estimate, what_would_fit
from metastudio.engine.methods.method import AdaptationTrace, learned
from metastudio.engine.plan import Workers, workers
from metastudio.engine.runs import RESUME_POINT, RunFolder, resumes_at
from metastudio.engine.saving import Progress, Saver, calibrate, restore, resume_point
from metastudio.engine.tasks.catalog import PictureSource, Source, check_fits, open_source
from metastudio.engine.workspace import Workspace

__all__ = ["Control", "train"]

RETRY_EVERY = 2.0
"""Seconds between two tries to write what a full disk has refused."""


def train(
    experiment: Experiment,
    control: Control | None = None,
    *,
    workspace: Workspace | None = None,
    runs: Path | None = None,
    resume: Path | None = None,
    replay: Path | None = None,
    iterations: int | None = None,
) -> Iterator[TrainingEvent]:
    """Train, yielding what happens; all that is kept lies in a run folder of the workspace.

    `runs` is another place for it.
    Same experiment, seed and device: same numbers, resumed or not. `resume` names a run to go on
    with, whose own experiment is then used; `iterations` makes that one longer. `replay` names a
    run to train anew, with the plan and the changes of α and β that it had: the same numbers again.
    Raises `ConfigError`, `DataError` or `WorkspaceError` before the first step; later trouble is a
    `Failed` event.
    """
    control, workspace = control or Control(), workspace or Workspace.default()
    run = RunFolder.reopen(resume) if resume else None
    model = RunFolder.known(replay) if replay else run
    planned = experiment = model.experiment if model else experiment
    if run and iterations is not None:
        experiment = lengthened(experiment, iterations, resumes_at(run))
    if model:  # a replay that was interrupted goes on as one
        control.planned = model.changes() if replay else model.replayed()
    refuse_missing(experiment)
    device = choose_device(experiment.training.device)
    if device.type == "cpu":
        keep_large_blocks()
    source = open_source(experiment.data, workspace)
    check_fits(experiment, source)
    learner, progress = _learner(experiment, source, device), Progress()
    if learner.method.network.fused:
        kernels.prepare(workspace)
    control.learner = learner
    if run:
        lock = RunLock(run.path)
        progress = restore(run, learner)
    else:
        first = {RESUME_POINT: resume_point(learner, progress)()}
        run = RunFolder.create(runs or workspace.runs, experiment, first)
        lock = RunLock(run.path)
        if model:
            run.follow(model)
    notices = _remarks(experiment, planned, model, replay) if model else []
    notices += [_keep_kernels(model, learner)] if model else []
    memory = _settle_plan(run, learner, workspace, model)
    if resume and memory.fits:
        run.go_on(experiment, progress.iteration)
    with (
        lock,
        repeatable(device, experiment.training.deterministic),
        workers(learner.plan) as pool,
        closing(Saver(run, learner, progress)) as saver,
    ):
        yield _started(run, learner, progress, memory)
        if not memory.fits:
            yield _out_of_memory(run, learner, memory)
            return
        yield from (Noticed(problem) for problem in (*source.problems, *notices) if problem)
        try:
            yield from _steps(run, learner, progress, control, pool, saver)
        except WorkspaceError as error:
            saver.close()
            best = run.best if run.best.is_file() else None
            yield Failed(str(error), "Make room, then resume the run.", best)
        except (MemoryError, RuntimeError) as error:
            if isinstance(error, RuntimeError) and "memory" not in str(error):
                raise
            saver.close()  # so that the checkpoint that is named lies there
            yield _out_of_memory(run, learner, memory, str(error))


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
    run: RunFolder,
    learner: Learner,
    progress: Progress,
    control: Control,
    pool: Workers,
    saver: Saver,
) -> Iterator[TrainingEvent]:
    settings = learner.experiment.training
    outcome, limit = "completed", settings.max_seconds or math.inf
    norm = math.nan  # of the last outer gradient
    while progress.iteration < settings.iterations:
        wish = control.wait()
        if wish or progress.seconds >= limit:
            outcome = "cancelled" if wish == "cancel" else "finished"
            break
        yield from _change_rates(control, learner, progress.iteration, saver)
        begin = time.perf_counter()
        seen = learner.step(progress.iteration + 1, pool)
        progress.seconds += time.perf_counter() - begin
        if not math.isfinite(seen.loss) or not math.isfinite(seen.norm):
            saver.flush()
            yield _not_finite(run, learner, progress, norm)
            return
        norm = seen.norm
        progress.iteration += 1
        stepped = Stepped(
            iteration=progress.iteration,
            loss=seen.loss,
            score=seen.score,
            seconds=progress.seconds,
            tasks=progress.iteration * learner.tasks,
            inner_lr=learner.inner_lr,
            outer_lr=learner.current_outer_lr(progress.iteration),
            gradient_norm=norm,
            inner_gradient_norm=seen.inner_norm,
        )
        saver.stepped(stepped)
        yield stepped
        if progress.iteration % settings.validation_every == 0:
            yield _validate_and_save(learner, progress, pool, saver)
        yield from _wait_for_room(saver, control)
    if outcome != "cancelled" and progress.validated_at != progress.iteration:
        yield _validate_and_save(learner, progress, pool, saver)
    if outcome == "cancelled":
        saver.save()  # nothing is lost should the run be resumed after all
    saver.flush()
    yield from _wait_for_room(saver, control)
    with suppress(WorkspaceError):  # the curves are safe where they are
        run.gather_curves()
    if outcome != "cancelled":
        yield from _calibrate(run, learner)
    yield _end(run, learner, progress, outcome)


def _change_rates(
    control: Control, learner: Learner, iteration: int, saver: Saver
) -> Iterator[TrainingEvent]:
    before = (learner.inner_lr, learner.outer_lr)
    learner.change_rates(*control.take_rates(iteration))
    event = Changed(iteration, learner.inner_lr, learner.outer_lr, before)
    if before != (learner.inner_lr, learner.outer_lr):
        saver.changed(event)
        yield event


def _wait_for_room(saver: Saver, control: Control) -> Iterator[TrainingEvent]:
    """Where the disk refuses, wait until it does not; raises its refusal to who ends the run."""
    if saver.trouble is None:
        return
    yield Stalled(f"The run waits, and goes on by itself once there is room. {saver.trouble}")
    while saver.trouble is not None:
        wish = control.wait_for_wish(RETRY_EVERY)
        saver.retry()
        if wish and saver.trouble is not None:
            raise saver.trouble
    yield Noticed("There is room again. All is saved, and the run goes on.")


def _calibrate(run: RunFolder, learner: Learner) -> Iterator[TrainingEvent]:
    """Calibrate the best checkpoint, once; without that it still answers, only less modestly."""
    if isinstance(learner.source, PictureSource) and run.best.is_file():
        try:
            calibrate(run, learner.source)
        except (MetaStudioError, MemoryError, torch.OutOfMemoryError) as error:
            yield Noticed(f"The model's confidence could not be calibrated. {error}")


def _validate_and_save(
    learner: Learner, progress: Progress, pool: Workers, saver: Saver
) -> Validated:
    event = _validated(learner.validate(pool), learner, progress)
    progress.validated_at = event.iteration
    progress.last_score, progress.last_loss = event.score, event.loss
    if event.best:
        progress.best, progress.best_ci95 = event.score, event.ci95
    saver.validated(event)
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


def _remarks(
    experiment: Experiment, planned: Experiment, model: RunFolder, replay: Path | None
) -> list[str]:
    """Say where a run that is lengthened, or its replay, comes to numbers of its own."""
    follows = follows_length(experiment)
    if replay:
        return [REPLAYED] if follows and model.was_lengthened else []
    if experiment == planned:
        return []
    between = resumes_at(model) % experiment.training.validation_every != 0
    return [said for said, true in ((DIFFERS, follows), (ENDED_BETWEEN, between)) if true]


def _keep_kernels(run: RunFolder, learner: Learner) -> str:
    """Have a run that is resumed or replayed take its path; returns what to say where it can't."""
    began = planning.recorded_fused(run.path)
    learner.fuse(began is True)
    if began and not learner.fused:
        return (
            "This run was made with fused kernels, and goes on without: its numbers may differ in "
            f"their last digits. {kernels.status().reason}"
        )
    return ""


def _settle_plan(
    run: RunFolder, learner: Learner, workspace: Workspace, model: RunFolder | None
) -> Memory:
    """Choose how to work through a meta-batch, write it down, and estimate what memory it takes.

    A run that is resumed or replayed keeps its plan: sums in another order would be other bits.
    """
    # Looked at before measuring, after which the allocator keeps what the steps will use.
    before = estimate(learner, learner.plan)
    plan = planning.recorded(model.path) if model else None
    if model is not None and plan is not None and model is not run:
        shutil.copy(model.path / planning.RECORD, run.path)
    if plan is None:
        choice = planning.choose(learner, workspace)
        planning.record(run.path, choice)
        plan = choice.plan
    learner.plan = plan
    training = estimate(learner, plan).training
    return Memory(before.peak - before.training + training, training, before.available)


def _started(run: RunFolder, learner: Learner, progress: Progress, memory: Memory) -> Started:
    e = learner.experiment
    size = sum(value.numel() for value in learned(learner.params).values())
    what = f"{size:,} parameters"
    if isinstance(learner.source, PictureSource):
        classes = len(learner.source.splits["train"])
        what = f"{classes:,} training classes, {e.task.title}, {what}"
    return Started(
        run=run.path,
        device=device_title(learner.device),
        iterations=e.training.iterations,
        resumed_from=progress.iteration,
        curve_label=learner.method.curve_label,
        score_name="error" if e.regression else "accuracy",
        message=what,
        plan=str(learner.plan),
        memory=memory.peak,
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


def _not_finite(run: RunFolder, learner: Learner, progress: Progress, before: float) -> Failed:
    """Say what exploded: the inner loop, where its gradients grow from step to step, or β."""
    inner = learner.inner_norms(progress.iteration + 1)
    explodes = bool(inner) and not inner[-1] < 10 * inner[0]
    seen = []
    if not math.isnan(before):
        seen.append(f"The outer gradient's norm was {before:.3g} one step before.")
    if inner:
        seen.append(
            f"The inner loop's was {inner[0]:.3g} at its first step, {inner[-1]:.3g} at its last."
        )
    alpha = f"α = {learner.inner_lr:g} and " if learner.method.fixed_head else ""
    kept = run.best if run.best.is_file() else None
    return Failed(
        f"The loss or its gradient stopped being a finite number at iteration "
        f"{progress.iteration + 1}, with {alpha}β = {learner.outer_lr:g}. {' '.join(seen)} "
        + ("The best checkpoint so far is kept." if kept else "No checkpoint had been saved yet."),
        "α is probably too high: lower it by a factor of ten and start again."
        if explodes
        else "β is probably too high: lower it by a factor of three and start again.",
        kept,
        change={"method.inner_lr": learner.inner_lr / 10}
        if explodes
        else {"training.outer_lr": learner.outer_lr / 3},
    )


def _out_of_memory(run: RunFolder, learner: Learner, memory: Memory, detail: str = "") -> Failed:
    """Say what would fit. `detail` is the device's complaint, where the estimate was too low."""
    # Where it ran out although the estimate fitted, only something clearly smaller is proposed.
    room = min(memory.available, int(0.7 * memory.training)) if detail else memory.available
    try:
        remedies = what_would_fit(learner, room)
    except (MemoryError, RuntimeError, ImportError):  # not even enough to find that out
        remedies = []
    return Failed(
        f"There is not enough memory on {device_title(learner.device)}: this experiment takes "
        f"about {in_bytes(memory.training)}, and {in_bytes(memory.available)} are free.",
        f"What would fit: {'; or '.join(remedies)}."
        if remedies
        else "Lower the picture size, the ways or the channels, or close other programs.",
        run.best if run.best.is_file() else None,
        detail,
    )
