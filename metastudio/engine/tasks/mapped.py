"""Decoded pictures that stay on disk: what is looked at is in memory, as long as there is room.

Large data sets are mapped, not read; their splits are files of their own, without a name, which
vanish with the program.
"""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import IO, Any

import numpy as np
import torch
from numpy.typing import NDArray

from metastudio.engine.errors import DataError, WorkspaceError
from metastudio.engine.tasks.classes import ImageClasses
from metastudio.engine.workspace import make_folder

WORTH_MAPPING = 64 * 2**20  # bytes; what is smaller is faster in memory
BLOCK = 2**22


@dataclass(frozen=True, eq=False)
class MappedClasses(ImageClasses):
    """`ImageClasses` whose pictures lie in `file` from byte `offset` on, one after another."""

    file: Path = Path()
    offset: int = 0

    def subset(self, indices: Sequence[int]) -> ImageClasses:
        """Return only these classes, in this order; copied on disk where they are many."""
        bare = ImageClasses.subset(replace(self, images=self.images[:, :0]), indices)
        spans = [(int(self.starts[i]), int(self.starts[i + 1])) for i in indices]
        return self._with_pixels(bare, spans)

    def where(self, wanted: torch.Tensor) -> ImageClasses:
        """Return only these pictures, bool `(pictures,)`; copied on disk where they are many."""
        bare = ImageClasses.where(replace(self, images=self.images[:, :0]), wanted)
        edges = torch.cat([torch.tensor([False]), wanted, torch.tensor([False])]).int().diff()
        firsts, lasts = (edges == 1).nonzero().flatten(), (edges == -1).nonzero().flatten()
        return self._with_pixels(bare, list(zip(firsts.tolist(), lasts.tolist(), strict=True)))

    def _with_pixels(self, bare: ImageClasses, spans: Sequence[tuple[int, int]]) -> ImageClasses:
        """Give `bare` the pictures that lie in these spans of the file."""
        shape = (sum(last - first for first, last in spans), *self.images.shape[1:])
        one = int(np.prod(shape[1:]))
        if shape[0] * one < WORTH_MAPPING:
            pieces = [self.images[first:last] for first, last in spans]
            pixels = torch.cat(pieces) if pieces else self.images[:0]
            return replace(plain(bare), images=pixels)
        with self.file.open("rb") as source, scratch(self.file.parent) as out:
            for first, last in spans:
                source.seek(self.offset + first * one)
                left = (last - first) * one
                while left:
                    block = source.read(min(left, BLOCK))
                    out.write(block)
                    left -= len(block)
            out.flush()
            mapped = np.memmap(out, np.uint8, "c", 0, shape)
        return replace(plain(bare), images=torch.from_numpy(mapped))

    def rotated(self) -> ImageClasses:
        """Return four times the classes, in memory."""
        return plain(self).rotated()


def plain(classes: ImageClasses) -> ImageClasses:
    """Return the same classes, whose pictures are no longer known to lie in a file."""
    return ImageClasses(**{f.name: getattr(classes, f.name) for f in fields(ImageClasses)})


@contextmanager
def scratch(folder: Path) -> Iterator[IO[bytes]]:
    """A file without a name in `folder`, or among the system's where that can't be written.

    Raises `DataError` where the disk is full.
    """
    try:
        file: Any = tempfile.TemporaryFile(dir=make_folder(folder))  # noqa: SIM115
    except (OSError, WorkspaceError):
        file = tempfile.TemporaryFile()  # noqa: SIM115
    with file:
        try:
            yield file
        except OSError as error:
            raise refused_write(error) from None


def refused_write(error: OSError) -> DataError:
    """Return the error for decoded pictures that can't be written."""
    return DataError(
        f"The decoded pictures can't be stored ({error.strerror or error}). Free some space, or "
        "choose another workspace with METASTUDIO_HOME; nothing was changed."
    )


class ArrayWriter:
    """Writes pictures one by one into an npy file whose number of pictures is known at the end."""

    def __init__(self, file: IO[bytes], shape: tuple[int, ...]) -> None:
        self._file, self._shape, self.count = file, shape, 0
        self._head(2**40)  # leaves room for every number
        self._start = file.tell()

    def write(self, pixels: NDArray[np.uint8]) -> None:
        """Append one picture."""
        self._file.write(np.ascontiguousarray(pixels).data)
        self.count += 1

    def finish(self) -> tuple[int, tuple[int, ...]]:
        """Write how many there are; returns where they begin, and the shape of them all."""
        self._file.seek(0)
        self._head(self.count)
        if self._file.tell() != self._start:
            raise AssertionError("the head of the npy file has moved")
        self._file.flush()
        return self._start, (self.count, *self._shape)

    def _head(self, count: int) -> None:
        facts = {"descr": "|u1", "fortran_order": False, "shape": (count, *self._shape)}
        np.lib.format.write_array_header_1_0(self._file, facts)
