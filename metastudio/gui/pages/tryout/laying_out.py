"""Where pictures that have arrived go on the board."""

from metastudio.gui.pages.tryout.board import Board
from metastudio.gui.pages.tryout.intake import ALL_NEW, NEW_CLASSES, QUERIES, Arrival


def lay_out(board: Board, arrival: Arrival, class_pattern: str) -> Board:
    """Return the board with an arrival on it; `class_pattern` ("Class {0}") names new classes.

    A folder gives its name to a class that nobody has named, and class folders make classes
    wherever they were dropped. Pictures for a class that is gone by now are left out.
    """
    target = arrival.request.target
    if target == ALL_NEW:
        return Board().with_class_folders(arrival.folders).with_queries(arrival.queries)
    if target == QUERIES:
        return board.with_queries(arrival.pictures)
    folder = _only_folder(arrival)
    if target == NEW_CLASSES and arrival.pictures:
        name = folder or board.free_name(class_pattern)
        board = board.with_class_folders([(name, arrival.pictures)])
    elif arrival.pictures and (index := board.index(target)) is not None:
        there = board.classes[index]
        board = board.with_support(target, arrival.pictures)
        if folder and not there.named and not there.pictures:
            board = board.renamed(target, folder)
    return board.with_class_folders(arrival.folders) if arrival.folders else board


def _only_folder(arrival: Arrival) -> str:
    paths = arrival.request.paths
    return paths[0].name if len(paths) == 1 and paths[0].is_dir() else ""
