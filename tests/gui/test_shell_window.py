"""The whole window: pages, menus, drops, what is remembered, and the way out."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QStackedWidget,
    QWidget,
)

from metastudio.engine.experiment import Experiment
from metastudio.engine.workspace import Workspace
from metastudio.gui.application import Reporter, build_window, usable_workspace
from metastudio.gui.command_palette import CommandPalette, ShortcutSheet
from metastudio.gui.main_window import MainWindow
from metastudio.gui.theme import theme
from metastudio.gui.widgets.error_dialog import ErrorDialog

LONG_RUN = {
    "data": {"name": "sinusoid"},
    "method": {"name": "maml"},
    "training": {"iterations": 100_000, "meta_batch": 4, "validation_every": 20,
                 "validation_tasks": 4, "device": "cpu"},
}  # fmt: skip


@pytest.fixture
def window(qapp, qtbot) -> Iterator[MainWindow]:
    window = build_window(Workspace.default())
    qtbot.addWidget(window)
    window.show()
    yield window
    window.leave_now()
    assert window.session.close()
    theme().set_choice("system")


def button(parent: QWidget, name: str) -> QAbstractButton:
    found = parent.findChild(QAbstractButton, name)
    assert found is not None, f"there is no button {name}"
    return found


def click(qtbot, parent: QWidget, name: str) -> None:
    qtbot.mouseClick(button(parent, name), Qt.MouseButton.LeftButton)


def dialog(window: MainWindow, kind: type) -> QWidget | None:
    return next((d for d in window.findChildren(kind) if d.isVisible()), None)


@pytest.mark.parametrize(
    ("nav", "page"), [("navHome", "home"), ("navData", "data"), ("navTrain", "train"),
                      ("navCompare", "compare"), ("navTry", "try")],
)  # fmt: skip
def test_the_rail_turns_pages(window, qtbot, nav: str, page: str) -> None:
    click(qtbot, window, nav)
    assert window.page == page
    assert button(window, nav).isChecked()
    stack = window.findChild(QStackedWidget, "pages")
    assert stack.currentWidget().objectName() == f"{page}Page"


def test_only_one_button_of_the_rail_is_checked(window, qtbot) -> None:
    click(qtbot, window, "navTry")
    window.session.requestPage.emit("data")
    checked = [
        n
        for n in ("navHome", "navData", "navTrain", "navCompare", "navTry")
        if button(window, n).isChecked()
    ]
    assert checked == ["navData"]


def test_ctrl_and_a_number_turn_pages(window, qtbot) -> None:
    window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert window.page == "train"


def test_every_clickable_thing_has_a_name_for_tests_and_for_screen_readers(window) -> None:
    nameless = [
        f"{type(w).__name__} '{w.text()}' in {w.parentWidget().objectName()}"
        for page in ("rail", "homePage", "dataPage")
        for w in window.findChild(QWidget, page).findChildren(QAbstractButton)
        # Qt's own: what clears a search, the corner of a table.
        if not isinstance(w.parentWidget(), QLineEdit | QAbstractItemView)
        and not (w.objectName() and (w.accessibleName() or w.text() or w.isHidden()))
    ]
    assert nameless == [], "\n".join(nameless)


def test_every_command_is_in_the_menus(window) -> None:
    shown = {
        action.objectName()
        for menu in window.menuBar().actions()
        for action in menu.menu().actions()
    }
    assert {command.id for command in window.commands.all()} <= shown


def test_no_two_commands_share_a_shortcut(window) -> None:
    keys = [c.shortcut for c in window.commands.all() if c.shortcut]
    assert sorted(keys) == sorted(set(keys))


def test_ctrl_k_opens_the_palette_and_f1_the_sheet_of_shortcuts(window, qtbot) -> None:
    window.commands.action("palette").trigger()
    palette = dialog(window, CommandPalette)
    assert "Start training" in palette.found
    palette.close()
    window.commands.action("shortcuts").trigger()
    sheet = dialog(window, ShortcutSheet)
    assert sheet is not None
    sheet.close()


def test_undo_in_the_menu_takes_an_edit_back_and_says_which(window) -> None:
    undo = window.commands.action("undo")
    assert not undo.isEnabled()
    before = window.session.experiment
    window.session.edit({"task.ways": 7})
    assert undo.isEnabled() and "Ways" in undo.text()
    undo.trigger()
    assert window.session.experiment == before
    window.commands.action("redo").trigger()
    assert window.session.experiment.task.ways == 7


def test_a_tick_goes_out_once_its_page_is_left(window, qtbot) -> None:
    lamp = button(window, "navData")
    window.findChild(QWidget, "dataPage").lamp.emit("done")
    assert lamp.lamp == "done"
    window.show_page("data")
    window.show_page("home")
    assert lamp.lamp == "idle"


def test_a_notice_of_the_session_is_shown(window) -> None:
    window.session.notice.emit("bad", "This is not a checkpoint.")
    assert [t.sentence for t in window.toasts.shown] == ["This is not a checkpoint."]


# --- drops ---------------------------------------------------------------------------------------


def drop(window: MainWindow, paths: list[Path]) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    copy = Qt.DropAction.CopyAction
    enter = QDragEnterEvent(QPoint(50, 50), copy, data, buttons, keys)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    event = QDropEvent(QPointF(50, 50), copy, data, buttons, keys)
    QApplication.sendEvent(window, event)


def test_a_drop_says_beforehand_what_it_will_do_and_does_it(window, qtbot, tmp_path) -> None:
    path = tmp_path / "δοκιμή 实验.toml"
    path.write_text(Experiment.from_dict({"task": {"ways": 9}}).to_toml(), encoding="utf-8")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDragEnterEvent(
        QPoint(50, 50), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    QApplication.sendEvent(window, event)
    hint = window.findChild(QWidget, "dropHint")
    assert hint.isVisible() and "settings" in hint.sentence
    drop(window, [path])
    assert not hint.isVisible()
    qtbot.waitUntil(lambda: window.page == "train")
    assert window.session.experiment.task.ways == 9


def test_a_dropped_file_of_no_use_is_refused_in_a_sentence(window, qtbot, tmp_path) -> None:
    path = tmp_path / "notes.docx"
    path.write_bytes(b"no use")
    drop(window, [path])
    qtbot.waitUntil(lambda: bool(window.toasts.shown))
    assert "notes.docx" in window.toasts.shown[0].sentence


# --- what is remembered --------------------------------------------------------------------------


def test_page_theme_and_size_come_back_at_the_next_start(window, qtbot) -> None:
    window.resize(960, 650)
    window.commands.action("theme.dark").trigger()
    window.show_page("train")
    window.close()
    theme().set_choice("system")
    again = build_window(Workspace.default())
    qtbot.addWidget(again)
    assert (again.page, theme().choice) == ("train", "dark")
    assert (again.width(), again.height()) == (960, 650)
    assert again.session.close()


def test_damaged_settings_are_told_in_a_notice(qapp, qtbot, workspace_home: Path) -> None:
    (workspace_home / "settings.toml").write_text("theme = ")
    window = build_window(Workspace.default())
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: bool(window.toasts.shown))
    assert "settings.toml" in window.toasts.shown[0].sentence
    assert window.session.close()


# --- the way out ---------------------------------------------------------------------------------


@pytest.fixture
def training(window, qtbot) -> MainWindow:
    engine = window.session.engine
    with qtbot.waitSignal(engine.trainingEvents, timeout=60_000):
        engine.start_training(Experiment.from_dict(LONG_RUN))
    qtbot.waitUntil(lambda: engine.state == "running", timeout=60_000)
    return window


def question(window: MainWindow) -> QWidget:
    window.close()
    assert window.isVisible()
    box = dialog(window, QMessageBox)
    assert box is not None
    return box


def test_keep_training_keeps_the_window_and_the_run(training, qtbot) -> None:
    box = question(training)
    click(qtbot, box, "keepTraining")
    assert training.isVisible()
    assert training.session.engine.training


def test_finish_and_keep_saves_the_run_and_closes(training, qtbot) -> None:
    run = training.session.last_run
    box = question(training)
    click(qtbot, box, "finishAndKeep")
    qtbot.waitUntil(lambda: not training.isVisible(), timeout=30_000)
    assert (run / "checkpoints" / "best.safetensors").is_file()
    assert not training.session.engine.training


def test_cancelling_the_run_closes_the_window_and_ends_the_threads(training, qtbot) -> None:
    box = question(training)
    click(qtbot, box, "cancelRun")
    qtbot.waitUntil(lambda: not training.isVisible(), timeout=30_000)
    assert training.session.close()
    assert not [t for t in threading.enumerate() if t.name in ("training", "jobs")]


def test_a_system_that_ends_the_program_is_not_asked_questions(training) -> None:
    training.leave_now()
    assert not training.isVisible()
    assert training.session.close()


# --- a workspace that can't be written, and exceptions -------------------------------------------


def test_an_unwritable_workspace_becomes_a_temporary_one_with_a_reason(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    workspace, complaint = usable_workspace(Workspace(tmp_path / "file" / "workspace"))
    assert workspace.home.is_dir()
    workspace.home.rmdir()
    assert str(tmp_path / "file") in complaint and "METASTUDIO_HOME" in complaint
    assert usable_workspace(Workspace(tmp_path / "fine")) == (Workspace(tmp_path / "fine"), "")


@pytest.fixture
def reporter(window) -> Iterator[Reporter]:
    reporter = Reporter()
    reporter.window = window
    yield reporter
    reporter.restore()


def test_exceptions_of_any_thread_open_one_dialog_at_a_time(window, reporter, qtbot) -> None:
    reporter.install()
    import sys

    note = sys.excepthook
    reporter_hook = threading.excepthook
    try:
        raise ValueError("a bug")
    except ValueError as error:
        note(type(error), error, error.__traceback__)
        arguments = threading.ExceptHookArgs((ValueError, error, error.__traceback__, None))
        thread = threading.Thread(target=reporter_hook, args=(arguments,))
        thread.start()
        thread.join()
    reporter.restore()
    qtbot.waitUntil(lambda: dialog(window, ErrorDialog) is not None)
    assert reporter.noted == 2
    shown = [d for d in window.findChildren(ErrorDialog) if d.isVisible()]
    assert len(shown) == 1
    assert "a bug" in shown[0].happened and "Traceback" in shown[0].report
    qtbot.mouseClick(shown[0].findChild(QPushButton, "errorClose"), Qt.MouseButton.LeftButton)
    assert dialog(window, ErrorDialog) is None
