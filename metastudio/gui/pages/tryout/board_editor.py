"""The board as a person changes it: every edit is one undoable step on the session's stack."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from metastudio.gui.pages.tryout.board import Board
from metastudio.gui.pages.tryout.board_edit import BoardEdit
from metastudio.gui.pages.tryout.intake import NEW_CLASSES, QUERIES


class BoardEditor(QObject):
    """Holds the board and changes it. The model is not part of it: loading one is not undone."""

    changed = Signal()
    partUndone = Signal(int)  # what was still arriving under this number is not wanted any more

    def __init__(self, undo: QUndoStack, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._undo = undo
        self.board = Board()
        for number in (1, 2):
            self.board = self.board.with_class(self.pattern.format(number), named=False)

    @property
    def pattern(self) -> str:
        """How classes are called that nobody has named."""
        return self.tr("Class {0}")

    def take(self, board: Board) -> None:
        """Show a board; undo and redo end up here."""
        self.board = board
        self.changed.emit()

    def edit(self, board: Board, words: str, part: int = 0) -> None:
        """Change to another board; edits of the same `part` in a row are one step."""
        if board != self.board:
            self._undo.push(BoardEdit(self.take, self.board, board, words, part, self.partUndone))

    # --- classes ---------------------------------------------------------------------------------

    def add_class(self) -> None:
        """Add an empty class."""
        name = self.board.free_name(self.pattern)
        self.edit(self.board.with_class(name, named=False), self.tr("Add class"))

    def remove_class(self, key: int) -> None:
        """Remove a class with its pictures."""
        self.edit(self.board.without_class(key), self.tr("Remove class"))

    def rename_class(self, key: int, name: str) -> None:
        """Give a class another name."""
        self.edit(self.board.renamed(key, name), self.tr("Rename class"))

    def shift_class(self, key: int, by: int) -> None:
        """Move a class up (-1) or down (1) by so many places."""
        index = self.board.index(key)
        if index is not None:
            self.place_class(key, index + by)

    def place_class(self, key: int, index: int) -> None:
        """Move a class to a place in the order."""
        self.edit(self.board.reordered(key, index), self.tr("Reorder classes"))

    # --- pictures --------------------------------------------------------------------------------

    def remove_pictures(self, keys: Collection[int]) -> None:
        """Remove pictures, wherever they lie."""
        words = self.tr("Remove picture") if len(keys) == 1 else self.tr("Remove pictures")
        self.edit(self.board.without(keys), words)

    def clear_queries(self) -> None:
        """Remove every query."""
        keys = {picture.key for picture in self.board.queries}
        self.edit(self.board.without(keys), self.tr("Remove all query pictures"))

    def send(self, keys: Sequence[int], number: int) -> None:
        """Move pictures into the class of a number, if there is one."""
        if number < len(self.board.classes):
            self.move(keys, self.board.classes[number].key)

    def move(self, keys: Sequence[int], target: int) -> None:
        """Move pictures into a class by its key, the queries, or a new class."""
        board = self.board
        if target == NEW_CLASSES:
            board = board.with_class(board.free_name(self.pattern), named=False)
            target = board.classes[-1].key
        to = None if target == QUERIES else target
        words = self.tr("Move picture") if len(keys) == 1 else self.tr("Move pictures")
        self.edit(board.moved(keys, to), words)

    def move_each(self, targets: Sequence[tuple[int, int]]) -> None:
        """Move pictures (key) each into a class (key) of its own, as one step."""
        board = self.board
        for key, target in targets:
            board = board.moved({key}, target)
        words = self.tr("Move picture") if len(targets) == 1 else self.tr("Move pictures")
        self.edit(board, words)

    def set_ink(self, keys: Collection[int], ink: str) -> None:
        """Say how pictures are drawn: "dark" or "light" ink, or "" to have it recognised."""
        words = self.tr("Change ink")
        self.edit(self.board.mapped(lambda p: replace(p, ink=ink) if p.key in keys else p), words)
