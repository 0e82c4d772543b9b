"""The plots: nothing is lost, zoom stays, smoothing is right, and exports are files one can use."""

import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage

from metastudio.gui.colours import DARK, LIGHT
from metastudio.gui.plots.adaptation_fan import AdaptationFan, Measure, mean_and_half_width
from metastudio.gui.plots.curve_plot import CurvePlot
from metastudio.gui.plots.history import History, Smoother, decimate


@pytest.fixture
def curves(qtbot) -> Iterator[CurvePlot]:
    plot = CurvePlot("metaLossPlot", "Meta-loss", "Nothing yet.", "Iteration")
    plot.add_curve("training", "Training", smoothed=True)
    plot.add_curve("validation", "Validation", smoothed=False)
    plot.set_colours(LIGHT)
    qtbot.addWidget(plot)
    plot.resize(500, 320)
    plot.show()
    yield plot


@pytest.fixture
def fan(qtbot) -> Iterator[AdaptationFan]:
    plot = AdaptationFan("adaptationFan", "Adaptation", "Nothing yet.")
    plot.set_colours(LIGHT)
    qtbot.addWidget(plot)
    plot.resize(600, 320)
    plot.show()
    yield plot


def accuracy(values: list[list[float]]) -> Measure:
    return Measure("Accuracy", " %", np.array(values))


def view(plot: CurvePlot | AdaptationFan) -> list[list[float]]:
    return [list(axis) for axis in plot.canvas.getViewBox().viewRange()]


# --- numbers -------------------------------------------------------------------------------------


def test_a_history_keeps_every_point_while_it_grows() -> None:
    history = History(2)
    for start in range(0, 3000, 7):
        numbers = np.arange(start, start + 7)
        history.extend(numbers, numbers**2)
    assert len(history) == 3003
    np.testing.assert_array_equal(history.column(0), np.arange(3003))
    np.testing.assert_array_equal(history.column(1), np.arange(3003) ** 2)


def test_smoothing_is_bias_corrected_and_the_same_in_pieces_and_at_once() -> None:
    values = np.random.default_rng(0).normal(3, 1, 1000)
    expected, mean = [], 0.0
    for step, value in enumerate(values, start=1):
        mean = 0.9 * mean + 0.1 * value
        expected.append(mean / (1 - 0.9**step))
    pieces = Smoother(0.9)
    in_pieces = np.concatenate([pieces.extend(part) for part in np.array_split(values, 17)])
    np.testing.assert_allclose(Smoother(0.9).extend(values), expected)
    np.testing.assert_allclose(in_pieces, expected)
    assert in_pieces[0] == pytest.approx(values[0])


def test_one_loss_that_is_not_a_number_does_not_blank_what_follows() -> None:
    smoothed = Smoother(0.5).extend([1.0, np.nan, 1.0])
    np.testing.assert_allclose(smoothed, 1.0)


def test_decimation_keeps_the_extremes_of_every_pixel() -> None:
    x = np.arange(100_000.0)
    y = np.sin(x / 9000)
    y[54_321], y[77_777] = 9.0, -9.0
    thin_x, thin_y = decimate(x, y, 400)
    assert len(thin_x) <= 802
    assert (np.diff(thin_x) >= 0).all()
    assert thin_y[thin_x == 54_321] == 9.0
    assert thin_y[thin_x == 77_777] == -9.0


def test_the_mean_has_the_interval_over_tasks() -> None:
    values = np.array([[0.0, 1.0], [1.0, 1.0], [0.5, 1.0], [0.5, 1.0]])
    mean, half = mean_and_half_width(values)
    np.testing.assert_allclose(mean, [0.5, 1.0])
    np.testing.assert_allclose(half, [1.96 * np.std(values[:, 0], ddof=1) / 2, 0.0])


# --- curves --------------------------------------------------------------------------------------


def test_before_any_data_there_is_a_sentence_and_no_grid(curves: CurvePlot) -> None:
    assert curves.is_empty
    assert curves.empty.isVisible()
    assert not curves.canvas.isVisible()
    curves.append("training", 1, 0.5)
    assert curves.canvas.isVisible()


def test_a_zoom_stays_while_data_arrives_and_a_double_click_fits(curves: CurvePlot, qtbot) -> None:
    curves.append("training", np.arange(100), np.linspace(1, 0, 100))
    qtbot.waitUntil(lambda: view(curves)[0][1] > 99)
    box = curves.canvas.getViewBox()
    box.setRange(xRange=(20, 40), yRange=(0.5, 0.9), padding=0)
    box.sigRangeChangedManually.emit([True, True])  # as after a drag or a turn of the wheel

    with qtbot.waitSignal(curves.canvas.redraw):
        curves.append("training", np.arange(100, 200), np.linspace(5, 9, 100))
    assert view(curves) == [[20, 40], [0.5, 0.9]]

    qtbot.mouseDClick(curves.canvas.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(250, 120))
    qtbot.waitUntil(lambda: view(curves)[0][1] > 199)
    assert view(curves)[1][1] > 9


def test_a_hidden_plot_is_not_drawn_and_catches_up_when_shown(curves: CurvePlot, qtbot) -> None:
    curves.append("training", 0, 1.0)
    qtbot.waitUntil(lambda: view(curves)[0][0] < 0)
    drawn: list[int] = []
    curves.canvas.redraw.connect(lambda: drawn.append(1))
    curves.hide()
    curves.append("training", np.arange(1, 500), np.ones(499))
    qtbot.waitUntil(lambda: not curves.canvas._redraw_timer.isActive())
    assert drawn == []
    curves.show()
    qtbot.waitUntil(lambda: view(curves)[0][1] > 499)


def test_a_flood_of_points_is_drawn_at_most_ten_times_a_second(curves: CurvePlot, qtbot) -> None:
    drawn: list[int] = []
    curves.canvas.redraw.connect(lambda: drawn.append(1))
    for number in range(300):
        curves.append("training", number, 1.0)
    qtbot.waitUntil(lambda: view(curves)[0][1] > 299)
    assert len(drawn) <= 2


def test_a_chip_hides_its_curve(curves: CurvePlot, qtbot) -> None:
    curves.append("training", [0, 10], [1, 2])
    curves.append("validation", [0, 10], [1, 50])
    qtbot.waitUntil(lambda: view(curves)[1][1] > 50)
    chip = curves.findChild(type(curves._curves["validation"].chip), "metaLossPlotValidationChip")
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: view(curves)[1][1] < 3)


def test_other_smoothing_is_over_the_whole_history(curves: CurvePlot) -> None:
    values = np.random.default_rng(0).random(500)
    curves.append("training", np.arange(500), values)
    curves.set_smoothing(0.95)
    np.testing.assert_allclose(
        curves._curves["training"].history.column(2), Smoother(0.95).extend(values)
    )
    np.testing.assert_array_equal(curves.points("training")[1], values)


def test_a_logarithmic_axis_leaves_out_what_has_no_logarithm(curves: CurvePlot, qtbot) -> None:
    curves.append("training", [1, 2, 3, 4], [1000.0, 10.0, 0.0, 0.1])
    curves.set_log(True)
    qtbot.waitUntil(lambda: view(curves)[1][0] < -1)
    assert view(curves)[1][1] == pytest.approx(3, abs=0.3)


def test_the_csv_holds_the_full_history_not_the_drawn_points(
    curves: CurvePlot, tmp_path: Path
) -> None:
    curves.append("training", np.arange(20_000), np.ones(20_000))
    curves.canvas.exporter.save_csv(tmp_path / "loss.csv")
    lines = (tmp_path / "loss.csv").read_text().splitlines()
    assert lines[0] == "series,iteration,meta-loss,smoothed,tasks,seconds"
    assert len(lines) == 20_001


def test_an_export_goes_on_beside_the_window_and_says_how_it_went(
    curves: CurvePlot, qtbot, tmp_path: Path
) -> None:
    curves.append("training", np.arange(50), np.linspace(1, 0, 50))
    for suffix in ("png", "svg", "csv"):
        with qtbot.waitSignal(curves.canvas.saved) as saved:
            curves.canvas.exporter.export(tmp_path / f"loss.{suffix}")
        assert Path(saved.args[0]).stat().st_size > 100
    with qtbot.waitSignal(curves.canvas.notSaved) as refused:
        curves.canvas.exporter.export(tmp_path / "nowhere" / "loss.csv")
    assert refused.args[0].startswith("loss.csv can't be written: ")


def test_time_is_written_in_a_unit_that_fits(curves: CurvePlot, qtbot) -> None:
    seconds = np.linspace(0, 7200, 100)
    curves.append("training", np.arange(100), np.ones(100), seconds=seconds)
    curves.mark_event(50, "β 0.1 → 0.01")
    curves.set_over("time")
    qtbot.waitUntil(lambda: 119 < view(curves)[0][1] < 130)
    assert curves.canvas.getAxis("bottom").labelText == "Training time (min)"
    assert curves._marks[0][1].value() == pytest.approx(seconds[50] / 60)


def test_a_logarithmic_x_axis_keeps_the_first_points_apart(curves: CurvePlot, qtbot) -> None:
    x = np.arange(1.0, 200_001)
    curves.append("training", x, 1 / x)
    curves.set_smoothing(0)
    with qtbot.waitSignal(curves.canvas.redraw):
        curves.set_log_x(True)
    assert 5 < view(curves)[0][1] < 6
    drawn, _ = curves._curves["training"].line.getData()
    assert len(drawn) < 3000
    assert (drawn < 2).sum() > 50  # the first hundred iterations are two fifths of the width


def test_where_outliers_are_ignored_one_spike_does_not_flatten_the_rest(
    curves: CurvePlot, qtbot
) -> None:
    values = np.linspace(2, 1, 400)
    values[7] = 1e6
    curves.append("training", np.arange(400), values)
    curves.ignore_outliers(True)
    qtbot.waitUntil(lambda: view(curves)[1][1] < 3)
    curves.ignore_outliers(False)
    qtbot.waitUntil(lambda: view(curves)[1][1] > 1e5)


def test_of_many_curves_the_five_nearest_are_read_out(qtbot) -> None:
    plot = CurvePlot("overlay", "Accuracy", "Nothing yet.", "Iteration")
    plot.set_colours(LIGHT)
    qtbot.addWidget(plot)
    for number in range(9):
        plot.add_curve(f"run{number}", f"run {number}", smoothed=False)
        plot.append(f"run{number}", [1, 2], [number, number])
    plot.canvas.hovered.emit(2.0, 4.1)
    words = plot.readout.text()
    assert words == "2: run 2 2, run 3 3, run 4 4, run 5 5, run 6 6"


def test_every_way_of_drawing_200_000_points_is_quick(curves: CurvePlot, qtbot) -> None:
    """What a redraw costs the GUI thread, without painting: a fifth of what is allowed at most."""
    x = np.arange(1.0, 200_001)
    noise = np.random.default_rng(0).normal(1, 0.1, len(x))
    curves.append("training", x, noise / np.sqrt(x), tasks=4 * x, seconds=x / 50)
    changes = [
        lambda: None,
        lambda: curves.set_smoothing(0.9),
        lambda: curves.set_over("time"),
        lambda: curves.set_log_x(True),
        lambda: curves.set_log(True),
        lambda: curves.ignore_outliers(True),
    ]
    for change in changes:
        times = []
        for _ in range(3):
            begin = time.perf_counter()
            change()
            curves._redraw()
            times.append(time.perf_counter() - begin)
        assert min(times) < 0.05


def test_svg_and_png_show_the_curve(curves: CurvePlot, qtbot, tmp_path: Path) -> None:
    curves.append("training", np.arange(50), np.linspace(1, 0, 50))
    with qtbot.waitSignal(curves.canvas.redraw):
        curves.canvas.mark_stale()
    curves.canvas.exporter.save_svg(tmp_path / "loss.svg")
    curves.canvas.exporter.save_png(tmp_path / "loss.png")

    root = ET.parse(tmp_path / "loss.svg").getroot()
    drawn = [e for e in root.iter() if e.tag.endswith(("path", "polyline"))]
    words = "".join(root.itertext())
    assert len(drawn) > 5
    assert "Meta-loss" in words
    assert "Iteration" in words
    picture = QImage(str(tmp_path / "loss.png"))
    assert picture.width() == 2 * curves.canvas.width()
    colours = {picture.pixelColor(x, y).name() for x in range(150, 900, 3)
               for y in range(40, 500, 3)}  # fmt: skip
    assert len(colours) > 3


def test_another_theme_repaints_the_ground(curves: CurvePlot) -> None:
    curves.append("training", [1, 2], [1, 2])
    curves.set_colours(DARK)
    assert curves.canvas.exporter.picture().pixelColor(2, 2) == DARK.panel


def test_pointing_at_a_curve_reads_out_its_nearest_values(curves: CurvePlot, qtbot) -> None:
    curves.append("training", [0, 10, 20], [1.0, 2.0, 3.0])
    curves.append("validation", [10], [5.0])
    curves.set_smoothing(0.0)
    curves.canvas.hovered.emit(11.0, 2.0)
    assert curves.readout.text() == "10: Training 2, Validation 5"
    curves.canvas.hovered.emit(float("nan"), float("nan"))
    assert curves.readout.text() == ""


def test_a_new_run_starts_from_an_empty_plot(curves: CurvePlot) -> None:
    curves.append("training", [1, 2], [1, 2])
    curves.mark_event(1, "β 0.1 → 0.01")
    curves.mark_best(2, 2, "best 2")
    curves.clear()
    assert curves.is_empty
    assert len(curves.points("training")[0]) == 0
    assert curves.readout.text() == ""


# --- the fan -------------------------------------------------------------------------------------


def test_all_tasks_are_one_item_and_no_line_joins_two_tasks(fan: AdaptationFan, qtbot) -> None:
    values = np.random.default_rng(0).random((40, 6)) * 100
    with qtbot.waitSignal(fan.canvas.redraw):
        fan.show_tasks(
            np.arange(6), (Measure("Accuracy", " %", values),), x_title="Inner step", caption="c"
        )
    x, y = fan._tasks.getData()
    assert len(x) == 240
    np.testing.assert_array_equal(y.reshape(40, 6), values)
    joined = np.asarray(fan._tasks.opts["connect"]).reshape(40, 6)
    assert (joined[:, -1] == 0).all()
    assert (joined[:, :-1] == 1).all()


def test_the_gain_is_said_as_a_number(fan: AdaptationFan, qtbot) -> None:
    with qtbot.waitSignal(fan.canvas.redraw):
        fan.show_tasks(
            np.arange(2), (accuracy([[20, 90], [30, 100]]),), x_title="Inner step", caption="c"
        )
    assert fan.gain.text() == "25.0 → 95.0 %"


def test_pointing_at_a_line_names_its_task(fan: AdaptationFan, qtbot) -> None:
    with qtbot.waitSignal(fan.canvas.redraw):
        fan.show_tasks(
            np.arange(2), (accuracy([[20, 90], [60, 70]]),), x_title="Inner step", caption="c"
        )
    fan.canvas.hovered.emit(0.0, 60.5)
    assert fan.readout.text() == "Validation task 2: 60.0 % → 70.0 %"
    fan.canvas.hovered.emit(0.5, 5000.0)
    assert fan.readout.text() == "c"  # the caption


def test_a_click_on_loss_shows_the_losses(fan: AdaptationFan, qtbot) -> None:
    loss = Measure("Loss", "", np.array([[1.6, 0.2], [1.5, 0.1]]))
    with qtbot.waitSignal(fan.canvas.redraw):
        fan.show_tasks(
            np.arange(2),
            (accuracy([[20, 90], [30, 100]]), loss),
            x_title="Inner step",
            caption="c",
        )
    qtbot.mouseClick(fan._chips[1], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: fan.gain.text() == "1.55 → 0.15")


def test_tasks_with_one_point_each_stand_side_by_side(fan: AdaptationFan, qtbot) -> None:
    """As for ProtoNet with one shot: there is nothing to join by a line."""
    with qtbot.waitSignal(fan.canvas.redraw):
        fan.show_tasks(np.array([1]), (accuracy([[40], [50], [60]]),), x_title="Shots", caption="c")
    x, y = fan._strip.getData()
    assert len(set(x)) == 3
    assert list(y) == [40, 50, 60]
    assert fan.gain.text() == "50.0 %"
    fan.canvas.hovered.emit(x[2], 60.0)
    assert fan.readout.text() == "Validation task 3: 60.0 %"


def test_a_fan_of_one_task_is_drawn(fan: AdaptationFan, qtbot) -> None:
    with qtbot.waitSignal(fan.canvas.redraw):
        fan.show_tasks(np.array([1]), (accuracy([[50]]),), x_title="Shots", caption="c")
    assert fan.gain.text() == "50.0 %"
