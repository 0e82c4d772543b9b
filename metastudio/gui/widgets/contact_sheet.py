"""A few pictures of one class, under its name."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from metastudio.gui.theme import FIELD, caption, heading
from metastudio.gui.widgets.picture_grid import GridPicture, PictureFlow


class ContactSheet(QWidget):
    """Name, one line of facts, and pictures; knows nothing of where they come from."""

    def __init__(self, side: int = 56, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._facts = heading(""), caption("")
        self._title.setWordWrap(True)
        self.flow = PictureFlow(side)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(FIELD)
        for widget in (self._title, self._facts, self.flow):
            layout.addWidget(widget)
        layout.addStretch(1)

    @property
    def title(self) -> str:
        """Name of the class that is shown."""
        return self._title.text()

    @property
    def facts(self) -> str:
        """The line under the name."""
        return self._facts.text()

    def show_class(
        self, title: str, facts: str, pictures: Sequence[GridPicture], ink: bool = False
    ) -> None:
        """Show one class; without pictures only its name and facts."""
        self._title.setText(title)
        self._title.setToolTip(title)
        self._facts.setText(facts)
        self.flow.show_pictures(pictures, ink)
        self.flow.setVisible(bool(pictures))
        self.setAccessibleName(f"{title}. {facts}")

    def clear(self) -> None:
        """Show nothing."""
        self.show_class("", "", [])
