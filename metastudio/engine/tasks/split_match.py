"""Whether split files fit a data set: the classes of each part, and what is missing on either side.

Unlike a run, which refuses a file that names what is not there, this tells all of it, so that a
person can decide. Importing this module imports no torch.
"""

import csv
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from metastudio.engine.errors import DataError
from metastudio.engine.tasks.splits import (
    ENDINGS,
    NAMES,
    ROTATION,
    SPLITS,
    match_classes,
    read_list,
    read_split_file,
)


@dataclass(frozen=True)
class SplitMatch:
    """The classes that split files give each part; what they name but isn't there, and the rest."""

    splits: dict[str, list[str]]
    unknown: tuple[str, ...]  # named in the files, absent from the data set
    unlisted: tuple[str, ...]  # in the data set, named nowhere in the files

    @property
    def matched(self) -> int:
        """How many classes have a part."""
        return sum(len(names) for names in self.splits.values())


def match_split_files(paths: Sequence[Path], names: Sequence[str], where: str) -> SplitMatch:
    """Read one split file, a folder of them, or several at once, and compare with a data set.

    Raises `DataError` where they can't be read, put a class into two parts, or fit no class.
    """
    listed = _read(paths)
    unknown: tuple[str, ...] = ()
    try:
        found = match_classes(listed, names, where)
    except DataError as error:
        if "unknown" not in error.detail:
            raise
        unknown = tuple(error.detail["unknown"])  # type: ignore[arg-type]
        gone = set(unknown)
        listed = {
            split: tuple(n for n in named if ROTATION.sub("", n) not in gone)
            for split, named in listed.items()
        }
        found = match_classes(listed, names, where)
    splits = {split: [names[i] for i in found.get(split, ())] for split in SPLITS}
    seen = {name for classes in splits.values() for name in classes}
    if not seen:
        raise DataError(
            f"None of the {len(unknown):,} classes that {_called(paths)} names is one of {where}. "
            f"It has classes such as '{names[0]}'; drop the split file on the data set that it is "
            "for."
        )
    return SplitMatch(splits, unknown, tuple(n for n in names if n not in seen))


def looks_like_split(path: Path) -> bool:
    """Whether a path could be a split file, or a folder of nothing but such lists."""
    if path.is_dir():
        stems = [stem for stems in NAMES.values() for stem in stems]
        lists = (path / f"{stem}{ending}" for stem in stems for ending in ENDINGS)
        return any(file.is_file() for file in lists) and not any(
            entry.is_dir() for entry in os.scandir(path)
        )
    suffix = path.suffix.lower()
    if suffix == ".csv":
        columns = _columns(path)
        by_name = _part_of(path) and columns & {"class", "label"}
        return bool(by_name) or ("split" in columns and bool(columns & {"class", "label"}))
    return suffix in (".json", ".txt")


def _read(paths: Sequence[Path]) -> dict[str, tuple[str, ...]]:
    parts = {path: _part_of(path) for path in paths}
    if len(paths) == 1 and not (parts[paths[0]] and paths[0].is_file()):
        return read_split_file(paths[0])
    if len(paths) == 1 and paths[0].suffix.lower() == ".txt":
        return read_split_file(paths[0].parent)  # its neighbours hold the other parts
    strange = next((path for path, part in parts.items() if not part), None)
    if strange is not None:
        raise DataError(
            f"{strange.name} does not say which part it lists. Several split files at once are "
            "called train, val and test."
        )
    try:
        return {part: tuple(read_list(path)) for path, part in parts.items()}
    except (OSError, UnicodeDecodeError, ValueError, KeyError, TypeError) as error:
        raise DataError(
            f"{_called(paths)} can't be read ({error}). Expected is one class name a line, a JSON "
            "list, or a CSV with a column 'label' or 'class'."
        ) from None


def _part_of(path: Path) -> str:
    stem = path.stem.lower().removesuffix("_classes").removesuffix("_wnids")
    if path.suffix.lower() not in ENDINGS:
        return ""
    return next((split for split, words in NAMES.items() if stem in words), "")


def _columns(path: Path) -> set[str]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return {name.strip() for name in next(csv.reader(file), [])}
    except (OSError, UnicodeDecodeError, csv.Error):
        return set()


def _called(paths: Sequence[Path]) -> str:
    return paths[0].name if len(paths) == 1 else f"{paths[0].name} and others"
