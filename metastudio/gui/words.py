"""Numbers and lists in sentences, and words of code that belongs to no widget. Pure text."""

from collections.abc import Sequence
from pathlib import PurePath

from PySide6.QtCore import QCoreApplication


def tr(text: str) -> str:
    """Translate what is said outside of a widget, which has a `tr` of its own."""
    return QCoreApplication.translate("window", text)


def counted(number: int, one: str, many: str) -> str:
    """Return `one` for 1, else `many` with its `{0}` filled in: "1 class", "1,623 classes".

    Both arrive translated; a language without a plural gives the same pattern twice.
    """
    return (one if number == 1 else many).format(f"{number:,}")


def gigabytes(size: int) -> str:
    """Return bytes as "0.9 GB" or "21 GB": one unit, so that two of them compare at a glance."""
    amount = size / 1e9
    return f"{amount:.0f} GB" if amount >= 9.95 else f"{amount:.1f} GB"


def listed(names: Sequence[str]) -> str:
    """Return names as a list in a sentence: "MAML, ANIL and Meta-SGD"."""
    if len(names) < 2:
        return "".join(names)
    pattern = tr("{0} and {1}")
    return pattern.format(", ".join(names[:-1]), names[-1])


def short_path(path: str) -> str:
    """Return the last part of a path, with its folder where that tells more: "cub/test.json"."""
    parts = PurePath(path).parts
    return "/".join(parts[-2:])
