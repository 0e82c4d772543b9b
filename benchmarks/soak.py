"""Whether the window's memory stays flat while it trains: `python benchmarks/soak.py [MINUTES]`.

Conv4 MAML trains in the real window with all panels visible and a validation every few iterations.
Memory is read twice a second; once the first WARM_UP share of the time is over, its lowest and
highest value are compared with their mean (± 5 % is the aim). Offscreen unless QT_QPA_PLATFORM says
otherwise. `--every N` iterations a validation, `--preset NAME` another experiment, `--log` prints a
line a minute.
"""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import psutil
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication

from metastudio.engine.events import Failed, Stepped, TrainingEvent, Validated
from metastudio.engine.presets import presets
from metastudio.engine.workspace import Workspace
from metastudio.gui.application import build_window
from metastudio.gui.pages.train import TrainPage

WARM_UP = 0.25
AIM = 0.05
READ_MS = 500


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("minutes", type=float, nargs="?", default=30.0)
    parser.add_argument("--every", type=int, default=10, metavar="N")
    parser.add_argument("--preset", default="glyphs-maml")
    parser.add_argument("--log", action="store_true")
    chosen = parser.parse_args()
    app, loop = QApplication([]), QEventLoop()
    window = build_window(Workspace(Path(tempfile.mkdtemp())))
    window.resize(1440, 900)
    window.show()
    session = window.session
    experiment = presets()[chosen.preset].experiment
    session.set_experiment(
        experiment.changed(
            {"training.iterations": 10_000_000, "training.validation_every": chosen.every}
        )
    )
    session.requestPage.emit("train")
    page = window.findChild(TrainPage, "trainPage")
    hidden = [a for a in page.findChildren(QAction) if a.objectName().startswith("show.")]
    for action in hidden:
        if action.isCheckable() and not action.isChecked():
            action.trigger()
    process, held, counts = psutil.Process(), list[tuple[float, float]](), [0, 0]
    begin = time.monotonic()

    def hear(events: list[TrainingEvent]) -> None:
        counts[0] += sum(isinstance(event, Stepped) for event in events)
        counts[1] += sum(isinstance(event, Validated) for event in events)
        for event in events:
            if isinstance(event, Failed):
                raise SystemExit(event.message)

    def read() -> None:
        now, size = time.monotonic() - begin, process.memory_info().rss / 1e6
        if chosen.log and (not held or int(now // 60) > int(held[-1][0] // 60)):
            print(f"{now:6.0f} s  {counts[1]:6,} validations  {size:7.1f} MB", flush=True)
        held.append((now, size))
        if now >= 60 * chosen.minutes:
            loop.quit()

    timer = QTimer(interval=READ_MS)
    timer.timeout.connect(read)
    timer.start()
    session.engine.trainingEvents.connect(hear)
    page.start()
    loop.exec()  # not app.exec: quitting that asks what to do with the run
    timer.stop()
    late = [size for now, size in held if now >= 60 * chosen.minutes * WARM_UP]
    mean, low, high = sum(late) / len(late), min(late), max(late)
    off = max(high - mean, mean - low) / mean
    print(
        f"{counts[0]:,} meta-steps and {counts[1]:,} validations in {chosen.minutes:g} minutes; "
        f"memory {low:.0f} to {high:.0f} MB, mean {mean:.0f}: ± {100 * off:.1f} %"
    )
    session.engine.cancel()
    session.close()
    app.processEvents()
    sys.exit(off > AIM)


if __name__ == "__main__":
    main()
