"""Measures the newest model of a drifting stream along that stream, as a long job. No Qt here.

Torch is imported late, on the thread of the jobs.
"""

from dataclasses import dataclass
from pathlib import Path

from metastudio.engine.errors import ConfigError, MetaStudioError
from metastudio.engine.experiment import DataSettings, Experiment
from metastudio.engine.runs import RunFolder, list_runs
from metastudio.engine.workspace import Workspace
from metastudio.gui.engine_import import import_engine
from metastudio.gui.jobs import Report

EPISODES = 600


@dataclass(frozen=True)
class AlongStream:
    """Scores of one run on each tenth of its stream: where it lies (0 to 1), mean and interval."""

    run: Path
    parts: tuple[tuple[float, float, float], ...]
    lower_is_better: bool
    episodes: int


def measure_stream(
    workspace: Workspace, experiment: Experiment, split: str, report: Report
) -> AlongStream:
    """Evaluate the newest model that was trained on the stream of an experiment.

    Stopped early, it returns what the episodes so far say. Raises `MetaStudioError`.
    """
    run = _newest(workspace, experiment.data)
    import_engine()
    from metastudio.engine.checkpoints import best_of, load_checkpoint
    from metastudio.engine.evaluation import evaluate
    from metastudio.engine.parts import along_the_stream
    from metastudio.engine.tasks.catalog import open_source

    checkpoint = load_checkpoint(best_of(run))
    source = open_source(checkpoint.experiment.data, workspace, report)
    found = evaluate(
        checkpoint, source, split=split, episodes=EPISODES, progress=lambda part: report(part, "")
    )
    parts = along_the_stream(found.headline.scores[:, -1], list(found.positions))
    return AlongStream(
        run,
        tuple((part["at"], part["mean"], part["ci95"]) for part in parts),
        found.experiment.regression,
        found.episodes,
    )


def _newest(workspace: Workspace, data: DataSettings) -> Path:
    for run in list_runs(workspace.runs):
        if _is_of(run, data) and (run.best.is_file() or run.last.is_file()):
            return run.path
    raise ConfigError(
        "No model was trained on this stream yet. Train one with the same drift, and measure it "
        "here."
    )


def _is_of(run: RunFolder, data: DataSettings) -> bool:
    try:
        other = run.experiment.data
    except MetaStudioError:
        return False  # written by another version
    return (other.name, other.drift, other.mix) == (data.name, data.drift, data.mix)
