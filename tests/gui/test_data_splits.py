"""Dividing a data set on the Data page: dragging, undo, suggestions, split files."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPlainTextEdit, QPushButton

from metastudio.engine.tasks.splits import read_split_file
from metastudio.gui.commands import Commands
from metastudio.gui.pages.data import DataPage
from metastudio.gui.pages.data.class_browser import ClassBrowser
from metastudio.gui.pages.data.split_tools import SplitTools
from metastudio.gui.pages.data.task_dealer import TaskDealer
from metastudio.gui.widgets.split_bar import SplitBar, SplitPart

SECONDS = 60_000


@pytest.fixture
def page(data_page: DataPage, qtbot) -> DataPage:
    """The page with glyphs open: 360, 120 and 120 classes in 30 groups."""
    page = data_page
    qtbot.waitUntil(lambda: counts(page) == [360, 120, 120], timeout=SECONDS)
    return page


def counts(page: DataPage) -> list[int]:
    return list(page.findChild(SplitBar).counts.values())


def drag(page: DataPage, names: list[str], to: str) -> None:
    """Drag rows of the list onto a part of the bar, as the platform would tell it."""
    browser = page.findChild(ClassBrowser)
    browser.select(names)
    assert set(browser.chosen_classes) == set(names)
    data = browser._model.mimeData(browser._list.selectionModel().selectedRows(0))
    part = page.findChild(SplitPart, f"split-{to}")
    where = (Qt.DropAction.MoveAction, data, Qt.MouseButton.LeftButton)
    middle, none = part.rect().center(), Qt.KeyboardModifier.NoModifier
    entered = QDragEnterEvent(middle, *where, none)
    QApplication.sendEvent(part, entered)
    assert entered.isAccepted()
    QApplication.sendEvent(part, QDropEvent(QPointF(middle), *where, none))


def trigger(page: DataPage, name: str) -> None:
    page.findChild(QAction, name).trigger()


def test_classes_dragged_to_the_test_are_what_training_no_longer_gets(page, session, qtbot) -> None:
    moved = page.findChild(ClassBrowser).classes[:3]
    drag(page, moved, "test")
    qtbot.waitUntil(lambda: counts(page) == [357, 120, 123], timeout=SECONDS)
    data = session.experiment.data  # glyphs are in use, so this is what Start would train on
    kept = read_split_file(Path(data.split_file))
    assert set(moved) <= set(kept["test"]) and not set(moved) & set(kept["train"])
    assert page.findChild(SplitTools).shown == "My split"
    assert not set(moved) & set(page.findChild(ClassBrowser).classes)


def test_undo_and_redo_take_the_division_and_the_experiment_along(page, session, qtbot) -> None:
    first, second = page.findChild(ClassBrowser).classes[:2]
    drag(page, [first], "test")
    qtbot.waitUntil(lambda: counts(page)[2] == 121, timeout=SECONDS)
    drag(page, [second], "validation")
    qtbot.waitUntil(lambda: counts(page)[1] == 121, timeout=SECONDS)
    files = [session.experiment.data.split_file]
    session.undo.undo()
    qtbot.waitUntil(lambda: counts(page) == [359, 120, 121])
    files.append(session.experiment.data.split_file)
    session.undo.undo()
    qtbot.waitUntil(lambda: counts(page) == [360, 120, 120])
    assert session.experiment.data.split_file is None and None not in files
    assert page.findChild(SplitTools).shown == "Random"
    session.undo.redo()
    qtbot.waitUntil(lambda: counts(page) == [359, 120, 121])
    assert session.experiment.data.split_file == files[1] != files[0]


def test_an_own_split_is_there_at_the_next_start_and_reset_takes_it_back(
    page, session, qtbot
) -> None:
    drag(page, page.findChild(ClassBrowser).classes[:1], "test")
    qtbot.waitUntil(lambda: counts(page)[2] == 121, timeout=SECONDS)
    session.edit({"data.name": "sinusoid", "method.name": "maml", "network.name": "mlp",
                  "data.split_file": None})  # fmt: skip
    later = DataPage(session, Commands())
    qtbot.addWidget(later)
    later.show()
    qtbot.waitUntil(lambda: "glyphs" in later._cards, timeout=SECONDS)
    later.choose("glyphs")
    qtbot.waitUntil(lambda: counts(later) == [359, 120, 121], timeout=SECONDS)
    assert later.findChild(SplitTools).shown == "My split"
    trigger(later, "resetSplit")
    qtbot.waitUntil(lambda: counts(later) == [360, 120, 120], timeout=SECONDS)
    session.undo.undo()
    qtbot.waitUntil(lambda: counts(later) == [359, 120, 121], timeout=SECONDS)


def test_the_menu_moves_what_is_selected_without_a_mouse(page, qtbot) -> None:
    browser = page.findChild(ClassBrowser)
    browser.select(browser.classes[:2])
    menu = browser.move_menu()
    assert not menu.findChild(QAction, "moveTo-train").isEnabled()  # they are there already
    menu.findChild(QAction, "moveTo-validation").trigger()
    qtbot.waitUntil(lambda: counts(page) == [358, 122, 120], timeout=SECONDS)


def test_moving_all_of_a_part_away_is_refused_and_changes_nothing(page, session, qtbot) -> None:
    browser = page.findChild(ClassBrowser)
    qtbot.mouseClick(page.findChild(SplitPart, "split-test"), Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(session.notice) as told:
        drag(page, browser.classes, "train")
    assert told.args[0] == "info" and "no class for the test" in told.args[1]
    assert counts(page) == [360, 120, 120] and not session.undo.canUndo()


def test_a_suggestion_by_group_parts_no_alphabet_and_tasks_come_from_it(page, session, qtbot):
    dealer = page.findChild(TaskDealer)
    with qtbot.waitSignal(dealer.dealt, timeout=SECONDS) as dealt:
        trigger(page, "suggestGroups")
    kept = read_split_file(Path(session.experiment.data.split_file))
    homes = [{name.split("/")[0] for name in names} for names in kept.values()]
    assert all(homes) and not homes[0] & homes[1] and not (homes[0] | homes[1]) & homes[2]
    assert set(dealt.args[0].classes) <= set(kept["train"])


def test_rotations_of_a_class_move_together(page, session, qtbot) -> None:
    session.edit({"data.rotations": True})
    qtbot.waitUntil(lambda: counts(page) == [1440, 480, 480], timeout=SECONDS)
    drag(page, page.findChild(ClassBrowser).classes[:1], "test")
    qtbot.waitUntil(lambda: counts(page) == [1436, 480, 484], timeout=SECONDS)


def test_a_split_file_tells_what_is_missing_on_either_side_before_it_is_used(
    page, session, qtbot, tmp_path: Path
) -> None:
    names = page.findChild(ClassBrowser).classes
    lists = {"train": names[:50], "val": names[50:60], "test": [*names[60:80], "Klingon/one"]}
    file = tmp_path / "splits.json"
    file.write_text(json.dumps(lists))
    session.dropped([file])
    qtbot.waitUntil(lambda: page.findChild(QDialog, "splitFileDialog") is not None, timeout=SECONDS)
    dialog = page.findChild(QDialog, "splitFileDialog")
    assert dialog.findChild(QPlainTextEdit, "unknownClasses").toPlainText() == "Klingon/one"
    unlisted = dialog.findChild(QPlainTextEdit, "unlistedClasses").toPlainText().splitlines()
    assert len(unlisted) == 520
    assert "50 classes for training" in dialog.findChild(QLabel, "splitFileFacts").text()
    assert counts(page) == [360, 120, 120]
    qtbot.mouseClick(dialog.findChild(QPushButton, "useSplit"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: counts(page) == [50, 10, 20, 520], timeout=SECONDS)
    session.undo.undo()
    qtbot.waitUntil(lambda: counts(page) == [360, 120, 120])


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("other.json", '{"train": ["cat"], "test": ["dog"]}', "None of the 2 classes"),
        ("broken.json", '{"train": ["cat"', "can't be read"),
        ("twice.csv", "class,split\na,train\na,test\n", "'a' in train and in test"),
    ],
)
def test_a_split_file_of_something_else_is_one_sentence(
    page, session, qtbot, tmp_path: Path, name: str, text: str, said: str
) -> None:
    (tmp_path / name).write_text(text)
    with qtbot.waitSignal(session.notice, timeout=SECONDS) as told:
        session.dropped([tmp_path / name])
    assert told.args[0] == "bad" and said in told.args[1]
    assert counts(page) == [360, 120, 120]
