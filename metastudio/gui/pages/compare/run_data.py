"""What a run recorded, as arrays for the plots. No widget, no torch; for any thread."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from metastudio.engine.run_index import RunRecord
from metastudio.engine.runs import RunFolder
from metastudio.gui.jobs import Report

COLUMNS = ("iteration", "loss", "score", "tasks", "seconds")
KEPT = 40
"""Runs whose records are held in memory."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class RunData:
    """Training `steps (5, n)`, rows as `COLUMNS`; validations `looks (3, m)`, the first three.

    `curves` is what `RunFolder.curves` returns, empty where it was lost.
    """

    folder: Path
    steps: Floats
    looks: Floats
    curves: dict[str, Any] = field(default_factory=dict)


def read_run(folder: Path) -> RunData:
    """Read a run's records; lines that are torn or lack a number are left out."""
    steps: list[list[float]] = []
    looks: list[list[float]] = []
    for line in RunFolder(folder).metrics():
        rows, names = (looks, COLUMNS[:3]) if line.get("validation") else (steps, COLUMNS)
        values = [line.get(name, float("nan")) for name in names]
        if all(isinstance(value, int | float) for value in values):
            rows.append([float(value) for value in values])
    return RunData(
        folder,
        np.array(steps).T if steps else np.empty((len(COLUMNS), 0)),
        np.array(looks).T if looks else np.empty((3, 0)),
        RunFolder(folder).curves(),
    )


class RunReader:
    """Reads runs on the job thread; those that have not changed since are at hand."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Path, tuple[int, RunData]] = OrderedDict()

    def read(self, records: Sequence[RunRecord], report: Report) -> dict[Path, RunData]:
        """Return the records of runs by their folders."""
        result = {}
        for number, record in enumerate(records):
            if not report(number / len(records), record.shown_title):
                break
            result[record.folder] = self._one(record.folder)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return result

    def _one(self, folder: Path) -> RunData:
        metrics = RunFolder(folder).metrics_file
        size = metrics.stat().st_size if metrics.is_file() else 0
        known = self._kept.get(folder)
        if known is None or known[0] != size:
            self._kept[folder] = (size, read_run(folder))
        self._kept.move_to_end(folder)
        return self._kept[folder][1]
