from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from metastudio.engine.errors import DataError
from metastudio.engine.experiment import DataSettings
from metastudio.engine.tasks import catalog
from metastudio.engine.tasks.findings import Choices, Findings, Names, Reading, Remedy, Sheet
from metastudio.engine.tasks.scan import scan
from metastudio.engine.workspace import Workspace


def drawn(path: Path, seed: int, mode: str = "RGB") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    pixels = np.random.default_rng(seed).integers(0, 255, (12, 16, 3), dtype=np.uint8)
    Image.fromarray(pixels).convert(mode).save(path)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Six classes of seven, and one of everything that can be wrong."""
    mine = tmp_path / "mine"
    for index, kind in enumerate(("cat", "犬", "🦆", "חתול", "Bird", "bird")):
        for n in range(7 if kind != "bird" else 8):
            drawn(mine / kind / f"{n}.png", 100 * index + n)
    return mine


def found(folder: Path, choices: Choices | None = None) -> Findings:
    last = list(scan(folder, choices))[-1]
    assert isinstance(last, Findings)
    return last


def test_names_come_first_then_a_sheet_of_each_class_then_every_picture(folder: Path) -> None:
    events = list(scan(folder))
    assert isinstance(events[0], Names) and events[0].classes["犬"] == 7
    sheets = [event for event in events if isinstance(event, Sheet)]
    assert [s.name for s in sheets] == list(events[0].classes)
    assert all(s.pictures.shape == (6, 96, 96, 3) for s in sheets)
    reading = [event for event in events if isinstance(event, Reading)]
    assert (reading[0].done, reading[-1].done, reading[-1].total) == (0, 43, 43)
    sides = events[-1].suggested
    assert sorted(name for side in sides.values() for name in side) == sorted(events[0].classes)


def test_leaving_off_ends_the_reading(folder: Path) -> None:
    events = scan(folder)
    while not isinstance(next(events), Reading):
        continue
    events.close()
    assert list(events) == []


def test_every_problem_is_named_with_a_remedy_that_mends_it(folder: Path) -> None:
    drawn(folder / "cat" / "grey.png", 5, "L")
    drawn(folder / "cat" / "again.png", 3)  # as cat/3.png
    drawn(folder / "犬" / "stray.png", 2)  # as cat/2.png
    (folder / "🦆" / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n and no more")
    drawn(folder / "rare" / "0.png", 9_000)
    problems = {problem.kind: problem for problem in found(folder).problems}
    assert problems.keys() == {"unreadable", "in two classes", "twice", "alike", "few", "colours"}
    assert problems["unreadable"].files == ("🦆/broken.png",)
    assert set(problems["in two classes"].files) == {"cat/2.png", "犬/stray.png"}
    assert problems["twice"].files == ("cat/again.png",)
    assert "'Bird', 'bird'" in problems["alike"].sentence
    assert "'rare'" in problems["few"].sentence
    choices = Choices()
    for problem in problems.values():
        assert problem.remedy is not None and problem.remedy.words
        choices = choices.applied(problem.remedy)
    mended = found(folder, choices)
    assert [problem.kind for problem in mended.problems] == ["colours"]  # a setting mends that
    assert mended.classes["bird"] == 15 and "Bird" not in mended.classes
    assert len(list(folder.rglob("*.png"))) == 48  # no file is touched


def test_what_is_left_out_is_remembered_with_the_data_set(folder: Path, tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "home")
    name = catalog.import_dataset([folder], workspace).name
    before = catalog.read_choices(name, workspace)
    merge = Remedy("merge classes", "", classes=("Bird", "bird"), into="bird")
    choices = before.applied(merge).applied(Remedy("leave out files", "", files=("cat/0.png",)))
    card = catalog.write_choices(name, workspace, choices)
    assert (card.classes, card.pictures) == (5, 42)
    assert catalog.read_choices(name, workspace) == choices
    source = catalog.open_source(DataSettings(name=name, image_size=8), workspace)
    counts = dict(zip(source.splits["train"].names, source.splits["train"].counts, strict=True))
    assert counts["bird"] == 15 and counts["cat"] == 6
    again = catalog.write_choices(name, workspace, before)  # undone
    assert (again.classes, again.pictures) == (6, 43)


def test_leaving_everything_out_is_refused_and_changes_nothing(
    folder: Path, tmp_path: Path
) -> None:
    workspace = Workspace(tmp_path / "home")
    name = catalog.import_dataset([folder], workspace).name
    everything = Choices(without_classes=frozenset(p.name for p in folder.iterdir()))
    with pytest.raises(DataError, match="Everything"):
        catalog.write_choices(name, workspace, everything)
    assert catalog.read_choices(name, workspace) == Choices()
    (workspace.data / name / "choices.json").write_text("{")
    with pytest.raises(DataError, match=r"Remove choices\.json"):
        catalog.read_choices(name, workspace)
