"""A score over the place in a drifting stream: what a model knows of its beginning and its end."""

import math

import numpy as np
import pyqtgraph as pg
from PySide6.QtWidgets import QWidget

from metastudio.gui.colours import Colours
from metastudio.gui.plots.bars import ScorePlot
from metastudio.gui.plots.canvas import line_pen


class StreamPlot(ScorePlot):
    """Points with their intervals, joined, from 0 to 100 % of the stream."""

    def __init__(self, name: str, title: str, empty: str, parent: QWidget | None = None) -> None:
        super().__init__(name, title, empty, parent)
        self._line = pg.PlotCurveItem()
        self._points = pg.ScatterPlotItem(size=8, pxMode=True)
        for z, item in ((4, self._line), (6, self._points)):
            item.setZValue(z)
            self.canvas.addItem(item, ignoreBounds=True)

    def set_colours(self, colours: Colours, scale: float = 1.0) -> None:
        super().set_colours(colours, scale)
        self._line.setPen(line_pen(colours.accent, 2))
        self._points.setPen(line_pen(colours.panel))
        self._points.setBrush(colours.accent)

    def _redraw(self) -> None:
        if not self._scores:
            return
        x, values = self._places(), np.array([s.value for s in self._scores])
        half = np.array([s.half if math.isfinite(s.half) else 0.0 for s in self._scores])
        self._line.setData(x, values)
        self._points.setData(x, values)
        self._draw_errors(x, 1.5)
        low, high = float((values - half).min()), float((values + half).max())
        self.canvas.follow((0.0, 100.0), (low, high), margin=0.08)
