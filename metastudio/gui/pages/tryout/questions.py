"""Whether the model can be asked about the board, or the sentence that says what is missing."""

from collections import Counter

from PySide6.QtCore import QCoreApplication

from metastudio.engine.events import CheckpointView
from metastudio.engine.experiment import REGRESSION_DATA
from metastudio.gui.pages.tryout.board import Board


def what_is_missing(board: Board, view: CheckpointView | None, asks: bool = True) -> str:
    """Say in one sentence what keeps the model from answering; "" where nothing does.

    Without `asks`, it need not be asked about any picture.
    """
    if view is None:
        return _tr("Load a checkpoint to begin.")
    lacks = _model_refuses(board, view) or _support_lacks(board)
    return lacks or (_queries_lack(board) if asks else "")


def learns_functions(view: CheckpointView) -> bool:
    """Whether a model fits curves, so that it has no pictures to classify."""
    return view.ways == 0 or view.data in REGRESSION_DATA


def _model_refuses(board: Board, view: CheckpointView) -> str:
    if learns_functions(view):
        return _tr(
            "This model learns functions, so it has no pictures to classify. Load a checkpoint "
            "that was trained on pictures."
        )
    count = len(board.classes)
    if view.max_ways is not None and count > view.max_ways:
        return _tr(
            "This model tells at most {0} classes apart, but there are {1}. Remove {2}, or load a "
            "model without a fixed number of classes, such as a ProtoNet."
        ).format(view.max_ways, count, _classes(count - view.max_ways))
    return ""


def _support_lacks(board: Board) -> str:
    if len(board.classes) < 2:
        lacking = _tr("two classes") if not board.classes else _tr("a second class")
        return _tr("Add {0}: the model answers which of several classes fits.").format(lacking)
    names = Counter(c.name for c in board.classes)
    twice = [name for name, count in names.items() if count > 1]
    if twice:
        return _tr("Two classes are called '{0}'. Give each a name of its own.").format(twice[0])
    empty = [f"'{c.name}'" for c in board.classes if not c.pictures]
    if len(empty) > 4:
        return _tr("Add at least one picture to each of the {0} empty classes.").format(len(empty))
    if empty:
        listed = " and ".join([", ".join(empty[:-1]), empty[-1]] if empty[1:] else empty)
        return _tr("Add at least one picture to {0}.").format(listed)
    return ""


def _queries_lack(board: Board) -> str:
    return "" if board.queries else _tr("Add a picture to ask about.")


def _classes(count: int) -> str:
    return _tr("1 class") if count == 1 else _tr("{0} classes").format(count)


def _tr(text: str) -> str:
    return QCoreApplication.translate("TryPage", text)
