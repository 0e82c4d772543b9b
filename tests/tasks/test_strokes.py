import zipfile
from pathlib import Path

import numpy as np
import pytest

from metastudio.engine.errors import DataError
from metastudio.engine.tasks.stroke_archives import parse_strokes
from metastudio.engine.tasks.strokes import (
    PLACES,
    VALUES,
    places_to_picture,
    strokes_to_picture,
    strokes_to_places,
)

CROSS = [[(0, 50), (100, 50)], [(50, 0), (50, 100)]]


def test_a_cross_is_read_left_to_right_then_downwards() -> None:
    read = strokes_to_places(CROSS)
    assert read.shape == (PLACES, VALUES) and read.dtype == np.float32
    there = int(read[:, 5].sum())
    assert np.array_equal(read[:, 5], np.arange(PLACES) < there) and not read[there:].any()
    begins = np.flatnonzero(read[:, 4])
    assert begins.tolist() == [0, there // 2]
    across, down = read[: there // 2], read[there // 2 : there]
    assert np.allclose(across[0, :2], (-1, 0)) and np.allclose(across[-1, :2], (1, 0))
    assert np.allclose(across[1:, 2:4], (1, 0)) and np.allclose(down[1:, 2:4], (0, 1))
    assert not across[0, 2:4].any() and not down[0, 2:4].any()


def test_neither_size_nor_place_nor_speed_of_the_pen_matter() -> None:
    along = np.linspace(0, 3, 400)
    arc = np.stack([np.cos(along), np.sin(along)], 1)
    slow_then_fast = np.stack([np.cos(3 * (along / 3) ** 3), np.sin(3 * (along / 3) ** 3)], 1)
    read = strokes_to_places([arc])
    assert np.allclose(strokes_to_places([700 + 35 * arc]), read, atol=1e-5)
    assert np.allclose(strokes_to_places([slow_then_fast]), read, atol=0.02)
    steps = np.linalg.norm(np.diff(read[read[:, 5] > 0, :2], axis=0), axis=1)
    assert steps.std() < 0.01 * steps.mean()


def test_long_drawings_are_read_in_larger_steps_and_scribbles_fit() -> None:
    zigzag = [(i % 2 * 10, i) for i in range(60)]
    assert strokes_to_places([zigzag])[:, 5].sum() > PLACES - 3
    many = [[(i, 0), (i, 1 + i)] for i in range(3 * PLACES)]
    assert strokes_to_places(many)[:, 4].sum() <= PLACES
    dot = strokes_to_places([[(3, 3)]])
    assert dot[:, 5].sum() == 1 and np.isfinite(dot).all()


@pytest.mark.parametrize("strokes", [[], [[]], [[(0.0, float("nan"))]]])
def test_nothing_and_no_numbers_are_refused(strokes: list) -> None:
    with pytest.raises(DataError):
        strokes_to_places(strokes)


def test_strokes_of_omniglot_look_like_its_pictures(real_data: Path) -> None:
    strokes = zipfile.ZipFile(real_data / "omniglot/strokes/strokes_background_small1.zip")
    pictures = zipfile.ZipFile(real_data / "omniglot/images_background.zip")
    from PIL import Image, ImageOps

    from metastudio.engine.tasks.images import Transform

    transform, likeness = Transform(28, 1, ink=True), []
    texts = [n for n in strokes.namelist() if n.endswith("_03.txt") and "__MACOSX" not in n]
    for name in (texts[3], texts[-3]):
        drawing = name.removeprefix("strokes_background_small1/").removesuffix(".txt")
        text = strokes.read(name).decode()
        drawn = transform.apply(
            strokes_to_picture([s[:, :2] * (1, -1) for s in parse_strokes(text)])
        )[0].astype(float)
        with pictures.open(f"images_background/{drawing}.png") as file:
            image = Image.open(file).convert("L")
        image = image.crop(ImageOps.invert(image).getbbox())  # strokes are scaled to their frame
        side = max(image.size)
        framed = Image.new("L", (side + 12, side + 12), 255)
        framed.paste(image, ((side + 12 - image.width) // 2, (side + 12 - image.height) // 2))
        seen = transform.apply(framed)[0].astype(float)
        likeness.append(np.corrcoef(drawn.ravel(), seen.ravel())[0, 1])
    assert min(likeness) > 0.6


def test_places_are_drawn_in_the_order_of_the_pen() -> None:
    up, across = [(0, 100), (0, 0)], [(0, 0), (100, 0)]
    seen = np.asarray(places_to_picture(strokes_to_places([up, across]), 61)).astype(int)
    first, last = seen[58, 2], seen[2, 56]  # begins below on the left, ends on the right above
    assert first[2] > first[0] + 100 and last[0] > last[2] + 100  # from blue to orange
    assert (seen[30:40, 30:40] == 0).all()
