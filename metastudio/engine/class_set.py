"""A class set: classes with their example pictures, kept as a folder with `classes.toml`, or a zip.

The pictures are the files themselves, so any program can look at them; the TOML says what belongs
together, in which order, and what a file can't tell. Importing this module imports no torch.
"""

import hashlib
import io
import os
import re
import shutil
import tempfile
import tomllib
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import tomli_w
from PIL import Image

from metastudio.engine.errors import DataError, WorkspaceError
from metastudio.engine.events import Pictures
from metastudio.engine.tasks.archives import is_archive, unpacked
from metastudio.engine.tasks.names import readable
from metastudio.engine.workspace import Workspace, make_folder, write_atomically

FORMAT = 1
INDEX = "classes.toml"
QUERIES = "queries"
LONGEST = 40  # letters of a file's name that are kept
INKS = ("", "dark", "light")

Stroke = tuple[tuple[float, float, float], ...]
"""Points of one stroke of a pen: x, y in pixels of the picture, and milliseconds."""


@dataclass(frozen=True, eq=False)
class SetPicture:
    """One picture: its file, or its pixels `(h, w, 3)` where it was drawn or the file is gone.

    `ink` says how it is drawn where a person said so, `strokes` how the pen went.
    """

    name: str
    path: Path | None = None
    pixels: Pictures | None = None
    ink: str = ""
    strokes: tuple[Stroke, ...] = ()


@dataclass(frozen=True)
class ClassSet:
    """Classes in order, by name, and pictures to ask about."""

    classes: tuple[tuple[str, tuple[SetPicture, ...]], ...]
    queries: tuple[SetPicture, ...] = ()


# --- writing --------------------------------------------------------------------------------------


def save_class_set(classes: ClassSet, path: Path) -> None:
    """Write a zip where `path` ends in .zip, else a folder; whole or not at all.

    A class set that stood there is replaced. Raises `WorkspaceError` where something else does, or
    the place can't be written.
    """
    files = _files(classes)
    if path.suffix.lower() == ".zip":
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in files.items():
                archive.writestr(name, content)
        write_atomically(path, buffer.getvalue())
        return
    if path.exists() and not (path / INDEX).is_file() and not _is_empty(path):
        raise WorkspaceError(
            f"{path} holds other things already. Choose a new name for the class set."
        )
    make_folder(path.parent)
    try:
        _replace_folder(path, files)
    except OSError as error:
        raise WorkspaceError(
            f"{path} can't be written ({error.strerror}). Free some space or choose another "
            "place; what was there before is unchanged."
        ) from None


def _replace_folder(path: Path, files: dict[str, bytes]) -> None:
    beside = Path(tempfile.mkdtemp(prefix=f".{path.name}.", dir=path.parent))
    try:
        fresh, old = beside / "new", beside / "old"
        for name, content in files.items():
            target = fresh / name
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        if path.exists():
            path.replace(old)
        fresh.replace(path)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _files(classes: ClassSet) -> dict[str, bytes]:
    """Return every file by its name inside the set, the index first."""
    files: dict[str, bytes] = {INDEX: b""}
    listed = []
    for number, (name, pictures) in enumerate(classes.classes, start=1):
        folder = f"{number:02d}-{_plain(name)}"
        listed.append({"name": name, "pictures": _entries(folder, pictures, files)})
    index: dict[str, Any] = {"format": FORMAT, "classes": listed}
    if classes.queries:
        index["queries"] = _entries(QUERIES, classes.queries, files)
    files[INDEX] = tomli_w.dumps(index).encode()
    return files


def _entries(
    folder: str, pictures: Sequence[SetPicture], files: dict[str, bytes]
) -> list[dict[str, Any]]:
    entries = []
    for number, picture in enumerate(pictures, start=1):
        content, suffix = _content(picture)
        stem = _plain(Path(picture.name).stem)
        place = f"{folder}/{number:03d}-{stem}{suffix}"
        files[place] = content
        entry: dict[str, Any] = {"file": place, "name": readable(picture.name)}
        if picture.ink:
            entry["ink"] = picture.ink
        if picture.strokes:
            entry["strokes"] = [[list(point) for point in stroke] for stroke in picture.strokes]
        entries.append(entry)
    return entries


def _content(picture: SetPicture) -> tuple[bytes, str]:
    """Return a picture's file and its ending; as PNG where there is no file any more."""
    if picture.path is not None:
        try:
            return picture.path.read_bytes(), picture.path.suffix.lower()
        except OSError:
            pass  # deleted since: what is on the page remains
    if picture.pixels is None:
        raise DataError(f"{picture.name} can't be read any more, so the class set isn't saved.")
    buffer = io.BytesIO()
    Image.fromarray(picture.pixels).save(buffer, "PNG")
    return buffer.getvalue(), ".png"


def _plain(name: str) -> str:
    """Return a name that every file system takes."""
    return re.sub(r"[^\w-]+", "_", readable(name))[:LONGEST].strip("_") or "class"


def _is_empty(path: Path) -> bool:
    return path.is_dir() and not any(path.iterdir())


# --- reading --------------------------------------------------------------------------------------


def is_class_set(path: Path) -> bool:
    """Whether a folder or a zip holds a class set, by its index."""
    if path.is_dir():
        return (path / INDEX).is_file()
    try:
        with zipfile.ZipFile(path) as archive:
            return INDEX in archive.namelist()
    except (OSError, zipfile.BadZipFile):
        return False


def load_class_set(path: Path, workspace: Workspace) -> ClassSet:
    """Read a class set, or any folder or archive with one sub-folder a class.

    An archive is unpacked into the workspace, once for the same contents. Raises `DataError`.
    """
    if path.is_dir():
        return _read(path)
    if not path.is_file():
        raise DataError(f"{path} is not there. Choose a folder or a zip with a class set.")
    if not is_archive(path):
        raise DataError(
            f"{path.name} is no class set. Choose a folder with one sub-folder per class, or a zip "
            "of one."
        )
    home = workspace.home / "class-sets"
    target = home / hashlib.sha256(path.read_bytes()).hexdigest()[:16]
    if not target.is_dir():
        with unpacked(path, home) as folder:
            _read(folder / "pictures")  # a damaged one is not kept
            (folder / "pictures").replace(target)
    return _read(target)


def _read(folder: Path) -> ClassSet:
    if not (folder / INDEX).is_file():
        return _read_folders(folder)
    try:
        index = tomllib.loads((folder / INDEX).read_text(encoding="utf-8"))
        version = int(index["format"])
        if version > FORMAT:
            raise DataError(
                f"The class set {folder.name} was saved by a newer MetaStudio (format {version}, "
                f"this one reads up to {FORMAT}). Update MetaStudio to open it."
            )
        classes = tuple(
            (str(each["name"]), tuple(_picture(folder, entry) for entry in each["pictures"]))
            for each in index["classes"]
        )
        queries = tuple(_picture(folder, entry) for entry in index.get("queries", ()))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError, LookupError) as error:
        raise _damaged(folder, error) from None
    except (TypeError, ValueError) as error:
        raise _damaged(folder, error) from None
    return ClassSet(classes, queries)


def _read_folders(folder: Path) -> ClassSet:
    """Take each sub-folder as a class, in the order of their names; one around all is no class."""
    from metastudio.engine.tasks.folders import (
        picture_files,  # brings torch, which the window waits for
    )

    folders = _inside(folder)
    if len(folders) == 1 and (within := _inside(folders[0])):
        folders = within
    if not folders:
        raise DataError(
            f"{folder} has no sub-folders. Put the examples of each class into one of its own."
        )
    return ClassSet(
        tuple(
            (readable(each.name), tuple(SetPicture(f.name, f) for f in picture_files(each)))
            for each in folders
        )
    )


def _inside(folder: Path) -> list[Path]:
    return sorted(
        p for p in folder.iterdir() if p.is_dir() and not p.name.startswith((".", "__MACOSX"))
    )


def _damaged(folder: Path, error: Exception) -> DataError:
    return DataError(
        f"{INDEX} in {folder.name} is damaged ({error}). Save the class set again, or remove the "
        "file to read each sub-folder as a class."
    )


def _picture(folder: Path, entry: dict[str, Any]) -> SetPicture:
    place = PurePosixPath(str(entry["file"]))
    if place.is_absolute() or ".." in place.parts or "\\" in str(place):
        raise ValueError(f"'{place}' leads outside the class set")
    ink = str(entry.get("ink", ""))
    if ink not in INKS:
        raise ValueError(f"'{ink}' is no ink")
    strokes = tuple(
        tuple((float(x), float(y), float(at)) for x, y, at in stroke)
        for stroke in entry.get("strokes", ())
    )
    # A file that is missing is told when it is read, with the others that can't be.
    return SetPicture(str(entry.get("name", place.name)), folder / place, None, ink, strokes)
