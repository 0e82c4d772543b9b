"""Decoded pictures kept in the workspace as one npy file, with a json file that says of what."""

import io
import json
import logging
import os
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from metastudio.engine.errors import WorkspaceError
from metastudio.engine.workspace import make_folder, write_atomically

log = logging.getLogger(__name__)


def load_array(
    path: Path, facts: dict[str, Any], mapped: bool = False
) -> tuple[NDArray[np.uint8], Any] | None:
    """Return the array and extra facts saved at `path`, or None where they don't fit `facts`.

    A cache that is absent, cut off, of another version or of another size is simply not there.
    `mapped` leaves the array on disk.
    """
    header = load_header(path, facts)
    if header is None:
        return None
    try:
        array: NDArray[np.uint8] = np.load(path, "c" if mapped else None, allow_pickle=False)
    except (OSError, ValueError, EOFError) as error:
        log.info("the cache %s is not usable and will be rebuilt: %s", path, error)
        return None
    if array.dtype != np.uint8 or list(array.shape) != header["shape"]:
        return None
    return array, header["extra"]


def load_header(path: Path, facts: dict[str, Any]) -> dict[str, Any] | None:
    """Return `shape` and `extra` of what was saved at `path` without reading the array itself."""
    try:
        header = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        fits = header["facts"] == facts and {"shape", "extra"} <= header.keys() and path.exists()
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return dict(header) if fits else None


def save_array(path: Path, array: NDArray[np.uint8], facts: dict[str, Any], extra: Any) -> bool:
    """Keep an array for the next start; False, and only a log line, where that is not possible.

    The json file comes last and names the array's shape, so a crash in between leaves no pair
    that fits.
    """
    header = {"facts": facts, "shape": list(array.shape), "extra": extra}
    try:
        path.with_suffix(".json").unlink(missing_ok=True)
        buffer = io.BytesIO()
        np.save(buffer, array, allow_pickle=False)
        write_atomically(path, buffer.getvalue())
        write_atomically(path.with_suffix(".json"), json.dumps(header))
    except (OSError, WorkspaceError) as error:
        log.info("nothing is cached: %s", error)
        return False
    return True


def unfinished(path: Path) -> Path | None:
    """Return a new file beside `path`, to be kept or removed; None where none can be made."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=make_folder(path.parent))
    except (OSError, WorkspaceError) as error:
        log.info("nothing is cached: %s", error)
        return None
    os.close(handle)
    return Path(name)


def keep(file: Path, path: Path, shape: tuple[int, ...], facts: Any, extra: Any) -> None:
    """Let a finished array take its place; the json file comes last, as in `save_array`."""
    header = {"facts": facts, "shape": list(shape), "extra": extra}
    path.with_suffix(".json").unlink(missing_ok=True)
    file.chmod(0o644)  # mkstemp makes files that only the owner may read
    file.replace(path)
    write_atomically(path.with_suffix(".json"), json.dumps(header))
