"""Own pictures: tables and split files beside them, splits that leak nothing, odd folders."""

import json
import os
import shutil
import tracemalloc
import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from metastudio.engine.errors import DataError
from metastudio.engine.experiment import DataSettings, TaskSettings
from metastudio.engine.tasks import archives, catalog, folders, mapped
from metastudio.engine.tasks.layouts import recognise
from metastudio.engine.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "home")


def drawn(path: Path, seed: int) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    pixels = np.random.default_rng(seed).integers(0, 255, (16, 16, 3), dtype=np.uint8)
    Image.fromarray(pixels).save(path)
    return path


def class_folders(folder: Path, classes: int = 12, each: int = 3) -> Path:
    for kind in range(classes):
        for n in range(each):
            drawn(folder / f"kind{kind:02}" / f"{n}.png", 100 * kind + n)
    return folder


def flat(folder: Path, table: str, pictures: int = 12) -> Path:
    for n in range(pictures):
        drawn(folder / f"{n}.png", n)
    (folder / "labels.csv").write_text(table, encoding="utf-8")
    return folder


def opened(name: str, workspace: Workspace, split: str) -> catalog.PictureSource:
    return catalog.open_source(DataSettings(name=name, image_size=16, split=split), workspace)


# --- a table beside flat pictures -----------------------------------------------------------------


@pytest.mark.parametrize(
    "head", ["file,class", "filename,label", "Image;Species", "image_path\tcategory"]
)
def test_a_flat_folder_with_a_table_has_the_classes_of_the_table(tmp_path: Path, head: str) -> None:
    mark = next(m for m in ",;\t" if m in head)
    rows = [f"{n}.png{mark}{['猫', 'قطة', '🐈'][n % 3]}" for n in range(12)]
    listing = recognise(flat(tmp_path / "mine", "\n".join([head, *rows])))
    assert {name: len(of) for name, of in listing.classes.items()} == {"猫": 4, "قطة": 4, "🐈": 4}
    assert listing.offers == ("random",)


def test_a_table_may_tell_groups_sittings_and_a_split(tmp_path: Path, workspace: Workspace) -> None:
    side = {**dict.fromkeys(range(6), "train"), 6: "val", 7: "val", 8: "test", 9: "test"}
    rows = [
        f"pictures/{n}.png,k{n // 2},g{n // 4},{side.get(n // 2, 'test')},patient{n % 2}"
        for n in range(24)
    ]
    table = "\n".join(["file,class,coarse_class,split,patient", *rows])
    card = catalog.import_dataset([flat(tmp_path / "mine", table, 24)], workspace)
    assert card.splits == ("published", "random", "group")
    source = opened(card.name, workspace, "published")
    assert source.splits["validation"].names == ("k6", "k7")
    assert source.splits["train"].groups[:3] == ("g0", "g0", "g1")
    assert set(source.splits["train"].sittings) == {"patient0", "patient1"}


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("file,weight\n0.png,3\n", "no column 'file' and 'class'.*'weight'"),
        ("file,class\n0.png,a\n1.png,NaN\n2.png,\n", "names no class in 2 .*first in row 3"),
        ("file,class\n0.png,a\nnowhere.png,b\n", "1 pictures that are not beside it.*nowhere"),
        ("file,class\n../../../etc/passwd,a\n0.png,b\n", "not beside it.*passwd"),
    ],
)
def test_a_table_that_cannot_be_used_says_what_it_lacks(
    table: str, said: str, tmp_path: Path, workspace: Workspace
) -> None:
    with pytest.raises(DataError, match=said) as caught:
        catalog.import_dataset([flat(tmp_path / "mine", table)], workspace)
    assert "labels.csv" in str(caught.value) and "\n" not in str(caught.value)
    assert list(workspace.data.iterdir()) == []


# --- what comes along -----------------------------------------------------------------------------


def test_a_split_file_and_a_table_may_come_with_an_archive(
    tmp_path: Path, workspace: Workspace
) -> None:
    folder = class_folders(tmp_path / "mine")
    names = [f"kind{n:02}" for n in range(12)]
    lists = {"train": names[:6], "val": names[6:9], "test": names[9:]}
    groups = {name: f"group{n // 3}" for n, name in enumerate(names)}
    (tmp_path / "splits.json").write_text(json.dumps({**lists, "coarse": groups}))
    rows = [f"mine/{p.parent.name}/{p.name},smear{p.name[0]}" for p in folder.rglob("*.png")]
    (tmp_path / "index.csv").write_text("\n".join(["file,smear_image", *rows]))
    with zipfile.ZipFile(tmp_path / "mine.zip", "w") as z:
        for picture in folder.rglob("*.png"):
            z.write(picture, f"mine/{picture.parent.name}/{picture.name}")
    beside = [tmp_path / "splits.json", tmp_path / "index.csv"]
    for first in (tmp_path / "mine.zip", folder):
        card = catalog.import_dataset([first, *beside], workspace)
        assert card.splits == ("published", "random", "group", "sittings")
        source = opened(card.name, workspace, "published")
        assert source.splits["test"].names == ("kind09", "kind10", "kind11")
        part = source.splits["train"]
        assert part.sittings[:3] == ("smear0", "smear1", "smear2")
        task = TaskSettings(ways=3, shots=1, queries=1, disjoint_sittings=True)
        episode = source.sampler("train", task, 0).draw(0, 1)
        sides = [
            {part.sittings[i] for i in pictures[0].tolist()}
            for pictures in (episode.support_pictures, episode.query_pictures)
        ]
        assert not sides[0] & sides[1]


def test_red_cells_come_with_their_split_and_their_smears(
    real_data: Path, workspace: Workspace
) -> None:
    cells = real_data / "chula_rbc12"
    paths = [cells / name for name in ("chula_rbc12_64.zip", "splits.json", "index.csv")]
    card = catalog.import_dataset(paths, workspace, "cells")
    assert (card.classes, card.pictures, card.splits) == (
        12,
        3561,
        ("published", "random", "sittings"),
    )
    listing = catalog.listing_of(workspace.data / "cells")
    assert len(listing.sittings) == 3561
    assert [len(names) for names in listing.splits["published"].values()] == [6, 2, 4]


def test_what_lies_beside_pictures_by_chance_does_not_keep_them_from_being_used(
    tmp_path: Path, workspace: Workspace
) -> None:
    folder = class_folders(tmp_path / "mine")
    np.save(folder / "features.npy", np.zeros((4, 4)))
    (folder / "notes.csv").write_text("file,class\nkind00/0.png,\n")
    (folder / "splits.json").write_text("{")
    assert catalog.import_dataset([folder], workspace).classes == 12
    (tmp_path / "splits.json").write_text("{")
    with pytest.raises(DataError, match="split file"):  # this one was brought along
        catalog.import_dataset([folder, tmp_path / "splits.json"], workspace)


# --- nothing leaks --------------------------------------------------------------------------------


@pytest.mark.parametrize("split", ["random", "group"])
def test_no_class_and_no_group_is_on_two_sides(
    split: str, tmp_path: Path, workspace: Workspace
) -> None:
    for group in "abcdef":
        class_folders(tmp_path / "mine" / group, classes=3, each=2)
    parts = opened(str(tmp_path / "mine"), workspace, split).splits
    other = DataSettings(name=str(tmp_path / "mine"), image_size=16, split=split, split_seed=1)
    assert catalog.open_source(other, workspace).splits["test"].names != parts["test"].names
    names = [set(part.names) for part in parts.values()]
    files = [set(part.files) for part in parts.values()]
    assert len(set.union(*names)) == sum(map(len, names)) == 18
    assert len(set.union(*files)) == sum(map(len, files)) == 36
    if split == "group":
        groups = [set(part.groups) for part in parts.values()]
        assert len(set.union(*groups)) == sum(map(len, groups)) == 6


# --- odd folders ----------------------------------------------------------------------------------


def test_names_that_differ_in_case_only_are_two_classes(
    tmp_path: Path, workspace: Workspace
) -> None:
    class_folders(tmp_path / "mine", classes=6)
    drawn(tmp_path / "mine" / "KIND00" / "0.png", 7)
    if len(list((tmp_path / "mine").iterdir())) != 7:
        pytest.skip("this file system takes them for one")
    names = {n for p in opened(str(tmp_path / "mine"), workspace, "random").splits.values()
             for n in p.names}  # fmt: skip
    assert {"KIND00", "kind00"} <= names


def test_a_folder_that_changes_while_it_is_read_loses_only_what_is_gone(
    tmp_path: Path, workspace: Workspace
) -> None:
    folder = class_folders(tmp_path / "mine", classes=8, each=20)

    def lose(fraction: float, sentence: str) -> bool:
        shutil.rmtree(folder / "kind07", ignore_errors=True)
        return True

    listing = recognise(folder)
    data = DataSettings(name=str(folder), image_size=8)
    classes, _, problems = folders.load_folder(listing, data, workspace, lose)
    assert len(classes) in (7, 8) and "kind06" in classes.names
    assert any("kind07" in problem for problem in problems)


def test_a_folder_without_permission_is_said(tmp_path: Path, workspace: Workspace) -> None:
    folder = class_folders(tmp_path / "mine", classes=2)
    (folder / "kind00").chmod(0)
    try:
        if os.access(folder / "kind00", os.R_OK):
            pytest.skip("this user may read everything")
        with pytest.raises(DataError, match=r"kind00 can't be read.*Mend its permissions"):
            catalog.import_dataset([folder], workspace)
    finally:
        (folder / "kind00").chmod(0o755)


def test_a_full_disk_is_noticed_before_anything_is_unpacked(
    tmp_path: Path, workspace: Workspace, monkeypatch
) -> None:
    with zipfile.ZipFile(tmp_path / "mine.zip", "w") as z:
        for picture in class_folders(tmp_path / "mine").rglob("*.png"):
            z.write(picture, f"{picture.parent.name}/{picture.name}")
    monkeypatch.setattr(archives, "RESERVE", 2**60)
    with pytest.raises(DataError, match=r"mine\.zip needs .* MiB to spare, but only"):
        catalog.import_dataset([tmp_path / "mine.zip"], workspace)
    assert list(workspace.data.iterdir()) == []


# --- memory ---------------------------------------------------------------------------------------


def test_decoded_pictures_are_never_in_memory_all_at_once(
    tmp_path: Path, workspace: Workspace, monkeypatch
) -> None:
    monkeypatch.setattr(mapped, "WORTH_MAPPING", 0)
    folder = class_folders(tmp_path / "mine", classes=10, each=30)
    data = DataSettings(name=str(folder), image_size=96)  # 8 MB of pixels
    folders.load_folder(recognise(folder), data.model_copy(update={"image_size": 8}), workspace)
    listing = recognise(folder)
    tracemalloc.start()
    classes, _, _ = folders.load_folder(listing, data, workspace)
    chosen = classes.subset([3, 1])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert isinstance(classes, mapped.MappedClasses) and type(chosen) is not type(classes)
    assert classes.images.numel() > 8_000_000 and peak < 4_000_000
    assert chosen.names == ("kind03", "kind01")
    for index, name in enumerate(chosen.names):
        wanted = classes.pictures_of(classes.names.index(name))
        assert chosen.pictures_of(index).equal(wanted)
    assert chosen.rotated().subset([1]).images.equal(chosen.images[:30].rot90(1, (2, 3)))
    assert [p.name for p in (workspace.data / ".cache").iterdir() if p.suffix == ""] == []
