"""A watchdog over the GUI thread while a folder of hundreds streams through the Try page."""

import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer

from metastudio.gui.commands import Commands
from metastudio.gui.pages.tryout import TryPage
from metastudio.gui.pages.tryout.bundled import samples_folder
from metastudio.gui.session import Session
from metastudio.gui.theme import theme

MANY = 600
LONGEST = 0.05  # seconds that the GUI thread may be kept busy at a stretch


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
    model = page.queries.model

    def answered(count: int) -> bool:
        there = all(model.prediction(row) is not None for row in range(len(model.pictures)))
        return len(model.pictures) == count and there and not page.asking.busy

    qtbot.waitUntil(lambda: answered(10), timeout=20_000)
    plane = page.queries.answers.plane
    qtbot.waitUntil(lambda: len(plane.points["query"]) == 10, timeout=20_000)
    files = [file.read_bytes() for file in sorted((samples_folder() / "support").glob("*/*.png"))]
    for number in range(MANY):
        (tmp_path / f"{number}.png").write_bytes(files[number % len(files)])

    busy: list[float] = []
    last = [time.thread_time()]

    def tick() -> None:  # its own computing time: other programs must not fail a test
        now = time.thread_time()
        busy.append(now - last[0])
        last[0] = now

    watchdog = QTimer(timerType=Qt.TimerType.PreciseTimer, interval=16)
    watchdog.timeout.connect(tick)
    watchdog.start()
    page.bring([tmp_path], -1)
    qtbot.waitUntil(lambda: answered(MANY + 10), timeout=60_000)
    qtbot.waitUntil(lambda: len(plane.points["query"]) == 300, timeout=20_000)
    for act in (
        lambda: page.queries.answers.setCurrentWidget(plane.parentWidget()),
        lambda: page.queries.grid.choose(page.board.queries[-1].key),
        page.queries.view_button.click,
    ):
        act()  # one at a time, as a hand does
        until = len(busy) + 20
        qtbot.waitUntil(lambda n=until: len(busy) >= n, timeout=20_000)
    watchdog.stop()
    assert max(busy) <= LONGEST
