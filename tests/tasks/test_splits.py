import json
from pathlib import Path

import pytest

from metastudio.engine.errors import DataError
from metastudio.engine.tasks.splits import match_classes, read_split_file


def written(folder: Path, **texts: str) -> Path:
    for name, text in texts.items():
        stem, ending = name.rsplit("_", 1)
        (folder / f"{stem}.{ending}").write_text(text)
    return folder


def test_text_json_and_csv_lists_say_the_same(tmp_path: Path) -> None:
    expected = {"train": ("a", "b"), "validation": ("c",), "test": ("d",)}
    places = [tmp_path / name for name in ("text", "json", "csv")]
    for place in places:
        place.mkdir()
    written(places[0], train_txt="a\nb\n\n", val_txt="c\n", test_txt="d\n")
    written(places[1], train_json='["a", "b"]', validation_json='["c"]', test_json='["d"]')
    rows = "filename,label\n"
    written(
        places[2],
        train_csv=rows + "1.jpg,a\n2.jpg,a\n3.jpg,b\n",
        val_csv=rows + "4.jpg,c\n",
        test_csv=rows + "5.jpg,d\n",
    )
    for place in places:
        assert read_split_file(place) == expected
    one = tmp_path / "splits.json"
    one.write_text(json.dumps({"note": "x", "train": ["a", "b"], "val": ["c"], "test": ["d"]}))
    assert read_split_file(one) == expected


def test_lists_that_people_publish_are_read(real_data: Path) -> None:
    def counts(path: str) -> list[int]:
        return [len(names) for names in read_split_file(real_data / path).values()]

    assert counts("splits/miniimagenet_ravi") == [64, 16, 20]
    assert counts("splits/cub") == [100, 50, 50]
    assert counts("splits/cifar-fs") == [64, 16, 20]
    assert counts("splits/omniglot_vinyals") == [4112, 688, 1692]
    assert counts("grocery/splits.json") == [50, 13, 18]
    assert counts("chula_rbc12/splits.json") == [6, 2, 4]


def test_a_class_whose_name_begins_as_a_rotation_does_is_itself_and_not_its_group() -> None:
    names = ["fruit/fresh", "fruit/rotten"]
    lists = {"train": ("fruit/fresh",), "validation": (), "test": ("fruit/rotten",)}
    assert match_classes(lists, names, "'x'")["test"] == [1]


def test_pairs_of_group_and_class_are_a_path(tmp_path: Path) -> None:
    lists = {"train": [["fish", "trout"]], "val": [["fish", "ray"]], "test": [["people", "man"]]}
    file = tmp_path / "s.json"
    file.write_text(json.dumps(lists))
    assert read_split_file(file)["train"] == ("fish/trout",)


def test_a_class_in_two_splits_is_refused_even_under_different_rotations(tmp_path: Path) -> None:
    folder = written(
        tmp_path, train_txt="A/c1/rot000\nA/c2/rot000", val_txt="A/c3", test_txt="A/c1/rot090"
    )
    with pytest.raises(DataError, match="'A/c1' in train and in test"):
        read_split_file(folder)


@pytest.mark.parametrize(
    "text", ["{", "[1, 2]", '{"train": 3, "test": ["a"]}', '{"train": ["a"]}', "", '"train"']
)
def test_files_that_are_no_split_are_refused_in_a_sentence(text: str, tmp_path: Path) -> None:
    file = tmp_path / "mine.json"
    file.write_text(text)
    with pytest.raises(DataError, match=r"mine\.json") as caught:
        read_split_file(file)
    assert "\n" not in str(caught.value)


def test_a_table_without_the_columns_says_which_it_needs(tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    file.write_text("name,part\na,train\n")
    with pytest.raises(DataError, match="needs the columns 'class' and 'split'"):
        read_split_file(file)
    file.write_text("class,split\na,train\nb,test\nc,val\n")
    assert read_split_file(file) == {"train": ("a",), "validation": ("c",), "test": ("b",)}
    with pytest.raises(DataError, match="no column 'label'"):
        read_split_file(written(tmp_path, train_csv="name\na\n", test_csv="name\nb\n"))


def test_an_absent_split_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"nowhere\.json"):
        read_split_file(tmp_path / "nowhere.json")


NAMES = ["fish/trout", "fish/ray", "people/man", "people/baby", "birds/ray"]


def test_names_match_whole_by_their_last_part_or_as_a_group() -> None:
    lists = {"train": ("trout", "birds/ray"), "validation": ("fish/ray",), "test": ("people",)}
    assert match_classes(lists, NAMES, "'x'") == {
        "train": [0, 4],
        "validation": [1],
        "test": [2, 3],
    }


def test_all_rotations_of_a_class_are_one_class() -> None:
    lists = {"train": ("fish/ray/rot000", "fish/ray/rot180"), "validation": (), "test": ("man",)}
    assert match_classes(lists, NAMES, "'x'")["train"] == [1]


def test_classes_that_are_not_there_are_named_the_first_few() -> None:
    lists = {"train": tuple(f"new{i}" for i in range(9)), "validation": (), "test": ("ray",)}
    with pytest.raises(DataError, match=r"'new0', 'new1'.* and 5 more") as caught:
        match_classes(lists, NAMES, "'mine'")
    assert "ray" in caught.value.detail["unknown"]  # it could be either of two


@pytest.mark.parametrize("twice", ["alpha", "Greek", "Greek/alpha/rot090"])
def test_no_class_leaks_into_two_splits_under_another_name(twice: str) -> None:
    names = ("Greek/alpha", "Greek/beta", "Latin/a")
    splits = {"train": (twice, "Latin/a"), "validation": (), "test": ("Greek/alpha",)}
    with pytest.raises(DataError, match="'Greek/alpha' in train and in test"):
        match_classes(splits, names, "'letters'")
