"""A split that the user made by hand: moving classes, suggesting, keeping it with the data set.

Every version is a split file of its own, named by its contents and never written again, so that a
run that names one as its `data.split_file` keeps the classes that it was trained and tested on,
however the split is edited later. Importing this module imports no torch.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from metastudio.engine.errors import ConfigError, DataError, WorkspaceError
from metastudio.engine.tasks.splits import SPLITS, read_split_file
from metastudio.engine.workspace import Workspace, write_atomically

Splits = Mapping[str, Sequence[str]]
HELD = 0.2  # share of the classes that validation and test each get in a suggested split
FEWEST = 3  # classes, or groups, below which nothing can be suggested
CURRENT = "current.txt"


def move_classes(splits: Splits, classes: Sequence[str], to: str) -> dict[str, list[str]]:
    """Return the splits with `classes` in split `to` and in no other.

    Raises `ConfigError` where that would leave training or test without a class.
    """
    moved = set(classes)
    result = {split: [c for c in splits.get(split, ()) if c not in moved] for split in SPLITS}
    known = {c for names in splits.values() for c in names}
    result[to] = sorted([*result[to], *(moved & known)])
    for split, word in (("train", "training"), ("test", "the test")):
        if splits.get(split) and not result[split]:
            raise ConfigError(
                f"That would leave no class for {word}. Leave at least one there, or move others "
                "in first."
            )
    return result


def suggest_split(
    classes: Sequence[str], groups: Sequence[str] = (), seed: int = 0
) -> dict[str, list[str]]:
    """Divide classes 60 : 20 : 20 by a seeded shuffle; with `groups`, whole groups at a time.

    `groups` names the group of each class. Raises `ConfigError` below three classes or groups.
    """
    units: dict[str, list[str]] = {}
    for name, unit in zip(classes, groups or classes, strict=True):
        units.setdefault(unit, []).append(name)
    if len(units) < FEWEST:
        what = "groups" if groups else "classes"
        raise ConfigError(
            f"{len(units)} {what} can't be divided into training, validation and test. At least "
            f"{FEWEST} are needed."
        )
    ordered = sorted(units)
    shuffled = [ordered[i] for i in np.random.default_rng(seed).permutation(len(ordered))]
    held = max(1, round(HELD * len(classes)))
    shuffled.sort(key=lambda unit: len(units[unit]) <= 2 * held)  # a huge group is for training
    result: dict[str, list[str]] = {split: [] for split in SPLITS}
    left = len(shuffled)
    for split in ("test", "validation"):
        spare = 2 if split == "test" else 1  # units that the others need
        while left > spare and len(result[split]) < held:
            left -= 1
            result[split] += units[shuffled[left]]
    for unit in shuffled[:left]:
        result["train"] += units[unit]
    return {split: sorted(names) for split, names in result.items()}


def save_own_split(workspace: Workspace, data: str, splits: Splits) -> Path:
    """Keep a split of the data set `data`; returns its file, which `data.split_file` may name.

    Raises `DataError` where a class is in two splits, `WorkspaceError` where it can't be written.
    """
    often = Counter(name for split in SPLITS for name in set(splits.get(split, ())))
    twice = next((name for name, times in often.items() if times > 1), None)
    if twice is not None:
        raise DataError(f"'{twice}' is in two splits. A class must be in one split only.")
    lists = {split: sorted(splits.get(split, ())) for split in SPLITS}
    text = json.dumps({"data": data, **lists}, indent=1, ensure_ascii=False)
    digest = hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:12]
    file = _folder(workspace, data) / f"{digest}.json"
    if not file.is_file():
        write_atomically(file, text)
    return file


def choose_own_split(workspace: Workspace, data: str, file: Path | None) -> None:
    """Remember which version is the data set's own split, or with None that there is none."""
    note = _folder(workspace, data) / CURRENT
    if file is not None:
        write_atomically(note, file.name)
        return
    try:
        note.unlink(missing_ok=True)
    except OSError as error:
        raise WorkspaceError(f"{note} can't be removed ({error.strerror}).") from None


def own_split(workspace: Workspace, data: str) -> Path | None:
    """Return the file of the data set's own split, or None where none was made."""
    folder = _folder(workspace, data)
    try:
        file = folder / (folder / CURRENT).read_text(encoding="utf-8").strip()
    except OSError:
        return None
    return file if file.is_file() and file.parent == folder else None


def is_own_split(workspace: Workspace, file: str | Path) -> bool:
    """Whether a split file is one that was made by hand, and not one that the user brought."""
    return _root(workspace) in Path(file).parents


def read_splits(file: Path) -> dict[str, list[str]]:
    """Return the classes of each split of a split file; raises `DataError`."""
    return {split: list(names) for split, names in read_split_file(file).items()}


def _root(workspace: Workspace) -> Path:
    return workspace.home / "splits"


def _folder(workspace: Workspace, data: str) -> Path:
    """Folder of one data set; a path, or a name that is no plain word, is told by its digest."""
    if re.fullmatch(r"[\w-][\w\-. ]{0,60}", data):
        return _root(workspace) / data
    digest = hashlib.sha256(data.encode("utf-8", "surrogateescape")).hexdigest()[:8]
    plain = re.sub(r"[^\w-]", "-", Path(data).name)[:40]
    return _root(workspace) / f"{plain}-{digest}"
