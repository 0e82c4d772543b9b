"""How good the chosen runs are: bars with intervals, and the score against the time it took."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from metastudio.gui.pages.compare.marks import Marked
from metastudio.gui.pages.compare.words import title_text
from metastudio.gui.plots.bars import BarPlot, ScatterPlot, Score
from metastudio.gui.theme import FIELD, set_tone
from metastudio.gui.widgets.panel_splitter import PanelSplitter

PAUSE_MS = 20  # between two plots that are drawn


class ScoresTab(QWidget):
    """Best validation scores. Errors and accuracies have no axis in common: the first decides."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        nothing = self.tr("The chosen runs were never validated.")
        self.bars = BarPlot("compareBars", self.tr("Best validation"), nothing)
        self.times = ScatterPlot("compareTimes", self.tr("Score against training time"), nothing)
        self.plots = (self.bars, self.times)
        self._draw_times: Callable[[], None] = lambda: None
        self._soon = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._soon.timeout.connect(lambda: self._draw_times())  # noqa: PLW0108 - the newest
        self.said = QLabel(objectName="compareScoresSaid")
        self.said.setWordWrap(True)
        set_tone(self.said, "muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, FIELD, 0, 0)
        layout.setSpacing(FIELD)
        layout.addWidget(self.said)
        layout.addWidget(PanelSplitter(Qt.Orientation.Horizontal, "", *self.plots), 1)

    def show_runs(self, marked: Sequence[Marked]) -> None:
        """Draw the runs' best validation scores with their 95 % intervals."""
        regression = bool(marked) and marked[0].record.regression
        unit = 1.0 if regression else 100.0
        longest = max((one.record.seconds for one in marked), default=0.0)
        words, second = next(
            (w, s)
            for w, s, least in (
                (self.tr("Training time (h)"), 3600.0, 6000.0),
                (self.tr("Training time (min)"), 60.0, 100.0),
                (self.tr("Training time (s)"), 1.0, -1.0),
            )
            if longest > least
        )
        scores = [
            Score(one.letter, title_text(one.record), unit * one.record.score,
                  unit * one.record.ci95, one.colour, one.record.seconds / second)
            for one in marked
            if one.record.regression == regression
        ]  # fmt: skip
        title = self.tr("Error (mean squared)") if regression else self.tr("Accuracy")
        suffix = "" if regression else " %"
        self.bars.show_scores(scores, title=title, suffix=suffix)
        self._draw_times = partial(
            self.times.show_scores, scores, title=title, suffix=suffix, x_title=words
        )
        self._soon.start()
        self.said.setText(self._caveat(marked, regression))

    def _caveat(self, marked: Sequence[Marked], regression: bool) -> str:
        """Say what the bars do not: each run was validated on tasks of its own."""
        parts = []
        left = [one.letter for one in marked if one.record.regression != regression]
        if left:
            parts.append(
                self.tr("Not drawn: {0}, whose scores are of another kind.").format(", ".join(left))
            )
        parts.append(
            self.tr(
                "Each run was validated with its own data and tasks, and the best of many looks "
                "flatters. “Difference” asks all of them the same test tasks."
            )
        )
        return " ".join(parts)
