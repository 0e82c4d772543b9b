"""A card that can be clicked, tabbed to, and pressed with Space or Enter."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from metastudio.gui.colours import Colours
from metastudio.gui.theme import (
    FIELD,
    GROUP,
    TIGHT,
    caption,
    heading,
    keyboard_focus,
    set_tone,
    theme,
)

Paint = Callable[[QPainter, QRectF, Colours], None]


class Card(QAbstractButton):
    """Title, text, and a quiet last line; a drawing above or a widget beside them if wanted.

    To Qt and to screen readers it is a button.
    """

    def __init__(self, title: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._title, self._text, self._last = heading(""), QLabel(), caption("")
        for label in (self._title, self._text, self._last):
            label.setWordWrap(True)
            _let_clicks_through(label)
        set_tone(self._text, "muted")
        words = QVBoxLayout()
        words.setSpacing(TIGHT)
        for label in (self._title, self._text, self._last):
            words.addWidget(label)
        words.addStretch(1)
        self._row = QHBoxLayout()
        self._row.setSpacing(GROUP)
        self._row.addLayout(words, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(GROUP, GROUP, GROUP, GROUP)
        self._column.setSpacing(12)
        self._column.addLayout(self._row, 1)
        self.set_texts(title, text)
        theme().changed.connect(self.update)

    @property
    def title(self) -> str:
        """The bold line."""
        return self._title.text()

    @property
    def words(self) -> str:
        """The sentence under the title, and the last line."""
        return f"{self._text.text()} {self._last.text()}".strip()

    def set_texts(self, title: str, text: str, last: str = "") -> None:
        """Change all words; `last` is a quiet line at the end, for facts or a state."""
        for label, words in ((self._title, title), (self._text, text), (self._last, last)):
            label.setText(words)
            label.setVisible(bool(words))
        self.setAccessibleName(title)
        self.setAccessibleDescription(self.words)

    def set_compact(self) -> None:
        """Take less room, for a card in a list."""
        self._column.setContentsMargins(12, 10, 12, 10)

    def set_painting(self, paint: Paint, height: int) -> None:
        """Have a drawing painted above the words, in the theme's colours."""
        self._column.insertWidget(0, _Painting(paint, height))

    def set_beside(self, widget: QWidget, *, left: bool = False) -> None:
        """Show a widget at the right of the words, or at their left; it takes no clicks."""
        _let_clicks_through(widget)
        self._row.insertWidget(0 if left else self._row.count(), widget)

    def sizeHint(self) -> QSize:
        return self._column.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self._column.minimumSize()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._column.totalHeightForWidth(width)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = theme().colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground, edge, width = colours.panel, colours.line, 1.0
        if not self.isEnabled():
            ground = colours.page
        elif self.isDown():
            ground = colours.pressed
        elif self.isChecked():
            ground, edge = colours.selection, colours.accent
        elif self.underMouse():
            ground, edge = colours.hover, colours.control_line
        if keyboard_focus(self):
            edge, width = colours.accent, 2.0
        painter.setPen(QPen(edge, width))
        painter.setBrush(ground)
        inset = width / 2
        outline = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(outline, FIELD, FIELD)


class _Painting(QWidget):
    def __init__(self, paint: Paint, height: int) -> None:
        super().__init__()
        self._paint = paint
        self.setFixedHeight(height)
        _let_clicks_through(self)
        theme().changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint(painter, QRectF(self.rect()), theme().colours)


def _let_clicks_through(widget: QWidget) -> None:
    widget.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
