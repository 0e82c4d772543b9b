"""The episode inspector on the Train page, with the real engine: choose, step, drag, travel."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QSlider, QSpinBox, QToolButton

from metastudio.engine.events import Validated
from metastudio.engine.experiment import Experiment
from metastudio.gui.pages.train import TrainPage
from metastudio.gui.pages.train.inspector import EpisodeInspector
from metastudio.gui.plots.canvas import Canvas

LONG = 60_000


@pytest.fixture
def page(train_page: TrainPage) -> TrainPage:
    return train_page


@pytest.fixture
def validated(page: TrainPage) -> list[Validated]:
    heard: list[Validated] = []
    page.session.engine.trainingEvents.connect(
        lambda events: heard.extend(e for e in events if isinstance(e, Validated))
    )
    return heard


def run(page: TrainPage, qtbot, method: str = "maml", data: str = "sinusoid") -> EpisodeInspector:
    """Train to the end, and wait until the inspector shows the last model."""
    page.session.set_experiment(
        Experiment.from_dict(
            {
                "data": {"name": data},
                "task": {"ways": 3, "shots": 2 if data == "glyphs" else 5, "queries": 4},
                "method": {"name": method, "test_steps": 3},
                "network": {"channels": 4} if data == "glyphs" else {},
                "training": {"iterations": 40, "meta_batch": 2, "validation_every": 10,
                             "validation_tasks": 5, "device": "cpu"},
            }
        )
    )  # fmt: skip
    page.start()
    inspector = page.charts.inspector
    qtbot.waitUntil(lambda: page.session.engine.state == "idle", timeout=LONG)
    qtbot.waitUntil(lambda: settled(inspector, 40), timeout=LONG)
    return inspector


def settled(inspector: EpisodeInspector, iteration: int) -> bool:
    seen = inspector.seen
    return not inspector._asking and seen is not None and seen.iteration == iteration


def on(canvas: Canvas, x: float, y: float):
    return canvas.getViewBox().mapViewToScene(QPointF(x, y)).toPoint()


def test_a_click_on_a_curve_of_the_fan_opens_its_task(
    page: TrainPage, validated: list[Validated], qtbot
) -> None:
    inspector = run(page, qtbot)
    fan = page.charts.fan
    errors = validated[-1].scores
    worst = int(errors[:, 0].argmax())
    with qtbot.waitSignal(fan.canvas.redraw):
        fan.canvas.mark_stale()
    qtbot.mouseClick(
        fan.canvas.viewport(),
        Qt.MouseButton.LeftButton,
        pos=on(fan.canvas, 0.0, float(errors[worst, 0])),
    )
    qtbot.waitUntil(lambda: inspector.seen.task.index == worst, timeout=LONG)
    assert page.findChild(QSpinBox, "inspectorTask").value() == worst + 1
    assert fan._picked == worst
    assert f"{errors[worst, -1]:.3g}" in inspector.said.text()


def test_the_cursor_of_the_map_takes_fan_and_task_back_and_live_returns(
    page: TrainPage, validated: list[Validated], qtbot
) -> None:
    inspector = run(page, qtbot)
    fan, the_map = page.charts.fan, page.charts.map
    the_map.go_to(12)
    qtbot.waitUntil(lambda: settled(inspector, 10), timeout=LONG)
    np.testing.assert_allclose(fan._measures[0].values, validated[0].scores)
    assert "iteration 10" in fan._caption
    the_map.go_live()
    qtbot.waitUntil(lambda: settled(inspector, 40), timeout=LONG)
    np.testing.assert_allclose(fan._measures[0].values, validated[-1].scores)


def test_a_click_on_the_loss_goes_to_the_validation_of_that_time(page: TrainPage, qtbot) -> None:
    inspector = run(page, qtbot)
    canvas = page.charts.loss.canvas
    with qtbot.waitSignal(canvas.redraw):
        canvas.mark_stale()
    (left, right), (low, high) = canvas.getViewBox().viewRange()
    at = on(canvas, 22.0, (low + high) / 2)
    qtbot.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert left < 22 < right
    assert page.charts.map.time == 20
    qtbot.waitUntil(lambda: settled(inspector, 20), timeout=LONG)


def test_a_support_point_that_is_dragged_bends_the_fitted_curve(page: TrainPage, qtbot) -> None:
    inspector = run(page, qtbot)
    curve = inspector.curve
    with qtbot.waitSignal(curve.redraw):
        curve.mark_stale()
    before = inspector.seen
    (x, y), viewport = curve.support[0], curve.viewport()
    qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=on(curve, x, y))
    assert curve.holding
    low, high = curve.getViewBox().viewRange()[1]
    for share in (0.3, 0.6, 0.9):
        qtbot.mouseMove(viewport, on(curve, x, low + share * (high - low)))
    qtbot.mouseRelease(viewport, Qt.MouseButton.LeftButton)
    assert not curve.holding
    qtbot.waitUntil(
        lambda: not inspector._asking and not np.allclose(inspector.seen.fits[-1], before.fits[-1]),
        timeout=LONG,
    )
    np.testing.assert_allclose(inspector.seen.task.support_xy, curve.support, atol=1e-4)
    np.testing.assert_allclose(inspector.seen.fits[0], before.fits[0], rtol=1e-5)
    assert curve.following  # dragging a point does not zoom

    qtbot.mouseClick(inspector.undo, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: np.allclose(inspector.seen.fits[-1], before.fits[-1]), timeout=LONG)
    assert inspector.undo.isHidden()


def test_a_press_beside_the_points_zooms_as_on_every_plot(page: TrainPage, qtbot) -> None:
    curve = run(page, qtbot).curve
    with qtbot.waitSignal(curve.redraw):
        curve.mark_stale()
    assert not curve._take(*curve.support[0] + np.array([0.0, 1000.0]))


def test_pictures_are_framed_by_the_answers_after_the_chosen_step(page: TrainPage, qtbot) -> None:
    inspector = run(page, qtbot, data="glyphs")
    slider = page.findChild(QSlider, "inspectorStep")
    assert (slider.value(), slider.maximum()) == (3, 3)
    for step in (0, 3):
        slider.setValue(step)
        right = inspector.seen.scores[step].argmax(-1) == inspector.seen.task.query_labels
        assert inspector.said.text() == f"Inner step {step}: {right.sum()} of 12 right"
        np.testing.assert_array_equal(inspector.grid.sheet.scores, inspector.seen.scores[step])
    wrong_or_right = inspector.grid.sheet.grab().toImage()
    assert not wrong_or_right.isNull()


def test_a_click_on_a_query_shows_a_bar_for_every_class(page: TrainPage, qtbot) -> None:
    inspector = run(page, qtbot, data="glyphs")
    place = inspector.grid.query_place(5)
    assert inspector.bars.isHidden()
    qtbot.mouseClick(inspector.grid.sheet, Qt.MouseButton.LeftButton, pos=place.center())
    assert inspector.bars.isVisible()
    np.testing.assert_array_equal(inspector.bars._scores, inspector.seen.scores[-1, 5])
    page.findChild(QSlider, "inspectorStep").setValue(0)
    np.testing.assert_array_equal(inspector.bars._scores, inspector.seen.scores[0, 5])


def test_play_goes_from_before_adapting_to_after(page: TrainPage, qtbot) -> None:
    inspector = run(page, qtbot)
    steps: list[int] = []
    inspector.step.valueChanged.connect(steps.append)
    button = page.findChild(QToolButton, "inspectorPlay")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert button.toolTip() == "Stop"
    qtbot.waitUntil(lambda: button.toolTip() == "Play the steps", timeout=LONG)
    assert steps == [0, 1, 2, 3]


def test_prototypes_and_queries_lie_in_a_plane(page: TrainPage, qtbot) -> None:
    inspector = run(page, qtbot, method="protonet", data="glyphs")
    assert not inspector.views[1].isHidden()
    qtbot.mouseClick(inspector.views[1], Qt.MouseButton.LeftButton)
    assert inspector.plane.isVisible()
    with qtbot.waitSignal(inspector.plane.redraw):
        inspector.plane.mark_stale()
    seen = inspector.seen
    np.testing.assert_allclose(
        np.stack(inspector.plane._dots.getData(), 1), seen.plane.queries, rtol=1e-5
    )
    wrong = seen.scores[-1].argmax(-1) != seen.task.query_labels
    assert len(inspector.plane._wrong.getData()[0]) == wrong.sum()
    assert inspector.plane.csv().count("prototype,") == 3


def test_while_hidden_nothing_is_asked_and_the_newest_is_shown_afterwards(
    page: TrainPage, qtbot
) -> None:
    inspector = page.charts.inspector
    asked: list[int] = []
    original = page.session.engine.inspect

    def counted(*args: object) -> None:
        asked.append(1)
        original(*args)

    page.session.engine.inspect = counted
    inspector.hide()
    page.session.set_experiment(
        Experiment.from_dict(
            {"data": {"name": "sinusoid"}, "method": {"name": "maml"},
             "training": {"iterations": 40, "validation_every": 10, "validation_tasks": 3,
                          "device": "cpu"}}
        )
    )  # fmt: skip
    page.start()
    qtbot.waitUntil(lambda: page.session.engine.state == "idle", timeout=LONG)
    assert asked == []
    inspector.show()
    qtbot.waitUntil(lambda: settled(inspector, 40), timeout=LONG)
    assert asked == [1]


def test_a_new_run_drops_what_was_asked_of_the_one_before(page: TrainPage, qtbot) -> None:
    inspector = run(page, qtbot)
    inspector.show_task(3)
    qtbot.waitUntil(lambda: inspector.seen.task.index == 3, timeout=LONG)
    run(page, qtbot, data="glyphs")
    assert inspector.seen.task.index == 0
    assert inspector.seen.scores.size
    assert inspector.undo.isHidden()
