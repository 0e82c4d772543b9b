"""The drawings on the cards of Home, painted in the theme's colours at any size."""

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from metastudio.gui.colours import Colours
from metastudio.gui.theme import round_pen

# Three characters as strokes in a unit square: start, control, end of quadratic curves.
_CHARACTERS = (
    (((0.2, 0.2), (0.9, 0.1), (0.5, 0.55)), ((0.5, 0.55), (0.2, 0.9), (0.85, 0.8))),
    (((0.5, 0.1), (0.4, 0.5), (0.5, 0.9)), ((0.15, 0.45), (0.5, 0.25), (0.85, 0.5))),
    (((0.2, 0.85), (0.15, 0.1), (0.5, 0.2)), ((0.5, 0.2), (0.95, 0.35), (0.45, 0.6)),
     ((0.45, 0.6), (0.6, 0.8), (0.85, 0.85))),
)  # fmt: skip


def trying(painter: QPainter, room: QRectF, colours: Colours) -> None:
    """Three drawings, each with its answer as a bar underneath."""
    gap = min(14.0, room.width() / 16)
    side = min(room.height() - 22, 64.0, (room.width() - 2 * gap - 2) / 3)
    left = room.center().x() - (3 * side + 2 * gap) / 2
    top = room.center().y() - (side + 14) / 2
    for index, sure in enumerate((0.92, 0.74, 0.86)):
        frame = QRectF(left + index * (side + gap), top, side, side)
        _frame(painter, frame, colours)
        _character(painter, frame.adjusted(10, 10, -10, -10), index, colours.text)
        bar = QRectF(frame.left(), frame.bottom() + 8, side, 5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.line)
        painter.drawRoundedRect(bar, 2.5, 2.5)
        bar.setWidth(side * sure)
        painter.setBrush(colours.accent_fill)
        painter.drawRoundedRect(bar, 2.5, 2.5)


def training(painter: QPainter, room: QRectF, colours: Colours) -> None:
    """Task curves that rise with each inner step, and their mean."""
    width, height = min(room.width() - 24, 230.0), room.height() - 14
    origin = QPointF(room.center().x() - width / 2, room.bottom() - 7)
    painter.setPen(QPen(colours.line, 1))
    for share in (0.0, 0.5, 1.0):
        y = origin.y() - share * height
        painter.drawLine(QPointF(origin.x(), y), QPointF(origin.x() + width, y))

    def curve(final: float, rate: float, wobble: float) -> QPolygonF:
        points = []
        for step in range(41):
            x = step / 40
            y = 0.14 + (final - 0.14) * (1 - math.exp(-rate * x)) + wobble * math.sin(9 * x + rate)
            points.append(QPointF(origin.x() + x * width, origin.y() - y * height))
        return QPolygonF(points)

    thin = QColor(colours.series[0] if not colours.dark else colours.series[4])
    thin.setAlphaF(0.35)
    painter.setPen(QPen(thin, 1))
    for final, rate, wobble in ((0.97, 7, 0.01), (0.84, 4, 0.015), (0.72, 5, 0.02), (0.9, 3, 0.02),
                                (0.62, 3.2, 0.015)):  # fmt: skip
        painter.drawPolyline(curve(final, rate, wobble))
    painter.setPen(QPen(colours.series[0] if not colours.dark else colours.series[4], 2.2))
    painter.drawPolyline(curve(0.84, 4.4, 0.0))


def own_pictures(painter: QPainter, room: QRectF, colours: Colours) -> None:
    """A folder with two folders inside it, each a class."""
    side = min(room.height() - 10, 84.0, (room.width() - 46) / 2.1)
    left = room.center().x() - side * 1.02 - 23
    big = QRectF(left, room.center().y() - side / 2, side * 1.15, side)
    _folder(painter, big.adjusted(0, side * 0.1, 0, -side * 0.1), colours, colours.muted)
    painter.setPen(QPen(colours.control_line, 1.5))
    middle = QPointF(big.right() + 8, big.center().y())
    for index, offset in enumerate((-0.27, 0.27)):
        centre = big.center().y() + offset * side
        painter.drawLine(middle, QPointF(middle.x() + 12, centre))
        small = QRectF(middle.x() + 18, centre - side * 0.2, side * 0.52, side * 0.4)
        tone = colours.series[(4, 1)[index]]
        _folder(painter, small, colours, tone)
        picture = QRectF(small.right() + 8, small.top() + 2, small.height() - 4, small.height() - 4)
        painter.setBrush(colours.field)
        painter.setPen(QPen(colours.line, 1))
        painter.drawRoundedRect(picture, 3, 3)
        _character(painter, picture.adjusted(6, 6, -6, -6), index, colours.text)
        painter.setPen(QPen(colours.control_line, 1.5))


def advising(painter: QPainter, room: QRectF, colours: Colours) -> None:
    """Three bars, the best first, each with its interval."""
    width, height, gap = 34.0, min(room.height() - 14, 96.0), 22.0
    left = room.center().x() - (3 * width + 2 * gap) / 2
    floor = room.center().y() + height / 2
    for index, (score, spread) in enumerate(((0.86, 0.07), (0.72, 0.08), (0.5, 0.1))):
        bar = QRectF(left + index * (width + gap), floor - score * height, width, score * height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.accent_fill if index == 0 else colours.control_line)
        painter.drawRoundedRect(bar, 3, 3)
        painter.setPen(QPen(colours.text, 1.5))
        middle, reach = bar.center().x(), spread * height
        for y in (bar.top() - reach, bar.top() + reach):
            painter.drawLine(QPointF(middle - 5, y), QPointF(middle + 5, y))
        painter.drawLine(QPointF(middle, bar.top() - reach), QPointF(middle, bar.top() + reach))
    painter.setPen(QPen(colours.line, 1))
    painter.drawLine(QPointF(left - 10, floor), QPointF(left + 3 * width + 2 * gap + 10, floor))


def _frame(painter: QPainter, frame: QRectF, colours: Colours) -> None:
    painter.setPen(QPen(colours.line, 1))
    painter.setBrush(colours.field)
    painter.drawRoundedRect(frame, 5, 5)


def _character(painter: QPainter, room: QRectF, which: int, colour: QColor) -> None:
    def at(point: tuple[float, float]) -> QPointF:
        return QPointF(room.left() + point[0] * room.width(), room.top() + point[1] * room.height())

    path = QPainterPath()
    for start, control, end in _CHARACTERS[which]:
        path.moveTo(at(start))
        path.quadTo(at(control), at(end))
    width = max(1.6, room.width() / 14)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(round_pen(colour, width))
    painter.drawPath(path)


def _folder(painter: QPainter, room: QRectF, colours: Colours, edge: QColor) -> None:
    path = QPainterPath()
    tab, lip = room.width() * 0.4, room.height() * 0.16
    path.addRoundedRect(room.adjusted(0, lip, 0, 0), 4, 4)
    flap = QPainterPath()
    flap.addRoundedRect(QRectF(room.left(), room.top(), tab, lip * 2.5), 4, 4)
    painter.setPen(QPen(edge, 1.5))
    painter.setBrush(colours.field)
    painter.drawPath(path.united(flap))
