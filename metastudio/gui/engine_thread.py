"""The only bridge to the engine: commands go in, events and results come out. No widget here.

Two Python threads work beside the window: one trains, one does short jobs (open a data set, read
pictures, classify), so that every page stays alive while a model trains. The window *pulls*: one
timer on the GUI thread takes what the threads left and calls back there. Torch is imported late,
on these threads.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from metastudio.engine.errors import TrainingError
from metastudio.engine.events import Floats, Inspection, Started
from metastudio.engine.experiment import DataSettings, Experiment
from metastudio.engine.workspace import Workspace
from metastudio.gui.bench import Bench
from metastudio.gui.engine_import import (
    import_engine,
    is_imported,
    kernels_warm_up,
    warm_kernels,
)
from metastudio.gui.jobs import Done, Job, JobThread, Progress, Refused, Report
from metastudio.gui.page_jobs import DataJobs, TryJobs, ignore
from metastudio.gui.training_thread import TrainingThread

if TYPE_CHECKING:
    from metastudio.engine.training import Control

PULL_MS = 100  # ten times a second while training
PULL_JOBS_MS = 15  # a little sooner where only a job is awaited: a drawing wants its answer


ADVICE_SLOT = "advise"


class EngineThread(DataJobs, TryJobs, QObject):
    """Runs trainings and jobs off the GUI thread. All methods are called on the GUI thread.

    A job runs under a *slot*: a newer job in the same slot makes the older one's late result be
    dropped. `done` and `failed` are called on the GUI thread, never both, and not at all where the
    widget they belong to is gone.
    """

    trainingEvents = Signal(object)  # list[TrainingEvent], in order, none left out
    trainingState = Signal(str)  # "idle", "starting", "running", "paused", "stopping"
    warmed = Signal()  # once: the engine is imported, a command need not wait for that any more

    kernelsWarming = Signal(bool)  # whether the fused kernels are being compiled, when it changes

    def __init__(self, workspace: Workspace | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace or Workspace.default()
        self._state = "idle"
        self._training: TrainingThread | None = None
        self._latest: TrainingThread | None = None  # of which a model can still be looked into
        self._jobs = JobThread()
        self._advising = JobThread()  # takes minutes, in which the window goes on asking
        self._downloading = JobThread()  # so does this
        self._reading = JobThread()  # a hundred thousand pictures take a while, too
        self._bench = Bench(self.workspace)
        self._warm = is_imported()
        self._kernels_warming = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.pull)

    # --- training --------------------------------------------------------------------------------

    @property
    def training(self) -> bool:
        """Whether a run is under way, paused ones included."""
        return self._training is not None

    @property
    def state(self) -> str:
        """What `trainingState` last said."""
        return self._state

    def start_training(
        self, experiment: Experiment, resume: Path | None = None, iterations: int | None = None
    ) -> None:
        """Begin a run on the training thread; raises `RuntimeError` while another is under way.

        `resume` goes on with a run instead, `iterations` makes that one longer.
        """
        if self._training is not None:
            raise RuntimeError("a run is already under way")
        if self._latest is not None:
            self._latest.forget()
        self._training = self._latest = TrainingThread(
            experiment, self.workspace, resume, iterations
        )
        self._set_state("starting")
        self._training.thread.start()
        self._keep_pulling()

    def pause(self) -> None:
        """Hold before the next meta-step."""
        if self._training is not None and self._state in ("starting", "running"):
            self._training.ask(lambda control: control.pause())
            self._set_state("paused")

    def resume(self) -> None:
        """Go on after `pause`."""
        if self._training is not None and self._state == "paused":
            self._training.ask(lambda control: control.resume())
            self._set_state("running" if self._training.started else "starting")

    def step(self) -> None:
        """Take one meta-step of a paused run."""
        if self._training is not None and self._state == "paused":
            self._training.ask(lambda control: control.step())

    def finish(self) -> None:
        """Stop early and keep what was learned."""
        self._stop(lambda control: control.finish())

    def cancel(self) -> None:
        """Stop early; the run counts as cancelled."""
        self._stop(lambda control: control.cancel())

    def change_rates(self, inner_lr: float | None = None, outer_lr: float | None = None) -> None:
        """Change α or β of the run under way, from the next meta-step on."""
        if self._training is not None:
            self._training.ask(lambda c: c.change(inner_lr=inner_lr, outer_lr=outer_lr))

    def _stop(self, request: "Callable[[Control], None]") -> None:
        if self._training is not None:
            self._training.ask(request)
            self._set_state("stopping")

    # --- jobs ------------------------------------------------------------------------------------

    def run_job(
        self,
        slot: str,
        work: Callable[[Report], Any],
        done: Done,
        failed: Refused,
        progress: Progress | None = None,
    ) -> None:
        """Run `work` on the job thread; whatever ran or waited in `slot` is dropped.

        `work` gets a function to report (fraction, sentence) with; once that returns False, the
        result is no longer wanted.
        """
        self._jobs.put(Job(slot, work, done, failed, progress))
        self._keep_pulling()

    def cancel_job(self, slot: str) -> None:
        """Drop the job in `slot`: it is asked to stop, and none of its callbacks will be called."""
        self._jobs.cancel(slot)

    def busy(self, slot: str) -> bool:
        """Whether a job in `slot` waits or runs."""
        return slot in self._jobs.awaited or slot in self._advising.awaited

    def warm_up(self) -> None:
        """Import the engine now, so that the first real command need not wait for torch.

        The fused kernels follow, beside whatever else is asked.
        """

        def work(_: Report) -> None:
            import_engine()
            warm_kernels(self.workspace)

        self.run_job("warm-up", work, ignore, ignore)

    @property
    def kernels_warming(self) -> bool:
        """Whether the fused kernels are being compiled; `kernelsWarming` tells its changes."""
        return self._kernels_warming

    @property
    def warm(self) -> bool:
        """Whether the engine is imported; `warmed` tells when it comes to that."""
        return self._warm

    def forecast(self, experiment: Experiment, done: Done, failed: Refused) -> None:
        """`done` gets a `Forecast`, or None where making one would take too long."""
        self.run_job("forecast", lambda r: self._bench.forecast(experiment, r), done, failed)

    def advise(
        self, data: DataSettings, seconds: float, episodes: int,
        done: Done, failed: Refused, progress: Progress,
    ) -> None:  # fmt: skip
        """Compare the families on a data set, as a long job; `done` gets an `Advice`."""
        work = partial(self._bench.advise, data, seconds, episodes)
        self.run_long(ADVICE_SLOT, work, done, failed, progress)

    def cancel_advice(self) -> None:
        """End what `advise` began; none of its callbacks will be called."""
        self.cancel_long(ADVICE_SLOT)

    def run_long(
        self, slot: str, work: Callable[[Report], Any], done: Done, failed: Refused,
        progress: Progress | None = None,
    ) -> None:  # fmt: skip
        """As `run_job`, for what takes minutes: it keeps no short job waiting."""
        self._advising.put(Job(slot, work, done, failed, progress))
        self._keep_pulling()

    def cancel_long(self, slot: str) -> None:
        """End what `run_long` began; none of its callbacks will be called."""
        self._advising.cancel(slot)

    @property
    def advising(self) -> bool:
        """Whether a comparison of the families is under way."""
        return ADVICE_SLOT in self._advising.awaited

    def inspect(
        self, index: int, iteration: int | None, support: Floats | None, done: Done, failed: Refused
    ) -> None:
        """`done` gets the `Inspection` of a validation task of the latest run, under way or over.

        `iteration` None asks for the newest model; `support` `(n, 2)` moves a function's points.
        """
        run = self._latest

        def work(_: Report) -> Inspection:
            if run is None:  # answered all the same: who asks waits for it
                raise TrainingError("There is no model to look into before the first validation.")
            return run.inspect(index, iteration, support)

        self.run_job("inspect", work, done, failed)

    # --- pulling ---------------------------------------------------------------------------------

    def pull(self) -> None:
        """Take what the threads left and call back; the timer does this ten times a second."""
        self._pull_training()
        self._jobs.deliver()
        self._advising.deliver()
        self._downloading.deliver()
        self._reading.deliver()
        if not self._warm and is_imported():
            self._warm = True
            self.warmed.emit()
        if self._kernels_warming != kernels_warm_up():
            self._kernels_warming = not self._kernels_warming
            self.kernelsWarming.emit(self._kernels_warming)
        threads = (self._jobs, self._downloading, self._advising, self._reading)
        busy = self._training is not None or self._kernels_warming
        if not busy and not any(thread.awaited for thread in threads):
            self._timer.stop()

    def _keep_pulling(self) -> None:
        self._timer.start(PULL_JOBS_MS if self._training is None else PULL_MS)

    def _pull_training(self) -> None:
        run = self._training
        if run is None:
            return
        over = run.over.is_set()  # read before the events: none can come after it
        events = run.take()
        if any(isinstance(event, Started) for event in events):
            run.started = True
            if self._state == "starting":
                self._set_state("running")
        if over:
            run.thread.join()
            self._training = None
        if events:
            self.trainingEvents.emit(events)
        if over:
            self._set_state("idle")

    def _set_state(self, state: str) -> None:
        if state != self._state:
            self._state = state
            self.trainingState.emit(state)

    def shutdown(self, timeout: float = 20.0) -> bool:
        """Stop both threads and wait; returns whether both ended within `timeout` seconds each."""
        self._timer.stop()
        threads = (self._jobs, self._advising, self._downloading, self._reading)
        stopped = [thread.stop(timeout) for thread in threads]
        ended = all(stopped)
        if self._training is not None:
            if self._state != "stopping":  # a run that was told to finish may keep its result
                self.cancel()
            self._training.thread.join(timeout)
            ended = ended and not self._training.thread.is_alive()
            self._pull_training()
        if self._latest is not None:
            self._latest.forget()
        return ended
