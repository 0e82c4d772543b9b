"""Which settings an experiment leaves unused, and why. Pure text, no widget."""

from PySide6.QtCore import QCoreApplication

from metastudio.engine.experiment import METHODS, NETWORKS, Experiment, Setting
from metastudio.gui.words import listed

_PICTURES_ONLY = frozenset(
    {
        "data.split", "data.split_file", "data.rotations", "data.image_size", "data.colour",
        "task.ways", "task.training_ways",
    }
)  # fmt: skip
_OTHER_NETWORK = {"network.channels": "mlp", "network.hidden": "conv4"}
_GRAPHICS_CARD_ONLY = frozenset({"training.precision", "training.deterministic"})


def why_unused(setting: Setting, experiment: Experiment) -> str:
    """Say why an experiment does not use a setting; "" where it does."""
    method = experiment.method.name
    if setting.methods and method not in setting.methods:
        users = [METHODS.get(m, m) for m in setting.methods]
        one, many = _tr("{0} does not use this; {1} does."), _tr("{0} does not use this; {1} do.")
        pattern = one if len(users) == 1 else many
        return pattern.format(METHODS.get(method, method), listed(users))
    if experiment.regression and setting.path in _PICTURES_ONLY:
        return _tr("Functions have no classes and no pictures, so this is not used.")
    return _because_of_another(setting.path, experiment)


def _because_of_another(path: str, experiment: Experiment) -> str:
    training = experiment.training
    if _OTHER_NETWORK.get(path) == experiment.network.name:
        return _tr("{0} does not use this.").format(NETWORKS[experiment.network.name])
    if path == "training.halving_interval" and training.outer_lr_decay != "halving":
        return _tr("Used only where β decays by halving.")
    if path == "data.split" and experiment.data.split_file is not None:
        return _tr("The split file takes its place.")
    if path in _GRAPHICS_CARD_ONLY and training.device == "cpu":
        return _tr("Used only on a graphics card.")
    return ""


def _tr(text: str) -> str:
    return QCoreApplication.translate("unused", text)
