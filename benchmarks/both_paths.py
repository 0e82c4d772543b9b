"""Training curves with fused kernels and without, same seeds: does the path change what is learned?

    python benchmarks/both_paths.py maml protonet [--iterations 150] [--seeds 2] --out FILE.json

Omniglot has to lie in the workspace (`metastudio data import omniglot …`). Each curve is the
validation accuracy; the runs go into a temporary folder.
"""

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path

from tables import header

from metastudio.engine.events import Ended, Validated
from metastudio.engine.experiment import Experiment
from metastudio.engine.training import train

RECIPES = {
    "maml": {
        "method.name": "maml",
        "method.inner_lr": 0.5,
        "training.outer_lr": 0.003,
        "method.inner_steps": 1,
        "task.queries": 5,
        "training.meta_batch": 8,
    },
    "protonet": {
        "method.name": "protonet",
        "task.ways": 5,
        "task.training_ways": 20,
        "task.shots": 5,
        "task.queries": 5,
        "training.meta_batch": 1,
    },
}
ALL = {
    "data.name": "omniglot",
    "network.name": "conv4",
    "network.channels": 64,
    "training.validation_tasks": 100,
    "training.device": "cpu",
}


def curve(settings: dict[str, object]) -> dict[str, object]:
    """Train once; returns iterations, accuracies and the seconds that it took."""
    begin = time.perf_counter()
    at, scores = [], []
    with tempfile.TemporaryDirectory() as folder:
        for event in train(Experiment().changed({**ALL, **settings}), runs=Path(folder)):
            if isinstance(event, Validated):
                at.append(event.iteration)
                scores.append(round(event.score, 4))
        assert isinstance(event, Ended), event
    seconds = round(time.perf_counter() - begin, 1)
    return {"iterations": at, "accuracy": scores, "seconds": seconds}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("recipes", nargs="+", choices=list(RECIPES))
    parser.add_argument("--iterations", type=int, default=150)
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--out", type=Path, required=True)
    chosen = parser.parse_args()
    found = json.loads(chosen.out.read_text()) if chosen.out.exists() else {}
    print(header())
    for recipe in chosen.recipes:
        for seed in range(chosen.seeds):
            for path, fused in (("fused", True), ("torch", False)):
                settings = {
                    **RECIPES[recipe],
                    "training.seed": seed,
                    "training.fused": fused,
                    "training.iterations": chosen.iterations,
                    "training.validation_every": max(1, chosen.iterations // 10),
                }
                name = f"{recipe}, seed {seed}, {path}"
                found[name] = curve(settings)
                print(name, *found[name]["accuracy"], f"{found[name]['seconds']} s", flush=True)
                chosen.out.write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    sys.exit(main())
