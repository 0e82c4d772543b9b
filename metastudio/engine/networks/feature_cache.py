"""Features of a frozen backbone, kept on disk by what the picture holds.

A picture that was seen once, in whatever episode, run or program, is never embedded again.
"""

import hashlib
import logging
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

log = logging.getLogger(__name__)

AT_ONCE = 500
"""Keys in one question to the database, which takes at most 999."""


class FeatureCache:
    """One SQLite file: SHA-256 of a picture's bytes and shape → float32 features.

    Safe between threads and programs, each use opens it anew. A file that can't be read or written
    costs the time of computing features again, nothing else, and is told in the log; one that is
    no database is begun anew.
    """

    def __init__(self, path: Path, size: int) -> None:
        self.path, self.size = path, size

    def keys(self, pictures: Tensor) -> list[bytes]:
        """Return a key for each of uint8 pictures `(n, C, H, W)`."""
        arrays = np.ascontiguousarray(pictures.cpu().numpy())
        shape = repr(arrays.shape[1:]).encode()
        return [hashlib.sha256(shape + picture.tobytes()).digest() for picture in arrays]

    def look_up(self, keys: Sequence[bytes]) -> dict[bytes, Tensor]:
        """Return those features that are known."""
        found: dict[bytes, Tensor] = {}
        try:
            with closing(self._open()) as database:
                for start in range(0, len(keys), AT_ONCE):
                    part = keys[start : start + AT_ONCE]
                    marks = ",".join("?" * len(part))
                    query = f"SELECT key, value FROM features WHERE key IN ({marks})"
                    for key, value in database.execute(query, part):
                        features = torch.frombuffer(bytearray(value), dtype=torch.float32)
                        if len(features) == self.size:
                            found[key] = features
        except (sqlite3.Error, OSError) as error:
            self._note(error)
        return found

    def keep(self, features: dict[bytes, Tensor]) -> None:
        """Write features `(size,)` down."""
        rows = [(key, value.cpu().float().numpy().tobytes()) for key, value in features.items()]
        try:
            with closing(self._open()) as database, database:
                database.executemany("INSERT OR REPLACE INTO features VALUES (?, ?)", rows)
        except (sqlite3.Error, OSError) as error:
            self._note(error)

    def _note(self, error: Exception) -> None:
        log.warning("features in %s can't be used: %s", self.path, error)
        damaged = isinstance(error, sqlite3.DatabaseError)
        if damaged and not isinstance(error, sqlite3.OperationalError):  # locked, full, read-only
            self.path.unlink(missing_ok=True)

    def _open(self) -> sqlite3.Connection:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        database = sqlite3.connect(self.path, timeout=10)
        database.execute("CREATE TABLE IF NOT EXISTS features (key BLOB PRIMARY KEY, value BLOB)")
        return database
