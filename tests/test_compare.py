"""`metastudio compare`, and what `evaluate` prints of classes and steps."""

import json

import pytest

from metastudio.cli import main
from metastudio.engine.presets import resources

BUNDLED = str(resources() / "models" / "omniglot-protonet.safetensors")
ON_GLYPHS = ["--set", "data.name=glyphs", "--set", "task.queries=2", "--episodes", "20"]


@pytest.fixture
def maml(capsys):
    settings = ["network.channels=8", "training.iterations=4", "training.validation_tasks=4"]
    given = [f"--set={setting}" for setting in (*settings, "method.name=maml", "task.queries=2")]
    assert main(["train", *given, "--json"]) == 0
    return json.loads(capsys.readouterr().out.strip().splitlines()[-1])["run"]


def test_two_models_are_compared_in_words_and_in_json(maml, capsys):
    assert main(["compare", BUNDLED, maml, *ON_GLYPHS, "--seed", "4", "--json"]) == 0
    *lines, last = capsys.readouterr().out.strip().splitlines()
    result = json.loads(last)
    assert lines[0].startswith("glyphs (random), test classes, 5-way 1-shot, 2 queries a class")
    assert len(lines) == 4 and lines[3].endswith("percentage points; 1 is better")
    facts = {k: result[k] for k in ("episodes", "seed", "split", "ways", "shots", "queries")}
    assert facts == {
        "ways": 5,
        "shots": 1,
        "queries": 2,
        "episodes": 20,
        "seed": 4,
        "split": "test",
    }
    assert [m["title"] for m in result["models"]] == ["ProtoNet · Conv4", "MAML · Conv4"]
    (difference,) = result["differences"]
    assert difference["of"].startswith(maml) and difference["against"] == BUNDLED
    accuracies = [m["accuracy"] for m in result["models"]]
    assert difference["mean"] == pytest.approx(accuracies[1] - accuracies[0])
    assert difference["within_noise"] is False and result["warnings"] == []


def test_a_model_against_itself_is_within_noise(capsys):
    assert main(["compare", BUNDLED, BUNDLED, BUNDLED, *ON_GLYPHS]) == 0
    *_, second, third = capsys.readouterr().out.strip().splitlines()
    assert (
        second == "2 − 1: +0.00 ± 0.00 percentage points; within noise, as 0 lies in the interval"
    )
    assert third.startswith("3 − 1: ")


def test_models_of_different_tasks_are_refused_and_the_remedy_works(maml, capsys):
    assert main(["compare", BUNDLED, maml, "--episodes", "4"]) == 2
    error = capsys.readouterr().err
    assert "data.name is omniglot for omniglot-protonet.safetensors and glyphs for" in error
    assert "task.queries is 5 for" in error and "Traceback" not in error
    assert "--set data.name=omniglot --set task.queries=5" in error
    settings = ["--set", "data.name=glyphs", "--set", "task.queries=5"]
    assert main(["compare", BUNDLED, maml, "--episodes", "4", *settings]) == 0


def test_testing_on_training_classes_is_told_on_the_error_stream(maml, capsys):
    assert main(["compare", maml, maml, "--split", "train", "--episodes", "4", "--json"]) == 0
    captured = capsys.readouterr()
    result = json.loads(captured.out.strip().splitlines()[-1])
    assert len(result["warnings"]) == 2
    assert captured.err.strip().splitlines() == result["warnings"]
    assert "357 more, of 360" in result["warnings"][0]


def test_one_checkpoint_alone_is_bad_usage(capsys):
    with pytest.raises(SystemExit) as caught:
        main(["compare", BUNDLED])
    assert caught.value.code == 2 and "CHECKPOINT|RUN" in capsys.readouterr().err


def test_functions_are_compared_with_the_lower_error_as_the_better(capsys):
    runs = []
    for iterations in (1, 300):
        settings = ["data.name=sinusoid", "method.name=maml", f"training.iterations={iterations}"]
        given = [f"--set={setting}" for setting in settings]
        assert main(["train", *given, "--json"]) == 0
        runs.append(json.loads(capsys.readouterr().out.strip().splitlines()[-1])["run"])
    assert main(["compare", *runs, "--episodes", "100", "--json"]) == 0
    first, *_, verdict, last = capsys.readouterr().out.strip().splitlines()
    assert "lower is better" in first and verdict.endswith("2 is better")
    assert json.loads(last)["differences"][0]["mean"] < 0


def test_evaluate_prints_the_steps_and_the_five_hardest_classes(maml, capsys):
    assert main(["evaluate", maml, "--episodes", "20", "--json"]) == 0
    *lines, last = capsys.readouterr().out.strip().splitlines()
    result = json.loads(last)
    steps = next(line for line in lines if line.startswith("after steps"))
    assert steps.count(":") == 4 and len(result["ci95_per_step"]) == 4
    hardest = next(line for line in lines if line.startswith("hardest classes"))
    assert hardest.count("%") == 5 < len(result["per_class"])
    least = min(seen["accuracy"] for seen in result["per_class"].values())
    assert f"{100 * least:.2f} %" in hardest


def test_many_steps_are_printed_in_part(maml, capsys):
    many = ["--set", "method.test_steps=30"]
    assert main(["evaluate", maml, "--episodes", "4", *many, "--json"]) == 0
    *lines, last = capsys.readouterr().out.strip().splitlines()
    steps = next(line for line in lines if line.startswith("after steps"))
    shown = [part.split(":")[0] for part in steps.removeprefix("after steps").split(",")]
    assert [int(step) for step in shown] == [0, 1, 2, 5, 10, 20, 30]
    assert len(json.loads(last)["accuracy_per_step"]) == 31


def test_a_model_without_steps_prints_none(capsys):
    assert main(["evaluate", BUNDLED, *ON_GLYPHS]) == 0
    assert "after steps" not in capsys.readouterr().out
