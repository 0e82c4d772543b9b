"""The first page: four ways to begin, and what was done before."""

from pathlib import Path

from PySide6.QtCore import QLocale, QStandardPaths, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from metastudio.engine.presets import DEFAULT_PRESET, presets, resources
from metastudio.gui.commands import Commands
from metastudio.gui.language import said
from metastudio.gui.pages.advice import AdviceDialog
from metastudio.gui.recent import RecentRun, recent_runs
from metastudio.gui.session import Session
from metastudio.gui.theme import (
    EDGE,
    FIELD,
    GROUP,
    caption,
    heading,
    page_title,
    series_colour,
    set_tone,
)
from metastudio.gui.widgets import illustrations
from metastudio.gui.widgets.card import Card
from metastudio.gui.widgets.dot import Dot
from metastudio.gui.widgets.sparkline import Sparkline

BUNDLED = "omniglot-protonet.safetensors"
RUNS_SHOWN = 8
WIDEST = 1400  # longer lines are hard to read


class HomePage(QWidget):
    """Four cards and the recent runs; everything else happens on the pages they lead to."""

    lamp = Signal(str)

    def __init__(self, session: Session, commands: Commands, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._commands = session, commands
        column = QWidget()
        column.setMaximumWidth(WIDEST)
        layout = QVBoxLayout(column)
        layout.setContentsMargins(EDGE, EDGE, EDGE, EDGE)
        layout.setSpacing(FIELD)
        layout.addWidget(page_title(self.tr("Learn from a few pictures")))
        about = QLabel(
            self.tr(
                "Train a model on many small tasks, watch it learn to learn, and then teach it "
                "your own classes with a picture or two each."
            )
        )
        about.setWordWrap(True)
        set_tone(about, "muted")
        layout.addWidget(about)
        layout.addSpacing(GROUP)
        layout.addLayout(self._cards())
        layout.addSpacing(EDGE)
        layout.addWidget(heading(self.tr("Recent runs")))
        self._no_runs = caption("")
        layout.addWidget(self._no_runs)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(FIELD)
        layout.addLayout(self._rows)
        layout.addStretch(1)
        body = QWidget()
        body.setProperty("scrolled", True)
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(column, 1000)
        row.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(body)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)
        self._say_about_runs(self.tr("Looking for earlier runs…"))
        session.engine.trainingState.connect(self._look_again_after_a_run)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    # --- four ways to begin ----------------------------------------------------------------------

    def _cards(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(GROUP)
        for name, title, text, paint, slot in (
            (
                "cardTry",
                self.tr("Try a trained model"),
                self.tr("Give it a picture or two of each class, then ask about new ones."),
                illustrations.trying,
                self.try_bundled_model,
            ),
            (
                "cardTrain",
                self.tr("Train on sample data"),
                self.tr("Starts at once on drawings that MetaStudio makes itself. A minute."),
                illustrations.training,
                self.train_on_samples,
            ),
            (
                "cardOwnPictures",
                self.tr("Use my own pictures"),
                self.tr("Drop a folder on the window, or choose one: each sub-folder is a class."),
                illustrations.own_pictures,
                self.choose_pictures,
            ),
            (
                "cardAdvice",
                self.tr("Which method for my data?"),
                self.tr("Trains one of each family on your pictures and says which is better."),
                illustrations.advising,
                self.ask_for_advice,
            ),
        ):
            card = Card(title, text)
            card.setObjectName(name)
            card.set_painting(paint, 112)
            card.clicked.connect(slot)
            row.addWidget(card, 1)
            if name == "cardTry" and not bundled_model().is_file():
                card.setEnabled(False)
                reason = self.tr("This installation has no trained model. Train one first.")
                card.setToolTip(reason)
                card.set_texts(title, reason)
        return row

    def try_bundled_model(self) -> None:
        """Load the model that comes with the program, on the Try page."""
        self._session.openCheckpoint.emit(bundled_model())
        self._session.requestPage.emit("try")

    def train_on_samples(self) -> None:
        """Start the default preset, and show it learn."""
        self._session.requestPage.emit("train")
        if self._session.engine.training:
            return  # shown above; a second run has to wait for the first
        self._session.choose_preset(DEFAULT_PRESET)
        self._commands.action("startTraining").trigger()

    def choose_pictures(self) -> None:
        """Ask for a folder of pictures, and import it on the Data page."""
        start = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
        chosen = QFileDialog.getExistingDirectory(
            self, self.tr("Folder with one sub-folder per class"), start
        )
        if chosen:
            self._session.openData.emit([Path(chosen)])
            self._session.requestPage.emit("data")

    def ask_for_advice(self) -> None:
        """Compare the families of methods on one of the data sets that are there."""
        dialog = AdviceDialog(self._session, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    # --- recent runs -----------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the runs again, beside the window."""
        runs = self._session.workspace.runs
        self._session.engine.run_job(
            "recent_runs", lambda _: recent_runs(runs, RUNS_SHOWN), self._show_runs, self._no_list
        )

    def _look_again_after_a_run(self, state: str) -> None:
        if state == "idle" and self.isVisible():
            self.refresh()

    def _show_runs(self, runs: list[RecentRun]) -> None:
        while self._rows.count():
            self._rows.takeAt(0).widget().deleteLater()
        for run in runs:
            self._rows.addWidget(self._row(run))
        title = said(presets()[DEFAULT_PRESET].title)
        self._say_about_runs(
            "" if runs else self.tr("None yet. Your runs will stand here, beginning with “{0}”.")
            .format(title)
        )  # fmt: skip

    def _no_list(self, error: Exception) -> None:
        self._say_about_runs(said(str(error)))

    def _say_about_runs(self, sentence: str) -> None:
        self._no_runs.setText(sentence)
        self._no_runs.setVisible(bool(sentence))

    def _row(self, run: RecentRun) -> Card:
        colour = series_colour(run.method)
        score = QLabel(run.score or self.tr("no score"))
        score.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        score.setMinimumWidth(110)
        card = Card(run.title, "", self)
        card.setObjectName(f"run-{run.folder.name}")
        card.set_texts(run.title, "", f"{self._when(run)} · {self._outcome(run)}")
        card.set_compact()
        card.set_beside(Dot(colour), left=True)
        card.set_beside(Sparkline(run.values, colour))
        card.set_beside(score)
        card.setToolTip(
            self.tr("Try this run's best model")
            if run.checkpoint
            else self.tr("Load this run's settings; it saved no model")
        )
        card.clicked.connect(lambda: self._open(run))
        return card

    def _open(self, run: RecentRun) -> None:
        if run.checkpoint is None:
            self._session.open_experiment(run.folder / "experiment.toml")
        else:
            self._session.openCheckpoint.emit(run.checkpoint)
            self._session.requestPage.emit("try")

    def _when(self, run: RecentRun) -> str:
        return QLocale().toString(run.when, QLocale.FormatType.ShortFormat)

    def _outcome(self, run: RecentRun) -> str:
        words = {
            "completed": self.tr("completed"),
            "finished": self.tr("finished early"),
            "cancelled": self.tr("cancelled"),
        }
        return words.get(run.outcome, self.tr("not ended"))


def bundled_model() -> Path:
    """Path of the model that comes with the program."""
    return resources() / "models" / BUNDLED
