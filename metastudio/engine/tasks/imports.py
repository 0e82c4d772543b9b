"""Adding data sets from archives and folders, and removing them; all or nothing."""

import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from metastudio.engine.errors import DataError
from metastudio.engine.events import DataCard
from metastudio.engine.locks import DataLock
from metastudio.engine.sections.names import ARRAY_ENDINGS, is_table
from metastudio.engine.tasks import omniglot, omniglot_strokes
from metastudio.engine.tasks.archives import is_archive, refuse_crowded, unpack_all, workplace
from metastudio.engine.tasks.beside import known_as
from metastudio.engine.tasks.cards import BUILT_IN, imported_card, omniglot_card, strokes_card
from metastudio.engine.tasks.findings import Choices
from metastudio.engine.tasks.layouts import recognise
from metastudio.engine.tasks.listing import FolderListing
from metastudio.engine.tasks.packing import (
    PIXELS,
    array_files,
    is_packed,
    pack,
    read_packed,
)
from metastudio.engine.tasks.records import Imported, place_of
from metastudio.engine.tasks.scan import chosen
from metastudio.engine.tasks.stroke_archives import looks_like_strokes
from metastudio.engine.tasks.table_source import import_table, remove_table
from metastudio.engine.workspace import Workspace, make_folder

BESIDE = (".csv", ".tsv", ".json", ".txt")
"""Endings of tables and split files, which say something of the pictures that come with them."""
BESIDE_FOLDER = "beside"
KEPT_APART = (omniglot.NAME, omniglot_strokes.NAME)

Progress = Callable[[float, str], bool]
Found = tuple[FolderListing, Path, int]
"""What was found, where its files lie (below the data set's folder), bytes of MetaStudio's copy."""


def import_dataset(
    paths: Sequence[Path],
    workspace: Workspace,
    name: str | None = None,
    progress: Progress | None = None,
    sittings: str = "",
) -> DataCard:
    """Add a data set from archives, files or a folder; published ones are known by their layout.

    Archives are unpacked into the workspace, several of them together; a folder stays where it
    is. Tables (`index.csv`) and split files (`splits.json`) may come along with either; `sittings`
    is the column of such a table that says where or when each picture was taken. Raises
    `DataError` or `WorkspaceError` with nothing half imported and what was there before untouched.
    """
    missing = next((path for path in paths if not path.exists()), None)
    if missing is not None or not paths:
        raise DataError(f"{missing or 'Nothing'} is not there. Choose an archive or a folder.")
    for path in paths:
        if path.is_file():
            refuse_crowded(path)
    make_folder(workspace.data)
    if _is_one_table(paths) and not sittings and name not in KEPT_APART:  # has a lock of its own
        return import_table(paths[0], workspace, name)
    with DataLock(workspace.data, name or _known_name(paths) or paths[0].resolve().name):
        return import_held(paths, workspace, name, progress, sittings)


def import_held(
    paths: Sequence[Path],
    workspace: Workspace,
    name: str | None = None,
    progress: Progress | None = None,
    sittings: str = "",
) -> DataCard:
    """As `import_dataset`, for whoever holds the lock of the data set."""
    # A named column speaks of a CSV file beside pictures, so these are no archives of another kind.
    found = None if sittings else _import_known(paths, workspace, name, progress)
    if found is not None:
        return found
    inside = [path for path in paths if path.is_dir()]
    others = [path for path in paths if not path.is_dir()]
    _refuse_unknown(inside, others)
    with workplace(workspace.data) as work:
        if inside:
            listing, where, size = _import_folder(inside[0], others, work, progress, sittings)
        else:
            listing, where, size = _import_files(others, work, progress, sittings)
        known = known_as(listing, name or "").benchmark
        free = _free_name((inside or others)[0], workspace, name, known)
        record = Imported.of(known_as(listing, free), where, size)
        replace(record, sittings=sittings).write(work)
        work.chmod(0o755)  # mkdtemp makes folders that only the owner may enter
        try:
            work.replace(workspace.data / free)
        except OSError as error:
            raise DataError(
                f"'{free}' can't be put into {workspace.data} ({error.strerror}). Choose another "
                "name, or try again; nothing was imported."
            ) from None
    return imported_card(free, Imported.read(workspace.data / free))


def _known_name(paths: Sequence[Path]) -> str:
    """Return the name of what has a keeping of its own, or ""."""
    drawings = _without_beside(paths)
    if not drawings:
        return ""
    if all(omniglot.looks_like_omniglot(path) for path in drawings):
        return omniglot.NAME
    return omniglot_strokes.NAME if all(looks_like_strokes(path) for path in drawings) else ""


def _without_beside(paths: Sequence[Path]) -> list[Path]:
    return [path for path in paths if path.is_dir() or path.suffix.lower() not in BESIDE]


def _import_known(
    paths: Sequence[Path], workspace: Workspace, name: str | None, progress: Progress | None
) -> DataCard | None:
    """Import what has a keeping of its own: Omniglot, its strokes, a table; None for the rest."""
    known = name if name in KEPT_APART else _known_name(paths)
    if known == omniglot.NAME:
        omniglot.import_omniglot(_without_beside(paths), workspace, progress)
        return omniglot_card(workspace)
    if known == omniglot_strokes.NAME:
        omniglot_strokes.import_strokes(_without_beside(paths), workspace, progress)
        return strokes_card(workspace)
    return import_table(paths[0], workspace, name) if _is_one_table(paths) else None


def _is_one_table(paths: Sequence[Path]) -> bool:
    return len(paths) == 1 and paths[0].is_file() and is_table(paths[0].name)


def listing_of(place: Path) -> FolderListing:
    """Return what an imported data set consists of, without what its user leaves out.

    Raises `DataError` where it is gone.
    """
    if is_packed(place):
        found: FolderListing = read_packed(place)
    else:
        beside = place / BESIDE_FOLDER
        record = Imported.read(place)
        brought = beside if beside.is_dir() else None
        found = recognise(record.folder, brought, record.sittings)
    return chosen(known_as(found, place.name), Choices.of(place))


def read_choices(name: str, workspace: Workspace) -> Choices:
    """Return what is left out of an imported data set."""
    return Choices.of(_imported_place(name, workspace))


def write_choices(name: str, workspace: Workspace, choices: Choices) -> DataCard:
    """Leave out of an imported data set what `choices` says; returns its card. No file is touched.

    Raises `DataError` where nothing would remain, with the choices of before in force.
    """
    place = _imported_place(name, workspace)
    before = Choices.of(place)
    choices.keep(place)
    try:
        listing = listing_of(place)
    except DataError:
        before.keep(place)
        raise
    record = Imported.read(place)
    counted = replace(record, classes=len(listing.classes), pictures=listing.pictures)
    folder = record.folder
    if folder.is_relative_to(place):
        folder = folder.relative_to(place)  # so that a workspace can be moved
    replace(counted, folder=folder, splits=listing.offers).write(place)
    return imported_card(name, Imported.read(place))


def _imported_place(name: str, workspace: Workspace) -> Path:
    place = place_of(name, workspace)
    if place is None:
        raise DataError(f"'{name}' is no imported data set. Import the folder first.")
    return place


def remove_dataset(name: str, workspace: Workspace) -> None:
    """Forget an imported data set and delete its copy; a folder of the user's stays as it is."""
    place = place_of(name, workspace)
    if name == omniglot.NAME and omniglot.is_imported(workspace):
        place = workspace.data / name
    if name == omniglot_strokes.NAME and omniglot_strokes.is_imported(workspace):
        place = workspace.data / name
    if remove_table(name, workspace):
        return
    if place is None:
        raise DataError(f"'{name}' was not imported, so there is nothing to remove.")
    try:
        shutil.rmtree(place)
    except OSError as error:
        raise DataError(f"'{name}' can't be removed: {error.strerror}.") from None


def _refuse_unknown(inside: list[Path], others: list[Path]) -> None:
    """Raise `DataError` for what can't be one data set."""
    if len(inside) > 1 or (inside and any(is_archive(path) for path in others)):
        raise DataError(
            "One folder is imported at a time, with tables and split files beside it, or several "
            "archives that belong together. Choose one folder, or archives only."
        )
    beside = [path for path in others if path.suffix.lower() in (*BESIDE, ".mat")]
    arrays = [path for path in others if path.suffix.lower() in ARRAY_ENDINGS]
    unknown = [p for p in others if not is_archive(p) and p not in beside and p not in arrays]
    if not unknown and not inside and len(beside) == len(others):
        unknown = [path for path in beside if path.suffix.lower() != ".mat"]
    if unknown:
        raise DataError(
            f"{unknown[0].name} is neither a folder nor a zip or tar archive. Choose one of those, "
            "with a sub-folder for each class."
        )


def _import_folder(
    folder: Path, others: Sequence[Path], work: Path, progress: Progress | None, sittings: str
) -> Found:
    arrays = array_files(folder)
    if arrays:
        return _packed(arrays, work, progress)
    if not others:
        return recognise(folder, sittings=sittings), folder.resolve(), 0
    unpack_all(others, work / BESIDE_FOLDER)
    return recognise(folder, work / BESIDE_FOLDER, sittings), folder.resolve(), 0


def _import_files(
    others: Sequence[Path], work: Path, progress: Progress | None, sittings: str
) -> Found:
    pictures = work / "pictures"
    unpack_all(others, pictures, progress)
    arrays = array_files(pictures)
    if arrays:
        found = _packed(arrays, work, progress)
        shutil.rmtree(pictures)
        return found
    try:
        listing = recognise(pictures, sittings=sittings)
    except DataError as error:  # about a folder of our own, which says nothing to a person
        words = str(error).replace(f"The folder {pictures}", f"'{others[0].name}'")
        raise DataError(words, **error.detail) from None
    size = sum(file.stat().st_size for file in pictures.rglob("*") if file.is_file())
    return listing, Path("pictures"), size


def _packed(arrays: Sequence[Path], work: Path, progress: Progress | None) -> Found:
    try:
        listing = pack(arrays, work, progress)
    except OSError as error:
        raise DataError(
            f"{arrays[0].name} can't be imported ({error.strerror or error}). Free some space or "
            "mend the permissions; nothing was imported."
        ) from None
    return listing, Path(), (work / PIXELS).stat().st_size


def _free_name(path: Path, workspace: Workspace, wanted: str | None, benchmark: str) -> str:
    """Return the name to import under: what is wanted, what it is, or what the file is called."""
    stem = re.sub(r"\.(tar\.)?[^.]*$", "", path.name) if path.is_file() else path.resolve().name
    if benchmark and not (workspace.data / benchmark).exists():
        stem = benchmark
    name = re.sub(r"[^\w\-. ]", "-", wanted or stem).strip(". ") or "pictures"
    if name in {*BUILT_IN, omniglot.NAME, omniglot_strokes.NAME}:
        if wanted:
            raise DataError(f"'{name}' is the name of a built-in data set. Choose another.")
        name += "-pictures"
    if not (workspace.data / name).exists():
        return name
    if wanted:
        raise DataError(
            f"There is a data set '{name}' already. Choose another name, or remove it first."
        )
    number = 2
    while (workspace.data / f"{name}-{number}").exists():
        number += 1
    return f"{name}-{number}"
