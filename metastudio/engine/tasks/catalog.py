"""Every data set by name: what there is, opening one, adding and removing one."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from metastudio.engine.errors import ConfigError, DataError
from metastudio.engine.events import DataCard
from metastudio.engine.experiment import DataSettings
from metastudio.engine.sections.names import SITTINGS, is_table
from metastudio.engine.tasks import folders, glyphs, omniglot, omniglot_strokes
from metastudio.engine.tasks.beside import known_as
from metastudio.engine.tasks.cards import (
    GLYPHS,
    cards,
    folder_card,
    imported_card,
    omniglot_card,
    strokes_card,
)
from metastudio.engine.tasks.classes import ImageClasses, split_random
from metastudio.engine.tasks.download import download_dataset
from metastudio.engine.tasks.functions import FAMILIES
from metastudio.engine.tasks.images import Transform
from metastudio.engine.tasks.imports import (
    import_dataset,
    listing_of,
    read_choices,
    remove_dataset,
    write_choices,
)
from metastudio.engine.tasks.layouts import recognise
from metastudio.engine.tasks.listing import GROUP
from metastudio.engine.tasks.mixture import open_mixture
from metastudio.engine.tasks.own_split import suggest_split
from metastudio.engine.tasks.records import Imported, place_of
from metastudio.engine.tasks.sitting_split import divide_by_sitting
from metastudio.engine.tasks.sittings import with_sittings
from metastudio.engine.tasks.sources import (
    FunctionSource,
    PictureSource,
    Source,
    check_fits,
    deal,
    view,
)
from metastudio.engine.tasks.splits import match_classes, read_split_file
from metastudio.engine.tasks.table_source import open_table
from metastudio.engine.workspace import Workspace

__all__ = [
    "FunctionSource",
    "PictureSource",
    "Source",
    "cards",
    "check_fits",
    "deal",
    "download_dataset",
    "import_dataset",
    "open_source",
    "read_choices",
    "remove_dataset",
    "view",
    "write_choices",
]

Progress = Callable[[float, str], bool]


def open_source(
    data: DataSettings, workspace: Workspace, progress: Progress | None = None
) -> Source:
    """Open a data set by its name in the catalogue, or a folder of class folders by its path.

    Raises `DataError` where it is not there, `ConfigError` where a setting does not fit it.
    """
    if data.mix:
        return open_mixture(data, lambda one: open_source(one, workspace, progress))
    if data.name in FAMILIES:
        return FunctionSource(FAMILIES[data.name].card, FAMILIES[data.name], drift=data.drift)
    if is_table(data.name):
        return open_table(data, workspace)
    openers = {
        GLYPHS.name: _open_glyphs,
        omniglot.NAME: _open_omniglot,
        omniglot_strokes.NAME: _open_strokes,
    }
    return openers.get(data.name, _open_folder)(data, workspace, progress)


def _open_glyphs(
    data: DataSettings, workspace: Workspace, progress: Progress | None
) -> PictureSource:
    classes = glyphs.load(workspace, data.image_size, progress)
    own = _random(classes.names, (0.6, 0.2, 0.2), data.split_seed)
    return _split(data, GLYPHS, *_inked(data, classes), own)


def _open_omniglot(
    data: DataSettings, workspace: Workspace, progress: Progress | None
) -> PictureSource:
    card = omniglot_card(workspace)
    classes, parts = omniglot.load(workspace, data.image_size, progress)
    own, note = omniglot.split_indices(classes, parts, _checked_split(data, card), data.split_seed)
    problems = (note,) if note and not data.split_file else ()
    return _split(data, card, *_inked(data, classes), own, problems)


def _open_strokes(
    data: DataSettings, workspace: Workspace, progress: Progress | None
) -> PictureSource:
    card = strokes_card(workspace)
    classes = omniglot_strokes.load(workspace, data.image_size, progress)
    own = omniglot_strokes.split_indices(classes, _checked_split(data, card), data.split_seed)
    return _split(data, card, classes, Transform(data.image_size, 1, ink=True), own)


def _inked(data: DataSettings, classes: ImageClasses) -> tuple[ImageClasses, Transform]:
    """Give drawings three equal channels where colour is asked for, and their transform."""
    channels = 3 if data.colour == "colour" else 1
    images = classes.images.expand(-1, channels, -1, -1)
    return replace(classes, images=images), Transform(data.image_size, channels, ink=True)


def _open_folder(
    data: DataSettings, workspace: Workspace, progress: Progress | None
) -> PictureSource:
    place = place_of(data.name, workspace)
    if place is not None:
        listing, card = listing_of(place), imported_card(data.name, Imported.read(place))
        card = replace(card, splits=listing.offers)
    elif (folder := Path(data.name).expanduser()).is_dir():
        listing = known_as(recognise(folder), folder.name)
        card = folder_card(listing)
    else:
        raise _not_there(data.name, workspace)
    classes, transform, problems = folders.load_folder(listing, data, workspace, progress)
    classes = replace(classes, name=card.name)
    if data.split in listing.splits:
        own = match_classes(
            {side: tuple(names) for side, names in listing.splits[data.split].items()},
            classes.names,
            f"'{card.name}'",
        )
    else:
        own, note = folders.split_folder(classes, data.split_seed)
        problems += () if data.split_file or data.split == SITTINGS else note
    return _split(data, card, classes, transform, own, problems)


def _not_there(name: str, workspace: Workspace) -> DataError:
    there = cards(workspace)
    card = next((card for card in there if card.name == name), None)
    if card is None:
        known = ", ".join(card.name for card in there if card.state == "ready")
        return DataError(f"There is no data set or folder '{name}'. The data sets are: {known}.")
    fetch = f" Or fetch it with `metastudio data download {name}`." if card.downloads else ""
    return DataError(
        f"{card.title} is not here yet. {card.how} Drop it on the Data page, or use `metastudio "
        f"data import {name} ARCHIVE…`.{fetch}"
    )


def _split(
    data: DataSettings,
    card: DataCard,
    classes: ImageClasses,
    transform: Transform,
    own: dict[str, list[int]],
    problems: tuple[str, ...] = (),
) -> PictureSource:
    """Divide classes by the split file where there is one, else as `data.split` says."""
    _checked_split(data, card)
    if data.sittings_file:
        classes = with_sittings(classes, Path(data.sittings_file), data.sittings_column)
        card = replace(card, splits=tuple(dict.fromkeys((*card.splits, SITTINGS))))
    if data.split == SITTINGS and not data.split_file:
        splits, said = divide_by_sitting(classes, data.split_seed)
        return _opened(data, card, splits, transform, problems + said)
    indices, left = own, None
    if data.split_file:
        listed = read_split_file(Path(data.split_file))
        indices = match_classes(listed, classes.names, f"'{card.name}'")
        named = {index for of in indices.values() for index in of}
        rest = [index for index in range(len(classes)) if index not in named]
        left = classes.subset(rest) if rest else None
    elif data.split == GROUP:
        places = {name: index for index, name in enumerate(classes.names)}
        groups = [group or n for group, n in zip(classes.groups, classes.names, strict=True)]
        whole = suggest_split(classes.names, groups, data.split_seed)
        indices = {side: [places[name] for name in names] for side, names in whole.items()}
    if not indices["validation"]:
        indices["validation"] = indices["test"]
        problems += (
            "The split names no validation classes, so validation uses the test classes and the "
            "best checkpoint is chosen on them.",
        )
    splits = {split: classes.subset(chosen) for split, chosen in indices.items()}
    return _opened(data, card, splits, transform, problems, left)


def _opened(
    data: DataSettings,
    card: DataCard,
    splits: dict[str, ImageClasses],
    transform: Transform,
    problems: tuple[str, ...],
    unused: ImageClasses | None = None,
) -> PictureSource:
    if data.rotations:
        # Turned after the split, so that no rotation of a class is on another side.
        splits = {split: part.rotated() for split, part in splits.items()}
        unused = unused.rotated() if unused is not None else None
    return PictureSource(card, splits, transform, problems, drift=data.drift, unused=unused)


def _checked_split(data: DataSettings, card: DataCard) -> str:
    told = (SITTINGS,) if data.sittings_file else ()
    if not data.split_file and data.split not in (*card.splits, *told):
        if data.split == SITTINGS:
            raise ConfigError(
                f"The pictures of '{card.name}' do not say where they were taken, so they can't be "
                "divided by that. Name a CSV file that does, data.sittings_file, or set data.split "
                f"to {' or '.join(repr(s) for s in card.splits)}."
            )
        raise ConfigError(
            f"'{card.name}' has no split '{data.split}'. Set data.split to "
            f"{' or '.join(repr(s) for s in card.splits)}, or name a data.split_file."
        )
    return data.split


def _random(
    names: Sequence[str], fractions: tuple[float, float, float], seed: int
) -> dict[str, list[int]]:
    places = {name: index for index, name in enumerate(names)}
    parts = split_random(names, seed, fractions)
    return {
        split: [places[name] for name in part]
        for split, part in zip(folders.SPLITS, parts, strict=True)
    }
