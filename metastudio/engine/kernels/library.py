"""The compiled loops: compiled once for a machine, kept in a file, loaded by LLVM alone.

Numba, which compiles them, takes seconds and 120 MB; what it made takes a tenth of a second and
half the memory, most of it LLVM. So it works in a process of its own (`building`).
"""

import base64
import contextlib
import hashlib
import importlib.metadata
import importlib.util
import json
import logging
import os
import struct
import subprocess
import sys
from ctypes import CFUNCTYPE, c_char_p, c_int32, c_int64
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import llvmlite.binding as llvm
import torch
from torch import Tensor

from metastudio.engine.errors import WorkspaceError
from metastudio.engine.workspace import write_atomically

LONGEST = 900
"""Seconds for the compiler, on whatever machine; it takes some thirty."""

_log = logging.getLogger(__name__)
_FUNCTION = CFUNCTYPE(c_int32, c_int64, c_int64, c_char_p)
_loaded: dict[torch.dtype, SimpleNamespace] = {}


class Loop:
    """One compiled loop, which releases Python's lock.

    Of what it is given, tensors with four axes are maps `(pictures, C, H, W)`, channels_last; all
    others are contiguous.
    """

    def __init__(self, name: str, address: int, told: list[list[Any]]) -> None:
        self._name, self._function = name, _FUNCTION(address)
        self._arguments = [(getattr(torch, kind) if axes else None, axes) for kind, axes in told]
        words = (
            "q" * (1 + axes) if axes else "d" if "float" in kind else "q" for kind, axes in told
        )
        self._words = struct.Struct("=" + "".join(words))

    def pack(self, *given: Any) -> bytes:
        """Lay out what it is given, which has to stay alive while it runs; see `building.build`.

        Raises `TypeError` for what the loop was not compiled for, before it can do any harm.
        """
        words: list[Any] = []
        for value, (kind, axes) in zip(given, self._arguments, strict=True):
            if kind is None:
                words.append(value)
                continue
            maps = axes == 4
            layout = torch.channels_last if maps else torch.contiguous_format
            if (
                not value.is_cpu
                or value.dtype is not kind
                or value.dim() != axes
                or not value.is_contiguous(memory_format=layout)
            ):
                raise TypeError(
                    f"{self._name} takes {kind} with {axes} axes, not {value.dtype} "
                    f"{tuple(value.shape)} with strides {value.stride()} on {value.device}"
                )
            shape = value.shape
            if maps:
                pictures, channels, height, width = shape
                shape = pictures, height, width, channels
            words += (value.data_ptr(), *shape)
        return self._words.pack(*words)

    def run(self, first: int, last: int, packed: bytes) -> None:
        """Do what lies between `first` and `last`."""
        if self._function(first, last, packed):
            raise RuntimeError(f"the compiled loop {self._name} failed")

    def __call__(self, first: int, last: int, *given: Any) -> None:
        """Do what lies between `first` and `last`, with what it is given."""
        self.run(first, last, self.pack(*given))


def loops_for(like: Tensor) -> SimpleNamespace:
    """Return the loops by their names, for the precision of a tensor."""
    return _loaded[like.dtype]


def is_loaded(precision: torch.dtype) -> bool:
    """Tell whether loops for a precision are there."""
    return precision in _loaded


def load(precision: torch.dtype, folder: Path) -> None:
    """Load what the folder keeps for a precision, or compile it first.

    Raises `ImportError` where Numba is missing, and whatever goes wrong with a compiler.
    """
    name = str(precision).removeprefix("torch.")
    kept = file_in(folder, name)
    with contextlib.suppress(OSError, ValueError):  # not there yet, or not whole
        load_text(precision, kept.read_text())
        return
    if importlib.util.find_spec("numba") is None:
        raise ImportError("No module named 'numba'")
    if getattr(sys, "frozen", False):  # its executable runs the program, and nothing else
        from metastudio.engine.kernels import building

        content = building.build(name)
        keep(kept, content)
    else:
        content = _compiled_elsewhere(kept, name)
    load_text(precision, content)


def keep(file: Path, content: str) -> None:
    """Write what was compiled, for the next time; where that can't be done, it is made again."""
    with contextlib.suppress(WorkspaceError):
        write_atomically(file, content)


def load_text(precision: torch.dtype, content: str) -> None:
    """Load what `building.build` has written for a precision.

    Raises `ValueError` where a letter of it is not what was written: it would be run.
    """
    written, _, rest = content.partition(" ")
    if written != digest(rest):
        raise ValueError("what was compiled is damaged")
    read = json.loads(rest)
    code = llvm.ObjectFileRef.from_data(base64.b85decode(read["code"]))
    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), target_machine())
    engine.add_object_file(code)
    engine.finalize_object()
    made = {
        name: Loop(name, engine.get_function_address(name), told)
        for name, told in read["loops"].items()
    }
    _loaded[precision] = SimpleNamespace(**made, engine=engine)  # the code lives as long as it does


def digest(text: str) -> str:
    """Return what tells a text from any other."""
    return hashlib.sha256(text.encode()).hexdigest()


def file_in(folder: Path, precision: str) -> Path:
    """Return where a folder keeps what this version, compiler and processor need."""
    made_of = [
        llvm.get_process_triple(),
        llvm.get_host_cpu_name(),
        llvm.get_host_cpu_features().flatten(),
    ]
    if getattr(sys, "frozen", False):
        program = Path(sys.executable).stat()
        made_of.append(f"{program.st_mtime_ns} {program.st_size}")
    else:
        made_of += [importlib.metadata.version(name) for name in ("numba", "llvmlite")]
        made_of += [file.read_text("utf-8") for file in sorted(Path(__file__).parent.glob("*.py"))]
    return folder / f"{precision}-{digest(chr(0).join(made_of))[:16]}.json"


def target_machine() -> llvm.TargetMachine:
    """Return LLVM's idea of this machine's processor."""
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    return llvm.Target.from_triple(llvm.get_process_triple()).create_target_machine(
        cpu=llvm.get_host_cpu_name(),
        features=llvm.get_host_cpu_features().flatten(),
        opt=3,
        reloc="static" if llvm.get_process_triple().startswith("x86") else "default",
        codemodel="jitdefault",
        jit=True,
    )


def _compiled_elsewhere(kept: Path, precision: str) -> str:
    """Have another process compile, try and keep the loops, even if this one ends meanwhile."""
    done = subprocess.run(
        [sys.executable, "-m", "metastudio.engine.kernels.building", str(kept), precision],
        env={
            **{name: value for name, value in os.environ.items() if name[:6] != "NUMBA_"},
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
            "PYTHONSAFEPATH": "1",  # not what lies where the program was called
            "NUMBA_DISABLE_ERROR_MESSAGE_HIGHLIGHTING": "1",
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=LONGEST,
        check=False,
        # Ctrl+C in a terminal is for the program, which finishes early, and not for its compiler.
        start_new_session=True,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0)
        | getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
    )
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["it said nothing"]
        _log.warning("the compiler of the kernels said:\n%s", done.stderr)
        raise RuntimeError(f"{said[-1]} (exit status {done.returncode})")
    return done.stdout.splitlines()[-1]
