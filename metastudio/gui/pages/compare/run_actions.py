"""What a person does with chosen runs: label, recall, continue, duplicate, report, delete."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QInputDialog, QMessageBox

from metastudio.engine.errors import ConfigError, MetaStudioError
from metastudio.engine.experiment import Experiment
from metastudio.engine.exports import as_csv, as_json_text, to_tensorboard
from metastudio.engine.run_index import RunRecord
from metastudio.engine.run_labels import empty_bin, in_bin
from metastudio.engine.runs import RunFolder
from metastudio.engine.workspace import write_atomically
from metastudio.gui.command_line import train_command
from metastudio.gui.language import said
from metastudio.gui.pages.compare.words import title_text
from metastudio.gui.words import counted

if TYPE_CHECKING:
    from metastudio.gui.pages.compare.page import ComparePage


MOST_ITERATIONS = 10_000_000  # as its setting allows


class RunActions(QObject):
    """Acts on the runs that are chosen in the page's table."""

    def __init__(self, page: "ComparePage") -> None:
        super().__init__(page)
        self._page, self._session = page, page.session

    @property
    def _chosen(self) -> list[RunRecord]:
        return self._page.table.chosen_all

    def _one(self) -> RunRecord | None:
        return self._chosen[0] if len(self._chosen) == 1 else None

    def _say(self, level: str, words: str) -> None:
        self._session.notice.emit(level, words)

    # --- to other pages --------------------------------------------------------------------------

    def recall(self) -> bool:
        """Take a run's settings to the Train page; returns whether that went well."""
        record = self._one()
        experiment = self._experiment(record) if record is not None else None
        if experiment is None:
            return False
        self._session.set_experiment(experiment, self.tr("recall of a run's settings"))
        self._session.requestPage.emit("train")
        return True

    def duplicate(self) -> None:
        """Recall a run's settings, and ask which of them vary."""
        if self.recall():
            queue = self._page.commands.find("queueRuns")
            if queue is not None:
                queue.trigger()

    def go_on(self) -> None:
        """Continue a run on the Train page; one that has come to its end is made longer."""
        record = self._one()
        if record is not None and record.exhausted:
            self._ask_how_long(record)
        elif record is not None:
            self._go_on(record)

    def _ask_how_long(self, record: RunRecord) -> None:
        done = record.iterations
        dialog = QInputDialog(self._page)
        dialog.setObjectName("lengthenDialog")
        dialog.setWindowTitle(self.tr("Continue training"))
        dialog.setLabelText(
            self.tr("It has run {0} iterations. How many shall it have in all?").format(f"{done:,}")
        )
        dialog.setInputMode(QInputDialog.InputMode.IntInput)
        dialog.setIntRange(min(done + 1, MOST_ITERATIONS), MOST_ITERATIONS)
        dialog.setIntValue(min(2 * done, MOST_ITERATIONS))
        dialog.setIntStep(max(done // 2, 1))
        dialog.setOkButtonText(self.tr("Continue training"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.intValueSelected.connect(lambda number: self._go_on(record, number))
        dialog.open()

    def _go_on(self, record: RunRecord, iterations: int = 0) -> None:
        self._session.requestPage.emit("train")
        self._session.resumeRun.emit(record.folder, iterations)

    def try_it(self) -> None:
        """Load a run's checkpoint on the Try page."""
        record = self._one()
        if record is not None and record.checkpoint is not None:
            self._session.openCheckpoint.emit(record.checkpoint)
            self._session.requestPage.emit("try")

    def copy_command(self) -> None:
        """Put the command that trains the same on the clipboard."""
        record = self._one()
        experiment = self._experiment(record) if record is not None else None
        if record is None or experiment is None:
            return
        try:
            command = train_command(experiment, "")
        except ConfigError:  # some settings have no word on the command line
            command = f"metastudio train '{record.folder / 'experiment.toml'}'"
        QGuiApplication.clipboard().setText(command)
        self._say("info", self.tr("The command is on the clipboard."))

    def open_folder(self) -> None:
        """Show a run's files."""
        record = self._one()
        if record is not None:
            url = QUrl.fromLocalFile(str(record.folder))
            if not QDesktopServices.openUrl(url):
                self._say("info", self.tr("The run lies in {0}.").format(record.folder))

    def _experiment(self, record: RunRecord) -> Experiment | None:
        try:
            return record.experiment
        except MetaStudioError as error:
            self._say("bad", said(record.problem or str(error)))
            return None

    # --- labels ----------------------------------------------------------------------------------

    def star(self) -> None:
        """Star the chosen runs; where all have one, take it away."""
        chosen = self._chosen
        on = not all(record.star for record in chosen)
        for record in chosen:
            self._page.library.label(record, {"star": on}, self.tr("star"))

    def flip_star(self, record: RunRecord) -> None:
        """Star one run, or take its star away."""
        self._page.library.label(record, {"star": not record.star}, self.tr("star"))

    def rename(self) -> None:
        """Ask for a title."""
        record = self._one()
        if record is not None:
            self._ask(
                "renameDialog", self.tr("Title of this run (empty: its own)"), record.title,
                lambda text: self._page.library.label(
                    record, {"title": text}, self.tr("renaming of a run")
                ),
            )  # fmt: skip

    def note(self) -> None:
        """Ask for a note."""
        record = self._one()
        if record is not None:
            self._ask(
                "noteDialog", self.tr("Note on this run"), record.note,
                lambda text: self._page.library.label(record, {"note": text}, self.tr("note")),
                long=True,
            )  # fmt: skip

    def tag(self) -> None:
        """Ask for tags."""
        record = self._one()
        if record is not None:
            self._ask(
                "tagDialog", self.tr("Tags, with commas between them"), ", ".join(record.tags),
                lambda text: self._page.library.label(
                    record, {"tags": tuple(text.split(","))}, self.tr("tags")
                ),
            )  # fmt: skip

    def _ask(
        self, name: str, words: str, text: str, then: Callable[[str], None], long: bool = False
    ) -> None:
        dialog = QInputDialog(self._page)
        dialog.setObjectName(name)
        dialog.setWindowTitle(self.tr("Run"))
        dialog.setLabelText(words)
        dialog.setOption(QInputDialog.InputDialogOption.UsePlainTextEditForTextInput, long)
        dialog.setTextValue(text)
        dialog.resize(460, dialog.sizeHint().height())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.textValueSelected.connect(then)
        dialog.open()

    # --- files -----------------------------------------------------------------------------------

    def report(self) -> None:
        """Ask where to write a report of the chosen runs, and write it."""
        chosen = self._page.marked
        if not chosen:
            return
        kinds = [self.tr("Web page (*.html)"), "PDF (*.pdf)"]
        dialog = self._save_dialog("reportDialog", self.tr("Save report"), "report.html", kinds)
        dialog.fileSelected.connect(lambda name: self.report_to(Path(name)))
        dialog.open()

    def report_to(self, path: Path) -> None:
        """Write a report of the chosen runs."""
        from metastudio.gui.report_file import write

        records = [one.record for one in self._page.marked]
        colours = [one.colour.name() for one in self._page.marked]
        self._beside(path, lambda: write(records, path, colours=colours))

    def export(self) -> None:
        """Ask where to write what the chosen runs recorded, and write it."""
        if not self._chosen:
            return
        kinds = ["CSV (*.csv)", "JSON (*.json)", self.tr("TensorBoard, a folder (*.tensorboard)")]
        dialog = self._save_dialog("exportDialog", self.tr("Export records"), "runs.csv", kinds)
        dialog.fileSelected.connect(lambda name: self.export_to(Path(name)))
        dialog.open()

    def export_to(self, path: Path) -> None:
        """Write what the chosen runs recorded in the format that the suffix says."""
        runs = [RunFolder(record.folder) for record in self._chosen]

        def write() -> None:
            if path.suffix == ".tensorboard":
                to_tensorboard(runs, path)
            else:
                text = as_json_text(runs) if path.suffix == ".json" else as_csv(runs)
                write_atomically(path, text)

        self._beside(path, write)

    def _save_dialog(
        self, name: str, title: str, proposal: str, kinds: Sequence[str]
    ) -> QFileDialog:
        dialog = QFileDialog(self._page, title, proposal)
        dialog.setObjectName(name)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(list(kinds))
        dialog.setDefaultSuffix(proposal.rpartition(".")[2])
        dialog.filterSelected.connect(
            lambda kind: dialog.setDefaultSuffix(kind.rpartition("*.")[2].rstrip(")"))
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return dialog

    def _beside(self, path: Path, write: Callable[[], None]) -> None:
        def done(_: object) -> None:
            self._say("good", self.tr("Saved as {0}.").format(path))

        def failed(error: Exception) -> None:
            self._say("bad", said(str(error)))

        self._say("info", self.tr("Writing {0}…").format(path.name))
        self._session.engine.run_job("write_runs", lambda _: write(), done, failed)

    # --- the bin ---------------------------------------------------------------------------------

    def delete(self) -> None:
        """Move the chosen runs to the bin, undoably; a run that is being trained stays."""
        chosen = self._chosen
        under_way = self._session.last_run if self._session.engine.training else None
        kept = [record for record in chosen if record.folder == under_way]
        if kept:
            words = self.tr("{0} is still being trained. Finish or cancel it first.")
            self._say("bad", words.format(title_text(kept[0])))
        gone = [record for record in chosen if record not in kept]
        if gone:
            words = counted(
                len(gone), self.tr("deletion of a run"), self.tr("deletion of {0} runs")
            )
            self._page.library.delete(gone, words)

    def say_deleted(self, number: int) -> None:
        """Say where deleted runs are."""
        words = counted(
            number, self.tr("A run is in the bin; Undo takes it out."),
            self.tr("{0} runs are in the bin; Undo takes them out."),
        )  # fmt: skip
        self._say("info", words)

    def empty_bin(self) -> None:
        """Ask, and delete for good what is in the bin."""
        runs = self._session.workspace.runs
        number = len(in_bin(runs))
        if not number:
            self._say("info", self.tr("The bin is empty."))
            return
        box = QMessageBox(self._page)
        box.setObjectName("emptyBinDialog")
        box.setWindowTitle(self.tr("Empty bin"))
        box.setText(
            counted(number, self.tr("Delete the run in the bin for good?"),
                    self.tr("Delete the {0} runs in the bin for good?"))
        )  # fmt: skip
        box.setInformativeText(self.tr("This can't be undone."))
        delete = box.addButton(self.tr("Delete for good"), QMessageBox.ButtonRole.DestructiveRole)
        delete.setObjectName("emptyBinAccept")
        keep = box.addButton(self.tr("Keep"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(keep)
        delete.clicked.connect(
            lambda: self._session.engine.run_job(
                "empty_bin", lambda _: empty_bin(runs), lambda _: None,
                lambda error: self._say("bad", said(str(error))),
            )
        )  # fmt: skip
        box.finished.connect(box.deleteLater)
        box.open()
