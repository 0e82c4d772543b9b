"""The memory that is told before a run, and what is said where there is not enough."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from metastudio.engine import kernels, memory
from metastudio.engine.events import Failed, Started
from metastudio.engine.experiment import METHODS, NETWORKS, Experiment
from metastudio.engine.learner import Learner
from metastudio.engine.plan import Plan
from metastudio.engine.tasks.catalog import open_source
from metastudio.engine.training import train
from metastudio.engine.workspace import Workspace

CPU = torch.device("cpu")
BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "memory_estimate.py"


def learner(**settings: object) -> Learner:
    e = Experiment().changed({k.replace("__", "."): v for k, v in settings.items()})
    return Learner(e, open_source(e.data, Workspace.default()), CPU)


@pytest.mark.parametrize(
    "settings",
    [
        {"method.name": "maml", "training.chunk": 2, "training.threads": 1},
        {"method.name": "maml", "training.chunk": 1, "training.threads": 1},
        {"task.training_ways": 60, "task.shots": 5},
    ],
    ids=["MAML", "MAML one by one", "ProtoNet"],
)
def test_the_estimate_is_within_30_percent_of_the_measured_peak(settings):
    done = subprocess.run(
        [sys.executable, str(BENCHMARK), json.dumps(settings)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    estimate, peak = (int(number) for number in done.stdout.split())
    assert 0.7 < estimate / peak < 1.3


def test_what_is_alive_in_a_small_sum_is_counted_to_the_byte():
    def work():
        a = torch.zeros(1000, device="meta")  # 4,000 bytes
        b = a + 1  # 4,000 more
        del a
        return b.view(10, 100).double() + 1  # 8,000 and 8,000 more, beside b; the view is free

    with memory._Alive() as alive:
        kept = work()
    assert alive.peak == 4000 + 8000 + 8000
    del kept


@pytest.mark.parametrize(
    ("method", "network"),
    [
        (method, network)
        for method in METHODS
        for network in NETWORKS
        if (method, network) != ("proto-maml", "efficientnet-lite0")  # refused: nothing to learn
    ],
)
def test_every_method_and_network_can_be_estimated(method, network):
    small = learner(method__name=method, network__name=network, training__meta_batch=2)
    assert memory.bytes_alive(small, 1) > 10_000
    if small.method.episodic:
        assert memory.bytes_alive(small, 2) > memory.bytes_alive(small, 1)


def test_a_chunk_needs_as_much_as_its_tasks_do_one_by_one():
    # What the estimate takes for granted, so that it need not look at every size of chunk.
    made = learner(method__name="maml", network__channels=16, training__fused=False)
    one, four = (memory.bytes_alive(made, tasks) for tasks in (1, 4))
    assert four == pytest.approx(4 * one, rel=0.05)


def test_a_chunk_whose_queries_are_taken_one_by_one_is_counted_so():
    assert kernels.prepare().ready
    made = learner(method__name="maml", network__channels=16)
    one, four = (memory.bytes_alive(made, tasks) for tasks in (1, 4))
    assert four < 3 * one
    assert memory._bytes_of_a_chunk(made, 4) == pytest.approx(four, rel=0.1)


def test_many_inner_steps_are_counted_without_taking_them_all():
    made = learner(method__name="maml", method__inner_steps=9, network__channels=8)
    assert memory._bytes_of(made, 1) == pytest.approx(memory.bytes_alive(made, 1), rel=0.03)


def test_second_order_more_steps_and_more_threads_need_more():
    plan = Plan(4, 1)
    base = memory.estimate(learner(method__name="maml"), plan).training
    first = memory.estimate(learner(method__name="maml", method__first_order=True), plan).training
    steps = memory.estimate(learner(method__name="maml", method__inner_steps=5), plan).training
    threads = memory.estimate(learner(method__name="maml"), Plan(4, 2)).training
    assert first < base < steps
    assert base < threads < 2 * base


def test_what_would_fit_fits():
    # On torch's path, where the second derivatives take most; kernels may be there or not.
    settings = {"method__name": "maml", "task__queries": 15, "method__inner_steps": 4}
    large = learner(**settings, training__fused=False)
    needs = memory.estimate(large, large.plan).training
    names = memory.what_would_fit(large, int(0.8 * needs))
    assert any("one task at a time" in name for name in names)
    assert "first order" in names
    by_hand = learner(**settings, training__fused=False, method__first_order=True)
    assert memory.estimate(by_hand, by_hand.plan).training <= 0.8 * needs
    assert memory.what_would_fit(large, 1_000_000) == []


def test_a_run_that_would_not_fit_ends_before_it_starts_and_says_what_would(monkeypatch):
    monkeypatch.setattr(memory, "available_memory", lambda device: 350_000_000)
    e = Experiment().changed(
        {
            "method.name": "maml",
            "task.ways": 20,
            "training.chunk": 4,
            "training.threads": 2,
            "training.fused": False,  # kernels may be there or not
        }
    )
    started, failed = list(train(e))
    assert isinstance(started, Started) and isinstance(failed, Failed)
    assert "not enough memory" in failed.message and "350 MB are free" in failed.message
    assert "one task at a time" in failed.remedy


LIMITED = """
import json, resource, sys
from pathlib import Path
import torch
from metastudio.engine import kernels, memory
from metastudio.engine.experiment import Experiment
from metastudio.engine.events import Failed, Stepped
from metastudio.engine.training import train

e = Experiment().changed({"method.name": "maml", "task.queries": 15, "training.meta_batch": 8,
    "training.chunk": 8, "training.threads": 1, "training.validation_every": 2,
    "training.validation_tasks": 2, "network.channels": 8})
steps, failed = 0, None
for event in train(e):
    if isinstance(event, Stepped):
        steps += 1
        if steps == 3:  # as if another program had taken the rest of the memory
            held = Path("/proc/self/statm").read_text().split()[0]
            used = int(held) * resource.getpagesize()
            resource.setrlimit(resource.RLIMIT_AS, (used, used))
            ballast = []
            for size in (10**8, 10**7, 10**6, 10**5):
                try:
                    while True:
                        ballast.append(torch.empty(size, dtype=torch.uint8).fill_(1))
                except RuntimeError:
                    continue
    if isinstance(event, Failed):
        failed = event
        ballast = None
print(json.dumps({"steps": steps, "message": failed.message, "remedy": failed.remedy,
    "kept": failed.checkpoint is not None and failed.checkpoint.is_file()}))
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits memory by RLIMIT_AS")
def test_running_out_of_memory_keeps_the_weights_and_the_program():
    done = subprocess.run(
        [sys.executable, "-c", LIMITED], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert 3 <= told["steps"] < 1000
    assert "not enough memory" in told["message"]
    assert told["remedy"]
    assert told["kept"]


def test_the_start_of_a_run_in_which_every_step_counts_is_its_worst_moment():
    plain = {"method__name": "maml", "method__inner_steps": 3, "training__fused": False}
    last, every = learner(**plain), learner(**plain, method__multi_step_until=0.1)
    assert memory.bytes_alive(every, 1) > 1.3 * memory.bytes_alive(last, 1)
