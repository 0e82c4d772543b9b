"""When the model is asked: by itself, a moment after the last change. Late answers are dropped."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from metastudio.engine.events import Answer, CheckpointView
from metastudio.gui.engine_thread import EngineThread
from metastudio.gui.language import said
from metastudio.gui.pages.tryout.board import Board
from metastudio.gui.pages.tryout.intake import Intake
from metastudio.gui.pages.tryout.questions import what_is_missing
from metastudio.gui.widgets.prediction_table import Prediction

WAIT_MS = 150  # so that a burst of edits makes one question


class Asking(QObject):
    """Asks the engine about a board. One of its three signals follows every change, in time."""

    answered = Signal(object, object)  # classes: tuple[str, ...], dict[picture key, Prediction]
    lacking = Signal(str)  # one sentence: what is missing
    refused = Signal(str)  # one sentence: why the engine can't answer
    busyChanged = Signal()

    def __init__(self, engine: EngineThread, intake: Intake, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine, self._intake = engine, intake
        self._board = Board()
        self._view: CheckpointView | None = None
        self._asked: Board | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT_MS)
        self._timer.timeout.connect(self._ask)
        intake.seenChanged.connect(self._again)

    @property
    def busy(self) -> bool:
        """Whether an answer is on its way."""
        return self._asked is not None or self._timer.isActive()

    def consider(self, board: Board, view: CheckpointView | None) -> None:
        """Ask about this board and model, after a moment; what was asked before counts no more."""
        self._board, self._view, self._asked = board, view, None
        self._engine.cancel_job("classify")
        self._timer.start()
        self.busyChanged.emit()

    def _again(self) -> None:
        self.consider(self._board, self._view)

    def _ask(self) -> None:
        board = self._board
        missing = what_is_missing(board, self._view)
        if missing:
            self.lacking.emit(missing)
        elif self._intake.look_again(board.pictures):
            self._asked = board
            self._engine.classify(
                [c.name for c in board.classes],
                [
                    (self._intake.seen(picture), label)
                    for label, c in enumerate(board.classes)
                    for picture in c.pictures
                ],
                [(self._intake.seen(picture), picture.name) for picture in board.queries],
                self._take,
                self._refuse,
            )
        self.busyChanged.emit()  # where pictures are looked at again, `seenChanged` comes back here

    def _take(self, answers: Sequence[Answer]) -> None:
        board, self._asked = self._asked, None
        if board is not self._board:
            return
        predictions = {
            picture.key: Prediction(answer.scores)
            for picture, answer in zip(board.queries, answers, strict=True)
        }
        self.answered.emit(tuple(c.name for c in board.classes), predictions)
        self.busyChanged.emit()

    def _refuse(self, error: Exception) -> None:
        self._asked = None
        self.refused.emit(said(str(error)))
        self.busyChanged.emit()
