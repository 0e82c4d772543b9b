"""Looks through the pictures of a data set for what is wrong, and mends it, undoably."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand

from metastudio.engine.errors import MetaStudioError
from metastudio.engine.events import DataCard
from metastudio.engine.tasks.findings import Choices, Findings, Problem
from metastudio.gui.language import said
from metastudio.gui.pages.data.problems_panel import ProblemsPanel
from metastudio.gui.session import Session
from metastudio.gui.widgets.work_strip import WorkStrip

if TYPE_CHECKING:
    from collections.abc import Sequence


class Checker(QObject):
    """`mended` names the data set of which something else is left out now.

    `dropping` tells beforehand which classes will be gone, so that a split can do without them.
    """

    mended = Signal(str)
    dropping = Signal(object)  # tuple[str, ...]

    def __init__(
        self, session: Session, strip: WorkStrip, panel: ProblemsPanel, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session, self._strip, self._panel = session, strip, panel
        self._card: DataCard | None = None
        self._busy = False
        panel.remedyWanted.connect(self._mend)

    @property
    def busy(self) -> bool:
        """Whether pictures are being looked through."""
        return self._busy

    def turn_to(self, card: DataCard) -> None:
        """Another data set is shown, whose problems are not known."""
        if self._card is None or self._card.name != card.name:
            self.cancel()
            self._card = card
            self._panel.show_problems(())

    def start(self) -> None:
        """Look through all pictures of the data set, beside the window."""
        if self._card is None or self._busy:
            return
        self._busy = True
        self._session.engine.scan_dataset(self._card, self._done, self._failed, self._tell)

    def cancel(self) -> None:
        """Stop looking; nothing was changed."""
        if self._busy:
            self._session.engine.stop_scan()
            self._end()

    def _tell(self, fraction: float, sentence: str) -> None:
        self._strip.work(fraction, said(sentence), stoppable=True)

    def _done(self, findings: Findings) -> None:
        self._end()
        self._panel.show_problems(findings.problems)
        if not findings.problems:
            words = self.tr("All {0} pictures can be read, and nothing is wrong with them.")
            total = sum(findings.classes.values())
            self._session.notice.emit("good", words.format(f"{total:,}"))

    def _failed(self, error: Exception) -> None:
        self._end()
        self._session.notice.emit("bad", str(error))

    def _end(self) -> None:
        self._busy = False
        self._strip.rest()

    def _mend(self, problem: Problem) -> None:
        remedy, card = problem.remedy, self._card
        if remedy is None or card is None:
            return
        if remedy.kind == "set":
            try:
                self._session.edit({remedy.setting: remedy.value})
            except MetaStudioError as error:
                self._session.notice.emit("bad", str(error))
                return
            self._panel.show_problems([p for p in self._panel.problems if p is not problem])
            return
        gone = tuple(c for c in remedy.classes if c != remedy.into)
        if gone:
            self.dropping.emit(gone)

        def known(before: Choices) -> None:
            listed = self._panel.problems
            left = [p for p in listed if p is not problem]
            states = (before, listed), (before.applied(remedy), left)
            self._session.undo.push(_Mend(self, card.name, said(remedy.words), *states))

        self._session.engine.read_choices(card.name, known, self._failed)

    def _take(self, name: str, choices: Choices, problems: "Sequence[Problem]") -> None:
        if self._card is not None and self._card.name == name:
            self._panel.show_problems(problems)
        self._session.engine.write_choices(
            name, choices, lambda _: self.mended.emit(name), self._failed
        )


class _Mend(QUndoCommand):
    """From what was left out before a remedy to what is left out after it."""

    def __init__(
        self,
        checker: Checker,
        name: str,
        words: str,
        before: "tuple[Choices, Sequence[Problem]]",
        after: "tuple[Choices, Sequence[Problem]]",
    ) -> None:
        super().__init__(words.lower())
        self._checker, self._name, self._before, self._after = checker, name, before, after

    def redo(self) -> None:
        self._checker._take(self._name, *self._after)

    def undo(self) -> None:
        self._checker._take(self._name, *self._before)
