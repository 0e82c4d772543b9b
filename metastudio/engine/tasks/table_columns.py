"""Which columns of a table make its tasks: a look at what there is, a guess, and what was chosen.

Importing this module imports no torch.
"""

import json
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from metastudio.engine.errors import DataError
from metastudio.engine.tasks.tables import read_columns
from metastudio.engine.workspace import Workspace, write_atomically

SHOWN = 6
"""Rows that a person is shown of a table."""
TASK_WORDS = ("task", "user", "patient", "subject", "payload", "robot", "machine", "customer",
              "group", "person", "device", "site", "id")  # fmt: skip
TARGET_WORDS = ("target", "label", "class", "rating", "score", "y", "output", "value", "outcome")


@dataclass(frozen=True)
class TableColumns:
    """The columns that make tasks of a table; `kind` is "value" or "class"."""

    task: str
    target: str
    kind: str = "value"
    inputs: tuple[str, ...] = ()

    @property
    def settings(self) -> dict[str, str | None]:
        """The settings of an experiment that name them."""
        return {
            "data.task_column": self.task,
            "data.target_column": self.target,
            "data.target_kind": self.kind,
            "data.input_columns": ", ".join(self.inputs) or None,
        }


@dataclass(frozen=True)
class Column:
    """One column: whether it holds numbers, how many different values, and the first of them.

    `most` is how many rows its most common value has.
    """

    name: str
    numbers: bool
    different: int
    first: tuple[str, ...]
    most: int

    @property
    def nameable(self) -> bool:
        """Whether `data.input_columns`, a list with commas, can name it."""
        return bool(self.name) and "," not in self.name and self.name == self.name.strip()


@dataclass(frozen=True)
class TableLook:
    """What a person is shown before tasks are made of a table."""

    file: Path
    rows: int
    columns: tuple[Column, ...]
    suggested: TableColumns

    def problem(self, chosen: TableColumns) -> str:
        """Say why these columns can't make tasks, or ""."""
        known = {column.name: column for column in self.columns}
        if chosen.task == chosen.target:
            return f"'{chosen.task}' can't be both the task and the target. Choose another target."
        if problem := _task_problem(known[chosen.task]):
            return problem
        if chosen.kind == "value" and not known[chosen.target].numbers:
            return (
                f"'{chosen.target}' holds words, so it is a class to tell, not a number. Choose "
                "'class', or another target."
            )
        return _input_problem([known[name] for name in chosen.inputs])


def look_at_table(path: Path) -> TableLook:
    """Read a table and guess what its columns are; raises `DataError` where it can't be read."""
    columns = read_columns(path)
    if len(columns) < 3:
        raise DataError(
            f"{path.name} has {len(columns)} column{'' if len(columns) == 1 else 's'}, but tasks "
            "need three at least: which task a row belongs to, an input, and the target."
        )
    facts = tuple(_column(name, values) for name, values in columns.items())
    return TableLook(path, len(next(iter(columns.values()))), facts, _guess(facts))


def keep_columns(workspace: Workspace, name: str, look: TableLook, columns: TableColumns) -> None:
    """Remember the columns of an imported table; raises `WorkspaceError`."""
    tasks = next(column.different for column in look.columns if column.name == columns.task)
    raw = {**vars(columns), "tasks": tasks, "rows": look.rows}
    write_atomically(_note(workspace, name), json.dumps(raw, ensure_ascii=False))


def kept_columns(workspace: Workspace, name: str) -> tuple[TableColumns, int, int] | None:
    """Return the columns that were chosen for an imported table, its tasks and rows; or None."""
    try:
        raw = json.loads(_note(workspace, name).read_text(encoding="utf-8"))
        inputs = tuple(str(one) for one in raw["inputs"])
        columns = TableColumns(str(raw["task"]), str(raw["target"]), str(raw["kind"]), inputs)
        return columns, int(raw["tasks"]), int(raw["rows"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def forget_columns(workspace: Workspace, name: str) -> None:
    """Do away with what was kept of a table."""
    _note(workspace, name).unlink(missing_ok=True)


def _note(workspace: Workspace, name: str) -> Path:
    return workspace.data / ".tables" / f"{name}.json"


def _column(name: str, values: Sequence[Any]) -> Column:
    texts = ["" if value is None else str(value).strip() for value in values]
    often = Counter(texts)
    first = tuple(texts[:SHOWN])
    return Column(name, all(map(_is_number, texts)), len(often), first, max(often.values()))


def _task_problem(task: Column) -> str:
    if task.different < 3:
        return (
            f"'{task.name}' has {task.different} different values, but "
            "training, validation and test need 3 tasks at least. Choose another task column."
        )
    if task.most < 2:
        return (
            f"Every row has a value of its own in '{task.name}', but a task needs two rows "
            "at least. Choose another task column."
        )
    return ""


def _input_problem(inputs: Sequence[Column]) -> str:
    if not inputs:
        return "There is nothing to predict from. Choose one input at least."
    words = next((c.name for c in inputs if not c.numbers), None)
    if words is not None:
        return f"'{words}' does not hold numbers, so it can't be an input. Take it out."
    odd = next((c.name for c in inputs if not c.nameable), None)
    if odd is not None:
        return (
            f"An input can't be called '{odd}': its name is empty, or has a comma or a space "
            "at its edge. Take it out, or rename it in the file."
        )
    return ""


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def _guess(columns: Sequence[Column]) -> TableColumns:
    """Guess by names first, then by what columns hold; a person has the last word."""
    tasks = sorted(columns, key=lambda c: (_not_called(c, TASK_WORDS), c.numbers, c.different))
    task = next((c for c in tasks if c.different >= 3 and c.most >= 2), tasks[0])
    others = [c for c in columns if c is not task]
    others.reverse()  # the target is usually the last column
    target = min(others, key=lambda c: (_not_called(c, TARGET_WORDS), not c.numbers))
    left = [c for c in columns if c not in (task, target)]
    kind = "value" if target.numbers else "class"
    inputs = tuple(c.name for c in left if c.numbers and c.nameable)
    return TableColumns(task.name, target.name, kind, inputs)


def _not_called(column: Column, words: Sequence[str]) -> bool:
    """Whether none of these words is in the name, so that what is called so sorts first."""
    parts = column.name.lower().replace("-", "_").replace(" ", "_").split("_")
    return not any(word in parts for word in words)
