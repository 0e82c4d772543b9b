"""Scores side by side: a bar each with its 95 % interval, or over the time that they took."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from metastudio.gui.colours import Colours
from metastudio.gui.plots.adaptation_fan import shown
from metastudio.gui.plots.canvas import line_pen, written
from metastudio.gui.plots.panel import PlotPanel

WIDTH = 0.62  # of a bar; 1 would touch the next
HEAD = 1.16  # room above the tallest bar for its number
NARROW = 14  # bars from which only every number that fits is written


@dataclass(frozen=True)
class Score:
    """One bar or point. `letter` stands under it, so that colour is not alone."""

    letter: str
    name: str
    value: float  # in the unit of the axis
    half: float  # of the 95 % interval
    colour: QColor
    x: float = 0.0  # where it lies over a measure of its own

    @property
    def text(self) -> str:
        """Letter and name."""
        return f"{self.letter}  {self.name}"


class ScorePlot(PlotPanel):
    """What both plots of scores share: intervals, letters, and what the pointer reads out."""

    def __init__(self, name: str, title: str, empty: str, parent: QWidget | None = None) -> None:
        super().__init__(name, title, empty, parent)
        self._scores: tuple[Score, ...] = ()
        self._title, self._suffix, self._x_title = title, "", ""
        self._errors = pg.ErrorBarItem(x=np.zeros(1), y=np.zeros(1), beam=0.12)
        self._errors.setZValue(5)
        self.canvas.addItem(self._errors, ignoreBounds=True)
        self._labels: list[pg.TextItem] = []
        self.canvas.redraw.connect(self._redraw)
        self.canvas.hovered.connect(self._read_out)
        self.canvas.table = lambda: written(self.csv())

    def show_scores(
        self, scores: Sequence[Score], *, title: str, suffix: str, x_title: str = ""
    ) -> None:
        """Draw these scores; values that are not finite have no place."""
        self._scores = tuple(s for s in scores if math.isfinite(s.value))
        self._title, self._suffix, self._x_title = title, suffix, x_title
        self.canvas.set_titles(x_title, title, y_suffix=suffix)
        self.show_plot(bool(self._scores))
        if self.colours is not None:
            self.set_colours(self.colours, self.text_scale)
        self.canvas.fit()

    def set_colours(self, colours: Colours, scale: float = 1.0) -> None:
        super().set_colours(colours, scale)
        self._errors.setData(pen=line_pen(colours.text))

    def _places(self) -> np.ndarray:
        return np.array([s.x for s in self._scores])

    def _redraw(self) -> None:
        raise NotImplementedError

    def _draw_errors(self, x: np.ndarray, beam: float) -> None:
        values = np.array([s.value for s in self._scores])
        half = np.array([s.half if math.isfinite(s.half) else 0.0 for s in self._scores])
        self._errors.setData(x=x, y=values, top=half, bottom=half, beam=beam)

    def _write(self, texts: Sequence[tuple[float, float, str, tuple[float, float]]]) -> None:
        """Write words at places; `(0.5, 1)` anchors their lower edge's middle."""
        for label in self._labels:
            self.canvas.removeItem(label)
        self._labels = []
        if self.colours is None:
            return
        for x, y, text, anchor in texts:
            label = pg.TextItem(text, color=self.colours.text, anchor=anchor)
            label.setFont(self.canvas.caption_font())
            label.setPos(x, y)
            label.setZValue(10)
            self.canvas.addItem(label, ignoreBounds=True)
            self._labels.append(label)

    def _read_out(self, x: float, _y: float) -> None:
        if not self._scores or not math.isfinite(x):
            self.readout.clear()
            return
        score = self._scores[int(np.argmin(np.abs(self._places() - x)))]
        value, half = (shown(v, self._suffix) for v in (score.value, score.half))
        self.readout.setText(f"{score.text}: {value} ± {half}")

    def csv(self) -> str:
        """Return one row a score."""
        rows = [f"letter,name,{self._x_title.lower() or 'place'},{self._title.lower()},ci95"]
        for place, s in zip(self._places(), self._scores, strict=True):
            name = s.name.replace('"', '""')
            rows.append(f'{s.letter},"{name}",{place:.9g},{s.value:.9g},{s.half:.9g}')
        return "\n".join(rows) + "\n"


class BarPlot(ScorePlot):
    """A bar from nought for each score, with its number above and its letter below."""

    def __init__(self, name: str, title: str, empty: str, parent: QWidget | None = None) -> None:
        super().__init__(name, title, empty, parent)
        self._bars = pg.BarGraphItem(x=[0], height=[0], width=WIDTH)
        self.canvas.addItem(self._bars, ignoreBounds=True)

    def _places(self) -> np.ndarray:
        return np.arange(len(self._scores), dtype=float)

    def _redraw(self) -> None:
        if not self._scores:
            return
        x, values = self._places(), [s.value for s in self._scores]
        self._bars.setOpts(
            x=x, height=values, width=WIDTH, brushes=[s.colour for s in self._scores],
            pens=[line_pen(s.colour) for s in self._scores],
        )  # fmt: skip
        self._draw_errors(x, 0.12)
        letters = [(place, s.letter) for place, s in zip(x, self._scores, strict=True)]
        self.canvas.getPlotItem().getAxis("bottom").setTicks([letters])
        if len(self._scores) <= NARROW:
            tops = [s.value + (s.half if math.isfinite(s.half) else 0) for s in self._scores]
            texts = [shown(s.value, self._suffix) for s in self._scores]
            self._write([
                (place, top, text, (0.5, 1.0))
                for place, top, text in zip(x, tops, texts, strict=True)
            ])  # fmt: skip
        top = max(s.value + (s.half if math.isfinite(s.half) else 0) for s in self._scores)
        self.canvas.follow((-0.6, len(x) - 0.4), (0.0, max(top, 1e-9) * HEAD), margin=0.0)


class ScatterPlot(ScorePlot):
    """A point with its interval for each score, over a measure of its own, with its letter."""

    def __init__(self, name: str, title: str, empty: str, parent: QWidget | None = None) -> None:
        super().__init__(name, title, empty, parent)
        self._points = pg.ScatterPlotItem(size=10, pxMode=True)
        self._points.setZValue(6)
        self.canvas.addItem(self._points, ignoreBounds=True)

    def _redraw(self) -> None:
        if not self._scores:
            return
        x = self._places()
        values = np.array([s.value for s in self._scores])
        half = np.array([s.half if math.isfinite(s.half) else 0.0 for s in self._scores])
        self._points.setData(
            x, values, brush=[s.colour for s in self._scores], pen=line_pen(QColor("white"))
        )
        span = float(x.max() - x.min()) or float(x.max()) or 1.0
        self._draw_errors(x, span * 0.015)
        self._write([
            (place + span * 0.015, s.value, s.letter, (0.0, 1.0))
            for place, s in zip(x, self._scores, strict=True)
        ])  # fmt: skip
        self.canvas.follow(
            (min(0.0, float(x.min())), float(x.max())),
            (float((values - half).min()), float((values + half).max())),
            margin=0.08,
        )
