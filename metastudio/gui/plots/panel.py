"""What all plots share: a heading with chips above, and one sentence while there is no data."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QStackedLayout, QVBoxLayout, QWidget

from metastudio.gui.colours import Colours
from metastudio.gui.plots.canvas import Canvas


class PlotPanel(QFrame):
    """A heading, a header row to fill, and a canvas that hides behind a sentence while empty."""

    def __init__(self, name: str, title: str, empty: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setProperty("panel", True)
        self.canvas = Canvas(name)
        self.canvas.setAccessibleName(title)
        self.colours: Colours | None = None
        self.text_scale = 1.0

        self.title = QLabel(title)
        self.title.setProperty("role", "heading")
        self.readout = QLabel()
        self.readout.setProperty("role", "caption")
        self.empty = QLabel(empty)
        self.empty.setProperty("tone", "muted")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)

        self.header = QHBoxLayout()
        self.header.setSpacing(4)
        self.header.addWidget(self.title)
        self.header.addSpacing(8)
        self.header.addStretch(1)
        self.header.addWidget(self.readout)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.canvas)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(4)
        layout.addLayout(self.header)
        layout.addLayout(self._stack, 1)

    def rename(self, title: str) -> None:
        """Change the heading."""
        self.title.setText(title)
        self.setAccessibleName(title)

    def add_to_header(self, widget: QWidget) -> None:
        """Put a widget after the title and those that are there."""
        self.header.insertWidget(self.header.count() - 2, widget)

    @property
    def is_empty(self) -> bool:
        """Whether the sentence is shown instead of a plot."""
        return self._stack.currentWidget() is self.empty

    def show_plot(self, shown: bool) -> None:
        """Show the plot, or the sentence."""
        self._stack.setCurrentWidget(self.canvas if shown else self.empty)

    def set_empty_text(self, text: str) -> None:
        """Change the sentence that stands in for the plot."""
        self.empty.setText(text)

    def set_colours(self, colours: Colours, scale: float = 1.0) -> None:
        """Follow the theme; `scale` is that of its text."""
        self.colours, self.text_scale = colours, scale
        self.canvas.set_colours(colours, scale)
        self.canvas.mark_stale()
