"""What is being done, how far it is, and a button that stops it; hidden while nothing is."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from metastudio.gui.language import said
from metastudio.gui.theme import GROUP


class WorkStrip(QWidget):
    """`cancelled` is emitted when the user stops the work; the owner then calls `rest`."""

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = QLabel()
        self._bar = QProgressBar()
        self._bar.setRange(0, 1000)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Progress"))
        self._cancel = QPushButton(self.tr("Cancel"))
        self._cancel.setObjectName("workCancel")
        self._cancel.setAccessibleName(self._cancel.text())
        self._cancel.clicked.connect(self.cancelled)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GROUP)
        layout.addWidget(self._words, 1)
        layout.addWidget(self._bar, 1)
        layout.addWidget(self._cancel)
        self.hide()

    @property
    def sentence(self) -> str:
        """What is said to be going on, or ""."""
        return "" if self.isHidden() else self._words.text()

    def work(self, fraction: float, sentence: str, stoppable: bool = False) -> None:
        """Show progress, 0 to 1; before the first figure the bar only moves."""
        sentence = said(sentence)
        self._words.setText(sentence)
        self.setAccessibleName(sentence)
        self._bar.setRange(0, 1000 if fraction > 0 else 0)
        self._bar.setValue(int(1000 * fraction))
        self._cancel.setVisible(stoppable)
        self.show()

    def rest(self) -> None:
        """The work is over, or stopped."""
        self.hide()
