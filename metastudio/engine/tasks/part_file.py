"""A file that is under way: what of it is there, and what a person is told of its coming."""

import json
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from metastudio.engine.errors import StoppedError
from metastudio.engine.tasks.benchmarks import RemoteFile
from metastudio.engine.workspace import write_atomically

Progress = Callable[[float, str], bool]


@dataclass
class PartFile:
    """What is there of a file: how many bytes, of how many, and by what to know it again."""

    target: Path
    url: str
    size: int = 0
    total: int = 0
    tag: str = ""

    def __post_init__(self) -> None:
        """Find what is there."""
        self.path = self.target.with_name(self.target.name + ".part")
        self._facts = self.path.with_name(self.path.name + ".json")
        # Else nothing was begun, or nothing that can be used.
        with suppress(OSError, ValueError, KeyError, TypeError):
            facts = json.loads(self._facts.read_text(encoding="utf-8"))
            if facts["url"] == self.url:
                self.total, self.tag = int(facts["total"]), str(facts["tag"])
                self.size = self.path.stat().st_size
        if not self.size:
            self.restart()

    def begin(self, total: int, tag: str) -> None:
        """Remember what the server says of the file."""
        self.total, self.tag = total, tag
        write_atomically(self._facts, json.dumps({"url": self.url, "total": total, "tag": tag}))

    def restart(self) -> None:
        """Throw away what is there."""
        self.forget()
        self.size = self.total = 0
        self.tag = ""

    def forget(self) -> None:
        """Remove the files."""
        self.path.unlink(missing_ok=True)
        self._facts.unlink(missing_ok=True)


class Meter:
    """Tells how much is there, how fast it comes and how long it takes, some times a second."""

    def __init__(self, file: RemoteFile, progress: Progress | None) -> None:
        self._file, self._progress = file, progress
        self._seen: deque[tuple[float, int]] = deque(maxlen=50)
        self._told = 0.0

    def tell(self, part: PartFile, note: str = "") -> None:
        """Report how far it is; raises `StoppedError` where nobody wants to go on."""
        now = time.monotonic()
        if self._progress is None or (now - self._told < 0.1 and not note):
            return
        self._told = now
        self._seen.append((now, part.size))
        total = part.total or self._file.bytes
        words = f"{self._file.name}: {amount(part.size)}"
        words += f" of {amount(total)}" if total else ""
        if not self._progress(min(part.size / total, 1.0) if total else 0.0, words + self._pace(
            part.size, total, now) if not note else f"{words}, {note}"):  # fmt: skip
            raise StoppedError(
                "The download was stopped. What was fetched is kept, so the next one goes on there."
            )

    def _pace(self, size: int, total: int, now: float) -> str:
        then, before = self._seen[0]
        if now - then < 0.5 or size < before:
            return ""
        speed = (size - before) / (now - then)
        if not speed:
            return ", waiting for the server"
        left = f", {duration((total - size) / speed)} left" if total > size else ""
        return f", {amount(speed)}/s{left}"


def amount(size: float) -> str:
    """Return a number of bytes as people say it: "4.2 MB"."""
    for unit in ("bytes", "kB", "MB"):
        if size < 1000:
            return f"{size:.0f} {unit}" if unit == "bytes" or size >= 100 else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} GB"


def duration(seconds: float) -> str:
    """Return a time as people say it: "40 s", "3 min", "2 h"."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.0f} h"
