"""Torch comes late, and on a thread beside the window: it takes a second or more to import."""

import threading

_importing = threading.Lock()
_imported = threading.Event()


def import_engine() -> None:
    """Import the torch side once; two threads importing torch at a time can meet half of it."""
    with _importing:
        import metastudio.engine.classifier
        import metastudio.engine.forecast
        import metastudio.engine.live
        import metastudio.engine.tasks.catalog
        import metastudio.engine.training  # noqa: F401

        _imported.set()


def is_imported() -> bool:
    """Whether a command of the engine would start at once."""
    return _imported.is_set()
