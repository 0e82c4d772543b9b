"""Which method for my data, asked of the engine."""

import json
import re

import pytest

from metastudio.cli import main
from metastudio.engine.advice import advise, experiments
from metastudio.engine.errors import ConfigError
from metastudio.engine.experiment import Experiment
from metastudio.engine.tasks import glyphs
from metastudio.engine.tasks.catalog import open_source
from metastudio.engine.workspace import Workspace


def test_the_best_comes_first_and_the_others_are_set_against_it():
    heard = []
    advice = advise(
        Experiment().data,
        seconds=0.5,
        episodes=40,
        progress=lambda share, words: bool(heard.append((share, words)) or True),
    )
    assert advice is not None
    accuracy = [m.evaluation.headline.final.mean for m in advice.comparison.models]
    assert accuracy == sorted(accuracy, reverse=True)
    for model, difference in zip(
        advice.comparison.models[1:], advice.comparison.differences, strict=True
    ):
        assert difference.against == str(advice.best) and difference.of == model.name
        assert difference.interval.mean == pytest.approx(
            model.evaluation.headline.final.mean - accuracy[0], abs=1e-9
        )
    gaps = [float(gap) for gap in re.findall(r"(-?[\d.]+) ±", advice.verdict())]
    assert len(gaps) == 2 and min(gaps) >= 0  # how far the best is ahead
    shares = [share for share, _ in heard]
    assert shares == sorted(shares) and shares[-1] == 1.0
    assert [w for w in ("ProtoNet", "MAML", "Transfer") if any(w in words for _, words in heard)]


def test_all_families_get_the_same_pictures_tasks_and_time():
    data = Experiment().data
    plans = experiments(data, open_source(data, Workspace.default()), 5, 2, 7.0, 3)
    assert len({(p.data, p.task, p.training.max_seconds, p.network.channels) for p in plans}) == 1
    assert {p.method.name for p in plans} == {"protonet", "maml", "transfer"}
    assert plans[0].task.shots == 2 and plans[0].training.seed == 3
    assert plans[0].training.max_seconds == 7.0


def test_an_advice_that_nobody_wants_any_more_ends():
    assert advise(Experiment().data, seconds=60, progress=lambda *_: False) is None


def test_functions_are_refused():
    data = Experiment().changed({"method.name": "maml", "data.name": "sinusoid"}).data
    with pytest.raises(ConfigError, match="functions"):
        advise(data)


def test_more_shots_than_pictures_are_refused_with_the_number_that_there_are():
    with pytest.raises(ConfigError, match="one has 20"):
        advise(Experiment().data, shots=20)


def test_the_command_line_ranks_the_families(capsys):
    words = ["advise", "glyphs", "--seconds", "0.5", "--episodes", "30", "--json"]
    assert main(words) == 0
    out = capsys.readouterr().out
    found = json.loads(out.splitlines()[-1])
    assert len(found["models"]) == 3 and found["best"] == found["models"][0]["path"]
    assert found["verdict"] in out


def test_a_folder_is_advised_on_as_it_lies_whatever_else_has_its_name(tmp_path, capsys):
    names = [f"Alphabet 0{i}/character0{j}" for i in range(1, 4) for j in range(1, 5)]
    folder = tmp_path / "glyphs"  # the name of a data set that is there already
    glyphs.write_samples(folder, names, 4, seed=1)
    words = ["advise", str(folder), "--seconds", "0.3", "--episodes", "10", "--ways", "2", "--json"]
    assert main(words) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["data"] == str(folder)
