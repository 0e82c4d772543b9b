"""`ImageClasses`: the pictures of a data set as one tensor, ordered by class; splits by class."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch

ROTATIONS = ("rot000", "rot090", "rot180", "rot270")


@dataclass(frozen=True, eq=False)
class ImageClasses:
    """Pictures ordered by class. Class `c` owns the pictures `starts[c]` up to `starts[c + 1]`.

    `images` is uint8 `(pictures, C, H, W)`, `starts` int64 `(classes + 1,)`; `groups` (an
    alphabet, a kind) has one entry a class, `files` one a picture or none at all.
    """

    name: str
    images: torch.Tensor
    starts: torch.Tensor
    names: tuple[str, ...]
    groups: tuple[str, ...] = ()
    files: tuple[str, ...] = ()

    def __len__(self) -> int:
        """Number of classes."""
        return len(self.names)

    @property
    def counts(self) -> torch.Tensor:
        """Pictures of each class, int64 `(classes,)`."""
        return self.starts.diff()

    def labels(self) -> torch.Tensor:
        """Class of each picture, int64 `(pictures,)`."""
        return torch.repeat_interleave(torch.arange(len(self)), self.counts)

    def pictures_of(self, index: int, most: int | None = None) -> torch.Tensor:
        """Pictures of one class, uint8 `(n, C, H, W)`; the first `most` of them."""
        first, last = int(self.starts[index]), int(self.starts[index + 1])
        return self.images[first : last if most is None else min(last, first + most)]

    def subset(self, indices: Sequence[int]) -> "ImageClasses":
        """Return only these classes, in this order."""
        spans = [(int(self.starts[i]), int(self.starts[i + 1])) for i in indices]
        pictures = [torch.arange(first, last) for first, last in spans]
        chosen = torch.cat(pictures) if pictures else torch.empty(0, dtype=torch.int64)
        return replace(
            self,
            images=self.images[chosen],
            starts=_starts([last - first for first, last in spans]),
            names=tuple(self.names[i] for i in indices),
            groups=tuple(self.groups[i] for i in indices) if self.groups else (),
            files=tuple(self.files[i] for i in chosen.tolist()) if self.files else (),
        )

    def rotated(self) -> "ImageClasses":
        """Return four times the classes: each also turned by 90°, 180° and 270° to the left.

        Names gain a last part: `Greek/character01/rot090`.
        """
        order = [i + turn * len(self) for i in range(len(self)) for turn in range(len(ROTATIONS))]
        turned = [torch.rot90(self.images, turn, (2, 3)) for turn in range(len(ROTATIONS))]
        in_blocks = replace(
            self,
            images=torch.cat(turned),
            starts=_starts(self.counts.tolist() * len(ROTATIONS)),
            names=tuple(f"{name}/{rotation}" for rotation in ROTATIONS for name in self.names),
            groups=self.groups * len(ROTATIONS),
            files=self.files * len(ROTATIONS),
        )
        return in_blocks.subset(order)


def gather(
    name: str,
    pictures: Sequence[torch.Tensor],
    names: Sequence[str],
    groups: Sequence[str] = (),
    files: Sequence[str] = (),
) -> ImageClasses:
    """Build `ImageClasses` from one uint8 tensor `(n, C, H, W)` a class."""
    return ImageClasses(
        name=name,
        images=torch.cat(list(pictures)),
        starts=_starts([len(p) for p in pictures]),
        names=tuple(names),
        groups=tuple(groups),
        files=tuple(files),
    )


def _starts(counts: Sequence[int]) -> torch.Tensor:
    return torch.cat([torch.zeros(1, dtype=torch.int64), torch.tensor(counts).cumsum(0).long()])


def split_random(
    names: Sequence[str], seed: int, fractions: tuple[float, float, float]
) -> tuple[list[str], list[str], list[str]]:
    """Deal names into training, validation and test by a seeded shuffle.

    The shuffle starts from the sorted names, so the order on disk does not matter. Each part is
    in sorted order; validation and test have at least one name where there are three.
    """
    ordered = sorted(names)
    shuffled = [ordered[i] for i in np.random.default_rng(seed).permutation(len(ordered))]
    least = 1 if len(ordered) >= 3 else 0
    whole = sum(fractions)
    validation = max(least, round(len(ordered) * fractions[1] / whole))
    test = max(least, round(len(ordered) * fractions[2] / whole))
    train = max(0, len(ordered) - validation - test)
    return (
        sorted(shuffled[:train]),
        sorted(shuffled[train : train + validation]),
        sorted(shuffled[train + validation :]),
    )
