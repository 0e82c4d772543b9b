"""Our own handwritten-looking characters: a data set that needs no download.

A character is a pen-stroke program, an alphabet a taste in strokes; a drawing is a noisy execution
of the program by an unsteady hand. Inspired by Lake, Salakhutdinov, Tenenbaum 2015, much simpler.
All chance comes from a seed, so the same characters come out everywhere.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image

from metastudio.engine.events import Pictures
from metastudio.engine.tasks.cache import load_array, save_array
from metastudio.engine.tasks.classes import ImageClasses
from metastudio.engine.workspace import Workspace, make_folder

VERSION = 1  # of the generator: with another number, caches are rebuilt
SEED = 2017
ALPHABETS, CHARACTERS, DRAWINGS = 30, 20, 20  # 600 classes
STROKES, KNOTS, SAMPLES = 4, 7, 56  # strokes at most, their control points, points when drawn
BATCH = 400  # drawings rendered at once, to keep memory small
ALIKE = 0.76  # correlation of two blurred characters above which the later one is not taken

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Programs:
    """Pen-stroke programs of many characters, in a unit square with y downwards.

    `knots` is `(classes, STROKES, KNOTS, 2)`, `angular` and `used` bool `(classes, STROKES)`.
    """

    knots: Floats
    angular: NDArray[np.bool_]
    used: NDArray[np.bool_]
    names: tuple[str, ...]
    groups: tuple[str, ...]


# --- programs ------------------------------------------------------------------------------------


def _line(chance: np.random.Generator) -> tuple[Floats, bool]:
    along = np.linspace(0, 1, KNOTS)
    return np.stack([along, 0.12 * chance.normal() * np.sin(np.pi * along)], axis=1), False


def _bow(chance: np.random.Generator) -> tuple[Floats, bool]:
    span = np.radians(chance.uniform(110, 290))
    return _ellipse(np.linspace(-span / 2, span / 2, KNOTS), chance.uniform(0.7, 1.0)), False


def _ring(chance: np.random.Generator) -> tuple[Floats, bool]:
    return _ellipse(np.linspace(0, 2 * np.pi, KNOTS), chance.uniform(0.65, 1.0)), False


def _ellipse(angles: Floats, flat: float) -> Floats:
    return 0.5 * np.stack([np.cos(angles), flat * np.sin(angles)], axis=1)


def _wave(chance: np.random.Generator) -> tuple[Floats, bool]:
    along = np.linspace(0, 1, KNOTS)
    bends = chance.choice([1.0, 1.5])
    height = chance.uniform(0.18, 0.3)
    return np.stack([along, height * np.sin(2 * np.pi * bends * along)], axis=1), False


def _hook(chance: np.random.Generator) -> tuple[Floats, bool]:
    turn = np.linspace(0, np.radians(chance.uniform(140, 230)), 4)
    radius = chance.uniform(0.15, 0.3)
    bend = np.stack([0.6 + radius * np.sin(turn), radius * (1 - np.cos(turn))], axis=1)
    stem = np.stack([np.linspace(0, 0.45, KNOTS - 4), np.zeros(KNOTS - 4)], axis=1)
    return np.concatenate([stem, bend]), False


def _spiral(chance: np.random.Generator) -> tuple[Floats, bool]:
    angles = np.linspace(0, np.radians(chance.uniform(400, 480)), KNOTS)
    radius = np.linspace(0.5, 0.12, KNOTS)
    return np.stack([radius * np.cos(angles), radius * np.sin(angles)], axis=1), False


def _corner(chance: np.random.Generator) -> tuple[Floats, bool]:
    angle = np.radians(chance.uniform(50, 110))
    arm = chance.uniform(0.5, 1.0)
    end = [1 - arm * np.cos(angle), arm * np.sin(angle)]
    return _polyline([[0, 0], [1, 0], end]), True


def _zigzag(chance: np.random.Generator) -> tuple[Floats, bool]:
    height = chance.uniform(0.45, 0.9)
    return _polyline([[0, 0], [0.75, 0], [0.1, height], [0.9, height]]), True


def _polyline(corners: Sequence[Sequence[float]]) -> Floats:
    """Spread the knots over straight pieces so that every corner has a knot of its own."""
    points, pieces = np.asarray(corners, dtype=np.float64), len(corners) - 1
    at = np.linspace(0, pieces, KNOTS)
    return np.stack([np.interp(at, np.arange(pieces + 1), points[:, axis]) for axis in (0, 1)], 1)


SHAPES = (_line, _bow, _ring, _wave, _hook, _spiral, _corner, _zigzag)
COMMON = np.array([3.0, 2.2, 1.0, 0.8, 1.4, 0.4, 1.6, 0.8])  # how often a hand makes each


def _stroke(chance: np.random.Generator, taste: Floats, size: float) -> tuple[Floats, bool]:
    """Return one stroke around the origin, turned mostly by eighths, perhaps mirrored."""
    knots, angular = SHAPES[chance.choice(len(SHAPES), p=taste)](chance)
    knots = knots - knots.mean(axis=0)
    if chance.random() < 0.5:
        knots = knots * [1, -1]
    angle = np.pi / 4 * chance.integers(8) + chance.normal(0, 0.12)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return size * knots @ turn.T, angular


def _character(
    chance: np.random.Generator, taste: Floats, plenty: Floats
) -> tuple[Floats, NDArray[np.bool_], NDArray[np.bool_]]:
    """Invent a character: each later stroke hangs on an earlier one, or stands beside it."""
    number = 1 + int(chance.choice(STROKES, p=plenty))
    knots, angular = np.zeros((STROKES, KNOTS, 2)), np.zeros(STROKES, dtype=bool)
    for stroke in range(number):
        size = chance.uniform(0.7, 0.95) if stroke == 0 else chance.uniform(0.3, 0.75)
        knots[stroke], angular[stroke] = _stroke(chance, taste, size)
        if stroke == 0:
            continue
        target = knots[chance.integers(stroke), chance.integers(KNOTS)]
        if chance.random() < 0.2:  # a mark that stands apart
            shift = target + 0.3 * np.sign(chance.normal(size=2))
        else:
            shift = target - knots[stroke, chance.choice([0, KNOTS // 2, KNOTS - 1])]
        knots[stroke] += shift
    drawn = knots[:number].reshape(-1, 2)
    low, high = drawn.min(axis=0), drawn.max(axis=0)
    extent = (high - low).max()
    knots = (knots - (low + high) / 2) * (0.68 / extent) + 0.5
    return knots, angular, np.arange(STROKES) < number


@cache
def programs(
    seed: int = SEED, alphabets: int = ALPHABETS, characters: int = CHARACTERS
) -> Programs:
    """Invent alphabets of characters, no two of which look much alike."""
    chance = np.random.default_rng(seed)
    kept: list[tuple[Floats, NDArray[np.bool_], NDArray[np.bool_]]] = []
    taken = np.empty((alphabets * characters, 14 * 14))
    for alphabet in range(alphabets):
        taste = COMMON * chance.gamma(1.2, size=len(COMMON))
        plenty = chance.dirichlet([1.0, 4.0, 4.0, 1.5])
        while len(kept) < (alphabet + 1) * characters:
            ideas = [_character(chance, taste / taste.sum(), plenty) for _ in range(characters)]
            for idea, look in zip(ideas, _looks(ideas), strict=True):
                alike = (taken[: len(kept)] @ look).max(initial=0)
                if alike < ALIKE and len(kept) < (alphabet + 1) * characters:
                    taken[len(kept)] = look
                    kept.append(idea)
    knots, angular, used = (np.stack(part) for part in zip(*kept, strict=True))
    groups = [f"Alphabet {alphabet + 1:02}" for alphabet in range(alphabets)]
    return Programs(
        knots,
        angular,
        used,
        names=tuple(f"{g}/character{c + 1:02}" for g in groups for c in range(characters)),
        groups=tuple(g for g in groups for _ in range(characters)),
    )


def _looks(ideas: Sequence[tuple[Floats, NDArray[np.bool_], NDArray[np.bool_]]]) -> Floats:
    """Return blurred, centred, normalised likenesses: a dot product of two is a correlation."""
    knots, angular, used = (np.stack(part) for part in zip(*ideas, strict=True))
    points, pens = trajectories(knots, angular, samples=14), np.full(len(ideas), 0.1)
    looks = render(points, used, pens, 14).astype(np.float64).reshape(len(ideas), -1)
    looks -= looks.mean(axis=1, keepdims=True)
    normal: Floats = looks / np.linalg.norm(looks, axis=1, keepdims=True)
    return normal


# --- drawing -------------------------------------------------------------------------------------


def perform(knots: Floats, chance: np.random.Generator, drawings: int) -> tuple[Floats, Floats]:
    """Execute one program `(STROKES, KNOTS, 2)` as an unsteady hand would, several times.

    Returns knots `(drawings, STROKES, KNOTS, 2)` and the pen's radius `(drawings,)`, both in
    parts of the square.
    """
    normal = chance.normal
    centres = knots.mean(axis=1, keepdims=True)
    strokes = (knots - centres) * np.exp(normal(0, 0.1, (drawings, STROKES, 1, 2)))
    strokes = _turned(strokes, normal(0, 0.1, (drawings, STROKES, 1, 1)))
    strokes += centres + normal(0, 0.028, (drawings, STROKES, 1, 2))
    strokes += normal(0, 0.014, (drawings, STROKES, KNOTS, 2))
    whole = (strokes - 0.5) * np.exp(normal(0, 0.12, (drawings, 1, 1, 2)))
    whole[..., 0] -= normal(0, 0.18, (drawings, 1, 1)) * whole[..., 1]
    whole = _turned(whole, normal(0, 0.13, (drawings, 1, 1, 1)))
    whole += 0.5 + normal(0, 0.045, (drawings, 1, 1, 2))
    return whole, np.exp(normal(np.log(0.03), 0.15, drawings))


def _turned(points: Floats, angle: Floats) -> Floats:
    cosine, sine = np.cos(angle), np.sin(angle)
    x, y = points[..., :1], points[..., 1:]
    return np.concatenate([cosine * x - sine * y, sine * x + cosine * y], axis=-1)


@cache
def _bases(samples: int) -> tuple[Floats, Floats]:
    """Matrices `(samples, KNOTS)` from knots to points: a smooth curve, and straight pieces."""
    at = np.linspace(0, KNOTS - 1, samples)
    straight = np.maximum(0, 1 - np.abs(at[:, None] - np.arange(KNOTS)))
    first = np.minimum(at.astype(int), KNOTS - 2)
    t = at - first
    weights = np.stack(  # Catmull-Rom
        [
            -0.5 * t + t**2 - 0.5 * t**3,
            1 - 2.5 * t**2 + 1.5 * t**3,
            0.5 * t + 2 * t**2 - 1.5 * t**3,
            -0.5 * t**2 + 0.5 * t**3,
        ]
    )
    smooth = np.zeros((samples, KNOTS))
    for offset, weight in zip((-1, 0, 1, 2), weights, strict=True):
        np.add.at(smooth, (np.arange(samples), np.clip(first + offset, 0, KNOTS - 1)), weight)
    return smooth, straight


def trajectories(knots: Floats, angular: NDArray[np.bool_], samples: int = SAMPLES) -> Floats:
    """Return where the pen passes, `(drawings, STROKES, samples, 2)`."""
    smooth, straight = _bases(samples)
    points: Floats = np.where(angular[..., None, None], straight @ knots, smooth @ knots)
    return points


def render(points: Floats, used: NDArray[np.bool_], radius: Floats, side: int) -> Pictures:
    """Draw antialiased strokes with round pens: light ink, uint8 `(drawings, side, side)`.

    `points` is `(drawings, STROKES, samples, 2)`, `used` `(drawings, STROKES)`, `radius`
    `(drawings,)`; points and radius in parts of the square.
    """
    reach = int(np.ceil(radius.max() * side + 0.5))
    margin = 2 * reach  # beyond the edge the pen leaves the paper, and is still on the canvas
    wide = side + 2 * margin
    drawing, stroke = np.nonzero(used)
    at = torch.from_numpy(points[drawing, stroke]).float() * side
    at = at.clamp(-reach, side + reach - 1) + margin
    home = at.floor()
    steps = torch.arange(-reach, reach + 1)
    offsets = torch.cartesian_prod(steps, steps)  # of the pixels around a point: x, y
    away = home[:, :, None] + offsets + 0.5 - at[:, :, None]
    pen = torch.from_numpy(radius[drawing]).float()[:, None, None] * side + 0.5
    ink = (pen - away.square().sum(-1).sqrt()).clamp(0, 1)
    pixel = home.long()[:, :, None] + offsets
    place = pixel[..., 1] * wide + pixel[..., 0]
    place += torch.from_numpy(drawing)[:, None, None] * wide**2
    canvas = torch.zeros(len(points) * wide**2)
    canvas.scatter_reduce_(0, place.flatten(), ink.flatten(), "amax")
    inner = canvas.view(-1, wide, wide)[:, margin:-margin, margin:-margin]
    pictures: Pictures = (inner * 255).round().to(torch.uint8).numpy()
    return pictures


def draw(classes: Sequence[int], drawings: int, side: int, seed: int, stream: int = 0) -> Pictures:
    """Draw characters `drawings` times each: uint8 `(classes, drawings, side, side)`, light ink.

    Each gets drawings of its own, whichever others are drawn beside it.
    """
    chosen = programs()
    result = np.empty((len(classes), drawings, side, side), dtype=np.uint8)
    together = max(1, BATCH * 28 // (side * drawings))
    samples = max(SAMPLES, SAMPLES * side // 28)  # enough that a thin pen leaves no gaps
    for first in range(0, len(classes), together):
        some = list(classes[first : first + together])
        hands = [
            perform(chosen.knots[c], np.random.default_rng([seed, stream, c]), drawings)
            for c in some
        ]
        knots, radius = (np.concatenate(part) for part in zip(*hands, strict=True))
        angular, used = (
            np.repeat(part[some], drawings, axis=0) for part in (chosen.angular, chosen.used)
        )
        pictures = render(trajectories(knots, angular, samples), used, radius, side)
        result[first : first + len(some)] = pictures.reshape(-1, drawings, side, side)
    return result


# --- the data set --------------------------------------------------------------------------------


def load(
    workspace: Workspace | None = None,
    image_size: int = 28,
    progress: Callable[[float, str], bool] | None = None,
) -> ImageClasses:
    """Return all classes, pictures uint8 `(classes·drawings, 1, image_size, image_size)`.

    The first call draws them and keeps them in the workspace, where it can be written.
    """
    facts = {
        "version": VERSION,
        "seed": SEED,
        "size": [ALPHABETS, CHARACTERS, DRAWINGS, image_size],
    }
    path = workspace.data / "glyphs" / f"glyphs-{image_size}.npy" if workspace else None
    cached = load_array(path, facts) if path else None
    if cached:
        drawn, (names, groups) = cached
    else:
        if progress:
            progress(0.0, "Drawing characters")
        chosen = programs()
        names, groups = list(chosen.names), list(chosen.groups)
        drawn = draw(range(len(names)), DRAWINGS, image_size, SEED)
        if path:
            save_array(path, drawn, facts, [names, groups])
    return ImageClasses(
        name="glyphs",
        images=torch.from_numpy(drawn).view(-1, 1, image_size, image_size),
        starts=torch.arange(len(names) + 1) * DRAWINGS,
        names=tuple(names),
        groups=tuple(groups),
    )


def write_samples(
    folder: Path, classes: Sequence[str], drawings: int, seed: int, side: int = 105
) -> list[Path]:
    """Write fresh drawings, dark on light, as `folder/CLASS/N.png`; return the files.

    They are drawings that are not in the data set, even with its seed. `classes` are names such
    as `Alphabet 03/character07`; a folder's name has a hyphen for the slash.
    """
    known = programs().names
    pictures = draw([known.index(name) for name in classes], drawings, side, seed, stream=1)
    written = []
    for name, drawn in zip(classes, pictures, strict=True):
        place = make_folder(folder / name.replace("/", "-"))
        for number, picture in enumerate(drawn, start=1):
            written.append(place / f"{number:02}.png")
            Image.fromarray(255 - picture).save(written[-1])
    return written
