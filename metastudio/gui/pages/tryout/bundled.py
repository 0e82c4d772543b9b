"""What comes with the program to try: one trained model, and drawings to ask it about."""

from pathlib import Path

from metastudio.engine.presets import resources


def bundled_checkpoint() -> Path:
    """Where the model lies that comes with the program."""
    return resources() / "models" / "omniglot-protonet.safetensors"


def samples_folder() -> Path:
    """Where the sample drawings lie: `support/<class>/*.png` and `queries/*.png`."""
    return resources() / "samples"
