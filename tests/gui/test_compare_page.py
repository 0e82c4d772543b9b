"""The Compare page: choosing, labelling, deleting, and what it says of runs that don't fit."""

import json
import shutil
import time
from dataclasses import replace

import pytest
import shiboken6
from made_runs import make_run
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QInputDialog, QLineEdit, QToolButton
from watchdog import allowed

from metastudio.engine.locks import RunLock
from metastudio.engine.run_labels import read_labels
from metastudio.gui.commands import Command, Commands
from metastudio.gui.comparing import Measured, Paired
from metastudio.gui.pages.compare import ComparePage
from metastudio.gui.pages.compare.pairs_tab import verdict
from metastudio.gui.pages.compare.run_model import STAR, TITLE
from metastudio.gui.plots.chips import Chip
from metastudio.gui.theme import install

NAMES = ("2026-03-01_00-00-00_maml", "2026-02-01_00-00-00_protonet", "2026-01-01_00-00-00_sine")


@pytest.fixture
def runs(session):
    folder = session.workspace.runs
    make_run(folder, NAMES[0], {"method.name": "maml"}, score=0.7)
    make_run(folder, NAMES[1], {"task.ways": 10}, score=0.9)
    make_run(folder, NAMES[2], {"data.name": "sinusoid", "method.name": "maml"}, score=0.2)
    return folder


@pytest.fixture
def page(session, qapp, qtbot, runs):
    install(qapp)
    page = ComparePage(session, Commands())
    qtbot.addWidget(page)
    page.resize(1300, 860)
    page.show()
    qtbot.waitUntil(lambda: page.table.model().rowCount() == 3 and page.ready, timeout=5000)
    return page


def titles(page):
    model = page.table.model()
    return [model.index(row, TITLE).data() for row in range(model.rowCount())]


def click(qtbot, page, row, column=TITLE, modifier=Qt.KeyboardModifier.NoModifier):
    spot = page.table.visualRect(page.table.model().index(row, column)).center()
    qtbot.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, modifier, spot)


def choose(qtbot, page, *rows):
    for number, row in enumerate(rows):
        more = Qt.KeyboardModifier.ControlModifier
        click(qtbot, page, row, modifier=more if number else Qt.KeyboardModifier.NoModifier)


def test_clicked_runs_are_lettered_in_the_order_of_clicks_and_their_curves_drawn(page, qtbot):
    choose(qtbot, page, 1, 0)
    assert [(m.letter, m.record.name) for m in page.marked] == [("A", NAMES[1]), ("B", NAMES[0])]
    assert page.marked[0].colour != page.marked[1].colour
    qtbot.waitUntil(lambda: drawn(page) == {"A", "B"}, timeout=5000)
    x, y = page.curves.loss.points("B")
    assert len(x) == 20 and y[3] == 0.25
    assert page.curves.score.points("A")[1].tolist() == [90.0, 90.0]


def test_commands_that_outlive_the_page_leave_its_buttons_alone(session, qapp, qtbot, runs):
    install(qapp)
    commands = Commands()
    shiboken6.delete(ComparePage(session, commands))
    with qtbot.capture_exceptions() as errors:
        commands.action("deleteRuns").setToolTip("changed")
    assert not errors


def drawn(page):
    chips = page.curves.score.findChildren(Chip)
    return {chip.text() for chip in chips if not page.curves.score.is_empty}


def test_a_run_keeps_its_colour_while_others_come_and_go(page, qtbot):
    choose(qtbot, page, 0)
    alone = page.marked[0].colour
    choose(qtbot, page, 1, 0)
    assert page.marked[1].colour == alone


def test_a_run_that_grows_is_drawn_on_and_a_zoom_is_kept(page, runs, qtbot):
    choose(qtbot, page, 0)
    qtbot.waitUntil(lambda: drawn(page) == {"A"}, timeout=5000)
    box = page.curves.loss.canvas.getViewBox()
    page.curves.loss.canvas.following = False
    box.setRange(xRange=(3, 7), yRange=(0, 1), padding=0)
    with (runs / NAMES[0] / "metrics.jsonl").open("a") as file:
        file.write('\n{"iteration": 21, "loss": 0.5, "score": 1, "seconds": 3, "tasks": 21}\n')
    page.library.refresh()
    qtbot.waitUntil(lambda: grown(page), timeout=5000)
    assert box.viewRange()[0] == [3, 7]


def grown(page):
    curves = page.curves.loss
    return not curves.is_empty and len(curves.points("A")[0]) == 21


def test_fans_stand_side_by_side_and_stay_when_another_run_joins_them(page, qtbot):
    page.tabs.setCurrentWidget(page.adaptation)
    choose(qtbot, page, 0)
    qtbot.waitUntil(lambda: columns(page) == 1, timeout=5000)
    (first,) = page.adaptation.columns
    qtbot.waitUntil(lambda: len(first.map.iterations) == 2, timeout=5000)
    first.map.go_to(10)  # the cursor of a run that somebody looks at
    click(qtbot, page, 1, modifier=Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: columns(page) == 2, timeout=5000)
    assert page.adaptation.columns[0] is first and first.map.time == 10
    assert page.adaptation.columns[1].fan.title.text() == "B  ProtoNet"


def columns(page):
    return len(page.adaptation.columns) if page.adaptation.complete else 0


def test_settings_that_differ_are_marked_and_those_without_use_are_not(page, qtbot):
    choose(qtbot, page, 0, 1)
    heads = {
        column.key: page.model.headerData(i, Qt.Orientation.Horizontal)
        for i, column in enumerate(page.model.columns)
    }
    assert heads["task.ways"] == "Ways ≠" and heads["task.shots"] == "Shots"
    alpha = next(i for i, c in enumerate(page.model.columns) if c.key == "method.inner_lr")
    shown = [page.table.model().index(row, alpha).data() for row in (0, 1)]
    assert shown == ["0.4", ""]  # ProtoNet has no inner loop


def test_words_filter_and_a_second_click_on_all_shows_all_again(page, qtbot):
    qtbot.keyClicks(page.findChild(QLineEdit, "runFilter"), "sinus maml")
    assert titles(page) == ["MAML · Sinusoid · 10 points"]
    qtbot.keyClicks(page.filter, " nothing")
    assert page.table.isHidden() or not page.table.isVisible()
    qtbot.mouseClick(page._empty.button, Qt.MouseButton.LeftButton)
    assert len(titles(page)) == 3 and page.filter.text() == ""


def test_sorting_by_score_keeps_errors_apart_from_accuracies(page):
    score = next(i for i, c in enumerate(page.model.columns) if c.key == "score")
    page.table.sortByColumn(score, Qt.SortOrder.DescendingOrder)
    assert [t.split(" · ")[1] for t in titles(page)] == ["Glyphs", "Glyphs", "Sinusoid"]
    assert titles(page)[0].startswith("ProtoNet")


def test_a_click_on_the_star_is_kept_in_the_folder_and_undone(page, session, runs, qtbot):
    click(qtbot, page, 1, STAR)
    qtbot.waitUntil(lambda: read_labels(runs / NAMES[1]).star, timeout=5000)
    qtbot.waitUntil(lambda: page.table.model().index(1, STAR).data() == "★", timeout=5000)
    qtbot.mouseClick(page.findChild(QToolButton, "starredOnly"), Qt.MouseButton.LeftButton)
    assert len(titles(page)) == 1
    session.undo.undo()
    qtbot.waitUntil(lambda: not read_labels(runs / NAMES[1]).star, timeout=5000)


def test_a_run_is_renamed_in_a_dialog_and_undo_gives_its_own_name_back(page, session, runs, qtbot):
    choose(qtbot, page, 0)
    page.commands.action("renameRun").trigger()
    dialog = page.findChild(QInputDialog, "renameDialog")
    dialog.setTextValue("My best")
    dialog.accept()
    qtbot.waitUntil(lambda: titles(page)[0] == "My best", timeout=5000)
    session.undo.undo()
    qtbot.waitUntil(lambda: titles(page)[0].startswith("MAML"), timeout=5000)


def test_deleted_runs_leave_the_table_and_undo_brings_them_back(page, session, runs, qtbot):
    choose(qtbot, page, 0, 2)
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: len(titles(page)) == 1, timeout=5000)
    assert not (runs / NAMES[0]).exists()
    session.undo.undo()
    qtbot.waitUntil(lambda: len(titles(page)) == 3, timeout=5000)
    assert (runs / NAMES[0] / "metrics.jsonl").is_file()


def test_a_run_that_another_window_trains_is_not_deleted_and_it_is_said(page, session, runs, qtbot):
    choose(qtbot, page, 0)
    with (
        RunLock(runs / NAMES[0]),
        qtbot.waitSignal(session.notice, timeout=5000, check_params_cb=is_bad) as told,
    ):
        qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    assert "under way in another window" in told.args[1] and (runs / NAMES[0]).is_dir()


def test_a_run_copied_from_another_machine_appears(page, runs, tmp_path, qtbot):
    other = make_run(tmp_path / "elsewhere", "2026-04-01_00-00-00_transfer")
    shutil.copytree(other, runs / other.name)
    qtbot.waitUntil(lambda: len(titles(page)) == 4, timeout=8000)


def test_a_chosen_run_that_goes_away_takes_its_curves_along(page, runs, qtbot):
    choose(qtbot, page, 0, 1)
    shutil.rmtree(runs / NAMES[0])
    qtbot.waitUntil(lambda: len(titles(page)) == 2, timeout=8000)
    assert [m.record.name for m in page.marked] == [NAMES[1]]


def test_functions_and_classes_have_no_paired_difference_and_it_is_said(page, qtbot):
    choose(qtbot, page, 0, 2)
    page.tabs.setCurrentWidget(page.pairs)
    assert "B fits functions" in page.pairs.said.text() and not page.pairs.button.isEnabled()
    qtbot.waitUntil(lambda: len(page._data) == 2, timeout=5000)
    page.tabs.setCurrentWidget(page.scores)
    assert "Not drawn: B" in page.scores.said.text()


def test_different_ways_are_said_and_a_common_task_is_offered(page, qtbot):
    choose(qtbot, page, 1, 0)
    page.tabs.setCurrentWidget(page.pairs)
    words = page.pairs.said.text()
    assert "Ways 10 (A), 5 (B)" in words
    assert "can all be asked glyphs, 5-way 1-shot with 5 queries" in words
    assert page.pairs.button.isEnabled()


def test_a_deleted_checkpoint_is_said_and_what_needs_it_is_disabled(page, runs, qtbot):
    (runs / NAMES[0] / "checkpoints" / "best.safetensors").unlink()
    page.library.refresh()
    qtbot.waitUntil(lambda: not page.model.record(0).best, timeout=5000)
    choose(qtbot, page, 0)
    assert not page.commands.action("tryRun").isEnabled()
    assert "no checkpoint" in page.commands.action("tryRun").toolTip()
    page.tabs.setCurrentWidget(page.grid)
    assert "A has no checkpoint" in page.grid.said.text() and not page.grid.button.isEnabled()


def test_a_run_of_a_newer_version_says_so_and_can_still_be_looked_at(page, runs, qtbot):
    file = runs / NAMES[0] / "experiment.toml"
    file.write_text(file.read_text().replace("[task]", "[task]\nfoo = 1"))
    packages = {"packages": {"metastudio": "99.0"}}
    (runs / NAMES[0] / "environment.json").write_text(json.dumps(packages))
    page.library.refresh()
    qtbot.waitUntil(lambda: bool(page.model.record(0).problem), timeout=5000)
    choose(qtbot, page, 0)
    assert "Update MetaStudio" in page.commands.action("recallRun").toolTip()
    qtbot.waitUntil(lambda: not page.curves.loss.is_empty, timeout=5000)


def test_a_checkpoint_that_is_none_is_said_where_it_was_asked(page, qtbot):
    choose(qtbot, page, 0)
    page.tabs.setCurrentWidget(page.calibration)
    with qtbot.waitSignal(page.calibration.working, timeout=30_000, check_params_cb=failed):
        qtbot.mouseClick(page.calibration.button, Qt.MouseButton.LeftButton)
    assert "best.safetensors is not a whole safetensors file" in page.calibration.said.text()


def failed(lamp):
    return lamp == "problem"


def test_settings_are_recalled_to_the_train_page(page, session, qtbot):
    choose(qtbot, page, 1)
    with qtbot.waitSignal(session.requestPage, timeout=2000):
        page.commands.action("recallRun").trigger()
    assert session.experiment.task.ways == 10
    session.undo.undo()
    assert session.experiment.task.ways == 5


def test_an_interrupted_run_is_continued_and_a_whole_one_is_made_longer(page, session, runs, qtbot):
    continued = page.commands.action("continueRun")
    choose(qtbot, page, 0)
    assert not continued.isEnabled() and "resume.safetensors" in continued.toolTip()
    (runs / NAMES[0] / "resume.safetensors").write_bytes(b"any")
    page.library.refresh()
    qtbot.waitUntil(continued.isEnabled, timeout=5000)
    with qtbot.waitSignal(session.resumeRun, timeout=2000) as asked:
        continued.trigger()
        dialog = page.findChild(QInputDialog, "lengthenDialog")
        assert "has run 20 iterations" in dialog.labelText() and dialog.intMinimum() == 21
        dialog.setIntValue(50)
        dialog.accept()
    assert asked.args == [runs / NAMES[0], 50]
    (runs / NAMES[0] / "summary.json").unlink()
    page.library.refresh()
    qtbot.waitUntil(lambda: not page.model.record(0).exhausted, timeout=5000)
    with qtbot.waitSignal(session.resumeRun, timeout=2000) as asked:
        continued.trigger()
    assert asked.args == [runs / NAMES[0], 0]


def test_a_report_and_the_records_of_the_chosen_runs_are_written(page, session, tmp_path, qtbot):
    choose(qtbot, page, 1, 0)
    report, table = tmp_path / "report.html", tmp_path / "records.csv"
    for path, write in (
        (report, page.actions_of_runs.report_to), (table, page.actions_of_runs.export_to),
    ):  # fmt: skip
        with qtbot.waitSignal(session.notice, timeout=30_000, check_params_cb=is_good):
            write(path)
    assert page.marked[0].colour.name() in report.read_text()
    assert len(table.read_text().splitlines()) == 1 + 2 * 22
    with qtbot.waitSignal(session.notice, timeout=5000, check_params_cb=is_bad):
        page.actions_of_runs.report_to(tmp_path / "report.docx")


def is_good(level, _words):
    return level == "good"


def is_bad(level, _words):
    return level == "bad"


def test_duplicate_recalls_and_opens_the_queue(page, qtbot):
    asked = []
    page.commands.add(Command("queueRuns", "Queue", lambda: asked.append(True)))
    choose(qtbot, page, 1)
    page.commands.action("duplicateRun").trigger()
    assert asked == [True] and page.session.experiment.task.ways == 10


def test_an_empty_workspace_says_what_will_stand_here(session, qapp, qtbot):
    install(qapp)
    page = ComparePage(session, Commands())
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: "No runs yet" in page._empty.sentence, timeout=5000)
    assert not page.tabs.isVisible()


def test_columns_are_hidden_from_the_menu_and_reset(page):
    menu = page.table.columns_menu()
    action = next(a for a in menu.actions() if a.objectName() == "column.task.ways")
    number = next(i for i, c in enumerate(page.model.columns) if c.key == "task.ways")
    action.trigger()
    assert page.table.isColumnHidden(number)
    page.table.reset_columns()
    assert not page.table.isColumnHidden(number)


def test_a_verdict_names_the_better_and_leaves_the_rest_to_noise(page, qtbot):
    choose(qtbot, page, 0, 1, 2)
    a, b, c = (m.record.folder for m in page.marked)
    clear, noise, none = Measured(0.2, 0.05), Measured(0.01, 0.03), Measured(0.0, 0.0)
    back = [Measured(-m.mean, m.ci95) for m in (clear, noise)]
    found = Paired(
        (a, b, c), (Measured(0.9, 0.01), Measured(0.7, 0.01), Measured(0.89, 0.01)),
        (None, None, None),
        ((none, clear, noise), (back[0], none, Measured(-0.19, 0.04)), (back[1], clear, none)),
        False, 600, ("glyphs", 5, 1, 5), (),
    )  # fmt: skip
    said = verdict(found, page.marked)
    assert "A is better than B (20.0 ± 5.0)" in said and said.endswith("Within noise of it: C.")


def test_a_selection_by_keys_reaches_every_run(page, qtbot):
    flags = QItemSelectionModel.SelectionFlag
    page.table.selectionModel().setCurrentIndex(
        page.table.model().index(0, TITLE), flags.ClearAndSelect | flags.Rows
    )
    qtbot.keyClick(page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert [m.letter for m in page.marked] == ["A", "B"]


def test_five_thousand_runs_are_sorted_filtered_and_chosen_without_holding_up_the_window(page):
    first = page.library.records[0]
    page.library.records = [
        replace(
            first, folder=first.folder.with_name(f"run{n}"), score=n % 997 / 997, tags=(f"t{n}",)
        )
        for n in range(5000)
    ]
    assert all(record.words for record in page.library.records)  # as the job thread leaves them
    page.library.watch(False)
    page.library.changed.emit()
    score = next(i for i, c in enumerate(page.model.columns) if c.key == "score")
    folders = [record.folder for record in page.library.records[:26]]
    up, down = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder
    limit = allowed()
    for acts in (
        [lambda o=o: page.table.sortByColumn(score, o) for o in (down, up, down)],
        [lambda t=t: page.filter.setText(t) for t in ("t49", "t4", "")],
        [lambda n=n: page.table.choose(folders[:n]) for n in (26, 25, 24)],
    ):
        assert min(seconds(act) for act in acts) < limit
    assert page.model.record(0).score == 996 / 997 and len(page.marked) == 24


def seconds(act):
    """Of this thread alone: what others compute meanwhile is not the window's fault."""
    begin = time.thread_time()
    act()
    return time.thread_time() - begin
