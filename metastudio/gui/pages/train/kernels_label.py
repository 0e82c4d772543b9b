"""Says that the fused kernels are still being compiled: a run started now waits for them."""

from PySide6.QtWidgets import QLabel, QWidget

from metastudio.gui.engine_thread import EngineThread
from metastudio.gui.theme import set_tone


class KernelsLabel(QLabel):
    """Visible only while the kernels warm up, some thirty seconds of a machine's first start."""

    def __init__(self, engine: EngineThread, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("kernelsLabel")
        self.setAccessibleName(self.tr("Fused kernels"))
        self.setProperty("role", "caption")
        self.setWordWrap(True)
        set_tone(self, "muted")
        self.setText(self.tr("Fast kernels are warming up; a run started now waits for them."))
        self.setToolTip(self.tr("They are compiled for this machine once, and kept."))
        self.setVisible(engine.kernels_warming)
        engine.kernelsWarming.connect(self.setVisible)
