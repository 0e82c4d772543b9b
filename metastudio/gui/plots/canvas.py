"""The area that every plot draws on: look, zoom that stays, fit, and export."""

import math
import time
from collections.abc import Callable
from typing import ClassVar

import pyqtgraph as pg
from PySide6.QtCore import (
    QEvent,
    QPointF,
    QRectF,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFont,
    QMouseEvent,
    QPainter,
    QPen,
    QShowEvent,
)
from PySide6.QtWidgets import QMenu, QWidget

from metastudio.gui.colours import Colours
from metastudio.gui.plots.export import Exporter, Table

REDRAW_MS = 100  # at most ten redraws a second
TURN_MS = 20
"""From one canvas that redraws to the next: all at once would keep the window from answering."""
CAPTION_PIXELS = 11
MARGIN = 0.04  # share of the data's range that is left free around it
MOST_DECADES = 30  # that a logarithmic axis shows on either side of 1
CLICK_PIXELS = 3  # a pointer that moves further while the button is down drags


def blend(colour: QColor, ground: QColor, share: float) -> QColor:
    """Return an opaque mix: drawn lines that are opaque cost a fraction of transparent ones."""
    return QColor.fromRgbF(
        *(
            share * c + (1 - share) * g
            for c, g in zip(colour.getRgbF()[:3], ground.getRgbF()[:3], strict=True)
        )
    )


def line_pen(colour: QColor, width: int = 1) -> QPen:
    """Return a pen whose width is in pixels of the screen, whatever the zoom."""
    pen = QPen(colour, width)
    pen.setCosmetic(True)
    return pen


def written(text: str) -> Callable[[], str]:
    """Return a table that is written already, where it is short."""
    return lambda: text


class _Axis(pg.AxisItem):  # type: ignore[misc]
    """An axis that writes 10,000 and 90 %, and only whole numbers where halves make no sense."""

    suffix = ""
    whole = False

    def tickSpacing(self, low: float, high: float, size: float) -> list[tuple[float, float]]:
        levels = super().tickSpacing(low, high, size)
        if self.whole:
            levels = [(max(1.0, float(round(step))), offset) for step, offset in levels]
        return levels

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        if self.logMode:  # of the ticks between powers of ten, 2 and 5 have room for a number
            texts = [f"{10**value:.3g}" for value in values]
            return [text if text.strip("0.")[:2] in ("1", "2", "5") else "" for text in texts]
        digits = 0 if spacing >= 1 else 4
        return [
            f"{value * scale:,.{digits}f}".rstrip("0").rstrip(".") + self.suffix
            if digits
            else f"{value * scale:,.0f}{self.suffix}"
            for value in values
        ]


class Canvas(pg.PlotWidget):  # type: ignore[misc]
    """A themed plot area. Dragging zooms to a rectangle, the wheel zooms, a double-click fits.

    While nobody has zoomed it follows the data; a zoom stays while data arrives. `redraw` is
    emitted at most ten times a second, and never while the plot is hidden.
    """

    _next_turn: ClassVar[float] = 0.0  # of all canvases, in milliseconds
    redraw = Signal()
    fitted = Signal()
    saved = Signal(str)  # path of an exported file
    notSaved = Signal(str)  # why not, in one sentence
    hovered = Signal(float, float)  # position in the data's units; nan, nan once outside
    clicked = Signal(float, float)  # a press and release of the left button at one place
    dragged = Signal(float, float)  # while what `grab` took is moved
    dropped = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        self._axes = {side: _Axis(side) for side in ("bottom", "left")}
        super().__init__(parent, axisItems=self._axes, enableMenu=False)  # menus cost the most
        self.exporter = Exporter(self, name, self._render)
        self.exporter.saved.connect(self.saved)
        self.exporter.notSaved.connect(self.notSaved)
        self.following = True
        self.extra_actions: Callable[[QMenu], None] | None = None
        self.grab: Callable[[float, float], bool] | None = None
        """Tells whether a drag that begins here moves something, instead of zooming."""
        self._pressed: QPointF | None = None
        self._dragging = False
        self._stale = False
        self._text_scale = 1.0
        self._redraw_timer = QTimer(self, singleShot=True)
        self._redraw_timer.timeout.connect(self._redraw_now)
        self.setMouseTracking(True)
        self.setMinimumSize(120, 80)
        item, box = self.getPlotItem(), self.getViewBox()
        item.hideButtons()
        item.setContentsMargins(0, 4, 8, 0)
        box.setMouseMode(pg.ViewBox.RectMode)
        box.disableAutoRange()
        box.sigRangeChangedManually.connect(self._zoomed)
        box.sigRangeChanged.connect(self.mark_stale)
        box.sigResized.connect(self.mark_stale)
        for axis in self._axes.values():
            axis.setStyle(tickLength=0, maxTickLevel=0, tickTextOffset=6)
            axis.setZValue(-10)  # the grid lies behind the data
        item.showGrid(x=True, y=True, alpha=0.0)

    # --- look ------------------------------------------------------------------------------------

    def set_titles(self, x: str, y: str, *, y_suffix: str = "", whole_x: bool = False) -> None:
        """Name the axes in words with units."""
        self._axes["bottom"].setLabel(x)
        self._axes["left"].setLabel(y)
        self._axes["bottom"].whole = whole_x
        self._axes["left"].suffix = y_suffix
        for axis in self._axes.values():
            axis.enableAutoSIPrefix(False)
            axis.resizeEvent()  # else a longer title stands where the one before had its middle

    def set_whole_y(self, on: bool) -> None:
        """Label only whole numbers on the y axis."""
        self._axes["left"].whole = on

    def set_log(self, *, x: bool, y: bool) -> None:
        """Label the axes for data that are logarithms to base ten."""
        self._axes["bottom"].setLogMode(x, False)
        self._axes["left"].setLogMode(False, y)
        x_most, y_most = (MOST_DECADES if log else None for log in (x, y))
        box = self.getViewBox()
        box.setLimits(xMin=x_most and -x_most, xMax=x_most, yMin=y_most and -y_most, yMax=y_most)
        box.setRange(xRange=(0, 1), yRange=(0, 1), padding=0)

    def set_colours(self, colours: Colours, scale: float = 1.0) -> None:
        """Follow the theme; `scale` is that of its text."""
        self.setBackground(colours.panel)
        self._text_scale = scale
        font = self.caption_font()
        for axis in self._axes.values():
            axis.setTickFont(font)
            axis.setTextPen(colours.muted)
            axis.setPen(colours.line)
            axis.setTickPen(colours.line)
            axis.setGrid(255)
            axis.setLabel(
                axis.labelText, color=colours.muted.name(), **{"font-size": f"{font.pixelSize()}px"}
            )
            axis.resizeEvent()
        self._axes["left"].setWidth(round(58 * scale))  # equal widths line the plots up
        band = self.getViewBox().rbScaleBox
        band.setPen(line_pen(colours.accent))
        fill = QColor(colours.accent)
        fill.setAlpha(40)
        band.setBrush(fill)

    def caption_font(self) -> QFont:
        """Return the font of all words on the canvas."""
        font = QFont(self.font())
        font.setPixelSize(round(CAPTION_PIXELS * self._text_scale))
        return font

    # --- range -----------------------------------------------------------------------------------

    def follow(
        self, x: tuple[float, float], y: tuple[float, float], margin: float = MARGIN
    ) -> None:
        """Show this range, with a little air around it, unless somebody has zoomed."""
        if self.following:
            spans = _widened(x, margin), _widened(y, margin)
            self.getViewBox().setRange(xRange=spans[0], yRange=spans[1], padding=0)

    def fit(self) -> None:
        """Show all data again and follow it from now on."""
        self.following = True
        self.fitted.emit()
        self.mark_stale()

    def _zoomed(self) -> None:
        self.following = False

    def pixels(self) -> int:
        """Width of the drawing area."""
        return max(int(self.getViewBox().width()), 1)

    # --- redrawing -------------------------------------------------------------------------------

    def mark_stale(self) -> None:
        """Ask for `redraw` soon."""
        self._stale = True
        if self.isVisible() and not self._redraw_timer.isActive():
            self._redraw_timer.start(REDRAW_MS)

    def _redraw_now(self) -> None:
        if self._stale and self.isVisible():
            now = 1000 * time.monotonic()
            if now < Canvas._next_turn:
                self._redraw_timer.start(math.ceil(Canvas._next_turn - now))
                return
            Canvas._next_turn = now + TURN_MS
            self.redraw.emit()
            self._stale = False  # after: following the data moves the range, which marks it stale

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            QTimer.singleShot(0, self, self._redraw_now)

    # --- mouse -----------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = None
        if event.button() == Qt.MouseButton.LeftButton and self._inside(event.position()):
            self._pressed = event.position()
            if self.grab is not None and self.grab(*self._place(event.position())):
                self._dragging = True
                event.accept()
                return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._dragging:
            self.dragged.emit(*self._place(event.position()))
            event.accept()
            return
        super().mouseMoveEvent(event)
        outside = (float("nan"), float("nan"))
        at = event.position()
        self.hovered.emit(*(self._place(at) if self._inside(at) else outside))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._dragging:
            self._dragging = False
            self.dropped.emit()
            event.accept()
            return
        super().mouseReleaseEvent(event)
        pressed, self._pressed = self._pressed, None
        if pressed is not None and (event.position() - pressed).manhattanLength() <= CLICK_PIXELS:
            self.clicked.emit(*self._place(event.position()))

    def _inside(self, position: QPointF) -> bool:
        return bool(self.getViewBox().sceneBoundingRect().contains(position))

    def _place(self, position: QPointF) -> tuple[float, float]:
        """Return a position of the widget in the data's units."""
        point = self.getViewBox().mapSceneToView(position)
        return point.x(), point.y()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.hovered.emit(float("nan"), float("nan"))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.fit()
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.add_actions(menu)
        menu.popup(event.globalPos())
        event.accept()

    def add_actions(self, menu: QMenu) -> None:
        """Offer in a menu all that can be done with the plot."""
        menu.addAction(self.tr("Fit to data"), self.fit)
        if self.extra_actions is not None:
            self.extra_actions(menu)
        menu.addSeparator()
        self.exporter.add_to(menu)

    # --- export ----------------------------------------------------------------------------------

    def _render(self, painter: QPainter) -> None:
        painter.fillRect(self.rect(), self.backgroundBrush())
        self.scene().render(painter, QRectF(self.rect()), QRectF(self.rect()))

    @property
    def table(self) -> Table | None:
        """What is written as CSV."""
        return self.exporter.table

    @table.setter
    def table(self, table: Table) -> None:
        self.exporter.table = table


def _widened(span: tuple[float, float], share: float) -> tuple[float, float]:
    """Return the span with a little air; one value gets some room around it."""
    low, high = span
    if high > low:
        return low - share * (high - low), high + share * (high - low)
    margin = 0.05 * abs(high) or 0.5
    return low - margin, high + margin
