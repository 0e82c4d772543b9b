"""Compiles the loops to machine code for this machine's processor.

`library` does so in a process of its own: the compiler takes 120 MB and some twenty seconds, for
most of which it holds Python's lock, and whatever befalls it is kept from the program.
"""

import base64
import json
import sys
from functools import reduce
from pathlib import Path
from typing import Any, get_args, get_type_hints

import llvmlite.binding as llvm
import torch
from numba import types

from metastudio.engine.kernels import (  # noqa: F401
    convolution_loops,
    double_loops,
    first_loops,
    loops,
    source,
)
from metastudio.engine.kernels.library import digest, file_in, keep, load_text, target_machine
from metastudio.engine.kernels.trial import run_all

SIZES = {"float32": 4, "float64": 8, "uint8": 1}
NEXT = "\n            "
OF_C = {"sqrt"}
"""Functions that every process has."""


def build(precision: str) -> str:
    """Compile every loop for numbers of a precision, "float32" or "float64".

    Returns what each loop has to be given, and the object code of all: one function
    `int32 name(int64 first, int64 last, const int64 *given)` each, where `given` is eight bytes for
    a number, and for an array its address and the length of each axis. It returns 0. All in one
    line, which begins with its digest.
    """
    target = target_machine()
    whole = llvm.parse_assembly("")
    told = {}
    for name, made in source.loops.items():
        told[name] = _arguments(made, precision)
        whole.link_in(_module(name, made, told[name]))
    code = base64.b85encode(target.emit_object(_only(whole, told, target))).decode()
    content = json.dumps({"loops": told, "code": code})
    return f"{digest(content)} {content}"


def _arguments(made: Any, precision: str) -> list[list[Any]]:
    """What a loop takes after `first` and `last`: type, and number of axes or 0."""
    found: list[list[Any]] = []
    for name, hint in get_type_hints(made.py_func, include_extras=True).items():
        if name not in ("first", "last", "return"):
            kind, axes = get_args(hint)[1:] if get_args(hint) else (f"{hint.__name__}64", 0)
            found.append([precision if kind == "number" else kind, axes])
    return found


def _module(name: str, made: Any, told: list[list[Any]]) -> llvm.ModuleRef:
    """Compile one loop, with a way in that any C function could have."""
    kinds = [
        types.Array(getattr(types, kind), axes, "C") if axes else getattr(types, kind)
        for kind, axes in told
    ]
    signature = (types.int64, types.int64, *kinds)
    made.compile(signature)
    module = llvm.parse_assembly(made.inspect_llvm(signature))
    module.link_in(
        llvm.parse_assembly(_way_in(name, made.overloads[signature].fndesc.llvm_func_name, told))
    )
    return module


def _way_in(name: str, native: str, told: list[list[Any]]) -> str:
    """Write a function that unpacks what a loop is given, and calls it as Numba has it called.

    Before all others come a place for the result and one for an exception; an array is what owns
    it (nothing), its size, that of a number, its address, the lengths and the strides of its axes.
    """
    code: list[str] = []
    given: list[str] = []

    def word(kind: str) -> str:
        at = len(code)
        code.append(f"%at{at} = getelementptr i64, ptr %given, i64 {words}")
        code.append(f"%word{at} = load {kind}, ptr %at{at}")
        return f"{kind} %word{at}"

    def times(one: str, other: str) -> str:
        at = len(code)
        code.append(f"%product{at} = mul {one}, {other.removeprefix('i64 ')}")
        return f"i64 %product{at}"

    words = 0
    for kind, axes in told:
        if axes:
            data = word("ptr")
            shape = []
            for _ in range(axes):
                words += 1
                shape.append(word("i64"))
            size = f"i64 {SIZES[kind]}"
            strides = [size]
            for length in reversed(shape):
                strides.insert(0, times(strides[0], length))
            given += ["ptr null", "ptr null", reduce(times, shape), size, data]
            given += [*shape, *strides[1:]]
        else:
            given.append(word("double" if kind == "float64" else "i64"))
        words += 1
    plain = ", ".join(each.split()[0] for each in given)
    return f"""
        declare i32 @"{native}"(ptr, ptr, i64, i64, {plain})
        define i32 @"{name}"(i64 %first, i64 %last, ptr %given) {{
            %result = alloca ptr
            %exception = alloca ptr
            {NEXT.join(code)}
            %status = call i32 @"{native}"(
                ptr %result, ptr %exception, i64 %first, i64 %last, {", ".join(given)})
            ret i32 %status
        }}
    """


def _only(module: llvm.ModuleRef, names: Any, target: llvm.TargetMachine) -> llvm.ModuleRef:
    """Throw away all but the named functions and what they need: Numba's ways in from Python."""
    for each in (*module.functions, *module.global_variables):
        if not each.is_declaration and each.name not in names:
            each.linkage = "internal"
    passes = llvm.create_new_module_pass_manager()
    passes.add_global_dead_code_eliminate_pass()
    passes.add_strip_dead_prototype_pass()
    passes.run(module, llvm.create_pass_builder(target, llvm.create_pipeline_tuning_options()))
    wanted = {each.name for each in module.functions if each.is_declaration}
    if missing := {name for name in wanted - OF_C if not name.startswith("llvm.")}:
        raise RuntimeError(f"the loops call what only Numba has: {', '.join(sorted(missing))}")
    return module


def main(file: Path, precision: str) -> None:
    """Compile and try every loop, then keep and print them: where they fail, this process does."""
    if file != file_in(file.parent, precision):
        raise RuntimeError(f"{__file__} is not of the program that asks for {file.name}")
    content = build(precision)
    load_text(getattr(torch, precision), content)
    run_all(getattr(torch, precision))
    keep(file, content)
    print(content)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
