"""The gradient of a 3×3 convolution by its weights, as products of packed panels.

Each weight's gradient is a sum over all places of all pictures: a product of two tall matrices, one
of them seen nine times, shifted. Panels of both that fit into a processor's cache are copied out of
the maps, so that the innermost loop (`vectors.products`) runs through memory in order.
For maps and parts, see `loops`; groups lie side by side in the maps' channels.
"""

from metastudio.engine.kernels import vectors
from metastudio.engine.kernels.convolving import LANES, ROWS, TAPS
from metastudio.engine.kernels.source import (
    Array,
    Numbers2,
    Numbers3,
    Numbers4,
    compiled,
    loop,
    part_of,
)


@loop
def weight_sums(
    first: int, last: int, x: Numbers4, gy: Numbers4, strip: int, room: Numbers2, sums: Numbers3
) -> None:
    """Sum, over each part, `gy` times the patch of `x` below it: `sums (parts, padded, taps · in)`.

    `strip` pictures are packed at a time, into `room (parts, …)`. `in` is a multiple of `LANES`,
    and `padded` one of `ROWS`: the channels of a group in `gy`, and then some.
    """
    each, height, width, _ = x.shape
    _, padded, patch = sums.shape
    before, out = patch // TAPS, gy.shape[3] * patch // (TAPS * x.shape[3])
    blocks, rows = before // LANES, padded // ROWS
    of_x, of_gy = strip * (height + 2) * (width + 2) * LANES, strip * height * width * ROWS
    for part in range(first, last):
        group, start, stop = part_of(part, each)
        start, stop = start - group * each, stop - group * each
        panels, others = room[part], room[part, blocks * of_x :]
        panels[:] = 0  # the margins, and what is left of the last rows, stay so
        sums[part] = 0
        for i in range(start, stop, strip):
            number = min(strip, stop - i)
            _pack_patches(x[i : i + number], group * before, blocks, of_x, panels)
            _pack_rows(gy[i : i + number], group * out, out, of_gy, others)
            for block in range(blocks):
                for row in range(rows):
                    given = others[row * of_gy :]
                    for tap in range(TAPS):
                        at = tap // 3 * (width + 2) + tap % 3
                        seen = panels[block * of_x + at * LANES :]
                        to = sums[part, row * ROWS, tap * before + block * LANES :]
                        vectors.products(given, seen, number, height, width, to, patch)


@compiled
def _pack_patches(maps: Array, slot: int, blocks: int, size: int, panels: Array) -> None:
    """Copy `LANES` channels after `LANES` channels, inside a margin of one place."""
    number, height, width, _ = maps.shape
    for i in range(number):
        for y in range(height):
            at = ((i * (height + 2) + y + 1) * (width + 2) + 1) * LANES
            for x in range(width):
                for block in range(blocks):
                    to = panels[block * size + at + x * LANES :]
                    channels = maps[i, y, x, slot + block * LANES :]
                    for c in range(LANES):
                        to[c] = channels[c]


@compiled
def _pack_rows(maps: Array, slot: int, out: int, size: int, panels: Array) -> None:
    """Copy `ROWS` channels after `ROWS` channels; the last may be fewer."""
    number, height, width, _ = maps.shape
    whole = out // ROWS
    for i in range(number):
        for y in range(height):
            at = (i * height + y) * width * ROWS
            for x in range(width):
                channels = maps[i, y, x, slot:]
                for row in range(whole):
                    to = panels[row * size + at + x * ROWS :]
                    for r in range(ROWS):
                        to[r] = channels[row * ROWS + r]
                to = panels[whole * size + at + x * ROWS :]
                for r in range(out - whole * ROWS):
                    to[r] = channels[whole * ROWS + r]
