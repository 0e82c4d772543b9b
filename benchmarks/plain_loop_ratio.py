"""The engine's outer gradient against a plain loop: `python benchmarks/plain_loop_ratio.py`.

The plain loop (tests/methods/plain_loop.py) is what a paper's reader would write: an `nn.Module`,
`functional_call`, one task after another, with torch's own threads. Both are timed in turn,
A B A B, in one process; the medians' ratio is printed, above 1 where the engine is faster.
"""

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import torch
import torch.nn.functional as F

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "methods"))
import plain_loop

from metastudio.engine.devices import cpu_threads, keep_large_blocks
from metastudio.engine.experiment import Experiment
from metastudio.engine.methods import build_method
from metastudio.engine.methods.method import learned
from metastudio.engine.plan import outer_gradient, usual_plan, workers
from metastudio.engine.tasks.episodes import Episode, Labelled

ROUNDS = 7


def pictures(tasks: int, ways: int, shots: int, queries: int) -> Episode:
    chance = torch.Generator().manual_seed(0)

    def labelled(each: int) -> Labelled:
        y = torch.arange(ways).repeat_interleave(each).repeat(tasks, 1)
        return Labelled(torch.rand(tasks, ways * each, 1, 28, 28, generator=chance), y)

    return Episode(labelled(shots), labelled(queries), ways)


def points(tasks: int) -> Episode:
    x = torch.rand(tasks, 20, 1) * 10 - 5
    y = torch.sin(x)
    return Episode(Labelled(x[:, :10], y[:, :10]), Labelled(x[:, 10:], y[:, 10:]), 1)


def compare(
    name: str, settings: dict[str, object], episode: Episode, shape: tuple[int, ...]
) -> None:
    experiment = Experiment().changed(settings)
    outputs = episode.ways
    method = build_method(experiment, shape, outputs)
    params = method.initial(torch.Generator().manual_seed(0))
    for leaf in learned(params).values():
        leaf.requires_grad_()
    tasks = episode.query.x.shape[0]
    plan = usual_plan(method, torch.device("cpu"), tasks)
    normalize = experiment.network.normalization != "none"
    body = (
        plain_loop.PlainConv4(shape[0], 64, normalize)
        if len(shape) == 3
        else plain_loop.PlainMLP(1, (40, 40), normalize)
    )
    model = plain_loop.WithHead(body, method.network.features, outputs)
    support = list(zip(episode.support.x, episode.support.y, strict=True))
    query = list(zip(episode.query.x, episode.query.y, strict=True))

    def plain() -> None:
        plain_loop.maml_meta_gradient(
            model, support, query,
            inner_lr=experiment.method.inner_lr, steps=experiment.method.inner_steps,
            second_order=not experiment.method.first_order,
            normalization=experiment.network.normalization,
            loss=F.mse_loss if experiment.regression else F.cross_entropy,
        )  # fmt: skip

    with workers(plan) as pool:
        ours, theirs = [], []
        for _ in range(ROUNDS + 1):
            ours.append(seconds(lambda: outer_gradient(method, params, episode, plan, pool)))
            theirs.append(seconds(plain))
    mine, reference = statistics.median(ours[1:]), statistics.median(theirs[1:])
    print(
        f"{name:<44} {1000 * mine:8.1f} ms {1000 * reference:8.1f} ms   {reference / mine:5.2f} ×"
    )


def seconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def main() -> None:
    keep_large_blocks()
    print(f"torch {torch.__version__}, {cpu_threads()} processors, median of {ROUNDS} rounds")
    print(f"{'':<44} {'engine':>11} {'plain loop':>11}")
    maml = {"method.name": "maml", "network.normalization": "transductive"}
    omniglot = pictures(8, 5, 1, 15)
    compare("MAML 5-way 1-shot, 8 tasks, second order", maml, omniglot, (1, 28, 28))
    compare("the same, first order", {**maml, "method.first_order": True}, omniglot, (1, 28, 28))
    sine = {"data.name": "sinusoid", "method.name": "maml"}
    compare("Sinusoid MAML, 25 tasks, 1 step", sine, points(25), (1,))
    compare("Sinusoid MAML, 25 tasks, 5 steps", {**sine, "method.inner_steps": 5}, points(25), (1,))


if __name__ == "__main__":
    main()
