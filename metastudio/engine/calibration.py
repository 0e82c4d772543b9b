"""How far a model's confidence can be believed, and when it should say "none of these".

A temperature makes confidence agree with how often an answer is right (Guo et al. 2017, "On
Calibration of Modern Neural Networks"); a threshold on a novelty score tells pictures of classes
that the support set lacks. Both are fitted on validation episodes once training is over.
"""

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import torch
import torch.nn.functional as F
from torch import Tensor

from metastudio.engine.devices import choose_device
from metastudio.engine.errors import ConfigError
from metastudio.engine.novelty import SCORES, Places, Sight, novelty, usual_variance
from metastudio.engine.plan import TASKS_READ, usual_plan
from metastudio.engine.sections import TaskSettings
from metastudio.engine.tasks.episodes import Episode, EpisodeSampler, Labelled
from metastudio.engine.tasks.sources import PictureSource, Source

if TYPE_CHECKING:
    from metastudio.engine.checkpoints import Checkpoint

MOST_TASKS = 100
"""Episodes enough for one temperature and one threshold, and few enough to take seconds."""
TASKS_AT_ONCE = 20
"""Bounds the memory of the pictures."""
BINS = 15
"""Of equal width, as Guo et al. count the expected calibration error."""
TURNED_AWAY = 0.025
"""The largest share of known validation queries that may be answered with "none of these"."""
EXAMPLES_GIVEN = (1, 3, 5)
"""Examples a class, as people give them, at which there is a threshold: the more there are, the
further from their mean a picture may lie."""
WORTH_CHOOSING = 0.005
"""How much better in AUROC a later novelty score must be to be preferred to an earlier one."""
COLDEST, HOTTEST = 0.02, 50.0


@dataclass(frozen=True)
class Calibration:
    """What is kept in a checkpoint's header.

    `thresholds` are those at a number of examples a class; there is none where validation had no
    class to spare that could play the foreigner. `variance` is the usual one within a class.
    `quality` tells how well it did on the episodes that it was fitted on.
    """

    temperature: float = 1.0
    score: str = "distance"
    thresholds: Mapping[int, float] = field(default_factory=dict)
    variance: float = 1.0
    quality: dict[str, float] = field(default_factory=dict)

    def probabilities(self, logits: Tensor) -> Tensor:
        """Return calibrated probabilities of logits `(…, ways)`."""
        return (logits / self.temperature).softmax(-1)

    def strangeness(self, seen: Sight) -> Tensor | None:
        """Return how far each picture is beyond the threshold, `(tasks, n)`: above 0, none fits."""
        if not self.thresholds:
            return None
        examples = seen.places.counts.mean(-1, keepdim=True)
        return novelty(self.score, seen, self.variance) - self._threshold(examples)

    def _threshold(self, examples: Tensor) -> Tensor:
        """Return the threshold at so many examples: on lines between the fitted ones, flat beyond.

        Written as a sum, so that it can be part of a graph.
        """
        fitted = sorted(self.thresholds.items())
        value = torch.full_like(examples, fitted[0][1])
        for (few, low), (many, high) in itertools.pairwise(fitted):
            value = value + (high - low) * ((examples - few) / (many - few)).clamp(0, 1)
        return value

    def to_dict(self) -> dict[str, Any]:
        """Return plain values for the header."""
        return {
            "temperature": self.temperature,
            "score": self.score,
            "thresholds": {str(shots): value for shots, value in self.thresholds.items()},
            "variance": self.variance,
            "quality": self.quality,
        }

    @classmethod
    def from_dict(cls, raw: Mapping[str, Any]) -> "Calibration":
        """Read back what `to_dict` wrote; raises `ValueError` for a score of another version."""
        if raw["score"] not in SCORES:
            raise ValueError(f"there is no novelty score '{raw['score']}'")
        thresholds = raw.get("thresholds")
        if thresholds is None:  # earlier checkpoints have one for any number of examples
            thresholds = {} if raw["threshold"] is None else {"1": raw["threshold"]}
        quality = {name: float(value) for name, value in dict(raw["quality"]).items()}
        return cls(
            temperature=float(raw["temperature"]),
            score=str(raw["score"]),
            thresholds={int(shots): float(value) for shots, value in dict(thresholds).items()},
            variance=float(raw["variance"]),
            quality=quality,
        )


@dataclass(frozen=True)
class Reliability:
    """How often answers of a confidence were right: one entry for each of the bins from 0 to 1.

    `confidence` and `accuracy` are means over a bin's `counts` queries, 0 where it is empty.
    """

    counts: tuple[int, ...]
    confidence: tuple[float, ...]
    accuracy: tuple[float, ...]

    @classmethod
    def of(cls, probabilities: Tensor, y: Tensor) -> "Reliability":
        """Of probabilities `(n, ways)` and labels `(n,)`."""
        confidence, answer = probabilities.double().max(-1)
        right = (answer == y).double()
        bins = (confidence * BINS).long().clamp(0, BINS - 1)
        counts = torch.bincount(bins, minlength=BINS)
        mean = [
            torch.zeros(BINS, dtype=torch.float64).index_add_(0, bins, values) / counts.clamp_min(1)
            for values in (confidence, right)
        ]
        return cls(tuple(counts.tolist()), tuple(mean[0].tolist()), tuple(mean[1].tolist()))

    @property
    def error(self) -> float:
        """The expected calibration error, 0..1."""
        bins = zip(self.counts, self.confidence, self.accuracy, strict=True)
        gaps = sum(count * abs(confidence - right) for count, confidence, right in bins)
        return gaps / max(sum(self.counts), 1)


@dataclass(frozen=True)
class Assessment:
    """How well a checkpoint's calibration does on the episodes of a split.

    `before` is that of plain probabilities. Of the novelty score: `auroc`, as foreign queries are
    told from known ones; the share of known queries `kept` and of foreign ones `told`. None where
    there is nothing to tell by.
    """

    episodes: int
    before: Reliability
    after: Reliability
    auroc: float | None
    kept: float | None
    told: float | None

    def to_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        return {
            "episodes": self.episodes,
            "ece_before": self.before.error,
            "ece": self.after.error,
            "auroc": self.auroc,
            "known_kept": self.kept,
            "foreign_told": self.told,
            "bins": [
                {"queries": count, "confidence": confidence, "accuracy": right}
                for count, confidence, right in zip(
                    self.after.counts, self.after.confidence, self.after.accuracy, strict=True
                )
            ],
        }


def fit(checkpoint: "Checkpoint", source: Source, tasks: int | None = None) -> Calibration | None:
    """Fit temperature, novelty score and thresholds on validation episodes; None for functions.

    As many queries of foreign classes are asked as of known ones, where the split has the classes.
    For the thresholds, tasks with other numbers of examples are asked as well.
    """
    if not isinstance(source, PictureSource):
        return None
    training = checkpoint.experiment.training
    count = tasks or min(training.validation_tasks, MOST_TASKS)
    asked = _ask(checkpoint, source, "validation", count, training.seed)
    if not bool(torch.isfinite(asked.logits).all()):
        return None  # there is no confidence to make sense of
    calibration = Calibration(fit_temperature(asked.logits, asked.y), variance=asked.variance)
    quality = {
        "ece_before": Reliability.of(asked.logits.softmax(-1), asked.y).error,
        "ece": Reliability.of(calibration.probabilities(asked.logits), asked.y).error,
    }
    if not asked.has_foreigners:
        return replace(calibration, quality=quality)
    name, value = _best_score(asked)
    thresholds = {checkpoint.experiment.task.shots: asked}
    for shots in set(EXAMPLES_GIVEN) - set(thresholds):
        task = checkpoint.experiment.task.model_copy(update={"shots": shots})
        if _ways(source, "validation", task)[1]:  # there are pictures enough
            experiment = checkpoint.experiment.changed({"task.shots": shots})
            other = replace(checkpoint, experiment=experiment)
            thresholds[shots] = _ask(other, source, "validation", count, training.seed)
    return replace(
        calibration,
        score=name,
        thresholds={
            shots: fit_threshold(*each.novelty(name, asked.variance))
            for shots, each in sorted(thresholds.items())
        },
        quality={**quality, "auroc": value},
    )


def assess(
    checkpoint: "Checkpoint",
    source: Source,
    *,
    split: str = "test",
    episodes: int = MOST_TASKS,
    seed: int = 0,
) -> Assessment | None:
    """Say how well a checkpoint's calibration does on a split; None for functions."""
    if not isinstance(source, PictureSource):
        return None
    asked = _ask(checkpoint, source, split, episodes, seed)
    calibration = checkpoint.calibration or Calibration()
    value = kept = told = None
    if checkpoint.calibration is not None and asked.has_foreigners:
        known, foreign = asked.novelty(calibration.score, calibration.variance)
        value = auroc(known, foreign)
        strange = asked.strangeness(calibration)
        if strange is not None:
            kept = float((strange[0] <= 0).double().mean())
            told = float((strange[1] > 0).double().mean())
    return Assessment(
        episodes=episodes,
        before=Reliability.of(asked.logits.softmax(-1), asked.y),
        after=Reliability.of(calibration.probabilities(asked.logits), asked.y),
        auroc=value,
        kept=kept,
        told=told,
    )


# --- the numbers ----------------------------------------------------------------------------------


def fit_temperature(logits: Tensor, y: Tensor) -> float:
    """Return the temperature of least cross-entropy for logits `(n, ways)` and labels `(n,)`.

    The derivative in 1/T only grows, so its root is found by halving. Labels are softened by one
    imaginary wrong answer: a model without a mistake on these few would else be sure for ever.
    """
    z = logits.double()
    soft = 1 / (len(z) + 2)
    target = F.one_hot(y, z.shape[-1]).double() * (1 - soft) + soft / z.shape[-1]
    low, high = math.log(1 / HOTTEST), math.log(1 / COLDEST)
    for _ in range(50):
        middle = (low + high) / 2
        slope = (((z * math.exp(middle)).softmax(-1) - target) * z).sum(-1).mean()
        low, high = (middle, high) if slope < 0 else (low, middle)
    return math.exp(-(low + high) / 2)


def auroc(known: Tensor, foreign: Tensor) -> float:
    """Return the probability that a foreign query scores higher than a known one, ties by half."""
    ordered = known.double().sort().values
    scores = foreign.double()
    below = torch.searchsorted(ordered, scores, side="left")
    not_above = torch.searchsorted(ordered, scores, side="right")
    return float((below + not_above).double().mean() / 2 / max(len(ordered), 1))


def fit_threshold(known: Tensor, foreign: Tensor) -> float:
    """Return what parts the two best, but turns no more than `TURNED_AWAY` of the known away."""
    lenient = float(known.double().quantile(1 - TURNED_AWAY))
    places = torch.cat([known, foreign]).double().sort().values
    kept = torch.searchsorted(known.double().sort().values, places, side="right") / len(known)
    missed = torch.searchsorted(foreign.double().sort().values, places, side="right")
    best = float(places[int((kept - missed / len(foreign)).argmax())])
    return max(lenient, best)


def _best_score(asked: "_Asked") -> tuple[str, float]:
    values = {name: auroc(*asked.novelty(name, asked.variance)) for name in SCORES}
    best, best_value = next(iter(values.items()))
    for name, value in values.items():
        if value > best_value + WORTH_CHOOSING:
            best, best_value = name, value
    return best, best_value


# --- asking -------------------------------------------------------------------------------------


class _Asked:
    """What a model made of the queries of some tasks; a label beyond the ways is foreign."""

    def __init__(self, sights: Sequence[Sight], labels: Sequence[Tensor]) -> None:
        self._sights, self._labels = sights, labels
        self._is_known = [
            y < seen.places.means.shape[1] for seen, y in zip(sights, labels, strict=True)
        ]
        self.logits = self._of_known([seen.logits for seen in sights])  # (n, ways)
        self.y = self._of_known(labels)
        self.variance = usual_variance(sights, labels)
        self.has_foreigners = len(self.y) < sum(y.numel() for y in labels)

    def novelty(self, name: str, variance: float) -> tuple[Tensor, Tensor]:
        """Return the scores of known and of foreign queries."""
        return self._parted([novelty(name, seen, variance) for seen in self._sights])

    def strangeness(self, calibration: Calibration) -> tuple[Tensor, Tensor] | None:
        """Return that of known and of foreign queries; None where there is nothing to tell by."""
        strange = [calibration.strangeness(seen) for seen in self._sights]
        told = [each for each in strange if each is not None]
        return self._parted(told) if told else None

    def _parted(self, scores: Sequence[Tensor]) -> tuple[Tensor, Tensor]:
        pairs = zip(scores, self._is_known, strict=True)
        return self._of_known(scores), torch.cat([score[~is_known] for score, is_known in pairs])

    def _of_known(self, values: Sequence[Tensor]) -> Tensor:
        pairs = zip(values, self._is_known, strict=True)
        return torch.cat([value[is_known] for value, is_known in pairs])


def _ask(
    checkpoint: "Checkpoint", source: PictureSource, split: str, count: int, seed: int
) -> _Asked:
    """Ask a model, inductively and after its last step, about known and foreign queries."""
    e, method = checkpoint.experiment, checkpoint.method()
    device = choose_device(e.training.device)
    params = {name: value.to(device) for name, value in checkpoint.params.items()}
    ways, foreign = _ways(source, split, e.task)
    sampler = _sampler(source, split, e.task, ways + foreign, seed)
    sights: list[Sight] = []
    labels: list[Tensor] = []
    plan = usual_plan(method, device, TASKS_AT_ONCE, TASKS_READ)
    for episode in _episodes(sampler, ways, count):
        for chunk in plan.chunks(episode):
            assert isinstance(chunk, Episode)
            support, query = chunk.support.to(device), chunk.query.to(device)
            adapted = method.adapt(params, support, ways)
            with torch.no_grad():
                features = method.features(params, adapted, query.x)
                logits = method.read(adapted, features)
                places = Places.seen(method, params, adapted, support, ways)
                sights.append(Sight(features, logits, places))
            labels.append(query.y)
    return _Asked(sights, labels)


def _ways(source: PictureSource, split: str, task: TaskSettings) -> tuple[int, int]:
    """Return how many classes a task knows and how many are foreign to it.

    As many of each where the split has them; else what is left, one class less being known rather
    than none being foreign.
    """
    for ways in (task.ways, task.ways - 1):
        for foreign in range(ways, 0, -1):
            if ways >= 2 and _deals(source, split, task, ways + foreign):
                return ways, foreign
    return task.ways, 0


def _deals(source: PictureSource, split: str, task: TaskSettings, ways: int) -> bool:
    try:
        _sampler(source, split, task, ways, 0)
    except ConfigError:  # the split has too few classes: the answer to the question
        return False
    return True


def _sampler(
    source: PictureSource, split: str, task: TaskSettings, ways: int, seed: int
) -> EpisodeSampler:
    # Tasks of one size, whatever the model was trained on: the first `ways` classes are known.
    sampler = source.sampler(split, task.model_copy(update={"ways": ways, "sizes": "fixed"}), seed)
    assert isinstance(sampler, EpisodeSampler)
    return sampler


def _episodes(sampler: EpisodeSampler, ways: int, count: int) -> Iterator[Episode]:
    """Deal tasks whose first `ways` classes have support pictures; the others are only asked."""
    for first in range(0, count, TASKS_AT_ONCE):
        whole = sampler.draw(first, min(TASKS_AT_ONCE, count - first))
        n = ways * sampler.shots  # class after class
        support = Labelled(whole.support.x[:, :n], whole.support.y[:, :n])
        yield Episode(support, whole.query, ways)
