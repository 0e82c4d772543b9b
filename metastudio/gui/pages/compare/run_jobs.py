"""What one checkpoint can do: with more ways and shots, and how far its confidence is believed."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from metastudio.gui.comparing import GridCell, Reliable, grid, reliability
from metastudio.gui.language import said
from metastudio.gui.pages.compare.job_tab import JobTab
from metastudio.gui.pages.compare.marks import Marked
from metastudio.gui.pages.compare.words import interval_text
from metastudio.gui.plots.canvas import blend
from metastudio.gui.plots.reliability_plot import ReliabilityPlot
from metastudio.gui.session import Session
from metastudio.gui.theme import theme

WAYS, SHOTS = (2, 5, 10, 20), (1, 5, 10)
GRID_EPISODES = 200
ASSESSED = 100


class OneRunTab(JobTab):
    """A job tab about one of the chosen runs, picked from a list."""

    def __init__(
        self, session: Session, slot: str, button: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(session, slot, button, parent)
        self.pick = QComboBox(objectName=f"{slot}Run")
        self.pick.setAccessibleName(self.tr("Run"))
        self.pick.setMinimumWidth(240)
        self.pick.currentIndexChanged.connect(self.turn)
        self.controls.insertWidget(1, self.pick)
        self.button.clicked.connect(self.start)

    def show_runs(self, marked: Sequence[Marked]) -> None:
        """Offer these runs; the one that was picked stays."""
        before = self.run.record.folder if self.run is not None else None
        self.marked = marked
        self.pick.blockSignals(True)
        self.pick.clear()
        for one in marked:
            self.pick.addItem(one.title)
        places = [one.record.folder for one in marked]
        self.pick.setCurrentIndex(places.index(before) if before in places else 0)
        self.pick.blockSignals(False)
        self.pick.setVisible(len(marked) > 1)
        self.turn()

    @property
    def run(self) -> Marked | None:
        """The run that is picked."""
        index = self.pick.currentIndex()
        return self.marked[index] if 0 <= index < len(self.marked) else None

    def turn(self) -> None:
        """Show what is known of the picked run."""
        self.judge()

    def judge(self) -> None:
        run = self.run
        reason = self.reason(run) if run is not None else self.tr("Choose a run.")
        if not self.busy and (reason or not self.known()):
            self.say(reason or self.about())
        self.button.setEnabled(not reason and not self.busy)
        self.button.setToolTip(reason)
        self.pick.setEnabled(not self.busy)

    def reason(self, run: Marked) -> str:
        """Say why the job can't be done for a run; "" where it can."""
        if run.record.problem:
            return said(run.record.problem)
        if run.record.checkpoint is None:
            return self.tr("{0} has no checkpoint: it was deleted, or never saved.").format(
                run.letter
            )
        if run.record.regression:
            return self.tr("{0} fits functions, which have no classes to tell apart.").format(
                run.letter
            )
        return ""

    def about(self) -> str:
        """Say what the job will do."""
        raise NotImplementedError

    def known(self) -> bool:
        """Whether a result of the picked run is shown."""
        raise NotImplementedError

    def start(self) -> None:
        """Begin the job."""
        raise NotImplementedError


class GridTab(OneRunTab):
    """Accuracy of one checkpoint for each number of ways and shots."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        self._results: dict[Path, list[GridCell]] = {}
        self.table = QTableWidget(objectName="gridTable")
        super().__init__(session, "ways_and_shots", "", parent)
        self.button.setText(self.tr("Measure"))
        self.button.setAccessibleName(self.tr("Measure ways and shots"))
        self.table.setAccessibleName(self.tr("Accuracy for ways and shots"))
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.body.addWidget(self.table, 1)
        self.body.addStretch(0)
        theme().changed.connect(self.turn)

    def about(self) -> str:
        return self.tr("Tests the best checkpoint on {0} episodes of each size.").format(
            GRID_EPISODES
        )

    def known(self) -> bool:
        return self.run is not None and self.run.record.folder in self._results

    def start(self) -> None:
        assert self.run is not None  # the button is disabled before
        run, workspace = self.run.record.folder, self._session.workspace
        self.begin(
            self.tr("Testing {0}").format(self.run.letter),
            lambda report: grid(workspace, run, WAYS, SHOTS, GRID_EPISODES, report),
            lambda cells: self._take(run, cells),
        )

    def _take(self, run: Path, cells: list[GridCell]) -> None:
        self._results[run] = cells
        self.turn()

    def turn(self) -> None:
        super().turn()
        self.table.setVisible(self.known())
        if self.known() and self.run is not None:
            self._fill(self._results[self.run.record.folder], self.run.colour)
            self.say(
                self.tr("Test accuracy on {0} episodes a cell, with 95 % intervals.").format(
                    GRID_EPISODES
                )
            )

    def _fill(self, cells: Sequence[GridCell], series: QColor) -> None:
        ways = list(dict.fromkeys(cell.ways for cell in cells))
        shots = list(dict.fromkeys(cell.shots for cell in cells))
        self.table.setRowCount(len(ways))
        self.table.setColumnCount(len(shots))
        self.table.setVerticalHeaderLabels([self.tr("{0} ways").format(n) for n in ways])
        self.table.setHorizontalHeaderLabels(
            [self.tr("1 shot") if k == 1 else self.tr("{0} shots").format(k) for k in shots]
        )
        colours = theme().colours
        for cell in cells:
            item = QTableWidgetItem("–")
            item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
            item.setToolTip(said(cell.reason))
            if cell.score is None:
                item.setForeground(colours.muted)
            else:
                item.setText(interval_text(cell.score.mean, cell.score.ci95))
                item.setBackground(blend(series, colours.panel, 0.5 * cell.score.mean**2))
                item.setForeground(colours.text)
            self.table.setItem(ways.index(cell.ways), shots.index(cell.shots), item)


class CalibrationTab(OneRunTab):
    """The reliability diagram of one checkpoint, with its expected calibration error."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        self._results: dict[Path, Reliable] = {}
        super().__init__(session, "reliability", "", parent)
        self.button.setText(self.tr("Measure"))
        self.button.setAccessibleName(self.tr("Measure calibration"))
        self.plot = ReliabilityPlot(
            "reliabilityPlot",
            self.tr("Reliability"),
            self.tr("How often are answers right of which the model is so sure?"),
        )
        self.body.addWidget(self.plot, 1)

    def about(self) -> str:
        return self.tr("Asks the best checkpoint {0} test tasks.").format(ASSESSED)

    def known(self) -> bool:
        return self.run is not None and self.run.record.folder in self._results

    def start(self) -> None:
        assert self.run is not None  # the button is disabled before
        run, workspace = self.run.record.folder, self._session.workspace
        self.begin(
            self.tr("Asking {0}").format(self.run.letter),
            lambda report: reliability(workspace, run, ASSESSED, report),
            lambda seen: self._take(run, seen),
        )

    def _take(self, run: Path, seen: Reliable | None) -> None:
        if seen is not None:
            self._results[run] = seen
        self.turn()

    def turn(self) -> None:
        super().turn()
        if not self.known() or self.run is None:
            self.plot.clear()
            return
        seen = self._results[self.run.record.folder]
        self.plot.show_bins(seen.counts, seen.confidence, seen.accuracy, self.run.colour)
        if seen.calibrated:
            words = self.tr(
                "Expected calibration error {0} %, after temperature scaling; {1} % without it."
            )
        else:
            words = self.tr(
                "Expected calibration error {0} %; this checkpoint was never calibrated."
            )
        self.say(words.format(f"{100 * seen.error:.1f}", f"{100 * seen.before:.1f}"), "")
