"""What the window remembers between starts, in `settings.toml` of the workspace."""

import tomllib
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

import tomli_w

from metastudio.engine.workspace import write_atomically

_ALLOWED = {
    "theme": ("system", "light", "dark"),
    "language": ("system", "en", "zh_CN"),
    "page": ("home", "data", "train", "compare", "try"),
}


@dataclass
class Settings:
    """Plain values; `geometry` and `docks` are Qt's own, in base 64.

    Splitters, tables and docks go by their object names.
    """

    theme: str = "system"
    language: str = "system"
    page: str = "home"
    geometry: str = ""
    text_scale: float = 1.0
    splitters: dict[str, list[int]] = field(default_factory=dict)
    columns: dict[str, str] = field(default_factory=dict)
    docks: dict[str, str] = field(default_factory=dict)

    @classmethod
    def load(cls, path: Path) -> tuple["Settings", str]:
        """Return the settings, and a sentence where the file could not be used as it is.

        What can't be used is left at its default; unknown keys belong to other versions.
        """
        try:
            raw = tomllib.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return cls(), ""
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
            return cls(), (
                f"{path.name} could not be read, so the window starts with its defaults. It is "
                "replaced when the window closes."
            )
        known = {f.name for f in fields(cls)}
        good = {key: value for key, value in raw.items() if key in known and _usable(key, value)}
        bad = sorted(key for key in raw if key in known and key not in good)
        problem = (
            f"{path.name} has a value for {', '.join(bad)} that can't be used; the default is "
            "taken instead."
            if bad
            else ""
        )
        return cls(**good), problem

    def save(self, path: Path) -> None:
        """Write all settings; raises `WorkspaceError` where that is not allowed."""
        write_atomically(path, tomli_w.dumps(asdict(self)))


def _usable(key: str, value: Any) -> bool:
    if key == "splitters":
        return isinstance(value, dict) and all(
            isinstance(sizes, list) and all(isinstance(size, int) for size in sizes)
            for sizes in value.values()
        )
    if key in ("columns", "docks"):
        return isinstance(value, dict) and all(isinstance(state, str) for state in value.values())
    if key == "text_scale":
        return isinstance(value, int | float) and 0.8 <= value <= 2
    return isinstance(value, str) and value in _ALLOWED.get(key, (value,))
