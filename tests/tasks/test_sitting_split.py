"""Dividing pictures by smear, patient or camera: nothing of one is on two sides."""

import csv
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from test_disjoint import taken
from test_episodes import numbered

from metastudio.engine.errors import ConfigError, DataError
from metastudio.engine.experiment import Experiment
from metastudio.engine.tasks.catalog import import_dataset, open_source, view
from metastudio.engine.tasks.classes import ImageClasses
from metastudio.engine.tasks.mapped import MappedClasses
from metastudio.engine.tasks.sitting_split import divide_by_sitting
from metastudio.engine.tasks.sources import PictureSource
from metastudio.engine.workspace import Workspace


def cells(pictures: int = 150, classes: int = 6, smears: int = 25, seed: int = 0) -> ImageClasses:
    """Uneven classes whose pictures are spread over smears by chance; the last class over four."""
    chance = np.random.default_rng(seed)
    counts = chance.multinomial(pictures, chance.dirichlet([2.0] * classes)) + 8
    where = [chance.integers(smears, size=n) for n in counts[:-1]]
    where.append(chance.permutation(np.arange(counts[-1]) % 4) + smears)
    told = tuple(f"smear{n}" for of in where for n in of.tolist())
    return replace(numbered(counts.tolist()), sittings=told)


@pytest.mark.parametrize("seed", range(25))
def test_no_sitting_is_on_two_sides_and_every_picture_on_one(seed: int) -> None:
    classes = cells(seed=seed)
    parts, problems = divide_by_sitting(classes, seed)
    seen = {split: set(part.sittings) for split, part in parts.items()}
    assert not seen["train"] & seen["validation"]
    assert not seen["train"] & seen["test"]
    assert not seen["validation"] & seen["test"]
    kept = Counter(x for part in parts.values() for x in part.images[:, 0, 0, 0].tolist())
    assert kept == Counter(classes.images[:, 0, 0, 0].tolist())
    assert all(part.names == classes.names for part in parts.values()) and problems == ()
    share = len(parts["train"].images) / len(classes.images)
    assert 0.45 < share < 0.75


def test_pictures_stay_with_their_class_and_their_sitting() -> None:
    classes = cells()
    told = dict(zip(classes.images[:, 0, 0, 0].tolist(), classes.sittings, strict=True))
    parts, _ = divide_by_sitting(classes)
    owner = dict(zip(classes.images[:, 0, 0, 0].tolist(), classes.labels().tolist(), strict=True))
    for part in parts.values():
        for number, sitting, label in zip(
            part.images[:, 0, 0, 0].tolist(), part.sittings, part.labels().tolist(), strict=True
        ):
            assert told[number] == sitting and classes.names[owner[number]] == part.names[label]


def test_the_seed_decides_and_nothing_else() -> None:
    classes = cells()
    once, _ = divide_by_sitting(classes, 3)
    again, _ = divide_by_sitting(classes, 3)
    other, _ = divide_by_sitting(classes, 4)
    assert once["test"].sittings == again["test"].sittings
    assert set(once["test"].sittings) != set(other["test"].sittings)


def test_three_patients_are_enough_and_two_are_not() -> None:
    parts, _ = divide_by_sitting(taken("pqr", "pqr", "ppqr"))
    assert sorted(len(set(part.sittings)) for part in parts.values()) == [1, 1, 1]
    with pytest.raises(ConfigError, match=r"come from 2 sittings \('p' and 'q'\).*need 3"):
        divide_by_sitting(taken("ppq", "ppqq"))


def test_a_class_that_can_not_be_everywhere_is_named_and_used_where_it_is() -> None:
    parts, (problem,) = divide_by_sitting(taken("abcdefab", "abcdefcd", "aaaaaa"))
    assert problem.startswith("1 of 3 classes are not in every split") and "'class2'" in problem
    assert sorted(len(part) for part in parts.values()) == [2, 2, 3]


def test_classes_of_one_patient_each_leave_nothing_to_divide() -> None:
    with pytest.raises(ConfigError, match=r"validation split .* would have 0 classes"):
        divide_by_sitting(taken("aaaa", "bbbb", "cccc"))


def test_pictures_that_lie_on_disk_are_divided_alike(tmp_path: Path, monkeypatch) -> None:
    classes = cells()
    file = tmp_path / "pictures.npy"
    np.save(file, classes.images.numpy())
    at = np.load(file, mmap_mode="r").offset
    mapped = MappedClasses(**vars(classes), file=file, offset=at)
    monkeypatch.setattr("metastudio.engine.tasks.mapped.WORTH_MAPPING", 10)
    whole, _ = divide_by_sitting(classes)
    parts, _ = divide_by_sitting(mapped)
    for split, part in whole.items():
        assert torch.equal(parts[split].images, part.images)
        assert parts[split].sittings == part.sittings


# --- from files ----------------------------------------------------------------------------------


def smears(folder: Path, heading: str = "smear") -> Path:
    """Five kinds of cells on nine smears, and index.csv beside them; returns the folder."""
    rows = []
    for kind in "abcde":
        for n in range(18):
            place = folder / "cells" / kind / f"{n:02d}.png"
            place.parent.mkdir(parents=True, exist_ok=True)
            Image.new("L", (8, 8), 10 * n).save(place)
            rows.append((f"{kind}/{n:02d}.png", kind, f"s{n % 9}"))
    with (folder / "index.csv").open("w", newline="") as file:
        csv.writer(file).writerows([("file", "class", heading), *rows])
    return folder


def opened(name: str, workspace: Workspace, **data: object) -> PictureSource:
    raw = {"name": name, "image_size": 8, "split": "sittings", **data}
    source = open_source(Experiment.from_dict({"data": raw}).data, workspace)
    assert isinstance(source, PictureSource)
    return source


def test_a_table_beside_a_folder_offers_the_split(tmp_path: Path) -> None:
    here, workspace = smears(tmp_path / "drop"), Workspace.default()
    card = import_dataset([here / "cells", here / "index.csv"], workspace, "cells")
    assert card.splits == ("random", "sittings")
    shown = view(opened("cells", workspace))
    assert [len(split.classes) for split in shown.splits] == [5, 5, 5]
    assert sum(sum(split.counts) for split in shown.splits) == 90
    train, test = shown.splits[0].samples["a"], shown.splits[2].samples["a"]
    assert not {p.max() for p in train} & {p.max() for p in test}  # each shows pictures of its own


def test_any_column_can_be_named_and_one_that_is_not_there_is_told(tmp_path: Path) -> None:
    here, workspace = smears(tmp_path / "drop", "donor"), Workspace.default()
    both = [here / "cells", here / "index.csv"]
    assert "sittings" not in import_dataset(both, workspace, "unasked").splits
    assert "sittings" in import_dataset(both, workspace, "asked", sittings="donor").splits
    assert len(opened("asked", workspace).splits["test"]) == 5
    with pytest.raises(DataError, match=r"no column 'patient'.*'file', 'class', 'donor'"):
        import_dataset(both, workspace, "third", sittings="patient")
    assert not (workspace.data / "third").exists()


def test_settings_alone_divide_a_folder_where_it_lies(tmp_path: Path) -> None:
    here, workspace = smears(tmp_path / "drop", "donor"), Workspace.default()
    folder, table = str(here / "cells"), str(here / "index.csv")
    with pytest.raises(ConfigError, match=r"data\.sittings_file"):
        opened(folder, workspace)
    with pytest.raises(ConfigError, match="several columns: 'class', 'donor'"):
        opened(folder, workspace, sittings_file=table)
    with pytest.raises(ConfigError, match="no column 'smear'"):
        opened(folder, workspace, sittings_file=table, sittings_column="smear")
    source = opened(folder, workspace, sittings_file=table, sittings_column="donor")
    sides = [set(part.sittings) for part in source.splits.values()]
    assert sum(map(len, sides)) == 9 == len(set.union(*sides))
    assert "sittings" in source.card.splits


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_the_column_of_files_may_be_any_and_cells_be_kept_apart_in_any_way(
    tmp_path: Path, mark: str
) -> None:
    here = smears(tmp_path / "drop", "id")  # which may be the name of a column of files as well
    with (here / "index.csv").open(newline="") as file:
        rows = [(place, kind, files) for files, kind, place in csv.reader(file)]
    for heading in ("file", "photo"):
        rows[0] = ("id", "class", heading)
        with (here / "index.csv").open("w", newline="") as file:
            csv.writer(file, delimiter=mark).writerows(rows)
        told = {"sittings_file": str(here / "index.csv"), "sittings_column": "id"}
        source = opened(str(here / "cells"), Workspace.default(), **told)
        assert sum(len(set(part.sittings)) for part in source.splits.values()) == 9
