"""Sixteen channels at a time, written as LLVM's own vector instructions.

The compiler turns plain loops into vectors only while few arrays take part; the first block has a
window of sixteen pixels, nine weights, and four sums, which fit into registers and are worth
keeping there: 2 to 3 times as fast as loops. Each of its functions works on one window: on channels
`c` to `c + 15`, its `one_…` twin on channel `c` alone, for the few that are left over. `products`
is the gradient of a convolution by its weights, and keeps sums in registers as well.

`picture` is one padded picture, `(height + 2, width + 2)`, whose 4×4 pixels from the number `at` on
are what the four places of a window see; `weight` is `(9, channels)`; all are C-contiguous.
"""

from collections.abc import Callable
from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic
from numba.np import arrayobj as numpy_arrays

from metastudio.engine.kernels.convolving import LANES, ROWS
from metastudio.engine.kernels.source import DEAD

BYTE = ir.IntType(8)
PLACES = ((0, 0), (0, 1), (1, 0), (1, 1))
Value = Any


class _Lanes:
    """Writes instructions on `lanes` numbers of one type."""

    def __init__(self, context: Any, builder: Any, kind: types.Type, lanes: int) -> None:
        self.context, self.builder, self.lanes = context, builder, lanes
        self.number = context.get_value_type(kind)
        self.vector = ir.VectorType(self.number, lanes)
        self.bytes = ir.VectorType(BYTE, lanes)
        name = f"llvm.fma.v{lanes}f{32 if kind == types.float32 else 64}"
        known, signature = builder.module.globals, ir.FunctionType(self.vector, [self.vector] * 3)
        self._fma = known.get(name) or ir.Function(builder.module, signature, name)

    def _at(self, data: Value, index: Value, kind: ir.Type) -> tuple[Value, int]:
        place = self.builder.gep(data, [index])
        size = 1 if kind is self.bytes else (4 if self.number == ir.FloatType() else 8)
        return self.builder.bitcast(place, kind.as_pointer()), size

    def load(self, data: Value, index: Value, kind: ir.Type | None = None) -> Value:
        place, align = self._at(data, index, kind or self.vector)
        return self.builder.load(place, align=align)

    def store(self, value: Value, data: Value, index: Value) -> None:
        place, align = self._at(data, index, value.type)
        self.builder.store(value, place, align=align)

    def splat(self, value: Value) -> Value:
        """The same number in every lane."""
        one = ir.VectorType(value.type, 1)
        first = self.builder.insert_element(ir.Constant(one, ir.Undefined), value, _i32(0))
        mask = ir.Constant(ir.VectorType(ir.IntType(32), self.lanes), [0] * self.lanes)
        return self.builder.shuffle_vector(first, ir.Constant(one, ir.Undefined), mask)

    def same(self, number: float, kind: ir.Type | None = None) -> Value:
        return ir.Constant(kind or self.vector, [number] * self.lanes)

    def fma(self, a: Value, b: Value, c: Value) -> Value:
        """a · b + c"""
        return self.builder.call(self._fma, [a, b, c])

    def pixels(self, picture: Any, at: Value) -> list[list[Value]]:
        """The 4×4 pixels of a window, each in every lane."""
        b, width = self.builder, _second(self.builder, picture.shape)
        lines = [b.add(at, b.mul(_like(width, down), width)) for down in range(4)]
        return [
            [
                self.splat(b.load(b.gep(picture.data, [b.add(line, _like(width, right))])))
                for right in range(4)
            ]
            for line in lines
        ]

    def sums(self, pixels: list[list[Value]], weight: Any, offset: Any, c: Value) -> list[Value]:
        """The four places' `weight · patch + offset`."""
        channels = _second(self.builder, weight.shape)
        sums = [self.load(offset.data, c)] * 4
        for tap in range(9):
            at = self.builder.add(self.builder.mul(_like(channels, tap), channels), c)
            w = self.load(weight.data, at)
            sums = [
                self.fma(w, pixels[y + tap // 3][x + tap % 3], total)
                for (y, x), total in zip(PLACES, sums, strict=True)
            ]
        return sums

    def is_place(self, chosen: Value, place: int) -> Value:
        return self.builder.icmp_unsigned("==", chosen, self.same(place, self.bytes))


def _second(builder: Any, shape: Value) -> Value:
    return builder.extract_value(shape, 1)


def _i32(number: int) -> Value:
    return ir.Constant(ir.IntType(32), number)


def _like(value: Value, number: int) -> Value:
    return ir.Constant(value.type, number)


def _pool(
    lanes: _Lanes, picture: Any, at: Value, weight: Any, offset: Any, y: Any, which: Any, c: Value
) -> None:
    b = lanes.builder
    best, *others = lanes.sums(lanes.pixels(picture, at), weight, offset, c)
    largest = lanes.same(0, lanes.bytes)
    for place, z in enumerate(others, start=1):
        # What is no number counts as the largest, as in torch.
        larger = b.or_(b.fcmp_ordered(">", z, best), b.fcmp_unordered("uno", z, z))
        best = b.select(larger, z, best)
        largest = b.select(larger, lanes.same(place, lanes.bytes), largest)
    dead = b.fcmp_ordered("<=", best, lanes.same(0.0))
    lanes.store(b.select(dead, lanes.same(0.0), best), y.data, c)
    lanes.store(b.select(dead, lanes.same(DEAD, lanes.bytes), largest), which.data, c)


def _chosen(
    lanes: _Lanes, picture: Any, at: Value, weight: Any, offset: Any, y: Any, which: Any, c: Value
) -> None:
    largest, made = lanes.load(which.data, c, lanes.bytes), lanes.same(0.0)
    sums = lanes.sums(lanes.pixels(picture, at), weight, offset, c)
    for place, z in enumerate(sums):
        made = lanes.builder.select(lanes.is_place(largest, place), z, made)
    lanes.store(made, y.data, c)


def _add(lanes: _Lanes, picture: Any, at: Value, gy: Any, which: Any, out: Any, c: Value) -> None:
    b = lanes.builder
    pixels = lanes.pixels(picture, at)
    g, largest = lanes.load(gy.data, c), lanes.load(which.data, c, lanes.bytes)
    parts = [b.select(lanes.is_place(largest, place), g, lanes.same(0.0)) for place in range(4)]
    channels = _second(b, out.shape)
    for tap in range(10):
        index = b.add(b.mul(_like(channels, tap), channels), c)
        total = lanes.load(out.data, index)
        for part, (y, x) in zip(parts, PLACES, strict=True):
            if tap < 9:
                total = lanes.fma(part, pixels[y + tap // 3][x + tap % 3], total)
            else:
                total = b.fadd(total, part)
        lanes.store(total, out.data, index)


def _products(
    lanes: _Lanes,
    given: Any,
    seen: Any,
    number: Value,
    height: Value,
    width: Value,
    sums: Any,
    patch: Value,
) -> None:
    b = lanes.builder
    rows = [b.mul(patch, _like(patch, r)) for r in range(ROWS)]
    starts = [lanes.load(sums.data, row) for row in rows]
    totals = [cgutils.alloca_once_value(b, start) for start in starts]  # type: ignore[no-untyped-call]

    def times(value: Value, by: int) -> Value:
        return b.mul(value, _like(value, by))

    line = b.add(width, _like(width, 2))
    with cgutils.for_range(b, number) as picture, cgutils.for_range(b, height) as y:
        row = b.add(b.mul(picture.index, height), y.index)
        first = b.mul(row, width)
        # Two lines of margin lie between two pictures.
        shifted = b.mul(b.add(row, times(picture.index, 2)), line)
        with cgutils.for_range(b, width) as x:
            patch = lanes.load(seen.data, times(b.add(shifted, x.index), lanes.lanes))
            factors = times(b.add(first, x.index), ROWS)
            for r, total in enumerate(totals):
                factor = b.load(b.gep(given.data, [b.add(factors, _like(factors, r))]))
                b.store(lanes.fma(lanes.splat(factor), patch, b.load(total)), total)
    for row, total in zip(rows, totals, strict=True):
        lanes.store(b.load(total), sums.data, row)


def _signed(write: Callable[..., None], lanes: int, *kinds: Any) -> Any:
    """Answer Numba: a signature, and what writes the code. Arrays become pointers."""

    def code(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        seen = [
            numpy_arrays.make_array(kind)(context, builder, value)  # type: ignore[no-untyped-call]
            if isinstance(kind, types.Array)
            else value
            for kind, value in zip(signature.args, given, strict=True)
        ]
        write(_Lanes(context, builder, signature.args[0].dtype, lanes), *seen)
        return context.get_dummy_value()

    return types.void(*kinds), code


def _with_weights(write: Callable[..., None], lanes: int) -> Any:
    def function(_, picture, at, weight, offset, y, which, c):  # type: ignore[no-untyped-def]
        return _signed(write, lanes, picture, at, weight, offset, y, which, c)

    return intrinsic(function)


def _with_gradient(write: Callable[..., None], lanes: int) -> Any:
    def function(_, picture, at, gy, which, out, c):  # type: ignore[no-untyped-def]
        return _signed(write, lanes, picture, at, gy, which, out, c)

    return intrinsic(function)


def _with_maps(_, given, seen, number, height, width, sums, patch):  # type: ignore[no-untyped-def]
    return _signed(_products, LANES, given, seen, number, height, width, sums, patch)


products: Any = intrinsic(_with_maps)
"""`(given, seen, number, height, width, sums, patch)`: add, over all places, `ROWS` numbers of
`given (number, height, width, ROWS)` times `LANES` of `seen (number, height + 2, width + 2, LANES)`
at the same place to `ROWS` rows of `sums`, which are `patch` numbers long; `seen`, with a margin of
one place, begins at the place that the first of `given` meets. The sums stay in registers."""

pool, one_pool = (_with_weights(_pool, lanes) for lanes in (LANES, 1))
"""`(picture, at, weight, offset, y, which, c)`: write `relu(max(weight · patch + offset))`, and
which of four it was."""

chosen, one_chosen = (_with_weights(_chosen, lanes) for lanes in (LANES, 1))
"""`(picture, at, weight, offset, y, which, c)`: write `weight · patch + offset` where the maximum
came from, zero where it was cut off."""

add, one_add = (_with_gradient(_add, lanes) for lanes in (LANES, 1))
"""`(picture, at, gy, which, out, c)`: add `gz` times the patch it came from to
`out (10, channels)`, and `gz` below it."""
