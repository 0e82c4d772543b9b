"""What is kept of an imported data set: `dataset.json` in its folder of the workspace."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from metastudio.engine.errors import DataError
from metastudio.engine.workspace import Workspace, write_atomically

if TYPE_CHECKING:
    from metastudio.engine.tasks.listing import FolderListing

FILE = "dataset.json"


@dataclass(frozen=True)
class Imported:
    """Where the pictures of an imported data set lie, and how many there are.

    The file names an unpacked copy relative to itself, so that a workspace can be moved.
    """

    folder: Path
    classes: int
    pictures: int
    bytes: int = 0  # of MetaStudio's own copy
    splits: tuple[str, ...] = ("random",)
    benchmark: str = ""  # the published data set that it is
    sittings: str = ""  # the column of a table beside it that its user named

    @classmethod
    def of(cls, listing: "FolderListing", folder: Path | None = None, size: int = 0) -> "Imported":
        """Describe what was found in a folder."""
        return cls(
            folder or listing.folder,
            len(listing.classes),
            listing.pictures,
            size,
            listing.offers,
            listing.benchmark,
        )

    @classmethod
    def read(cls, place: Path) -> "Imported":
        """Read the record in `place`; raises `DataError` where it is damaged."""
        try:
            raw = json.loads((place / FILE).read_text(encoding="utf-8"))
            splits = tuple(str(split) for split in raw.get("splits", ("random",)))
            return cls(
                place / raw["folder"],
                raw["classes"],
                raw["pictures"],
                raw["bytes"],
                splits,
                str(raw.get("benchmark", "")),
                str(raw.get("sittings", "")),
            )
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise DataError(
                f"The data set in {place} is damaged ({error}). Remove it and import it again."
            ) from None

    def write(self, place: Path) -> None:
        """Keep the record in `place`."""
        raw: dict[str, Any] = {**vars(self), "folder": str(self.folder)}
        write_atomically(place / FILE, json.dumps(raw, indent=1))


def place_of(name: str, workspace: Workspace) -> Path | None:
    """Folder of an imported data set; a path is never taken for a name, least of all to delete."""
    place = workspace.data / name
    plain = Path(name).name == name and not name.startswith(".")
    return place if plain and (place / FILE).is_file() else None
