"""One undoable step on the board."""

from collections.abc import Callable

from PySide6.QtCore import SignalInstance
from PySide6.QtGui import QUndoCommand

from metastudio.gui.pages.tryout.board import Board

PART_ID = 7_001  # tells the stack that two steps may be one


class BoardEdit(QUndoCommand):
    """From one board to another; `take` shows a board.

    A folder of thousands arrives in parts: steps of the same `part` in a row are one, and once it
    is undone, `undone` tells so.
    """

    def __init__(
        self,
        take: Callable[[Board], None],
        before: Board,
        after: Board,
        words: str,
        part: int = 0,
        undone: SignalInstance | None = None,
    ) -> None:
        super().__init__(words)
        self._take, self._before, self._after = take, before, after
        self._part, self._undone = part, undone

    def id(self) -> int:
        """Equal where steps may merge; -1 never merges."""
        return PART_ID if self._part else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, BoardEdit) or other._part != self._part:
            return False
        self._after = other._after
        self.setText(other.text())
        return True

    def redo(self) -> None:
        self._take(self._after)

    def undo(self) -> None:
        self._take(self._before)
        if self._part and self._undone is not None:
            self._undone.emit(self._part)
