import sys
from subprocess import run

import pytest

from metastudio.engine.errors import ConfigError
from metastudio.engine.experiment import Experiment, parse_settings, settings
from metastudio.engine.presets import presets


def test_every_preset_survives_toml(tmp_path):
    for preset in presets().values():
        file = tmp_path / "e.toml"
        file.write_text(preset.experiment.to_toml(), encoding="utf-8")
        assert Experiment.load(file) == preset.experiment


def test_all_errors_are_reported_at_once_with_their_paths():
    with pytest.raises(ConfigError) as caught:
        Experiment.from_dict({"method": {"inner_lr": -1}, "task": {"wayz": 3, "shots": 0}})
    assert "method.inner_lr must be above 0" in str(caught.value)
    assert "task.shots must be at least 1" in str(caught.value)
    assert "Did you mean 'task.ways'?" in str(caught.value)


def test_defaults_follow_the_method_and_the_data():
    maml = Experiment().changed({"method.name": "maml"})
    assert (maml.network.normalization, maml.training.meta_batch) == ("support", 8)
    sine = maml.changed({"data.name": "sinusoid"})
    assert (sine.network.name, sine.method.inner_lr, sine.task.shots) == ("mlp", 0.01, 10)
    assert sine.changed({"data.name": "glyphs"}).network.name == "conv4"


def test_what_was_set_by_hand_survives_a_change_of_method():
    mine = Experiment().changed({"task.ways": 7, "training.seed": 3})
    assert mine.changed({"method.name": "maml"}).task.ways == 7
    assert mine.changed({"method.name": "transfer"}).training.seed == 3


def test_set_values_are_read_as_toml_or_text():
    parsed = parse_settings(["a.b=0.1", "a.c=true", "a.d=omniglot", "a.e=[1, 2]"])
    assert parsed == {"a.b": 0.1, "a.c": True, "a.d": "omniglot", "a.e": [1, 2]}
    with pytest.raises(ConfigError, match="KEY=VALUE"):
        parse_settings(["ways"])


def test_broken_toml_says_where(tmp_path):
    file = tmp_path / "e.toml"
    file.write_text("[task\nways = 5")
    with pytest.raises(ConfigError, match="not valid TOML"):
        Experiment.load(file)


def test_every_setting_explains_itself():
    for setting in settings():
        assert setting.label and len(setting.help) > 15, setting.path


def test_starting_the_program_imports_neither_torch_nor_qt():
    code = (
        "import sys, metastudio.cli, metastudio.engine.presets, metastudio.engine.runs;"
        "metastudio.cli.build_parser();"
        "sys.exit(any(m in sys.modules for m in ('torch', 'PySide6')))"
    )
    assert run([sys.executable, "-c", code], check=False).returncode == 0


def test_functions_without_a_word_on_the_method_get_one_that_can_fit_them():
    chosen = Experiment.from_dict({"data": {"name": "sinusoid"}})
    assert (chosen.method.name, chosen.network.name) == ("maml", "mlp")
    with pytest.raises(ConfigError, match="ProtoNet tells classes apart"):
        Experiment.from_dict({"data": {"name": "sinusoid"}, "method": {"name": "protonet"}})


def test_variable_tasks_of_omniglot_are_those_of_meta_dataset() -> None:
    fixed = Experiment().changed({"data.name": "omniglot"})
    variable = fixed.changed({"task.sizes": "variable"})
    assert fixed.data.rotations and not fixed.task.within_group
    assert variable.task.within_group and not variable.data.rotations
    assert variable.data.split == "background-evaluation"
    assert variable.changed({"task.sizes": "fixed"}) == fixed


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"task.sizes": "variable", "method.name": "maml"}, "fixed number of ways.*proto-maml"),
        ({"task.sizes": "variable", "task.disjoint_sittings": True}, "keep sittings apart"),
        ({"data.drift": "parameters"}, "'classes' or 'rotation'"),
        ({"data.name": "line", "method.name": "maml", "data.drift": "classes"}, "'parameters'"),
        ({"data.drift": "classes", "method.name": "transfer"}, "not on a stream"),
    ],
)
def test_tasks_that_a_method_or_data_set_can_not_have_are_refused(settings, message) -> None:
    with pytest.raises(ConfigError, match=message):
        Experiment().changed(settings)
