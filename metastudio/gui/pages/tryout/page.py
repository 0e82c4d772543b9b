"""The Try page itself: it holds the board, takes what comes in, and shows the answers."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QSplitter, QVBoxLayout, QWidget

from metastudio.engine.errors import MetaStudioError
from metastudio.engine.events import CheckpointView
from metastudio.engine.workspace import write_atomically
from metastudio.gui.commands import Commands
from metastudio.gui.language import said
from metastudio.gui.pages.tryout.asking import Asking
from metastudio.gui.pages.tryout.board import Board
from metastudio.gui.pages.tryout.board_edit import BoardEdit
from metastudio.gui.pages.tryout.bundled import bundled_checkpoint, samples_folder
from metastudio.gui.pages.tryout.checkpoint_header import CheckpointHeader
from metastudio.gui.pages.tryout.drawing_dialog import DrawingDialog
from metastudio.gui.pages.tryout.intake import (
    ALL_NEW,
    NEW_CLASSES,
    QUERIES,
    Arrival,
    Intake,
    Request,
)
from metastudio.gui.pages.tryout.laying_out import lay_out
from metastudio.gui.pages.tryout.page_commands import register
from metastudio.gui.pages.tryout.query_panel import QueryPanel
from metastudio.gui.pages.tryout.support_panel import SupportPanel
from metastudio.gui.pages.tryout.survey import checkpoint_in
from metastudio.gui.session import PICTURES, Session
from metastudio.gui.theme import EDGE, GROUP
from metastudio.gui.widgets.drop_frame import DropFrame
from metastudio.gui.widgets.picture_bin import PictureBin
from metastudio.gui.widgets.picture_items import Pixels
from metastudio.gui.widgets.prediction_table import Prediction
from metastudio.gui.widgets.problems_strip import ProblemsStrip


class TryPage(QWidget):
    """Drop pictures into classes, drop others to ask about, read the answers.

    The board is a value; every edit is pushed onto the session's undo stack as the board before
    and the board after. The model is not part of it: loading one is not undone.
    """

    lamp = Signal(str)  # "idle", "running", "done", "problem"

    def __init__(self, session: Session, commands: Commands, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tryPage")
        self.session = session
        self.view: CheckpointView | None = None
        self._loading: Path | None = None
        self._drawings = 0
        pattern = self.tr("Class {0}")
        self._board = Board()
        for number in (1, 2):
            self._board = self._board.with_class(pattern.format(number), named=False)
        self.intake = Intake(session.engine, self)
        self.asking = Asking(session.engine, self.intake, self)
        self.header = CheckpointHeader()
        self.problems = ProblemsStrip()
        self.support = SupportPanel()
        self.queries = QueryPanel()
        self.drawing = DrawingDialog(self)
        self._build()
        self._connect()
        register(self, commands)
        self._show_board()
        self._consider()

    def _build(self) -> None:
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setObjectName("trySplitter")
        self._splitter.setChildrenCollapsible(False)
        for panel, stretch in ((self.support, 2), (self.queries, 3)):
            self._splitter.addWidget(panel)
            self._splitter.setStretchFactor(self._splitter.count() - 1, stretch)
        self._splitter.setHandleWidth(GROUP)
        self._splitter.setSizes([400, 640])
        self.support.setMinimumWidth(320)
        self.queries.setMinimumWidth(420)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(EDGE, EDGE, EDGE, GROUP)
        layout.setSpacing(GROUP)
        layout.addWidget(self.header)
        layout.addWidget(self.problems)
        layout.addWidget(self._splitter, 1)

    def _connect(self) -> None:
        self.header.loadRequested.connect(self.choose_checkpoint)
        self.header.trainedRequested.connect(self._load_trained)
        support, queries = self.support, self.queries
        support.addClassRequested.connect(self.add_class)
        support.addRequested.connect(self.choose_pictures)
        support.drawRequested.connect(self.drawing.open_for)
        support.removeRequested.connect(self._remove_class)
        support.renamed.connect(self._rename_class)
        support.picturesRemoved.connect(self._remove_pictures)
        support.binAdded.connect(self._listen_to_bin)
        self._listen(support.rest, lambda: NEW_CLASSES)
        queries.addRequested.connect(self.choose_queries)
        queries.drawRequested.connect(self.draw)
        queries.samplesRequested.connect(self.use_samples)
        queries.clearRequested.connect(self._clear_queries)
        queries.exportRequested.connect(self.export_csv)
        queries.copied.connect(
            lambda: self.session.notice.emit("good", self.tr("The table is in the clipboard."))
        )
        queries.grid.removeRequested.connect(self._remove_pictures)
        queries.grid.sendRequested.connect(self._send)
        self._listen(queries.drop, lambda: QUERIES)
        self.drawing.drawn.connect(self._take_drawing)
        self.intake.arrived.connect(self._arrive)
        self.intake.checkpointFound.connect(self.load)
        self.intake.busyChanged.connect(self._follow_intake)
        self.asking.answered.connect(self._show_answers)
        self.asking.lacking.connect(self._show_lacking)
        self.asking.refused.connect(self._show_refusal)
        self.asking.busyChanged.connect(self._follow_work)
        self.session.openCheckpoint.connect(self.load)
        self.session.openPictures.connect(lambda paths: self.bring(paths, QUERIES))
        self.session.checkpointReady.connect(self._offer_trained)
        paste = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self)
        paste.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        paste.activated.connect(self.paste)

    def _listen(self, frame: DropFrame, target: Callable[[], int]) -> None:
        """Take what is dropped on a frame; its target is asked for when something is."""
        frame.pathsDropped.connect(lambda paths: self.bring(paths, target()))
        frame.imageDropped.connect(lambda pixels: self._take_image(pixels, target()))
        frame.picturesMoved.connect(lambda keys: self._move(keys, target()))
        frame.refused.connect(lambda sentence: self.problems.show_problems([sentence]))

    def _listen_to_bin(self, bin_: PictureBin) -> None:
        self._listen(bin_, lambda: self.support.key_of(bin_))

    # --- the model -------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """At first show, take the model that was trained last, else the bundled one."""
        super().showEvent(event)
        if self.view is None and self._loading is None:
            first = self.session.last_checkpoint or bundled_checkpoint()
            if first.is_file():
                self.load(first)

    def choose_checkpoint(self) -> None:
        """Ask for a checkpoint and load it."""
        path, _ = QFileDialog.getOpenFileName(
            self,
            self.tr("Load checkpoint"),
            str(self.session.workspace.runs),
            self.tr("Checkpoints (*.safetensors)"),
        )
        if path:
            self.load(Path(path))

    def load(self, path: Path) -> None:
        """Load a checkpoint or a run folder's best; the model before stays if that fails."""
        self._loading = path
        self.intake.hold()
        self.header.show_loading(path)
        self._follow_work()
        self.session.engine.load_checkpoint(
            checkpoint_in(path), self._loaded, lambda error: self._not_loaded(path, error)
        )

    def _loaded(self, view: CheckpointView) -> None:
        self._loading, self.view = None, view
        self.header.show_view(view)
        self.problems.clear()
        self.queries.model.clear_predictions()
        self.queries.set_steps(view.steps if view.adapts else 0)
        self._offer_trained()
        self.intake.use_new_model()
        self._consider()

    def _not_loaded(self, path: Path, error: Exception) -> None:
        self._loading = None
        self.header.show_view(self.view)
        sentence = (
            said(str(error)) if isinstance(error, MetaStudioError) else self._unexpected(error)
        )
        if path.name not in sentence:
            sentence = f"{path.name}: {sentence}"
        self.problems.show_problems([sentence])
        if self.view is not None:
            self.intake.go_on()
        self._consider()
        self.lamp.emit("problem")

    def _offer_trained(self) -> None:
        """Offer the model of the last run where another one is loaded."""
        trained = self.session.last_checkpoint
        other = self.view is not None and trained is not None and self.view.path != trained
        self.header.trained_button.setVisible(other)

    def _load_trained(self) -> None:
        if self.session.last_checkpoint is not None:
            self.load(self.session.last_checkpoint)

    # --- pictures come in ------------------------------------------------------------------------

    def bring(self, paths: Sequence[Path], target: int) -> None:
        """Read files and folders into a class (its key), the queries, or new classes."""
        self.intake.bring(Request(target, tuple(paths)))

    def choose_pictures(self, target: int) -> None:
        """Ask for picture files and read them."""
        endings = " ".join(f"*{ending}" for ending in PICTURES)
        names, _ = QFileDialog.getOpenFileNames(
            self,
            self.tr("Add pictures"),
            "",
            self.tr("Pictures ({0});;All files (*)").format(endings),
        )
        if names:
            self.bring([Path(name) for name in names], target)

    def paste(self) -> None:
        """Take pictures or files from the clipboard, into the class that has the focus."""
        focus = QApplication.focusWidget()
        while focus is not None and not isinstance(focus, PictureBin):
            focus = focus.parentWidget()
        frame = focus if isinstance(focus, PictureBin) else self.queries.drop
        if not frame.take(QGuiApplication.clipboard().mimeData()):
            self.problems.show_problems([self.tr("The clipboard holds no picture.")])

    def draw(self) -> None:
        """Open the drawing pad for a query picture."""
        self.drawing.open_for(QUERIES)

    def choose_queries(self) -> None:
        """Ask for pictures to ask about."""
        self.choose_pictures(QUERIES)

    def use_samples(self) -> None:
        """Fill classes and queries with the bundled drawings."""
        folder = samples_folder()
        if not (folder / "support").is_dir():
            self.problems.show_problems(
                [self.tr("The sample drawings are not installed with this copy of MetaStudio.")]
            )
            return
        self.intake.bring(Request(ALL_NEW, (folder / "support",), (folder / "queries",)))

    def _take_image(self, pixels: Pixels, target: int) -> None:
        self._drawings += 1
        name = self.tr("pasted {0}").format(self._drawings)
        self.intake.bring(Request(target, pixels=pixels, name=name))

    def _take_drawing(self, pixels: Pixels, target: int) -> None:
        self._drawings += 1
        name = self.tr("drawing {0}").format(self._drawings)
        self.intake.bring(Request(target, pixels=pixels, name=name))

    def _arrive(self, arrival: Arrival) -> None:
        """Lay what arrived where it was meant to go, as one undoable edit."""
        if arrival.problems:
            self.problems.show_problems(arrival.problems)
        count = len(arrival.pictures) + len(arrival.queries)
        count += sum(len(pictures) for _, pictures in arrival.folders)
        if count:
            words = self.tr("Add 1 picture") if count == 1 else self.tr("Add {0} pictures")
            board = lay_out(self._board, arrival, self.tr("Class {0}"))
            self._edit(board, words.format(count))
        self._follow_intake()

    # --- edits -----------------------------------------------------------------------------------

    @property
    def board(self) -> Board:
        """What lies on the page."""
        return self._board

    def add_class(self) -> None:
        """Add an empty class, ready to be named."""
        name = self._board.free_name(self.tr("Class {0}"))
        self._edit(self._board.with_class(name, named=False), self.tr("Add class"))
        self.support.edit_last_name()

    def _remove_class(self, key: int) -> None:
        self._edit(self._board.without_class(key), self.tr("Remove class"))

    def _rename_class(self, key: int, name: str) -> None:
        self._edit(self._board.renamed(key, name), self.tr("Rename class"))

    def _remove_pictures(self, keys: list[int]) -> None:
        words = self.tr("Remove picture") if len(keys) == 1 else self.tr("Remove pictures")
        self._edit(self._board.without(keys), words)

    def _clear_queries(self) -> None:
        keys = {picture.key for picture in self._board.queries}
        self._edit(self._board.without(keys), self.tr("Remove all query pictures"))

    def _send(self, keys: list[int], number: int) -> None:
        if number < len(self._board.classes):
            self._move(keys, self._board.classes[number].key)

    def _move(self, keys: list[int], target: int) -> None:
        board = self._board
        if target == NEW_CLASSES:
            board = board.with_class(board.free_name(self.tr("Class {0}")), named=False)
            target = board.classes[-1].key
        to = None if target == QUERIES else target
        words = self.tr("Move picture") if len(keys) == 1 else self.tr("Move pictures")
        self._edit(board.moved(keys, to), words)

    def _edit(self, board: Board, words: str) -> None:
        if board != self._board:
            self.session.undo.push(BoardEdit(self.take_board, self._board, board, words))

    def take_board(self, board: Board) -> None:
        """Show a board and ask about it; undo and redo end up here."""
        self._board = board
        self._show_board()
        self._consider()

    # --- what is shown ---------------------------------------------------------------------------

    def _show_board(self) -> None:
        self.support.show_board(self._board, self.intake.heading_for)
        self.queries.model.set_pictures(self._board.queries)
        self.drawing.set_targets([(c.key, c.name) for c in self._board.classes])
        samples = (samples_folder() / "support").is_dir()
        self.queries.offer_samples(samples and self._board.empty)

    def _consider(self) -> None:
        self.asking.consider(self._board, self.view)

    def _follow_intake(self) -> None:
        self.support.show_board(self._board, self.intake.heading_for)
        self._follow_work()

    def _follow_work(self) -> None:
        busy = self.asking.busy or self.intake.busy or self._loading is not None
        self.queries.spinner.set_busy(busy)
        if self._loading is not None:
            self.queries.say(self.tr("Loading the model…"), busy=True)
        elif self.intake.busy:
            self.queries.say(self.tr("Reading pictures…"), busy=True)
        if busy:
            self.lamp.emit("running")

    def _show_answers(self, classes: tuple[str, ...], predictions: dict[int, Prediction]) -> None:
        self.queries.model.set_predictions(classes, predictions, self.queries.slider.value())
        count = len(predictions)
        words = self.tr("1 picture answered.") if count == 1 else self.tr("{0} pictures answered.")
        self.queries.say(words.format(count))
        self.lamp.emit("done")

    def _show_lacking(self, sentence: str) -> None:
        if self._loading is not None:
            return  # the sentence follows once the model is there
        self.queries.model.clear_predictions()
        if self.view is None and self.intake.waiting:
            sentence = self.tr("Load a checkpoint, and the pictures dropped so far are read.")
        self.queries.say(sentence, "" if self._board.queries else "muted")
        self.lamp.emit("idle")

    def _show_refusal(self, sentence: str) -> None:
        self.queries.model.clear_predictions()
        self.queries.say(sentence, "bad")
        self.lamp.emit("problem")

    def _unexpected(self, error: Exception) -> str:
        return self.tr("Something unexpected went wrong: {0}: {1}").format(
            type(error).__name__, error
        )

    # --- out of the page -------------------------------------------------------------------------

    def export_csv(self) -> None:
        """Ask for a file and write the table into it."""
        if not self.queries.model.answered:
            self.problems.show_problems([self.tr("There are no predictions to export yet.")])
            return
        path, _ = QFileDialog.getSaveFileName(
            self, self.tr("Export predictions"), "predictions.csv", self.tr("Tables (*.csv)")
        )
        if not path:
            return
        try:
            write_atomically(Path(path), self.queries.model.as_csv())
        except MetaStudioError as error:
            self.problems.show_problems([said(str(error))])
        else:
            self.session.notice.emit("good", self.tr("Saved {0}.").format(Path(path).name))
