"""An evaluation in parts: by data set of a mixture, and along a stream that drifts."""

from typing import Any

import torch
from torch import Tensor

from metastudio.engine.learner import Interval
from metastudio.engine.tasks.classes import ImageClasses
from metastudio.engine.tasks.episodes import Episode, Unequal

PARTS = 10
"""Parts of equal length that a stream is looked at in."""


def origins_of(episode: Episode | Unequal, classes: ImageClasses) -> list[str]:
    """Return the data set of each task; empty where there is no mixture."""
    tasks = episode.tasks if isinstance(episode, Unequal) else (episode,)
    firsts = [c for task in tasks if task.classes is not None for c in task.classes[:, 0].tolist()]
    return [classes.origins[c] for c in firsts] if classes.origins else []


def by_data_set(scores: Tensor, origins: list[str]) -> dict[str, dict[str, Any]]:
    """Return mean, interval and number of tasks of each data set; scores are `(tasks,)`."""
    names = dict.fromkeys(origins)
    masks = {name: torch.tensor([origin == name for origin in origins]) for name in names}
    return {name: _of(scores[mask]) for name, mask in sorted(masks.items())}


def along_the_stream(scores: Tensor, positions: list[float]) -> list[dict[str, Any]]:
    """Return the same of each tenth of the stream, with its middle `at`: accuracy over time."""
    at = torch.tensor(positions, dtype=torch.float64)
    part = (at * PARTS).long().clamp(max=PARTS - 1)
    found = [(number, scores[part == number]) for number in range(PARTS)]
    return [{"at": (n + 0.5) / PARTS, **_of(values)} for n, values in found if values.numel()]


def _of(values: Tensor) -> dict[str, Any]:
    interval = Interval.of(values)
    return {"mean": interval.mean, "ci95": interval.ci95, "episodes": values.numel()}
