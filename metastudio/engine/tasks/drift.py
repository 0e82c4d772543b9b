"""Drifting tasks: a stream whose distribution moves, for studying data that do not stand still.

A training run is the stream: it begins at position 0 and reaches 1 with its last task. Validation
and test look at the whole stream alike, from beginning to end.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

WINDOW = 1 / 3
"""How much of the whole there is to see at any one time."""
GOLDEN = (5**0.5 - 1) / 2
"""Its multiples, modulo 1, are spread evenly however many there are."""
MOST_TURNED = 180.0
"""Degrees by which pictures are turned at the end of the stream."""


@dataclass(frozen=True)
class Drift:
    """What moves (see `DataSettings.drift`), over a stream of `length` tasks.

    Without a length every task has a place of its own, all over the stream: so do those of
    validation and test.
    """

    kind: str = "none"
    length: int | None = None

    def position(self, index: int) -> float:
        """Return where in the stream a task lies, 0 to 1."""
        if self.length is None:
            return index * GOLDEN % 1.0
        return min(index / max(self.length - 1, 1), 1.0)

    def narrowed(self, told: NDArray[np.float64], index: int) -> NDArray[np.float64]:
        """Return a function's numbers, between 0 and 1, within the window of this task."""
        if self.kind != "parameters":
            return told
        return (1 - WINDOW) * self.position(index) + WINDOW * told

    def window(self, index: int, classes: int, least: int) -> slice:
        """Return which of the classes, in their order, a task is dealt from: `least` or more."""
        if self.kind != "classes":
            return slice(0, classes)
        width = min(max(round(WINDOW * classes), least), classes)
        start = round(self.position(index) * (classes - width))
        return slice(start, start + width)

    def turned(self, index: int) -> float:
        """Return by how many degrees this task's pictures are turned, all alike."""
        return MOST_TURNED * self.position(index) if self.kind == "rotation" else 0.0


NOWHERE = Drift()
