"""What all plots share: a heading with chips above, and one sentence while there is no data."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSizePolicy,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from metastudio.gui.colours import Colours
from metastudio.gui.plots.canvas import Canvas


class _Readout(QLabel):
    """Elides what has no room, from the left: the newest number stands at the right."""

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            self.setToolTip(self.text())
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        words = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideLeft, self.width())
        self.style().drawItemText(
            painter, self.rect(), int(self.alignment()), self.palette(), True, words,
            self.foregroundRole(),
        )  # fmt: skip


class Panel(QFrame):
    """A heading, a header row to fill, and a body that hides behind a sentence while empty.

    The `head` may be taken elsewhere: in a dock it is what the panel is dragged by.
    """

    def __init__(
        self, name: str, title: str, empty: str, body: QWidget, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setProperty("panel", True)
        body.setAccessibleName(title)
        self.body = body
        self.title = QLabel(title)
        self.title.setProperty("role", "heading")
        self.readout = _Readout()
        self.readout.setProperty("role", "caption")
        self.readout.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        # What is read out takes the room that is left; it never makes a panel wider.
        self.readout.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.empty = QLabel(empty)
        self.empty.setProperty("tone", "muted")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)

        self.head = QFrame()
        self.head.setProperty("panelHead", True)
        self.header = QHBoxLayout(self.head)
        self.header.setContentsMargins(0, 0, 0, 0)
        self.header.setSpacing(4)
        self.header.addWidget(self.title)
        self.header.addSpacing(8)
        self.header.addWidget(self.readout, 1)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(body)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(4)
        layout.addWidget(self.head)
        layout.addLayout(self._stack, 1)

    def rename(self, title: str) -> None:
        """Change the heading."""
        self.title.setText(title)
        self.setAccessibleName(title)

    def add_to_header(self, widget: QWidget) -> None:
        """Put a widget after the title and those that are there."""
        self.header.insertWidget(self.header.count() - 1, widget)

    def add_actions(self, menu: QMenu) -> None:
        """Offer in a menu what can be done with what is shown."""

    @property
    def is_empty(self) -> bool:
        """Whether the sentence is shown instead of the body."""
        return self._stack.currentWidget() is self.empty

    def show_body(self, shown: bool) -> None:
        """Show the body, or the sentence."""
        self._stack.setCurrentWidget(self.body if shown else self.empty)

    def set_empty_text(self, text: str) -> None:
        """Change the sentence that stands in for the body."""
        self.empty.setText(text)


class PlotPanel(Panel):
    """A panel whose body is one canvas."""

    def __init__(self, name: str, title: str, empty: str, parent: QWidget | None = None) -> None:
        self.canvas = Canvas(name)
        super().__init__(name, title, empty, self.canvas, parent)
        self.colours: Colours | None = None
        self.text_scale = 1.0

    def add_actions(self, menu: QMenu) -> None:
        self.canvas.add_actions(menu)

    def show_plot(self, shown: bool) -> None:
        """Show the plot, or the sentence."""
        self.show_body(shown)

    def set_colours(self, colours: Colours, scale: float = 1.0) -> None:
        """Follow the theme; `scale` is that of its text."""
        self.colours, self.text_scale = colours, scale
        self.canvas.set_colours(colours, scale)
        self.canvas.mark_stale()
