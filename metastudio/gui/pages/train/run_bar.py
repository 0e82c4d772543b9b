"""The bar above the plots: what is being done, how long it may take, and how it ended."""

from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from metastudio.gui.theme import FIELD, TIGHT, page_title, primary, set_icon, set_tone
from metastudio.gui.widgets.meter import Meter


class RunBar(QWidget):
    """Buttons that mirror commands, a status line with progress, and the result of a run."""

    tryModel = Signal()
    resumeRun = Signal(Path)  # to go on with it as it was planned

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._run: Path | None = None
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(FIELD)
        self._buttons.addWidget(page_title(self.tr("Train")))
        self._buttons.addStretch(1)
        self.status = QLabel()
        self.status.setObjectName("statusLabel")
        self.status.setAccessibleName(self.tr("Status of the run"))
        self.status.setWordWrap(True)
        self.status.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.eta = QLabel()
        self.eta.setObjectName("etaLabel")
        self.eta.setAccessibleName(self.tr("Time left"))
        set_tone(self.eta, "muted")
        self.progress = QProgressBar()
        self.progress.setObjectName("trainProgress")
        self.progress.setAccessibleName(self.tr("Progress of the run"))
        self.progress.setTextVisible(False)
        self.meter = Meter()
        self._resumable: Path | None = None
        self.resume = _button(self.tr("Resume"), "resumeButton", "arrow-u-down-left")
        self.resume.clicked.connect(self._resume)
        self._try = _button(self.tr("Try this model"), "tryModelButton", "magic-wand")
        self._try.clicked.connect(self.tryModel)
        self._open = _button(self.tr("Open run folder"), "openRunButton", "folder-open")
        self._open.clicked.connect(self._open_folder)
        line = QHBoxLayout()
        line.setSpacing(FIELD)
        line.addWidget(self.status, 1)
        for widget in (self.meter, self.eta, self.resume, self._try, self._open):
            line.addWidget(widget)
        self._line = QWidget()
        self._line.setLayout(line)
        line.setContentsMargins(0, 0, 0, 0)
        self._line.setMinimumHeight(34)  # with or without buttons, the plots stay where they are
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(TIGHT)
        layout.addLayout(self._buttons)
        layout.addWidget(self._line)
        layout.addWidget(self.progress)
        self.offer(None, try_it=False)
        self.offer_resume(None)

    def add(self, action: QAction, name: str, *, main: bool = False) -> QPushButton:
        """Add a button that does and looks like `action`."""
        button = _ActionButton(action)
        button.setObjectName(name)
        if main:
            primary(button)
        self._buttons.addWidget(button)
        return button

    def say(self, status: str, eta: str = "", tone: str = "") -> None:
        """Write the status line."""
        self.status.setText(status)
        set_tone(self.status, tone)
        self.eta.setText(eta)

    def explain(self, details: str) -> None:
        """Give the status line and the progress a tool-tip: how the run is worked through."""
        self.status.setToolTip(details)
        self.progress.setToolTip(details)

    def show_progress(self, done: int, of: int) -> None:
        """Fill the bar; with nothing to count it moves to and fro."""
        self.progress.setRange(0, of)
        self.progress.setValue(done)

    def offer_live(self, there: bool) -> None:
        """Offer to try the model of a run under way, once there is one."""
        self._try.setVisible(there)
        self._try.setText(self.tr("Try the model so far"))
        self._try.setToolTip(self.tr("Load the latest checkpoint of this run on the Try page"))

    def offer(self, run: Path | None, *, try_it: bool) -> None:
        """Show the buttons for what a run has left."""
        self._run = run
        self._try.setText(self.tr("Try this model"))
        self._try.setToolTip(self.tr("Load the best checkpoint of this run on the Try page"))
        self._open.setVisible(run is not None)
        self._open.setToolTip(str(run or ""))
        self._try.setVisible(try_it)

    def offer_resume(self, run: Path | None, iteration: int = 0) -> None:
        """Offer to go on with a run that did not come to its end; None offers nothing."""
        self._resumable = run
        self.resume.setVisible(run is not None)
        if run is not None:
            self.resume.setText(self.tr("Resume from {0}").format(f"{iteration:,}"))
            self.resume.setAccessibleName(self.resume.text())
            words = self.tr("Go on with the run {0}, which ended at iteration {1}")
            self.resume.setToolTip(words.format(run.name, f"{iteration:,}"))

    def _resume(self) -> None:
        if self._resumable is not None:
            self.resumeRun.emit(self._resumable)

    def _open_folder(self) -> None:
        if self._run is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._run)))


def _button(text: str, name: str, icon: str) -> QPushButton:
    button = QPushButton(text, objectName=name)
    button.setAccessibleName(text)
    set_icon(button, icon)
    return button


class _ActionButton(QPushButton):
    """Does what an action does, and follows its words and whether it is enabled."""

    def __init__(self, action: QAction) -> None:
        super().__init__()
        self._action = action
        self.clicked.connect(self._trigger)
        # A bound method: Qt ends the connection with the button, which the action may outlive.
        action.changed.connect(self._mirror)
        self._mirror()

    def _trigger(self) -> None:
        self._action.trigger()

    def _mirror(self) -> None:
        self.setText(self._action.text())
        self.setAccessibleName(self._action.text())
        self.setToolTip(self._action.toolTip())
        self.setEnabled(self._action.isEnabled())
