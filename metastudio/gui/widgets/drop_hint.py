"""Ghost text while something is dragged over the window: what a drop will do."""

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from metastudio.gui.theme import EDGE, FIELD, GROUP, theme


class DropHint(QWidget):
    """A frame around the window and a sentence at its foot; lets every drag through."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("dropHint")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._sentence = ""
        self.hide()
        window.installEventFilter(self)

    @property
    def sentence(self) -> str:
        """What it says."""
        return self._sentence

    def say(self, sentence: str) -> None:
        """Show the sentence over the whole window."""
        self._sentence = sentence
        self.setAccessibleName(sentence)
        self.setGeometry(self.parentWidget().rect())
        self.show()
        self.raise_()
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self.parentWidget().rect())
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = theme().colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(colours.accent, 2, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(5, 5, -5, -5), FIELD, FIELD)
        metrics = painter.fontMetrics()
        width = min(self.width() - 2 * EDGE, metrics.horizontalAdvance(self._sentence) + 2 * EDGE)
        height = metrics.height() + 2 * GROUP
        pill = QRectF((self.width() - width) / 2, self.height() - height - EDGE, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.accent_fill)
        painter.drawRoundedRect(pill, height / 2, height / 2)
        painter.setPen(colours.on_accent)
        painter.drawText(
            pill.adjusted(GROUP, 0, -GROUP, 0),
            Qt.AlignmentFlag.AlignCenter,
            metrics.elidedText(
                self._sentence, Qt.TextElideMode.ElideMiddle, int(width) - 2 * GROUP
            ),
        )
