"""Recognising published data sets, and folders as people keep them, by how they lie on disk.

One function for each layout; it gets a folder and returns what it found, or None. Arrays (pickles,
npz) are the work of `packing`, and what lies beside pictures that of `beside`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from metastudio.engine.errors import DataError
from metastudio.engine.tasks import folders
from metastudio.engine.tasks.annotations import (
    Table,
    csv_rows,
    read_coco,
    read_lines,
    read_mat_labels,
    read_table,
    refuse_table,
)
from metastudio.engine.tasks.benchmarks import PUBLISHED
from metastudio.engine.tasks.beside import SPLIT_FILES, groups_of, splits_of, with_beside
from metastudio.engine.tasks.listing import Box, FolderListing
from metastudio.engine.tasks.splits import SPLITS

SIDES = {"train": "train", "training": "train", "val": "validation", "valid": "validation",
         "validation": "validation", "test": "test"}  # fmt: skip
BANNER = 20  # rows of copyright below each photograph of an aircraft, says its README

Files = dict[str, list[Path]]


def recognise(folder: Path, beside: Path | None = None, sittings: str = "") -> FolderListing:
    """Return the classes of a folder, in whichever of the known layouts it is.

    `beside` is a folder of tables and split files that came with it; `sittings` the column of such
    a table that says where or when pictures were taken, where its name does not tell. Raises
    `DataError` where no classes are found, or what lies beside the pictures can't be used.
    """
    levels = _levels(folder) if folder.is_dir() else []
    for level in levels:
        for layout in LAYOUTS:
            found = layout(level)
            if found is not None:
                return with_beside(found, levels, beside, sittings)
    found = folders.list_folder(folder)
    return with_beside(found, levels, beside, sittings)


def _levels(folder: Path) -> list[Path]:
    """Return the folder, and those below it as long as there is only one."""
    levels = [folder]
    while len(levels) < 8:
        try:
            inside = [p for p in levels[-1].iterdir() if p.is_dir() and not p.is_symlink()]
        except OSError:
            break  # said by whoever lists it
        inside = [p for p in inside if not p.name.startswith((".", "__MACOSX"))]
        if len(inside) != 1:
            break
        levels.append(inside[0])
    return levels


# --- published data sets -------------------------------------------------------------------------


def cub(root: Path) -> FolderListing | None:
    """CUB-200-2011: images.txt, image_class_labels.txt, classes.txt and images/.

    The published split takes every second class for training, and of the others one half each for
    validation and test (Chen et al. 2019, as listed by them).
    """
    if not _has(root, "images.txt", "image_class_labels.txt", "classes.txt", "images"):
        return None
    names, kinds = dict(read_lines(root / "classes.txt")), dict(read_lines(root / "images.txt"))
    classes: Files = {}
    for picture, kind in read_lines(root / "image_class_labels.txt"):
        if picture in kinds and kind in names:
            classes.setdefault(names[kind], []).append(root / "images" / kinds[picture])
    ordered = [names[kind] for kind in sorted(names, key=int)]
    split = {
        "train": ordered[0::2],
        "validation": ordered[1::4],
        "test": ordered[3::4],
    }
    return _listing(root, classes, "cub", splits={PUBLISHED: split})


def aircraft(root: Path) -> FolderListing | None:
    """FGVC-Aircraft: images_variant_*.txt and images/; its families are groups."""
    lists = sorted(root.glob("images_variant_*.txt"))
    if not lists or not (root / "images").is_dir():
        return None
    kinds = {number: kind.replace("/", "-") for file in lists for number, kind in read_lines(file)}
    families = {
        kinds[number]: family.replace("/", "-")
        for file in sorted(root.glob("images_family_*.txt"))
        for number, family in read_lines(file)
        if number in kinds
    }
    classes: Files = {}
    for number, kind in kinds.items():
        classes.setdefault(kind, []).append(root / "images" / f"{number}.jpg")
    return _listing(root, classes, "aircraft", groups=families, banner=BANNER)


def flower(root: Path) -> FolderListing | None:
    """VGG Flower: imagelabels.mat says the kind of jpg/image_00001.jpg and so on."""
    if not _has(root, "imagelabels.mat"):
        return None
    place = next((p for p in (root / "jpg", root) if (p / "image_00001.jpg").is_file()), None)
    if place is None:
        raise DataError(
            "imagelabels.mat came without the pictures of the VGG flowers. Import it together "
            "with 102flowers.tgz, or with the folder jpg/."
        )
    classes: Files = {}
    for number, kind in enumerate(read_mat_labels(root / "imagelabels.mat").tolist(), start=1):
        classes.setdefault(f"{kind:03d}", []).append(place / f"image_{number:05d}.jpg")
    return _listing(root, classes, "vgg-flower")


def traffic_signs(root: Path) -> FolderListing | None:
    """GTSRB: a folder for each sign, with GT-00000.csv saying what of a picture is the sign.

    A track, 30 pictures of one sign that was driven past, is a sitting.
    """
    tables = {p: p / f"GT-{p.name}.csv" for p in _folders(root)}
    if not tables or not all(table.is_file() for table in tables.values()):
        return None
    classes: Files = {}
    boxes: dict[Path, Box] = {}
    sittings: dict[Path, str] = {}
    for place, table in tables.items():
        for number, row in enumerate(csv_rows(table, ";"), start=2):
            try:
                picture = place / row["Filename"]
                boxes[picture] = (
                    int(row["Roi.X1"]), int(row["Roi.Y1"]), int(row["Roi.X2"]) + 1,
                    int(row["Roi.Y2"]) + 1,
                )  # fmt: skip
            except (KeyError, TypeError, ValueError):
                raise DataError(
                    f"Row {number} of {table.name} can't be read: Filename and Roi.X1 to Roi.Y2 "
                    "were expected. Copy or download it again."
                ) from None
            classes.setdefault(place.name, []).append(picture)
            sittings[picture] = f"{place.name}/{picture.name.partition('_')[0]}"
    return _listing(root, classes, "gtsrb", boxes=boxes, sittings=sittings)


def textures(root: Path) -> FolderListing | None:
    """DTD: images/CLASS/ and labels/train1.txt."""
    if not _has(root, "images", "labels", "labels/train1.txt"):
        return None
    return replace(folders.list_folder(root / "images"), benchmark="dtd")


def coco(root: Path) -> FolderListing | None:
    """COCO's JSON beside images/, as the FGVCx Fungi come."""
    classes: Files = {}
    groups: dict[str, str] = {}
    for file in sorted([*root.glob("*.json"), *root.glob("annotations/*.json")]):
        found = None if file.name in SPLIT_FILES else read_coco(file)
        if found is None:
            continue
        base = next(
            (p for p in (root, root / "images") if found[0] and (p / found[0][0][0]).is_file()),
            None,
        )
        if base is None:
            raise DataError(
                f"{file.name} names pictures that are not beside it, such as "
                f"'{found[0][0][0] if found[0] else 'none'}'. Import it together with its pictures."
            )
        for name, kind in found[0]:
            classes.setdefault(kind, []).append(base / name)
        groups |= found[1]
    if not classes:
        return None
    fungi = "fungi" if {p.name for p in root.glob("*.json")} >= {"train.json", "val.json"} else ""
    return _listing(root, classes, fungi, groups=groups)


def ravi(root: Path) -> FolderListing | None:
    """mini-ImageNet as Ravi and Larochelle keep it: train, val and test.csv, and images/."""
    for place in (root, root / "split", root / "splits"):
        lists = {
            side: file for stem, side in SIDES.items() if (file := place / f"{stem}.csv").is_file()
        }
        tables = {side: read_table(file) for side, file in lists.items()}
        if {"train", "test"} <= tables.keys() and all(t and t.classes for t in tables.values()):
            break
    else:
        return None
    found = {side: table for side, table in tables.items() if table is not None}
    first = found["train"].files[0]
    base = next((p for p in (root / "images", root) if (p / first).is_file()), None)
    if base is None:
        return None  # lists of classes beside class folders
    classes: Files = {}
    for table in found.values():
        for name, kind in zip(table.files, table.classes or (), strict=True):
            classes.setdefault(kind, []).append(base / name)
    split = {side: sorted(set(table.classes or ())) for side, table in found.items()}
    return _listing(root, classes, splits={PUBLISHED: split})


def split_folders(root: Path) -> FolderListing | None:
    """train/CLASS/, val/CLASS/ and test/CLASS/, at least two of them."""
    sides = {p: SIDES[p.name.lower()] for p in _folders(root) if p.name.lower() in SIDES}
    if len(sides) < 2 or "train" not in sides.values():
        return None
    classes: Files = {}
    split: dict[str, list[str]] = {side: [] for side in SPLITS}
    for place, side in sorted(sides.items()):
        for name, files in folders.list_classes(place).items():
            classes.setdefault(name, []).extend(files)
            split[side].append(name)
    if not classes:
        return None
    apart = sum(map(len, split.values())) == len(classes)
    # Where a class is on several sides, they divide pictures, and classes have yet to be divided.
    return _listing(root, classes, splits={PUBLISHED: split} if apart and split["test"] else {})


def flat_table(root: Path) -> FolderListing | None:
    """Pictures in one folder, and a CSV file that says the class of each."""
    tables = sorted([*root.glob("*.csv"), *root.glob("*.tsv")])
    places = [root, *(_folders(root) if len(_folders(root)) == 1 else [])]
    loose = next((p for p in places if folders.has_pictures(p)), None)
    if not tables or loose is None:
        return None
    for file in tables:
        table = read_table(file)
        if table is None or table.classes is None:
            continue
        classes, sittings, missing = _files_of(table, root, loose)
        if not classes:
            continue
        if missing:
            raise DataError(
                f"{file.name} names {len(missing):,} pictures that are not beside it, such as "
                f"'{missing[0]}'. Add them, or remove their rows.",
                missing=tuple(missing[:100]),
            )
        return _listing(
            root,
            classes,
            groups=groups_of(table),
            sittings=sittings,
            splits=splits_of(table),
        )
    raise refuse_table(tables[0])


def _files_of(table: Table, root: Path, loose: Path) -> tuple[Files, dict[Path, str], list[str]]:
    classes: Files = {}
    sittings: dict[Path, str] = {}
    missing: list[str] = []
    there = {p.name: p for p in loose.iterdir()}
    for row, (name, kind) in enumerate(zip(table.files, table.classes or (), strict=True)):
        if not name:
            continue
        parts = PurePosixPath(name.replace("\\", "/"))
        picture = there.get(parts.name)
        if picture is None:
            at = root.joinpath(*(p for p in parts.parts if p not in ("/", "..")))
            picture = at if at.is_file() else None
        if picture is None:
            missing.append(name)
            continue
        classes.setdefault(kind.replace("/", "-"), []).append(picture)
        if table.sittings:
            sittings[picture] = table.sittings[row]
    return classes, sittings, missing


LAYOUTS: tuple[Callable[[Path], FolderListing | None], ...] = (
    cub,
    aircraft,
    flower,
    traffic_signs,
    textures,
    coco,
    ravi,
    split_folders,
    flat_table,
)


# --- small things --------------------------------------------------------------------------------


def _listing(
    root: Path,
    classes: Files,
    benchmark: str = "",
    *,
    groups: Mapping[str, str] | None = None,
    sittings: Mapping[Path, str] | None = None,
    splits: Mapping[str, Mapping[str, Sequence[str]]] | None = None,
    boxes: Mapping[Path, Box] | None = None,
    banner: int = 0,
) -> FolderListing:
    ordered = {name: tuple(sorted(classes[name])) for name in sorted(classes)}
    return FolderListing(
        root, ordered, groups or {}, sittings or {}, splits or {}, boxes or {}, banner, benchmark
    )


def _has(root: Path, *names: str) -> bool:
    return all((root / name).exists() for name in names)


def _folders(root: Path) -> list[Path]:
    return sorted(_visible(root))


def _visible(root: Path) -> Iterator[Path]:
    for place in root.iterdir():
        hidden = place.name.startswith((".", "__MACOSX"))
        if not hidden and place.is_dir() and not place.is_symlink():
            yield place
