"""Queries, support pictures and prototypes in the plane of the two largest variances."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import Signal
from PySide6.QtGui import QBrush, QColor, QPen
from PySide6.QtWidgets import QWidget

from metastudio.gui.colours import Colours
from metastudio.gui.plots.canvas import Canvas, line_pen, written
from metastudio.gui.plots.feature_plane import SYMBOLS

NEAR = 10  # pixels from a dot's middle that a click may miss it by
NOTHING = np.empty((1, 0, 2), np.float32)


@dataclass(frozen=True, eq=False)
class Places:
    """Where everything lies after each step, `(states, n, 2)` each; `rows` names a step's state.

    `labels (n,)` are the classes of the support pictures.
    """

    classes: tuple[str, ...] = ()
    support: NDArray[np.float32] = field(default_factory=lambda: NOTHING)
    labels: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    queries: NDArray[np.float32] = field(default_factory=lambda: NOTHING)
    prototypes: NDArray[np.float32] = field(default_factory=lambda: NOTHING)
    rows: tuple[int, ...] = (0,)
    share: float = 0.0


class AnswerPlane(Canvas):
    """Support pictures as rings, prototypes as named stars, queries as dots of their answer.

    A query that is like none of the classes is a grey dot. A click on a dot chooses the query.
    """

    queryClicked = Signal(int)  # its number among those shown

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._places = Places()
        self._answers: NDArray[np.int64] = np.empty(0, np.int64)
        self._chosen: frozenset[int] = frozenset()
        self._step = 0
        self._colours: Colours | None = None
        self._names: list[pg.TextItem] = []
        self._rings, self._dots, self._marks, self._stars = (
            pg.ScatterPlotItem(pxMode=True) for _ in range(4)
        )
        for z, item in enumerate((self._rings, self._dots, self._marks, self._stars)):
            item.setZValue(z)
            self.addItem(item, ignoreBounds=True)
        self.clicked.connect(self._click)
        self.set_titles(self.tr("First direction"), self.tr("Second direction"))
        self.getViewBox().setAspectLocked(True)  # distances are what the method compares
        self.redraw.connect(self._draw)
        self.table = lambda: written(self.csv())
        self.setMinimumHeight(120)

    def show_places(self, places: Places) -> None:
        """Show where everything lies."""
        self._places = places
        self.mark_stale()

    def show_answers(self, answers: Sequence[int], step: int, chosen: Sequence[int]) -> None:
        """Colour the queries by class, -1 for none, at an inner step; ring the chosen ones."""
        self._answers = np.asarray(answers, np.int64)
        self._step, self._chosen = step, frozenset(chosen)
        self.mark_stale()

    def set_colours(self, colours: Colours, scale: float = 1.0) -> None:
        super().set_colours(colours, scale)
        self._colours = colours
        self.mark_stale()

    @property
    def points(self) -> dict[str, NDArray[np.float32]]:
        """What is drawn at the present step, by kind, `(n, 2)` each."""
        places = self._places
        state = places.rows[min(self._step, len(places.rows) - 1)]
        shown = min(places.queries.shape[1], len(self._answers))
        return {
            "support": places.support[state],
            "query": places.queries[state][:shown],
            "prototype": places.prototypes[state],
        }

    def csv(self) -> str:
        """Return every point with its class."""
        places, points = self._places, self.points
        labels = {
            "support": places.labels,
            "query": self._answers,
            "prototype": np.arange(len(places.classes)),
        }
        rows = ["kind,class,first,second"]
        for kind, spots in points.items():
            for (x, y), label in zip(spots, labels[kind], strict=False):
                name = places.classes[label] if label >= 0 else ""
                rows.append(f"{kind},{name},{x:.6g},{y:.6g}")
        return "\n".join(rows) + "\n"

    def _click(self, x: float, y: float) -> None:
        queries = self.points["query"]
        if not len(queries):
            return
        width, height = self.getViewBox().viewPixelSize()
        away = np.hypot((queries[:, 0] - x) / width, (queries[:, 1] - y) / height)
        if away.min() <= NEAR:
            self.queryClicked.emit(int(away.argmin()))

    def _draw(self) -> None:
        colours, places = self._colours, self._places
        if colours is None:
            return
        points = self.points
        queries = points["query"]
        answers = self._answers[: len(queries)]
        self._rings.setData(
            *points["support"].T, size=9, symbol=self._symbols(places.labels), brush=None,
            pen=self._series(places.labels, line_pen),
        )  # fmt: skip
        self._dots.setData(
            *queries.T, size=9, symbol=self._symbols(answers), pen=line_pen(colours.panel),
            brush=self._series(answers),
        )  # fmt: skip
        chosen = [i for i in self._chosen if i < len(queries)]
        self._marks.setData(*queries[chosen].T, size=17, brush=None, pen=line_pen(colours.text, 2))
        everyone = np.arange(len(places.classes))
        self._stars.setData(
            *points["prototype"].T, size=19, symbol="star", pen=line_pen(colours.text),
            brush=self._series(everyone),
        )  # fmt: skip
        self._name(points["prototype"], colours)
        spots = np.concatenate(list(points.values()))
        if len(spots):
            spans = [(float(axis.min()), float(axis.max())) for axis in spots.T]
            self.follow(spans[0], spans[1], margin=0.1)

    def _name(self, prototypes: NDArray[np.float32], colours: Colours) -> None:
        classes = self._places.classes
        while len(self._names) < len(classes):
            self._names.append(pg.TextItem(anchor=(0.5, 1.4)))
            self.addItem(self._names[-1], ignoreBounds=True)
        for index, item in enumerate(self._names):
            item.setVisible(index < len(prototypes))
            if index < len(prototypes):
                item.setText(classes[index], colours.text)
                item.setFont(self.caption_font())
                item.setPos(*map(float, prototypes[index]))

    def _series(
        self, labels: NDArray[np.int64], made: Callable[[QColor], QPen | QBrush] = QBrush
    ) -> list[QPen | QBrush]:
        """Return the pen or brush of each label: one object a colour, which pyqtgraph looks up."""
        assert self._colours is not None
        series = [made(colour) for colour in self._colours.series]
        none = made(self._colours.muted)
        return [series[int(label) % len(series)] if label >= 0 else none for label in labels]

    def _symbols(self, labels: NDArray[np.int64]) -> list[str]:
        assert self._colours is not None
        each = len(self._colours.series)
        return [SYMBOLS[max(int(label), 0) // each % len(SYMBOLS)] for label in labels]
