"""The Try page itself: it holds the board, takes what comes in, and shows the answers."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QFileDialog, QSplitter, QVBoxLayout, QWidget

from metastudio.engine.events import CheckpointView, Explanation
from metastudio.engine.sections.names import OMNIGLOT, PHOTOGRAPHS
from metastudio.engine.tasks.annotations import PICTURE_ENDINGS
from metastudio.gui.commands import Commands
from metastudio.gui.pages.tryout.asking import Asking
from metastudio.gui.pages.tryout.board import Board
from metastudio.gui.pages.tryout.board_editor import BoardEditor
from metastudio.gui.pages.tryout.bringing import Bringing
from metastudio.gui.pages.tryout.bundled import samples_folder
from metastudio.gui.pages.tryout.checkpoint_header import CheckpointHeader
from metastudio.gui.pages.tryout.drawing_dialog import DrawingDialog
from metastudio.gui.pages.tryout.intake import (
    ALL_NEW,
    AT_ONCE,
    NEW_CLASSES,
    QUERIES,
    Arrival,
    Intake,
    Request,
)
from metastudio.gui.pages.tryout.judging import Judging
from metastudio.gui.pages.tryout.laying_out import lay_out
from metastudio.gui.pages.tryout.loading import Loading
from metastudio.gui.pages.tryout.page_commands import register
from metastudio.gui.pages.tryout.photographs import Photographs
from metastudio.gui.pages.tryout.query_panel import QueryPanel
from metastudio.gui.pages.tryout.remarks import left_out_doubts, remarks
from metastudio.gui.pages.tryout.sharing import Sharing
from metastudio.gui.pages.tryout.support_panel import SupportPanel
from metastudio.gui.session import Session
from metastudio.gui.theme import EDGE, GROUP
from metastudio.gui.widgets.drop_frame import DropFrame
from metastudio.gui.widgets.picture_bin import PictureBin
from metastudio.gui.widgets.prediction_model import PICTURE, Prediction
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
        self._problems_of = 0  # number of the request whose problems are listed
        self._network_view = False
        self._doubts: dict[int, str] = {}  # what is odd about examples, by their keys
        self.loading = Loading(session, self)
        self.editor = BoardEditor(session.undo, self)
        self.intake = Intake(session.engine, self)
        self.asking = Asking(session.engine, self.intake, self)
        self.header = CheckpointHeader()
        self.problems = ProblemsStrip()
        self.support = SupportPanel()
        self.queries = QueryPanel()
        self.drawing = DrawingDialog(self)
        self.sharing = Sharing(self)
        self.bringing = Bringing(self)
        self.judging = Judging(self)
        self.photographs = Photographs(session, self)
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
        loading, support = self.loading, self.support
        loading.began.connect(self._hold)
        loading.done.connect(self._loaded)
        loading.failed.connect(self._not_loaded)
        self.header.loadRequested.connect(loading.choose)
        self.header.trainedRequested.connect(loading.load_trained)
        self.header.photographsRequested.connect(self.photographs.use)
        self.header.drawingsRequested.connect(lambda: loading.load_built_in(OMNIGLOT))
        self.header.menu_button.setMenu(self.sharing.menu)
        support.addClassRequested.connect(self.add_class)
        support.addRequested.connect(self.choose_pictures)
        support.drawRequested.connect(self.drawing.open_for)
        support.removeRequested.connect(self.editor.remove_class)
        support.renamed.connect(self.editor.rename_class)
        support.picturesRemoved.connect(self.editor.remove_pictures)
        support.sendRequested.connect(self.editor.send)
        support.shifted.connect(self._shift_class)
        support.placed.connect(self.editor.place_class)
        support.binAdded.connect(self._listen_to_bin)
        self._listen(support.rest, lambda: NEW_CLASSES)
        self._connect_queries()
        self.drawing.drawn.connect(self.bringing.take_drawing)
        self.intake.arrived.connect(self._arrive)
        self.intake.checkpointFound.connect(self.load)
        self.intake.busyChanged.connect(self._follow_intake)
        self.asking.answered.connect(self._show_answers)
        self.asking.lacking.connect(self._show_lacking)
        self.asking.refused.connect(self._show_refusal)
        self.asking.explained.connect(self._show_explanation)
        self.asking.busyChanged.connect(self._follow_work)
        self.session.openCheckpoint.connect(self.load)
        self.session.openPictures.connect(lambda paths: self.bring(paths, QUERIES))
        self.session.checkpointReady.connect(self._offer_trained)
        paste = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self)
        paste.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        paste.activated.connect(self.bringing.paste)

    def _connect_queries(self) -> None:
        queries = self.queries
        queries.addRequested.connect(self.choose_queries)
        queries.drawRequested.connect(self.draw)
        queries.samplesRequested.connect(self.use_samples)
        queries.clearRequested.connect(self.editor.clear_queries)
        queries.stopRequested.connect(self.stop_reading)
        queries.viewToggled.connect(self._show_network_view)
        for view in (queries.grid, queries.table):
            view.removeRequested.connect(self.editor.remove_pictures)
            view.sendRequested.connect(self.editor.send)
        queries.table.clicked.connect(lambda i: queries.grid.choose(i.data(PICTURE).key))
        for source in (queries.grid, queries.answers.detail):
            source.approveRequested.connect(self.judging.approve)
            source.rejectRequested.connect(self.judging.reject)
        queries.answers.detail.inkChosen.connect(self.editor.set_ink)
        queries.answers.queryChosen.connect(queries.grid.choose)
        queries.answers.exportRequested.connect(self.sharing.export_answers)
        queries.answers.copied.connect(
            lambda: self.session.notice.emit("good", self.tr("The table is in the clipboard."))
        )
        queries.grid.selectionModel().selectionChanged.connect(self._follow_choice)
        self._listen(queries.drop, lambda: QUERIES)
        self.editor.changed.connect(self._take_board)
        self.editor.partUndone.connect(self.intake.cancel)
        self.photographs.installed.connect(lambda: self.loading.load_built_in(PHOTOGRAPHS))
        queries.grid.doubleClicked.connect(lambda _: queries.answers.setCurrentIndex(1))

    def _listen(self, frame: DropFrame, target: Callable[[], int]) -> None:
        """Take what is dropped on a frame; its target is asked for when something is."""
        frame.pathsDropped.connect(lambda paths: self.bring(paths, target()))
        frame.imageDropped.connect(lambda pixels: self.bringing.take_image(pixels, target()))
        frame.filesDropped.connect(lambda files: self.bringing.take_files(files, target()))
        frame.picturesMoved.connect(lambda keys: self.editor.move(keys, target()))
        frame.refused.connect(lambda sentence: self.problems.show_problems([sentence]))

    def _listen_to_bin(self, bin_: PictureBin) -> None:
        self._listen(bin_, lambda: self.support.key_of(bin_))

    # --- the model -------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """At first show, take the model that was trained last, else the bundled one."""
        super().showEvent(event)
        self.loading.first()

    @property
    def view(self) -> CheckpointView | None:
        """What the loaded model says about itself, or None before the first."""
        return self.loading.view

    def load(self, path: Path) -> None:
        """Load a checkpoint or a run folder's best; the model before stays if that fails."""
        self.loading.load(path)

    def _hold(self, name: str) -> None:
        self.intake.hold()
        self.header.show_loading(name)
        self._follow_work()

    def _loaded(self, view: CheckpointView) -> None:
        self.header.show_view(view)
        self.problems.clear()
        self.queries.model.clear_predictions()
        self.queries.set_steps(view.steps if view.adapts else 0)
        self._offer_trained()
        self.intake.use_new_model()
        self._consider()

    def _not_loaded(self, sentence: str) -> None:
        self.header.show_view(self.view)
        self.problems.show_problems([sentence])
        if self.view is not None:
            self.intake.go_on()
        self._consider()
        self.lamp.emit("problem")

    def _offer_trained(self) -> None:
        """Offer the model of the last run where another one is loaded."""
        self.header.trained_button.setVisible(self.loading.offers_trained)

    # --- pictures come in ------------------------------------------------------------------------

    def bring(self, paths: Sequence[Path], target: int) -> None:
        """Read files and folders into a class (its key), the queries, or new classes."""
        self.intake.bring(Request(target, tuple(paths)))

    def choose_pictures(self, target: int) -> None:
        """Ask for picture files and read them."""
        endings = " ".join(f"*{ending}" for ending in PICTURE_ENDINGS)
        names, _ = QFileDialog.getOpenFileNames(
            self,
            self.tr("Add pictures"),
            "",
            self.tr("Pictures ({0});;All files (*)").format(endings),
        )
        if names:
            self.bring([Path(name) for name in names], target)

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

    def _arrive(self, arrival: Arrival) -> None:
        """Lay what arrived where it was meant to go, as one undoable edit."""
        number = arrival.request.number
        if arrival.problems:
            before = self.problems.problems if number == self._problems_of else ()
            self.problems.show_problems([*before, *arrival.problems])
            self._problems_of = number
        count = len(arrival.pictures) + len(arrival.queries)
        count += sum(len(pictures) for _, pictures in arrival.folders)
        if count:
            words = self.tr("Add 1 picture") if count == 1 else self.tr("Add pictures")
            board = lay_out(self.board, arrival, self.editor.pattern)
            self.editor.edit(board, words, number)
        else:
            self._consider()  # says how things stand, in place of "Reading pictures…"
        self._follow_intake()

    def stop_reading(self) -> None:
        """Read no more of what was dropped; what is there stays."""
        self.intake.cancel()
        self._consider()

    # --- edits -----------------------------------------------------------------------------------

    @property
    def board(self) -> Board:
        """What lies on the page."""
        return self.editor.board

    def add_class(self) -> None:
        """Add an empty class, ready to be named."""
        self.editor.add_class()
        self.support.edit_last_name()

    def _shift_class(self, key: int, by: int) -> None:
        self.editor.shift_class(key, by)
        index = self.board.index(key)
        if index is not None:
            self.support.bins[index].setFocus()

    def _take_board(self) -> None:
        self._show_board()
        self._consider()

    # --- what is shown ---------------------------------------------------------------------------

    def _show_board(self) -> None:
        shown = self.board
        if self._network_view:
            shown = shown.mapped(self.intake.as_seen)
        self.support.show_board(shown, self.intake.heading_for)
        self._show_notes()
        support = {p.key: p for c in shown.classes for p in c.pictures}
        self.queries.grid.support = support
        self.queries.answers.set_support(support)
        chosen = self.queries.grid.selected_keys()
        self.queries.model.set_pictures(shown.queries)
        if len(chosen) == 1 and not self.queries.grid.selected_keys():
            self.queries.grid.choose(chosen[0])
        self.drawing.set_targets([(c.key, c.name) for c in shown.classes])
        samples = (samples_folder() / "support").is_dir()
        self.queries.offer_samples(samples and self.board.empty)
        self._follow_choice()

    def _show_network_view(self, shown: bool) -> None:
        self._network_view = shown
        self._show_board()

    def _follow_choice(self) -> None:
        """Show the one query that is chosen."""
        keys = self.queries.grid.selected_keys()
        picture = next((p for p in self.board.queries if keys and p.key == keys[0]), None)
        seen = None
        if picture is not None and self.intake.seen(picture) is not None:
            seen = self.intake.as_seen(picture)
        drawing = self.view is not None and self.view.ink
        self.queries.answers.choose(keys, picture, seen, drawing)

    def _consider(self) -> None:
        self.asking.consider(self.board, self.view)

    def _follow_intake(self) -> None:
        self.support.show_board(
            self.board.mapped(self.intake.as_seen) if self._network_view else self.board,
            self.intake.heading_for,
        )
        self._follow_work()

    def _follow_work(self) -> None:
        busy = self.asking.busy or self.intake.busy or bool(self.loading.name)
        done, total = self.intake.progress
        self.queries.spinner.set_busy(busy)
        self.queries.show_progress(done, total if total > AT_ONCE else 0)
        if self.loading.name:
            self.queries.say(self.tr("Loading the model…"), busy=True)
        elif total > AT_ONCE:
            words = self.tr("Reading pictures: {0} of {1}")
            self.queries.say(words.format(f"{done:,}", f"{total:,}"), busy=True)
        elif self.intake.busy:
            self.queries.say(self.tr("Reading pictures…"), busy=True)
        if busy:
            self.lamp.emit("running")

    def _show_answers(self, classes: tuple[str, ...], predictions: dict[int, Prediction]) -> None:
        self.queries.model.set_predictions(classes, predictions, self.queries.slider.value())
        count, asked = len(predictions), len(self.asking.usable)
        if count < asked:
            words = self.tr("Answering: {0} of {1}").format(f"{count:,}", f"{asked:,}")
            self.queries.say(words, busy=True)
            return
        words = self.tr("1 picture answered.") if count == 1 else self.tr("{0} pictures answered.")
        if not self.intake.busy:
            self.queries.say(words.format(f"{count:,}"))
            self.lamp.emit("done")

    def _show_explanation(self, explanation: Explanation | None, keys: tuple[int, ...]) -> None:
        classes = self.board.classes
        labels = [i for i, c in enumerate(classes) for _ in c.pictures]
        self.queries.answers.show_explanation(explanation, keys, labels)
        self._doubts = {} if explanation is None else left_out_doubts(self.board, explanation)
        self.support.mark(self._doubts)
        self._show_notes()

    def _show_notes(self) -> None:
        there = {p.key for c in self.board.classes for p in c.pictures}
        doubts = [words for key, words in self._doubts.items() if key in there]
        self.support.show_notes([*remarks(self.board, self.view), *doubts])

    def _show_lacking(self, sentence: str) -> None:
        if self.loading.name:
            return  # the sentence follows once the model is there
        self.queries.model.clear_predictions()
        if self.view is None and self.intake.waiting:
            sentence = self.tr("Load a checkpoint, and the pictures dropped so far are read.")
        self.queries.say(sentence, "" if self.board.queries else "muted")
        self.lamp.emit("idle")

    def _show_refusal(self, sentence: str) -> None:
        self.queries.model.clear_predictions()
        self.queries.say(sentence, "bad")
        self.lamp.emit("problem")
