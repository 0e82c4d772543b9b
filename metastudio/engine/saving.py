"""What a run keeps while it trains: metrics, curves, checkpoints, and the point to go on from.

Everything is copied on the training thread, which takes microseconds, and written on another.
"""

import json
import math
from dataclasses import dataclass, fields, replace
from functools import cache
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from metastudio.engine.calibration import fit
from metastudio.engine.checkpoints import (
    Checkpoint,
    checkpoint_to_bytes,
    load_checkpoint,
    read_tensors,
    tensors_to_bytes,
)
from metastudio.engine.errors import CheckpointError, WorkspaceError
from metastudio.engine.events import Changed, Stepped, Validated
from metastudio.engine.learner import Learner
from metastudio.engine.runs import RunFolder, curves_to_bytes
from metastudio.engine.tasks.catalog import PictureSource
from metastudio.engine.workspace import write_atomically
from metastudio.engine.writer import Content, Writer

SAVE_EVERY = 30.0
"""Seconds of training after which a resume point is saved between two validations."""

COPY_EVERY = 0.5
"""Seconds of training within which a validation that is not the best so far copies no weights."""


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


class Saver:
    """Keeps what a run finds, and a point to go on from, without holding up its training.

    The resume point is written after all that came before it, so that it never points past what
    the other files hold: they may be ahead of it, and what is ahead is computed again to the same
    bits. `trouble` tells when the disk refuses; what is kept meanwhile waits for `retry`.
    """

    def __init__(self, run: RunFolder, learner: Learner, progress: Progress) -> None:
        self._run, self._learner, self._progress = run, learner, progress
        self._owed: Validated | None = None  # a validation whose weights are the learner's still
        self._saved_seconds, self._saved_rates = progress.seconds, self._rates()
        self._classes = _class_names(learner)
        self._writer = Writer(run.metrics_file)

    def stepped(self, event: Stepped) -> None:
        """Record a step; a resume point follows after half a minute, or where a rate changed.

        What a person changed by hand could not be computed again.
        """
        self._owed = None
        self._writer.append(vars(event))
        if (
            self._progress.seconds - self._saved_seconds >= SAVE_EVERY
            or self._rates() != self._saved_rates
        ):
            self.save()

    def validated(self, event: Validated) -> None:
        """Record a validation with its curves, checkpoints and a resume point.

        Validations that follow each other closely leave it to a later one to copy the weights: of
        those between, only the line and the curves are kept.
        """
        arrays = ("x", "losses", "scores")
        line = {name: value for name, value in vars(event).items() if name not in arrays}
        self._writer.append({"validation": True, **line})
        self._writer.extend(self._run.curves_log, curves_to_bytes(event))
        self._owed = event
        if event.best or self._progress.seconds - self._saved_seconds >= COPY_EVERY:
            self.save()

    def changed(self, event: Changed) -> None:
        """Record a change of α or β, so that the run can be replayed."""
        line = {"iteration": event.iteration, "inner_lr": event.inner_lr}
        data = json.dumps({**line, "outer_lr": event.outer_lr}) + "\n"
        self._writer.extend(self._run.changes_file, data.encode())

    def save(self) -> None:
        """Save a resume point, and before it the checkpoints that are not kept yet."""
        params = _copied(self._learner.params)
        files: dict[Path, Content] = {}
        if self._owed:
            files[self._run.last] = model = self._checkpoint(self._owed, params)
            if self._owed.best:
                files[self._run.best] = model
        self._owed = None
        self._saved_seconds, self._saved_rates = self._progress.seconds, self._rates()
        point = resume_point(self._learner, self._progress, params)
        self._writer.put({**files, self._run.resume_point: point})

    @property
    def trouble(self) -> WorkspaceError | None:
        """Why what was given to keep is not on the disk; None where nothing is wrong."""
        return self._writer.trouble

    def retry(self) -> None:
        """Try again to write what the disk refused, and wait for the outcome."""
        self._writer.retry()

    def flush(self) -> None:
        """Wait until all is on the disk, or the disk refuses it."""
        if self._owed:
            self.save()
        self._writer.flush()

    def close(self) -> None:
        """Write what waits, as far as that goes, and end the thread."""
        self._writer.close()

    def _rates(self) -> tuple[float, float]:
        return self._learner.inner_lr, self._learner.outer_lr

    def _checkpoint(self, event: Validated, params: dict[str, Tensor]) -> Content:
        learner, inner_lr = self._learner, self._learner.inner_lr
        source = learner.source

        def content() -> bytes:
            return checkpoint_to_bytes(
                Checkpoint(
                    experiment=learner.experiment.changed({"method.inner_lr": inner_lr}),
                    params=params,
                    shape=learner.shape,
                    outputs=learner.outputs,
                    transform=source.seen_through if isinstance(source, PictureSource) else None,
                    classes=self._classes,
                    results={"score": event.score, "ci95": event.ci95, "loss": event.loss},
                    iteration=event.iteration,
                )
            )

        return cache(content)  # the last checkpoint and the best are often the same bytes


def calibrate(run: RunFolder, source: PictureSource) -> None:
    """Fit the calibration of a run's best checkpoint and write it into its header.

    The last checkpoint, where it is the same model, gets it too. Raises `MetaStudioError`.
    """
    best, last = load_checkpoint(run.best), load_checkpoint(run.last)
    content = checkpoint_to_bytes(replace(best, calibration=fit(best, source)))
    write_atomically(run.best, content)
    if last.iteration == best.iteration:
        write_atomically(run.last, content)


def resume_point(
    learner: Learner, progress: Progress, params: dict[str, Tensor] | None = None
) -> Content:
    """Copy all that a run goes on from; what is returned makes a file of it.

    `params` are a copy of the learner's where one is at hand.
    """
    params = _copied(learner.params) if params is None else params
    # Of what the state holds, Adam's moments are copies; the parameters are those that learn on.
    state = learner.state() | {f"params.{name}": value for name, value in params.items()}
    position = {**vars(progress), "inner_lr": learner.inner_lr, "outer_lr": learner.outer_lr}
    return lambda: tensors_to_bytes(state, {"position": json.dumps(position)})


def restore(run: RunFolder, learner: Learner) -> Progress:
    """Go back to a run's resume point; raises `CheckpointError` where it doesn't fit."""
    state, metadata = read_tensors(run.resume_point)
    try:
        position = json.loads(metadata["position"])
        # Rates first: a new α scales rates that are learned, which then come from the state.
        learner.change_rates(position["inner_lr"], position["outer_lr"])
        learner.restore(state)
        progress = _progress(position)
    except (KeyError, TypeError, ValueError, RuntimeError) as error:
        raise CheckpointError(
            f"The resume point of {run.path.name} does not fit its experiment ({error}). "
            "Start the run anew from its experiment.toml."
        ) from None
    run.forget_after(progress.iteration)
    return progress


def _progress(position: dict[str, Any]) -> Progress:
    # Up to version 0.1, resume points were saved at validations only and did not say so.
    position = {"validated_at": position["iteration"], **position}
    return Progress(**{field.name: position[field.name] for field in fields(Progress)})


def _copied(tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    # Contiguous, so that nothing but bytes is left to copy on the writer's thread.
    plain = torch.contiguous_format
    return {name: value.detach().clone(memory_format=plain) for name, value in tensors.items()}


def _class_names(learner: Learner) -> dict[str, tuple[str, ...]]:
    if not isinstance(learner.source, PictureSource):
        return {}
    # A class and its rotations are one name here: they are never parted by a split.
    return {
        name: tuple(dict.fromkeys(n.split("/rot")[0] for n in split.names))
        for name, split in learner.source.splits.items()
    }
