"""The queries and what is known of them, as one Qt model for cards, table and matrix alike."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import (
    QAbstractTableModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QWidget

from metastudio.gui.theme import theme
from metastudio.gui.widgets.picture_items import Picture, moved_mime
from metastudio.gui.widgets.prediction import (
    Floats,
    Prediction,
    answers,
    records,
    truth_of,
    written,
)
from metastudio.gui.widgets.prediction_bars import (
    Reading,
    in_words,
    none_words,
    percent,
    reading,
)

PICTURE = Qt.ItemDataRole.UserRole
SCORES = Qt.ItemDataRole.UserRole + 1  # the row of scores at the present step, or None
FILE, CLASS, CONFIDENCE, FIRST_CLASS = range(4)

Index = QModelIndex | QPersistentModelIndex


class PredictionModel(QAbstractTableModel):
    """The queries and what is known of them; the grid of cards and the table show this one model.

    Moving through the steps needs no engine: all of them are here. It sorts its rows itself, at
    once: Qt would ask for two values at each of ten thousand comparisons.
    """

    scoresChanged = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dropped: tuple[Picture, ...] = ()  # as they lie on the page
        self._pictures: tuple[Picture, ...] = ()  # as they are sorted
        self._sorted_by: tuple[int, bool] | None = None  # column, whether from the largest
        self._readings: dict[int, Reading] = {}  # at the present step, by key
        self._rows: dict[int, int] = {}  # by key; filled when it is asked for
        self._classes: tuple[str, ...] = ()
        self._predictions: dict[int, Prediction] = {}
        self._truths: dict[int, int | None] = {}
        self._step = 0

    # --- what is shown ---------------------------------------------------------------------------

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """The queries, in the order of the table."""
        return self._pictures

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes of the present answers."""
        return self._classes

    @property
    def step(self) -> int:
        """The inner step that is shown."""
        return self._step

    @property
    def answered(self) -> bool:
        """Whether any query on show has an answer."""
        return any(picture.key in self._predictions for picture in self._pictures)

    def set_pictures(self, pictures: Sequence[Picture]) -> None:
        """Show other queries; those that stay keep their answers."""
        new, old = tuple(pictures), self._dropped
        if new == old:
            return
        self._dropped = new
        if new[: len(old)] == old:  # more of them: what is chosen and where one looks, stays
            self.beginInsertRows(QModelIndex(), len(old), len(new) - 1)
            self._pictures, self._rows = (*self._pictures, *new[len(old) :]), {}
            self.endInsertRows()
            self._arrange()
        else:
            self.beginResetModel()
            self._pictures, self._rows = self._in_order(), {}
            self.endResetModel()

    def set_predictions(
        self, classes: Sequence[str], predictions: Mapping[int, Prediction], step: int
    ) -> None:
        """Take answers by picture key; they belong to `classes`."""
        before, moved = self._predictions, step != self._step
        new = dict(predictions)
        if tuple(classes) != self._classes:
            self.beginResetModel()
            self._classes = tuple(classes)
            self._truths.clear()
            self._readings.clear()
            self._predictions, self._step = new, step
            if self._sorted_by is not None and self._sorted_by[0] >= self.columnCount():
                self._sorted_by = None  # that class is gone
            self._pictures, self._rows = self._in_order(), {}
            self.endResetModel()
        else:
            self._predictions, self._step = new, step
            changed = [
                row
                for row, picture in enumerate(self._pictures)
                if moved or before.get(picture.key) is not new.get(picture.key)
            ]
            for row in changed:
                self._readings.pop(self._pictures[row].key, None)
            if changed:  # of thousands that stream in, only what is new is drawn and filtered
                self._tell(changed[0], changed[-1])
                self._arrange()
        self.scoresChanged.emit()

    def clear_predictions(self) -> None:
        """Forget all answers."""
        self.set_predictions((), {}, 0)

    def set_step(self, step: int) -> None:
        """Show the scores after `step` inner steps."""
        if step != self._step:
            self._step = step
            self._readings.clear()
            self._tell(0, len(self._pictures) - 1)
            self._arrange()
            self.scoresChanged.emit()

    def prediction(self, row: int) -> Prediction | None:
        """What is known of one query, or None where there is no answer yet."""
        return self._predictions.get(self._pictures[row].key)

    def scores(self, row: int) -> Floats | None:
        """Scores of one query at the present step, or None where there is no answer yet."""
        prediction = self.prediction(row)
        return None if prediction is None else prediction.at(self._step)

    def said(self, row: int) -> Reading | None:
        """What the scores of one query say at the present step, or None without an answer."""
        prediction = self.prediction(row)
        return None if prediction is None else self._read(self._pictures[row].key, prediction)

    def _read(self, key: int, prediction: Prediction) -> Reading:
        known = self._readings.get(key)
        if known is None:
            known = self._readings[key] = reading(prediction.at(self._step))
        return known

    def none(self, row: int) -> bool:
        """Whether one query is like none of the classes at the present step."""
        prediction = self.prediction(row)
        return prediction is not None and prediction.none_at(self._step)

    def truth(self, row: int) -> int | None:
        """The class that the folder of a query is called by, or None."""
        picture = self._pictures[row]
        if picture.key not in self._truths:
            self._truths[picture.key] = truth_of(picture, self._classes)
        return self._truths[picture.key]

    def right(self, row: int) -> bool | None:
        """Whether an answer is that of the folder's name; None where that tells nothing."""
        truth, said = self.truth(row), self.said(row)
        if truth is None or said is None:
            return None
        return not self.none(row) and said.best == truth

    def confusion(self) -> NDArray[np.int64]:
        """Count queries by true class and answer, `(classes, classes + 1)`; the last is none."""
        ways = len(self._classes)
        counts = np.zeros((ways, ways + 1), np.int64)
        for row in range(len(self._pictures)):
            truth, said = self.truth(row), self.said(row)
            if truth is not None and said is not None:
                counts[truth, ways if self.none(row) else said.best] += 1
        return counts

    def row_of(self, key: int) -> int | None:
        """Row of a picture, or None where it is gone."""
        if not self._rows:
            self._rows = {picture.key: row for row, picture in enumerate(self._pictures)}
        return self._rows.get(key)

    def _tell(self, first: int, last: int) -> None:
        if first <= last:
            end = self.index(last, self.columnCount() - 1)
            self.dataChanged.emit(self.index(first, 0), end)

    # --- order -----------------------------------------------------------------------------------

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column, also what is still to come; -1 is the order of the page."""
        descending = order == Qt.SortOrder.DescendingOrder
        self._sorted_by = None if column < 0 else (column, descending)
        self._arrange()

    def _arrange(self) -> None:
        """Bring the rows into their order; what is chosen stays chosen."""
        ordered = self._in_order()
        if ordered == self._pictures:
            return
        self.layoutAboutToBeChanged.emit()
        held = self.persistentIndexList()
        keys = [self._pictures[index.row()].key for index in held]
        self._pictures, self._rows = ordered, {}
        rows = [self.row_of(key) for key in keys]
        moved = [
            QModelIndex() if row is None else self.index(row, index.column())
            for row, index in zip(rows, held, strict=True)
        ]
        self.changePersistentIndexList(held, moved)
        self.layoutChanged.emit()

    def _in_order(self) -> tuple[Picture, ...]:
        if self._sorted_by is None:
            return self._dropped
        column, descending = self._sorted_by
        return tuple(
            sorted(self._dropped, key=lambda p: self._plain(p, column), reverse=descending)  # type: ignore[arg-type,return-value]
        )

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
        row, column = index.row(), index.column()
        picture, scores = self._pictures[row], self.scores(row)
        value: object = None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                value = self._shown(row, scores, column)
            case _ if role == PICTURE:
                value = picture
            case _ if role == SCORES:
                value = scores
            case Qt.ItemDataRole.TextAlignmentRole:
                value = _side(column)
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                value = self._told(row, scores)
            case _ if scores is not None:
                value = self._manner(row, scores, column, role)
        return value

    def _shown(self, row: int, scores: Floats | None, column: int) -> str:
        said = self.said(row)
        if column == FILE:
            return self._pictures[row].name
        if scores is None or said is None:
            return ""
        if column == CLASS:
            answer, right = self._answer(row, said), self.right(row)
            return answer if right is None else f"{'✓' if right else '✗'} {answer}"
        if column == CONFIDENCE:
            return percent(said.confidence)
        return f"{100 * float(scores[column - FIRST_CLASS]):.0f} %"

    def _answer(self, row: int, said: Reading) -> str:
        return none_words() if self.none(row) else self._classes[said.best]

    def _plain(self, picture: Picture, column: int) -> str | float:
        """What a column is sorted by; no answer comes before all answers."""
        prediction = self._predictions.get(picture.key)
        if column == FILE:
            return picture.name.casefold()
        if prediction is None:
            return "" if column == CLASS else -1.0
        if column >= FIRST_CLASS:
            return float(prediction.at(self._step)[column - FIRST_CLASS])
        said = self._read(picture.key, prediction)
        if column == CONFIDENCE:
            return said.confidence
        none = prediction.none_at(self._step)
        return none_words() if none else self._classes[said.best]

    def _manner(self, row: int, scores: Floats, column: int, role: int) -> object:
        """Weight and colour: the likeliest stands out, an unsure answer leans and is amber."""
        said = self.said(row)
        assert said is not None  # there are scores
        doubt = self.none(row) or not said.sure
        likeliest = column in (CLASS, FIRST_CLASS + said.best)
        if role == Qt.ItemDataRole.FontRole and likeliest:
            font = QFont()
            font.setWeight(QFont.Weight.DemiBold)
            font.setItalic(column == CLASS and doubt)
            return font
        if role == Qt.ItemDataRole.ForegroundRole:
            if column == CLASS and self.right(row) is False:
                return QColor(theme().colours.bad)
            if column == CLASS and doubt:
                return QColor(theme().colours.warning)
            if column >= FIRST_CLASS and not likeliest:
                return QColor(theme().colours.muted)
        return None

    def _told(self, row: int, scores: Floats | None) -> str:
        name = self._pictures[row].name
        if scores is None:
            return name
        words = none_words() if self.none(row) else in_words(self._classes, scores)
        truth = self.truth(row)
        if self.right(row) is False and truth is not None:
            words += "\n" + self.tr("Its folder says {0}").format(self._classes[truth])
        return f"{name}\n{words}"

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        rows = dict.fromkeys(index.row() for index in indexes)
        return moved_mime([self._pictures[row].key for row in rows])

    # --- out of the window -----------------------------------------------------------------------

    def known(self) -> list[tuple[Picture, Prediction]]:
        """Return what is answered, in the order of the page."""
        found = self._predictions
        return [(p, found[p.key]) for p in self._dropped if p.key in found]

    def records(self) -> list[list[str]]:
        """Return header and answered rows as text; scores are fractions with six places."""
        return records(self.known(), self._classes, self._step)

    def as_answers(self) -> dict[str, object]:
        """Return the answers at the present step as plain values, as `classify --json` does."""
        return answers(self.known(), self._classes, self._step)

    def as_csv(self) -> str:
        """Return the answers at the present step as comma-separated values."""
        return written(self.records(), ",")

    def as_text(self) -> str:
        """Return the answers with tabs, as spreadsheets take them from the clipboard."""
        return written(self.records(), "\t")


def _side(column: int) -> Qt.AlignmentFlag:
    """Words to the left, numbers to the right."""
    side = Qt.AlignmentFlag.AlignRight if column >= CONFIDENCE else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
