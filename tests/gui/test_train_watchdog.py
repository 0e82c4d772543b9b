"""A watchdog over the GUI thread: long histories, all panels, while Conv4 MAML trains."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction
from watchdog import Watchdog

from metastudio.engine.events import Started, Stepped, TrainingEvent, Validated
from metastudio.engine.experiment import Experiment
from metastudio.gui.commands import Commands
from metastudio.gui.pages.train import TrainPage
from metastudio.gui.session import Session
from metastudio.gui.theme import theme

POINTS, COLUMNS, TASKS = 200_000, 2000, 40


@pytest.fixture
def session(qapp) -> Iterator[Session]:
    session = Session()
    yield session
    session.engine.cancel()
    assert session.close()


def with_a_long_past(page: TrainPage) -> None:
    """Give the plots what a day of training leaves in them."""
    charts = page.charts
    x = np.arange(1.0, POINTS + 1)
    noise = np.random.default_rng(0).normal(1, 0.2, POINTS)
    for plot, values in zip(charts.curves, (noise, 50 * noise, noise), strict=True):
        plot.append("training", x, values, tasks=2 * x, seconds=x / 50)
    curves = np.random.default_rng(1).random((TASKS, 4)).astype(np.float32)
    for number in range(COLUMNS):
        iteration = (number + 1) * POINTS // COLUMNS
        charts._take_validation(
            Validated(iteration, 1.0, 0.5, 0.02, number == 0, np.arange(4, dtype=np.float32),
                      curves, curves)
        )  # fmt: skip


def later(event: TrainingEvent) -> TrainingEvent:
    return (
        replace(event, iteration=event.iteration + POINTS)
        if isinstance(event, Stepped | Validated)
        else event
    )


@pytest.mark.alone
def test_nothing_keeps_the_gui_thread_busy_for_long_however_long_the_run(
    session: Session, qtbot
) -> None:
    theme()
    page = TrainPage(session, Commands())
    qtbot.addWidget(page)
    page.resize(1400, 860)
    page.show()
    steps: list[Stepped] = []

    def take(events: Sequence[TrainingEvent]) -> None:
        first = any(isinstance(event, Started) for event in events)
        page._take([later(event) for event in events])
        if first:
            with_a_long_past(page)
        steps.extend(event for event in events if isinstance(event, Stepped))

    session.engine.trainingEvents.disconnect(page._take)
    session.engine.trainingEvents.connect(take)
    session.set_experiment(
        Experiment.from_dict(
            {"method": {"name": "maml"}, "network": {"channels": 16},
             "training": {"iterations": 10**6, "meta_batch": 2, "validation_tasks": TASKS,
                          "validation_every": 20, "device": "cpu"}}
        )
    )  # fmt: skip
    page.start()
    page.findChild(QAction, "show.gradientPlot").trigger()
    inspector = page.charts.inspector
    qtbot.waitUntil(lambda: inspector.seen is not None and len(steps) > 25, timeout=120_000)
    qtbot.wait(300)  # the plots have been filled and laid out

    drawn: list[float] = []
    page.charts.loss.canvas.redraw.connect(lambda: drawn.append(time.monotonic()))
    watchdog = Watchdog()
    before = len(steps)
    charts, find = page.charts, page.findChild
    actions: list[Callable[[], object]] = [
        partial(charts.bar.smoothing.setValue, 90),
        partial(charts.map.go_to, 100_000),
        find(QAction, "over.time").trigger,
        charts.map.go_live,
        find(QAction, "logX").trigger,
        find(QAction, "logY").trigger,
        find(QAction, "ignoreOutliers").trigger,
        partial(inspector.show_task, 7),
        charts.map._chips[1].click,
    ]
    acting = QTimer(interval=250)

    def act() -> None:
        if actions:
            actions.pop(0)()

    acting.timeout.connect(act)
    acting.start()
    qtbot.waitUntil(lambda: len(watchdog.busy) >= 250, timeout=120_000)
    acting.stop()
    allowed = watchdog.stop()
    assert len(steps) > before  # it did train meanwhile
    assert max(watchdog.busy) <= allowed
    span = drawn[-1] - drawn[0]
    assert len(drawn) <= 10 * span + 2  # a zoom or a change of axes may draw at once
