"""What was found in a folder: classes, where the pictures of each lie, and what else is told.

Finding it is the work of `folders`, `layouts` and `packing`; decoding it that of `folders`.
"""

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from metastudio.engine.sections.names import SITTINGS
from metastudio.engine.tasks.benchmarks import PUBLISHED
from metastudio.engine.tasks.images import read_picture
from metastudio.engine.tasks.names import readable

Box = tuple[int, int, int, int]
"""Left, top, right, bottom, in pixels."""
Splits = Mapping[str, Mapping[str, Sequence[str]]]
"""By the name of a split, such as "published": the classes of train, validation and test."""
GROUP = "group"
"""The value of `data.split` that keeps whole groups together."""
FEWEST_GROUPS = 3


@dataclass(frozen=True)
class FolderListing:
    """What lies in a folder: class names, and the picture files of each.

    `groups` names the group of a class where its name does not ("group/class"); `sittings` where
    or when a picture was taken; `boxes` what of a picture counts; `banner` how many rows at its
    lower end do not. `benchmark` is the published data set that this is, by its layout.
    """

    folder: Path
    classes: Mapping[str, Sequence[Any]]
    groups: Mapping[str, str] = field(default_factory=dict)
    sittings: Mapping[Any, str] = field(default_factory=dict)
    splits: Splits = field(default_factory=dict)
    boxes: Mapping[Any, Box] = field(default_factory=dict)
    banner: int = 0
    benchmark: str = ""

    @property
    def pictures(self) -> int:
        """Number of pictures."""
        return sum(len(files) for files in self.classes.values())

    @property
    def offers(self) -> tuple[str, ...]:
        """Values of `data.split` that make sense here; what comes with the data comes first."""
        groups = {self.group(name) for name in self.classes} - {""}
        grouped = (GROUP,) if len(groups) >= FEWEST_GROUPS else ()
        names = sorted(self.splits, key=lambda name: name != PUBLISHED)
        taken = (SITTINGS,) if self._tells_sittings else ()
        return (*names, "random", *grouped, *taken)

    @property
    def _tells_sittings(self) -> bool:
        """Whether of every picture it is known where it was taken, and not all at one place."""
        if len(set(self.sittings.values())) < FEWEST_GROUPS:
            return False
        return all(picture in self.sittings for of in self.classes.values() for picture in of)

    def group(self, name: str) -> str:
        """Return the group of a class, or ""."""
        return self.groups.get(name) or (name.rsplit("/", 1)[0] if "/" in name else "")

    def read(self, picture: Any) -> Image.Image:
        """Return one picture, as much of it as counts; raises `DataError`."""
        image = read_picture(picture)
        if picture in self.boxes:
            left, top, right, bottom = self.boxes[picture]
            right, bottom = min(right, image.width), min(bottom, image.height)
            if left < right and top < bottom:
                return image.crop((left, top, right, bottom))
        if self.banner and image.height > 2 * self.banner:
            return image.crop((0, 0, image.width, image.height - self.banner))
        return image

    def label(self, picture: Any) -> str:
        """Return what a picture is called: its path below the folder."""
        return readable(Path(picture).relative_to(self.folder).as_posix())

    def fingerprint(self) -> str:
        """Change whenever a file is added, removed or altered."""
        digest = hashlib.sha256(os.fsencode(self.folder.resolve()))
        digest.update(repr((self.banner, sorted(self.boxes.items()))).encode("utf-8", "replace"))
        for name, files in self.classes.items():
            digest.update(name.encode("utf-8", "replace"))
            for file in files:
                try:
                    facts = file.stat()
                except OSError:
                    continue  # gone since it was listed: reading it will say so
                digest.update(os.fsencode(file.relative_to(self.folder)))
                digest.update(f"|{facts.st_size}|{facts.st_mtime_ns}".encode())
        return digest.hexdigest()


@dataclass(frozen=True)
class PackedListing(FolderListing):
    """Pictures that came as arrays: `classes` are ranges into one mapped file of them.

    `pixels` is uint8 `(n, H, W)` or `(n, H, W, 3)`; or, where pictures are kept as PNG or JPEG,
    all their bytes after another, with `ends` saying where each ends.
    """

    pixels: NDArray[np.uint8] = field(default_factory=lambda: np.empty(0, np.uint8))
    ends: NDArray[np.int64] | None = None

    def read(self, picture: int) -> Image.Image:
        """Return picture number `picture`."""
        if self.ends is None:
            return Image.fromarray(np.ascontiguousarray(self.pixels[picture]))
        first = int(self.ends[picture - 1]) if picture else 0
        return read_picture(self.pixels[first : int(self.ends[picture])].tobytes(), str(picture))

    def label(self, picture: int) -> str:
        """Return what a picture is called: its number."""
        return str(picture)

    def fingerprint(self) -> str:
        """Change whenever the data set is imported again."""
        facts = (self.folder / "pictures.npy").stat()
        return f"{self.folder.resolve()}|{facts.st_size}|{facts.st_mtime_ns}"
