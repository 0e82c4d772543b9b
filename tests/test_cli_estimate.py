"""`metastudio train --estimate`: what a run would take, without training."""

import json

import pytest

from metastudio.cli import main
from metastudio.engine.workspace import Workspace

SMALL = ["--set=network.channels=8", "--set=task.queries=2"]
TORCH = "--set=training.fused=false"
"""The path that needs more; whether kernels are there depends on what ran in the process before."""


def estimate(capsys, *arguments):
    assert main(["train", "--estimate", *SMALL, *arguments, "--json"]) == 0
    lines = capsys.readouterr().out.strip().splitlines()
    return lines[:-1], json.loads(lines[-1])


def test_an_estimate_trains_nothing_and_says_plan_and_memory(capsys):
    lines, result = estimate(capsys)
    assert set(result) == {"memory", "available", "fits", "remedies", "plan"}
    assert result["fits"] is True and result["remedies"] == []
    assert 50_000_000 < result["memory"] < 4_000_000_000 < 4 * result["available"]
    assert lines[0] == f"Plan: {result['plan']}."
    assert lines[1].startswith("Memory: about ") and lines[1].endswith(" GB free.")
    assert lines[2] == "It fits."
    assert not Workspace.default().runs.exists()


def test_more_inner_steps_need_more_memory(capsys):
    maml = ["--set=method.name=maml", "--set=network.channels=32", "--set=task.queries=5", TORCH]
    _, one = estimate(capsys, *maml)
    _, five = estimate(capsys, *maml, "--set=method.inner_steps=5")
    assert five["memory"] > one["memory"] + 10_000_000


def test_what_does_not_fit_comes_with_what_would(capsys, monkeypatch):
    maml = ["--set=method.name=maml", "--set=network.channels=64", TORCH]
    monkeypatch.setattr("metastudio.engine.memory.available_memory", lambda device: 100_000_000)
    lines, result = estimate(capsys, *maml)
    assert result["fits"] is False and result["remedies"]
    assert lines[2:] == [
        "It does not fit. What would fit:",
        *(f"  {r}" for r in result["remedies"]),
    ]


@pytest.mark.parametrize(
    ("arguments", "status", "sentence"),
    [
        (["--resume", "somewhere"], 2, "Leave out --resume"),
        (["--set", "task.ways=200"], 2, "200-way episodes need 200 classes"),
        (["--set", "data.name=nowhere"], 1, "no data set or folder 'nowhere'"),
        (["--set", "task.ways=true"], 2, "task.ways must be a whole number, but is 'true'."),
    ],
)
def test_what_can_not_be_estimated_is_refused_in_a_sentence(arguments, status, sentence, capsys):
    assert main(["train", "--estimate", *arguments]) == status
    assert sentence in capsys.readouterr().err
