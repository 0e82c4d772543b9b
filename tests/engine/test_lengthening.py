"""A run that has come to its end goes on for longer, as if it had been that long from the start."""

import json

import pytest
from alike import difference

from metastudio.cli import main
from metastudio.engine import memory
from metastudio.engine.errors import ConfigError
from metastudio.engine.events import (
    Changed,
    Ended,
    Failed,
    Noticed,
    Started,
    Stepped,
    Validated,
)
from metastudio.engine.experiment import Experiment
from metastudio.engine.runs import RunFolder
from metastudio.engine.training import Control, train

SINE = {"data.name": "sinusoid", "method.name": "maml", "network.name": "mlp"}


def short(**more: object) -> Experiment:
    return Experiment().changed(
        {
            **SINE,
            "training.meta_batch": 2,
            "training.validation_every": 4,
            "training.validation_tasks": 4,
            "training.chunk": 1,
            "training.threads": 1,
            **{k.replace("__", "."): v for k, v in more.items()},
        }
    )


def ended(events):
    *_, last = events
    assert isinstance(last, Ended), last
    return last.run


@pytest.mark.parametrize("method", ["maml", "meta-sgd", "reptile"])
def test_a_run_made_longer_ends_with_the_bits_of_one_that_long_from_the_start(method):
    settings = {"method__name": method, "training__outer_lr_decay": "none"}
    whole = ended(train(short(**settings, training__iterations=12)))
    run = ended(train(short(**settings, training__iterations=8)))
    first, *_ = events = list(train(Experiment(), resume=run, iterations=12))
    assert (first.resumed_from, first.iterations) == (8, 12)
    assert ended(events) == run
    assert not any(isinstance(event, Noticed) for event in events)
    # Where the best look came early, its checkpoint names the length that was planned then.
    assert difference(whole, run) in ("", "checkpoints/best.safetensors: another header")
    assert RunFolder(run).experiment == RunFolder(whole).experiment


def test_a_look_at_an_end_between_two_validations_is_said_to_stay():
    run = ended(train(short(training__iterations=6)))
    events = list(train(Experiment(), resume=run, iterations=12))
    (notice,) = [event.message for event in events if isinstance(event, Noticed)]
    assert "between two validations" in notice
    assert [e.iteration for e in events if isinstance(e, Validated)] == [8, 12]


def test_what_has_no_room_leaves_the_run_as_it_was(monkeypatch):
    run = ended(train(short(training__iterations=4)))
    before = {name: (run / name).read_bytes() for name in ("summary.json", "experiment.toml")}
    monkeypatch.setattr(memory, "available_memory", lambda device: 0)
    *_, last = train(Experiment(), resume=run, iterations=8)
    assert isinstance(last, Failed)
    assert {name: (run / name).read_bytes() for name in before} == before


def test_what_follows_the_length_of_a_run_is_said_and_its_replay_says_so_too():
    cosine = {"training__outer_lr_decay": "cosine"}
    run = ended(train(short(**cosine, training__iterations=4)))
    events = list(train(Experiment(), resume=run, iterations=8))
    (notice,) = [event.message for event in events if isinstance(event, Noticed)]
    assert "follows the new length" in notice
    rates = [event.outer_lr for event in events if isinstance(event, Stepped)]
    assert rates[0] == pytest.approx(0.5e-3)  # half of the new way is behind it
    notices = [e.message for e in train(Experiment(), replay=run) if isinstance(e, Noticed)]
    assert any("made longer on its way" in message for message in notices)


def test_a_time_limit_that_was_reached_does_not_end_a_run_that_is_made_longer():
    run = ended(train(short(training__iterations=10**6, training__max_seconds=0.01)))
    done = RunFolder(run).summary()["iterations"]
    last = list(train(Experiment(), resume=run, iterations=done + 3))[-1]
    assert (last.outcome, last.iterations) == ("completed", done + 3)


def test_fewer_iterations_than_were_run_are_refused_and_nothing_is_touched():
    run = ended(train(short(training__iterations=4)))
    before = {path: path.read_bytes() for path in run.rglob("*") if path.is_file()}
    with pytest.raises(ConfigError, match="has done 4 iterations"):
        next(train(Experiment(), resume=run, iterations=4))
    assert {path: path.read_bytes() for path in run.rglob("*") if path.is_file()} == before


def test_the_command_line_makes_a_run_longer_and_refuses_other_settings(capsys):
    run = str(ended(train(short(training__iterations=4))))
    resume = ["train", "--resume", run, "--set"]
    assert main([*resume, "training.iterations=8", "--json"]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["iterations"] == 8
    assert main([*resume, "training.iterations=3"]) == 2
    assert "has done 8 iterations" in capsys.readouterr().err
    assert main([*resume, "training.seed=1", "--set", "training.iterations=9"]) == 2
    assert "it makes the run longer" in capsys.readouterr().err


def test_a_replay_that_is_interrupted_and_gone_on_with_repeats_the_later_changes_too():
    control = Control()
    for event in train(short(training__iterations=12), control):
        if isinstance(event, Stepped) and event.iteration in (2, 6):
            control.change(inner_lr=0.01 / event.iteration)
    run = event.run
    events = train(Experiment(), replay=run)
    for event in events:
        if isinstance(event, Started):
            again = event.run
        if getattr(event, "iteration", 0) == 5:
            events.close()
    events = list(train(Experiment(), resume=again))
    assert [e.iteration for e in events if isinstance(e, Changed)][-1] == 6
    assert difference(run, ended(events)) == ""
    assert RunFolder(again).changes() == RunFolder(run).changes()
