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
"""Serialises what a file shall hold; called on the writer's thread, once for every try."""

LINES_EVERY = 1.0
"""Seconds after which lines are written where no file is waiting."""
REST = 20.0
"""The writer rests this many times as long as it worked, so that training keeps the processor."""
LONGEST_REST = 30.0
"""Seconds; a disk that is slow for once must not keep files waiting for minutes."""


class Writer:
    """Appends to files and replaces others whole, on a thread of its own.

    Files wait in the order in which they were last put, the newest content of each only, so that
    nothing queues up however slow the disk is. Before any file is replaced, all that was appended
    before it is on the disk. Where the disk refuses, nothing is lost: it waits, `trouble` tells
    why, and `retry` tries again. Whatever else fails on the thread is raised by the next call.
    """

    def __init__(self, log: Path) -> None:
        try:
            # Without a buffer of Python's: it would try again by itself what a full disk refused.
            log.open("ab", buffering=0).close()
        except OSError as error:
            raise _refused(log, error) from None
        self._log = log
        self._lines: deque[Mapping[str, Any]] = deque()
        self._appended: deque[tuple[Path, bytes]] = deque()
        self._unsynced: set[Path] = set()  # appended to since they were last synced
        self._files: dict[Path, Content] = {}
        self._done = threading.Condition()  # notified after each round; its lock guards the state
        self._busy = self._closing = False
        # Two events, so that files put while the thread rests do not wake it: each waking costs
        # the training a turn at Python's lock.
        self._wanted, self._hurried = threading.Event(), threading.Event()
        self._error: BaseException | None = None
        self.trouble: WorkspaceError | None = None
        """Why the disk refused what waits; None where nothing is wrong."""
        # A daemon: a generator that nobody closes must not keep the program from ending.
        self._thread = threading.Thread(target=self._work, name="metastudio-writer", daemon=True)
        self._thread.start()

    def append(self, line: Mapping[str, Any]) -> None:
        """Add one line of JSON to the log, within a second or so; `line` must not change later."""
        self._raise_what_failed()
        self._lines.append(line)

    def extend(self, path: Path, data: bytes) -> None:
        """Add bytes to the end of a file, as soon as the lines that came before them."""
        self._raise_what_failed()
        self._appended.append((path, data))

    def put(self, files: Mapping[Path, Content]) -> None:
        """Replace files in this order when the thread comes to it."""
        self._raise_what_failed()
        with self._done:
            for path, content in files.items():
                self._files.pop(path, None)  # to the end: the order is that of the last put
                self._files[path] = content
        self._wanted.set()

    def flush(self) -> None:
        """Wait until everything is on the disk, or the disk has refused it: see `trouble`."""
        self._hurried.set()
        self._wanted.set()
        with self._done:
            self._done.wait_for(
                lambda: self._error or self.trouble or not (self._busy or self._waiting())
            )
        self._hurried.clear()
        self._raise_what_failed()

    def retry(self) -> None:
        """Try to write what was refused, and wait for the outcome, which `trouble` tells."""
        with self._done:
            self.trouble = None
        self.flush()

    def close(self) -> None:
        """Write what waits, as far as that goes, and end the thread. `flush` first to know."""
        self._closing = True
        self._hurried.set()
        self._wanted.set()
        self._thread.join()

    def _raise_what_failed(self) -> None:
        if self._error is not None:
            raise self._error

    def _waiting(self) -> bool:
        return bool(self._files or self._lines or self._appended)

    def _work(self) -> None:
        while True:
            self._wanted.wait(LINES_EVERY)
            self._wanted.clear()  # before looking, so that nothing put from here on is overlooked
            closing = self._closing
            with self._done:
                refused = self.trouble is not None and not closing
                files, self._files = ({}, self._files) if refused else (self._files, {})
                self._busy = not refused
            if refused:  # until somebody says `retry`
                continue
            begin = time.perf_counter()
            error = self._write(files, durable=bool(files) or self._hurried.is_set())
            worked = time.perf_counter() - begin
            with self._done:
                self._busy = False
                if isinstance(error, WorkspaceError):
                    self.trouble = error
                    # What was put meanwhile is newer, and comes later.
                    self._files = {**files, **self._files}
                else:
                    self._error = error
                self._done.notify_all()
            if closing or self._error:
                return
            self._hurried.wait(min(REST * worked, LONGEST_REST))

    def _write(self, files: dict[Path, Content], durable: bool) -> BaseException | None:
        """Write what waits; what is written is taken out of `files`."""
        try:
            self._append_all(durable)
            for path, content in list(files.items()):
                write_atomically(path, content())
                del files[path]
        except BaseException as error:
            return error  # told to the thread that calls
        return None

    def _append_all(self, durable: bool) -> None:
        waiting: dict[Path, bytes] = dict.fromkeys(self._unsynced if durable else (), b"")
        for _ in range(len(self._appended)):
            path, more = self._appended.popleft()
            waiting[path] = waiting.get(path, b"") + more
        lines = [self._lines.popleft() for _ in range(len(self._lines))]
        if lines:  # after what an earlier try has left of others
            data = b"".join(json.dumps(line, default=as_json).encode() + b"\n" for line in lines)
            waiting[self._log] = waiting.get(self._log, b"") + data
        for path in list(waiting):
            try:
                with path.open("ab", buffering=0) as file:
                    self._unsynced.add(path)
                    while waiting[path]:
                        waiting[path] = waiting[path][file.write(waiting[path]) :]
                    if durable:
                        os.fsync(file.fileno())
                        self._unsynced.discard(path)
                del waiting[path]
            except OSError as error:
                # What is left goes to the front: a line may be half written.
                self._appended.extendleft(reversed(waiting.items()))
                raise _refused(path, error) from None


def _refused(path: Path, error: OSError) -> WorkspaceError:
    why = error.strerror
    if path.suffix == ".jsonl" or not path.suffix:
        return WorkspaceError(
            f"The run's metrics can't be written ({why}). Free some space; what was learned so far "
            "is kept."
        )
    return WorkspaceError(
        f"The run's curves can't be written ({why}). Free some space; what was learned so far is "
        "kept."
    )
