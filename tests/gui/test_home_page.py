"""Home: three ways to begin, and the runs that are there already."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from metastudio.engine.experiment import Experiment
from metastudio.engine.presets import DEFAULT_PRESET
from metastudio.gui.commands import Command, Commands
from metastudio.gui.pages import home
from metastudio.gui.pages.home import HomePage
from metastudio.gui.recent import recent_runs
from metastudio.gui.session import Session
from metastudio.gui.theme import install
from metastudio.gui.widgets.card import Card


def make_run(
    runs: Path, name: str, scores: list[float], *, model: bool = True, **summary: object
) -> Path:
    folder = runs / name
    (folder / "checkpoints").mkdir(parents=True)
    (folder / "experiment.toml").write_text(Experiment().to_toml())
    lines = [json.dumps({"iteration": i, "loss": 1.0, "score": 0.3}) for i in range(20)]
    lines += [
        json.dumps({"validation": True, "iteration": i, "score": s}) for i, s in enumerate(scores)
    ]
    (folder / "metrics.jsonl").write_text("\n".join(lines) + '\n{"iteration": 21, "lo')
    if summary:
        (folder / "summary.json").write_text(json.dumps(summary))
    if model:
        (folder / "checkpoints" / "best.safetensors").write_bytes(b"any")
    return folder


@pytest.fixture
def session(qapp) -> Iterator[Session]:
    install(qapp)
    session = Session()
    yield session
    assert session.close()


@pytest.fixture
def started() -> list[bool]:
    return []


@pytest.fixture
def page(session: Session, qtbot, started: list[bool]) -> HomePage:
    commands = Commands()
    commands.add(Command("startTraining", "Start training", lambda: started.append(True)))
    page = HomePage(session, commands)
    qtbot.addWidget(page)
    page.resize(1100, 700)
    return page


def shown(page: HomePage) -> list[Card]:
    return [c for c in page.findChildren(Card) if c.objectName().startswith("run-")]


def card(page: HomePage, name: str) -> Card:
    return page.findChild(Card, name)


def click(qtbot, widget: Card) -> None:
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


# --- three ways to begin -------------------------------------------------------------------------


def test_training_on_sample_data_takes_the_default_preset_and_one_click(
    page, session, started, qtbot
) -> None:
    page.show()
    session.edit({"task.ways": 17})
    with qtbot.waitSignal(session.requestPage) as turned:
        click(qtbot, card(page, "cardTrain"))
    assert turned.args == ["train"]
    assert started == [True]
    assert session.preset == DEFAULT_PRESET
    assert session.experiment.task.ways == 5


def test_trying_the_bundled_model_opens_it_on_the_try_page(
    session, qtbot, tmp_path: Path, monkeypatch
) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / home.BUNDLED).write_bytes(b"any")
    monkeypatch.setattr(home, "resources", lambda: tmp_path)
    page = HomePage(session, Commands())
    qtbot.addWidget(page)
    page.show()
    with qtbot.waitSignals([session.openCheckpoint, session.requestPage]):
        click(qtbot, card(page, "cardTry"))


def test_without_the_bundled_model_its_card_says_why_it_is_off(
    session, qtbot, tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.setattr(home, "resources", lambda: tmp_path)
    page = HomePage(session, Commands())
    qtbot.addWidget(page)
    assert not card(page, "cardTry").isEnabled()
    assert "no trained model" in card(page, "cardTry").toolTip()


def test_own_pictures_are_asked_for_and_sent_to_the_data_page(
    page, session, qtbot, tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    page.show()
    with qtbot.waitSignal(session.openData) as opened:
        click(qtbot, card(page, "cardOwnPictures"))
    assert opened.args == [[tmp_path]]


def test_choosing_no_folder_does_nothing(page, session, qtbot, monkeypatch) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "")
    page.show()
    with qtbot.assertNotEmitted(session.openData):
        click(qtbot, card(page, "cardOwnPictures"))


# --- recent runs ---------------------------------------------------------------------------------


def test_runs_are_listed_newest_first_with_their_score(page, session, qtbot) -> None:
    runs = session.workspace.runs
    make_run(runs, "2026-01-01_a", [0.5, 0.8], outcome="completed",
             validation={"score": 0.8, "ci95": 0.02})  # fmt: skip
    make_run(runs, "2026-01-02_b", [0.4], outcome="cancelled")
    page.show()
    qtbot.waitUntil(lambda: len(shown(page)) == 2)
    newest, oldest = shown(page)
    assert newest.objectName() == "run-2026-01-02_b"
    assert "cancelled" in newest.words
    assert oldest.title == "ProtoNet · Glyphs · 5-way 1-shot"
    assert "completed" in oldest.words


def test_a_click_on_a_run_opens_its_best_model(page, session, qtbot) -> None:
    folder = make_run(session.workspace.runs, "2026-01-01_a", [0.5, 0.8], outcome="completed")
    page.show()
    qtbot.waitUntil(lambda: len(shown(page)) == 1)
    with qtbot.waitSignal(session.openCheckpoint) as opened:
        click(qtbot, shown(page)[0])
    assert opened.args == [folder / "checkpoints" / "best.safetensors"]


def test_a_run_without_a_model_gives_back_its_settings(page, session, qtbot) -> None:
    folder = make_run(session.workspace.runs, "2026-01-01_a", [], model=False)
    (folder / "experiment.toml").write_text(Experiment.from_dict({"task": {"ways": 9}}).to_toml())
    page.show()
    qtbot.waitUntil(lambda: len(shown(page)) == 1)
    click(qtbot, shown(page)[0])
    assert session.experiment.task.ways == 9


def test_without_runs_a_sentence_stands_in_their_place(page, qtbot) -> None:
    page.show()
    qtbot.waitUntil(lambda: "None yet" in page._no_runs.text())


def test_a_torn_line_a_missing_summary_and_a_damaged_run_are_survived(tmp_path: Path) -> None:
    make_run(tmp_path, "2026-01-01_a", [0.5, 0.8])
    broken = make_run(tmp_path, "2026-01-02_b", [0.5])
    (broken / "experiment.toml").write_text("task = ")
    (tmp_path / "stray.txt").write_text("no run")
    found = recent_runs(tmp_path, 8)
    assert [run.folder.name for run in found] == ["2026-01-01_a"]
    assert found[0].values == (0.5, 0.8)
    assert (found[0].score, found[0].outcome) == ("", "")


def test_scores_are_percent_for_pictures_and_errors_for_functions(tmp_path: Path) -> None:
    validation = {"score": 0.934, "ci95": 0.011}
    make_run(tmp_path, "2026-01-01_a", [0.9], outcome="completed", validation=validation)
    regression = make_run(tmp_path, "2026-01-02_b", [0.9], outcome="completed",
                          validation={"score": 0.21, "ci95": 0.03})  # fmt: skip
    sinusoid = Experiment.from_dict({"data": {"name": "sinusoid"}, "method": {"name": "maml"}})
    (regression / "experiment.toml").write_text(sinusoid.to_toml())
    assert [run.score for run in recent_runs(tmp_path, 8)] == ["0.21 ± 0.03", "93.4 ± 1.1 %"]


def test_only_as_many_runs_are_read_as_are_shown(tmp_path: Path) -> None:
    for number in range(5):
        make_run(tmp_path, f"2026-01-0{number}_a", [0.5])
    assert [r.folder.name[:10] for r in recent_runs(tmp_path, 2)] == ["2026-01-04", "2026-01-03"]
