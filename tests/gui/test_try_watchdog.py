"""A watchdog over the GUI thread while a folder of hundreds streams through the Try page."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from watchdog import Watchdog

from metastudio.gui.commands import Commands
from metastudio.gui.pages.tryout import TryPage
from metastudio.gui.pages.tryout.bundled import samples_folder
from metastudio.gui.session import Session
from metastudio.gui.theme import theme

MANY = 600


@pytest.mark.alone
def test_nothing_keeps_the_gui_thread_busy_for_long_while_hundreds_are_answered(
    session: Session, qtbot, tmp_path: Path
) -> None:
    theme()
    page = TryPage(session, Commands())
    qtbot.addWidget(page)
    page.resize(1400, 860)
    page.show()
    qtbot.waitUntil(lambda: page.view is not None, timeout=30_000)
    page.use_samples()
    model, answers = page.queries.model, page.queries.answers

    def answered(count: int) -> bool:
        there = all(model.prediction(row) is not None for row in range(len(model.pictures)))
        return len(model.pictures) == count and there and not page.asking.busy

    qtbot.waitUntil(lambda: answered(10), timeout=20_000)
    plane = answers.plane
    qtbot.waitUntil(lambda: len(plane.points["query"]) == 10, timeout=20_000)
    files = sorted((samples_folder() / "support").glob("*/*.png"))
    for number in range(MANY):
        file = files[number % len(files)]
        (tmp_path / file.parent.name).mkdir(exist_ok=True)
        (tmp_path / file.parent.name / f"{number}.png").write_bytes(file.read_bytes())

    watchdog = Watchdog()
    page.bring([tmp_path], -1)
    qtbot.waitUntil(lambda: answered(MANY + 10), timeout=60_000)
    qtbot.waitUntil(lambda: len(plane.points["query"]) == 300, timeout=20_000)
    head = answers.table.horizontalHeader()
    for act in (
        lambda: answers.setCurrentWidget(plane.parentWidget()),
        lambda: answers.setCurrentWidget(answers.matrix.parentWidget()),
        lambda: answers.setCurrentIndex(0),
        lambda: head.setSortIndicator(2, Qt.SortOrder.DescendingOrder),
        lambda: answers.kind.setCurrentIndex(answers.kind.count() - 1),
        lambda: answers.kind.setCurrentIndex(0),
        lambda: page.queries.grid.choose(page.board.queries[-1].key),
        page.queries.view_button.click,
        page.editor.clear_queries,
        page.session.undo.undo,
    ):
        act()  # one at a time, as a hand does
        until = len(watchdog.busy) + 12
        qtbot.waitUntil(lambda n=until: len(watchdog.busy) >= n, timeout=20_000)
    allowed = watchdog.stop()
    assert max(watchdog.busy) <= allowed
