"""Torch comes late, and on a thread beside the window: it takes a second or more to import."""

import gc
import threading

from metastudio.engine import kernels
from metastudio.engine.workspace import Workspace

_importing = threading.Lock()
_imported = threading.Event()
_warming: threading.Thread | None = None


def import_engine() -> None:
    """Import the torch side once; two threads importing torch at a time can meet half of it."""
    with _importing:
        if _imported.is_set():
            return
        gc.disable()  # it would look through all of it nine times on the way
        try:
            import metastudio.engine.classifier
            import metastudio.engine.forecast
            import metastudio.engine.live
            import metastudio.engine.tasks.catalog
            import metastudio.engine.training  # noqa: F401
        finally:
            gc.enable()
        _keep_for_good()
        _imported.set()


def warm_kernels(workspace: Workspace) -> None:
    """Begin to compile the fused kernels, or to load them, on a thread of their own.

    Compiling takes half a minute, in which no other job has to wait. The program may end meanwhile.
    """
    global _warming  # noqa: PLW0603  one for the process

    def prepare() -> None:
        kernels.prepare(workspace)
        _keep_for_good()

    _warming = threading.Thread(target=prepare, name="metastudio-kernels", daemon=True)
    _warming.start()


def _keep_for_good() -> None:
    """Have the garbage collector pass by what there is now, which lives as long as the program.

    One look through the half a million objects of torch halts all threads for 0.2 s, and
    the window with them.
    """
    gc.freeze()


def kernels_warm_up() -> bool:
    """Whether the fused kernels are being compiled or loaded."""
    return _warming is not None and _warming.is_alive()


def is_imported() -> bool:
    """Whether a command of the engine would start at once."""
    return _imported.is_set()
