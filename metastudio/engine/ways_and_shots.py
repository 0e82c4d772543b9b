"""How a model fares with more classes and more examples: one checkpoint, ways × shots."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from metastudio.engine.checkpoints import Checkpoint, asked
from metastudio.engine.errors import ConfigError
from metastudio.engine.evaluation import evaluate
from metastudio.engine.learner import Interval
from metastudio.engine.tasks.sources import Source

WAYS, SHOTS = (2, 5, 10, 20), (1, 5, 10)
EPISODES = 200


@dataclass(frozen=True)
class Cell:
    """The accuracy on `ways` classes with `shots` examples each, or in words why there is none."""

    ways: int
    shots: int
    accuracy: Interval | None
    reason: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        seen = self.accuracy
        return {
            "ways": self.ways,
            "shots": self.shots,
            "accuracy": seen.mean if seen else None,
            "ci95": seen.ci95 if seen else None,
            "reason": self.reason,
        }


def ways_and_shots(
    checkpoint: Checkpoint,
    source: Source,
    *,
    ways: Sequence[int] = WAYS,
    shots: Sequence[int] = SHOTS,
    split: str = "test",
    episodes: int = EPISODES,
    seed: int = 0,
    progress: Callable[[float, str], bool] | None = None,
) -> list[Cell]:
    """Score a model for every pair of ways and shots, row after row; what it can't do has a reason.

    `progress` hears how far it is, 0..1, and at what; it returns False to end with the cells done.
    Raises `ConfigError` for functions, which have no ways.
    """
    if checkpoint.experiment.regression:
        raise ConfigError(
            "This model fits functions, which have no ways. Choose one that tells classes apart."
        )
    pairs = [(n, k) for n in ways for k in shots]
    cells: list[Cell] = []
    for number, (n, k) in enumerate(pairs):
        going = True

        def report(fraction: float, number: int = number, n: int = n, k: int = k) -> bool:
            nonlocal going
            if progress is not None:
                going = progress((number + fraction) / len(pairs), f"{n}-way {k}-shot")
            return going

        if not report(0.0):
            break
        cell = _cell(checkpoint, source, n, k, split, episodes, seed, report)
        if not going and number + 1 < len(pairs):
            break  # the last one has seen fewer episodes than the others
        cells.append(cell)
    return cells


def _cell(
    checkpoint: Checkpoint, source: Source, ways: int, shots: int, split: str, episodes: int,
    seed: int, report: Callable[[float], bool],
) -> Cell:  # fmt: skip
    try:
        model = asked(checkpoint, {"task.ways": ways, "task.shots": shots})
        found = evaluate(model, source, split=split, episodes=episodes, seed=seed, progress=report)
    except ConfigError as error:
        return Cell(ways, shots, None, str(error))
    return Cell(ways, shots, found.headline.final)
