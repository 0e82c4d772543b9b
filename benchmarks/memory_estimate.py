"""The memory told before a run, and what it took: `python benchmarks/memory_estimate.py`.

Each workload trains for three iterations in a process of its own; its peak is the operating
system's. Prints estimate, peak and their ratio; 1 is right, 0.7 to 1.3 is promised.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from contestant import peak_mebibytes

MAML = {"method.name": "maml", "training.meta_batch": 8}
WORKS: dict[str, dict[str, object]] = {
    "MAML, second order": MAML,
    "MAML, first order, transductive": {
        **MAML,
        "method.first_order": True,
        "network.normalization": "transductive",
    },
    "MAML, 5 inner steps, one task at a time": {
        **MAML,
        "method.inner_steps": 5,
        "training.chunk": 1,
        "training.threads": 1,
    },
    "MAML, group normalisation": {**MAML, "network.normalization": "group"},
    "MAML, 84 × 84, 32 channels": {
        **MAML,
        "data.image_size": 84,
        "network.channels": 32,
        "training.meta_batch": 4,
    },
    "MAML, 20-way, 15 queries": {**MAML, "task.ways": 20, "task.queries": 15},
    "ANIL, 5 inner steps": {"method.name": "anil", "method.inner_steps": 5},
    "Meta-SGD": {"method.name": "meta-sgd"},
    "ProtoNet, 5-way": {},
    "ProtoNet, 60 training ways, 5 shots": {"task.training_ways": 60, "task.shots": 5},
    "Transfer, batches of 256": {"method.name": "transfer", "training.batch_size": 256},
    "Sinusoid MAML": {"data.name": "sinusoid", "method.name": "maml"},
}


def measure(settings: dict[str, object]) -> tuple[int, int]:
    """Return estimate and peak in bytes, of a fresh process."""
    done = subprocess.run(
        [sys.executable, __file__, json.dumps(settings)], check=True, capture_output=True, text=True
    )
    estimate, peak = done.stdout.split()
    return int(estimate), int(peak)


def one(settings: dict[str, object]) -> None:
    from metastudio.engine.events import Failed, Started
    from metastudio.engine.experiment import Experiment
    from metastudio.engine.training import train

    few = {"training.iterations": 3, "training.validation_tasks": 2, "training.validation_every": 3}
    with tempfile.TemporaryDirectory() as folder:
        experiment = Experiment().changed({**few, **settings})
        for event in train(experiment, runs=Path(folder)):
            if isinstance(event, Started):
                estimate = event.memory
            elif isinstance(event, Failed):
                sys.exit(f"{event.message} {event.remedy} {event.detail}")
    print(estimate, int(peak_mebibytes() * 2**20))


def main() -> None:
    if len(sys.argv) > 1:
        one(json.loads(sys.argv[1]))
        return
    print(f"{'':<42} {'estimate':>11} {'peak':>11}   ratio")
    for name, settings in WORKS.items():
        estimate, peak = measure(settings)
        print(
            f"{name:<42} {estimate / 1e6:8.0f} MB {peak / 1e6:8.0f} MB   {estimate / peak:5.2f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
