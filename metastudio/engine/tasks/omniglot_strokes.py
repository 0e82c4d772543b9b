"""Omniglot as it was drawn: pen strokes for recurrent networks and Transformers.

From the official stroke archives (strokes_background.zip and its smaller parts), any of them. What
was drawn is kept point by point; what a network reads is made from it by `strokes`.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from metastudio.engine.errors import DataError, StoppedError
from metastudio.engine.events import DataCard
from metastudio.engine.tasks import strokes
from metastudio.engine.tasks.cache import load_array, load_header, save_array
from metastudio.engine.tasks.classes import ImageClasses
from metastudio.engine.tasks.images import Transform
from metastudio.engine.tasks.own_split import suggest_split
from metastudio.engine.tasks.stroke_archives import read_stroke_archives
from metastudio.engine.workspace import Workspace

NAME = "omniglot-strokes"
CARD = DataCard(
    name=NAME,
    title="Omniglot strokes",
    about="Omniglot's characters as they were drawn, stroke by stroke: for LSTM, GRU and ViT.",
    kind="pictures",
    state="to import",
    how="Get strokes_background.zip, or its small parts, from github.com/brendenlake/omniglot.",
    licence="MIT",
    citation="Lake, Salakhutdinov, Tenenbaum 2015",
    splits=("alphabets", "random"),
)
STORED = {"version": 1}
READ = {"version": 1, "places": strokes.PLACES, "step": strokes.STEP, "values": strokes.VALUES}
BLOCK = 200

Progress = Callable[[float, str], bool]
Key = tuple[str, str]  # "Greek/character01", "0394_01"
Drawing = list[NDArray[np.float32]]


def import_strokes(
    paths: Sequence[Path], workspace: Workspace, progress: Progress | None = None
) -> None:
    """Read the drawings and keep them in the workspace, beside what had been imported before.

    Raises `DataError` where there is none or one is damaged; what was there is then untouched.
    """
    drawings = _stored(workspace)
    for drawing in read_stroke_archives(paths, progress):
        points = [(s[:, :2] * (1, -1)).astype(np.float32) for s in drawing.strokes]
        drawings[f"{drawing.alphabet}/{drawing.character}", drawing.name] = points
    keys = sorted(drawings)
    extra = [[*key, [len(stroke) for stroke in drawings[key]]] for key in keys]
    everything = np.concatenate([stroke for key in keys for stroke in drawings[key]])
    if not save_array(_file(workspace), everything.view(np.uint8), STORED, extra):
        raise DataError(
            f"The strokes can't be stored in {workspace.data}. Free some space, or choose another "
            "workspace with METASTUDIO_HOME."
        )


def is_imported(workspace: Workspace) -> bool:
    """Whether some of the strokes lie in the workspace."""
    return load_header(_file(workspace), STORED) is not None


def amounts(workspace: Workspace) -> tuple[int, int, int]:
    """Return characters, drawings and bytes of what was imported."""
    header = load_header(_file(workspace), STORED)
    if header is None:
        return 0, 0, 0
    rows, width = header["shape"]
    return len({name for name, *_ in header["extra"]}), len(header["extra"]), rows * width


def load(workspace: Workspace, size: int, progress: Progress | None = None) -> ImageClasses:
    """Return all imported characters: `inputs` are the places, `images` what a person sees.

    Raises `DataError` where nothing was imported.
    """
    drawings = _stored(workspace)
    if not drawings:
        raise DataError(
            "Omniglot's strokes are not imported yet. Drop strokes_background.zip on the Data "
            "page, or use `metastudio data import omniglot-strokes ARCHIVE…`. It is at "
            "github.com/brendenlake/omniglot."
        )
    keys = list(drawings)
    facts: dict[str, Any] = {**READ, "size": size, "drawings": len(keys)}
    cache = _file(workspace).with_name(f"strokes-{size}.npy")
    found = load_array(cache, facts)
    if found is None or found[1] != [list(key) for key in keys]:
        packed = _converted([drawings[key] for key in keys], size, progress)
        save_array(cache, packed, facts, [list(key) for key in keys])
    else:
        packed = found[0]
    pixels = size * size
    names = list(dict.fromkeys(name for name, _ in keys))
    counts = [sum(name == one for name, _ in keys) for one in names]
    places = np.ascontiguousarray(packed[:, pixels:]).view(np.float32)
    return ImageClasses(
        name=NAME,
        images=torch.from_numpy(np.ascontiguousarray(packed[:, :pixels])).view(-1, 1, size, size),
        starts=torch.tensor([0, *np.cumsum(counts).tolist()]),
        names=tuple(names),
        groups=tuple(name.split("/")[0] for name in names),
        files=tuple(f"{name}/{drawing}.txt" for name, drawing in keys),
        inputs=torch.from_numpy(places).view(-1, strokes.PLACES, strokes.VALUES),
    )


def a_few(workspace: Workspace, number: int, side: int) -> NDArray[np.uint8]:
    """Return drawings of a few characters as pictures, ink light on dark, `(n, side, side, 1)`."""
    drawings = _stored(workspace)
    firsts = list({name: drawing for (name, _), drawing in reversed(drawings.items())}.values())
    chosen = np.linspace(0, len(firsts) - 1, min(number, len(firsts))).astype(int)
    transform = Transform(side, 1, ink=True)
    seen = [transform.apply(strokes.strokes_to_picture(firsts[i])) for i in chosen]
    return np.stack(seen).transpose(0, 2, 3, 1)


def split_indices(classes: ImageClasses, split: str, seed: int = 0) -> dict[str, list[int]]:
    """Return the characters of each split, 60 : 20 : 20, shuffled by `seed`.

    `alphabets`: whole alphabets at a time, so that test asks for scripts never seen; `random`:
    characters.
    """
    groups = classes.groups if split == "alphabets" else ()
    at = {name: index for index, name in enumerate(classes.names)}
    suggested = suggest_split(classes.names, groups, seed)
    return {part: [at[name] for name in names] for part, names in suggested.items()}


def _file(workspace: Workspace) -> Path:
    return workspace.data / NAME / "drawings.npy"


def _stored(workspace: Workspace) -> dict[Key, Drawing]:
    stored = load_array(_file(workspace), STORED)
    if stored is None:
        return {}
    points, result, at = stored[0].view(np.float32), {}, 0
    for name, drawing, lengths in stored[1]:
        ends = at + np.cumsum(lengths)
        result[name, drawing] = [points[e - n : e] for n, e in zip(lengths, ends, strict=True)]
        at = int(ends[-1])
    return result


def _converted(
    drawings: Sequence[Drawing], size: int, progress: Progress | None
) -> NDArray[np.uint8]:
    """Return a row for each drawing: its picture, then the bytes of its places."""
    transform = Transform(size, 1, ink=True)
    rows = []
    for number, drawing in enumerate(drawings):
        seen = transform.apply(strokes.strokes_to_picture(drawing)).ravel()
        rows.append(np.concatenate([seen, strokes.strokes_to_places(drawing).ravel().view("u1")]))
        share = number / len(drawings)
        if progress and number % BLOCK == 0 and not progress(share, "Preparing the strokes"):
            raise StoppedError("Preparing the strokes was stopped; nothing was changed.")
    return np.stack(rows)
