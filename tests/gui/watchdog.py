"""How long the GUI thread is kept busy."""

import time

from PySide6.QtCore import Qt, QTimer

LONGEST = 0.05  # seconds that the GUI thread may be kept busy at a stretch


class Watchdog:
    """Ticks every 16 ms, and notes how long the GUI thread computed from tick to tick.

    Its own computing time, not the clock: other programs on the machine must not fail a test.
    Several events between two ticks add up, so that this is an upper bound for a single one.
    """

    def __init__(self) -> None:
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

    def stop(self) -> None:
        self._timer.stop()
