"""`metastudio data list | show | check | import | download`: where tasks come from."""

import argparse
import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from metastudio.engine.errors import ConfigError, DataError
from metastudio.engine.events import DataCard, as_json
from metastudio.engine.experiment import DataSettings, Experiment, merged, parse_settings
from metastudio.engine.sections.names import is_table
from metastudio.engine.tasks.findings import Findings, Reading
from metastudio.engine.workspace import Workspace

Progress = Callable[[float, str], bool]


def data_list(options: argparse.Namespace) -> dict[str, Any]:
    """List the catalogue."""
    from metastudio.engine.tasks.catalog import cards

    found = cards(Workspace.default())
    for card in found:
        amount = f"{card.classes:,} classes" if card.classes else ""
        print(f"{card.name:<20} {card.state:<11} {amount:<16} {card.about}")
    return {"data": [as_json(vars(card)) for card in found]}


def data_show(options: argparse.Namespace) -> dict[str, Any]:
    """Show a data set: where it comes from, its splits, and what is wrong with it."""
    from metastudio.engine.tasks.catalog import cards, open_source, view

    workspace = Workspace.default()
    card = next((c for c in cards(workspace) if c.name == options.name), None)
    if card is not None and card.state != "ready":
        _print_card(card)
        return {"name": card.name, **as_json(vars(card))}
    settings = parse_settings(options.settings)
    told = {"data": {"name": options.name}}
    if card is not None:
        told = merged(told, {key: value for key, value in card.settings.items() if value})
    data: DataSettings = Experiment.from_dict(merged(told, settings)).data
    with _told() as progress:
        shown = view(open_source(data, workspace, progress))
    _print_card(shown.card)
    for split in shown.splits:
        counts = sorted(split.counts)
        pictures = f"{counts[0]} to {counts[-1]} pictures each" if counts else "empty"
        print(f"{split.name:<12} {len(split.classes):>6,} classes, {pictures}")
    for problem in shown.problems:
        print(problem, file=sys.stderr)
    return {
        **as_json(vars(shown.card)),
        "name": shown.card.name,
        "offered_splits": list(shown.card.splits),
        "splits": {s.name: dict(zip(s.classes, s.counts, strict=True)) for s in shown.splits},
        "image_size": shown.image_size,
        "channels": shown.channels,
        "problems": list(shown.problems),
    }


def data_import(options: argparse.Namespace) -> dict[str, Any]:
    """Import archives or folders under a name."""
    from metastudio.engine.tasks.catalog import import_dataset
    from metastudio.engine.tasks.imports import KEPT_APART
    from metastudio.engine.tasks.split_match import looks_like_split

    workspace = Workspace.default()
    if any(_columns_asked(options)):
        return _done(_import_table(options, workspace))
    with _told() as progress:
        card = import_dataset(options.archives, workspace, options.name, progress, options.sittings)
    if card.name in KEPT_APART:  # which keep nothing beside their drawings
        for path in (p for p in options.archives if p.is_file() and looks_like_split(p)):
            setting = shlex.quote(f"data.split_file={path}")
            print(f"{path.name} is not kept with {card.name}: divide it so with --set {setting}")
    if options.mend:
        card = _mended(card, workspace)
    return _done(card)


def _columns_asked(options: argparse.Namespace) -> tuple[str, str, str, str]:
    kinds = ("task_column", "target_column", "target_kind", "input_columns")
    task, target, kind, inputs = (getattr(options, name) for name in kinds)
    return task, target, kind, inputs


def _import_table(options: argparse.Namespace, workspace: Workspace) -> DataCard:
    """Import a table with the columns that were named; what was not named is guessed."""
    from metastudio.engine.tasks.table_columns import TableColumns, look_at_table
    from metastudio.engine.tasks.table_source import import_table

    if len(options.archives) > 1 or not is_table(options.archives[0].name):
        raise ConfigError(
            "Columns are named for one table, a CSV or Parquet file. Import it alone, or leave "
            "the columns out."
        )
    path = options.archives[0]
    look = look_at_table(path)
    task, target, kind, inputs = _columns_asked(options)
    names = [column.name for column in look.columns]
    asked = [name.strip() for name in inputs.split(",") if name.strip()]
    gone = next((name for name in (task, target, *asked) if name and name not in names), None)
    if gone is not None:
        listed = ", ".join(f"'{name}'" for name in names)
        raise DataError(f"{path.name} has no column '{gone}'. Its columns are: {listed}.")
    task, target = task or look.suggested.task, target or look.suggested.target
    numbers = {column.name: column.numbers for column in look.columns}
    columns = TableColumns(
        task,
        target,
        kind or ("value" if numbers[target] else "class"),
        tuple(asked) or tuple(n for n in names if numbers[n] and n not in (task, target)),
    )
    return import_table(path, workspace, options.name, columns)


def data_check(options: argparse.Namespace) -> dict[str, Any]:
    """Look through every picture of a folder, and say what is wrong and what would mend it."""
    findings = _scanned(options.folder)
    total = sum(findings.classes.values())
    print(f"{len(findings.classes):,} classes, {total:,} pictures.")
    for problem in findings.problems:
        print(f"{problem.sentence} {problem.remedy.words + '.' if problem.remedy else ''}")
    if findings.problems:
        print("`metastudio data import NAME FOLDER --mend` imports it so; no file is touched.")
    for side, names in findings.suggested.items():
        print(f"{side:<12} {', '.join(names)}")
    return {
        "classes": dict(findings.classes),
        "groups": dict(findings.groups),
        "problems": [as_json(vars(p) | {"remedy": None}) for p in findings.problems],
        "suggested": {side: list(names) for side, names in findings.suggested.items()},
    }


def _scanned(folder: Path) -> Findings:
    from metastudio.engine.tasks.scan import scan

    with _told() as progress:
        for event in scan(folder):
            if isinstance(event, Reading):
                progress(event.done / max(event.total, 1), f"Looking at picture {event.done:,}")
            elif isinstance(event, Findings):
                return event
    raise AssertionError("a scan ends with its findings")


def _mended(card: DataCard, workspace: Workspace) -> DataCard:
    from metastudio.engine.tasks.catalog import read_choices, write_choices

    choices = read_choices(card.name, workspace)
    for problem in _scanned(Path(card.where)).problems:
        print(problem.sentence, file=sys.stderr)
        if problem.remedy is not None:
            choices = choices.applied(problem.remedy)
    return write_choices(card.name, workspace, choices)


def data_download(options: argparse.Namespace) -> dict[str, Any]:
    """Fetch a published data set and import it."""
    from metastudio.engine.tasks.catalog import cards, download_dataset

    workspace = Workspace.default()
    if any(c.name == options.name and c.state == "ready" for c in cards(workspace)):
        print(f"'{options.name}' is here already.")
        card = next(c for c in cards(workspace) if c.name == options.name)
        return {"data": as_json(vars(card))}
    with _told() as progress:
        card = download_dataset(options.name, workspace, progress, options.mirror)
    return _done(card)


def _print_card(card: DataCard) -> None:
    print(f"{card.title}. {card.about} Licence: {card.licence}.")
    for label, value in (
        ("Cite", card.citation),
        ("From", card.homepage),
        ("How", card.how),
        ("Lies in", card.where),
        ("Splits", ", ".join(card.splits)),
        ("Download", " ".join(card.downloads) if card.state != "ready" else ""),
    ):
        if value:
            print(f"{label + ':':<12} {value}")


def _done(card: DataCard) -> dict[str, Any]:
    if is_table(card.name):
        told = card.settings or {"data.task_column": "COLUMN", "data.target_column": "COLUMN"}
        asked = {"data.name": card.name, **{k: v for k, v in told.items() if v}}
        line = " ".join(f"--set {shlex.quote(f'{key}={value}')}" for key, value in asked.items())
        print(f"{card.name}: a table. Train on it with {line}")
    else:
        print(
            f"{card.name}: {card.classes:,} classes, {card.pictures:,} pictures. Train on it with "
            f"--set data.name={card.name}"
        )
    return {"data": as_json(vars(card))}


@contextmanager
def _told() -> Iterator[Progress]:
    """Tell progress on one line of the terminal; where there is none, say nothing."""
    terminal, last = sys.stderr.isatty(), ""

    def progress(fraction: float, sentence: str) -> bool:
        nonlocal last
        line = f"{100 * fraction:3.0f} %  {sentence}"[:100]
        if terminal and line != last:
            print(f"\r\x1b[K{line}", end="", file=sys.stderr, flush=True)
            last = line
        return True

    try:
        yield progress
    finally:
        if last:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
