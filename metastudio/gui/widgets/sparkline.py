"""A curve the size of a word."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from metastudio.gui.theme import round_pen, theme

POINTS = 60


class Sparkline(QWidget):
    """Values from left to right over their own range, with a dot at the last."""

    def __init__(
        self, values: Sequence[float], colour: QColor, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setFixedSize(QSize(112, 28))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._values, self._colour = thinned(values), colour
        theme().changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if len(self._values) < 2:
            painter.setPen(QPen(theme().colours.line, 1))
            painter.drawLine(0, self.height() // 2, self.width(), self.height() // 2)
            return
        low, high = min(self._values), max(self._values)
        span, last = (high - low) or 1.0, len(self._values) - 1
        points = [
            QPointF(
                3 + i / last * (self.width() - 8),
                4 + (1 - (value - low) / span) * (self.height() - 8),
            )
            for i, value in enumerate(self._values)
        ]
        painter.setPen(round_pen(self._colour, 1.6))
        painter.drawPolyline(QPolygonF(points))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colour)
        painter.drawEllipse(points[-1], 2.5, 2.5)


def thinned(values: Sequence[float]) -> list[float]:
    """Return at most `POINTS` values: means of neighbours, the last one kept as it is."""
    if len(values) <= POINTS:
        return list(values)
    edges = [round(i * len(values) / POINTS) for i in range(POINTS + 1)]
    means = [sum(values[start:end]) / (end - start) for start, end in pairwise(edges)]
    return [*means[:-1], values[-1]]
