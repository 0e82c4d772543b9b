"""What is written by one program at a time: a run, a data set. Imports no torch."""

import contextlib
import os
import re
import sys
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from metastudio.engine.errors import WorkspaceError


class Lock:
    """Held while a file is locked; the system lets go when the program ends, however it ends.

    Raises `refusal` where another holds it. On a disk that knows no locks,
    or where the file can't be made, nothing is held.
    """

    def __init__(self, path: Path, refusal: WorkspaceError) -> None:
        self._path = path
        self._file: IO[bytes] | None = None
        while not self._locked(refusal):
            self._close()  # who let go has taken the file away meanwhile: there may be another

    def _locked(self, refusal: WorkspaceError) -> bool:
        """Lock the file; False where it is no longer the one that lies there."""
        self._file = None
        with contextlib.suppress(OSError):  # who may not write there is told elsewhere
            self._file = self._path.open("ab")
        if self._file is None:
            return True
        try:
            _lock(self._file)
        except (BlockingIOError, PermissionError):
            self._close()
            raise refusal from None
        except OSError:
            return True  # a network disk without locks
        try:
            return os.path.samestat(os.fstat(self._file.fileno()), self._path.stat())
        except FileNotFoundError:
            return False

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


class RunLock(Lock):
    """Held while a run goes on."""

    def __init__(self, run: Path) -> None:
        super().__init__(
            run / ".lock",
            WorkspaceError(
                f"The run {run.name} is under way in another window or program. Wait for its end, "
                "or end it there."
            ),
        )


class DataLock(Lock):
    """Held while a data set is fetched or imported into the folder `data`."""

    def __init__(self, data: Path, name: str) -> None:
        plain = re.sub(r"[^\w\-. ]", "-", name)[:80]
        super().__init__(
            data / f".{plain}.lock",
            WorkspaceError(
                f"'{name}' is being imported or downloaded by another window or program. Wait for "
                "its end, or end it there; nothing was changed."
            ),
        )


def _lock(file: IO[bytes]) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
