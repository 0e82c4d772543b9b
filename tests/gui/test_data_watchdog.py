"""A folder of 20,000 pictures on the Data page: seen at once, read beside the window, stoppable."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLineEdit, QProgressBar, QPushButton, QWidget
from watchdog import Watchdog

from metastudio.gui.commands import Commands
from metastudio.gui.pages.data import DataPage
from metastudio.gui.pages.data.class_browser import ClassBrowser
from metastudio.gui.pages.data.task_dealer import TaskDealer
from metastudio.gui.session import Session
from metastudio.gui.theme import install
from metastudio.gui.widgets.contact_sheet import ContactSheet

CLASSES, EACH = 200, 100
SECONDS = 60_000


@pytest.fixture
def session(qapp) -> Iterator[Session]:
    install(qapp)
    session = Session()
    session.edit({"data.image_size": 8})
    yield session
    assert session.close()


@pytest.fixture
def page(session: Session, qtbot) -> DataPage:
    page = DataPage(session, Commands())
    qtbot.addWidget(page)
    page.resize(1200, 770)
    page.show()
    qtbot.waitUntil(
        lambda: page.chosen == "glyphs" and page._panel.view is not None, timeout=SECONDS
    )
    return page


def linked(tmp_path: Path, each: int) -> Path:
    """Make a folder of 200 classes whose files are links to twenty pictures."""
    noise = np.random.default_rng(0)
    for number in range(20):
        pixels = noise.integers(0, 256, (12, 12, 3), dtype=np.uint8)
        Image.fromarray(pixels).save(tmp_path / f"{number}.png")
    for label in range(CLASSES):
        folder = tmp_path / "many" / f"class {label:03}"
        folder.mkdir(parents=True)
        for number in range(each):
            os.link(tmp_path / f"{(label + number) % 20}.png", folder / f"{number:03}.png")
    return tmp_path / "many"


@pytest.mark.alone
def test_a_big_folder_is_seen_at_once_and_never_keeps_the_window_busy(
    page, session, qtbot, tmp_path: Path
) -> None:
    many = linked(tmp_path, EACH)
    browser, dealer = page.findChild(ClassBrowser), page.findChild(TaskDealer)
    sheet, bar = page.findChild(ContactSheet), page.findChild(QWidget, "importProgress")
    watchdog, begun = Watchdog(), time.process_time()
    shares: list[int] = []
    timer = QTimer(interval=30)
    timer.timeout.connect(lambda: shares.append(bar.findChild(QProgressBar).value()))
    timer.start()
    session.dropped([many])
    qtbot.waitUntil(lambda: "class 000" in browser.classes, timeout=SECONDS)
    assert time.process_time() - begun < 2.0  # of all threads together
    assert dealer.message and sheet.flow.pictures  # nothing to deal yet, but something to see
    for text in ("class 1", "class 00", ""):
        page.findChild(QLineEdit, "classSearch").setText(text)
        qtbot.wait(50)
    with qtbot.waitSignal(dealer.dealt, timeout=SECONDS):
        pass
    allowed = watchdog.stop()
    timer.stop()
    assert session.experiment.data.name == "glyphs"
    assert page._cards["many"].pictures == CLASSES * EACH
    assert len({share for share in shares if 0 < share < 1000}) >= 3  # a bar that moves
    assert max(watchdog.busy) <= allowed


@pytest.mark.alone
def test_reading_can_be_stopped_and_gone_on_with(page, session, qtbot, tmp_path: Path) -> None:
    many = linked(tmp_path, 25)
    bar, dealer = page.findChild(QWidget, "importProgress"), page.findChild(TaskDealer)
    session.dropped([many])
    qtbot.waitUntil(lambda: page.chosen == "many" and bar.isVisible(), timeout=SECONDS)
    bar.findChild(QPushButton, "workCancel").click()
    qtbot.waitUntil(lambda: bar.isHidden() and "stopped" in dealer.message, timeout=SECONDS)
    assert len(page.findChild(ClassBrowser).classes) > 0
    with qtbot.waitSignal(dealer.dealt, timeout=SECONDS):
        dealer.findChild(QPushButton, "emptyStateButton").click()
