"""The chosen runs' curves over each other."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from metastudio.gui.pages.compare.marks import Marked
from metastudio.gui.pages.compare.run_data import RunData
from metastudio.gui.pages.compare.words import title_text
from metastudio.gui.plots.curve_plot import CurvePlot
from metastudio.gui.theme import FIELD, caption, set_tone
from metastudio.gui.widgets.panel_splitter import PanelSplitter

SMOOTHING = 90
PAUSE_MS = 5  # between two curves, for whatever else the window has to do
OVER = object()


class CurvesTab(QWidget):
    """Meta-loss while training and the validation score, a line a run in both."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        iteration = self.tr("Iteration")
        nothing = self.tr("The chosen runs have recorded nothing of this.")
        self.loss = CurvePlot("compareLoss", self.tr("Meta-loss in training"), nothing, iteration)
        self.score = CurvePlot("compareScore", self.tr("Validation"), nothing, iteration)
        self.plots = (self.loss, self.score)
        self._folders: list[Path] = []
        self._drawing: Iterator[None] = iter(())
        self.said = QLabel(objectName="compareCurvesSaid")
        set_tone(self.said, "muted")
        self._over = QComboBox(objectName="compareOver")
        self._over.setAccessibleName(self.tr("Curves over"))
        for key, text in (
            ("iteration", self.tr("Over iterations")),
            ("tasks", self.tr("Over tasks seen")),
            ("time", self.tr("Over training time")),
        ):
            self._over.addItem(text, key)
        self._over.currentIndexChanged.connect(
            lambda _: [plot.set_over(str(self._over.currentData())) for plot in self.plots]
        )
        self._smoothing = QSlider(Qt.Orientation.Horizontal, objectName="compareSmoothing")
        self._smoothing.setAccessibleName(self.tr("Smoothing"))
        self._smoothing.setRange(0, 99)
        self._smoothing.setFixedWidth(120)
        self._smoothing.valueChanged.connect(
            lambda value: [plot.set_smoothing(value / 100) for plot in self.plots]
        )
        self._smoothing.setValue(SMOOTHING)
        row = QHBoxLayout()
        row.setSpacing(FIELD)
        row.addWidget(self.said, 1)
        row.addWidget(self._over)
        label = caption(self.tr("Smoothing"))
        label.setWordWrap(False)
        row.addWidget(label)
        row.addWidget(self._smoothing)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, FIELD, 0, 0)
        layout.setSpacing(FIELD)
        layout.addLayout(row)
        layout.addWidget(PanelSplitter(Qt.Orientation.Horizontal, "", *self.plots), 1)

    def show_runs(self, marked: Sequence[Marked], data: Mapping[Path, RunData]) -> None:
        """Draw the runs. Errors and accuracies have no axis in common: the first run decides."""
        known = [one for one in marked if one.record.folder in data]
        regression = bool(known) and known[0].record.regression
        alike = [one for one in known if one.record.regression == regression]
        left = [one.letter for one in known if one.record.regression != regression]
        self.said.setText(
            self.tr("Not drawn: {0}, whose scores are of another kind.").format(", ".join(left))
            if left
            else ""
        )
        unit = 1.0 if regression else 100.0
        if regression:
            self.score.set_axis(self.tr("Validation error (mean squared)"))
        else:
            self.score.set_axis(self.tr("Validation accuracy"), suffix=" %")
        folders = [one.record.folder for one in alike]
        anew = folders != self._folders  # else the same have grown, and a zoom is kept
        self._folders = folders
        self._drawing = iter(self._steps([(one, data[one.record.folder]) for one in alike],
                                         unit, anew))  # fmt: skip
        self._draw_next()

    def _steps(
        self, runs: Sequence[tuple[Marked, RunData]], unit: float, anew: bool
    ) -> Iterator[None]:
        """Draw in small steps, between which the window stays alive."""
        for plot in self.plots:
            plot.remove_curves()
            if anew:
                plot.canvas.fit()
            yield
        for one, data in runs:
            for plot, draw in ((self.loss, self._draw_loss), (self.score, self._draw_score)):
                plot.add_curve(
                    one.letter, one.letter, smoothed=plot is self.loss,
                    tip=title_text(one.record), end=one.letter, colour=one.colour,
                )  # fmt: skip
                draw(one.letter, data, unit)
                yield

    def _draw_next(self) -> None:
        if next(self._drawing, OVER) is not OVER:
            QTimer.singleShot(PAUSE_MS, self, self._draw_next)

    def _draw_loss(self, letter: str, data: RunData, _unit: float) -> None:
        iterations, losses, _, tasks, seconds = data.steps
        self.loss.append(letter, iterations, losses, tasks=tasks, seconds=seconds)

    def _draw_score(self, letter: str, data: RunData, unit: float) -> None:
        iterations, _, _, tasks, seconds = data.steps
        at, _, scores = data.looks
        clocks = (tasks, seconds) if len(iterations) else (at, at)
        known = iterations if len(iterations) else at
        if len(at):
            over = [np.interp(at, known, clock) for clock in clocks]
            self.score.append(letter, at, scores * unit, tasks=over[0], seconds=over[1])
