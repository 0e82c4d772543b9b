"""A card that can be clicked, tabbed to, and pressed with Space or Enter."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton, QLabel, QSizePolicy, QVBoxLayout, QWidget

from metastudio.gui.theme import FIELD, GROUP, TIGHT, caption, heading, set_tone, theme


class Card(QAbstractButton):
    """Picture above, then title, text, and a quiet last line. A button to Qt and to readers."""

    def __init__(self, title: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._picture = QLabel()
        self._picture.hide()
        self._title, self._text, self._last = heading(title), QLabel(text), caption("")
        for label in (self._title, self._text):
            label.setWordWrap(True)
        set_tone(self._text, "muted")
        self._last.hide()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(GROUP, GROUP, GROUP, GROUP)
        self._layout.setSpacing(TIGHT)
        self._layout.addWidget(self._picture)
        self._layout.addSpacing(0)
        for label in (self._title, self._text, self._last):
            self._layout.addWidget(label)
        self._layout.addStretch(1)
        for label in (self._picture, self._title, self._text, self._last):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._describe()
        theme().changed.connect(self.update)

    @property
    def title(self) -> str:
        """The bold line."""
        return self._title.text()

    @property
    def text_shown(self) -> str:
        """The sentence under the title."""
        return self._text.text()

    def set_texts(self, title: str, text: str, last: str = "") -> None:
        """Change all words; `last` is a quiet line at the end, for facts or a state."""
        self._title.setText(title)
        self._text.setText(text)
        self._last.setText(last)
        self._last.setVisible(bool(last))
        self._describe()

    def set_compact(self) -> None:
        """Take less room, for a card in a list."""
        self._layout.setContentsMargins(12, 10, 12, 10)

    def set_picture(self, picture: QPixmap | None) -> None:
        """Show a picture above the title, or none."""
        self._picture.setVisible(picture is not None)
        if picture is not None:
            self._picture.setPixmap(picture)
            self._layout.setSpacing(FIELD)

    def sizeHint(self) -> QSize:
        return self._layout.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self._layout.minimumSize()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._layout.heightForWidth(width)

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
        if self.hasFocus():
            edge, width = colours.accent, 2.0
        painter.setPen(QPen(edge, width))
        painter.setBrush(ground)
        inset = width / 2
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), FIELD, FIELD
        )

    def _describe(self) -> None:
        self.setAccessibleName(self._title.text())
        self.setAccessibleDescription(f"{self._text.text()} {self._last.text()}".strip())
