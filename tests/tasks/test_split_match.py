"""Whether split files fit a data set, told before they are used."""

import json
from pathlib import Path

import pytest

from metastudio.engine.errors import DataError
from metastudio.engine.tasks.split_match import looks_like_split, match_split_files

NAMES = ("Greek/alpha", "Greek/beta", "Latin/a", "Latin/b", "Runes/f")


def test_what_is_missing_on_either_side_is_told(tmp_path: Path) -> None:
    file = tmp_path / "split.json"
    lists = {"train": ["Greek"], "val": ["a"], "test": ["Latin/b", "Martian/x"]}
    file.write_text(json.dumps(lists))
    match = match_split_files([file], NAMES, "Letters")
    assert match.splits == {
        "train": ["Greek/alpha", "Greek/beta"],
        "validation": ["Latin/a"],
        "test": ["Latin/b"],
    }
    assert match.unknown == ("Martian/x",) and match.unlisted == ("Runes/f",)
    assert match.matched == 4


def test_three_lists_at_once_are_one_split(tmp_path: Path) -> None:
    for stem, name in (("train", "alpha"), ("val", "beta"), ("test", "f")):
        (tmp_path / f"{stem}.txt").write_text(f"{name}\n")
    files = [tmp_path / f"{stem}.txt" for stem in ("train", "val", "test")]
    together = match_split_files(files, NAMES, "Letters")
    assert together.splits["test"] == ["Runes/f"]
    assert match_split_files(files[:1], NAMES, "Letters") == together  # its neighbours belong to it


def test_a_class_on_two_sides_by_its_short_and_its_long_name_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "split.json"
    file.write_text(json.dumps({"train": ["Greek/alpha"], "test": ["alpha"]}))
    with pytest.raises(DataError, match="'Greek/alpha' in train and in test"):
        match_split_files([file], NAMES, "Letters")


def test_a_split_of_other_data_names_a_class_that_would_fit(tmp_path: Path) -> None:
    file = tmp_path / "split.json"
    file.write_text(json.dumps({"train": ["dog"], "test": ["cat"]}))
    with pytest.raises(DataError, match="has classes such as 'Greek/alpha'"):
        match_split_files([file], NAMES, "Letters")


def test_pictures_and_tables_are_no_splits(tmp_path: Path) -> None:
    (tmp_path / "index.csv").write_text("file,class,smear\na.png,a,1\n")
    (tmp_path / "split.csv").write_text("class,split\na,train\n")
    assert not looks_like_split(tmp_path / "index.csv")
    assert looks_like_split(tmp_path / "split.csv")
    assert not looks_like_split(tmp_path)
