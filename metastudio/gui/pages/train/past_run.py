"""What the folder of a run holds, to go on from it. No widget, no torch; for any thread."""

import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from metastudio.engine.errors import MetaStudioError
from metastudio.engine.events import Changed, Floats, Validated
from metastudio.engine.experiment import Experiment
from metastudio.engine.lengthening import lengthened
from metastudio.engine.runs import RunFolder, list_runs, resumes_at

COLUMNS = ("iteration", "loss", "score", "gradient_norm", "tasks", "seconds",
           "inner_gradient_norm")  # fmt: skip
STILL = 120.0  # seconds without a new line after which a run is taken to be interrupted
NEWEST = 20  # runs among which an interrupted one is sought


@dataclass(frozen=True)
class PastRun:
    """A run up to the point that it can be gone on from; `steps` is `(7, n)`, rows as `COLUMNS`."""

    folder: Path
    experiment: Experiment
    iteration: int
    steps: NDArray[np.float64]
    looks: tuple[Validated, ...]
    changes: tuple[Changed, ...] = ()
    longer: bool = False  # whether it shall go on for longer than it was planned


def read_past(path: Path, iterations: int = 0) -> PastRun:
    """Read a run that can be resumed, perhaps to make it as many iterations long.

    Raises `WorkspaceError` or `ConfigError` in words.
    """
    run = RunFolder.reopen(path)
    iteration = resumes_at(run)
    experiment = run.experiment
    if iterations:
        experiment = lengthened(experiment, iterations, iteration)
    rows: list[list[float]] = []
    best: dict[int, bool] = {}
    intervals: dict[int, float] = {}
    for line in run.metrics():
        at = line["iteration"]
        if at > iteration:
            continue
        if line.get("validation"):
            best[at] = bool(line.get("best"))
            intervals[at] = float(line.get("ci95", float("nan")))
        else:
            rows.append([float(line.get(name, float("nan"))) for name in COLUMNS])
    curves = run.curves()
    looks = [
        Validated(
            int(at), float(losses[:, -1].mean()), float(scores[:, -1].mean()),
            intervals[int(at)], best[int(at)], curves["x"], losses, scores,
        )
        for at, losses, scores in zip(
            curves.get("iterations", ()), curves.get("losses", ()), curves.get("scores", ()),
            strict=True,
        )
        if int(at) in best
    ]  # fmt: skip
    now = (experiment.method.inner_lr, experiment.training.outer_lr)
    changes = []
    for at, rates in sorted(run.changes().items()):
        changes.append(Changed(at, *rates, before=now))
        now = rates
    steps = np.array(rows).T if rows else np.empty((len(COLUMNS), 0))
    return PastRun(
        path, experiment, iteration, steps, tuple(looks), tuple(changes), bool(iterations)
    )


def read_looks(run: Path) -> dict[int, tuple[Floats, Floats]]:
    """Return scores and losses `(tasks, points)` of every validation that a run has kept."""
    curves = RunFolder(run).curves()
    columns = (curves.get(name, ()) for name in ("iterations", "scores", "losses"))
    return {int(at): (scores, losses) for at, scores, losses in zip(*columns, strict=True)}


def interrupted(runs: Path) -> PastRun | None:
    """Return the newest run that never came to its end, and is not under way elsewhere."""
    for run in list_runs(runs)[:NEWEST]:
        if run.summary() or not run.resume_point.is_file() or _fresh(run):
            continue
        try:
            return read_past(run.path)
        except (MetaStudioError, OSError, ValueError, KeyError):  # it is not one to offer
            continue
    return None


def _fresh(run: RunFolder) -> bool:
    """Whether another window may be writing to a run just now."""
    written = [p.stat().st_mtime for p in (run.metrics_file, run.resume_point) if p.is_file()]
    return time.time() - max(written, default=0.0) < STILL
