"""How a run is told from the others: a letter, and the same colour in every plot. Pure values."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtGui import QColor

from metastudio.engine.run_index import RunRecord
from metastudio.gui.colours import OKABE_ITO
from metastudio.gui.pages.compare.words import named, title_text
from metastudio.gui.theme import series_colour

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
MOST = len(LETTERS)
"""Runs that are compared at a time."""


@dataclass(frozen=True)
class Marked:
    """A chosen run with its letter and colour."""

    record: RunRecord
    letter: str
    colour: QColor

    @property
    def short(self) -> str:
        """Letter and method, where there is little room."""
        return f"{self.letter}  {self.record.title or named(self.record.method_title)}"

    @property
    def title(self) -> str:
        """Letter and title, as legends and headings have it."""
        return f"{self.letter}  {title_text(self.record)}"


class Marks:
    """Gives each run a colour that it keeps as long as no two chosen ones share it.

    A run has its method's colour, as on the Train page, where no other chosen run has it. Colours
    repeat after seven; letters never do.
    """

    def __init__(self) -> None:
        self._colours: dict[Path, str] = {}

    def give(self, records: Sequence[RunRecord]) -> list[Marked]:
        """Mark the chosen runs, in their order."""
        taken: set[str] = set()
        result = []
        for letter, record in zip(LETTERS, records, strict=False):
            colour = self._choose(record, taken)
            taken.add(colour)
            self._colours[record.folder] = colour
            result.append(Marked(record, letter, QColor(colour)))
        return result

    def _choose(self, record: RunRecord, taken: set[str]) -> str:
        method = series_colour(str(record.settings.get("method.name", ""))).name().upper()
        wishes = (self._colours.get(record.folder, method), method, *OKABE_ITO)
        free = [colour for colour in wishes if colour not in taken]
        if not free:
            taken.clear()
        return free[0] if free else wishes[0]
