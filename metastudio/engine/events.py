"""What crosses from the engine to whoever watches: frozen dataclasses of floats, strings and numpy.

No tensor and no Qt here, so that the window, the command line and a test can all read these.
Importing this module imports no torch.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Pictures = NDArray[np.uint8]
Indices = NDArray[np.int64]


# --- training ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Forecast:
    """What a run is expected to take, before it starts. Memory in bytes."""

    memory: int  # peak of the whole process
    available: int  # what the device still has
    fits: bool
    remedies: tuple[str, ...]  # changes that would fit, where it does not
    plan: str  # "chunks of 4 tasks on 2 threads", as far as it is known before measuring


@dataclass(frozen=True)
class Started:
    """Training is about to take its first step. `curve_label` names the x axis of the fan."""

    run: Path
    device: str
    iterations: int
    resumed_from: int
    curve_label: str  # "inner step", "shots per class", "fine-tuning step"
    score_name: str  # "accuracy" or "error" (mean squared error, lower is better)
    message: str  # one sentence: "964 training classes, 5-way 1-shot, 113,088 parameters"
    plan: str = ""  # "chunks of 4 tasks on 2 threads, measured"
    memory: int = 0  # estimated peak of the process, in bytes


@dataclass(frozen=True)
class Stepped:
    """One meta-step: the mean loss of its tasks, and accuracy in 0..1 (error for regression)."""

    iteration: int
    loss: float
    score: float
    seconds: float  # training time since the run's start, pauses and validation left out
    tasks: int  # tasks seen so far, over the whole run
    inner_lr: float
    outer_lr: float
    gradient_norm: float = float("nan")  # length of the outer gradient
    inner_gradient_norm: float = float("nan")  # of the inner loop's, the mean of tasks and steps


@dataclass(frozen=True)
class Validated:
    """Validation on the fixed episodes. Curves have one row a task, one column a point of `x`."""

    iteration: int
    loss: float
    score: float
    ci95: float
    best: bool
    x: Floats  # (points,) inner steps 0..S, shots, or fine-tuning steps
    losses: Floats  # (tasks, points)
    scores: Floats  # (tasks, points)


@dataclass(frozen=True)
class Noticed:
    """Something a person should know, in one sentence; training goes on."""

    message: str


@dataclass(frozen=True)
class Changed:
    """α or β were changed by hand: from the step after `iteration` on."""

    iteration: int
    inner_lr: float
    outer_lr: float
    before: tuple[float, float]  # α and β until then

    def in_words(self) -> str:
        """Say what changed: "α 0.4 → 0.1, β 0.001 → 0.0003"."""
        now = (self.inner_lr, self.outer_lr)
        rates = zip("αβ", self.before, now, strict=True)
        return ", ".join(f"{name} {old:g} → {new:g}" for name, old, new in rates if old != new)


@dataclass(frozen=True)
class Stalled:
    """The disk refuses what the run has to keep. It waits, and goes on once there is room."""

    message: str


@dataclass(frozen=True)
class Ended:
    """The run is over and all is saved. `outcome`: "completed", "finished" (early), "cancelled"."""

    run: Path
    checkpoint: Path | None  # the best one; None when cancelled before the first was saved
    outcome: str
    iterations: int
    seconds: float
    validation: dict[str, float]


@dataclass(frozen=True)
class Failed:
    """The run can't go on. The last good checkpoint, if any, is kept."""

    message: str
    remedy: str
    checkpoint: Path | None = None
    detail: str = ""
    change: dict[str, float] = field(default_factory=dict)  # settings that the remedy would have


TrainingEvent = Started | Stepped | Validated | Changed | Noticed | Stalled | Ended | Failed


# --- data ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class DataCard:
    """One data set of the catalogue, as a card shows it."""

    name: str
    title: str
    about: str
    kind: str  # "pictures" or "functions"
    state: str  # "ready"; "to import"; "to download" where its owner also offers it openly
    how: str  # how it comes: "drawn by MetaStudio", "drop the official archives here"
    licence: str
    citation: str
    classes: int = 0  # 0 where not known before the first load
    pictures: int = 0
    bytes: int = 0
    splits: tuple[str, ...] = ()  # values of data.split; the data set's own one comes first
    removable: bool = False  # imported by the user
    where: str = ""  # where its files lie on this machine, once it is ready
    homepage: str = ""  # what its owner says about it
    tasks: int = 0  # of a table, where its columns are known
    rows: int = 0
    downloads: tuple[str, ...] = ()  # addresses of the owner's files
    download_bytes: int = 0  # of these together, about
    settings: Mapping[str, str | None] = field(default_factory=dict, hash=False)
    """What an experiment on it needs to be told beside its name: a table's columns."""


@dataclass(frozen=True, eq=False)
class CardPictures:
    """What a card shows of a data set: a picture of a few classes, or a few functions."""

    pictures: Pictures = field(default_factory=lambda: np.empty((0, 0, 0, 1), np.uint8))
    ink: bool = False
    curves: tuple[Floats, ...] = ()  # (points, 2) each, from left to right
    joined: bool = True  # whether points are drawn as curves


@dataclass(frozen=True)
class SplitView:
    """The classes of one split, with the names that a person reads."""

    name: str  # "train", "validation", "test"
    classes: tuple[str, ...]
    counts: tuple[int, ...]  # pictures per class
    groups: tuple[str, ...] = ()  # of each class, such as its alphabet; () where there are none
    samples: Mapping[str, Pictures] = field(default_factory=dict, compare=False, repr=False)
    """Pictures of classes of which each split has others; the view's are of all splits."""


@dataclass(frozen=True)
class DatasetView:
    """A loaded data set for the class browser: its splits, and a few pictures of each class."""

    card: DataCard
    splits: tuple[SplitView, ...]
    samples: dict[str, Pictures]  # class name -> (n <= 8, height, width, channels)
    problems: tuple[str, ...] = ()  # files left out, one sentence each
    image_size: int = 0
    channels: int = 0
    ink: bool = False  # drawings: ink is light (1) on dark (0), to be shown dark on light
    rotated: bool = False  # every class is there four times, turned
    unused: SplitView | None = None  # classes that a split file leaves out
    curves: tuple[Floats, ...] = ()  # rows of a few tasks of a table, (rows, 2) each


@dataclass(frozen=True, eq=False)
class Points:
    """The points of one function, or rows of one task of a table, `(n, inputs + 1)` each.

    `names` are those of the inputs and of the target; `whole` is all that there is of the task to
    see, on a curve where it is `joined`.
    """

    names: tuple[str, ...]
    support: Floats
    query: Floats
    whole: Floats
    joined: bool


@dataclass(frozen=True)
class DealtTask:
    """One N-way K-shot episode to look at. Pictures are (n, height, width, channels), uint8.

    For functions `support_pictures` is empty and `support_xy`/`query_xy` hold (n, 2) points.
    """

    classes: tuple[str, ...]
    support_pictures: Pictures
    support_labels: Indices
    query_pictures: Pictures
    query_labels: Indices
    index: int
    split: str
    ink: bool = False
    support_xy: Floats | None = None
    query_xy: Floats | None = None
    seen_support: Pictures | None = None  # what the network reads of them, (n, size, size, C)
    seen_query: Pictures | None = None
    augmented: bool = field(
        default=False, kw_only=True
    )  # whether these two are augmented, as while training
    points: Points | None = None  # of a function, with all its inputs
    position: float | None = None  # where in a stream it lies, 0 to 1


@dataclass(frozen=True)
class Plane:
    """Features in the plane of their two largest variances; `share` of the whole is seen there.

    One row a picture `(n, 2)`; prototypes after each step `(points, ways, 2)`.
    """

    support: Floats
    queries: Floats
    prototypes: Floats
    share: float


def _none() -> Floats:
    return np.empty(0, dtype=np.float32)


@dataclass(frozen=True)
class Inspection:
    """What a model in training makes of one validation task, after each of its steps `x`.

    Pictures have `scores`, the probabilities `(points, queries, ways)`, and a `plane` where the
    method compares with prototypes. Functions of one input have the fitted curves
    `fits (points, n)` over `grid (n,)`, those of several have what is `predicted
    (points, queries)`; both have `errors (points,)`, the mean squares on the queries.
    """

    iteration: int
    task: DealtTask
    x: Floats
    curve_label: str
    scores: Floats = field(default_factory=_none)
    plane: Plane | None = None
    grid: Floats = field(default_factory=_none)
    fits: Floats = field(default_factory=_none)
    predicted: Floats = field(default_factory=_none)
    errors: Floats = field(default_factory=_none)


# --- try-out -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CheckpointView:
    """What the header of a checkpoint says, for the Try page and `doctor`."""

    path: Path
    title: str  # "ProtoNet · Conv4 · Omniglot 5-way 1-shot"
    method: str
    network: str
    data: str
    ways: int
    shots: int
    adapts: bool  # True where a before/after slider makes sense
    steps: int  # largest step of the slider
    max_ways: int | None  # None: any number
    validation: dict[str, float]
    image_size: int
    channels: int
    ink: bool
    strokes: bool = False  # it reads the strokes of a pen in place of pictures
    facts: dict[str, str] = field(default_factory=dict)  # label -> value, for a details panel


@dataclass(frozen=True)
class PictureRead:
    """A picture that was read, or why it was not. Exactly one of `pixels` and `problem` is set."""

    path: str
    pixels: Pictures | None  # (height, width, 3) for the thumbnail, at most 256 px a side
    seen: Pictures | None  # (size, size, channels) what the network sees
    problem: str = ""
    ink: str = ""  # of a drawing: "dark" on light paper, "light" on dark; "" where none is seen
    transparent: bool = False  # parts of it were see-through, and lie on paper now
    animated: bool = False  # only its first frame was taken
    digest: str = ""  # the same for the same picture, whatever its file is called


@dataclass(frozen=True)
class Answer:
    """The answer for one query picture. `scores` has one row a step: (steps + 1, classes), 0..1.

    So have the others. `strangeness` is above 0 where the picture is like none of the classes, and
    None where the model was never calibrated. `nearest` numbers the support picture most like it;
    `distances` are those to the prototypes, in units of the mean distance between two of them.
    """

    file: str
    classes: tuple[str, ...]
    scores: Floats
    strangeness: Floats | None = None
    nearest: Indices | None = None
    distances: Floats | None = None

    def none_of_these(self, step: int = -1) -> bool:
        """Whether the picture is like none of the classes; by default after the last step."""
        if self.strangeness is None:
            return False
        place = len(self.strangeness) - 1 if step < 0 else min(step, len(self.strangeness) - 1)
        return bool(self.strangeness[place] > 0)

    def at(self, step: int) -> Floats:
        """Scores after `step` inner steps (clipped to what there is), summing to one."""
        return np.asarray(self.scores[min(max(step, 0), len(self.scores) - 1)], dtype=np.float32)

    def label(self, step: int = -1) -> str:
        """Name of the likeliest class; by default after the last step."""
        row = self.scores[-1] if step < 0 else self.at(step)
        return self.classes[int(np.argmax(row))]


@dataclass(frozen=True, eq=False)
class Explanation:
    """What lies behind the answers of one support set.

    Places in the plane of two largest variances: `support (states, n, 2)`, `queries (states, m, 2)`
    and `prototypes (states, ways, 2)`, of which `share` is seen; `rows` names the state of each
    step. Of each support picture, left out once: the probability of its own class, `left_out (n,)`
    (NaN where it was not asked), and the class answered `instead (n,)`: its own where it fits, -1
    for none of them, -2 where it was not asked.
    """

    classes: tuple[str, ...]
    support: Floats
    queries: Floats
    prototypes: Floats
    share: float
    rows: tuple[int, ...]
    left_out: Floats
    instead: Indices


def in_bytes(size: int) -> str:
    """Write an amount of memory with two figures and more: "620 MB", "9.4 GB", "21 GB"."""
    if size < 999_500_000:
        return f"{size / 1e6:.0f} MB"
    return f"{size / 1e9:.1f} GB" if size < 9_950_000_000 else f"{size / 1e9:.0f} GB"


def as_json(value: Any) -> Any:
    """Turn an event into plain JSON types: paths to strings, arrays to lists."""
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, np.ndarray | np.generic):
        return value.tolist()
    if isinstance(value, dict):
        return {str(k): as_json(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [as_json(v) for v in value]
    return value
