"""What the Try page tells beside the class; thousands of pictures, odd ones, and files to keep."""

import base64
import json
import struct
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image, ImageDraw
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtWidgets import QComboBox, QFileDialog, QLabel, QLineEdit, QMenu, QTabWidget, QWidget

from metastudio.engine.checkpoints import Checkpoint, checkpoint_to_bytes
from metastudio.engine.experiment import Experiment
from metastudio.engine.installing import Package, install
from metastudio.engine.methods import build_method
from metastudio.engine.tasks.strokes import PLACES, VALUES
from metastudio.gui.commands import Commands
from metastudio.gui.pages.tryout import TryPage, photographs
from metastudio.gui.pages.tryout.bundled import samples_folder
from metastudio.gui.session import Session
from metastudio.gui.theme import theme
from metastudio.gui.widgets.drawing_pad import DrawingPad
from metastudio.gui.widgets.picture_bin import MOVED_BIN
from metastudio.gui.widgets.prediction_table import NONE
from metastudio.gui.widgets.query_grid import _photo, _thumbs

SUPPORT, QUERIES = samples_folder() / "support", samples_folder() / "queries"
CLASSES = ["Bolt", "Box", "Fish", "Fork", "Ring"]


@pytest.fixture
def page(session: Session, qtbot) -> TryPage:
    theme()
    page = TryPage(session, Commands())
    qtbot.addWidget(page)
    page.resize(1200, 800)
    page.show()
    qtbot.waitUntil(lambda: page.view is not None, timeout=30_000)
    return page


@pytest.fixture
def asked(qtbot, page: TryPage) -> TryPage:
    """The bundled model with the sample drawings, as one click brings them."""
    page.use_samples()
    qtbot.waitUntil(lambda: settled(page) and len(page.board.queries) == 10, timeout=20_000)
    return page


def settled(page: TryPage) -> bool:
    model = page.queries.model
    there = all(model.prediction(row) is not None for row in range(len(model.pictures)))
    return there and not page.intake.busy and not page.asking.busy


def drop(qtbot, page: TryPage, target: QWidget, mime: QMimeData | Sequence[Path]) -> None:
    if not isinstance(mime, QMimeData):
        paths, mime = mime, QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    assert target.takes(mime) and target.take(mime)
    qtbot.waitUntil(lambda: not page.intake.busy and not page.asking.busy, timeout=20_000)


def notes(page: TryPage) -> str:
    return page.findChild(QLabel, "boardNotes").text()


# --- answers -------------------------------------------------------------------------------------


def test_a_picture_like_no_class_is_answered_so_on_the_card_in_the_table_and_the_filter(
    qtbot, asked: TryPage, tmp_path: Path
) -> None:
    strange = Image.new("L", (105, 105), 255)
    pen = ImageDraw.Draw(strange)
    for x in range(8, 100, 12):
        pen.line((x, 5, x, 100), fill=0, width=3)
        pen.line((5, x, 100, x), fill=0, width=3)
    strange.save(tmp_path / "grid.png")
    drop(qtbot, asked, asked.queries.drop, [tmp_path / "grid.png"])
    qtbot.waitUntil(lambda: settled(asked), timeout=10_000)
    model = asked.queries.model
    assert model.none(10) and model.index(10, 1).data() == "None of these"
    kinds = asked.findChild(QComboBox, "answerFilter")
    kinds.setCurrentIndex(kinds.findData(NONE))
    shown = asked.queries.table.model()
    names = [shown.index(row, 0).data() for row in range(shown.rowCount())]
    assert "grid.png" in names and len(names) < 11
    asked.findChild(QLineEdit, "answerSearch").setText("GRID")
    assert [shown.index(row, 0).data() for row in range(shown.rowCount())] == ["grid.png"]
    assert asked.queries.grid.model() is shown, "cards and table show the same answers"


def test_thumbs_up_adds_a_picture_to_its_class_and_thumbs_down_asks_for_the_right_one(
    qtbot, asked: TryPage
) -> None:
    grid, first = asked.queries.grid, asked.board.queries[0]
    answer = asked.queries.model.index(0, 1).data()
    up, down = _thumbs(_photo(card(grid, 0)))
    qtbot.mouseMove(grid.viewport(), up.center().toPoint())
    qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=up.center().toPoint())
    home = next(c for c in asked.board.classes if first in c.pictures)
    assert home.name == answer and first not in asked.board.queries
    second = asked.board.queries[0]
    qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=down.center().toPoint())
    menu = asked.findChild(QMenu, "rejectMenu")
    assert [a.text() for a in menu.actions() if a.text()] == [*CLASSES, "A new class"]
    menu.actions()[4].trigger()
    assert second in asked.board.classes[4].pictures
    asked.session.undo.undo()
    asked.session.undo.undo()
    assert asked.board.queries[:2] == (first, second)


def card(grid, row: int):
    from metastudio.gui.widgets.query_grid import _card

    grid.doItemsLayout()
    return _card(grid.visualRect(grid.model().index(row, 0)))


def test_folder_names_make_a_confusion_matrix_and_queries_that_are_examples_are_told(
    qtbot, asked: TryPage
) -> None:
    asked.editor.clear_queries()
    drop(qtbot, asked, asked.queries.drop, [SUPPORT])
    qtbot.waitUntil(lambda: settled(asked), timeout=10_000)
    tabs = asked.findChild(QTabWidget, "answerTabs")
    qtbot.waitUntil(lambda: tabs.isTabVisible(3), timeout=5_000)
    matrix = asked.queries.answers.matrix
    assert matrix.counts.sum() == 15 and matrix.accuracy > 0.9
    assert "15 queries are examples as well" in notes(asked)
    assert asked.queries.model.index(0, 1).data().startswith("✓")


def test_the_plane_and_the_examples_left_out_follow_the_answers(qtbot, asked: TryPage) -> None:
    plane = asked.queries.answers.plane
    qtbot.waitUntil(lambda: len(plane.points["query"]) == 10, timeout=10_000)
    assert plane.points["support"].shape == (15, 2) and plane.points["prototype"].shape == (5, 2)
    assert len(plane.csv().splitlines()) == 31
    with qtbot.waitSignal(plane.queryClicked) as clicked:
        plane.clicked.emit(*map(float, plane.points["query"][3]))
    assert asked.queries.grid.selected_keys() == [asked.board.queries[clicked.args[0]].key]
    moved = asked.board.classes[0].pictures[0]  # a bolt among the rings
    asked.editor.move([moved.key], asked.board.classes[4].key)
    qtbot.waitUntil(lambda: "of 'Ring' looks unlike its class" in notes(asked), timeout=10_000)


def test_the_chosen_query_shows_what_lies_behind_and_its_ink_can_be_told(
    qtbot, asked: TryPage
) -> None:
    asked.queries.grid.choose(asked.board.queries[2].key)
    detail = asked.queries.answers.detail
    assert detail.own.picture is asked.board.queries[2] and detail.seen.picture.look
    assert detail.nearest.picture in [p for c in asked.board.classes for p in c.pictures]
    assert "dark ink on light paper" in detail.facts.text()
    before = asked.intake.seen(asked.board.queries[2])
    detail.ink.setCurrentIndex(detail.ink.findData("light"))
    detail.ink.activated.emit(detail.ink.currentIndex())
    qtbot.waitUntil(lambda: settled(asked), timeout=10_000)
    assert asked.board.queries[2].ink == "light"
    assert not np.array_equal(asked.intake.seen(asked.board.queries[2]), before)
    asked.session.undo.undo()
    assert asked.board.queries[2].ink == ""


def test_the_network_s_own_view_is_shown_on_demand(qtbot, asked: TryPage) -> None:
    qtbot.mouseClick(asked.queries.view_button, Qt.MouseButton.LeftButton)
    shown = asked.support.bins[0].pictures[0]
    assert shown.pixels.shape == (28, 28, 3) and shown.key == asked.board.classes[0].pictures[0].key
    qtbot.mouseClick(asked.queries.view_button, Qt.MouseButton.LeftButton)
    assert asked.support.bins[0].pictures[0] is asked.board.classes[0].pictures[0]


# --- bins ----------------------------------------------------------------------------------------


def test_bins_are_reordered_by_dragging_and_by_keys_undoably(qtbot, asked: TryPage) -> None:
    mime = QMimeData()
    mime.setData(MOVED_BIN, b"0")
    asked.support.bins[2].take(mime)
    assert [c.name for c in asked.board.classes] == ["Box", "Fish", "Bolt", "Fork", "Ring"]
    asked.support.bins[2].setFocus()
    qtbot.keyClick(asked.support.bins[2], Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert [c.name for c in asked.board.classes] == ["Box", "Bolt", "Fish", "Fork", "Ring"]
    asked.session.undo.undo()
    asked.session.undo.undo()
    assert [c.name for c in asked.board.classes] == CLASSES


def test_the_same_picture_in_two_bins_is_told(qtbot, asked: TryPage) -> None:
    drop(qtbot, asked, asked.support.bins[1], [SUPPORT / "Bolt" / "1.png"])
    assert "The same picture lies in 'Bolt' and in 'Box'" in notes(asked)


# --- many, odd and bad pictures ------------------------------------------------------------------


def test_a_long_drop_streams_in_is_one_step_to_undo_and_can_be_stopped(
    qtbot, asked: TryPage, tmp_path: Path
) -> None:
    picture = (QUERIES / "drawing-01.png").read_bytes()
    for number in range(200):
        (tmp_path / f"{number}.png").write_bytes(picture)
    seen: list[int] = []
    asked.editor.changed.connect(lambda: seen.append(len(asked.board.queries)))
    drop(qtbot, asked, asked.queries.drop, [tmp_path])
    qtbot.waitUntil(lambda: settled(asked), timeout=20_000)
    assert len(asked.board.queries) == 210 and len(seen) > 2, "it came in parts"
    asked.session.undo.undo()
    assert len(asked.board.queries) == 10
    asked.bring([tmp_path], -1)
    qtbot.waitUntil(lambda: len(asked.board.queries) > 10, timeout=10_000)
    asked.queries.stop_button.click()
    assert not asked.intake.busy and 10 < len(asked.board.queries) < 210


def test_pictures_of_a_browser_are_taken_and_addresses_explained(
    qtbot, asked: TryPage, tmp_path: Path
) -> None:
    mime = QMimeData()
    encoded = base64.b64encode((QUERIES / "drawing-02.png").read_bytes()).decode()
    mime.setHtml(f'<p><img alt="x" src="data:image/png;base64,{encoded}"></p>')
    drop(qtbot, asked, asked.queries.drop, mime)
    qtbot.waitUntil(lambda: len(asked.board.queries) == 11 and settled(asked), timeout=10_000)
    model = asked.queries.model
    assert model.index(10, 1).data() == model.index(1, 1).data()
    remote = QMimeData()
    remote.setUrls([QUrl("https://example.org/cat.png")])
    asked.queries.drop.take(remote)
    assert "Save the picture first" in asked.problems.problems[0]
    asked.problems.clear()
    words = QMimeData()
    words.setText("https://example.org/dog.png")
    assert asked.queries.drop.takes(words) and asked.queries.drop.take(words)
    assert "dog.png" in asked.problems.problems[0]


def test_odd_files_are_read_or_explained_and_nothing_is_lost(
    qtbot, asked: TryPage, tmp_path: Path
) -> None:
    Image.new("L", (1, 1), 0).save(tmp_path / "dot.png")
    frames = [Image.new("L", (40, 40), shade) for shade in (255, 0)]
    frames[0].save(tmp_path / "moving.gif", save_all=True, append_images=frames[1:])
    head = b"IHDR" + struct.pack(">IIBBBBB", 20_000, 20_000, 8, 2, 0, 0, 0)
    size, check = struct.pack(">I", 13), struct.pack(">I", zlib.crc32(head))
    data = struct.pack(">I", 8) + b"IDAT" + bytes(12)
    (tmp_path / "huge.png").write_bytes(b"\x89PNG\r\n\x1a\n" + size + head + check + data)
    (tmp_path / "photo.heic").write_bytes(b"\0\0\0\x18ftypheic" + bytes(64))
    names = ("dot.png", "moving.gif", "huge.png", "photo.heic", "gone.png")
    drop(qtbot, asked, asked.queries.drop, [tmp_path / name for name in names])
    qtbot.waitUntil(lambda: settled(asked), timeout=10_000)
    assert [p.name for p in asked.board.queries[10:]] == ["dot.png", "moving.gif"]
    assert "animated" in asked.board.queries[11].found
    told = "\n".join(asked.problems.problems)
    for words in ("huge.png has more than 100 million", "HEIC", "gone.png can't be read"):
        assert words in told
    assert len(asked.board.classes) == 5
    drop(qtbot, asked, asked.queries.drop, [tmp_path / "gone.png"])  # and nothing else
    qtbot.waitUntil(lambda: asked.queries.status.text() == "12 pictures answered.", timeout=5_000)


def test_pen_strokes_are_kept_with_a_drawing(qtbot, page: TryPage) -> None:
    page.draw()
    pad = page.drawing.findChild(DrawingPad, "drawingPad")
    for y in (60, 200):
        qtbot.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(50, y))
        qtbot.mouseMove(pad, QPoint(120, y))
        qtbot.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(200, y))
    qtbot.keyClick(pad, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(page.board.queries) == 1, timeout=10_000)
    strokes = page.board.queries[0].strokes
    assert len(strokes) == 2 and all(len(stroke) >= 2 for stroke in strokes)
    times = [at for stroke in strokes for _, _, at in stroke]
    assert times == sorted(times) and times[0] == 0


def test_a_model_of_pen_strokes_answers_drawings_and_says_that_pictures_have_none(
    qtbot, asked: TryPage, tmp_path: Path
) -> None:
    e = Experiment.from_dict({"method": {"name": "protonet"}, "network": {"name": "gru"}})
    params = build_method(e, (PLACES, VALUES), 5).initial(torch.Generator().manual_seed(0))
    file = tmp_path / "strokes.safetensors"
    file.write_bytes(checkpoint_to_bytes(Checkpoint(e, params, (PLACES, VALUES), 5, None)))
    asked.load(file)
    status = asked.queries.status
    qtbot.waitUntil(lambda: "can't be used with this model" in status.text(), timeout=10_000)
    assert "is a picture, but this model reads the strokes" in asked.problems.problems[0]
    qtbot.waitUntil(lambda: not asked.intake.busy and not asked.asking.busy, timeout=10_000)
    while asked.board.classes:
        asked.editor.remove_class(asked.board.classes[0].key)
    line, hook = [[(50, 60), (200, 220)]], [[(50, 220), (60, 60), (220, 70)]]
    for shape in (line, hook):
        asked.editor.add_class()
        drawn(qtbot, asked, asked.board.classes[-1].key, shape)
    drawn(qtbot, asked, -1, [[(70, 60), (180, 200)]])
    model = asked.queries.model
    qtbot.waitUntil(lambda: model.prediction(10) is not None, timeout=10_000)
    assert model.index(10, 1).data() == asked.board.classes[0].name
    assert model.prediction(0) is None and status.text() == "1 picture answered."


def drawn(qtbot, page: TryPage, target: int, strokes: Sequence[Sequence[tuple[int, int]]]) -> None:
    """Draw on the pad, by hand, for a class (its key) or the queries (-1)."""
    page.drawing.open_for(target)
    before, pad = len(page.board.pictures), page.drawing.pad
    for first, *rest in strokes:
        qtbot.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(*first))
        for point in rest:
            qtbot.mouseMove(pad, QPoint(*point))
        qtbot.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(*rest[-1]))
    qtbot.keyClick(pad, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(page.board.pictures) == before + 1, timeout=10_000)


# --- keep and share ------------------------------------------------------------------------------


def test_a_class_set_comes_back_as_it_was(
    qtbot, asked: TryPage, tmp_path: Path, monkeypatch
) -> None:
    place = tmp_path / "mine.zip"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(place), "Zip (*.zip)"))
    asked.sharing.save_set()
    qtbot.waitUntil(place.is_file, timeout=10_000)
    before = [(c.name, [p.digest for p in c.pictures]) for c in asked.board.classes]
    for each in asked.board.classes:
        asked.editor.remove_class(each.key)
    asked.sharing.open_set(place)
    qtbot.waitUntil(lambda: len(asked.board.classes) == 5 and settled(asked), timeout=10_000)
    assert [(c.name, [p.digest for p in c.pictures]) for c in asked.board.classes] == before
    assert len(asked.board.queries) == 10
    asked.session.undo.undo()
    assert not asked.board.classes


def test_answers_are_exported_as_json_with_none_of_these(
    qtbot, asked: TryPage, tmp_path: Path, monkeypatch
) -> None:
    out = tmp_path / "answers.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), "JSON (*.json)"))
    asked.queries.answers.export_button.click()
    answers = json.loads(out.read_text())
    assert answers["classes"] == CLASSES and len(answers["predictions"]) == 10
    assert all(type(p["none_of_these"]) is bool for p in answers["predictions"])


def test_the_model_card_of_the_loaded_model_is_saved(
    qtbot, page: TryPage, tmp_path: Path, monkeypatch
) -> None:
    out = tmp_path / "card.md"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    page.sharing.save_card()
    qtbot.waitUntil(out.is_file, timeout=10_000)
    assert out.read_text().startswith("# ProtoNet")


# --- photographs ---------------------------------------------------------------------------------


def test_the_model_for_photographs_is_one_click_where_it_is_installed(qtbot, page) -> None:
    qtbot.mouseClick(page.header.built_in_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.view.network == "efficientnet-lite0", timeout=30_000)
    assert page.header.built_in_button.text() == "Drawings"


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("print('Progress 5 of 10')\nprint('Installing collected packages')", ""),
        ("print('ERROR: No matching distribution found')\nraise SystemExit(1)", "Connect to the"),
        ("print('[Errno 13] Permission denied: x')\nraise SystemExit(1)", "may not be changed"),
    ],
)
def test_the_install_dialog_says_what_and_how_big_and_why_it_failed(
    qtbot, page: TryPage, monkeypatch, script: str, words: str
) -> None:
    import sys

    monkeypatch.setattr(photographs, "has_pretrained", lambda: False)
    command = (sys.executable, "-c", script)
    monkeypatch.setattr(
        photographs, "install", lambda report: install(report, Package("weights", 13), command)
    )
    loaded: list[str] = []
    page.photographs.installed.disconnect()
    page.photographs.installed.connect(lambda: loaded.append("photographs"))
    qtbot.mouseClick(page.header.built_in_button, Qt.MouseButton.LeftButton)
    dialog = page.photographs.dialog
    assert dialog.isVisible() and dialog.install_button.text() == "Install 13 MB"
    qtbot.mouseClick(dialog.install_button, Qt.MouseButton.LeftButton)
    if words:
        qtbot.waitUntil(lambda: words in dialog.said.text(), timeout=10_000)
        assert dialog.install_button.isEnabled() and not loaded
    else:
        qtbot.waitUntil(lambda: loaded == ["photographs"], timeout=10_000)
        assert not dialog.isVisible()
