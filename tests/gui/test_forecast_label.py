"""What a run will take, said before it starts; with the real engine's estimates."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QSpinBox

from metastudio.engine import compatibility
from metastudio.engine.events import Forecast
from metastudio.engine.experiment import Experiment
from metastudio.engine.tasks import glyphs
from metastudio.engine.workspace import Workspace
from metastudio.gui import engine_thread
from metastudio.gui.bench import Bench
from metastudio.gui.commands import Commands
from metastudio.gui.engine_import import import_engine
from metastudio.gui.pages.train import TrainPage
from metastudio.gui.pages.train.forecast_label import ForecastLabel
from metastudio.gui.session import Session
from metastudio.gui.theme import theme
from metastudio.gui.words import gigabytes, listed

SINUSOID = {"data": {"name": "sinusoid"}, "method": {"name": "maml"}}
SAID = re.compile(r"About \d+(\.\d)? GB of memory, \d+(\.\d)? GB free\.")


@pytest.fixture
def session(qapp) -> Iterator[Session]:
    import_engine()
    session = Session()
    session.set_experiment(Experiment.from_dict(SINUSOID))
    yield session
    assert session.close()


@pytest.fixture
def page(session: Session, qtbot) -> TrainPage:
    theme()
    page = TrainPage(session, Commands())
    page.forecast._timer.setInterval(0)
    qtbot.addWidget(page)
    return page


@pytest.fixture
def asked(session: Session, monkeypatch: pytest.MonkeyPatch) -> list[Experiment]:
    """Every experiment that a forecast is asked for; none is answered."""
    experiments: list[Experiment] = []
    monkeypatch.setattr(session.engine, "forecast", lambda e, *_: experiments.append(e))
    return experiments


def said(page: TrainPage, qtbot) -> str:
    qtbot.waitUntil(lambda: bool(page.forecast.text()), timeout=30_000)
    return page.forecast.text()


def label(session: Session, qtbot) -> ForecastLabel:
    label = ForecastLabel(session)
    qtbot.addWidget(label)
    return label


# --- when it asks --------------------------------------------------------------------------------


def test_the_memory_of_a_run_is_said_before_it_starts(page: TrainPage, qtbot) -> None:
    page.show()
    assert SAID.fullmatch(said(page, qtbot))
    assert page.forecast.property("tone") == ""
    assert "Plan: chunks of 25 tasks" in page.forecast.toolTip()


def test_a_burst_of_changes_asks_once_for_the_last(
    page: TrainPage, session: Session, asked: list[Experiment], qtbot
) -> None:
    page.forecast._timer.setInterval(30)
    page.show()
    for shots in (2, 3, 4):
        session.edit({"task.shots": shots})
    qtbot.waitUntil(lambda: bool(asked))
    assert asked == [session.experiment]


def test_a_hidden_page_asks_nothing(
    page: TrainPage, session: Session, asked: list[Experiment]
) -> None:
    session.edit({"task.shots": 3})
    page.forecast._ask()
    assert asked == []


def test_while_a_field_is_wrong_nothing_is_said(page: TrainPage, qtbot) -> None:
    page.show()
    said(page, qtbot)
    shots = page.findChild(QSpinBox, "shots")
    shots.setValue(0)
    assert page.form.reason
    assert page.forecast.text() == ""
    assert not page.forecast._timer.isActive()
    assert not page.session.engine.busy("forecast")
    shots.setValue(4)
    assert SAID.fullmatch(said(page, qtbot))


def test_the_first_forecast_waits_until_the_engine_is_imported(
    qapp, qtbot, monkeypatch: pytest.MonkeyPatch
) -> None:
    imported: list[bool] = []
    monkeypatch.setattr(engine_thread, "is_imported", lambda: bool(imported))
    session = Session()
    asked: list[Experiment] = []
    monkeypatch.setattr(session.engine, "forecast", lambda e, *_: asked.append(e))
    shown = label(session, qtbot)
    shown._timer.setInterval(0)
    shown.show()
    shown.consider("")
    qtbot.waitUntil(lambda: not shown._timer.isActive())
    assert asked == []
    imported.append(True)
    session.engine.pull()
    qtbot.waitUntil(lambda: asked == [session.experiment])
    assert session.close()


def test_during_a_run_the_engine_is_left_alone_and_asked_again_after_it(
    page: TrainPage, session: Session, asked: list[Experiment], qtbot
) -> None:
    session.edit({"training.iterations": 10**6, "training.device": "cpu"})
    page.show()
    page.start()
    asked.clear()
    session.edit({"method.inner_lr": 0.02})
    page.forecast._ask()
    assert asked == []
    session.engine.cancel()
    qtbot.waitUntil(lambda: session.engine.state == "idle", timeout=30_000)
    qtbot.waitUntil(lambda: asked == [session.experiment])


# --- what it says --------------------------------------------------------------------------------


def test_what_does_not_fit_is_said_in_warning_colour_with_what_would(
    session: Session, qtbot
) -> None:
    shown = label(session, qtbot)
    by_one = "one task at a time (training.chunk = 1)"
    remedies = (by_one, "a meta-batch of 4", "first order", "32 channels")
    shown._show(Forecast(40_200_000_000, 21_000_000_000, False, remedies, "chunks of 4 tasks"))
    assert shown.text() == (
        "About 40 GB of memory, but only 21 GB free. "
        "What would fit: one task at a time; a meta-batch of 4; or first order."
    )
    assert shown.property("tone") == "warning"
    assert "one task at a time (Tasks at once = 1); " in shown.toolTip()
    assert "or 32 channels." in shown.toolTip()
    shown._show(Forecast(900_000_000, 21_000_000_000, True, (), ""))
    assert shown.text() == "About 0.9 GB of memory, 21 GB free."
    assert shown.property("tone") == ""


def test_a_machine_without_room_is_noticed_by_the_real_engine(
    page: TrainPage, session: Session, qtbot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("metastudio.engine.memory.available_memory", lambda device: 1_000_000)
    page.show()
    assert "but only 0.0 GB free. Lower ways, shots" in said(page, qtbot)
    assert page.forecast.property("tone") == "warning"


def test_what_the_engine_would_refuse_is_said_before_the_start(
    page: TrainPage, session: Session, qtbot
) -> None:
    session.edit({"network.name": "absent"})
    page.show()
    assert "There is no network 'absent'" in said(page, qtbot)
    assert page.forecast.property("tone") == "bad"


def test_what_is_not_installed_is_said_before_the_start(
    page: TrainPage, session: Session, qtbot, monkeypatch
) -> None:
    monkeypatch.setattr(compatibility, "find_spec", lambda name: None)
    session.choose_preset("photographs-pretrained")
    page.show()
    assert "weights are not installed" in said(page, qtbot)
    assert page.forecast.property("tone") == "bad"


# --- what it does not do -------------------------------------------------------------------------


def test_pictures_of_the_user_are_not_read_only_to_estimate(qapp, tmp_path: Path) -> None:
    import_engine()
    names = [f"Alphabet 0{i}/character01" for i in range(1, 7)]
    glyphs.write_samples(tmp_path / "mine", names, 4, seed=1)
    changes = {"data.name": str(tmp_path / "mine"), "data.image_size": 28}
    task = {"task.ways": 2, "task.queries": 2, "network.channels": 4}
    experiment = Experiment().changed({**changes, **task})
    bench = Bench(Workspace.default())
    assert bench.forecast(experiment, lambda *_: True) is None
    assert not list(Workspace.default().data.glob(".cache/*"))
    bench.open(experiment.data, lambda *_: True)
    assert bench.forecast(experiment, lambda *_: True).memory > 0


def test_an_inner_loop_of_many_steps_does_not_hold_up_other_jobs(qapp, monkeypatch) -> None:
    import_engine()
    from metastudio.engine import memory

    counted, count = [], memory.bytes_alive

    def counting(learner, tasks):
        counted.append(learner.experiment.method.inner_steps)
        return count(learner, tasks)

    monkeypatch.setattr(memory, "bytes_alive", counting)
    many = Experiment.from_dict(SINUSOID).changed({"method.inner_steps": 500})
    assert Bench(Workspace.default()).forecast(many, lambda *_: True).memory > 0
    assert counted and max(counted) <= memory.MANY_STEPS


# --- words ---------------------------------------------------------------------------------------


def test_memory_is_said_with_two_figures() -> None:
    sizes = (90_000_000, 940_000_000, 9_960_000_000, 21_400_000_000)
    assert [gigabytes(size) for size in sizes] == ["0.1 GB", "0.9 GB", "10 GB", "21 GB"]


def test_names_are_listed_as_in_a_sentence() -> None:
    assert [listed(list("abc")[:n]) for n in range(4)] == ["", "a", "a and b", "a, b and c"]
