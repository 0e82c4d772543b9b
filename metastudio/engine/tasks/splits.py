"""Split files: which classes are for training, validation and test, as people keep them.

A folder with `train`, `val` (or `validation`) and `test` as .txt, .csv or .json; or one JSON file
with these keys; or one CSV with the columns `class` (or `label`) and `split`.
"""

import csv
import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from metastudio.engine.errors import DataError

SPLITS = ("train", "validation", "test")
NAMES = {
    "train": ("train",),
    "validation": ("val", "validation", "valid"),
    "test": ("test",),
}
ENDINGS = (".txt", ".csv", ".json")
ROTATION = re.compile(r"/rot(000|090|180|270)$")
SHOWN = 5


def read_split_file(path: Path) -> dict[str, tuple[str, ...]]:
    """Return the class names of each split; raises `DataError` with what is wrong with the file."""
    try:
        found = _read_folder(path) if path.is_dir() else _read_one(path)
    except (OSError, UnicodeDecodeError, ValueError, KeyError, TypeError) as error:
        raise DataError(
            f"The split file {path} can't be read ({_short(error)}). Expected is a JSON object or "
            "a folder of text files that list the classes of train, val and test.",
            path=str(path),
        ) from None
    if not found.get("test"):  # without the others, a model can still be tested
        raise DataError(
            f"The split file {path} names no classes for test. Add them, or choose one of the data "
            "set's own splits.",
            path=str(path),
        )
    splits = {split: tuple(dict.fromkeys(found.get(split, ()))) for split in SPLITS}
    _refuse_overlap(splits, path)
    return splits


def match_classes(
    splits: dict[str, tuple[str, ...]], names: Sequence[str], where: str
) -> dict[str, list[int]]:
    """Return indices into `names` for each split.

    A list may leave out the group ("character01" for "Greek/character01", where that is clear),
    may name a group for all its classes, and may name rotations, which are then made of the whole
    class. Raises `DataError` that names the classes which are not there, or one that would be in
    two splits.
    """
    places = {name: index for index, name in enumerate(names)}
    short: dict[str, list[int]] = {}
    groups: dict[str, list[int]] = {}
    for name, index in places.items():
        group, _, last = name.rpartition("/")
        short.setdefault(last, []).append(index)
        groups.setdefault(group, []).append(index)
    result: dict[str, list[int]] = {}
    unknown: list[str] = []
    for split, listed in splits.items():
        indices: dict[int, None] = {}
        for name in listed:
            base = ROTATION.sub("", name)
            if base in places:
                indices[places[base]] = None
            elif len(short.get(base, ())) == 1:
                indices[short[base][0]] = None
            elif base in groups:
                indices.update(dict.fromkeys(groups[base]))
            else:
                unknown.append(base)
        result[split] = list(indices)
    if unknown:
        names_of = dict.fromkeys(unknown)
        listed_names = ", ".join(f"'{n}'" for n in list(names_of)[:SHOWN])
        more = f" and {len(names_of) - SHOWN} more" if len(names_of) > SHOWN else ""
        raise DataError(
            f"The split file names classes that {where} does not have: {listed_names}{more}. Use "
            "the split file of this data set, or correct the names.",
            unknown=tuple(names_of),
        )
    _refuse_leak(result, names)
    return result


def _refuse_leak(indices: dict[str, list[int]], names: Sequence[str]) -> None:
    """A class may be named by itself on one side, and shortly or by its group on another."""
    sides: dict[int, str] = {}
    for split, chosen in indices.items():
        for index in chosen:
            if sides.setdefault(index, split) != split:
                raise DataError(
                    f"The split file has '{names[index]}' in {sides[index]} and in {split}. A "
                    "class must be in one split only; take it out of the other.",
                    name=names[index],
                )


def _read_folder(folder: Path) -> dict[str, Sequence[str]]:
    found: dict[str, Sequence[str]] = {}
    for split, stems in NAMES.items():
        files = [folder / f"{stem}{ending}" for ending in ENDINGS for stem in stems]
        files += [folder / f"{stem}_classes.txt" for stem in stems]
        file = next((f for f in files if f.is_file()), None)
        if file is not None:
            found[split] = read_list(file)
    return found


def read_list(file: Path) -> Sequence[str]:
    """Return the class names that one file lists, by its ending; raises what reading it raises."""
    text = file.read_text(encoding="utf-8-sig")
    if file.suffix == ".json":
        return _names(json.loads(text))
    if file.suffix == ".csv":
        rows = list(csv.DictReader(text.splitlines()))
        column = next((c for c in ("label", "class") if rows and c in rows[0]), None)
        if column is None:
            raise ValueError(f"{file.name} has no column 'label' or 'class'")
        return [row[column] for row in rows]
    return [line.strip() for line in text.splitlines() if line.strip()]


def _read_one(file: Path) -> dict[str, Sequence[str]]:
    text = file.read_text(encoding="utf-8-sig")
    found: dict[str, list[str]] = {}
    if file.suffix == ".csv":
        for row in csv.DictReader(text.splitlines()):
            if "split" not in row or not {"class", "label"} & row.keys():
                raise ValueError("it needs the columns 'class' and 'split'")
            split = _split_of(row["split"])
            if split:
                found.setdefault(split, []).append(row.get("class") or row["label"])
        return dict(found)
    lists = json.loads(text)
    if not isinstance(lists, dict):
        raise TypeError("it is no JSON object with train, val and test")
    for key, value in lists.items():
        split = _split_of(key)
        if split:
            found[split] = _names(value)
    return dict(found)


def _names(value: Any) -> list[str]:
    if isinstance(value, dict):  # {"class": [files]} is as common as a plain list
        value = list(value)
    if not isinstance(value, list):
        raise TypeError("a list of class names was expected")
    return ["/".join(map(str, n)) if isinstance(n, list) else str(n) for n in value]


def _split_of(word: str) -> str | None:
    return next((split for split, words in NAMES.items() if word.strip().lower() in words), None)


def _refuse_overlap(splits: dict[str, tuple[str, ...]], path: Path) -> None:
    seen: dict[str, str] = {}
    for split, names in splits.items():
        for name in _bases(names):
            if seen.setdefault(name, split) != split:
                raise DataError(
                    f"The split file {path} has '{name}' in {seen[name]} and in {split}. A class "
                    "must be in one split only; take it out of the other.",
                    name=name,
                )


def _bases(names: Iterable[str]) -> Iterable[str]:
    return dict.fromkeys(ROTATION.sub("", name) for name in names)


def _short(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error) or type(error).__name__
