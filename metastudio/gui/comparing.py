"""What the long jobs of the Compare page do with checkpoints. No Qt, no tensor in what is returned.

Torch is imported late, on the thread of the jobs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from metastudio.engine.workspace import Workspace
from metastudio.gui.engine_import import import_engine
from metastudio.gui.jobs import Report


@dataclass(frozen=True)
class Measured:
    """A mean with half its 95 % interval."""

    mean: float
    ci95: float

    @property
    def within_noise(self) -> bool:
        """Whether 0 lies within the interval."""
        return abs(self.mean) <= self.ci95


@dataclass(frozen=True)
class Paired:
    """Runs on the same episodes, in the order in which they were given.

    `scores` are accuracies, or errors where `lower_is_better`; `differences[i][j]` is that of run
    i minus run j. `task` says on what, `warnings` what limits the comparison.
    """

    runs: tuple[Path, ...]
    scores: tuple[Measured, ...]
    inductive: tuple[Measured | None, ...]
    differences: tuple[tuple[Measured, ...], ...]
    lower_is_better: bool
    episodes: int
    task: tuple[str, int, int, int]  # data, ways (0: functions to fit), shots, queries a class
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class GridCell:
    """The accuracy for a number of ways and shots; None with the reason where there is none."""

    ways: int
    shots: int
    score: Measured | None
    reason: str


@dataclass(frozen=True)
class Reliable:
    """How far a model's confidence can be believed: its bins, with and without temperature."""

    counts: tuple[int, ...]
    confidence: tuple[float, ...]
    accuracy: tuple[float, ...]
    error: float
    before: float
    calibrated: bool
    episodes: int


def pair(
    workspace: Workspace,
    runs: Sequence[Path],
    settings: Mapping[str, Any],
    split: str,
    episodes: int,
    report: Report,
) -> Paired:
    """Score the best checkpoints of runs on the same episodes, and each against each other.

    Stopped early, it returns what the episodes so far say. Raises `MetaStudioError`.
    """
    import_engine()
    from metastudio.engine.checkpoints import asked, load_checkpoint
    from metastudio.engine.comparison import check_comparable, compare
    from metastudio.engine.tasks.catalog import open_source

    models = [asked(load_checkpoint(run), settings) for run in runs]
    check_comparable(models)
    opened: dict[Any, Any] = {}
    for model in models:
        data = model.experiment.data
        if data not in opened:
            opened[data] = open_source(data, workspace, report)
    sources = [opened[model.experiment.data] for model in models]
    found = compare(
        models, sources, split=split, episodes=episodes, progress=lambda part: report(part, "")
    )
    numbers = range(len(models))
    evaluations = [model.evaluation for model in found.models]
    first = evaluations[0]
    task = first.experiment.task
    ways = 0 if found.lower_is_better else task.ways
    return Paired(
        runs=tuple(runs),
        scores=tuple(_measured(e.headline.final) for e in evaluations),
        inductive=tuple(_measured(e.inductive.final) if e.transductive else None
                        for e in evaluations),
        differences=tuple(
            tuple(_measured(found.between(i, j).interval) for j in numbers) for i in numbers
        ),
        lower_is_better=found.lower_is_better,
        episodes=first.episodes,
        task=(first.experiment.data.name, ways, task.shots, task.queries),
        warnings=found.warnings,
    )  # fmt: skip


def grid(
    workspace: Workspace,
    run: Path,
    ways: Sequence[int],
    shots: Sequence[int],
    episodes: int,
    report: Report,
) -> list[GridCell]:
    """Score one checkpoint for every pair of ways and shots. Raises `MetaStudioError`."""
    import_engine()
    from metastudio.engine.checkpoints import load_checkpoint
    from metastudio.engine.tasks.catalog import open_source
    from metastudio.engine.ways_and_shots import ways_and_shots

    model = load_checkpoint(run)
    source = open_source(model.experiment.data, workspace, report)
    cells = ways_and_shots(
        model, source, ways=ways, shots=shots, episodes=episodes, progress=report
    )
    return [
        GridCell(c.ways, c.shots, _measured(c.accuracy) if c.accuracy else None, c.reason)
        for c in cells
    ]


def reliability(workspace: Workspace, run: Path, episodes: int, report: Report) -> Reliable | None:
    """Say how far a checkpoint's confidence can be believed on test episodes; None for functions.

    Raises `MetaStudioError`.
    """
    import_engine()
    from metastudio.engine.calibration import assess
    from metastudio.engine.checkpoints import load_checkpoint
    from metastudio.engine.tasks.catalog import open_source

    model = load_checkpoint(run)
    seen = assess(model, open_source(model.experiment.data, workspace, report), episodes=episodes)
    if seen is None:
        return None
    after = seen.after
    return Reliable(
        after.counts, after.confidence, after.accuracy, after.error, seen.before.error,
        model.calibration is not None, seen.episodes,
    )  # fmt: skip


def _measured(interval: Any) -> Measured:
    return Measured(float(interval.mean), float(interval.ci95))
