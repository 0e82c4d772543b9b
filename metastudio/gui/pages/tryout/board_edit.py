"""One undoable step on the board."""

from collections.abc import Callable

from PySide6.QtGui import QUndoCommand

from metastudio.gui.pages.tryout.board import Board


class BoardEdit(QUndoCommand):
    """From one board to another; `take` shows a board."""

    def __init__(
        self, take: Callable[[Board], None], before: Board, after: Board, words: str
    ) -> None:
        super().__init__(words)
        self._take, self._before, self._after = take, before, after

    def redo(self) -> None:
        self._take(self._after)

    def undo(self) -> None:
        self._take(self._before)
