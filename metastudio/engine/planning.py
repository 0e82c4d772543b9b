"""Choosing a plan: set by hand, recorded by the run, remembered by the machine, or measured.

What is fastest depends on the machine and the work, and sums in another order are other bits. So
a measured plan is remembered in the workspace: the same experiment on the same machine gets the
same plan, and the same numbers, again.
"""

import json
import math
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import torch

from metastudio.engine.devices import cpu_threads, device_title, give_back_blocks
from metastudio.engine.learner import Learner
from metastudio.engine.memory import estimate
from metastudio.engine.networks.mlp import MLP
from metastudio.engine.plan import Plan, first_tasks, outer_gradient, workers
from metastudio.engine.workspace import Workspace, write_atomically

SECONDS = 4.0
"""Of measuring; the usual plan is measured in any case."""
CLEARLY = 0.9
"""A plan takes the place of a smaller one when it needs less than this part of its time."""
TASKS_MEASURED = 8
SMALL = 20 * 28 * 28
"""Pixels of the support sets side by side, up to which a thread usually takes more of them at once.

Five pictures of 28×28 are a tenth faster four tasks at once than one by one, and so little is lost
in the ups and downs of a machine; twenty, or five of 84×84, gain nothing.
"""
RECORD = "plan.json"
ENGINE = 4
"""Raised when the engine comes to spend its time otherwise: then remembered plans are no good."""


@dataclass(frozen=True)
class Choice:
    """A plan and why it was chosen: "set by hand", "measured", …; seconds a task where measured.

    `fused` tells whether it goes with fused kernels.
    """

    plan: Plan
    reason: str
    measured: dict[str, float]
    fused: bool = False


def choose(learner: Learner, workspace: Workspace) -> Choice:
    """Choose the plan of a fresh run."""
    return replace(_chosen(learner, workspace), fused=learner.fused)


def _chosen(learner: Learner, workspace: Workspace) -> Choice:
    settings = learner.experiment.training
    if settings.chunk is not None or settings.threads is not None:
        return Choice(learner.plan, "set by hand", {})
    usual = _that_fits(learner, _usual(learner))
    if learner.device.type != "cpu":
        return Choice(usual, "as large as the memory permits", {})
    candidates = list(dict.fromkeys(_candidates(learner, usual)))
    if len(candidates) == 1:
        return Choice(usual, "the only one", {})
    key, file = _key(learner), workspace.home / "plans.json"
    known = _read(file).get(key)
    if known in [asdict(plan) for plan in candidates]:
        return Choice(Plan(**known), "measured earlier", {})
    choice = _measured(learner, candidates)
    write_atomically(file, json.dumps({**_read(file), key: asdict(choice.plan)}, indent=1))
    return choice


def record(folder: Path, choice: Choice) -> None:
    """Write the choice into a run's folder."""
    write_atomically(folder / RECORD, json.dumps(asdict(choice), indent=1))


def recorded(folder: Path) -> Plan | None:
    """Return the plan that a run was started with; None where its record is missing."""
    found = _read(folder / RECORD).get("plan")
    try:
        return Plan(**found) if isinstance(found, dict) else None
    except TypeError:
        return None


def recorded_fused(folder: Path) -> bool | None:
    """Tell whether a run was started with fused kernels; None where that is not recorded."""
    found = _read(folder / RECORD).get("fused")
    return found if isinstance(found, bool) else None


def _usual(learner: Learner) -> Plan:
    """Return what is usually the fastest: with fused kernels, each processor has tasks of its own.

    Torch's own threads wait for each other after every operation, and the kernels take so little
    memory that a task on each processor is no more than two on all of them were.
    """
    threads = min(cpu_threads(), learner.tasks)
    if learner.fused and threads > 1:
        small = [n for n in _at_once(learner, threads) if _small(learner, n)]
        plans = (Plan(number, threads) for number in (*small, 1))
        return next((plan for plan in plans if _fits(learner, plan)), learner.plan)
    return learner.plan


def _at_once(learner: Learner, threads: int) -> list[int]:
    """Return how many tasks, more than one, each thread could take at once: 4, 2, or none."""
    return [n for n in (4, 2) if n * threads <= learner.tasks and learner.method.body_adapts]


def _small(learner: Learner, number: int) -> bool:
    """Tell whether so many support sets, side by side, are still small."""
    task = learner.experiment.task
    return number * task.ways * task.shots * math.prod(learner.shape[-2:]) <= SMALL


def _candidates(learner: Learner, usual: Plan) -> Iterator[Plan]:
    """Yield the plans that are ever the fastest by more than noise, the usual one first.

    On torch's path, chunks of four and more tasks gained nothing on any work that was measured, and
    took two to four times the memory. With fused kernels they pay where support sets are small,
    and their convolutions too small to be fast.
    """
    yield usual
    tasks, threads = learner.tasks, cpu_threads()
    if tasks < 2:
        return
    if isinstance(learner.method.network, MLP):
        others = [Plan(-(-tasks // threads), threads)]
    else:
        others = [Plan(1, min(threads, tasks)), Plan(1, 1), learner.plan]
        if learner.fused and threads > 1:
            others = [*(Plan(n, threads) for n in _at_once(learner, threads)), *others]
    yield from (plan for plan in others if _fits(learner, plan))


def _measured(learner: Learner, candidates: list[Plan]) -> Choice:
    """Time the outer gradient of a few tasks, twice with each plan; results are thrown away."""
    seconds: dict[str, float] = {}
    best, fastest, begin = candidates[0], float("inf"), time.perf_counter()
    for plan in candidates:
        if seconds and time.perf_counter() - begin > SECONDS:
            break
        found = _seconds_a_task(learner, plan)
        seconds[str(plan)] = found
        if found < CLEARLY * fastest:
            best, fastest = plan, found
    return Choice(best, "measured", seconds)


def _seconds_a_task(learner: Learner, plan: Plan) -> float:
    # As many tasks as keep every thread busy, and no more than a step has.
    number = min(learner.tasks, max(TASKS_MEASURED, plan.tasks * plan.threads))
    batch = first_tasks(learner.batch(1), number).to(learner.device)
    with workers(plan) as pool:
        rounds = []
        for _ in range(2):
            begin = time.perf_counter()
            outer_gradient(learner.method, learner.params, batch, plan, pool)
            rounds.append(time.perf_counter() - begin)
    give_back_blocks()
    return min(rounds) / number


def _that_fits(learner: Learner, plan: Plan) -> Plan:
    """Return the plan with as many tasks at once as the memory permits."""
    fewer = (replace(plan, tasks=n) for n in range(plan.tasks, 0, -1))
    return next((p for p in fewer if _fits(learner, p)), replace(plan, tasks=1))


def _fits(learner: Learner, plan: Plan) -> bool:
    return estimate(learner, plan).fits


def _key(learner: Learner) -> str:
    """Name all that speed depends on."""
    e = learner.experiment
    return json.dumps(
        [
            ENGINE,
            device_title(learner.device),
            str(torch.__version__),
            learner.shape,
            e.task.model_dump(),
            e.method.model_dump(exclude={"inner_lr", "test_steps"}),
            e.network.model_dump(),
            [e.training.meta_batch, e.training.batch_size, e.training.precision],
            learner.fused,
        ]
    )


def _read(file: Path) -> dict[str, Any]:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}  # missing or damaged: it will be measured again
    return found if isinstance(found, dict) else {}
