"""Which model answers: loads one after another; the one before stays where that fails."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from metastudio.engine.errors import MetaStudioError
from metastudio.engine.events import CheckpointView
from metastudio.gui.language import said
from metastudio.gui.pages.tryout.bundled import bundled_checkpoint
from metastudio.gui.pages.tryout.survey import checkpoint_in
from metastudio.gui.session import Session


class Loading(QObject):
    """Holds the loaded model's view, and the name of one that is on its way."""

    began = Signal(str)  # name
    done = Signal(object)  # CheckpointView
    failed = Signal(str)  # one sentence

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._window = session, window
        self.view: CheckpointView | None = None
        self.name = ""

    @property
    def offers_trained(self) -> bool:
        """Whether the model that was trained last is another one than is loaded."""
        trained = self._session.last_checkpoint
        return self.view is not None and trained is not None and self.view.path != trained

    def first(self) -> None:
        """Load the model that was trained last, else the bundled one, unless there is one."""
        path = self._session.last_checkpoint or bundled_checkpoint()
        if self.view is None and not self.name and path.is_file():
            self.load(path)

    def choose(self) -> None:
        """Ask for a checkpoint and load it."""
        path, _ = QFileDialog.getOpenFileName(
            self._window,
            self.tr("Load checkpoint"),
            str(self._session.workspace.runs),
            self.tr("Checkpoints (*.safetensors)"),
        )
        if path:
            self.load(Path(path))

    def load(self, path: Path) -> None:
        """Load a checkpoint, or a run folder's best."""
        self._begin(path.name)
        self._session.engine.load_checkpoint(
            checkpoint_in(path), self._take, lambda error: self._refuse(path.name, error)
        )

    def load_built_in(self, name: str) -> None:
        """Load a model that is there by name."""
        self._begin(name)
        self._session.engine.load_built_in(
            name, self._take, lambda error: self._refuse(name, error)
        )

    def load_trained(self) -> None:
        """Load the model that was trained last."""
        if self._session.last_checkpoint is not None:
            self.load(self._session.last_checkpoint)

    def _begin(self, name: str) -> None:
        self.name = name
        self.began.emit(name)

    def _take(self, view: CheckpointView) -> None:
        self.name, self.view = "", view
        self.done.emit(view)

    def _refuse(self, name: str, error: Exception) -> None:
        self.name = ""
        sentence = said(str(error))
        if not isinstance(error, MetaStudioError):
            sentence = self.tr("Something unexpected went wrong: {0}: {1}").format(
                type(error).__name__, error
            )
        self.failed.emit(sentence if name in sentence else f"{name}: {sentence}")
