"""How busy this program keeps the processors, and how much memory it holds; the graphics card."""

import psutil
from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QWidget

from metastudio.gui.graphics_card import GraphicsCard
from metastudio.gui.words import gigabytes

EVERY_MS = 2000


class Meter(QLabel):
    """A quiet label, renewed every two seconds while it is on the screen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("meter")
        self.setProperty("role", "caption")
        self.setAccessibleName(self.tr("Processors and memory"))
        self._process = psutil.Process()
        self._total = psutil.virtual_memory().total
        self._card = GraphicsCard.find()
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.measure)

    def measure(self) -> None:
        """Write what was used since the last call."""
        processors = psutil.cpu_count() or 1
        busy = self._process.cpu_percent() / processors
        held = self._process.memory_info().rss
        short = [self.tr("CPU {0} % · {1}").format(round(busy), gigabytes(held))]
        long = [
            self.tr(
                "This program keeps {0} % of {1} processors busy, and holds {2} of {3} of memory."
            ).format(round(busy), processors, gigabytes(held), gigabytes(self._total))
        ]
        card = self._card.usage() if self._card is not None else None
        if card is not None:
            short.append(self.tr("GPU {0} % · {1}").format(card.busy, gigabytes(card.held)))
            words = self.tr(
                "The graphics card is busy for {0} % of the time, with {1} of its {2} of memory."
            )
            long.append(words.format(card.busy, gigabytes(card.held), gigabytes(card.total)))
        self.setText(" · ".join(short))
        self.setToolTip("\n".join(long))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._process.cpu_percent()  # the first call only starts the measurement
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()
