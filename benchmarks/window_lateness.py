"""How late the window is while Conv4 MAML trains: `python benchmarks/window_lateness.py [SECONDS]`.

A timer of 16 ms on the GUI thread of the real window, plots visible; prints the percentiles of its
lateness. Offscreen unless QT_QPA_PLATFORM says otherwise.
"""

import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QElapsedTimer, QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication

from metastudio.engine.events import Stepped
from metastudio.engine.presets import presets
from metastudio.engine.workspace import Workspace
from metastudio.gui.application import build_window

INTERVAL = 16.0


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60.0
    app, loop = QApplication([]), QEventLoop()
    window = build_window(Workspace(Path(tempfile.mkdtemp())))
    window.resize(1440, 900)
    window.show()
    session = window.session
    session.set_experiment(presets()["glyphs-maml"].experiment)
    session.requestPage.emit("train")
    lateness: list[float] = []
    steps: list[Stepped] = []
    clock, timer = QElapsedTimer(), QTimer(timerType=Qt.TimerType.PreciseTimer, interval=16)

    def tick() -> None:
        lateness.append(clock.nsecsElapsed() / 1e6 - INTERVAL)
        clock.restart()

    def hear(events: list[object]) -> None:
        first = not steps
        steps.extend(e for e in events if isinstance(e, Stepped))
        if first and steps:
            clock.start()
            timer.start()
            QTimer.singleShot(int(1000 * seconds), loop.quit)

    timer.timeout.connect(tick)
    session.engine.trainingEvents.connect(hear)
    session.engine.start_training(session.experiment)
    loop.exec()  # not app.exec: quitting that asks what to do with the run
    timer.stop()
    p50, p95, p99 = np.percentile(lateness, [50, 95, 99])
    print(
        f"{len(steps)} meta-steps in {seconds:.0f} s; lateness of a 16 ms timer: "
        f"p50 {p50:.1f}, p95 {p95:.1f}, p99 {p99:.1f}, worst {max(lateness):.1f} ms"
    )
    session.engine.cancel()
    session.close()
    app.processEvents()


if __name__ == "__main__":
    main()
