"""What the Home page says of earlier runs, read from their folders. No Qt, no torch, any thread."""

import math
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from metastudio.engine.errors import MetaStudioError
from metastudio.engine.experiment import BUILT_IN_DATA, METHODS
from metastudio.engine.runs import RunFolder, list_runs


@dataclass(frozen=True)
class RecentRun:
    """One earlier run, in words. `values` is its validation score over time, 0..1 or an error."""

    folder: Path
    method: str
    title: str
    when: datetime
    score: str
    outcome: str  # "completed", "finished", "cancelled", or "" where it never ended
    values: tuple[float, ...]
    checkpoint: Path | None


def recent_runs(runs: Path, count: int) -> list[RecentRun]:
    """Return the newest `count` runs; folders that can't be understood are left out."""
    found: list[RecentRun] = []
    for folder in list_runs(runs):
        if len(found) == count:
            break
        try:
            found.append(_read(folder))
        except (MetaStudioError, OSError):
            continue
    return found


def _read(folder: RunFolder) -> RecentRun:
    experiment, summary = folder.experiment, folder.summary()
    method = experiment.method.name
    task = experiment.task
    data = Path(experiment.data.name).name
    if data in BUILT_IN_DATA:
        data = data.capitalize()
    title = f"{METHODS.get(method, method)} · {data}"
    if not experiment.regression:
        title += f" · {task.title}"
    checkpoint = folder.best if folder.best.is_file() else None
    return RecentRun(
        folder=folder.path,
        method=method,
        title=title,
        when=datetime.fromtimestamp((folder.path / "experiment.toml").stat().st_mtime),
        score=_score(summary.get("validation"), experiment.regression),
        outcome=str(summary.get("outcome", "")),
        values=_values(folder),
        checkpoint=checkpoint,
    )


def _values(folder: RunFolder) -> tuple[float, ...]:
    """Return validation scores, or those of training where it was never validated."""
    validation: list[float] = []
    training: list[float] = []
    for line in folder.metrics():
        score = line.get("score") if isinstance(line, dict) else None
        if isinstance(score, int | float) and math.isfinite(score):
            (validation if line.get("validation") else training).append(float(score))
    return tuple(validation if len(validation) > 1 else training)


def _score(validation: Any, regression: bool) -> str:
    if not isinstance(validation, dict) or not isinstance(validation.get("score"), int | float):
        return ""
    score, interval = float(validation["score"]), validation.get("ci95")
    if regression:
        return f"{score:.3g}" + (f" ± {interval:.2g}" if isinstance(interval, float) else "")
    text = f"{100 * score:.1f}"
    return f"{text} ± {100 * interval:.1f} %" if isinstance(interval, float) else f"{text} %"
