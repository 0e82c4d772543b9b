"""Omniglot's official stroke archives: how each drawing was drawn, point by point, with its times.

Only reads them; `strokes` makes of a drawing what a network reads. Their litter (`__MACOSX`,
`.DS_Store`) is passed by.
"""

import re
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import numpy as np
from numpy.typing import NDArray

from metastudio.engine.errors import DataError, StoppedError

LAYOUT = re.compile(r"(?:.*/)?strokes_[^/]+/([^/]+)/(character\d+)/(\d+_\d+)\.txt$")
LARGEST_FILE = 2**20  # a drawing has some 5 kB
BLOCK = 256

Progress = Callable[[float, str], bool]
TimedStroke = NDArray[np.float64]
"""Points `(n, 3)` in the order of drawing: x to the right, y *upwards*, milliseconds."""


@dataclass(frozen=True, eq=False)
class StrokeDrawing:
    """One drawing. `name` is that of its file, which the picture archives share: "0394_01"."""

    alphabet: str
    character: str
    name: str
    strokes: tuple[TimedStroke, ...]


def looks_like_strokes(path: Path) -> bool:
    """Whether an archive or folder has the layout of the official stroke archives."""
    with _entries(path) as entries:
        return bool(entries)


def read_stroke_archives(
    paths: Sequence[Path], progress: Progress | None = None
) -> list[StrokeDrawing]:
    """Return every drawing of these archives or folders, sorted by character and file.

    A drawing that is in two of them counts once. Raises `DataError` for what is no stroke archive
    or is damaged, `StoppedError` where `progress` says so.
    """
    found: dict[tuple[str, str, str], StrokeDrawing] = {}
    for number, path in enumerate(paths):
        with _entries(path) as entries:
            if not entries:
                raise DataError(
                    f"{path.name} is no stroke archive of Omniglot: it has no folder strokes_… "
                    "with alphabets and characters. Take strokes_background.zip from "
                    "github.com/brendenlake/omniglot."
                )
            for place, (key, read) in enumerate(entries):
                if progress and place % BLOCK == 0:
                    share = (number + place / len(entries)) / len(paths)
                    if not progress(share, f"Reading {path.name}"):
                        raise StoppedError("The import was stopped; nothing was changed.")
                found[key] = StrokeDrawing(*key, parse_strokes(_text(read, path), "/".join(key)))
    return [found[key] for key in sorted(found)]


def parse_strokes(text: str, name: str = "The drawing") -> tuple[TimedStroke, ...]:
    """Read one file: START, then lines of x,y,milliseconds with BREAK after each stroke."""
    parts = [part.replace("START", "").split() for part in text.split("BREAK")]
    lines = [line for part in parts for line in part]
    try:
        values = _numbers(lines)
    except ValueError:
        wrong = next(line for line in lines if not _is_point(line))
        raise DataError(
            f"{name} is no stroke file: '{wrong[:40]}' is not x,y,time. Fetch its archive again; "
            "nothing was changed."
        ) from None
    points = values.reshape(-1, 3)
    ends = np.cumsum([len(part) for part in parts])[:-1]
    found = tuple(stroke for stroke in np.split(points, ends) if len(stroke))
    if not found:
        raise DataError(f"{name} holds no strokes. Fetch its archive again; nothing was changed.")
    return found


def _numbers(lines: list[str]) -> NDArray[np.float64]:
    """All numbers of a file at once: ten times faster than line by line."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", DeprecationWarning)  # older numpys only warn
        try:
            values = np.fromstring(",".join(lines), np.float64, sep=",")
        except DeprecationWarning as warning:
            raise ValueError(str(warning)) from None
    if len(values) != 3 * len(lines) or any(line.count(",") != 2 for line in lines):
        raise ValueError("not three numbers a line")
    return values


def _is_point(line: str) -> bool:
    try:
        return len([float(value) for value in line.split(",")]) == 3
    except ValueError:
        return False


Entry = tuple[tuple[str, str, str], Callable[[], bytes]]


@contextmanager
def _entries(path: Path) -> Iterator[list[Entry]]:
    if path.is_dir():
        root = path.resolve()  # it may be strokes_background itself, so its own name counts
        yield _matching([(f.as_posix(), f.read_bytes) for f in sorted(root.rglob("*.txt"))])
    elif zipfile.is_zipfile(path):
        try:
            archive = zipfile.ZipFile(path)
        except zipfile.BadZipFile:
            yield []
            return
        with archive:
            infos = sorted(archive.infolist(), key=lambda info: info.filename)
            yield _matching([(i.filename, _reader(archive, i)) for i in infos])
    else:
        yield []


def _matching(files: Sequence[tuple[str, Callable[[], bytes]]]) -> list[Entry]:
    found = []
    for name, read in files:
        match = LAYOUT.match(name)
        if match and "__MACOSX" not in PurePosixPath(name).parts:
            found.append(((match[1], match[2], match[3]), read))
    return found


def _reader(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Callable[[], bytes]:
    def read() -> bytes:
        if info.file_size > LARGEST_FILE:
            raise ValueError(f"'{info.filename}' claims {info.file_size:,} bytes")
        return archive.read(info)

    return read


def _text(read: Callable[[], bytes], path: Path) -> str:
    try:
        return read().decode("ascii")
    except (OSError, ValueError, EOFError, RuntimeError, zlib.error, zipfile.BadZipFile) as error:
        raise DataError(
            f"A drawing of {path.name} is damaged ({error}). Fetch the archive again; nothing was "
            "changed."
        ) from None
