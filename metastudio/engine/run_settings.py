"""The settings of a run as a list of many needs them: quickly, and however damaged they are.

Importing this module imports no torch.
"""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import metastudio
from metastudio.engine.errors import ConfigError, MetaStudioError
from metastudio.engine.experiment import Experiment, flat, settings

EXPERIMENT = "experiment.toml"


def read_settings(folder: Path) -> tuple[dict[str, Any], str]:
    """Return every setting by path, and what is wrong with them."""
    try:
        text = (folder / EXPERIMENT).read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}, "Its experiment.toml is missing, so its settings are not known."
    except (OSError, ValueError) as error:
        return {}, f"Its experiment.toml can't be read ({error})."
    quick = _quick(text)
    if quick is not None and quick.keys() | _optional() == _paths():
        return quick, ""
    try:
        return flat(Experiment.load(folder / EXPERIMENT)), ""
    except MetaStudioError as error:
        return quick or {}, _why(folder, error)


def _quick(text: str) -> dict[str, Any] | None:
    """Read what `Experiment.to_toml` writes, ten times as fast as TOML in full; None for others.

    Its values are JSON, too, once lists stand on one line.
    """
    pairs: list[str] = []
    section = ""
    for line in text.splitlines():
        if line.startswith("["):
            section = line[1:-1]
        elif " = " in line:
            key, _, value = line.partition(" = ")
            pairs.append(f'"{section}.{key}":{value}')
        elif line:  # of a list that goes over several lines
            pairs[-1:] = [pairs[-1] + line] if pairs else []
    try:
        found = json.loads("{" + ",".join(pairs).replace(",]", "]") + "}")
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


@cache
def _paths() -> frozenset[str]:
    return frozenset(setting.path for setting in settings())


@cache
def _optional() -> frozenset[str]:
    return frozenset(setting.path for setting in settings() if setting.optional)


def _why(folder: Path, error: MetaStudioError) -> str:
    """Say why a run's settings are not understood; that a newer version made it, where it did."""
    try:
        found = json.loads((folder / "environment.json").read_text(encoding="utf-8"))
        made_by = str(found["packages"]["metastudio"])
    except (OSError, ValueError, KeyError, TypeError):
        made_by = ""
    if isinstance(error, ConfigError) and _numbers(made_by) > _numbers(metastudio.__version__):
        return (
            f"It was made by MetaStudio {made_by}, which is newer than this one "
            f"({metastudio.__version__}). Update MetaStudio to use it. ({error})"
        )
    return f"Its experiment.toml is not understood. {error}"


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version)[:3])
