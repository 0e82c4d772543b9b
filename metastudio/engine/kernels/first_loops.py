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
def patches(first: int, last: int, pictures: Array, each: int, sums: Array) -> None:
    """Sum the patches over each part, and their products: `sums (parts, taps + 1, taps)`.

    Columns are added up before rows are: the compiler may not reorder a sum, but it can take the
    columns side by side.
    """
    _, colours, height, width = pictures.shape
    taps, height, width = 9 * colours, height - 2, width - 2
    column = np.empty(width, pictures.dtype)
    for part in range(first, last):
        _, start, stop = part_of(part, each)
        total = sums[part]
        total[:] = 0
        for i in range(start, stop):
            for a in range(taps):
                one = pictures[i, a // 9, a % 9 // 3 : a % 9 // 3 + height]
                one = one[:, a % 3 : a % 3 + width]
                column[:] = 0
                for y in range(height):
                    row = one[y]
                    for x in range(width):
                        column[x] += row[x]
                for x in range(width):
                    total[taps, a] += column[x]
                for b in range(a + 1):
                    other = pictures[i, b // 9, b % 9 // 3 : b % 9 // 3 + height]
                    other = other[:, b % 3 : b % 3 + width]
                    column[:] = 0
                    for y in range(height):
                        row, with_it = one[y], other[y]
                        for x in range(width):
                            column[x] += row[x] * with_it[x]
                    for x in range(width):
                        total[a, b] += column[x]


@compiled
def moments(sums: Array, count: int, made: Array) -> None:
    """Covariance of each task's patches, and below it their mean: `made (tasks, taps + 1, taps)`."""
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
