"""What a run's history says about its health, in words, with a remedy. No widget here."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from metastudio.engine.events import Failed, Stepped, TrainingEvent, Validated
from metastudio.engine.experiment import Experiment
from metastudio.engine.sections.names import INNER_LOOP, PRE_TRAINED
from metastudio.gui.language import said
from metastudio.gui.words import tr

LATEST = 3  # validations in a row that must agree before something is said
PATIENCE = 8  # validations without a new best before a plateau is considered, and
PATIENT_SHARE = 0.3  # this share of all
STILL = 0.01  # relative change of the training loss that counts as none
RISEN = 1.1  # times its lowest value that the validation loss has risen to


@dataclass(frozen=True)
class Finding:
    """Something that a person should look at. `change` are settings that the remedy would have.

    `finish` says that the remedy is to end the run and keep its best checkpoint.
    """

    kind: str
    title: str
    words: str
    remedy: str
    change: dict[str, float] = field(default_factory=dict)
    finish: bool = False
    tone: str = "warning"


@dataclass(frozen=True)
class Look:
    """One validation in a few numbers. A gain is positive where adapting helps."""

    iteration: int
    loss: float
    score: float
    gain: float
    gain_ci95: float  # half its interval over tasks
    best: bool
    training_loss: float  # mean since the validation before


@dataclass
class Record:
    """What is known of one run; fed with its events."""

    experiment: Experiment
    looks: list[Look] = field(default_factory=list)
    failed: Failed | None = None
    inner_lr: float = math.nan
    outer_lr: float = math.nan
    _losses: list[float] = field(default_factory=list)

    def note(self, event: TrainingEvent) -> None:
        """Take note of what happened."""
        if isinstance(event, Stepped):
            self._losses.append(event.loss)
            self.inner_lr, self.outer_lr = event.inner_lr, event.outer_lr
        elif isinstance(event, Validated):
            self._note_look(event)
        elif isinstance(event, Failed):
            self.failed = event

    def _note_look(self, event: Validated) -> None:
        sign = -1.0 if self.experiment.regression else 1.0
        gains = sign * (event.scores[:, -1] - event.scores[:, 0]).astype(np.float64)
        gains = gains[np.isfinite(gains)]  # a task that exploded is told by the training loss
        spread = float(gains.std(ddof=1)) if len(gains) > 1 else math.inf
        self.looks.append(
            Look(
                event.iteration,
                event.loss,
                event.score,
                float(gains.mean()) if len(gains) else math.nan,
                1.96 * spread / math.sqrt(max(len(gains), 1)),
                event.best,
                float(np.mean(self._losses)) if self._losses else math.nan,
            )
        )
        self._losses.clear()


def findings(record: Record) -> tuple[Finding, ...]:
    """Return everything that is wrong now, the worst first; nothing where all is well."""
    if record.failed is not None:
        found = _failure(record.failed)
        return (found,) if found is not None else ()
    checks: tuple[Callable[[Record], Finding | None], ...] = (_harm, _no_gain, _overfitting)
    found_now = [finding for check in checks if (finding := check(record)) is not None]
    if not found_now and (still := _plateau(record)) is not None:
        found_now.append(still)
    return tuple(found_now)


def _failure(failed: Failed) -> Finding | None:
    if not failed.change:
        return None
    return Finding(
        "not-finite", tr("Loss not finite"), said(failed.message), said(failed.remedy),
        failed.change, tone="bad",
    )  # fmt: skip


def _latest(record: Record) -> Sequence[Look]:
    """Return the latest validations of a method that adapts by α; nothing before there are three.

    With one point on the curve there is no before and after.
    """
    adapts = record.experiment.method.name in (*INNER_LOOP, *PRE_TRAINED)
    return record.looks[-LATEST:] if adapts and len(record.looks) >= LATEST else ()


def _harm(record: Record) -> Finding | None:
    looks = _latest(record)
    if not looks or not all(look.gain + look.gain_ci95 < 0 for look in looks):
        return None
    lower = _rounded(record.inner_lr / 3)
    return Finding(
        "harm",
        tr("Adapting does harm"),
        tr(
            "In the last {0} validations, tasks were worse after adapting to their support than "
            "before. Steps that are too long overshoot: α = {1} is probably too high."
        ).format(LATEST, f"{record.inner_lr:g}"),
        tr("Lower α to {0}.").format(f"{lower:g}"),
        {"method.inner_lr": lower},
    )


def _no_gain(record: Record) -> Finding | None:
    looks = _latest(record)
    if not looks or not all(abs(look.gain) <= look.gain_ci95 for look in looks):
        return None
    higher = min(_rounded(10 * record.inner_lr), 10.0)
    return Finding(
        "no-gain",
        tr("No gain from adapting"),
        tr(
            "In the last {0} validations, tasks were no better after adapting to their support set "
            "than before. With α = {1} the inner loop hardly moves."
        ).format(LATEST, f"{record.inner_lr:g}"),
        tr("Raise α to {0}.").format(f"{higher:g}"),
        {"method.inner_lr": higher},
    )


def _overfitting(record: Record) -> Finding | None:
    """Training gets better while validation gets worse: the U of the validation loss."""
    looks = record.looks
    if len(looks) <= LATEST:
        return None
    lowest = min(range(len(looks)), key=lambda index: looks[index].loss)
    since = looks[lowest + 1 :]
    if len(since) < LATEST or not looks[lowest].loss > 0:
        return None
    risen = all(look.loss > RISEN * looks[lowest].loss for look in since[-LATEST:])
    learning = since[-1].training_loss < looks[lowest].training_loss
    if not risen or not learning:
        return None
    best = max((look.iteration for look in looks if look.best), default=looks[lowest].iteration)
    return Finding(
        "overfitting",
        tr("Overfitting"),
        tr(
            "Since iteration {0} the loss on validation tasks rises while that on training tasks "
            "falls: the model learns its training classes by heart."
        ).format(f"{looks[lowest].iteration:,}"),
        tr(
            "Finish now; the checkpoint of iteration {0} is kept. More classes, or rotations of "
            "them, help a next run."
        ).format(f"{best:,}"),
        finish=True,
    )


def _plateau(record: Record) -> Finding | None:
    looks = record.looks
    best = max((index for index, look in enumerate(looks) if look.best), default=None)
    if best is None or len(looks) - 1 - best < max(PATIENCE, PATIENT_SHARE * len(looks)):
        return None
    half = (len(looks) - best) // 2
    before = float(np.nanmean([look.training_loss for look in looks[best : best + half]]))
    after = float(np.nanmean([look.training_loss for look in looks[-half:]]))
    if not before - after < STILL * abs(before):
        return None
    lower = _rounded(record.outer_lr / 3)
    return Finding(
        "plateau",
        tr("Plateau"),
        tr(
            "The best validation is that of iteration {0}, {1} validations ago, and the training "
            "loss stands still."
        ).format(f"{looks[best].iteration:,}", len(looks) - 1 - best),
        tr("Lower β to {0}, or finish: the best checkpoint is kept.").format(f"{lower:g}"),
        {"training.outer_lr": lower},
        finish=True,
    )


def _rounded(value: float) -> float:
    """Return a rate with one digit, as a person would choose it."""
    return float(f"{value:.0e}")
