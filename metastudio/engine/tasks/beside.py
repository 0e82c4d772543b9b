"""What lies beside pictures and says something of them: tables, split files, published splits."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from metastudio.engine.errors import DataError
from metastudio.engine.presets import resources
from metastudio.engine.tasks.annotations import (
    NOTHING,
    Table,
    columns_of,
    common_split,
    read_table,
)
from metastudio.engine.tasks.benchmarks import PUBLISHED
from metastudio.engine.tasks.listing import FolderListing
from metastudio.engine.tasks.sittings import sittings_of
from metastudio.engine.tasks.splits import read_split_file

SPLIT_FILES = ("splits.json", "split.json", "splits.csv", "split.csv")
LISTS = ("train.json", "train.csv", "train.txt", "train_classes.txt")
KNOWN_CLASSES = ("mini-imagenet", "cifar-fs", "fc100")


def with_beside(
    listing: FolderListing, within: Sequence[Path], brought: Path | None, column: str
) -> FolderListing:
    """Add what tables and split files say, and tell whose classes they are."""
    groups, sittings = dict(listing.groups), dict(listing.sittings)
    splits = dict(listing.splits)
    levels = [*([brought] if brought else []), *within]
    for level in levels:
        try:
            tables = [
                table
                for file in sorted(level.glob("*.csv"))
                if file.name not in SPLIT_FILES and (table := read_table(file)) is not None
            ]
            found = _split_beside(level)
        except DataError:
            if level == brought:
                raise
            continue  # nobody asked for it: the pictures can be used without
        for table in tables if not sittings else ():
            groups |= _matching_groups(table, listing)
            sittings |= _matching_sittings(table, listing)
        if found is not None and PUBLISHED not in splits:
            splits[PUBLISHED] = found
            groups |= _groups_in(level)
    if column:
        sittings = _asked_sittings(listing, levels, column)
    return replace(listing, groups=groups, sittings=sittings, splits=splits)


def _asked_sittings(listing: FolderListing, levels: Sequence[Path], column: str) -> dict[Path, str]:
    """Return the sittings that a column holds; raises `DataError` where no table has it."""
    there: list[str] = []
    found: dict[Path, str] = {}
    told: list[str] = []
    for file in (file for level in levels for file in sorted(level.glob("*.csv"))):
        names = columns_of(file)
        if column not in names:
            there += names
            continue
        table = read_table(file, column)
        told.append(file.name)
        found |= _matching_sittings(table, listing) if table is not None else {}
    if told and len(found) < listing.pictures:
        raise DataError(
            f"The column '{column}' of {', '.join(told)} says of {len(found):,} of the "
            f"{listing.pictures:,} pictures where they were taken. Fill it in for all of them: "
            "a column 'file' names them, by as much of the path as is needed."
        )
    if told:
        return found
    what = (
        f"the columns are {', '.join(repr(n) for n in dict.fromkeys(there))}"
        if there
        else ("no CSV file came with the pictures")
    )
    raise DataError(
        f"There is no column '{column}' that could say where pictures were taken: {what}. Import "
        "the CSV file together with the pictures, and name one of its columns."
    )


def known_as(listing: FolderListing, name: str = "") -> FolderListing:
    """Give a data set that is known by its classes its published split.

    CIFAR-100 has two, of which the one that `name` asks for is *the* published one.
    """
    names = set(listing.classes)
    splits = dict(listing.splits)
    for benchmark in KNOWN_CLASSES:
        lists = published(benchmark)
        wanted = {kind for kinds in lists.values() for kind in kinds}
        groups = {listing.group(kind) for kind in names}
        if wanted in (names, groups) or names == {kind.rsplit("/", 1)[-1] for kind in wanted}:
            splits[benchmark] = lists
    known = name if name in splits else next((b for b in KNOWN_CLASSES if b in splits), "")
    if known and PUBLISHED not in listing.splits:
        splits[PUBLISHED] = splits[known]
    return replace(listing, splits=splits, benchmark=listing.benchmark or known)


@cache
def published(benchmark: str) -> Mapping[str, Sequence[str]]:
    """Return the published split of a benchmark, as MetaStudio brings it along."""
    raw = json.loads((resources() / "splits" / f"{benchmark}.json").read_text(encoding="utf-8"))
    return {"train": raw["train"], "validation": raw["val"], "test": raw["test"]}


def _split_beside(level: Path) -> Mapping[str, Sequence[str]] | None:
    for name in SPLIT_FILES:
        if (level / name).is_file():
            return read_split_file(level / name)
    if any((level / name).is_file() for name in LISTS):
        try:
            return read_split_file(level)
        except DataError:
            return None  # train.txt may be anything
    return None


def _groups_in(level: Path) -> dict[str, str]:
    """Return the groups that a splits.json names: {"coarse": {class: group}}."""
    try:
        raw = json.loads((level / "splits.json").read_text(encoding="utf-8-sig"))
        found = raw.get("coarse") or raw.get("groups") or {}
        return {str(name): str(group) for name, group in found.items()}
    except (OSError, ValueError, AttributeError):
        return {}


def _matching_groups(table: Table, listing: FolderListing) -> dict[str, str]:
    found = groups_of(table) if table.groups and table.classes else {}
    return {name: group for name, group in found.items() if name in listing.classes}


def _matching_sittings(table: Table, listing: FolderListing) -> dict[Path, str]:
    if not table.sittings:
        return {}
    pictures = [p for files in listing.classes.values() for p in files if isinstance(p, Path)]
    told = sittings_of([listing.label(p) for p in pictures], table.files, table.sittings)
    found = zip(pictures, told, strict=True)
    # "n/a" is no patient: its pictures may be of any, also of one on another side.
    return {p: sitting for p, sitting in found if sitting and sitting.lower() not in NOTHING}


def groups_of(table: Table) -> dict[str, str]:
    """Return the group of each class; nothing where the pictures of a class are of several."""
    found: dict[str, set[str]] = {}
    for kind, group in zip(table.classes or (), table.groups or (), strict=bool(table.groups)):
        found.setdefault(kind.replace("/", "-"), set()).add(group)
    whole = all(len(groups) == 1 for groups in found.values())
    return {kind: groups.pop() for kind, groups in found.items()} if whole else {}


def splits_of(table: Table) -> dict[str, dict[str, list[str]]]:
    """Return the split that a column holds; nothing where pictures of a class are on two sides."""
    if not table.splits or not table.classes:
        return {}
    split = common_split([kind.replace("/", "-") for kind in table.classes], table.splits)
    return {PUBLISHED: split} if split else {}
