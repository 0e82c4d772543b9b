"""Findings of a run's health, each from a history that shows it, and the chips that say them."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from metastudio.engine.events import Failed, Stepped, TrainingEvent, Validated
from metastudio.engine.experiment import Experiment
from metastudio.gui.pages.train import TrainPage
from metastudio.gui.pages.train.health import Record, findings
from metastudio.gui.pages.train.health_strip import HealthStrip
from metastudio.gui.theme import theme

MAML = Experiment.from_dict({"method": {"name": "maml"}})


def step(iteration: int, loss: float) -> Stepped:
    return Stepped(iteration, loss, 0.5, iteration * 0.1, iteration * 4, 0.01, 0.001)


def look(
    iteration: int, score: float, *, gain: float = 0.5, loss: float = 1.0, best: bool = True
) -> Validated:
    """Twenty tasks that score about `score` after adapting, and `gain` less before."""
    after = score + 0.02 * np.linspace(-1, 1, 20)
    before = after - gain + 0.04 * np.resize([1, -1], 20)
    scores = np.stack([before, after], 1).astype(np.float32)
    x = np.arange(2, dtype=np.float32)
    return Validated(iteration, loss, score, 0.02, best, x, 1 - scores, scores)


def kinds(events: list[TrainingEvent], experiment: Experiment = MAML) -> list[str]:
    record = Record(experiment)
    for event in events:
        record.note(event)
    return [finding.kind for finding in findings(record)]


def history(
    scores: list[float], losses: list[float], training: list[float], gain: float = 0.5
) -> list[TrainingEvent]:
    events: list[TrainingEvent] = []
    highest = -1.0
    for number, (score, loss, train) in enumerate(zip(scores, losses, training, strict=True), 1):
        events.append(step(10 * number, train))
        events.append(look(10 * number, score, loss=loss, best=score > highest, gain=gain))
        highest = max(highest, score)
    return events


def test_a_run_that_learns_is_healthy() -> None:
    falling = list(np.linspace(2, 0.5, 30))
    assert kinds(history(list(np.linspace(0.3, 0.9, 30)), falling, falling)) == []


def test_an_alpha_that_is_too_small_shows_as_no_gain_from_adapting() -> None:
    flat = history([0.2] * 4, [1.6] * 4, [1.6] * 4, gain=0.0)
    assert kinds(flat[:4]) == []  # two validations are no proof
    assert kinds(flat) == ["no-gain"]
    record = Record(MAML)
    for event in flat:
        record.note(event)
    (finding,) = findings(record)
    assert finding.change == {"method.inner_lr": 0.1}
    assert finding.remedy == "Raise α to 0.1."
    assert "α = 0.01" in finding.words


def test_a_method_without_an_inner_loop_needs_no_gain() -> None:
    protonet = Experiment.from_dict({"method": {"name": "protonet"}})
    assert kinds(history([0.2] * 4, [1.6] * 4, [1.6] * 4, gain=0.0), protonet) == []


def test_an_alpha_that_is_too_high_makes_tasks_worse() -> None:
    assert kinds(history([0.3] * 4, [1.6] * 4, [1.6] * 4, gain=-0.4)) == ["harm"]


def test_for_an_error_lower_is_better() -> None:
    sinusoid = Experiment.from_dict({"data": {"name": "sinusoid"}, "method": {"name": "maml"}})
    events = history([1.0] * 4, [1.0] * 4, [1.0] * 4, gain=-2.0)  # the error falls by 2
    assert kinds(events, sinusoid) == []
    assert kinds(history([1.0] * 4, [1.0] * 4, [1.0] * 4, gain=2.0), sinusoid) == ["harm"]


def test_a_validation_loss_that_turns_upwards_while_training_goes_on_is_overfitting() -> None:
    losses = [1.5, 1.0, 0.8, 0.9, 1.0, 1.1]
    scores = [0.4, 0.6, 0.7, 0.68, 0.66, 0.65]
    training = [1.5, 1.0, 0.7, 0.5, 0.3, 0.2]
    assert kinds(history(scores, losses, training)) == ["overfitting"]
    # Where training got worse as well, something else is the matter.
    assert kinds(history(scores, losses, training[::-1])) == []


def test_overfitting_names_the_checkpoint_that_is_kept() -> None:
    record = Record(MAML)
    for event in history([0.4, 0.7, 0.6, 0.6, 0.6], [1, 0.5, 0.9, 1, 1.1], [1, 0.5, 0.4, 0.3, 0.2]):
        record.note(event)
    (finding,) = findings(record)
    assert "iteration 20" in finding.remedy
    assert finding.finish


def test_many_validations_without_a_new_best_are_a_plateau() -> None:
    scores = [0.4, 0.6, 0.8] + [0.79] * 9
    still = [1.0, 0.6] + [0.5] * 10
    assert kinds(history(scores, still, still)) == ["plateau"]
    assert kinds(history(scores[:8], still[:8], still[:8])) == []
    learning = [*still[:2], *np.linspace(0.5, 0.2, 10)]
    assert kinds(history(scores, still, learning)) == []


def test_a_loss_that_is_not_finite_carries_its_remedy() -> None:
    failed = Failed("It exploded.", "Lower α.", None, "", {"method.inner_lr": 0.04})
    record = Record(MAML)
    for event in (step(1, 1.0), failed):
        record.note(event)
    (finding,) = findings(record)
    assert (finding.kind, finding.tone) == ("not-finite", "bad")
    assert finding.change == {"method.inner_lr": 0.04}
    assert kinds([Failed("The disk is full.", "Make room.")]) == []


# --- the chips -----------------------------------------------------------------------------------


@pytest.fixture
def page(train_page: TrainPage) -> TrainPage:
    return train_page


def open_remedy(strip: HealthStrip, kind: str, qtbot) -> QPushButton:
    chip = strip.chip(kind)
    assert chip is not None
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    return strip._opened.findChild(QPushButton, "remedyButton")


def test_the_remedy_of_a_running_run_changes_its_alpha_and_marks_it(page: TrainPage, qtbot) -> None:
    steps: list[Stepped] = []
    page.session.engine.trainingEvents.connect(
        lambda events: steps.extend(e for e in events if isinstance(e, Stepped))
    )
    page.session.set_experiment(
        Experiment.from_dict(
            {"data": {"name": "sinusoid"}, "method": {"name": "maml", "inner_lr": 1e-6},
             "training": {"iterations": 10**6, "validation_every": 20, "validation_tasks": 5,
                          "device": "cpu"}}
        )
    )  # fmt: skip
    page.start()
    strip = page.charts.bar.health
    # An α this small moves nothing; what is left of a gain is far within the noise of five tasks.
    events = history([0.2] * 4, [1.6] * 4, [1.6] * 4, gain=0.0)
    qtbot.waitUntil(lambda: len(steps) > 5, timeout=60_000)
    page._record.looks.clear()
    for event in events:
        page._record.note(event)
    strip.show_findings(findings(page._record))
    button = open_remedy(strip, "no-gain", qtbot)
    assert button.text() == "Set α = 0.1"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: steps[-1].inner_lr == pytest.approx(0.1), timeout=20_000)
    assert strip.findings == ()
    page.session.engine.cancel()
    qtbot.waitUntil(lambda: page.session.engine.state == "idle", timeout=60_000)


def test_an_explosion_in_a_real_run_offers_its_remedy_and_the_form_takes_it(
    page: TrainPage, qtbot
) -> None:
    page.session.set_experiment(
        Experiment.from_dict(
            {"data": {"name": "sinusoid"},
             "method": {"name": "maml", "inner_lr": 10, "inner_steps": 5},
             "training": {"iterations": 500, "device": "cpu", "validation_tasks": 3}}
        )
    )  # fmt: skip
    page.start()
    qtbot.waitUntil(lambda: page.session.engine.state == "idle", timeout=60_000)
    strip = page.charts.bar.health
    assert [finding.kind for finding in strip.findings] == ["not-finite"]
    button = open_remedy(strip, "not-finite", qtbot)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert page.session.experiment.method.inner_lr == pytest.approx(1.0)


def test_a_chip_that_was_hidden_stays_so_until_the_next_run(qtbot) -> None:
    theme()
    strip = HealthStrip()
    qtbot.addWidget(strip)
    strip.show()
    record = Record(MAML)
    for event in history([0.2] * 4, [1.6] * 4, [1.6] * 4, gain=0.0):
        record.note(event)
    strip.show_findings(findings(record))
    qtbot.mouseClick(strip.chip("no-gain"), Qt.MouseButton.LeftButton)
    hide = strip._opened.findChild(QPushButton, "remedyHideButton")
    qtbot.mouseClick(hide, Qt.MouseButton.LeftButton)
    strip.show_findings(findings(record))
    assert strip.chip("no-gain") is None
    strip.begin()
    strip.show_findings(findings(record))
    assert strip.chip("no-gain") is not None
