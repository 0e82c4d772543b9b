"""How long the GUI thread is kept busy."""

import time
from statistics import median

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt, QTimer
from PySide6.QtWidgets import QTableView

PAGES = 8  # of `plain_page`, as long as the GUI thread may be kept busy


class Watchdog:
    """Ticks every 16 ms, and notes how long the GUI thread computed from tick to tick.

    Its own computing time, not the clock: other programs on the machine must not fail a test.
    Several events between two ticks add up, so that this is an upper bound for a single one.
    Nor must a slow machine: what is allowed is told in pages of a plain table (`allowed`).
    """

    def __init__(self) -> None:
        self._allowed = allowed()
        self.busy: list[float] = []
        self._last = time.thread_time()
        self._timer = QTimer(timerType=Qt.TimerType.PreciseTimer, interval=16)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self) -> None:
        now = time.thread_time()
        self.busy.append(now - self._last)
        self._last = now

    def start_anew(self) -> None:
        """Forget what was computed until now."""
        self.busy.clear()
        self._last = time.thread_time()

    def stop(self) -> float:
        """Stop ticking; returns what was `allowed`."""
        self._timer.stop()
        return max(self._allowed, allowed())


def allowed() -> float:
    """Return how many seconds the GUI thread may be kept busy, on this machine."""
    return PAGES * plain_page()


class PlainTable(QAbstractTableModel):
    """Numbers and no more: what any window in Python pays for a table."""

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        return 600

    def columnCount(self, parent: QModelIndex | None = None) -> int:
        return 8

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        shown = role == Qt.ItemDataRole.DisplayRole
        return f"{index.row()}, {index.column()}" if shown else None


def plain_page() -> float:
    """Return how many seconds this thread computes to paint a page of a plain table."""
    model, table, taken = PlainTable(), QTableView(), []
    table.setModel(model)
    table.resize(900, 700)
    for _ in range(10):
        start = time.thread_time()
        table.grab()
        taken.append(time.thread_time() - start)
    return median(taken)
