"""Which method for my data? One of each family trained for the same time, ranked in a table."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHeaderView,
    QLabel,
    QProgressBar,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from metastudio.engine.errors import MetaStudioError
from metastudio.engine.events import DataCard
from metastudio.engine.experiment import Experiment
from metastudio.gui.language import said
from metastudio.gui.session import Session
from metastudio.gui.theme import FIELD, GROUP, caption, primary, set_tone

if TYPE_CHECKING:
    from metastudio.engine.advice import Advice

BUDGETS = (15, 60, 300)
"""Seconds of training for each family."""
FAMILIES = 3
EPISODES = 600
"""Of the common test."""
WIDTH = 560


class AdviceDialog(QDialog):
    """Choose a data set and a time; watch; try the best. Closing ends what runs."""

    def __init__(
        self, session: Session, parent: QWidget | None = None, *, episodes: int = EPISODES
    ) -> None:
        super().__init__(parent)
        self.setObjectName("adviceDialog")
        self.setWindowTitle(self.tr("Which method for my data?"))
        self.setMinimumWidth(WIDTH)
        self._session, self._episodes = session, episodes
        self._best: Path | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GROUP, GROUP, GROUP, GROUP)
        layout.setSpacing(GROUP)
        about = caption(
            self.tr(
                "ProtoNet compares with class means, MAML learns to adapt, Transfer trains a "
                "classifier first. All get the same pictures, network and time, and are asked the "
                "same tasks of classes that none has seen."
            )
        )
        layout.addWidget(about)
        layout.addLayout(self._choices())
        self.progress = QProgressBar(objectName="adviceProgress")
        self.progress.setRange(0, 1000)
        self.progress.setTextVisible(False)
        self.progress.hide()
        layout.addWidget(self.progress)
        self.said = QLabel(objectName="adviceSaid")
        self.said.setWordWrap(True)
        layout.addWidget(self.said)
        self.table = self._table()
        layout.addWidget(self.table)
        layout.addWidget(self._buttons())
        self.finished.connect(self._stop)
        self._say_time()
        session.engine.trainingState.connect(self._judge)
        session.engine.list_datasets(self._show_data, self._fail, slot="advice_datasets")
        self._judge()

    # --- what to compare on ----------------------------------------------------------------------

    def _choices(self) -> QFormLayout:
        form = QFormLayout()
        form.setHorizontalSpacing(GROUP)
        form.setVerticalSpacing(FIELD)
        self.data = QComboBox(objectName="adviceData")
        self.data.setAccessibleName(self.tr("Data set"))
        self.budget = QComboBox(objectName="adviceBudget")
        self.budget.setAccessibleName(self.tr("Time for each method"))
        for seconds in BUDGETS:
            words = self.tr("{0} s each") if seconds < 60 else self.tr("{0} min each")
            self.budget.addItem(words.format(seconds if seconds < 60 else seconds // 60), seconds)
        self.budget.setCurrentIndex(1)
        self.budget.currentIndexChanged.connect(self._say_time)
        form.addRow(self.tr("Data set"), self.data)
        form.addRow(self.tr("Time"), self.budget)
        return form

    def _show_data(self, cards: Sequence[DataCard]) -> None:
        for card in cards:
            if card.state == "ready" and card.kind == "pictures":
                self.data.addItem(said(card.title), card.name)
        now = self.data.findData(self._session.experiment.data.name)
        self.data.setCurrentIndex(max(now, 0))
        self._judge()

    def _say_time(self) -> None:
        seconds = int(self.budget.currentData()) * FAMILIES
        words = self.tr("{0} s in all, and the test.") if seconds < 120 else self.tr(
            "{0} min in all, and the test."
        )  # fmt: skip
        self._say(words.format(seconds if seconds < 120 else seconds // 60))

    # --- the way there ---------------------------------------------------------------------------

    def _start(self) -> None:
        name = str(self.data.currentData())
        now = self._session.experiment.data
        data = now if now.name == name else Experiment().changed({"data.name": name}).data
        self._best = None
        self.table.hide()
        self.progress.setValue(0)
        self.progress.show()
        self._say(self.tr("Starting…"))
        seconds = float(self.budget.currentData())
        self._session.engine.advise(
            data, seconds, self._episodes, self._show, self._fail, self._report
        )
        self._judge()

    def _report(self, fraction: float, sentence: str) -> None:
        self.progress.setValue(round(1000 * fraction))
        if sentence:
            self._say(said(sentence) + "…")

    def _fail(self, error: Exception) -> None:
        expected = isinstance(error, MetaStudioError)
        self._say(said(str(error)) if expected else self.tr("It failed: {0}.").format(error), "bad")
        self.progress.hide()
        self._judge()

    def _stop(self) -> None:
        self._session.engine.cancel_advice()

    def _judge(self) -> None:
        """Offer what can be done now."""
        engine = self._session.engine
        idle = not engine.training and not engine.advising
        self.start_button.setEnabled(idle and self.data.count() > 0)
        reason = (
            self.tr("A run is under way; wait for it, or finish it.") if engine.training else ""
        )
        self.start_button.setToolTip(reason)
        for choice in (self.data, self.budget):
            choice.setEnabled(not engine.advising)
        self.try_button.setVisible(self._best is not None)

    def _say(self, words: str, tone: str = "muted") -> None:
        self.said.setText(words)
        set_tone(self.said, tone)

    # --- what came of it -------------------------------------------------------------------------

    def _show(self, advice: "Advice | None") -> None:
        self.progress.hide()
        if advice is not None:
            self._best = advice.best
            self._fill(advice)
            self._say(" ".join(map(said, advice.sentences())), "")
        self._judge()
        self.adjustSize()

    def _fill(self, advice: "Advice") -> None:
        models = advice.comparison.models
        gaps = [
            "",
            *(_gap(d.interval.mean, d.interval.ci95) for d in advice.comparison.differences),
        ]
        self.table.setRowCount(len(models))
        for row, (model, gap) in enumerate(zip(models, gaps, strict=True)):
            final = model.evaluation.headline.final
            score = f"{100 * final.mean:.1f} ± {100 * final.ci95:.1f} %"
            for column, text in enumerate((said(model.title), score, gap)):
                item = QTableWidgetItem(text)
                if column:
                    item.setTextAlignment(
                        Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                    )
                self.table.setItem(row, column, item)
        rows = sum(self.table.rowHeight(row) for row in range(len(models)))
        self.table.setFixedHeight(rows + self.table.horizontalHeader().sizeHint().height() + 4)
        self.table.show()

    def _table(self) -> QTableWidget:
        table = QTableWidget(0, 3, objectName="adviceTable")
        table.setAccessibleName(self.tr("Methods, the best first"))
        titles = [self.tr("Method"), self.tr("Accuracy"), self.tr("Against the best, in points")]
        table.setHorizontalHeaderLabels(titles)
        table.verticalHeader().hide()
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        table.hide()
        return table

    def _buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.start_button = primary(
            buttons.addButton(self.tr("Compare"), QDialogButtonBox.ButtonRole.ActionRole)
        )
        self.start_button.setObjectName("adviceStart")
        self.start_button.clicked.connect(self._start)
        self.try_button = buttons.addButton(
            self.tr("Try the best"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self.try_button.setObjectName("adviceTry")
        buttons.accepted.connect(self._try_best)
        buttons.rejected.connect(self.reject)
        return buttons

    def _try_best(self) -> None:
        assert self._best is not None  # the button is hidden before
        self._session.openCheckpoint.emit(self._best)
        self._session.requestPage.emit("try")
        self.accept()


def _gap(mean: float, ci95: float) -> str:
    return f"{100 * mean:+.1f} ± {100 * ci95:.1f}"
