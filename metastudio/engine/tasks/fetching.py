"""Fetching one file over HTTP: resumed after a break, checked, and never there in halves.

A file that is under way is called `NAME.part`; `NAME.part.json` beside it says of what.
"""

import contextlib
import errno
import hashlib
import queue
import shutil
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import urllib3

import metastudio
from metastudio.engine.errors import DataError
from metastudio.engine.tasks.benchmarks import RemoteFile
from metastudio.engine.tasks.part_file import Meter, PartFile, Progress, amount
from metastudio.engine.workspace import make_folder

BLOCK = 2**18
GAIN = 2**20  # bytes after which a break does not count as a failure in a row
RESERVE = 200 * 2**20  # left free on the disk
SURPLUS = 64 * 2**20
GONE = (401, 403, 404, 410, 451)
AGAIN = (408, 425, 429, 500, 502, 503, 504)
UNREACHABLE = (urllib3.exceptions.NewConnectionError, urllib3.exceptions.ConnectTimeoutError)


@dataclass(frozen=True)
class Patience:
    """How long to wait, in seconds, and how often to try."""

    stall: float = 30.0  # without a byte, until a connection is given up
    attempts: int = 5  # in a row, without a mebibyte between them
    first_wait: float = 1.0  # doubled each time
    longest_wait: float = 30.0


USUAL = Patience()


class _BreakError(Exception):
    """A break that may be over in a moment."""

    def __init__(self, reason: str, wait: float = 0.0, unreachable: bool = False) -> None:
        super().__init__(reason)
        self.wait, self.unreachable = wait, unreachable


def fetch(
    file: RemoteFile,
    folder: Path,
    progress: Progress | None = None,
    patience: Patience = USUAL,
) -> Path:
    """Return the fetched file in `folder`, whole and checked; what was begun before goes on.

    Raises `StoppedError` where `progress` says so, keeping what is there, and `DataError` where the
    file can't be had: not reachable, not there, another one than expected, no space.
    """
    target = make_folder(folder) / file.name
    if target.is_file():
        return target  # it got its name after it was checked
    part = PartFile(target, file.url)
    pieces = 0
    while True:
        pieces += _transfer(file, part, progress, patience)
        if _is_whole(file, part):
            part.path.replace(target)
            part.forget()
            return target
        part.restart()
        if pieces == 1:
            raise DataError(
                f"{file.name} from {_host(file.url)} is not the file that its owner published "
                "(its checksum differs), so it was thrown away. Try again later or through "
                "another mirror, or import an archive that you trust.",
                url=file.url,
            )
        pieces = 0  # two halves of different files? once more, in one piece


def _transfer(
    file: RemoteFile, part: PartFile, progress: Progress | None, patience: Patience
) -> int:
    """Attempt until all bytes are there; returns in how many pieces they came."""
    failures, pieces, meter = 0, int(part.size > 0), Meter(file, progress)
    while True:
        before = part.size
        try:
            _attempt(file, part, meter, patience)
            return pieces + 1
        except _BreakError as error:
            pieces += part.size > before
            failures = 1 if part.size - before >= GAIN else failures + 1
            most = min(2, patience.attempts) if error.unreachable else patience.attempts
            if failures >= most:
                _give_up(file, part, str(error))
            wait = max(error.wait, patience.first_wait * 2 ** (failures - 1))
            _wait(min(wait, patience.longest_wait), meter, part, str(error))


def _attempt(file: RemoteFile, part: PartFile, meter: Meter, patience: Patience) -> None:
    if part.total and part.size == part.total:
        return
    response = _ask(file, part, patience)
    try:
        total = _start(file, part, response)
        _refuse_full_disk(part.path.parent, (total or file.bytes) - part.size)
        limit = total or (3 * file.bytes + SURPLUS if file.bytes else 0)
        _receive(response, part, meter, limit)
    except OSError as error:
        _refuse_write(error, part.path.parent)
    finally:
        response.close()
    if part.total and part.size < part.total:
        raise _BreakError(f"the transfer ended at {part.size:,} of {part.total:,} bytes")


def _ask(file: RemoteFile, part: PartFile, patience: Patience) -> urllib3.BaseHTTPResponse:
    headers = {
        "User-Agent": f"MetaStudio/{metastudio.__version__}",
        "Accept-Encoding": "identity",  # bytes as they lie there, or a resume would not fit
    }
    if part.size and (part.tag or file.md5):
        headers["Range"] = f"bytes={part.size}-"
        if part.tag:
            headers["If-Range"] = part.tag
    elif part.size:
        part.restart()  # nothing tells whether it is still the same file
    timeout = urllib3.Timeout(connect=patience.stall, read=patience.stall)
    retries = urllib3.Retry(connect=0, read=0, status=0, other=0, redirect=5)
    try:
        return _pool(file.url).request(
            "GET", file.url, headers=headers, preload_content=False, timeout=timeout,
            retries=retries,
        )  # fmt: skip
    except urllib3.exceptions.LocationValueError as error:
        raise DataError(f"'{file.url}' is no address that files can be fetched from.") from error
    except urllib3.exceptions.HTTPError as error:
        reason = getattr(error, "reason", None) or error
        raise _BreakError(_words(reason), unreachable=isinstance(reason, UNREACHABLE)) from None


def _pool(url: str) -> urllib3.PoolManager:
    """A connection as the system's settings ask for: through its proxy, where there is one."""
    proxy = getproxies().get(urlsplit(url).scheme)
    if proxy and not proxy_bypass(_host(url)):
        return urllib3.ProxyManager(proxy)
    return urllib3.PoolManager()


def _start(file: RemoteFile, part: PartFile, response: urllib3.BaseHTTPResponse) -> int:
    """Look at the head of an answer, make the part ready for its body; returns the whole's size."""
    headers, status = response.headers, response.status
    if status == 416:  # there is nothing behind what we have
        part.restart()
        raise _BreakError("the server has fewer bytes than were fetched before")
    if status in AGAIN:
        after = headers.get("Retry-After", "")
        wait = float(after) if after.isdigit() else 0.0
        raise _BreakError(f"the server is busy (status {status})", wait)
    if status not in (200, 206):
        gone = "does not offer it any more" if status in GONE else "can't give it"
        raise DataError(
            f"{_host(file.url)} {gone} ({file.name}, status {status}). Use a mirror, or get the "
            "file elsewhere and import it.",
            url=file.url,
            status=status,
        )
    if "text/html" in headers.get("Content-Type", ""):
        raise DataError(
            f"{_host(file.url)} answered with a web page instead of {file.name}. Perhaps this "
            "network wants you to sign in first; open the address in a browser to see.",
            url=file.url,
        )
    length = headers.get("Content-Length", "")
    total = int(length) if length.isdigit() else 0
    if status == 206:
        first, total = _content_range(headers.get("Content-Range", ""))
        if first != part.size or (part.total and total and total != part.total):
            part.restart()
            raise _BreakError("the server sent another part than the one asked for")
    elif part.size:
        part.restart()  # it knows no ranges, or has another file by now
    tag = headers.get("ETag", "")
    part.begin(total, headers.get("Last-Modified", "") if tag.startswith("W/") or not tag else tag)
    return total


def _content_range(text: str) -> tuple[int, int]:
    """Read `bytes 100-199/200`; -1 where it can't be read, 0 for a size that is not told."""
    try:
        span, _, whole = text.removeprefix("bytes").strip().partition("/")
        return int(span.partition("-")[0]), 0 if whole == "*" else int(whole)
    except ValueError:
        return -1, 0


def _receive(response: urllib3.BaseHTTPResponse, part: PartFile, meter: Meter, limit: int) -> None:
    """Write the body to disk. It is read on a thread of its own, so that a stall can be ended."""
    blocks: queue.Queue[bytes | Exception] = queue.Queue(maxsize=16)
    ended = threading.Event()
    reader = threading.Thread(target=_read, args=(response, blocks, ended), daemon=True)
    reader.start()
    try:
        with part.path.open("ab") as out:
            while True:
                try:
                    block = blocks.get(timeout=0.1)
                except queue.Empty:
                    meter.tell(part)
                    continue
                if isinstance(block, Exception):
                    raise _BreakError(_words(block))
                if not block:
                    return
                out.write(block)
                part.size += len(block)
                if limit and part.size > limit:
                    part.restart()
                    raise DataError("The server sends far more than the file has; it was ended.")
                meter.tell(part)
    finally:
        ended.set()
        if reader.is_alive():
            # The reader may just have come to the end, and closed it: no reason to hide another.
            with contextlib.suppress(OSError, ValueError, RuntimeError):
                response.shutdown()
            reader.join(1.0)


def _read(
    response: urllib3.BaseHTTPResponse,
    blocks: "queue.Queue[bytes | Exception]",
    ended: threading.Event,
) -> None:
    def put(item: bytes | Exception) -> None:
        while not ended.is_set():
            try:
                return blocks.put(item, timeout=0.1)
            except queue.Full:
                continue

    try:
        while not ended.is_set():
            block = response.read1(BLOCK)
            put(block)
            if not block:
                return
    except Exception as error:  # told to whoever waits
        put(error)


def _wait(seconds: float, meter: Meter, part: PartFile, reason: str) -> None:
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        meter.tell(part, f"{reason}; trying again in {left:.0f} s")
        time.sleep(min(left, 0.1))


def _is_whole(file: RemoteFile, part: PartFile) -> bool:
    if not file.md5:
        return True
    with part.path.open("rb") as content:
        return hashlib.file_digest(content, "md5").hexdigest() == file.md5


def _give_up(file: RemoteFile, part: PartFile, reason: str) -> NoReturn:
    kept = " What was fetched is kept, and a later download goes on there." if part.size else ""
    raise DataError(
        f"{file.name} can't be fetched from {_host(file.url)} ({reason}).{kept} Check the "
        "connection, or get the file elsewhere and import it.",
        url=file.url,
    )


def _refuse_full_disk(folder: Path, missing: int) -> None:
    free = shutil.disk_usage(folder).free
    if missing > 0 and free < missing + RESERVE:
        raise DataError(
            f"{amount(missing)} are still to be fetched, but only {amount(free)} are free in "
            f"{folder}. Free some space, or choose another workspace with METASTUDIO_HOME."
        )


def _refuse_write(error: OSError, folder: Path) -> NoReturn:
    full = error.errno in (errno.ENOSPC, errno.EDQUOT)
    remedy = "Free some space" if full else "Mend its permissions"
    raise DataError(
        f"{folder} can't be written ({error.strerror or error}). {remedy} and try again; what was "
        "fetched is kept."
    ) from None


def _words(error: Any) -> str:
    if isinstance(error, urllib3.exceptions.NameResolutionError):
        return "its name is not known here; this computer may be offline"
    if isinstance(error, urllib3.exceptions.NewConnectionError):
        return "no connection"
    if isinstance(error, urllib3.exceptions.TimeoutError | TimeoutError):
        return "the server does not answer"
    if isinstance(error, urllib3.exceptions.SSLError):
        return "its certificate is not trusted"
    return "the connection broke"


def _host(url: str) -> str:
    return urlsplit(url).hostname or url
