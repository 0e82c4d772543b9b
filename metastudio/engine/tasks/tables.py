"""Tables as tasks: a recommender's users, a robot's payloads, a patient's readings.

A row belongs to the task that one column names; some columns are inputs, one is the target. Read
from CSV, or from Parquet where pyarrow is installed.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from metastudio.engine.errors import ConfigError, DataError, NotInstalledError
from metastudio.engine.experiment import DataSettings
from metastudio.engine.presets import resources
from metastudio.engine.sections.names import TABLE_DATA
from metastudio.engine.workspace import Workspace

Rows = NDArray[np.float64]
Columns = dict[str, list[Any]]


@dataclass(frozen=True, eq=False)
class Table:
    """Rows ordered by task. Task `t` owns the rows `starts[t]` up to `starts[t + 1]`.

    `x (rows, inputs)`; of the targets `y (rows,)` or `labels`, one is there.
    """

    name: str
    inputs: tuple[str, ...]
    target: str
    tasks: tuple[str, ...]
    starts: NDArray[np.int64]
    x: Rows
    y: Rows | None
    labels: tuple[str, ...]

    @property
    def counts(self) -> NDArray[np.int64]:
        """Rows of each task."""
        return np.diff(self.starts)


def read_table(data: DataSettings, workspace: Workspace) -> Table:
    """Read the table that `data.name` names, by its column settings.

    Raises `DataError` for what can't be read or is no number, with its row; `ConfigError` for
    columns that are not there.
    """
    path = table_path(data.name, workspace)
    columns = read_columns(path)
    task = _named(data.task_column, "data.task_column", columns, path)
    target = _named(data.target_column, "data.target_column", columns, path)
    inputs = _inputs(data, columns, path, (task, target))
    tasks = _texts(columns[task], task, path)
    order = np.array(sorted(range(len(tasks)), key=lambda row: tasks[row]), dtype=np.int64)
    names, counts = np.unique(np.array(tasks), return_counts=True)
    by_value = data.target_kind == "value"
    y = _numbers(columns[target], target, path)[order] if by_value else None
    if y is not None and y.min() == y.max():
        raise DataError(
            f"The target '{target}' of {path.name} is {y[0]:g} in every row, so there is nothing "
            "to predict. Choose another target column."
        )
    labels = () if by_value else _texts(columns[target], target, path)
    return Table(
        name=data.name if data.name in TABLE_DATA else path.stem,
        inputs=inputs,
        target=target,
        tasks=tuple(names.tolist()),
        starts=np.concatenate([[0], counts.cumsum()]),
        x=np.stack([_numbers(columns[name], name, path)[order] for name in inputs], axis=1),
        y=y,
        labels=tuple(labels[row] for row in order) if labels else (),
    )


def table_path(name: str, workspace: Workspace) -> Path:
    """Return where a table lies: one that is shipped, one that was imported, or any file."""
    if name in TABLE_DATA:
        return resources() / "samples" / "tables" / f"{name}.csv"
    imported = workspace.data / name
    return imported if Path(name).name == name and imported.is_file() else Path(name).expanduser()


def read_columns(path: Path) -> Columns:
    """Return the columns of a table as they stand there; raises `DataError`."""
    if not path.is_file():
        raise DataError(f"The table {path} is not there. Name a CSV or Parquet file.")
    text = path.suffix.lower() in (".csv", ".tsv")
    found = _from_csv(path) if text else _from_parquet(path)
    if not found or not len(next(iter(found.values()))):
        raise DataError(f"{path.name} has no rows. A table needs a heading and rows below it.")
    return found


def _from_csv(path: Path) -> Columns:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            sample = file.read(4096)
            file.seek(0)
            mark = max(",;\t", key=sample.partition("\n")[0].count)
            rows = [row for row in csv.reader(file, delimiter=mark) if row]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or "it is not UTF-8 text"
        raise DataError(f"The table {path} can't be read: {reason}.") from None
    heading = [name.strip() for name in rows[0]] if rows else []
    twice = next((name for name in heading if heading.count(name) > 1), None)
    if twice is not None:
        raise DataError(f"{path.name} has two columns '{twice}'. Give each a name of its own.")
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != len(heading):
            raise DataError(
                f"Row {number} of {path.name} has {len(row)} values, but the heading names "
                f"{len(heading)} columns. Mend that row."
            )
    return {name: [row[i] for row in rows[1:]] for i, name in enumerate(heading)}


def _from_parquet(path: Path) -> Columns:
    if find_spec("pyarrow") is None:
        raise NotInstalledError(
            "Reading Parquet needs pyarrow. Install it with: pip install pyarrow; or save the "
            "table as CSV."
        )
    import pyarrow
    import pyarrow.parquet

    try:
        found: Columns = pyarrow.parquet.read_table(path).to_pydict()
    except (OSError, pyarrow.ArrowException) as error:
        raise DataError(
            f"{path.name} is no whole Parquet file. Export it again, or save it as CSV.",
            reason=str(error),
        ) from None
    return found


def _named(name: str | None, setting: str, columns: Columns, path: Path) -> str:
    if name is None or name not in columns:
        listed = ", ".join(f"'{column}'" for column in columns)
        what = f"{path.name} has no column '{name}'" if name else f"{setting} is not set"
        raise ConfigError(f"{what}. Set {setting} to one of its columns: {listed}.")
    return name


def _inputs(
    data: DataSettings, columns: Columns, path: Path, taken: Sequence[str]
) -> tuple[str, ...]:
    if data.input_columns is None:
        found = tuple(name for name in columns if name not in taken)
    else:
        names = [name.strip() for name in data.input_columns.split(",") if name.strip()]
        found = tuple(_named(name, "data.input_columns", columns, path) for name in names)
        twice = next((name for name in found if name in taken), None)
        if twice is not None:
            raise ConfigError(
                f"'{twice}' is the task or the target, so it can't be an input as well. Take it "
                "out of data.input_columns."
            )
    if not found:
        raise ConfigError(
            f"{path.name} has no columns left to predict from. Name some in data.input_columns."
        )
    return found


def _texts(values: Sequence[Any], column: str, path: Path) -> list[str]:
    texts = ["" if value is None else str(value).strip() for value in values]
    if "" in texts:
        raise DataError(
            f"Row {texts.index('') + 2} of {path.name} has nothing in the column '{column}'. Fill "
            "it in, or remove the row."
        )
    return texts


def _numbers(values: Sequence[Any], column: str, path: Path) -> Rows:
    result = np.empty(len(values))
    for place, value in enumerate(values):
        try:
            result[place] = float("nan" if value is None else value)
        except (TypeError, ValueError):
            result[place] = np.nan
    wrong = np.flatnonzero(~np.isfinite(result))
    if len(wrong):
        first = int(wrong[0])
        shown = "" if values[first] is None else str(values[first])[:40]
        more = f" ({len(wrong):,} rows are so)" if len(wrong) > 1 else ""
        raise DataError(
            f"Row {first + 2} of {path.name} has '{shown}' in the column '{column}', which is no "
            f"number{more}. Mend or remove it, or name other data.input_columns."
        )
    return result
