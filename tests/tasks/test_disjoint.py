"""Support and queries from different sittings."""

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from test_episodes import in_groups, numbered

from metastudio.engine.errors import ConfigError, DataError
from metastudio.engine.tasks.classes import ImageClasses
from metastudio.engine.tasks.dealing import Dealing
from metastudio.engine.tasks.episodes import EpisodeSampler
from metastudio.engine.tasks.sittings import with_sittings

APART = Dealing(disjoint=True)


def taken(*classes: str) -> ImageClasses:
    """Classes whose pictures were taken at the sittings that their letters name."""
    return replace(numbered([len(c) for c in classes]), sittings=tuple("".join(classes)))


def sittings(classes: ImageClasses, pictures: torch.Tensor) -> set[str]:
    return {classes.sittings[i] for i in pictures.tolist()}


def test_no_query_is_of_a_sitting_that_the_support_set_saw() -> None:
    chance = np.random.default_rng(0)
    names = ["".join(chance.choice(list("abcdefghijkl"), 12)) for _ in range(9)]
    classes = taken(*names)
    owner = classes.labels()
    episodes = EpisodeSampler(classes, 4, 2, 3, seed=1, dealing=APART).draw(0, 300)
    for support, query, of_class in zip(
        episodes.support_pictures, episodes.query_pictures, episodes.classes, strict=True
    ):
        assert not sittings(classes, support) & sittings(classes, query)
        assert len({*support.tolist(), *query.tolist()}) == 4 * 5
        assert torch.equal(owner[support], of_class.repeat_interleave(2))
        assert torch.equal(owner[query], of_class.repeat_interleave(3))
    used = torch.bincount(episodes.query_pictures.flatten(), minlength=len(owner))
    assert (used > 0).all()


def test_two_patients_are_enough_where_each_has_all_classes() -> None:
    classes = taken("ppqqq", "ppqqq", "pqqq", "ppppq")
    episodes = EpisodeSampler(classes, 4, 1, 1, dealing=APART).draw(0, 50)
    sides = {min(sittings(classes, support)) for support in episodes.support_pictures}
    assert sides == {"p", "q"}


def test_a_task_apart_is_the_same_alone_and_in_company() -> None:
    classes = taken(*["abcdefgh"] * 6)
    sampler = EpisodeSampler(classes, 3, 1, 2, seed=4, dealing=APART)
    assert torch.equal(sampler.draw(0, 9).query_pictures[5], sampler.one(5).query_pictures[0])


def test_what_can_not_be_kept_apart_is_refused_with_the_class_and_its_sittings() -> None:
    with pytest.raises(ConfigError, match=r"2 of its 3 classes .* 'class1' has pictures of 1 sitt"):
        EpisodeSampler(taken("aabb", "aaaa", "abab"), 3, 1, 1, dealing=APART)
    # Each class alone could be parted, but not these three together.
    with pytest.raises(ConfigError, match="without a sitting on both sides"):
        EpisodeSampler(taken("aabb", "bbcc", "ccaa"), 3, 2, 2, dealing=APART)
    with pytest.raises(ConfigError, match=r"data\.sittings_file"):
        EpisodeSampler(numbered([4] * 4), 3, 1, 1, dealing=APART)


def test_apart_and_within_one_group_go_together() -> None:
    classes = replace(in_groups("AAABBB"), sittings=tuple("abcd" * 6))
    both = Dealing(disjoint=True, within_group=True)
    episodes = EpisodeSampler(classes, 3, 1, 1, dealing=both).draw(0, 30)
    for support, query, chosen in zip(
        episodes.support_pictures, episodes.query_pictures, episodes.classes, strict=True
    ):
        assert not sittings(classes, support) & sittings(classes, query)
        assert len({classes.groups[c] for c in chosen.tolist()}) == 1


# --- the file that tells them --------------------------------------------------------------------


def with_files() -> ImageClasses:
    return replace(numbered([2, 2]), files=("cat/1.png", "cat/2.png", "dog/1.png", "dog/2.png"))


def written(folder: Path, *rows: str) -> Path:
    file = folder / "index.csv"
    file.write_text("\n".join(rows), encoding="utf-8")
    return file


def test_files_are_matched_by_as_much_of_their_path_as_both_sides_have(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        "file,smear",
        "all/cat/1.png,7",
        "all/cat/2.png,8",
        "all/dog/1.png,8",
        r"dog\2.png,9",
    )
    assert with_sittings(with_files(), file, None).sittings == ("7", "8", "8", "9")
    turned = with_sittings(with_files(), file, "smear").rotated()
    assert turned.sittings[:8] == ("7", "8") * 4


@pytest.mark.parametrize(
    ("rows", "column", "message"),
    [
        (["file,smear,x", "cat/1.png,1,2"], None, "several columns: 'smear', 'x'"),
        (["file,smear", "cat/1.png,1"], "stain", "no column 'stain'.*'smear'"),
        (["file,smear", "cat/1.png,1"], None, "3 of the 4 pictures .* such as cat/2.png"),
        (["file,smear", "cat/1.png,"], None, "Row 2 of index.csv has nothing"),
        (["file"], None, "a heading and rows"),
    ],
)
def test_a_file_that_does_not_tell_is_refused_in_a_sentence(
    tmp_path: Path, rows: list[str], column: str | None, message: str
) -> None:
    with pytest.raises((ConfigError, DataError), match=message):
        with_sittings(with_files(), written(tmp_path, *rows), column)
    with pytest.raises(DataError, match="can't be read"):
        with_sittings(with_files(), tmp_path / "absent.csv", None)


def test_red_cells_are_told_apart_on_other_smears_than_those_they_were_learned_on(
    real_data: Path,
) -> None:
    with (real_data / "chula_rbc12/index.csv").open() as file:
        rows = sorted(csv.DictReader(file), key=lambda row: row["class"])
    names = sorted({row["class"] for row in rows})
    counts = [sum(row["class"] == name for row in rows) for name in names]
    classes = replace(
        numbered([1]),
        images=torch.zeros(len(rows), 1, 1, 1, dtype=torch.uint8),
        starts=torch.tensor([0, *np.cumsum(counts).tolist()]),
        names=tuple(names),
        files=tuple(row["file"] for row in rows),
    )
    cells = with_sittings(classes, real_data / "chula_rbc12/index.csv", "smear_image")
    assert cells.sittings == tuple(row["smear_image"] for row in rows)
    episodes = EpisodeSampler(cells, 5, 5, 15, dealing=APART).draw(0, 20)
    for support, query in zip(episodes.support_pictures, episodes.query_pictures, strict=True):
        assert not sittings(cells, support) & sittings(cells, query)
