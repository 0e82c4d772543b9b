"""How long dealing a meta-batch takes: 32 tasks of 5-way 1-shot with 15 queries, and others.

Omniglot where it is imported (`metastudio data import omniglot …`), else glyphs.

    python benchmarks/sampling.py
"""

import time
from statistics import median

import torch

from metastudio.engine.experiment import Experiment
from metastudio.engine.tasks.augmentation import Augmentation
from metastudio.engine.tasks.catalog import open_source
from metastudio.engine.tasks.omniglot import is_imported
from metastudio.engine.workspace import Workspace

TASKS, ROUNDS = 32, 60
KINDS = {
    "5-way 1-shot, 15 queries": {},
    "20-way 5-shot, 15 queries": {"task.ways": 20, "task.shots": 5},
    "the same within one alphabet": {"task.within_group": True},
    "drifting classes": {"data.drift": "classes"},
    "drifting rotation": {"data.drift": "rotation"},
    "augmented in every way": {
        "data.augment_rotation": 20, "data.augment_flip": True, "data.augment_crop": 0.2,
        "data.augment_colour": 0.3,
    },
    "variable way and shot": {"task.sizes": "variable"},
}  # fmt: skip


def milliseconds(name: str, settings: dict[str, object]) -> float:
    """Return the median time of a meta-batch on one thread, opening the data set left out."""
    chosen = {"data.name": name, "task.queries": 15, **settings}
    e = Experiment().changed(chosen)
    source = open_source(e.data, Workspace.default())
    sampler = source.sampler("train", e.task, 0, TASKS * ROUNDS)
    augmentation = Augmentation.of(e.data, ink=True)
    times = []
    for number in range(ROUNDS if e.task.sizes == "fixed" else 5):
        begin = time.perf_counter()
        augmentation.apply(sampler.draw(number * TASKS, TASKS), 0, number * TASKS)
        times.append(time.perf_counter() - begin)
    return 1000 * median(times)


def main() -> None:
    """Print a line for each kind of task."""
    torch.set_num_threads(1)
    name = "omniglot" if is_imported(Workspace.default()) else "glyphs"
    for kind, settings in KINDS.items():
        print(f"{name}, {TASKS} tasks, {kind}: {milliseconds(name, settings):.1f} ms", flush=True)


if __name__ == "__main__":
    main()
