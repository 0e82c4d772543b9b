"""Each chosen run's adaptation fan and map, side by side."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QWidget

from metastudio.engine.sections import DESCENDING, INNER_LOOP
from metastudio.gui.pages.compare.marks import Marked
from metastudio.gui.pages.compare.run_data import RunData
from metastudio.gui.plots.adaptation_fan import AdaptationFan, Measure
from metastudio.gui.plots.adaptation_map import AdaptationMap
from metastudio.gui.plots.panel import PlotPanel
from metastudio.gui.theme import FIELD, caption, theme
from metastudio.gui.widgets.panel_splitter import PanelSplitter
from metastudio.gui.words import tr

WIDE = 3
"""Columns up to which there is room for a run's name beside its letter."""
SIDE_BY_SIDE = 6
"""Runs whose fans and maps are drawn; more would be too narrow to read."""
NARROWEST = 300
HEAD = 28
PAUSE_MS = 80
"""Between two plots that are made: the one before is laid out and painted first."""
LOOKS_AT_ONCE = 50
"""Validations that are drawn at a stretch, so that the window stays alive between."""


PLOTS: tuple[type[AdaptationFan] | type[AdaptationMap], ...] = (AdaptationFan, AdaptationMap)


class AdaptationTab(QScrollArea):
    """A column a run: its fan, at the newest validation or where the map's cursor stands.

    Plots are made one at a time, so that the window stays alive between two of them.
    """

    plotMade = Signal(object)  # PlotPanel, of a new column

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.columns: list[RunColumn] = []
        self._soon = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._soon.timeout.connect(self._make_next)
        self._keys: list[tuple[object, ...]] = []  # of what is shown, or about to be
        self._left = caption("")
        body = QWidget()
        body.setProperty("scrolled", True)
        self._row = QHBoxLayout(body)
        self._row.setContentsMargins(0, FIELD, 0, 0)
        self._row.setSpacing(FIELD)
        self._row.addWidget(self._left)
        self.setWidget(body)

    def show_runs(self, marked: Sequence[Marked], data: Mapping[Path, RunData]) -> None:
        """Draw the runs' curves; a run without any says so. Columns that are the same stay."""
        known = [one for one in marked if one.record.folder in data]
        drawn = [(key_of(one, data[one.record.folder]), one) for one in known[:SIDE_BY_SIDE]]
        keys = [key for key, _ in drawn]
        self._left.setVisible(len(known) > SIDE_BY_SIDE)
        self._left.setText(
            self.tr("{0} more are not drawn here.").format(len(known) - SIDE_BY_SIDE)
        )
        if keys == self._keys:
            return
        self._keys = keys
        kept = {column.key: column for column in self.columns if column.key in keys}
        for column in self.columns:
            if column.key not in kept:
                column.hide()
                column.deleteLater()
        self.columns = [
            kept[key] if key in kept else RunColumn(one, data[one.record.folder])
            for key, one in drawn
        ]
        for column in self.columns:
            column.set_narrow(len(self.columns) > WIDE)
        for place, column in enumerate(self.columns):  # all at once: each has its width from now on
            self._row.insertWidget(place, column, 1)
        self._make_next()

    @property
    def complete(self) -> bool:
        """Whether all plots are made."""
        return all(len(column.plots) == len(PLOTS) for column in self.columns)

    def _make_next(self) -> None:
        column = next((one for one in self.columns if len(one.plots) < len(PLOTS)), None)
        if column is not None and not self._soon.isActive():
            plot = column.add_plot()
            plot.set_colours(theme().colours, theme().text_scale)
            self.plotMade.emit(plot)
            self._soon.start()


class RunColumn(PanelSplitter):
    """Fan above map of one run, each there once it was added."""

    def __init__(self, marked: Marked, data: RunData) -> None:
        super().__init__(Qt.Orientation.Vertical, "")
        self.key = key_of(marked, data)
        self.plots: list[PlotPanel] = []
        self._marked, self._curves = marked, data.curves
        self._heading = marked.short
        self._title = step_title(str(marked.record.settings.get("method.name", "")))
        self.setMinimumWidth(NARROWEST)
        self._iterations = [int(at) for at in data.curves.get("iterations", ())]
        self._waiting: Iterator[int] = iter(())  # places of looks that the map has not got yet

    def set_narrow(self, narrow: bool) -> None:
        """Say no more than the letter in the heading, or the method, too."""
        self._heading = self._marked.letter if narrow else self._marked.short
        if self.plots:
            self.fan.rename(self._heading)

    @property
    def fan(self) -> AdaptationFan:
        """The first of its plots."""
        fan = self.plots[0]
        assert isinstance(fan, AdaptationFan)
        return fan

    @property
    def map(self) -> AdaptationMap:
        """The second."""
        map_ = self.plots[1]
        assert isinstance(map_, AdaptationMap)
        return map_

    def add_plot(self) -> PlotPanel:
        """Make the next of its plots, and begin to draw."""
        kind = PLOTS[len(self.plots)]
        letter = self._marked.letter
        plot = kind(
            f"compare{letter}{kind.__name__}",
            self._heading if kind is AdaptationFan else tr("Map of {0}").format(letter),
            "" if self._iterations else tr("This run has kept no adaptation curves."),
        )
        plot.head.setMinimumHeight(HEAD)  # with chips or without
        self.plots.append(plot)
        self.addWidget(plot)
        if kind is AdaptationFan:
            self.fan.title.setToolTip(self._marked.title)
            self.fan.set_series(self._marked.colour)
            self.fan.history = lambda: (
                lambda: ((at, self._look(place)) for place, at in enumerate(self._iterations))
            )
            if self._iterations:
                self._travel(-1)
        else:
            self.share_out((55, 45))
            self.map.timeChosen.connect(self._travel)
            self._waiting = iter(range(len(self._iterations)))
            QTimer.singleShot(PAUSE_MS // 2, self, self._fill)
        return plot

    def _fill(self) -> None:
        part = list(islice(self._waiting, LOOKS_AT_ONCE))
        for place in part:
            self.map.add_look(
                self._iterations[place], self._curves["x"], self._look(place), x_title=self._title
            )
        if part:
            QTimer.singleShot(PAUSE_MS // 4, self, self._fill)

    def _travel(self, iteration: int) -> None:
        known = iteration in self._iterations
        place = self._iterations.index(iteration) if known else len(self._iterations) - 1
        look = self._look(place)
        words = self.tr("{0} tasks, iteration {1}").format(
            len(look[0].values), f"{self._iterations[place]:,}"
        )
        self.fan.show_tasks(self._curves["x"], look, x_title=self._title, caption=words)

    def _look(self, place: int) -> tuple[Measure, ...]:
        scores = self._curves["scores"][place].astype(np.float64)
        if self._marked.record.regression:  # an error is its own loss
            return (Measure(self.tr("Error"), "", scores, lower_is_better=True),)
        losses = self._curves["losses"][place].astype(np.float64)
        return (
            Measure(self.tr("Accuracy"), " %", 100 * scores),
            Measure(self.tr("Loss"), "", losses, lower_is_better=True),
        )


def key_of(marked: Marked, data: RunData) -> tuple[object, ...]:
    """Return what changes whenever a run's column has to be drawn anew."""
    looks = len(data.curves.get("iterations", ()))
    return (marked.record.folder, marked.short, marked.colour.name(), looks)


def step_title(method: str) -> str:
    """Name what a method's curves go over, as its own engine does."""
    if method in INNER_LOOP:
        return tr("Inner step")
    return tr("Fine-tuning step") if method in DESCENDING else tr("Shots per class")
