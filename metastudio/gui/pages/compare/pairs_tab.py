"""Which of the chosen runs is better? All are asked the same episodes; each pair has a verdict."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from metastudio.engine.experiment import REGRESSION_DATA
from metastudio.engine.same_task import common
from metastudio.gui.comparing import Measured, Paired, pair
from metastudio.gui.language import said
from metastudio.gui.pages.compare.job_tab import JobTab
from metastudio.gui.pages.compare.marks import Marked
from metastudio.gui.pages.compare.words import asked_text, interval_text, why_not_paired
from metastudio.gui.session import Session
from metastudio.gui.theme import set_tone, theme
from metastudio.gui.words import tr

EPISODES = (100, 600, 2000)
USUAL = 600
SCROLL_BAR = 16


class PairsTab(JobTab):
    """Scores on the same episodes, and a table of paired differences, row minus column."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, "pair_runs", "", parent)
        self.button.setText(self.tr("Ask all the same tasks"))
        self.button.setAccessibleName(self.button.text())
        self.episodes = QComboBox(objectName="pairEpisodes")
        self.episodes.setAccessibleName(self.tr("Test episodes"))
        for number in EPISODES:
            self.episodes.addItem(self.tr("{0} episodes").format(f"{number:,}"), number)
        self.episodes.setCurrentIndex(EPISODES.index(USUAL))
        self.controls.insertWidget(1, self.episodes)
        self.button.clicked.connect(self.start)
        self.verdict = QLabel(objectName="pairVerdict")
        self.verdict.setWordWrap(True)
        self.verdict.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.table = QTableWidget(objectName="pairTable")
        self.table.setAccessibleName(self.tr("Paired differences, row minus column"))
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.table.verticalHeader().setDefaultSectionSize(34)
        self.warned = QLabel(objectName="pairWarnings")
        self.warned.setWordWrap(True)
        set_tone(self.warned, "warning")
        for widget, stretch in ((self.verdict, 0), (self.warned, 0), (self.table, 1)):
            self.body.addWidget(widget, stretch)
        self.body.addStretch(0)
        self._results: dict[tuple[Path, ...], Paired] = {}
        self._settings: dict[str, Any] = {}
        theme().changed.connect(self._show_result)

    def show_runs(self, marked: Sequence[Marked]) -> None:
        """Turn to these runs; what was found of them before is shown again."""
        self.marked = marked
        self.judge()
        self._show_result()

    def judge(self) -> None:
        missing = [one.letter for one in self.marked if one.record.checkpoint is None]
        reason = why_not_paired(self.marked)
        impossible = len(self.marked) < 2
        self._settings = {}
        words = ""
        if impossible:
            words = reason
        elif missing:
            impossible = True
            words = self.tr("Without a checkpoint there is nothing to ask: {0}.").format(
                ", ".join(missing)
            )
        elif any(one.record.problem for one in self.marked):
            impossible = True
            words = said(next(o.record.problem for o in self.marked if o.record.problem))
        elif reason:
            kinds = {one.record.regression for one in self.marked}
            impossible = len(kinds) > 1
            words = reason
            if not impossible:
                self._settings = common([one.record.settings for one in self.marked])
                words += " " + self.tr("They can all be asked {0}.").format(self._asked())
        else:
            words = self.tr("The same test tasks for all, so that the luck of the draw cancels.")
        if not self.busy:
            self.say(words, "warning" if reason and len(self.marked) > 1 else "muted")
        self.button.setEnabled(not impossible and not self.busy)
        self.button.setToolTip(words if impossible else "")
        self.episodes.setEnabled(self.button.isEnabled())

    def _asked(self) -> str:
        """Name the tasks that all are asked, where those that they were trained on differ."""
        settings = dict(self.marked[0].record.settings) | self._settings
        data = str(settings["data.name"])
        ways = 0 if data in REGRESSION_DATA else settings["task.ways"]
        return asked_text(data, ways, settings["task.shots"], settings["task.queries"])

    def start(self) -> None:
        """Score the best checkpoints of the chosen runs on the same episodes."""
        runs = [one.record.folder for one in self.marked]
        workspace, settings = self._session.workspace, dict(self._settings)
        episodes = int(self.episodes.currentData())
        self.begin(
            self.tr("Asking {0} models {1} tasks").format(len(runs), f"{episodes:,}"),
            lambda report: pair(workspace, runs, settings, "test", episodes, report),
            self._take,
        )

    def _take(self, found: Paired) -> None:
        self._results[found.runs] = found
        self._show_result()

    # --- what came of it -------------------------------------------------------------------------

    def _show_result(self) -> None:
        chosen = {one.record.folder: one for one in self.marked}
        found = next(
            (r for key, r in reversed(self._results.items()) if set(key) == set(chosen)), None
        )
        for widget in (self.verdict, self.table):
            widget.setVisible(found is not None)
        self.warned.setVisible(found is not None and bool(found.warnings))
        if found is None:
            return
        marked = [chosen[run] for run in found.runs]
        self.warned.setText(" ".join(map(said, found.warnings)))
        self.verdict.setText(verdict(found, marked))
        self._fill(found, marked)

    def _fill(self, found: Paired, marked: Sequence[Marked]) -> None:
        number = len(marked)
        self.table.setRowCount(number)
        self.table.setColumnCount(number + 1)
        self.table.setVerticalHeaderLabels([one.short for one in marked])
        heads = [self.tr("Error") if found.lower_is_better else self.tr("Accuracy")]
        self.table.setHorizontalHeaderLabels(
            [*heads, *(self.tr("minus {0}").format(one.letter) for one in marked)]
        )
        for row in range(number):
            score = found.scores[row]
            text = interval_text(score.mean, score.ci95, regression=found.lower_is_better)
            self._put(row, 0, text, None, bold=True)
            for column in range(number):
                if row == column:
                    self._put(row, column + 1, "–", theme().colours.muted)
                    continue
                gap = found.differences[row][column]
                self._put(row, column + 1, self._gap(gap, found), self._tone(gap, found))
        self.table.resizeColumnsToContents()
        self.table.setColumnWidth(0, self.table.columnWidth(0) + 16)
        rows = self.table.verticalHeader().length() + self.table.horizontalHeader().height()
        self.table.setMaximumHeight(rows + SCROLL_BAR)

    def _gap(self, gap: Measured, found: Paired) -> str:
        text = interval_text(gap.mean, gap.ci95, regression=found.lower_is_better, sign="+")
        text = text.replace(" %", "")  # percentage points; the sentence above says so
        if gap.within_noise:
            return self.tr("{0}   ≈ within noise").format(text)
        better = (gap.mean < 0) == found.lower_is_better
        return f"{text}   {'▲' if better else '▼'}"

    def _tone(self, gap: Measured, found: Paired) -> QColor:
        colours = theme().colours
        if gap.within_noise:
            return colours.muted
        return colours.good if (gap.mean < 0) == found.lower_is_better else colours.bad

    def _put(
        self, row: int, column: int, text: str, colour: QColor | None, bold: bool = False
    ) -> None:
        item = QTableWidgetItem(text)
        item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if colour is not None:
            item.setForeground(colour)
        if bold:
            font = QFont()
            font.setBold(True)
            item.setFont(font)
        self.table.setItem(row, column, item)


def verdict(found: Paired, marked: Sequence[Marked]) -> str:
    """Say in a sentence or two which run is better, and where noise forbids to say."""
    order = sorted(
        range(len(marked)),
        key=lambda i: found.scores[i].mean if found.lower_is_better else -found.scores[i].mean,
    )
    best = order[0]
    gaps = {i: found.differences[best][i] for i in order[1:]}
    alike = [marked[i].letter for i in order[1:] if gaps[i].within_noise]
    unit = "" if found.lower_is_better else tr(" percentage points")
    on = tr("{0}, {1} episodes.").format(asked_text(*found.task), f"{found.episodes:,}")
    if len(alike) == len(gaps):
        words = tr("{0} scored best, but within noise: these episodes can't tell it from {1}.")
        said = words.format(marked[best].letter, ", ".join(alike))
    else:
        beaten = [i for i in order[1:] if not gaps[i].within_noise]
        parts = [
            f"{marked[i].letter} ({_amount(abs(gaps[i].mean), found)} ± "
            f"{_amount(gaps[i].ci95, found)})"
            for i in beaten
        ]
        said = tr("{0} is better than {1}, the paired difference in{2} in brackets.").format(
            marked[best].letter, ", ".join(parts), unit or tr(" mean squared error")
        )
        if alike:
            said += " " + tr("Within noise of it: {0}.").format(", ".join(alike))
    return f"{on} {said}"


def _amount(value: float, found: Paired) -> str:
    return f"{value:.2g}" if found.lower_is_better else f"{100 * value:.1f}"
