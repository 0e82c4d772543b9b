"""The runs of the workspace on the GUI thread: followed as they change, and edited undoably."""

from collections.abc import Callable, Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import Any

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal
from PySide6.QtGui import QUndoCommand

from metastudio.engine.run_index import RunIndex, RunRecord
from metastudio.engine.run_labels import Labels, change_labels, discard, put_back
from metastudio.gui.language import said
from metastudio.gui.session import Session

SLOT = "run_index"
PATIENCE = 0.25  # seconds of reading after which what is there is shown
POLL_MS = 5000  # files that change inside a run's folder are told by no watcher
SETTLE_MS = 300  # a run that is copied comes file by file


class RunLibrary(QObject):
    """All runs, the newest first. It looks for news only while `watch` says that somebody sees it.

    Every edit is on the session's undo stack, and carried out beside the window.
    """

    changed = Signal()
    deleted = Signal(int)  # how many runs went to the bin
    failed = Signal(str)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.records: list[RunRecord] = []
        self.complete = False  # whether all were read at least once
        self._index = RunIndex(session.workspace.runs)
        self._numbers = count()
        self._watched = False
        self._files = QFileSystemWatcher(self)
        self._soon = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._soon.timeout.connect(self.refresh)
        self._files.directoryChanged.connect(lambda _: self._soon.start())
        self._poll = QTimer(self, interval=POLL_MS)
        self._poll.timeout.connect(self.refresh)

    def watch(self, on: bool) -> None:
        """Follow the folder of runs, or rest."""
        self._watched = on
        if not on:
            self._poll.stop()
            return
        self._poll.start()
        self.refresh()

    def refresh(self) -> None:
        """Read beside the window what has changed."""
        runs = str(self._session.workspace.runs)
        if runs not in self._files.directories():
            self._files.addPath(runs)  # it may not have been there before
        if not self._session.engine.busy(SLOT):
            self._session.engine.run_job(SLOT, lambda _: self._read(), self._take, self._refuse)

    def _read(self) -> tuple[list[RunRecord], bool]:
        records, complete = self._index.refresh(PATIENCE)
        for record in records:
            _ = record.words  # put together here, so that a filter is quick in the window
        return records, complete

    def _take(self, found: tuple[list[RunRecord], bool]) -> None:
        records, complete = found
        fresh = records != self.records or complete != self.complete
        self.records, self.complete = records, complete or self.complete
        if fresh:
            self.changed.emit()
        if not complete:
            self.refresh()

    def _refuse(self, error: Exception) -> None:
        self.failed.emit(said(str(error)))

    # --- edits -----------------------------------------------------------------------------------

    def label(self, record: RunRecord, changes: Mapping[str, Any], words: str) -> None:
        """Give a run another title, star, tags or note."""
        before, after = record.labels, record.labels.changed(changes)
        if before != after:
            self._session.undo.push(_Labelling(self, record.folder, before, after, words))

    def delete(self, records: Sequence[RunRecord], words: str) -> None:
        """Move runs to the bin."""
        self._session.undo.push(_Deleting(self, [r.folder for r in records], words))

    def run(self, work: Callable[[], Any], done: Callable[[Any], None] | None = None) -> None:
        """Carry an edit out beside the window, then look again; edits keep their order."""

        def look(result: Any) -> None:
            if done is not None:
                done(result)
            self.refresh()

        def refuse(error: Exception) -> None:
            self.failed.emit(said(str(error)))
            self.refresh()

        slot = f"run_edit_{next(self._numbers)}"
        self._session.engine.run_job(slot, lambda _: work(), look, refuse)


class _Labelling(QUndoCommand):
    def __init__(
        self, library: RunLibrary, run: Path, before: Labels, after: Labels, words: str
    ) -> None:
        super().__init__(words)
        self._library, self._run = library, run
        self._changes = [
            {k: v for k, v in vars(one).items() if v != vars(other)[k]}
            for one, other in ((before, after), (after, before))
        ]

    def undo(self) -> None:
        self._apply(self._changes[0])

    def redo(self) -> None:
        self._apply(self._changes[1])

    def _apply(self, changes: Mapping[str, Any]) -> None:
        run = self._run
        self._library.run(lambda: change_labels(run, changes))


class _Deleting(QUndoCommand):
    def __init__(self, library: RunLibrary, runs: Sequence[Path], words: str) -> None:
        super().__init__(words)
        self._library, self._runs = library, list(runs)
        self._binned: list[Path] = []

    def redo(self) -> None:
        self._library.run(self._discard, self._library.deleted.emit)

    def undo(self) -> None:
        self._library.run(self._put_back)

    def _discard(self) -> int:
        self._binned = []
        for run in self._runs:
            self._binned.append(discard(run))
        return len(self._binned)

    def _put_back(self) -> None:
        binned, self._runs = self._binned, []
        for place in binned:
            self._runs.append(put_back(place))
