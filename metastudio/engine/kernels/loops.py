"""The loops that Numba compiles; plain Python otherwise, knows no torch.

All maps are C-contiguous `(pictures, height, width, channels)`: what torch calls channels_last. A
*group* is a run of consecutive pictures that are normalised alike; its values for each channel are
rows `(groups, channels)`. The channels are the innermost loop, which LLVM turns into vectors.

Work is cut into *parts* of at most `PICTURES` pictures of one group. A loop over pictures takes the
parts from `first` to `last`, so that several threads can share it, and leaves one row of sums for
each part. Rows are added in their order, so that the number of threads changes no bit.

`which` tells, for each place after the pooling, which of the four places of its window was the
largest, the first of equals as in torch (0 to 3, row by row), or `DEAD` where the rectifier cut it
off.
"""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
import numpy as np

Compiled = TypeVar("Compiled", bound=Callable[..., Any])
Array = np.ndarray[Any, Any]

PICTURES = 8
"""Of a part: their sums are added in single precision, all beyond in double."""
DEAD = 4


def compiled(function: Compiled) -> Compiled:
    """Compile at the first call with a type of numbers; kept on the disk; releases the GIL.

    Products may be added without rounding between. Nothing else of IEEE 754 is given up: numbers
    that are no numbers must come through.
    """
    options: dict[str, Any] = {"nogil": True, "fastmath": {"contract"}, "error_model": "numpy"}
    made: Any
    try:
        made = numba.njit(cache=True, **options)(function)
    except RuntimeError:  # nowhere to keep it, as in a frozen program without a home
        made = numba.njit(**options)(function)
    return cast(Compiled, made)


def parts_in(each: int) -> int:
    """Return the number of parts of a group of `each` pictures."""
    return -(-each // PICTURES)


def inlined(function: Compiled) -> Compiled:
    """Write a function out wherever it is called: calls count references, which takes longer."""
    made: Any = numba.njit(inline="always", error_model="numpy")(function)
    return cast(Compiled, made)


@compiled
def part_of(part: int, each: int) -> tuple[int, int, int]:
    """Return a part's group, and its pictures from … to, of groups with `each` pictures."""
    parts = (each + PICTURES - 1) // PICTURES
    group, start = part // parts, part % parts * PICTURES
    return group, group * each + start, group * each + min(start + PICTURES, each)


# --- statistics ---------------------------------------------------------------------------------


@compiled
def spread(first: int, last: int, x: Array, each: int, sums: Array) -> None:
    """Sum `x − near` and its square over each part: `sums (parts, 2, channels)`.

    `near` is a place in the middle of the group's first picture: so no digits are lost where the
    mean is far from zero.
    """
    _, height, width, channels = x.shape
    for part in range(first, last):
        group, start, stop = part_of(part, each)
        rows = x[start:stop].reshape((stop - start) * height * width, channels)
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


@compiled
def moments(
    sums: Array, x: Array, count: int, epsilon: float, scale: Array, made: Array, factor: Array
) -> None:
    """Mean, variance and 1/√(variance + ε) of each group's channels from the sums of its parts.

    They go to `made (3, groups, channels)`; `factor` is scale times the last.
    """
    _, groups, channels = made.shape
    parts, each = len(sums) // groups, len(x) // groups
    for group in range(groups):
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
            factor[group, c] = scale[group, c] * root


# --- factor · x + offset, 2×2 maximum, rectifier --------------------------------------------------


@compiled
def pool(
    first: int,
    last: int,
    x: Array,
    each: int,
    near: Array,
    factor: Array,
    offset: Array,
    y: Array,
    which: Array,
) -> None:
    """Write `relu(max(factor · (x − near) + offset))` and which of four it was."""
    _, height, width, channels = y.shape
    zero = x.dtype.type(0)
    for part in range(first, last):
        group, start, stop = part_of(part, each)
        k, a, b = near[group], factor[group], offset[group]
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


@compiled
def pool_sums(
    first: int,
    last: int,
    gy: Array,
    which: Array,
    x: Array,
    each: int,
    near: Array,
    sums: Array,
) -> None:
    """Sum, over each part, `gz` and `gz · (x − near)`; `gz` is `gy` where its maximum came from."""
    _, height, width, channels = gy.shape
    zero = x.dtype.type(0)
    for part in range(first, last):
        group, start, stop = part_of(part, each)
        total, products, k = sums[part, 0], sums[part, 1], near[group]
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


@compiled
def gradient_factors(
    sums: Array,
    count: int,
    scale: Array,
    made: Array,
    gmean: Array,
    gvariance: Array,
    to_x: Array,
    to_scale: Array,
) -> None:
    """What `pool_gradient` multiplies by, and the gradients of scale and shift.

    With x̂ = (x − mean) · root and sums over a channel's N places, of `gz` and `gz · x̂`:
    gx = scale · root · (gz − Σgz / N − x̂ · Σ(gz·x̂) / N), and what comes by mean and variance.
    `to_x (3, groups, C)` takes what `gz`, `x − mean` and 1 are multiplied by.
    """
    groups, channels = scale.shape
    parts = len(sums) // groups
    for group in range(groups):
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
    near: Array,
    to_x: Array,
    gx: Array,
) -> None:
    _, height, width, _ = gy.shape
    for part in range(first, last):
        group, start, stop = part_of(part, each)
        k, a, b, c0 = near[group], to_x[0, group], to_x[1, group], to_x[2, group]
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


@compiled
def pool_gradient(
    first: int,
    last: int,
    gy: Array,
    which: Array,
    x: Array,
    each: int,
    near: Array,
    to_x: Array,
    gx: Array,
) -> None:
    """Write `a · gz + b · (x − near) + c` for every place; `to_x` is (a, b, c)."""
    _pool_gradient(first, last, gy, which, x, each, near, to_x, gx)


@compiled
def pool_gradient_in_place(
    first: int,
    last: int,
    gy: Array,
    which: Array,
    x: Array,
    each: int,
    near: Array,
    to_x: Array,
) -> None:
    """Write the same into `x`. (Given one array as both, `pool_gradient` would be slow.)"""
    _pool_gradient(first, last, gy, which, x, each, near, to_x, x)


@compiled
def scatter(
    first: int, last: int, gy: Array, which: Array, each: int, by_gz: Array, gx: Array
) -> None:
    """Write `by_gz · gz` for every place of the maps."""
    _, height, width, channels = gy.shape
    zero = gy.dtype.type(0)
    for part in range(first, last):
        group, start, stop = part_of(part, each)
        a = by_gz[group]
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


# --- the gradient of the gradient ----------------------------------------------------------------


@compiled
def double_sums(
    first: int,
    last: int,
    u: Array,
    gy: Array,
    which: Array,
    x: Array,
    each: int,
    near: Array,
    sums: Array,
) -> None:
    """Sum, over each part, `u`, `u · (x − near)` and `u · gz`."""
    _, height, width, channels = gy.shape
    zero = x.dtype.type(0)
    for part in range(first, last):
        group, start, stop = part_of(part, each)
        total, products, met = sums[part, 0], sums[part, 1], sums[part, 2]
        k = near[group]
        total[:] = 0
        products[:] = 0
        met[:] = 0
        for i in range(start, stop):
            for row in range(height):
                for column in range(width):
                    up, down = x[i, 2 * row], x[i, 2 * row + 1]
                    x0, x1 = up[2 * column], up[2 * column + 1]
                    x2, x3 = down[2 * column], down[2 * column + 1]
                    up, down = u[i, 2 * row], u[i, 2 * row + 1]
                    u0, u1 = up[2 * column], up[2 * column + 1]
                    u2, u3 = down[2 * column], down[2 * column + 1]
                    g, at = gy[i, row, column], which[i, row, column]
                    for c in range(channels):
                        total[c] += (u0[c] + u1[c]) + (u2[c] + u3[c])
                        products[c] += (u0[c] * (x0[c] - k[c]) + u1[c] * (x1[c] - k[c])) + (
                            u2[c] * (x2[c] - k[c]) + u3[c] * (x3[c] - k[c])
                        )
                        top = u0[c] if at[c] == 0 else u1[c]
                        bottom = u2[c] if at[c] == 2 else u3[c]
                        gz = g[c] if at[c] < DEAD else zero
                        met[c] += gz * (top if at[c] < 2 else bottom)
            for row in range(x.shape[1]):
                for column in range(2 * width if row < 2 * height else 0, x.shape[2]):
                    for c in range(channels):
                        total[c] += u[i, row, column, c]
                        products[c] += u[i, row, column, c] * (x[i, row, column, c] - k[c])


@compiled
def double_factors(
    sums: Array,
    count: int,
    scale: Array,
    made: Array,
    of_scale: Array,
    vscale: Array,
    vshift: Array,
    gvariance: Array,
    to_gy: Array,
    to_x: Array,
    to_values: Array,
) -> None:
    """What `double_gradient` multiplies by, from the sums of u, u·(x − mean) and u·gz.

    u, `vscale`, `vshift` are what comes for the gradients of x, scale and shift; `of_scale` is the
    latter two. `to_values (3, groups, C)` takes the gradients of scale, `gmean` and `gvariance`.
    """
    groups, channels = scale.shape
    parts = len(sums) // groups
    for group in range(groups):
        for c in range(channels):
            u0, u_x, u_gz = 0.0, 0.0, 0.0
            for part in range(group * parts, (group + 1) * parts):
                u0 += sums[part, 0, c]
                u_x += sums[part, 1, c]
                u_gz += sums[part, 2, c]
            s, r = np.float64(scale[group, c]), np.float64(made[2, group, c])
            b, a = np.float64(of_scale[0, group, c]) / count, of_scale[1, group, c] / count
            vs, vb, gv = vscale[group, c], vshift[group, c], gvariance[group, c]
            u1 = r * u_x
            left = u_gz - a * u0 - b * u1  # Σ u · gx / (scale · root)
            to_gz = r * (vs - s * r * u1 / count)
            to_gy[0, group, c] = s * r
            to_gy[1, group, c] = to_gz
            to_gy[2, group, c] = vb - s * r * u0 / count
            to_x[0, group, c] = to_gz
            to_x[1, group, c] = 2 * gv / count - s * r * r * b
            to_x[2, group, c] = -(r * r) * (
                vs * b - 2 * s * r * b * u1 / count + s * r * left / count
            )
            to_x[3, group, c] = (
                -r * (vs * a - s * r * (a * u1 + b * u0) / count) - 2 * gv * u0 / count / count
            )
            to_values[0, group, c] = r * left
            to_values[1, group, c] = u0 / count
            to_values[2, group, c] = 2 * u_x / count


@inlined
def _mix(out: Array, u: Array, by_u: Array, x: Array, near: Array, by_x: Array) -> None:
    for c in range(len(out)):
        out[c] = by_u[c] * u[c] + by_x[c] * (x[c] - near[c])


@inlined
def _add(out: Array, constant: Array, g: Array, at: Array, place: int, by_gz: Array) -> None:
    zero = out.dtype.type(0)
    for c in range(len(out)):
        gz = by_gz[c] * g[c]
        out[c] += constant[c] + (gz if at[c] == place else zero)


@inlined
def _pick(
    out: Array, at: Array, place: int, u: Array, by_u: Array, x: Array, near: Array, by_x: Array
) -> None:
    for c in range(len(out)):
        before, z = out[c], by_u[c] * u[c] + by_x[c] * (x[c] - near[c])
        out[c] = z if at[c] == place else before


@compiled
def double_gradient(
    first: int,
    last: int,
    u: Array,
    gy: Array,
    which: Array,
    x: Array,
    each: int,
    near: Array,
    to_gy: Array,
    to_x: Array,
    ggy: Array,
    gx: Array,
) -> None:
    """Write the gradients with respect to `gy` and `x`.

    `ggy` is `p · u + q · (x − near) + r` where the maximum came from, `to_gy` is (p, q, r);
    `gx` is `a · gz + b · u + c · (x − near) + d` everywhere, `to_x` is (a, b, c, d).
    """
    _, height, width, channels = gy.shape
    zero = x.dtype.type(0)
    for part in range(first, last):
        group, start, stop = part_of(part, each)
        k = near[group]
        p, q, r = to_gy[0, group], to_gy[1, group], to_gy[2, group]
        a, b, s, d = to_x[0, group], to_x[1, group], to_x[2, group], to_x[3, group]
        for i in range(start, stop):
            for row in range(height):
                for column in range(width):
                    g, at, out = gy[i, row, column], which[i, row, column], ggy[i, row, column]
                    out[:] = zero
                    for place in range(4):
                        y, z = 2 * row + place // 2, 2 * column + place % 2
                        _mix(gx[i, y, z], u[i, y, z], b, x[i, y, z], k, s)
                        _add(gx[i, y, z], d, g, at, place, a)
                        _pick(out, at, place, u[i, y, z], p, x[i, y, z], k, q)
                    for c in range(channels):
                        alive = out[c] + r[c]
                        out[c] = alive if at[c] < DEAD else zero
            for row in range(x.shape[1]):
                for column in range(2 * width if row < 2 * height else 0, x.shape[2]):
                    for c in range(channels):
                        gx[i, row, column, c] = (
                            b[c] * u[i, row, column, c]
                            + s[c] * (x[i, row, column, c] - k[c])
                            + d[c]
                        )
