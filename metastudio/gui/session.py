"""What the window is working on: the experiment with its undo stack, the last run, the engine.

Pages share one `Session`; they tell each other things through its signals and never import one
another. No torch here.
"""

import zipfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from metastudio.engine.errors import MetaStudioError
from metastudio.engine.events import Ended, Failed, Started, TrainingEvent
from metastudio.engine.experiment import Experiment
from metastudio.engine.experiment import settings as _all_settings
from metastudio.engine.presets import DEFAULT_PRESET, presets
from metastudio.engine.sections.names import ARRAY_ENDINGS, TABLE_ENDINGS
from metastudio.engine.tasks.annotations import PICTURE_ENDINGS, names_pictures
from metastudio.engine.tasks.split_match import looks_like_split
from metastudio.engine.workspace import Workspace
from metastudio.gui.engine_thread import EngineThread
from metastudio.gui.language import said

ARCHIVES = (".zip", ".tar", ".tgz", ".gz", ".bz2", ".xz")


class Session(QObject):
    """The window's state that outlives a page. Lives on the GUI thread."""

    experimentChanged = Signal(object)  # Experiment
    checkpointReady = Signal(Path)
    notice = Signal(str, str)  # level "info", "good" or "bad", and one sentence
    requestPage = Signal(str)  # "home", "data", "train", "compare", "try"
    openCheckpoint = Signal(Path)
    openExperiment = Signal(Path)
    openData = Signal(object)  # list[Path]
    openPictures = Signal(object)  # list[Path]
    openSplit = Signal(object)  # list[Path], of one split
    openSittings = Signal(Path)  # a CSV file that says where pictures were taken
    resumeRun = Signal(Path, int)
    """A run's folder, to go on with it on the Train page, and how many iterations it shall have in
    all; 0: as many as it was planned for."""

    def __init__(
        self,
        workspace: Workspace | None = None,
        engine: EngineThread | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.workspace = workspace or Workspace.default()
        self.engine = engine or EngineThread(self.workspace, self)
        self.undo = QUndoStack(self)
        self.last_run: Path | None = None
        self.last_checkpoint: Path | None = None
        self._preset = DEFAULT_PRESET
        self._experiment = presets()[DEFAULT_PRESET].experiment
        self.engine.trainingEvents.connect(self._note_run)

    # --- the experiment --------------------------------------------------------------------------

    @property
    def experiment(self) -> Experiment:
        """What Start would train."""
        return self._experiment

    @property
    def preset(self) -> str:
        """Name of the preset that the experiment began as; "" where it came from a file."""
        return self._preset

    @property
    def edited(self) -> bool:
        """Whether the experiment differs from its preset."""
        return self._preset == "" or self._experiment != presets()[self._preset].experiment

    def edit(self, settings: Mapping[str, Any]) -> None:
        """Change settings, undoably; consecutive edits of the same settings are one step.

        Raises `ConfigError`, with nothing changed, where the model refuses.
        """
        changed = self._experiment.changed(settings)
        if changed != self._experiment:
            labels = [said(s.label) for s in _all_settings() if s.path in settings]
            words = self.tr("change of {0}").format(", ".join(labels))
            self._push(changed, self._preset, words, merge=frozenset(settings))

    def choose_preset(self, name: str) -> None:
        """Take over a preset's experiment, undoably; raises `KeyError` for an unknown name."""
        chosen = presets()[name]
        if (name, chosen.experiment) != (self._preset, self._experiment):
            self._push(chosen.experiment, name, self.tr("choice of {0}").format(said(chosen.title)))

    def set_experiment(self, experiment: Experiment, words: str = "") -> None:
        """Take over an experiment that is no preset (from a file or a run), undoably."""
        if experiment != self._experiment:
            self._push(experiment, "", words or self.tr("loading of an experiment"))

    def _push(
        self, experiment: Experiment, preset: str, words: str, merge: frozenset[str] = frozenset()
    ) -> None:
        before = (self._experiment, self._preset)
        self.undo.push(_Change(self, before, (experiment, preset), words, merge))

    def _take(self, state: tuple[Experiment, str]) -> None:
        self._experiment, self._preset = state
        self.experimentChanged.emit(self._experiment)

    # --- runs ------------------------------------------------------------------------------------

    def _note_run(self, events: Sequence[TrainingEvent]) -> None:
        for event in events:
            if isinstance(event, Started):
                self.last_run = event.run
            elif isinstance(event, Ended | Failed) and event.checkpoint is not None:
                self.last_checkpoint = event.checkpoint
                self.checkpointReady.emit(event.checkpoint)

    def close(self) -> bool:
        """Stop all work; returns whether every thread has ended."""
        # A stack that Qt deletes clears itself first, and would tell windows that are gone.
        self.undo.blockSignals(True)
        return self.engine.shutdown()

    # --- what was dropped or opened --------------------------------------------------------------

    def open_experiment(self, path: Path) -> bool:
        """Load an experiment file into the Train page; says why where that can't be done."""
        try:
            experiment = Experiment.load(path)
        except MetaStudioError as error:
            self.notice.emit("bad", str(error))
            return False
        self.set_experiment(experiment, self.tr("opening of {0}").format(path.name))
        self.openExperiment.emit(path)
        self.requestPage.emit("train")
        return True

    def dropped(self, paths: Sequence[Path]) -> None:
        """Decide what files and folders are, and send them to the page that can use them.

        The one place for it: drops on the window, File > Open and the command line end up here.
        """
        found: dict[str, list[Path]] = defaultdict(list)
        for path in paths:
            match kind := kind_of(path):
                case "checkpoint":
                    self._show_checkpoint(path)
                case "run":
                    self._open_run(path)
                case "experiment":
                    self.open_experiment(path)
                case "":
                    self.notice.emit("bad", self._unknown(path))
                case _:
                    found[kind].append(path)
        self._bring_data(found["data"], found["split"], found["table"])
        if found["picture"]:
            self.openPictures.emit(found["picture"])
            self.requestPage.emit("try")

    def _bring_data(
        self, data: Sequence[Path], split: Sequence[Path], tables: Sequence[Path]
    ) -> None:
        """Send to the Data page what it can use."""
        if data or split or tables:
            self.requestPage.emit("data")
        if data:  # tables and split files that come along speak of these pictures
            self.openData.emit([*data, *tables, *split])
            return
        if split:
            self.openSplit.emit(list(split))
        if len(tables) > 1:  # each asks for its columns
            left = ", ".join(table.name for table in tables[1:])
            self.notice.emit(
                "info", self.tr("Tables are brought in one at a time. Drop {0} again.").format(left)
            )
        for table in tables[:1]:
            if names_pictures(table):
                self.openSittings.emit(table)
            else:
                self.openData.emit([table])

    def _open_run(self, folder: Path) -> None:
        opened = self.open_experiment(folder / "experiment.toml")
        checkpoint = folder / "checkpoints" / "best.safetensors"
        if opened and checkpoint.is_file():
            self.last_run = folder
            self._show_checkpoint(checkpoint)

    def _show_checkpoint(self, path: Path) -> None:
        self.openCheckpoint.emit(path)
        self.requestPage.emit("try")

    def _unknown(self, path: Path) -> str:
        if not path.exists():
            return self.tr("{0} is not there any more.").format(path)
        return self.tr(
            "{0} is nothing that can be opened here. Drop a checkpoint (.safetensors), an "
            "experiment (.toml), a run folder, an archive or folder of pictures, a table (.csv, "
            ".parquet), or pictures."
        ).format(path.name)


def kind_of(path: Path) -> str:
    """Say what a path is: checkpoint, run, experiment, data, split, picture, or ""."""
    is_folder = path.is_dir()
    if is_folder and (path / "experiment.toml").is_file():
        return "run"
    if not is_folder and not path.is_file():
        return ""
    if looks_like_split(path):
        return "split"
    if is_folder:
        return "data"
    suffix = path.suffix.lower()
    known = {".safetensors": "checkpoint", ".toml": "experiment"}
    known |= dict.fromkeys(PICTURE_ENDINGS, "picture") | dict.fromkeys(ARCHIVES, "data")
    known |= dict.fromkeys((*ARRAY_ENDINGS, ".mat"), "data")  # as benchmarks are often kept
    known |= dict.fromkeys(TABLE_ENDINGS, "table")
    return known.get(suffix) or ("data" if zipfile.is_zipfile(path) else "")


class _Change(QUndoCommand):
    """From one experiment to another; edits of the same settings in a row become one."""

    def __init__(
        self,
        session: Session,
        before: tuple[Experiment, str],
        after: tuple[Experiment, str],
        words: str,
        merge: frozenset[str],
    ) -> None:
        super().__init__(words)
        self._session = session
        self._before, self._after = before, after
        self._merge = merge

    def id(self) -> int:
        """Equal where commands may merge; -1 never merges."""
        return hash(self._merge) & 0x7FFFFFFF if self._merge else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, _Change) or other._merge != self._merge:
            return False
        self._after = other._after
        self.setObsolete(self._before == self._after)
        return True

    def redo(self) -> None:
        self._session._take(self._after)

    def undo(self) -> None:
        self._session._take(self._before)
