"""Training on the engine thread, with the real engine on tiny experiments."""

import threading
import time
from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QElapsedTimer, Qt, QTimer

from metastudio.engine.events import Ended, Failed, Started, Stepped, TrainingEvent
from metastudio.engine.experiment import Experiment
from metastudio.gui.engine_thread import EngineThread


class Listener:
    """Collects what an engine says."""

    def __init__(self, engine: EngineThread) -> None:
        self.events: list[TrainingEvent] = []
        self.batches: list[float] = []
        self.states: list[str] = []
        engine.trainingEvents.connect(self._take)
        engine.trainingState.connect(self.states.append)

    def _take(self, events: list[TrainingEvent]) -> None:
        self.batches.append(time.monotonic())
        self.events += events

    def of(self, kind: type) -> list:
        return [event for event in self.events if isinstance(event, kind)]


@pytest.fixture
def engine(qapp) -> Iterator[EngineThread]:
    engine = EngineThread()
    yield engine
    assert engine.shutdown()


@pytest.fixture
def heard(engine: EngineThread) -> Listener:
    return Listener(engine)


def sinusoid(iterations: int, **training: object) -> Experiment:
    """MAML on sinusoids: hundreds of iterations a second."""
    return Experiment.from_dict(
        {
            "data": {"name": "sinusoid"},
            "method": {"name": "maml"},
            "training": {
                "iterations": iterations, "meta_batch": 4, "validation_every": 100,
                "validation_tasks": 4, "device": "cpu", **training,
            },
        }
    )  # fmt: skip


ENDLESS = 10**6


def until_idle(engine: EngineThread, qtbot) -> None:
    qtbot.waitUntil(lambda: engine.state == "idle", timeout=60_000)


def test_every_step_arrives_in_order_and_in_few_batches(
    engine: EngineThread, heard: Listener, qtbot
) -> None:
    engine.start_training(sinusoid(300))
    until_idle(engine, qtbot)
    assert [step.iteration for step in heard.of(Stepped)] == list(range(1, 301))
    assert isinstance(heard.events[0], Started)
    assert isinstance(heard.events[-1], Ended)
    assert heard.events[-1].checkpoint.is_file()
    assert heard.states == ["starting", "running", "idle"]
    gaps = np.diff(heard.batches[:-1])
    assert len(heard.batches) < 300
    assert not len(gaps) or np.median(gaps) > 0.08  # at most about ten a second


def test_finish_keeps_what_was_learned_and_leaves_the_thread_idle(
    engine: EngineThread, heard: Listener, qtbot
) -> None:
    engine.start_training(sinusoid(ENDLESS))
    qtbot.waitUntil(lambda: len(heard.of(Stepped)) > 20, timeout=60_000)
    engine.finish()
    assert engine.state == "stopping"
    until_idle(engine, qtbot)
    ended = heard.events[-1]
    assert isinstance(ended, Ended)
    assert ended.outcome == "finished"
    assert ended.checkpoint is not None
    assert not engine.training
    assert "training" not in [thread.name for thread in threading.enumerate()]


def test_cancel_leaves_the_thread_idle_and_another_run_can_start(
    engine: EngineThread, heard: Listener, qtbot
) -> None:
    engine.start_training(sinusoid(ENDLESS))
    engine.cancel()  # before the engine is even imported
    until_idle(engine, qtbot)
    assert isinstance(heard.events[-1], Ended)
    assert heard.events[-1].outcome == "cancelled"

    engine.start_training(sinusoid(5))
    until_idle(engine, qtbot)
    assert heard.events[-1].outcome == "completed"


def test_a_paused_run_takes_no_step_until_it_is_resumed(
    engine: EngineThread, heard: Listener, qtbot
) -> None:
    engine.start_training(sinusoid(ENDLESS))
    qtbot.waitUntil(lambda: len(heard.of(Stepped)) > 5, timeout=60_000)
    engine.pause()
    assert engine.state == "paused"
    # Whatever was under way has arrived once three pulls in a row bring nothing.
    quiet: list[int] = []

    def still() -> bool:
        quiet.append(len(heard.of(Stepped)))
        return len(quiet) > 30 and quiet[-1] == quiet[-30]

    qtbot.waitUntil(still, timeout=20_000)
    paused_at = len(heard.of(Stepped))
    engine.resume()
    assert engine.state == "running"
    qtbot.waitUntil(lambda: len(heard.of(Stepped)) > paused_at + 5, timeout=20_000)
    engine.cancel()
    until_idle(engine, qtbot)


def test_new_rates_are_used_from_the_next_step_on(
    engine: EngineThread, heard: Listener, qtbot
) -> None:
    engine.start_training(sinusoid(ENDLESS))
    qtbot.waitUntil(lambda: bool(heard.of(Stepped)), timeout=60_000)
    assert heard.of(Stepped)[0].inner_lr == pytest.approx(0.01)
    engine.change_rates(0.02, 5e-4)
    qtbot.waitUntil(lambda: heard.of(Stepped)[-1].inner_lr == pytest.approx(0.02), timeout=20_000)
    assert heard.of(Stepped)[-1].outer_lr == pytest.approx(5e-4)
    engine.cancel()
    until_idle(engine, qtbot)


def test_what_the_data_can_not_give_fails_in_words(
    engine: EngineThread, heard: Listener, qtbot, tmp_path
) -> None:
    missing = Experiment.from_dict({"data": {"name": str(tmp_path / "nowhere")}})
    engine.start_training(missing)
    until_idle(engine, qtbot)
    failed = heard.events[-1]
    assert isinstance(failed, Failed)
    assert "nowhere" in failed.message
    assert "Traceback" not in failed.message


def test_a_workspace_that_can_not_be_written_fails_in_words(
    engine: EngineThread, heard: Listener, qtbot
) -> None:
    engine.workspace.home.mkdir(parents=True, exist_ok=True)
    engine.workspace.runs.write_text("a file where the folder should be")
    engine.start_training(sinusoid(5))
    until_idle(engine, qtbot)
    assert isinstance(heard.events[-1], Failed)
    assert str(engine.workspace.runs) in heard.events[-1].message
    assert engine.state == "idle"


def test_a_second_run_beside_the_first_is_refused(
    engine: EngineThread, heard: Listener, qtbot
) -> None:
    engine.start_training(sinusoid(ENDLESS))
    with pytest.raises(RuntimeError, match="already under way"):
        engine.start_training(sinusoid(5))
    engine.cancel()
    until_idle(engine, qtbot)


def test_shutdown_in_the_middle_of_a_run_ends_it(qapp, qtbot) -> None:
    engine = EngineThread()
    heard = Listener(engine)
    engine.start_training(sinusoid(ENDLESS))
    qtbot.waitUntil(lambda: bool(heard.of(Stepped)), timeout=60_000)
    assert engine.shutdown()
    assert not engine.training
    assert isinstance(heard.events[-1], Ended)
    assert heard.states[-1] == "idle"


def test_jobs_are_answered_while_a_run_is_under_way(
    engine: EngineThread, heard: Listener, qtbot
) -> None:
    cards: list[list] = []
    engine.start_training(sinusoid(ENDLESS))
    qtbot.waitUntil(lambda: bool(heard.of(Stepped)), timeout=60_000)
    engine.list_datasets(cards.append, pytest.fail)
    qtbot.waitUntil(lambda: bool(cards), timeout=20_000)
    assert {"glyphs", "sinusoid"} <= {card.name for card in cards[0]}
    assert engine.state == "running"
    engine.cancel()
    until_idle(engine, qtbot)


def test_the_window_stays_smooth_while_conv4_maml_trains(
    engine: EngineThread, heard: Listener, qtbot
) -> None:
    """A 16 ms timer on the GUI thread: hardly a tick later than a person would notice."""
    engine.start_training(
        Experiment.from_dict(
            {
                "method": {"name": "maml"},
                "network": {"channels": 16},
                "training": {"iterations": ENDLESS, "meta_batch": 2, "validation_tasks": 4,
                             "validation_every": 10**6, "device": "cpu"},
            }
        )
    )  # fmt: skip
    qtbot.waitUntil(lambda: len(heard.of(Stepped)) > 2, timeout=120_000)
    lateness: list[float] = []
    clock, timer = QElapsedTimer(), QTimer(timerType=Qt.TimerType.PreciseTimer, interval=16)

    def tick() -> None:
        lateness.append(clock.restart() - 16.0)

    timer.timeout.connect(tick)
    clock.start()
    timer.start()
    steps = len(heard.of(Stepped))
    qtbot.waitUntil(lambda: len(lateness) >= 200, timeout=60_000)
    timer.stop()
    assert len(heard.of(Stepped)) > steps  # it did train meanwhile
    assert np.percentile(lateness, 95) <= 50
    engine.cancel()
    until_idle(engine, qtbot)
