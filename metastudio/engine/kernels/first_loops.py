"""The loops of a first block: a 3×3 convolution whose output is never stored.

Pictures have one colour, so that computing a value of the convolution again is cheaper than reading
it back from memory. They come padded, `(pictures, height + 2, width + 2)`; a *patch* is what the
kernel sees of them at a place, nine numbers (`taps`), and weights are `(tasks, taps, channels)`.
Maps are `(pictures, height, width, slots, channels)`: stacked tasks have one slot and their
pictures one after another, grouped ones a slot each. For parts and `which`, see `loops`.
"""

import numpy as np

from metastudio.engine.kernels import vectors
from metastudio.engine.kernels.loops import Array, compiled, part_of

TAPS = 9


@compiled
def patches(first: int, last: int, pictures: Array, each: int, sums: Array) -> None:
    """Sum the patches over each part, and their products: `sums (parts, taps + 1, taps)`.

    A tap is a shift of the picture's memory, so two taps' products are one loop over all of it.
    What lies where a row ends and the next begins belongs to no patch, and is left out of the sum.
    """
    height, width = pictures.shape[1] - 2, pictures.shape[2] - 2
    line = width + 2
    places = np.empty(height * line, pictures.dtype)
    flat = pictures.reshape(len(pictures), (height + 2) * line)
    number = height * line - 2
    for part in range(first, last):
        _, start, stop = part_of(part, each)
        total = sums[part]
        total[:] = 0
        for a in range(TAPS):
            shift = a // 3 * line + a % 3
            places[:] = 0
            for i in range(start, stop):
                one = flat[i, shift : shift + number]
                for j in range(number):
                    places[j] += one[j]
            total[TAPS, a] = _sum(places, height, width)
            for b in range(a + 1):
                places[:] = 0
                for i in range(start, stop):
                    one = flat[i, shift : shift + number]
                    other = flat[i, b // 3 * line + b % 3 :][:number]
                    for j in range(number):
                        places[j] += one[j] * other[j]
                total[a, b] = _sum(places, height, width)


@compiled
def _sum(places: Array, height: int, width: int) -> float:
    """Sum all places but the last two of each row; leaves `places` changed.

    Rows are added up before columns are: the compiler may not reorder a sum, but it can take the
    columns side by side.
    """
    lines = places.reshape(height, width + 2)
    for y in range(1, height):
        for x in range(width + 2):
            lines[0, x] += lines[y, x]
    total = places[0]
    for x in range(1, width):
        total += places[x]
    return float(total)


@compiled
def moments(sums: Array, count: int, made: Array) -> None:
    """Covariance of each task's patches, below it their mean: `made (tasks, taps + 1, taps)`."""
    tasks, _, taps = made.shape
    parts = len(sums) // tasks
    made[:] = 0
    for task in range(tasks):
        of_task = made[task]
        for part in range(task * parts, (task + 1) * parts):
            of_task += sums[part] / count
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


@compiled
def fold(
    weight: Array,
    scale: Array,
    shift: Array,
    patches: Array,
    epsilon: float,
    normal: Array,
    offset: Array,
    made: Array,
) -> None:
    """Write the weights `normal (tasks, taps, out)` and the offset; `made`: mean and variance."""
    tasks, out, taps = weight.shape
    for task in range(tasks):
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


@compiled
def unfold(
    weight: Array,
    scale: Array,
    patches: Array,
    epsilon: float,
    total: Array,
    gmean: Array,
    gvariance: Array,
    gweight: Array,
    of_scale: Array,
) -> None:
    """Write the gradients of weights, scale and shift; `total` is P, and below it q.

    gw = s·r·d − s·r³·t·h + gmean·m + 2·gvariance·h, gs = r·t, gb = q.
    """
    tasks, out, taps = weight.shape
    h, d = np.empty(taps), np.empty(taps)
    for task in range(tasks):
        mean = patches[task, taps]
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


@compiled
def unfold_twice(
    weight: Array,
    scale: Array,
    patches: Array,
    epsilon: float,
    total: Array,
    gvariance: Array,
    u: Array,
    vscale: Array,
    vshift: Array,
    to_weights: Array,
    to_offset: Array,
    to_weight: Array,
    to_values: Array,
) -> None:
    """Write the gradients of u·gw + vscale·gs + vshift·gb, with e = u·d and k = u·h.

    By P and q (`to_weights (tasks, taps, out)`, `to_offset`), by the weights, and by scale, `gmean`
    and `gvariance` (`to_values`).
    """
    tasks, out, taps = weight.shape
    h, d, v = np.empty(taps), np.empty(taps), np.empty(taps)
    for task in range(tasks):
        mean = patches[task, taps]
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
    for part in range(first, last):
        task, start, stop = part_of(part, each)
        w, b = weight[task], offset[task]
        slot, before = (task, task * each) if slots > 1 else (0, 0)
        for i in range(start, stop):
            for row in range(height):
                for column in range(width):
                    out = y[i - before, row, column, slot]
                    at = which[i - before, row, column, slot]
                    window = 2 * row * pictures.shape[2] + 2 * column
                    whole = channels // vectors.LANES * vectors.LANES
                    for c in range(0, whole, vectors.LANES):
                        vectors.pool(pictures[i], window, w, b, out, at, c)
                    for c in range(whole, channels):
                        vectors.one_pool(pictures[i], window, w, b, out, at, c)


@compiled
def sums(
    first: int, last: int, pictures: Array, each: int, out: Array, gy: Array, which: Array
) -> None:
    """Sum, over each part, `gz` times the patch it came from, and `gz`: `(parts, taps + 1, C)`."""
    _, height, width, slots, channels = gy.shape
    for part in range(first, last):
        task, start, stop = part_of(part, each)
        slot, before = (task, task * each) if slots > 1 else (0, 0)
        out[part] = 0
        for i in range(start, stop):
            for row in range(height):
                for column in range(width):
                    g, at = gy[i - before, row, column, slot], which[i - before, row, column, slot]
                    window = 2 * row * pictures.shape[2] + 2 * column
                    whole = channels // vectors.LANES * vectors.LANES
                    for c in range(0, whole, vectors.LANES):
                        vectors.add(pictures[i], window, g, at, out[part], c)
                    for c in range(whole, channels):
                        vectors.one_add(pictures[i], window, g, at, out[part], c)


@compiled
def chosen(
    first: int,
    last: int,
    pictures: Array,
    each: int,
    weight: Array,
    offset: Array,
    y: Array,
    which: Array,
) -> None:
    """Write `weight · patch + offset` where the maximum came from, zero where it was cut off."""
    _, height, width, slots, channels = y.shape
    for part in range(first, last):
        task, start, stop = part_of(part, each)
        w, b = weight[task], offset[task]
        slot, before = (task, task * each) if slots > 1 else (0, 0)
        for i in range(start, stop):
            for row in range(height):
                for column in range(width):
                    out = y[i - before, row, column, slot]
                    at = which[i - before, row, column, slot]
                    window = 2 * row * pictures.shape[2] + 2 * column
                    whole = channels // vectors.LANES * vectors.LANES
                    for c in range(0, whole, vectors.LANES):
                        vectors.chosen(pictures[i], window, w, b, out, at, c)
                    for c in range(whole, channels):
                        vectors.one_chosen(pictures[i], window, w, b, out, at, c)
