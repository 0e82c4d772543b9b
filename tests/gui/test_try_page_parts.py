"""Parts of the Try page that need no engine: board, survey, sentences, bars, table and grid."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt

from metastudio.engine.events import CheckpointView
from metastudio.gui.pages.tryout import survey as survey_module
from metastudio.gui.pages.tryout.board import Board
from metastudio.gui.pages.tryout.questions import what_is_missing
from metastudio.gui.pages.tryout.survey import checkpoint_in, survey
from metastudio.gui.theme import theme
from metastudio.gui.widgets.picture_items import Picture
from metastudio.gui.widgets.prediction_bars import in_words, reading, shown_classes
from metastudio.gui.widgets.prediction_model import Prediction, PredictionModel
from metastudio.gui.widgets.prediction_table import PredictionTable
from metastudio.gui.widgets.query_grid import QueryGrid


def picture(name: str = "a.png") -> Picture:
    return Picture(name, np.zeros((4, 4, 3), np.uint8))


def scores(*rows: list[float]) -> np.ndarray:
    return np.array(rows, np.float32)


# --- board ---------------------------------------------------------------------------------------


def test_edits_leave_the_board_before_untouched() -> None:
    first = picture()
    before = Board().with_class("A", [first]).with_class("B").with_queries([picture("q")])
    after = before.moved({first.key}, before.classes[1].key).renamed(before.classes[0].key, "C")
    assert before.classes[0].pictures == (first,) and before.classes[0].name == "A"
    assert after.classes[1].pictures == (first,) and after.classes[0].name == "C"


def test_moving_to_where_a_picture_lies_or_to_a_class_that_is_gone_changes_nothing() -> None:
    first, query = picture(), picture("q")
    board = Board().with_class("A", [first]).with_queries([query])
    assert board.moved({first.key}, board.classes[0].key) == board
    assert board.moved({query.key}, None) == board
    assert board.moved({query.key}, 10**9) == board


def test_class_folders_fill_a_class_of_their_name_and_unnamed_empty_ones_make_room() -> None:
    board = Board().with_class("Class 1", named=False).with_class("cat", [picture()])
    board = board.with_class_folders([("cat", [picture("b")]), ("dog", [picture("c")])])
    assert [(c.name, len(c.pictures)) for c in board.classes] == [("cat", 2), ("dog", 1)]


# --- survey --------------------------------------------------------------------------------------


def touch(*paths: Path) -> None:
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")


def test_a_folder_is_classes_for_bins_and_flat_for_queries(tmp_path: Path) -> None:
    names = ("cat/2.png", "cat/10.PNG", "dog/deep/1.jpg", "dog/.DS_Store", "__MACOSX/x/1.png")
    touch(*(tmp_path / name for name in names))
    found = survey([tmp_path], by_class=True)
    assert [(name, [f.name for f in files]) for name, files in found.folders] == [
        ("cat", ["2.png", "10.PNG"]),
        ("dog", ["deep/1.jpg"]),
    ]
    flat = survey([tmp_path], by_class=False)
    assert [f.name for f in flat.files] == ["cat/2.png", "cat/10.PNG", "dog/deep/1.jpg"]
    assert not flat.folders


def test_single_files_are_taken_whatever_their_ending(tmp_path: Path) -> None:
    touch(tmp_path / "notes.txt", tmp_path / "inside" / "notes.txt")
    found = survey([tmp_path / "notes.txt", tmp_path / "inside"], by_class=True)
    assert [f.name for f in found.files] == ["notes.txt"]
    assert found.empty == ("inside",)


def test_links_to_folders_elsewhere_are_not_followed(tmp_path: Path) -> None:
    touch(tmp_path / "elsewhere" / "secret.png", tmp_path / "mine" / "own.png")
    (tmp_path / "mine" / "link").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    found = survey([tmp_path / "mine"], by_class=False)
    assert [f.name for f in found.files] == ["own.png"]


def test_more_pictures_than_the_limit_are_counted_not_read(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(survey_module, "MOST", 20)
    touch(*(tmp_path / "many" / f"{n}.png" for n in range(25)))
    found = survey([tmp_path / "many"], by_class=False)
    assert len(found.files) == 20 and found.left_out == 5


def test_a_run_folder_means_its_best_checkpoint(tmp_path: Path) -> None:
    best = tmp_path / "checkpoints" / "best.safetensors"
    touch(tmp_path / "experiment.toml", best, tmp_path / "checkpoints" / "last.safetensors")
    assert survey([tmp_path], by_class=True).checkpoint == best
    best.unlink()
    assert checkpoint_in(tmp_path).name == "last.safetensors"


# --- sentences -----------------------------------------------------------------------------------


def view(**changed: object) -> CheckpointView:
    facts: dict = {
        "path": Path(), "title": "", "method": "maml", "network": "conv4", "data": "glyphs",
        "ways": 5, "shots": 1, "adapts": True, "steps": 3, "max_ways": 5, "validation": {},
        "image_size": 28, "channels": 1, "ink": True,
    }  # fmt: skip
    return CheckpointView(**{**facts, **changed})


def test_every_sentence_names_what_is_missing() -> None:
    full = Board().with_class("A", [picture()]).with_class("B", [picture()])
    asked = full.with_queries([picture()])
    assert what_is_missing(asked, view()) == ""
    assert what_is_missing(asked, None) == "Load a checkpoint to begin."
    assert "learns functions" in what_is_missing(asked, view(ways=0, data="sinusoid"))
    assert what_is_missing(full, view()) == "Add a picture to ask about."
    assert what_is_missing(asked.with_class("C"), view()) == "Add at least one picture to 'C'."
    assert "Add two classes" in what_is_missing(Board(), view())
    many = asked
    for number in range(5):
        many = many.with_class(f"{number}", [picture()])
    assert "there are 7" in what_is_missing(many, view())
    assert "Remove 2 classes" in what_is_missing(many, view())
    assert what_is_missing(many, view(max_ways=None)) == ""


# --- bars ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ([0.9, 0.1], "A"),
        ([0.54, 0.46], "Not sure: A or B"),  # above half, but the second is near
        ([0.45, 0.3, 0.25], "Not sure: A or B"),  # well ahead, but below half
        ([0.2, 0.1, 0.7], "C"),
    ],
)
def test_an_unsure_answer_says_so_and_between_what(row: list[float], words: str) -> None:
    assert in_words(["A", "B", "C"], scores(row)[0]) == words


def test_few_classes_are_all_shown_in_order_and_of_many_the_top_three() -> None:
    few = scores([0.1, 0.2, 0.3, 0.2, 0.2])[0]
    assert shown_classes(few, unfolded=False) == [0, 1, 2, 3, 4]
    many = scores([0.05, 0.1, 0.3, 0.05, 0.2, 0.3])[0]
    assert shown_classes(many, unfolded=False) == [2, 5, 4]
    assert shown_classes(many, unfolded=True) == [0, 1, 2, 3, 4, 5]


def test_a_tie_is_read_as_the_first_class_and_unsure() -> None:
    said = reading(scores([0.5, 0.5])[0])
    assert (said.best, said.second, said.sure) == (0, 1, False)


# --- table and grid ------------------------------------------------------------------------------


@pytest.fixture
def model(qapp) -> PredictionModel:
    theme()
    model = PredictionModel()
    pictures = [picture(name) for name in ("b.png", "a.png", "c.png")]
    model.set_pictures(pictures)
    steps = [
        scores([0.5, 0.5], [0.9, 0.1]),
        scores([0.6, 0.4], [0.2, 0.8]),
        scores([0.7, 0.3], [0.05, 0.95]),
    ]
    found = {p.key: Prediction(s) for p, s in zip(pictures, steps, strict=True)}
    model.set_predictions(("A", "B"), found, step=1)
    return model


def test_the_table_sorts_confidence_as_a_number_and_back_to_the_order_of_the_drop(
    qtbot, model: PredictionModel
) -> None:
    model.set_step(0)
    table = PredictionTable(model)
    qtbot.addWidget(table)

    def files() -> list[str]:
        return [table.model().index(row, 0).data() for row in range(3)]

    assert files() == ["b.png", "a.png", "c.png"]
    model.set_step(1)
    table.sortByColumn(2, Qt.SortOrder.DescendingOrder)
    assert files() == ["c.png", "b.png", "a.png"]
    table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    assert files() == ["a.png", "b.png", "c.png"]


def test_the_step_chooses_the_row_of_scores_everywhere(model: PredictionModel) -> None:
    assert [model.index(row, 1).data() for row in range(3)] == ["A", "B", "B"]
    model.set_step(0)
    assert [model.index(row, 1).data() for row in range(3)] == ["A", "A", "A"]
    assert model.as_csv().splitlines()[2] == "a.png,A,0.600000,0.600000,0.400000,"


def test_queries_without_an_answer_are_not_exported(model: PredictionModel) -> None:
    model.set_pictures([*model.pictures, picture("new.png")])
    assert model.index(3, 1).data() == ""
    assert len(model.records()) == 4


def test_names_with_commas_and_line_breaks_stay_one_field(model: PredictionModel) -> None:
    odd = picture('a,"b"\n.png')
    model.set_pictures([odd])
    model.set_predictions(("x, y", "z"), {odd.key: Prediction(scores([0.9, 0.1]))}, 0)
    import csv
    import io

    rows = list(csv.reader(io.StringIO(model.as_csv())))
    assert rows[1][:2] == [odd.name, "x, y"] and len(rows) == 2


def test_number_keys_and_delete_on_cards_tell_which_pictures(qtbot, model: PredictionModel) -> None:
    grid = QueryGrid(model)
    qtbot.addWidget(grid)
    grid.resize(700, 500)
    grid.show()
    grid.setCurrentIndex(model.index(1, 0))
    with qtbot.waitSignal(grid.sendRequested) as caught:
        qtbot.keyClick(grid, Qt.Key.Key_3)
    assert caught.args == [[model.pictures[1].key], 2]
    with qtbot.waitSignal(grid.removeRequested) as caught:
        qtbot.keyClick(grid, Qt.Key.Key_Delete)
    assert caught.args == [[model.pictures[1].key]]


def test_bars_glide_to_where_the_scores_are(qtbot, model: PredictionModel) -> None:
    grid = QueryGrid(model)
    qtbot.addWidget(grid)
    grid.resize(700, 500)
    grid.show()
    model.set_step(0)
    key, target = model.pictures[0].key, model.scores(0)
    qtbot.waitUntil(lambda: key in grid._shown, timeout=3_000)
    qtbot.waitUntil(lambda: np.allclose(grid._shown[key], target), timeout=3_000)


def test_cards_fill_the_row_at_any_width(qtbot, model: PredictionModel) -> None:
    grid = QueryGrid(model)
    qtbot.addWidget(grid)
    grid.show()
    for width in (420, 640, 900):
        grid.resize(width, 500)
        grid.doItemsLayout()
        first, second = (grid.visualRect(model.index(row, 0)) for row in (0, 1))
        assert second.top() == first.top(), width
