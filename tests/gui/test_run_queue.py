"""A queue of runs, variants over settings, and going on with a run that was interrupted."""

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QListWidget, QPushButton

from metastudio.engine.errors import ConfigError, WorkspaceError
from metastudio.engine.events import Ended
from metastudio.engine.experiment import Experiment
from metastudio.engine.runs import RunFolder, list_runs
from metastudio.gui.commands import Commands
from metastudio.gui.pages.train import TrainPage
from metastudio.gui.pages.train.past_run import interrupted, read_past
from metastudio.gui.pages.train.variants import VariantsDialog, variants
from metastudio.gui.session import Session
from metastudio.gui.theme import theme

LONG = 60_000


def sinusoid(iterations: int = 40) -> Experiment:
    return Experiment.from_dict(
        {
            "data": {"name": "sinusoid"},
            "method": {"name": "maml", "test_steps": 2},
            "training": {"iterations": iterations, "meta_batch": 2, "validation_every": 10,
                         "validation_tasks": 3, "device": "cpu"},
        }
    )  # fmt: skip


@pytest.fixture
def session(qapp) -> Iterator[Session]:
    session = Session()
    yield session
    session.engine.cancel()
    assert session.close()


@pytest.fixture
def page(session: Session, qtbot) -> TrainPage:
    theme()
    page = TrainPage(session, Commands())
    session.set_experiment(sinusoid())
    qtbot.addWidget(page)
    page.resize(1200, 770)
    page.show()
    return page


@pytest.fixture
def ended(session: Session) -> list[Ended]:
    heard: list[Ended] = []
    session.engine.trainingEvents.connect(
        lambda events: heard.extend(e for e in events if isinstance(e, Ended))
    )
    return heard


# --- variants ------------------------------------------------------------------------------------


def test_every_combination_of_values_is_a_run() -> None:
    runs = variants(sinusoid(), [("method.inner_lr", "0.01, 0.1"), ("task.shots", "5,10 , 20")])
    assert len(runs) == 6
    assert [r.experiment.method.inner_lr for r in runs[:4]] == [0.01, 0.01, 0.01, 0.1]
    assert [r.experiment.task.shots for r in runs[:4]] == [5, 10, 20, 5]
    assert runs[0].title == "α 0.01 · Shots 5"
    assert variants(sinusoid(), [])[0].experiment == sinusoid()


@pytest.mark.parametrize(
    ("choices", "said"),
    [
        ([("method.inner_lr", "0.1, -1")], "α|inner_lr"),
        ([("method.inner_lr", " , ")], "needs values"),
        ([("task.shots", "1"), ("task.shots", "2")], "only once"),
        ([("training.seed", ",".join(map(str, range(300))))], "at most 200"),
    ],
)
def test_what_can_not_be_planned_is_said(choices: list[tuple[str, str]], said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        variants(sinusoid(), choices)


def test_the_dialog_counts_runs_and_queues_them_one_after_another(
    page: TrainPage, ended: list[Ended], qtbot
) -> None:
    qtbot.mouseClick(page.findChild(QPushButton, "queueButton"), Qt.MouseButton.LeftButton)
    dialog = page.findChild(VariantsDialog, "variantsDialog")
    combo = dialog.findChild(QComboBox, "variantSetting0")
    combo.setCurrentIndex(combo.findData("method.inner_lr"))
    values = dialog.findChild(QLineEdit, "variantValues0")
    assert values.placeholderText() == "now 0.01"
    qtbot.keyClicks(values, "0.01, 0.02, bad")
    assert not dialog.accept_button.isEnabled()
    for _ in range(len("bad")):
        qtbot.keyClick(values, Qt.Key.Key_Backspace)
    assert dialog.findChild(QLabel, "variantsCount").text() == "2 runs"
    qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)

    assert page.session.engine.training  # the first begins at once
    assert page.findChild(QListWidget, "runQueue").count() == 1
    qtbot.waitUntil(lambda: len(ended) == 2, timeout=LONG)
    assert [RunFolder(e.run).experiment.method.inner_lr for e in ended] == [0.01, 0.02]
    assert page.runs.queue.isHidden()


def test_cancelling_a_run_holds_the_queue_until_it_is_asked_to_go_on(
    page: TrainPage, ended: list[Ended], qtbot
) -> None:
    page.runs.enqueue(variants(sinusoid(10**6), [("training.seed", "1, 2")]))
    qtbot.waitUntil(lambda: len(page.charts.loss.points("training")[0]) > 5, timeout=LONG)
    assert page.findChild(QPushButton, "queueNext").isHidden()
    page.session.engine.cancel()
    qtbot.waitUntil(lambda: page.session.engine.state == "idle", timeout=LONG)
    qtbot.wait(50)
    assert len(page.runs.queue) == 1
    qtbot.mouseClick(page.findChild(QPushButton, "queueNext"), Qt.MouseButton.LeftButton)
    assert page.session.engine.training
    assert page.session.experiment.training.seed == 2


def test_delete_takes_a_run_out_of_the_queue(page: TrainPage, qtbot) -> None:
    page.start()
    page.runs.enqueue(variants(sinusoid(), [("training.seed", "1, 2, 3")]))
    page.runs.queue.list.item(1).setSelected(True)
    qtbot.keyClick(page.runs.queue.list, Qt.Key.Key_Delete)
    assert [p.experiment.training.seed for p in page.runs.queue.planned] == [1, 3]
    qtbot.mouseClick(page.runs.queue.empty, Qt.MouseButton.LeftButton)
    assert page.runs.queue.isHidden()


# --- going on ------------------------------------------------------------------------------------


def cut_short(page: TrainPage, qtbot) -> Path:
    """Train, and leave the run's folder as a kill at iteration 20 would have."""
    page.start()
    qtbot.waitUntil(lambda: len(page.charts.loss.points("training")[0]) >= 30, timeout=LONG)
    page.session.engine.cancel()
    qtbot.waitUntil(lambda: page.session.engine.state == "idle", timeout=LONG)
    (run,) = list_runs(page.session.workspace.runs)
    (run.path / "summary.json").unlink()
    old = time.time() - 3600
    for file in (run.metrics_file, run.resume_point):
        os.utime(file, (old, old))
    return run.path


def test_a_cancelled_run_is_resumed_with_its_curves_and_ends(
    page: TrainPage, ended: list[Ended], qtbot
) -> None:
    page.session.edit({"training.iterations": 2000})
    page.start()
    qtbot.waitUntil(lambda: len(page.charts.loss.points("training")[0]) > 30, timeout=LONG)
    page.session.engine.cancel()
    qtbot.waitUntil(lambda: page.session.engine.state == "idle", timeout=LONG)
    before, losses = (values.copy() for values in page.charts.loss.points("training"))
    button = page.findChild(QPushButton, "resumeButton")
    assert button.text() == f"Resume from {len(before):,}"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.session.engine.training, timeout=LONG)
    qtbot.waitUntil(lambda: len(ended) == 2, timeout=LONG)
    iterations, values = page.charts.loss.points("training")
    assert list(iterations) == list(range(1, 2001))  # each once
    np.testing.assert_allclose(values[: len(losses)], losses)
    assert list(page.charts.map.iterations) == list(range(10, 2001, 10))
    assert len(page.charts.loss._marks) == 1  # "resumed"
    assert button.isHidden()


def test_an_interrupted_run_is_offered_at_the_next_start(
    session: Session, page: TrainPage, qtbot
) -> None:
    session.edit({"training.iterations": 10**6})
    folder = cut_short(page, qtbot)
    at = json.loads(folder.joinpath("metrics.jsonl").read_text().splitlines()[-1])["iteration"]
    again = TrainPage(session, Commands())
    qtbot.addWidget(again)
    again.show()
    qtbot.waitUntil(lambda: not again.bar.resume.isHidden(), timeout=LONG)
    assert again.bar.resume.text() == f"Resume from {at:,}"
    assert folder.name in again.bar.resume.toolTip()


def test_a_run_resumed_in_a_fresh_window_is_looked_into_again(page: TrainPage, qtbot) -> None:
    page.session.edit({"training.iterations": 10**6})
    folder = cut_short(page, qtbot)
    page.session.engine._latest = None  # as in a program that has trained nothing yet
    page.charts.inspector._seen = None
    page.runs.resume(folder)
    qtbot.waitUntil(lambda: page.charts.inspector.seen is not None, timeout=LONG)
    page.session.engine.cancel()
    qtbot.waitUntil(lambda: page.session.engine.state == "idle", timeout=LONG)


def test_a_run_that_another_window_writes_to_is_not_offered(page: TrainPage, qtbot) -> None:
    page.session.edit({"training.iterations": 10**6})
    folder = cut_short(page, qtbot)
    assert interrupted(folder.parent) is not None
    (folder / "metrics.jsonl").touch()
    assert interrupted(folder.parent) is None


def test_lines_past_the_resume_point_and_torn_ones_are_left_out(page: TrainPage, qtbot) -> None:
    page.session.edit({"training.iterations": 10**6})
    folder = cut_short(page, qtbot)
    whole = read_past(folder)
    with folder.joinpath("metrics.jsonl").open("a") as file:
        file.write(json.dumps({"iteration": whole.iteration + 7, "loss": 1.0}) + "\n")
        file.write('{"iteration": 3, "lo')
    past = read_past(folder)
    assert past.iteration == whole.iteration
    np.testing.assert_array_equal(past.steps, whole.steps)
    assert [look.iteration for look in past.looks] == [look.iteration for look in whole.looks]


def test_a_damaged_resume_point_is_said_and_nothing_starts(page: TrainPage, qtbot) -> None:
    page.session.edit({"training.iterations": 10**6})
    folder = cut_short(page, qtbot)
    (folder / "resume.safetensors").write_bytes(b"\x10\0\0\0\0\0\0\0not json")
    with pytest.raises(WorkspaceError, match="damaged"):
        read_past(folder)
    with qtbot.waitSignal(page.session.notice, timeout=LONG) as said:
        page.runs.resume(folder)
    assert "can't be resumed" in said.args[1]
    assert not page.session.engine.training
