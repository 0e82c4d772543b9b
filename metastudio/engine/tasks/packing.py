"""Data sets that are kept as arrays: pickles, npz, npy and ndjson become one file of pictures.

Known by what is inside, not by the name: mini-ImageNet's cache files, CIFAR-100 as its owner
publishes it, CIFAR-FS and FC100 as pickles, tiered-ImageNet's arrays of encoded pictures, and
Quick, Draw!'s files, one for each kind. Nothing of a pickle is executed.
"""

import json
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from metastudio.engine.errors import DataError, StoppedError
from metastudio.engine.sections.names import ARRAY_ENDINGS
from metastudio.engine.tasks import folders
from metastudio.engine.tasks.annotations import class_of_stem
from metastudio.engine.tasks.benchmarks import PUBLISHED
from metastudio.engine.tasks.layouts import SIDES
from metastudio.engine.tasks.listing import PackedListing
from metastudio.engine.tasks.mapped import ArrayWriter
from metastudio.engine.tasks.safe_pickle import read_pickle

CIFAR = ("train", "test", "meta")
OTHER_PHASE = re.compile(r"train_phase_(val|test)")  # more pictures of the training classes
SIDE = re.compile(r"(?:^|[^a-z])(train|val|valid|validation|test)(?:[^a-z]|$)")
DRAWINGS = 1000  # taken of each kind of Quick, Draw!, which has more than 100,000
DOODLE, ENLARGED = 28, 4
PIXELS, INDEX = "pictures.npy", "pictures.json"

Progress = Callable[[float, str], bool]


@dataclass
class Batch:
    """Pictures `(n, H, W)` or `(n, H, W, 3)`, or n encoded ones; and the class of each."""

    pictures: Any
    classes: Sequence[str]
    side: str = ""
    groups: Mapping[str, str] = field(default_factory=dict)


def array_files(root: Path) -> list[Path]:
    """Return the files of arrays in a folder or one below it; none where pictures lie there."""
    if folders.list_classes(root) or folders.has_pictures(root):
        return []  # arrays beside pictures are something else: features, masks
    for level in (root, *sorted(p for p in root.iterdir() if p.is_dir())):
        files = [p for p in sorted(level.iterdir()) if p.is_file() and p.name[0] != "."]
        if all((level / name).is_file() for name in CIFAR):
            return [level / name for name in CIFAR]
        found = [p for p in files if p.suffix.lower() in ARRAY_ENDINGS]
        if found:
            return found
    return []


def pack(files: Sequence[Path], into: Path, progress: Progress | None = None) -> PackedListing:
    """Write all pictures of these files into the folder `into`, ordered by class.

    Raises `DataError` where a file can't be read, or holds no pictures with classes.
    """
    batches = list(_batches(files))
    if not batches:
        raise DataError(
            f"{files[0].name} holds arrays, but no pictures with a class for each. Expected are "
            "'image_data' and 'class_dict', 'data' and 'labels', or pictures with a file of labels "
            "beside them."
        )
    encoded = isinstance(batches[0].pictures, list)
    counts: dict[str, int] = {}
    places: dict[str, list[tuple[Batch, int]]] = {}
    for batch in batches:
        for number, name in enumerate(batch.classes):
            places.setdefault(name, []).append((batch, number))
    ordered = {name: places[name] for name in sorted(places)}
    with (into / PIXELS).open("w+b") as file:
        write = _write_encoded if encoded else _write_pixels
        for name, number in write(file, ordered, progress):
            counts[name] = number
    index = {
        "counts": counts,
        "groups": {name: group for batch in batches for name, group in batch.groups.items()},
        "split": _split(batches),
        "ends": encoded,
    }
    if encoded:
        np.save(into / "ends.npy", np.cumsum([len(b.pictures[n]) for p in ordered.values()
                                              for b, n in p]))  # fmt: skip
    (into / INDEX).write_text(json.dumps(index, ensure_ascii=False), encoding="utf-8")
    return read_packed(into)


def read_packed(folder: Path) -> PackedListing:
    """Return what `pack` wrote into a folder; raises `DataError` where it is damaged."""
    try:
        index = json.loads((folder / INDEX).read_text(encoding="utf-8"))
        pixels = np.load(folder / PIXELS, "r", allow_pickle=False)
        ends = np.load(folder / "ends.npy", allow_pickle=False) if index["ends"] else None
        classes: dict[str, range] = {}
        first = 0
        for name, count in index["counts"].items():
            classes[name] = range(first, first + count)
            first += count
        if first != len(pixels if ends is None else ends):
            raise ValueError("the number of pictures differs")
        splits = {PUBLISHED: index["split"]} if index["split"] else {}
        return PackedListing(
            folder, classes, index["groups"], splits=splits, pixels=pixels, ends=ends
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataError(
            f"The data set in {folder} is damaged ({error}). Remove it and import it again."
        ) from None


def is_packed(folder: Path) -> bool:
    """Whether `pack` wrote into this folder."""
    return (folder / INDEX).is_file()


def _write_pixels(
    file: IO[bytes], places: Mapping[str, list[tuple[Batch, int]]], progress: Progress | None
) -> Iterator[tuple[str, int]]:
    shapes = {np.shape(batch.pictures)[1:] for of in places.values() for batch, _ in of[:1]}
    if len(shapes) != 1:
        sizes = " and ".join(" × ".join(map(str, shape)) for shape in sorted(shapes)[:3])
        raise DataError(f"The arrays hold pictures of different sizes ({sizes}); one is expected.")
    writer = ArrayWriter(file, shapes.pop())
    for done, (name, of) in enumerate(places.items()):
        _tell(progress, done / len(places), name)
        for batch, number in of:
            writer.write(batch.pictures[number])
        yield name, len(of)
    writer.finish()


def _write_encoded(
    file: IO[bytes], places: Mapping[str, list[tuple[Batch, int]]], progress: Progress | None
) -> Iterator[tuple[str, int]]:
    total = sum(len(batch.pictures[number]) for of in places.values() for batch, number in of)
    head = {"descr": "|u1", "fortran_order": False, "shape": (total,)}
    np.lib.format.write_array_header_1_0(file, head)
    for done, (name, of) in enumerate(places.items()):
        _tell(progress, done / len(places), name)
        for batch, number in of:
            file.write(batch.pictures[number])
        yield name, len(of)


def _tell(progress: Progress | None, share: float, name: str) -> None:
    if progress and not progress(share, f"Storing {name}"):
        raise StoppedError("The import was stopped; nothing was changed.")


def _split(batches: Sequence[Batch]) -> dict[str, list[str]]:
    """Return the classes of each side, where the files are named after them and share none."""
    sides: dict[str, set[str]] = {"train": set(), "validation": set(), "test": set()}
    for batch in batches:
        if batch.side in sides:
            sides[batch.side] |= set(batch.classes)
    classes = {name for batch in batches for name in batch.classes}
    apart = sum(map(len, sides.values())) == len(classes)
    return {s: sorted(names) for s, names in sides.items()} if apart and sides["test"] else {}


# --- what is inside -------------------------------------------------------------------------------


def _batches(files: Sequence[Path]) -> Iterator[Batch]:
    if [file.name for file in files] == list(CIFAR):
        yield from _cifar(files[0].parent)
        return
    values = {
        file: _read(file)
        for file in files
        if file.suffix not in (".npy", ".ndjson") and not OTHER_PHASE.search(file.name)
    }
    for file in files:
        if file.suffix == ".npy":
            yield _one_kind(file)
        elif file.suffix == ".ndjson":
            yield _doodles(file)
        elif file in values:
            batch = _batch(file, values[file], values)
            if batch is not None:
                yield batch


def _read(file: Path) -> Any:
    if file.suffix != ".npz":
        return read_pickle(file)
    try:
        with np.load(file, allow_pickle=False) as stored:
            return {name: stored[name] for name in stored.files}
    except (OSError, ValueError, EOFError, zipfile.BadZipFile, KeyError) as error:
        objects = "allow_pickle" in str(error)
        what = (
            "holds Python objects, which can run programs" if objects else "is damaged or cut off"
        )
        raise DataError(
            f"{file.name} {what}, so it is not read. Save plain arrays, or copy it again."
        ) from None


def _batch(file: Path, value: Any, others: Mapping[Path, Any]) -> Batch | None:
    found = SIDE.findall(file.stem.lower())
    side = SIDES[found[-1]] if found else ""
    if isinstance(value, dict) and {"image_data", "class_dict"} <= value.keys():
        pictures = _pictures(value["image_data"], file)
        classes = [""] * len(pictures)
        for name, numbers in value["class_dict"].items():
            for number in np.asarray(numbers, dtype=np.int64).tolist():
                classes[number] = str(name)
        return Batch(pictures, classes, side)
    data, labels = _data(value), _labels(value)
    if data is None:
        return None
    if labels is None:
        stem = re.sub(r"_?(images|png|data)", "", file.stem)
        beside = next((v for p, v in others.items() if p != file and "label" in p.stem
                       and re.sub(r"_?labels?", "", p.stem) == stem), None)  # fmt: skip
        labels, value = _labels(beside), beside
    pictures = _pictures(data, file)
    if labels is None or len(labels) != len(pictures):
        raise DataError(
            f"{file.name} holds {len(pictures):,} pictures, but "
            f"{'no classes' if labels is None else f'{len(labels):,} classes'}. Import it together "
            "with its file of labels."
        )
    names = _class_names(value, side)
    classes = [names(label) for label in labels]
    return Batch(pictures, classes, side, _groups(value, classes))


def _data(value: Any) -> Any:
    if isinstance(value, list) and value and _is_encoded(value[0]):
        return value
    if not isinstance(value, dict):
        return value if isinstance(value, np.ndarray) and value.ndim >= 3 else None
    found = next((value[k] for k in ("data", "images", "image_data", "x") if k in value), None)
    return found if isinstance(found, np.ndarray | list) else None


def _labels(value: Any) -> list[Any] | None:
    if isinstance(value, dict):
        keys = ("labels", "fine_labels", "label_specific", "label", "targets", "y")
        value = next((value[key] for key in keys if key in value), None)
    if isinstance(value, np.ndarray) and value.ndim == 1:
        return list(value.tolist())
    plain = isinstance(value, list) and all(isinstance(label, str | int) for label in value)
    return list(value) if plain else None


def _class_names(value: Any, side: str) -> Callable[[Any], str]:
    """Return how labels become names; numbers without names are told apart by their side."""
    if isinstance(value, dict):
        listed = next((value[k] for k in ("label_specific_str", "label_names") if k in value), None)
        if isinstance(listed, list):
            return lambda label: str(listed[label]).replace("/", "-")
        if isinstance(value.get("catname2label"), dict):
            back = {number: str(name) for name, number in value["catname2label"].items()}
            return lambda label: back.get(label, str(label)).replace("/", "-")
    return lambda label: label if isinstance(label, str) else f"{side}-{label}".lstrip("-")


def _groups(value: Any, classes: Sequence[str]) -> dict[str, str]:
    general = value.get("label_general") if isinstance(value, dict) else None
    if general is None or len(general) != len(classes):
        return {}
    names = value.get("label_general_str")
    return {
        name: str(names[int(group)] if isinstance(names, list) else int(group))
        for name, group in zip(classes, general, strict=True)
    }


def _is_encoded(value: Any) -> bool:
    raw = value.tobytes()[:4] if isinstance(value, np.ndarray) else value
    return isinstance(raw, bytes) and raw[:3] in (b"\x89PN", b"\xff\xd8\xff")


def _pictures(value: Any, file: Path) -> Any:
    """Return arrays of the shapes that `Batch` takes; raises `DataError` for others."""
    if isinstance(value, list) and value and all(map(_is_encoded, value)):
        return [v.tobytes() if isinstance(v, np.ndarray) else v for v in value]
    if isinstance(value, np.ndarray) and value.dtype == np.uint8:
        if value.ndim == 4 and value.shape[3] in (1, 3):
            return value[..., 0] if value.shape[3] == 1 else value
        if value.ndim == 4 and value.shape[1] in (1, 3):
            return value[:, 0] if value.shape[1] == 1 else value.transpose(0, 2, 3, 1)
        if value.ndim == 3:
            return value
        if value.ndim == 2 and value.shape[1] == 3072:
            return value.reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1)
        if value.ndim == 2 and value.shape[1] == DOODLE**2:
            return value.reshape(-1, DOODLE, DOODLE)
    what = f"{value.dtype} {value.shape}" if isinstance(value, np.ndarray) else type(value).__name__
    raise DataError(
        f"{file.name} holds no pictures that can be read ({what}); bytes (pictures, height, width, "
        "3) were expected."
    )


def _cifar(folder: Path) -> Iterator[Batch]:
    """CIFAR-100 as Krizhevsky publishes it; a class is called "superclass/class"."""
    meta = _read(folder / "meta")
    try:
        fine, coarse = meta["fine_label_names"], meta["coarse_label_names"]
        for name in ("train", "test"):  # both hold pictures of every class
            part = _read(folder / name)
            labels = zip(part["coarse_labels"], part["fine_labels"], strict=True)
            classes = [f"{coarse[c]}/{f}" for c, f in ((c, fine[f]) for c, f in labels)]
            yield Batch(_pictures(part["data"], folder / name), classes)
    except (KeyError, TypeError, IndexError, ValueError):
        raise DataError(
            "The files train, test and meta are not CIFAR-100's: 'data' with 'fine_labels' and "
            "'coarse_labels' were expected. Download cifar-100-python.tar.gz again."
        ) from None


def _one_kind(file: Path) -> Batch:
    try:
        value = np.load(file, "r", allow_pickle=False)
    except (OSError, ValueError, EOFError) as error:
        raise DataError(f"{file.name} is damaged or no plain array ({error}).") from None
    pictures = _pictures(np.asarray(value)[:DRAWINGS], file)
    return Batch(pictures, [class_of_stem(file.name)] * len(pictures))


def _doodles(file: Path) -> Batch:
    """Draw the strokes of Quick, Draw!'s simplified files, light on dark as its bitmaps are."""
    pictures: list[NDArray[np.uint8]] = []
    with file.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if len(pictures) == DRAWINGS:
                break
            try:
                strokes = json.loads(line)["drawing"]
                pictures.append(_doodle([list(zip(s[0], s[1], strict=True)) for s in strokes]))
            except (ValueError, KeyError, TypeError, IndexError):
                raise DataError(
                    f"Line {number} of {file.name} is no drawing of Quick, Draw!. Copy or download "
                    "it again."
                ) from None
    if not pictures:
        raise DataError(f"{file.name} holds no drawings.")
    return Batch(np.stack(pictures), [class_of_stem(file.name)] * len(pictures))


def _doodle(strokes: list[list[tuple[float, float]]]) -> NDArray[np.uint8]:
    side = DOODLE * ENLARGED
    low = np.min([np.min(s, axis=0) for s in strokes], axis=0)
    high = np.max([np.max(s, axis=0) for s in strokes], axis=0)
    scale = (side - 4 * ENLARGED) / max(float((high - low).max()), 1.0)
    shift = side / 2 - scale * (low + high) / 2
    image = Image.new("L", (side, side))
    draw = ImageDraw.Draw(image)
    for stroke in strokes:
        points = [(float(x), float(y)) for x, y in np.array(stroke) * scale + shift]
        draw.line(points if len(points) > 1 else points * 2, fill=255, width=2 * ENLARGED)
    return np.asarray(image.resize((DOODLE, DOODLE), Image.Resampling.BOX))
