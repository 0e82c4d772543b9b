"""Regression tasks: sinusoids to fit from a few points (Finn et al. 2017, section 5.1)."""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from metastudio.engine.tasks.episodes import FUNCTIONS, Episode, Labelled, generator

SPLITS = ("train", "validation", "test")


@dataclass(frozen=True)
class Sinusoid:
    """Tasks y = A·sin(x - φ), with A from U(0.1, 5), φ from U(0, π) and x from U(-5, 5).

    The splits are the same distribution, drawn apart.
    """

    name: str = "sinusoid"
    amplitudes: tuple[float, float] = (0.1, 5.0)
    phases: tuple[float, float] = (0.0, np.pi)
    inputs: tuple[float, float] = (-5.0, 5.0)

    def sampler(self, split: str, shots: int, queries: int, seed: int = 0) -> "SinusoidSampler":
        """Return a sampler of one split."""
        return SinusoidSampler(self, SPLITS.index(split), shots, queries, seed)


@dataclass(frozen=True)
class SinusoidSampler:
    """Deals functions from (seed, index): `shots` points to learn from, `queries` to be asked."""

    source: Sinusoid
    part: int
    shots: int
    queries: int
    seed: int

    def draw(self, first: int, tasks: int = 1) -> Episode:
        """Return the functions `first` to `first + tasks - 1`; x and y are `(tasks, shots, 1)`."""
        drawn = [self._one(first + task) for task in range(tasks)]
        x, y = (torch.from_numpy(np.stack(values)).float() for values in zip(*drawn, strict=True))
        return Episode(
            support=Labelled(x[:, : self.shots], y[:, : self.shots]),
            query=Labelled(x[:, self.shots :], y[:, self.shots :]),
            ways=1,
        )

    def _one(self, index: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        chance = generator(self.seed, index, FUNCTIONS + self.part)
        amplitude = chance.uniform(*self.source.amplitudes)
        phase = chance.uniform(*self.source.phases)
        x = chance.uniform(*self.source.inputs, size=(self.shots + self.queries, 1))
        return x, amplitude * np.sin(x - phase)
