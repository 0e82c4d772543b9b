"""The queries and what is known of them, as one Qt model for cards, table and matrix alike."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

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
from metastudio.gui.widgets.prediction_bars import in_words, none_words, percent, reading

PICTURE = Qt.ItemDataRole.UserRole
SCORES = Qt.ItemDataRole.UserRole + 1  # the row of scores at the present step, or None
SORT = Qt.ItemDataRole.UserRole + 2
FILE, CLASS, CONFIDENCE, FIRST_CLASS = range(4)

Index = QModelIndex | QPersistentModelIndex
Floats = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Prediction:
    """What is known of one query after each step; `scores` is float32 (steps + 1, classes).

    So are `distances`, those to the prototypes. `strangeness` is above 0 where it is like none of
    the classes, and None where the model can't tell; `nearest` has the keys of the support
    pictures most like it.
    """

    scores: Floats
    strangeness: Floats | None = None
    nearest: tuple[int, ...] = ()
    distances: Floats | None = None

    def place(self, step: int) -> int:
        """Row of a step; the last one where there are fewer."""
        return min(max(step, 0), len(self.scores) - 1)

    def at(self, step: int) -> Floats:
        """Scores after `step` steps."""
        row: Floats = self.scores[self.place(step)]
        return row

    def none_at(self, step: int) -> bool:
        """Whether none of the classes fits after `step` steps."""
        return self.strangeness is not None and bool(self.strangeness[self.place(step)] > 0)


def truth_of(picture: Picture, classes: Sequence[str]) -> int | None:
    """Return the class that the folder of a picture is called by, or None."""
    if picture.path is None:
        return None
    folders = [*PurePath(picture.name).parts[-2::-1], picture.path.parent.name]
    return next((classes.index(folder) for folder in folders if folder in classes), None)


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
        self._truths: dict[int, int | None] = {}
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
    def step(self) -> int:
        """The inner step that is shown."""
        return self._step

    @property
    def answered(self) -> bool:
        """Whether any query on show has an answer."""
        return any(picture.key in self._predictions for picture in self._pictures)

    def set_pictures(self, pictures: Sequence[Picture]) -> None:
        """Show other queries; those that stay keep their answers."""
        new, old = tuple(pictures), self._pictures
        if new == old:
            return
        if new[: len(old)] == old:  # more of them: what is chosen and where one looks, stays
            self.beginInsertRows(QModelIndex(), len(old), len(new) - 1)
            self._pictures = new
            self.endInsertRows()
        else:
            self.beginResetModel()
            self._pictures = new
            self.endResetModel()

    def set_predictions(
        self, classes: Sequence[str], predictions: Mapping[int, Prediction], step: int
    ) -> None:
        """Take answers by picture key; they belong to `classes`."""
        if tuple(classes) != self._classes:
            self.beginResetModel()
            self._classes = tuple(classes)
            self._truths.clear()
            self._predictions, self._step = dict(predictions), step
            self.endResetModel()
        else:
            before, moved = self._predictions, step != self._step
            self._predictions, self._step = dict(predictions), step
            new = self._predictions
            changed = [
                row
                for row, picture in enumerate(self._pictures)
                if moved or before.get(picture.key) is not new.get(picture.key)
            ]
            if changed:  # of thousands that stream in, only what is new is drawn and filtered
                self._tell(changed[0], changed[-1])
        self.scoresChanged.emit()

    def clear_predictions(self) -> None:
        """Forget all answers."""
        self.set_predictions((), {}, 0)

    def set_step(self, step: int) -> None:
        """Show the scores after `step` inner steps."""
        if step != self._step:
            self._step = step
            self._tell(0, len(self._pictures) - 1)
            self.scoresChanged.emit()

    def prediction(self, row: int) -> Prediction | None:
        """What is known of one query, or None where there is no answer yet."""
        return self._predictions.get(self._pictures[row].key)

    def scores(self, row: int) -> Floats | None:
        """Scores of one query at the present step, or None where there is no answer yet."""
        prediction = self.prediction(row)
        return None if prediction is None else prediction.at(self._step)

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
        truth, scores = self.truth(row), self.scores(row)
        if truth is None or scores is None:
            return None
        return not self.none(row) and int(np.argmax(scores)) == truth

    def confusion(self) -> NDArray[np.int64]:
        """Count queries by true class and answer, `(classes, classes + 1)`; the last is none."""
        ways = len(self._classes)
        counts = np.zeros((ways, ways + 1), np.int64)
        for row in range(len(self._pictures)):
            truth, scores = self.truth(row), self.scores(row)
            if truth is not None and scores is not None:
                counts[truth, ways if self.none(row) else int(np.argmax(scores))] += 1
        return counts

    def row_of(self, key: int) -> int | None:
        """Row of a picture, or None where it is gone."""
        return next((i for i, p in enumerate(self._pictures) if p.key == key), None)

    def _tell(self, first: int, last: int) -> None:
        if first <= last:
            end = self.index(last, self.columnCount() - 1)
            self.dataChanged.emit(self.index(first, 0), end)

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
                value = self._value(row, scores, column, plain=False)
            case _ if role == SORT:
                value = self._value(row, scores, column, plain=True)
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

    def _value(self, row: int, scores: Floats | None, column: int, plain: bool) -> object:
        name = self._pictures[row].name
        if column == FILE:
            return name.casefold() if plain else name
        if scores is None:
            return -1.0 if plain and column >= CONFIDENCE else ""
        said = reading(scores)
        if column == CLASS:
            answer = none_words() if self.none(row) else self._classes[said.best]
            right = self.right(row)
            if plain or right is None:
                return answer
            return f"{'✓' if right else '✗'} {answer}"
        if column == CONFIDENCE:
            return said.confidence if plain else percent(said.confidence)
        score = float(scores[column - FIRST_CLASS])
        return score if plain else f"{100 * score:.0f} %"

    def _manner(self, row: int, scores: Floats, column: int, role: int) -> object:
        """Weight and colour: the likeliest stands out, an unsure answer leans and is amber."""
        said = reading(scores)
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

    def records(self) -> list[list[str]]:
        """Return header and answered rows as text; scores are fractions with six places."""
        rows = [["file", "class", "confidence", *self._classes, "none_of_these"]]
        for number, picture in enumerate(self._pictures):
            scores, prediction = self.scores(number), self.prediction(number)
            if scores is None or prediction is None:
                continue
            said = reading(scores)
            numbers = [f"{value:.6f}" for value in (said.confidence, *scores)]
            none = "" if prediction.strangeness is None else str(self.none(number)).lower()
            rows.append([picture.name, self._classes[said.best], *numbers, none])
        return rows

    def as_answers(self) -> dict[str, object]:
        """Return the answers at the present step as plain values, as `classify --json` does."""
        answers: list[dict[str, object]] = []
        for number, picture in enumerate(self._pictures):
            scores, prediction = self.scores(number), self.prediction(number)
            if scores is None or prediction is None:
                continue
            best = int(np.argmax(scores))
            known = prediction.strangeness is not None
            answers.append(
                {
                    "file": str(picture.path or picture.name),
                    "class": self._classes[best],
                    "confidence": float(scores[best]),
                    "scores": dict(zip(self._classes, map(float, scores), strict=True)),
                    "none_of_these": self.none(number) if known else None,
                }
            )
        return {"classes": list(self._classes), "predictions": answers}

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
