"""Image folders: one sub-folder per class, or group/class; any picture format, colour or grey."""

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image

from metastudio.engine.devices import cpu_threads
from metastudio.engine.errors import DataError, StoppedError
from metastudio.engine.experiment import DataSettings
from metastudio.engine.tasks.cache import keep, load_array, unfinished
from metastudio.engine.tasks.classes import ImageClasses, split_random
from metastudio.engine.tasks.images import Transform, is_picture
from metastudio.engine.tasks.listing import FolderListing
from metastudio.engine.tasks.mapped import ArrayWriter, MappedClasses, refused_write, scratch
from metastudio.engine.tasks.names import readable
from metastudio.engine.workspace import Workspace

Progress = Callable[[float, str], bool]
SPLITS = ("train", "validation", "test")
SAMPLE = 48  # pictures looked at to tell colour from grey
COLOURED = 6.0  # mean distance between channels, in grey levels, of a picture that has colour
TOO_FEW_TO_SPLIT = 6
NAMED_PROBLEMS = 20


def list_folder(folder: Path) -> FolderListing:
    """Find the classes of a folder; raises `DataError` where there are none.

    A sub-folder that holds pictures is a class, named by its path: "group/class" where groups are.
    Hidden files are passed by, and links are not followed.
    """
    if not folder.is_dir():
        raise DataError(
            f"The folder {folder} is not there. Choose one with a sub-folder per class."
        )
    root = _without_wrapping(folder)
    classes = list_classes(root)
    if not classes:
        loose = sum(_is_picture_file(path) for path in root.iterdir())
        what = (
            f"its {loose} pictures lie in no sub-folder" if loose else "it holds no pictures at all"
        )
        raise DataError(
            f"The folder {folder} has no classes: {what}. Put the pictures of each class into a "
            "sub-folder of its own.",
            folder=str(folder),
        )
    return FolderListing(root, classes)


def list_classes(root: Path) -> dict[str, tuple[Path, ...]]:
    """Return the picture files of every folder below `root` that has some, by its path there."""
    classes: dict[str, tuple[Path, ...]] = {}
    waiting = [root]
    while waiting:
        here = waiting.pop()
        names: list[str] = []
        try:
            with os.scandir(here) as entries:  # tells files from folders without another look
                for entry in entries:
                    name = entry.name
                    if name.startswith((".", "__MACOSX")) or entry.is_symlink():
                        continue
                    if entry.is_dir():
                        waiting.append(here / name)
                    elif here != root and _claims_picture(here, name) and entry.is_file():
                        names.append(name)
        except OSError as error:
            _refuse(error)
        if names:
            pictures = tuple(here / name for name in sorted(names))
            classes[readable(here.relative_to(root).as_posix())] = pictures
    return dict(sorted(classes.items()))


def has_pictures(folder: Path) -> bool:
    """Whether pictures lie in a folder itself."""
    return any(_is_picture_file(path) for path in folder.iterdir())


def picture_files(path: Path) -> list[Path]:
    """Return the file itself, or all pictures below a folder, sorted; hidden ones are passed by."""
    if not path.is_dir():
        return [path]
    found: list[Path] = []
    for at, folders, files in os.walk(path, followlinks=False, onerror=_refuse):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        found += [Path(at) / name for name in sorted(files) if _is_picture_file(Path(at) / name)]
    return found


def load_folder(
    listing: FolderListing,
    data: DataSettings,
    workspace: Workspace,
    progress: Progress | None = None,
) -> tuple[ImageClasses, Transform, tuple[str, ...]]:
    """Decode a folder's pictures, or take them from the cache; returns problems in sentences.

    A picture that can't be read is left out and named; the others go on. Raises `DataError` where
    none can be read or `progress` says to stop.
    """
    transform = Transform(data.image_size, _channels(listing, data.colour))
    facts = {"version": 2, "folder": listing.fingerprint(), **transform.to_dict()}
    key = hashlib.sha256(repr(sorted(facts.items())).encode()).hexdigest()[:16]
    cache_file = workspace.data / ".cache" / f"{key}.npy"
    stored = load_array(cache_file, facts, mapped=True)
    if stored is None:
        stored = _decoded(listing, transform, cache_file, facts, progress)
    images, extra = stored
    names = [name for name, files in extra["classes"].items() if files]
    counts = [len(extra["classes"][name]) for name in names]
    files = tuple(file for name in names for file in extra["classes"][name])
    told = {listing.label(picture): sitting for picture, sitting in listing.sittings.items()}
    classes = ImageClasses(
        name=listing.folder.name,
        images=torch.from_numpy(images),
        starts=torch.tensor([0, *np.cumsum(counts).tolist()]),
        names=tuple(names),
        groups=tuple(listing.group(name) for name in names),
        files=files,
        sittings=tuple(told[f] for f in files) if told.keys() >= set(files) else (),
    )
    if isinstance(images, np.memmap) and Path(images.filename or "").name == cache_file.name:
        classes = MappedClasses(**vars(classes), file=cache_file, offset=images.offset)
    single = [n for n, c in zip(names, counts, strict=True) if c == 1]
    problems = tuple(extra["problems"])
    if single:
        shown = ", ".join(f"'{n}'" for n in single[:3]) + (" and others" if len(single) > 3 else "")
        problems += (
            f"{len(single)} of {len(names)} classes have one picture only ({shown}); a task needs "
            "at least one for support and one to ask about, so they are never dealt.",
        )
    return classes, transform, problems


def split_folder(
    classes: ImageClasses, seed: int = 0
) -> tuple[dict[str, list[int]], tuple[str, ...]]:
    """Divide classes into training, validation and test, at least five each where there are enough.

    Below six classes in all, every split has all of them, which is said.
    """
    total = len(classes)
    if total < TOO_FEW_TO_SPLIT:
        everything = list(range(total))
        return dict.fromkeys(SPLITS, everything), (
            f"{total} classes are too few to keep some for the test, so every split has all of "
            "them, and scores on this data set are optimistic.",
        )
    held = max(round(0.2 * total), min(5, total // 3))
    named = split_random(classes.names, seed, (total - 2 * held, held, held))
    places = {name: i for i, name in enumerate(classes.names)}
    lists = [[places[name] for name in part] for part in named]
    return dict(zip(SPLITS, lists, strict=True)), ()


def _without_wrapping(folder: Path) -> Path:
    """Step into a folder that an archive wraps around everything: `grocery/` in grocery.zip."""
    while True:
        inside = [p for p in folder.iterdir() if not p.name.startswith((".", "__MACOSX"))]
        folders = [p for p in inside if p.is_dir() and not p.is_symlink()]
        if len(folders) != 1 or any(_is_picture_file(p) for p in inside):
            return folder
        below = folders[0]
        if not any(p.is_dir() for p in below.iterdir()):
            return folder  # one class only: its own name must not be lost
        folder = below


@cache
def _endings() -> frozenset[str]:
    return frozenset(Image.registered_extensions())


def _is_picture_name(path: Path) -> bool:
    """Whether a file claims to be a picture; one without an ending is asked for its contents."""
    if path.suffix:
        return path.suffix.lower() in _endings() and not path.name.startswith(".")
    return not path.is_symlink() and path.is_file() and is_picture(path)


def _claims_picture(folder: Path, name: str) -> bool:
    """As `_is_picture_name`, without a path for each of a hundred thousand names."""
    dot = name.rfind(".")
    return name[dot:].lower() in _endings() if dot > 0 else _is_picture_name(folder / name)


def _is_picture_file(path: Path) -> bool:
    return not path.is_symlink() and path.is_file() and _is_picture_name(path)


def _refuse(error: OSError) -> None:
    raise DataError(
        f"The folder {error.filename} can't be read ({error.strerror}). Mend its permissions."
    )


def _channels(listing: FolderListing, colour: str) -> int:
    if colour != "auto":
        return 1 if colour == "grey" else 3
    pictures = [picture for of in listing.classes.values() for picture in of]
    step = max(1, len(pictures) // SAMPLE)
    return 3 if any(_is_coloured(listing, picture) for picture in pictures[::step]) else 1


def _is_coloured(listing: FolderListing, picture: Any) -> bool:
    try:
        image = listing.read(picture)
    except DataError:
        return False
    if image.mode == "L":
        return False
    small = np.asarray(image.resize((32, 32)), dtype=np.float64)
    return float((small.max(-1) - small.min(-1)).mean()) > COLOURED


def _decoded(
    listing: FolderListing,
    transform: Transform,
    cache_file: Path,
    facts: dict[str, Any],
    progress: Progress | None,
) -> tuple[NDArray[np.uint8], dict[str, Any]]:
    """Decode into the cache, or into a file without a name where nothing can be kept."""
    shape = (transform.channels, transform.image_size, transform.image_size)
    temporary = unfinished(cache_file)
    if temporary is None:
        with scratch(cache_file.parent) as file:
            writer = ArrayWriter(file, shape)
            extra = _decode_into(writer, listing, transform, progress)
            start, whole = writer.finish()
            return np.memmap(file, np.uint8, "c", start, whole), extra
    try:
        with temporary.open("w+b") as file:
            writer = ArrayWriter(file, shape)
            extra = _decode_into(writer, listing, transform, progress)
            _, whole = writer.finish()
        keep(temporary, cache_file, whole, facts, extra)
        return np.load(cache_file, "c", allow_pickle=False), extra
    except OSError as error:
        raise refused_write(error) from None
    finally:
        temporary.unlink(missing_ok=True)


def _decode_into(
    writer: ArrayWriter, listing: FolderListing, transform: Transform, progress: Progress | None
) -> dict[str, Any]:
    pictures = [(name, picture) for name, of in listing.classes.items() for picture in of]
    kept: dict[str, list[str]] = {name: [] for name in listing.classes}
    problems: list[str] = []
    with ThreadPoolExecutor(cpu_threads()) as pool:
        results = _in_blocks(pool, listing, transform, [picture for _, picture in pictures])
        for number, ((name, picture), result) in enumerate(zip(pictures, results, strict=True)):
            if isinstance(result, str):
                problems.append(result)
            else:
                writer.write(result)
                kept[name].append(listing.label(picture))
            if progress and number % 100 == 0:
                text = f"Reading picture {number:,} of {len(pictures):,}"
                if not progress(number / len(pictures), text):
                    raise StoppedError("Reading was stopped; nothing was changed.")
    if not writer.count:
        raise DataError(
            f"None of the {len(pictures)} pictures in {listing.folder} can be read. " + problems[0]
        )
    if len(problems) > NAMED_PROBLEMS:
        rest = len(problems) - NAMED_PROBLEMS
        problems = [*problems[:NAMED_PROBLEMS], f"{rest:,} more pictures can't be read either."]
    return {"classes": kept, "problems": problems}


def _in_blocks(
    pool: ThreadPoolExecutor, listing: FolderListing, transform: Transform, pictures: Sequence[Any]
) -> Iterator[NDArray[np.uint8] | str]:
    """Decode a few hundred at a time, so that stopping is quick and the queue stays short."""

    def one(picture: Any) -> NDArray[np.uint8] | str:
        try:
            return transform.apply(listing.read(picture))
        except DataError as error:
            return str(error)

    for first in range(0, len(pictures), 256):
        yield from pool.map(one, pictures[first : first + 256])
