"""The left side of the Train page: the form, what a run would take, and the runs that wait."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from metastudio.gui.commands import Commands
from metastudio.gui.theme import EDGE, FIELD, GROUP


class FormSide(QWidget):
    """Scrolls `form`; below it stand `notes` and buttons for commands."""

    def __init__(
        self,
        form: QWidget,
        notes: tuple[QWidget, ...],
        commands: Commands,
        buttons: tuple[tuple[str, str], ...],
        parent: QWidget | None = None,
    ) -> None:
        """`buttons` are pairs of a command and the object name of its button."""
        super().__init__(parent)
        inner = QWidget()
        inner.setProperty("scrolled", True)
        padded = QVBoxLayout(inner)
        padded.setContentsMargins(EDGE, GROUP, GROUP, GROUP)
        padded.addWidget(form)
        scroll = QScrollArea()
        scroll.setObjectName("trainForm")
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inner)
        scroll.setMinimumWidth(280)  # the buttons below may need more
        foot = QHBoxLayout()
        foot.setContentsMargins(EDGE - FIELD, 0, FIELD, FIELD)
        foot.setSpacing(0)
        for id, name in buttons:
            action = commands.action(id)
            button = QPushButton(action.text(), objectName=name, flat=True)
            button.setAccessibleName(action.text())
            button.setToolTip(action.toolTip())
            button.clicked.connect(lambda _checked=False, action=action: action.trigger())
            foot.addWidget(button)
        foot.addStretch(1)
        self.setMaximumWidth(440)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scroll, 1)
        for note in notes:
            note.setContentsMargins(EDGE, 0, GROUP, 0)
            column.addWidget(note)
        column.addLayout(foot)
