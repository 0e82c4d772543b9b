"""Reading pickled arrays without executing anything.

A pickle is a program. This reader knows only the instructions that build containers, text and
numbers, and builds numpy arrays by itself where the program asks numpy to; whatever else a file
names is refused before anything is looked up. Large arrays stay in the file, which is mapped.
"""

import mmap
import pickletools
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from metastudio.engine.errors import DataError

LARGE = 2**16  # bytes from which on a payload stays in the file
MAX_DEPTH = 100
DTYPE = re.compile(r"[|<>=]?([uif][1248]|b1|[SU]\d{1,4}|O8?|bool)$")
RECONSTRUCT, NDARRAY, DTYPES, FROM_BUFFER, ENCODE, SCALAR, ORDERED, NO_BYTES = range(8)
KNOWN = {
    ("numpy", "ndarray"): NDARRAY,
    ("numpy", "dtype"): DTYPES,
    ("_codecs", "encode"): ENCODE,
    ("collections", "OrderedDict"): ORDERED,
    ("__builtin__", "bytes"): NO_BYTES,
    **{
        (f"numpy.{core}.multiarray", name): what
        for core in ("core", "_core")
        for name, what in (("_reconstruct", RECONSTRUCT), ("scalar", SCALAR))
    },
    ("numpy.core.numeric", "_frombuffer"): FROM_BUFFER,
    ("numpy._core.numeric", "_frombuffer"): FROM_BUFFER,
}
"""What a pickle may name: all of it is built here, none of it is imported or called."""


class _Refusal(Exception):  # noqa: N818  # a reason, turned into a DataError at once
    """Why a file is not read."""


class _Named:
    """One of `KNOWN`, on the stack."""

    def __init__(self, what: int) -> None:
        self.what = what


class _Span:
    """A large payload, where it lies in the mapped file."""

    def __init__(self, view: memoryview) -> None:
        self.view = view

    def __len__(self) -> int:
        return len(self.view)

    def decode(self, *_: str) -> "_Span":
        return self  # Python 2 kept bytes as text; they are bytes again


class _Array:
    """An array that is being built: BUILD fills it."""

    def __init__(self) -> None:
        self.value: Any = None


class _DType:
    """A dtype that is being built: BUILD tells its byte order."""

    def __init__(self, code: str) -> None:
        if not DTYPE.match(code):
            raise _Refusal(f"it holds an array of the type '{code[:40]}'")
        self.code = code.lstrip("|<>=")
        self.order = code[0] if code[0] in "<>" else "<"

    @property
    def value(self) -> Any:
        return np.dtype(self.order + self.code) if self.code[0] != "O" else np.dtype(object)


def read_pickle(path: Path) -> Any:
    """Return what a pickle file holds: dicts, lists, text, numbers and numpy arrays of numbers.

    Large arrays are views of the mapped file. Raises `DataError` where the file would need code
    to be run, is damaged, or is no pickle.
    """
    try:
        with path.open("rb") as file:
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        return _plain(_Machine(_Source(mapped)).run())
    except _Refusal as reason:
        raise DataError(
            f"{path.name} is not read, because {reason}: a pickle can run programs, so only plain "
            "numbers, texts and numpy arrays are taken from it. Save it as .npz, or get it from "
            "another place.",
            file=str(path),
        ) from None
    except (ValueError, IndexError, KeyError, TypeError, AttributeError, OverflowError) as error:
        raise DataError(
            f"{path.name} is damaged, cut off or no pickle at all, so it can't be read. Copy or "
            "download it again.",
            file=str(path),
            reason=repr(error),
        ) from None
    except OSError as error:
        raise DataError(f"{path.name} can't be read ({error.strerror}).") from None


class _Source:
    """The file as `pickletools` reads it, which leaves large payloads where they are."""

    def __init__(self, mapped: mmap.mmap) -> None:
        self._mapped, self._view = mapped, memoryview(mapped)
        self._code = b""

    def read(self, size: int) -> Any:
        start = self._mapped.tell()
        if size == 1:
            self._code = self._mapped.read(1)
            return self._code
        payload = self._code in (b"B", b"\x8e", b"T", b"\x96")  # BINBYTES(8), BINSTRING, BYTEARRAY8
        if size >= LARGE and payload and start + size <= len(self._mapped):
            self._mapped.seek(start + size)
            return _Span(self._view[start : start + size])
        return self._mapped.read(size)

    def readline(self) -> bytes:
        return self._mapped.readline()

    def tell(self) -> int:
        return self._mapped.tell()


_MARK = object()


class _Machine:
    """Carries out the instructions of a pickle that only build values."""

    def __init__(self, source: _Source) -> None:
        self.stack: list[Any] = []
        self.memo: dict[int, Any] = {}
        self._source = source
        self._last_strings: list[str] = []

    def run(self) -> Any:
        for opcode, argument, _ in pickletools.genops(self._source):  # type: ignore[arg-type]
            name = opcode.name
            if name in _IGNORED:
                continue
            if name == "STOP":
                return self.stack.pop()
            if name in _PUSHES:
                self.stack.append(argument)
            elif name in _CONSTANTS:
                self.stack.append(_CONSTANTS[name]())
            elif name in _STEPS:
                _STEPS[name](self, argument)
            else:
                raise _Refusal(f"it has the instruction {name}")
        raise ValueError("no end")

    # --- containers ---

    def mark(self, _: Any) -> None:
        self.stack.append(_MARK)

    def _popped(self) -> list[Any]:
        at = len(self.stack) - 1
        while self.stack[at] is not _MARK:
            at -= 1
            if at < 0:
                raise ValueError("no mark")
        values = self.stack[at + 1 :]
        del self.stack[at:]
        return values

    def tuple_(self, _: Any) -> None:
        self.stack.append(tuple(self._popped()))

    def list_(self, _: Any) -> None:
        self.stack.append(self._popped())

    def dict_(self, _: Any) -> None:
        values = self._popped()
        self.stack.append(dict(zip(map(_key, values[::2]), values[1::2], strict=True)))

    def small_tuple(self, count: int) -> None:
        values = tuple(self.stack[-count:])
        if len(values) != count:
            raise ValueError("too few values")
        del self.stack[-count:]
        self.stack.append(values)

    def append(self, _: Any) -> None:
        value = self.stack.pop()
        self._list().append(value)

    def appends(self, _: Any) -> None:
        values = self._popped()
        self._list().extend(values)

    def _list(self) -> list[Any]:
        if not isinstance(self.stack[-1], list):
            raise _Refusal("it builds something that is no list")
        return self.stack[-1]

    def set_item(self, _: Any) -> None:
        value, key = self.stack.pop(), self.stack.pop()
        self._dict()[_key(key)] = value

    def set_items(self, _: Any) -> None:
        values = self._popped()
        self._dict().update(zip(map(_key, values[::2]), values[1::2], strict=True))

    def _dict(self) -> dict[Any, Any]:
        if not isinstance(self.stack[-1], dict):
            raise _Refusal("it builds something that is no dictionary")
        return self.stack[-1]

    def pop(self, _: Any) -> None:
        self.stack.pop()

    def pop_mark(self, _: Any) -> None:
        self._popped()

    # --- memo ---

    def put(self, argument: Any) -> None:
        self.memo[int(argument)] = self.stack[-1]

    def memoize(self, _: Any) -> None:
        self.memo[len(self.memo)] = self.stack[-1]

    def get(self, argument: Any) -> None:
        self.stack.append(self.memo[int(argument)])

    # --- what would run code elsewhere ---

    def global_(self, argument: Any) -> None:
        module, _, name = str(argument).partition(" ")
        self._name(module, name)

    def stack_global(self, _: Any) -> None:
        name, module = self.stack.pop(), self.stack.pop()
        self._name(str(module), str(name))

    def _name(self, module: str, name: str) -> None:
        what = KNOWN.get((module, name))
        if what is None:
            raise _Refusal(f"it wants to use {module[:60]}.{name[:60]}")
        self.stack.append(_Named(what))

    def reduce(self, _: Any) -> None:
        arguments, function = self.stack.pop(), self.stack.pop()
        if not isinstance(function, _Named) or not isinstance(arguments, tuple):
            raise _Refusal("it wants to call something")
        self.stack.append(_CALLS[function.what](arguments))

    def build(self, _: Any) -> None:
        state, target = self.stack.pop(), self.stack[-1]
        if isinstance(target, _DType) and isinstance(state, tuple):
            target.order = state[1] if state[1] in ("<", ">") else "<"
        elif isinstance(target, _Array) and isinstance(state, tuple):
            _, shape, dtype, fortran, content = state
            target.value = _array(content, dtype, shape, "F" if fortran else "C")
        else:
            raise _Refusal("it wants to build an object")


def _array(content: Any, dtype: Any, shape: Any, order: str) -> Any:
    if not isinstance(dtype, _DType):
        raise ValueError("no dtype")
    shape = tuple(int(size) for size in shape)
    if dtype.code[0] == "O":
        if not isinstance(content, list) or len(shape) != 1 or len(content) != shape[0]:
            raise _Refusal("it holds an array of objects")
        return content
    if isinstance(content, str):
        content = content.encode("latin-1")  # Python 2
    raw = content.view if isinstance(content, _Span) else content
    values = np.frombuffer(raw, dtype.value)
    return values.reshape(shape, order="F" if order == "F" else "C")


def _reconstruct(arguments: tuple[Any, ...]) -> _Array:
    if not isinstance(arguments[0], _Named) or arguments[0].what != NDARRAY:
        raise _Refusal("it wants to build an object of another kind")
    return _Array()


def _scalar(arguments: tuple[Any, ...]) -> Any:
    dtype, raw = arguments
    return _array(raw, dtype, (1,), "C")[0].item()


def _from_buffer(arguments: tuple[Any, ...]) -> Any:
    content, dtype, shape, order = arguments
    return _array(content, dtype, shape, str(order))


def _encode(arguments: tuple[Any, ...]) -> bytes:
    text, coding = arguments[0], arguments[1] if len(arguments) > 1 else "utf-8"
    if coding not in ("latin1", "latin-1", "utf-8", "ascii"):
        raise _Refusal(f"it wants the coding '{coding}'")
    return str(text).encode(coding)


def _ordered(arguments: tuple[Any, ...]) -> dict[Any, Any]:
    return dict(arguments[0]) if arguments else {}


def _no_bytes(arguments: tuple[Any, ...]) -> bytes:
    if arguments:
        raise _Refusal("it wants to call something")
    return b""


_CALLS: dict[int, Callable[[tuple[Any, ...]], Any]] = {
    RECONSTRUCT: _reconstruct,
    DTYPES: lambda arguments: _DType(str(arguments[0])),
    FROM_BUFFER: _from_buffer,
    ENCODE: _encode,
    SCALAR: _scalar,
    ORDERED: _ordered,
    NO_BYTES: _no_bytes,
}
_IGNORED = ("PROTO", "FRAME")
_PUSHES = frozenset(
    (
        *("INT", "BININT", "BININT1", "BININT2", "LONG", "LONG1", "LONG4", "FLOAT", "BINFLOAT"),
        *("STRING", "BINSTRING", "SHORT_BINSTRING", "BINBYTES", "SHORT_BINBYTES", "BINBYTES8"),
        *("BYTEARRAY8", "UNICODE", "SHORT_BINUNICODE", "BINUNICODE", "BINUNICODE8"),
    )
)
_CONSTANTS: dict[str, Callable[[], Any]] = {
    "NONE": lambda: None,
    "NEWTRUE": lambda: True,
    "NEWFALSE": lambda: False,
    "EMPTY_LIST": list,
    "EMPTY_DICT": dict,
    "EMPTY_TUPLE": tuple,
}
_STEPS: dict[str, Callable[[_Machine, Any], None]] = {
    "MARK": _Machine.mark,
    "TUPLE": _Machine.tuple_,
    "TUPLE1": lambda machine, _: machine.small_tuple(1),
    "TUPLE2": lambda machine, _: machine.small_tuple(2),
    "TUPLE3": lambda machine, _: machine.small_tuple(3),
    "LIST": _Machine.list_,
    "DICT": _Machine.dict_,
    "APPEND": _Machine.append,
    "APPENDS": _Machine.appends,
    "SETITEM": _Machine.set_item,
    "SETITEMS": _Machine.set_items,
    "POP": _Machine.pop,
    "POP_MARK": _Machine.pop_mark,
    "PUT": _Machine.put,
    "BINPUT": _Machine.put,
    "LONG_BINPUT": _Machine.put,
    "MEMOIZE": _Machine.memoize,
    "GET": _Machine.get,
    "BINGET": _Machine.get,
    "LONG_BINGET": _Machine.get,
    "GLOBAL": _Machine.global_,
    "STACK_GLOBAL": _Machine.stack_global,
    "REDUCE": _Machine.reduce,
    "BUILD": _Machine.build,
}


def _key(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")  # Python 2's texts
    if not isinstance(value, str | int | float | bool | tuple | None):
        raise _Refusal("it has a key that is neither text nor number")
    return value


def _plain(value: Any, depth: int = 0, seen: dict[int, tuple[Any, Any]] | None = None) -> Any:
    """Put the finished arrays in place of those that were being built.

    `seen` keeps what was met with what became of it, so that nothing shared is walked twice.
    """
    seen = {} if seen is None else seen
    if depth > MAX_DEPTH:
        raise _Refusal("it is nested too deeply")
    if isinstance(value, _Array | _DType):
        return value.value
    if isinstance(value, _Span):
        return bytes(value.view)
    if isinstance(value, _Named) or value is _MARK:
        raise _Refusal("it holds something else than values")
    if not isinstance(value, list | dict | tuple):
        return value
    if id(value) in seen:
        return seen[id(value)][1]
    if isinstance(value, tuple):
        result = tuple(_plain(item, depth + 1, seen) for item in value)
        seen[id(value)] = (value, result)
        return result
    seen[id(value)] = (value, value)
    if isinstance(value, list):
        value[:] = [_plain(item, depth + 1, seen) for item in value]
    else:
        for key, item in value.items():
            value[key] = _plain(item, depth + 1, seen)
    return value
