"""A first look at a folder of pictures before they are all read: its classes and some pictures.

Names come first, so that a hundred thousand pictures can be browsed while they are decoded.
"""

import os
from pathlib import Path

import numpy as np
import torch

from metastudio.engine.errors import ConfigError, DataError
from metastudio.engine.events import DatasetView, Pictures, SplitView
from metastudio.engine.experiment import DataSettings
from metastudio.engine.tasks import folders
from metastudio.engine.tasks.cards import imported_card
from metastudio.engine.tasks.classes import ImageClasses
from metastudio.engine.tasks.findings import Choices
from metastudio.engine.tasks.images import Transform, read_picture
from metastudio.engine.tasks.names import readable
from metastudio.engine.tasks.records import Imported, place_of
from metastudio.engine.tasks.splits import match_classes, read_split_file
from metastudio.engine.workspace import Workspace

SIDE = 96  # of the pictures of a first look
EACH, CLASSES = 4, 6  # pictures of a class, and classes of each split, that are read at once
MOST = 8  # pictures of one class that is asked for


def glance(data: DataSettings, workspace: Workspace) -> DatasetView | None:
    """Return the classes of a folder with the pictures of the first few of each split.

    None for what is no folder of pictures, or is divided in a way that only reading it tells.
    Raises `DataError` where the folder can't be read.
    """
    folder = _folder(data.name, workspace)
    if folder is None or (data.split != "random" and not data.split_file) or data.rotations:
        return None
    found = _files(folder)
    names = list(found)
    counts = [len(files) for files in found.values()]
    indices = _divided(data, names) if names else None
    if indices is None:
        return None
    groups = [name.rsplit("/", 1)[0] if "/" in name else "" for name in names]
    splits = tuple(
        SplitView(
            split,
            tuple(names[i] for i in places),
            tuple(counts[i] for i in places),
            tuple(groups[i] for i in places),
        )
        for split, places in indices.items()
    )
    place = place_of(data.name, workspace)
    imported = Imported.read(place) if place else Imported(folder, len(names), sum(counts))
    card = imported_card(data.name if place else folder.name, imported)
    first = dict.fromkeys(name for split in splits for name in split.classes[:CLASSES])
    samples = {name: _read(found[name][:EACH]) for name in first}
    return DatasetView(card, splits, samples, image_size=data.image_size, channels=3)


def class_pictures(name: str, data: DataSettings, workspace: Workspace) -> Pictures:
    """Return the first pictures of one class of a folder, `(n, height, width, 3)`."""
    folder = _folder(data.name, workspace)
    return _read(_files(folder).get(name, [])[:MOST] if folder is not None else [])


def first_pictures(name: str, workspace: Workspace, number: int) -> Pictures:
    """Return a picture of a few classes, far apart in the list, `(n, height, width, 3)`."""
    folder = _folder(name, workspace)
    files = list(_files(folder).values()) if folder is not None else []
    chosen = np.linspace(0, len(files) - 1, min(number, len(files))).astype(int)
    return _read([files[place][0] for place in chosen])


def _folder(name: str, workspace: Workspace) -> Path | None:
    place = place_of(name, workspace)
    if place is not None and Choices.of(place) != Choices():
        return None  # some of it is left out, which only opening it tells
    folder = Imported.read(place).folder if place is not None else Path(name).expanduser()
    return folder if folder.is_dir() else None


def _files(folder: Path) -> dict[str, list[str]]:
    """Return the picture files of each class by their endings, without asking for any of them.

    As `list_folder` finds them, but for files without an ending: an order of magnitude sooner.
    """
    root, endings = folders._without_wrapping(folder), folders._endings()
    found: dict[str, list[str]] = {}
    for at, inside, files in os.walk(root, followlinks=False):
        inside[:] = [name for name in inside if not name.startswith((".", "__MACOSX"))]
        named = [
            f"{at}{os.sep}{name}"
            for name in sorted(files)
            if name[name.rfind(".") :].lower() in endings and name[0] != "."
        ]
        if named and at != str(root):
            found[readable(Path(at).relative_to(root).as_posix())] = named
    return dict(sorted(found.items()))


def _divided(data: DataSettings, names: list[str]) -> dict[str, list[int]] | None:
    if data.split_file:
        try:
            return match_classes(read_split_file(Path(data.split_file)), names, f"'{data.name}'")
        except (ConfigError, DataError):
            return None  # opening it will say so
    nothing = torch.empty((0, 1, 1, 1), dtype=torch.uint8)
    starts = torch.zeros(len(names) + 1, dtype=torch.int64)
    classes = ImageClasses(data.name, nothing, starts, tuple(names))
    return folders.split_folder(classes, data.split_seed)[0]


def _read(files: list[str]) -> Pictures:
    transform = Transform(SIDE, 3)
    read = []
    for file in files:
        try:
            read.append(transform.apply(read_picture(Path(file))).transpose(1, 2, 0))
        except DataError:
            continue  # reading all of them will name it
    return np.stack(read) if read else np.empty((0, SIDE, SIDE, 3), np.uint8)
