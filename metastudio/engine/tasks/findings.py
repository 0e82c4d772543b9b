"""What a look through a folder of pictures finds, and what its user decides about it.

Plain values, which the window may hold; `scan` makes them. Importing this module imports no torch.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from metastudio.engine.errors import DataError
from metastudio.engine.events import Pictures
from metastudio.engine.workspace import write_atomically

FILE = "choices.json"


@dataclass(frozen=True)
class Names:
    """The classes by name, with their number of pictures; comes first, before any is read."""

    classes: Mapping[str, int]


@dataclass(frozen=True, eq=False)
class Sheet:
    """A few pictures of one class, uint8 `(n, height, width, 3)`, for a contact sheet."""

    name: str
    pictures: Pictures


@dataclass(frozen=True)
class Reading:
    """How many pictures have been looked at."""

    done: int
    total: int


@dataclass(frozen=True)
class Remedy:
    """What can be done about a problem with one click; `Choices.applied` does it.

    `kind` is "leave out files", "leave out classes", "merge classes" (into `into`), or "set": the
    experiment's `setting` gets `value`.
    """

    kind: str
    words: str
    files: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    into: str = ""
    setting: str = ""
    value: str = ""


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, in a sentence, with the files that show it.

    `kind` is "unreadable", "twice", "in two classes", "few", "alike" or "colours".
    """

    kind: str
    sentence: str
    files: tuple[str, ...] = ()
    remedy: Remedy | None = None


@dataclass(frozen=True)
class Findings:
    """The end of a scan: classes with their groups, problems, and which class may go where."""

    classes: Mapping[str, int]
    groups: Mapping[str, str]
    problems: tuple[Problem, ...]
    suggested: Mapping[str, tuple[str, ...]]  # train, validation, test -> classes


@dataclass(frozen=True)
class Choices:
    """What is left out of a data set, and which classes are one. Kept with the data set.

    Files are named by their path below the data set's folder.
    """

    without_files: frozenset[str] = frozenset()
    without_classes: frozenset[str] = frozenset()
    merged: Mapping[str, str] = field(default_factory=dict)  # class -> the one it belongs to

    def applied(self, remedy: Remedy) -> "Choices":
        """Return the choices with a remedy among them; the ones before stay as they are."""
        if remedy.kind == "leave out files":
            return replace(self, without_files=self.without_files | set(remedy.files))
        if remedy.kind == "leave out classes":
            return replace(self, without_classes=self.without_classes | set(remedy.classes))
        if remedy.kind == "merge classes":
            others = dict.fromkeys((c for c in remedy.classes if c != remedy.into), remedy.into)
            return replace(self, merged={**self.merged, **others})
        return self

    def keep(self, place: Path) -> None:
        """Write them into the folder of a data set."""
        raw: dict[str, Any] = {
            "without_files": sorted(self.without_files),
            "without_classes": sorted(self.without_classes),
            "merged": dict(self.merged),
        }
        write_atomically(place / FILE, json.dumps(raw, indent=1, ensure_ascii=False))

    @classmethod
    def of(cls, place: Path) -> "Choices":
        """Read what was kept in the folder of a data set; nothing where nothing was."""
        try:
            raw = json.loads((place / FILE).read_text(encoding="utf-8", errors="surrogateescape"))
            return cls(
                frozenset(raw["without_files"]),
                frozenset(raw["without_classes"]),
                {str(name): str(into) for name, into in raw["merged"].items()},
            )
        except FileNotFoundError:
            return cls()
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise DataError(
                f"What is left out of the data set in {place} can't be read ({error}). Remove "
                f"{FILE} there to begin anew with all pictures."
            ) from None
