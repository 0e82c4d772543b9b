"""Which class was taken for which: a matrix of counts, coloured by share of its row."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from metastudio.gui.theme import theme

CELL, SMALLEST = 44, 20  # sides of a cell in pixels
LABELS = 110  # widest that a name may be


class ConfusionMatrix(QWidget):
    """Rows are what the folders say, columns what was answered; the last is none of these."""

    cellClicked = Signal(int, int)  # true class, answered class

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("confusionMatrix")
        self.setAccessibleName(self.tr("Confusion matrix"))
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._classes: tuple[str, ...] = ()
        self.counts: NDArray[np.int64] = np.zeros((0, 1), np.int64)
        theme().changed.connect(self.update)

    def show_counts(self, classes: Sequence[str], counts: NDArray[np.int64]) -> None:
        """Show counts `(classes, classes + 1)`."""
        self._classes, self.counts = tuple(classes), counts
        right, total = int(np.trace(counts)), int(counts.sum())
        self.setAccessibleDescription(self.tr("{0} of {1} right").format(right, total))
        self.updateGeometry()
        self.update()

    @property
    def accuracy(self) -> float | None:
        """Share of the queries whose answer is their folder's name; None without any."""
        total = int(self.counts.sum())
        return int(np.trace(self.counts)) / total if total else None

    def sizeHint(self) -> QSize:
        ways = len(self._classes)
        return QSize(LABELS + CELL * (ways + 1) + 16, 40 + CELL * ways)

    def minimumSizeHint(self) -> QSize:
        ways = len(self._classes)
        return QSize(LABELS + SMALLEST * (ways + 1), 40 + SMALLEST * ways)

    def paintEvent(self, event: QPaintEvent) -> None:
        ways, colours = len(self._classes), theme().colours
        if not ways:
            return
        painter = QPainter(self)
        small = QFont(self.font())
        small.setPixelSize(max(small.pixelSize() - 2, 9))
        painter.setFont(small)
        metrics = QFontMetricsF(small)
        left, top, side = self._layout()
        names, heads = self._classes, (*self._classes, self.tr("none"))
        if side < CELL:  # too narrow for names: numbers, which the rows explain
            names = tuple(f"{number} {name}" for number, name in enumerate(names, start=1))
            heads = (*(str(number + 1) for number in range(ways)), "–")
        for column, name in enumerate(heads):
            place = QRectF(left + column * side, 0, side - 2, top - 4)
            painter.setPen(colours.muted)
            elided = metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, place.width())
            painter.drawText(
                place, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom, elided
            )
        for row, name in enumerate(names):
            place = QRectF(0, top + row * side, left - 8, side)
            painter.setPen(colours.text)
            elided = metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, place.width())
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(place, flags, elided)
            total = max(int(self.counts[row].sum()), 1)
            for column in range(ways + 1):
                self._paint_cell(painter, row, column, total)

    def _paint_cell(self, painter: QPainter, row: int, column: int, total: int) -> None:
        colours, count = theme().colours, int(self.counts[row, column])
        left, top, side = self._layout()
        place = QRectF(left + column * side, top + row * side, side - 2, side - 2)
        share = count / total
        base = colours.accent_fill if row == column else colours.bad
        ground, ink = QColor(base), colours.text
        ground.setAlphaF(0.08 + 0.72 * share if count else 0.0)
        if share > 0.6:
            ink = colours.on_accent
        painter.fillRect(place, colours.field)
        painter.fillRect(place, ground)
        painter.setPen(colours.line)
        painter.drawRect(place)
        if count:
            painter.setPen(ink)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, f"{count:,}")

    def _layout(self) -> tuple[float, float, float]:
        """Left and top edge of the cells, and the side of one."""
        metrics = QFontMetricsF(self.font())
        left = min(max(metrics.horizontalAdvance(n) for n in self._classes) + 16, LABELS)
        top, ways = 22.0, len(self._classes)
        across = (self.width() - left) / (ways + 1)
        down = (self.height() - top) / ways
        return left, top, max(min(across, down, CELL), SMALLEST)

    def _cell(self, at: QPointF) -> tuple[int, int] | None:
        if not self._classes:
            return None
        left, top, side = self._layout()
        row, column = int((at.y() - top) // side), int((at.x() - left) // side)
        ways = len(self._classes)
        return (row, column) if 0 <= row < ways and 0 <= column <= ways else None

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        cell = self._cell(event.position())
        if cell is not None and event.button() == Qt.MouseButton.LeftButton:
            self.cellClicked.emit(*cell)

    def event(self, event: object) -> bool:  # type: ignore[override]
        if isinstance(event, QHelpEvent):
            cell = self._cell(QPointF(event.pos()))
            if cell is not None:
                row, column = cell
                names = (*self._classes, self.tr("none of these"))
                words = self.tr("{0} of '{1}' answered as '{2}'").format(
                    int(self.counts[cell]), self._classes[row], names[column]
                )
                QToolTip.showText(event.globalPos(), words, self)
                return True
        return super().event(event)  # type: ignore[arg-type]
