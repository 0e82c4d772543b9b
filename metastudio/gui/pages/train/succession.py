"""Runs one after another: going on with one that was interrupted, and the queue."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog

from metastudio.gui.language import said
from metastudio.gui.pages.train.past_run import PastRun, interrupted, read_past
from metastudio.gui.pages.train.run_queue import RunQueue
from metastudio.gui.pages.train.variants import Planned, VariantsDialog

if TYPE_CHECKING:
    from metastudio.gui.pages.train.page import TrainPage


class Succession(QObject):
    """Starts runs on the Train page that nobody presses Start for."""

    def __init__(self, page: "TrainPage") -> None:
        super().__init__(page)
        self._page, self._session = page, page.session
        self._sought = False
        self.queue = RunQueue()
        self.queue.nextWanted.connect(self.start_next)

    # --- going on --------------------------------------------------------------------------------

    def seek_interrupted(self) -> None:
        """Look once for a run that never came to its end, and offer to go on with it."""
        if not self._sought:
            self._sought = True
            runs = self._session.workspace.runs
            self._session.engine.run_job(
                "interrupted", lambda _: interrupted(runs), self._offer, self._refuse
            )

    def choose(self) -> None:
        """Ask for the folder of a run, and go on with it."""
        words, runs = self.tr("Resume a run"), self._session.workspace.runs
        dialog = QFileDialog(self._page, words, str(runs))
        dialog.setObjectName("resumeRunDialog")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.resume(Path(name)))
        dialog.open()

    def resume(self, folder: Path, iterations: int = 0) -> None:
        """Go on with a run from its folder, with its curves so far; says why where it can't.

        `iterations` makes it longer than it was planned.
        """
        if not self._page.busy:
            self._session.engine.run_job(
                "past_run", lambda _: read_past(folder, iterations), self._restore, self._refuse
            )

    def _restore(self, past: PastRun) -> None:
        if not self._page.busy:
            experiment = past.experiment
            if past.changes:  # α and β go on as they were last
                last = past.changes[-1]
                rates = {"method.inner_lr": last.inner_lr, "training.outer_lr": last.outer_lr}
                experiment = experiment.changed(rates)
            self._session.set_experiment(experiment, self.tr("resuming of a run"))
            self._page.begin(experiment)
            self._page.charts.restore(past, lambda: self._go_on(past))

    def _go_on(self, past: PastRun) -> None:
        if not self._session.engine.training:
            longer = past.experiment.training.iterations if past.longer else None
            self._session.engine.start_training(past.experiment, past.folder, longer)

    def _offer(self, past: PastRun | None) -> None:
        if past is not None and not self._page.busy:
            self._page.bar.offer_resume(past.folder, past.iteration)

    def _refuse(self, error: Exception) -> None:
        self._session.notice.emit("bad", said(str(error)))

    # --- the queue -------------------------------------------------------------------------------

    def plan(self) -> None:
        """Ask which runs to queue."""
        page = self._page
        dialog = VariantsDialog(self._session.experiment, idle=not page.busy, parent=page)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.planned.connect(self.enqueue)
        dialog.open()

    def enqueue(self, planned: Sequence[Planned]) -> None:
        """Put runs into the queue; the first begins at once where none is under way."""
        self.queue.add(planned)
        if not self._page.busy:
            self.start_next()

    def start_next(self) -> None:
        """Start the next run of the queue; one that can't be trained is passed over, and said."""
        page = self._page
        while not page.busy and (planned := self.queue.take()) is not None:
            self._session.set_experiment(planned.experiment, self.tr("start from the queue"))
            if page.form.reason:
                self._session.notice.emit("bad", f"{planned.title}: {page.form.reason}")
            page.start()
