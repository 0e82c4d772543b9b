"""What a report says of runs, gathered from their folders, and the page that it becomes."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

import metastudio
from metastudio.engine.citations import papers
from metastudio.engine.errors import ConfigError
from metastudio.engine.experiment import Experiment, settings
from metastudio.engine.presets import resources
from metastudio.engine.report.charts import Bar, Line, bar_chart, line_chart
from metastudio.engine.run_index import RunRecord
from metastudio.engine.runs import RunFolder
from metastudio.engine.workspace import Workspace, write_atomically

COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442")
"""Okabe and Ito 2008, which colour-blind eyes tell apart."""
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class Figure:
    """A chart with the sentence below it."""

    name: str
    svg: str
    caption: str


@dataclass(frozen=True)
class Report:
    """All that the page shows, in plain values."""

    title: str
    made: str
    runs: list[dict[str, Any]]
    figures: list[Figure]
    settings: list[tuple[str, list[str], bool]]  # label, a value for each run, whether they differ
    citations: list[str]

    def html(self, *, paper: bool = False) -> str:
        """Return the page: with its charts in it, or with their names for who draws on `paper`."""
        import jinja2

        source = (resources() / "report.html").read_text(encoding="utf-8")
        environment = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
        return environment.from_string(source).render(report=self, paper=paper)


def write_report(
    records: Sequence[RunRecord], path: Path, *, title: str = "", colours: Sequence[str] = ()
) -> None:
    """Write a report as one HTML file. Raises `ConfigError` for what is no HTML file.

    A run has the colour of `colours`, else the next that colour-blind eyes tell apart.
    """
    if path.suffix.lower() not in (".html", ".htm"):
        raise ConfigError(f"A report is an .html or .pdf file, but not {path.name}.")
    write_atomically(path, build_report(records, title=title, colours=colours).html())


def build_report(
    records: Sequence[RunRecord], *, title: str = "", colours: Sequence[str] = ()
) -> Report:
    """Gather what a report says of runs. Raises `ConfigError` for none, or more than 26."""
    if not 0 < len(records) <= len(LETTERS):
        raise ConfigError(f"A report tells of 1 to {len(LETTERS)} runs, not of {len(records)}.")
    paint = [*colours, *COLOURS[len(colours) :]] + list(COLOURS) * 4
    marked = [(LETTERS[i], paint[i], record) for i, record in enumerate(records)]
    when = datetime.now().strftime("%Y-%m-%d %H:%M")
    return Report(
        title=title or (records[0].shown_title if len(records) == 1 else "Comparison of runs"),
        made=f"MetaStudio {metastudio.__version__}, {when}",
        runs=[_run(*one) for one in marked],
        figures=_figures(marked),
        settings=_settings(records),
        citations=_citations(records),
    )


_Marked = tuple[str, str, RunRecord]


def _run(letter: str, colour: str, record: RunRecord) -> dict[str, Any]:
    score = "–"
    if record.score == record.score:
        score = f"{100 * record.score:.2f} ± {100 * record.ci95:.2f} %"
        if record.regression:
            score = f"{record.score:.4g} ± {record.ci95:.2g} (mean squared error)"
    try:
        text = (record.folder / "experiment.toml").read_text(encoding="utf-8")
    except (OSError, ValueError):
        text = ""
    return {
        "letter": letter, "colour": colour, "name": record.name, "title": record.shown_title,
        "method": record.method_title, "network": record.network_title,
        "data": record.data_title, "task": record.task_title, "score": score,
        "iterations": f"{record.iterations:,}", "seconds": f"{record.seconds:,.0f} s",
        "state": record.state, "note": record.note, "tags": ", ".join(record.tags),
        "problem": record.problem, "environment": _environment(record.folder), "toml": text,
    }  # fmt: skip


def _environment(folder: Path) -> str:
    try:
        found = json.loads((folder / "environment.json").read_text(encoding="utf-8"))
        packages = ", ".join(f"{name} {version}" for name, version in found["packages"].items())
        return f"Python {found['python']}, {found['platform']}; {packages}"
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return ""


# --- charts ---------------------------------------------------------------------------------------


def _figures(marked: Sequence[_Marked]) -> list[Figure]:
    """Return the charts; accuracies and errors have no axis in common, so each kind has its own."""
    figures: list[Figure] = []
    for regression in (False, True):
        alike = [one for one in marked if one[2].regression == regression]
        if alike:
            figures += _figures_of(alike, regression)
    return figures


def _figures_of(marked: Sequence[_Marked], regression: bool) -> list[Figure]:
    unit, suffix = (1.0, "") if regression else (100.0, " %")
    name = "Error (mean squared)" if regression else "Accuracy"
    kind = "functions" if regression else "classes"
    bars = [
        Bar(letter, colour, unit * record.score, unit * record.ci95)
        for letter, colour, record in marked
        if record.score == record.score
    ]
    losses: list[Line] = []
    scores: list[Line] = []
    curves: list[Line] = []
    for letter, colour, record in marked:
        run = RunFolder(record.folder)
        steps, looks = _lines(run)
        if len(steps):
            losses.append(Line(letter, colour, steps[:, 0], steps[:, 1]))
        if len(looks):
            scores.append(Line(letter, colour, looks[:, 0], unit * looks[:, 1], dots=True))
        found = run.curves()
        if found and len(found["scores"]) and len(found["x"]) > 1:
            values = unit * found["scores"][-1].astype(np.float64)  # (tasks, points)
            half = 1.96 * values.std(axis=0, ddof=1) / max(len(values), 1) ** 0.5
            x = found["x"].astype(np.float64)
            curves.append(Line(letter, colour, x, values.mean(axis=0), half, dots=True))
    figures = []
    if bars:
        figures.append(Figure(f"scores-{kind}", bar_chart(bars, name, suffix),
            f"Best validation {name.lower()} with 95 % intervals. Each run was validated on its "
            "own tasks, and the best of many looks flatters."))  # fmt: skip
    if losses:
        figures.append(Figure(f"loss-{kind}", line_chart(losses, "Iteration", "Meta-loss"),
            "Meta-loss in training."))  # fmt: skip
    if scores:
        figures.append(
            Figure(f"validation-{kind}", line_chart(scores, "Iteration", name, suffix),
                   f"Validation {name.lower()} while training.")
        )  # fmt: skip
    if curves:
        figures.append(
            Figure(f"adaptation-{kind}", line_chart(curves, "Step of adaptation", name, suffix),
                   f"{name} of the validation tasks after each step at the last validation, mean "
                   "and 95 % interval.")
        )  # fmt: skip
    return figures


def _lines(run: RunFolder) -> tuple[Any, Any]:
    """Return `(n, 2)` training iteration and loss, and `(m, 2)` validation iteration and score."""
    steps: list[tuple[float, float]] = []
    looks: list[tuple[float, float]] = []
    for line in run.metrics():
        value = line.get("score" if line.get("validation") else "loss")
        if isinstance(value, int | float):
            rows = looks if line.get("validation") else steps
            rows.append((float(line["iteration"]), float(value)))
    return np.array(steps), np.array(looks)


# --- tables ---------------------------------------------------------------------------------------


def _settings(records: Sequence[RunRecord]) -> list[tuple[str, list[str], bool]]:
    used = [record.used for record in records]
    rows = []
    for setting in settings():
        values = [one.get(setting.path) for one in used]
        if all(value is None for value in values):
            continue
        section = Experiment.model_fields[setting.section].title or setting.section
        label = setting.label if setting.label == section else f"{section}: {setting.label}"
        differs = any(value != values[0] for value in values)
        rows.append((label, ["–" if v is None else _words(v) for v in values], differs))
    return sorted(rows, key=lambda row: not row[2])  # those that differ first


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _citations(records: Sequence[RunRecord]) -> list[str]:
    from metastudio.engine.tasks.catalog import cards

    known = {card.name: card for card in cards(Workspace.default())}
    found = [paper for record in records for paper in papers(record.settings)]
    for record in records:
        card = known.get(str(record.settings.get("data.name", "")))
        if card is not None and card.citation:
            licence = f" Licence: {card.licence}." if card.licence else ""
            found.append(f"Data set {card.title}: {card.citation}.{licence}")
    return list(dict.fromkeys(found))
