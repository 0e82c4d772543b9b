"""One regression task: the curve that is to be learned, and the few points that are known of it."""

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtWidgets import QWidget

from metastudio.gui.theme import theme


class FunctionView(pg.PlotWidget):
    """Support points on the query curve; takes points `(n, 2)`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Function"))
        self.setMenuEnabled(False)
        self.setMouseEnabled(False, False)
        self.hideButtons()
        self._joined = True
        self._curve = self.plot([], [])
        self._support = self.plot([], [], pen=None, symbol="o", symbolSize=9)
        self._legend = self.addLegend(offset=(-10, 10))
        self._legend.addItem(self._curve, self.tr("function (queries)"))
        self._legend.addItem(self._support, self.tr("support points"))
        self.setLabel("bottom", "x")
        self.setLabel("left", "y")
        theme().changed.connect(self._redraw)
        self._redraw()

    @property
    def support_points(self) -> NDArray[np.float32]:
        """The points that are shown as known, `(n, 2)`."""
        x, y = self._support.getData()
        return np.stack([x, y], 1) if x is not None else np.zeros((0, 2), np.float32)

    def show_function(
        self,
        support: NDArray[np.float32],
        queries: NDArray[np.float32],
        axes: tuple[str, str] = ("x", "y"),
        joined: bool = True,
    ) -> None:
        """Draw the queries as a curve in the order of x, or as points; the support as points."""
        order = np.argsort(queries[:, 0])
        self._joined = joined
        self._curve.setData(queries[order, 0], queries[order, 1])
        self.setLabel("bottom", axes[0])
        self.setLabel("left", axes[1])
        self._redraw()
        self._support.setData(support[:, 0], support[:, 1])
        self.autoRange(padding=0.06)

    def _redraw(self) -> None:
        colours = theme().colours
        self.setBackground(colours.panel)
        for name in ("bottom", "left"):
            axis = self.getAxis(name)
            axis.enableAutoSIPrefix(False)
            axis.setPen(pg.mkPen(colours.line))
            axis.setTextPen(pg.mkPen(colours.muted))
        self.showGrid(x=True, y=True, alpha=0.12)
        colour = colours.series[4]
        self._curve.setPen(pg.mkPen(colour, width=2) if self._joined else None)
        self._curve.setSymbol(None if self._joined else "o")
        self._curve.setSymbolBrush(pg.mkBrush(colour))
        self._curve.setSymbolPen(None)
        self._support.setSymbolBrush(pg.mkBrush(colours.series[1]))
        self._support.setSymbolPen(pg.mkPen(colours.panel, width=1))
        self._legend.setLabelTextColor(colours.muted)
