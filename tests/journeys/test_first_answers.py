"""From the first launch to an answer on own pictures: one click, two drops."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

from metastudio.engine.workspace import Workspace
from metastudio.gui.application import build_window
from metastudio.gui.pages.tryout import TryPage
from metastudio.gui.pages.tryout.bundled import samples_folder
from metastudio.gui.widgets.card import Card


def drop(widget: QWidget, path: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    at, copy = widget.rect().center(), Qt.DropAction.CopyAction
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(widget, QDragEnterEvent(at, copy, mime, left, none))
    QApplication.sendEvent(widget, QDropEvent(QPointF(at), copy, mime, left, none))


def test_three_clicks_or_drops_lead_from_the_launch_to_the_answers(qtbot) -> None:
    window = build_window(Workspace.default())
    qtbot.addWidget(window)
    window.resize(1280, 800)
    window.show()
    page = window.findChild(TryPage, "tryPage")
    window.findChild(Card, "cardTry").click()  # 1
    drop(window.findChild(QWidget, "newClassDrop"), samples_folder() / "support")  # 2
    drop(window.findChild(QWidget, "queryDrop"), samples_folder() / "queries")  # 3
    model = page.queries.model

    def answered() -> bool:
        known = [model.prediction(row) is not None for row in range(len(model.pictures))]
        return len(known) == 10 and all(known)

    qtbot.waitUntil(answered, timeout=60_000)
    assert [c.name for c in page.board.classes] == ["Bolt", "Box", "Fish", "Fork", "Ring"]
    assert window.session.close(), "a thread outlived the window"
