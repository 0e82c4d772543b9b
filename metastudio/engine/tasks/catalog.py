"""Every data set by name: what it is, its licence, where it lies; opening and importing one."""

import json
import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from metastudio.engine.errors import ConfigError, DataError
from metastudio.engine.events import DataCard
from metastudio.engine.experiment import DataSettings
from metastudio.engine.tasks import folders, glyphs, omniglot
from metastudio.engine.tasks.archives import is_archive, unpacked
from metastudio.engine.tasks.classes import ImageClasses, split_random
from metastudio.engine.tasks.functions import FAMILIES
from metastudio.engine.tasks.images import Transform
from metastudio.engine.tasks.sources import (
    FunctionSource,
    PictureSource,
    Source,
    check_fits,
    deal,
    view,
)
from metastudio.engine.tasks.splits import match_classes, read_split_file
from metastudio.engine.workspace import Workspace, make_folder, write_atomically

__all__ = [
    "FunctionSource",
    "PictureSource",
    "Source",
    "cards",
    "check_fits",
    "deal",
    "import_dataset",
    "open_source",
    "remove_dataset",
    "view",
]

Progress = Callable[[float, str], bool]
SPLIT_SEED = 0
GLYPHS = DataCard(
    name="glyphs",
    title="Glyphs",
    about="600 invented characters of 30 alphabets, drawn by MetaStudio. Needs no download.",
    kind="pictures",
    state="ready",
    how="Drawn by MetaStudio at first use.",
    licence="MIT",
    citation="MetaStudio",
    classes=glyphs.ALPHABETS * glyphs.CHARACTERS,
    pictures=glyphs.ALPHABETS * glyphs.CHARACTERS * glyphs.DRAWINGS,
    splits=("random",),
)
OMNIGLOT = DataCard(
    name="omniglot",
    title="Omniglot",
    about="1,623 handwritten characters of 50 alphabets, 20 drawings each.",
    kind="pictures",
    state="to import",
    how="Get images_background.zip and images_evaluation.zip from github.com/brendenlake/omniglot.",
    licence="MIT",
    citation="Lake, Salakhutdinov, Tenenbaum 2015",
    splits=("background-evaluation", "random"),
)
FUNCTIONS = tuple(family.card for family in FAMILIES.values())
BUILT_IN = {card.name: card for card in (GLYPHS, OMNIGLOT, *FUNCTIONS)}


@dataclass(frozen=True)
class _Imported:
    """`dataset.json` of an imported picture set: where its class folders lie.

    The file names an unpacked copy relative to itself, so that a workspace can be moved.
    """

    folder: Path
    classes: int
    pictures: int
    bytes: int

    @classmethod
    def read(cls, place: Path) -> "_Imported":
        try:
            raw = json.loads((place / "dataset.json").read_text(encoding="utf-8"))
            return cls(place / raw["folder"], raw["classes"], raw["pictures"], raw["bytes"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise DataError(
                f"The data set in {place} is damaged ({error}). Remove it and import it again."
            ) from None

    def write(self, place: Path) -> None:
        raw: dict[str, Any] = {**vars(self), "folder": str(self.folder)}
        write_atomically(place / "dataset.json", json.dumps(raw, indent=1))


def cards(workspace: Workspace) -> list[DataCard]:
    """Return every data set that there is: the built-in ones, then those imported by the user."""
    result = [GLYPHS, _omniglot_card(workspace), *FUNCTIONS]
    places = sorted(workspace.data.glob("[!.]*/dataset.json"))  # hidden: still being unpacked
    for place in places:
        try:
            result.append(_imported_card(place.parent.name, _Imported.read(place.parent)))
        except DataError:
            continue  # said when it is opened by its name
    return result


def open_source(
    data: DataSettings, workspace: Workspace, progress: Progress | None = None
) -> Source:
    """Open a data set by its name in the catalogue, or a folder of class folders by its path.

    Raises `DataError` where it is not there, `ConfigError` where a setting does not fit it.
    """
    if data.name in FAMILIES:
        return FunctionSource(FAMILIES[data.name].card, FAMILIES[data.name])
    if data.name == GLYPHS.name:
        classes = glyphs.load(workspace, data.image_size, progress)
        own = _random(classes.names, (0.6, 0.2, 0.2))
        return _split(data, GLYPHS, *_inked(data, classes), own)
    if data.name == OMNIGLOT.name:
        classes, parts = omniglot.load(workspace, data.image_size, progress)
        own, note = omniglot.split_indices(classes, parts, _checked_split(data, OMNIGLOT))
        problems = (note,) if note and not data.split_file else ()
        return _split(data, _omniglot_card(workspace), *_inked(data, classes), own, problems)
    return _open_folder(data, workspace, progress)


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
    if name == OMNIGLOT.name or all(omniglot.looks_like_omniglot(path) for path in paths):
        omniglot.import_omniglot(paths, workspace, progress)
        return _omniglot_card(workspace)
    if len(paths) > 1:
        raise DataError(
            "Several archives or folders at once can only be Omniglot's. Import one at a time."
        )
    return _import_folder(paths[0], workspace, _free_name(paths[0], workspace, name), progress)


def remove_dataset(name: str, workspace: Workspace) -> None:
    """Forget an imported data set and delete its copy; a folder of the user's stays as it is."""
    place = _place(name, workspace)
    if name == OMNIGLOT.name and omniglot.is_imported(workspace):
        place = workspace.data / name
    if place is None:
        raise DataError(f"'{name}' was not imported, so there is nothing to remove.")
    try:
        shutil.rmtree(place)
    except OSError as error:
        raise DataError(f"'{name}' can't be removed: {error.strerror}.") from None


def _inked(data: DataSettings, classes: ImageClasses) -> tuple[ImageClasses, Transform]:
    """Give drawings three equal channels where colour is asked for, and their transform."""
    channels = 3 if data.colour == "colour" else 1
    images = classes.images.expand(-1, channels, -1, -1)
    return replace(classes, images=images), Transform(data.image_size, channels, ink=True)


def _place(name: str, workspace: Workspace) -> Path | None:
    """Folder of an imported data set; a path is never taken for a name, least of all to delete."""
    place = workspace.data / name
    plain = Path(name).name == name and not name.startswith(".")
    return place if plain and (place / "dataset.json").is_file() else None


def _open_folder(
    data: DataSettings, workspace: Workspace, progress: Progress | None
) -> PictureSource:
    place = _place(data.name, workspace)
    if place is not None:
        imported = _Imported.read(place)
        listing, card = folders.list_folder(imported.folder), _imported_card(data.name, imported)
    elif (folder := Path(data.name).expanduser()).is_dir():
        listing = folders.list_folder(folder)
        card = _folder_card(listing)
    else:
        known = ", ".join(card.name for card in cards(workspace))
        raise DataError(
            f"There is no data set or folder '{data.name}'. The data sets are: {known}."
        )
    classes, transform, problems = folders.load_folder(listing, data, workspace, progress)
    own, note = folders.split_folder(classes)
    problems += () if data.split_file else note
    return _split(data, card, replace(classes, name=card.name), transform, own, problems)


def _split(
    data: DataSettings,
    card: DataCard,
    classes: ImageClasses,
    transform: Transform,
    own: dict[str, list[int]],
    problems: tuple[str, ...] = (),
) -> PictureSource:
    """Divide classes by the split file where there is one, else by the data set's own split."""
    _checked_split(data, card)
    indices = own
    if data.split_file:
        listed = read_split_file(Path(data.split_file))
        indices = match_classes(listed, classes.names, f"'{card.name}'")
        if not indices["validation"]:
            indices["validation"] = indices["test"]
            problems += (
                "The split file names no validation classes, so validation uses the test classes "
                "and the best checkpoint is chosen on them.",
            )
    splits = {split: classes.subset(chosen) for split, chosen in indices.items()}
    if data.rotations:
        # Turned after the split, so that no rotation of a class is on another side.
        splits = {split: part.rotated() for split, part in splits.items()}
    return PictureSource(card, splits, transform, problems)


def _checked_split(data: DataSettings, card: DataCard) -> str:
    if not data.split_file and data.split not in card.splits:
        raise ConfigError(
            f"'{card.name}' has no split '{data.split}'. Set data.split to "
            f"{' or '.join(repr(s) for s in card.splits)}, or name a data.split_file."
        )
    return data.split


def _random(names: Sequence[str], fractions: tuple[float, float, float]) -> dict[str, list[int]]:
    places = {name: index for index, name in enumerate(names)}
    parts = split_random(names, SPLIT_SEED, fractions)
    return {
        split: [places[name] for name in part]
        for split, part in zip(folders.SPLITS, parts, strict=True)
    }


def _import_folder(
    path: Path, workspace: Workspace, name: str, progress: Progress | None
) -> DataCard:
    place = workspace.data / name
    if path.is_dir():
        listing = folders.list_folder(path)
        imported = _Imported(path.resolve(), len(listing.classes), listing.pictures, 0)
        make_folder(place)
        imported.write(place)
        return _imported_card(name, imported)
    if not is_archive(path):
        raise DataError(
            f"{path.name} is neither a folder nor a zip or tar archive. Choose one of those, with "
            "a sub-folder for each class."
        )
    with unpacked(path, workspace.data, progress) as folder:
        listing = folders.list_folder(folder / "pictures")
        relative = listing.folder.relative_to(folder / "pictures")
        size = sum(f.stat().st_size for files in listing.classes.values() for f in files)
        imported = _Imported(
            Path("pictures") / relative, len(listing.classes), listing.pictures, size
        )
        imported.write(folder)
        folder.chmod(0o755)  # mkdtemp makes folders that only the owner may enter
        folder.replace(place)
    return _imported_card(name, _Imported.read(place))


def _free_name(path: Path, workspace: Workspace, wanted: str | None) -> str:
    stem = re.sub(r"\.(tar\.)?[^.]*$", "", path.name) if path.is_file() else path.resolve().name
    name = re.sub(r"[^\w\-. ]", "-", wanted or stem).strip(". ") or "pictures"
    if name in BUILT_IN:
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


def _omniglot_card(workspace: Workspace) -> DataCard:
    if not omniglot.is_imported(workspace):
        return OMNIGLOT
    classes, pictures, size = omniglot.amounts(workspace)
    return replace(
        OMNIGLOT,
        state="ready" if classes else "to import",
        classes=classes,
        pictures=pictures,
        bytes=size,
        removable=True,
    )


def _imported_card(name: str, imported: _Imported) -> DataCard:
    return DataCard(
        name=name,
        title=name,
        about=f"Your pictures in {imported.folder}.",
        kind="pictures",
        state="ready" if imported.folder.is_dir() else "to import",
        how="Imported by you." if imported.folder.is_dir() else "Its folder is gone; import again.",
        licence="yours",
        citation="",
        classes=imported.classes,
        pictures=imported.pictures,
        bytes=imported.bytes,
        splits=("random",),
        removable=True,
    )


def _folder_card(listing: folders.FolderListing) -> DataCard:
    imported = _Imported(listing.folder, len(listing.classes), listing.pictures, 0)
    return replace(_imported_card(listing.folder.name, imported), removable=False)
