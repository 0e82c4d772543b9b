"""Opening a table: its splits by task, and what kind of tasks its target makes."""

from dataclasses import replace
from pathlib import Path

from metastudio.engine.errors import DataError
from metastudio.engine.events import DataCard
from metastudio.engine.experiment import DataSettings
from metastudio.engine.locks import DataLock
from metastudio.engine.sections.names import TABLE_DATA, is_table
from metastudio.engine.tasks.images import Transform
from metastudio.engine.tasks.own_split import FEWEST, suggest_split
from metastudio.engine.tasks.sources import FunctionSource, PictureSource
from metastudio.engine.tasks.splits import match_classes, read_split_file
from metastudio.engine.tasks.table_columns import (
    TableColumns,
    forget_columns,
    keep_columns,
    kept_columns,
    look_at_table,
)
from metastudio.engine.tasks.table_tasks import TableFamily, classes_of
from metastudio.engine.tasks.tables import Table, read_table
from metastudio.engine.workspace import Workspace, make_folder, write_atomically

SHOWN = 3
"""Tasks that a notice names."""
ROBOT = DataCard(
    name="robot-payloads",
    title="Robot payloads",
    about="The torque that an arm needs for 60 unknown payloads, from 40 readings each: a table as "
    "tasks.",
    kind="functions",
    state="ready",
    how="Computed by MetaStudio; packaging/make_tables.py makes it.",
    licence="MIT",
    citation="MetaStudio",
    splits=("random",),
    tasks=60,
    rows=2400,
)


def open_table(data: DataSettings, workspace: Workspace) -> FunctionSource | PictureSource:
    """Open the table `data.name`; its tasks are divided 60 : 20 : 20, or by the split file.

    Raises `DataError` or `ConfigError` in one sentence.
    """
    table = read_table(data, workspace)
    splits, card = _splits(table, data), card_of(data, table, workspace)
    problems = _lonely(table)
    if data.target_kind == "value":
        return FunctionSource(card, TableFamily(table, splits), problems)
    classes = classes_of(table, splits["train"], data.image_size)
    parts = {split: {table.tasks[task] for task in tasks} for split, tasks in splits.items()}
    return PictureSource(
        card,
        {
            split: classes.subset([i for i, group in enumerate(classes.groups) if group in names])
            for split, names in parts.items()
        },
        Transform(data.image_size, 1, ink=True),
        problems,
        drift=data.drift,
        within_group=True,
    )


def card_of(data: DataSettings, table: Table, workspace: Workspace) -> DataCard:
    """Return the card of a table that is opened."""
    if data.name in TABLE_DATA:
        return ROBOT
    rows = f"{len(table.x):,} rows of {len(table.tasks):,} tasks"
    known = imported_tables(workspace).get(data.name)
    card = known or DataCard(
        name=Path(data.name).name,
        title=table.name,
        about="",
        kind="functions",
        state="ready",
        how="A table of yours.",
        licence="yours",
        citation="",
        splits=("random",),
    )
    return replace(
        card,
        about=f"{rows}: {table.target} from {', '.join(table.inputs)}.",
        kind="functions" if data.target_kind == "value" else "pictures",
    )


def import_table(
    path: Path, workspace: Workspace, name: str | None = None, columns: TableColumns | None = None
) -> DataCard:
    """Copy a table into the workspace, under the name of its file or another; raises `DataError`.

    `columns` says which of them make tasks; they may also be chosen later (`choose_columns`).
    """
    look = look_at_table(path)
    if columns is not None and (problem := look.problem(columns)):
        raise DataError(problem)
    stem = Path(name).name.removesuffix(path.suffix) if name else path.stem
    copy = workspace.data / f"{stem}{path.suffix}"  # the ending says that it is a table
    with DataLock(make_folder(workspace.data), copy.name):
        if copy.exists():
            raise DataError(
                f"There is a data set '{copy.name}' already. Choose another name, or remove that "
                "first."
            )
        if columns is not None:
            keep_columns(workspace, copy.name, look, columns)
        else:
            forget_columns(workspace, copy.name)
        write_atomically(copy, path.read_bytes())
    return _imported_card(copy, workspace)


def choose_columns(name: str, workspace: Workspace, columns: TableColumns) -> DataCard:
    """Make tasks of an imported table by other columns; returns its card. Raises `DataError`."""
    file = workspace.data / name
    if name not in imported_tables(workspace):
        raise DataError(f"'{name}' is no imported table. Import the file first.")
    look = look_at_table(file)
    if problem := look.problem(columns):
        raise DataError(problem)
    keep_columns(workspace, name, look, columns)
    return _imported_card(file, workspace)


def imported_tables(workspace: Workspace) -> dict[str, DataCard]:
    """Return the cards of the tables that were imported, by name."""
    files = sorted(workspace.data.glob("[!.]*")) if workspace.data.is_dir() else []
    return {f.name: _imported_card(f, workspace) for f in files if f.is_file() and is_table(f.name)}


def remove_table(name: str, workspace: Workspace) -> bool:
    """Delete the copy of an imported table; False where there is none of this name."""
    found = name in imported_tables(workspace)
    if found:
        (workspace.data / name).unlink()
        forget_columns(workspace, name)
    return found


def _imported_card(file: Path, workspace: Workspace) -> DataCard:
    columns, tasks, rows = kept_columns(workspace, file.name) or (None, 0, 0)
    about = (
        f"A table of yours: {columns.target} from {', '.join(columns.inputs)}, a task for each "
        f"{columns.task}."
        if columns
        else "A table of yours. Say which of its columns make tasks."
    )
    return DataCard(
        name=file.name,
        title=file.stem,
        about=about,
        kind="functions" if columns is None or columns.kind == "value" else "pictures",
        state="ready",
        how="Imported by you.",
        licence="yours",
        citation="",
        bytes=file.stat().st_size,
        splits=("random",),
        removable=True,
        where=str(file),
        settings=columns.settings if columns else {},
        tasks=tasks,
        rows=rows,
    )


def _splits(table: Table, data: DataSettings) -> dict[str, list[int]]:
    if data.split_file:
        listed = read_split_file(Path(data.split_file))
        found = match_classes(listed, table.tasks, f"'{table.name}'")
        return {**found, "validation": found["validation"] or found["test"]}
    if len(table.tasks) < FEWEST:
        raise DataError(
            f"'{table.name}' has {len(table.tasks)} tasks in its column '{data.task_column}', but "
            f"training, validation and test need {FEWEST} at least. Choose a column with more."
        )
    at = {name: number for number, name in enumerate(table.tasks)}
    suggested = suggest_split(table.tasks, seed=data.split_seed)
    return {split: [at[name] for name in names] for split, names in suggested.items()}


def _lonely(table: Table) -> tuple[str, ...]:
    """Say which tasks have a single row, of which nothing can be learned and asked."""
    names = [n for n, count in zip(table.tasks, table.counts.tolist(), strict=True) if count < 2]
    if not names:
        return ()
    shown = ", ".join(f"'{name}'" for name in names[:SHOWN])
    more = " and others" if len(names) > SHOWN else ""
    return (
        f"{len(names)} of {len(table.tasks)} tasks have one row only ({shown}{more}); a task needs "
        "rows to learn from and others to be asked, so they are never dealt.",
    )
