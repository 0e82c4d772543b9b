"""The loops over maps that Numba compiles; plain Python otherwise, knows no torch.

All maps are C-contiguous `(pictures, height, width, channels)`: what torch calls channels_last. A
*group* is a run of consecutive pictures that are normalised alike; its values for each channel are
rows `(groups, channels)`. The channels are the innermost loop, which LLVM turns into vectors.

Work is cut into *parts* of at most `PICTURES` pictures of one group. A loop over pictures takes the
parts from `first` to `last`, so that several threads can share it, and leaves one row of sums for
each part. Rows are added in their order, so that the number of threads changes no bit. What has no
pictures to look at takes the groups from `first` to `last`.

`which` tells, for each place after the pooling, which of the four places of its window was the
largest, the first of equals as in torch (0 to 3, row by row), or `DEAD` where the rectifier cut it
off.
"""

import numpy as np

from metastudio.engine.kernels.source import (
    DEAD,
    Array,
    Bytes4,
    Doubles3,
    Numbers2,
    Numbers3,
    Numbers4,
    in_rows,
    inlined,
    loop,
    part_of,
)

# --- statistics ---------------------------------------------------------------------------------


@loop
def spread(first: int, last: int, x: Numbers4, each: int, sums: Numbers3) -> None:
    """Sum `x − near` and its square over each part: `sums (parts, 2, channels)`.

    `near` is a place in the middle of the group's first picture: so no digits are lost where the
    mean is far from zero.
    """
    _, height, width, channels = x.shape
    for part in range(first, last):
        group, start, stop = part_of(part, each)
        rows = in_rows(x[start], (stop - start) * height * width, channels)
        total, squares, k = sums[part, 0], sums[part, 1], x[group * each, height // 2, width // 2]
        total[:] = 0
        squares[:] = 0
        fours = len(rows) // 4
        for four in range(fours):  # four at a time: sums are loaded and stored less often
            r = 4 * four
            for c in range(channels):
                d0, d1 = rows[r, c] - k[c], rows[r + 1, c] - k[c]
                d2, d3 = rows[r + 2, c] - k[c], rows[r + 3, c] - k[c]
                total[c] += (d0 + d1) + (d2 + d3)
                squares[c] += (d0 * d0 + d1 * d1) + (d2 * d2 + d3 * d3)
        for r in range(4 * fours, len(rows)):
            for c in range(channels):
                d0 = rows[r, c] - k[c]
                total[c] += d0
                squares[c] += d0 * d0


@loop
def moments(
    first: int,
    last: int,
    sums: Numbers3,
    x: Numbers4,
    epsilon: float,
    scale: Numbers2,
    made: Numbers3,
) -> None:
    """Mean, variance, 1/√(variance + ε) and scale times that, from the sums of a group's parts.

    They go to `made (4, groups, channels)`.
    """
    _, groups, channels = made.shape
    parts, each = len(sums) // groups, len(x) // groups
    count = each * x.shape[1] * x.shape[2]
    for group in range(first, last):
        near = x[group * each, x.shape[1] // 2, x.shape[2] // 2]
        for c in range(channels):
            total, squares = 0.0, 0.0
            for part in range(group * parts, (group + 1) * parts):
                total += sums[part, 0, c]
                squares += sums[part, 1, c]
            shift = total / count
            spread = max(squares / count - shift * shift, 0.0)
            if np.isnan(squares):
                spread = squares  # not a number stays none
            root = 1 / np.sqrt(spread + epsilon)
            made[0, group, c] = near[c] + shift
            made[1, group, c] = spread
            made[2, group, c] = root
            made[3, group, c] = scale[group, c] * root


@loop
def add_parts(first: int, last: int, sums: Numbers3, totals: Doubles3) -> None:
    """Add the sums of each group's parts, in order: `(parts, n, C)` to `(groups, n, C)`."""
    groups, rows, channels = totals.shape
    parts = len(sums) // groups
    for group in range(first, last):
        for row in range(rows):
            total = totals[group, row]
            total[:] = 0
            for part in range(group * parts, (group + 1) * parts):
                for c in range(channels):
                    total[c] += sums[part, row, c]


# --- factor · x + offset, 2×2 maximum, rectifier --------------------------------------------------


@loop
def pool(
    first: int,
    last: int,
    x: Numbers4,
    each: int,
    made: Numbers3,
    offset: Numbers2,
    y: Numbers4,
    which: Bytes4,
) -> None:
    """Write `relu(max(factor · (x − near) + offset))` and which of four it was.

    Of `made`, near is the first and factor the last.
    """
    _, height, width, channels = y.shape
    zero = x.dtype.type(0)
    for part in range(first, last):
        group, start, stop = part_of(part, each)
        k, a, b = made[0, group], made[3, group], offset[group]
        for i in range(start, stop):
            for row in range(height):
                for column in range(width):
                    up, down = x[i, 2 * row], x[i, 2 * row + 1]
                    x0, x1 = up[2 * column], up[2 * column + 1]
                    x2, x3 = down[2 * column], down[2 * column + 1]
                    out, chosen = y[i, row, column], which[i, row, column]
                    for c in range(channels):
                        best, at = a[c] * (x0[c] - k[c]) + b[c], np.uint8(0)
                        z = a[c] * (x1[c] - k[c]) + b[c]
                        at = np.uint8(1) if (z > best) | np.isnan(z) else at
                        best = z if (z > best) | np.isnan(z) else best
                        z = a[c] * (x2[c] - k[c]) + b[c]
                        at = np.uint8(2) if (z > best) | np.isnan(z) else at
                        best = z if (z > best) | np.isnan(z) else best
                        z = a[c] * (x3[c] - k[c]) + b[c]
                        at = np.uint8(3) if (z > best) | np.isnan(z) else at
                        best = z if (z > best) | np.isnan(z) else best
                        out[c] = zero if best <= zero else best
                        chosen[c] = np.uint8(DEAD) if best <= zero else at


@loop
def pool_sums(
    first: int,
    last: int,
    gy: Numbers4,
    which: Bytes4,
    x: Numbers4,
    each: int,
    made: Numbers3,
    sums: Numbers3,
) -> None:
    """Sum, over each part, `gz` and `gz · (x − near)`; `gz` is `gy` where its maximum came from."""
    _, height, width, channels = gy.shape
    zero = x.dtype.type(0)
    for part in range(first, last):
        group, start, stop = part_of(part, each)
        total, products, k = sums[part, 0], sums[part, 1], made[0, group]
        total[:] = 0
        products[:] = 0
        for i in range(start, stop):
            for row in range(height):
                for column in range(width):
                    up, down = x[i, 2 * row], x[i, 2 * row + 1]
                    x0, x1 = up[2 * column], up[2 * column + 1]
                    x2, x3 = down[2 * column], down[2 * column + 1]
                    g, at = gy[i, row, column], which[i, row, column]
                    for c in range(channels):
                        gz, d0, d1, d2, d3 = g[c], x0[c], x1[c], x2[c], x3[c]
                        top = d0 if at[c] == 0 else d1
                        bottom = d2 if at[c] == 2 else d3
                        gz = gz if at[c] < DEAD else zero
                        total[c] += gz
                        products[c] += gz * ((top if at[c] < 2 else bottom) - k[c])


@loop
def gradient_factors(
    first: int,
    last: int,
    sums: Numbers3,
    count: int,
    scale: Numbers2,
    made: Numbers3,
    gmean: Numbers2,
    gvariance: Numbers2,
    to_x: Numbers3,
    to_scale: Numbers3,
) -> None:
    """What `pool_gradient` multiplies by, and the gradients of scale and shift.

    With x̂ = (x − mean) · root and sums over a channel's N places, of `gz` and `gz · x̂`:
    gx = scale · root · (gz − Σgz / N − x̂ · Σ(gz·x̂) / N), and what comes by mean and variance.
    `to_x (3, groups, C)` takes what `gz`, `x − mean` and 1 are multiplied by.
    """
    groups, channels = scale.shape
    parts = len(sums) // groups
    for group in range(first, last):
        for c in range(channels):
            gz, products = 0.0, 0.0
            for part in range(group * parts, (group + 1) * parts):
                gz += sums[part, 0, c]
                products += sums[part, 1, c]
            s, r = np.float64(scale[group, c]), np.float64(made[2, group, c])
            gz_x = r * products
            to_x[0, group, c] = s * r
            to_x[1, group, c] = (2 * gvariance[group, c] - s * r * r * gz_x) / count
            to_x[2, group, c] = (gmean[group, c] - s * r * gz) / count
            to_scale[0, group, c] = gz_x
            to_scale[1, group, c] = gz


@inlined
def _lay(
    out: Array,
    x: Array,
    near: Array,
    by_x: Array,
    constant: Array,
    g: Array,
    at: Array,
    place: int,
    by_gz: Array,
) -> None:
    # One array is written, few are read: LLVM gives up where too many might overlap.
    zero = x.dtype.type(0)
    for c in range(len(out)):
        gz = by_gz[c] * g[c]
        gz = gz if at[c] == place else zero
        out[c] = by_x[c] * (x[c] - near[c]) + constant[c] + gz


@inlined
def _pool_gradient(
    first: int,
    last: int,
    gy: Array,
    which: Array,
    x: Array,
    each: int,
    made: Array,
    to_x: Array,
    gx: Array,
) -> None:
    _, height, width, _ = gy.shape
    for part in range(first, last):
        group, start, stop = part_of(part, each)
        k, a, b, c0 = made[0, group], to_x[0, group], to_x[1, group], to_x[2, group]
        for i in range(start, stop):
            for row in range(height):
                for column in range(width):
                    g, at = gy[i, row, column], which[i, row, column]
                    for place in range(4):
                        r, c = 2 * row + place // 2, 2 * column + place % 2
                        _lay(gx[i, r, c], x[i, r, c], k, b, c0, g, at, place, a)
            # A last odd row or column lies in no window.
            for row in range(x.shape[1]):
                for column in range(2 * width if row < 2 * height else 0, x.shape[2]):
                    for c in range(x.shape[3]):
                        gx[i, row, column, c] = b[c] * (x[i, row, column, c] - k[c]) + c0[c]


@loop
def pool_gradient(
    first: int,
    last: int,
    gy: Numbers4,
    which: Bytes4,
    x: Numbers4,
    each: int,
    made: Numbers3,
    to_x: Numbers3,
    gx: Numbers4,
) -> None:
    """Write `a · gz + b · (x − near) + c` for every place; `to_x` is (a, b, c)."""
    _pool_gradient(first, last, gy, which, x, each, made, to_x, gx)


@loop
def pool_gradient_in_place(
    first: int,
    last: int,
    gy: Numbers4,
    which: Bytes4,
    x: Numbers4,
    each: int,
    made: Numbers3,
    to_x: Numbers3,
) -> None:
    """Write the same into `x`. (Given one array as both, `pool_gradient` would be slow.)"""
    _pool_gradient(first, last, gy, which, x, each, made, to_x, x)


@loop
def scatter(
    first: int, last: int, gy: Numbers4, which: Bytes4, each: int, made: Numbers3, gx: Numbers4
) -> None:
    """Write `factor · gz` for every place of the maps; factor is the last of `made`."""
    _, height, width, channels = gy.shape
    zero = gy.dtype.type(0)
    for part in range(first, last):
        group, start, stop = part_of(part, each)
        a = made[3, group]
        for i in range(start, stop):
            for row in range(height):
                for column in range(width):
                    g, at = gy[i, row, column], which[i, row, column]
                    for place in range(4):
                        out = gx[i, 2 * row + place // 2, 2 * column + place % 2]
                        for c in range(channels):
                            gz = a[c] * g[c]
                            out[c] = gz if at[c] == place else zero
            for row in range(gx.shape[1]):
                for column in range(2 * width if row < 2 * height else 0, gx.shape[2]):
                    gx[i, row, column, :] = zero
