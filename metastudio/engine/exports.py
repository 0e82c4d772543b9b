"""What a run recorded, for other programs: a table, JSON, or TensorBoard's event files.

Scalars are complete: as many points as iterations ran. Importing this module imports no torch.
"""

import csv
import io
import json
import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from metastudio.engine.errors import ConfigError, NotInstalledError, WorkspaceError
from metastudio.engine.run_index import RunRecord, read_record
from metastudio.engine.runs import RunFolder
from metastudio.engine.workspace import make_folder

FORMATS = ("csv", "json", "tensorboard")
MOST_STEPS = 20
"""Inner steps whose scores TensorBoard gets as curves of their own; of more, some."""


def as_csv(runs: Sequence[RunFolder]) -> str:
    """Return every recorded line as a table; with several runs, a first column names them."""
    rows = [
        ({"run": run.path.name} if len(runs) > 1 else {}) | line
        for run in runs
        for line in run.metrics()
    ]
    columns = list(dict.fromkeys(key for row in rows for key in row))
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, columns)
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue()


def as_json_text(runs: Sequence[RunFolder]) -> str:
    """Return every recorded line as JSON: a list, or with several runs a list for each name.

    What is no number, as a loss that exploded, is null: JSON has no word for it.
    """
    tables = {run.path.name: [_plain(line) for line in run.metrics()] for run in runs}
    found: Any = tables if len(tables) != 1 else next(iter(tables.values()))
    return json.dumps(found, allow_nan=False) + "\n"


def to_tensorboard(runs: Sequence[RunFolder], folder: Path) -> list[Path]:
    """Write one folder of event files for each run, which TensorBoard opens; return them.

    Each has training and validation curves, the score after each inner step, and the settings for
    the HParams page. Raises `NotInstalledError` without the package `tensorboard`, `ConfigError`
    where a run was exported there before: TensorBoard would draw its points twice.
    """
    try:
        from tensorboard.summary.writer.event_file_writer import EventFileWriter
    except ImportError:
        raise NotInstalledError(
            "Event files are written by the package tensorboard, which is not installed. "
            'Install it with `pip install "metastudio[tensorboard]"`, or export CSV or JSON.'
        ) from None
    made = []
    for run in runs:
        place = folder / run.path.name
        if any(place.glob("events.out.tfevents.*")):
            raise ConfigError(
                f"{place} has event files already. Delete that folder, or export to another."
            )
        record = read_record(run.path)
        if record is None:
            raise WorkspaceError(f"{run.path} is not the folder of a run.")
        make_folder(place)
        writer = EventFileWriter(str(place))
        try:
            for event in _events(run, record):
                writer.add_event(event)
        finally:
            writer.close()
        made.append(place)
    return made


# --- TensorBoard ----------------------------------------------------------------------------------


def _events(run: RunFolder, record: RunRecord) -> Iterator[Any]:
    from tensorboard.compat.proto.event_pb2 import Event
    from tensorboard.compat.proto.summary_pb2 import Summary
    from tensorboard.plugins.hparams import summary_v2 as hparams

    settings = {k: v if isinstance(v, int | float | str) else str(v)
                for k, v in record.settings.items()}  # fmt: skip
    trial = hparams.hparams_pb(settings, trial_id=run.path.name, start_time_secs=record.began)
    # A message of TensorBoard's own kind, whichever the summary was made with.
    yield Event(wall_time=record.began, summary=Summary.FromString(trial.SerializeToString()))
    seconds = 0.0
    for line in run.metrics():
        seconds = float(line.get("seconds", seconds))
        values = [
            Summary.Value(tag=tag, simple_value=value)
            for tag, value in _scalars(line, record.score_name)
        ]
        yield Event(
            wall_time=record.began + seconds,
            step=int(line["iteration"]),
            summary=Summary(value=values),
        )
    yield from _curve_events(run, record)


def _scalars(line: dict[str, Any], score_name: str) -> Iterator[tuple[str, float]]:
    group = "validation" if line.get("validation") else "training"
    names = {"score": score_name, "ci95": f"{score_name}_ci95"}
    for key, value in line.items():
        if key in ("iteration", "validation", "best", "seconds"):
            continue
        if isinstance(value, int | float):
            yield f"{group}/{names.get(key, key)}", float(value)


def _curve_events(run: RunFolder, record: RunRecord) -> Iterator[Any]:
    """Yield the mean score after each inner step, at each validation."""
    from tensorboard.compat.proto.event_pb2 import Event
    from tensorboard.compat.proto.summary_pb2 import Summary

    curves = run.curves()
    if not curves:
        return
    points = len(curves["x"])
    chosen = range(0, points, max(-(-points // MOST_STEPS), 1))
    means = curves["scores"].mean(axis=1)  # (validations, points)
    for iteration, row in zip(curves["iterations"], means, strict=True):
        values = [
            Summary.Value(
                tag=f"adaptation/{record.score_name}_after_{curves['x'][point]:g}",
                simple_value=float(row[point]),
            )
            for point in chosen
        ]
        yield Event(wall_time=record.began, step=int(iteration), summary=Summary(value=values))


def _plain(line: dict[str, Any]) -> dict[str, Any]:
    return {
        key: None if isinstance(value, float) and not math.isfinite(value) else value
        for key, value in line.items()
    }
