"""Closing the window in the middle of a run: `python benchmarks/close_while_training.py [TIMES]`.

Each time is a program of its own, started as a user starts it: it trains MAML, closes its window
after some steps, clicks "Finish and keep" in the question that comes, and ends. Counted are those
that asked, exited with 0, wrote nothing on stderr, and left a run whose checkpoint scores on the
validation tasks what its summary says. Offscreen unless QT_QPA_PLATFORM says otherwise.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

EXPERIMENT = {
    "training.iterations": 100_000,
    "training.validation_every": 5,
    "training.validation_tasks": 10,
    "network.channels": 8,
    "task.queries": 2,
    "training.chunk": 2,
    "training.threads": 1,
}
STEPS = 7  # two beyond a validation, so that finishing has to validate once more
PATIENCE = 300.0
NOISE = ("propagateSizeHints", "setHighDpiScaleFactorRoundingPolicy")
"""Of the offscreen platform, and of the application that is made here before the program does."""


def drive() -> None:
    """In the program: train, close, answer the question. Ends with the window's own status."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton

    from metastudio.engine.events import Stepped
    from metastudio.gui.application import run
    from metastudio.gui.main_window import MainWindow

    app = QApplication([])
    steps: list[int] = []

    def begin() -> None:
        window = next((w for w in app.topLevelWidgets() if isinstance(w, MainWindow)), None)
        if window is None or not window.isVisible() or not window.session.engine.warm:
            QTimer.singleShot(50, begin)
            return
        session = window.session
        session.choose_preset("glyphs-maml")
        session.edit(EXPERIMENT)
        session.requestPage.emit("train")
        session.engine.trainingEvents.connect(
            lambda events: steps.extend(e.iteration for e in events if isinstance(e, Stepped))
        )
        window.commands.action("startTraining").trigger()
        close(window)

    def close(window: MainWindow) -> None:
        if not steps or steps[-1] < STEPS:
            QTimer.singleShot(20, lambda: close(window))
            return
        window.close()
        question = window.findChild(QMessageBox, "closeWhileTraining")
        if question is None or not question.isVisible() or not window.isVisible():
            app.exit(3)  # it did not ask
            return
        question.findChild(QPushButton, "finishAndKeep").click()

    QTimer.singleShot(50, begin)
    sys.exit(run())


def kept(home: Path) -> str:
    """Say what is wrong with the run that a program has left; "" where nothing is."""
    from metastudio.engine import kernels
    from metastudio.engine.checkpoints import load_checkpoint
    from metastudio.engine.learner import Interval, trace
    from metastudio.engine.plan import Workers
    from metastudio.engine.planning import recorded_fused
    from metastudio.engine.runs import list_runs
    from metastudio.engine.tasks.catalog import open_source
    from metastudio.engine.workspace import Workspace

    runs = list_runs(home / "runs")
    if len(runs) != 1 or runs[0].summary().get("outcome") != "finished":
        return f"outcome {runs[0].summary().get('outcome')!r}" if runs else "no run"
    import torch

    if recorded_fused(runs[0].path):  # a model of few steps stands close to ties: the same path
        kernels.prepare(Workspace(home))
    model = load_checkpoint(runs[0].best)
    e = model.experiment
    source = open_source(e.data, Workspace(home))
    episodes = source.sampler("validation", e.task, e.training.seed)
    episode = episodes.draw(0, e.training.validation_tasks)
    found = trace(model.method(), model.params, episode, torch.device("cpu"), Workers(1), False)
    score, said = Interval.of(found.scores[:, -1]).mean, runs[0].summary()["validation"]["score"]
    return "" if abs(score - said) < 1e-6 else f"scores {score}, not {said} as was said"


def once() -> tuple[str, float]:
    """Return what went wrong, and the seconds from start to end."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ, "METASTUDIO_HOME": folder}
        begin = time.monotonic()
        try:
            done = subprocess.run(
                [sys.executable, __file__, "drive"], check=False, env=environment,
                capture_output=True, text=True, timeout=PATIENCE,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return f"not over after {PATIENCE:.0f} s", PATIENCE
        seconds = time.monotonic() - begin
        if done.returncode:
            return f"exit status {done.returncode}: {done.stderr[-300:]}", seconds
        noise = [line for line in done.stderr.splitlines() if not any(n in line for n in NOISE)]
        return (f"on stderr: {noise[0]}" if noise else kept(Path(folder))), seconds


def main() -> None:
    if sys.argv[1:] == ["drive"]:
        drive()
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    good = 0
    for number in range(1, times + 1):
        wrong, seconds = once()
        good += not wrong
        print(
            f"{number:>3}  {seconds:5.1f} s  {wrong or 'asked, saved, exit status 0'}", flush=True
        )
    print(f"{good} of {times}")
    sys.exit(good < times)


if __name__ == "__main__":
    main()
