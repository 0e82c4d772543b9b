"""A dropped folder with everything wrong with it: told, mended with one click, and undone."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from metastudio.gui.commands import Commands
from metastudio.gui.pages.data import DataPage
from metastudio.gui.pages.data.dataset_panel import DatasetPanel
from metastudio.gui.pages.data.problems_panel import ProblemsPanel
from metastudio.gui.session import Session

SECONDS = 60_000


@pytest.fixture
def birds(tmp_path: Path) -> Path:
    """Eight classes of eight pictures; then a damaged file, copies, and a name in two cases."""
    noise = np.random.default_rng(0)

    def draw(label: str, number: int) -> None:
        (tmp_path / "birds" / label).mkdir(parents=True, exist_ok=True)
        pixels = noise.integers(0, 256, (16, 16, 3), dtype=np.uint8)
        Image.fromarray(pixels).save(tmp_path / "birds" / label / f"{number}.png")

    for label in (*"abcdefg", "猫", "A"):
        for number in range(8):
            draw(label, number)
    draw("tiny", 0)
    root = tmp_path / "birds"
    (root / "b" / "broken.png").write_bytes(b"no picture")
    (root / "c" / "copy.png").write_bytes((root / "d" / "1.png").read_bytes())
    return root


@pytest.fixture
def page(session: Session, data_page: DataPage, birds: Path, qtbot) -> DataPage:
    page = data_page
    session.dropped([birds])
    qtbot.waitUntil(lambda: bool(page.findChild(ProblemsPanel).problems), timeout=SECONDS)
    return page


def kinds(page: DataPage) -> list[str]:
    return [problem.kind for problem in page.findChild(ProblemsPanel).problems]


def classes(page: DataPage) -> dict[str, int]:
    panel = page.findChild(DatasetPanel)
    if panel.view is None or panel.glancing:
        return {}
    pairs = (zip(s.classes, s.counts, strict=True) for s in panel.view.splits)
    return {name: count for pair in pairs for name, count in pair}


def mend(qtbot, page: DataPage, kind: str) -> None:
    button = page.findChild(ProblemsPanel).findChild(QPushButton, f"remedy-{kind}")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_each_problem_of_a_dropped_folder_is_mended_with_one_click_and_undone(
    page, session, birds, qtbot
) -> None:
    assert kinds(page) == ["unreadable", "in two classes", "alike", "few"]
    assert classes(page)["c"] == 9 and "tiny" in classes(page)
    mend(qtbot, page, "in-two-classes")
    qtbot.waitUntil(lambda: classes(page).get("c") == 8, timeout=SECONDS)
    mend(qtbot, page, "alike")
    qtbot.waitUntil(lambda: 16 in classes(page).values(), timeout=SECONDS)
    mend(qtbot, page, "few")
    qtbot.waitUntil(lambda: "c" in classes(page) and "tiny" not in classes(page), timeout=SECONDS)
    assert kinds(page) == ["unreadable"]
    for _ in range(3):
        session.undo.undo()
        qtbot.waitUntil(lambda: bool(classes(page)), timeout=SECONDS)
    qtbot.waitUntil(lambda: classes(page).get("c") == 9 and "tiny" in classes(page))
    assert kinds(page) == ["unreadable", "in two classes", "alike", "few"]
    assert len(list(birds.rglob("*.png"))) == 9 * 8 + 3  # no file was touched


def test_a_folder_without_a_fault_says_so(session, birds, qtbot) -> None:
    for file in ("b/broken.png", "c/copy.png", "tiny/0.png"):
        (birds / file).unlink()
    for file in (birds / "A").iterdir():
        file.unlink()
    page = DataPage(session, Commands())
    qtbot.addWidget(page)
    page.show()
    said: list[str] = []
    session.notice.connect(lambda _level, sentence: said.append(sentence))
    session.dropped([birds])
    qtbot.waitUntil(lambda: any("nothing is wrong" in s for s in said), timeout=SECONDS)
    assert not page.findChild(ProblemsPanel).isVisible()
