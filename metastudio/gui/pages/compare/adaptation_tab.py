"""Each chosen run's adaptation fan and map, side by side."""

from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt, QTimer
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

SIDE_BY_SIDE = 6
"""Runs whose fans and maps are drawn; more would be too narrow to read."""
NARROWEST = 300
LOOKS_AT_ONCE = 50
"""Validations that are drawn at a stretch, so that the window stays alive between."""


class AdaptationTab(QScrollArea):
    """A column a run: its fan, at the newest validation or where the map's cursor stands."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.columns: list[RunColumn] = []
        self.fresh: list[PlotPanel] = []  # plots that the last `show_runs` made

    def show_runs(self, marked: Sequence[Marked], data: Mapping[Path, RunData]) -> None:
        """Draw the runs' curves; a run without any says so. Columns that are the same stay."""
        known = [one for one in marked if one.record.folder in data]
        kept = {column.key: column for column in self.columns}
        wanted = [(key_of(one, data[one.record.folder]), one) for one in known[:SIDE_BY_SIDE]]
        if [key for key, _ in wanted] == list(kept) and len(known) <= SIDE_BY_SIDE:
            return
        self.fresh = []
        self.columns = []
        for key, one in wanted:
            column = kept.get(key)
            if column is None:
                column = RunColumn(one, data[one.record.folder])
                self.fresh += [column.fan, column.map]
            self.columns.append(column)
        body = QWidget()
        body.setProperty("scrolled", True)
        row = QHBoxLayout(body)
        row.setContentsMargins(0, FIELD, 0, 0)
        row.setSpacing(FIELD)
        for column in self.columns:
            row.addWidget(column, 1)
        if len(known) > SIDE_BY_SIDE:
            left = len(known) - SIDE_BY_SIDE
            row.addWidget(caption(self.tr("{0} more are not drawn here.").format(left)))
        self.setWidget(body)
        self.dress()

    def dress(self) -> None:
        """Follow the theme."""
        for panel in self.panels:
            panel.set_colours(theme().colours, theme().text_scale)

    @property
    def panels(self) -> list[PlotPanel]:
        """All plots."""
        return [panel for column in self.columns for panel in (column.fan, column.map)]


class RunColumn(PanelSplitter):
    """Fan above map of one run."""

    def __init__(self, marked: Marked, data: RunData) -> None:
        self.key = key_of(marked, data)
        lost = tr("This run has kept no adaptation curves.")
        name = f"compare{marked.letter}"
        self.fan = AdaptationFan(f"{name}Fan", marked.short, lost)
        self.fan.title.setToolTip(marked.title)
        self.map = AdaptationMap(f"{name}Map", tr("Map of {0}").format(marked.letter), lost)
        super().__init__(Qt.Orientation.Vertical, "", self.fan, self.map)
        self._curves, self._regression = data.curves, marked.record.regression
        self._title = step_title(str(marked.record.settings.get("method.name", "")))
        self.setMinimumWidth(NARROWEST)
        self.share_out((55, 45))
        self.fan.set_series(marked.colour)
        self._iterations = [int(at) for at in data.curves.get("iterations", ())]
        if self._iterations:
            self.map.timeChosen.connect(self._travel)
            self._travel(-1)
            self._waiting = iter(range(len(self._iterations)))
            self._fill()

    def _fill(self) -> None:
        part = list(islice(self._waiting, LOOKS_AT_ONCE))
        for place in part:
            self.map.add_look(
                self._iterations[place], self._curves["x"], self._look(place), x_title=self._title
            )
        if part:
            QTimer.singleShot(0, self, self._fill)

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
        if self._regression:  # an error is its own loss
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
