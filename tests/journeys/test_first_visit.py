"""A user's whole way through the real window: drop Omniglot, train MAML, try real drawings."""

import random
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QPushButton,
    QSpinBox,
    QTableView,
    QWidget,
)

from metastudio.engine.workspace import Workspace
from metastudio.gui.application import build_window
from metastudio.gui.main_window import MainWindow

MINUTE = 60_000
CHARACTERS = ("Tibetan/character01", "Atlantean/character08", "Gurmukhi/character05")


@pytest.fixture
def window(qtbot) -> Iterator[MainWindow]:
    shown = build_window(Workspace.default())
    qtbot.addWidget(shown)
    shown.resize(1280, 800)
    shown.show()
    qtbot.waitExposed(shown)
    yield shown
    shown.session.engine.cancel()
    assert shown.session.close(), "a thread outlived the window"


def drop(widget: QWidget, files: list[Path]) -> None:
    """Drop files as a file manager does: the events reach the widget itself."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    at, copy = widget.rect().center(), Qt.DropAction.CopyAction
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(at, copy, data, left, none)
    QApplication.sendEvent(widget, entering)
    assert entering.isAccepted()
    QApplication.sendEvent(widget, QDropEvent(QPointF(at), copy, data, left, none))


def choose(box: QComboBox, data: str) -> None:
    index = box.findData(data)
    assert index >= 0, f"{data} is not offered"
    box.setCurrentIndex(index)
    box.activated.emit(index)


def real_drawings(real_data: Path, folder: Path) -> dict[str, list[Path]]:
    """Three drawings of each of three characters that the training has never seen."""
    chance, found = random.Random(1), {}
    with zipfile.ZipFile(real_data / "omniglot" / "images_evaluation.zip") as archive:
        for character in CHARACTERS:
            names = [n for n in archive.namelist() if f"/{character}/" in n and n.endswith(".png")]
            chosen = chance.sample(sorted(names), 3)
            found[character] = [Path(archive.extract(name, folder)) for name in chosen]
    return found


def test_drop_omniglot_train_maml_and_read_real_drawings(qtbot, window, real_data, tmp_path):
    def find(kind, name):
        return window.findChild(kind, name)

    def click(name):
        qtbot.waitUntil(lambda: find(QPushButton, name).isEnabled(), timeout=MINUTE)
        qtbot.mouseClick(find(QPushButton, name), Qt.MouseButton.LeftButton)

    session, engine = window.session, window.session.engine

    # Drop the official archive on the window: it is imported, and offered for training.
    drop(window, [real_data / "omniglot" / "images_background.zip"])
    drawings_file = Workspace.default().data / "omniglot" / "drawings.json"
    qtbot.waitUntil(drawings_file.is_file, timeout=MINUTE)

    # Configure MAML by eye and start it.
    window.findChild(QAbstractButton, "navTrain").click()
    datasets = find(QComboBox, "datasetCombo")
    qtbot.waitUntil(lambda: datasets.findData("omniglot") >= 0, timeout=MINUTE)
    choose(datasets, "omniglot")
    choose(find(QComboBox, "methodCombo"), "maml")
    find(QSpinBox, "ways").setValue(3)
    session.edit({"network.channels": 32, "training.validation_every": 20})
    assert session.experiment.data.name == "omniglot" and session.experiment.task.ways == 3
    click("startButton")

    # Watch the curves grow, and the fan open: it climbs from the first to the last inner step.
    loss = find(QWidget, "metaLossPlot")
    qtbot.waitUntil(lambda: len(loss.points("training")[0]) > 10, timeout=MINUTE)
    seen = []
    engine.trainingEvents.connect(seen.extend)

    def validation_scores():
        return [e.scores.mean(0) for e in seen if type(e).__name__ == "Validated"]

    qtbot.waitUntil(lambda: any(s[-1] > 0.85 for s in validation_scores()), timeout=3 * MINUTE)
    assert any(s[-1] > s[0] + 0.2 for s in validation_scores())

    # Finish and keep, then try what was learned.
    click("finishButton")
    qtbot.waitUntil(lambda: not engine.training, timeout=MINUTE)
    qtbot.waitUntil(lambda: find(QPushButton, "tryModelButton").isVisible(), timeout=MINUTE)
    click("tryModelButton")
    label = find(QLabel, "checkpointLabel")
    qtbot.waitUntil(lambda: "MAML" in label.text(), timeout=MINUTE)

    # One real drawing of each unseen character into its bin, the others as queries.
    drawings = real_drawings(real_data, tmp_path)
    while find(QWidget, "supportBin2") is None:
        click("addClassButton")
    for index, files in enumerate(drawings.values()):
        drop(find(QWidget, f"supportBin{index}"), files[:1])
    queries = [file for files in drawings.values() for file in files[1:]]
    drop(find(QWidget, "queryDrop"), queries)

    table = find(QTableView, "predictionTable")

    def answers():
        model = table.model()
        rows = range(model.rowCount())
        return [str(model.index(row, 1).data() or "") for row in rows]

    qtbot.waitUntil(lambda: len(answers()) == 6 and all(answers()), timeout=MINUTE)
    names = [find(QWidget, f"supportBin{i}").name_edit.text() for i in range(3)]
    expected = [name for name in names for _ in range(2)]
    right = sum(a.startswith(e) for a, e in zip(answers(), expected, strict=True))
    assert right >= 5, list(zip(answers(), expected, strict=True))
