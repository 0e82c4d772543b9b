"""The reliability diagram: how often answers of a confidence are right (Guo et al. 2017)."""

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from metastudio.gui.colours import Colours
from metastudio.gui.plots.canvas import blend, line_pen, written
from metastudio.gui.plots.panel import PlotPanel


class ReliabilityPlot(PlotPanel):
    """A bar for each bin of confidence, as high as its answers were right, and the diagonal.

    A thin line marks each bin's mean confidence; the way from the bar's top to it is the gap that
    the expected calibration error sums up.
    """

    def __init__(self, name: str, title: str, empty: str, parent: QWidget | None = None) -> None:
        super().__init__(name, title, empty, parent)
        self._counts = self._confidence = self._accuracy = np.empty(0)
        self._series: QColor | None = None
        self._bars = pg.BarGraphItem(x=[0], height=[0], width=1)
        self._diagonal = pg.PlotCurveItem([0, 100], [0, 100])
        self._gaps = pg.PlotCurveItem()
        for z, item in enumerate((self._bars, self._gaps, self._diagonal)):
            item.setZValue(z)
            self.canvas.addItem(item, ignoreBounds=True)
        self.canvas.redraw.connect(self._redraw)
        self.canvas.hovered.connect(self._read_out)
        self.canvas.table = lambda: written(self.csv())
        self.canvas.set_titles(
            self.tr("Confidence"), self.tr("Answers that are right"), y_suffix=" %"
        )

    def show_bins(
        self,
        counts: Sequence[int],
        confidence: Sequence[float],
        accuracy: Sequence[float],
        series: QColor,
    ) -> None:
        """Draw bins of equal width from 0 to 1: answers in each, mean confidence and accuracy."""
        self._counts = np.asarray(counts, dtype=float)
        self._confidence = 100 * np.asarray(confidence)
        self._accuracy = 100 * np.asarray(accuracy)
        self._series = series
        self.show_plot(True)
        if self.colours is not None:
            self.set_colours(self.colours, self.text_scale)
        self.canvas.fit()

    def clear(self) -> None:
        """Forget the bins."""
        self._counts = np.empty(0)
        self.show_plot(False)

    def set_colours(self, colours: Colours, scale: float = 1.0) -> None:
        super().set_colours(colours, scale)
        series = self._series or colours.accent
        self._bars.setOpts(brush=blend(series, colours.panel, 0.75), pen=line_pen(series))
        pen = line_pen(colours.muted)
        pen.setStyle(Qt.PenStyle.DashLine)
        self._diagonal.setPen(pen)
        self._gaps.setPen(line_pen(colours.text))

    def _redraw(self) -> None:
        if not len(self._counts):
            return
        width = 100 / len(self._counts)
        middles = width * (np.arange(len(self._counts)) + 0.5)
        full = self._counts > 0
        self._bars.setOpts(x=middles[full], height=self._accuracy[full], width=width * 0.92)
        # One short line across each bar, at its mean confidence.
        x = np.stack([middles[full] - width * 0.46, middles[full] + width * 0.46], axis=1)
        y = np.repeat(self._confidence[full], 2)
        joined = np.tile(np.array([1, 0], dtype=np.int32), int(full.sum()))
        self._gaps.setData(x.ravel(), y, connect=joined)
        self.canvas.follow((0.0, 100.0), (0.0, 100.0), margin=0.02)

    def _read_out(self, x: float, _y: float) -> None:
        if not len(self._counts) or not 0 <= x <= 100:
            self.readout.clear()
            return
        place = min(int(x * len(self._counts) / 100), len(self._counts) - 1)
        self.readout.setText(
            self.tr("{0} answers, sure to {1} %, right in {2} %").format(
                f"{self._counts[place]:,.0f}",
                f"{self._confidence[place]:.1f}",
                f"{self._accuracy[place]:.1f}",
            )
            if self._counts[place]
            else self.tr("no answer of this confidence")
        )

    def csv(self) -> str:
        """Return one row a bin."""
        rows = ["bin,answers,confidence (%),right (%)"]
        columns = zip(self._counts, self._confidence, self._accuracy, strict=True)
        for number, (count, confidence, right) in enumerate(columns, start=1):
            rows.append(f"{number},{count:.0f},{confidence:.9g},{right:.9g}")
        return "\n".join(rows) + "\n"
