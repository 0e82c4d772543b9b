"""Pen strokes as what a network reads: the ONE way from a drawing to a sequence of places.

The drawing pad and the official stroke archives of Omniglot go through the same function.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PIL import Image, ImageDraw

from metastudio.engine.errors import DataError

PLACES = 40
"""The most places of a drawing; long ones are read in larger steps."""
STEP = 0.15
"""Between two places, in halves of the drawing's longer side, unless that takes too many."""
VALUES = 6
"""Of a place: x, y, the direction (2), whether a stroke begins here, whether the place is there."""
PAPER, PEN = 105, 3
"""Side of the paper on which strokes are shown, and the pen's width, as in Omniglot's pictures."""

FIRST, LAST, DOT = (86, 180, 233), (230, 159, 0), 2
"""Colours of the first and the last place where they are drawn, and half a dot, in pixels."""

Stroke = NDArray[np.float64]
"""Points `(n, 2)` in the order of drawing: x to the right, y downwards, in any unit."""


def strokes_to_places(strokes: Sequence[ArrayLike]) -> NDArray[np.float32]:
    """Return a drawing as the network reads it, `(PLACES, VALUES)`.

    `strokes` are points `(n, 2)` each: x to the right, y downwards, in any unit. The drawing is
    centred and scaled to lie between -1 and 1, and every stroke is walked in even steps, so that
    neither size, place nor speed of the pen matter. Values of a place: x, y, the direction of the
    way to it (a unit vector; zero where a stroke begins), 1 where a stroke begins, 1 as it is
    there. Places after the end are zeros. Raises `DataError` where there is nothing, or where a
    point is no number.
    """
    scaled = _scaled([np.asarray(s, dtype=np.float64).reshape(-1, 2) for s in strokes])
    lengths = [float(_steps(stroke).sum()) for stroke in scaled]
    if len(scaled) > PLACES:  # scribbles: the longest strokes say the most
        longest = sorted(sorted(range(len(scaled)), key=lambda i: -lengths[i])[:PLACES])
        scaled, lengths = [scaled[i] for i in longest], [lengths[i] for i in longest]
    # A stroke of length L has about L / step places beside its first.
    step = max(STEP, sum(lengths) / max(PLACES - len(scaled), 1))
    walked = [
        _walked(s, int(length / step + 1e-9)) for s, length in zip(scaled, lengths, strict=True)
    ]
    result = np.zeros((PLACES, VALUES), dtype=np.float32)
    at = 0
    for stroke in walked:
        here = slice(at, at + len(stroke))
        result[here, :2] = stroke
        way = np.diff(stroke, axis=0)
        result[at + 1 : at + len(stroke), 2:4] = way / np.linalg.norm(
            way, axis=1, keepdims=True
        ).clip(1e-9)
        result[at, 4] = 1
        result[here, 5] = 1
        at += len(stroke)
    return result


def strokes_to_picture(strokes: Sequence[ArrayLike]) -> Image.Image:
    """Draw strokes as dark ink on light paper, for people to look at."""
    image = Image.new("L", (PAPER, PAPER), 255)
    draw = ImageDraw.Draw(image)
    margin = 2 * PEN
    half = PAPER / 2 - margin
    for stroke in _scaled([np.asarray(s, dtype=np.float64).reshape(-1, 2) for s in strokes]):
        points = [(PAPER / 2 + half * x, PAPER / 2 + half * y) for x, y in stroke.tolist()]
        if len(points) > 1:
            draw.line(points, fill=0, width=PEN, joint="curve")
        else:
            (x, y), r = points[0], PEN / 2
            draw.ellipse((x - r, y - r, x + r, y + r), fill=0)
    return image


def places_to_picture(places: NDArray[np.float32], side: int) -> Image.Image:
    """Draw what a network reads of a drawing, `(PLACES, VALUES)`, for people to look at.

    Light on dark, from FIRST to LAST in the order of the pen; a dot where a stroke begins.
    """
    image = Image.new("RGB", (side, side))
    draw = ImageDraw.Draw(image)
    there = places[places[:, 5] > 0]
    middle, half = (side - 1) / 2, (side - 1) / 2 - DOT
    at = middle + half * there[:, :2]
    along = np.linspace(0, 1, len(there))[:, None]
    colours = np.rint((1 - along) * np.array(FIRST) + along * np.array(LAST)).astype(int)
    for number, (x, y) in enumerate(at.tolist()):
        colour = tuple(colours[number].tolist())
        if there[number, 4] > 0:
            draw.ellipse((x - DOT, y - DOT, x + DOT, y + DOT), fill=colour)
        else:
            draw.line([tuple(at[number - 1].tolist()), (x, y)], fill=colour, width=2)
    return image


def _scaled(strokes: Sequence[Stroke]) -> list[Stroke]:
    """Centre a drawing and bring its longer side to lie between -1 and 1."""
    drawn = [stroke for stroke in strokes if len(stroke)]
    if not drawn:
        raise DataError("There are no strokes yet. Draw something first.")
    everything = np.concatenate(drawn)
    if not np.isfinite(everything).all():
        raise DataError("A stroke has a point that is no number. Draw it again.")
    low, high = everything.min(0), everything.max(0)
    half = float((high - low).max()) / 2 or 1.0
    return [(stroke - (low + high) / 2) / half for stroke in drawn]


def _steps(stroke: Stroke) -> NDArray[np.float64]:
    """Return the lengths of the ways from point to point."""
    return np.asarray(np.linalg.norm(np.diff(stroke, axis=0), axis=1))


def _walked(stroke: Stroke, steps: int) -> Stroke:
    """Return a stroke's first point and `steps` more, at even distances along it to its end."""
    along = np.concatenate([[0.0], _steps(stroke).cumsum()])
    at = np.linspace(0.0, along[-1], steps + 1)
    return np.stack([np.interp(at, along, stroke[:, axis]) for axis in range(2)], axis=1)
