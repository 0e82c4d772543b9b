"""All answers as a table: file, class, confidence, a column per class; sorted, filtered, copied."""

from PySide6.QtCore import QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from metastudio.gui.widgets.picture_strip import number_key
from metastudio.gui.widgets.prediction_model import (
    CLASS,
    CONFIDENCE,
    FILE,
    PICTURE,
    Index,
    PredictionModel,
)

ALL, UNSURE, NONE, WRONG, RIGHT = "all", "unsure", "none", "wrong", "right"


class PredictionFilter(QSortFilterProxyModel):
    """The answers that a person wants to see, in the order of the model behind it."""

    def __init__(self, model: PredictionModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.predictions = model
        self._kind, self._words = ALL, ""
        self.setSourceModel(model)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.predictions.sort(column, order)

    def show_only(self, kind: str, words: str = "") -> None:
        """Show `ALL`, those not sure, like none, right or wrong by their folder, or of a class.

        A class is told as "class:NAME"; `words` must be part of the file's name besides.
        """
        if (kind, words) != (self._kind, self._words):
            self._kind, self._words = kind, words.casefold()
            self.invalidate()  # `invalidateFilter` is on its way out of Qt

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        model = self.predictions
        if self._words and self._words not in model.pictures[row].name.casefold():
            return False
        return self._kind == ALL or self._kind in self._kinds(row)

    def _kinds(self, row: int) -> set[str]:
        """Everything that one answer may be asked for as."""
        said, right = self.predictions.said(row), self.predictions.right(row)
        if said is None:
            return set()
        kinds = set() if right is None else {RIGHT if right else WRONG}
        if self.predictions.none(row):
            return kinds | {NONE}
        kinds.add(f"class:{self.predictions.classes[said.best]}")
        return kinds if said.sure else kinds | {UNSURE}


class PredictionTable(QTableView):
    """The table; click a head to sort by it, Ctrl+C copies all of it."""

    removeRequested = Signal(list)  # keys
    sendRequested = Signal(list, int)  # keys, number of the bin

    def __init__(
        self,
        model: PredictionModel,
        proxy: "PredictionFilter | None" = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("predictionTable")
        self.setAccessibleName(self.tr("Predictions"))
        self.predictions = model
        self.setModel(proxy or PredictionFilter(model, self))
        self.setSortingEnabled(True)
        self.horizontalHeader().setSortIndicatorClearable(True)
        self.sortByColumn(-1, Qt.SortOrder.AscendingOrder)  # as dropped, until a head is clicked
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(28)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setMinimumSectionSize(64)
        head.setStretchLastSection(False)
        model.modelReset.connect(self._set_widths)
        self._set_widths()

    def _set_widths(self) -> None:
        for column in range(self.model().columnCount()):
            self.setColumnWidth(column, {CLASS: 144, CONFIDENCE: 92}.get(column, 72))
        self._widen_file()

    def _widen_file(self) -> None:
        """The file takes what the other columns leave, but never too little to be read."""
        columns = range(1, self.model().columnCount())
        others = sum(self.columnWidth(column) for column in columns)
        self.setColumnWidth(FILE, max(self.viewport().width() - others, 124))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._widen_file()

    def copy(self) -> None:
        """Put all answers into the clipboard, to be pasted into a spreadsheet."""
        QGuiApplication.clipboard().setText(self.predictions.as_text())

    def selected_keys(self) -> list[int]:
        """Return the keys of the chosen rows' pictures, top to bottom."""
        return [index.data(PICTURE).key for index in self.selectionModel().selectedRows()]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = self.selected_keys()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif keys and event.key() == Qt.Key.Key_Delete:
            self.removeRequested.emit(keys)
        elif keys and (number := number_key(event)) is not None:
            self.sendRequested.emit(keys, number)
        else:
            super().keyPressEvent(event)
