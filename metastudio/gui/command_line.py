"""An experiment as the command that would train it, for "Copy as command"."""

import json
import shlex
from typing import Any

from metastudio.engine.errors import ConfigError
from metastudio.engine.experiment import Experiment, settings
from metastudio.engine.presets import presets


def train_command(experiment: Experiment, preset: str) -> str:
    """Return `metastudio train --preset … --set …` that trains exactly this experiment.

    Begins from `preset` where it can. Raises `ConfigError` where no preset leads there.
    """
    names = [name for name in (preset, *presets()) if name in presets()]
    for name in names:
        changes = _changes(presets()[name].experiment, experiment)
        if changes is not None:
            words = ["metastudio", "train", "--preset", name]
            for path, value in changes.items():
                words += ["--set", f"{path}={_as_toml(value)}"]
            return shlex.join(words)
    raise ConfigError(
        "No preset and --set can express these settings. Save them as an experiment and run "
        "`metastudio train FILE`."
    )


def _changes(base: Experiment, target: Experiment) -> dict[str, Any] | None:
    """Return the settings that lead from one experiment to the other; None where none do."""
    wanted = flat(target)
    first = {
        path: wanted[path]
        for path in ("data.name", "method.name")
        if wanted[path] != flat(base)[path]
    }
    changes = first | {
        path: value
        for path, value in wanted.items()
        if value != flat(base.changed(first))[path] and path not in first
    }
    if any(value is None for value in changes.values()):
        return None  # TOML has no word for "not set"
    return changes if base.changed(changes) == target else None


def flat(experiment: Experiment) -> dict[str, Any]:
    """Return every setting by its path."""
    return {
        setting.path: getattr(getattr(experiment, setting.section), setting.path.partition(".")[2])
        for setting in settings()
    }


def _as_toml(value: Any) -> str:
    if isinstance(value, str):
        return value
    return json.dumps(list(value) if isinstance(value, tuple) else value)
