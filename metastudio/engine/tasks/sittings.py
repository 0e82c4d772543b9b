"""Where or when each picture was taken, from a CSV file: the smear, the patient, the camera."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from pathlib import Path, PurePosixPath

from metastudio.engine.errors import ConfigError, DataError
from metastudio.engine.tasks.annotations import NOTHING, file_column, rows_of
from metastudio.engine.tasks.classes import ImageClasses

Parts = tuple[str, ...]


def with_sittings(classes: ImageClasses, file: Path, column: str | None) -> ImageClasses:
    """Return the classes with the sitting of each picture, as `file` tells it.

    Files are matched by as much of their path as both sides have. Raises `DataError` where the
    file can't be read or leaves a picture out, `ConfigError` where the column is not told.
    """
    files, sittings = _columns(file, column)
    if not classes.files:
        raise ConfigError(
            f"The pictures of '{classes.name}' have no file names, so {file.name} can't say which "
            "is which. Use a folder of pictures, or leave data.sittings_file out."
        )
    found = sittings_of(classes.files, files, sittings)
    missing = [name for name, sitting in zip(classes.files, found, strict=True) if sitting is None]
    if missing:
        raise DataError(
            f"{file.name} does not say where {len(missing):,} of the {len(found):,} pictures of "
            f"'{classes.name}' were taken, such as {missing[0]}. Add them to its first column."
        )
    return replace(classes, sittings=tuple(s for s in found if s is not None))


def sittings_of(
    pictures: Sequence[str], files: Sequence[str], sittings: Sequence[str]
) -> list[str | None]:
    """Return the sitting of each picture from rows of a table; None where no row speaks of it."""
    ends, whole = _by_end(files, sittings), {_parts(name) for name in files}
    return [_sitting(name, ends, whole) for name in pictures]


def _columns(file: Path, column: str | None) -> tuple[list[str], list[str]]:
    """Return file names and sittings, row by row."""
    rows = rows_of(file)
    if len(rows) < 2 or len(rows[0]) < 2:
        raise DataError(
            f"The sittings file {file.name} needs a heading and rows of two columns or more: the "
            "picture's file, and where it was taken."
        )
    heading = [name.strip() for name in rows[0]]
    picture = file_column(rows, column or "")
    at = _place(heading, picture, file, column)
    for number, row in enumerate(rows[1:], start=2):
        if len(row) <= at or row[at].strip().lower() in NOTHING:
            raise DataError(
                f"Row {number} of {file.name} has nothing in the column '{heading[at]}'. Fill it "
                "in, or remove the row."
            )
    files = [row[picture] if picture < len(row) else "" for row in rows[1:]]
    return files, [row[at].strip() for row in rows[1:]]


def _place(heading: list[str], picture: int, file: Path, column: str | None) -> int:
    named = {name: at for at, name in enumerate(heading) if at != picture}
    others = ", ".join(f"'{name}'" for name in named)
    if column is None:
        if len(heading) == 2:
            return 1 - picture
        raise ConfigError(
            f"{file.name} has several columns: {others}. Name the one that holds the sitting with "
            "data.sittings_column."
        )
    if column not in named:
        raise ConfigError(
            f"{file.name} has no column '{column}'. Set data.sittings_column to one of: {others}."
        )
    return named[column]


def _by_end(files: Sequence[str], sittings: Sequence[str]) -> dict[Parts, str | None]:
    """Return the sitting by every end of a path; None where pictures of two share that end."""
    result: dict[Parts, str | None] = {}
    for file, sitting in zip(files, sittings, strict=True):
        parts = _parts(file)
        for first in range(len(parts)):
            end = parts[first:]
            result[end] = sitting if result.setdefault(end, sitting) == sitting else None
    return result


def _sitting(file: str, ends: Mapping[Parts, str | None], whole: Set[Parts]) -> str | None:
    """Find the row whose path ends with the picture's, or with which the picture's ends."""
    parts = _parts(file)
    if parts in ends:
        return ends[parts]
    found = (parts[first:] for first in range(1, len(parts)))
    return next((ends[end] for end in found if end in whole), None)


def _parts(file: str) -> Parts:
    return PurePosixPath(file.strip().replace("\\", "/")).parts
