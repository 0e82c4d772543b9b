"""Which settings an experiment leaves unused, and why. Pure text, no widget."""

from collections.abc import Mapping

from metastudio.engine.experiment import METHODS, NETWORKS, Experiment, Setting
from metastudio.engine.sections.names import SEQUENCE_DATA, is_table
from metastudio.gui.words import listed, tr

_PICTURES_ONLY = frozenset(
    {
        "data.split", "data.split_file", "data.rotations", "data.image_size", "data.colour",
        "data.augment_rotation", "data.augment_flip", "data.augment_crop", "data.augment_colour",
        "data.mix", "data.sittings_file", "data.sittings_column",
        "task.ways", "task.training_ways", "task.sizes", "task.within_group",
        "task.disjoint_sittings",
    }
)  # fmt: skip
_SIZES = frozenset({"task.ways", "task.shots", "task.queries", "task.training_ways"})
_TABLES_ONLY = frozenset(
    {"data.task_column", "data.target_column", "data.target_kind", "data.input_columns"}
)
_PIXELS_ONLY = frozenset(
    {
        "data.augment_rotation", "data.augment_flip", "data.augment_crop", "data.augment_colour",
        "data.rotations", "data.mix", "data.colour",
    }
)  # fmt: skip
_GRAPHICS_CARD_ONLY = frozenset({"training.precision", "training.deterministic"})


def why_unused(setting: Setting, experiment: Experiment) -> str:
    """Say why an experiment does not use a setting; "" where it does."""
    method, network = experiment.method.name, experiment.network.name
    if setting.methods and method not in setting.methods:
        return _used_by_others(method, setting.methods, METHODS)
    if setting.networks and network not in setting.networks:
        return _used_by_others(network, setting.networks, NETWORKS)
    split_of_table = setting.path == "data.split_file" and is_table(experiment.data.name)
    if experiment.regression and setting.path in _PICTURES_ONLY and not split_of_table:
        return tr("Functions have no classes and no pictures, so this is not used.")
    return _because_of_another(setting.path, experiment)


def _used_by_others(chosen: str, users: tuple[str, ...], names: Mapping[str, str]) -> str:
    one, many = tr("{0} does not use this; {1} does."), tr("{0} does not use this; {1} do.")
    pattern = one if len(users) == 1 else many
    return pattern.format(names.get(chosen, chosen), listed([names.get(u, u) for u in users]))


def _because_of_another(path: str, experiment: Experiment) -> str:
    training = experiment.training
    if words := _because_of_the_tasks(path, experiment):
        return words
    if path == "training.final_outer_lr" and training.outer_lr_decay != "cosine":
        return tr("Used only where β decays along a cosine.")
    if path == "training.halving_interval" and training.outer_lr_decay != "halving":
        return tr("Used only where β decays by halving.")
    if path == "data.split" and experiment.data.split_file is not None:
        return tr("The split file takes its place.")
    if path in _GRAPHICS_CARD_ONLY and training.device == "cpu":
        return tr("Used only on a graphics card.")
    return ""


def _because_of_the_tasks(path: str, experiment: Experiment) -> str:
    data = experiment.data.name
    if path in _TABLES_ONLY and not is_table(data):
        return tr("Used only where the data set is a table, a CSV or Parquet file.")
    if path in _PIXELS_ONLY and (is_table(data) or data in SEQUENCE_DATA):
        return tr("This data set has no pictures, so this is not used.")
    if path in _SIZES and experiment.task.sizes != "fixed" and not experiment.regression:
        return tr("Every task has ways and shots of its own.")
    return ""
