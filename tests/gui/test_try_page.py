"""The Try page with the real engine: tiny models, real files, drops synthesised on real widgets."""

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QSlider,
    QTableView,
    QToolButton,
    QWidget,
)

from metastudio.engine.experiment import Experiment
from metastudio.engine.training import train
from metastudio.engine.workspace import Workspace
from metastudio.gui.commands import Commands
from metastudio.gui.pages.tryout import TryPage, loading
from metastudio.gui.pages.tryout import page as page_module
from metastudio.gui.session import Session
from metastudio.gui.widgets.drawing_pad import DrawingPad
from metastudio.gui.widgets.picture_items import moved_mime

RING, CROSS, BARS = "κύκλος", "十字", "bars"


# --- what the tests work with --------------------------------------------------------------------


def trained(folder: Path, method: str, data: str = "glyphs", iterations: int = 60) -> Path:
    """Train for a few seconds and return the run folder."""
    raw = {
        "data": {"name": data},
        "method": {"name": method},
        "training": {
            "iterations": iterations,
            "validation_every": iterations,
            "validation_tasks": 4,
            "device": "cpu",
        },
    }
    if data == "glyphs":
        raw["network"] = {"channels": 16}
    *_, end = train(Experiment.from_dict(raw), workspace=Workspace(folder))
    return end.run


@pytest.fixture(scope="module")
def protonet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return trained(tmp_path_factory.mktemp("protonet"), "protonet")


@pytest.fixture(scope="module")
def maml(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return trained(tmp_path_factory.mktemp("maml"), "maml", iterations=20)


def draw(path: Path, shape: str, shift: int = 0) -> Path:
    """Write a drawing, ink on white, a little different for every `shift`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    image = Image.new("L", (105, 105), 255)
    pen = ImageDraw.Draw(image)
    a, b = 20 + shift, 84 - shift
    if shape == RING:
        pen.ellipse((a, 20, b, 84), outline=0, width=4)
    elif shape == CROSS:
        pen.line((a, 20, b, 84), fill=0, width=4)
        pen.line((b, 20, a, 84), fill=0, width=4)
    else:
        for x in (a, 52, b):
            pen.line((x, 16, x, 88), fill=0, width=4)
    image.save(path)
    return path


@pytest.fixture
def drawings(tmp_path: Path) -> Path:
    """Three class folders with two drawings each, and `queries/` with one of each class."""
    for shape in (RING, CROSS, BARS):
        for shift in (0, 3):
            draw(tmp_path / "support" / shape / f"{shape} {shift}.png", shape, shift)
        draw(tmp_path / "queries" / f"{shape}.png", shape, 5)
    return tmp_path


@pytest.fixture
def page(session: Session, qtbot, monkeypatch, tmp_path: Path) -> TryPage:
    nothing = tmp_path / "nothing"
    monkeypatch.setattr(loading, "bundled_checkpoint", lambda: nothing)
    monkeypatch.setattr(page_module, "samples_folder", lambda: nothing)
    page = TryPage(session, Commands())
    qtbot.addWidget(page)
    page.resize(1200, 800)
    page.show()
    return page


def drop(target: QWidget, paths: Sequence[Path]) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    drop_mime(target, mime)


def drop_mime(target: QWidget, mime: QMimeData) -> None:
    """Enter first, as a hand does: Qt drops nothing on a widget that was not entered."""
    place, copy, left = QPoint(20, 20), Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(target, QDragEnterEvent(place, copy, mime, left, none))
    QApplication.sendEvent(target, QDropEvent(QPointF(place), copy, mime, left, none))


def find(page: TryPage, kind: type, name: str):
    found = page.findChild(kind, name)
    assert found is not None, name
    return found


def click(qtbot, page: TryPage, name: str) -> None:
    button = page.findChild(QPushButton, name) or find(page, QToolButton, name)
    QApplication.processEvents()  # what has just appeared is laid out before a hand reaches it
    assert button.isEnabled() and button.isVisible(), name
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def status(page: TryPage) -> str:
    return find(page, QLabel, "tryStatus").text()


def load(qtbot, page: TryPage, path: Path) -> None:
    page.load(path)
    qtbot.waitUntil(lambda: page.view is not None, timeout=30_000)


def until_settled(qtbot, page: TryPage) -> None:
    qtbot.waitUntil(lambda: not page.intake.busy and not page.asking.busy, timeout=20_000)


def until_answered(qtbot, page: TryPage, count: int) -> None:
    qtbot.waitUntil(lambda: "answered" in status(page) and not page.asking.busy, timeout=20_000)
    assert status(page).startswith(f"{count} picture")


def table(page: TryPage) -> dict[str, str]:
    """File -> class, as the table shows them."""
    model = find(page, QTableView, "predictionTable").model()
    return {
        model.index(row, 0).data(): model.index(row, 1).data() for row in range(model.rowCount())
    }


def confidences(page: TryPage) -> list[str]:
    model = find(page, QTableView, "predictionTable").model()
    return [model.index(row, 2).data() for row in range(model.rowCount())]


def with_answers(qtbot, page: TryPage, run: Path, drawings: Path) -> None:
    load(qtbot, page, run)
    drop(find(page, QWidget, "newClassDrop"), [drawings / "support"])
    drop(find(page, QWidget, "queryDrop"), [drawings / "queries"])
    until_answered(qtbot, page, 3)


# --- answers -------------------------------------------------------------------------------------


def test_class_folders_and_queries_dropped_in_get_the_right_answers(
    qtbot, page: TryPage, protonet: Path, drawings: Path
) -> None:
    with_answers(qtbot, page, protonet, drawings)
    assert [b.name for b in page.support.bins] == [BARS, RING, CROSS]
    assert table(page) == {f"{shape}.png": shape for shape in (RING, CROSS, BARS)}
    assert find(page, QTableView, "predictionTable").isVisible()
    assert not find(page, QSlider, "adaptationSlider").isVisible()


def test_the_label_says_what_the_model_is_and_was_trained_on(
    qtbot, page: TryPage, protonet: Path
) -> None:
    load(qtbot, page, protonet)
    words = find(page, QLabel, "checkpointLabel").text()
    for part in ("ProtoNet", "glyphs", "5-way 1-shot", "% right on validation tasks"):
        assert part in words
    click(qtbot, page, "checkpointDetailsButton")
    facts = find(page, QWidget, "checkpointDetails")
    assert facts.isVisible()
    assert any("best.safetensors" in label.text() for label in facts.findChildren(QLabel))


def test_the_slider_shows_the_model_before_and_after_without_asking_again(
    qtbot, page: TryPage, maml: Path, drawings: Path, monkeypatch
) -> None:
    with_answers(qtbot, page, maml, drawings)
    slider = find(page, QSlider, "adaptationSlider")
    assert slider.isVisible() and slider.isEnabled()
    assert slider.value() == slider.maximum() == page.view.steps > 0
    after = confidences(page)
    monkeypatch.setattr(page.session.engine, "classify", lambda *_: pytest.fail("asked again"))
    slider.setValue(0)
    assert find(page, QLabel, "adaptationLabel").text() == "Before adaptation"
    before = confidences(page)
    assert before != after
    slider.setValue(slider.maximum())
    steps = slider.maximum()
    assert find(page, QLabel, "adaptationLabel").text() == f"After {steps} of {steps} steps"
    assert confidences(page) == after


def test_answers_to_a_board_that_has_changed_meanwhile_are_dropped(
    qtbot, page: TryPage, protonet: Path, drawings: Path
) -> None:
    with_answers(qtbot, page, protonet, drawings)
    page.asking._ask()  # the question is on its way …
    page.editor.rename_class(page.board.classes[0].key, "stripes")  # … and already out of date
    until_answered(qtbot, page, 3)
    assert table(page)["bars.png"] == "stripes"


# --- pictures come in ----------------------------------------------------------------------------


def test_bad_pictures_are_named_with_the_reason_and_the_rest_is_answered(
    qtbot, page: TryPage, protonet: Path, drawings: Path
) -> None:
    with_answers(qtbot, page, protonet, drawings)
    good = draw(drawings / "good.png", RING, 4)
    torn, empty, text = (drawings / name for name in ("torn.png", "empty.png", "notes.txt"))
    torn.write_bytes(good.read_bytes()[:120])
    empty.write_bytes(b"")
    text.write_text("no picture")
    drop(find(page, QWidget, "queryDrop"), [torn, good, empty, text])
    qtbot.waitUntil(lambda: len(page.board.queries) == 4, timeout=10_000)
    until_answered(qtbot, page, 4)
    assert table(page)["good.png"] == RING
    assert page.problems.isVisible() and len(page.problems.problems) == 3
    for name, sentence in zip(
        ("torn.png", "empty.png", "notes.txt"), page.problems.problems, strict=True
    ):
        assert name in sentence
    click(qtbot, page, "problemsDismiss")
    assert not page.problems.isVisible()


def test_a_folder_gives_its_name_to_a_class_that_nobody_has_named(
    qtbot, page: TryPage, protonet: Path, drawings: Path
) -> None:
    load(qtbot, page, protonet)
    drop(find(page, QWidget, "supportBin0"), [drawings / "support" / CROSS])
    qtbot.waitUntil(lambda: len(page.board.classes[0].pictures) == 2, timeout=10_000)
    assert [c.name for c in page.board.classes] == [CROSS, "Class 2"]
    drop(find(page, QWidget, "supportBin0"), [drawings / "support" / RING])
    qtbot.waitUntil(lambda: len(page.board.classes[0].pictures) == 4, timeout=10_000)
    assert page.board.classes[0].name == CROSS


def test_pictures_dropped_before_a_model_wait_for_it(
    qtbot, page: TryPage, protonet: Path, drawings: Path
) -> None:
    drop(find(page, QWidget, "supportBin0"), [drawings / "support"])
    drop(find(page, QWidget, "queryDrop"), [drawings / "queries"])
    qtbot.waitUntil(lambda: "Load a checkpoint" in status(page), timeout=5_000)
    assert page.board.empty
    page.load(protonet)
    qtbot.waitUntil(lambda: page.view is not None, timeout=30_000)
    until_answered(qtbot, page, 3)


def test_a_drawing_becomes_a_query_and_the_pad_is_clean_again(
    qtbot, page: TryPage, protonet: Path, drawings: Path
) -> None:
    with_answers(qtbot, page, protonet, drawings)
    click(qtbot, page, "drawQueryButton")
    pad = find(page, DrawingPad, "drawingPad")
    for start, end in (((60, 60), (220, 220)), ((220, 60), (60, 220))):
        qtbot.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(*start))
        qtbot.mouseMove(pad, QPoint(140, 140))
        qtbot.mouseMove(pad, QPoint(*end))
        qtbot.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(*end))
    click(qtbot, page, "addDrawingButton")
    assert pad.strokes == 0
    qtbot.waitUntil(lambda: len(page.board.queries) == 4, timeout=10_000)
    until_answered(qtbot, page, 4)
    assert table(page)["drawing 1"] == CROSS


def test_the_pad_opened_from_a_class_adds_to_that_class(
    qtbot, page: TryPage, protonet: Path
) -> None:
    load(qtbot, page, protonet)
    click(qtbot, page, "supportBin1Draw")
    pad = find(page, DrawingPad, "drawingPad")
    qtbot.mouseClick(pad, Qt.MouseButton.LeftButton, pos=QPoint(140, 140))
    qtbot.keyClick(pad, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(page.board.classes[1].pictures) == 1, timeout=10_000)
    assert not page.board.queries


def test_a_pasted_image_goes_to_the_class_with_the_focus_else_to_the_queries(
    qtbot, page: TryPage, protonet: Path, drawings: Path
) -> None:
    load(qtbot, page, protonet)
    QGuiApplication.clipboard().setImage(QImage(str(drawings / "queries" / f"{RING}.png")))
    page.queries.grid.setFocus()
    page.bringing.paste()
    qtbot.waitUntil(lambda: len(page.board.queries) == 1, timeout=10_000)
    page.support.bins[1].setFocus()
    page.bringing.paste()
    qtbot.waitUntil(lambda: len(page.board.classes[1].pictures) == 1, timeout=10_000)
    QGuiApplication.clipboard().setText("no picture")
    page.bringing.paste()
    assert page.problems.problems == ("The clipboard holds no picture.",)


def test_one_click_on_the_sample_button_shows_answers(
    qtbot, page: TryPage, protonet: Path, drawings: Path, monkeypatch
) -> None:
    monkeypatch.setattr(page_module, "samples_folder", lambda: drawings)
    page.editor.take(page.board)
    load(qtbot, page, protonet)
    click(qtbot, page, "sampleButton")
    until_answered(qtbot, page, 3)
    assert table(page)[f"{RING}.png"] == RING
    page.session.undo.undo()
    assert page.board.empty and len(page.board.classes) == 2


def test_the_bundled_model_is_loaded_when_the_page_is_first_shown(
    qtbot, session: Session, protonet: Path, monkeypatch
) -> None:
    bundled = protonet / "checkpoints" / "best.safetensors"
    monkeypatch.setattr(loading, "bundled_checkpoint", lambda: bundled)
    page = TryPage(session, Commands())
    qtbot.addWidget(page)
    assert page.view is None and not session.engine.busy("load_checkpoint")
    page.show()
    qtbot.waitUntil(lambda: page.view is not None, timeout=30_000)
    assert page.view.path == bundled


# --- edits ---------------------------------------------------------------------------------------


def test_every_edit_is_undone_and_redone(
    qtbot, page: TryPage, protonet: Path, drawings: Path
) -> None:
    with_answers(qtbot, page, protonet, drawings)
    undo, before = page.session.undo, page.board
    name = find(page, QLineEdit, "supportBin0Name")
    name.setFocus()
    name.selectAll()
    name.insert("Stäbe")  # QTest types ASCII only
    qtbot.keyClick(name, Qt.Key.Key_Return)
    assert page.board.classes[0].name == "Stäbe"
    click(qtbot, page, "addClassButton")
    assert len(page.support.bins) == 4
    click(qtbot, page, "supportBin1Remove")
    assert [c.name for c in page.board.classes] == ["Stäbe", CROSS, "Class 1"]
    page.queries.grid.selectAll()
    qtbot.keyClick(page.queries.grid, Qt.Key.Key_Delete)
    assert not page.board.queries
    after = page.board
    for _ in range(4):
        undo.undo()
    assert page.board == before
    assert [b.name for b in page.support.bins] == [BARS, RING, CROSS]
    for _ in range(4):
        undo.redo()
    assert page.board == after
    assert page.findChild(QWidget, "supportBin3") is None


def test_a_number_key_sends_the_chosen_query_into_that_class(
    qtbot, page: TryPage, protonet: Path, drawings: Path
) -> None:
    with_answers(qtbot, page, protonet, drawings)
    sent = page.board.queries[0]
    grid = page.queries.grid
    grid.setCurrentIndex(grid.model().index(0, 0))
    qtbot.keyClick(grid, Qt.Key.Key_2)
    assert sent in page.board.classes[1].pictures and sent not in page.board.queries
    until_answered(qtbot, page, 2)
    page.session.undo.undo()
    assert page.board.queries[0] is sent
    grid.setCurrentIndex(grid.model().index(0, 0))
    qtbot.keyClick(grid, Qt.Key.Key_9)
    assert len(page.board.queries) == 3, "there is no ninth class"


def test_a_picture_dragged_from_a_class_to_the_queries_moves(
    qtbot, page: TryPage, protonet: Path, drawings: Path
) -> None:
    with_answers(qtbot, page, protonet, drawings)
    picture = page.board.classes[0].pictures[0]
    drop_mime(find(page, QWidget, "queryDrop"), moved_mime([picture.key]))
    assert picture in page.board.queries and picture not in page.board.classes[0].pictures
    until_answered(qtbot, page, 4)


# --- what is missing, and what goes wrong --------------------------------------------------------


def test_the_page_says_what_is_missing_instead_of_answers(
    qtbot, page: TryPage, protonet: Path, drawings: Path
) -> None:
    load(qtbot, page, protonet)
    qtbot.waitUntil(lambda: "to 'Class 1' and 'Class 2'." in status(page), timeout=5_000)
    drop(find(page, QWidget, "supportBin0"), [drawings / "support" / RING])
    qtbot.waitUntil(
        lambda: status(page) == "Add at least one picture to 'Class 2'.", timeout=10_000
    )
    click(qtbot, page, "supportBin1Remove")
    qtbot.waitUntil(lambda: status(page).startswith("Add a second class"), timeout=5_000)
    drop(find(page, QWidget, "newClassDrop"), [drawings / "support" / BARS])
    qtbot.waitUntil(lambda: status(page) == "Add a picture to ask about.", timeout=10_000)
    page.editor.rename_class(page.board.classes[0].key, BARS)
    qtbot.waitUntil(lambda: "Two classes are called 'bars'" in status(page), timeout=5_000)


def test_more_classes_than_a_fixed_head_has_are_counted(
    qtbot, page: TryPage, maml: Path, drawings: Path
) -> None:
    with_answers(qtbot, page, maml, drawings)
    for _ in range(3):
        click(qtbot, page, "addClassButton")
    qtbot.waitUntil(lambda: "at most 5 classes" in status(page), timeout=5_000)
    assert "there are 6" in status(page) and "Remove 1 class" in status(page)
    assert not find(page, QTableView, "predictionTable").isVisible()


def test_a_broken_checkpoint_is_explained_and_the_model_before_stays(
    qtbot, page: TryPage, protonet: Path, drawings: Path
) -> None:
    with_answers(qtbot, page, protonet, drawings)
    title = page.view.title
    broken = drawings / "broken.safetensors"
    broken.write_bytes((protonet / "checkpoints" / "best.safetensors").read_bytes()[:500])
    drop(find(page, QWidget, "queryDrop"), [broken])
    qtbot.waitUntil(lambda: bool(page.problems.problems), timeout=10_000)
    assert "broken.safetensors" in page.problems.problems[0]
    assert title in find(page, QLabel, "checkpointLabel").text()
    draw(drawings / "more.png", RING, 6)
    drop(find(page, QWidget, "queryDrop"), [drawings / "more.png"])
    qtbot.waitUntil(lambda: len(page.board.queries) == 4, timeout=10_000)
    until_answered(qtbot, page, 4)


def test_a_run_folder_dropped_on_a_bin_is_loaded_and_everything_asked_again(
    qtbot, page: TryPage, protonet: Path, maml: Path, drawings: Path
) -> None:
    with_answers(qtbot, page, protonet, drawings)
    (drawings / "queries" / f"{RING}.png").unlink()  # its pixels are still on the page
    drop(find(page, QWidget, "supportBin0"), [maml])
    qtbot.waitUntil(lambda: page.view.method == "maml", timeout=20_000)
    qtbot.waitUntil(lambda: page.queries.model.answered, timeout=20_000)
    until_answered(qtbot, page, 3)
    assert find(page, QSlider, "adaptationSlider").isVisible()
    assert page.problems.problems == ()


def test_a_model_of_functions_is_refused_with_a_sentence(
    qtbot, page: TryPage, tmp_path: Path
) -> None:
    run = trained(tmp_path, "maml", data="sinusoid", iterations=5)
    page.load(run)
    qtbot.waitUntil(
        lambda: bool(page.problems.problems) or "functions" in status(page), timeout=30_000
    )
    assert "functions" in " ".join([*page.problems.problems, status(page)])


def test_a_folder_without_pictures_is_named(
    qtbot, page: TryPage, protonet: Path, tmp_path: Path
) -> None:
    load(qtbot, page, protonet)
    (tmp_path / "leer").mkdir()
    drop(find(page, QWidget, "supportBin0"), [tmp_path / "leer"])
    qtbot.waitUntil(lambda: bool(page.problems.problems), timeout=10_000)
    assert page.problems.problems == ("The folder 'leer' holds no pictures.",)


# --- out of the page -----------------------------------------------------------------------------


def test_the_table_is_exported_and_copied_with_all_scores(
    qtbot, page: TryPage, protonet: Path, drawings: Path, monkeypatch
) -> None:
    with_answers(qtbot, page, protonet, drawings)
    out = drawings / "answers.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    click(qtbot, page, "exportTableButton")
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["file", "class", "confidence", BARS, RING, CROSS, "none_of_these"]
    assert {row[0]: row[1] for row in rows[1:]} == table(page)
    assert all(abs(sum(map(float, row[3:-1])) - 1) < 1e-4 for row in rows[1:])
    click(qtbot, page, "copyTableButton")
    assert QGuiApplication.clipboard().text().splitlines()[0].split("\t") == rows[0]


def test_an_export_that_fails_is_explained(
    qtbot, page: TryPage, protonet: Path, drawings: Path, monkeypatch
) -> None:
    with_answers(qtbot, page, protonet, drawings)
    blocked = drawings / "file"
    blocked.write_text("a file where a folder should be")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(blocked / "a.csv"), ""))
    page.sharing.export_answers()
    assert "can't be written" in page.problems.problems[0]
