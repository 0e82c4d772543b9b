"""How fast a run goes and how long it may still take. Knows numbers and words, no widget."""

import itertools
import math
import statistics
import time
from collections import deque
from collections.abc import Callable

from metastudio.engine.events import Stepped
from metastudio.gui.words import tr

RECENT = 50  # steps that speed and remaining time are judged by


class Pace:
    """Fed with every step; pauses do not count.

    `Stepped.seconds` leaves out validation, which a person waits for too. So the times of recent
    steps are stretched by the share of the clock that went elsewhere.
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

    def remaining(self) -> tuple[float, float] | None:
        """Return the fewest and the most seconds that are probably left.

        None while there are too few steps to tell. Between the quartiles of recent steps, since a
        run rarely goes on as slowly as its slowest or as fast as its fastest.
        """
        if len(self._steps) < 5 or self._first is None:
            return None
        times = [step.seconds for step in self._steps]
        each = statistics.quantiles((b - a for a, b in itertools.pairwise(times)), n=4)
        since, seconds = self._first
        trained, waited = times[-1] - seconds, self._clock() - since
        stretch = max(waited / trained, 1.0) if trained > 0 and waited > 1 else 1.0
        limit = math.inf if self._max_seconds is None else max(self._max_seconds - times[-1], 0.0)
        left = self.iterations - self.iteration
        low, high = (min(step * left, limit) * stretch for step in (each[0], each[2]))
        return low, high


def in_words(low: float, high: float) -> str:
    """Say how long is left, as a range where that is one, no more exactly than it is known."""
    if high < 10:
        return tr("a few seconds left")
    if high < 55:
        pattern, ends = tr("{0} s"), [max(round(value / 10) * 10, 10) for value in (low, high)]
    elif high < 5400:
        pattern, ends = tr("{0} min"), [max(round(value / 60), 1) for value in (low, high)]
    else:
        pattern, ends = tr("{0} h"), [max(round(value / 1800) / 2, 0.5) for value in (low, high)]
    words = [f"{end:g}" for end in ends]
    amount = words[0] if words[0] == words[1] else f"{words[0]}–{words[1]}"
    return tr("about {0} left").format(pattern.format(amount))
