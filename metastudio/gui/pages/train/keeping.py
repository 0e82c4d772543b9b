"""Taking an experiment out of the window: to a file, or as a command."""

from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from metastudio.engine.errors import MetaStudioError
from metastudio.gui.command_line import train_command
from metastudio.gui.forms import ExperimentForm
from metastudio.gui.session import Session


class ExperimentKeeper(QObject):
    """Writes the session's experiment down, and says so or says why not."""

    def __init__(self, session: Session, form: ExperimentForm, page: QWidget) -> None:
        super().__init__(page)
        self._session, self._form, self._page = session, form, page

    def ask(self) -> None:
        """Ask where to write the experiment, and write it."""
        dialog = QFileDialog(self._page, self.tr("Save as experiment"), "experiment.toml")
        dialog.setObjectName("saveExperimentDialog")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(self.tr("Experiments (*.toml)"))
        dialog.setDefaultSuffix("toml")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.save_to(Path(name)))
        dialog.open()

    def save_to(self, path: Path) -> None:
        """Write the experiment as TOML."""
        try:
            self._form.save(path)
        except MetaStudioError as error:
            self._session.notice.emit("bad", str(error))
        else:
            self._session.notice.emit("good", self.tr("Saved as {0}.").format(path.name))

    def copy_command(self) -> None:
        """Put the command that trains the same experiment on the clipboard."""
        try:
            command = train_command(self._session.experiment, self._session.preset)
        except MetaStudioError as error:
            self._session.notice.emit("bad", str(error))
        else:
            QGuiApplication.clipboard().setText(command)
            self._session.notice.emit("info", self.tr("The command is on the clipboard."))
