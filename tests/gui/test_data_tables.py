"""Tables, smears and streams on the Data page, by drops and clicks."""

import csv
import io
import json
import pickle
import zipfile
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QInputDialog,
    QLabel,
    QListWidget,
    QMessageBox,
    QPushButton,
)

from metastudio.engine.tasks.mirror import kept_mirror
from metastudio.engine.tasks.table_source import import_table
from metastudio.gui.pages.data import DataPage
from metastudio.gui.pages.data.class_browser import ClassBrowser
from metastudio.gui.pages.data.split_tools import SplitTools
from metastudio.gui.session import kind_of
from metastudio.gui.widgets.function_view import FunctionView
from metastudio.gui.widgets.split_bar import SplitBar

SECONDS = 60_000


@pytest.fixture
def page(data_page: DataPage, qtbot) -> DataPage:
    page = data_page
    qtbot.waitUntil(lambda: opened(page) == "glyphs", timeout=SECONDS)
    return page


def opened(page: DataPage) -> str:
    view = page._panel.view
    return view.card.name if view is not None and not page._panel.glancing else ""


def child(page: DataPage, kind: type, name: str):
    return page.findChild(kind, name)


def dialog(page: DataPage, name: str, qtbot) -> QDialog:
    qtbot.waitUntil(lambda: child(page, QDialog, name) is not None, timeout=SECONDS)
    return child(page, QDialog, name)


def readings(folder: Path) -> Path:
    """Twelve patients of ten readings; `mood` is a word, `pulse` follows dose and age."""
    rows = [
        (f"p{p:02d}", p, n, ("calm", "tense")[(n + p) % 2], 60 + 3 * n + p)
        for p in range(12)
        for n in range(10)
    ]
    file = folder / "readings.csv"
    with file.open("w", newline="") as out:
        csv.writer(out).writerows([("patient", "age", "dose", "mood", "pulse"), *rows])
    return file


def smears(folder: Path) -> Path:
    """Six kinds of cells on nine smears, and index.csv beside their folder."""
    rows = []
    for kind in "abcdef":
        for n in range(18):
            place = folder / "cells" / kind / f"{n:02d}.png"
            place.parent.mkdir(parents=True, exist_ok=True)
            Image.new("L", (8, 8), 10 * n).save(place)
            rows.append((f"{kind}/{n:02d}.png", kind, f"s{n % 9}", n))
    with (folder / "index.csv").open("w", newline="") as out:
        csv.writer(out).writerows([("file", "class", "smear", "x"), *rows])
    return folder


def test_a_dropped_table_asks_for_its_columns_and_deals_its_tasks(
    page, session, tmp_path, qtbot
) -> None:
    session.dropped([readings(tmp_path)])
    asked = dialog(page, "tableDialog", qtbot)
    task, target = child(asked, QComboBox, "tableTask"), child(asked, QComboBox, "tableTarget")
    assert (task.currentText(), target.currentText()) == ("patient", "pulse")
    assert [task.itemText(i) for i in range(task.count())][:2] == ["patient", "age"]
    inputs = child(asked, QListWidget, "tableInputs")
    items = {inputs.item(i).text(): inputs.item(i) for i in range(inputs.count())}
    assert not items["mood"].flags() & Qt.ItemFlag.ItemIsEnabled
    use, note = child(asked, QPushButton, "useTable"), child(asked, QLabel, "tableNote")
    for name in ("age", "dose"):
        items[name].setCheckState(Qt.CheckState.Unchecked)
    assert not use.isEnabled() and "nothing to predict from" in note.text()
    items["dose"].setCheckState(Qt.CheckState.Checked)
    items["age"].setCheckState(Qt.CheckState.Checked)
    assert note.text() == "12 tasks, about 10 rows each: pulse from age, dose."
    qtbot.mouseClick(use, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: opened(page) == "readings.csv", timeout=SECONDS)
    qtbot.waitUntil(lambda: page.findChild(FunctionView) is not None, timeout=SECONDS)
    view = page.findChild(FunctionView)
    qtbot.waitUntil(lambda: view.title == "age (standardised)", timeout=SECONDS)
    across = child(page, QComboBox, "dealAcross")
    assert across.isVisible()
    across.setCurrentIndex(1)
    across.activated.emit(1)
    assert view.title == "dose (standardised)"
    assert view.getAxis("left").autoSIPrefixScale == 1.0  # 0.6 is not written as 600
    qtbot.mouseClick(child(page, QPushButton, "useButton"), Qt.MouseButton.LeftButton)
    data = session.experiment.data
    assert (data.name, data.task_column, data.target_column) == ("readings.csv", "patient", "pulse")
    assert (session.experiment.method.name, session.experiment.network.name) == ("maml", "mlp")
    page.choose("robot-payloads")  # whose columns are others
    qtbot.waitUntil(lambda: opened(page) == "robot-payloads", timeout=SECONDS)
    qtbot.mouseClick(child(page, QPushButton, "useButton"), Qt.MouseButton.LeftButton)
    assert session.experiment.data.task_column == "payload"


def test_a_target_of_words_makes_classes_and_columns_can_be_chosen_anew(
    page, session, tmp_path, qtbot
) -> None:
    session.dropped([readings(tmp_path)])
    asked = dialog(page, "tableDialog", qtbot)
    child(asked, QComboBox, "tableTarget").setCurrentText("mood")
    assert child(asked, QComboBox, "tableKind").currentData() == "class"
    qtbot.mouseClick(child(asked, QPushButton, "useTable"), Qt.MouseButton.LeftButton)
    session.edit({"task.ways": 2})
    qtbot.waitUntil(lambda: opened(page) == "readings.csv", timeout=SECONDS)
    assert "p00: calm" in {c for s in page._panel.view.splits for c in s.classes}
    qtbot.waitUntil(lambda: child(page, QDialog, "tableDialog") is None, timeout=SECONDS)
    qtbot.mouseClick(child(page, QPushButton, "columnsButton"), Qt.MouseButton.LeftButton)
    again = dialog(page, "tableDialog", qtbot)
    assert child(again, QComboBox, "tableTarget").currentText() == "mood"  # as it was chosen
    child(again, QComboBox, "tableTarget").setCurrentText("pulse")
    qtbot.mouseClick(child(again, QPushButton, "useTable"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(
        lambda: page._panel.view is not None and page._panel.view.card.kind == "functions",
        timeout=SECONDS,
    )


def test_a_table_that_comes_with_a_folder_says_which_smear(page, session, tmp_path, qtbot) -> None:
    here = smears(tmp_path)
    session.dropped([here / "cells", here / "index.csv"])
    qtbot.waitUntil(lambda: opened(page) == "cells", timeout=SECONDS)
    combo = child(page, QComboBox, "splitCombo")
    qtbot.waitUntil(lambda: combo.findText("Smear, patient or camera") >= 0, timeout=SECONDS)
    place = combo.findText("Smear, patient or camera")
    combo.setCurrentIndex(place)
    combo.activated.emit(place)
    bar = page.findChild(SplitBar)
    qtbot.waitUntil(lambda: sum(bar.counts.values()) == 108, timeout=SECONDS)  # pictures
    assert len(page.findChild(ClassBrowser).classes) == 6
    assert not page.findChild(SplitTools)._actions["moveClasses"].isEnabled()
    session.undo.undo()
    qtbot.waitUntil(lambda: sum(bar.counts.values()) == 6, timeout=SECONDS)  # classes


def test_a_table_dropped_on_pictures_divides_them_by_a_column(
    page, session, tmp_path, qtbot
) -> None:
    here = smears(tmp_path)
    assert kind_of(here / "index.csv") == "table"
    session.dropped([here / "cells"])
    qtbot.waitUntil(lambda: opened(page) == "cells", timeout=SECONDS)
    said = []
    session.notice.connect(lambda level, words: said.append((level, words)))
    session.dropped([here / "index.csv"])
    asked = dialog(page, "sittingsDialog", qtbot)
    column = child(asked, QComboBox, "sittingsColumn")
    assert column.currentText() == "smear"
    column.setCurrentText("class")
    qtbot.mouseClick(child(asked, QPushButton, "useSittings"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(
        lambda: any(level == "bad" and "would have" in words for level, words in said),
        timeout=SECONDS,
    )
    assert sum(page.findChild(SplitBar).counts.values()) == 6  # nothing has changed
    qtbot.waitUntil(lambda: child(page, QDialog, "sittingsDialog") is None, timeout=SECONDS)
    session.dropped([here / "index.csv"])
    asked = dialog(page, "sittingsDialog", qtbot)
    qtbot.mouseClick(child(asked, QPushButton, "useSittings"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: sum(page.findChild(SplitBar).counts.values()) == 108, timeout=SECONDS)
    page.use()
    assert session.experiment.data.sittings_file == str(here / "index.csv")
    page._remove_now(page._cards["cells"])
    qtbot.waitUntil(lambda: opened(page) == "glyphs", timeout=SECONDS)
    data = session.experiment.data
    assert (data.name, data.split, data.sittings_file) == ("glyphs", "random", None)


def test_the_column_of_files_is_not_offered_as_a_place(page, tmp_path, qtbot) -> None:
    (tmp_path / "index.csv").write_text("smear;file;donor\ns1;a/1.png;d1\n")
    page._panel._sittings.take(tmp_path / "index.csv", page._panel.card, page._panel._viewed)
    combo = child(dialog(page, "sittingsDialog", qtbot), QComboBox, "sittingsColumn")
    assert [combo.itemText(n) for n in range(combo.count())] == ["smear", "donor"]


def test_classes_that_a_split_file_leaves_out_are_in_no_split(
    page, session, tmp_path, qtbot
) -> None:
    file = tmp_path / "split.json"
    file.write_text('{"train": ["Alphabet 01", "Alphabet 02"], "test": ["Alphabet 03"]}')
    session.dropped([file])
    asked = dialog(page, "splitFileDialog", qtbot)
    qtbot.mouseClick(child(asked, QPushButton, "useSplit"), Qt.MouseButton.LeftButton)
    bar = page.findChild(SplitBar)
    qtbot.waitUntil(lambda: bar.counts.get("none") == 540, timeout=SECONDS)
    part = bar._parts["none"]
    assert part.isVisible()
    part.click()
    qtbot.waitUntil(lambda: "in no split" in page._panel.dealer.message, timeout=SECONDS)
    browser = page.findChild(ClassBrowser)
    moved = browser.classes[:2]
    browser.moveWanted.emit(moved, "train")
    qtbot.waitUntil(lambda: bar.counts.get("none") == 538, timeout=SECONDS)
    assert bar.counts["train"] == 42


def test_a_drifting_stream_tells_where_a_task_lies_and_asks_for_a_model(
    page, session, qtbot
) -> None:
    drift = child(page, QComboBox, "dealDrift")
    assert [drift.itemData(i) for i in range(drift.count())] == ["none", "classes", "rotation"]
    drift.setCurrentIndex(2)
    drift.activated.emit(2)
    assert session.experiment.data.drift == "rotation"
    dealer = page._panel.dealer
    qtbot.waitUntil(lambda: dealer._about.text().endswith("at 0 % of the stream"), timeout=SECONDS)
    dealer.deal_another()
    qtbot.waitUntil(lambda: dealer._about.text().endswith("at 62 % of the stream"), timeout=SECONDS)
    said = []
    session.notice.connect(lambda level, words: said.append(words))
    measure = child(page, QPushButton, "streamMeasure")
    assert measure.isVisible()
    qtbot.mouseClick(measure, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: any("No model was trained" in words for words in said), timeout=SECONDS)
    assert measure.isEnabled()


def test_dropped_caches_of_mini_imagenet_are_one_data_set_with_its_split(
    page, session, tmp_path, qtbot
) -> None:
    files = []
    for number, side in enumerate(("train", "val", "test")):
        pictures = np.random.default_rng(number).integers(0, 255, (24, 16, 16, 3), np.uint8)
        classes = {f"n{number}{c}": list(range(6 * c, 6 * c + 6)) for c in range(4)}
        files.append(tmp_path / f"mini-imagenet-cache-{side}.pkl")
        raw = {"image_data": pictures, "class_dict": classes}
        files[-1].write_bytes(pickle.dumps(raw, protocol=2))
    session.dropped(files)
    bar = page.findChild(SplitBar)
    qtbot.waitUntil(lambda: list(bar.counts.values()) == [4, 4, 4], timeout=SECONDS)
    assert page.findChild(SplitTools).shown == "Published"


def test_a_mirror_is_chosen_on_the_card_and_kept(page, session, qtbot) -> None:
    page.choose("dtd")
    said = []
    session.notice.connect(lambda _level, words: said.append(words))
    button = child(page, QPushButton, "downloadMirror")

    def answer(address: str) -> None:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        asked = page.findChild(QInputDialog, "mirrorDialog")
        asked.setTextValue(address)
        asked.accept()
        qtbot.waitUntil(lambda: page.findChild(QInputDialog) is None, timeout=SECONDS)

    answer("nowhere")
    qtbot.waitUntil(lambda: len(said) == 1, timeout=SECONDS)
    assert "'nowhere' is no address" in said[0]
    answer("https://mirror.example/sets")
    qtbot.waitUntil(lambda: "mirror.example" in button.toolTip(), timeout=SECONDS)
    assert kept_mirror(session.workspace) == "https://mirror.example/sets"


def test_a_split_file_that_comes_with_omniglot_divides_it(page, session, tmp_path, qtbot) -> None:
    names = [f"Greek/character{n:02}" for n in range(1, 13)]
    with zipfile.ZipFile(tmp_path / "images_background.zip", "w") as archive:
        for name, drawing in product(names, range(1, 5)):
            pixels = np.full((105, 105), 255, np.uint8)
            pixels[20 + drawing] = 0
            png = io.BytesIO()
            Image.fromarray(pixels).save(png, "PNG")
            archive.writestr(f"images_background/{name}/0001_{drawing:02}.png", png.getvalue())
    split = tmp_path / "splits.json"
    lists = {"train": names[:8], "validation": names[8:10], "test": names[10:]}
    split.write_text(json.dumps(lists), encoding="utf-8")
    session.dropped([tmp_path / "images_background.zip", split])
    bar = page.findChild(SplitBar)
    qtbot.waitUntil(
        lambda: opened(page) == "omniglot" and list(bar.counts.values()) == [32, 8, 8],
        timeout=SECONDS,
    )


def test_undo_brings_a_data_set_back_that_could_not_be_opened(page, session, qtbot) -> None:
    session.edit({"data.split_file": "gone.json"})
    qtbot.waitUntil(lambda: page._failed is not None, timeout=SECONDS)
    assert opened(page) == ""
    session.undo.undo()
    qtbot.waitUntil(lambda: opened(page) == "glyphs", timeout=SECONDS)


def test_a_folder_that_is_glanced_at_is_neither_used_nor_divided(page, session, tmp_path) -> None:
    before, said = session.experiment, []
    session.notice.connect(lambda level, words: said.append(words))
    page._panel.show_glance(page._panel.view)  # passed by: a data set is open
    seen = page._panel.view
    page._panel.prepare_folder(tmp_path)
    page._panel.show_glance(seen)
    page.use()
    page._panel.take_sittings_file(tmp_path / "index.csv")
    assert session.experiment == before and "Open the data set" in said[0]


def bring(page, session, file: Path, qtbot, target: str = "") -> None:
    """Drop a table and agree to its columns, with another target if told."""
    session.dropped([file])
    asked = dialog(page, "tableDialog", qtbot)
    if target:
        child(asked, QComboBox, "tableTarget").setCurrentText(target)
    qtbot.mouseClick(child(asked, QPushButton, "useTable"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: child(page, QDialog, "tableDialog") is None, timeout=SECONDS)


def test_the_classes_of_a_table_stay_with_their_task(page, session, tmp_path, qtbot) -> None:
    session.edit({"task.ways": 2})
    bring(page, session, readings(tmp_path), qtbot, "mood")
    qtbot.waitUntil(lambda: opened(page) == "readings.csv", timeout=SECONDS)
    actions = page.findChild(SplitTools)._actions
    for name in ("moveClasses", "suggestSplit", "suggestGroups", "splitFile", "sittingsFile"):
        assert not actions[name].isEnabled(), name
    assert not page.findChild(ClassBrowser)._movable
    page.choose("glyphs")
    qtbot.waitUntil(lambda: opened(page) == "glyphs", timeout=SECONDS)
    assert actions["suggestSplit"].isEnabled() and actions["splitFile"].isEnabled()


def test_other_columns_of_the_table_in_use_are_trained_on(page, session, tmp_path, qtbot) -> None:
    bring(page, session, readings(tmp_path), qtbot)
    qtbot.waitUntil(lambda: opened(page) == "readings.csv", timeout=SECONDS)
    qtbot.mouseClick(child(page, QPushButton, "useButton"), Qt.MouseButton.LeftButton)
    assert session.experiment.data.target_column == "pulse"
    qtbot.mouseClick(child(page, QPushButton, "columnsButton"), Qt.MouseButton.LeftButton)
    asked = dialog(page, "tableDialog", qtbot)
    child(asked, QComboBox, "tableTarget").setCurrentText("dose")
    qtbot.mouseClick(child(asked, QPushButton, "useTable"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: session.experiment.data.target_column == "dose", timeout=SECONDS)
    qtbot.waitUntil(
        lambda: opened(page) == "readings.csv" and "dose from" in page._panel._facts.text(),
        timeout=SECONDS,
    )
    session.undo.undo()
    assert session.experiment.data.target_column == "pulse"


def test_columns_that_can_not_be_read_are_refused_or_chosen_anew(
    page, session, tmp_path, qtbot
) -> None:
    file = tmp_path / "odd.csv"
    rows = [(f"u{n % 6}", n, "nan" if n == 3 else n, n, n % 5) for n in range(30)]
    with file.open("w", newline="") as out:
        csv.writer(out).writerows([("user", "row", "gap", "a,b", "score"), *rows])
    session.dropped([file])
    asked = dialog(page, "tableDialog", qtbot)
    use, note = child(asked, QPushButton, "useTable"), child(asked, QLabel, "tableNote")
    inputs = child(asked, QListWidget, "tableInputs")
    items = {inputs.item(i).text(): inputs.item(i) for i in range(inputs.count())}
    assert not items["gap"].flags() & Qt.ItemFlag.ItemIsEnabled
    assert note.text() == "6 tasks, about 5 rows each: score from row."
    items["a,b"].setCheckState(Qt.CheckState.Checked)
    assert not use.isEnabled() and "has a comma" in note.text()
    items["a,b"].setCheckState(Qt.CheckState.Unchecked)
    child(asked, QComboBox, "tableTask").setCurrentText("a,b")
    assert not use.isEnabled() and "a value of its own" in note.text()
    asked.reject()


def test_a_table_whose_columns_are_not_said_is_not_used_but_can_be_removed(
    page, session, tmp_path, qtbot
) -> None:
    import_table(readings(tmp_path), session.workspace)
    page.refresh("readings.csv")
    message = page._message
    qtbot.waitUntil(lambda: "not been said" in message.sentence, timeout=SECONDS)
    said = []
    session.notice.connect(lambda _level, words: said.append(words))
    page.use()
    assert said == [message.sentence] and session.experiment.data.name == "glyphs"
    assert message.button.text() == "Choose columns…"
    other = message.findChild(QPushButton, "emptyStateOther")  # not the dealer's
    assert other.isVisible()
    qtbot.mouseClick(other, Qt.MouseButton.LeftButton)
    asked = child(page, QMessageBox, "removeDialog")
    qtbot.mouseClick(child(asked, QPushButton, "removeConfirm"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: opened(page) == "glyphs", timeout=SECONDS)
    assert not other.isVisible()


def test_a_table_that_can_not_be_opened_offers_other_columns(
    page, session, tmp_path, qtbot
) -> None:
    file = tmp_path / "flat.csv"
    rows = [(f"u{n % 6}", n, 5, n % 7) for n in range(30)]
    with file.open("w", newline="") as out:
        csv.writer(out).writerows([("user", "row", "score", "more"), *rows])
    bring(page, session, file, qtbot)
    qtbot.waitUntil(lambda: "nothing to predict" in page._message.sentence, timeout=SECONDS)
    qtbot.mouseClick(page._message.button, Qt.MouseButton.LeftButton)
    asked = dialog(page, "tableDialog", qtbot)
    child(asked, QComboBox, "tableTarget").setCurrentText("more")
    qtbot.mouseClick(child(asked, QPushButton, "useTable"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: opened(page) == "flat.csv", timeout=SECONDS)


def test_tables_are_brought_in_one_at_a_time(page, session, tmp_path, qtbot) -> None:
    first = readings(tmp_path)
    second = tmp_path / "second.csv"
    second.write_bytes(first.read_bytes())
    said = []
    session.notice.connect(lambda _level, words: said.append(words))
    session.dropped([first, second])
    asked = dialog(page, "tableDialog", qtbot)
    assert said == ["Tables are brought in one at a time. Drop second.csv again."]
    page._importer._busy = True  # as where another import began meanwhile
    qtbot.mouseClick(child(asked, QPushButton, "useTable"), Qt.MouseButton.LeftButton)
    assert said[-1].startswith("An import is running.")
    page._importer._busy = False
