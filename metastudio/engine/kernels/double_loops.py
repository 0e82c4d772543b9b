"""The gradient of the gradient of normalising, pooling and rectifying, for maps as in `loops`.

u, `vscale` and `vshift` are what comes for the gradients of x, scale and shift.
"""

import numpy as np

from metastudio.engine.kernels.source import (
    DEAD,
    Array,
    Bytes4,
    Numbers2,
    Numbers3,
    Numbers4,
    inlined,
    loop,
    part_of,
)


@loop
def double_sums(
    first: int,
    last: int,
    u: Numbers4,
    gy: Numbers4,
    which: Bytes4,
    x: Numbers4,
    each: int,
    made: Numbers3,
    sums: Numbers3,
) -> None:
    """Sum, over each part, `u`, `u · (x − near)` and `u · gz`."""
    _, height, width, channels = gy.shape
    zero = x.dtype.type(0)
    for part in range(first, last):
        group, start, stop = part_of(part, each)
        total, products, met = sums[part, 0], sums[part, 1], sums[part, 2]
        k = made[0, group]
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


@loop
def double_factors(
    first: int,
    last: int,
    sums: Numbers3,
    count: int,
    scale: Numbers2,
    made: Numbers3,
    of_scale: Numbers3,
    vscale: Numbers2,
    vshift: Numbers2,
    gvariance: Numbers2,
    to_maps: Numbers3,
    to_values: Numbers3,
) -> None:
    """What `double_gradient` multiplies by, from the sums of u, u·(x − mean) and u·gz.

    `of_scale` is the gradients of scale and shift. `to_values (3, groups, C)` takes the gradients
    of scale, `gmean` and `gvariance`.
    """
    groups, channels = scale.shape
    parts = len(sums) // groups
    for group in range(first, last):
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
            to_maps[0, group, c] = s * r
            to_maps[1, group, c] = to_gz
            to_maps[2, group, c] = vb - s * r * u0 / count
            to_maps[3, group, c] = to_gz
            to_maps[4, group, c] = 2 * gv / count - s * r * r * b
            to_maps[5, group, c] = -(r * r) * (
                vs * b - 2 * s * r * b * u1 / count + s * r * left / count
            )
            to_maps[6, group, c] = (
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


@loop
def double_gradient(
    first: int,
    last: int,
    u: Numbers4,
    gy: Numbers4,
    which: Bytes4,
    x: Numbers4,
    each: int,
    made: Numbers3,
    to_maps: Numbers3,
    ggy: Numbers4,
    gx: Numbers4,
) -> None:
    """Write the gradients with respect to `gy` and `x`.

    `ggy` is `p · u + q · (x − near) + r` where the maximum came from, and `gx` is
    `a · gz + b · u + c · (x − near) + d` everywhere; `to_maps` is (p, q, r, a, b, c, d).
    """
    _, height, width, channels = gy.shape
    zero = x.dtype.type(0)
    for part in range(first, last):
        group, start, stop = part_of(part, each)
        k = made[0, group]
        p, q, r = to_maps[0, group], to_maps[1, group], to_maps[2, group]
        a, b, s, d = to_maps[3, group], to_maps[4, group], to_maps[5, group], to_maps[6, group]
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
