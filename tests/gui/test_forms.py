"""The form: generated from the settings, undoable, and it says what is wrong while one types."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDoubleSpinBox,
    QLabel,
    QLineEdit,
    QSlider,
    QSpinBox,
    QWidget,
)

from metastudio.engine.errors import ConfigError
from metastudio.engine.events import DataCard, DatasetView, SplitView
from metastudio.engine.experiment import (
    METHODS,
    Experiment,
    merged,
    parse_settings,
    settings,
)
from metastudio.engine.presets import presets
from metastudio.gui.command_line import train_command
from metastudio.gui.fields import object_name
from metastudio.gui.forms import ExperimentForm
from metastudio.gui.limits import misfit
from metastudio.gui.session import Session
from metastudio.gui.unused import why_unused
from metastudio.gui.widgets.log_slider import stepped


@pytest.fixture
def form(session: Session, qtbot) -> ExperimentForm:
    """A form that is not shown, so that it asks the engine for nothing."""
    form = ExperimentForm(session)
    qtbot.addWidget(form)
    return form


def box(form: QWidget, name: str) -> QSpinBox:
    found = form.findChild(QSpinBox, name)
    assert found is not None
    return found


def number(form: QWidget, name: str) -> QDoubleSpinBox:
    found = form.findChild(QDoubleSpinBox, name)
    assert found is not None
    return found


def combo(form: QWidget, name: str) -> QComboBox:
    found = form.findChild(QComboBox, name)
    assert found is not None
    return found


def problem(form: QWidget, name: str) -> str:
    return form.findChild(QLabel, f"{name}Problem").text()


def retype(qtbot, editor: QWidget, text: str) -> None:
    editor.selectAll()
    qtbot.keyClicks(editor, text)


def glyphs_view(train: int = 60, validation: int = 12, pictures: int = 20) -> DatasetView:
    card = DataCard("glyphs", "Glyphs", "", "pictures", "ready", "", "", "")

    def split(name: str, classes: int) -> SplitView:
        names = tuple(f"{name} {i}" for i in range(classes))
        return SplitView(name, names, (pictures,) * classes)

    splits = (split("train", train), split("validation", validation), split("test", 30))
    return DatasetView(card, splits, {"train 0": np.zeros((1, 28, 28, 1), np.uint8)})


# --- what it shows -------------------------------------------------------------------------------


def test_every_setting_has_an_editor_with_a_name_and_help(form: ExperimentForm) -> None:
    for setting in settings():
        editor = form.findChild(QWidget, object_name(setting.path))
        assert editor is not None, setting.path
        assert editor.accessibleName() == setting.label
        assert editor.toolTip()


def test_the_names_that_scripts_rely_on_are_on_the_right_kind_of_widget(
    form: ExperimentForm,
) -> None:
    for name in ("presetCombo", "datasetCombo", "methodCombo", "networkCombo"):
        combo(form, name)
    for name in ("innerLr", "outerLr"):
        number(form, name)
    for name in ("innerSteps", "ways", "shots", "queries", "metaBatch", "iterations"):
        box(form, name)


def test_a_setting_that_the_method_does_not_use_is_disabled_and_says_why(
    form: ExperimentForm, session: Session
) -> None:
    alpha = number(form, "innerLr")
    assert not alpha.isEnabled()
    assert "ProtoNet does not use this" in alpha.toolTip()
    session.edit({"method.name": "maml"})
    assert alpha.isEnabled()
    assert "does not use" not in alpha.toolTip()


def test_functions_have_no_ways(form: ExperimentForm, session: Session) -> None:
    session.edit({"data.name": "sinusoid", "method.name": "maml"})
    assert not box(form, "ways").isEnabled()
    assert box(form, "shots").isEnabled()
    assert box(form, "shots").value() == 10


@pytest.mark.parametrize(
    ("method", "used", "unused"),
    [
        ("anil", ["innerLr", "testSteps", "firstOrder", "learnInnerLr"], ["trainingWays"]),
        ("meta-sgd", ["innerLr", "testSteps", "firstOrder", "chunk"], ["learnInnerLr"]),
        ("protonet", ["trainingWays", "chunk", "threads"], ["innerSteps", "learnInnerLr"]),
        ("transfer", ["innerLr", "batchSize"], ["chunk", "threads", "metaBatch", "firstOrder"]),
    ],
)
def test_each_method_opens_its_own_settings(
    form: ExperimentForm, session: Session, method: str, used: list[str], unused: list[str]
) -> None:
    session.edit({"method.name": method})
    for name in used:
        assert form.findChild(QWidget, name).isEnabled(), name
    for name in unused:
        assert not form.findChild(QWidget, name).isEnabled(), name


def test_several_methods_that_use_a_setting_are_listed_as_in_a_sentence(
    form: ExperimentForm,
) -> None:
    tip = number(form, "innerLr").toolTip()
    listed = "MAML, ANIL, Meta-SGD, Proto-MAML, Reptile, Transfer, Baseline++ and Fine-tuning"
    assert f"ProtoNet does not use this; {listed} do." in tip


@pytest.mark.parametrize(
    ("name", "without", "with_it"),
    [
        ("halvingInterval", {}, {"training.outer_lr_decay": "halving"}),
        ("hidden", {}, {"network.name": "mlp"}),
        ("channels", {"network.name": "mlp"}, {"network.name": "conv4"}),
        ("split", {"data.split_file": "classes.txt"}, {"data.name": "glyphs"}),
        ("precision", {"training.device": "cpu"}, {"training.device": "auto"}),
        ("deterministic", {"training.device": "cpu"}, {"training.device": "cuda"}),
    ],
)
def test_a_setting_that_another_one_makes_pointless_is_disabled(
    form: ExperimentForm, session: Session, name: str, without: dict, with_it: dict
) -> None:
    editor = form.findChild(QWidget, name)
    if without:
        session.edit(without)
    assert not editor.isEnabled()
    if "data.split_file" in without:
        session.undo.undo()
    else:
        session.edit(with_it)
    assert editor.isEnabled()


def test_the_help_of_the_method_speaks_of_every_method(form: ExperimentForm) -> None:
    methods = combo(form, "methodCombo")
    for index in range(methods.count()):
        assert methods.itemText(index) in methods.toolTip()


# --- editing -------------------------------------------------------------------------------------


def test_what_is_typed_reaches_the_experiment_and_undo_takes_it_back(
    form: ExperimentForm, session: Session, qtbot
) -> None:
    ways = box(form, "ways")
    retype(qtbot, ways, "12")
    assert session.experiment.task.ways == 12
    session.undo.undo()
    assert session.experiment.task.ways == 5
    assert ways.value() == 5


def test_methods_are_chosen_by_their_titles(form: ExperimentForm, session: Session) -> None:
    methods = combo(form, "methodCombo")
    titles = [methods.itemText(index) for index in range(methods.count())]
    assert titles == list(METHODS.values()) and "ProtoNet" in titles
    methods.setCurrentIndex(methods.findText("MAML"))
    assert session.experiment.method.name == "maml"
    assert combo(form, "normalization").currentData() == "support"


def test_a_refused_value_keeps_its_text_and_says_why_under_the_field(
    form: ExperimentForm, session: Session, qtbot
) -> None:
    ways = box(form, "ways")
    retype(qtbot, ways, "1")
    assert session.experiment.task.ways == 5
    assert ways.value() == 1
    assert problem(form, "ways") == "Ways must be at least 2, but is 1."
    assert form.reason == "Ways must be at least 2, but is 1."

    session.edit({"task.shots": 3})  # another field's change does not touch the refused text
    assert ways.value() == 1

    retype(qtbot, ways, "5")
    assert problem(form, "ways") == ""
    assert form.reason == ""


def test_undo_and_a_preset_clear_a_refused_text(
    form: ExperimentForm, session: Session, qtbot
) -> None:
    retype(qtbot, box(form, "ways"), "7")
    retype(qtbot, box(form, "ways"), "0")
    session.undo.undo()
    assert (box(form, "ways").value(), form.reason) == (5, "")

    retype(qtbot, box(form, "ways"), "0")
    presets_box = combo(form, "presetCombo")
    presets_box.activated.emit(0)
    assert (box(form, "ways").value(), form.reason) == (5, "")


def test_a_text_that_is_no_list_of_numbers_is_refused_in_place(
    form: ExperimentForm, session: Session, qtbot
) -> None:
    session.edit({"network.name": "mlp"})
    hidden = form.findChild(QLineEdit, "hidden")
    retype(qtbot, hidden, "40, forty")
    assert "whole numbers parted by commas" in problem(form, "hidden")
    assert hidden.text() == "40, forty"
    retype(qtbot, hidden, "64 64, 32")
    assert session.experiment.network.hidden == (64, 64, 32)


def test_an_optional_number_can_be_left_out(form: ExperimentForm, session: Session) -> None:
    training_ways = box(form, "trainingWays")
    assert training_ways.value() == 20
    training_ways.setValue(training_ways.minimum())
    assert session.experiment.task.training_ways is None
    assert training_ways.text() == "–"


def test_the_slider_and_the_number_move_together_on_a_logarithmic_scale(
    form: ExperimentForm, session: Session, qtbot
) -> None:
    beta, slider = number(form, "outerLr"), form.findChild(QSlider, "outerLrSlider")
    before = slider.value()
    retype(qtbot, beta, "1e-2")
    assert session.experiment.training.outer_lr == pytest.approx(0.01)
    decade = slider.value() - before
    retype(qtbot, beta, "0.1")
    assert slider.value() - before == pytest.approx(2 * decade, abs=1)
    slider.setValue(before)
    assert session.experiment.training.outer_lr == pytest.approx(0.001, rel=0.05)
    assert beta.text() == "0.001"


def test_arrows_step_through_one_two_five() -> None:
    assert [stepped(0.001, n) for n in (1, 2, 3)] == [0.002, 0.005, 0.01]
    assert [stepped(0.4, n) for n in (-1, 1)] == [0.2, 0.5]


def test_the_wheel_over_a_field_without_focus_changes_nothing(
    form: ExperimentForm, session: Session
) -> None:
    shots = box(form, "shots")
    event = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(shots, event)
    assert session.experiment.task.shots == 1
    assert not event.isAccepted()


# --- limits --------------------------------------------------------------------------------------


def test_ways_above_the_smallest_split_are_refused_with_its_name(
    form: ExperimentForm, session: Session, qtbot
) -> None:
    form._viewed = session.experiment.data
    form._take_view(glyphs_view(validation=12))
    assert form.reason == ""
    retype(qtbot, box(form, "ways"), "13")
    assert "the validation split of Glyphs has 12" in problem(form, "ways")
    assert "Lower ways to 12" in form.reason
    retype(qtbot, box(form, "ways"), "12")
    assert (problem(form, "ways"), form.reason) == ("", "")


def test_training_ways_are_held_against_the_training_split() -> None:
    experiment = presets()["glyphs-protonet"].experiment
    assert experiment.task.training_ways == 20
    found = misfit(experiment, glyphs_view(train=15))
    assert found is not None
    assert found.path == "task.training_ways"
    assert "training split of Glyphs has 15" in found.sentence


def test_shots_and_queries_above_the_pictures_of_a_class_are_refused() -> None:
    experiment = presets()["glyphs-protonet"].experiment.changed({"task.queries": 20})
    found = misfit(experiment, glyphs_view(pictures=20))
    assert found is not None
    assert found.path == "task.queries"
    assert "1 shots and 20 queries need 21 pictures a class" in found.sentence


def test_transfer_pretrains_on_all_classes_and_so_needs_no_episodes_of_them() -> None:
    experiment = Experiment.from_dict(
        {"method": {"name": "transfer"}, "task": {"ways": 5, "shots": 1, "queries": 5}}
    )
    assert misfit(experiment, glyphs_view(train=3)) is None


def test_a_view_of_data_that_are_no_longer_chosen_is_not_used(
    form: ExperimentForm, session: Session
) -> None:
    form._viewed = session.experiment.data
    session.edit({"data.image_size": 32})
    form._take_view(glyphs_view(validation=3))
    assert form.reason == ""


# --- while a run is under way, and saving --------------------------------------------------------


def test_during_a_run_only_the_rates_can_be_changed(form: ExperimentForm, session: Session) -> None:
    session.edit({"method.name": "maml"})
    form.set_running(True)
    enabled = {s.path for s in settings() if form.fields[s.path].isEnabled()}
    assert enabled == {"method.inner_lr", "training.outer_lr"}
    assert "Fixed while a run is under way" in box(form, "ways").toolTip()
    form.set_running(False)
    assert box(form, "ways").isEnabled()


def test_a_saved_experiment_loads_as_it_was(
    form: ExperimentForm, session: Session, tmp_path: Path
) -> None:
    session.edit({"method.name": "maml", "task.ways": 7})
    form.save(tmp_path / "mine.toml")
    assert Experiment.load(tmp_path / "mine.toml") == session.experiment


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"task.ways": 7, "training.outer_lr": 3e-4},
        {"method.name": "maml", "method.inner_lr": 0.1, "method.first_order": True},
        {"data.name": "sinusoid", "method.name": "maml", "network.hidden": [64, 64]},
        {"data.name": "my photos/cats & dogs"},
        {"method.name": "transfer", "training.max_seconds": 60.5},
    ],
)
def test_the_copied_command_trains_the_same_experiment(changes: dict) -> None:
    import shlex

    experiment = presets()["glyphs-protonet"].experiment.changed(changes)
    words = shlex.split(train_command(experiment, "glyphs-protonet"))
    assert words[:4] == ["metastudio", "train", "--preset", "glyphs-protonet"]
    pairs = [words[i + 1] for i, word in enumerate(words) if word == "--set"]
    base = presets()["glyphs-protonet"].experiment
    assert Experiment.from_dict(merged(base.to_dict(), parse_settings(pairs))) == experiment


def test_what_no_command_can_say_is_refused_in_words() -> None:
    experiment = presets()["glyphs-protonet"].experiment.changed({"task.training_ways": None})
    others = [p for p in presets().values() if p.experiment.task.training_ways is None]
    if others:
        assert "--preset glyphs-protonet" not in train_command(experiment, "glyphs-protonet")
    else:
        with pytest.raises(ConfigError, match="Save them as an experiment"):
            train_command(experiment, "glyphs-protonet")


def choose(form: ExperimentForm, name: str, value: str) -> None:
    box = combo(form, name)
    index = box.findData(value)
    assert index >= 0
    box.setCurrentIndex(index)
    box.activated.emit(index)


def test_what_cannot_go_together_is_refused_where_it_is_chosen(form: ExperimentForm) -> None:
    network = form.fields["network.name"]
    form._session.edit({"method.name": "maml", "data.name": "sinusoid"})
    choose(form, "networkCombo", "vit")
    assert "ViT needs pictures" in network.problem and "Set Network to 'mlp'" in network.problem
    assert form.reason == network.problem
    choose(form, "networkCombo", "mlp")
    assert not form.reason
    choose(form, "methodCombo", "protonet")
    words = form.fields["method.name"].problem
    assert "ProtoNet tells classes apart" in words and "Set Method to one of: maml" in words
    choose(form, "methodCombo", "reptile")
    assert not form.reason and form._session.experiment.method.name == "reptile"


def test_what_tables_and_tasks_of_variable_size_leave_unused_says_why() -> None:
    by_path = {setting.path: setting for setting in settings()}
    glyphs = Experiment()
    table = glyphs.changed({"data.name": "robot-payloads", "method.name": "maml"})
    variable = glyphs.changed({"task.sizes": "variable"})
    assert "table" in why_unused(by_path["data.task_column"], glyphs)
    assert why_unused(by_path["data.task_column"], table) == ""
    assert why_unused(by_path["data.split_file"], table) == ""
    assert "of its own" in why_unused(by_path["task.shots"], variable)
    assert why_unused(by_path["task.shots"], glyphs) == ""
    strokes = glyphs.changed({"data.name": "omniglot-strokes"})
    assert "no pictures" in why_unused(by_path["data.augment_flip"], strokes)


def test_another_data_set_is_not_divided_by_the_places_of_the_last(
    form: ExperimentForm, session: Session
) -> None:
    divided = {"split": "sittings", "sittings_file": "index.csv", "sittings_column": "smear"}
    told = {"data.name": "cells", **{f"data.{key}": v for key, v in divided.items()}}
    session.set_experiment(session.experiment.changed(told))
    form._edit("data.name", "glyphs")
    data = session.experiment.data
    assert (data.name, data.split, data.sittings_file) == ("glyphs", "random", None)
    assert data.sittings_column is None
    session.undo.undo()
    assert session.experiment.data.sittings_file == "index.csv"
