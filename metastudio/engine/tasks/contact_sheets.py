"""A few pictures of each data set for its card, kept in the workspace, so that none is opened.

They are taken when a data set is opened; families of functions show a few of their functions.
"""

import io
import logging
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from metastudio.engine.errors import WorkspaceError
from metastudio.engine.events import CardPictures, DataCard, DatasetView
from metastudio.engine.tasks.functions import FAMILIES
from metastudio.engine.workspace import Workspace, write_atomically

log = logging.getLogger(__name__)

SHOWN = 4
CURVES, POINTS = 3, 60


def keep_sheet(workspace: Workspace, view: DatasetView) -> None:
    """Keep a picture of a few classes, far apart in the list; a full disk is only logged."""
    classes = [name for split in view.splits for name in split.classes]
    names = [name for name in classes if len(view.samples.get(name, ()))]
    chosen = [names[i] for i in np.linspace(0, len(names) - 1, min(SHOWN, len(names))).astype(int)]
    if not chosen:
        return
    buffer = io.BytesIO()
    pictures = np.stack([view.samples[name][0] for name in chosen])
    np.savez(buffer, pictures=pictures, ink=np.array(view.ink))
    try:
        write_atomically(_file(workspace, view.card.name), buffer.getvalue())
    except WorkspaceError as error:
        log.info("no contact sheet is kept: %s", error)


def contact_sheets(workspace: Workspace, cards: Iterable[DataCard]) -> dict[str, CardPictures]:
    """Return the sheets that there are, by the name of the data set; damaged ones are left out."""
    found = {}
    for card in cards:
        sheet = _of_functions(card.name) if card.name in FAMILIES else _kept(workspace, card.name)
        if sheet is not None and card.state == "ready":
            found[card.name] = sheet
    return found


def _kept(workspace: Workspace, name: str) -> CardPictures | None:
    try:
        with np.load(_file(workspace, name), allow_pickle=False) as stored:
            pictures, ink = stored["pictures"], bool(stored["ink"])
    except (OSError, ValueError, KeyError, EOFError):
        return None
    fits = pictures.dtype == np.uint8 and pictures.ndim == 4 and pictures.shape[-1] in (1, 3)
    return CardPictures(pictures, ink) if fits else None


def _of_functions(name: str) -> CardPictures:
    episode = FAMILIES[name].sampler("train", 1, POINTS).draw(0, CURVES)
    curves = []
    for x, y in zip(episode.query.x.numpy(), episode.query.y.numpy(), strict=True):
        order = np.argsort(x[:, 0])
        curves.append(np.concatenate([x, y], axis=1)[order].astype(np.float32))
    return CardPictures(curves=tuple(curves))


def _file(workspace: Workspace, name: str) -> Path:
    return workspace.data / ".sheets" / f"{Path(name).name}.npz"
