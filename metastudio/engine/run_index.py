"""All runs of a workspace at a glance: read once, kept in a file, read again where they changed.

Thousands of runs are listed in well under a second: of a run that has not changed, only the times
of its files are looked at. Importing this module imports no torch.
"""

import json
import math
import os
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import metastudio
from metastudio.engine.errors import WorkspaceError
from metastudio.engine.experiment import (
    BUILT_IN_DATA,
    METHODS,
    NETWORKS,
    Experiment,
    in_use,
)
from metastudio.engine.run_labels import LABELS, NOTES, Labels, read_labels
from metastudio.engine.run_settings import EXPERIMENT, read_settings
from metastudio.engine.runs import RESUME_POINT, RunFolder
from metastudio.engine.sections.names import deals_functions
from metastudio.engine.workspace import write_atomically

INDEX = ".index.jsonl"
STILL = 120.0
"""Seconds without a new line after which a run without an end is taken to be interrupted."""
TAIL = 1 << 18
"""Bytes at the end of the metrics in which the best validation of an unfinished run is sought."""
SUMMARY, METRICS = "summary.json", "metrics.jsonl"
BEST, LAST = "checkpoints/best.safetensors", "checkpoints/last.safetensors"
WATCHED = (EXPERIMENT, SUMMARY, METRICS, LABELS, NOTES, BEST, LAST, RESUME_POINT)
_HEADER = {"format": 1, "version": metastudio.__version__}
_Look = dict[str, tuple[int, int]]
"""Of each file that is there, the time of its last change in nanoseconds, and its size."""
SIGNS = (SUMMARY, METRICS, BEST, LAST)
"""Files that tell a damaged run from a folder that is none, or that is only being made."""


@dataclass(frozen=True)
class RunRecord:
    """What a list of runs says of one. `settings` has every setting by its dotted path.

    `score` and `ci95` are those of the best validation, nan where there was none. `problem` says
    in a sentence why the run can't be used; its settings are then as far as they were understood.
    """

    folder: Path
    began: float  # seconds since 1970
    settings: dict[str, Any] = field(default_factory=dict)
    score: float = float("nan")
    ci95: float = float("nan")
    iterations: int = 0
    seconds: float = 0.0
    outcome: str = ""  # "completed", "finished", "cancelled"; "" where it has no end
    touched: float = 0.0  # when its last line was written
    title: str = ""  # given by a person
    star: bool = False
    tags: tuple[str, ...] = ()
    note: str = ""
    best: bool = False  # whether the checkpoint is there
    last: bool = False
    resumable: bool = False
    problem: str = ""

    @property
    def name(self) -> str:
        """The folder's name."""
        return self.folder.name

    @property
    def regression(self) -> bool:
        """Whether it fits functions: its score is an error then."""
        kind = self.settings.get("data.target_kind", "value")
        return deals_functions(str(self.settings.get("data.name", "")), str(kind))

    @property
    def score_name(self) -> str:
        """What the score is: "accuracy", or "error" where lower is better."""
        return "error" if self.regression else "accuracy"

    @property
    def state(self) -> str:
        """Its outcome, or "training" or "interrupted" where it has none."""
        if self.outcome:
            return self.outcome
        return "training" if time.time() - self.touched < STILL else "interrupted"

    @property
    def exhausted(self) -> bool:
        """Whether nothing of it is left to run: its iterations are done, or its time is up."""
        limit = self.settings.get("training.max_seconds") or math.inf
        return self.outcome == "completed" or bool(self.outcome and self.seconds >= limit)

    @property
    def checkpoint(self) -> Path | None:
        """The best checkpoint that is there, else the last."""
        run = RunFolder(self.folder)
        return run.best if self.best else run.last if self.last else None

    @property
    def experiment(self) -> Experiment:
        """Its settings, read anew; raises `ConfigError`."""
        return RunFolder(self.folder).experiment

    @property
    def labels(self) -> Labels:
        """What a person says about it."""
        return Labels(self.title, self.star, self.tags, self.note)

    @property
    def method_title(self) -> str:
        """The method as people write it."""
        name = self.settings.get("method.name", "")
        return METHODS.get(name, str(name))

    @property
    def network_title(self) -> str:
        """The network as people write it."""
        name = self.settings.get("network.name", "")
        return NETWORKS.get(name, str(name))

    @property
    def used(self) -> dict[str, Any]:
        """The settings that its method and network make use of, by path."""
        return in_use(self.settings)

    @property
    def data_title(self) -> str:
        """The data set, without the path of a folder."""
        name = Path(str(self.settings.get("data.name", ""))).name
        return name.replace("-", " ").capitalize() if name in BUILT_IN_DATA else name

    @property
    def task_title(self) -> str:
        """ "5-way 1-shot", or the points that a function is learned from."""
        shots = self.settings.get("task.shots", "?")
        if self.regression:
            return f"{shots} points"
        return f"{self.settings.get('task.ways', '?')}-way {shots}-shot"

    @property
    def shown_title(self) -> str:
        """The title that was given, else one of method, data and task."""
        if self.title or not self.settings:
            return self.title or self.name
        return f"{self.method_title} · {self.data_title} · {self.task_title}"

    @cached_property
    def words(self) -> str:
        """All words by which it is found, in small letters."""
        parts = (
            self.shown_title, self.name, self.method_title, self.data_title, self.network_title,
            self.task_title, self.note, *self.tags, self.outcome,
        )  # fmt: skip
        return " ".join(parts).lower()

    def to_dict(self) -> dict[str, Any]:
        """Return plain values for JSON, with the keys of `summary.json` where it has them."""
        numbers = {"score": self.score, "ci95": self.ci95}
        checkpoint = self.checkpoint
        return {
            "run": str(self.folder),
            "title": self.title,
            "began": datetime.fromtimestamp(self.began).isoformat(timespec="seconds"),
            **{key: self.settings.get(f"{key}.name") for key in ("method", "network", "data")},
            **{key: self.settings.get(f"task.{key}") for key in ("ways", "shots")},
            "iterations": self.iterations,
            "seconds": self.seconds,
            "validation": {k: v for k, v in numbers.items() if not math.isnan(v)},
            "score_name": self.score_name,
            "outcome": self.state,
            "checkpoint": str(checkpoint) if checkpoint else None,
            "star": self.star,
            "tags": list(self.tags),
            "note": self.note,
            "problem": self.problem,
        }


class RunIndex:
    """The runs of one folder. `refresh` may be called from any one thread at a time."""

    def __init__(self, runs: Path) -> None:
        self._runs = runs
        self._known: dict[str, tuple[list[int], RunRecord]] | None = None

    def refresh(self, budget: float = float("inf")) -> tuple[list[RunRecord], bool]:
        """Return the runs, the newest first, and whether all that changed could be read.

        After `budget` seconds of reading, the looking aside, the rest waits for the next call, the
        oldest last, so that a list can show what there is.
        """
        known = self._load() if self._known is None else self._known
        spent, complete, changed = 0.0, True, False
        found: dict[str, tuple[list[int], RunRecord]] = {}
        stem = str(self._runs) + os.sep
        for name in sorted(self._folders(), reverse=True):
            look = _look(stem + name)
            if look is None:
                continue
            signature = _mark(look)
            if name in known and known[name][0] == signature:
                found[name] = known[name]
            elif spent < budget:
                begin = time.monotonic()
                found[name] = (signature, _read(self._runs / name, look))
                spent, changed = spent + time.monotonic() - begin, True
            else:
                complete = False
                if name in known:  # better what it was than nothing
                    found[name] = ([], known[name][1])
        changed = changed or found.keys() != known.keys()
        self._known = found
        if complete and changed:
            self._save()
        records = [record for _, record in found.values()]
        return sorted(records, key=lambda r: (r.began, r.name), reverse=True), complete

    def _folders(self) -> list[str]:
        try:
            with os.scandir(self._runs) as entries:
                return [e.name for e in entries if not e.name.startswith(".") and e.is_dir()]
        except OSError:
            return []

    def _load(self) -> dict[str, tuple[list[int], RunRecord]]:
        """Read what was kept; whatever is wrong with it, the runs themselves are there.

        It is a line a run, so that no other thread waits long for this one.
        """
        found: dict[str, tuple[list[int], RunRecord]] = {}
        try:
            with (self._runs / INDEX).open(encoding="utf-8") as file:
                if json.loads(next(file)) != _HEADER:
                    return {}
                for line in file:
                    name, mark, raw = json.loads(line)
                    found[name] = (mark, _from_dict(self._runs / name, raw))
        except (OSError, ValueError, KeyError, TypeError, StopIteration):
            return found
        return found

    def _save(self) -> None:
        assert self._known is not None
        lines = [json.dumps(_HEADER)]
        for name, (mark, record) in self._known.items():
            lines.append(json.dumps([name, mark, _to_dict(record)]))
        try:
            write_atomically(self._runs / INDEX, "\n".join(lines) + "\n")
        except WorkspaceError:
            return  # a folder that is only lent for reading; the next start reads all again


def read_record(folder: Path) -> RunRecord | None:
    """Read one run, however damaged it is; None for a folder that is no run."""
    look = _look(str(folder))
    return None if look is None else _read(folder, look)


def _read(folder: Path, look: _Look) -> RunRecord:
    values, problem = read_settings(folder)
    labels = read_labels(folder) if LABELS in look or NOTES in look else Labels()
    written = max(_time(look, METRICS), _time(look, RESUME_POINT))
    # Where something was written after the summary, the run was resumed since.
    over = SUMMARY in look and written <= _time(look, SUMMARY) + 1
    facts = _ending(folder) if over else {}
    return RunRecord(
        folder=folder,
        began=_began(folder, look),
        settings=values,
        touched=written,
        title=labels.title,
        star=labels.star,
        tags=labels.tags,
        note=labels.note,
        best=BEST in look,
        last=LAST in look,
        resumable=RESUME_POINT in look,
        problem=problem,
        **(facts or _tail(folder / METRICS)),
    )


def _ending(folder: Path) -> dict[str, Any]:
    """Return what `summary.json` says; nothing where it is damaged."""
    summary = RunFolder(folder).summary()
    if not summary:
        return {}
    validation = summary.get("validation")
    scores = validation if isinstance(validation, Mapping) else {}
    return {
        "iterations": int(_number(summary.get("iterations"), 0)),
        "seconds": _number(summary.get("seconds"), 0),
        "outcome": str(summary.get("outcome", "")),
        **{key: _number(scores.get(key)) for key in ("score", "ci95")},
    }


# --- the rest of a run ----------------------------------------------------------------------------


def _tail(metrics: Path) -> dict[str, Any]:
    """Return how far an unfinished run has come, from the end of its metrics."""
    facts: dict[str, Any] = {}
    try:
        with metrics.open("rb") as file:
            file.seek(max(metrics.stat().st_size - TAIL, 0))
            lines = file.read().splitlines()
    except OSError:
        return facts
    for line in reversed(lines):
        try:
            found = json.loads(line)
        except ValueError:  # torn, or cut at the beginning
            continue
        if not isinstance(found, dict) or "iteration" not in found:
            continue
        facts.setdefault("iterations", int(_number(found["iteration"], 0)))
        if "seconds" in found:
            facts.setdefault("seconds", _number(found["seconds"], 0))
        if found.get("validation") and found.get("best"):
            facts |= {key: _number(found.get(key)) for key in ("score", "ci95")}
            break
    return facts


def _number(value: Any, otherwise: float = float("nan")) -> Any:
    return value if isinstance(value, int | float) else otherwise


def _began(folder: Path, look: _Look) -> float:
    """Return when a run began: its name says so, wherever it was copied; else its files do."""
    found = re.match(r"(\d{4})-(\d\d)-(\d\d)_(\d\d)-(\d\d)-(\d\d)", folder.name)
    try:
        if found:
            return datetime(*(int(part) for part in found.groups())).timestamp()  # type: ignore[arg-type]
    except ValueError:
        pass
    return _time(look, EXPERIMENT) or _time(look, METRICS)


def _time(look: _Look, name: str) -> float:
    return look.get(name, (0, 0))[0] / 1e9


def _look(folder: str) -> _Look | None:
    """Look at the times of a run's files; None for a folder that is no run."""
    found: _Look = {}
    for name in WATCHED:
        try:
            seen = os.stat(f"{folder}{os.sep}{name}")  # noqa: PTH116 - a Path each costs more
        except OSError:
            continue
        found[name] = (seen.st_mtime_ns, seen.st_size)
    return found if EXPERIMENT in found or not found.keys().isdisjoint(SIGNS) else None


def _mark(look: _Look) -> list[int]:
    """Return what changes whenever a run does."""
    return [number for name in WATCHED for number in look.get(name, (0, 0))]


def _to_dict(record: RunRecord) -> dict[str, Any]:
    return {f.name: getattr(record, f.name) for f in fields(record) if f.name != "folder"}


def _from_dict(folder: Path, raw: dict[str, Any]) -> RunRecord:
    return RunRecord(folder=folder, **{**raw, "tags": tuple(raw["tags"])})
