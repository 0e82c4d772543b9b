"""The adaptation fan: how each validation task learns from its support set, and the mean of all."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QButtonGroup, QLabel, QWidget

from metastudio.gui.colours import Colours
from metastudio.gui.plots.canvas import blend, line_pen
from metastudio.gui.plots.chips import Chip
from metastudio.gui.plots.panel import PlotPanel

STRIP = 0.35  # half the width over which tasks are spread where there is one point of x
FEW_POINTS = 30  # up to here the mean has dots
BOLD_POINTS = 200  # up to here it is bold; a wide pen on long lines is slow
NEAR_PIXELS = 24  # a curve further from the pointer than this is not named


@dataclass(frozen=True)
class Measure:
    """One thing to draw: a value a task (row) and point of x (column), in the axis's unit."""

    name: str  # on the chip and the axis: "Accuracy"
    suffix: str  # after every number: " %"
    values: NDArray[np.float64]
    lower_is_better: bool = False


Looks = Iterable[tuple[int, Sequence[Measure]]]
"""Validations by their iteration."""


class AdaptationFan(PlotPanel):
    """Each task a thin line, the mean bold with its 95 % band, the gain as a number.

    All thin lines are one item with a connect array: forty items would cost forty times as much.
    """

    taskChosen = Signal(int)  # by a click on its curve

    def __init__(self, name: str, title: str, empty: str, parent: QWidget | None = None) -> None:
        super().__init__(name, title, empty, parent)
        self.history: Callable[[], Callable[[], Looks]] | None = None
        """Freezes all validations that there were; what it returns reads them, on any thread."""
        self._measures: tuple[Measure, ...] = ()
        self._chosen = 0
        self._x: NDArray[np.float64] = np.empty(0)
        self._x_title, self._caption = "", ""
        self._series: QColor | None = None
        self._hovered = -1
        self._picked = -1
        self.gain = QLabel()
        self.gain.setObjectName(f"{name}Gain")
        self.gain.setProperty("role", "heading")
        self._chips = [Chip(self.tr("Score")), Chip(self.tr("Loss"))]  # named anew by what is shown
        group = QButtonGroup(self)
        for index, chip in enumerate(self._chips):
            chip.setObjectName(f"{name}Measure{index}")
            chip.setVisible(False)
            group.addButton(chip, index)
            self.add_to_header(chip)
        group.idToggled.connect(self._choose)
        self.add_to_header(self.gain)

        self._tasks = pg.PlotCurveItem()
        self._edges = (pg.PlotCurveItem(), pg.PlotCurveItem())
        self._band = pg.FillBetweenItem(*self._edges)
        self._mean = pg.PlotCurveItem()
        self._dots = pg.ScatterPlotItem(size=7, pxMode=True)
        self._one, self._pick = pg.PlotCurveItem(), pg.PlotCurveItem()
        self._strip = pg.ScatterPlotItem(size=6, pxMode=True)
        curves = (self._tasks, self._band, *self._edges, self._one, self._pick, self._mean)
        items = (*curves, self._strip, self._dots)
        for z, item in enumerate(items):
            item.setZValue(z)
            self.canvas.addItem(item, ignoreBounds=True)
        self.canvas.redraw.connect(self._redraw)
        self.canvas.hovered.connect(self._name_task)
        self.canvas.clicked.connect(self._choose_task)
        self.canvas.table = self._frozen_csv

    def show_tasks(
        self,
        x: NDArray[np.floating],
        measures: tuple[Measure, ...],
        *,
        x_title: str,
        caption: str,
    ) -> None:
        """Draw the curves of one validation: one or two measures, over x (points,)."""
        self._x = np.asarray(x, dtype=np.float64)
        if len(measures) != len(self._measures):
            self._chosen = 0
        self._measures, self._caption = measures, caption
        for index, chip in enumerate(self._chips):
            chip.setVisible(len(measures) > 1)
            if index < len(measures):
                chip.setText(measures[index].name)
                chip.setAccessibleName(measures[index].name)
        self._chips[self._chosen].setChecked(True)
        if x_title != self._x_title or self.is_empty:
            self._x_title = x_title
            self._name_axes()
        self.show_plot(True)
        self.canvas.mark_stale()

    def clear(self) -> None:
        """Forget the curves, for a new run."""
        self._measures = ()
        self._hovered = self._picked = -1
        self._chosen = 0
        for chip in self._chips:
            chip.setVisible(False)
        for label in (self.gain, self.readout):
            label.clear()
        self.show_plot(False)
        self.canvas.fit()

    def pick(self, task: int) -> None:
        """Mark the curve of a task that is looked at elsewhere; -1 marks none."""
        self._picked = task
        self.canvas.mark_stale()

    def set_series(self, colour: QColor) -> None:
        """Choose the colour of the run."""
        self._series = colour
        if self.colours is not None:
            self.set_colours(self.colours, self.text_scale)

    def set_colours(self, colours: Colours, scale: float = 1.0) -> None:
        super().set_colours(colours, scale)
        series = self._series or colours.accent
        for chip in self._chips:
            chip.set_colours(None, colours, scale)
        self._tasks.setPen(line_pen(blend(series, colours.panel, 0.45 if colours.dark else 0.35)))
        band = QColor(series)
        band.setAlpha(70)
        self._band.setBrush(band)
        for edge in self._edges:
            edge.setPen(None)
        self._one.setPen(line_pen(colours.muted, 2))
        self._pick.setPen(line_pen(colours.text, 2))
        self._strip.setBrush(blend(series, colours.panel, 0.7))
        self._strip.setPen(None)
        self._dots.setBrush(series)
        self._dots.setPen(line_pen(colours.text if colours.dark else colours.panel))

    # --- drawing ---------------------------------------------------------------------------------

    def _choose(self, index: int, on: bool) -> None:
        if on and index != self._chosen and index < len(self._measures):
            self._chosen = index
            self._name_axes()
            self.canvas.fit()

    def _name_axes(self) -> None:
        measure = self._measures[self._chosen]
        self.canvas.set_titles(self._x_title, measure.name, y_suffix=measure.suffix, whole_x=True)
        if self.colours is not None:
            self.canvas.set_colours(self.colours, self.text_scale)

    def _redraw(self) -> None:
        if not self._measures:
            return
        measure = self._measures[self._chosen]
        tasks, points = measure.values.shape
        self._strip.setVisible(points == 1)
        self._tasks.setVisible(points > 1)
        x = self._draw_strip(measure.values) if points == 1 else self._draw_lines(measure.values)
        mean, half = mean_and_half_width(measure.values)
        for edge, sign in zip(self._edges, (-1, 1), strict=True):
            edge.setData(x, np.resize(mean + sign * half, len(x)))
        self._mean.setPen(line_pen(self._series_colour(), 2 if points <= BOLD_POINTS else 1))
        self._mean.setData(x, np.resize(mean, len(x)))
        self._dots.setVisible(1 < points <= FEW_POINTS)
        self._dots.setData(self._x, mean)
        self._highlight(self._hovered if self._hovered < tasks else -1)
        self._draw_picked(measure.values)
        finite = measure.values[np.isfinite(measure.values)]
        if len(finite):
            span = (float(x[0]), float(x[-1]))
            self.canvas.follow(span, (float(finite.min()), float(finite.max())))
        self._say_gain(measure, mean)

    def _draw_lines(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Draw all tasks as one item; returns the x of the mean."""
        tasks, points = values.shape
        joined = np.ones((tasks, points), dtype=np.int32)
        joined[:, -1] = 0  # the last point of a task is not joined to the first of the next
        self._tasks.setData(np.tile(self._x, tasks), values.ravel(), connect=joined.ravel())
        return self._x

    def _draw_strip(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Draw tasks that have one point each side by side; returns the ends of the mean."""
        self._strip.setData(self._spread(len(values)), values[:, 0])
        return self._x[0] + np.array([-1.2, 1.2]) * STRIP

    def _spread(self, tasks: int) -> NDArray[np.float64]:
        return self._x[0] + np.linspace(-STRIP, STRIP, tasks)

    def _series_colour(self) -> QColor:
        if self._series is None and self.colours is not None:
            return self.colours.accent
        return self._series or QColor(Qt.GlobalColor.blue)

    def _say_gain(self, measure: Measure, mean: NDArray[np.float64]) -> None:
        before, after = (shown(float(value), measure.suffix) for value in (mean[0], mean[-1]))
        before = before.removesuffix(measure.suffix)  # once is enough where there is little room
        self.gain.setText(f"{before} → {after}" if len(mean) > 1 else after)
        if self._hovered < 0:
            self.readout.setText(self._caption)

    # --- reading ---------------------------------------------------------------------------------

    def _name_task(self, x: float, y: float) -> None:
        task = self._nearest(x, y)
        if task != self._hovered:
            self._hovered = task
            self._highlight(task)
        if task < 0:
            self.readout.setText(self._caption)
            return
        measure = self._measures[self._chosen]
        row = measure.values[task]
        before, after = (shown(float(v), measure.suffix) for v in (row[0], row[-1]))
        change = f"{before} → {after}" if len(row) > 1 else after
        self.readout.setText(self.tr("Validation task {0}: {1}").format(task + 1, change))

    def _nearest(self, x: float, y: float) -> int:
        """Return the task whose curve passes nearest to a point of the plot, -1 where none does."""
        if not self._measures or not math.isfinite(x) or not len(self._x):
            return -1
        values = self._measures[self._chosen].values
        across, up = self.canvas.getViewBox().viewPixelSize()
        if len(self._x) == 1:
            distance = np.hypot((self._spread(len(values)) - x) / across, (values[:, 0] - y) / up)
        else:
            distance = np.abs(self._at(x) - y) / up
        distance[~np.isfinite(distance)] = np.inf
        task = int(np.argmin(distance))
        return task if distance[task] <= NEAR_PIXELS else -1

    def _at(self, x: float) -> NDArray[np.float64]:
        """Return where every task's line stands at `x`, (tasks,)."""
        values = self._measures[self._chosen].values
        right = int(np.clip(np.searchsorted(self._x, x), 1, len(self._x) - 1))
        left = right - 1
        span = self._x[right] - self._x[left]
        share = float(np.clip((x - self._x[left]) / span, 0, 1)) if span else 0.0
        at_x: NDArray[np.float64] = (1 - share) * values[:, left] + share * values[:, right]
        return at_x

    def _highlight(self, task: int) -> None:
        self._one.setVisible(task >= 0 and len(self._x) > 1)
        if task >= 0:
            self._one.setData(self._x, self._measures[self._chosen].values[task])

    def _draw_picked(self, values: NDArray[np.float64]) -> None:
        shown = 0 <= self._picked < len(values) and len(self._x) > 1
        self._pick.setVisible(shown)
        if shown:
            self._pick.setData(self._x, values[self._picked])

    def _choose_task(self, x: float, y: float) -> None:
        task = self._nearest(x, y)
        if task >= 0:
            self.taskChosen.emit(task)

    def csv(self) -> str:
        """Return one row a task and point, of every measure and of every validation.

        Without a `history` it is the validation that is shown, whose iteration is not told.
        """
        return self._frozen_csv()()

    def _frozen_csv(self) -> Callable[[], str]:
        x, measures = self._x, self._measures
        names = [self._x_title, *(measure.name for measure in measures)]
        if self.history is None or not measures:
            return lambda: _written(names, x, "", [("", measures)])
        read = self.history()
        return lambda: _written(names, x, "iteration,", ((f"{at},", look) for at, look in read()))


def _written(
    names: Sequence[str],
    x: NDArray[np.float64],
    head: str,
    looks: Iterable[tuple[str, Sequence[Measure]]],
) -> str:
    rows = [f"{head}task,{','.join(names).lower()}"]
    steps = [f"{value:g}" for value in x]
    for start, measures in looks:
        for task, lines in enumerate(zip(*(m.values for m in measures), strict=True), 1):
            for step, cells in zip(steps, zip(*lines, strict=True), strict=False):
                rows.append(f"{start}{task},{step},{','.join(f'{c:.9g}' for c in cells)}")
    return "\n".join(rows) + "\n"


def mean_and_half_width(
    values: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the mean over tasks and half its 95 % interval, 1.96 s / √n, both (points,)."""
    mean = values.mean(axis=0)
    tasks = len(values)
    spread = values.std(axis=0, ddof=1) if tasks > 1 else np.zeros_like(mean)
    return mean, 1.96 * spread / math.sqrt(tasks)


def shown(value: float, suffix: str) -> str:
    """Write a number for a person: one decimal for percentages, three digits otherwise."""
    return f"{value:.1f}{suffix}" if suffix else f"{value:.3g}"
