"""What the loops are written with: marks for the compiler, and the types of their arrays.

Numba makes machine code of them, in a process of its own and once for a machine (`building`); the
program itself loads that code (`library`), and imports neither this module nor a loop.
"""

from collections.abc import Callable
from typing import Annotated, Any, TypeVar, cast

import numba
import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import intrinsic
from numba.np import arrayobj as numpy_arrays

from metastudio.engine.kernels.sharing import PICTURES

Function = TypeVar("Function", bound=Callable[..., Any])
Array = np.ndarray[Any, Any]

# By kind and number of axes; all are C-contiguous. Numbers have the precision that is computed in.
Numbers2 = Annotated[Array, "number", 2]
Numbers3 = Annotated[Array, "number", 3]
Numbers4 = Annotated[Array, "number", 4]
Numbers5 = Annotated[Array, "number", 5]
Doubles3 = Annotated[Array, "float64", 3]
Bytes4 = Annotated[Array, "uint8", 4]

DEAD = 4
OPTIONS: dict[str, Any] = {"error_model": "numpy", "_nrt": False}

loops: dict[str, Callable[..., Any]] = {}
"""Those that the program calls; `loop` adds them."""


def compiled(function: Function) -> Function:
    """Compile what loops call. No memory is taken inside, and no reference counted.

    Products may be added without rounding between. Nothing else of IEEE 754 is given up: numbers
    that are no numbers must come through.
    """
    made: Any = numba.njit(fastmath={"contract"}, **OPTIONS)(function)
    return cast(Function, made)


def inlined(function: Function) -> Function:
    """Write a function out wherever it is called."""
    made: Any = numba.njit(inline="always", **OPTIONS)(function)
    return cast(Function, made)


def loop(function: Function) -> Function:
    """Compile a loop that the program calls: `(first, last, …)`, what it is given annotated."""
    made = compiled(function)
    loops[function.__name__] = made
    return made


@compiled
def part_of(part: int, each: int) -> tuple[int, int, int]:
    """Return a part's group, and its pictures from … to, of groups with `each` pictures."""
    parts = (each + PICTURES - 1) // PICTURES
    group, start = part // parts, part % parts * PICTURES
    return group, group * each + start, group * each + min(start + PICTURES, each)


def _in_rows(_, x, rows, length):  # type: ignore[no-untyped-def]
    seen = types.Array(x.dtype, 2, "C")

    def code(context: Any, builder: Any, _: Any, given: Any) -> Any:
        whole, high, wide = given
        data = numpy_arrays.make_array(x)(context, builder, whole).data  # type: ignore[no-untyped-call]
        size = ir.Constant(ir.IntType(64), context.get_abi_sizeof(data.type.pointee))
        made = numpy_arrays.make_array(seen)(context, builder)  # type: ignore[no-untyped-call]
        numpy_arrays.populate_array(  # type: ignore[no-untyped-call]
            made,
            data=data,
            shape=[high, wide],
            strides=[builder.mul(wide, size), size],
            itemsize=size,
            meminfo=None,
        )
        return made._getvalue()

    return seen(x, types.int64, types.int64), code


in_rows: Any = intrinsic(_in_rows)
"""`(x, rows, length)`: a contiguous array as `(rows, length)`; for NumPy's own `reshape`, Numba has
to be there."""
