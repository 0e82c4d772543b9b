"""The works that are timed: their sizes, data and weights, the same for every contestant.

Imports torch only inside the functions that make tensors: the process that drives a benchmark
stays small and idle.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True)
class Work:
    """One outer gradient: the mean query loss of `tasks` tasks, differentiated.

    `at_least` and `aim` are what `against` should be slower by. The inner learning rates are
    powers of two, so that single and double precision hold the same number.
    """

    name: str
    title: str
    method: Literal["maml", "anil", "protonet"]
    tasks: int
    ways: int = 5
    shots: int = 1
    queries: int = 15
    steps: int = 1
    inner_lr: float = 0.5
    first_order: bool = False
    size: int = 28
    colours: int = 1
    filters: int = 64
    regression: bool = False
    hidden: tuple[int, ...] = (40, 40)
    against: str = "learn2learn"
    at_least: float = 1.0
    aim: float = 1.2

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of one input."""
        return (1,) if self.regression else (self.colours, self.size, self.size)

    @property
    def outputs(self) -> int:
        """The rows of the head."""
        return 1 if self.regression else self.ways

    @property
    def features(self) -> int:
        """The width of what the head sees: four poolings halve a picture's side each."""
        return self.hidden[-1] if self.regression else self.filters * (self.size // 16) ** 2

    def cut(self, tasks: int) -> "Work":
        """The same work on fewer tasks."""
        return replace(self, tasks=min(tasks, self.tasks))


class Episodes(NamedTuple):
    """Inputs `(tasks, n, …)` and targets: classes `(tasks, n)`, or values `(tasks, n, 1)`."""

    support_x: "Tensor"
    support_y: "Tensor"
    query_x: "Tensor"
    query_y: "Tensor"


def _sinusoid(steps: int) -> Work:
    return Work(
        f"sinusoid-{steps}", f"Sinusoid MAML, {steps} step{'s' * (steps > 1)}", "maml", tasks=25,
        ways=1, shots=10, queries=10, steps=steps, inner_lr=2**-7, regression=True,
        at_least=10.0, aim=15.0,
    )  # fmt: skip


WORKS = (
    _sinusoid(1),
    _sinusoid(5),
    Work("maml", "MAML 5w1s, 1 step, second order", "maml", tasks=32, at_least=2.4, aim=3.0),
    Work(
        "maml-first-order", "MAML 5w1s, 1 step, first order", "maml", tasks=32, first_order=True,
        at_least=2.6, aim=3.2,
    ),
    Work(
        "maml-5-steps", "MAML 5w1s, 5 steps, second order", "maml", tasks=16, steps=5,
        at_least=2.5, aim=3.2,
    ),
    Work(
        "maml-20-ways", "MAML 20w1s, 5 steps, second order", "maml", tasks=8, ways=20, steps=5,
        at_least=2.8, aim=3.6,
    ),
    Work(
        "maml-84", "MAML 5w1s, 84×84, 32 filters, 5 steps", "maml", tasks=4, steps=5, size=84,
        colours=3, filters=32, at_least=2.5, aim=3.8,
    ),
    Work("anil", "ANIL 5w1s, 5 steps", "anil", tasks=32, steps=5, at_least=2.2, aim=3.0),
    Work(
        "protonet-5-ways", "ProtoNet 5w5s, 15 queries", "protonet", tasks=1, shots=5,
        against="easyfsl", at_least=2.0, aim=2.8,
    ),
    Work(
        "protonet-60-ways", "ProtoNet 60w5s, 5 queries", "protonet", tasks=1, ways=60, shots=5,
        queries=5, against="easyfsl", at_least=3.0, aim=5.0,
    ),
)  # fmt: skip


def work_called(name: str) -> Work:
    """Find a work by its name."""
    return next(work for work in WORKS if work.name == name)


def episodes(work: Work) -> Episodes:
    """Deal the work's tasks: noise for pictures (what they show costs no time), or sinusoids."""
    import torch

    chance = torch.Generator().manual_seed(0)
    counts = (work.shots, work.queries)
    dealt: list[Tensor] = []
    amplitude = torch.rand(work.tasks, 1, 1, generator=chance) * 4.9 + 0.1
    phase = torch.rand(work.tasks, 1, 1, generator=chance) * torch.pi
    for each in counts:
        if work.regression:
            x = torch.rand(work.tasks, each, 1, generator=chance) * 10 - 5
            dealt += [x, amplitude * torch.sin(x - phase)]
        else:
            x = torch.rand(work.tasks, work.ways * each, *work.shape, generator=chance)
            dealt += [x, torch.arange(work.ways).repeat_interleave(each).repeat(work.tasks, 1)]
    return Episodes(*dealt)


def weights(work: Work) -> dict[str, "Tensor"]:
    """Draw the weights that every contestant begins with, under the engine's names.

    Scales and shifts are not the usual ones and zeros, so that an error in them would show.
    """
    import torch

    chance = torch.Generator().manual_seed(1)

    def uniform(*shape: int, around: float = 0.0, within: float) -> "Tensor":
        return around + within * (2 * torch.rand(*shape, generator=chance) - 1)

    drawn: dict[str, Tensor] = {}
    if work.regression:
        for i, (a, b) in enumerate(zip((1, *work.hidden), work.hidden, strict=False), start=1):
            drawn[f"layer{i}.weight"] = uniform(b, a, within=a**-0.5)
            drawn[f"layer{i}.bias"] = uniform(b, within=a**-0.5)
    else:
        incoming = work.colours
        for i in range(1, 5):
            bound = (6 / (9 * (incoming + work.filters))) ** 0.5
            drawn[f"block{i}.weight"] = uniform(work.filters, incoming, 3, 3, within=bound)
            drawn[f"block{i}.scale"] = uniform(work.filters, around=1.0, within=0.2)
            drawn[f"block{i}.shift"] = uniform(work.filters, within=0.2)
            incoming = work.filters
    if work.method != "protonet":
        drawn["head.weight"] = uniform(work.outputs, work.features, within=work.features**-0.5)
        drawn["head.bias"] = uniform(work.outputs, within=work.features**-0.5)
    return drawn
