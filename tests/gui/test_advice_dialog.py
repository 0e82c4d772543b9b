"""Which method for my data, asked in the window."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QTableWidget

from metastudio.gui.pages.advice import AdviceDialog


@pytest.fixture
def dialog(session, qtbot):
    made = AdviceDialog(session, episodes=30)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: made.data.count() > 0, timeout=20_000)
    yield made
    made.close()
    session.engine.shutdown()


def button(dialog: AdviceDialog, name: str) -> QPushButton:
    return dialog.findChild(QPushButton, name)


def begin(dialog: AdviceDialog, qtbot, seconds: float) -> None:
    dialog.findChild(QComboBox, "adviceBudget").setItemData(0, seconds)
    dialog.findChild(QComboBox, "adviceBudget").setCurrentIndex(0)
    data = dialog.findChild(QComboBox, "adviceData")
    data.setCurrentIndex(data.findData("glyphs"))
    qtbot.mouseClick(button(dialog, "adviceStart"), Qt.MouseButton.LeftButton)


def test_the_families_are_ranked_and_the_best_can_be_tried(dialog, session, qtbot):
    begin(dialog, qtbot, 1.0)
    assert not button(dialog, "adviceStart").isEnabled()
    table = dialog.findChild(QTableWidget, "adviceTable")
    qtbot.waitUntil(table.isVisible, timeout=120_000)
    names = [table.item(row, 0).text() for row in range(3)]
    assert {name.split(" · ")[0] for name in names} == {"ProtoNet", "MAML", "Transfer"}
    scores = [float(table.item(row, 1).text().split(" ±")[0]) for row in range(3)]
    assert scores == sorted(scores, reverse=True)
    said = dialog.findChild(QLabel, "adviceSaid").text()
    assert said.startswith(names[0].split(" · ")[0]) and "points" in said
    opened, shown = [], []
    session.openCheckpoint.connect(opened.append)
    session.requestPage.connect(shown.append)
    qtbot.mouseClick(button(dialog, "adviceTry"), Qt.MouseButton.LeftButton)
    (best,) = opened
    assert shown == ["try"]
    method = names[0].split(" · ")[0].lower()
    assert best.is_file() and f"_{method}_" in str(best)


def test_closing_the_dialog_ends_the_comparison(dialog, session, qtbot):
    begin(dialog, qtbot, 300.0)
    said = dialog.findChild(QLabel, "adviceSaid")
    qtbot.waitUntil(lambda: "ProtoNet trains" in said.text(), timeout=60_000)
    dialog.close()
    assert not session.engine.advising
    assert session.engine.shutdown(timeout=20)


def test_trouble_is_told_and_another_try_is_offered(dialog, session, qtbot):
    data = dialog.findChild(QComboBox, "adviceData")
    data.addItem("gone", "gone")
    data.setCurrentIndex(data.count() - 1)
    qtbot.mouseClick(button(dialog, "adviceStart"), Qt.MouseButton.LeftButton)
    said = dialog.findChild(QLabel, "adviceSaid")
    qtbot.waitUntil(lambda: "'gone'" in said.text(), timeout=20_000)
    assert button(dialog, "adviceStart").isEnabled() and not button(dialog, "adviceTry").isVisible()
