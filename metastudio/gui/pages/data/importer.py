"""Brings archives and folders in, one import at a time, and tells how far it is."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from metastudio.engine.compatibility import changes_for_data
from metastudio.engine.errors import MetaStudioError
from metastudio.engine.events import DataCard
from metastudio.engine.sections.names import ARRAY_ENDINGS, TABLE_ENDINGS, is_table
from metastudio.engine.tasks.table_columns import TableColumns, TableLook
from metastudio.gui.language import said
from metastudio.gui.pages.data.table_dialog import TableDialog
from metastudio.gui.session import ARCHIVES, Session
from metastudio.gui.widgets.work_strip import WorkStrip


class Importer(QObject):
    """`changed` tells the name of what was imported, or "" where the list is to be read again."""

    changed = Signal(str)
    begun = Signal(object)  # list[Path]
    lamp = Signal(str)

    def __init__(self, session: Session, strip: WorkStrip, page: QWidget) -> None:
        super().__init__(page)
        self._session, self._strip, self._page = session, strip, page
        self._busy = False
        strip.cancelled.connect(self.cancel)

    @property
    def busy(self) -> bool:
        """Whether an import is under way."""
        return self._busy

    def choose_archive(self, name: str | None = None) -> None:
        """Ask for archives and import them, as the data set `name` of the catalogue if told."""
        beside = (".json", ".txt", ".mat")
        endings = (*ARCHIVES, *ARRAY_ENDINGS, *TABLE_ENDINGS, *beside)
        patterns = " ".join(f"*{suffix}" for suffix in endings)
        names, _ = QFileDialog.getOpenFileNames(
            self._page,
            self.tr("Archives of pictures with what belongs to them, or a table"),
            QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation),
            self.tr("Archives, arrays, tables and split files ({0})").format(patterns),
        )
        if names:
            self.bring_in([Path(chosen) for chosen in names], name)

    def choose_folder(self, name: str | None = None) -> None:
        """Ask for a folder of class folders and import it, as the data set `name` if told."""
        chosen = QFileDialog.getExistingDirectory(
            self._page,
            self.tr("Folder with one sub-folder per class"),
            QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation),
        )
        if chosen:
            self.bring_in([Path(chosen)], name)

    def bring_in(self, paths: Sequence[Path], name: str | None = None) -> None:
        """Import archives or folders as one data set, beside the window."""
        if self._wait():
            return
        self._session.requestPage.emit("data")
        if len(paths) == 1 and is_table(paths[0].name) and paths[0].is_file():
            self._look_at_table(paths[0], lambda columns: self._bring_table(paths[0], columns))
            return
        self._begin(paths)
        self._session.engine.import_dataset(paths, name, self._done, self._failed, self._tell)

    def choose_columns(self, card: DataCard) -> None:
        """Ask anew which columns of an imported table make tasks."""

        def keep(columns: TableColumns) -> None:
            self._session.engine.choose_columns(card.name, columns, self._follow, self._refused)

        self._look_at_table(Path(card.where), keep)

    def _follow(self, changed: DataCard) -> None:
        """Have the experiment train on the new columns where it uses this table; undoable."""
        experiment = self._session.experiment
        if experiment.data.name == changed.name:
            try:
                self._session.edit(changes_for_data(experiment, changed.name, changed.settings))
            except MetaStudioError as error:
                self._refused(error)
        self.changed.emit(changed.name)

    def _look_at_table(self, file: Path, then: Callable[[TableColumns], None]) -> None:
        def ask(look: TableLook, kept: TableColumns | None) -> None:
            dialog = TableDialog(look, self._page, kept)
            dialog.chosen.connect(then)
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

        self._session.engine.look_at_table(file, lambda found: ask(*found), self._refused)

    def _wait(self) -> bool:
        """Whether an import is under way, which is then said."""
        if self._busy:
            self._session.notice.emit(
                "info", self.tr("An import is running. Wait for it, or cancel it first.")
            )
        return self._busy

    def _bring_table(self, file: Path, columns: TableColumns) -> None:
        if self._wait():
            return
        self._begin([file])
        self._session.engine.import_table(file, columns, self._done, self._failed)

    def _refused(self, error: Exception) -> None:
        self._session.notice.emit("bad", str(error))

    def _begin(self, paths: Sequence[Path]) -> None:
        self._busy = True
        self.lamp.emit("running")
        self.begun.emit(list(paths))
        names = ", ".join(path.name for path in paths)
        self._tell(0.0, self.tr("Importing {0}…").format(names))

    def cancel(self) -> None:
        """Stop the import; the engine leaves nothing half imported."""
        if not self._busy:
            return
        self._session.engine.cancel_job("import_dataset")
        self._end("idle")
        self._session.notice.emit("info", self.tr("The import was cancelled."))
        self.changed.emit("")  # it may have been done a moment before

    def _tell(self, fraction: float, sentence: str) -> None:
        self._strip.work(fraction, sentence, stoppable=True)

    def _done(self, card: DataCard) -> None:
        self._end("done")
        words = self.tr("{0} is imported: {1} classes, {2} pictures.").format(
            said(card.title), f"{card.classes:,}", f"{card.pictures:,}"
        )
        if is_table(card.name):
            words = self.tr("{0} is imported.").format(card.title)
        self._session.notice.emit("good", words)
        self.changed.emit(card.name)

    def _failed(self, error: Exception) -> None:
        self._end("problem")
        self._session.notice.emit("bad", str(error))
        self.changed.emit("")  # so that the page goes back to what was looked at before

    def _end(self, lamp: str) -> None:
        self._busy = False
        self._strip.rest()
        self.lamp.emit(lamp)
