"""Augmentation of whole batches of tasks where they lie: turned, mirrored, cropped, tinted.

Only while training. What is done to a task follows from (seed, its number), so a resumed run sees
the pictures that it would have seen.
"""

import math
from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from metastudio.engine.sections import DataSettings
from metastudio.engine.tasks.episodes import (
    AUGMENTATION,
    Episode,
    Labelled,
    Unequal,
    generator,
)
from metastudio.engine.tasks.warp import warped

Batch = Episode | Unequal | Labelled
Draws = NDArray[np.float64]


@dataclass(frozen=True)
class Augmentation:
    """What may be done to pictures while training; see the settings of the same names.

    A task is turned and mirrored as a whole, so that its classes stay what they are: a 6 and a 9,
    a letter and its mirror image, are told apart in it. Each picture is cropped and tinted by
    itself. `paper` is what lies beyond the edge, see `warped`.
    """

    rotation: float = 0.0
    flip: bool = False
    crop: float = 0.0
    colour: float = 0.0
    paper: str = "dark"

    @classmethod
    def of(cls, data: DataSettings, ink: bool) -> "Augmentation":
        """Return what the settings ask for; drawings in ink lie on dark paper."""
        return cls(
            data.augment_rotation,
            data.augment_flip,
            data.augment_crop,
            data.augment_colour,
            "dark" if ink else "mirrored",
        )

    @property
    def active(self) -> bool:
        """Whether anything is done at all."""
        return bool(self.rotation or self.flip or self.crop or self.colour)

    def apply(self, batch: Batch, seed: int, first: int) -> Batch:
        """Return the tasks `first`, `first + 1`, … augmented, on the device where they lie.

        Of a plain labelled batch, number `first`, each picture is a task of its own.
        """
        if not self.active:
            return batch
        if isinstance(batch, Unequal):
            parts = (self._episode(task, seed, first + i) for i, task in enumerate(batch.tasks))
            return Unequal(tuple(parts))
        if isinstance(batch, Labelled):
            chance = generator(seed, first, AUGMENTATION)
            whole, each = self._draws(chance, batch.x.shape[1], batch.x.shape[1], batch.x.shape[2])
            return Labelled(self._seen(batch.x, whole[None], each[None]), batch.y)
        return self._episode(batch, seed, first)

    def _episode(self, batch: Episode, seed: int, first: int) -> Episode:
        support, query = batch.support, batch.query
        tasks, n = support.x.shape[:2]
        count = n + query.x.shape[1]
        drawn = [
            self._draws(generator(seed, first + i, AUGMENTATION), 1, count, support.x.shape[2])
            for i in range(tasks)
        ]
        whole, each = (np.stack(part) for part in zip(*drawn, strict=True))
        x = self._seen(torch.cat([support.x, query.x], 1), whole, each)
        return replace(
            batch, support=Labelled(x[:, :n], support.y), query=Labelled(x[:, n:], query.y)
        )

    def _draws(
        self, chance: np.random.Generator, wholes: int, pictures: int, channels: int
    ) -> tuple[Draws, Draws]:
        """Draw the numbers 0..1 of what is turned as a whole, and of each picture."""
        return chance.random((wholes, 2)), chance.random((pictures, 5 + channels))

    def _seen(self, x: Tensor, whole: Draws, each: Draws) -> Tensor:
        """Augment `(tasks, n, C, H, W)` by numbers `(tasks, 1 or n, 2)` and `(tasks, n, 5 + C)`."""
        whole = np.broadcast_to(whole, (*each.shape[:2], 2)).reshape(-1, 2)
        each = each.reshape(-1, each.shape[-1])
        flat = x.flatten(0, 1)
        if self.rotation or self.flip or self.crop:
            theta = torch.from_numpy(self._maps(whole, each)).to(x.device, x.dtype)
            flat = warped(flat, theta, self.paper)
        if self.colour:
            flat = self._tinted(flat, torch.from_numpy(each[:, 3:]).to(x.device, x.dtype))
        return flat.view_as(x)

    def _maps(self, whole: Draws, each: Draws) -> Draws:
        """Return the affine maps `(n, 2, 3)` through which pictures are looked at."""
        angle = (2 * whole[:, 0] - 1) * self.rotation * math.pi / 180
        mirror = np.where(self.flip & (whole[:, 1] < 0.5), -1.0, 1.0)
        side = 1 - self.crop * each[:, 0]  # of the part that is seen, 1 for all of it
        cosine, sine = side * np.cos(angle), side * np.sin(angle)
        shift = (1 - side)[:, None] * (2 * each[:, 1:3] - 1)
        rows = (
            np.stack([mirror * cosine, -sine, shift[:, 0]], -1),
            np.stack([mirror * sine, cosine, shift[:, 1]], -1),
        )
        return np.stack(rows, 1)

    def _tinted(self, x: Tensor, draws: Tensor) -> Tensor:
        """Change brightness, contrast and, in colours, the weight of each channel."""
        gains = 1 + self.colour * (2 * draws - 1)
        brightness, contrast = (gains[:, i, None, None, None] for i in range(2))
        mean = x.mean((1, 2, 3), keepdim=True)
        x = ((x - mean) * contrast + mean) * brightness
        if x.shape[1] > 1:
            x = x * gains[:, 2:, None, None]
        return x.clamp(0, 1)
