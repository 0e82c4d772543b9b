"""The runs as a table for Qt: a column a fact, filtered by words, sorted by plain values."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QColor, QFont

from metastudio.engine.experiment import is_used, settings
from metastudio.engine.run_index import RunRecord
from metastudio.gui.language import said, spoken
from metastudio.gui.pages.compare.marks import Marked
from metastudio.gui.pages.compare.words import (
    duration,
    named,
    score_text,
    state_text,
    title_text,
    value_text,
)
from metastudio.gui.theme import theme

RECORD, SORT, MARK = (int(Qt.ItemDataRole.UserRole) + n for n in range(3))
"""Roles: the `RunRecord` of a row, the value it is sorted by, `Marked` in a chosen run's title."""

Index = QModelIndex | QPersistentModelIndex
STAR, TITLE = 0, 1


@dataclass(frozen=True)
class Column:
    """A column: what it says of a run, and the plain value that it is sorted by."""

    key: str
    title: str
    text: Callable[[RunRecord], str]
    plain: Callable[[RunRecord], Any]
    number: bool = False
    shown: bool = True  # at the very first start
    path: str = ""  # of the setting that it shows

    @cached_property
    def side(self) -> Qt.AlignmentFlag:
        """Where it stands in its column: numbers at the right."""
        side = Qt.AlignmentFlag.AlignRight if self.number else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter


class RunModel(QAbstractTableModel):
    """All runs. `mark` tells which are chosen, and which settings differ among them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = self._columns()
        self._all: list[RunRecord] = []
        self._records: list[RunRecord] = []  # of them, those that are shown, in their order
        self._words, self._starred = list[str](), False
        self._sorting = (0, Qt.SortOrder.AscendingOrder)
        self._marks: dict[Path, Marked] = {}
        self._differing: frozenset[str] = frozenset()
        roles = Qt.ItemDataRole
        self._answers: dict[int, Callable[[RunRecord, Column], object]] = {
            int(roles.DisplayRole): lambda record, column: column.text(record),
            int(roles.ToolTipRole): self._tip,
            int(roles.TextAlignmentRole): lambda _, column: column.side,
            int(roles.ForegroundRole): self._colour,
            int(roles.FontRole): self._font,
            SORT: lambda record, column: column.plain(record),
            RECORD: lambda record, _: record,
            MARK: self._mark,
        }

    def _columns(self) -> list[Column]:
        def setting(path: str, title: str, number: bool = True, shown: bool = True) -> Column:
            return Column(
                path, title, lambda r: value_text(_used(r, path)),
                lambda r: _used(r, path), number, shown, path,
            )  # fmt: skip

        main = [
            Column("star", "★", lambda r: "★" if r.star else "", lambda r: not r.star),
            Column("title", self.tr("Run"), title_text,
                   lambda r: r.shown_title.lower()),
            Column("method.name", self.tr("Method"), lambda r: named(r.method_title),
                   lambda r: r.method_title.lower(), path="method.name"),
            Column("data.name", self.tr("Data"), lambda r: named(r.data_title),
                   lambda r: r.data_title.lower(), path="data.name"),
            setting("task.ways", self.tr("Ways")),
            setting("task.shots", self.tr("Shots")),
            setting("method.inner_lr", "α"),
            setting("training.outer_lr", "β"),
            Column("network.name", self.tr("Network"), lambda r: named(r.network_title),
                   lambda r: r.network_title.lower(), path="network.name"),
            Column("score", self.tr("Validation"), score_text, _rank, number=True),
            Column("seconds", self.tr("Time"), lambda r: duration(r.seconds), lambda r: r.seconds,
                   number=True),
            Column("state", self.tr("State"), state_text, lambda r: r.state, shown=False),
            Column("began", self.tr("Began"), _when, lambda r: r.began),
            Column("note", self.tr("Note"), lambda r: r.note.partition("\n")[0], lambda r: r.note),
            Column("tags", self.tr("Tags"), lambda r: ", ".join(r.tags),
                   lambda r: ", ".join(r.tags)),
            Column("iterations", self.tr("Iterations run"), lambda r: f"{r.iterations:,}",
                   lambda r: r.iterations, number=True, shown=False),
            Column("folder", self.tr("Folder"), lambda r: r.name, lambda r: r.name, shown=False),
        ]  # fmt: skip
        there = {column.key for column in main}
        rest = [
            setting(s.path, said(s.label), number=s.kind in ("int", "float"), shown=False)
            for s in settings()
            if s.path not in there
        ]
        return [*main, *rest]

    # --- what is shown ---------------------------------------------------------------------------

    def set_records(self, records: Sequence[RunRecord]) -> None:
        """Show other runs; who chose some of them has to choose again where rows come or go."""
        self._all = list(records)
        self._show(self._wanted())

    def set_filter(self, text: str, starred: bool) -> None:
        """Show the runs that have all these words, of those with a star where `starred`."""
        self._words, self._starred = text.lower().split(), starred
        self._show(self._wanted())

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column's plain values; what is unknown comes last either way."""
        self._sorting = (column, order)
        self._show(self._wanted())

    def _wanted(self) -> list[RunRecord]:
        """Filter and sort; as a list, since a proxy that asks for each pair takes seconds."""
        column = self.columns[self._sorting[0]]
        known, unknown = [], []
        for record in self._all:
            if self._starred and not record.star:
                continue
            if self._has_all_words(record):
                value = column.plain(record)
                missing = value is None or value != value  # noqa: PLR0124 - not a number
                (unknown if missing else known).append((value, record))
        descending = self._sorting[1] == Qt.SortOrder.DescendingOrder
        try:
            known.sort(key=lambda pair: pair[0], reverse=descending)
        except TypeError:  # lists beside numbers, from a file of another version
            known.sort(key=lambda pair: str(pair[0]), reverse=descending)
        return [record for _, record in (*known, *unknown)]

    def _has_all_words(self, record: RunRecord) -> bool:
        """Whether all words of the filter are in what the engine, or the window, says of a run."""
        if all(word in record.words for word in self._words):
            return True
        if spoken() == "en":
            return False
        words = f"{record.words} {title_text(record).lower()}"
        return all(word in words for word in self._words)

    def _show(self, records: list[RunRecord]) -> None:
        before = [record.folder for record in self._records]
        if before == [record.folder for record in records]:
            self._records = records
            self._tell()
            return
        rows = {record.folder: row for row, record in enumerate(records)}
        if rows.keys() != set(before):
            self.beginResetModel()
            self._records = records
            self.endResetModel()
            return
        self.layoutAboutToBeChanged.emit()
        indexes = self.persistentIndexList()
        moved = [self.index(rows[before[i.row()]], i.column()) for i in indexes]
        self._records = records
        self.changePersistentIndexList(indexes, moved)
        self.layoutChanged.emit()

    def mark(self, marked: Mapping[Path, Marked], differing: frozenset[str]) -> None:
        """Show letters at the chosen runs, and which settings differ among them."""
        if dict(marked) != self._marks or differing != self._differing:
            self._marks, self._differing = dict(marked), differing
            self._tell()
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

    def record(self, row: int) -> RunRecord:
        """Return the run of a row."""
        return self._records[row]

    def rows(self) -> dict[Path, int]:
        """Return the row of every run that is shown."""
        return {record.folder: row for row, record in enumerate(self._records)}

    def _tell(self) -> None:
        if self._records:
            last = self.index(len(self._records) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    # --- Qt's model ------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._records)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Vertical:
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{column.title} ≠" if column.path in self._differing else column.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return column.side
        if role == Qt.ItemDataRole.ToolTipRole and column.path in self._differing:
            return self.tr("The chosen runs differ in this.")
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        role = int(role)
        if role not in self._answers or not index.isValid():  # most are asked in vain
            return None
        return self._answers[role](self._records[index.row()], self.columns[index.column()])

    def _font(self, record: RunRecord, column: Column) -> QFont | None:
        if not self._differs(record, column):
            return None
        font = QFont()
        font.setBold(True)
        return font

    def _mark(self, record: RunRecord, column: Column) -> Marked | None:
        return self._marks.get(record.folder) if column is self.columns[TITLE] else None

    def _differs(self, record: RunRecord, column: Column) -> bool:
        return column.path in self._differing and record.folder in self._marks

    def _colour(self, record: RunRecord, column: Column) -> QColor | None:
        colours = theme().colours
        if record.problem and column.key == "title":
            return colours.warning
        if column.key == "star":
            return colours.warning
        if self._differs(record, column):
            return colours.text
        main = column.key in ("title", "score")
        return None if main else colours.muted

    def _tip(self, record: RunRecord, column: Column) -> str:
        if record.problem:
            return said(record.problem)
        if column.key == "note":
            return record.note
        if column.key == "title":
            return f"{title_text(record)}\n{record.name}\n{state_text(record)}"
        return column.text(record)


def _used(record: RunRecord, path: str) -> Any:
    """Return a setting, or None where the run's method or network has no use for it."""
    return record.settings.get(path) if is_used(record.settings, path) else None


def _rank(record: RunRecord) -> float:
    """Accuracies from bad to good; errors, which have another unit, apart from them below."""
    if math.isnan(record.score):
        return math.nan
    return -1 - record.score if record.regression else record.score


def _when(record: RunRecord) -> str:
    return f"{datetime.fromtimestamp(record.began):%Y-%m-%d %H:%M}"
