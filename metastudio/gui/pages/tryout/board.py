"""What lies on the Try page: classes with their pictures, and queries; immutable values, no Qt.

Every edit makes a new `Board`, so that undo is nothing but showing the one before.
"""

import itertools
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from metastudio.gui.widgets.picture_items import Picture

_keys = itertools.count(1)


@dataclass(frozen=True)
class ClassBin:
    """One class. `key` stays when it is renamed; `named` tells whether a person named it."""

    name: str
    pictures: tuple[Picture, ...] = ()
    named: bool = True
    key: int = field(default_factory=lambda: next(_keys))


@dataclass(frozen=True)
class Board:
    """Classes and queries, in the order of the page."""

    classes: tuple[ClassBin, ...] = ()
    queries: tuple[Picture, ...] = ()

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """Every picture, support first."""
        return (*(p for c in self.classes for p in c.pictures), *self.queries)

    @property
    def empty(self) -> bool:
        """Whether there is no picture at all."""
        return not self.pictures

    def index(self, key: int) -> int | None:
        """Place of a class, or None where it is gone."""
        return next((i for i, c in enumerate(self.classes) if c.key == key), None)

    def with_class(
        self, name: str, pictures: Sequence[Picture] = (), named: bool = True
    ) -> "Board":
        """Add a class at the end."""
        return replace(self, classes=(*self.classes, ClassBin(name, tuple(pictures), named)))

    def without_class(self, key: int) -> "Board":
        """Remove a class with its pictures."""
        return replace(self, classes=tuple(c for c in self.classes if c.key != key))

    def renamed(self, key: int, name: str) -> "Board":
        """Give a class another name."""
        return self._changed(key, lambda c: replace(c, name=name, named=True))

    def with_support(self, key: int, pictures: Iterable[Picture]) -> "Board":
        """Add pictures to a class."""
        return self._changed(key, lambda c: replace(c, pictures=(*c.pictures, *pictures)))

    def with_queries(self, pictures: Iterable[Picture]) -> "Board":
        """Add queries."""
        return replace(self, queries=(*self.queries, *pictures))

    def without(self, keys: Collection[int]) -> "Board":
        """Remove pictures, wherever they lie."""
        classes = tuple(
            replace(c, pictures=tuple(p for p in c.pictures if p.key not in keys))
            for c in self.classes
        )
        return Board(classes, tuple(p for p in self.queries if p.key not in keys))

    def moved(self, keys: Collection[int], to: int | None) -> "Board":
        """Move pictures into the class with key `to`, or to the queries where it is None."""
        if to is not None and self.index(to) is None:
            return self
        there = self.queries if to is None else self.classes[self.index(to) or 0].pictures
        movers = [p for p in self.pictures if p.key in keys and p not in there]
        rest = self.without({p.key for p in movers})
        return rest.with_queries(movers) if to is None else rest.with_support(to, movers)

    def reordered(self, key: int, index: int) -> "Board":
        """Move a class to another place; beyond the ends is at the end."""
        there = self.index(key)
        if there is None:
            return self
        classes = list(self.classes)
        moved = classes.pop(there)
        classes.insert(min(max(index, 0), len(classes)), moved)
        return replace(self, classes=tuple(classes))

    def mapped(self, change: Callable[[Picture], Picture]) -> "Board":
        """Change every picture, support and queries; unchanged ones stay the same objects."""
        classes = tuple(
            replace(c, pictures=tuple(change(p) for p in c.pictures)) for c in self.classes
        )
        return Board(classes, tuple(change(p) for p in self.queries))

    def with_class_folders(self, folders: Sequence[tuple[str, Sequence[Picture]]]) -> "Board":
        """Add a class per folder, or fill the one of that name; unnamed empty classes make room."""
        board = replace(self, classes=tuple(c for c in self.classes if c.pictures or c.named))
        for name, pictures in folders:
            same = next((c for c in board.classes if c.name == name), None)
            if same is None:
                board = board.with_class(name, pictures)
            else:
                board = board.with_support(same.key, pictures)
        return board

    def free_name(self, pattern: str) -> str:
        """Return the first name by `pattern` ("Class {0}") that no class has."""
        taken = {c.name for c in self.classes}
        numbers = itertools.count(1)
        return next(name for n in numbers if (name := pattern.format(n)) not in taken)

    def _changed(self, key: int, change: Callable[[ClassBin], ClassBin]) -> "Board":
        return replace(self, classes=tuple(change(c) if c.key == key else c for c in self.classes))
