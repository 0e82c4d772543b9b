"""A bar per class for one query."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from metastudio.gui.theme import theme
from metastudio.gui.widgets.prediction_bars import bars_height, in_words, paint_bars


class AnswerBars(QWidget):
    """Shows how sure a model is of each class; as tall as its bars."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._classes: tuple[str, ...] = ()
        self._scores: NDArray[np.float32] = np.empty(0, np.float32)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.update)

    def show_scores(self, classes: Sequence[str], scores: NDArray[np.float32]) -> None:
        """Show the probabilities `(classes,)`."""
        if tuple(classes) != self._classes:
            self._classes = tuple(classes)
            self.updateGeometry()
        self._scores = scores
        self.setAccessibleName(in_words(self._classes, scores))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, bars_height(len(self._classes), unfolded=False))

    def paintEvent(self, event: QPaintEvent) -> None:
        if len(self._scores):
            painter = QPainter(self)
            paint_bars(
                painter, QRectF(self.rect()), self._classes, self._scores, self._scores,
                unfolded=False,
            )  # fmt: skip
