"""One curve of a plot: all its points, and how the part of them in view is drawn."""

import math
from dataclasses import dataclass, field

import numpy as np
import pyqtgraph as pg
from numpy.typing import ArrayLike
from PySide6.QtGui import QColor

from metastudio.gui.colours import Colours
from metastudio.gui.plots.canvas import blend, line_pen
from metastudio.gui.plots.chips import Chip
from metastudio.gui.plots.history import (
    History,
    Smoother,
    Values,
    decimate,
    decimate_on_log_x,
    visible,
)

GHOST = 0.25  # share of its colour that the raw line keeps
GHOST_IN_THE_DARK = 0.4  # where the same share is hard to see
MANY_POINTS = 60  # above it, points are too close to be drawn as dots

ITERATION, RAW, SMOOTH, TASKS, SECONDS = range(5)  # columns of a curve's history


@dataclass(frozen=True)
class Axes:
    """What a plot draws over, and how: `over` is "iteration", "tasks" or "time"."""

    over: str = "iteration"
    log_x: bool = False
    log_y: bool = False
    outliers: bool = True  # whether extremes stretch the y axis
    unit: float = 1.0  # of time, in seconds

    def x(self, history: History) -> Values:
        """Return where the points lie on the x axis, before a logarithm."""
        if self.over == "tasks":
            return history.column(TASKS)
        if self.over == "time":
            return history.column(SECONDS) / self.unit
        return history.column(ITERATION)

    def on_x(self, values: Values) -> Values:
        """Return the positions of values of x."""
        return _log(values) if self.log_x else values

    def on_y(self, values: Values) -> Values:
        """Return the positions of values of y; nan where there is none."""
        return _log(values) if self.log_y else values


@dataclass
class Curve:
    """One series: its history, its items on the canvas, and its chip."""

    name: str
    smoothed: bool
    chip: Chip
    smoother: Smoother
    optional: bool = False  # no chip before the first point
    ghost: pg.PlotCurveItem = field(default_factory=pg.PlotCurveItem)
    line: pg.PlotCurveItem = field(default_factory=pg.PlotCurveItem)
    dots: pg.ScatterPlotItem = field(
        default_factory=lambda: pg.ScatterPlotItem(size=5, pxMode=True)
    )
    history: History = field(default_factory=lambda: History(5))

    @property
    def items(self) -> tuple[pg.GraphicsObject, ...]:
        """What lies on the canvas, the lowest first."""
        return self.ghost, self.line, self.dots

    @property
    def shown(self) -> bool:
        """Whether there is something to draw and the chip does not hide it."""
        return self.chip.isChecked() and len(self.history) > 0

    def extend(
        self, x: ArrayLike, y: ArrayLike, tasks: ArrayLike | None, seconds: ArrayLike | None
    ) -> None:
        """Append points; what is not known of tasks and time is taken to be as the iteration."""
        y = np.atleast_1d(np.asarray(y, dtype=np.float64))
        x = np.atleast_1d(np.asarray(x, dtype=np.float64))
        if len(y):
            over = (x if column is None else column for column in (tasks, seconds))
            self.history.extend(x, y, self.smoother.extend(y), *over)

    def smooth(self, weight: float) -> None:
        """Smooth the whole history anew with this weight of the past."""
        if self.smoothed and weight != self.smoother.weight:
            self.smoother = Smoother(weight)
            self.history.column(SMOOTH)[:] = self.smoother.extend(self.history.column(RAW))

    def rename(self, name: str) -> None:
        """Call the series by another name."""
        self.name = name
        self.chip.setText(name)
        self.chip.setAccessibleName(name)

    def clear(self) -> None:
        """Forget all points."""
        self.history.clear()
        self.smoother = Smoother(self.smoother.weight)

    def set_colour(self, series: QColor, colours: Colours) -> None:
        """Draw in this colour on the theme's ground."""
        ghost = GHOST_IN_THE_DARK if colours.dark else GHOST
        self.ghost.setPen(line_pen(blend(series, colours.panel, ghost)))
        self.line.setPen(line_pen(series))
        self.dots.setPen(None)
        self.dots.setBrush(series)

    def draw(self, axes: Axes, low: float, high: float, pixels: int) -> tuple[Values, Values]:
        """Draw the part between two positions of x; returns what decides the range of the axes."""
        x = axes.x(self.history)
        if axes.log_x:
            low, high = 10.0 ** min(low, 300.0), 10.0 ** min(high, 300.0)
        part = visible(x, low, high)
        raw, smooth = self.history.column(RAW)[part], self.history.column(SMOOTH)[part]
        ghosted = self.smoothed and self.smoother.weight > 0
        widest = self._thin(axes, x[part], raw, pixels)
        self.ghost.setVisible(ghosted)
        if ghosted:
            self.ghost.setData(*widest, connect="finite")
        self.line.setData(*self._thin(axes, x[part], smooth, pixels), connect="finite")
        dotted = (not self.smoothed and len(raw) <= MANY_POINTS) or len(raw) == 1
        self.dots.setVisible(dotted)
        if dotted:
            self.dots.setData(axes.on_x(x[part]), axes.on_y(smooth))
        return widest

    def _thin(self, axes: Axes, x: Values, y: Values, pixels: int) -> tuple[Values, Values]:
        if axes.log_y and len(y) and y.min() <= 0:
            y = np.where(y > 0, y, np.nan)
        thin = decimate_on_log_x if axes.log_x else decimate
        x, y = thin(x, y, pixels)  # first, so that few logarithms are taken
        return axes.on_x(x), axes.on_y(y)

    def nearest(self, axes: Axes, position: float) -> int | None:
        """Return the index of the point nearest to a position on the x axis."""
        x = axes.x(self.history)
        if not math.isfinite(position) or not self.shown:
            return None
        value = 10.0 ** min(position, 300.0) if axes.log_x else position
        index = min(int(np.searchsorted(x, value)), len(x) - 1)
        if index and value - x[index - 1] < x[index] - value:
            index -= 1
        return index


def _log(values: Values) -> Values:
    with np.errstate(divide="ignore", invalid="ignore"):
        logs: Values = np.log10(values)
    logs[~np.isfinite(logs)] = np.nan
    return logs
