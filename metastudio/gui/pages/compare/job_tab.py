"""What the tabs share that compute something: a button, progress, a way to stop, what failed."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from metastudio.engine.errors import MetaStudioError
from metastudio.gui.jobs import Report
from metastudio.gui.language import said
from metastudio.gui.pages.compare.marks import Marked
from metastudio.gui.session import Session
from metastudio.gui.theme import FIELD, primary, set_tone
from metastudio.gui.widgets.work_strip import WorkStrip


class JobTab(QWidget):
    """Runs one long job at a time, of the chosen runs. `working` tells the page's lamp."""

    working = Signal(str)  # "running", "done" or "problem"

    def __init__(
        self, session: Session, slot: str, button: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._slot = session, slot
        self.marked: Sequence[Marked] = ()
        self.said = QLabel(objectName=f"{slot}Said")
        self.said.setWordWrap(True)
        set_tone(self.said, "muted")
        self.button = primary(QPushButton(button))
        self.button.setObjectName(f"{slot}Button")
        self.button.setAccessibleName(button)
        self.strip = WorkStrip()
        self.strip.cancelled.connect(self.cancel)
        self.controls = QHBoxLayout()
        self.controls.setSpacing(FIELD)
        self.controls.addWidget(self.said, 1)
        self.controls.addWidget(self.button)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, FIELD, 0, 0)
        self.body.setSpacing(FIELD)
        self.body.addLayout(self.controls)
        self.body.addWidget(self.strip)

    @property
    def busy(self) -> bool:
        """Whether its job runs."""
        return self._session.engine.busy(self._slot)

    def begin(
        self, sentence: str, work: Callable[[Report], Any], done: Callable[[Any], None]
    ) -> None:
        """Run `work` beside the window; `done` gets its result."""

        def finish(result: Any) -> None:
            self.rest()
            done(result)
            self.working.emit("done")

        def refuse(error: Exception) -> None:
            self.rest()
            self.refused(error)

        def progress(fraction: float, words: str) -> None:
            told = f"{sentence} {said(words)}".strip()
            self.strip.work(fraction, told + "…", stoppable=True)

        self._session.engine.run_long(self._slot, work, finish, refuse, progress)
        self.strip.work(0, sentence + "…", stoppable=True)
        self.working.emit("running")
        self.judge()

    def refused(self, error: Exception) -> None:
        """Say why the job could not be done."""
        expected = isinstance(error, MetaStudioError)
        self.say(said(str(error)) if expected else self.tr("It failed: {0}.").format(error), "bad")
        self.working.emit("problem")

    def cancel(self) -> None:
        """Stop the job; what was there before stays."""
        self._session.engine.cancel_long(self._slot)
        self.rest()
        self.working.emit("idle")

    def rest(self) -> None:
        """Take the progress away."""
        self.strip.rest()
        self.judge()

    def say(self, words: str, tone: str = "muted") -> None:
        """Say something beside the button."""
        self.said.setText(words)
        set_tone(self.said, tone)

    def judge(self) -> None:
        """Offer what can be done now."""
        raise NotImplementedError
