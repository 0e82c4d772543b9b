"""Torch comes late, and on a thread beside the window: it takes a second or more to import."""

import threading

from metastudio.engine import kernels
from metastudio.engine.workspace import Workspace

_importing = threading.Lock()
_imported = threading.Event()
_warming: threading.Thread | None = None


def import_engine() -> None:
    """Import the torch side once; two threads importing torch at a time can meet half of it."""
    with _importing:
        import metastudio.engine.classifier
        import metastudio.engine.forecast
        import metastudio.engine.live
        import metastudio.engine.tasks.catalog
        import metastudio.engine.training  # noqa: F401

        _imported.set()


def warm_kernels(workspace: Workspace) -> None:
    """Begin to compile the fused kernels, or to load them, on a thread of their own.

    It takes seconds, in which no other job has to wait. The program may end meanwhile.
    """
    global _warming  # noqa: PLW0603  one for the process
    _warming = threading.Thread(
        target=kernels.prepare, args=(workspace,), name="metastudio-kernels", daemon=True
    )
    _warming.start()


def kernels_warm_up() -> bool:
    """Whether the fused kernels are being compiled or loaded."""
    return _warming is not None and _warming.is_alive()


def is_imported() -> bool:
    """Whether a command of the engine would start at once."""
    return _imported.is_set()
