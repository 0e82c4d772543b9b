"""FewShotClassifier: pictures and labels in, answers out. For the Try page and `classify`.

Always inductive: the answer for a picture does not depend on which others are asked about.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from metastudio.engine.checkpoints import Checkpoint, describe, load_checkpoint
from metastudio.engine.errors import CheckpointError, ConfigError, DataError
from metastudio.engine.events import Answer, CheckpointView, PictureRead, Pictures
from metastudio.engine.tasks.episodes import Labelled
from metastudio.engine.tasks.images import Transform, read_picture, thumbnail, to_float

QUERIES_AT_ONCE = 64


@dataclass(frozen=True)
class Learned:
    """A support set, ready to answer: `support.x (1, n, C, H, W)`."""

    classes: tuple[str, ...]
    support: Labelled


class FewShotClassifier:
    """A checkpoint that learns classes from a few pictures of each."""

    def __init__(self, checkpoint: Checkpoint, device: str = "cpu") -> None:
        if checkpoint.transform is None:
            raise CheckpointError(
                "This checkpoint fits functions, so it has no pictures to classify. Open one that "
                "was trained on pictures."
            )
        self.transform: Transform = checkpoint.transform
        self.view: CheckpointView = describe(checkpoint)
        self._method = checkpoint.method()
        self._device = torch.device(device)
        self._params = {n: value.to(self._device) for n, value in checkpoint.params.items()}
        self._max_ways = self.view.max_ways

    @classmethod
    def load(cls, path: Path, device: str = "cpu") -> "FewShotClassifier":
        """Load a checkpoint or a run's best one; raises `CheckpointError`."""
        return cls(load_checkpoint(path), device)

    def read(self, path: Path) -> PictureRead:
        """Read a picture file as the network will see it; a bad one is told in `problem`."""
        try:
            image = read_picture(path)
        except DataError as error:
            return PictureRead(str(path), None, None, str(error))
        return self._seen(image, str(path))

    def look(self, pixels: Pictures, name: str) -> PictureRead:
        """See a picture that was drawn or pasted, `(h, w, 3)`."""
        return self._seen(Image.fromarray(pixels).convert("RGB"), name)

    def learn(
        self, classes: Sequence[str], pictures: Sequence[Pictures], labels: Sequence[int]
    ) -> Learned:
        """Take a support set: pictures as `PictureRead.seen`, labels as indices into `classes`.

        Raises `ConfigError` where classes are too few, too many for the model, or empty.
        """
        if len(classes) < 2:
            raise ConfigError("There is nothing to tell apart yet. Add a second class.")
        if self._max_ways is not None and len(classes) > self._max_ways:
            raise ConfigError(
                f"This model was trained to tell {self._max_ways} classes apart, but there are "
                f"{len(classes)}. Remove some, or open a ProtoNet checkpoint, which takes any."
            )
        for index, name in enumerate(classes):
            if index not in labels:
                raise ConfigError(f"The class '{name}' has no picture. Add at least one.")
        y = torch.tensor([list(labels)], device=self._device)
        return Learned(tuple(classes), Labelled(self._batch(pictures), y))

    def answer(
        self, learned: Learned, pictures: Sequence[Pictures], files: Sequence[str]
    ) -> list[Answer]:
        """Answer for each picture, after 0, 1, … steps where the method adapts."""
        answers: list[Answer] = []
        for first in range(0, len(pictures), QUERIES_AT_ONCE):
            part = slice(first, first + QUERIES_AT_ONCE)
            scores = self._scores(learned, self._batch(pictures[part]))
            answers += [
                Answer(file, learned.classes, scores[:, i].astype(np.float32))
                for i, file in enumerate(files[part])
            ]
        return answers

    def _scores(self, learned: Learned, x: Tensor) -> np.ndarray:
        """Return probabilities `(steps, queries, classes)`."""
        ways = len(learned.classes)
        steps = [
            logits[0].softmax(-1)
            for logits in self._method.predictions(self._params, learned.support, x, ways)
        ]
        if not self.view.adapts:
            steps = steps[-1:]
        return torch.stack(steps).cpu().numpy()

    def _seen(self, image: Image.Image, name: str) -> PictureRead:
        seen = self.transform.apply(image).transpose(1, 2, 0)
        return PictureRead(name, thumbnail(image), np.ascontiguousarray(seen))

    def _batch(self, pictures: Sequence[Pictures]) -> Tensor:
        stacked = torch.from_numpy(np.stack(pictures)).permute(0, 3, 1, 2)
        return to_float(stacked.contiguous()).unsqueeze(0).to(self._device)
