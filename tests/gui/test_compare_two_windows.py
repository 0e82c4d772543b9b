"""Two windows on one workspace, both on the Compare page."""

import pytest
from made_runs import make_run
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QInputDialog

from metastudio.gui.commands import Commands
from metastudio.gui.pages.compare import ComparePage
from metastudio.gui.pages.compare.run_model import TITLE
from metastudio.gui.session import Session
from metastudio.gui.theme import install

NAMES = ("2026-02-01_00-00-00_maml", "2026-01-01_00-00-00_protonet")


@pytest.fixture
def pages(session, qapp, qtbot):
    for name in NAMES:
        make_run(session.workspace.runs, name)
    install(qapp)
    other = Session(session.workspace)
    made = [ComparePage(one, Commands()) for one in (session, other)]
    for page in made:
        qtbot.addWidget(page)
        page.library._poll.setInterval(100)  # else a test would wait for five seconds
        page.resize(1200, 800)
        page.show()
    qtbot.waitUntil(lambda: all(titles(page) for page in made), timeout=5000)
    qtbot.waitUntil(lambda: all(page.ready for page in made), timeout=5000)
    yield made
    assert other.close()


def titles(page):
    return [page.model.index(row, TITLE).data() for row in range(page.model.rowCount())]


def choose_all(qtbot, page):
    qtbot.keyClick(page.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(page.marked) == page.model.rowCount()


def test_a_name_given_in_one_window_appears_in_the_other(pages, qtbot):
    one, other = pages
    choose_all(qtbot, other)
    one.table.choose([one.model.record(0).folder])
    one.commands.action("renameRun").trigger()
    dialog = one.findChild(QInputDialog, "renameDialog")
    dialog.setTextValue("Mine")
    dialog.accept()
    qtbot.waitUntil(lambda: titles(other)[0] == "Mine", timeout=5000)
    assert len(other.marked) == 2  # what was chosen there stays chosen


def test_a_run_deleted_in_one_window_leaves_the_other_and_comes_back_by_undo(pages, qtbot):
    one, other = pages
    choose_all(qtbot, other)
    qtbot.waitUntil(lambda: len(other.curves.loss._curves) == 2, timeout=5000)
    one.table.choose([one.model.record(0).folder])
    qtbot.keyClick(one.table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: len(titles(other)) == 1 == len(other.marked), timeout=5000)
    qtbot.waitUntil(lambda: len(other.curves.loss._curves) == 1, timeout=5000)
    one.session.undo.undo()
    qtbot.waitUntil(lambda: len(titles(other)) == 2, timeout=5000)


def test_a_run_that_went_elsewhere_meanwhile_is_deleted_nowhere_and_it_is_said(pages, qtbot):
    one, other = pages
    gone = [page.model.record(0) for page in pages]
    one.library.watch(False)
    other.library.watch(False)
    other.library.delete([gone[1]], "deletion")
    qtbot.waitUntil(lambda: not gone[0].folder.exists(), timeout=5000)
    with qtbot.waitSignal(one.session.notice, timeout=5000) as told:
        one.library.delete([gone[0]], "deletion")
    assert told.args[0] == "bad" and gone[0].name in told.args[1]
