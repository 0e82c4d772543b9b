"""What is shown of data before and beside what a network reads: `glance`, `looking`, cards."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from metastudio.engine.experiment import Experiment
from metastudio.engine.tasks.catalog import cards, import_dataset, open_source, view
from metastudio.engine.tasks.contact_sheets import contact_sheets, keep_sheet
from metastudio.engine.tasks.glance import class_pictures, glance
from metastudio.engine.tasks.looking import SIDE, look
from metastudio.engine.workspace import Workspace


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Eight classes of seven pictures, 150 px, each of a grey of its own; one has an odd file."""
    root = tmp_path / "greys"
    for kind in range(8):
        for n in range(7):
            place = root / f"kind{kind}" / f"{n}.png"
            place.parent.mkdir(parents=True, exist_ok=True)
            Image.new("RGB", (150, 150), (30 * kind + n, 0, 0)).save(place)
    (root / "kind3" / "broken.png").write_bytes(b"no picture")
    return root


def experiment(name: str, **data: object) -> Experiment:
    raw = {"name": name, "image_size": 16, **data}
    return Experiment.from_dict({"data": raw, "task": {"ways": 2, "queries": 2}})


def test_a_glance_divides_classes_as_the_opened_data_set_does(folder: Path) -> None:
    workspace, data = Workspace.default(), experiment(str(folder), split_seed=3).data
    seen = glance(data, workspace)
    assert seen is not None
    opened = view(open_source(data, workspace))
    assert [s.classes for s in seen.splits] == [s.classes for s in opened.splits]
    some = seen.splits[0].classes[0]
    assert len(seen.samples[some]) == 4 and class_pictures(some, data, workspace).shape[0] == 7


def test_what_only_opening_tells_is_not_guessed(folder: Path) -> None:
    workspace = Workspace.default()
    assert glance(experiment(str(folder), rotations=True).data, workspace) is None
    assert glance(experiment("glyphs").data, workspace) is None


def test_a_dealt_task_shows_photographs_and_what_is_read_of_them(folder: Path) -> None:
    workspace = Workspace.default()
    e = experiment(str(folder), augment_colour=0.9)
    source = open_source(e.data, workspace)
    train, test = look(e, source, "train", 0), look(e, source, "test", 0)
    assert train.support_pictures.shape == (2, SIDE, SIDE, 3)
    assert train.seen_support is not None and train.seen_support.shape == (2, 16, 16, 3)
    assert train.augmented and not test.augmented
    assert test.seen_query is not None
    reds = test.query_pictures[:, 0, 0, 0].astype(int)
    assert (abs(test.seen_query[:, 0, 0, 0].astype(int) - reds) <= 1).all()  # of the same files


def test_a_card_shows_pictures_before_anything_was_opened(folder: Path) -> None:
    workspace = Workspace.default()
    card = import_dataset([folder], workspace)
    sheet = contact_sheets(workspace, [card])["greys"]
    assert len({int(p[0, 0, 0]) for p in sheet.pictures}) == 4
    (workspace.data / ".sheets" / "greys.npz").write_bytes(b"PK damaged")
    assert len(contact_sheets(workspace, [card])["greys"].pictures) == 4
    keep_sheet(workspace, view(open_source(experiment("greys").data, workspace)))
    assert contact_sheets(workspace, [card])["greys"].pictures.shape == (4, 16, 16, 3)


def test_the_cards_of_tables_show_rows_and_those_of_functions_curves() -> None:
    workspace = Workspace.default()
    shown = {c.name: c for c in cards(workspace) if c.name in ("robot-payloads", "sinusoid")}
    sheets = contact_sheets(workspace, shown.values())
    robot, sinusoid = sheets["robot-payloads"], sheets["sinusoid"]
    assert not robot.joined and sinusoid.joined
    assert len(robot.curves) == 3 and robot.curves[0].shape == (40, 2)
    assert np.abs(np.stack(robot.curves)).max() < 10  # standardised
    assert (shown["robot-payloads"].tasks, shown["robot-payloads"].rows) == (60, 2400)
    with (Path(__file__).parents[2] / "resources/samples/tables/robot-payloads.csv").open() as file:
        assert sum(1 for _ in file) - 1 == 2400
