"""`metastudio data list | show | check | import | download`: where tasks come from."""

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

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
    data: DataSettings = Experiment.from_dict(
        merged({"data": {"name": options.name}}, settings)
    ).data
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

    workspace = Workspace.default()
    with _told() as progress:
        card = import_dataset(options.archives, workspace, options.name, progress)
    if options.mend:
        card = _mended(card, workspace)
    return _done(card)


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
        print(
            f"{card.name}: a table. Train on it with --set data.name={card.name}, --set "
            "data.task_column=COLUMN and --set data.target_column=COLUMN"
        )
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
