"""The session: undoable edits, and the one place that decides what was dropped."""

from pathlib import Path

import pytest

from metastudio.engine.errors import ConfigError
from metastudio.engine.presets import presets
from metastudio.gui.session import Session, kind_of


def test_consecutive_edits_of_one_setting_are_one_step_back(session: Session) -> None:
    before = session.experiment
    for ways in (6, 7, 8):
        session.edit({"task.ways": ways})
    session.edit({"task.shots": 2})

    session.undo.undo()
    assert (session.experiment.task.ways, session.experiment.task.shots) == (8, 1)
    session.undo.undo()
    assert session.experiment == before
    session.undo.redo()
    assert session.experiment.task.ways == 8


def test_an_edit_back_to_the_old_value_leaves_nothing_to_undo(session: Session) -> None:
    session.edit({"task.ways": 7})
    session.edit({"task.ways": 5})
    assert not session.undo.canUndo()


def test_a_refused_edit_changes_nothing_and_says_why(session: Session) -> None:
    before = session.experiment
    with pytest.raises(ConfigError, match=r"task\.ways must be at least 2"):
        session.edit({"task.ways": 1})
    assert session.experiment is before
    assert not session.undo.canUndo()


def test_a_new_method_brings_its_own_defaults_and_undo_takes_them_back(session: Session) -> None:
    before = session.experiment
    session.edit({"method.name": "maml"})
    assert session.experiment.network.normalization == "support"
    session.undo.undo()
    assert session.experiment == before


def test_choosing_a_preset_forgets_the_edits_undoably(session: Session) -> None:
    session.edit({"task.ways": 7})
    assert session.edited
    session.choose_preset(session.preset)
    assert not session.edited
    assert session.experiment == presets()[session.preset].experiment
    session.undo.undo()
    assert session.experiment.task.ways == 7


def test_every_kind_of_thing_is_told_apart(tmp_path: Path) -> None:
    folder = tmp_path / "dropped"
    run = folder / "run"
    run.mkdir(parents=True)
    (run / "experiment.toml").write_text("")
    (folder / "classes").mkdir()
    for name in ("best.safetensors", "mine.toml", "Кот.PNG", "set.zip", "notes.docx2"):
        (folder / name).write_bytes(b"x")
    kinds = {path.name: kind_of(path) for path in folder.iterdir()}
    assert kinds == {
        "run": "run",
        "classes": "data",
        "best.safetensors": "checkpoint",
        "mine.toml": "experiment",
        "Кот.PNG": "picture",
        "set.zip": "data",
        "notes.docx2": "",
    }
    assert kind_of(tmp_path / "gone.png") == ""


def test_a_mixed_drop_reaches_the_pages_that_can_use_it(session: Session, tmp_path: Path) -> None:
    heard: list[tuple[str, object]] = []
    session.openPictures.connect(lambda paths: heard.append(("pictures", paths)))
    session.openData.connect(lambda paths: heard.append(("data", paths)))
    session.notice.connect(lambda level, _: heard.append(("notice", level)))
    picture, archive, other = tmp_path / "a.png", tmp_path / "b.zip", tmp_path / "c.xyz"
    for path in (picture, archive, other):
        path.write_bytes(b"x")

    session.dropped([picture, other, archive])

    assert ("pictures", [picture]) in heard
    assert ("data", [archive]) in heard
    assert ("notice", "bad") in heard


def test_a_dropped_run_brings_its_settings_and_its_model(session: Session, tmp_path: Path) -> None:
    experiment = session.experiment.changed({"task.ways": 9})
    (tmp_path / "checkpoints").mkdir()
    (tmp_path / "checkpoints" / "best.safetensors").write_bytes(b"x")
    (tmp_path / "experiment.toml").write_text(experiment.to_toml())
    pages: list[str] = []
    opened: list[Path] = []
    session.requestPage.connect(pages.append)
    session.openCheckpoint.connect(opened.append)

    session.dropped([tmp_path])

    assert session.experiment.task.ways == 9
    assert opened == [tmp_path / "checkpoints" / "best.safetensors"]
    assert pages[-1] == "try"


def test_a_wrong_experiment_file_is_refused_in_words(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "wrong.toml"
    path.write_text("[task]\nwayz = 5\n")
    notices: list[tuple[str, str]] = []
    session.notice.connect(lambda level, words: notices.append((level, words)))
    before = session.experiment

    session.dropped([path])

    assert session.experiment is before
    assert notices == [
        ("bad", "'task.wayz' is not a setting. Did you mean 'task.ways'?"),
    ]
