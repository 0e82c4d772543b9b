"""Curves over iterations: the raw line as a ghost behind the smoothed one, and points for looks."""

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pyqtgraph as pg
from numpy.typing import ArrayLike
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QMenu, QWidget

from metastudio.gui.colours import Colours
from metastudio.gui.plots.canvas import line_pen
from metastudio.gui.plots.chips import Chip
from metastudio.gui.plots.curve import ITERATION, RAW, SECONDS, SMOOTH, TASKS, Axes, Curve
from metastudio.gui.plots.history import Smoother, Values
from metastudio.gui.plots.panel import PlotPanel

NEAREST = 5  # values that the crosshair reads out at most
CORE = (2, 98)  # per cent of the values that the y axis shows where outliers are ignored
UNITS = ((3 * 3600.0, 3600.0), (600.0, 60.0), (0.0, 1.0))  # seconds from which time is in a unit


class CurvePlot(PlotPanel):
    """Training and validation curves that grow. Values are kept in the unit of the axis.

    A click tells the iteration of the nearest point by `iterationChosen`.
    """

    iterationChosen = Signal(float)

    def __init__(
        self, name: str, title: str, empty: str, x_title: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(name, title, empty, parent)
        self.axes = Axes()
        self._x_title, self._y_title = x_title, title
        self._suffix = ""
        self._weight = 0.6
        self._curves: dict[str, Curve] = {}
        self._ends: dict[str, pg.TextItem] = {}
        self._series: dict[str, QColor] = {}
        self._best: tuple[str, float, float] | None = None
        self._best_item = pg.ScatterPlotItem(size=13, pxMode=True)
        self._best_item.setZValue(20)
        self._cursor = pg.InfiniteLine(angle=90, movable=False)
        self._level = pg.InfiniteLine(angle=0, movable=False)
        self._marks: list[tuple[float, pg.InfiniteLine]] = []
        for item in (self._best_item, self._cursor, self._level):
            self.canvas.addItem(item, ignoreBounds=True)
            item.hide()
        for line in (self._cursor, self._level):
            line.setZValue(-5)
        self.canvas.redraw.connect(self._redraw)
        self.canvas.hovered.connect(self._read_out)
        self.canvas.clicked.connect(self._choose)
        self.canvas.table = self._frozen_csv
        self.canvas.extra_actions = self._add_actions
        self.set_axis(title)

    # --- what is drawn ---------------------------------------------------------------------------

    def set_axis(self, title: str, *, suffix: str = "") -> None:
        """Name the y axis; `suffix` follows every number on it."""
        self._y_title, self._suffix = title, suffix
        self._name_axes()

    def add_curve(
        self, key: str, name: str, *, smoothed: bool, tip: str = "", end: str = "",
        optional: bool = False, colour: QColor | None = None,
    ) -> None:  # fmt: skip
        """Add a series: smoothed with a ghost behind it, or a line through points.

        `set_series` gives it its colour, if `colour` doesn't. `tip` says more of it at its chip,
        `end` is a letter at the end of its line. One that is optional has no chip before its first
        point.
        """
        chip = Chip(name, dot=not smoothed)
        chip.setObjectName(f"{self.objectName()}{key.capitalize()}Chip")
        chip.setToolTip(tip or self.tr("Show or hide this curve"))
        chip.toggled.connect(self.canvas.mark_stale)
        self.add_to_header(chip)
        if optional:
            chip.hide()
        curve = Curve(name, smoothed, chip, Smoother(self._weight if smoothed else 0.0), optional)
        self._curves[key] = curve
        if end:
            self._ends[key] = pg.TextItem(end, anchor=(-0.3, 0.5))
            self._ends[key].setZValue(30)
            self.canvas.addItem(self._ends[key], ignoreBounds=True)
        if colour is not None:
            self._series[key] = colour
            self._dress(key)
        for z, item in enumerate(curve.items):
            item.setZValue(len(self._curves) + 5 * z)
            self.canvas.addItem(item, ignoreBounds=True)

    def remove_curves(self) -> None:
        """Take every series away, with its chip, to add others; a zoom is kept."""
        self.show_plot(False)
        for curve in self._curves.values():
            for item in curve.items:
                self.canvas.removeItem(item)
            self.header.removeWidget(curve.chip)
            curve.chip.deleteLater()
        for end in self._ends.values():
            self.canvas.removeItem(end)
        self._curves.clear()
        self._ends.clear()

    def name_curve(self, key: str, name: str) -> None:
        """Call a series by another name."""
        self._curves[key].rename(name)

    def set_series(self, colours: dict[str, QColor]) -> None:
        """Choose the colour of each series."""
        self._series |= colours
        if self.colours is not None:
            self.set_colours(self.colours, self.text_scale)

    def append(
        self,
        key: str,
        x: ArrayLike,
        y: ArrayLike,
        *,
        tasks: ArrayLike | None = None,
        seconds: ArrayLike | None = None,
    ) -> None:
        """Add points to a series, in the unit of the axis; x, tasks and seconds never fall."""
        self._curves[key].extend(x, y, tasks, seconds)
        if len(self._curves[key].history):
            self._curves[key].chip.show()
            self.show_plot(True)
            self.canvas.mark_stale()

    def points(self, key: str) -> tuple[Values, Values]:
        """Return x and raw y of a series, all of them."""
        history = self._curves[key].history
        return history.column(ITERATION), history.column(RAW)

    def clock(self, key: str, iteration: float) -> tuple[float, float]:
        """Return the tasks seen and the seconds trained when a series came to an iteration."""
        history = self._curves[key].history
        if not len(history):
            return iteration, iteration
        known = history.column(ITERATION)
        tasks, seconds = (np.interp(iteration, known, history.column(c)) for c in (TASKS, SECONDS))
        return float(tasks), float(seconds)

    def mark_best(self, x: float, y: float, text: str) -> None:
        """Ring the best point; `text` stands in the header while nothing is read out."""
        self._best = (text, x, y)
        if not self._cursor.isVisible():
            self.readout.setText(text)
        self.canvas.mark_stale()

    def mark_event(self, x: float, text: str) -> None:
        """Draw a line where something was changed; a second mark at `x` replaces the first."""
        if self._marks and self._marks[-1][0] == x:
            self.canvas.removeItem(self._marks.pop()[1])
        mark = pg.InfiniteLine(x, angle=90, label=text, labelOpts={"position": 0.9})
        mark.setZValue(15)  # its words lie on the curves
        self._marks.append((x, mark))
        self.canvas.addItem(mark, ignoreBounds=True)
        self._colour_marks()
        self.canvas.mark_stale()

    def clear(self) -> None:
        """Forget all points and zoom, for a new run."""
        for curve in self._curves.values():
            curve.clear()
            curve.chip.setVisible(not curve.optional)
        for _, mark in self._marks:
            self.canvas.removeItem(mark)
        self._marks.clear()
        self._best = None
        self.readout.clear()
        self.show_plot(False)
        self.canvas.fit()

    # --- how it is drawn -------------------------------------------------------------------------

    def set_smoothing(self, weight: float) -> None:
        """Smooth anew with this weight of the past, 0 to 0.99."""
        self._weight = weight
        for curve in self._curves.values():
            curve.smooth(weight)
        self.canvas.mark_stale()

    def set_over(self, over: str) -> None:
        """Draw over "iteration", "tasks" or "time"; a zoom is given up."""
        self._change_axes(over=over)

    def set_log(self, on: bool) -> None:
        """Draw y on a logarithmic axis; values that are not positive are left out."""
        self._change_axes(log_y=on)

    def set_log_x(self, on: bool) -> None:
        """Draw x on a logarithmic axis."""
        self._change_axes(log_x=on)

    def ignore_outliers(self, on: bool) -> None:
        """Show where most values lie, instead of letting extremes stretch the y axis."""
        self._change_axes(outliers=not on)

    def _change_axes(self, **changes: Any) -> None:
        changed = replace(self.axes, **changes)
        if changed == self.axes:
            return
        self.axes = changed
        self.canvas.set_log(x=changed.log_x, y=changed.log_y)
        self._name_axes()
        self.canvas.fit()
        self._redraw()  # at once: the old range, taken for powers of ten, has ticks without end

    def _name_axes(self) -> None:
        units = {1.0: self.tr("s"), 60.0: self.tr("min"), 3600.0: self.tr("h")}
        titles = {
            "iteration": self._x_title,
            "tasks": self.tr("Tasks seen"),
            "time": self.tr("Training time ({0})").format(units[self.axes.unit]),
        }
        over = self.axes.over
        self.canvas.set_titles(
            titles[over], self._y_title, y_suffix=self._suffix, whole_x=over != "time"
        )
        if self.colours is not None:
            self.canvas.set_colours(self.colours, self.text_scale)

    def set_colours(self, colours: Colours, scale: float = 1.0) -> None:
        super().set_colours(colours, scale)
        for key in self._curves:
            self._dress(key)
        self._best_item.setPen(pg.mkPen(colours.good, width=2))
        self._best_item.setBrush(None)
        for line in (self._cursor, self._level):
            line.setPen(line_pen(colours.control_line))
        self._colour_marks()

    def _dress(self, key: str) -> None:
        if self.colours is None:
            return
        curve, series = self._curves[key], self._series.get(key, self.colours.text)
        curve.chip.set_colours(series, self.colours, self.text_scale)
        curve.set_colour(series, self.colours)
        if key in self._ends:
            self._ends[key].setColor(self.colours.text)
            self._ends[key].setFont(self.canvas.caption_font())

    def _colour_marks(self) -> None:
        if self.colours is None:
            return
        pen = line_pen(self.colours.muted)
        pen.setStyle(Qt.PenStyle.DotLine)
        for _, mark in self._marks:
            mark.setPen(pen)
            mark.label.setColor(self.colours.muted)
            mark.label.fill = pg.mkBrush(self.colours.panel)
            mark.label.setFont(self.canvas.caption_font())

    # --- drawing ---------------------------------------------------------------------------------

    def _redraw(self) -> None:
        low, high = self.canvas.getViewBox().viewRange()[0]
        if self.canvas.following:
            low, high = -math.inf, math.inf
        self._choose_unit()
        drawn: list[tuple[Values, Values]] = []
        for curve in self._curves.values():
            for item in curve.items:
                item.setVisible(curve.shown)
            if curve.shown:
                drawn.append(curve.draw(self.axes, low, high, self.canvas.pixels()))
        if drawn:
            self._follow(drawn)
        for key, end in self._ends.items():
            self._place_end(self._curves[key], end)
        self._draw_best()
        for x, mark in self._marks:
            mark.setPos(self._position(x))

    def _place_end(self, curve: Curve, end: pg.TextItem) -> None:
        end.setVisible(curve.shown)
        if curve.shown:
            x = self.axes.on_x(self.axes.x(curve.history)[-1:])
            y = self.axes.on_y(curve.history.column(SMOOTH)[-1:])
            shown = bool(np.isfinite(x).all() and np.isfinite(y).all())
            end.setVisible(shown)
            if shown:
                end.setPos(float(x[0]), float(y[0]))

    def _choose_unit(self) -> None:
        """Write time in seconds, minutes or hours."""
        if self.axes.over != "time":
            return
        longest = max(
            (float(c.history.column(SECONDS)[-1]) for c in self._curves.values() if c.shown),
            default=0.0,
        )
        unit = next(unit for least, unit in UNITS if longest >= least)
        if unit != self.axes.unit:
            self.axes = replace(self.axes, unit=unit)
            self._name_axes()

    def _follow(self, drawn: list[tuple[Values, Values]]) -> None:
        x, y = (np.concatenate([points[axis] for points in drawn]) for axis in (0, 1))
        x, y = x[np.isfinite(x)], y[np.isfinite(y)]
        if not len(x) or not len(y):
            return
        ends = (y.min(), y.max()) if self.axes.outliers else np.percentile(y, CORE)
        self.canvas.follow((float(x.min()), float(x.max())), (float(ends[0]), float(ends[1])))

    def _position(self, iteration: float) -> float:
        """Return where an iteration lies on the x axis."""
        longest = max(self._curves.values(), key=lambda curve: len(curve.history), default=None)
        if longest is None or not len(longest.history):
            return iteration
        at = np.interp([iteration], longest.history.column(ITERATION), self.axes.x(longest.history))
        return float(self.axes.on_x(at)[0])

    def _draw_best(self) -> None:
        shown = self._best is not None and self._validations_shown()
        self._best_item.setVisible(shown)
        if self._best is not None and shown:
            _, x, y = self._best
            self._best_item.setData([self._position(x)], self.axes.on_y(np.array([y])))

    def _validations_shown(self) -> bool:
        return any(not c.smoothed and c.chip.isChecked() for c in self._curves.values())

    # --- reading ---------------------------------------------------------------------------------

    def _read_out(self, x: float, y: float) -> None:
        """Say the values at the pointer, each at its own nearest x; of many, the nearest five."""
        found: list[tuple[float, str, float]] = []  # distance in y, words, iteration
        for curve in self._curves.values():
            index = curve.nearest(self.axes, x)
            if index is not None:
                value = float(curve.history.column(SMOOTH)[index])
                up = abs(float(self.axes.on_y(np.array([value]))[0]) - y)
                words = f"{curve.name} {value:.4g}{self._suffix}"
                found.append((up, words, float(curve.history.column(ITERATION)[index])))
        kept = sorted(found, key=lambda one: one[0])[:NEAREST]
        kept = [one for one in found if one in kept]  # in the order of the legend
        for line in (self._cursor, self._level):
            line.setVisible(bool(kept))
        if not kept:
            self.readout.setText(self._best[0] if self._best is not None else "")
            return
        self._cursor.setPos(self._position(kept[0][2]))
        self._level.setPos(y)
        self.readout.setText(f"{kept[0][2]:,.0f}: {', '.join(words for _, words, _ in kept)}")

    def _choose(self, x: float, _y: float) -> None:
        for curve in self._curves.values():
            index = curve.nearest(self.axes, x)
            if index is not None:
                self.iterationChosen.emit(float(curve.history.column(ITERATION)[index]))
                return

    def csv(self) -> str:
        """Return every point that was ever appended, one row a point."""
        return self._frozen_csv()()

    def _frozen_csv(self) -> Callable[[], str]:
        """Copy every point; what is returned writes them down, on any thread."""
        unit = f" ({self._suffix.strip()})" if self._suffix else ""
        head = f"series,iteration,{self._y_title.lower()}{unit},smoothed,tasks,seconds"
        order = (ITERATION, RAW, SMOOTH, TASKS, SECONDS)
        copies = [
            (curve.name, [curve.history.column(i).copy() for i in order])
            for curve in self._curves.values()
        ]

        def text() -> str:
            rows = [head]
            for name, columns in copies:
                rows += [
                    f"{name},{x:.0f},{raw:.9g},{smooth:.9g},{tasks:.0f},{seconds:.6g}"
                    for x, raw, smooth, tasks, seconds in zip(*columns, strict=True)
                ]
            return "\n".join(rows) + "\n"

        return text

    def _add_actions(self, menu: QMenu) -> None:
        for text, on, change in (
            (self.tr("Logarithmic y axis"), self.axes.log_y, self.set_log),
            (self.tr("Logarithmic x axis"), self.axes.log_x, self.set_log_x),
            (self.tr("Ignore outliers"), not self.axes.outliers, self.ignore_outliers),
        ):  # fmt: skip
            action = menu.addAction(text)
            action.setCheckable(True)
            action.setChecked(on)
            action.toggled.connect(change)
