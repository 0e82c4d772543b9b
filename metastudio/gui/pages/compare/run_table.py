"""The table of runs: rows are chosen, columns shown, hidden, moved and sorted."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QContextMenuEvent, QFont, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QMenu,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from metastudio.engine.run_index import RunRecord
from metastudio.gui.pages.compare.marks import MOST, Marked
from metastudio.gui.pages.compare.run_model import MARK, RECORD, STAR, TITLE, RunModel
from metastudio.gui.theme import CAPTION, theme

BADGE = 18
WIDTHS = {"star": 30, "title": 284, "note": 92, "tags": 80, "folder": 260, "began": 152,
          "score": 124, "method.name": 92, "data.name": 84, "state": 110, "task.ways": 52,
          "task.shots": 52, "method.inner_lr": 56, "training.outer_lr": 60, "network.name": 76,
          "seconds": 76}  # fmt: skip
USUAL_WIDTH = 80

Index = QModelIndex | QPersistentModelIndex


class RunTable(QTableView):
    """Shows a `RunModel`. `chosen` tells the chosen runs, the first first."""

    chosenChanged = Signal()
    starClicked = Signal(object)  # RunRecord
    menuWanted = Signal(QPoint)  # global
    keyed = Signal(str)  # id of the command that a key asks for

    def __init__(self, model: RunModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("runTable")
        self.setAccessibleName(self.tr("Runs"))
        self.runs = model
        self._order: list[Path] = []  # of the chosen runs
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setItemDelegateForColumn(TITLE, _TitleDelegate(self))
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(30)
        header = self.horizontalHeader()
        header.setSectionsMovable(True)
        header.setHighlightSections(False)
        # Of its own: to paint itself, a header asks of every row whether it is chosen.
        header.setSelectionModel(QItemSelectionModel(model, header))
        header.setMinimumSectionSize(28)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(
            lambda at: self.columns_menu().popup(header.mapToGlobal(at))
        )
        self.reset_columns()
        self.setSortingEnabled(True)
        self.sortByColumn(self._column("began"), Qt.SortOrder.DescendingOrder)
        self.selectionModel().selectionChanged.connect(lambda *_: self._follow_selection())
        theme().changed.connect(self.viewport().update)

    # --- columns ---------------------------------------------------------------------------------

    def _column(self, key: str) -> int:
        return next(i for i, column in enumerate(self.runs.columns) if column.key == key)

    def reset_columns(self) -> None:
        """Show, order and size the columns as at the very first start."""
        header = self.horizontalHeader()
        for number, column in enumerate(self.runs.columns):
            header.moveSection(header.visualIndex(number), number)
            self.setColumnHidden(number, not column.shown)
            width = WIDTHS.get(column.key, USUAL_WIDTH)
            self.setColumnWidth(number, round(width * theme().text_scale))

    def columns_menu(self) -> QMenu:
        """Return a menu that shows and hides columns, made afresh."""
        menu = QMenu(self)
        menu.setObjectName("columnsMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        more: QMenu | None = None
        for number, column in enumerate(self.runs.columns):
            if number == TITLE:
                continue  # a row without its name is none
            if more is None and column.key == column.path and number > self._column("folder"):
                more = menu.addMenu(self.tr("Settings"))
            action = (more or menu).addAction(self.tr("Star") if number == STAR else column.title)
            action.setObjectName(f"column.{column.key}")
            action.setCheckable(True)
            action.setChecked(not self.isColumnHidden(number))
            action.toggled.connect(self._shower(number))
        menu.addSeparator()
        menu.addAction(self.tr("Reset columns"), self.reset_columns)
        return menu

    def _shower(self, number: int) -> Callable[[bool], None]:
        return lambda on: self.setColumnHidden(number, not on)

    # --- what is chosen --------------------------------------------------------------------------

    @property
    def chosen(self) -> list[RunRecord]:
        """The chosen runs, in the order in which they were; more than letters allow are left."""
        rows = self.runs.rows() if self._order else {}
        return [self.runs.record(rows[f]) for f in self._order[:MOST] if f in rows]

    @property
    def chosen_all(self) -> list[RunRecord]:
        """Every chosen run, however many."""
        rows = self.runs.rows()
        return [self.runs.record(rows[f]) for f in self._order if f in rows]

    def choose(self, folders: Sequence[Path]) -> None:
        """Choose these runs and no others, of those that are shown."""
        rows, last = self.runs.rows(), len(self.runs.columns) - 1
        wanted = QItemSelection()
        for folder in folders:
            if folder in rows:
                index = self.runs.index(rows[folder], 0)
                wanted.append(QItemSelectionRange(index, index.siblingAtColumn(last)))
        self._order = [folder for folder in folders if folder in rows]
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().select(wanted, flags.ClearAndSelect)
        if self._order:
            first = self.runs.index(rows[self._order[0]], TITLE)
            self.selectionModel().setCurrentIndex(first, flags.NoUpdate)

    def keep_choice(self, change: Callable[[], None]) -> None:
        """Make a change to the rows; what was chosen and is still there stays chosen."""
        chosen = list(self._order)
        change()
        if chosen != self._order:
            self.choose(chosen)

    def _follow_selection(self) -> None:
        there = {
            self.runs.record(row).folder: None
            for part in self.selectionModel().selection()
            for row in range(part.top(), part.bottom() + 1)
        }
        kept = [folder for folder in self._order if folder in there]
        for folder in kept:
            del there[folder]
        self._order = [*kept, *there]
        self.chosenChanged.emit()

    # --- mouse and keys --------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if (
            event.button() == Qt.MouseButton.LeftButton
            and index.isValid()
            and index.column() == STAR
            and event.modifiers() == Qt.KeyboardModifier.NoModifier
        ):
            self.starClicked.emit(index.data(RECORD))
            event.accept()
            return
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = {
            Qt.Key.Key_Delete: "deleteRuns",
            Qt.Key.Key_Backspace: "deleteRuns",  # the Delete key of a Mac
            Qt.Key.Key_F2: "renameRun",
        }
        if event.key() in keys:
            self.keyed.emit(keys[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menuWanted.emit(event.globalPos())
        event.accept()


class _TitleDelegate(QStyledItemDelegate):
    """The title, after the letter of a chosen run on its colour."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        marked = index.data(MARK)
        if not isinstance(marked, Marked):
            super().paint(painter, option, index)
            return
        shifted = QStyleOptionViewItem(option)
        super().paint(painter, _with_room(shifted, index, self), index)
        middle = option.rect.center().y()
        badge = QRect(option.rect.left() + 8, middle - BADGE // 2 + 1, BADGE, BADGE)
        paint_badge(painter, badge, marked.letter, marked.colour)


def _with_room(
    option: QStyleOptionViewItem, index: Index, delegate: QStyledItemDelegate
) -> QStyleOptionViewItem:
    """Leave room for the badge, as for an icon: the ground of the row goes under both."""
    option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration
    option.decorationSize = QSize(BADGE, BADGE)
    return option


def paint_badge(painter: QPainter, box: QRect, letter: str, colour: QColor) -> None:
    """Paint a letter on a rounded ground of a run's colour."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(box, 4, 4)
    font = QFont(painter.font())
    font.setPixelSize(round(CAPTION * theme().text_scale))
    font.setBold(True)
    painter.setFont(font)
    painter.setPen(text_on(colour))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, letter)
    painter.restore()


def text_on(ground: QColor) -> QColor:
    """Return black or white, whichever reads better on a colour."""
    return QColor("#1C1D21") if ground.lightnessF() > 0.42 else QColor("#FFFFFF")
