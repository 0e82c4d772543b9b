"""What a page shows where there is nothing yet: one sentence and one button."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from metastudio.gui.theme import GROUP, icon, primary, set_tone, theme


class EmptyState(QWidget):
    """Centred in the room it gets. `clicked` is the button's; without a text there is no button.

    `otherClicked` is that of a second, quieter one.
    """

    clicked = Signal()
    otherClicked = Signal()

    def __init__(
        self, sentence: str, button: str = "", icon_name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon_name = icon_name
        self._icon = QLabel()
        self._sentence = QLabel()
        self._sentence.setWordWrap(True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._sentence.setMinimumWidth(240)
        self._sentence.setMaximumWidth(420)
        self._button = primary(QPushButton())
        self._button.setObjectName("emptyStateButton")
        self._button.clicked.connect(self.clicked)
        self._other = QPushButton()
        self._other.setObjectName("emptyStateOther")
        self._other.clicked.connect(self.otherClicked)
        layout = QVBoxLayout(self)
        layout.setSpacing(GROUP)
        layout.addStretch(1)
        layout.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignCenter)
        middle = QHBoxLayout()  # an alignment would clip a wrapped sentence to one line
        middle.addStretch(1)
        middle.addWidget(self._sentence, 100)
        middle.addStretch(1)
        layout.addLayout(middle)
        layout.addWidget(self._button, 0, Qt.AlignmentFlag.AlignCenter)
        layout.addWidget(self._other, 0, Qt.AlignmentFlag.AlignCenter)
        layout.addStretch(1)
        theme().changed.connect(self._redraw)
        self.say(sentence, button)
        self._redraw()

    @property
    def sentence(self) -> str:
        """What it says."""
        return self._sentence.text()

    @property
    def button(self) -> QPushButton:
        """The one button."""
        return self._button

    def say(self, sentence: str, button: str = "", tone: str = "muted", other: str = "") -> None:
        """Change sentence and button; `tone` colours the sentence."""
        self._sentence.setText(sentence)
        set_tone(self._sentence, tone)
        self._button.setText(button)
        self._button.setAccessibleName(button)
        self._button.setVisible(bool(button))
        self._other.setText(other)
        self._other.setAccessibleName(other)
        self._other.setVisible(bool(other))
        self.setAccessibleName(sentence)

    def _redraw(self) -> None:
        self._icon.setVisible(bool(self._icon_name))
        if self._icon_name:
            self._icon.setPixmap(icon(self._icon_name, "muted").pixmap(QSize(32, 32)))
