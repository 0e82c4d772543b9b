"""Every published data set as small archives of its own layout, made here."""

import io
import json
import pickle
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from metastudio.engine.errors import DataError
from metastudio.engine.experiment import DataSettings, Experiment
from metastudio.engine.sections.names import PUBLISHED_SPLITS
from metastudio.engine.tasks import catalog
from metastudio.engine.tasks.benchmarks import BENCHMARKS
from metastudio.engine.tasks.beside import published
from metastudio.engine.tasks.layouts import recognise
from metastudio.engine.tasks.scan import scan
from metastudio.engine.workspace import Workspace

Files = dict[str, bytes]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "home")


def picture(level: int, size: tuple[int, int] = (12, 10), format_: str = "PNG") -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, (level % 256, 200, 30)).save(buffer, format_)
    return buffer.getvalue()


def written(folder: Path, files: Files) -> Path:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def packed(path: Path, files: Files) -> Path:
    if path.suffix == ".zip":
        with zipfile.ZipFile(path, "w") as z:
            for name, data in files.items():
                z.writestr(name, data)
        return path
    with tarfile.open(path, "w:gz") as t:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            t.addfile(info, io.BytesIO(data))
    return path


def lines(*rows: str) -> bytes:
    return ("\n".join(rows) + "\n").encode()


def opened(name: str, workspace: Workspace, split: str = "random") -> catalog.PictureSource:
    return catalog.open_source(DataSettings(name=name, image_size=16, split=split), workspace)


def names(source: catalog.PictureSource) -> dict[str, list[str]]:
    return {side: sorted(part.names) for side, part in source.splits.items()}


# --- made as their owners make them ---------------------------------------------------------------


def cub() -> Files:
    kinds = [f"{n:03}.Bird_{n}" for n in range(1, 9)]
    images = [f"{kind}/p{n}.jpg" for kind in kinds for n in range(2)]
    base = "CUB_200_2011/"
    return {
        "attributes.txt": b"1 has_bill\n",
        base + "README": b"x",
        base + "classes.txt": lines(*(f"{n} {kind}" for n, kind in enumerate(kinds, 1))),
        base + "images.txt": lines(*(f"{n} {image}" for n, image in enumerate(images, 1))),
        base + "image_class_labels.txt": lines(
            *(f"{n} {1 + (n - 1) // 2}" for n in range(1, len(images) + 1))
        ),
        base + "parts/parts.txt": b"1 beak\n",
        **{base + f"images/{image}": picture(n) for n, image in enumerate(images)},
        base + f"segmentations/{images[0]}": picture(0),
    }


def aircraft() -> Files:
    base, rows = "fgvc-aircraft-2013b/data/", []
    photo = Image.new("RGB", (40, 60), (10, 20, 200))
    photo.paste((255, 255, 255), (0, 40, 40, 60))  # the banner
    buffer = io.BytesIO()
    photo.save(buffer, "PNG")
    files = {"fgvc-aircraft-2013b/README.md": b"x"}
    for n in range(12):
        rows.append((f"{n:07}", ["F/A-18", "707-320", "727-200", "737-200"][n % 4]))
        files[base + f"images/{n:07}.jpg"] = buffer.getvalue()
    for part, chosen in (("trainval", rows[:6]), ("test", rows[6:])):
        files[base + f"images_variant_{part}.txt"] = lines(*(f"{n} {kind}" for n, kind in chosen))
        files[base + f"images_family_{part}.txt"] = lines(
            *(f"{n} {'F/A-18' if kind == 'F/A-18' else 'Boeing ' + kind[:3]}" for n, kind in chosen)
        )
    return files


def mat(labels: list[int], compressed: bool = True) -> bytes:
    def element(kind: int, data: bytes) -> bytes:
        return struct.pack("<II", kind, len(data)) + data + bytes(-len(data) % 8)

    matrix = (
        element(6, struct.pack("<II", 9, 0))
        + element(5, struct.pack("<ii", 1, len(labels)))
        + element(1, b"labels")
        + element(2, bytes(labels))
    )
    whole = struct.pack("<II", 14, len(matrix)) + matrix
    if compressed:
        squeezed = zlib.compress(whole)
        whole = struct.pack("<II", 15, len(squeezed)) + squeezed
    return b"MATLAB 5.0 MAT-file".ljust(124) + b"\0\1IM" + whole


def flowers() -> Files:
    return {f"jpg/image_{n:05}.jpg": picture(n, format_="JPEG") for n in range(1, 13)}


def signs() -> Files:
    files: Files = {}
    for sign in range(3):
        rows = ["Filename;Width;Height;Roi.X1;Roi.Y1;Roi.X2;Roi.Y2;ClassId"]
        for track in range(2):
            for n in range(2):
                name = f"{track:05}_{n:05}.ppm"
                board = Image.new("RGB", (30, 30), (0, 0, 0))
                board.paste((200, 50 * sign, 0), (5, 6, 25, 26))
                buffer = io.BytesIO()
                board.save(buffer, "PPM")
                files[f"GTSRB/Training/{sign:05}/{name}"] = buffer.getvalue()
                rows.append(f"{name};30;30;5;6;24;25;{sign}")
        files[f"GTSRB/Training/{sign:05}/GT-{sign:05}.csv"] = lines(*rows)
    files["GTSRB/Readme-Images.txt"] = b"x"
    return files


def textures() -> Files:
    files = {f"dtd/images/{kind}/{kind}_{n}.jpg": picture(n) for kind in "abc" for n in range(2)}
    return {**files, "dtd/labels/train1.txt": lines("a/a_0.jpg"), "dtd/imdb/imdb.mat": b"x"}


def fungi() -> Files:
    def part(first: int) -> bytes:
        numbers = range(first, first + 6)
        return json.dumps(
            {
                "images": [{"id": n, "file_name": f"images/k{n % 3}/{n}.jpg"} for n in numbers],
                "annotations": [{"id": n, "image_id": n, "category_id": n % 3} for n in numbers],
                "categories": [
                    {"id": k, "name": f"Amanita {k}", "supercategory": "Amanita"} for k in range(3)
                ],
            }
        ).encode()

    images = {f"images/k{n % 3}/{n}.jpg": picture(n) for n in range(12)}
    return {**images, "train.json": part(0), "val.json": part(6)}


def ravi(each: int = 2) -> Files:
    files: Files = {}
    for side, lists in published("mini-imagenet").items():
        rows = ["filename,label"]
        for kind in lists:
            for n in range(1, each + 1):
                rows.append(f"{kind}{n:08}.jpg,{kind}")
                files[f"mini-imagenet/images/{kind}{n:08}.jpg"] = picture(n)
        stem = "val" if side == "validation" else side
        files[f"mini-imagenet/{stem}.csv"] = lines(*rows)
    return files


@pytest.mark.parametrize(
    ("benchmark", "files", "classes", "pictures"),
    [
        ("cub", cub, 8, 16),
        ("aircraft", aircraft, 4, 12),
        ("gtsrb", signs, 3, 12),
        ("dtd", textures, 3, 6),
        ("fungi", fungi, 3, 12),
        ("mini-imagenet", ravi, 100, 200),
    ],
)
@pytest.mark.parametrize("ending", ["zip", "tar.gz"])
def test_published_archives_are_known_by_their_layout(
    benchmark: str,
    files: Callable[[], Files],
    classes: int,
    pictures: int,
    ending: str,
    workspace: Workspace,
    tmp_path: Path,
) -> None:
    path = packed(tmp_path / f"whatever.{ending}", files())
    card = catalog.import_dataset([path], workspace)
    assert (card.name, card.state, card.classes, card.pictures) == (
        benchmark, "ready", classes, pictures,
    )  # fmt: skip
    assert card in catalog.cards(workspace) and card.licence != "yours"
    source = opened(benchmark, workspace)
    counted = sum(len(part) for part in source.splits.values())
    assert counted == classes * (3 if classes < 6 else 1)


def test_flowers_and_their_labels_come_in_two_files(workspace: Workspace, tmp_path: Path) -> None:
    archive = packed(tmp_path / "102flowers.tgz", flowers())
    labels = tmp_path / "imagelabels.mat"
    for compressed in (True, False):
        labels.write_bytes(mat([1, 2, 3, 1, 2, 3] * 2, compressed))
        card = catalog.import_dataset([archive, labels], workspace)
        assert (card.name, card.classes, card.pictures) == ("vgg-flower", 3, 12)
        catalog.remove_dataset("vgg-flower", workspace)
    with pytest.raises(DataError, match="together with 102flowers"):
        catalog.import_dataset([labels], workspace)
    labels.write_bytes(mat([1, 2])[:140])
    with pytest.raises(DataError, match=r"imagelabels\.mat can't be read"):
        catalog.import_dataset([archive, labels], workspace)


def test_benchmarks_are_divided_as_published_unless_another_way_is_asked_for() -> None:
    named = {name for name, card in BENCHMARKS.items() if card.splits[0] == "published"}
    assert named == set(PUBLISHED_SPLITS)
    birds = Experiment.from_dict({"data": {"name": "cub"}}).data
    assert (birds.split, birds.image_size) == ("published", 84)
    assert Experiment().changed({"data.name": "fc100"}).data.image_size == 32
    assert Experiment().changed({"data.name": "dtd"}).data.split == "random"


def test_birds_are_divided_as_published(workspace: Workspace, tmp_path: Path, real_data) -> None:
    catalog.import_dataset([written(tmp_path / "mine", cub())], workspace)
    found = names(opened("cub", workspace, "published"))
    for side, stem in (("train", "train"), ("validation", "val"), ("test", "test")):
        listed = json.loads((real_data / f"splits/cub/{stem}.json").read_text())
        wanted = {int(name[:3]) for name in listed if int(name[:3]) <= 8}
        assert {int(name[:3]) for name in found[side]} == wanted


def test_aircraft_lose_their_banner_and_keep_their_families(
    workspace: Workspace, tmp_path: Path
) -> None:
    catalog.import_dataset([packed(tmp_path / "a.zip", aircraft())], workspace)
    part = opened("aircraft", workspace).splits["train"]
    assert part.images.flatten(2).amax(-1).max() <= 200  # no white is left
    groups = dict(zip(part.names, part.groups, strict=True))
    assert groups["F-A-18"] == "F-A-18" and groups["707-320"] == "Boeing 707"


def test_of_a_traffic_sign_only_the_sign_is_seen(workspace: Workspace, tmp_path: Path) -> None:
    listing = recognise(written(tmp_path / "mine", signs()))
    assert len(set(listing.sittings.values())) == 6  # tracks
    catalog.import_dataset([tmp_path / "mine"], workspace)
    part = opened("gtsrb", workspace).splits["train"]
    assert part.sittings[:3] == ("00000/00000", "00000/00000", "00000/00001")
    assert part.images[:, 0].min() > 150  # nothing of the dark around it


def test_mini_imagenet_is_divided_as_ravi_did(workspace: Workspace, tmp_path: Path) -> None:
    card = catalog.import_dataset([packed(tmp_path / "a.zip", ravi())], workspace)
    assert card.splits[0] == "published"
    found = names(opened("mini-imagenet", workspace, "published"))
    assert found == {side: sorted(lists) for side, lists in published("mini-imagenet").items()}


def test_class_folders_below_train_val_and_test_are_a_split(
    workspace: Workspace, tmp_path: Path
) -> None:
    files = {
        f"set/{side}/{side}{k}/{n}.png": picture(n)
        for side in ("train", "val", "test")
        for k in range(3)
        for n in range(2)
    }
    card = catalog.import_dataset([packed(tmp_path / "mine.zip", files)], workspace)
    assert card.splits == ("published", "random")
    assert names(opened(card.name, workspace, "published")) == {
        "train": ["train0", "train1", "train2"],
        "validation": ["val0", "val1", "val2"],
        "test": ["test0", "test1", "test2"],
    }


def test_sides_that_divide_pictures_and_not_classes_are_put_together(tmp_path: Path) -> None:
    files = {f"{side}/{kind}/{side}.png": picture(1) for side in ("train", "test") for kind in "ab"}
    listing = recognise(written(tmp_path, files))
    assert {name: len(of) for name, of in listing.classes.items()} == {"a": 2, "b": 2}
    assert listing.offers == ("random",)


# --- arrays ---------------------------------------------------------------------------------------


def pixels(n: int, side: int = 8, colours: tuple[int, ...] = (3,)) -> np.ndarray:
    return np.random.default_rng(n).integers(0, 255, (n, side, side, *colours), dtype=np.uint8)


def test_pickled_cache_files_are_read_with_their_split(
    workspace: Workspace, tmp_path: Path
) -> None:
    files, data = [], {}
    for side, kinds in (("train", "abc"), ("val", "de"), ("test", "fg")):
        images = pixels(2 * len(kinds))
        where = {f"n{kind}": [n, n + len(kinds)] for n, kind in enumerate(kinds)}
        data |= {name: images[numbers] for name, numbers in where.items()}
        files.append(tmp_path / f"mini-imagenet-cache-{side}.pkl")
        files[-1].write_bytes(pickle.dumps({"image_data": images, "class_dict": where}, 2))
    card = catalog.import_dataset(files, workspace, "mini")
    assert (card.classes, card.pictures, card.splits) == (7, 14, ("published", "random"))
    source = catalog.open_source(
        DataSettings(name="mini", image_size=8, split="published"), workspace
    )
    assert names(source)["test"] == ["nf", "ng"]
    found = list(scan(workspace.data / "mini"))[-1]
    assert len(found.classes) == 7  # those of validation and test are the same pictures here
    assert [problem.kind for problem in found.problems] == ["in two classes", "few"]
    for part in source.splits.values():
        for index, name in enumerate(part.names):
            stored = part.pictures_of(index).permute(0, 2, 3, 1).numpy()
            assert np.array_equal(stored, data[name])


def test_cifar_100_as_published_becomes_cifar_fs_and_fc100(
    workspace: Workspace, tmp_path: Path
) -> None:
    lists = published("cifar-fs")
    classes = sorted(name for side in lists.values() for name in side)
    coarse = sorted({name.split("/")[0] for name in classes})
    fine = [name.split("/")[1] for name in classes]
    files = {"cifar-100-python/meta": {"fine_label_names": fine, "coarse_label_names": coarse}}
    for part in ("train", "test"):
        files[f"cifar-100-python/{part}"] = {
            "data": pixels(100, 32).reshape(100, 3072),
            "fine_labels": list(range(100)),
            "coarse_labels": [coarse.index(name.split("/")[0]) for name in classes],
        }
    path = packed(tmp_path / "a.tar.gz", {n: pickle.dumps(v, 2) for n, v in files.items()})
    for name in ("cifar-fs", "fc100"):
        card = catalog.import_dataset([path], workspace, name)
        assert (card.classes, card.pictures) == (100, 200)
        found = names(opened(name, workspace, "published"))
        assert [len(side) for side in found.values()] == (
            [64, 16, 20] if name == "cifar-fs" else [60, 20, 20]
        )
        if name == "cifar-fs":
            assert found == {side: sorted(listed) for side, listed in lists.items()}
        else:
            groups = [{name.split("/")[0] for name in side} for side in found.values()]
            assert [len(g) for g in groups] == [12, 4, 4] and not set.intersection(*groups)


def test_arrays_of_encoded_pictures_and_labels_beside_them(
    workspace: Workspace, tmp_path: Path
) -> None:
    for side, first in (("train", 0), ("val", 3), ("test", 5)):
        encoded = [np.frombuffer(picture(n, (8, 8)), np.uint8)[:, None] for n in range(6)]
        labels = {
            "label_specific": np.arange(6) % 2,
            "label_specific_str": [f"kind{first}", f"kind{first + 1}"],
            "label_general": np.zeros(6, dtype=np.int64),
            "label_general_str": [f"group of {side}"],
        }
        (tmp_path / f"{side}_images_png.pkl").write_bytes(pickle.dumps(encoded, 4))
        (tmp_path / f"{side}_labels.pkl").write_bytes(pickle.dumps(labels, 2))
    card = catalog.import_dataset([tmp_path], workspace, "tiered-imagenet")
    assert card.title == "tiered-ImageNet" and card.splits[0] == "published"
    source = opened("tiered-imagenet", workspace, "published")
    assert names(source)["validation"] == ["kind3", "kind4"]
    assert source.splits["test"].groups == ("group of test",) * 2
    assert source.splits["train"].pictures_of(1)[:, 0, 8, 8].tolist() == [1, 3, 5]


def test_npz_files_are_read_without_their_objects(workspace: Workspace, tmp_path: Path) -> None:
    for side in ("train", "val", "test"):
        np.savez(tmp_path / f"{side}_images.npz", images=pixels(4))
        labels = {"labels": [0, 0, 1, 1]}
        (tmp_path / f"{side}_labels.pkl").write_bytes(pickle.dumps(labels))
    card = catalog.import_dataset([tmp_path], workspace, "mine")
    assert (card.classes, card.splits[0]) == (6, "published")
    np.savez(tmp_path / "test_images.npz", images=np.array([{}, {}], dtype=object))
    with pytest.raises(DataError, match="objects, which can run programs"):
        catalog.import_dataset([tmp_path], workspace, "other")


def test_doodles_come_as_bitmaps_or_as_strokes(workspace: Workspace, tmp_path: Path) -> None:
    for n, kind in enumerate(("cat", "dog", "the eye")):
        np.save(tmp_path / f"full_numpy_bitmap_{kind}.npy", pixels(5, 28, ()).reshape(5, 784))
        line = {"word": kind, "drawing": [[[0, 255], [0, 10 * n]], [[9], [9]]]}
        (tmp_path / f"{kind} too.ndjson").write_text(json.dumps(line) + "\n" + json.dumps(line))
    card = catalog.import_dataset([tmp_path], workspace, "quickdraw")
    assert (card.title, card.classes, card.pictures) == ("Quick, Draw!", 6, 3 * 5 + 3 * 2)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"data": pixels(4), "labels": [1, 2]}, "4 pictures, but 2 classes"),
        ({"data": pixels(4)}, "no classes"),
        ({"data": np.zeros((4, 7)), "labels": [1, 2, 3, 4]}, "no pictures that can be read"),
        ({"x": 1}, "no pictures with a class"),
        (catalog.open_source, "is not read"),
    ],
)
def test_arrays_that_are_no_pictures_are_refused_in_a_sentence(
    content: object, said: str, workspace: Workspace, tmp_path: Path
) -> None:
    (tmp_path / "train.pkl").write_bytes(pickle.dumps(content))
    with pytest.raises(DataError, match=said) as caught:
        catalog.import_dataset([tmp_path / "train.pkl"], workspace)
    assert "train.pkl" in str(caught.value) and "\n" not in str(caught.value)
    assert list(workspace.data.iterdir()) == []
