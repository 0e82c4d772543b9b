"""What was seen of a run, by iteration, in bounded memory. Knows neither torch nor Qt."""

import threading
from bisect import bisect_left
from typing import Generic, TypeVar

T = TypeVar("T")


class Timeline(Generic[T]):
    """Things by iteration, thinned out evenly once there are too many; the newest always stays.

    One thread may add while another reads. `room` bounds the sum of the sizes that `add` is told.
    """

    def __init__(self, room: int, at_most: int = 2000) -> None:
        self._room, self._at_most = room, at_most
        self._lock = threading.Lock()
        self._iterations: list[int] = []
        self._things: list[T] = []
        self._sizes: list[int] = []

    def __len__(self) -> int:
        """Return how many are kept."""
        return len(self._iterations)

    @property
    def size(self) -> int:
        """The sum of the sizes of what is kept."""
        return sum(self._sizes)

    def add(self, iteration: int, thing: T, size: int) -> list[T]:
        """Keep `thing`, of `size` bytes; return what had to go.

        Iterations rise; one that is told again is replaced.
        """
        gone: list[T] = []
        with self._lock:
            while self._iterations and self._iterations[-1] >= iteration:
                gone += self._drop(slice(-1, None))
            self._iterations.append(iteration)
            self._things.append(thing)
            self._sizes.append(size)
            while len(self) > 1 and (len(self) > self._at_most or self.size > self._room):
                gone += self._drop(slice(*self._crowded()))
        return gone

    def nearest(self, iteration: int | None = None) -> tuple[int, T] | None:
        """Return what is kept of the iteration nearest to this one; None asks for the newest."""
        with self._lock:
            if not self._iterations:
                return None
            if iteration is None:
                return self._iterations[-1], self._things[-1]
            right = min(bisect_left(self._iterations, iteration), len(self) - 1)
            left = max(right - 1, 0)
            nearer = abs(self._iterations[left] - iteration) <= abs(
                self._iterations[right] - iteration
            )
            place = left if nearer else right
            return self._iterations[place], self._things[place]

    def items(self) -> list[tuple[int, T]]:
        """Return all that is kept, by iteration."""
        with self._lock:
            return list(zip(self._iterations, self._things, strict=True))

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._drop(slice(None))

    def _crowded(self) -> tuple[int, int]:
        """Return where the thing lies whose absence leaves the smallest gap, never the newest."""
        if len(self) < 3:
            return 0, 1
        gaps = [b - a for a, b in zip(self._iterations, self._iterations[2:], strict=False)]
        place = 1 + gaps.index(min(gaps))
        return place, place + 1

    def _drop(self, which: slice) -> list[T]:
        gone = self._things[which]
        for kept in (self._iterations, self._things, self._sizes):
            del kept[which]
        return gone
