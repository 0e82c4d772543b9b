"""Which plan a run is worked through with, and that it is the same one again."""

import json

import pytest
import torch

from metastudio.engine import planning
from metastudio.engine.events import Started
from metastudio.engine.experiment import Experiment
from metastudio.engine.learner import Learner
from metastudio.engine.plan import Plan, Workers, outer_gradient, workers
from metastudio.engine.tasks.catalog import open_source
from metastudio.engine.training import train
from metastudio.engine.workspace import Workspace

SMALL = {
    "network.channels": 8,
    "training.fused": False,  # whether another test has prepared the kernels changes nothing here
    "training.iterations": 2,
    "training.validation_every": 1,
    "training.validation_tasks": 2,
}


def experiment(**settings: object) -> Experiment:
    given = {k.replace("__", "."): v for k, v in settings.items()}
    return Experiment().changed({"method.name": "maml", **SMALL, **given})


def learner(e: Experiment) -> Learner:
    return Learner(e, open_source(e.data, Workspace.default()), torch.device("cpu"))


def test_the_plan_is_measured_once_and_remembered(tmp_path, monkeypatch):
    workspace, e = Workspace(tmp_path), experiment()
    first = planning.choose(learner(e), workspace)
    assert first.reason == "measured" and first.measured

    def never(*_: object) -> float:
        raise AssertionError("measured again")

    monkeypatch.setattr(planning, "_seconds_a_task", never)
    again = planning.choose(learner(e), workspace)
    assert (again.plan, again.reason) == (first.plan, "measured earlier")
    other_rates = experiment(method__inner_lr=0.1, training__outer_lr=0.01, training__seed=5)
    assert planning.choose(learner(other_rates), workspace).plan == first.plan
    with pytest.raises(AssertionError, match="measured again"):
        planning.choose(learner(experiment(method__inner_steps=2)), workspace)
    monkeypatch.setattr(planning, "ENGINE", planning.ENGINE + 1)
    with pytest.raises(AssertionError, match="measured again"):
        planning.choose(learner(e), workspace)


def test_the_fastest_plan_wins_and_a_near_tie_keeps_the_usual_one(tmp_path, monkeypatch):
    e, seconds = experiment(), {}
    made = learner(e)
    monkeypatch.setattr(planning, "_seconds_a_task", lambda _, plan: seconds.get(plan, 1.0))
    assert planning.choose(made, Workspace(tmp_path / "a")).plan == made.plan
    seconds[Plan(1, 1)] = 0.93
    assert planning.choose(made, Workspace(tmp_path / "b")).plan == made.plan
    seconds[Plan(1, 1)] = 0.5
    assert planning.choose(made, Workspace(tmp_path / "c")).plan == Plan(1, 1)


def test_a_plan_set_by_hand_is_taken_and_recorded():
    e = experiment(training__chunk=3, training__threads=1)
    events = list(train(e))
    started = next(event for event in events if isinstance(event, Started))
    assert started.plan == "chunks of 3 tasks on 1 thread"
    found = json.loads((started.run / "plan.json").read_text())
    assert found["plan"]["tasks"] == 3 and found["reason"] == "set by hand"


def test_a_resumed_run_keeps_its_plan():
    events = train(experiment())
    started = next(events)
    list(events)
    run = started.run
    odd = planning.Choice(Plan(5, 1), "measured", {})
    planning.record(run, odd)
    resumed = next(iter(train(Experiment(), resume=run)))
    assert resumed.plan == "chunks of 5 tasks on 1 thread"


def test_a_damaged_memory_of_plans_is_measured_anew(tmp_path):
    (tmp_path / "plans.json").write_text("{torn")
    assert planning.choose(learner(experiment()), Workspace(tmp_path)).reason == "measured"


def test_fewer_tasks_at_once_are_chosen_where_memory_is_short(tmp_path, monkeypatch):
    from metastudio.engine import memory

    made = learner(experiment(network__channels=64))
    one, two = (memory.estimate(made, Plan(tasks, 1)).training for tasks in (1, 2))
    monkeypatch.setattr(memory, "available_memory", lambda device: (one + two) // 2)
    assert planning.choose(made, Workspace(tmp_path)).plan == Plan(1, 1)


def test_the_sum_does_not_depend_on_which_thread_was_first():
    made = learner(experiment())
    batch = made.batch(1)
    pool = Workers(2)
    two = outer_gradient(made.method, made.params, batch, Plan(1, 2), pool)
    again = outer_gradient(made.method, made.params, batch, Plan(1, 2), pool)
    pool.close()
    serial = Plan(1, 1, serial=True)  # one thread inside an operation, as each worker has
    with workers(serial) as alone:
        one = outer_gradient(made.method, made.params, batch, serial, alone)
    for name, gradient in two.gradients.items():
        assert torch.equal(gradient, again.gradients[name])
        assert torch.equal(gradient, one.gradients[name])
