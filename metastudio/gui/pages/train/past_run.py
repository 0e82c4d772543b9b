"""What the folder of a run holds, to go on from it. No widget, no torch; for any thread."""

import json
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from metastudio.engine.errors import MetaStudioError, WorkspaceError
from metastudio.engine.events import Changed, Validated
from metastudio.engine.experiment import Experiment
from metastudio.engine.runs import RunFolder, list_runs

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


def read_past(path: Path) -> PastRun:
    """Read a run that can be resumed; raises `WorkspaceError` or `ConfigError` in words."""
    run = RunFolder.reopen(path)
    iteration = resumes_at(run)
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
    experiment = run.experiment
    now = (experiment.method.inner_lr, experiment.training.outer_lr)
    changes = []
    for at, rates in sorted(run.changes().items()):
        changes.append(Changed(at, *rates, before=now))
        now = rates
    steps = np.array(rows).T if rows else np.empty((len(COLUMNS), 0))
    return PastRun(path, experiment, iteration, steps, tuple(looks), tuple(changes))


def resumes_at(run: RunFolder) -> int:
    """Return the iteration of a run's resume point; raises `WorkspaceError` for a damaged file.

    It stands in the header of the safetensors file, which is JSON after its length in 8 bytes.
    """
    try:
        with run.resume_point.open("rb") as file:
            header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
        return int(json.loads(header["__metadata__"]["position"])["iteration"])
    except (OSError, ValueError, KeyError, TypeError, MemoryError) as error:
        raise WorkspaceError(
            f"The run {run.path.name} can't be resumed: its resume.safetensors is damaged "
            f"({error}). Start it anew from its experiment.toml."
        ) from None


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
