"""A split made by hand: no class is ever in two splits, and no version is ever changed."""

from pathlib import Path

import pytest

from metastudio.engine.errors import ConfigError, DataError
from metastudio.engine.experiment import DataSettings
from metastudio.engine.tasks.catalog import open_source
from metastudio.engine.tasks.own_split import (
    choose_own_split,
    is_own_split,
    move_classes,
    own_split,
    read_splits,
    save_own_split,
    suggest_split,
)
from metastudio.engine.workspace import Workspace

SPLITS = {"train": ["a", "b", "c"], "validation": ["d"], "test": ["e"]}


@pytest.fixture
def workspace(workspace_home: Path) -> Workspace:
    return Workspace(workspace_home)


def test_a_moved_class_is_in_its_new_split_only() -> None:
    moved = move_classes(SPLITS, ["b", "d"], "test")
    assert moved == {"train": ["a", "c"], "validation": [], "test": ["b", "d", "e"]}
    assert SPLITS["train"] == ["a", "b", "c"]  # a new value; the old one is for undo


def test_the_last_test_class_stays_where_it_is() -> None:
    with pytest.raises(ConfigError, match="no class for the test"):
        move_classes(SPLITS, ["e"], "train")


def test_a_suggestion_has_every_class_once_and_keeps_a_fifth_for_each_of_the_others() -> None:
    names = [f"c{i:03}" for i in range(100)]
    made = suggest_split(names, seed=3)
    assert sorted(n for part in made.values() for n in part) == names
    assert [len(made[s]) for s in ("train", "validation", "test")] == [60, 20, 20]
    assert made == suggest_split(names[::-1], seed=3) != suggest_split(names, seed=4)


@pytest.mark.parametrize("sizes", [(5, 5, 5, 5), (1, 1, 40), (30, 1, 1, 1)])
def test_a_suggestion_by_group_never_parts_a_group(sizes: tuple[int, ...]) -> None:
    groups = [f"g{i}" for i, size in enumerate(sizes) for _ in range(size)]
    names = [f"{g}/{i}" for i, g in enumerate(groups)]
    made = suggest_split(names, groups)
    homes = [{name.split("/")[0] for name in part} for part in made.values()]
    assert all(homes) and len(made["train"]) == max(map(len, made.values()))
    assert not homes[0] & homes[1] and not (homes[0] | homes[1]) & homes[2]


def test_a_kept_split_is_what_training_uses_and_a_later_version_leaves_it_alone(
    workspace: Workspace,
) -> None:
    source = open_source(DataSettings(), workspace)
    own = {split: list(classes.names) for split, classes in source.splits.items()}
    wanted = own["train"][:2]
    first = save_own_split(workspace, "glyphs", move_classes(own, wanted, "test"))
    choose_own_split(workspace, "glyphs", first)
    before = first.read_bytes()
    second = save_own_split(workspace, "glyphs", own)
    assert second != first and first.read_bytes() == before
    assert own_split(workspace, "glyphs") == first and is_own_split(workspace, first)
    opened = open_source(DataSettings(split_file=str(first)), workspace)
    assert set(wanted) <= set(opened.splits["test"].names)
    assert not set(wanted) & set(opened.splits["train"].names)
    choose_own_split(workspace, "glyphs", None)
    assert own_split(workspace, "glyphs") is None and first.is_file()  # runs may name it


def test_a_class_in_two_splits_is_never_kept(workspace: Workspace) -> None:
    with pytest.raises(DataError, match="'a' is in two splits"):
        save_own_split(workspace, "glyphs", {"train": ["a"], "test": ["a"]})


def test_names_in_any_script_and_data_sets_that_are_paths_are_kept_apart(
    workspace: Workspace,
) -> None:
    splits = {"train": ["猫/黑"], "validation": ["😀"], "test": ["كلب", "fruit/rotten"]}
    files = {save_own_split(workspace, name, splits) for name in ("/a/x", "/b/x", "x", "数据")}
    assert len(files) == 4 and len({file.parent for file in files}) == 4
    assert read_splits(files.pop())["test"] == sorted(splits["test"])
