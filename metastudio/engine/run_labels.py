"""What a person adds to a run: a title, a star, tags and a note; and the bin for runs.

They lie in the run's folder and travel with it: `labels.toml`, and `notes.md` for the note.
Importing this module imports no torch.
"""

import shutil
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import tomli_w

from metastudio.engine.errors import WorkspaceError
from metastudio.engine.locks import RunLock
from metastudio.engine.workspace import make_folder, write_atomically

LABELS, NOTES, BIN = "labels.toml", "notes.md", ".bin"
MOST_IN_TITLE = 200


@dataclass(frozen=True)
class Labels:
    """What a person says about a run. An empty `title` leaves it its own."""

    title: str = ""
    star: bool = False
    tags: tuple[str, ...] = ()
    note: str = ""

    def changed(self, changes: Mapping[str, Any]) -> "Labels":
        """Return a copy with other values, cleaned: one line of title, each tag once."""
        new = replace(self, **changes)
        title = " ".join(new.title.split())[:MOST_IN_TITLE]
        tags = dict.fromkeys(tag.strip() for tag in new.tags if tag.strip())
        return replace(new, title=title, tags=tuple(tags), note=new.note.strip())


def read_labels(run: Path) -> Labels:
    """Return a run's labels; what is missing or damaged counts as not given."""
    try:
        raw = tomllib.loads((run / LABELS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raw = {}
    try:
        note = (run / NOTES).read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        note = ""
    title, tags = raw.get("title", ""), raw.get("tags", ())
    return Labels(
        title=title if isinstance(title, str) else "",
        star=raw.get("star") is True,
        tags=tuple(tag for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else (),
        note=note,
    )


def write_labels(run: Path, labels: Labels) -> None:
    """Write a run's labels; files that would hold nothing are removed. Raises `WorkspaceError`."""
    if not run.is_dir():  # writing would make a folder where a run was deleted or moved
        raise WorkspaceError(f"The run {run.name} is not there any more.")
    given = {"title": labels.title, "star": labels.star, "tags": list(labels.tags)}
    kept = {key: value for key, value in given.items() if value}
    for name, text in ((LABELS, tomli_w.dumps(kept) if kept else ""), (NOTES, labels.note)):
        if text:
            write_atomically(run / name, text if text.endswith("\n") else text + "\n")
        else:
            (run / name).unlink(missing_ok=True)


def change_labels(run: Path, changes: Mapping[str, Any]) -> Labels:
    """Change some of a run's labels and return what they were before; raises `WorkspaceError`."""
    before = read_labels(run)
    write_labels(run, before.changed(changes))
    return before


# --- the bin --------------------------------------------------------------------------------------


def discard(run: Path) -> Path:
    """Move a run into the bin beside it, from which `put_back` takes it; return its new place.

    Raises `WorkspaceError` where it is not there, can't be moved, or is under way.
    """
    check_at_rest(run)
    bin_folder = make_folder(run.parent / BIN)
    return _move(run, _free(bin_folder / run.name))


def check_at_rest(run: Path) -> None:
    """Raise `WorkspaceError` where a program is writing to the run."""
    if run.is_dir():
        with RunLock(run):
            pass


def put_back(binned: Path) -> Path:
    """Take a run out of the bin; return its place. Raises `WorkspaceError` where it is not there.

    Where another run has taken its name meanwhile, it gets a number.
    """
    return _move(binned, _free(binned.parent.parent / binned.name))


def in_bin(runs: Path) -> list[Path]:
    """Return the runs in the bin, by name."""
    folder = runs / BIN
    return sorted(p for p in folder.iterdir() if p.is_dir()) if folder.is_dir() else []


def empty_bin(runs: Path) -> int:
    """Delete the runs in the bin for good; return how many there were."""
    found = in_bin(runs)
    for run in found:
        try:
            shutil.rmtree(run)
        except OSError as error:
            raise WorkspaceError(
                f"{run} can't be deleted ({error.strerror}). Mend its permissions, or delete it by "
                "hand."
            ) from None
    return len(found)


def _free(path: Path) -> Path:
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.name}_{number}")
    return free


def _move(run: Path, to: Path) -> Path:
    try:
        return run.rename(to)
    except FileNotFoundError:
        raise WorkspaceError(f"The run {run.name} is not there any more.") from None
    except OSError as error:
        raise WorkspaceError(
            f"The run {run.name} can't be moved ({error.strerror}). Close what uses its files, or "
            "mend the folder's permissions."
        ) from None
