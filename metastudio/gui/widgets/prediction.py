"""What is known of one query, and all answers written down for other programs. No Qt here."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

import numpy as np
from numpy.typing import NDArray

from metastudio.gui.widgets.picture_items import Picture

Floats = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Prediction:
    """What is known of one query after each step; `scores` is float32 (steps + 1, classes).

    So are `distances`, those to the prototypes. `strangeness` is above 0 where it is like none of
    the classes, and None where the model can't tell; `nearest` has the keys of the support
    pictures most like it.
    """

    scores: Floats
    strangeness: Floats | None = None
    nearest: tuple[int, ...] = ()
    distances: Floats | None = None

    def place(self, step: int) -> int:
        """Row of a step; the last one where there are fewer."""
        return min(max(step, 0), len(self.scores) - 1)

    def at(self, step: int) -> Floats:
        """Scores after `step` steps."""
        row: Floats = self.scores[self.place(step)]
        return row

    def none_at(self, step: int) -> bool:
        """Whether none of the classes fits after `step` steps."""
        return self.strangeness is not None and bool(self.strangeness[self.place(step)] > 0)


def truth_of(picture: Picture, classes: Sequence[str]) -> int | None:
    """Return the class that the folder of a picture is called by, or None."""
    if picture.path is None:
        return None
    folders = [*PurePath(picture.name).parts[-2::-1], picture.path.parent.name]
    return next((classes.index(folder) for folder in folders if folder in classes), None)


def records(
    known: Sequence[tuple[Picture, Prediction]], classes: Sequence[str], step: int
) -> list[list[str]]:
    """Return a header and a row an answer as text; scores are fractions with six places."""
    rows = [["file", "class", "confidence", *classes, "none_of_these"]]
    for picture, prediction in known:
        scores = prediction.at(step)
        best = int(scores.argmax())
        numbers = [f"{value:.6f}" for value in (scores[best], *scores)]
        told = prediction.strangeness is not None
        none = str(prediction.none_at(step)).lower() if told else ""
        rows.append([picture.name, classes[best], *numbers, none])
    return rows


def answers(
    known: Sequence[tuple[Picture, Prediction]], classes: Sequence[str], step: int
) -> dict[str, object]:
    """Return answers as plain values, as `classify --json` does."""
    predictions: list[dict[str, object]] = []
    for picture, prediction in known:
        scores = prediction.at(step)
        best = int(scores.argmax())
        told = prediction.strangeness is not None
        predictions.append(
            {
                "file": str(picture.path or picture.name),
                "class": classes[best],
                "confidence": float(scores[best]),
                "scores": dict(zip(classes, map(float, scores), strict=True)),
                "none_of_these": prediction.none_at(step) if told else None,
            }
        )
    return {"classes": list(classes), "predictions": predictions}


def written(rows: Sequence[Sequence[str]], delimiter: str) -> str:
    """Write rows as a table; a field that holds the delimiter or a line break is quoted."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return out.getvalue()
