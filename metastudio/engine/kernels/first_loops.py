"""The loops of a first block: a 3×3 convolution whose output is never stored.

Pictures have one colour, so that computing a value of the convolution again is cheaper than reading
it back from memory. They come padded, `(tasks, n, 1, height + 2, width + 2)`; a *patch* is what the
kernel sees of them at a place, nine numbers (`taps`), and weights are `(tasks, taps, channels)`.
Maps are `(pictures, height, width, slots · channels)`: stacked tasks have one slot and their
pictures one after another, grouped ones a slot each. For parts and `which`, see `loops`.
"""

import numpy as np

from metastudio.engine.kernels import vectors
from metastudio.engine.kernels.convolving import LANES
from metastudio.engine.kernels.source import (
    Array,
    Bytes4,
    Doubles3,
    Numbers2,
    Numbers3,
    Numbers4,
    Numbers5,
    compiled,
    in_rows,
    loop,
    part_of,
)

TAPS = 9


@loop
def patches(first: int, last: int, pictures: Numbers5, places: Numbers2, sums: Doubles3) -> None:
    """Sum the patches over each part, and their products: `sums (parts, taps + 1, taps)`.

    A tap is a shift of the picture's memory, so two taps' products are one loop over all of it.
    What lies where a row ends and the next begins belongs to no patch, and is left out of the sum.
    `places (parts, height · (width + 2))` is room to compute in.
    """
    tasks, each, _, height, line = pictures.shape
    height -= 2
    flat = in_rows(pictures, tasks * each, (height + 2) * line)
    number = height * line - 2
    for part in range(first, last):
        _, start, stop = part_of(part, each)
        total, of_all = sums[part], places[part]
        total[:] = 0
        for a in range(TAPS):
            shift = a // 3 * line + a % 3
            of_all[:] = 0
            for i in range(start, stop):
                one = flat[i, shift : shift + number]
                for j in range(number):
                    of_all[j] += one[j]
            total[TAPS, a] = _sum(of_all, height, line - 2)
            for b in range(a + 1):
                of_all[:] = 0
                for i in range(start, stop):
                    one = flat[i, shift : shift + number]
                    other = flat[i, b // 3 * line + b % 3 :][:number]
                    for j in range(number):
                        of_all[j] += one[j] * other[j]
                total[a, b] = _sum(of_all, height, line - 2)


@compiled
def _sum(places: Array, height: int, width: int) -> float:
    """Sum all places but the last two of each row; leaves `places` changed.

    Rows are added up before columns are: the compiler may not reorder a sum, but it can take the
    columns side by side.
    """
    lines = in_rows(places, height, width + 2)
    for y in range(1, height):
        for x in range(width + 2):
            lines[0, x] += lines[y, x]
    total = places[0]
    for x in range(1, width):
        total += places[x]
    return float(total)


@loop
def patch_moments(first: int, last: int, sums: Doubles3, count: int, made: Doubles3) -> None:
    """Covariance of each task's patches, below it their mean: `made (tasks, taps + 1, taps)`."""
    tasks, _, taps = made.shape
    parts = len(sums) // tasks
    for task in range(first, last):
        of_task = made[task]
        of_task[:] = 0
        for part in range(task * parts, (task + 1) * parts):
            for a in range(taps + 1):
                for b in range(taps):
                    of_task[a, b] += sums[part, a, b] / count
        mean = of_task[taps]
        for a in range(taps):
            for b in range(a + 1):
                of_task[a, b] -= mean[a] * mean[b]
                of_task[b, a] = of_task[a, b]


# --- the weights that normalise -----------------------------------------------------------------
#
# Of each channel, in double precision: w its weights, s and b scale and shift, m and C mean and
# covariance of the patches, h = C·w, r = 1/√(w·h + ε). The block multiplies patches by s·r·w and
# adds b − s·r·(m·w). P and q are the gradients of those two, d = P − q·m, t = d·w.


@loop
def fold(
    first: int,
    last: int,
    weight: Numbers3,
    scale: Numbers2,
    shift: Numbers2,
    patches: Doubles3,
    epsilon: float,
    normal: Numbers3,
    offset: Numbers2,
    made: Numbers3,
) -> None:
    """Write the weights `normal (tasks, taps, out)` and the offset; `made`: mean and variance."""
    _, out, taps = weight.shape
    for task in range(first, last):
        for o in range(out):
            mean, variance = 0.0, 0.0
            for a in range(taps):
                w, h = np.float64(weight[task, o, a]), 0.0
                for b in range(taps):
                    h += patches[task, a, b] * weight[task, o, b]
                mean += patches[task, taps, a] * w
                variance += w * h
            variance = variance if np.isnan(variance) else max(variance, 0.0)
            factor = scale[task, o] / np.sqrt(variance + epsilon)
            for a in range(taps):
                normal[task, a, o] = factor * weight[task, o, a]
            offset[task, o] = shift[task, o] - factor * mean
            made[0, task, o], made[1, task, o] = mean, variance


@loop
def unfold(
    first: int,
    last: int,
    weight: Numbers3,
    scale: Numbers2,
    patches: Doubles3,
    epsilon: float,
    total: Doubles3,
    gmean: Numbers2,
    gvariance: Numbers2,
    gweight: Numbers3,
    of_scale: Numbers3,
    room: Doubles3,
) -> None:
    """Write the gradients of weights, scale and shift; `total` is P, and below it q.

    gw = s·r·d − s·r³·t·h + gmean·m + 2·gvariance·h, gs = r·t, gb = q.
    `room (tasks, 2, taps)` is to compute in.
    """
    _, out, taps = weight.shape
    for task in range(first, last):
        mean, h, d = patches[task, taps], room[task, 0], room[task, 1]
        for o in range(out):
            w, s, q = weight[task, o], np.float64(scale[task, o]), total[task, taps, o]
            variance, t = 0.0, 0.0
            for a in range(taps):
                h[a] = 0
                for b in range(taps):
                    h[a] += patches[task, a, b] * w[b]
                variance += w[a] * h[a]
                d[a] = total[task, a, o] - q * mean[a]
                t += d[a] * w[a]
            variance = variance if np.isnan(variance) else max(variance, 0.0)
            r = 1 / np.sqrt(variance + epsilon)
            by_h = 2 * gvariance[task, o] - s * r * r * r * t
            for a in range(taps):
                gweight[task, o, a] = s * r * d[a] + by_h * h[a] + gmean[task, o] * mean[a]
            of_scale[0, task, o], of_scale[1, task, o] = r * t, q


@loop
def unfold_twice(
    first: int,
    last: int,
    weight: Numbers3,
    scale: Numbers2,
    patches: Doubles3,
    epsilon: float,
    total: Doubles3,
    gvariance: Numbers2,
    u: Numbers3,
    vscale: Numbers2,
    vshift: Numbers2,
    to_weights: Numbers3,
    to_offset: Numbers2,
    to_weight: Numbers3,
    to_values: Numbers3,
    room: Doubles3,
) -> None:
    """Write the gradients of u·gw + vscale·gs + vshift·gb, with e = u·d and k = u·h.

    By P and q (`to_weights (tasks, taps, out)`, `to_offset`), by the weights, and by scale, `gmean`
    and `gvariance` (`to_values`). `room (tasks, 3, taps)` is to compute in.
    """
    _, out, taps = weight.shape
    for task in range(first, last):
        mean, h, d, v = patches[task, taps], room[task, 0], room[task, 1], room[task, 2]
        for o in range(out):
            w, s, q = weight[task, o], np.float64(scale[task, o]), total[task, taps, o]
            a_s, b_s = np.float64(vscale[task, o]), np.float64(vshift[task, o])
            variance, t, e, k, met = 0.0, 0.0, 0.0, 0.0, 0.0
            for a in range(taps):
                h[a] = 0
                v[a] = 0  # C·u
                for b in range(taps):
                    h[a] += patches[task, a, b] * w[b]
                    v[a] += patches[task, a, b] * u[task, o, b]
                variance += w[a] * h[a]
                d[a] = total[task, a, o] - q * mean[a]
                t += d[a] * w[a]
                e += u[task, o, a] * d[a]
                k += u[task, o, a] * h[a]
                met += u[task, o, a] * mean[a]
            variance = variance if np.isnan(variance) else max(variance, 0.0)
            r = 1 / np.sqrt(variance + epsilon)
            cube = r * r * r
            by_root = s * e - 3 * s * r * r * t * k + a_s * t
            by_t = a_s * r - s * cube * k
            by_k = 2 * gvariance[task, o] - s * cube * t
            constant = 0.0
            for a in range(taps):
                by_d = s * r * u[task, o, a] + by_t * w[a]
                to_weights[task, a, o] = by_d
                constant += by_d * mean[a]
                to_weight[task, o, a] = by_t * d[a] + by_k * v[a] - by_root * cube * h[a]
            to_offset[task, o] = b_s - constant
            to_values[0, task, o] = r * e - cube * t * k
            to_values[1, task, o], to_values[2, task, o] = met, 2 * k


# --- over the pictures --------------------------------------------------------------------------


@loop
def first_pool(
    first: int,
    last: int,
    pictures: Numbers5,
    weight: Numbers3,
    offset: Numbers2,
    y: Numbers4,
    which: Bytes4,
) -> None:
    """Write `relu(max(weight · patch + offset))` and which of four it was."""
    each, line, channels = pictures.shape[1], pictures.shape[4], weight.shape[2]
    _, height, width, across = y.shape
    for part in range(first, last):
        task, start, stop = part_of(part, each)
        w, b = weight[task], offset[task]
        slot, before = (task * channels, task * each) if across > channels else (0, 0)
        for i in range(start, stop):
            picture = pictures[task, i - task * each, 0]
            for row in range(height):
                for column in range(width):
                    out = y[i - before, row, column, slot:]
                    at = which[i - before, row, column, slot:]
                    window = 2 * row * line + 2 * column
                    whole = channels // LANES * LANES
                    for c in range(0, whole, LANES):
                        vectors.pool(picture, window, w, b, out, at, c)
                    for c in range(whole, channels):
                        vectors.one_pool(picture, window, w, b, out, at, c)


@loop
def first_sums(
    first: int, last: int, pictures: Numbers5, out: Numbers3, gy: Numbers4, which: Bytes4
) -> None:
    """Sum, over each part, `gz` times the patch it came from, and `gz`: `(parts, taps + 1, C)`."""
    each, line, channels = pictures.shape[1], pictures.shape[4], out.shape[2]
    _, height, width, across = gy.shape
    for part in range(first, last):
        task, start, stop = part_of(part, each)
        slot, before = (task * channels, task * each) if across > channels else (0, 0)
        out[part] = 0
        for i in range(start, stop):
            picture = pictures[task, i - task * each, 0]
            for row in range(height):
                for column in range(width):
                    g = gy[i - before, row, column, slot:]
                    at = which[i - before, row, column, slot:]
                    window = 2 * row * line + 2 * column
                    whole = channels // LANES * LANES
                    for c in range(0, whole, LANES):
                        vectors.add(picture, window, g, at, out[part], c)
                    for c in range(whole, channels):
                        vectors.one_add(picture, window, g, at, out[part], c)


@loop
def first_chosen(
    first: int,
    last: int,
    pictures: Numbers5,
    weight: Numbers3,
    offset: Numbers2,
    y: Numbers4,
    which: Bytes4,
) -> None:
    """Write `weight · patch + offset` where the maximum came from, zero where it was cut off."""
    each, line, channels = pictures.shape[1], pictures.shape[4], weight.shape[2]
    _, height, width, across = y.shape
    for part in range(first, last):
        task, start, stop = part_of(part, each)
        w, b = weight[task], offset[task]
        slot, before = (task * channels, task * each) if across > channels else (0, 0)
        for i in range(start, stop):
            picture = pictures[task, i - task * each, 0]
            for row in range(height):
                for column in range(width):
                    out = y[i - before, row, column, slot:]
                    at = which[i - before, row, column, slot:]
                    window = 2 * row * line + 2 * column
                    whole = channels // LANES * LANES
                    for c in range(0, whole, LANES):
                        vectors.chosen(picture, window, w, b, out, at, c)
                    for c in range(whole, channels):
                        vectors.one_chosen(picture, window, w, b, out, at, c)
