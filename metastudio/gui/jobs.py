"""Work beside the window, one piece after another on one thread. Knows no engine and no widget.

The GUI thread puts jobs in and, from time to time, calls `deliver`, which calls back there.
"""

import logging
import queue
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import shiboken6
from PySide6.QtCore import QObject

from metastudio.engine.errors import MetaStudioError

log = logging.getLogger(__name__)

Done = Callable[[Any], None]
Refused = Callable[[Exception], None]
Progress = Callable[[float, str], None]
Report = Callable[[float, str], bool]  # as the engine calls it; False asks it to stop


@dataclass(eq=False)
class Job:
    """One piece of work. `dropped` is set once nobody wants its result any more."""

    slot: str
    work: Callable[[Report], Any]
    done: Done
    failed: Refused
    progress: Progress | None
    dropped: threading.Event = field(default_factory=threading.Event)
    news: tuple[float, str] | None = None  # newest wins

    def report(self, fraction: float, sentence: str) -> bool:
        self.news = (fraction, sentence)
        return not self.dropped.is_set()


class JobThread:
    """Does jobs one after another. `awaited` holds the newest job of each slot."""

    def __init__(self) -> None:
        self.awaited: dict[str, Job] = {}
        self._waiting: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._results: deque[tuple[Job, Any, Exception | None]] = deque()
        self._thread: threading.Thread | None = None

    def put(self, job: Job) -> None:
        self.cancel(job.slot)
        self.awaited[job.slot] = job
        self._waiting.put(job)
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="jobs", daemon=True)
            self._thread.start()

    def cancel(self, slot: str) -> None:
        job = self.awaited.pop(slot, None)
        if job is not None:
            job.dropped.set()

    def deliver(self) -> None:
        """Call back what is new; on the GUI thread."""
        for job in list(self.awaited.values()):
            news, job.news = job.news, None
            if news is not None and job.progress is not None and _alive(job.progress):
                job.progress(*news)
        for _ in range(len(self._results)):
            job, result, error = self._results.popleft()
            if self.awaited.get(job.slot) is not job:
                continue  # a newer job took its place, or it was cancelled
            del self.awaited[job.slot]
            if error is None and _alive(job.done):
                job.done(result)
            elif error is not None and _alive(job.failed):
                job.failed(error)

    def stop(self, timeout: float) -> bool:
        for slot in list(self.awaited):
            self.cancel(slot)
        if self._thread is None:
            return True
        self._waiting.put(None)
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while (job := self._waiting.get()) is not None:
            if job.dropped.is_set():
                continue
            try:
                self._results.append((job, job.work(job.report), None))
            except MetaStudioError as error:
                self._results.append((job, None, error))
            except Exception as error:
                log.exception("the job '%s' failed unexpectedly", job.slot)
                self._results.append((job, None, error))


def _alive(callback: Callable[..., None]) -> bool:
    """Whether the widget that a bound method belongs to still exists on Qt's side."""
    owner = getattr(callback, "__self__", None)
    return not isinstance(owner, QObject) or shiboken6.isValid(owner)
