"""Omniglot: 1,623 handwritten characters of 50 alphabets, 20 drawings each (Lake et al. 2015).

From the official archives or their unpacked folders, any one of the two or both. The drawings are
kept as they are, one bit a pixel; what the network sees is made from them once for each size.
"""

import contextlib
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image

from metastudio.engine.devices import cpu_threads
from metastudio.engine.errors import DataError, StoppedError
from metastudio.engine.tasks.cache import load_array, load_header, save_array
from metastudio.engine.tasks.classes import ImageClasses, split_random
from metastudio.engine.tasks.images import Transform
from metastudio.engine.workspace import Workspace

NAME = "omniglot"
SIDE = 105
CHARACTERS = {"background": 964, "evaluation": 659}
LAYOUT = re.compile(r"(?:.*/)?images_(background|evaluation)/([^/]+)/(character\d+)/([^/]+\.png)$")
FACTS = {"version": 1, "side": SIDE}
LARGEST_FILE = 2**20  # a drawing has some 300 bytes; an entry above this is none
PREPARING = "Preparing Omniglot"
READING = 0.7  # share of an import that is reading; the rest is preparing
USUAL_SIZE = 28
"""Pixels at which nearly everybody opens it."""
BLOCK = 512  # drawings decoded at once, so that stopping is quick
VALIDATION_ALPHABETS = 5
SPLIT_SEED = 0

Progress = Callable[[float, str], bool]
Character = tuple[str, str]  # part, "Alphabet/character01"


def looks_like_omniglot(path: Path) -> bool:
    """Whether an archive or folder has the layout of the official archives."""
    with _entries(path) as entries:
        return bool(entries)


def import_omniglot(
    paths: Sequence[Path], workspace: Workspace, progress: Progress | None = None
) -> None:
    """Read the drawings and keep them in the workspace, beside what had been imported before.

    Raises `DataError` where there is none, one can't be read, or `progress` says to stop; what
    was there before is then untouched.
    """
    drawings = dict(_stored(workspace))
    fresh: dict[Character, list[NDArray[np.uint8]]] = {}
    for number, path in enumerate(paths):
        with _entries(path) as entries, ThreadPoolExecutor(cpu_threads()) as pool:
            if not entries:
                raise DataError(
                    f"{path} is not an Omniglot archive: it has no images_background/ or "
                    "images_evaluation/ folder. Take images_background.zip or "
                    "images_evaluation.zip from github.com/brendenlake/omniglot."
                )
            for first in range(0, len(entries), BLOCK):
                share = (number + first / len(entries)) / len(paths)
                if progress and not progress(READING * share, f"Reading {path.name}"):
                    raise StoppedError("The import was stopped; nothing was changed.")
                block = entries[first : first + BLOCK]
                decoded = pool.map(_decode, [read for _, read in block])
                for (character, _), bits in zip(block, decoded, strict=True):
                    fresh.setdefault(character, []).append(bits)
    drawings |= {key: np.stack(bits) for key, bits in fresh.items()}
    ordered = sorted(drawings)
    extra = {
        "characters": [list(key) for key in ordered],
        "counts": [len(drawings[key]) for key in ordered],
    }
    everything = np.concatenate([drawings[key] for key in ordered])
    if not save_array(_file(workspace), everything, FACTS, extra):
        raise DataError(
            f"Omniglot can't be stored in {workspace.data}. Free some space, or choose another "
            "workspace with METASTUDIO_HOME."
        )

    def preparing(fraction: float, sentence: str) -> bool:
        return progress is None or progress(READING + (1 - READING) * fraction, sentence)

    with contextlib.suppress(StoppedError):  # imported it is; the rest can be done later
        load(workspace, USUAL_SIZE, preparing)  # so that it opens at once


def is_imported(workspace: Workspace) -> bool:
    """Whether some of Omniglot lies in the workspace."""
    return _file(workspace).with_suffix(".json").is_file()


def amounts(workspace: Workspace) -> tuple[int, int, int]:
    """Return characters, drawings and bytes of what was imported."""
    header = load_header(_file(workspace), FACTS)
    if header is None:
        return 0, 0, 0
    drawings, width = header["shape"]
    return len(header["extra"]["characters"]), drawings, drawings * width


def load(
    workspace: Workspace, size: int, progress: Progress | None = None
) -> tuple[ImageClasses, tuple[str, ...]]:
    """Return all imported characters, and of which part each is ("background", "evaluation").

    Raises `DataError` where nothing was imported.
    """
    stored = load_array(_file(workspace), FACTS)
    if stored is None:
        raise DataError(
            "Omniglot is not imported yet. Drop images_background.zip and images_evaluation.zip on "
            "the Data page, or use `metastudio data import omniglot ARCHIVE…`. They are at "
            "github.com/brendenlake/omniglot."
        )
    packed, extra = stored
    facts: dict[str, Any] = {**FACTS, "size": size, **extra}
    cache = _file(workspace).with_name(f"omniglot-{size}.npy")
    seen = load_array(cache, facts)
    if seen is None:
        images = _resized(packed, size, progress)
        save_array(cache, images, facts, None)
    else:
        images = seen[0]
    parts, names = zip(*extra["characters"], strict=True)
    starts = torch.tensor([0, *np.cumsum(extra["counts"]).tolist()])
    return ImageClasses(
        name=NAME,
        images=torch.from_numpy(images)[:, None],
        starts=starts,
        names=tuple(names),
        groups=tuple(name.split("/")[0] for name in names),
    ), tuple(parts)


def split_indices(
    classes: ImageClasses, parts: Sequence[str], split: str, seed: int = 0
) -> tuple[dict[str, list[int]], str]:
    """Return the characters of each split, and a sentence where one archive is missing.

    `background-evaluation`: training on background alphabets, five of them kept for validation;
    test on the evaluation alphabets. `random`: 1,100 / 100 / 423 characters, shuffled by `seed`.
    """
    only_one = len(set(parts)) == 1
    note = ""
    if split == "random":
        fractions = (1100.0, 100.0, 423.0)
        named = split_random(classes.names, seed, fractions)
        places = {name: i for i, name in enumerate(classes.names)}
        lists = [[places[name] for name in part] for part in named]
    else:
        background = sorted(
            {g for g, p in zip(classes.groups, parts, strict=True) if p == "background" or only_one}
        )
        held = 2 * VALIDATION_ALPHABETS if only_one else VALIDATION_ALPHABETS
        order = np.random.default_rng(SPLIT_SEED).permutation(len(background)).tolist()
        chosen = [background[i] for i in order[:held]]
        validation = set(chosen[:VALIDATION_ALPHABETS])
        test = set(chosen[VALIDATION_ALPHABETS:])
        lists = [[], [], []]
        for index, (group, part) in enumerate(zip(classes.groups, parts, strict=True)):
            is_test = group in test if only_one else part == "evaluation"
            lists[2 if is_test else 1 if group in validation else 0].append(index)
        if only_one:
            note = (
                f"Only the {parts[0]} archive of Omniglot was imported, so the test classes are "
                f"{VALIDATION_ALPHABETS} of its own alphabets, not the 20 of the published split."
            )
    return dict(zip(("train", "validation", "test"), lists, strict=True)), note


def _file(workspace: Workspace) -> Path:
    return workspace.data / NAME / "drawings.npy"


def _stored(workspace: Workspace) -> Iterator[tuple[Character, NDArray[np.uint8]]]:
    stored = load_array(_file(workspace), FACTS)
    if stored is None:
        return
    array, extra = stored
    ends = np.cumsum(extra["counts"])
    for (part, name), end, count in zip(extra["characters"], ends, extra["counts"], strict=True):
        yield (part, name), array[end - count : end]


@contextmanager
def _entries(path: Path) -> Iterator[list[tuple[Character, Callable[[], bytes]]]]:
    """Give each drawing's character and a way to read it; litter and other files are passed by."""
    if path.is_dir():
        root = path.resolve()  # it may be images_background itself, so its own name counts too
        yield _matching((file.as_posix(), file.read_bytes) for file in sorted(root.rglob("*.png")))
    elif zipfile.is_zipfile(path):
        try:
            archive = zipfile.ZipFile(path)
        except zipfile.BadZipFile:
            yield []  # whoever unpacks it says that it is damaged
            return
        with archive:
            infos = sorted(archive.infolist(), key=lambda info: info.filename)
            yield _matching((info.filename, _reader(archive, info)) for info in infos)
    else:
        yield []


def _matching(
    files: Iterable[tuple[str, Callable[[], bytes]]],
) -> list[tuple[Character, Callable[[], bytes]]]:
    found = []
    for name, read in files:
        match = LAYOUT.match(name)
        if match and "__MACOSX" not in PurePosixPath(name).parts and not match[4].startswith("."):
            found.append(((match[1], f"{match[2]}/{match[3]}"), read))
    return found


def _reader(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Callable[[], bytes]:
    def read() -> bytes:
        if info.file_size > LARGEST_FILE:
            raise ValueError(f"'{info.filename}' claims {info.file_size:,} bytes")
        return archive.read(info)

    return read


DAMAGED = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    RuntimeError,  # a password
    zlib.error,
    zipfile.BadZipFile,
    Image.DecompressionBombError,
)


def _decode(read: Callable[[], bytes]) -> NDArray[np.uint8]:
    """Return one drawing as packed bits, ink = 1."""
    try:
        image = Image.open(io.BytesIO(read()), formats=["PNG"])
        if image.size != (SIDE, SIDE):
            raise ValueError(f"it measures {image.size}, not {SIDE} × {SIDE}")
        ink = ~np.asarray(image.convert("1"))
    except DAMAGED as error:
        raise DataError(
            f"A drawing of the Omniglot archive is damaged ({error}). Fetch the archive again; "
            "nothing was changed."
        ) from None
    return np.packbits(ink)


def _resized(packed: NDArray[np.uint8], size: int, progress: Progress | None) -> NDArray[np.uint8]:
    """Put every drawing through the transform that dropped pictures go through."""
    result = np.empty((len(packed), size, size), dtype=np.uint8)
    with ThreadPoolExecutor(cpu_threads()) as pool:
        for first in range(0, len(packed), BLOCK):
            if progress and not progress(first / len(packed), PREPARING):
                raise StoppedError("Preparing Omniglot was stopped; nothing was changed.")
            bits = np.unpackbits(packed[first : first + BLOCK], axis=1, count=SIDE * SIDE)
            drawings = bits.reshape(-1, SIDE, SIDE)
            for index, seen in enumerate(pool.map(lambda d: _seen(d, size), drawings), first):
                result[index] = seen
    return result


def _seen(ink: NDArray[np.uint8], size: int) -> NDArray[np.uint8]:
    """Return what the transform makes of a drawing, ink = 1.

    Where nothing is drawn on the border, ink and paper are told from each other at once.
    """
    border = ink[0].any() or ink[-1].any() or ink[:, 0].any() or ink[:, -1].any()
    seen: NDArray[np.uint8]
    if border or not ink.any():
        whole = Transform(size, channels=1, ink=True).apply(Image.fromarray(255 - 255 * ink))
        seen = whole[0]
    else:
        small = Image.fromarray(255 * ink).resize((size, size), Image.Resampling.BICUBIC)
        seen = np.asarray(small)
    return seen
