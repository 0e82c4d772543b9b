"""The command line, called as a person calls it, without a new process."""

import json

import pytest

from metastudio.cli import main

FAST = [
    "--set=network.channels=8",
    "--set=training.iterations=4",
    "--set=training.validation_tasks=4",
    "--set=task.queries=2",
]


def last_json(capsys):
    return json.loads(capsys.readouterr().out.strip().splitlines()[-1])


@pytest.fixture
def trained(capsys):
    assert main(["train", *FAST, "--json"]) == 0
    return last_json(capsys)


def test_train_evaluate_and_classify_in_a_row(trained, capsys, tmp_path):
    assert trained["iterations"] == 4 and 0 <= trained["validation"]["accuracy"] <= 1
    assert main(["evaluate", trained["run"], "--episodes", "20", "--json"]) == 0
    result = last_json(capsys)
    assert result["episodes"] == 20 and result["ways"] == 5 and result["transductive"] is None
    assert result["inductive"]["accuracy"] == result["accuracy"]

    from metastudio.engine.tasks import glyphs

    names = ["Alphabet 01/character01", "Alphabet 02/character02"]
    glyphs.write_samples(tmp_path / "support", names, 2, seed=1)
    (tmp_path / "support" / "Alphabet 01-character01" / "broken.png").write_text("no picture")
    table = tmp_path / "answers.csv"
    arguments = [trained["checkpoint"], "--support", str(tmp_path / "support")]
    arguments += ["--csv", str(table), "--json", str(tmp_path / "support")]
    assert main(["classify", *arguments]) == 0
    captured = capsys.readouterr()
    answers = json.loads(captured.out.strip().splitlines()[-1])
    assert len(answers["predictions"]) == 4  # the broken one is told, the others go on
    assert "broken.png" in captured.err and len(answers["problems"]) == 2
    assert sum(answers["predictions"][0]["scores"].values()) == pytest.approx(1, abs=1e-4)
    assert {type(answer["none_of_these"]) for answer in answers["predictions"]} == {bool}
    assert len(table.read_text().strip().splitlines()) == 5


def test_evaluate_on_another_task_and_refuses_what_is_fixed(trained, capsys):
    arguments = ["evaluate", trained["checkpoint"], "--episodes", "10", "--json"]
    assert main([*arguments, "--set", "task.ways=20", "--set", "task.shots=5"]) == 0
    assert last_json(capsys)["ways"] == 20
    assert main([*arguments, "--set", "network.channels=4"]) == 2
    assert "fixed in a trained model" in capsys.readouterr().err


def test_resume_goes_on_and_refuses_other_settings(trained, capsys):
    assert main(["train", "--resume", trained["run"], "--json"]) == 0
    assert last_json(capsys)["iterations"] == 4
    assert main(["train", "--resume", trained["run"], "--set", "task.ways=3"]) == 2
    assert "resumed with its own settings" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "status", "sentence"),
    [
        (["train", "--set", "method.inner_rl=1"], 2, "Did you mean 'method.inner_lr'?"),
        (["train", "--set", "task.ways=0"], 2, "task.ways must be at least 2"),
        (["train", "--set", "data.name=nowhere"], 1, "no data set or folder 'nowhere'"),
        (["train", "--set", "data.name=omniglot"], 1, "not imported yet"),
        (["train", "--set", "task.ways=200"], 2, "200-way episodes need 200 classes"),
        (["train", "--set", "network.name=vgg"], 2, "no network 'vgg'"),
        (["train", "--set", "method.name=magic"], 2, "no method 'magic'"),
        (["train", "--set", "data.name=sinusoid"], 2, "ProtoNet tells classes apart"),
        (["train", "absent.toml"], 2, "can't be read"),
        (["train", "--preset", "absent"], 2, "The presets are"),
        (["evaluate", "absent.safetensors"], 1, "can't be opened"),
        (["data", "download", "omniglot"], 1, "data import omniglot"),
        (["data", "show", "/nonexistent"], 1, "no data set or folder"),
        (["runs", "show", "absent"], 1, "no run 'absent'"),
    ],
)
def test_bad_input_is_one_sentence_and_a_status(arguments, status, sentence, capsys):
    assert main(arguments) == status
    error = capsys.readouterr().err
    assert sentence in error and "Traceback" not in error


def test_unknown_options_are_bad_usage(capsys):
    with pytest.raises(SystemExit) as caught:
        main(["train", "--sett", "a=b"])
    assert caught.value.code == 2
    assert "--sett" in capsys.readouterr().err


def test_listings_speak_json(trained, capsys):
    for command, key in [
        (["data", "list"], "data"),
        (["presets"], "presets"),
        (["runs", "list"], "runs"),
        (["doctor"], "torch"),
    ]:
        assert main([*command, "--json"]) == 0
        assert last_json(capsys)[key]
    assert main(["runs", "export", trained["run"], "--format", "json"]) == 0
    assert len(last_json(capsys)) == 5


def test_a_transductive_model_is_read_both_ways(capsys):
    settings = ["--set=method.name=maml", "--set=network.normalization=transductive"]
    assert main(["train", *FAST, *settings, "--json"]) == 0
    checkpoint = last_json(capsys)["checkpoint"]
    assert main(["evaluate", checkpoint, "--episodes=8", "--json"]) == 0
    result = last_json(capsys)
    assert result["accuracy"] == result["transductive"]["accuracy"]
    assert result["inductive"] != result["transductive"]


def test_names_that_are_not_utf8_are_read_and_shown(trained, capsys, tmp_path):
    import os
    import shutil

    from metastudio.engine.tasks import glyphs

    names = ["Alphabet 01/character01", "Alphabet 02/character02"]
    files = glyphs.write_samples(tmp_path / "s", names, 2, seed=1)
    odd = os.fsdecode(os.fsencode(files[0].parent) + b"/\xff.png")
    shutil.copy(files[0], odd)
    assert main(["data", "show", str(tmp_path / "s"), "--json"]) == 0
    table = tmp_path / "o.csv"
    arguments = [trained["checkpoint"], "--support", str(tmp_path / "s"), odd, "--csv", str(table)]
    assert main(["classify", *arguments, "--json"]) == 0
    assert b"\xff.png" in table.read_bytes()


def test_classify_says_why_a_class_is_empty(trained, capsys, tmp_path):
    for name in "ab":
        (tmp_path / name).mkdir()
        (tmp_path / name / "x.png").write_text("no picture")
    assert main(["classify", trained["checkpoint"], "--support", str(tmp_path), "x.png"]) == 2
    assert "x.png is not a picture" in capsys.readouterr().err


def test_a_run_on_a_relative_folder_can_be_evaluated_from_anywhere(capsys, tmp_path, monkeypatch):
    from metastudio.engine.tasks import glyphs

    names = [f"Alphabet 0{i}/character01" for i in range(1, 4)]
    glyphs.write_samples(tmp_path / "mine" / "ds", names, 4, seed=1)
    monkeypatch.chdir(tmp_path / "mine")
    settings = ["--set=data.name=ds", "--set=data.image_size=28", "--set=task.ways=2"]
    assert main(["train", *FAST, *settings, "--json"]) == 0
    run = last_json(capsys)["run"]
    monkeypatch.chdir(tmp_path)
    assert main(["evaluate", run, "--episodes", "4"]) == 0


def test_a_mistake_of_ours_is_one_sentence_too(capsys, monkeypatch):
    from metastudio.cli import listings

    def broken(options):
        raise RuntimeError("boom")

    monkeypatch.setattr(listings, "presets", broken)
    assert main(["presets"]) == 1
    assert "mistake in MetaStudio (RuntimeError: boom)" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["glyphs", "sinusoid"])
def test_every_built_in_data_set_can_be_shown(name, capsys):
    assert main(["data", "show", name]) == 0
    assert capsys.readouterr().out
