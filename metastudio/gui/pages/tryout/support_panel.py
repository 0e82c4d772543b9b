"""The left half of the page: a bin per class, and what fills them."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from metastudio.gui.pages.tryout.board import Board
from metastudio.gui.theme import FIELD, caption, heading, set_icon, set_tone
from metastudio.gui.widgets.drop_frame import DropFrame
from metastudio.gui.widgets.picture_bin import PictureBin


class SupportPanel(QWidget):
    """Shows the classes of a board. Signals carry the class's key; the page decides.

    `binAdded` hands every new bin to the page, which listens to the drops of all frames alike.
    """

    addClassRequested = Signal()
    addRequested = Signal(int)
    drawRequested = Signal(int)
    removeRequested = Signal(int)
    renamed = Signal(int, str)
    picturesRemoved = Signal(list)
    sendRequested = Signal(list, int)  # keys of pictures, number of the bin
    shifted = Signal(int, int)  # key, by so many places
    placed = Signal(int, int)  # key, place in the order
    binAdded = Signal(object)  # PictureBin

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bins: list[PictureBin] = []
        self._keys: list[int] = []
        self.add_button = _button(self.tr("Add class"), "addClassButton")
        self.add_button.setToolTip(self.tr("Add a class: something for the model to tell apart"))
        set_icon(self.add_button, "plus")
        self.add_button.clicked.connect(self.addClassRequested)
        self.rest = DropFrame()
        self.rest.setObjectName("newClassDrop")
        self.rest.setAccessibleName(self.tr("Drop here for new classes"))
        self.rest.set_dashed(True)
        self._build()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(FIELD)
        head.addWidget(heading(self.tr("Classes")))
        head.addStretch(1)
        head.addWidget(self.add_button)
        ghost = caption(self.tr("Drop a folder here: each of its sub-folders becomes a class."))
        ghost.setAlignment(Qt.AlignmentFlag.AlignCenter)
        QVBoxLayout(self.rest).addWidget(ghost)
        self.rest.setMinimumHeight(64)
        inside = QWidget()
        inside.setProperty("scrolled", True)
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, FIELD, 0)
        self._column.setSpacing(FIELD)
        self._column.addWidget(self.rest)
        self._column.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setObjectName("supportScroll")
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(FIELD)
        self.notes = QLabel()
        self.notes.setObjectName("boardNotes")
        self.notes.setWordWrap(True)
        self.notes.setTextFormat(Qt.TextFormat.PlainText)
        self.notes.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        set_tone(self.notes, "warning")
        self.notes.hide()
        layout.addLayout(head)
        layout.addWidget(self.notes)
        layout.addWidget(self._scroll, 1)

    # --- what is shown ---------------------------------------------------------------------------

    def show_board(self, board: Board, heading_for: Callable[[int], int]) -> None:
        """Show the classes; `heading_for(key)` pictures more are on their way to each."""
        while len(self.bins) < len(board.classes):
            self._add_bin()
        while len(self.bins) > len(board.classes):
            self._drop_bin()
        self._keys = [c.key for c in board.classes]
        for bin_, shown in zip(self.bins, board.classes, strict=True):
            bin_.show_class(shown.name, shown.pictures, heading_for(shown.key))

    def show_notes(self, sentences: Sequence[str]) -> None:
        """Say what is odd about the pictures."""
        self.notes.setText("\n".join(sentences))
        self.notes.setVisible(bool(sentences))

    def mark(self, doubts: Mapping[int, str]) -> None:
        """Mark pictures (key) that look unlike their class, with a sentence each."""
        for bin_ in self.bins:
            bin_.strip.mark(doubts)

    def key_of(self, bin_: PictureBin) -> int:
        """Key of the class that a bin shows."""
        return self._keys[bin_.number]

    def edit_last_name(self) -> None:
        """Let the newest class be named."""
        if self.bins:
            self._scroll.ensureWidgetVisible(self.bins[-1])
            self.bins[-1].edit_name()

    def _add_bin(self) -> None:
        bin_ = PictureBin(len(self.bins))
        bin_.addRequested.connect(lambda: self.addRequested.emit(self.key_of(bin_)))
        bin_.drawRequested.connect(lambda: self.drawRequested.emit(self.key_of(bin_)))
        bin_.removeRequested.connect(lambda: self.removeRequested.emit(self.key_of(bin_)))
        bin_.renamed.connect(lambda name: self.renamed.emit(self.key_of(bin_), name))
        bin_.picturesRemoved.connect(self.picturesRemoved)
        bin_.sendRequested.connect(self.sendRequested)
        bin_.shifted.connect(lambda by: self.shifted.emit(self.key_of(bin_), by))
        bin_.binDropped.connect(lambda number: self._place(number, bin_.number))
        self.bins.append(bin_)
        self._column.insertWidget(self._column.indexOf(self.rest), bin_)
        self.binAdded.emit(bin_)

    def _place(self, number: int, to: int) -> None:
        if number < len(self._keys) and number != to:
            self.placed.emit(self._keys[number], to)

    def _drop_bin(self) -> None:
        bin_ = self.bins.pop()
        self._column.removeWidget(bin_)
        bin_.setObjectName("")  # it lives until the event loop turns, and must not be found again
        bin_.setParent(None)
        bin_.deleteLater()


def _button(text: str, name: str) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.setAccessibleName(text)
    return button
