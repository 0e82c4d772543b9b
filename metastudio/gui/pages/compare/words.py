"""What the Compare page says of runs, in words. No widget here."""

import math
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from metastudio.engine.experiment import METHODS, NETWORKS, Setting, settings
from metastudio.engine.run_index import RunRecord
from metastudio.engine.same_task import differing, fits_functions
from metastudio.gui.language import said, spoken
from metastudio.gui.words import listed, tr

if TYPE_CHECKING:
    from metastudio.gui.pages.compare.marks import Marked


@cache
def _named(text: str, _language: str) -> str:
    return said(text)


def named(text: str) -> str:
    """Return a name in the window's language, quickly, as a table asks for it all the time."""
    return _named(text, spoken())


def title_text(record: RunRecord) -> str:
    """Return a run's title: that which was given, else one of method, data and task."""
    if record.title or not record.settings:
        return record.shown_title
    task = record.task_title
    if record.regression:
        task = tr("{0} points").format(record.settings.get("task.shots", "?"))
    return f"{named(record.method_title)} · {named(record.data_title)} · {task}"


def score_text(record: RunRecord) -> str:
    """Write a run's best validation score with its interval."""
    if math.isnan(record.score):
        return ""
    if record.regression:
        return tr("error {0}").format(f"{record.score:.3g} ± {record.ci95:.2g}")
    return interval_text(record.score, record.ci95)


def interval_text(mean: float, ci95: float, *, regression: bool = False, sign: str = "") -> str:
    """Write an accuracy in per cent, or an error, with half its interval."""
    if regression:
        return f"{mean:{sign}.3g} ± {ci95:.2g}"
    return f"{100 * mean:{sign}.1f} ± {100 * ci95:.1f} %"


def state_text(record: RunRecord) -> str:
    """Say how a run ended, or what is wrong with it."""
    if record.problem:
        return said(record.problem)
    words = {
        "completed": tr("completed"),
        "finished": tr("finished early"),
        "cancelled": tr("cancelled"),
        "training": tr("training now"),
        "interrupted": tr("interrupted"),
    }
    return words.get(record.state, record.state)


def asked_text(data: str, ways: int, shots: int, queries: int) -> str:
    """Name the tasks that models are asked; no `ways` are functions to fit."""
    name = Path(data).name
    if not ways:
        return tr("{0}, {1} points and {2} queries").format(name, shots, queries)
    return tr("{0}, {1}-way {2}-shot with {3} queries a class").format(name, ways, shots, queries)


def duration(seconds: float) -> str:
    """Write a time as "48 s", "3.5 min" or "2.1 h"."""
    if seconds < 100:
        return tr("{0} s").format(f"{seconds:.0f}")
    if seconds < 6000:
        return tr("{0} min").format(f"{seconds / 60:.1f}")
    return tr("{0} h").format(f"{seconds / 3600:.1f}")


def choice_text(setting: Setting, value: Any) -> str:
    """Write the value of a setting as its form does, where it is one of a few."""
    titles = {"method.name": METHODS, "network.name": NETWORKS}.get(setting.path, {})
    if setting.kind != "choice" or value is None:
        return value_text(value)
    return named(titles.get(value, str(value).capitalize()))


def value_text(value: Any) -> str:
    """Write the value of a setting."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, list | tuple):
        return ", ".join(value_text(item) for item in value)
    return str(value)


def labels() -> dict[str, str]:
    """Return the label of every setting by its path."""
    return {setting.path: said(setting.label) for setting in settings()}


def why_not_paired(marked: "Sequence[Marked]") -> str:
    """Say why runs can't be asked the same tasks as they are; "" where they can."""
    if len(marked) < 2:
        return tr("Choose two runs or more.")
    models = [one.record.settings for one in marked]
    functions = [one.letter for one in marked if fits_functions(one.record.settings)]
    if functions and len(functions) < len(models):
        pattern = (
            tr("{0} fits functions, the others tell classes apart: they have no tasks in common.")
            if len(functions) == 1
            else tr(
                "{0} fit functions, the others tell classes apart: they have no tasks in common."
            )
        )
        return pattern.format(listed(functions))
    differs = differing(models)
    if not differs:
        return ""
    names = labels()
    parts = []
    for path, values in differs.items():
        given = [
            f"{value_text(v) or '–'} ({m.letter})" for v, m in zip(values, marked, strict=True)
        ]
        parts.append(f"{names.get(path, path)} {', '.join(given)}")
    return tr("They were trained for different tasks: {0}.").format("; ".join(parts))
