"""The adaptation map: grows, merges for drawing only, and its cursor travels in time."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt

from metastudio.gui.colours import DARK, LIGHT
from metastudio.gui.plots.adaptation_fan import Measure
from metastudio.gui.plots.adaptation_map import MOST_COLUMNS, AdaptationMap, columns


@pytest.fixture
def plot(qtbot) -> Iterator[AdaptationMap]:
    plot = AdaptationMap("adaptationMap", "Adaptation over training", "Nothing yet.")
    plot.set_colours(LIGHT)
    qtbot.addWidget(plot)
    plot.resize(600, 260)
    plot.show()
    yield plot


def look(iteration: int) -> tuple[Measure, Measure]:
    """Three tasks, four steps; step k of validation i scores i + 10 k on average."""
    means = iteration + 10.0 * np.arange(4)
    values = means + np.array([[-1.0], [0.0], [1.0]])
    return Measure("Accuracy", " %", values), Measure("Loss", "", -values, lower_is_better=True)


def fill(plot: AdaptationMap, iterations: range) -> None:
    for iteration in iterations:
        plot.add_look(iteration, np.arange(4), look(iteration), x_title="Inner step")


def position(plot: AdaptationMap, x: float, y: float) -> QPoint:
    return plot.canvas.getViewBox().mapViewToScene(QPointF(x, y)).toPoint()


def test_each_validation_adds_a_column_of_the_mean_over_tasks(plot: AdaptationMap, qtbot) -> None:
    fill(plot, range(10, 60, 10))
    qtbot.waitUntil(lambda: plot._image.image is not None and plot._image.image.shape == (5, 4))
    np.testing.assert_allclose(plot._image.image[2], 30 + 10 * np.arange(4))
    assert plot._image.mapRectToParent(plot._image.boundingRect()).getRect() == (0, -0.5, 50, 4)


def test_more_validations_than_columns_are_merged_by_their_mean() -> None:
    iterations = np.arange(1.0, 2 * MOST_COLUMNS + 1)
    rows = np.stack([iterations, 10 * iterations])
    image, _, right = columns(iterations, rows)
    assert image.shape == (2, MOST_COLUMNS)
    np.testing.assert_allclose(image[0, :2], [1.5, 3.5])
    assert right == 2 * MOST_COLUMNS


def test_a_short_last_stretch_is_drawn_at_its_place() -> None:
    """As after Finish: the last validation comes sooner than the others."""
    image, left, right = columns(np.array([100.0, 200, 300, 310]), np.array([[1.0, 2, 3, 9]]))
    assert (left, right) == (0, 310)
    share = (image[0] == 9).mean()
    assert share == pytest.approx(10 / 310, abs=2e-3)


def test_a_press_goes_back_in_time_and_live_returns(plot: AdaptationMap, qtbot) -> None:
    times: list[int] = []
    plot.timeChosen.connect(times.append)
    fill(plot, range(10, 110, 10))
    with qtbot.waitSignal(plot.canvas.redraw):
        plot.canvas.mark_stale()
    qtbot.mousePress(plot.canvas.viewport(), Qt.MouseButton.LeftButton, pos=position(plot, 31, 1))
    qtbot.mouseMove(plot.canvas.viewport(), position(plot, 72, 1))
    qtbot.mouseRelease(plot.canvas.viewport(), Qt.MouseButton.LeftButton)
    assert times[0] == 30
    assert plot.canvas.following  # a drag scrubs, it does not zoom
    assert not plot.live.isChecked()
    qtbot.mouseClick(plot.live, Qt.MouseButton.LeftButton)
    assert times[-1] == -1
    assert plot.live.isChecked()


def test_arrow_keys_step_through_validations(plot: AdaptationMap, qtbot) -> None:
    times: list[int] = []
    plot.timeChosen.connect(times.append)
    fill(plot, range(10, 60, 10))
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Escape):
        qtbot.keyClick(plot, key)
    assert times == [40, 30, 40, -1]


def test_pointing_reads_out_the_validation_and_the_step(plot: AdaptationMap) -> None:
    fill(plot, range(10, 60, 10))
    plot.canvas.hovered.emit(24.0, 2.1)
    assert plot.readout.text() == "Iteration 30, inner step 2: 50.0 %"


def test_the_csv_holds_every_validation_not_the_drawn_columns(plot: AdaptationMap) -> None:
    fill(plot, range(1, 2501))
    lines = plot.csv().splitlines()
    assert lines[0] == "iteration,inner step,accuracy,loss"
    assert len(lines) == 1 + 4 * 2500
    assert lines[2] == "1,1,11,-11"


def test_a_click_on_loss_turns_the_colours_so_that_bright_is_good(
    plot: AdaptationMap, qtbot
) -> None:
    fill(plot, range(10, 60, 10))
    with qtbot.waitSignal(plot.canvas.redraw):
        plot.canvas.mark_stale()
    bright = plot._image.lut[-1].copy()
    qtbot.mouseClick(plot._chips[1], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: plot._image.image[0, 0] == -10)
    np.testing.assert_array_equal(plot._image.lut[0], bright)


def test_it_is_exported_with_its_scale_in_both_themes(plot: AdaptationMap, qtbot, tmp_path) -> None:
    fill(plot, range(10, 60, 10))
    for colours in (LIGHT, DARK):
        plot.set_colours(colours)
        with qtbot.waitSignal(plot.canvas.redraw):
            plot.canvas.mark_stale()
        picture = plot.canvas.exporter.picture()
        assert picture.pixelColor(2, 2) == colours.panel
    plot.canvas.exporter.save_svg(tmp_path / "map.svg")
    words = (tmp_path / "map.svg").read_text()
    assert "Inner step" in words
    assert " %" in words


def test_a_new_run_begins_empty_and_live(plot: AdaptationMap) -> None:
    fill(plot, range(10, 60, 10))
    plot.go_to(20)
    plot.clear()
    assert plot.is_empty
    assert plot.time == -1
    assert len(plot.iterations) == 0
