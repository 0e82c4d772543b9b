"""A function that is fitted from a few points: the curve after each step, and points to drag."""

import math

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from metastudio.gui.colours import Colours
from metastudio.gui.plots.canvas import Canvas, blend, line_pen, written
from metastudio.gui.plots.history import Values

GRAB_PIXELS = 14  # a press further from every point zooms


class FittedCurve(Canvas):
    """Support points that can be dragged, the curve before adapting, and that after a step.

    `supportMoved` carries the points `(n, 2)` while one is dragged and when it is let go.
    """

    supportMoved = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._support: Values = np.empty((0, 2))
        self._queries: Values = np.empty((0, 2))
        self._grid: Values = np.empty(0)
        self._fits: Values = np.empty((0, 0))
        self._step = 0
        self._held = -1
        self._before, self._after = pg.PlotCurveItem(), pg.PlotCurveItem()
        self._others = pg.PlotCurveItem()
        self._asked = pg.ScatterPlotItem(size=6, pxMode=True)
        self._known = pg.ScatterPlotItem(size=12, pxMode=True)
        items = (self._others, self._before, self._asked, self._after, self._known)
        for z, item in enumerate(items):
            item.setZValue(z)
            self.addItem(item, ignoreBounds=True)
        self.set_titles("x", "y")
        self.grab = self._take
        self.dragged.connect(self._move)
        self.dropped.connect(self._let_go)
        self.redraw.connect(self._draw)
        self.table = lambda: written(self.csv())
        self.setMinimumHeight(120)

    @property
    def support(self) -> Values:
        """The support points as they are shown, `(n, 2)`."""
        return self._support.copy()

    @property
    def holding(self) -> bool:
        """Whether a point is being dragged."""
        return self._held >= 0

    def show_fits(
        self,
        support: NDArray[np.floating],
        queries: NDArray[np.floating],
        grid: NDArray[np.floating],
        fits: NDArray[np.floating],
    ) -> None:
        """Show points `(n, 2)` and the curve after each step, `fits (steps, n)` over `grid`.

        A point that is being dragged stays under the pointer.
        """
        if not self.holding:
            self._support = np.asarray(support, dtype=np.float64).copy()
        self._queries = np.asarray(queries, dtype=np.float64)
        self._grid = np.asarray(grid, dtype=np.float64)
        self._fits = np.asarray(fits, dtype=np.float64)
        self.mark_stale()

    def show_step(self, step: int) -> None:
        """Draw the curve after this step boldly."""
        self._step = step
        self.mark_stale()

    def set_series(self, series: QColor, colours: Colours, scale: float = 1.0) -> None:
        """Follow the theme, with the curves in the colour of the run."""
        self.set_colours(colours, scale)
        self._others.setPen(line_pen(blend(series, colours.panel, 0.3)))
        before = line_pen(colours.muted)
        before.setStyle(Qt.PenStyle.DashLine)
        self._before.setPen(before)
        self._after.setPen(line_pen(series, 2))
        self._asked.setPen(line_pen(colours.muted))
        self._asked.setBrush(None)
        self._known.setPen(line_pen(colours.panel))
        self._known.setBrush(colours.text)
        self.mark_stale()

    def csv(self) -> str:
        """Return the curve after every step, one row a point."""
        rows = ["step,x,y"]
        for step, fit in enumerate(self._fits):
            rows += [f"{step},{x:.6g},{y:.6g}" for x, y in zip(self._grid, fit, strict=True)]
        return "\n".join(rows) + "\n"

    def _draw(self) -> None:
        if not len(self._fits):
            return
        step = min(self._step, len(self._fits) - 1)
        joined = np.ones(self._fits.shape, dtype=np.int32)
        joined[:, -1] = 0
        self._others.setData(
            np.tile(self._grid, len(self._fits)), self._fits.ravel(), connect=joined.ravel()
        )
        self._before.setData(self._grid, self._fits[0])
        self._after.setData(self._grid, self._fits[step])
        self._asked.setData(*self._queries.T)
        self._known.setData(*self._support.T)
        if not self.holding:  # the ground must not move under a pointer that holds a point
            y = np.concatenate([self._queries[:, 1], self._support[:, 1], self._fits[step]])
            y = y[np.isfinite(y)]
            span = (float(self._grid[0]), float(self._grid[-1]))
            self.follow(span, (float(y.min(initial=0)), float(y.max(initial=0))))

    # --- dragging --------------------------------------------------------------------------------

    def _take(self, x: float, y: float) -> bool:
        if not len(self._support):
            return False
        across, up = self.getViewBox().viewPixelSize()
        distance = np.hypot((self._support[:, 0] - x) / across, (self._support[:, 1] - y) / up)
        nearest = int(np.argmin(distance))
        self._held = nearest if distance[nearest] <= GRAB_PIXELS else -1
        return self.holding

    def _move(self, x: float, y: float) -> None:
        if self.holding and math.isfinite(x) and math.isfinite(y):
            low, high = float(self._grid[0]), float(self._grid[-1])
            self._support[self._held] = (min(max(x, low), high), y)
            self.mark_stale()
            self.supportMoved.emit(self.support)

    def _let_go(self) -> None:
        self._held = -1
        self.supportMoved.emit(self.support)
        self.mark_stale()
