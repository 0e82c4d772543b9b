"""Downloading a published data set from its owner or a mirror, and importing it."""

import shutil
from collections.abc import Callable
from dataclasses import replace

from metastudio.engine.errors import DataError, StoppedError
from metastudio.engine.events import DataCard
from metastudio.engine.locks import DataLock
from metastudio.engine.tasks.benchmarks import RemoteFile, remote_files
from metastudio.engine.tasks.cards import cards
from metastudio.engine.tasks.fetching import USUAL, Patience, fetch
from metastudio.engine.tasks.imports import import_held
from metastudio.engine.tasks.mirror import refuse_no_address, usual_mirror
from metastudio.engine.tasks.part_file import amount
from metastudio.engine.workspace import Workspace, make_folder

IMPORTING = 0.2  # share of the progress that is left for the import

Progress = Callable[[float, str], bool]


def download_dataset(
    name: str,
    workspace: Workspace,
    progress: Progress | None = None,
    mirror: str = "",
    patience: Patience = USUAL,
) -> DataCard:
    """Fetch a data set of the catalogue and import it; returns its card, which is then ready.

    `mirror` is the address of a folder that holds the files as `NAME/FILE`; "" takes that of the
    environment's METASTUDIO_MIRROR, that of the workspace, or the owner's. Checksums hold either
    way. What was begun before goes on where it broke off. Raises `DataError` with nothing half
    installed, `StoppedError` where `progress` says to stop.
    """
    card = next((c for c in cards(workspace) if c.name == name), None)
    if card is None:
        raise DataError(
            f"There is no data set '{name}' in the catalogue. `metastudio data list` shows what "
            "there is."
        )
    if card.state == "ready":
        return card
    files = remote_files(name)
    if not files:
        raise DataError(
            f"'{name}' can't be downloaded: {card.how} Import it with Import archive…, or with "
            f"`metastudio data import {name} ARCHIVE…`."
        )
    files = _mirrored(name, files, mirror or usual_mirror(workspace))
    with DataLock(make_folder(workspace.data), name):
        return _fetched(name, files, workspace, progress, patience)


def _fetched(
    name: str,
    files: tuple[RemoteFile, ...],
    workspace: Workspace,
    progress: Progress | None,
    patience: Patience,
) -> DataCard:
    folder = make_folder(workspace.data / ".downloads" / name)
    _refuse_full_disk(workspace, sum(file.bytes for file in files))
    try:
        paths = [
            fetch(file, folder, _share(progress, files, index), patience)
            for index, file in enumerate(files)
        ]
    except StoppedError:
        raise
    except DataError as error:
        raise DataError(
            f"{error} Or import an archive that you have, with Import archive… or "
            f"`metastudio data import {name} ARCHIVE…`.",
            **error.detail,
        ) from error

    def importing(fraction: float, sentence: str) -> bool:
        done = 1 - IMPORTING + IMPORTING * fraction
        return progress is None or progress(done, sentence)

    try:
        imported = import_held(paths, workspace, name, importing)
    except StoppedError:
        raise  # the files stay, so that nothing is fetched twice
    except DataError:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    shutil.rmtree(folder, ignore_errors=True)
    return imported


def _mirrored(name: str, files: tuple[RemoteFile, ...], mirror: str) -> tuple[RemoteFile, ...]:
    if not mirror:
        return files
    refuse_no_address(mirror, f"{name}/{files[0].name}")
    base = mirror.rstrip("/")
    return tuple(replace(file, url=f"{base}/{name}/{file.name}") for file in files)


def _share(progress: Progress | None, files: tuple[RemoteFile, ...], index: int) -> Progress | None:
    """Give one file its part of the whole progress, by its size."""
    if progress is None:
        return None
    sizes = [max(file.bytes, 1) for file in files]
    before, own, whole = sum(sizes[:index]), sizes[index], sum(sizes)

    def told(fraction: float, sentence: str) -> bool:
        return progress((before + own * fraction) / whole * (1 - IMPORTING), sentence)

    return told


def _refuse_full_disk(workspace: Workspace, packed: int) -> None:
    free = shutil.disk_usage(workspace.data).free
    needed = round(2.2 * packed)  # the archive, and its pictures beside it
    if free < needed:
        raise DataError(
            f"About {amount(needed)} are needed to fetch and unpack it, but only {amount(free)} "
            f"are free in {workspace.data}. Free some space, or choose another workspace with "
            "METASTUDIO_HOME."
        )
