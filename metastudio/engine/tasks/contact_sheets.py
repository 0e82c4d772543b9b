"""A few pictures of each data set for its card, kept in the workspace, so that none is opened.

They are taken when a data set is opened, or when it is listed for the first time; families of
functions show a few of their functions, tables a few rows.
"""

import io
import logging
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from metastudio.engine.errors import MetaStudioError, WorkspaceError
from metastudio.engine.events import CardPictures, DataCard, DatasetView
from metastudio.engine.experiment import Experiment, merged
from metastudio.engine.sections.names import TABLE_DATA, is_table
from metastudio.engine.tasks import omniglot_strokes
from metastudio.engine.tasks.functions import FAMILIES
from metastudio.engine.tasks.glance import first_pictures
from metastudio.engine.tasks.sources import view
from metastudio.engine.tasks.table_source import open_table
from metastudio.engine.workspace import Workspace, write_atomically

log = logging.getLogger(__name__)

SHOWN, SIDE = 4, 56
CURVES, POINTS = 3, 60


def keep_sheet(workspace: Workspace, view: DatasetView) -> None:
    """Keep a picture of a few classes, far apart in the list, or rows of a few tasks."""
    if view.curves:
        shortest = min(len(curve) for curve in view.curves)
        rows = np.stack([curve[:shortest] for curve in view.curves])
        _keep(workspace, view.card.name, curves=rows)
        return
    classes = [name for split in view.splits for name in split.classes]
    names = [name for name in classes if len(view.samples.get(name, ()))]
    chosen = [names[i] for i in np.linspace(0, len(names) - 1, min(SHOWN, len(names))).astype(int)]
    if chosen:
        pictures = np.stack([view.samples[name][0] for name in chosen])
        _keep(workspace, view.card.name, pictures=pictures, ink=np.array(view.ink))


def contact_sheets(workspace: Workspace, cards: Iterable[DataCard]) -> dict[str, CardPictures]:
    """Return the sheets that there are, by the name of the data set; damaged ones are left out.

    Of what was imported and never opened, a few pictures are read now.
    """
    found = {}
    for card in cards:
        if card.state != "ready":
            continue
        sheet = _of_functions(card.name) if card.name in FAMILIES else _kept(workspace, card.name)
        if sheet is None:
            _make(workspace, card)
            sheet = _kept(workspace, card.name)
        if sheet is not None:
            found[card.name] = sheet
    return found


def _make(workspace: Workspace, card: DataCard) -> None:
    """Keep the sheet of a data set that was not opened yet, as far as that takes no time."""
    try:
        if card.name in TABLE_DATA or (is_table(card.name) and card.settings):
            told = {key: value for key, value in card.settings.items() if value}
            data = Experiment.from_dict(merged({"data": {"name": card.name}}, told)).data
            keep_sheet(workspace, view(open_table(data, workspace)))
        elif card.name == omniglot_strokes.NAME:
            pictures = omniglot_strokes.a_few(workspace, SHOWN, SIDE)
            _keep(workspace, card.name, pictures=pictures, ink=np.array(True))
        elif card.removable and not is_table(card.name):
            pictures = first_pictures(card.name, workspace, SHOWN)
            if len(pictures):
                _keep(workspace, card.name, pictures=pictures, ink=np.array(False))
    except MetaStudioError as error:
        log.info("no contact sheet of %s: %s", card.name, error)


def _keep(workspace: Workspace, name: str, **arrays: np.ndarray[Any, Any]) -> None:
    """Write a sheet; a full disk is only logged."""
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)  # type: ignore[arg-type]
    try:
        write_atomically(_file(workspace, name), buffer.getvalue())
    except WorkspaceError as error:
        log.info("no contact sheet is kept: %s", error)


def _kept(workspace: Workspace, name: str) -> CardPictures | None:
    try:
        with np.load(_file(workspace, name), allow_pickle=False) as stored:
            if "curves" in stored:
                return _points(stored["curves"])
            pictures, ink = stored["pictures"], bool(stored["ink"])
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None
    fits = pictures.dtype == np.uint8 and pictures.ndim == 4 and pictures.shape[-1] in (1, 3)
    return CardPictures(pictures, ink) if fits else None


def _points(curves: np.ndarray[Any, Any]) -> CardPictures | None:
    fits = curves.dtype == np.float32 and curves.ndim == 3 and curves.shape[-1] == 2
    return CardPictures(curves=tuple(curves), joined=False) if fits else None


def _of_functions(name: str) -> CardPictures:
    episode = FAMILIES[name].sampler("train", 1, POINTS).draw(0, CURVES)
    curves = []
    for x, y in zip(episode.query.x.numpy(), episode.query.y.numpy(), strict=True):
        order = np.argsort(x[:, 0])
        curves.append(np.concatenate([x, y], axis=1)[order].astype(np.float32))
    return CardPictures(curves=tuple(curves))


def _file(workspace: Workspace, name: str) -> Path:
    return workspace.data / ".sheets" / f"{Path(name).name}.npz"
