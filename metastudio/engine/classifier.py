"""FewShotClassifier: pictures and labels in, answers out. For the Try page and `classify`.

Always inductive: the answer for a picture does not depend on which others are asked about.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from metastudio.engine.calibration import Calibration
from metastudio.engine.checkpoints import Checkpoint, describe, load_checkpoint
from metastudio.engine.errors import CheckpointError, ConfigError, DataError
from metastudio.engine.events import Answer, CheckpointView, Explanation, PictureRead, Pictures
from metastudio.engine.explanation import leave_one_out, plane
from metastudio.engine.methods.method import Adapted, Method
from metastudio.engine.novelty import Places, Sight
from metastudio.engine.tasks.episodes import Labelled
from metastudio.engine.tasks.images import (
    Described,
    Ink,
    Transform,
    fingerprint,
    read_described,
    thumbnail,
    to_float,
)
from metastudio.engine.tasks.strokes import strokes_to_places

Strokes = Sequence[Sequence[tuple[float, float, float]]]
"""Of a pen: for each stroke its points, x, y and milliseconds."""
QUERIES_AT_ONCE = 64
ROOM = 512 * 2**20
"""Bytes that the weights of all steps may take together; above it, only some steps are kept."""
IN_THE_PLANE = 600
"""Queries whose place in the plane is computed; more dots could not be told apart."""


@dataclass(frozen=True, eq=False)
class State:
    """The model after one step: what it has learned, and where it sees the support set.

    `features (1, n, F)`.
    """

    adapted: Adapted
    features: Tensor
    places: Places


@dataclass(frozen=True, eq=False)
class Learned:
    """A support set, ready to answer: `support.x (1, n, C, H, W)`.

    `rows` names, for each step from 0, the state that answers for it.
    """

    classes: tuple[str, ...]
    support: Labelled
    states: tuple[State, ...]
    rows: tuple[int, ...]

    @property
    def ways(self) -> int:
        """How many classes there are."""
        return len(self.classes)


class FewShotClassifier:
    """A checkpoint that learns classes from a few pictures of each."""

    def __init__(self, checkpoint: Checkpoint, device: str = "cpu") -> None:
        _refuse_without_pictures(checkpoint)
        self.checkpoint = checkpoint
        self.transform: Transform | None = checkpoint.transform  # None: it reads pen strokes
        self.view: CheckpointView = describe(checkpoint)
        self.calibration = checkpoint.calibration or Calibration()
        self.method: Method = checkpoint.method()
        self.device = torch.device(device)
        self.params = {n: value.to(self.device) for n, value in checkpoint.params.items()}
        self._max_ways = self.view.max_ways

    @classmethod
    def load(cls, path: Path, device: str = "cpu") -> "FewShotClassifier":
        """Load a checkpoint or a run's best one; raises `CheckpointError`."""
        return cls(load_checkpoint(path), device)

    # --- pictures ---------------------------------------------------------------------------------

    def read(
        self, path: Path, ink: Ink = "auto", side: int = 256, strokes: Strokes = ()
    ) -> PictureRead:
        """Read a picture file as the network will see it; a bad one is told in `problem`.

        `ink` says how drawings are drawn, where a person knows better than the picture shows;
        `side` is that of the thumbnail; `strokes` are those of the pen that drew it, if known.
        """
        paper = {"auto": "", "dark": "white", "light": "black"}[ink]
        try:
            described = read_described(path, paper=paper)
        except DataError as error:
            return PictureRead(str(path), None, None, str(error))
        return self._seen(described, str(path), ink, side, strokes)

    def look(
        self, pixels: Pictures, name: str, ink: Ink = "auto", strokes: Strokes = ()
    ) -> PictureRead:
        """See a picture that was drawn or pasted, `(h, w, 3)`, and how its pen went."""
        drawing = Described(Image.fromarray(pixels).convert("RGB"))
        return self._seen(drawing, name, ink, 256, strokes)

    def _seen(
        self, described: Described, name: str, ink: Ink, side: int, strokes: Strokes
    ) -> PictureRead:
        polarity = ""
        if self.transform is None:
            try:
                seen = _places(strokes, name)
            except DataError as error:
                return PictureRead(name, None, None, str(error))
        else:
            seen = self.transform.apply(described.image, ink).transpose(1, 2, 0)
            polarity = self.transform.polarity(described.image) if self.transform.ink else ""
        return PictureRead(
            path=name,
            pixels=thumbnail(described.image, side),
            seen=np.ascontiguousarray(seen),
            ink=polarity,
            transparent=described.transparent,
            animated=described.animated,
            digest=fingerprint(described.image),
        )

    # --- learning and answering -------------------------------------------------------------------

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
        y = torch.tensor([list(labels)], device=self.device)
        support = Labelled(self._batch(pictures), y)
        states, rows = self._states(support, len(classes))
        return Learned(tuple(classes), support, states, rows)

    def answer(
        self, learned: Learned, pictures: Sequence[Pictures], files: Sequence[str]
    ) -> list[Answer]:
        """Answer for each picture, after 0, 1, … steps where the method adapts."""
        answers: list[Answer] = []
        for first in range(0, len(pictures), QUERIES_AT_ONCE):
            part = slice(first, first + QUERIES_AT_ONCE)
            answers += self._answers(learned, self._batch(pictures[part]), files[part])
        return answers

    def explain(
        self,
        learned: Learned,
        pictures: Sequence[Pictures],
        wanted: Callable[[], bool] = lambda: True,
    ) -> Explanation:
        """Lay support, queries and prototypes in a plane, and leave each support picture out once.

        Only the first `IN_THE_PLANE` queries are laid out. `wanted` is asked now and then; once it
        returns False, the rest is left undone.
        """
        parts: list[list[Tensor]] = [[] for _ in learned.states]
        asked = pictures[:IN_THE_PLANE]
        for first in range(0, len(asked), QUERIES_AT_ONCE):
            if not wanted():
                break
            x = self._batch(asked[first : first + QUERIES_AT_ONCE])
            for found, (_, seen) in zip(parts, self._sights(learned, x), strict=True):
                found.append(seen.features[0])
        nothing = learned.states[-1].features[0, :0]
        laid = plane(
            [state.features[0] for state in learned.states],
            [torch.cat(found) if found else nothing for found in parts],
            [state.places.means[0] for state in learned.states],
        )
        left_out, instead = leave_one_out(
            self.method, self.params, learned.support, learned.ways, self.calibration, wanted
        )
        return Explanation(learned.classes, *laid, learned.rows, left_out, instead)

    # --- inside -----------------------------------------------------------------------------------

    def _states(self, support: Labelled, ways: int) -> tuple[tuple[State, ...], tuple[int, ...]]:
        """Adapt, and keep the state after each step, or after some where all would be too much."""
        steps = self.view.steps + 1
        kept: dict[int, State] = {}
        wanted: set[int] | None = {steps - 1} if steps == 1 else None
        last: Adapted | None = None
        for number, adapted in enumerate(self.method.adaptations(self.params, support, ways)):
            last = adapted
            if wanted is None:
                size = sum(value.nbytes for value in adapted.params.values())
                many = min(max(ROOM // max(size, 1), 2), steps)
                wanted = set(np.linspace(0, steps - 1, many).round().astype(int).tolist())
            if self.method.adapts and number in wanted:
                kept[number] = self._state(adapted, support, ways)
        if not self.method.adapts:
            assert last is not None  # a support set has pictures
            kept = {0: self._state(last, support, ways)}
        numbers = np.array(sorted(kept))
        rows = np.abs(np.arange(steps)[:, None] - numbers).argmin(1)
        return tuple(kept[number] for number in numbers.tolist()), tuple(rows.tolist())

    def _state(self, adapted: Adapted, support: Labelled, ways: int) -> State:
        features = self.method.features(self.params, adapted, support.x)
        return State(adapted, features, Places.of(features, support.y, ways))

    def _sights(self, learned: Learned, x: Tensor) -> Iterator[tuple[State, Sight]]:
        """Yield what each state makes of pictures; features that don't adapt are computed once."""
        features: Tensor | None = None
        with torch.no_grad():
            for state in learned.states:
                if features is None or self.method.body_adapts:
                    features = self.method.features(self.params, state.adapted, x)
                logits = self.method.read(state.adapted, features)
                yield state, Sight(features, logits, state.places)

    def _answers(self, learned: Learned, x: Tensor, files: Sequence[str]) -> list[Answer]:
        scores, strange, nearest, distances = [], [], [], []
        for state, seen in self._sights(learned, x):
            scores.append(self.calibration.probabilities(seen.logits)[0])
            strange.append(self.calibration.strangeness(seen))
            nearest.append(torch.cdist(seen.features, state.features)[0].argmin(-1))
            lengths = torch.cdist(seen.features, state.places.means)[0]
            distances.append(lengths / state.places.between)
        rows = list(learned.rows)
        told = [t[0] for t in strange if t is not None]
        arrays = [_numpy(torch.stack(part))[rows] for part in (scores, nearest, distances)]
        strangeness = _numpy(torch.stack(told))[rows] if told else None
        return [
            Answer(
                file,
                learned.classes,
                arrays[0][:, i],
                None if strangeness is None else strangeness[:, i],
                arrays[1][:, i],
                arrays[2][:, i],
            )
            for i, file in enumerate(files)
        ]

    def _batch(self, pictures: Sequence[Pictures]) -> Tensor:
        if self.transform is None:
            return torch.from_numpy(np.stack(pictures)).unsqueeze(0).to(self.device)
        stacked = torch.from_numpy(np.stack(pictures)).permute(0, 3, 1, 2)
        return to_float(stacked.contiguous()).unsqueeze(0).to(self.device)


def _refuse_without_pictures(checkpoint: Checkpoint) -> None:
    if checkpoint.experiment.regression:
        raise CheckpointError(
            "This checkpoint fits functions, so it has no pictures to classify. Open one that was "
            "trained on pictures."
        )
    if checkpoint.transform is None and not checkpoint.reads_strokes:
        raise CheckpointError(
            "This checkpoint tells rows of a table apart, so it has no pictures to classify. Open "
            "one that was trained on pictures."
        )


def _places(strokes: Strokes, name: str) -> Any:
    """Return what a network of pen strokes reads, `(PLACES, VALUES)`; raises `DataError`."""
    if not strokes:
        raise DataError(
            f"{name} is a picture, but this model reads the strokes of a pen. Draw it on the "
            "drawing pad, or load a model that was trained on pictures."
        )
    return strokes_to_places([[(x, y) for x, y, _ in stroke] for stroke in strokes])


def _numpy(values: Tensor) -> np.ndarray:
    found = values.detach().cpu()
    return (found.float() if found.is_floating_point() else found).numpy()
