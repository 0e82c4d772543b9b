"""Queries and prototypes in a plane: how near each query lies to the mean of its class."""

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from metastudio.gui.colours import Colours
from metastudio.gui.plots.canvas import Canvas, line_pen, written
from metastudio.gui.plots.history import Values

SYMBOLS = ("o", "s", "t", "d", "p", "h")  # after as many classes as there are colours, the next


class FeaturePlane(Canvas):
    """Queries as dots, support pictures as rings, prototypes as named stars; wrong ones ringed."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._classes: tuple[str, ...] = ()
        self._points: dict[str, Values] = {}
        self._labels: dict[str, NDArray[np.int64]] = {}
        self._prototypes: Values = np.empty((0, 0, 2))
        self._answers: NDArray[np.int64] = np.empty((0, 0), np.int64)
        self._step = 0
        self._colours: Colours | None = None
        self._names: list[pg.TextItem] = []
        self._dots, self._rings, self._stars, self._wrong = (
            pg.ScatterPlotItem(pxMode=True) for _ in range(4)
        )
        for z, item in enumerate((self._rings, self._dots, self._wrong, self._stars)):
            item.setZValue(z)
            self.addItem(item, ignoreBounds=True)
        self.set_titles(self.tr("First direction"), self.tr("Second direction"))
        self.getViewBox().setAspectLocked(True)  # distances are what the method compares
        self.redraw.connect(self._draw)
        self.table = lambda: written(self.csv())
        self.setMinimumHeight(120)

    def show_plane(
        self,
        classes: Sequence[str],
        support: tuple[NDArray[np.floating], NDArray[np.int64]],
        queries: tuple[NDArray[np.floating], NDArray[np.int64]],
        prototypes: NDArray[np.floating],
        answers: NDArray[np.int64],
    ) -> None:
        """Show points `(n, 2)` with labels, prototypes `(steps, ways, 2)`, answers `(steps, n)`."""
        self._classes = tuple(classes)
        for kind, (points, labels) in (("support", support), ("query", queries)):
            self._points[kind] = np.asarray(points, dtype=np.float64)
            self._labels[kind] = labels
        self._prototypes = np.asarray(prototypes, dtype=np.float64)
        self._answers = answers
        self.mark_stale()

    def show_step(self, step: int) -> None:
        """Show the prototypes after this step, and which queries are wrong then."""
        self._step = step
        self.mark_stale()

    def set_colours(self, colours: Colours, scale: float = 1.0) -> None:
        super().set_colours(colours, scale)
        self._colours = colours
        self.mark_stale()

    def csv(self) -> str:
        """Return every point with its class."""
        rows = ["kind,class,first,second"]
        for kind, points in self._points.items():
            labels = self._labels[kind]
            rows += [
                f"{kind},{self._classes[label]},{x:.6g},{y:.6g}"
                for (x, y), label in zip(points, labels, strict=True)
            ]
        for name, (x, y) in zip(self._classes, self._prototypes[-1], strict=True):
            rows.append(f"prototype,{name},{x:.6g},{y:.6g}")
        return "\n".join(rows) + "\n"

    def _draw(self) -> None:
        colours = self._colours
        if colours is None or not len(self._prototypes):
            return
        step = min(self._step, len(self._prototypes) - 1)
        ground, prototypes = line_pen(colours.panel), self._prototypes[step]
        support, queries = self._points["support"], self._points["query"]
        labels = self._labels["query"]
        self._rings.setData(
            *support.T, size=9, symbol=self._symbols(self._labels["support"]), brush=None,
            pen=[line_pen(c) for c in self._series(self._labels["support"])],
        )  # fmt: skip
        self._dots.setData(
            *queries.T, size=8, symbol=self._symbols(labels), pen=ground,
            brush=self._series(labels),
        )  # fmt: skip
        wrong = queries[self._answers[step] != labels]
        self._wrong.setData(*wrong.T, size=15, brush=None, pen=line_pen(colours.bad, 2))
        everyone = np.arange(len(self._classes))
        self._stars.setData(
            *prototypes.T, size=19, symbol="star", pen=line_pen(colours.text),
            brush=self._series(everyone),
        )  # fmt: skip
        self._name(prototypes, colours)
        spots = np.concatenate([support, queries, prototypes])
        spans = [(float(axis.min()), float(axis.max())) for axis in spots.T]
        self.follow(spans[0], spans[1], margin=0.1)

    def _name(self, prototypes: Values, colours: Colours) -> None:
        while len(self._names) < len(self._classes):
            self._names.append(pg.TextItem(anchor=(0.5, 1.4)))
            self.addItem(self._names[-1], ignoreBounds=True)
        for index, item in enumerate(self._names):
            item.setVisible(index < len(self._classes))
            if index < len(self._classes):
                item.setText(self._classes[index].rpartition("/")[2], colours.text)
                item.setFont(self.caption_font())
                item.setPos(*prototypes[index])

    def _series(self, labels: NDArray[np.int64]) -> list[QColor]:
        assert self._colours is not None
        series = self._colours.series
        return [series[int(label) % len(series)] for label in labels]

    def _symbols(self, labels: NDArray[np.int64]) -> list[str]:
        assert self._colours is not None
        each = len(self._colours.series)
        return [SYMBOLS[int(label) // each % len(SYMBOLS)] for label in labels]
