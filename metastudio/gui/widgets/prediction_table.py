"""All answers as a table: file, class, confidence, a column per class; sorted, copied, exported."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import (
    QAbstractTableModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from metastudio.gui.theme import theme
from metastudio.gui.widgets.picture_items import Picture, moved_mime
from metastudio.gui.widgets.prediction_bars import in_words, percent, reading

PICTURE = Qt.ItemDataRole.UserRole
SCORES = Qt.ItemDataRole.UserRole + 1  # the row of scores at the present step, or None
SORT = Qt.ItemDataRole.UserRole + 2
FILE, CLASS, CONFIDENCE, FIRST_CLASS = range(4)

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, eq=False)
class Prediction:
    """Scores of one query after each step, float32 (steps + 1, classes)."""

    scores: NDArray[np.float32]

    def at(self, step: int) -> NDArray[np.float32]:
        """Scores after `step` steps; the last ones where there are fewer."""
        row: NDArray[np.float32] = self.scores[min(max(step, 0), len(self.scores) - 1)]
        return row


class PredictionModel(QAbstractTableModel):
    """The queries and what is known of them; the grid of cards and the table show this one model.

    Moving through the steps needs no engine: all of them are here.
    """

    scoresChanged = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pictures: tuple[Picture, ...] = ()
        self._classes: tuple[str, ...] = ()
        self._predictions: dict[int, Prediction] = {}
        self._step = 0

    # --- what is shown ---------------------------------------------------------------------------

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """The queries, in order."""
        return self._pictures

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes of the present answers."""
        return self._classes

    @property
    def answered(self) -> bool:
        """Whether any query on show has an answer."""
        return any(picture.key in self._predictions for picture in self._pictures)

    def set_pictures(self, pictures: Sequence[Picture]) -> None:
        """Show other queries; those that stay keep their answers."""
        if tuple(pictures) == self._pictures:
            return
        self.beginResetModel()
        self._pictures = tuple(pictures)
        self.endResetModel()

    def set_predictions(
        self, classes: Sequence[str], predictions: Mapping[int, Prediction], step: int
    ) -> None:
        """Take answers by picture key; they belong to `classes`."""
        if tuple(classes) != self._classes:
            self.beginResetModel()
            self._classes = tuple(classes)
            self._predictions, self._step = dict(predictions), step
            self.endResetModel()
        else:
            self._predictions, self._step = dict(predictions), step
            self._tell()
        self.scoresChanged.emit()

    def clear_predictions(self) -> None:
        """Forget all answers."""
        self.set_predictions((), {}, 0)

    def set_step(self, step: int) -> None:
        """Show the scores after `step` inner steps."""
        if step != self._step:
            self._step = step
            self._tell()
            self.scoresChanged.emit()

    def scores(self, row: int) -> NDArray[np.float32] | None:
        """Scores of one query at the present step, or None where there is no answer yet."""
        prediction = self._predictions.get(self._pictures[row].key)
        return None if prediction is None else prediction.at(self._step)

    def _tell(self) -> None:
        if self._pictures:
            last = self.index(len(self._pictures) - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    # --- Qt's model ------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._pictures)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else FIRST_CLASS + len(self._classes)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role == Qt.ItemDataRole.TextAlignmentRole and orientation == Qt.Orientation.Horizontal:
            return _side(section)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return section + 1
        heads = (self.tr("File"), self.tr("Class"), self.tr("Confidence"), *self._classes)
        return heads[section] if section < len(heads) else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        picture, column = self._pictures[index.row()], index.column()
        scores = self.scores(index.row())
        value: object = None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                value = self._value(picture, scores, column, plain=False)
            case _ if role == SORT:
                value = self._value(picture, scores, column, plain=True)
            case _ if role == PICTURE:
                value = picture
            case _ if role == SCORES:
                value = scores
            case Qt.ItemDataRole.TextAlignmentRole:
                value = _side(column)
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                value = self._told(picture, scores)
            case _ if scores is not None:
                value = self._manner(scores, column, role)
        return value

    def _value(
        self, picture: Picture, scores: NDArray[np.float32] | None, column: int, plain: bool
    ) -> object:
        if column == FILE:
            return picture.name.casefold() if plain else picture.name
        if scores is None:
            return -1.0 if plain and column >= CONFIDENCE else ""
        said = reading(scores)
        if column == CLASS:
            return self._classes[said.best]
        if column == CONFIDENCE:
            return said.confidence if plain else percent(said.confidence)
        score = float(scores[column - FIRST_CLASS])
        return score if plain else f"{100 * score:.0f} %"

    def _manner(self, scores: NDArray[np.float32], column: int, role: int) -> object:
        """Weight and colour: the likeliest stands out, an unsure answer leans and is amber."""
        said = reading(scores)
        likeliest = column in (CLASS, FIRST_CLASS + said.best)
        if role == Qt.ItemDataRole.FontRole and likeliest:
            font = QFont()
            font.setWeight(QFont.Weight.DemiBold)
            font.setItalic(column == CLASS and not said.sure)
            return font
        if role == Qt.ItemDataRole.ForegroundRole:
            if column == CLASS and not said.sure:
                return QColor(theme().colours.warning)
            if column >= FIRST_CLASS and not likeliest:
                return QColor(theme().colours.muted)
        return None

    def _told(self, picture: Picture, scores: NDArray[np.float32] | None) -> str:
        if scores is None:
            return picture.name
        return f"{picture.name}\n{in_words(self._classes, scores)}"

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        rows = dict.fromkeys(index.row() for index in indexes)
        return moved_mime([self._pictures[row].key for row in rows])

    # --- out of the window -----------------------------------------------------------------------

    def records(self) -> list[list[str]]:
        """Return header and answered rows as text; scores are fractions with six places."""
        rows = [["file", "class", "confidence", *self._classes]]
        for number, picture in enumerate(self._pictures):
            scores = self.scores(number)
            if scores is not None:
                said = reading(scores)
                numbers = [f"{value:.6f}" for value in (said.confidence, *scores)]
                rows.append([picture.name, self._classes[said.best], *numbers])
        return rows

    def as_csv(self) -> str:
        """Return the answers at the present step as comma-separated values."""
        return _written(self.records(), ",")

    def as_text(self) -> str:
        """Return the answers with tabs, as spreadsheets take them from the clipboard."""
        return _written(self.records(), "\t")


def _side(column: int) -> Qt.AlignmentFlag:
    """Words to the left, numbers to the right."""
    side = Qt.AlignmentFlag.AlignRight if column >= CONFIDENCE else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def _written(rows: list[list[str]], delimiter: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return out.getvalue()


class PredictionTable(QTableView):
    """The table; click a head to sort by it, Ctrl+C copies all of it."""

    def __init__(self, model: PredictionModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("predictionTable")
        self.setAccessibleName(self.tr("Predictions"))
        self.predictions = model
        sorted_model = QSortFilterProxyModel(self)
        sorted_model.setSourceModel(model)
        sorted_model.setSortRole(SORT)
        self.setModel(sorted_model)
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
            self.setColumnWidth(column, {CLASS: 96, CONFIDENCE: 92}.get(column, 72))
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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)
