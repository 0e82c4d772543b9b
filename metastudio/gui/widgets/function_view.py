"""One regression task: the curve that is to be learned, and the few points that are known of it."""

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtWidgets import QWidget

from metastudio.gui.theme import theme


class FunctionView(pg.PlotWidget):
    """Support points and queries of one task, on the curve or among the rows that it is drawn of.

    Where it has several inputs, one of them is `x`.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Function"))
        self.setMenuEnabled(False)
        self.setMouseEnabled(False, False)
        self.hideButtons()
        self._joined = True
        self._curve = self.plot([], [])
        self._query = self.plot([], [], pen=None, symbol="o", symbolSize=8)
        self._support = self.plot([], [], pen=None, symbol="o", symbolSize=9)
        self._legend = self.addLegend(offset=(-10, 10))
        for item in (self._curve, self._query, self._support):
            self._legend.addItem(item, "")
        theme().changed.connect(self._redraw)
        self._redraw()

    @property
    def support_points(self) -> NDArray[np.float32]:
        """The points that are shown as known, `(n, 2)`."""
        x, y = self._support.getData()
        return np.stack([x, y], 1) if x is not None else np.zeros((0, 2), np.float32)

    @property
    def title(self) -> str:
        """What the x axis is called."""
        return str(self.getAxis("bottom").labelText)

    def show_points(
        self,
        names: Sequence[str],
        parts: tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]],
        joined: bool,
        x: int = 0,
    ) -> None:
        """Draw the support, the queries and the whole of a task, `(n, inputs + 1)` each.

        `x` is the place of the input that is drawn across. The whole is a curve where it is
        `joined` and has one input.
        """
        support, query, whole = (part[:, [x, -1]] for part in parts)
        self._joined = joined
        for axis, name in (("bottom", names[x]), ("left", names[-1])):
            # With ranges, pyqtgraph would write values below 1 as thousandths.
            self.setLabel(axis, name, siPrefixEnableRanges=())
        for item, part in ((self._curve, whole), (self._query, query), (self._support, support)):
            item.setData(part[:, 0], part[:, 1])
        self._redraw()
        self.autoRange(padding=0.06)

    def _redraw(self) -> None:
        colours = theme().colours
        self.setBackground(colours.panel)
        for name in ("bottom", "left"):
            axis = self.getAxis(name)
            axis.setPen(pg.mkPen(colours.line))
            axis.setTextPen(pg.mkPen(colours.muted))
        self.showGrid(x=True, y=True, alpha=0.12)
        colour = colours.series[4]
        self._curve.setPen(pg.mkPen(colour, width=2) if self._joined else None)
        self._curve.setSymbol(None if self._joined else "o")
        self._curve.setSymbolSize(5)
        self._curve.setSymbolBrush(pg.mkBrush(colour if self._joined else colours.muted))
        self._curve.setSymbolPen(None)
        self._query.setSymbolBrush(pg.mkBrush(colours.panel if self._joined else colour))
        self._query.setSymbolPen(pg.mkPen(colour, width=2) if self._joined else None)
        self._support.setSymbolBrush(pg.mkBrush(colours.series[1]))
        self._support.setSymbolPen(pg.mkPen(colours.panel, width=1))
        words = (
            self.tr("function") if self._joined else self.tr("other rows of the task"),
            self.tr("queries"),
            self.tr("support points"),
        )
        for (_, label), text in zip(self._legend.items, words, strict=True):
            label.setText(text)
        self._legend.setLabelTextColor(colours.muted)
