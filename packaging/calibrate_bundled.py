"""Calibrate the bundled model anew: `python packaging/calibrate_bundled.py`.

Needs Omniglot in the workspace (`metastudio data import omniglot ARCHIVE…`). Only the header of the
checkpoint changes; its weights stay bit for bit.
"""

from dataclasses import replace
from pathlib import Path

from metastudio.engine.calibration import fit
from metastudio.engine.checkpoints import checkpoint_to_bytes, load_checkpoint
from metastudio.engine.tasks.catalog import open_source
from metastudio.engine.workspace import Workspace, write_atomically

TASKS = 200
MODEL = Path(__file__).parents[1] / "resources" / "models" / "omniglot-protonet.safetensors"


def main() -> None:
    """Replace `resources/models/omniglot-protonet.safetensors`."""
    checkpoint = load_checkpoint(MODEL)
    source = open_source(checkpoint.experiment.data, Workspace.default())
    calibration = fit(checkpoint, source, TASKS)
    write_atomically(MODEL, checkpoint_to_bytes(replace(checkpoint, calibration=calibration)))
    print(calibration)


if __name__ == "__main__":
    main()
