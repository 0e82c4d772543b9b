"""Curves over iterations: the raw line as a ghost behind the smoothed one, and points for looks."""

import math
from dataclasses import dataclass, field

import numpy as np
import pyqtgraph as pg
from numpy.typing import ArrayLike
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QMenu, QWidget

from metastudio.gui.colours import Colours
from metastudio.gui.plots.canvas import blend, line_pen
from metastudio.gui.plots.chips import Chip
from metastudio.gui.plots.history import History, Smoother, Values, decimate, visible
from metastudio.gui.plots.panel import PlotPanel

GHOST = 0.25  # share of its colour that the raw line keeps
GHOST_IN_THE_DARK = 0.4  # where the same share is hard to see
MANY_POINTS = 60  # above it, points are too close to be drawn as dots


@dataclass
class _Curve:
    """One series: its history (x, raw, smoothed), its items on the canvas, and its chip."""

    name: str
    smoothed: bool
    chip: Chip
    ghost: pg.PlotCurveItem
    line: pg.PlotCurveItem
    dots: pg.ScatterPlotItem
    smoother: Smoother
    history: History = field(default_factory=lambda: History(3))

    def items(self) -> tuple[pg.GraphicsObject, ...]:
        return self.ghost, self.line, self.dots


class CurvePlot(PlotPanel):
    """Training and validation curves that grow. Values are kept in the unit of the axis."""

    def __init__(
        self, name: str, title: str, empty: str, x_title: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(name, title, empty, parent)
        self._x_title, self._y_title = x_title, title
        self._suffix = ""
        self._weight = 0.6
        self._log = False
        self._curves: dict[str, _Curve] = {}
        self._series: dict[str, QColor] = {}
        self._best: tuple[str, float, float] | None = None
        self._best_item = pg.ScatterPlotItem(size=13, pxMode=True)
        self._best_item.setZValue(20)
        self._cursor = pg.InfiniteLine(angle=90, movable=False)
        self._cursor.setZValue(-5)
        self._marks: list[tuple[float, pg.InfiniteLine]] = []
        for item in (self._best_item, self._cursor):
            self.canvas.addItem(item, ignoreBounds=True)
            item.hide()
        self.canvas.redraw.connect(self._redraw)
        self.canvas.hovered.connect(self._read_out)
        self.canvas.table = self.csv
        self.canvas.extra_actions = self._add_actions
        self.set_axis(title)

    # --- what is drawn ---------------------------------------------------------------------------

    def set_axis(self, title: str, *, suffix: str = "") -> None:
        """Name the y axis; `suffix` follows every number on it."""
        self._y_title, self._suffix = title, suffix
        self.canvas.set_titles(self._x_title, title, y_suffix=suffix, whole_x=True)
        if self.colours is not None:
            self.canvas.set_colours(self.colours, self.text_scale)

    def add_curve(self, key: str, name: str, *, smoothed: bool) -> None:
        """Add a series: smoothed with a ghost behind it, or a line through points."""
        chip = Chip(name, dot=not smoothed)
        chip.setObjectName(f"{self.objectName()}{key.capitalize()}Chip")
        chip.setToolTip(self.tr("Show or hide this curve"))
        chip.toggled.connect(self.canvas.mark_stale)
        self.add_to_header(chip)
        curve = _Curve(
            name, smoothed, chip, pg.PlotCurveItem(), pg.PlotCurveItem(),
            pg.ScatterPlotItem(size=5, pxMode=True), Smoother(self._weight if smoothed else 0.0),
        )  # fmt: skip
        self._curves[key] = curve
        for z, item in enumerate(curve.items()):
            item.setZValue(len(self._curves) + 5 * z)
            self.canvas.addItem(item, ignoreBounds=True)

    def set_series(self, colours: dict[str, QColor]) -> None:
        """Choose the colour of each series."""
        self._series |= colours
        if self.colours is not None:
            self.set_colours(self.colours, self.text_scale)

    def append(self, key: str, x: ArrayLike, y: ArrayLike) -> None:
        """Add points to a series, in the unit of the axis; x never falls."""
        curve = self._curves[key]
        y = np.atleast_1d(np.asarray(y, dtype=np.float64))
        if len(y) == 0:
            return
        curve.history.extend(x, y, curve.smoother.extend(y))
        self.show_plot(True)
        self.canvas.mark_stale()

    def points(self, key: str) -> tuple[Values, Values]:
        """Return x and raw y of a series, all of them."""
        history = self._curves[key].history
        return history.column(0), history.column(1)

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
        mark.setZValue(-4)
        self._marks.append((x, mark))
        self.canvas.addItem(mark, ignoreBounds=True)
        self._colour_marks()

    def clear(self) -> None:
        """Forget all points and zoom, for a new run."""
        for curve in self._curves.values():
            curve.history.clear()
            curve.smoother = Smoother(curve.smoother.weight)
        for _, mark in self._marks:
            self.canvas.removeItem(mark)
        self._marks.clear()
        self._best = None
        self.readout.clear()
        self.show_plot(False)
        self.canvas.fit()

    def set_smoothing(self, weight: float) -> None:
        """Smooth anew with this weight of the past, 0 to 0.99."""
        self._weight = weight
        for curve in self._curves.values():
            if curve.smoothed and weight != curve.smoother.weight:
                curve.smoother = Smoother(weight)
                raw = curve.history.column(1)
                curve.history.column(2)[:] = curve.smoother.extend(raw)
        self.canvas.mark_stale()

    def set_log(self, on: bool) -> None:
        """Draw y on a logarithmic axis; values that are not positive are left out."""
        self._log = on
        self.canvas.set_log_y(on)
        self.canvas.fit()

    def set_colours(self, colours: Colours, scale: float = 1.0) -> None:
        super().set_colours(colours, scale)
        ghost = GHOST_IN_THE_DARK if colours.dark else GHOST
        for key, curve in self._curves.items():
            series = self._series.get(key, colours.text)
            curve.chip.set_colours(series, colours, scale)
            curve.ghost.setPen(line_pen(blend(series, colours.panel, ghost)))
            curve.line.setPen(line_pen(series))
            curve.dots.setPen(None)
            curve.dots.setBrush(series)
        self._best_item.setPen(pg.mkPen(colours.good, width=2))
        self._best_item.setBrush(None)
        self._cursor.setPen(line_pen(colours.control_line))
        self._colour_marks()

    def _colour_marks(self) -> None:
        if self.colours is None:
            return
        pen = line_pen(self.colours.muted)
        pen.setStyle(Qt.PenStyle.DotLine)
        for _, mark in self._marks:
            mark.setPen(pen)
            mark.label.setColor(self.colours.muted)
            mark.label.setFont(self.canvas.caption_font())

    # --- drawing ---------------------------------------------------------------------------------

    def _redraw(self) -> None:
        low, high = self.canvas.getViewBox().viewRange()[0]
        if self.canvas.following:
            low, high = -math.inf, math.inf
        drawn: list[tuple[Values, Values]] = []
        for curve in self._curves.values():
            shown = curve.chip.isChecked() and len(curve.history) > 0
            for item in curve.items():
                item.setVisible(shown)
            if shown:
                drawn.append(self._draw(curve, low, high))
        if drawn:
            self._follow(drawn)
        self._draw_best()

    def _draw(self, curve: _Curve, low: float, high: float) -> tuple[Values, Values]:
        """Draw the part of a curve in view; returns what decides the range of the axes."""
        x, raw, smooth = (curve.history.column(i) for i in range(3))
        part = visible(x, low, high)
        x, raw, smooth = x[part], self._scaled(raw[part]), self._scaled(smooth[part])
        pixels = self.canvas.pixels()
        widest = decimate(x, raw, pixels)
        ghosted = curve.smoothed and curve.smoother.weight > 0
        curve.ghost.setVisible(ghosted)
        if ghosted:
            curve.ghost.setData(*widest, connect="finite")
        curve.line.setData(*decimate(x, smooth, pixels), connect="finite")
        dotted = (not curve.smoothed and len(x) <= MANY_POINTS) or len(x) == 1
        curve.dots.setVisible(dotted)
        if dotted:
            curve.dots.setData(x, smooth)
        return widest

    def _scaled(self, values: Values) -> Values:
        if not self._log:
            return values
        with np.errstate(divide="ignore", invalid="ignore"):
            logs: Values = np.log10(values)
        logs[~np.isfinite(logs)] = np.nan
        return logs

    def _follow(self, drawn: list[tuple[Values, Values]]) -> None:
        x = np.concatenate([points[0] for points in drawn])
        y = np.concatenate([points[1] for points in drawn])
        y = y[np.isfinite(y)]
        if len(y):
            self.canvas.follow((float(x.min()), float(x.max())), (float(y.min()), float(y.max())))

    def _draw_best(self) -> None:
        shown = self._best is not None and self._curves_shown()
        self._best_item.setVisible(shown)
        if self._best is not None and shown:
            _, x, y = self._best
            self._best_item.setData([x], self._scaled(np.array([y])))

    def _curves_shown(self) -> bool:
        return any(not c.smoothed and c.chip.isChecked() for c in self._curves.values())

    # --- reading ---------------------------------------------------------------------------------

    def _read_out(self, x: float, _y: float) -> None:
        """Say the values nearest to the pointer, each at its own nearest x."""
        parts: list[str] = []
        at = x
        for curve in self._curves.values():
            xs = curve.history.column(0)
            if not math.isfinite(x) or not len(xs) or not curve.chip.isChecked():
                continue
            index = min(int(np.searchsorted(xs, x)), len(xs) - 1)
            if index and x - xs[index - 1] < xs[index] - x:
                index -= 1
            if not parts:
                at = float(xs[index])
            value = float(curve.history.column(2)[index])
            parts.append(f"{curve.name} {value:.4g}{self._suffix}")
        self._cursor.setVisible(bool(parts))
        self._cursor.setPos(at)
        best = self._best[0] if self._best is not None else ""
        self.readout.setText(f"{at:,.0f}: {', '.join(parts)}" if parts else best)

    def csv(self) -> str:
        """Return every point that was ever appended, one row a point."""
        unit = f" ({self._suffix.strip()})" if self._suffix else ""
        rows = [f"series,iteration,{self._y_title.lower()}{unit},smoothed"]
        for curve in self._curves.values():
            columns = (curve.history.column(i) for i in range(3))
            rows += [
                f"{curve.name},{x:.0f},{raw:.9g},{smooth:.9g}"
                for x, raw, smooth in zip(*columns, strict=True)
            ]
        return "\n".join(rows) + "\n"

    def _add_actions(self, menu: QMenu) -> None:
        action = menu.addAction(self.tr("Logarithmic axis"))
        action.setCheckable(True)
        action.setChecked(self._log)
        action.toggled.connect(self.set_log)
