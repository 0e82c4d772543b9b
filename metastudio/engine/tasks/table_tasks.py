"""Tasks from the rows of a table: functions to fit, or classes to tell apart.

Inputs, and a target that is a number, are standardised by the training tasks, so an error of 1 is
what predicting the mean of the target gets.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from metastudio.engine.errors import ConfigError
from metastudio.engine.tasks.classes import ImageClasses
from metastudio.engine.tasks.drift import NOWHERE, Drift
from metastudio.engine.tasks.episodes import FUNCTIONS, Episode, Labelled, generator
from metastudio.engine.tasks.tables import Rows, Table

SPLITS = ("train", "validation", "test")
TALLEST = 2.0
"""Standard deviations from the mean at which a bar reaches the edge of its picture."""


class TableFamily:
    """The tasks of a table whose target is a number, divided into splits by task."""

    inputs = None

    def __init__(self, table: Table, splits: Mapping[str, Sequence[int]]) -> None:
        assert table.y is not None
        rows = _rows(table, splits["train"])
        self.table, self.splits, self.width = table, splits, table.x.shape[1]
        self.x = _standardised(table.x, rows)
        self.y = _standardised(table.y[:, None], rows)
        self.name = table.name
        self.axes = tuple(f"{name} (standardised)" for name in (*table.inputs, table.target))

    def sampler(
        self, split: str, shots: int, queries: int, seed: int = 0, drift: Drift = NOWHERE
    ) -> "TableSampler":
        """Return a sampler of one split; raises `ConfigError` where no task has enough rows."""
        need, tasks = shots + queries, np.array(self.splits[split], dtype=np.int64)
        counts = self.table.counts[tasks]
        eligible = tasks[counts >= need]
        if not len(eligible):
            largest = int(counts.argmax())
            raise ConfigError(
                f"Tasks with {shots} points to learn from and {queries} to be asked need {need} "
                f"rows, but none of the {len(tasks)} {split} tasks of '{self.name}' has so many; "
                f"'{self.table.tasks[int(tasks[largest])]}' has the most, {int(counts[largest])}. "
                "Lower task.shots or task.queries, or add rows.",
                need=need,
                most=int(counts[largest]),
                split=split,
            )
        return TableSampler(self, SPLITS.index(split), eligible, shots, queries, seed)


@dataclass(frozen=True, eq=False)
class TableSampler:
    """Deals tasks of a table from (seed, index): rows to learn from, and others to be asked."""

    family: TableFamily
    part: int
    eligible: NDArray[np.int64]
    shots: int
    queries: int
    seed: int

    def draw(self, first: int, tasks: int = 1) -> Episode:
        """Return tasks; x is `(tasks, shots, inputs)`, y `(tasks, shots, 1)`."""
        rows = np.stack([self._rows(first + task) for task in range(tasks)])
        x = torch.from_numpy(self.family.x[rows]).float()
        y = torch.from_numpy(self.family.y[rows]).float()
        return Episode(
            support=Labelled(x[:, : self.shots], y[:, : self.shots]),
            query=Labelled(x[:, self.shots :], y[:, self.shots :]),
            ways=1,
        )

    def one(self, index: int) -> Episode:
        """Return a single task."""
        return self.draw(index, 1)

    def whole(self, index: int) -> NDArray[np.float32]:
        """Return all rows of a task, `(rows, inputs + 1)`: what a person sees of it."""
        first, last, _ = self._task(index)
        rows = (self.family.x[first:last], self.family.y[first:last])
        return np.concatenate(rows, axis=1).astype(np.float32)

    def _task(self, index: int) -> tuple[int, int, np.random.Generator]:
        """Return where the rows of a task begin and end, and the chance that draws among them."""
        chance = generator(self.seed, index, FUNCTIONS + self.part)
        task = int(self.eligible[chance.integers(len(self.eligible))])
        first, last = self.family.table.starts[task : task + 2].tolist()
        return first, last, chance

    def _rows(self, index: int) -> NDArray[np.int64]:
        first, last, chance = self._task(index)
        chosen = chance.choice(last - first, self.shots + self.queries, replace=False)
        return np.asarray(first + chosen)


def classes_of(table: Table, train: Sequence[int], side: int) -> ImageClasses:
    """Return the classes of each task: rows with the same label, in the group of their task.

    `images` are bars of the inputs, for people; `train` are the tasks to standardise by.
    """
    x = _standardised(table.x, _rows(table, train))
    owner = np.repeat(np.arange(len(table.tasks)), table.counts)
    labels = np.array(table.labels)
    order = np.lexsort((labels, owner))
    members = Counter((int(owner[row]), str(labels[row])) for row in order.tolist())
    rows = x[order]
    return ImageClasses(
        name=table.name,
        images=torch.from_numpy(_bars(rows, side))[:, None],
        starts=torch.tensor([0, *np.cumsum([*members.values()]).tolist()]),
        names=tuple(f"{table.tasks[task]}: {label}" for task, label in members),
        groups=tuple(table.tasks[task] for task, _ in members),
        inputs=torch.from_numpy(rows).float(),
    )


def _rows(table: Table, tasks: Sequence[int]) -> NDArray[np.int64]:
    spans = [np.arange(table.starts[task], table.starts[task + 1]) for task in tasks]
    return np.concatenate(spans) if spans else np.arange(len(table.x))


def _standardised(values: Rows, rows: NDArray[np.int64]) -> Rows:
    """Bring columns to mean 0 and variance 1 over `rows`; a constant column becomes 0."""
    mean, spread = values[rows].mean(0), values[rows].std(0)
    return np.asarray((values - mean) / np.where(spread > 0, spread, 1.0))


def _bars(rows: Rows, side: int) -> NDArray[np.uint8]:
    """Draw each row as bars from the middle up or down, `(rows, side, side)`, light on dark."""
    height = np.clip(rows / TALLEST, -1, 1) * (side / 2)
    bar = height[:, np.arange(side) * rows.shape[1] // side]  # (rows, side): one a column
    above = side / 2 - np.arange(side) - 0.5  # of a pixel's middle over the line
    within = np.abs(above)[None, :, None] < np.abs(bar)[:, None]
    right_side = np.sign(above)[None, :, None] == np.sign(bar)[:, None]
    return np.where(within & right_side, 255, 0).astype(np.uint8)
