"""A fold for what is rarely needed."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QLayout, QToolButton, QVBoxLayout, QWidget

from metastudio.gui.theme import FIELD, icon, theme


class Collapsible(QWidget):
    """A heading that shows or hides what is below it. Closed at first."""

    toggled = Signal(bool)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._button = QToolButton()
        self._button.setText(title)
        self._button.setCheckable(True)
        self._button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._button.setAccessibleName(title)
        self._button.toggled.connect(self._show)
        self._body = QWidget()
        self._body.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(FIELD)
        layout.addWidget(self._button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self._body)
        theme().changed.connect(self._redraw)
        self._redraw()

    @property
    def button(self) -> QToolButton:
        """The heading, for an object name and a tool-tip."""
        return self._button

    @property
    def body(self) -> QWidget:
        """What is folded."""
        return self._body

    @property
    def open(self) -> bool:
        """Whether the body is shown."""
        return self._button.isChecked()

    def set_content(self, content: QLayout) -> None:
        """Lay out the body."""
        self._body.setLayout(content)

    def set_open(self, open: bool) -> None:
        """Show or hide the body."""
        self._button.setChecked(open)

    def _show(self, open: bool) -> None:
        self._body.setVisible(open)
        self._redraw()
        self.toggled.emit(open)

    def _redraw(self) -> None:
        arrow: QIcon = icon("caret-down" if self.open else "caret-right", "muted")
        self._button.setIcon(arrow)
