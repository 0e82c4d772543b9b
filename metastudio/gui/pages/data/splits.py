"""Which division of a data set is looked at, and the user's own: moving classes, undo, keeping.

The data set that the experiment uses is divided as the experiment says, so that what is moved here
is what training uses; others keep the choice that was made on this page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand

from metastudio.engine.errors import MetaStudioError
from metastudio.engine.events import DataCard, DatasetView, SplitView
from metastudio.engine.experiment import DataSettings
from metastudio.engine.sections.names import SITTINGS
from metastudio.engine.tasks.own_split import (
    choose_own_split,
    is_own_split,
    move_classes,
    own_split,
    save_own_split,
    suggest_split,
)
from metastudio.engine.tasks.splits import ROTATION
from metastudio.gui.session import Session

Splits = Mapping[str, Sequence[str]]
SLOT = "own_split"
NONE = "none"
"""Where classes are that are in no split."""


@dataclass(frozen=True)
class Division:
    """How a data set is divided: in one of its own ways, or by a split file.

    `sittings` is a CSV file and its column that say where pictures were taken, which one of the
    ways, and the dealing of tasks, may go by.
    """

    split: str
    file: str | None = None
    sittings: tuple[str, str | None] | None = None

    @classmethod
    def of(cls, data: DataSettings) -> "Division":
        """Return how an experiment divides its data."""
        told = (data.sittings_file, data.sittings_column) if data.sittings_file else None
        return cls(data.split, data.split_file, told)

    @property
    def by_sitting(self) -> bool:
        """Whether pictures are divided, not classes."""
        return self.split == SITTINGS and self.file is None

    @property
    def changes(self) -> dict[str, str | None]:
        """The settings of an experiment that divide its data so."""
        file, column = self.sittings or (None, None)
        return {
            "data.split": self.split,
            "data.split_file": self.file,
            "data.sittings_file": file,
            "data.sittings_column": column,
        }


class SplitKeeper(QObject):
    """Keeps the division of every data set that was looked at.

    `changed` tells the data set that is divided in another way now.
    """

    changed = Signal(str)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._divisions: dict[str, Division] = {}
        self._known: dict[tuple[str, Division], Splits] = {}

    def division(self, card: DataCard) -> Division:
        """Return how a data set is divided: by the experiment where it uses it, or as chosen."""
        data = self._session.experiment.data
        if card.name == data.name:
            return Division.of(data)
        usual = card.splits[0] if card.splits else data.split
        if card.name not in self._divisions:
            own = own_split(self._session.workspace, card.name)
            self._divisions[card.name] = Division(usual, str(own) if own else None)
        return self._divisions[card.name]

    def known(self, name: str, division: Division) -> Splits | None:
        """Return the classes of a division that was seen before: no need to open it anew."""
        return self._known.get((name, _key(division)))

    def remember(self, name: str, division: Division, view: DatasetView) -> None:
        """Note how a data set is divided, as its view tells."""
        if not division.by_sitting:  # which lists of classes can't tell
            self._known[name, _key(division)] = _lists(view)

    def own(self, name: str) -> str | None:
        """Return the file of the user's own split of a data set, or None."""
        file = own_split(self._session.workspace, name)
        return str(file) if file is not None else None

    def is_own(self, division: Division) -> bool:
        """Whether a division was made by hand here."""
        return division.file is not None and is_own_split(self._session.workspace, division.file)

    def choose(self, card: DataCard, division: Division, words: str = "") -> None:
        """Divide a data set in another way, undoably."""
        self._push(card, division, self.own(card.name), words or self.tr("choice of a split"))

    def move(self, card: DataCard, view: DatasetView, classes: Sequence[str], to: str) -> None:
        """Put classes into a split and take them out of the others; undoable, and kept."""
        try:
            splits = move_classes(_lists(view), [_base(view, c) for c in classes], to)
        except MetaStudioError as error:
            self._session.notice.emit("info", str(error))
            return
        words = {
            "train": self.tr("move of classes to training"),
            "validation": self.tr("move of classes to validation"),
            "test": self.tr("move of classes to the test"),
        }
        self.keep(card, splits, words[to])

    def suggest(self, card: DataCard, view: DatasetView, seed: int, by_group: bool) -> None:
        """Divide the classes by a seeded shuffle, or whole groups of them."""
        parts = _parts(view)
        classes = [_base(view, c) for split in parts for c in split.classes]
        groups = [g for split in parts for g in split.groups] if by_group else []
        unique = dict(zip(classes, groups or classes, strict=True))
        try:
            splits = suggest_split(list(unique), list(unique.values()) if groups else (), seed)
        except MetaStudioError as error:
            self._session.notice.emit("info", str(error))
            return
        self.keep(card, splits, self.tr("suggested split"))

    def reset(self, card: DataCard) -> None:
        """Go back to the data set's own division; what was moved comes back with undo."""
        usual = card.splits[0] if card.splits else self._session.experiment.data.split
        division = replace(self.division(card), split=usual, file=None)
        self._push(card, division, None, self.tr("reset of the split"))

    def keep(self, card: DataCard, splits: Splits, words: str) -> None:
        """Make these lists the user's own split of a data set, undoably."""

        def done(file: Path) -> None:
            division = replace(self.division(card), file=str(file))
            self._known[card.name, _key(division)] = splits
            self._push(card, division, str(file), words)

        workspace = self._session.workspace
        self._session.engine.run_job(
            SLOT, lambda _: save_own_split(workspace, card.name, splits), done, self._refused
        )

    def _refused(self, error: Exception) -> None:
        self._session.notice.emit("bad", str(error))

    def _push(self, card: DataCard, division: Division, own: str | None, words: str) -> None:
        before = (self.division(card), self.own(card.name))
        if before == (division, own):
            return
        undo = self._session.undo
        undo.beginMacro(words)
        undo.push(_Change(self, card.name, before, (division, own)))
        data = self._session.experiment.data
        if card.name == data.name:
            try:
                self._session.edit(division.changes)
            except MetaStudioError as error:
                self._session.notice.emit("bad", str(error))
        undo.endMacro()

    def _take(self, name: str, state: tuple[Division, str | None]) -> None:
        division, own = state
        self._divisions[name] = division
        try:
            choose_own_split(self._session.workspace, name, Path(own) if own else None)
        except MetaStudioError as error:
            self._refused(error)
        self.changed.emit(name)


class _Change(QUndoCommand):
    """From one division of a data set, and own split, to another."""

    def __init__(
        self,
        keeper: SplitKeeper,
        name: str,
        before: tuple[Division, str | None],
        after: tuple[Division, str | None],
    ) -> None:
        super().__init__()
        self._keeper, self._name, self._before, self._after = keeper, name, before, after

    def redo(self) -> None:
        self._keeper._take(self._name, self._after)

    def undo(self) -> None:
        self._keeper._take(self._name, self._before)


def divided_alike(view: DatasetView) -> bool:
    """Whether all splits have the same classes, as where there are too few to keep some apart."""
    return len(view.splits) > 1 and len({split.classes for split in view.splits}) == 1


def regrouped(view: DatasetView, splits: Splits) -> DatasetView | None:
    """Return the view with its classes divided in another way; rotations stay with their class.

    What is in no split any more is `unused`. None where a class is not in the view.
    """
    facts: dict[str, list[tuple[str, int, str]]] = {}
    for split in _parts(view):
        groups = split.groups or ("",) * len(split.classes)
        for fact in zip(split.classes, split.counts, groups, strict=True):
            same = facts.setdefault(_base(view, fact[0]), [])
            if fact not in same:  # as where all splits have all classes
                same.append(fact)
    divided = {name: wanted for name, wanted in splits.items() if name != NONE}
    named = {base for wanted in divided.values() for base in wanted}
    if not named <= facts.keys():
        return None

    def part(name: str, wanted: Sequence[str]) -> SplitView:
        rows = [fact for base in wanted for fact in facts[base]]
        classes, counts, groups = zip(*rows, strict=True) if rows else ((), (), ())
        return SplitView(name, classes, counts, groups if any(groups) else ())

    left = [base for base in facts if base not in named]
    made = tuple(part(name, wanted) for name, wanted in divided.items())
    return replace(view, splits=made, unused=part(NONE, left) if left else None)


def _parts(view: DatasetView) -> tuple[SplitView, ...]:
    """Return the splits, and with them what is in none."""
    return view.splits if view.unused is None else (*view.splits, view.unused)


def _key(division: Division) -> Division:
    """A split file counts for itself; where pictures were taken changes no list of classes."""
    return Division("", division.file) if division.file else Division(division.split)


def _lists(view: DatasetView) -> dict[str, list[str]]:
    return {
        split.name: list(dict.fromkeys(_base(view, c) for c in split.classes))
        for split in _parts(view)
    }


def _base(view: DatasetView, name: str) -> str:
    """Return a class's name without its rotation, where rotations count as classes."""
    return ROTATION.sub("", name) if view.rotated else name
