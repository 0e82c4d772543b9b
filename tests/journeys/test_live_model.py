"""A model is tried while it still trains, and two windows share a workspace."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLockFile, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QTableView

from metastudio.engine.events import Stepped
from metastudio.engine.workspace import Workspace
from metastudio.gui.application import _begin, build_window
from metastudio.gui.main_window import MainWindow
from metastudio.gui.pages.tryout import TryPage

SMALL = {
    "training.iterations": 100_000,
    "training.validation_every": 3,
    "training.validation_tasks": 4,
    "training.device": "cpu",
    "task.queries": 2,
    "network.channels": 8,
}


@pytest.fixture
def window(qtbot) -> Iterator[MainWindow]:
    window = build_window(Workspace.default())
    qtbot.addWidget(window)
    window.show()
    yield window
    window.leave_now()
    window.session.close()


def test_the_model_of_a_run_under_way_answers_on_the_try_page(window: MainWindow, qtbot) -> None:
    session, iterations = window.session, []
    session.choose_preset("glyphs-protonet")
    session.edit(SMALL)
    window.show_page("train")
    session.engine.trainingEvents.connect(
        lambda events: iterations.extend(e.iteration for e in events if isinstance(e, Stepped))
    )
    window.commands.action("startTraining").trigger()
    button = window.findChild(QPushButton, "tryModelButton")
    qtbot.waitUntil(lambda: not button.isHidden(), timeout=60_000)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.page == "try"
    header = window.findChild(QLabel, "checkpointLabel")
    qtbot.waitUntil(lambda: "ProtoNet" in header.text(), timeout=60_000)
    window.findChild(TryPage, "tryPage").use_samples()
    answers = window.findChild(QTableView, "predictionTable").model()
    qtbot.waitUntil(lambda: answers.rowCount() > 0, timeout=60_000)
    seen = iterations[-1]
    qtbot.waitUntil(lambda: iterations[-1] > seen, timeout=60_000)  # it still trains
    assert session.engine.state == "running"
    session.engine.cancel()
    qtbot.waitUntil(lambda: not session.engine.training, timeout=60_000)


def test_a_second_window_on_the_same_workspace_says_so_and_works(window: MainWindow, qtbot) -> None:
    path = str(window.session.workspace.home / ".window.lock")
    first = QLockFile(path)
    assert first.tryLock(0)
    _begin(window, QLockFile(path), [], "", smoke=False)
    assert window.toasts.shown[-1].sentence.startswith("Another window uses the same workspace.")
    first.unlock()
    window.remember()
    assert window.session.workspace.settings.is_file()
