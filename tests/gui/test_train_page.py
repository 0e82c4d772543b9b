"""The Train page from Start to the result, with the real engine on tiny experiments."""

from pathlib import Path

import numpy as np
import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QLabel,
    QPushButton,
    QSpinBox,
    QSplitter,
    QToolButton,
    QWidget,
)

from metastudio.engine.events import Failed, Started, Stepped
from metastudio.engine.experiment import Experiment
from metastudio.gui.commands import Commands
from metastudio.gui.pages.train import TrainPage
from metastudio.gui.pages.train.pace import Pace, in_words
from metastudio.gui.plots.curve import TASKS
from metastudio.gui.session import Session
from metastudio.gui.theme import series_colour, theme

SINUSOID = {
    "data": {"name": "sinusoid"},
    "method": {"name": "maml"},
    "training": {
        "iterations": 200,
        "meta_batch": 4,
        "validation_every": 50,
        "validation_tasks": 5,
        "device": "cpu",
    },
}


@pytest.fixture
def page(session: Session, train_page: TrainPage) -> TrainPage:
    session.set_experiment(Experiment.from_dict(SINUSOID))
    return train_page


def button(page: QWidget, name: str) -> QPushButton:
    found = page.findChild(QPushButton, name)
    assert found is not None, name
    return found


def click(qtbot, page: QWidget, name: str) -> None:
    assert button(page, name).isEnabled(), name
    qtbot.mouseClick(button(page, name), Qt.MouseButton.LeftButton)


def words(page: QWidget, name: str = "statusLabel") -> str:
    return page.findChild(QLabel, name).text()


def points(page: TrainPage, key: str = "training") -> int:
    return len(page.charts.loss.points(key)[0])


def until_idle(page: TrainPage, qtbot) -> None:
    qtbot.waitUntil(lambda: page.session.engine.state == "idle", timeout=60_000)


def until_running(page: TrainPage, qtbot, steps: int = 5) -> None:
    qtbot.waitUntil(lambda: points(page) >= steps, timeout=60_000)


def train_for_long(session: Session) -> None:
    session.edit({"training.iterations": 10**6})


def test_before_the_first_run_there_is_one_sentence_and_one_button(page: TrainPage, qtbot) -> None:
    assert words(page) == "Ready to train."
    assert not page.charts.isVisible()
    assert button(page, "startHereButton").isVisible()
    for name in ("pauseButton", "finishButton", "cancelButton"):
        assert not button(page, name).isEnabled()
        assert button(page, name).toolTip() == "No run is under way."


def test_a_run_from_start_to_result_draws_every_step(page: TrainPage, qtbot) -> None:
    lamps: list[str] = []
    checkpoints: list[Path] = []
    page.lamp.connect(lamps.append)
    page.session.checkpointReady.connect(checkpoints.append)

    click(qtbot, page, "startButton")
    assert words(page).startswith("Loading")
    assert not button(page, "startButton").isEnabled()
    assert page.charts.isVisible()
    until_idle(page, qtbot)

    iterations, losses = page.charts.loss.points("training")
    assert list(iterations) == list(range(1, 201))
    assert (losses > 0).all()
    assert list(page.charts.accuracy.points("validation")[0]) == [50, 100, 150, 200]
    assert "Best validation error" in words(page)
    assert "after 200 iterations" in words(page)
    assert "→" in page.charts.fan.gain.text()
    assert lamps[0] == "running"
    assert lamps[-1] == "done"
    assert checkpoints and checkpoints[-1].is_file()
    assert button(page, "startButton").isEnabled()


def test_try_this_model_opens_the_checkpoint_on_the_try_page(page: TrainPage, qtbot) -> None:
    opened: list[Path] = []
    pages: list[str] = []
    page.session.openCheckpoint.connect(opened.append)
    page.session.requestPage.connect(pages.append)
    page.start()
    until_idle(page, qtbot)
    click(qtbot, page, "tryModelButton")
    assert opened == [page.session.last_checkpoint]
    assert pages == ["try"]


def test_pause_and_resume_toggle_and_finish_keeps(page: TrainPage, qtbot) -> None:
    train_for_long(page.session)
    page.session.edit({"training.validation_every": 10**6})
    steps: list[object] = []
    page.session.engine.trainingEvents.connect(steps.extend)
    page.start()
    until_running(page, qtbot)
    assert words(page).startswith("Iteration ")
    assert "tasks/s" in words(page)
    click(qtbot, page, "pauseButton")
    left = len(page.session.engine._training._events)  # by the training, to be taken yet
    taken = len(steps)
    assert button(page, "pauseButton").text() == "Resume"
    assert words(page).startswith("Paused · Iteration ")
    qtbot.wait(300)  # three looks at what the training left
    assert len(steps) <= taken + left + 1  # the meta-step that was under way, and no other
    click(qtbot, page, "pauseButton")
    assert button(page, "pauseButton").text() == "Pause"
    click(qtbot, page, "finishButton")
    until_idle(page, qtbot)
    assert "Best validation error" in words(page)
    assert button(page, "tryModelButton").isVisible()


def test_space_pauses_but_not_from_a_text_field(page: TrainPage, qtbot) -> None:
    train_for_long(page.session)
    page.start()
    until_running(page, qtbot)
    beta = page.findChild(QDoubleSpinBox, "outerLr")
    qtbot.keyClick(beta, Qt.Key.Key_Space)
    assert page.session.engine.state == "running"
    qtbot.keyClick(page, Qt.Key.Key_Space)
    assert page.session.engine.state == "paused"
    qtbot.keyClick(page, Qt.Key.Key_Space)
    assert page.session.engine.state == "running"
    page.session.engine.cancel()
    until_idle(page, qtbot)


def test_cancel_says_so_and_the_form_opens_again(page: TrainPage, qtbot) -> None:
    train_for_long(page.session)
    page.start()
    until_running(page, qtbot)
    assert not page.findChild(QSpinBox, "shots").isEnabled()
    click(qtbot, page, "cancelButton")
    until_idle(page, qtbot)
    assert words(page).startswith("Cancelled after ")
    assert page.findChild(QSpinBox, "shots").isEnabled()


def test_alpha_changed_during_a_run_reaches_the_engine(page: TrainPage, qtbot) -> None:
    steps: list[Stepped] = []
    page.session.engine.trainingEvents.connect(
        lambda events: steps.extend(e for e in events if isinstance(e, Stepped))
    )
    train_for_long(page.session)
    page.start()
    until_running(page, qtbot)
    page.findChild(QDoubleSpinBox, "innerLr").setValue(0.05)
    qtbot.waitUntil(lambda: steps[-1].inner_lr == pytest.approx(0.05), timeout=20_000)
    assert len(page.charts.loss._marks) == 1
    page.session.engine.cancel()
    until_idle(page, qtbot)


def test_a_failed_run_says_what_happened_and_what_to_do(page: TrainPage, qtbot) -> None:
    before = page.session.experiment
    page.session.workspace.home.mkdir(parents=True, exist_ok=True)
    page.session.workspace.runs.write_text("in the way")
    lamps: list[str] = []
    page.lamp.connect(lamps.append)
    page.start()
    until_idle(page, qtbot)
    assert str(page.session.workspace.runs) in words(page)
    assert page.findChild(QLabel, "statusLabel").property("tone") == "bad"
    assert lamps[-1] == "problem"
    assert page.session.experiment == before
    assert button(page, "startButton").isEnabled()


def test_an_exploding_loss_names_its_remedy(page: TrainPage, qtbot) -> None:
    page.charts.begin(page.session.experiment)
    page._take([Failed("The loss is no number any more.", "Lower α by a factor of ten.")])
    page._follow_state("idle")
    assert words(page) == "The loss is no number any more. Lower α by a factor of ten."


def test_start_is_disabled_with_the_reason_as_its_tip(page: TrainPage, qtbot) -> None:
    shots = page.findChild(QSpinBox, "shots")
    shots.selectAll()
    qtbot.keyClicks(shots, "0")
    assert not button(page, "startButton").isEnabled()
    assert button(page, "startButton").toolTip() == "Shots must be at least 1, but is 0."
    page.start()
    assert page.session.engine.state == "idle"
    shots.selectAll()
    qtbot.keyClicks(shots, "5")
    assert button(page, "startButton").isEnabled()


@pytest.mark.parametrize("method", ["anil", "meta-sgd"])
def test_the_methods_of_the_inner_loop_draw_their_own_colour_over_inner_steps(
    page: TrainPage, qtbot, method: str
) -> None:
    page.session.edit({"method.name": method, "training.iterations": 20})
    page.session.edit({"training.validation_every": 10})
    page.start()
    until_idle(page, qtbot)
    assert "Best validation error" in words(page)
    assert page.charts._x_title == "Inner step"
    assert series_colour(method) != series_colour("maml")
    assert page.charts.loss._series["training"] == series_colour(method)


def test_the_words_of_the_buttons_under_the_form_are_whole_at_its_narrowest(
    page: TrainPage, qtbot
) -> None:
    splitter = page.findChild(QSplitter, "trainSplitter")
    splitter.setSizes([1, 5000])
    for name in ("saveButton", "copyCommandButton"):
        assert button(page, name).width() >= button(page, name).minimumSizeHint().width()


def test_the_plan_of_a_run_is_the_tip_of_its_status(page: TrainPage, qtbot) -> None:
    plans: list[str] = []
    page.session.engine.trainingEvents.connect(
        lambda events: plans.extend(e.plan for e in events if isinstance(e, Started))
    )
    train_for_long(page.session)
    page.start()
    assert page.bar.status.toolTip() == ""
    until_running(page, qtbot)
    assert plans[0]
    assert f"Plan: {plans[0]}." in page.bar.status.toolTip()
    assert " GB of memory." in page.bar.status.toolTip()
    assert page.bar.progress.toolTip() == page.bar.status.toolTip()
    click(qtbot, page, "finishButton")
    until_idle(page, qtbot)
    assert f"Plan: {plans[0]}." in page.bar.status.toolTip()


def test_a_second_run_begins_with_empty_plots(page: TrainPage, qtbot) -> None:
    page.start()
    until_idle(page, qtbot)
    page.session.edit({"training.iterations": 30})
    page.start()
    until_idle(page, qtbot)
    assert list(page.charts.loss.points("training")[0]) == list(range(1, 31))


def test_a_default_run_on_pictures_shows_accuracy_in_per_cent(page: TrainPage, qtbot) -> None:
    page.session.choose_preset("glyphs-protonet")
    page.session.edit(
        {"training.iterations": 4, "training.validation_every": 2, "training.validation_tasks": 4,
         "network.channels": 8, "training.device": "cpu"}
    )  # fmt: skip
    page.start()
    until_idle(page, qtbot)
    assert "Best validation accuracy" in words(page)
    _, scores = page.charts.accuracy.points("validation")
    assert len(scores) == 2
    assert (scores > 10).all()  # chance is 20 %, as a share it would be below 1


def test_the_real_classes_limit_what_can_be_started(page: TrainPage, qtbot) -> None:
    page.session.choose_preset("glyphs-protonet")
    qtbot.waitUntil(lambda: page.form._view is not None, timeout=60_000)
    fewest = min(len(split.classes) for split in page.form._view.splits)
    ways = page.findChild(QSpinBox, "ways")
    ways.setValue(fewest + 1)
    assert f"Lower ways to {fewest}" in button(page, "startButton").toolTip()
    assert not button(page, "startButton").isEnabled()
    assert words(page, "waysProblem") == button(page, "startButton").toolTip()
    ways.setValue(fewest)
    assert button(page, "startButton").isEnabled()
    combo = page.findChild(QComboBox, "datasetCombo")
    titles = [combo.itemText(index) for index in range(combo.count())]
    assert combo.currentText() in titles
    assert combo.currentText() != "glyphs"  # the title of its card, not its key


def test_commands_outlive_the_page_without_reaching_for_its_buttons(
    session: Session, qtbot
) -> None:
    commands = Commands()
    page = TrainPage(session, commands)
    shiboken6.delete(page)
    with qtbot.captureExceptions() as caught:
        commands.action("startTraining").setText("Train")
        theme().changed.emit()
    assert caught == []


# --- pace ----------------------------------------------------------------------------------------


def step(iteration: int, seconds: float, tasks: int = 0) -> Stepped:
    return Stepped(iteration, 1.0, 0.5, seconds, tasks or iteration, 0.1, 0.001)


def test_the_time_left_follows_the_median_step_and_the_time_spent_validating() -> None:
    now = [0.0]
    pace = Pace(1000, clock=lambda: now[0])
    for iteration in range(1, 101):
        now[0] += 0.2  # half of the time goes into validation
        pace.add(step(iteration, 0.1 * iteration))
    assert pace.remaining() == pytest.approx((180, 180), rel=0.05)
    assert pace.tasks_per_second() == pytest.approx(10)


def test_a_pause_does_not_count() -> None:
    now = [0.0]
    pace = Pace(100, clock=lambda: now[0])
    for iteration in range(1, 21):
        now[0] += 0.5
        pace.add(step(iteration, 0.5 * iteration))
    pace.pause()
    now[0] += 3600
    pace.resume()
    assert pace.remaining() == pytest.approx((40, 40), rel=0.05)


def test_a_time_limit_ends_the_wait() -> None:
    now = [0.0]
    pace = Pace(10**6, max_seconds=30, clock=lambda: now[0])
    for iteration in range(1, 11):
        now[0] += 1
        pace.add(step(iteration, float(iteration)))
    assert pace.remaining() == pytest.approx((20, 20), rel=0.2)


def test_steps_of_unequal_length_make_the_time_left_a_range() -> None:
    now, seconds = [0.0], 0.0
    pace = Pace(1000, clock=lambda: now[0])
    for iteration in range(1, 51):
        seconds += 0.1 if iteration % 2 else 0.3
        now[0] = seconds
        pace.add(step(iteration, seconds))
    low, high = pace.remaining()
    assert low == pytest.approx(95, rel=0.1)
    assert high == pytest.approx(285, rel=0.1)


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (2, 3, "a few seconds left"),
        (18, 22, "about 20 s left"),
        (21, 44, "about 20–40 s left"),
        (100, 119, "about 2 min left"),
        (230, 420, "about 4–7 min left"),
        (3600, 9000, "about 1–2.5 h left"),
    ],
)
def test_the_time_left_is_said_no_more_exactly_than_it_is_known(
    low: float, high: float, said: str
) -> None:
    assert in_words(low, high) == said


# --- while it runs -------------------------------------------------------------------------------


def test_a_paused_run_takes_one_step_at_a_time(page: TrainPage, qtbot) -> None:
    train_for_long(page.session)
    page.start()
    until_running(page, qtbot)
    assert button(page, "stepButton").isHidden()
    click(qtbot, page, "pauseButton")
    quiet: list[int] = []

    def still() -> bool:
        quiet.append(points(page))
        return len(quiet) > 30 and quiet[-1] == quiet[-30]

    qtbot.waitUntil(still, timeout=20_000)
    before = points(page)
    for number in (1, 2):
        click(qtbot, page, "stepButton")
        qtbot.waitUntil(lambda number=number: points(page) == before + number, timeout=20_000)
    assert words(page).startswith(f"Paused · Iteration {before + 2:,} of")
    page.session.engine.cancel()
    until_idle(page, qtbot)


def test_the_model_of_a_run_under_way_can_be_tried(page: TrainPage, qtbot) -> None:
    opened: list[Path] = []
    page.session.openCheckpoint.connect(opened.append)
    train_for_long(page.session)
    page.start()
    tried = button(page, "tryModelButton")
    qtbot.waitUntil(lambda: not tried.isHidden(), timeout=60_000)
    assert tried.text() == "Try the model so far"
    click(qtbot, page, "tryModelButton")
    assert opened == [page.session.last_run / "checkpoints" / "last.safetensors"]
    assert opened[0].is_file()
    click(qtbot, page, "cancelButton")
    until_idle(page, qtbot)


def test_what_the_plots_are_drawn_over_is_chosen_for_all_of_them(page: TrainPage, qtbot) -> None:
    page.start()
    until_idle(page, qtbot)
    page.findChild(QAction, "over.tasks").trigger()
    loss = page.charts.loss
    qtbot.waitUntil(lambda: loss.canvas.getViewBox().viewRange()[0][1] > 800)  # 200 of 4 tasks
    validated = loss._curves["validation"].history
    np.testing.assert_array_equal(validated.column(TASKS), [200, 400, 600, 800])
    page.findChild(QAction, "over.time").trigger()
    qtbot.waitUntil(lambda: loss.canvas.getViewBox().viewRange()[0][1] < 100)
    assert loss.canvas.getAxis("bottom").labelText == "Training time (s)"


def shown(page: TrainPage) -> set[str]:
    return {p.objectName() for p in page.charts.panels if page.charts.docks.is_shown(p)}


USUAL = {"metaLossPlot", "accuracyPlot", "adaptationFan", "adaptationMap", "episodeInspector"}


def test_a_panel_is_hidden_and_the_layout_set_back(page: TrainPage, qtbot) -> None:
    page.start()
    charts = page.charts
    assert shown(page) == USUAL
    page.findChild(QAction, "show.gradientPlot").trigger()
    assert charts.gradient.isVisible()
    for name in ("adaptationFan", "adaptationMap"):
        page.findChild(QAction, f"show.{name}").trigger()
    assert not charts.fan.isVisible() and not charts.map.isVisible()
    dock = charts.docks.dock(charts.loss)
    dock.setFloating(True)
    assert charts.loss.window() is dock
    page.findChild(QAction, "resetLayout").trigger()
    assert shown(page) == USUAL
    assert charts.loss.window() is page.window()
    assert page.findChild(QAction, "show.adaptationMap").isChecked()
    page.session.engine.cancel()
    until_idle(page, qtbot)


def test_a_panel_that_is_closed_in_its_own_menu_is_unticked_among_the_panels(
    page: TrainPage, qtbot
) -> None:
    page.start()
    menu = page.findChild(QToolButton, "accuracyPlotMenu").menu()
    menu.aboutToShow.emit()
    words = [action.text() for action in menu.actions() if action.text()]
    assert words[-2:] == ["Float", "Hide"]
    assert {"Copy picture", "Copy data", "Save as PNG…", "Save as SVG…"} < set(words)
    menu.actions()[-1].trigger()
    assert not page.charts.accuracy.isVisible()
    assert not page.findChild(QAction, "show.accuracyPlot").isChecked()
    page.session.engine.cancel()
    until_idle(page, qtbot)


def test_the_layout_comes_back_at_the_next_start(session: Session, page: TrainPage, qtbot) -> None:
    page.start()
    docks = page.charts.docks
    page.findChild(QAction, "show.accuracyPlot").trigger()
    docks.tabifyDockWidget(docks.dock(page.charts.fan), docks.dock(page.charts.map))
    state = docks.layout_state()
    page.session.engine.cancel()
    until_idle(page, qtbot)
    another = TrainPage(session, Commands())
    qtbot.addWidget(another)
    charts = another.charts
    assert charts.docks.restore_layout(state)
    assert shown(another) == USUAL - {"accuracyPlot"}
    assert not another.findChild(QAction, "show.accuracyPlot").isChecked()
    fan, map_ = (charts.docks.dock(panel) for panel in (charts.fan, charts.map))
    assert charts.docks.tabifiedDockWidgets(fan) == [map_]
    assert not charts.docks.restore_layout(b"of another version")
    assert shown(another) == USUAL - {"accuracyPlot"}


def test_every_panel_gives_out_its_numbers_and_its_picture(
    page: TrainPage, qtbot, tmp_path
) -> None:
    page.start()
    until_idle(page, qtbot)
    charts = page.charts
    qtbot.waitUntil(lambda: charts.inspector.seen is not None, timeout=20_000)
    clipboard = QGuiApplication.clipboard()
    for exporter in charts._exporters():
        clipboard.clear()
        exporter.copy()
        assert not clipboard.image().isNull()
        for suffix in ("svg", "png"):
            getattr(exporter, f"save_{suffix}")(tmp_path / f"{exporter.name}.{suffix}")
            assert (tmp_path / f"{exporter.name}.{suffix}").stat().st_size > 200
    charts.loss.canvas.exporter.copy_table()
    rows = clipboard.text().splitlines()
    assert sum(row.startswith("Training,") for row in rows) == 200  # as many as iterations ran
    assert charts.gradient.csv().count("Inner loop,") == 200
    charts._looks.clear()  # what the memory had to let go of is read off the run's folder
    rows = charts.fan.csv().splitlines()
    assert rows[0] == "iteration,task,inner step,error"
    points = len(charts.fan._x)
    assert len(rows) == 1 + 4 * 5 * points  # validations, tasks
    last = charts.fan._measures[0].values
    assert rows[-1] == f"200,5,{charts.fan._x[-1]:g},{last[-1, -1]:.9g}"


def test_the_gradient_norm_of_every_step_is_kept(page: TrainPage, qtbot) -> None:
    page.start()
    until_idle(page, qtbot)
    iterations, norms = page.charts.gradient.points("training")
    assert len(iterations) == 200
    assert (norms > 0).all()
