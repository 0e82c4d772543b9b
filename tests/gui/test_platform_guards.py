"""Guards for what the platform gets wrong in versions that pyproject.toml shuts out."""

import sys

import PySide6
from PySide6.QtCore import QObject


def test_a_qt_call_that_returns_nothing_drops_no_reference_to_none() -> None:
    """PySide6 6.12 lost one each time, until the interpreter aborted (Python < 3.12)."""
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(1000):
        thing.setObjectName("x")
    assert abs(sys.getrefcount(None) - before) < 100, f"PySide6 {PySide6.__version__} is unusable"
