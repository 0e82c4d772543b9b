"""Models that are there without training, by name."""

from pathlib import Path

import torch

from metastudio.engine.checkpoints import Checkpoint, load_checkpoint
from metastudio.engine.experiment import Experiment
from metastudio.engine.methods import build_method
from metastudio.engine.presets import presets, resources
from metastudio.engine.sections.names import OMNIGLOT, PHOTOGRAPHS
from metastudio.engine.tasks.images import Transform

SIZE = 256
"""Of the pictures, as at the weights' publication."""
PHOTOGRAPHS_PRESET = "photographs-pretrained"


def open_model(model: Path) -> Checkpoint:
    """Open a checkpoint by its path, or one that is built in by its name.

    `omniglot` comes with the program; `efficientnet-lite0` with the extra `pretrained`. A file of
    such a name goes first. Raises `CheckpointError`, or `ConfigError` where weights are missing.
    """
    if not model.exists() and str(model) == OMNIGLOT:
        return load_checkpoint(resources() / "models" / "omniglot-protonet.safetensors")
    if not model.exists() and str(model) == PHOTOGRAPHS:
        return photographs()
    return load_checkpoint(model)


def photographs() -> Checkpoint:
    """Return nearest prototypes of frozen ImageNet features: nothing of it was trained here."""
    settings = {"data.image_size": SIZE, "data.colour": "colour"}
    experiment: Experiment = presets()[PHOTOGRAPHS_PRESET].experiment.changed(settings)
    shape, ways = (3, SIZE, SIZE), experiment.task.ways
    params = build_method(experiment, shape, ways).initial(torch.Generator())
    return Checkpoint(experiment, params, shape, ways, Transform(SIZE, 3, ink=False))
