"""A watchdog over the GUI thread: the Compare page, from its first look on, with 5,000 runs."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from made_runs import make_run
from PySide6.QtCore import QItemSelectionModel, Qt
from watchdog import Watchdog

from metastudio.gui.commands import Commands
from metastudio.gui.pages.compare import ComparePage
from metastudio.gui.pages.compare.run_model import TITLE
from metastudio.gui.theme import install

STEPS, LOOKS, TASKS = 20_000, 400, 40
MANY = 5000


def with_a_long_past(run: Path) -> None:
    """Write what a day of training leaves in a run's folder."""
    line = {"loss": 1.0, "score": 0.5, "inner_lr": 0.4, "outer_lr": 1e-3, "gradient_norm": 1.0}
    look = {"validation": True, "loss": 0.5, "score": 0.8, "ci95": 0.02, "best": False}
    with (run / "metrics.jsonl").open("w") as file:
        for at in range(1, STEPS + 1):
            row = line | {"iteration": at, "seconds": at / 10, "tasks": 4 * at, "loss": 2 / at}
            file.write(json.dumps(row) + "\n")
            if at % (STEPS // LOOKS) == 0:
                file.write(json.dumps(look | {"iteration": at}) + "\n")
    curves = np.random.default_rng(0).random((LOOKS, TASKS, 6)).astype(np.float32)
    np.savez(
        run / "adaptation.npz",
        x=np.arange(6, dtype=np.float32),
        iterations=STEPS // LOOKS * np.arange(1, LOOKS + 1),
        losses=curves, scores=curves,
    )  # fmt: skip


@pytest.mark.alone
def test_neither_the_first_look_nor_any_choice_keeps_the_window_busy(session, qapp, qtbot):
    runs = session.workspace.runs
    for number, method in enumerate(("maml", "protonet", "transfer"), 1):
        settings = {"method.name": method}
        with_a_long_past(make_run(runs, f"2026-0{number}-01_00-00-00_{method}", settings))
    install(qapp)
    page = ComparePage(session, Commands())
    qtbot.addWidget(page)
    page.resize(1300, 860)
    watchdog = Watchdog()
    longest: dict[str, float] = {}

    def note(what: str) -> None:
        longest[what] = max(watchdog.busy, default=0.0)
        watchdog.busy.clear()

    page.show()
    qtbot.waitUntil(lambda: page.model.rowCount() == 3 and page.ready, timeout=10_000)
    qtbot.wait(150)
    note("first look")
    for row in range(3):
        spot = page.table.visualRect(page.model.index(row, TITLE)).center()
        more = Qt.KeyboardModifier.ControlModifier if row else Qt.KeyboardModifier.NoModifier
        qtbot.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, more, spot)
    qtbot.waitUntil(lambda: len(page.curves.loss._curves) == 3, timeout=20_000)
    qtbot.wait(200)  # the last of them is drawn
    note("three runs")
    for number in range(page.tabs.count()):
        page.tabs.setCurrentIndex(number)
        qtbot.wait(250)
        note(page.tabs.tabText(number))
    page.tabs.setCurrentIndex(0)
    page.library.watch(False)
    first = page.library.records[0]
    page.library.records = [
        replace(first, folder=first.folder.with_name(f"run{n}"), score=n / MANY)
        for n in range(MANY)
    ]
    assert all(record.words for record in page.library.records)
    watchdog.start_anew()  # what this test has computed is not the window's fault
    page.library.changed.emit()
    qtbot.wait(100)
    note("5,000 runs")
    qtbot.keyClick(page.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(page.marked) == 26, timeout=5000)
    qtbot.wait(300)
    note("all chosen")
    flags = QItemSelectionModel.SelectionFlag
    page.table.selectionModel().select(page.model.index(7, 0), flags.ClearAndSelect | flags.Rows)
    qtbot.wait(200)
    note("one again")
    allowed = watchdog.stop()
    assert {k: round(v, 3) for k, v in longest.items() if v > allowed} == {}
