"""Files beside pictures that say what is on them: CSV tables, COCO's JSON, MATLAB's labels.

Each reader raises `DataError` with the file's name and what it lacks.
"""

import csv
import json
import re
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np
from numpy.typing import NDArray

from metastudio.engine.errors import DataError

FILE_COLUMNS = ("file", "filename", "file_name", "path", "filepath", "image", "image_path", "img",
                "picture", "name", "image_name", "image_id", "id")  # fmt: skip
CLASS_COLUMNS = ("class", "label", "class_name", "category", "species", "target", "classid",
                 "class_id", "kind", "y")  # fmt: skip
GROUP_COLUMNS = ("group", "coarse_class", "coarse", "superclass", "super_class", "supercategory",
                 "family", "genus", "alphabet")  # fmt: skip
SITTING_COLUMNS = ("sitting", "smear", "smear_image", "slide", "patient", "patient_id", "subject",
                   "subject_id", "session", "camera", "track", "case")  # fmt: skip
SPLIT_COLUMNS = ("split", "set", "subset", "partition")
NOTHING = ("", "nan", "na", "n/a", "none", "null")
PICTURE_ENDINGS = (".png", ".jpg", ".jpeg", ".bmp", ".gif", ".tif", ".tiff", ".webp", ".ppm",
                   ".pgm")  # fmt: skip
LOOKED_AT = 2**14  # characters, of a table that is asked what it speaks of
LARGEST = 2**30  # of a labels file, unpacked


@dataclass(frozen=True)
class Table:
    """Rows of a CSV file. A column that the file does not have is None."""

    file: Path
    files: list[str]
    classes: list[str] | None
    groups: list[str] | None
    sittings: list[str] | None
    splits: list[str] | None


def read_table(file: Path, sitting: str = "") -> Table | None:
    """Read a CSV, TSV or semicolon-separated file; None where no column names pictures.

    `sitting` is the column that says where a picture was taken, where its name does not tell.
    Raises `DataError` where it can't be read, or a picture of it has no class.
    """
    rows = rows_of(file)
    if len(rows) < 2:
        return None
    heading = [name.strip().lower().replace(" ", "_") for name in rows[0]]
    columns = {
        what: next((heading.index(name) for name in names if name in heading), None)
        for what, names in (
            ("file", FILE_COLUMNS),
            ("class", CLASS_COLUMNS),
            ("group", GROUP_COLUMNS),
            ("sitting", SITTING_COLUMNS),
            ("split", SPLIT_COLUMNS),
        )
    }
    if columns["file"] is None:
        return None
    if sitting:
        columns["sitting"] = columns_of(file).index(sitting)

    def column(what: str) -> list[str] | None:
        at = columns[what]
        return None if at is None else [_cell(row, at) for row in rows[1:]]

    files, classes = column("file") or [], column("class")
    empty = [n for n, name in enumerate(classes or (), 2) if name.lower() in NOTHING]
    empty = [n for n in empty if files[n - 2]]
    if empty:
        raise DataError(
            f"{file.name} names no class in {len(empty):,} of its rows, first in row {empty[0]}. "
            "Fill them in, or remove these rows.",
            rows=tuple(empty[:100]),
        )
    return Table(file, files, classes, column("group"), column("sitting"), column("split"))


def file_column(rows: Sequence[Sequence[str]], other: str = "") -> int:
    """Return the place of the column that names pictures, as its heading and first row tell.

    The first column where nothing tells; `other` is one that is known to say something else.
    """
    heading, *rest = ([cell.strip() for cell in row] for row in rows[:2])
    plain = [name.lower().replace(" ", "_") if name != other else "" for name in heading]
    called = [plain.index(name) for name in FILE_COLUMNS if name in plain]
    first = rest[0] if rest else []
    files = [n for n, cell in enumerate(first) if cell.lower().endswith(PICTURE_ENDINGS)]
    return next((n for n in (*called, *files) if n in files), (*called, 0)[0])


def columns_of(file: Path) -> list[str]:
    """Return the heading of a table as it is written there; raises `DataError`."""
    rows = rows_of(file)
    return [name.strip() for name in rows[0]] if rows else []


def names_pictures(file: Path) -> bool:
    """Whether a table speaks of pictures: one of its columns names their files. Reads its top."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as text:
            top = text.read(LOOKED_AT).splitlines()[:-1] or [""]
        rows = list(csv.reader(top, delimiter=max(",;\t", key=top[0].count)))
    except (OSError, UnicodeDecodeError, csv.Error):
        return False
    cells = (cell.strip() for row in rows[1:] for cell in row)
    return any(PurePosixPath(cell).suffix.lower() in PICTURE_ENDINGS for cell in cells)


def refuse_table(file: Path) -> DataError:
    """Return the error for a table that should say what is on the pictures, and does not."""
    rows = rows_of(file)
    there = ", ".join(f"'{name.strip()}'" for name in rows[0][:8]) if rows else "none"
    return DataError(
        f"{file.name} has no column 'file' and 'class' (its columns: {there}), so it does not say "
        "which class a picture belongs to. Name the columns so, or put the pictures of each class "
        "into a sub-folder of its own.",
        file=str(file),
    )


def _cell(row: list[str], at: int) -> str:
    return row[at].strip() if at < len(row) else ""


def rows_of(file: Path) -> list[list[str]]:
    """Return the cells of a table, by whichever mark they are kept apart; raises `DataError`."""
    try:
        text = file.read_text(encoding="utf-8-sig")
        first = text.partition("\n")[0]
        mark = max(",;\t", key=first.count)
        return [row for row in csv.reader(text.splitlines(), delimiter=mark) if any(row)]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or "it is not UTF-8 text"
        raise DataError(f"The table {file.name} can't be read: {reason}.") from None


def csv_rows(file: Path, delimiter: str) -> list[dict[str, str]]:
    """Return the rows of a table with a heading."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as text:
            return list(csv.DictReader(text, delimiter=delimiter))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"The table {file.name} can't be read ({error}).") from None


def read_coco(file: Path) -> tuple[list[tuple[str, str]], dict[str, str]] | None:
    """Return (picture, class) of COCO's JSON, and the group of each class; None for other JSON."""
    try:
        raw = json.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(raw, dict) or not {"images", "annotations", "categories"} <= raw.keys():
        return None
    try:
        kinds = {c["id"]: str(c.get("name", c["id"])).replace("/", "-") for c in raw["categories"]}
        groups = {
            kinds[c["id"]]: str(c["supercategory"])
            for c in raw["categories"]
            if c.get("supercategory")
        }
        files = {i["id"]: str(i["file_name"]) for i in raw["images"]}
        of = {a["image_id"]: kinds[a["category_id"]] for a in raw["annotations"]}
        return [(files[i], kind) for i, kind in of.items()], groups
    except (KeyError, TypeError, AttributeError) as error:
        raise DataError(
            f"{file.name} is damaged: an annotation names {error}, which is not there. Copy or "
            "download it again."
        ) from None


def read_lines(file: Path) -> list[tuple[str, str]]:
    """Return the first word and the rest of each line of a text file."""
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{file.name} can't be read ({error}). Copy it again.") from None
    pairs = [line.strip().partition(" ")[::2] for line in lines if line.strip()]
    return [(first, rest.strip()) for first, rest in pairs]


MATRIX, PACKED = 14, 15
NUMBERS = {1: "i1", 2: "u1", 3: "i2", 4: "u2", 5: "i4", 6: "u4", 7: "f4", 9: "f8", 12: "i8",
           13: "u8"}  # fmt: skip


def read_mat_labels(file: Path, name: str = "labels") -> NDArray[np.int64]:
    """Return one array of whole numbers from a MATLAB 5 file, flat.

    Reads what `imagelabels.mat` of the VGG flowers is: numeric arrays, packed or not (MathWorks,
    "MAT-File Format", version 5). Raises `DataError`.
    """
    try:
        data = file.read_bytes()
        order = {b"IM": "<", b"MI": ">"}[data[126:128]]
        for kind, content in _elements(data[128:], order):
            if kind == PACKED:
                unpacker = zlib.decompressobj()
                inner = unpacker.decompress(content, LARGEST)
                kind, content = next(_elements(inner, order))  # noqa: PLW2901
            if kind == MATRIX:
                parts = list(_elements(content, order))
                if len(parts) >= 4 and parts[2][1].decode("ascii") == name:
                    values = np.frombuffer(parts[3][1], order + NUMBERS[parts[3][0]])
                    return values.astype(np.int64)
    except (OSError, KeyError, ValueError, IndexError, struct.error, zlib.error, StopIteration):
        pass  # said below
    raise DataError(
        f"{file.name} can't be read: a MATLAB 5 file with an array '{name}' was expected. Copy or "
        "download it again."
    )


def _elements(data: bytes, order: str) -> Any:
    at = 0
    while at + 8 <= len(data):
        kind, size = struct.unpack_from(order + "II", data, at)
        if kind >> 16:  # a small element: kind and size in one word, content in the other
            kind, size, start, step = kind & 0xFFFF, kind >> 16, at + 4, 8
        else:
            start, step = at + 8, 8 + (size if kind == PACKED else -(-size // 8) * 8)
        yield kind, data[start : start + size]
        at += step


def class_of_stem(name: str) -> str:
    """Return the class that a file of a whole class is named after: "full_numpy_bitmap_cat.npy"."""
    stem = re.sub(r"\.(npy|ndjson|npz)$", "", name)
    return re.sub(r"^full[_-](numpy_bitmap|simplified|raw)[_-]", "", stem).replace("%20", " ")


def common_split(classes: Sequence[str], splits: Sequence[str]) -> dict[str, list[str]]:
    """Return the classes of each split where no class is in two of them, else nothing."""
    sides: dict[str, set[str]] = {}
    for name, split in zip(classes, splits, strict=True):
        side = {"val": "validation", "valid": "validation"}.get(split.lower(), split.lower())
        sides.setdefault(name, set()).add(side)
    result: dict[str, list[str]] = {"train": [], "validation": [], "test": []}
    for name, found in sides.items():
        if len(found) != 1 or not found <= result.keys():
            return {}
        result[found.pop()].append(name)
    return {split: sorted(names) for split, names in result.items()} if result["test"] else {}
