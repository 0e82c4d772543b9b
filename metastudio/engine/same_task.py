"""Can models be asked the very same tasks? What differs in their settings, and what would mend it.

Importing this module imports no torch.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from metastudio.engine.sections.names import deals_functions

Settings = Mapping[str, Any]
"""Every setting by its dotted path; one that is not set may be absent."""

SIZE = ("task.ways", "task.shots", "task.queries")
DEAL = ("task.within_group", "task.disjoint_sittings", "data.mix", "data.drift")
"""How tasks are put together, beside their size."""


def fits_functions(settings: Settings) -> bool:
    """Whether a model was trained to fit functions."""
    kind = settings.get("data.target_kind", "value")
    return deals_functions(str(settings.get("data.name", "")), str(kind))


def differing_settings(models: Sequence[Settings]) -> frozenset[str]:
    """Return the paths of all settings in which models differ, whatever they decide."""
    paths = {path for model in models for path in model}
    first = models[0] if models else {}
    return frozenset(p for p in paths if any(m.get(p) != first.get(p) for m in models))


def differing(models: Sequence[Settings]) -> dict[str, tuple[Any, ...]]:
    """Return the settings that keep models from the same tasks, with the value of each model.

    All tell classes apart, or all fit functions.
    """
    found = {}
    for path in _decisive(models):
        values = tuple(model.get(path) for model in models)
        if any(value != values[0] for value in values):
            found[path] = values
    return found


def common(models: Sequence[Settings]) -> dict[str, Any]:
    """Return settings under which all can be asked the same tasks: the first's, the fewest ways."""
    return {path: _common_value(path, values) for path, values in differing(models).items()}


def _decisive(models: Sequence[Settings]) -> tuple[str, ...]:
    """Name the settings that must be equal for the episodes to be the same."""
    size: tuple[str, ...] = SIZE
    if any(model.get("task.sizes", "fixed") != "fixed" for model in models):
        size = ("task.sizes",)
    if fits_functions(models[0]):
        return ("data.name", *(path for path in size if path != "task.ways"))
    if len({model["data.name"] for model in models}) > 1:
        return ("data.name", *size)  # splits of different data sets can't be set against each other
    split = "data.split_file" if any(m.get("data.split_file") for m in models) else "data.split"
    return (split, "data.rotations", *size, *DEAL)


def _common_value(path: str, values: Sequence[Any]) -> Any:
    if path == "task.ways":
        return min(values)
    return next(value for value in values if value is not None)
