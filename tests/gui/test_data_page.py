"""The Data page with the real engine: look, search, deal, import, remove."""

import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QTreeView,
    QWidget,
)

from metastudio.gui.pages.data import DataPage
from metastudio.gui.pages.data.class_browser import ClassBrowser
from metastudio.gui.pages.data.dataset_list import DatasetList
from metastudio.gui.pages.data.dataset_panel import DatasetPanel
from metastudio.gui.pages.data.problems_panel import ProblemsPanel
from metastudio.gui.pages.data.sheet_view import SheetView
from metastudio.gui.pages.data.task_dealer import TaskDealer
from metastudio.gui.widgets.card import Card
from metastudio.gui.widgets.contact_sheet import ContactSheet
from metastudio.gui.widgets.empty_state import EmptyState
from metastudio.gui.widgets.picture_grid import EpisodeView
from metastudio.gui.widgets.split_bar import SplitPart

SECONDS = 60_000  # the first use of the engine imports torch


@pytest.fixture
def page(data_page: DataPage) -> DataPage:
    return data_page


@pytest.fixture
def opened(page: DataPage, qtbot) -> DataPage:
    """The page with glyphs open and a task dealt."""
    qtbot.waitUntil(lambda: bool(rows(page)), timeout=SECONDS)
    return page


def rows(page: DataPage) -> list[tuple[str, int]]:
    view = page.findChild(EpisodeView, "taskView")
    if not view.isVisible():
        return []
    return [(name, len(flow.pictures)) for name, flow in view.support_rows]


def click(qtbot, page: QWidget, name: str) -> None:
    button = page.findChild(QPushButton, name)
    assert button is not None and button.isVisible(), name
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def click_card(qtbot, page: DataPage, name: str) -> None:
    qtbot.mouseClick(page.findChild(Card, f"dataset-{name}"), Qt.MouseButton.LeftButton)


def make_folder(root: Path, classes: int = 12, pictures: int = 6) -> Path:
    """A folder of class folders with colour pictures, and one file that is no picture."""
    noise = np.random.default_rng(0)
    for label in range(classes):
        folder = root / f"bird {label:02d}"
        folder.mkdir(parents=True)
        for number in range(pictures):
            pixels = noise.integers(0, 256, (40, 40, 3), dtype=np.uint8)
            Image.fromarray(pixels).save(folder / f"{number}.png")
    (root / "bird 00" / "broken.png").write_bytes(b"no picture")
    return root


# --- looking -------------------------------------------------------------------------------------


def test_glyphs_open_by_themselves_with_a_task_of_the_experiments_shape(opened) -> None:
    assert opened.chosen == "glyphs"
    assert [count for _, count in rows(opened)] == [1] * 5
    assert len(opened.findChild(EpisodeView, "taskView").queries.pictures) == 25


def test_every_data_set_of_the_catalogue_has_a_card(opened) -> None:
    names = opened.findChild(DatasetList).names
    assert {"glyphs", "omniglot", "sinusoid"} <= set(names)


def test_a_search_narrows_the_classes_and_the_chosen_one_shows_its_pictures(opened, qtbot) -> None:
    browser = opened.findChild(ClassBrowser)
    everything = browser.classes
    wanted = everything[7]
    qtbot.keyClicks(opened.findChild(QLineEdit, "classSearch"), wanted.lower())
    assert browser.classes == [name for name in everything if wanted.lower() in name.lower()]
    classes = opened.findChild(QTreeView, "classList")
    classes.expandAll()
    classes.setCurrentIndex(classes.model().index_of(browser.classes[0]))
    sheet = opened.findChild(ContactSheet, "contactSheet")
    assert sheet.title == browser.classes[0]
    assert len(sheet.flow.pictures) > 0


def test_a_search_without_a_result_says_so(opened, qtbot) -> None:
    qtbot.keyClicks(opened.findChild(QLineEdit, "classSearch"), "no such class")
    assert opened.findChild(ClassBrowser).classes == []
    assert "no such class" in opened.findChild(ClassBrowser).hint


def test_another_split_lists_other_classes_and_deals_from_them(opened, qtbot) -> None:
    before = set(opened.findChild(ClassBrowser).classes)
    qtbot.mouseClick(opened.findChild(SplitPart, "split-test"), Qt.MouseButton.LeftButton)
    after = set(opened.findChild(ClassBrowser).classes)
    assert after and not after & before
    qtbot.waitUntil(lambda: bool(rows(opened)) and {n for n, _ in rows(opened)} <= after)


# --- dealing -------------------------------------------------------------------------------------


def test_the_button_and_space_deal_other_tasks(opened, qtbot) -> None:
    seen = [rows(opened)]
    dealer = opened.findChild(TaskDealer)
    with qtbot.waitSignal(dealer.dealt):
        click(qtbot, opened, "dealButton")
    seen.append(rows(opened))
    with qtbot.waitSignal(dealer.dealt):
        qtbot.keyClick(opened, Qt.Key.Key_Space)
    seen.append(rows(opened))
    assert seen[0] != seen[1] != seen[2] != seen[0]


def test_ways_and_shots_of_the_page_are_those_of_the_experiment(opened, session, qtbot) -> None:
    opened.findChild(QSpinBox, "dealWays").setValue(3)
    opened.findChild(QSpinBox, "dealShots").setValue(4)
    assert (session.experiment.task.ways, session.experiment.task.shots) == (3, 4)
    qtbot.waitUntil(lambda: [count for _, count in rows(opened)] == [4, 4, 4])
    session.undo.undo()
    qtbot.waitUntil(lambda: [count for _, count in rows(opened)] == [1, 1, 1])


def test_more_ways_than_classes_is_said_in_place_of_the_task(opened, session, qtbot) -> None:
    session.edit({"task.ways": 400})
    dealer = opened.findChild(TaskDealer)
    qtbot.waitUntil(lambda: "400" in dealer.message)
    session.undo.undo()
    qtbot.waitUntil(lambda: dealer.message == "" and len(rows(opened)) == 5)


def test_the_network_s_view_shows_its_pixels_and_says_how_they_are_augmented(
    opened, session, qtbot
) -> None:
    view = opened.findChild(EpisodeView, "taskView")
    before = view.support_rows[0][1].pictures[0].pixels
    session.edit({"data.augment_rotation": 90.0})
    hints = []
    click(qtbot, opened, "dealSeen")
    qtbot.waitUntil(lambda: "augmented" in view._hint.text(), timeout=SECONDS)
    hints.append(view._hint.text())
    seen = view.support_rows[0][1].pictures[0].pixels
    assert "28 × 28 pixels in grey, augmented as while training" in hints
    assert seen.shape == (56, 56, 1)  # each pixel twice, in both directions
    assert not np.array_equal(seen[::2, ::2], before)  # it was turned
    click(qtbot, opened, "dealSeen")
    assert np.array_equal(view.support_rows[0][1].pictures[0].pixels, before)


def test_tasks_of_variable_way_and_shot_are_chosen_and_dealt_here(opened, session, qtbot) -> None:
    opened.findChild(QAction, "dealVariable").trigger()
    assert session.experiment.task.sizes == "variable"
    qtbot.waitUntil(lambda: len(rows(opened)) > 5, timeout=SECONDS)
    assert not opened.findChild(QSpinBox, "dealWays").isEnabled()
    session.undo.undo()
    qtbot.waitUntil(lambda: [count for _, count in rows(opened)] == [1] * 5, timeout=SECONDS)
    assert opened.findChild(QSpinBox, "dealWays").isEnabled()


def test_a_function_is_shown_as_a_curve_with_its_points(opened, session, qtbot) -> None:
    click_card(qtbot, opened, "sinusoid")
    qtbot.waitUntil(lambda: opened.findChild(QWidget, "functionView") is not None, timeout=SECONDS)
    view = opened.findChild(QWidget, "functionView")
    qtbot.waitUntil(view.isVisible)
    assert view.support_points.shape[1] == 2 and len(view.support_points) > 0
    assert not opened.findChild(ClassBrowser).isVisible()


def test_looking_changes_nothing_and_use_for_training_does(opened, session, qtbot) -> None:
    click_card(qtbot, opened, "sinusoid")
    use = opened.findChild(QPushButton, "useButton")
    qtbot.waitUntil(lambda: use.isVisible() and use.isEnabled(), timeout=SECONDS)
    assert session.experiment.data.name == "glyphs"
    with qtbot.waitSignal(session.requestPage) as turned:
        click(qtbot, opened, "useButton")
    assert turned.args == ["train"]
    assert session.experiment.data.name == "sinusoid"
    chosen = session.experiment  # ProtoNet and Conv4 could not fit functions
    assert (chosen.method.name, chosen.network.name) == ("maml", "mlp")
    assert not use.isEnabled()


# --- what is not here yet ------------------------------------------------------------------------


@pytest.fixture
def absent(opened: DataPage, qtbot) -> Callable[[str], QWidget]:
    """Chooses a card of what is not here; returns the panel about it."""

    def choose(name: str) -> QWidget:
        click_card(qtbot, opened, name)
        panel = opened.findChild(QWidget, "absentPanel")
        qtbot.waitUntil(panel.isVisible)
        return panel

    return choose


def said_in(panel: QWidget) -> str:
    return " ".join(label.text() for label in panel.findChildren(QLabel) if label.isVisible())


def test_what_is_to_be_imported_says_how_it_comes_and_offers_no_download(absent) -> None:
    panel = absent("mini-imagenet")
    assert "no open download" in said_in(panel) and "Ravi, Larochelle 2017" in said_in(panel)
    assert panel.findChild(QPushButton, "downloadButton").isHidden()
    assert panel.findChild(QPushButton, "absentImport").isVisible()


def test_without_a_network_the_card_says_so_and_offers_an_import(
    absent, opened, qtbot, monkeypatch
) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        monkeypatch.setenv("METASTUDIO_MIRROR", f"http://127.0.0.1:{nobody.getsockname()[1]}")
        lamps: list[str] = []
        opened.lamp.connect(lamps.append)
        panel = absent("vgg-flower")
        click(qtbot, opened, "downloadButton")
        failure = panel.findChild(QLabel, "downloadFailure")
        qtbot.waitUntil(failure.isVisible, timeout=SECONDS)
    assert "Import archive" in failure.text() and "127.0.0.1" in failure.text()
    assert panel.findChild(QPushButton, "absentImport").isEnabled()
    assert panel.findChild(QPushButton, "downloadButton").text() == "Try the download again"
    assert lamps == ["running", "problem"]


def test_a_download_tells_how_far_it_is_on_panel_and_card_and_can_be_cancelled(
    absent, opened, session, qtbot, monkeypatch
) -> None:
    with a_slow_server() as address:
        monkeypatch.setenv("METASTUDIO_MIRROR", address)
        panel = absent("dtd")
        click(qtbot, opened, "downloadButton")
        news = panel.findChild(QLabel, "downloadNews")
        qtbot.waitUntil(lambda: "dtd-r1.0.1.tar.gz" in news.text(), timeout=SECONDS)
        assert "Downloading" in opened.findChild(Card, "dataset-dtd").words
        with qtbot.waitSignal(session.notice) as told:
            click(qtbot, opened, "downloadCancel")
    assert told.args[0] == "info" and "kept" in told.args[1]
    assert panel.findChild(QPushButton, "downloadButton").isVisible()
    assert "Downloading" not in opened.findChild(Card, "dataset-dtd").words


@contextmanager
def a_slow_server() -> Iterator[str]:
    """Serve files that begin and do not end, on the loopback."""
    over = threading.Event()

    class Slowly(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", "10000000")
            self.end_headers()
            self.wfile.write(b"x" * 1000)
            self.wfile.flush()
            over.wait(30)

        def log_message(self, *_: object) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Slowly) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        over.set()
        server.shutdown()


def test_the_catalogue_is_searched_by_name_and_by_state(opened, qtbot) -> None:
    cards = opened.findChild(DatasetList)
    qtbot.keyClicks(opened.findChild(QLineEdit, "datasetSearch"), "imagenet")
    assert cards.names == ["mini-imagenet", "tiered-imagenet"]
    opened.findChild(QLineEdit, "datasetSearch").clear()
    state = opened.findChild(QComboBox, "datasetState")
    state.setCurrentIndex(state.findData("to download"))
    assert "cub" in cards.names and not {"glyphs", "mini-imagenet"} & set(cards.names)
    qtbot.keyClicks(opened.findChild(QLineEdit, "datasetSearch"), "imagenet")
    assert cards.names == [] and opened.findChild(QLabel, "datasetHint").isVisible()


def test_a_card_shows_pictures_of_what_was_opened_and_curves_of_functions(opened, qtbot) -> None:
    def shown(name: str) -> int:
        return opened.findChild(Card, f"dataset-{name}").findChild(SheetView).count

    qtbot.waitUntil(lambda: shown("glyphs") == 4 and shown("harmonic") == 3, timeout=SECONDS)
    assert shown("cub") == 0


# --- importing and removing ----------------------------------------------------------------------


@pytest.fixture
def imported(opened, session, qtbot, tmp_path: Path, monkeypatch) -> DataPage:
    folder = make_folder(tmp_path / "My birds")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    with qtbot.waitSignal(session.notice, timeout=SECONDS) as told:
        click(qtbot, opened, "importFolderButton")
    assert told.args[0] == "good", told.args
    qtbot.waitUntil(lambda: opened.chosen not in ("", "glyphs"), timeout=SECONDS)
    browser = opened.findChild(ClassBrowser)
    qtbot.waitUntil(lambda: any("bird" in name for name in browser.classes), timeout=SECONDS)
    panel = opened.findChild(DatasetPanel)
    qtbot.waitUntil(lambda: panel.view is not None and not panel.glancing, timeout=SECONDS)
    return opened


def test_a_folder_is_imported_shown_and_its_bad_file_named(imported, qtbot) -> None:
    assert imported.chosen in imported.findChild(DatasetList).names
    qtbot.waitUntil(
        lambda: any("broken.png" in p.sentence for p in imported.findChild(ProblemsPanel).problems),
        timeout=SECONDS,
    )


def test_removing_asks_first_and_then_leaves_the_users_own_files(
    imported, qtbot, tmp_path: Path
) -> None:
    name = imported.chosen
    click(qtbot, imported, "removeButton")
    assert name in imported.findChild(DatasetList).names
    click(qtbot, imported, "removeConfirm")
    qtbot.waitUntil(lambda: name not in imported.findChild(DatasetList).names, timeout=SECONDS)
    assert (tmp_path / "My birds" / "bird 00" / "0.png").is_file()


def test_removing_the_set_in_use_leaves_an_experiment_that_can_run(
    imported, session, qtbot
) -> None:
    click(qtbot, imported, "useButton")
    click(qtbot, imported, "removeButton")
    click(qtbot, imported, "removeConfirm")
    qtbot.waitUntil(lambda: session.experiment.data.name == "glyphs", timeout=SECONDS)


def test_an_import_of_nothing_useful_is_refused_in_a_sentence_and_the_page_lives(
    opened, session, qtbot, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    with qtbot.waitSignal(session.notice, timeout=SECONDS) as told:
        session.openData.emit([tmp_path / "empty"])
    level, sentence = told.args
    assert level == "bad" and "empty" in sentence
    qtbot.waitUntil(lambda: len(rows(opened)) == 5, timeout=SECONDS)
    assert opened.chosen == "glyphs"
    assert opened.findChild(QWidget, "importProgress").isHidden()


def test_a_folder_of_which_nothing_can_be_read_can_be_removed_again(
    opened, session, qtbot, tmp_path: Path
) -> None:
    (tmp_path / "bad" / "cat").mkdir(parents=True)
    (tmp_path / "bad" / "cat" / "1.png").write_bytes(b"no picture")
    session.openData.emit([tmp_path / "bad"])
    message = opened.findChild(EmptyState, "dataMessage")
    qtbot.waitUntil(lambda: message.button.text() == "Remove data set", timeout=SECONDS)
    assert "None of the 1 pictures" in message.sentence
    message.button.click()
    click(qtbot, opened, "removeConfirm")
    qtbot.waitUntil(lambda: "bad" not in opened.findChild(DatasetList).names, timeout=SECONDS)
    qtbot.waitUntil(lambda: len(rows(opened)) == 5, timeout=SECONDS)


def test_a_second_import_waits_for_the_first(opened, session, qtbot, tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "birds")
    notices: list[tuple[str, str]] = []
    session.notice.connect(lambda level, sentence: notices.append((level, sentence)))
    session.openData.emit([folder])
    session.openData.emit([folder])
    assert notices == [("info", "An import is running. Wait for it, or cancel it first.")]
    qtbot.waitUntil(lambda: notices[-1][0] == "good", timeout=SECONDS)


def test_an_import_can_be_cancelled_and_leaves_nothing(
    opened, session, qtbot, tmp_path: Path
) -> None:
    lamps: list[str] = []
    opened.lamp.connect(lamps.append)
    before = opened.findChild(DatasetList).names
    make_folder(tmp_path / "birds", classes=60, pictures=20)
    archive = Path(shutil.make_archive(str(tmp_path / "birds"), "zip", tmp_path / "birds"))
    session.openData.emit([archive])
    click(qtbot, opened, "workCancel")
    assert lamps == ["running", "idle"]
    assert opened.findChild(QWidget, "importProgress").isHidden()
    qtbot.waitUntil(lambda: not session.engine.busy("list_datasets"), timeout=SECONDS)
    assert opened.findChild(DatasetList).names == before
