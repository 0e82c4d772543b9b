"""Looking through a folder of pictures before it is used: names at once, then every picture.

A generator, so that whoever iterates shows what there is so far and ends it by leaving off.
"""

import hashlib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from metastudio.engine.devices import cpu_threads
from metastudio.engine.errors import ConfigError, DataError
from metastudio.engine.tasks.benchmarks import PUBLISHED
from metastudio.engine.tasks.beside import known_as
from metastudio.engine.tasks.findings import (
    Choices,
    Findings,
    Names,
    Problem,
    Reading,
    Remedy,
    Sheet,
)
from metastudio.engine.tasks.images import thumbnail
from metastudio.engine.tasks.layouts import recognise
from metastudio.engine.tasks.listing import FEWEST_GROUPS, FolderListing
from metastudio.engine.tasks.own_split import suggest_split
from metastudio.engine.tasks.packing import is_packed, read_packed

SHEETS, ON_SHEET, SIDE = 24, 6, 96
FEW = 6  # pictures, below which a class can't be dealt with one shot and five queries
BLOCK = 128
NAMED = 3  # in a sentence

Event = Names | Sheet | Reading | Findings


def scan(folder: Path, choices: Choices | None = None) -> Iterator[Event]:
    """Yield `Names`, then a `Sheet` for each of the first classes, `Reading`s, last `Findings`.

    Nothing is kept of a picture but its digest, so memory does not grow with their size. Raises
    `DataError` where there are no classes; a picture that can't be read is a problem, not an error.
    """
    found = read_packed(folder) if is_packed(folder) else recognise(folder)
    listing = chosen(known_as(found, folder.name), choices or Choices())
    counts = {name: len(pictures) for name, pictures in listing.classes.items()}
    yield Names(counts)
    for name in list(listing.classes)[:SHEETS]:
        yield Sheet(name, _sheet(listing, listing.classes[name][:ON_SHEET]))
    everything = [(name, p) for name, of in listing.classes.items() for p in of]
    looks: list[_Look] = []
    pool = ThreadPoolExecutor(cpu_threads())
    try:
        for first in range(0, len(everything), BLOCK):
            yield Reading(first, len(everything))
            block = everything[first : first + BLOCK]
            looks += pool.map(lambda item: _look(listing, *item), block)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
    yield Reading(len(everything), len(everything))
    yield Findings(
        counts,
        {name: group for name in counts if (group := listing.group(name))},
        tuple(_problems(counts, looks)),
        _suggested(listing),
    )


def chosen(listing: FolderListing, choices: Choices) -> FolderListing:
    """Return a listing without what is left out, and with merged classes as one.

    Raises `DataError` where nothing would remain.
    """
    if choices == Choices():
        return listing
    classes: dict[str, list[Any]] = {}
    for name, pictures in listing.classes.items():
        if name in choices.without_classes:
            continue
        left = [p for p in pictures if listing.label(p) not in choices.without_files]
        if left:
            classes.setdefault(choices.merged.get(name, name), []).extend(left)
    if not classes:
        raise DataError(
            f"Everything in {listing.folder} is left out. Undo that, or remove the data set and "
            "import it again."
        )
    splits = {
        split: {side: _left(names, classes, choices) for side, names in sides.items()}
        for split, sides in listing.splits.items()
    }
    return replace(listing, classes=classes, splits=splits)


def _left(names: Sequence[str], classes: Mapping[str, Any], choices: Choices) -> tuple[str, ...]:
    """Return the names of a side that are still there; groups stay as they are."""
    gone = {*choices.without_classes, *choices.merged}
    return tuple(n for n in names if n in classes or n not in gone)


@dataclass(frozen=True)
class _Look:
    """What is remembered of one picture."""

    name: str
    file: str
    digest: bytes = b""
    grey: bool = False
    problem: str = ""


def _look(listing: FolderListing, name: str, picture: Any) -> _Look:
    file = listing.label(picture)
    try:
        image = listing.read(picture)
    except DataError as error:
        return _Look(name, file, problem=str(error))
    digest = hashlib.blake2b(f"{image.mode}{image.size}".encode(), digest_size=16)
    digest.update(image.tobytes())
    return _Look(name, file, digest.digest(), image.mode == "L")


def _sheet(listing: FolderListing, pictures: Sequence[Any]) -> np.ndarray[Any, np.dtype[np.uint8]]:
    sheet = []
    for picture in pictures:
        try:
            small = thumbnail(listing.read(picture), SIDE)
        except DataError:
            continue  # a problem, told at the end
        square = np.full((SIDE, SIDE, 3), 255, dtype=np.uint8)
        height, width = small.shape[:2]
        top, left = (SIDE - height) // 2, (SIDE - width) // 2
        square[top : top + height, left : left + width] = small
        sheet.append(square)
    return np.stack(sheet) if sheet else np.empty((0, SIDE, SIDE, 3), dtype=np.uint8)


# --- problems -------------------------------------------------------------------------------------


def _problems(counts: Mapping[str, int], looks: Sequence[_Look]) -> Iterator[Problem]:
    bad = [look for look in looks if look.problem]
    if bad:
        yield Problem(
            kind="unreadable",
            sentence=f"{len(bad):,} of {len(looks):,} pictures can't be read: "
            f"{_some(b.file for b in bad)}.",
            files=tuple(b.file for b in bad),
            remedy=_without(bad, "Leave them out"),
        )
    yield from _copies([look for look in looks if not look.problem])
    yield from _alike(counts)
    good = dict(counts)
    for look in bad:
        good[look.name] -= 1
    few = [name for name, count in good.items() if count < FEW]
    if few:
        yield Problem(
            kind="few",
            sentence=f"{len(few):,} of {len(good):,} classes have fewer than {FEW} pictures, too "
            f"few for one shot and five queries: {_some(few)}.",
            remedy=Remedy(
                kind="leave out classes", words="Leave these classes out", classes=tuple(few)
            ),
        )
    grey = [look for look in looks if look.grey]
    whole = len(looks) - len(bad)
    if grey and len(grey) < whole:
        yield Problem(
            kind="colours",
            sentence=f"{len(grey):,} of {whole:,} pictures are grey and the others coloured, so "
            "that colour alone may tell classes apart.",
            files=tuple(look.file for look in grey[:1000]),
            remedy=Remedy(
                kind="set", words="See all of them in grey", setting="data.colour", value="grey"
            ),
        )


def _copies(looks: Sequence[_Look]) -> Iterator[Problem]:
    same: dict[bytes, list[_Look]] = defaultdict(list)
    for look in looks:
        same[look.digest].append(look)
    twice = [of for of in same.values() if len(of) > 1]
    across = [look for of in twice if len({x.name for x in of}) > 1 for look in of]
    if across:
        yield Problem(
            kind="in two classes",
            sentence=f"In {len(across):,} files lies a picture that is in another class, too: "
            f"{_some(look.file for look in across)}. One of the classes must be wrong.",
            files=tuple(look.file for look in across),
            remedy=_without(across, "Leave all of them out"),
        )
    within = [look for of in twice if len({x.name for x in of}) == 1 for look in of[1:]]
    if within:
        yield Problem(
            kind="twice",
            sentence=f"In {len(within):,} files lies a picture that its class has already: "
            f"{_some(look.file for look in within)}. The same picture in support and query makes "
            "scores too good.",
            files=tuple(look.file for look in within),
            remedy=_without(within, "Keep one of each"),
        )


def _alike(counts: Mapping[str, int]) -> Iterator[Problem]:
    """Names that differ in case, or in how a letter is written, only."""
    alike: dict[str, list[str]] = defaultdict(list)
    for name in counts:
        alike[unicodedata.normalize("NFKC", name).casefold().strip()].append(name)
    for names in alike.values():
        if len(names) > 1:
            into = max(names, key=lambda name: counts[name])
            yield Problem(
                kind="alike",
                sentence=f"These classes differ in the case of letters only: {_some(names)}.",
                remedy=Remedy(
                    kind="merge classes",
                    words=f"Make them one, '{into}'",
                    classes=tuple(names),
                    into=into,
                ),
            )


def _without(looks: Sequence[_Look], words: str) -> Remedy:
    return Remedy(kind="leave out files", words=words, files=tuple(look.file for look in looks))


def _some(names: Iterable[str]) -> str:
    """Return the first few names; how many there are in all is said elsewhere."""
    listed = [f"'{name}'" for name in names]
    return ", ".join([*listed[:NAMED], *(["…"] if len(listed) > NAMED else [])])


def _suggested(listing: FolderListing) -> dict[str, tuple[str, ...]]:
    """Return the split that came with the data, or one by group, or by class."""
    names = list(listing.classes)
    sides = listing.splits.get(PUBLISHED)
    if sides is not None and {n for of in sides.values() for n in of} <= set(names):
        return {side: tuple(of) for side, of in sides.items()}
    groups = [listing.group(name) for name in names]
    grouped = len(set(groups)) >= FEWEST_GROUPS and all(groups)
    try:
        found = suggest_split(names, groups if grouped else ())
    except ConfigError:
        return {}  # too few to divide
    return {side: tuple(of) for side, of in found.items()}
