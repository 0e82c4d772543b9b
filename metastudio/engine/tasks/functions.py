"""Regression tasks: families of functions to fit from a few points."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from statistics import NormalDist
from typing import ClassVar

import numpy as np
import torch
from numpy.typing import NDArray

from metastudio.engine.events import DataCard
from metastudio.engine.tasks.drift import NOWHERE, Drift
from metastudio.engine.tasks.episodes import FUNCTIONS, Episode, Labelled, generator

CURVE = 200
"""Points of a function that a person sees."""
SPLITS = ("train", "validation", "test")
Values = NDArray[np.float64]
Range = tuple[float, float]


class Family(ABC):
    """Functions that differ in a few parameters. The splits are one distribution, drawn apart.

    A function is told by as many numbers between 0 and 1 as it has `parameters`, so that a drift
    can move any family: it only narrows and moves these.
    """

    width: ClassVar[int] = 1
    """Numbers in an input."""
    name: ClassVar[str]
    title: ClassVar[str]
    about: ClassVar[str]
    source: ClassVar[str]
    parameters: ClassVar[int]
    inputs: ClassVar[Range | None] = (-5.0, 5.0)
    """Where x lies, evenly spread; None where each function has its own place."""

    @property
    def card(self) -> DataCard:
        """What the catalogue says of it."""
        return DataCard(
            name=self.name,
            title=self.title,
            about=self.about,
            kind="functions",
            state="ready",
            how="Computed as they are dealt.",
            licence="none needed",
            citation=self.source,
        )

    @abstractmethod
    def values(self, told: Values, x: Values) -> Values:
        """Return y of x for the function that `told (parameters,)` tells."""

    def points(self, told: Values, chance: np.random.Generator, count: int) -> Values:
        """Draw the x of `count` points, `(count, 1)`."""
        assert self.inputs is not None
        return chance.uniform(*self.inputs, size=(count, 1))

    @property
    def axes(self) -> tuple[str, str]:
        """What the axes of a plot are called."""
        return "x", "y"

    def sampler(
        self, split: str, shots: int, queries: int, seed: int = 0, drift: Drift = NOWHERE
    ) -> "FunctionSampler":
        """Return a sampler of one split."""
        return FunctionSampler(self, SPLITS.index(split), shots, queries, seed, drift)


@dataclass(frozen=True)
class Sinusoid(Family):
    """Tasks y = A·sin(x - φ), with A from U(0.1, 5), φ from U(0, π) and x from U(-5, 5).

    Finn, Abbeel, Levine 2017, section 5.1.
    """

    name = "sinusoid"
    title = "Sinusoids"
    about = "Fit y = A·sin(x − φ) from a few points: the regression tasks of the MAML paper."
    source = "Finn, Abbeel, Levine 2017, section 5.1"
    parameters = 2
    amplitudes: Range = (0.1, 5.0)
    phases: Range = (0.0, np.pi)

    def values(self, told: Values, x: Values) -> Values:
        """Return A·sin(x - φ)."""
        return _between(told[0], self.amplitudes) * np.sin(x - _between(told[1], self.phases))


@dataclass(frozen=True)
class Line(Family):
    """Tasks y = a·x + b, with a and b from U(-3, 3) and x from U(-5, 5).

    The lines of Finn, Xu, Levine 2018, "Probabilistic Model-Agnostic Meta-Learning", without the
    noise that they add.
    """

    name = "line"
    title = "Lines"
    about = "Fit y = a·x + b from a few points: the simplest functions that there are."
    source = "Finn, Xu, Levine 2018"
    parameters = 2
    slopes: Range = (-3.0, 3.0)
    intercepts: Range = (-3.0, 3.0)

    def values(self, told: Values, x: Values) -> Values:
        """Return a·x + b."""
        return _between(told[0], self.slopes) * x + _between(told[1], self.intercepts)


@dataclass(frozen=True)
class SinusoidAndLine(Family):
    """Each task is a `Sinusoid` or a `Line`, with equal chances (Finn, Xu, Levine 2018)."""

    name = "sinusoid-and-line"
    title = "Sinusoids and lines"
    about = "Each task is a sinusoid or a line; a few points must tell which of the two it is."
    source = "Finn, Xu, Levine 2018"
    parameters = 3
    sinusoid: Sinusoid = Sinusoid()
    line: Line = Line()

    def values(self, told: Values, x: Values) -> Values:
        """Return the values of the one that the last number chooses."""
        family = self.sinusoid if told[2] < 0.5 else self.line
        return family.values(told, x)


@dataclass(frozen=True)
class Harmonic(Family):
    """Tasks y = a₁·sin(ω·x + b₁) + a₂·sin(2ω·x + b₂): sums of two waves, one twice as fast.

    ω from U(5, 7), b₁ and b₂ from U(0, 2π), a₁ and a₂ from N(0, 1); x from N(μ, 1), where μ, from
    U(-4, 4), is the task's own. Lacoste et al. 2018, "Uncertainty in Multitask Transfer Learning",
    without noise.
    """

    name = "harmonic"
    title = "Harmonics"
    about = "Fit sums of two fast waves, y = a₁·sin(ωx + b₁) + a₂·sin(2ωx + b₂): much harder."
    source = "Lacoste et al. 2018"
    parameters = 6
    inputs = None
    frequencies: Range = (5.0, 7.0)
    phases: Range = (0.0, 2 * np.pi)
    centres: Range = (-4.0, 4.0)

    def values(self, told: Values, x: Values) -> Values:
        """Return the sum of the two waves."""
        frequency = _between(told[1], self.frequencies)
        waves = [
            _normal(told[4 + i])
            * np.sin((i + 1) * frequency * x + _between(told[2 + i], self.phases))
            for i in range(2)
        ]
        return np.asarray(sum(waves))

    def points(self, told: Values, chance: np.random.Generator, count: int) -> Values:
        """Draw x about the task's own centre."""
        return _between(told[0], self.centres) + chance.standard_normal((count, 1))


FAMILIES: dict[str, Family] = {
    family.name: family for family in (Sinusoid(), Line(), SinusoidAndLine(), Harmonic())
}


@dataclass(frozen=True)
class FunctionSampler:
    """Deals functions from (seed, index): `shots` points to learn from, `queries` to be asked."""

    family: Family
    part: int
    shots: int
    queries: int
    seed: int
    drift: Drift = NOWHERE

    def draw(self, first: int, tasks: int = 1) -> Episode:
        """Return the functions `first` to `first + tasks - 1`; x and y are `(tasks, shots, 1)`."""
        drawn = [self._one(first + task) for task in range(tasks)]
        x, y = (torch.from_numpy(np.stack(values)).float() for values in zip(*drawn, strict=True))
        return Episode(
            support=Labelled(x[:, : self.shots], y[:, : self.shots]),
            query=Labelled(x[:, self.shots :], y[:, self.shots :]),
            ways=1,
        )

    def one(self, index: int) -> Episode:
        """Return a single function."""
        return self.draw(index, 1)

    def whole(self, index: int) -> NDArray[np.float32]:
        """Return a function as a curve from left to right, `(n, 2)`: what a person sees of it."""
        told, chance = self._told(index)
        x = np.sort(self.family.points(told, chance, CURVE), axis=0)
        return np.concatenate([x, self.family.values(told, x)], axis=1).astype(np.float32)

    def _told(self, index: int) -> tuple[Values, np.random.Generator]:
        chance = generator(self.seed, index, FUNCTIONS + self.part)
        return self.drift.narrowed(chance.random(self.family.parameters), index), chance

    def _one(self, index: int) -> tuple[Values, Values]:
        told, chance = self._told(index)
        x = self.family.points(told, chance, self.shots + self.queries)
        return x, self.family.values(told, x)


def _between(told: float, ends: Range) -> float:
    return ends[0] + (ends[1] - ends[0]) * told


def _normal(told: float) -> float:
    return NormalDist().inv_cdf(min(max(told, 1e-12), 1 - 1e-12))
