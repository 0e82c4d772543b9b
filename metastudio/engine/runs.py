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
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np

from metastudio.engine import kernels
from metastudio.engine.errors import WorkspaceError
from metastudio.engine.events import Validated, as_json
from metastudio.engine.experiment import Experiment
from metastudio.engine.workspace import make_folder, write_atomically

Look = tuple[Any, Any, Any, Any]
"""A validation's iteration, x, losses and scores, as they lie in a run's files."""

RESUME_POINT = "resume.safetensors"
REPLAYED = "replayed.jsonl"
"""In the folder of a replay: the changes of α and β that it repeats."""
LEFTOVERS = (".*.safetensors.*", ".*.npz.*", ".*.json*.*", ".*.toml.*")
"""Temporary files of `write_atomically`, which outlive a kill."""


@dataclass(frozen=True)
class RunFolder:
    """The files of one run. Everything but `metrics.jsonl` is written whole or not at all."""

    path: Path

    @classmethod
    def create(
        cls, runs: Path, experiment: Experiment, files: Mapping[str, bytes | str]
    ) -> "RunFolder":
        """Make a fresh folder named after the time, the method and the data, with `files` in it.

        A folder is a run from the moment that its `experiment.toml` is there, the last to come:
        with the first resume point among `files`, every run can be resumed.
        """
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
        write_atomically(run.path / "environment.json", json.dumps(environment(), indent=1))
        for name, content in files.items():
            write_atomically(run.path / name, content)
        write_atomically(run.path / "experiment.toml", experiment.to_toml())
        return run

    @classmethod
    def known(cls, path: Path) -> "RunFolder":
        """Return a run that is there; raises `WorkspaceError` where there is none."""
        if not (path / "experiment.toml").is_file():
            raise WorkspaceError(f"{path} is not the folder of a run: it has no experiment.toml.")
        return cls(path)

    @classmethod
    def reopen(cls, path: Path) -> "RunFolder":
        """Return a run that is there; raises `WorkspaceError` where it can't be resumed."""
        run = cls.known(path)
        if not (path / RESUME_POINT).is_file():
            raise WorkspaceError(
                f"The run {path.name} can't be resumed: its resume.safetensors is missing. Start "
                "it anew from its experiment.toml."
            )
        return run

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
        return self.path / RESUME_POINT

    @property
    def metrics_file(self) -> Path:
        """One line of JSON a step or validation."""
        return self.path / "metrics.jsonl"

    @property
    def curves_file(self) -> Path:
        """Adaptation curves of all validations, once a run has ended or was resumed."""
        return self.path / "adaptation.npz"

    @property
    def changes_file(self) -> Path:
        """One line of JSON for each change of α or β by hand; absent where there was none."""
        return self.path / "changes.jsonl"

    def changes(self) -> dict[int, tuple[float, float]]:
        """Return α and β by the iteration after which they were changed by hand."""
        return _rates(self.changes_file)

    def replayed(self) -> dict[int, tuple[float, float]]:
        """Return the changes of the run that this one is a replay of; nothing where it is none."""
        return _rates(self.path / REPLAYED)

    def follow(self, model: "RunFolder") -> None:
        """Keep what this replay has to repeat, so that it can be gone on with as one."""
        lines = (
            json.dumps({"iteration": at, "inner_lr": alpha, "outer_lr": beta}) + "\n"
            for at, (alpha, beta) in model.changes().items()
        )
        if text := "".join(lines):
            write_atomically(self.path / REPLAYED, text)

    @property
    def was_lengthened(self) -> bool:
        """Whether it was made longer than it was planned at its start."""
        return any("iterations" in line for line in _json_lines(self.changes_file))

    def go_on(self, experiment: Experiment, iteration: int) -> None:
        """Prepare the folder of a run that is gone on with, perhaps for longer than planned.

        Its summary goes: from here on it is a run that has no end yet.
        """
        before = self.experiment
        if experiment != before:
            line = {"iteration": iteration, "iterations": experiment.training.iterations}
            lines = [*_json_lines(self.changes_file), line]
            write_atomically(self.changes_file, "".join(json.dumps(c) + "\n" for c in lines))
            write_atomically(self.path / "experiment.toml", experiment.to_toml())
        (self.path / "summary.json").unlink(missing_ok=True)

    @property
    def curves_log(self) -> Path:
        """Those since then, appended as a run goes on: arrays as `numpy.save` writes them."""
        return self.path / "adaptation.log"

    @property
    def experiment(self) -> Experiment:
        """The settings that the run was started with."""
        return Experiment.load(self.path / "experiment.toml")

    def forget_after(self, iteration: int) -> None:
        """Drop metrics and curves past a resume point, which will be computed again.

        What a process that was killed had only begun to write is removed too.
        """
        for pattern in LEFTOVERS:
            for left in self.path.rglob(pattern):
                left.unlink(missing_ok=True)
        kept = [m for m in self.metrics() if m["iteration"] <= iteration]
        text = "".join(json.dumps(m) + "\n" for m in kept)
        write_atomically(self.metrics_file, text)
        self.gather_curves(iteration)
        # What was changed right after the resume point is not in it: a person decides again.
        if self.changes_file.is_file():
            changes = [
                c
                for c in _json_lines(self.changes_file)
                if c["iteration"] < iteration or "iterations" in c
            ]
            write_atomically(self.changes_file, "".join(json.dumps(c) + "\n" for c in changes))

    def metrics(self) -> Iterator[dict[str, Any]]:
        """Read the metrics back; a torn last line, or what a power cut left, is skipped."""
        return _json_lines(self.metrics_file)

    def curves(self) -> dict[str, Any]:
        """Return `x (points,)`, `iterations (n,)`, `losses` and `scores (n, tasks, points)`."""
        looks = {int(look[0]): look for look in [*self._gathered_curves(), *self._logged_curves()]}
        if not looks:
            return {}
        iterations, xs, losses, scores = zip(*(looks[at] for at in sorted(looks)), strict=True)
        return {
            "x": xs[-1],
            "iterations": np.array([int(at) for at in iterations]),
            "losses": np.stack(losses),
            "scores": np.stack(scores),
        }

    def gather_curves(self, until: int | None = None) -> None:
        """Put all curves, or those up to an iteration, into `adaptation.npz`."""
        curves = self.curves()
        if curves:
            keep = curves["iterations"] <= (curves["iterations"][-1] if until is None else until)
            kept = {k: v if k == "x" else v[keep] for k, v in curves.items()}
            write_atomically(self.curves_file, _npz(kept))
        self.curves_log.unlink(missing_ok=True)

    def _gathered_curves(self) -> Iterator[Look]:
        try:
            with np.load(self.curves_file, allow_pickle=False) as file:
                x, *columns = (file[key] for key in ("x", "iterations", "losses", "scores"))
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
            return  # absent or damaged: the curves so far are lost, the run is not
        yield from ((at, x, losses, scores) for at, losses, scores in zip(*columns, strict=True))

    def _logged_curves(self) -> Iterator[Look]:
        """Read the log up to where it is torn."""
        try:
            with self.curves_log.open("rb") as file:
                while True:
                    at, x, losses, scores = (np.load(file, allow_pickle=False) for _ in range(4))
                    yield at, x, losses, scores
        except (OSError, ValueError, EOFError):
            return

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


def _rates(file: Path) -> dict[int, tuple[float, float]]:
    """Return α and β by iteration; lines of another kind, or damaged ones, are passed over."""
    return {
        int(line["iteration"]): (line["inner_lr"], line["outer_lr"])
        for line in _json_lines(file)
        if "inner_lr" in line and "outer_lr" in line
    }


def _json_lines(path: Path) -> Iterator[dict[str, Any]]:
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            for line in file:
                try:
                    found = json.loads(line)
                except json.JSONDecodeError:
                    continue
                if isinstance(found, dict) and "iteration" in found:
                    yield found
    except FileNotFoundError:
        return


def curves_to_bytes(look: Validated) -> bytes:
    """Serialise the curves of one validation, to be appended to `adaptation.log`."""
    buffer = io.BytesIO()
    for array in (np.array(look.iteration), look.x, look.losses, look.scores):
        np.save(buffer, array, allow_pickle=False)
    return buffer.getvalue()


def list_runs(runs: Path) -> list[RunFolder]:
    """Return the runs of a workspace, the newest first."""
    if not runs.is_dir():
        return []
    found = [RunFolder(p) for p in runs.iterdir() if (p / "experiment.toml").is_file()]
    return sorted(found, key=lambda run: run.path.name, reverse=True)


def _npz(arrays: dict[str, Any]) -> bytes:
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)
    return buffer.getvalue()


def environment() -> dict[str, Any]:
    """Return what else a run depended on: versions, platform, processors."""
    packages = {}
    for name in ("metastudio", "torch", "numba", "numpy", "Pillow", "PySide6-Essentials"):
        try:
            packages[name] = version(name)
        except PackageNotFoundError:
            packages[name] = "not installed"
    return {
        "python": sys.version.split()[0],
        "platform": platform.platform(),
        "processors": os.cpu_count(),
        "packages": packages,
        "kernels": kernels.status().reason,
    }
