"""`ImageClasses`: the pictures of a data set as one tensor, ordered by class; splits by class."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch

from metastudio.engine.tasks.images import to_float

ROTATIONS = ("rot000", "rot090", "rot180", "rot270")


@dataclass(frozen=True, eq=False)
class ImageClasses:
    """Pictures ordered by class. Class `c` owns the pictures `starts[c]` up to `starts[c + 1]`.

    `images` is uint8 `(pictures, C, H, W)`, `starts` int64 `(classes + 1,)`; `groups` (an
    alphabet, a kind) and `origins` (the data set, in a mixture) have one entry a class, `files` and
    `sittings` (where or when it was taken: a smear, a patient) one a picture, or none at all.

    Where a network does not read pictures, `inputs` are what it reads instead, float32
    `(pictures, …)`, and `images` only what a person sees: sequences `(places, values)` of pen
    strokes, rows `(values,)` of a table.
    """

    name: str
    images: torch.Tensor
    starts: torch.Tensor
    names: tuple[str, ...]
    groups: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    sittings: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    inputs: torch.Tensor | None = None

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

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape of what a network reads of one picture."""
        return tuple((self.images if self.inputs is None else self.inputs).shape[1:])

    def seen(self, pictures: torch.Tensor) -> torch.Tensor:
        """Return what a network reads of these pictures, float32 `(n, …)`; pixels from 0 to 1."""
        if self.inputs is not None:
            return self.inputs[pictures]
        return to_float(self.images.index_select(0, pictures))  # faster than by brackets

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
            sittings=tuple(self.sittings[i] for i in chosen.tolist()) if self.sittings else (),
            origins=tuple(self.origins[i] for i in indices) if self.origins else (),
            inputs=None if self.inputs is None else self.inputs[chosen],
        )

    def where(self, wanted: torch.Tensor) -> "ImageClasses":
        """Return only these pictures, bool `(pictures,)`, and the classes that have some."""
        return self._picked(wanted.nonzero().flatten())

    def _picked(self, chosen: torch.Tensor) -> "ImageClasses":
        counts = torch.bincount(self.labels()[chosen], minlength=len(self))
        left = counts.nonzero().flatten().tolist()
        numbers = chosen.tolist()
        return replace(
            self,
            images=self.images[chosen],
            starts=_starts(counts[left].tolist()),
            names=tuple(self.names[i] for i in left),
            groups=tuple(self.groups[i] for i in left) if self.groups else (),
            files=tuple(self.files[i] for i in numbers) if self.files else (),
            sittings=tuple(self.sittings[i] for i in numbers) if self.sittings else (),
            origins=tuple(self.origins[i] for i in left) if self.origins else (),
            inputs=None if self.inputs is None else self.inputs[chosen],
        )

    def rotated(self) -> "ImageClasses":
        """Return four times the classes: each also turned by 90°, 180° and 270° to the left.

        Names gain a last part: `Greek/character01/rot090`.
        """
        assert self.inputs is None  # only pictures can be turned
        order = [i + turn * len(self) for i in range(len(self)) for turn in range(len(ROTATIONS))]
        turned = [torch.rot90(self.images, turn, (2, 3)) for turn in range(len(ROTATIONS))]
        in_blocks = replace(
            self,
            images=torch.cat(turned),
            starts=_starts(self.counts.tolist() * len(ROTATIONS)),
            names=tuple(f"{name}/{rotation}" for rotation in ROTATIONS for name in self.names),
            groups=self.groups * len(ROTATIONS),
            files=self.files * len(ROTATIONS),
            sittings=self.sittings * len(ROTATIONS),
            origins=self.origins * len(ROTATIONS),
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


def mixed(name: str, parts: Mapping[str, ImageClasses]) -> ImageClasses:
    """Return the classes of several data sets as one; class names gain that of their data set.

    Their pictures must be alike in shape.
    """
    sets = list(parts.values())
    keeps_files = all(part.files for part in sets)
    keeps_sittings = all(part.sittings for part in sets)
    return ImageClasses(
        name=name,
        images=torch.cat([part.images for part in sets]),
        starts=_starts([count for part in sets for count in part.counts.tolist()]),
        names=tuple(f"{origin}: {n}" for origin, part in parts.items() for n in part.names),
        # A class without a group is in one of its own.
        groups=tuple(
            f"{origin}: {group}"
            for origin, part in parts.items()
            for group in part.groups or part.names
        ),
        files=tuple(f for part in sets for f in part.files) if keeps_files else (),
        sittings=tuple(
            f"{origin}: {sitting}" for origin, part in parts.items() for sitting in part.sittings
        )
        if keeps_sittings
        else (),
        origins=tuple(origin for origin, part in parts.items() for _ in part.names),
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
