"""The window's own widgets, clicked and typed at."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QMainWindow, QPlainTextEdit, QPushButton, QToolButton

from metastudio.gui.command_palette import CommandPalette, match
from metastudio.gui.commands import Command, Commands
from metastudio.gui.settings import Settings
from metastudio.gui.widgets.card import Card
from metastudio.gui.widgets.collapsible import Collapsible
from metastudio.gui.widgets.empty_state import EmptyState
from metastudio.gui.widgets.error_dialog import ErrorDialog
from metastudio.gui.widgets.picture_grid import EpisodeView, GridPicture, PictureFlow
from metastudio.gui.widgets.rail import Rail
from metastudio.gui.widgets.sparkline import POINTS, thinned
from metastudio.gui.widgets.toast import AT_MOST, Toasts
from metastudio.gui.widgets.work_strip import WorkStrip
from metastudio.gui.words import counted


@pytest.fixture
def window(qtbot) -> QMainWindow:
    window = QMainWindow()
    qtbot.addWidget(window)
    window.resize(1000, 700)
    window.show()
    return window


def test_a_card_answers_to_mouse_space_and_enter(qtbot) -> None:
    card = Card("Glyphs", "Drawn by MetaStudio.")
    qtbot.addWidget(card)
    card.show()
    clicks: list[bool] = []
    card.clicked.connect(lambda: clicks.append(True))
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
    qtbot.keyClick(card, Qt.Key.Key_Space)
    qtbot.keyClick(card, Qt.Key.Key_Return)
    assert len(clicks) == 3
    assert card.accessibleName() == "Glyphs"
    assert "Drawn" in card.accessibleDescription()


def test_a_narrow_card_grows_taller_so_that_no_word_is_cut(qtbot) -> None:
    card = Card("Title", "A sentence that is long enough to need several lines. " * 3)
    qtbot.addWidget(card)
    assert card.heightForWidth(160) > card.heightForWidth(500)


def test_pictures_wrap_to_the_width_and_are_found_under_the_pointer(qtbot) -> None:
    flow = PictureFlow(side=56)
    qtbot.addWidget(flow)
    pixels = np.zeros((28, 28, 1), np.uint8)
    flow.show_pictures([GridPicture(pixels, f"picture {i}") for i in range(7)], ink=True)
    assert flow.heightForWidth(70) > flow.heightForWidth(700)
    flow.resize(200, flow.heightForWidth(200))
    flow.show()
    clicked: list[int] = []
    flow.clicked.connect(clicked.append)
    qtbot.mouseClick(flow, Qt.MouseButton.LeftButton, pos=QPoint(10, 80))
    assert clicked == [3]
    assert flow.at(QPoint(199, 199)) == -1


def episode(ways: int, shots: int, queries: int) -> tuple:
    def pictures(n: int) -> np.ndarray:
        return np.zeros((ways * n, 28, 28, 1), np.uint8)

    labels = [np.repeat(np.arange(ways), n) for n in (shots, queries)]
    return pictures(shots), labels[0], pictures(queries), labels[1]


def test_an_episode_has_a_row_per_class_and_its_queries_below(qtbot) -> None:
    view = EpisodeView()
    qtbot.addWidget(view)
    view.resize(700, 500)
    view.show()
    view.show_episode(["α", "β", "γ"], *episode(3, 2, 4), ink=True)
    assert [(name, len(flow.pictures)) for name, flow in view.support_rows] == [
        ("α", 2),
        ("β", 2),
        ("γ", 2),
    ]
    assert [p.name for p in view.queries.pictures] == ["α"] * 4 + ["β"] * 4 + ["γ"] * 4


def test_an_episode_with_fewer_classes_leaves_no_old_row_behind(qtbot) -> None:
    view = EpisodeView()
    qtbot.addWidget(view)
    view.show()
    view.show_episode([str(i) for i in range(20)], *episode(20, 1, 1))
    view.show_episode(["a", "b"], *episode(2, 1, 1))
    assert [name for name, _ in view.support_rows] == ["a", "b"]
    view.show_episode(["a", "b", "c"], *episode(3, 1, 1))
    assert [name for name, _ in view.support_rows] == ["a", "b", "c"]


def test_a_fold_is_closed_until_it_is_clicked(qtbot) -> None:
    fold = Collapsible("Advanced")
    qtbot.addWidget(fold)
    fold.show()
    assert not fold.body.isVisible()
    qtbot.mouseClick(fold.button, Qt.MouseButton.LeftButton)
    assert fold.body.isVisible()


def test_an_empty_state_without_a_button_text_shows_no_button(qtbot) -> None:
    state = EmptyState("Nothing yet.", "Import…", "stack")
    qtbot.addWidget(state)
    state.show()
    with qtbot.waitSignal(state.clicked):
        qtbot.mouseClick(state.button, Qt.MouseButton.LeftButton)
    state.say("Opening…")
    assert not state.button.isVisible()


def test_a_notice_stands_in_the_corner_and_goes_when_closed(window, qtbot) -> None:
    toasts = Toasts(window)
    toast = toasts.say("bad", "The file is not a checkpoint.")
    assert toast.accessibleName() == "The file is not a checkpoint."
    assert toast.geometry().right() > 900
    assert toast.geometry().bottom() > 600
    qtbot.mouseClick(toast.findChild(QToolButton, "toastClose"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not toasts.shown)


def test_notices_do_not_pile_up_and_the_same_one_stands_once(window) -> None:
    toasts = Toasts(window)
    for _ in range(3):
        toasts.say("info", "Again.")
    assert len(toasts.shown) == 1
    for number in range(10):
        toasts.say("info", f"Notice {number}.")
    assert [t.sentence for t in toasts.shown] == [f"Notice {n}." for n in range(10 - AT_MOST, 10)]
    boxes = [t.geometry() for t in toasts.shown]
    assert not any(a.intersects(b) for a, b in pairwise(boxes))


def test_an_error_can_be_copied_and_saved_whole(qtbot, tmp_path: Path) -> None:
    dialog = ErrorDialog("It happened.", "Do this.", "Traceback: line 1")
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.findChild(QPlainTextEdit, "errorText").isVisible()
    qtbot.mouseClick(dialog.findChild(QPushButton, "errorCopy"), Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "It happened.\n\nDo this.\n\nTraceback: line 1"
    dialog.save_to(tmp_path / "details.txt")
    assert "Traceback" in (tmp_path / "details.txt").read_text()
    dialog.save_to(tmp_path)
    assert "can't be written" in dialog.windowTitle()


def test_the_lamp_of_a_page_says_its_state_in_words_too(qtbot) -> None:
    rail = Rail()
    qtbot.addWidget(rail)
    button = rail.add("navTrain", "Train", "chart-line-up")
    rail.show()
    button.set_lamp("problem")
    assert button.accessibleDescription() == "needs a look"
    button.set_lamp("nonsense")
    assert button.lamp == "idle"


def test_work_without_a_figure_only_moves_and_rest_hides_it(qtbot) -> None:
    strip = WorkStrip()
    qtbot.addWidget(strip)
    strip.work(0.0, "Unpacking…", stoppable=True)
    with qtbot.waitSignal(strip.cancelled):
        qtbot.mouseClick(strip.findChild(QPushButton, "workCancel"), Qt.MouseButton.LeftButton)
    strip.rest()
    assert strip.sentence == ""


def test_a_long_curve_is_thinned_but_ends_where_it_ended() -> None:
    values = [0.0] * 999 + [1.0]
    assert len(thinned(values)) == POINTS
    assert thinned(values)[-1] == 1.0
    assert thinned([1.0, 2.0]) == [1.0, 2.0]


def test_counting_words_agree_with_the_number() -> None:
    assert counted(1, "1 class", "{0} classes") == "1 class"
    assert counted(1623, "1 class", "{0} classes") == "1,623 classes"


# --- the command palette -------------------------------------------------------------------------


@pytest.fixture
def ran() -> list[str]:
    return []


@pytest.fixture
def commands(qapp, ran: list[str]) -> Commands:
    commands = Commands()
    for text in ("Start training", "Import archive…", "Finish and keep"):
        commands.add(Command(text, text, lambda text=text: ran.append(text)))
    return commands


def test_a_few_letters_and_enter_run_a_command(commands, ran, qtbot) -> None:
    palette = CommandPalette(commands)
    qtbot.addWidget(palette)
    palette.show()
    search = palette.findChild(QLineEdit, "paletteSearch")
    qtbot.keyClicks(search, "imp")
    assert palette.found == ["Import archive…"]
    qtbot.keyClick(search, Qt.Key.Key_Return)
    assert ran == ["Import archive…"]


def test_arrows_choose_in_the_palette_and_pass_over_what_can_not_run(commands, ran, qtbot) -> None:
    commands.action("Import archive…").setEnabled(False)
    palette = CommandPalette(commands)
    qtbot.addWidget(palette)
    palette.show()
    search = palette.findChild(QLineEdit, "paletteSearch")
    qtbot.keyClick(search, Qt.Key.Key_Down)
    qtbot.keyClick(search, Qt.Key.Key_Return)
    assert ran == ["Finish and keep"]


def test_starts_of_words_match_best_and_letters_must_keep_their_order() -> None:
    assert match("st", "start training") == 0
    assert match("ts", "start") is None
    assert match("fk", "finish and keep") == 0
    assert (match("ar", "finish and start") or 0) > (match("ar", "archive") or 0)


# --- what is remembered --------------------------------------------------------------------------


def test_settings_come_back_as_they_were_saved(tmp_path: Path) -> None:
    settings = Settings(
        theme="dark",
        language="zh_CN",
        page="try",
        geometry="AAEC",
        text_scale=1.2,
        splitters={"dataSplitter": [280, 900]},
        docks={"trainDocks": "AAEC"},
    )
    settings.save(tmp_path / "settings.toml")
    assert Settings.load(tmp_path / "settings.toml") == (settings, "")


def test_no_settings_yet_is_no_problem(tmp_path: Path) -> None:
    assert Settings.load(tmp_path / "settings.toml") == (Settings(), "")


@pytest.mark.parametrize("content", [b"theme = ", b"\xff\xfe\x00"])
def test_a_damaged_settings_file_gives_the_defaults_and_a_sentence(
    tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "settings.toml").write_bytes(content)
    settings, problem = Settings.load(tmp_path / "settings.toml")
    assert settings == Settings()
    assert "settings.toml could not be read" in problem


def test_one_bad_value_costs_only_that_value(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('theme = "sepia"\npage = "try"\nfuture = 1\n')
    settings, problem = Settings.load(tmp_path / "settings.toml")
    assert (settings.theme, settings.page) == ("system", "try")
    assert "theme" in problem and "page" not in problem
