"""`metastudio runs`: list, show, export, report, label and delete what was trained."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from metastudio.engine import exports
from metastudio.engine.errors import ConfigError, WorkspaceError
from metastudio.engine.events import as_json
from metastudio.engine.run_index import RunIndex, RunRecord, read_record
from metastudio.engine.run_labels import (
    BIN,
    change_labels,
    check_at_rest,
    discard,
    empty_bin,
    put_back,
    read_labels,
)
from metastudio.engine.runs import RunFolder
from metastudio.engine.workspace import Workspace, write_atomically


def list_all(options: argparse.Namespace) -> dict[str, Any]:
    """List the runs of the workspace, the newest first."""
    records, _ = RunIndex(Workspace.default().runs).refresh()
    words = str(getattr(options, "filter", None) or "").lower().split()
    starred = bool(getattr(options, "starred", False))
    shown = [
        r for r in records if all(word in r.words for word in words) and (r.star or not starred)
    ]
    for record in shown:
        star = "★" if record.star else " "
        print(f"{star} {record.name:<46} {record.shown_title:<44} {_score(record)}")
        if record.problem:
            print(f"{record.name}: {record.problem}", file=sys.stderr)
    if not records:
        print("No runs yet. `metastudio train --preset glyphs-protonet` makes one in a minute.")
    elif not shown:
        print(f"None of {len(records):,} runs is like that.")
    return {"runs": [record.to_dict() for record in shown]}


def show(options: argparse.Namespace) -> dict[str, Any]:
    """Show one run's settings and summary."""
    run = find(options.name)
    labels = read_labels(run.path)
    print(run.experiment.to_toml())
    print(json.dumps(run.summary(), indent=1))
    for name, value in as_json(vars(labels)).items():
        if value:
            print(f"{name}: {', '.join(value) if isinstance(value, list) else value}")
    return {
        "run": str(run.path),
        "experiment": run.experiment.to_dict(),
        **run.summary(),
        **as_json(vars(labels)),
    }


def export(options: argparse.Namespace) -> dict[str, Any] | None:
    """Export what runs recorded, as CSV, JSON or TensorBoard's event files."""
    runs = [find(name) for name in options.names]
    if options.format == "tensorboard":
        if options.output is None:
            raise ConfigError("Event files need a folder: give one with --output FOLDER.")
        made = exports.to_tensorboard(runs, options.output)
        print(f"{len(made)} written. Look at them with `tensorboard --logdir {options.output}`.")
        return {"format": "tensorboard", "folders": [str(place) for place in made]}
    text = exports.as_csv(runs) if options.format == "csv" else exports.as_json_text(runs)
    if options.output:
        write_atomically(options.output, text)
        return {"format": options.format, "file": str(options.output)}
    print(text, end="")
    return None


def report(options: argparse.Namespace) -> dict[str, Any]:
    """Write a report of runs as one HTML file, or as PDF."""
    records = [_record(find(name)) for name in options.names]
    if options.output.suffix.lower() == ".pdf":
        from metastudio.gui.report_file import write  # Qt draws the pages
    else:
        from metastudio.engine.report import write_report as write
    write(records, options.output, title=options.title or "")
    print(f"Saved as {options.output}.")
    return {"file": str(options.output), "runs": [str(r.folder) for r in records]}


def label(options: argparse.Namespace) -> dict[str, Any]:
    """Give a run a title, a star, tags or a note."""
    run = find(options.name)
    given = {"title": options.title, "star": options.star, "note": options.note}
    changes = {key: value for key, value in given.items() if value is not None}
    if options.tag or options.untag:
        tags = [tag for tag in read_labels(run.path).tags if tag not in (options.untag or ())]
        changes["tags"] = (*tags, *(options.tag or ()))
    if not changes:
        raise ConfigError("Nothing to change. Give --title, --star, --note, --tag or --untag.")
    change_labels(run.path, changes)
    labels = read_labels(run.path)
    print(f"{run.path.name}: {_record(run).shown_title}")
    return {"run": str(run.path), **as_json(vars(labels))}


def delete(options: argparse.Namespace) -> dict[str, Any]:
    """Move runs to the bin."""
    found = [find(name) for name in options.names]
    for run in found:
        check_at_rest(run.path)  # all of them, before the first is moved
    places = [discard(run.path) for run in found]
    for place in places:
        print(f"{place.name} is in the bin. `metastudio runs restore {place.name}` takes it out.")
    return {"deleted": [str(place) for place in places]}


def restore(options: argparse.Namespace) -> dict[str, Any]:
    """Take runs out of the bin."""
    places = []
    for name in options.names:
        binned = Workspace.default().runs / BIN / Path(name).name
        places.append(put_back(binned))
        print(f"{places[-1].name} is back.")
    return {"restored": [str(place) for place in places]}


def clear_bin(options: argparse.Namespace) -> dict[str, Any]:
    """Delete for good what is in the bin."""
    count = empty_bin(Workspace.default().runs)
    print("The bin was empty." if not count else f"{count} deleted for good.")
    return {"deleted": count}


def find(name: str) -> RunFolder:
    """Return a run by its path or its name; raises `WorkspaceError`."""
    for path in (Path(name), Workspace.default().runs / name):
        if (path / "experiment.toml").is_file():
            return RunFolder(path)
    raise WorkspaceError(
        f"There is no run '{name}'. `metastudio runs list` shows the runs there are."
    )


def _record(run: RunFolder) -> RunRecord:
    record = read_record(run.path)
    assert record is not None  # `find` has seen its experiment
    return record


def _score(record: RunRecord) -> str:
    if record.problem:
        return "can't be used"
    if record.score != record.score:
        return record.state
    if record.regression:
        return f"error {record.score:.4f} ± {record.ci95:.4f}"
    return f"accuracy {100 * record.score:.2f} % ± {100 * record.ci95:.2f}"
