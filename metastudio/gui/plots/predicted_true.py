"""A function of several inputs: what is predicted over what is true, after each step."""

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from metastudio.gui.colours import Colours
from metastudio.gui.plots.canvas import Canvas, blend, line_pen, written
from metastudio.gui.plots.history import Values


class PredictedTrue(Canvas):
    """Queries as dots, rings where they lay before adapting; on the diagonal all would be right."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._true: Values = np.empty(0)
        self._predicted: Values = np.empty((0, 0))
        self._step = 0
        self._right = pg.PlotCurveItem()
        self._moves = pg.PlotCurveItem()
        self._before = pg.ScatterPlotItem(size=7, pxMode=True)
        self._after = pg.ScatterPlotItem(size=9, pxMode=True)
        for z, item in enumerate((self._right, self._moves, self._before, self._after)):
            item.setZValue(z)
            self.addItem(item, ignoreBounds=True)
        self.redraw.connect(self._draw)
        self.table = lambda: written(self.csv())
        self.setMinimumHeight(120)

    @property
    def predicted(self) -> Values:
        """What is predicted of each query after the step that is shown, `(queries,)`."""
        if not len(self._predicted):
            return np.empty(0)
        return self._predicted[min(self._step, len(self._predicted) - 1)].copy()

    def show_queries(
        self, true: NDArray[np.floating], predicted: NDArray[np.floating], target: str
    ) -> None:
        """Show `true (queries,)` and `predicted (steps, queries)` values of what `target` names."""
        self._true = np.asarray(true, dtype=np.float64)
        self._predicted = np.asarray(predicted, dtype=np.float64)
        self.set_titles(
            self.tr("True: {0}").format(target), self.tr("Predicted: {0}").format(target)
        )
        self.mark_stale()

    def show_step(self, step: int) -> None:
        """Show the predictions after this step."""
        self._step = step
        self.mark_stale()

    def set_series(self, series: QColor, colours: Colours, scale: float = 1.0) -> None:
        """Follow the theme, with the dots in the colour of the run."""
        self.set_colours(colours, scale)
        right = line_pen(colours.muted)
        right.setStyle(Qt.PenStyle.DashLine)
        self._right.setPen(right)
        self._moves.setPen(line_pen(blend(series, colours.panel, 0.35)))
        self._before.setPen(line_pen(colours.muted))
        self._before.setBrush(None)
        self._after.setPen(line_pen(colours.panel))
        self._after.setBrush(series)
        self.mark_stale()

    def csv(self) -> str:
        """Return what is true and predicted, one row a query and step."""
        rows = ["step,query,true,predicted"]
        for step, values in enumerate(self._predicted):
            rows += [
                f"{step},{query + 1},{true:.6g},{value:.6g}"
                for query, (true, value) in enumerate(zip(self._true, values, strict=True))
            ]
        return "\n".join(rows) + "\n"

    def _draw(self) -> None:
        if not len(self._predicted):
            return
        before, after = self._predicted[0], self.predicted
        self._before.setData(self._true, before)
        self._after.setData(self._true, after)
        ways = np.stack([before, after], 1).ravel()
        self._moves.setData(np.repeat(self._true, 2), ways, connect="pairs")
        everything = np.concatenate([self._true, before, after])
        everything = everything[np.isfinite(everything)]
        if not len(everything):
            return
        low, high = float(everything.min()), float(everything.max())
        self._right.setData([low, high], [low, high])
        self.follow((low, high), (low, high))
