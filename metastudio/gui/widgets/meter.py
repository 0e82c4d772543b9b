"""How busy this program keeps the processors, and how much memory it holds."""

import psutil
from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QWidget

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
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.measure)

    def measure(self) -> None:
        """Write what was used since the last call."""
        processors = psutil.cpu_count() or 1
        busy = self._process.cpu_percent() / processors
        held = self._process.memory_info().rss
        self.setText(self.tr("CPU {0} % · {1}").format(round(busy), gigabytes(held)))
        self.setToolTip(
            self.tr(
                "This program keeps {0} % of {1} processors busy, and holds {2} of {3} of memory."
            ).format(round(busy), processors, gigabytes(held), gigabytes(self._total))
        )

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._process.cpu_percent()  # the first call only starts the measurement
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()
