"""Plain tables for a terminal, and the line that says on what they were measured."""

import os
import platform
from collections.abc import Sequence
from importlib.metadata import version

from contestant import processors


def aligned(rows: Sequence[Sequence[str]]) -> str:
    """Align cells in columns: the first to the left, the others to the right."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if i == 0 else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def header() -> str:
    """Name torch, the processors, and how busy they are with other things."""
    said = (
        f"torch {version('torch')}, Python {platform.python_version()}, {processors()} processors"
    )
    if not hasattr(os, "getloadavg"):
        return said
    load = os.getloadavg()[0]
    said += f", load {load:.2f} before the start"
    if load > 0.25:
        said += "\nThe machine is not idle: other programs slow some contestants more than others."
    return said


def ratio(value: float) -> str:
    """Write a ratio: 1.23 ×."""
    return f"{value:.2f} ×" if value < 10 else f"{value:.1f} ×"
