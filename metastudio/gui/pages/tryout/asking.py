"""When the model is asked: by itself, a moment after the last change. Late answers are dropped.

Only what is not known yet is asked, a few pictures at a time, so that a folder of thousands streams
in and other work has its turn in between.
"""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from metastudio.engine.events import Answer, CheckpointView, Explanation
from metastudio.gui.engine_thread import EngineThread
from metastudio.gui.language import said
from metastudio.gui.pages.tryout.board import Board
from metastudio.gui.pages.tryout.intake import Intake
from metastudio.gui.pages.tryout.questions import what_is_missing
from metastudio.gui.widgets.picture_items import Picture, Pixels
from metastudio.gui.widgets.prediction_model import Prediction

WAIT_MS = 20  # so that a burst of edits makes one question
EXPLAIN_MS = 300  # of quiet before the plane and the support pictures are looked into
AT_ONCE = 128  # pictures in one question
IN_THE_PLANE = 300  # queries: more dots cover one another, and take too long to draw

SupportKey = tuple[object, ...]


class Asking(QObject):
    """Asks the engine about a board. One of its first three signals follows every change."""

    answered = Signal(object, object)  # classes: tuple[str, ...], dict[picture key, Prediction]
    lacking = Signal(str)  # one sentence: what is missing
    refused = Signal(str)  # one sentence: why the engine can't answer
    explained = Signal(object, object)  # Explanation or None, keys of the queries in it
    busyChanged = Signal()

    def __init__(self, engine: EngineThread, intake: Intake, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine, self._intake = engine, intake
        self._board = Board()
        self._view: CheckpointView | None = None
        self._known_for: SupportKey = ()
        self._known: dict[tuple[int, str], Prediction] = {}  # by the picture's key and ink
        self._asked: tuple[SupportKey, tuple[Picture, ...]] | None = None
        self._explained_for: object = None
        self._timer = QTimer(self, singleShot=True, interval=WAIT_MS)
        self._timer.timeout.connect(self._ask)
        self._explain_timer = QTimer(self, singleShot=True, interval=EXPLAIN_MS)
        self._explain_timer.timeout.connect(self._explain)
        intake.seenChanged.connect(self._again)

    @property
    def busy(self) -> bool:
        """Whether an answer is on its way."""
        return self._asked is not None or self._timer.isActive()

    def consider(self, board: Board, view: CheckpointView | None) -> None:
        """Ask about this board and model, after a moment; what was asked before counts no more."""
        if view is not self._view:
            self._known_for, self._known, self._explained_for = (), {}, None
        self._board, self._view = board, view
        if self._asked is not None and self._asked[0] != self._support_key():
            self._asked = None
            self._engine.cancel_job("classify")
        self._engine.cancel_job("explain")
        self._timer.start()
        self.busyChanged.emit()

    def _again(self) -> None:
        self.consider(self._board, self._view)

    def _support_key(self) -> SupportKey:
        """What the answers follow from, beside the query: classes, their pictures, the model."""
        classes = self._board.classes
        shown = tuple((c.name, tuple((p.key, p.ink) for p in c.pictures)) for c in classes)
        return (id(self._view), shown)

    def support(self) -> list[tuple[Pixels, int]]:
        """What the network sees of the support pictures, with their classes; all must be seen."""
        return [
            (seen, label)
            for label, c in enumerate(self._board.classes)
            for picture in c.pictures
            if (seen := self._intake.seen(picture)) is not None
        ]

    def _ask(self) -> None:
        board = self._board
        missing = what_is_missing(board, self._view)
        if missing:
            self._explained_for = None
            self.lacking.emit(missing)
            self.explained.emit(None, ())
        elif self._asked is None and self._intake.look_again(board.pictures):
            if any(self._intake.unusable(p) for c in board.classes for p in c.pictures):
                self.lacking.emit(
                    self.tr(
                        "Some examples can't be used with this model. Remove them, or load another."
                    )
                )
                self.explained.emit(None, ())
            else:
                self._ask_next()
        self.busyChanged.emit()  # where pictures are looked at again, `seenChanged` comes back here

    @property
    def usable(self) -> tuple[Picture, ...]:
        """The queries that this model can see."""
        return tuple(p for p in self._board.queries if not self._intake.unusable(p))

    def _ask_next(self) -> None:
        key, board = self._support_key(), self._board
        if key != self._known_for:
            self._known_for, self._known = key, {}
        new = [p for p in self.usable if (p.key, p.ink) not in self._known][:AT_ONCE]
        if not new:
            self._tell()
            return
        self._asked = (key, tuple(new))
        self._engine.classify(
            [c.name for c in board.classes],
            self.support(),
            [(seen, p.name) for p in new if (seen := self._intake.seen(p)) is not None],
            self._take,
            self._refuse,
        )

    def _take(self, answers: Sequence[Answer]) -> None:
        asked, self._asked = self._asked, None
        if asked is None or asked[0] != self._support_key():
            self._timer.start()
            return
        support = [p.key for c in self._board.classes for p in c.pictures]
        for picture, answer in zip(asked[1], answers, strict=True):
            nearest = () if answer.nearest is None else tuple(support[i] for i in answer.nearest)
            self._known[picture.key, picture.ink] = Prediction(
                answer.scores, answer.strangeness, nearest, answer.distances
            )
        self._tell()
        if not self._timer.isActive():
            self._ask()

    def _tell(self) -> None:
        predictions = {
            p.key: known
            for p in self._board.queries
            if (known := self._known.get((p.key, p.ink))) is not None
        }
        self.answered.emit(tuple(c.name for c in self._board.classes), predictions)
        if len(predictions) == len(self.usable):
            self._explain_timer.start()
        self.busyChanged.emit()

    def _refuse(self, error: Exception) -> None:
        self._asked = None
        self.refused.emit(said(str(error)))
        self.busyChanged.emit()

    # --- what lies behind the answers -------------------------------------------------------------

    def _explain(self) -> None:
        queries = self.usable[:IN_THE_PLANE]
        shown = (self._support_key(), tuple((p.key, p.ink) for p in queries))
        if self.busy or shown == self._explained_for or shown[0] != self._known_for:
            return
        seen = [s for p in queries if (s := self._intake.seen(p)) is not None]
        keys = tuple(p.key for p in queries)

        def take(explanation: Explanation) -> None:
            if shown[0] == self._support_key():
                self._explained_for = shown
                self.explained.emit(explanation, keys)

        self._engine.explain(
            [c.name for c in self._board.classes],
            self.support(),
            seen,
            take,
            lambda _error: self.explained.emit(None, ()),
        )
