"""What dropped paths hold: class folders, pictures, a checkpoint. Runs off the GUI thread."""

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from metastudio.engine.class_set import ClassSet, SetPicture, is_class_set, load_class_set
from metastudio.engine.tasks.annotations import PICTURE_ENDINGS
from metastudio.engine.workspace import Workspace
from metastudio.gui.session import kind_of
from metastudio.gui.widgets.picture_items import Stroke

MOST = 20_000  # pictures of one drop: more than anybody looks through


@dataclass(frozen=True)
class File:
    """A file to read, and the name to show: within its folder where a folder was dropped.

    A class set also tells how a picture is drawn, and how the pen went.
    """

    path: Path
    name: str
    ink: str = ""
    strokes: tuple[Stroke, ...] = ()


@dataclass(frozen=True)
class Found:
    """What some paths hold. `left_out` counts the pictures above the limit."""

    folders: tuple[tuple[str, tuple[File, ...]], ...] = ()  # class name, pictures
    files: tuple[File, ...] = ()
    checkpoint: Path | None = None
    empty: tuple[str, ...] = ()  # folders without a picture
    left_out: int = 0

    @property
    def all(self) -> tuple[File, ...]:
        """Every file, class folders first."""
        return (*(file for _, files in self.folders for file in files), *self.files)


def survey(paths: Sequence[Path], by_class: bool) -> Found:
    """Look into `paths`. With `by_class`, a folder's sub-folders are classes; else all is flat.

    Files are taken whatever their ending, so that what can't be read is named; inside folders only
    known picture files are, so that litter such as .DS_Store is not.
    """
    folders: list[tuple[str, tuple[File, ...]]] = []
    files: list[File] = []
    checkpoint, empty = None, []
    for path in paths:
        if kind_of(path) in ("checkpoint", "run"):
            checkpoint = checkpoint_in(path)
        elif by_class and is_class_set(path):
            folders.extend(listed_set(load_class_set(path, Workspace.default()))[0].folders)
        elif not path.is_dir():
            files.append(File(path, path.name))
        else:
            classes = _class_folders(path) if by_class else []
            inside = [] if classes else _pictures(path, deep=not by_class)
            folders.extend(classes)
            files.extend(inside)
            if not classes and not inside:
                empty.append(path.name)
    return _limited(folders, files, checkpoint, tuple(empty))


def listed_set(classes: ClassSet) -> tuple[Found, Found]:
    """Return what a class set holds as if it had been dropped: its classes, and its queries."""

    def files(pictures: Sequence[SetPicture]) -> tuple[File, ...]:
        return tuple(File(p.path, p.name, p.ink, p.strokes) for p in pictures if p.path is not None)

    folders = tuple((name, files(pictures)) for name, pictures in classes.classes)
    return Found(folders), Found(files=files(classes.queries))


def checkpoint_in(path: Path) -> Path:
    """Return the checkpoint of a run folder, the best before the last; a file is itself."""
    names = ("best.safetensors", "last.safetensors")
    places = [folder / name for name in names for folder in (path / "checkpoints", path)]
    return next((place for place in places if place.is_file()), path)


def _class_folders(folder: Path) -> list[tuple[str, tuple[File, ...]]]:
    found = []
    for child in sorted(folder.iterdir(), key=_natural):
        if child.is_dir() and not child.name.startswith((".", "__MACOSX")):
            pictures = _pictures(child, deep=True)
            if pictures:
                found.append((child.name, tuple(pictures)))
    return found


def _pictures(folder: Path, deep: bool) -> list[File]:
    found: list[File] = []
    for place, below, names in os.walk(folder):  # does not follow links out of the folder
        below[:] = [b for b in below if not b.startswith((".", "__MACOSX"))] if deep else []
        for name in names:
            path = Path(place, name)
            if path.suffix.lower() in PICTURE_ENDINGS and not name.startswith("."):
                found.append(File(path, path.relative_to(folder).as_posix()))
    return sorted(found, key=lambda file: _natural(file.path))


def _limited(
    folders: list[tuple[str, tuple[File, ...]]],
    files: list[File],
    checkpoint: Path | None,
    empty: tuple[str, ...],
) -> Found:
    room, kept = MOST, []
    for name, pictures in folders:
        if room > 0:
            kept.append((name, pictures[:room]))
        room -= len(pictures)
    found = Found(tuple(kept), tuple(files[: max(room, 0)]), checkpoint, empty)
    total = sum(len(pictures) for _, pictures in folders) + len(files)
    return Found(found.folders, found.files, checkpoint, empty, total - len(found.all))


def _natural(path: Path) -> list[tuple[int, int, str]]:
    """Sort picture2 before picture10."""
    parts = re.split(r"(\d+)", str(path).casefold())
    return [(0, int(p), "") if p.isdecimal() else (1, 0, p) for p in parts]
