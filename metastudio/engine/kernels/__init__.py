"""Fused kernels: what surrounds the convolutions, in loops that Numba compiles on this machine.

They need nothing but Numba, where its wheel exists, and are compiled once: `prepare` does it, on a
thread that may wait, and until then, or where it can't be done, torch's own operations compute the
same. `status` tells which it is and why. This module itself imports neither torch nor LLVM.
"""

import importlib.util
import logging
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from metastudio.engine.workspace import Workspace

if TYPE_CHECKING:
    import torch
    from torch import Tensor

LEAST_CHANNELS = 8
"""Of all tasks side by side: with fewer, the innermost loop is too short to gain anything."""
DIGITS = ("torch.float32", "torch.float64")

_log = logging.getLogger(__name__)
_preparing = threading.Lock()
_folder = Path()
_blocks: Any = None
_first_block: Any = None
_convolving: Any = None
_library: Any = None
_without: set[Any] = set()


@dataclass(frozen=True)
class Status:
    """Whether the kernels are used, and why, in a sentence for a person."""

    ready: bool
    reason: str
    warming: bool = False


NOT_YET = "The fused kernels have not been prepared yet."
_status = Status(False, NOT_YET)


def status() -> Status:
    """Tell whether the kernels are used now, and why."""
    return _status


def prepare(workspace: Workspace | None = None) -> Status:
    """Load the kernels from the workspace, or compile them first; waits until they are ready.

    It takes a tenth of a second, and some thirty seconds the first time, in a process beside this
    one. Whatever goes wrong, torch's own operations go on in their place; `status` tells it.
    """
    global _status, _folder, _library, _blocks, _first_block, _convolving  # noqa: PLW0603  one state of the process
    if _status.ready:  # never mind what else is compiled at the moment
        return _status
    with _preparing:
        if _status.ready or _status.reason.startswith(("Numba", "Compiling failed")):
            return _status
        _status = Status(False, "The fused kernels are being compiled.", warming=True)
        try:
            import torch

            from metastudio.engine.kernels import blocks, convolving, first_block, library

            _folder = (workspace or Workspace.default()).kernels
            library.load(torch.float32, _folder)
            _blocks, _first_block, _convolving, _library = blocks, first_block, convolving, library
            _status = Status(True, "The fused kernels are used.")
        except ImportError as error:
            _status = Status(
                False,
                f"Numba can't be imported ({error}): the processor computes without fused kernels, "
                "slower. Install it with: pip install numba",
            )
        except Exception as error:
            # A kernel is never worth a run: whatever a compiler says, torch can do without it.
            _log.warning("the fused kernels can't be compiled", exc_info=True)
            _status = Status(
                False,
                f"Compiling failed ({type(error).__name__}: {error}): the processor computes "
                "without fused kernels, slower.",
            )
        return _status


def first_time(workspace: Workspace | None = None) -> bool:
    """Tell whether `prepare` will compile, which takes so long that somebody should be told."""
    if importlib.util.find_spec("numba") is None or _status.reason != NOT_YET:
        return False
    try:
        from metastudio.engine.kernels import library

        kept = library.file_in((workspace or Workspace.default()).kernels, "float32")
        return not kept.is_file()
    except Exception:  # of LLVM or of the folder; `prepare` will tell of it
        return False


def cover(maps: "Tensor", channels: int | None = None) -> bool:
    """Whether the kernels take these maps `(pictures, C, H, W)`; else torch's path does.

    `channels` are the maps' own, or those that a convolution makes of them.
    """
    return _covers(maps) and (channels or maps.shape[1]) >= LEAST_CHANNELS


def cover_pictures(x: "Tensor") -> bool:
    """Whether the fused first block takes these pictures `(tasks, n, colours, H, W)`.

    Only where there is one colour: with three, the convolution of torch is as fast. And not where
    somebody asks for the gradient of a picture, which it does not have.
    """
    return _covers(x) and x.shape[2] == 1 and not x.requires_grad


def convolution(*given: Any) -> "Tensor":
    """See `convolving.convolution`."""
    made: Tensor = _convolving.convolution(*given)
    return made


def block_by_batch(*given: Any) -> "tuple[Tensor, Tensor, Tensor]":
    """See `blocks.block_by_batch`."""
    made: tuple[Tensor, Tensor, Tensor] = _blocks.block_by_batch(*given)
    return made


def block_by_factors(*given: Any) -> "Tensor":
    """See `blocks.block_by_factors`."""
    made: Tensor = _blocks.block_by_factors(*given)
    return made


def first_block_by_batch(*given: Any) -> "tuple[Tensor, Tensor, Tensor]":
    """See `first_block.first_block_by_batch`."""
    made: tuple[Tensor, Tensor, Tensor] = _first_block.first_block_by_batch(*given)
    return made


def first_block_by_factors(*given: Any) -> "Tensor":
    """See `first_block.first_block_by_factors`."""
    made: Tensor = _first_block.first_block_by_factors(*given)
    return made


def _covers(x: "Tensor") -> bool:
    import torch

    return (
        _status.ready
        # What only stands for a tensor, as while a graph is exported, has no memory.
        and type(x) in (torch.Tensor, torch.nn.Parameter)
        and not torch.compiler.is_compiling()
        and x.device.type in ("cpu", "meta")
        and str(x.dtype) in DIGITS
        and min(x.shape[-2:]) >= 2
        and x.shape[0] > 0
        and _has_loops(x.dtype)
    )


def _has_loops(precision: "torch.dtype") -> bool:
    """Whether there are loops for it; those in double precision are prepared when they are needed.

    No training computes in it.
    """
    if _library.is_loaded(precision):
        return True
    if precision in _without:
        return False
    with _preparing:
        try:
            if not _library.is_loaded(precision):
                _library.load(precision, _folder)
        except Exception:
            _log.warning("the fused kernels can't be compiled for %s", precision, exc_info=True)
            _without.add(precision)
    return bool(_library.is_loaded(precision))
