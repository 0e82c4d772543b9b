"""A run is a folder: its experiment, metrics, adaptation curves, checkpoints and summary.

Importing this module imports no torch.
"""

import io
import json
import os
import platform
import sys
import time
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np

from metastudio.engine.errors import WorkspaceError
from metastudio.engine.events import Stepped, Validated, as_json
from metastudio.engine.experiment import Experiment
from metastudio.engine.workspace import make_folder, write_atomically


@dataclass(frozen=True)
class RunFolder:
    """The files of one run. Everything but `metrics.jsonl` is written whole or not at all."""

    path: Path

    @classmethod
    def create(cls, runs: Path, experiment: Experiment) -> "RunFolder":
        """Make a fresh folder named after the time, the method and the data."""
        data = Path(experiment.data.name).name
        stem = f"{time.strftime('%Y-%m-%d_%H-%M-%S')}_{experiment.method.name}_{data}"
        make_folder(runs)
        number = 1
        while True:
            path = runs / (stem if number == 1 else f"{stem}_{number}")
            try:
                path.mkdir()
                break
            except FileExistsError:
                number += 1
            except OSError as error:
                raise WorkspaceError(
                    f"A run can't be stored in {runs} ({error.strerror}). Choose another workspace "
                    "with METASTUDIO_HOME, or mend the folder's permissions."
                ) from None
        run = cls(path)
        write_atomically(run.path / "experiment.toml", experiment.to_toml())
        write_atomically(run.path / "environment.json", json.dumps(environment(), indent=1))
        return run

    @classmethod
    def reopen(cls, path: Path) -> "RunFolder":
        """Return a run that is there; raises `WorkspaceError` where it can't be resumed."""
        if not (path / "experiment.toml").is_file():
            raise WorkspaceError(f"{path} is not the folder of a run: it has no experiment.toml.")
        if not (path / "resume.safetensors").is_file():
            raise WorkspaceError(
                f"The run {path.name} can't be resumed: it ended before its first validation, when "
                "the first resume point is saved. Start it anew from its experiment.toml."
            )
        return cls(path)

    @property
    def best(self) -> Path:
        """Checkpoint with the best validation score."""
        return self.path / "checkpoints" / "best.safetensors"

    @property
    def last(self) -> Path:
        """Checkpoint of the latest validation."""
        return self.path / "checkpoints" / "last.safetensors"

    @property
    def resume_point(self) -> Path:
        """Parameters, optimiser and position, to go on from."""
        return self.path / "resume.safetensors"

    @property
    def experiment(self) -> Experiment:
        """The settings that the run was started with."""
        return Experiment.load(self.path / "experiment.toml")

    def record(self, event: Stepped | Validated) -> None:
        """Append one line to `metrics.jsonl`; curves go to `adaptation.npz`."""
        line = {k: v for k, v in asdict(event).items() if k not in ("x", "losses", "scores")}
        if isinstance(event, Validated):
            line = {"validation": True, **line}
        try:
            with (self.path / "metrics.jsonl").open("a", encoding="utf-8") as file:
                file.write(json.dumps(as_json(line)) + "\n")
        except OSError as error:
            raise WorkspaceError(
                f"The run's metrics can't be written ({error.strerror}). Free some space; the last "
                "checkpoint is kept, and the run can be resumed."
            ) from None

    def forget_after(self, iteration: int) -> None:
        """Drop metrics and curves past a resume point, which will be computed again."""
        kept = [m for m in self.metrics() if m["iteration"] <= iteration]
        text = "".join(json.dumps(m) + "\n" for m in kept)
        write_atomically(self.path / "metrics.jsonl", text)
        curves = self.curves()
        if curves:
            keep = curves["iterations"] <= iteration
            self._save_curves(
                {k: v if k == "x" else v[keep] for k, v in curves.items()},
            )

    def metrics(self) -> Iterator[dict[str, Any]]:
        """Read the metrics back; a torn last line, or what a power cut left, is skipped."""
        try:
            file = (self.path / "metrics.jsonl").open(encoding="utf-8", errors="replace")
            with file:
                for line in file:
                    try:
                        found = json.loads(line)
                    except json.JSONDecodeError:
                        continue
                    if isinstance(found, dict) and "iteration" in found:
                        yield found
        except FileNotFoundError:
            return

    def add_curves(self, event: Validated) -> None:
        """Add one validation's adaptation curves to `adaptation.npz`."""
        old = self.curves()
        fresh = {
            "iterations": np.array([event.iteration]),
            "losses": event.losses[None],
            "scores": event.scores[None],
        }
        merged = {k: np.concatenate([old[k], v]) if old else v for k, v in fresh.items()}
        self._save_curves({"x": event.x, **merged})

    def curves(self) -> dict[str, Any]:
        """Return `x (points,)`, `iterations (n,)`, `losses` and `scores (n, tasks, points)`."""
        path = self.path / "adaptation.npz"
        try:
            with np.load(path, allow_pickle=False) as file:
                return {key: file[key] for key in ("x", "iterations", "losses", "scores")}
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
            return {}  # absent or damaged: the curves so far are lost, the run is not

    def _save_curves(self, curves: dict[str, Any]) -> None:
        buffer = io.BytesIO()
        np.savez(buffer, **curves)
        write_atomically(self.path / "adaptation.npz", buffer.getvalue())

    def summarize(self, summary: dict[str, Any]) -> None:
        """Write `summary.json`."""
        write_atomically(self.path / "summary.json", json.dumps(as_json(summary), indent=1))

    def summary(self) -> dict[str, Any]:
        """Return `summary.json`, or nothing where it is missing or damaged."""
        try:
            found = json.loads((self.path / "summary.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}


def list_runs(runs: Path) -> list[RunFolder]:
    """Return the runs of a workspace, the newest first."""
    if not runs.is_dir():
        return []
    found = [RunFolder(p) for p in runs.iterdir() if (p / "experiment.toml").is_file()]
    return sorted(found, key=lambda run: run.path.name, reverse=True)


def environment() -> dict[str, Any]:
    """Return what else a run depended on: versions, platform, processors."""
    packages = {}
    for name in ("metastudio", "torch", "numpy", "Pillow", "PySide6-Essentials"):
        try:
            packages[name] = version(name)
        except PackageNotFoundError:
            packages[name] = "not installed"
    return {
        "python": sys.version.split()[0],
        "platform": platform.platform(),
        "processors": os.cpu_count(),
        "packages": packages,
    }
