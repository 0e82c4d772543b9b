"""A thread that writes a run's files, so that training never waits for a disk. Knows no tensor.

Importing this module imports no torch.
"""

import json
import os
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from metastudio.engine.errors import WorkspaceError
from metastudio.engine.events import as_json
from metastudio.engine.workspace import write_atomically

Content = Callable[[], bytes]
"""Serialises what a file shall hold; called on the writer's thread, at most once."""

LINES_EVERY = 1.0
"""Seconds after which lines are written where no file is waiting."""
REST = 20.0
"""The writer rests this many times as long as it worked, so that training keeps the processor."""
LONGEST_REST = 30.0
"""Seconds; a disk that is slow for once must not keep files waiting for minutes."""


class Writer:
    """Appends lines to one file and replaces others whole, on a thread of its own.

    Files wait in the order in which they were last put, the newest content of each only, so that
    nothing queues up however slow the disk is. Before any file is replaced, all lines that came
    before it are on the disk. What fails on the thread is raised by the next call; nothing is
    written after it.
    """

    def __init__(self, log: Path) -> None:
        try:
            # Without a buffer of Python's: what a full disk refused must not be tried again later.
            self._log = log.open("ab", buffering=0)
        except OSError as error:
            raise _log_error(error) from None
        self._lines: deque[Mapping[str, Any]] = deque()
        self._files: dict[Path, Content] = {}
        self._done = threading.Condition()  # notified after each round; its lock guards the state
        self._busy = self._closing = False
        # Two events, so that files put while the thread rests do not wake it: each waking costs
        # the training a turn at Python's lock.
        self._wanted, self._hurried = threading.Event(), threading.Event()
        self._error: BaseException | None = None
        # A daemon: a generator that nobody closes must not keep the program from ending.
        self._thread = threading.Thread(target=self._work, name="metastudio-writer", daemon=True)
        self._thread.start()

    def append(self, line: Mapping[str, Any]) -> None:
        """Add one line of JSON to the log, within a second or so; `line` must not change later.

        Raises what has failed on the thread since the last call: `WorkspaceError` for a disk that
        is full.
        """
        if self._error is not None:
            raise self._error
        self._lines.append(line)

    def put(self, files: Mapping[Path, Content]) -> None:
        """Replace files in this order when the thread comes to it; raises as `append` does."""
        if self._error is not None:
            raise self._error
        with self._done:
            for path, content in files.items():
                self._files.pop(path, None)  # to the end: the order is that of the last put
                self._files[path] = content
        self._wanted.set()

    def flush(self) -> None:
        """Wait until all lines and files are on the disk; raises as `append` does."""
        self._hurried.set()
        self._wanted.set()
        with self._done:
            self._done.wait_for(
                lambda: self._error or not (self._busy or self._files or self._lines)
            )
        self._hurried.clear()
        if self._error is not None:
            raise self._error

    def close(self) -> None:
        """Write what waits, as far as that goes, and end the thread. `flush` first to know."""
        self._closing = True
        self._hurried.set()
        self._wanted.set()
        self._thread.join()
        self._log.close()

    def _work(self) -> None:
        while True:
            self._wanted.wait(LINES_EVERY)
            self._wanted.clear()  # before looking, so that nothing put from here on is overlooked
            closing = self._closing
            with self._done:
                files, self._files = self._files, {}
                self._busy = True
            begin = time.perf_counter()
            error = self._write(files, durable=bool(files) or self._hurried.is_set())
            worked = time.perf_counter() - begin
            with self._done:
                self._busy, self._error = False, error
                self._done.notify_all()
            if closing or error:
                return
            self._hurried.wait(min(REST * worked, LONGEST_REST))

    def _write(self, files: dict[Path, Content], durable: bool) -> BaseException | None:
        try:
            self._write_lines(durable)
            for path, content in files.items():
                write_atomically(path, content())
        except BaseException as error:
            return error  # raised again on the thread that calls
        return None

    def _write_lines(self, durable: bool) -> None:
        waiting = [self._lines.popleft() for _ in range(len(self._lines))]
        data = b"".join(json.dumps(line, default=as_json).encode() + b"\n" for line in waiting)
        try:
            while data:
                data = data[self._log.write(data) :]
            if durable:
                os.fsync(self._log.fileno())
        except OSError as error:
            raise _log_error(error) from None


def _log_error(error: OSError) -> WorkspaceError:
    return WorkspaceError(
        f"The run's metrics can't be written ({error.strerror}). Free some space; the last "
        "checkpoint is kept, and the run can be resumed."
    )
