"""How fast a run goes and how long it may still take. Knows numbers and words, no widget."""

import itertools
import statistics
import time
from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from metastudio.engine.events import Stepped

RECENT = 50  # steps that speed and remaining time are judged by


class Pace:
    """Fed with every step; pauses do not count.

    `Stepped.seconds` leaves out validation, which a person waits for too. So the median of recent
    steps is stretched by the share of the clock that went elsewhere.
    """

    def __init__(
        self,
        iterations: int,
        max_seconds: float | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.iterations = iterations
        self._max_seconds = max_seconds
        self._clock = clock
        self._steps: deque[Stepped] = deque(maxlen=RECENT + 1)
        self._first: tuple[float, float] | None = None  # clock and seconds at the first step
        self._paused_at: float | None = None

    def add(self, step: Stepped) -> None:
        """Take note of one step."""
        self._steps.append(step)
        if self._first is None:
            self._first = (self._clock(), step.seconds)

    def pause(self) -> None:
        """Stop the clock."""
        if self._paused_at is None:
            self._paused_at = self._clock()

    def resume(self) -> None:
        """Let the clock go on."""
        if self._paused_at is not None and self._first is not None:
            since, seconds = self._first
            self._first = (since + self._clock() - self._paused_at, seconds)
        self._paused_at = None

    @property
    def iteration(self) -> int:
        """The last iteration that was heard of."""
        return self._steps[-1].iteration if self._steps else 0

    def tasks_per_second(self) -> float | None:
        """Return the speed over recent steps; None while there are too few to tell."""
        if len(self._steps) < 2:
            return None
        first, last = self._steps[0], self._steps[-1]
        seconds = last.seconds - first.seconds
        return (last.tasks - first.tasks) / seconds if seconds > 0 else None

    def remaining(self) -> float | None:
        """Return the seconds that are left; None while there are too few steps to tell."""
        if len(self._steps) < 5 or self._first is None:
            return None
        times = [step.seconds for step in self._steps]
        each = statistics.median(b - a for a, b in itertools.pairwise(times))
        left = each * (self.iterations - self.iteration)
        if self._max_seconds is not None:
            left = min(left, max(self._max_seconds - times[-1], 0.0))
        since, seconds = self._first
        trained, waited = times[-1] - seconds, self._clock() - since
        stretch = max(waited / trained, 1.0) if trained > 0 and waited > 1 else 1.0
        return left * stretch


def in_words(seconds: float) -> str:
    """Say how long is left, no more exactly than it is known."""

    def tr(text: str) -> str:
        return QCoreApplication.translate("pace", text)

    if seconds < 10:
        return tr("a few seconds left")
    if seconds < 55:
        return tr("about {0} s left").format(round(seconds / 10) * 10)
    if seconds < 3600:
        return tr("about {0} min left").format(max(round(seconds / 60), 1))
    hours, minutes = divmod(round(seconds / 600) * 10, 60)
    if minutes:
        return tr("about {0} h {1} min left").format(hours, minutes)
    return tr("about {0} h left").format(hours)
