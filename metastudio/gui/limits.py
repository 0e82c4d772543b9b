"""Whether an experiment fits the classes that its data set has, said while a person still types.

The engine checks again, and has the last word, before a run starts.
"""

from dataclasses import dataclass

from metastudio.engine.events import DatasetView, SplitView
from metastudio.engine.experiment import Experiment
from metastudio.engine.sections import METRIC, PRE_TRAINED
from metastudio.engine.sections.names import SITTINGS
from metastudio.gui.language import said
from metastudio.gui.words import tr


@dataclass(frozen=True)
class Misfit:
    """The setting to blame, and a sentence: what is asked, what there is, how to mend it."""

    path: str
    sentence: str


def misfit(experiment: Experiment, view: DatasetView) -> Misfit | None:
    """Return the first thing that the data set can't give, or None where all fits."""
    if experiment.regression or view.card.kind == "functions":
        return None
    if experiment.task.sizes != "fixed":
        return None  # what a task asks for follows from what there is
    return _too_many_ways(experiment, view) or _too_many_pictures(experiment, view)


def _too_many_ways(experiment: Experiment, view: DatasetView) -> Misfit | None:
    task = experiment.task
    training_ways = task.ways
    path = "task.ways"
    if experiment.method.name in METRIC and task.training_ways is not None:
        training_ways, path = task.training_ways, "task.training_ways"
    for split in sorted(view.splits, key=lambda s: len(s.classes)):
        ways, setting = (training_ways, path) if split.name == "train" else (task.ways, "task.ways")
        if split.name == "train" and experiment.method.name in PRE_TRAINED:
            continue  # pre-training takes all classes, however many
        if ways > len(split.classes):
            return Misfit(setting, _ways_sentence(ways, split, said(view.card.title), setting))
    return None


def _too_many_pictures(experiment: Experiment, view: DatasetView) -> Misfit | None:
    task = experiment.task
    needed = task.shots + task.queries
    for split in view.splits:
        if not split.counts or (split.name == "train" and experiment.method.name in PRE_TRAINED):
            continue
        fewest = min(split.counts)
        if needed > fewest:
            path = "task.shots" if task.shots >= fewest else "task.queries"
            return Misfit(path, _pictures_sentence(experiment, split, fewest))
    return None


def _ways_sentence(ways: int, split: SplitView, title: str, path: str) -> str:
    blamed = tr("training ways") if path == "task.training_ways" else tr("ways")
    return tr(
        "{0}-way episodes need {0} classes, but the {1} split of {2} has {3}. Lower {4} to {3}, or "
        "choose another split.",
    ).format(ways, split_name(split.name), title, len(split.classes), blamed)


def _pictures_sentence(experiment: Experiment, split: SplitView, fewest: int) -> str:
    task = experiment.task
    name = split.classes[split.counts.index(fewest)]
    return tr(
        "{0} shots and {1} queries need {2} pictures a class, but '{3}' in the {4} split has {5}. "
        "Lower shots or queries.",
    ).format(
        task.shots, task.queries, task.shots + task.queries, name, split_name(split.name), fewest
    )


def split_name(split: str) -> str:
    """Return the word for a split: "train" to "training"."""
    words = {"train": tr("training"), "validation": tr("validation"), "test": tr("test")}
    return words.get(split, split)


def split_title(split: str) -> str:
    """Return what a way of dividing a data set is called: a value of `data.split`."""
    if split == SITTINGS:
        return tr("Smear, patient or camera")
    return said(split.replace("-", " / ").capitalize())
