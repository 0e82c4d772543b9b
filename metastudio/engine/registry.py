"""Finding methods and networks by name: those built in, and those that other packages bring.

A package adds one with an entry point in `metastudio.methods` or `metastudio.networks`.
"""

from collections.abc import Mapping
from importlib.metadata import entry_points
from typing import TypeVar

from metastudio.engine.errors import ConfigError

T = TypeVar("T")


def plugin(kind: str, name: str, built_in: Mapping[str, T]) -> T:
    """Return what is registered as `name`; raises `ConfigError` that lists the names there are."""
    if name in built_in:
        return built_in[name]
    others = {point.name: point for point in entry_points(group=f"metastudio.{kind}s")}
    if name in others:
        loaded: T = others[name].load()
        return loaded
    raise ConfigError(
        f"There is no {kind} '{name}'. Set {kind}.name to one of: "
        f"{', '.join([*built_in, *others])}."
    )
