"""What the window costs a training: `python benchmarks/window_cost.py [ROUNDS]`.

The same MAML experiment runs from the command line's engine and in the real window with its plots
visible, each in a process of its own, in turn; the medians of the time per iteration and their
ratio are printed (1.05: the window costs 5 %). Offscreen unless QT_QPA_PLATFORM says otherwise.
"""

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from metastudio.engine.events import Stepped
from metastudio.engine.experiment import Experiment
from metastudio.engine.presets import presets
from metastudio.engine.workspace import Workspace

ITERATIONS = 60
WARM = 10  # iterations left out: torch's first calls, and the plots that are made


def experiment() -> Experiment:
    """MAML on glyphs with a plan set by hand, so that both take the same one."""
    return presets()["glyphs-maml"].experiment.changed(
        {
            "training.iterations": ITERATIONS,
            "training.validation_every": 20,
            "training.chunk": 2,
            "training.threads": 1,
        }
    )


def headless(workspace: Workspace) -> list[Stepped]:
    from metastudio.engine.training import train

    events = train(experiment(), workspace=workspace)
    return [event for event in events if isinstance(event, Stepped)]


def windowed(workspace: Workspace) -> list[Stepped]:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QEventLoop
    from PySide6.QtWidgets import QApplication

    from metastudio.engine.events import Ended
    from metastudio.gui.application import build_window

    app, loop = QApplication([]), QEventLoop()
    window = build_window(workspace)
    window.resize(1440, 900)
    window.show()
    session, steps = window.session, []
    session.set_experiment(experiment())
    session.requestPage.emit("train")

    def hear(events: list[object]) -> None:
        steps.extend(event for event in events if isinstance(event, Stepped))
        if any(isinstance(event, Ended) for event in events):
            loop.quit()

    session.engine.trainingEvents.connect(hear)
    session.engine.start_training(session.experiment)
    loop.exec()  # not app.exec: quitting that asks what to do with the run
    session.close()
    app.processEvents()
    return steps


def main() -> None:
    if len(sys.argv) > 2:
        run = headless if sys.argv[2] == "headless" else windowed
        steps = run(Workspace(Path(sys.argv[1])))
        print((steps[-1].seconds - steps[WARM - 1].seconds) / (len(steps) - WARM))
        return
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    seconds: dict[str, list[float]] = {"headless": [], "window": []}
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(rounds):
            for how, found in seconds.items():
                command = [sys.executable, __file__, folder, how]
                done = subprocess.run(command, check=True, capture_output=True, text=True)
                found.append(float(done.stdout.split()[-1]))
    for how, found in seconds.items():
        each = ", ".join(f"{1000 * s:.0f}" for s in found)
        print(f"{how:<9} {1000 * statistics.median(found):7.1f} ms an iteration   ({each})")
    ratio = statistics.median(seconds["window"]) / statistics.median(seconds["headless"])
    print(f"ratio     {ratio:7.3f}")


if __name__ == "__main__":
    main()
