"""The loops of a first block: a 3×3 convolution whose output is never stored.

Pictures have one or a few channels, so that computing a value of the convolution again is cheaper
than reading it back from memory. They come padded, `(pictures, colours, height + 2, width + 2)`; a
*patch* is what the kernel sees of them at a place, `taps = 9 · colours` numbers, and weights are
`(tasks, taps, channels)`. Maps are `(pictures, height, width, slots, channels)`: stacked tasks have
one slot and their pictures one after another, grouped ones a slot each. For parts and `which`, see
`loops`.
"""

import numpy as np

from metastudio.engine.kernels.loops import DEAD, Array, compiled, inlined, part_of


@compiled
def pool(
    first: int,
    last: int,
    pictures: Array,
    each: int,
    weight: Array,
    offset: Array,
    y: Array,
    which: Array,
) -> None:
    """Write `relu(max(weight · patch + offset))` and which of four it was."""
    _, height, width, slots, channels = y.shape
    taps = weight.shape[1]
    patch, z = np.empty((4, taps), y.dtype), np.empty((4, channels), y.dtype)
    zero = y.dtype.type(0)
    for part in range(first, last):
        task, start, stop = part_of(part, each)
        w, b = weight[task], offset[task]
        slot, before = (task, task * each) if slots > 1 else (0, 0)
        for i in range(start, stop):
            for row in range(height):
                for column in range(width):
                    _patches(patch, pictures[i], row, column)
                    for place in range(4):
                        _convolve(z[place], w, b, patch[place])
                    out, chosen = (
                        y[i - before, row, column, slot],
                        which[i - before, row, column, slot],
                    )
                    z0, z1, z2, z3 = z[0], z[1], z[2], z[3]
                    for c in range(channels):
                        best, at, v = z0[c], np.uint8(0), z1[c]
                        at = np.uint8(1) if (v > best) | np.isnan(v) else at
                        best = v if (v > best) | np.isnan(v) else best
                        v = z2[c]
                        at = np.uint8(2) if (v > best) | np.isnan(v) else at
                        best = v if (v > best) | np.isnan(v) else best
                        v = z3[c]
                        at = np.uint8(3) if (v > best) | np.isnan(v) else at
                        best = v if (v > best) | np.isnan(v) else best
                        out[c] = zero if best <= zero else best
                        chosen[c] = np.uint8(DEAD) if best <= zero else at


@compiled
def sums(
    first: int, last: int, pictures: Array, each: int, gy: Array, which: Array, out: Array
) -> None:
    """Sum, over each part, `gz` times the patch it came from, and `gz`: `(parts, taps + 1, C)`."""
    _, height, width, slots, channels = gy.shape
    taps = out.shape[1] - 1
    patch, z = np.empty((4, taps), gy.dtype), np.empty((4, channels), gy.dtype)
    zero = gy.dtype.type(0)
    for part in range(first, last):
        task, start, stop = part_of(part, each)
        slot, before = (task, task * each) if slots > 1 else (0, 0)
        out[part] = 0
        for i in range(start, stop):
            for row in range(height):
                for column in range(width):
                    _patches(patch, pictures[i], row, column)
                    g, at = gy[i - before, row, column, slot], which[i - before, row, column, slot]
                    for place in range(4):
                        mine = z[place]
                        for c in range(channels):
                            gz = g[c]
                            mine[c] = gz if at[c] == place else zero
                    z0, z1, z2, z3, total = z[0], z[1], z[2], z[3], out[part, taps]
                    for c in range(channels):
                        total[c] += (z0[c] + z1[c]) + (z2[c] + z3[c])
                    for tap in range(taps):
                        p0, p1, p2, p3 = patch[0, tap], patch[1, tap], patch[2, tap], patch[3, tap]
                        o = out[part, tap]
                        for c in range(channels):
                            o[c] += (z0[c] * p0 + z1[c] * p1) + (z2[c] * p2 + z3[c] * p3)


@compiled
def chosen(
    first: int,
    last: int,
    pictures: Array,
    each: int,
    weight: Array,
    offset: Array,
    which: Array,
    out: Array,
) -> None:
    """Write `weight · patch + offset` where the maximum came from, zero where it was cut off."""
    _, height, width, slots, channels = out.shape
    taps = weight.shape[1]
    patch, z = np.empty((4, taps), out.dtype), np.empty((4, channels), out.dtype)
    zero = out.dtype.type(0)
    for part in range(first, last):
        task, start, stop = part_of(part, each)
        w, b = weight[task], offset[task]
        slot, before = (task, task * each) if slots > 1 else (0, 0)
        for i in range(start, stop):
            for row in range(height):
                for column in range(width):
                    _patches(patch, pictures[i], row, column)
                    for place in range(4):
                        _convolve(z[place], w, b, patch[place])
                    o, at = out[i - before, row, column, slot], which[i - before, row, column, slot]
                    z0, z1, z2, z3 = z[0], z[1], z[2], z[3]
                    for c in range(channels):
                        v0, v1, v2, v3 = z0[c], z1[c], z2[c], z3[c]
                        top = v0 if at[c] == 0 else v1
                        bottom = v2 if at[c] == 2 else v3
                        v = top if at[c] < 2 else bottom
                        o[c] = v if at[c] < DEAD else zero


@inlined
def _patches(patch: Array, picture: Array, row: int, column: int) -> None:
    """Gather the four patches of a window."""
    for place in range(4):
        y, x = 2 * row + place // 2, 2 * column + place % 2
        for colour in range(len(picture)):
            for down in range(3):
                for right in range(3):
                    tap = 9 * colour + 3 * down + right
                    patch[place, tap] = picture[colour, y + down, x + right]


@inlined
def _convolve(z: Array, w: Array, b: Array, p: Array) -> None:
    """Write `b + w · p`; nine taps at a time, so that sums are loaded and stored seldom."""
    for c in range(len(z)):
        z[c] = b[c]
    for tap in range(0, len(p), 9):
        w0, w1, w2, w3, w4 = w[tap], w[tap + 1], w[tap + 2], w[tap + 3], w[tap + 4]
        w5, w6, w7, w8 = w[tap + 5], w[tap + 6], w[tap + 7], w[tap + 8]
        p0, p1, p2, p3, p4 = p[tap], p[tap + 1], p[tap + 2], p[tap + 3], p[tap + 4]
        p5, p6, p7, p8 = p[tap + 5], p[tap + 6], p[tap + 7], p[tap + 8]
        for c in range(len(z)):
            left = (w0[c] * p0 + w1[c] * p1) + (w2[c] * p2 + w3[c] * p3)
            right = (w4[c] * p4 + w5[c] * p5) + (w6[c] * p6 + w7[c] * p7)
            z[c] += (left + right) + w8[c] * p8
