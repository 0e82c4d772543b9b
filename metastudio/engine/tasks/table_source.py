"""Opening a table: its splits by task, and what kind of tasks its target makes."""

from pathlib import Path

from metastudio.engine.errors import DataError
from metastudio.engine.events import DataCard
from metastudio.engine.experiment import DataSettings
from metastudio.engine.sections.names import TABLE_DATA
from metastudio.engine.tasks.images import Transform
from metastudio.engine.tasks.own_split import FEWEST, suggest_split
from metastudio.engine.tasks.sources import FunctionSource, PictureSource
from metastudio.engine.tasks.splits import match_classes, read_split_file
from metastudio.engine.tasks.table_tasks import TableFamily, classes_of
from metastudio.engine.tasks.tables import Table, read_table, table_path

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
)


def open_table(data: DataSettings) -> FunctionSource | PictureSource:
    """Open the table `data.name`; its tasks are divided 60 : 20 : 20, or by the split file.

    Raises `DataError` or `ConfigError` in one sentence.
    """
    table = read_table(data)
    splits, card = _splits(table, data), card_of(data, table)
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


def card_of(data: DataSettings, table: Table) -> DataCard:
    """Return the card of a table."""
    if data.name in TABLE_DATA:
        return ROBOT
    rows = f"{len(table.x):,} rows of {len(table.tasks):,} tasks"
    return DataCard(
        name=Path(data.name).name,
        title=table.name,
        about=f"{rows}: {table.target} from {', '.join(table.inputs)}.",
        kind="functions" if data.target_kind == "value" else "pictures",
        state="ready",
        how=f"Your table {table_path(data.name)}.",
        licence="yours",
        citation="",
        splits=("random",),
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
    suggested = suggest_split(table.tasks)
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
