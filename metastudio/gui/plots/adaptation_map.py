"""The adaptation map: how well a model does after each step, as colour, over meta-training."""

import math
from collections.abc import Callable

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QWidget

from metastudio.gui.colours import Colours
from metastudio.gui.plots.adaptation_fan import Measure, shown
from metastudio.gui.plots.canvas import line_pen
from metastudio.gui.plots.chips import Chip
from metastudio.gui.plots.history import History, Values
from metastudio.gui.plots.panel import PlotPanel

MOST_COLUMNS = 2000  # more validations are merged for drawing; the history keeps all
MOST_ROWS = 128
COLOUR_MAP = "viridis"  # perceptually uniform, for colour-blind eyes too, apart from both grounds


class AdaptationMap(PlotPanel):
    """One column a validation, one row a step; a cursor on it goes back in time.

    `timeChosen` says the iteration that is looked at, -1 for the newest.
    """

    timeChosen = Signal(int)

    def __init__(self, name: str, title: str, empty: str, parent: QWidget | None = None) -> None:
        super().__init__(name, title, empty, parent)
        self._measures: tuple[Measure, ...] = ()
        self._histories: tuple[History, ...] = ()  # iteration, then the mean at each step
        self._x: Values = np.empty(0)  # the steps, which are drawn upwards
        self._step_title = ""
        self._chosen = 0
        self._at = -1
        self._stale = False
        self._chips = [Chip(self.tr("Score")), Chip(self.tr("Loss"))]
        group = QButtonGroup(self)
        for index, chip in enumerate(self._chips):
            chip.setObjectName(f"{name}Measure{index}")
            chip.setVisible(False)
            group.addButton(chip, index)
            self.add_to_header(chip)
        group.idToggled.connect(self._choose)
        self.live = Chip(self.tr("Live"))
        self.live.setObjectName(f"{name}Live")
        self.live.setToolTip(
            self.tr("Follow the newest validation. Click the map, or use ← and →, to go back.")
        )
        self.live.clicked.connect(self.go_live)
        self.live.setVisible(False)
        self.add_to_header(self.live)
        self._image = pg.ImageItem(axisOrder="col-major")
        self._map = pg.colormap.get(COLOUR_MAP)
        self._bar: pg.ColorBarItem | None = None  # made with the first data: it takes a while
        # White on black, so that it shows on every colour of the map.
        self._cursor = tuple(pg.InfiniteLine(angle=90, movable=False) for _ in range(2))
        for z, item in enumerate((self._image, *self._cursor)):
            item.setZValue(z)
            self.canvas.addItem(item, ignoreBounds=True)
        for line, colour, width in zip(self._cursor, ("black", "white"), (4, 2), strict=True):
            line.setPen(line_pen(QColor(colour), width))
            line.hide()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.canvas.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the arrow keys are for the cursor
        self.canvas.grab = self._grab
        self.canvas.dragged.connect(self._go_to)
        self.canvas.hovered.connect(self._read_out)
        self.canvas.redraw.connect(self._redraw)
        self.canvas.table = self._frozen_csv

    # --- what is drawn ---------------------------------------------------------------------------

    def add_look(
        self,
        iteration: int,
        x: NDArray[np.floating],
        measures: tuple[Measure, ...],
        *,
        x_title: str,
    ) -> None:
        """Add a validation: one or two measures of every task (row) and step (column of `x`)."""
        if not self._histories or len(x) != len(self._x):
            self._begin(np.asarray(x, dtype=np.float64), measures, x_title)
        for measure, history in zip(measures, self._histories, strict=True):
            history.extend(iteration, *measure.values.mean(axis=0))
        self._stale = True
        self.live.setVisible(True)
        self.show_plot(True)
        self.canvas.mark_stale()

    def _begin(self, x: Values, measures: tuple[Measure, ...], x_title: str) -> None:
        if self._bar is None:
            self._bar = pg.ColorBarItem(width=10, interactive=False, colorMapMenu=False)
            self._bar.setImageItem(self._image, insert_in=self.canvas.getPlotItem())
        self._x, self._measures = x, measures
        self._histories = tuple(History(1 + len(x)) for _ in measures)
        self._chosen = min(self._chosen, len(measures) - 1)
        for index, chip in enumerate(self._chips):
            chip.setVisible(len(measures) > 1)
            if index < len(measures):
                chip.setText(measures[index].name)
                chip.setAccessibleName(measures[index].name)
        self._chips[self._chosen].setChecked(True)
        self.canvas.set_whole_y(True)
        self.name_steps(x_title)

    def name_steps(self, title: str) -> None:
        """Name what is drawn upwards: "Inner step"."""
        self._step_title = title
        self.canvas.set_titles(self.tr("Iteration"), title, whole_x=True)
        if self.colours is not None:
            self.set_colours(self.colours, self.text_scale)

    def clear(self) -> None:
        """Forget all, for a new run."""
        self._measures, self._histories = (), ()
        self._at = -1
        self._chosen = 0
        for chip in (*self._chips, self.live):
            chip.setVisible(False)
        for line in self._cursor:
            line.hide()
        self.live.setChecked(True)
        self.readout.clear()
        self.show_plot(False)
        self.canvas.fit()

    @property
    def iterations(self) -> Values:
        """The iterations of all validations."""
        return self._histories[0].column(0) if self._histories else np.empty(0)

    @property
    def time(self) -> int:
        """The iteration under the cursor; -1 while it follows the newest."""
        return self._at

    def set_colours(self, colours: Colours, scale: float = 1.0) -> None:
        super().set_colours(colours, scale)
        for chip in (*self._chips, self.live):
            chip.set_colours(None, colours, scale)
        self._stale = True
        if self._bar is None:
            return
        axis = self._bar.getAxis("right")
        axis.setTickFont(self.canvas.caption_font())
        axis.setTextPen(colours.muted)
        axis.setStyle(tickLength=0, tickTextOffset=6)
        axis.setWidth(round(56 * scale))
        for side in ("left", "right", "top", "bottom"):
            self._bar.getAxis(side).setPen(line_pen(colours.line))

    # --- drawing ---------------------------------------------------------------------------------

    def _choose(self, index: int, on: bool) -> None:
        if on and index != self._chosen and index < len(self._measures):
            self._chosen = index
            self._stale = True
            self.canvas.mark_stale()

    def _redraw(self) -> None:
        if not self._histories or not self._stale or self._bar is None:
            return
        self._stale = False
        measure, history = self._measures[self._chosen], self._histories[self._chosen]
        rows = np.stack([history.column(1 + index) for index in _rows(len(self._x))])
        image, left, right = columns(history.column(0), rows)
        low, high = _levels(image)
        table = self._map.getLookupTable(nPts=256)
        colour_map = self._map
        if measure.lower_is_better:
            colour_map = pg.ColorMap(np.linspace(0, 1, 256), table[::-1])
        self._image.setImage(image.T, autoLevels=False)
        self._bar.setColorMap(colour_map)
        self._bar.setLevels((low, high))
        self._bar.getAxis("right").setTicks([[
            (value, shown(value, measure.suffix)) for value in (low, (low + high) / 2, high)
        ]])  # fmt: skip
        height = (self._x[-1] - self._x[0]) / max(len(self._x) - 1, 1) or 1.0
        bottom, top = self._x[0] - height / 2, self._x[-1] + height / 2
        self._image.setRect(QRectF(left, bottom, right - left, top - bottom))
        self.canvas.follow((left, right), (bottom, top), margin=0.0)

    # --- time ------------------------------------------------------------------------------------

    def go_live(self) -> None:
        """Follow the newest validation again."""
        self._show_cursor(-1)

    def go_to(self, iteration: float) -> None:
        """Look at the validation nearest to an iteration."""
        known = self.iterations
        if len(known):
            self._show_cursor(int(known[int(np.argmin(np.abs(known - iteration)))]))

    def _go_to(self, x: float, _y: float) -> None:
        self.go_to(x)

    def _grab(self, x: float, _y: float) -> bool:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.go_to(x)
        return len(self.iterations) > 0

    def _show_cursor(self, iteration: int) -> None:
        self.live.setChecked(iteration < 0)
        for line in self._cursor:
            line.setVisible(iteration >= 0)
            line.setPos(max(iteration, 0))
        if iteration != self._at:
            self._at = iteration
            self.timeChosen.emit(iteration)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        known = self.iterations
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if event.key() in steps and len(known):
            place = len(known) - 1
            if self._at >= 0:
                place = int(np.searchsorted(known, self._at))
            place = min(max(place + steps[Qt.Key(event.key())], 0), len(known) - 1)
            self._show_cursor(int(known[place]))
        elif event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_End) and self._at >= 0:
            self.go_live()
        else:
            super().keyPressEvent(event)

    # --- reading ---------------------------------------------------------------------------------

    def _read_out(self, x: float, y: float) -> None:
        known = self.iterations
        if not len(known) or not math.isfinite(x):
            self.readout.clear()
            return
        place = min(int(np.searchsorted(known, x)), len(known) - 1)
        row = int(np.argmin(np.abs(self._x - y)))
        measure, history = self._measures[self._chosen], self._histories[self._chosen]
        value = shown(float(history.column(1 + row)[place]), measure.suffix)
        self.readout.setText(
            self.tr("Iteration {0}, {1} {2}: {3}").format(
                f"{known[place]:,.0f}", self._step_title.lower(), f"{self._x[row]:g}", value
            )
        )

    def csv(self) -> str:
        """Return the mean over tasks, one row a validation and step, of every validation."""
        return self._frozen_csv()()

    def _frozen_csv(self) -> Callable[[], str]:
        """Copy every validation; what is returned writes them down, on any thread."""
        names = ",".join(measure.name.lower() for measure in self._measures)
        head = f"iteration,{self._step_title.lower()},{names}"
        steps, iterations = self._x, self.iterations.copy()
        copies = [
            [history.column(1 + step).copy() for step in range(len(steps))]
            for history in self._histories
        ]

        def text() -> str:
            rows = [head]
            for place, iteration in enumerate(iterations):
                for step, x in enumerate(steps):
                    cells = ",".join(f"{means[step][place]:.9g}" for means in copies)
                    rows.append(f"{iteration:.0f},{x:g},{cells}")
            return "\n".join(rows) + "\n"

        return text


def columns(
    iterations: Values, rows: Values, at_most: int = MOST_COLUMNS
) -> tuple[Values, float, float]:
    """Return an image `(steps, columns)` with columns of one width, and the x of its edges.

    `rows` is `(steps, validations)`. A column reaches from the validation before to its own; more
    than `at_most` are merged by their mean.
    """
    ends = iterations
    if len(ends) > at_most:
        size = -(-len(ends) // at_most)
        starts = np.arange(0, len(ends), size)
        counts = np.diff(np.append(starts, len(ends)))
        rows = np.add.reduceat(rows, starts, axis=1) / counts
        ends = ends[np.append(starts[1:], len(ends)) - 1]
    widths = np.diff(ends)
    first = float(widths[0]) if len(widths) else max(float(ends[0]), 1.0)
    left, right = float(ends[0]) - first, float(ends[-1])
    if len(widths) and not np.allclose(widths, first):
        # A run that was finished early, or resumed: columns of several widths.
        width = (right - left) / at_most
        centres = left + width * (np.arange(at_most) + 0.5)
        rows = rows[:, np.minimum(np.searchsorted(ends, centres), len(ends) - 1)]
    return rows, left, right


def _rows(steps: int) -> NDArray[np.int64]:
    """Return the steps that are drawn: all, or evenly chosen ones of many."""
    return np.linspace(0, steps - 1, min(steps, MOST_ROWS)).round().astype(np.int64)


def _levels(image: Values) -> tuple[float, float]:
    """Return what the ends of the colour scale stand for; a few extremes do not stretch it."""
    finite = image[np.isfinite(image)]
    if not len(finite):
        return 0.0, 1.0
    low, high = (float(value) for value in np.percentile(finite, (1, 99)))
    return (low, high) if high > low else (low - 0.5, low + 0.5)
