"""Adding data sets from archives and folders, and removing them; all or nothing."""

import re
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from metastudio.engine.errors import DataError
from metastudio.engine.events import DataCard
from metastudio.engine.tasks import folders, omniglot, omniglot_strokes
from metastudio.engine.tasks.archives import is_archive, unpacked
from metastudio.engine.tasks.cards import BUILT_IN, imported_card, omniglot_card, strokes_card
from metastudio.engine.tasks.records import Imported, place_of
from metastudio.engine.tasks.stroke_archives import looks_like_strokes
from metastudio.engine.workspace import Workspace, make_folder

Progress = Callable[[float, str], bool]


def import_dataset(
    paths: Sequence[Path],
    workspace: Workspace,
    name: str | None = None,
    progress: Progress | None = None,
) -> DataCard:
    """Add a data set from archives or folders; Omniglot is known by its layout.

    An archive is unpacked into the workspace; a folder stays where it is. Raises `DataError` or
    `WorkspaceError` with nothing half imported and what was there before untouched.
    """
    missing = next((path for path in paths if not path.exists()), None)
    if missing is not None or not paths:
        raise DataError(f"{missing or 'Nothing'} is not there. Choose an archive or a folder.")
    make_folder(workspace.data)
    if name == omniglot.NAME or all(omniglot.looks_like_omniglot(path) for path in paths):
        omniglot.import_omniglot(paths, workspace, progress)
        return omniglot_card(workspace)
    if name == omniglot_strokes.NAME or all(looks_like_strokes(path) for path in paths):
        omniglot_strokes.import_strokes(paths, workspace, progress)
        return strokes_card(workspace)
    if len(paths) > 1:
        raise DataError(
            "Several archives or folders at once can only be Omniglot's. Import one at a time."
        )
    return _import_folder(paths[0], workspace, _free_name(paths[0], workspace, name), progress)


def remove_dataset(name: str, workspace: Workspace) -> None:
    """Forget an imported data set and delete its copy; a folder of the user's stays as it is."""
    place = place_of(name, workspace)
    if name == omniglot.NAME and omniglot.is_imported(workspace):
        place = workspace.data / name
    if name == omniglot_strokes.NAME and omniglot_strokes.is_imported(workspace):
        place = workspace.data / name
    if place is None:
        raise DataError(f"'{name}' was not imported, so there is nothing to remove.")
    try:
        shutil.rmtree(place)
    except OSError as error:
        raise DataError(f"'{name}' can't be removed: {error.strerror}.") from None


def _import_folder(
    path: Path, workspace: Workspace, name: str, progress: Progress | None
) -> DataCard:
    place = workspace.data / name
    if path.is_dir():
        listing = folders.list_folder(path)
        imported = Imported.of(listing, path.resolve())
        make_folder(place)
        imported.write(place)
        return imported_card(name, imported)
    if not is_archive(path):
        raise DataError(
            f"{path.name} is neither a folder nor a zip or tar archive. Choose one of those, with "
            "a sub-folder for each class."
        )
    with unpacked(path, workspace.data, progress) as folder:
        listing = folders.list_folder(folder / "pictures")
        relative = listing.folder.relative_to(folder / "pictures")
        size = sum(f.stat().st_size for files in listing.classes.values() for f in files)
        Imported.of(listing, Path("pictures") / relative, size).write(folder)
        folder.chmod(0o755)  # mkdtemp makes folders that only the owner may enter
        folder.replace(place)
    return imported_card(name, Imported.read(place))


def _free_name(path: Path, workspace: Workspace, wanted: str | None) -> str:
    stem = re.sub(r"\.(tar\.)?[^.]*$", "", path.name) if path.is_file() else path.resolve().name
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
