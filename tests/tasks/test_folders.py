import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from metastudio.engine.errors import ConfigError, DataError
from metastudio.engine.experiment import DataSettings, Experiment, TaskSettings
from metastudio.engine.tasks import catalog, folders
from metastudio.engine.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "home")


def picture(path: Path, colour: tuple[int, ...] | int, size: tuple[int, int] = (24, 20)) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    mode = "L" if isinstance(colour, int) else "RGB"
    Image.new(mode, size, colour).save(path)
    return path


def photos(folder: Path, classes: int = 8, each: int = 4) -> Path:
    for index in range(classes):
        for number in range(each):
            picture(folder / f"kind{index}" / f"{number}.png", (20 * index, 200, 10 * number))
    return folder


def settings(folder: Path, **others: object) -> DataSettings:
    return DataSettings(name=str(folder), **{"image_size": 16, **others})


def test_a_sub_folder_is_a_class_with_its_pictures(workspace: Workspace, tmp_path: Path) -> None:
    source = catalog.open_source(settings(photos(tmp_path / "mine")), workspace)
    names = [name for part in source.splits.values() for name in part.names]
    assert sorted(names) == [f"kind{i}" for i in range(8)]
    assert source.transform.channels == 3 and source.problems == ()
    for part in source.splits.values():
        for index, name in enumerate(part.names):
            pictures = part.pictures_of(index)
            assert pictures.shape == (4, 3, 16, 16)
            assert pictures[2, :, 8, 8].tolist() == [20 * int(name[-1]), 200, 20]
            assert part.files[index * 4 + 2] == f"{name}/2.png"


def test_groups_may_stand_above_the_classes(tmp_path: Path) -> None:
    picture(tmp_path / "set" / "fruit" / "apple" / "1.png", 5)
    picture(tmp_path / "set" / "fruit" / "pear" / "1.png", 5)
    picture(tmp_path / "set" / "dairy" / "milk" / "1.png", 5)
    listing = folders.list_folder(tmp_path / "set")
    assert list(listing.classes) == ["dairy/milk", "fruit/apple", "fruit/pear"]


def test_many_formats_are_read_by_their_contents(tmp_path: Path) -> None:
    for ending in ("png", "jpg", "bmp", "gif", "webp", "tiff", "ppm"):
        picture(tmp_path / "a" / f"x.{ending}", (200, 30, 30))
    picture(tmp_path / "a" / "named.png", 90).rename(tmp_path / "a" / "no_ending")
    picture(tmp_path / "a" / "really.bmp", 90).rename(tmp_path / "a" / "wrong.jpg")
    (tmp_path / "a" / "LICENSE").write_text("not a picture and not a problem")
    picture(tmp_path / "b" / "y.png", 90)
    listing = folders.list_folder(tmp_path)
    data = settings(tmp_path)
    classes, _, problems = folders.load_folder(listing, data, Workspace(tmp_path / ".home"))
    assert classes.counts.tolist() == [9, 1]
    assert len(problems) == 1 and "'b'" in problems[0]  # its single picture


def test_hidden_files_litter_and_links_are_passed_by(tmp_path: Path) -> None:
    secret = picture(tmp_path / "private" / "letters" / "secret.png", 5)
    folder = photos(tmp_path / "mine", classes=2)
    picture(folder / "kind0" / ".hidden.png", 5)
    picture(folder / "__MACOSX" / "kind0.png", 5)
    picture(folder / ".trash" / "old.png", 5)
    (folder / "linked").symlink_to(secret.parent, target_is_directory=True)
    (folder / "kind0" / "link.png").symlink_to(secret)
    (folder / "kind0" / "notes.txt").write_text("text")
    listing = folders.list_folder(folder)
    assert {name: len(files) for name, files in listing.classes.items()} == {"kind0": 4, "kind1": 4}


def test_a_link_in_a_circle_does_not_hang(tmp_path: Path) -> None:
    folder = photos(tmp_path / "mine", classes=2)
    (folder / "kind0" / "again").symlink_to(folder, target_is_directory=True)
    assert len(folders.list_folder(folder).classes) == 2


def test_broken_pictures_are_named_and_the_others_still_read(
    workspace: Workspace, tmp_path: Path
) -> None:
    folder = photos(tmp_path / "mine")
    (folder / "kind3" / "empty.png").write_bytes(b"")
    (folder / "kind3" / "text.jpg").write_text("hello")
    whole = (folder / "kind3" / "0.png").read_bytes()
    (folder / "kind5" / "cut.png").write_bytes(whole[: len(whole) // 2])
    source = catalog.open_source(settings(folder), workspace)
    assert len(source.problems) == 3
    for name in ("empty.png", "text.jpg", "cut.png"):
        assert any(name in problem for problem in source.problems)
    assert {int(c) for part in source.splits.values() for c in part.counts} == {4}
    again = catalog.open_source(settings(folder), workspace)  # from the cache
    assert again.problems == source.problems


def test_a_class_without_a_whole_picture_is_left_out_and_said(
    workspace: Workspace, tmp_path: Path
) -> None:
    folder = photos(tmp_path / "mine")
    (folder / "kind9").mkdir()
    (folder / "kind9" / "broken.png").write_text("hello")
    source = catalog.open_source(settings(folder), workspace)
    assert sum(len(part) for part in source.splits.values()) == 8
    assert any("kind9" in problem for problem in source.problems)


def test_a_class_with_one_picture_is_kept_said_and_never_dealt(
    workspace: Workspace, tmp_path: Path
) -> None:
    folder = photos(tmp_path / "mine", classes=4)
    picture(folder / "lonely" / "only.png", (1, 2, 3))
    source = catalog.open_source(settings(folder), workspace)
    assert "lonely" in source.splits["train"].names
    assert any("'lonely'" in problem for problem in source.problems)
    dealt = source.sampler("train", TaskSettings(ways=3, shots=1, queries=1), seed=0).draw(0, 50)
    assert source.splits["train"].names.index("lonely") not in dealt.classes


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda folder: folder.mkdir(), "holds no pictures"),
        (lambda folder: picture(folder / "loose.png", 5), "lie in no sub-folder"),
        (lambda folder: (folder / "a").mkdir(parents=True), "holds no pictures"),
    ],
)
def test_a_folder_without_classes_is_refused_with_what_to_do(
    make, said: str, workspace: Workspace, tmp_path: Path
) -> None:
    make(tmp_path / "mine")
    with pytest.raises(DataError, match=said) as caught:
        catalog.open_source(settings(tmp_path / "mine"), workspace)
    assert "sub-folder" in str(caught.value)


def test_a_folder_in_which_nothing_can_be_read_is_refused(
    workspace: Workspace, tmp_path: Path
) -> None:
    for kind in "ab":
        (tmp_path / "mine" / kind).mkdir(parents=True)
        (tmp_path / "mine" / kind / "1.png").write_text("no picture")
    with pytest.raises(DataError, match="None of the 2 pictures"):
        catalog.open_source(settings(tmp_path / "mine"), workspace)


def test_a_name_that_is_neither_data_set_nor_folder_lists_what_there_is(
    workspace: Workspace,
) -> None:
    with pytest.raises(DataError, match="glyphs, sinusoid"):
        catalog.open_source(DataSettings(name="omniglott"), workspace)


def test_grey_pictures_give_one_channel_even_in_colour_files(
    workspace: Workspace, tmp_path: Path
) -> None:
    for kind in range(6):
        picture(tmp_path / "grey" / f"k{kind}" / "1.png", (90, 90, 91))
        picture(tmp_path / "grey" / f"k{kind}" / "2.png", 40)
    assert catalog.open_source(settings(tmp_path / "grey"), workspace).transform.channels == 1
    forced = catalog.open_source(settings(tmp_path / "grey", colour="colour"), workspace)
    assert forced.transform.channels == 3 and forced.splits["train"].images.shape[1] == 3
    coloured = photos(tmp_path / "mine")
    assert catalog.open_source(settings(coloured, colour="grey"), workspace).transform.channels == 1


def test_the_cache_serves_the_second_start_and_follows_every_change(
    workspace: Workspace, tmp_path: Path, monkeypatch
) -> None:
    folder = photos(tmp_path / "mine")
    first = catalog.open_source(settings(folder), workspace)
    with monkeypatch.context() as patch:
        patch.setattr(folders, "_decoded", lambda *_: pytest.fail("decoded again"))
        again = catalog.open_source(settings(folder), workspace)
        assert (again.splits["test"].images == first.splits["test"].images).all()
    assert catalog.open_source(settings(folder, image_size=8), workspace).transform.image_size == 8
    file = picture(folder / "kind0" / "0.png", (255, 255, 255))
    os.utime(file, ns=(1, 1))
    changed = catalog.open_source(settings(folder), workspace)
    part = next(p for p in changed.splits.values() if "kind0" in p.names)
    assert part.pictures_of(part.names.index("kind0"))[0].unique().tolist() == [255]


def test_a_workspace_that_cannot_be_written_still_opens_a_folder(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file")
    source = catalog.open_source(settings(photos(tmp_path / "mine")), Workspace(tmp_path / "home"))
    assert sum(len(part) for part in source.splits.values()) == 8


@pytest.mark.parametrize(
    ("classes", "sizes"), [(6, [2, 2, 2]), (9, [3, 3, 3]), (20, [10, 5, 5]), (50, [30, 10, 10])]
)
def test_every_split_gets_classes_of_its_own(
    classes: int, sizes: list[int], workspace: Workspace, tmp_path: Path
) -> None:
    source = catalog.open_source(settings(photos(tmp_path / "mine", classes, 2)), workspace)
    assert [len(part) for part in source.splits.values()] == sizes
    names = [name for part in source.splits.values() for name in part.names]
    assert len(set(names)) == classes


def test_too_few_classes_are_in_every_split_and_that_is_said(
    workspace: Workspace, tmp_path: Path
) -> None:
    source = catalog.open_source(settings(photos(tmp_path / "mine", classes=3)), workspace)
    assert [len(part) for part in source.splits.values()] == [3, 3, 3]
    assert "optimistic" in source.problems[0]


def test_what_does_not_fit_is_said_with_the_split_and_the_remedy(
    workspace: Workspace, tmp_path: Path
) -> None:
    folder = photos(tmp_path / "mine", classes=10, each=4)
    experiment = Experiment().changed(
        {"data.name": str(folder), "data.image_size": 16, "task.ways": 3, "task.queries": 3}
    )
    source = catalog.open_source(experiment.data, workspace)
    catalog.check_fits(experiment, source)
    with pytest.raises(
        ConfigError, match=r"5 classes, but the \w+ split of 'mine' has 4"
    ) as caught:
        catalog.check_fits(experiment.changed({"task.ways": 5}), source)
    assert "Lower ways to" in str(caught.value)
    with pytest.raises(ConfigError, match=r"need 6 pictures.*'kind"):
        catalog.check_fits(experiment.changed({"task.shots": 3}), source)
    wide = experiment.changed({"task.ways": 2, "task.training_ways": 9})
    with pytest.raises(ConfigError, match=r"9-way episodes.*train split"):
        catalog.check_fits(wide, source)


def test_a_split_file_decides_where_it_is_given(workspace: Workspace, tmp_path: Path) -> None:
    folder = photos(tmp_path / "mine")
    file = tmp_path / "splits.json"
    file.write_text('{"train": ["kind0", "kind1"], "val": ["kind2"], "test": ["kind3", "kind4"]}')
    splits = catalog.open_source(settings(folder, split_file=str(file)), workspace).splits
    assert [part.names for part in splits.values()] == [
        ("kind0", "kind1"),
        ("kind2",),
        ("kind3", "kind4"),
    ]


def test_opening_can_be_stopped(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="stopped"):
        catalog.open_source(settings(photos(tmp_path / "mine")), workspace, lambda *_: False)


def test_all_kinds_of_odd_pictures_in_one_folder(workspace: Workspace, tmp_path: Path) -> None:
    folder = photos(tmp_path / "mine")
    odd = folder / "kind0"
    Image.fromarray((np.arange(400, dtype=np.uint16) * 100).reshape(20, 20)).save(odd / "deep.png")
    Image.new("CMYK", (20, 20)).save(odd / "print.jpg")
    Image.new("P", (20, 20)).save(odd / "palette.gif")
    Image.new("RGBA", (20, 20)).save(odd / "clear.png")
    Image.new("1", (20, 20)).save(odd / "bits.tiff")
    Image.new("LA", (300, 2)).save(odd / "thin.png")
    Image.new("L", (1, 1)).save(odd / "dot.png")
    source = catalog.open_source(settings(folder), workspace)
    assert source.problems == ()
    part = next(p for p in source.splits.values() if "kind0" in p.names)
    assert int(part.counts[part.names.index("kind0")]) == 4 + 7
