"""What the window tells of the fused kernels while they are being compiled."""

from pathlib import Path

from metastudio.engine import kernels
from metastudio.engine.workspace import Workspace
from metastudio.gui.engine_thread import EngineThread
from metastudio.gui.pages.train.kernels_label import KernelsLabel


def test_the_label_is_there_only_while_the_kernels_warm_up(qtbot, tmp_path: Path):
    engine = EngineThread(Workspace(tmp_path))
    label = KernelsLabel(engine)
    qtbot.addWidget(label)
    assert label.isHidden() and label.text()
    engine.kernelsWarming.emit(True)
    assert not label.isHidden()
    engine.kernelsWarming.emit(False)
    assert label.isHidden()
    engine.shutdown()


def test_warming_up_prepares_the_kernels_off_the_gui_thread(qtbot, tmp_path: Path):
    engine = EngineThread(Workspace(tmp_path))
    engine.warm_up()
    qtbot.waitUntil(lambda: kernels.status().ready and not engine.kernels_warming, timeout=60_000)
    qtbot.waitUntil(lambda: not engine.busy("warm-up"), timeout=60_000)
    engine.shutdown()
