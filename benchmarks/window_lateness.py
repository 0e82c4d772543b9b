"""How late the window is while Conv4 MAML trains:
`python benchmarks/window_lateness.py [SECONDS] [POINTS COLUMNS]`.

A timer of 16 ms on the GUI thread of the real window, all panels visible; prints the percentiles of
its lateness. The plots already hold POINTS of history, and the map as many COLUMNS as are told, as
after a long run. Offscreen unless QT_QPA_PLATFORM says otherwise.
"""

import os
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QElapsedTimer, QEventLoop, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication

from metastudio.engine.events import Started, Stepped, TrainingEvent, Validated
from metastudio.engine.presets import presets
from metastudio.engine.workspace import Workspace
from metastudio.gui.application import build_window
from metastudio.gui.pages.train import TrainPage
from metastudio.gui.pages.train.charts import RunCharts

INTERVAL = 16.0
TASKS = 40  # validation tasks of the past that is made up


def make_up_past(charts: RunCharts, points: int, looks: int) -> None:
    """Give the plots what a long run leaves in them."""
    x = np.arange(1.0, points + 1)
    noise = np.random.default_rng(0).normal(1, 0.2, points)
    for plot, values in zip(charts.curves, (noise, 50 * noise, noise), strict=True):
        plot.append("training", x, values, tasks=4 * x, seconds=x / 50)
    curves = np.random.default_rng(1).random((TASKS, 4)).astype(np.float32)
    steps = np.arange(4, dtype=np.float32)
    for number in range(1, looks + 1):
        look = Validated(number * points // looks, 1.0, 0.5, 0.02, False, steps, curves, curves)
        charts.take([look])


def later(event: TrainingEvent, by: int) -> TrainingEvent:
    """Let an event be one of a run that has come so far already."""
    if isinstance(event, Stepped | Validated):
        return replace(event, iteration=event.iteration + by)
    return event


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60.0
    points, looks = (int(n) for n in sys.argv[2:4]) if len(sys.argv) > 3 else (0, 0)
    app, loop = QApplication([]), QEventLoop()
    window = build_window(Workspace(Path(tempfile.mkdtemp())))
    window.resize(1440, 900)
    window.show()
    session = window.session
    session.set_experiment(presets()["glyphs-maml"].experiment)
    session.requestPage.emit("train")
    page = window.findChild(TrainPage, "trainPage")
    page.findChild(QAction, "show.gradientPlot").trigger()
    lateness: list[float] = []
    steps: list[Stepped] = []
    clock, timer = QElapsedTimer(), QTimer(timerType=Qt.TimerType.PreciseTimer, interval=16)

    def tick() -> None:
        lateness.append(clock.nsecsElapsed() / 1e6 - INTERVAL)
        clock.restart()

    def hear(events: list[TrainingEvent]) -> None:
        page._take([later(event, points) for event in events])
        if points and any(isinstance(event, Started) for event in events):
            make_up_past(page.charts, points, looks)
        first = not steps
        steps.extend(e for e in events if isinstance(e, Stepped))
        if first and steps:
            clock.start()
            timer.start()
            QTimer.singleShot(int(1000 * seconds), loop.quit)

    timer.timeout.connect(tick)
    session.engine.trainingEvents.disconnect(page._take)
    session.engine.trainingEvents.connect(hear)
    page.start()
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
