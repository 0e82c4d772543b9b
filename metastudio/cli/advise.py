"""`metastudio advise`: which method suits one's own pictures."""

import argparse
import sys
from typing import Any

from metastudio.engine.advice import advise as advice_on
from metastudio.engine.experiment import Experiment
from metastudio.engine.sections import DataSettings
from metastudio.engine.tasks.catalog import cards, import_dataset
from metastudio.engine.workspace import Workspace


def advise(options: argparse.Namespace) -> dict[str, Any]:
    """Train the three families on a data set and print them ranked."""
    workspace = Workspace.default()
    shown = ""

    def progress(_: float, sentence: str) -> bool:
        nonlocal shown
        name = sentence.partition(",")[0]
        if name and name != shown:
            shown = name
            print(f"{name} …", file=sys.stderr, flush=True)
        return True

    advice = advice_on(
        _data(options, workspace),
        ways=options.ways,
        shots=options.shots,
        seconds=options.seconds,
        episodes=options.episodes,
        seed=options.seed,
        workspace=workspace,
        progress=progress,
    )
    assert advice is not None  # nothing ends it but Ctrl+C
    result = advice.to_dict()
    print(
        f"{result['data']}, test classes, {result['ways']}-way {result['shots']}-shot, "
        f"{result['episodes']} episodes, {options.seconds:g} s of training each"
    )
    for place, model in enumerate(result["models"], start=1):
        print(
            f"{place}: {100 * model['accuracy']:.1f} % ± {100 * model['ci95']:.1f}  "
            f"{model['title']}  {model['path']}"
        )
    for warning in result["warnings"]:
        print(warning, file=sys.stderr)
    print(result["verdict"])
    return result


def _data(options: argparse.Namespace, workspace: Workspace) -> DataSettings:
    """Return the data set of that name, that folder as it lies, or that archive, imported."""
    name = str(options.data)
    known = {card.name for card in cards(workspace)}
    if name not in known and options.data.is_dir():
        name = str(options.data.resolve())
    elif name not in known and options.data.is_file():
        name = options.data.stem
        if name in known:
            print(f"'{name}' was imported before and is used as it is.", file=sys.stderr)
        else:
            name = import_dataset([options.data], workspace).name
    settings = {"data.name": name}
    if options.split_file is not None:
        settings["data.split_file"] = str(options.split_file.resolve())
    return Experiment().changed(settings).data
