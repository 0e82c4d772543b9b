"""A run is written by one program at a time. Importing this module imports no torch."""

import contextlib
import sys
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from metastudio.engine.errors import WorkspaceError


class RunLock:
    """Held while a run goes on; the system lets go of it when the program ends, however it ends.

    Raises `WorkspaceError` where another holds it. On a disk that knows no locks nothing is held.
    """

    def __init__(self, run: Path) -> None:
        self._path = run / ".lock"
        self._file: IO[bytes] | None = None
        with contextlib.suppress(PermissionError):  # who may not write there is told elsewhere
            self._file = self._path.open("ab")
        try:
            if self._file is not None:
                _lock(self._file)
        except (BlockingIOError, PermissionError):
            self._close()
            raise WorkspaceError(
                f"The run {run.name} is under way in another window or program. Wait for its end, "
                "or end it there."
            ) from None
        except OSError:
            pass  # a network disk without locks

    def __enter__(self) -> Self:
        """Hold on."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        """Let go."""
        with contextlib.suppress(OSError):  # Windows keeps a file that is open
            self._path.unlink()
        self._close()

    def _close(self) -> None:
        if self._file is not None:
            self._file.close()


def _lock(file: IO[bytes]) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
