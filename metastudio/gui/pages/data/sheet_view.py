"""The small square at the left of a card: four pictures, a few curves, or an icon."""

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QWidget

from metastudio.gui.theme import icon, theme
from metastudio.gui.widgets.pictures import Pixels, pixmap

SIDE, GAP = 58, 2


class SheetView(QWidget):
    """Painted as one widget; says nothing to screen readers, as the card does."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(SIDE, SIDE)
        self._pictures: list[Pixels] = []
        self._curves: list[Pixels] = []
        self._joined = True
        self._ink = False
        self._icon = "image-square"
        self._pixmaps: list[QPixmap] = []
        theme().changed.connect(self._forget)

    @property
    def count(self) -> int:
        """How many pictures or curves it shows."""
        return len(self._pictures) or len(self._curves)

    def show_icon(self, name: str) -> None:
        """Show an icon, where there is nothing else."""
        self._icon = name
        self.update()

    def show_pictures(self, pictures: Pixels, ink: bool) -> None:
        """Show up to four pictures `(n, height, width, channels)`."""
        self._pictures, self._ink = list(pictures[:4]), ink
        self._forget()

    def show_curves(self, curves: tuple[Pixels, ...], joined: bool = True) -> None:
        """Show functions, each as points `(n, 2)` from left to right, or as dots."""
        self._curves, self._joined = list(curves), joined
        self._forget()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._pictures:
            self._paint_pictures(painter)
            return
        colours = theme().colours
        painter.setPen(QPen(colours.line, 1))
        painter.setBrush(colours.field)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        if self._curves:
            self._paint_curves(painter)
        else:
            icon(self._icon, "muted").paint(painter, self.rect().adjusted(18, 18, -18, -18))

    def _paint_pictures(self, painter: QPainter) -> None:
        colours = theme().colours
        small = len(self._pictures) > 1
        side = (SIDE - GAP) // 2 if small else SIDE
        if not self._pixmaps:
            ratio = self.devicePixelRatioF()
            self._pixmaps = [pixmap(p, side - 1, colours, self._ink, ratio) for p in self._pictures]
        for index, picture in enumerate(self._pixmaps):
            row, column = divmod(index, 2)
            cell = QRect(column * (side + GAP), row * (side + GAP), side, side)
            painter.setPen(QPen(colours.line, 1))
            painter.setBrush(colours.field)
            painter.drawRect(QRectF(cell).adjusted(0.5, 0.5, -0.5, -0.5))
            inside = QRect(cell.topLeft(), picture.deviceIndependentSize().toSize())
            inside.moveCenter(cell.center())
            painter.drawPixmap(inside.topLeft(), picture)

    def _paint_curves(self, painter: QPainter) -> None:
        colours = theme().colours
        points = np.concatenate(self._curves)
        low, high = points.min(axis=0), points.max(axis=0)
        span = np.maximum(high - low, 1e-9)
        for index, curve in enumerate(self._curves):
            placed = (curve - low) / span * (SIDE - 14) + 7
            line = QPolygonF([QPointF(x, SIDE - y) for x, y in placed.tolist()])
            pen = QPen(colours.series[(4, 1, 2)[index % 3]], 1.5 if self._joined else 2.5)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            if self._joined:
                painter.drawPolyline(line)
            else:
                painter.drawPoints(line)

    def _forget(self) -> None:
        self._pixmaps = []
        self.update()
