"""What a run would take, said under the form before it starts."""

import re

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QWidget

from metastudio.engine.errors import MetaStudioError
from metastudio.engine.events import Forecast
from metastudio.engine.experiment import settings
from metastudio.gui.fields import tip
from metastudio.gui.language import said
from metastudio.gui.session import Session
from metastudio.gui.theme import set_tone
from metastudio.gui.words import gigabytes

SLOT = "forecast"
QUIET_MS = 400  # after the last change of the experiment
REMEDIES_SHOWN = 3  # the mildest come first; the tool-tip names all


class ForecastLabel(QLabel):
    """Says how much memory the session's experiment needs, a moment after it changed.

    It asks only while it is on the screen, and not before the engine is imported, so that the
    window's start does not wait for it. What it said stays for the time of a run.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("forecastLabel")
        self.setAccessibleName(self.tr("Memory that a run takes"))
        self.setProperty("role", "caption")
        self.setWordWrap(True)
        self._session = session
        self._wanted = False
        self._timer = QTimer(self, singleShot=True, interval=QUIET_MS)
        self._timer.timeout.connect(self._ask)
        session.engine.warmed.connect(self._ask_soon)

    def consider(self, reason: str) -> None:
        """Ask anew, after a moment; `reason` says why the experiment can't be trained, or ""."""
        self._session.engine.cancel_job(SLOT)
        self._wanted = not reason
        if reason:
            self._timer.stop()
            self._say("")
        else:
            self._ask_soon()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ask_soon()

    def _ask_soon(self) -> None:
        if self._wanted:
            self._timer.start()

    def _ask(self) -> None:
        engine = self._session.engine
        # A run needs the processors, and what it holds itself would be missing from what is free.
        if self.isVisible() and engine.warm and not engine.training:
            engine.forecast(self._session.experiment, self._show, self._show_refusal)

    def _show(self, forecast: Forecast | None) -> None:
        if forecast is None:
            self._say("")
            return
        needed, free = gigabytes(forecast.memory), gigabytes(forecast.available)
        about = self.tr("Estimated peak of the whole program, within about a third.")
        plan = self.tr("Plan: {0}.").format(said(forecast.plan)) if forecast.plan else ""
        remedies = self._remedies(tuple(_with_labels(said(r)) for r in forecast.remedies))
        if forecast.fits:
            words = self.tr("About {0} of memory, {1} free.").format(needed, free)
            self._say(words, tips=f"{about} {plan}")
        else:
            words = self.tr("About {0} of memory, but only {1} free.").format(needed, free)
            few = self._remedies(
                tuple(_without_settings(said(r)) for r in forecast.remedies[:REMEDIES_SHOWN])
            )
            self._say(f"{words} {few}", "warning", f"{about} {remedies} {plan}")

    def _remedies(self, remedies: tuple[str, ...]) -> str:
        if not remedies:
            return self.tr("Lower ways, shots, queries or the size of the network.")
        *others, last = remedies
        either = self.tr("{0}; or {1}").format("; ".join(others), last) if others else last
        return self.tr("What would fit: {0}.").format(either)

    def _show_refusal(self, error: Exception) -> None:
        if isinstance(error, MetaStudioError):  # the run would be refused in the same words
            self._say(said(str(error)), "bad")
        else:  # the log has it; a run may still go well
            self._say(self.tr("The memory of this run can't be estimated."))

    def _say(self, words: str, tone: str = "", tips: str = "") -> None:
        self.setText(words)
        self.setToolTip(tip(tips))
        set_tone(self, tone)


def _without_settings(remedy: str) -> str:
    """Leave out the settings that a remedy names in brackets."""
    return re.sub(r" \([^)]*\)", "", remedy)


def _with_labels(remedy: str) -> str:
    """Name settings as the form does."""
    for setting in settings():
        remedy = remedy.replace(setting.path, said(setting.label))
    return remedy
