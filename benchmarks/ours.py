"""MetaStudio's own engine as a contestant, as `metastudio train` would run it."""

import tempfile
from contextlib import ExitStack
from pathlib import Path

import torch
from contestant import Contestant
from torch import Tensor
from works import Episodes, Work

from metastudio.engine import kernels
from metastudio.engine.devices import keep_large_blocks
from metastudio.engine.events import DataCard
from metastudio.engine.experiment import Experiment
from metastudio.engine.learner import Learner, Source
from metastudio.engine.methods.method import learned
from metastudio.engine.plan import Plan, Workers, outer_gradient, workers
from metastudio.engine.planning import choose
from metastudio.engine.tasks.classes import gather
from metastudio.engine.tasks.episodes import Episode, Labelled
from metastudio.engine.tasks.functions import FAMILIES
from metastudio.engine.tasks.images import Transform
from metastudio.engine.tasks.sources import FunctionSource, PictureSource
from metastudio.engine.workspace import Workspace

AS_PUBLISHED = {"maml": "transductive", "anil": "transductive", "protonet": "running"}
"""The normalisation that the peers have: in training, the statistics of the batch in hand."""

SIZES = (1, 2, 4, 8, 32)
CARD = DataCard("noise", "Noise", "", "pictures", "ready", "", "", "")


class Ours(Contestant):
    """The engine under a plan: the one that it chooses for a run, or one set by hand."""

    def __init__(self, work: Work, data: Episodes, start: dict[str, Tensor]) -> None:
        super().__init__(work, data, start)
        keep_large_blocks()
        kernels.prepare()
        self.batch = Episode(
            Labelled(data.support_x, data.support_y),
            Labelled(data.query_x, data.query_y),
            work.ways,
        )
        self.normalize("none" if work.regression else AS_PUBLISHED[work.method])
        self._open = ExitStack()
        self._plan: Plan | None = None
        self._pool: Workers | None = None

    def normalize(self, how: str) -> None:
        """Build the learner with a normalisation."""
        self.learner = Learner(experiment(self.work, how), source(self.work), torch.device("cpu"))
        self.params = self._parameters()

    def settings(self, alone: bool) -> list[str]:
        """The plan that a run would measure and choose: "4 × 2", four tasks a chunk, two threads.

        No threads beside each other is one processor for all ("0") or all within one ("1").
        """
        if alone:
            return [f"{size} × 0" for size in sorted({min(n, self.work.tasks) for n in SIZES})]
        with tempfile.TemporaryDirectory() as folder:
            plan = choose(self.learner, Workspace(Path(folder))).plan
        return [f"{plan.tasks} × {0 if plan.serial else plan.threads}"]

    def use(self, setting: str) -> str:
        """Take a plan as `settings` names it."""
        tasks, threads = (int(part) for part in setting.split(" × "))
        plan = Plan(tasks, max(threads, 1), serial=threads == 0)
        self._open.close()
        self._plan, self._pool = plan, self._open.enter_context(workers(plan))
        if plan.threads > 1 or plan.serial:
            return str(plan)
        return f"chunks of {plan.tasks}, {torch.get_num_threads()} threads within"

    def gradient(self) -> dict[str, Tensor]:
        """One outer gradient; the threads stay from one to the next, as in training."""
        if self._plan is None:
            self.use(f"{min(2, self.work.tasks)} × 1")
        assert self._plan is not None and self._pool is not None
        method = self.learner.method
        return outer_gradient(method, self.params, self.batch, self._plan, self._pool).gradients

    def _parameters(self) -> dict[str, Tensor]:
        kind = next(iter(self.start.values())).dtype
        params = {
            # In the memory layout that the engine gives them.
            name: torch.empty_like(value, dtype=kind).copy_(self.start.get(name, value)).detach()
            for name, value in self.learner.params.items()
        }
        if learned(params).keys() != self.start.keys():
            raise ValueError(
                f"The engine learns {sorted(learned(params))}, "
                f"but the benchmark draws {sorted(self.start)}."
            )
        for leaf in learned(params).values():
            leaf.requires_grad_()
        return params


def experiment(work: Work, normalization: str) -> Experiment:
    """The settings that a user would give for a work."""
    settings: dict[str, object] = {
        "data.name": "sinusoid" if work.regression else "glyphs",
        "data.image_size": work.size,
        "task.shots": work.shots,
        "task.queries": work.queries,
        "method.name": work.method,
        "method.inner_lr": work.inner_lr,
        "method.inner_steps": work.steps,
        "network.normalization": normalization,
        "network.name": "mlp" if work.regression else "conv4",
        "network.channels": work.filters,
        "network.hidden": work.hidden,
        "training.meta_batch": work.tasks,
        "training.device": "cpu",
    }
    if not work.regression:
        settings["task.ways"] = work.ways
    if work.method != "protonet":
        settings["method.first_order"] = work.first_order
    return Experiment().changed(settings)


def source(work: Work) -> Source:
    """Sinusoids, or classes of noise: enough to deal the work's episodes."""
    if work.regression:
        return FunctionSource(FAMILIES["sinusoid"].card, FAMILIES["sinusoid"])
    chance = torch.Generator().manual_seed(0)
    size = (work.shots + work.queries, *work.shape)
    pictures = [
        torch.randint(256, size, generator=chance).to(torch.uint8) for _ in range(work.ways)
    ]
    classes = gather("noise", pictures, [str(way) for way in range(work.ways)])
    splits = dict.fromkeys(("train", "validation", "test"), classes)
    return PictureSource(CARD, splits, Transform(work.size, work.colours))
