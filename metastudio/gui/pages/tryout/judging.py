"""A person's word on an answer: right adds the picture to its class, wrong asks for the class."""

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu

from metastudio.gui.pages.tryout.intake import NEW_CLASSES

if TYPE_CHECKING:
    from metastudio.gui.pages.tryout.page import TryPage


class Judging(QObject):
    """Moves queries into the right bins, undoably."""

    def __init__(self, page: "TryPage") -> None:
        super().__init__(page)
        self._page = page

    def approve(self, keys: list[int]) -> None:
        """Move queries into the classes that were answered; what fits none stays."""
        model, classes = self._page.queries.model, self._page.board.classes
        targets = []
        for key in keys:
            row = model.row_of(key)
            scores = None if row is None else model.scores(row)
            if row is not None and scores is not None and not model.none(row):
                targets.append((key, classes[int(np.argmax(scores))].key))
        self._page.editor.move_each(targets)

    def reject(self, keys: list[int]) -> None:
        """Ask which class queries belong to, and move them there."""
        editor = self._page.editor
        menu = QMenu(self._page)
        menu.setObjectName("rejectMenu")
        for number, each in enumerate(self._page.board.classes):
            action = menu.addAction(each.name)
            action.triggered.connect(lambda _=False, n=number: editor.send(keys, n))
        menu.addSeparator()
        new = menu.addAction(self.tr("A new class"))
        new.triggered.connect(lambda: editor.move(keys, NEW_CLASSES))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(QCursor.pos())
