"""The Train page itself: puts form, bar and plots together and follows the engine's events."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from metastudio.engine.events import (
    Ended,
    Failed,
    Noticed,
    Stalled,
    Started,
    Stepped,
    TrainingEvent,
    Validated,
)
from metastudio.engine.experiment import METHODS, Experiment
from metastudio.engine.runs import RunFolder
from metastudio.gui.commands import Commands
from metastudio.gui.forms import ExperimentForm
from metastudio.gui.language import said
from metastudio.gui.pages.train import status
from metastudio.gui.pages.train.charts import RunCharts
from metastudio.gui.pages.train.forecast_label import ForecastLabel
from metastudio.gui.pages.train.form_side import FormSide
from metastudio.gui.pages.train.health import Record, findings
from metastudio.gui.pages.train.keeping import ExperimentKeeper
from metastudio.gui.pages.train.kernels_label import KernelsLabel
from metastudio.gui.pages.train.pace import Pace
from metastudio.gui.pages.train.page_commands import add_commands
from metastudio.gui.pages.train.run_bar import RunBar
from metastudio.gui.pages.train.succession import Succession
from metastudio.gui.session import Session
from metastudio.gui.theme import EDGE, FIELD, GROUP, set_icon
from metastudio.gui.widgets.empty_state import EmptyState

LAMPS = {"starting": "running", "running": "running", "paused": "running", "stopping": "running"}


class TrainPage(QWidget):
    """Set an experiment, start it, watch it. `start` does what the button does."""

    lamp = Signal(str)  # "idle", "running", "done", "problem"

    def __init__(self, session: Session, commands: Commands, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._commands = commands
        self._pace = Pace(0)
        self._device = ""
        self._details = ""  # of the run under way or the last one
        self._running: Experiment | None = None  # what the run under way was started with
        self._rates: tuple[float, float] = (0.0, 0.0)
        self._last: Ended | Failed | None = None
        self._stalled = ""  # why the run waits for the disk
        self._record = Record(session.experiment)
        self._folder: Path | None = None  # of the run under way or the last one
        self.form = ExperimentForm(session)
        self.keeper = ExperimentKeeper(session, self.form, self)
        self.forecast = ForecastLabel(session)
        self.kernels = KernelsLabel(session.engine)
        self.charts = RunCharts(session.engine)
        self.bar = RunBar()
        self._empty = EmptyState("", self.tr("Start training"), "chart-line-up")
        self._empty.button.setObjectName("startHereButton")
        self.runs = Succession(self)
        add_commands(commands, self)
        self._arrange()
        self.form.reasonChanged.connect(self._update_commands)
        self.form.reasonChanged.connect(self.forecast.consider)
        self.form.datasetsListed.connect(self._describe)
        self.bar.tryModel.connect(self.try_model)
        self.bar.resumeRun.connect(self.runs.resume)
        self.charts.notice.connect(session.notice)
        self.charts.bar.health.remedied.connect(self._remedy)
        self.charts.bar.health.finish.connect(session.engine.finish)
        self._empty.clicked.connect(self.start)
        session.experimentChanged.connect(self._follow_experiment)
        session.resumeRun.connect(self.runs.resume)
        session.engine.trainingEvents.connect(self._take)
        session.engine.trainingState.connect(self._follow_state)
        self._update_commands()
        self._describe()
        self.forecast.consider(self.form.reason)

    # --- layout ----------------------------------------------------------------------------------

    def _arrange(self) -> None:
        self._buttons: dict[str, QPushButton] = {}
        for id, name in (
            ("queueRuns", "queueButton"),
            ("startTraining", "startButton"),
            ("pauseTraining", "pauseButton"),
            ("stepTraining", "stepButton"),
            ("finishTraining", "finishButton"),
            ("cancelTraining", "cancelButton"),
        ):
            self._buttons[name] = self.bar.add(
                self._commands.action(id), name, main=name == "startButton"
            )
        self._centre = QStackedWidget()
        self._centre.addWidget(self._empty)
        self._centre.addWidget(self.charts)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(GROUP, GROUP, EDGE, GROUP)
        column.setSpacing(FIELD)
        column.addWidget(self.bar)
        column.addWidget(self._centre, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setObjectName("trainSplitter")
        split.setChildrenCollapsible(False)
        split.addWidget(
            FormSide(
                self.form,
                (self.runs.queue, self.forecast, self.kernels),
                self._commands,
                (
                    ("saveExperiment", "saveButton"),
                    ("copyCommand", "copyCommandButton"),
                ),
            )
        )
        split.addWidget(right)
        split.setStretchFactor(1, 1)
        split.setSizes([324, 900])
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(split)

    # --- commands --------------------------------------------------------------------------------

    def _update_commands(self) -> None:
        state, reason = self.session.engine.state, self.form.reason
        start = self._commands.action("startTraining")
        start.setEnabled(state == "idle" and not reason)
        command = self._commands.command("startTraining")
        busy = self.tr("A run is under way; finish or cancel it first.")
        tips = {"idle": reason or f"{command.tip} ({start.shortcut().toString()})"}
        start.setToolTip(tips.get(state, busy))
        self._empty.button.setEnabled(start.isEnabled())
        self._empty.button.setToolTip(start.toolTip())
        pause = self._commands.action("pauseTraining")
        pause.setText(self.tr("Resume") if state == "paused" else self.tr("Pause"))
        set_icon(pause, "play" if state == "paused" else "pause")
        can = {
            "pauseTraining": state in ("starting", "running", "paused"),
            "stepTraining": state == "paused",
            "finishTraining": state in ("running", "paused"),
            "cancelTraining": state != "idle",
        }
        self._buttons["stepButton"].setVisible(state == "paused")
        nothing = self.tr("No run is under way.")
        self._commands.action("resumeRun").setEnabled(state == "idle")
        for id, enabled in can.items():
            action, registered = self._commands.action(id), self._commands.command(id)
            action.setEnabled(enabled)
            keys = f" ({registered.shortcut})" if registered.shortcut else ""
            action.setToolTip(registered.tip + keys if state != "idle" else nothing)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.runs.seek_interrupted()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space pauses; fields and buttons that want it have taken it before it comes here."""
        action = self._commands.action("pauseTraining")
        if event.key() == Qt.Key.Key_Space and action.isEnabled() and not event.isAutoRepeat():
            action.trigger()
        else:
            super().keyPressEvent(event)

    def start(self) -> None:
        """Start training the session's experiment, unless a run is under way or a field is wrong.

        Whoever can't start sees why under the field.
        """
        if not self.busy and not self.form.reason:
            self.begin(self.session.experiment)
            self.session.engine.start_training(self.session.experiment)

    @property
    def busy(self) -> bool:
        """Whether a run is under way, or about to be."""
        return self.session.engine.training or self._running is not None

    def begin(self, experiment: Experiment) -> None:
        """Prepare the page for a run of `experiment`."""
        self._running, self._last, self._folder = experiment, None, None
        self._rates = (experiment.method.inner_lr, experiment.training.outer_lr)
        self._pace = Pace(experiment.training.iterations, experiment.training.max_seconds)
        self._device = self._details = ""
        self._record = Record(experiment)
        self.charts.begin(experiment)
        self.charts.bar.health.begin()
        self._centre.setCurrentWidget(self.charts)
        self.bar.offer(None, try_it=False)
        self.bar.offer_resume(None)
        self.form.set_running(True)
        self.setFocus()  # so that Space pauses at once

    def pause(self) -> None:
        """Pause the run, or go on with it."""
        if self.session.engine.state == "paused":
            self.session.engine.resume()
        else:
            self.session.engine.pause()

    def try_model(self) -> None:
        """Load the run's best checkpoint on the Try page; of a run under way, its latest."""
        model = self._last.checkpoint if self._last is not None else None
        if self.session.engine.training and self._folder is not None:
            model = RunFolder(self._folder).last
        if model is not None:
            self.session.openCheckpoint.emit(model)
            self.session.requestPage.emit("try")

    # --- following the run -----------------------------------------------------------------------

    def _follow_experiment(self, experiment: Experiment) -> None:
        """Pass changes of α and β on to the run under way; it tells when they take effect."""
        self._describe()
        if self._running is None:
            self.forecast.consider(self.form.reason)
            return
        rates = (experiment.method.inner_lr, experiment.training.outer_lr)
        if rates != self._rates:
            self._rates = rates
            self.session.engine.change_rates(*rates)

    def _take(self, events: Sequence[TrainingEvent]) -> None:
        self.charts.take(events)
        for event in events:
            self._record.note(event)
            self._note_stall(event)
            if isinstance(event, Stepped):
                self._pace.add(event)
            elif isinstance(event, Started):
                self._device, self._folder = said(event.device), event.run
                self._details = status.plan(event)
                self._pace.iterations = event.iterations
            elif isinstance(event, Validated) and self._folder is not None:
                # The writer takes a moment: the weights of one look lie there by the next.
                self.bar.offer_live(RunFolder(self._folder).last.is_file())
            elif isinstance(event, Noticed):
                self.session.notice.emit("info", said(event.message))
            elif isinstance(event, Ended | Failed):
                self._last = event
        if any(isinstance(event, Validated | Ended | Failed) for event in events):
            self.charts.bar.health.show_findings(findings(self._record))
        self._describe()

    def _note_stall(self, event: TrainingEvent) -> None:
        """The first event after a stall tells that there is room again, or that the run is over."""
        if isinstance(event, Stalled):
            self._stalled = said(event.message)
            self._pace.pause()
            self.lamp.emit("problem")
        elif self._stalled:
            self._stalled = ""
            self._pace.resume()
            self.lamp.emit("running")

    def _remedy(self, change: dict[str, float]) -> None:
        """Take over what a finding proposes; α and β change in the run under way."""
        self.session.edit(change)
        self._record.looks.clear()  # what was seen before says nothing about the new setting
        self.charts.bar.health.show_findings(())

    def _follow_state(self, state: str) -> None:
        if state == "paused":
            self._pace.pause()
        else:
            self._pace.resume()
        if state == "idle":
            self._running = None
            self.form.set_running(False)
            self._show_result()
            if not (isinstance(self._last, Ended) and self._last.outcome == "cancelled"):
                QTimer.singleShot(0, self.runs, self.runs.start_next)
            self.forecast.consider(self.form.reason)
        else:
            self.lamp.emit(LAMPS[state])
        self.runs.queue.offer_next(state == "idle")
        self._update_commands()
        self._describe()

    def _show_result(self) -> None:
        last = self._last
        run = last.run if isinstance(last, Ended) else self._folder
        kept = last is not None and last.checkpoint is not None
        self.bar.offer(run if last is not None else None, try_it=kept)
        stopped = isinstance(last, Ended) and last.outcome == "cancelled"
        if stopped or (isinstance(last, Failed) and not last.change and run is not None):
            self.bar.offer_resume(run, self._pace.iteration)
        self.lamp.emit("problem" if isinstance(last, Failed) else "done")

    # --- words -----------------------------------------------------------------------------------

    def _describe(self) -> None:
        """Write the status line for the state that the page is in."""
        state = self.session.engine.state
        self.bar.explain(self._details)
        done, of = self._pace.iteration, max(self._pace.iterations, 1)
        if state == "idle":
            self._describe_rest()
            return
        if state == "starting":
            self.bar.show_progress(0, 0)
            self.bar.say(self.tr("Loading {0}…").format(self.form.dataset_title()))
            return
        self.bar.show_progress(done, of)
        if self._stalled:
            self.bar.say(self._stalled, tone="bad")
        elif state == "paused":
            self.bar.say(self.tr("Paused · {0}").format(status.where(self._pace)))
        elif state == "stopping":
            self.bar.say(self.tr("Stopping after this iteration…"))
        else:
            self.bar.say(*status.progress(self._pace, self._device))

    def _describe_rest(self) -> None:
        last = self._last
        if isinstance(last, Failed):
            self.bar.say(f"{said(last.message)} {said(last.remedy)}".strip(), tone="bad")
            self.bar.explain(last.detail or self._details)
            self.bar.show_progress(self._pace.iteration, max(self._pace.iterations, 1))
        elif isinstance(last, Ended):
            words = status.result(last, percent=self.charts.percent)
            self.bar.say(words, tone="" if last.outcome == "cancelled" else "good")
            self.bar.show_progress(self._pace.iteration, max(self._pace.iterations, 1))
        else:
            experiment = self.session.experiment
            method = said(METHODS.get(experiment.method.name, experiment.method.name))
            self.bar.show_progress(0, 1)
            self.bar.say(self.tr("Ready to train."), tone="muted")
            self._empty.say(
                self.tr("Train {0} on {1}, and watch how each task adapts.").format(
                    method, self.form.dataset_title()
                ),
                self.tr("Start training"),
            )
