"""Presets: experiments with a title and a source, one TOML file each in `resources/presets`.

Importing this module imports no torch.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from metastudio.engine.errors import ConfigError
from metastudio.engine.experiment import Experiment, read_toml

DEFAULT_PRESET = "glyphs-protonet"


@dataclass(frozen=True)
class Preset:
    """An experiment to start from. `source` cites the paper, or says that it is our own."""

    name: str
    title: str
    about: str
    source: str
    experiment: Experiment


def resources() -> Path:
    """Folder of icons, presets and the bundled checkpoint, in a checkout or installed."""
    package = Path(__file__).parents[1]
    installed = package / "resources"
    return installed if installed.is_dir() else package.parent / "resources"


@cache
def presets() -> dict[str, Preset]:
    """Return all presets by name, the default first."""
    found = [_read(path) for path in sorted((resources() / "presets").glob("*.toml"))]
    found.sort(key=lambda p: (p.name != DEFAULT_PRESET, p.name))
    return {p.name: p for p in found}


def preset(name: str) -> Preset:
    """Return one preset; raises `ConfigError` that lists the names there are."""
    try:
        return presets()[name]
    except KeyError:
        raise ConfigError(
            f"There is no preset '{name}'. The presets are: {', '.join(presets())}."
        ) from None


def _read(path: Path) -> Preset:
    raw = read_toml(path)
    facts = raw.pop("preset", {})
    return Preset(
        name=path.stem,
        title=str(facts.get("title", path.stem)),
        about=str(facts.get("about", "")),
        source=str(facts.get("source", "")),
        experiment=Experiment.from_dict(raw),
    )
