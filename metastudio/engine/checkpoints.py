"""Checkpoints: one safetensors file that holds all that is needed to use a model. Never a pickle.

The header carries the experiment, the transform, the classes of each split, the results and the
versions, as JSON under the key `metastudio`.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import safetensors
import safetensors.torch
import torch
from torch import Tensor

import metastudio
from metastudio.engine.calibration import Calibration
from metastudio.engine.errors import CheckpointError, ConfigError, NotInstalledError
from metastudio.engine.events import CheckpointView
from metastudio.engine.experiment import METHODS, NETWORKS, Experiment, unknown_setting
from metastudio.engine.methods import build_method
from metastudio.engine.methods.method import Method
from metastudio.engine.sections.names import PHOTOGRAPHS
from metastudio.engine.tasks.images import Transform
from metastudio.engine.tasks.strokes import PLACES, VALUES

FROZEN = (
    "method.name",
    "method.first_order",
    "method.learn_inner_lr",
    "data.image_size",
    "data.colour",
)
"""What a trained model can't change any more, with everything of its network."""
FORMAT = 1
"""Raised when an older version could no longer read the file."""


@dataclass(frozen=True)
class Checkpoint:
    """A trained model with everything to use it. `shape` is that of one input, `(C, H, W)`."""

    experiment: Experiment
    params: dict[str, Tensor]
    shape: tuple[int, ...]
    outputs: int
    transform: Transform | None  # None for functions
    classes: dict[str, tuple[str, ...]] = field(default_factory=dict)  # split -> class names
    results: dict[str, float] = field(default_factory=dict)
    iteration: int = 0
    path: Path | None = None
    versions: dict[str, str] = field(default_factory=dict)
    calibration: Calibration | None = None  # fitted once training is over

    @property
    def reads_strokes(self) -> bool:
        """Whether it reads the strokes of a pen in place of pictures."""
        return not self.experiment.regression and self.shape == (PLACES, VALUES)

    def method(self) -> Method:
        """Build the method that reads these parameters."""
        return build_method(self.experiment, self.shape, self.outputs)


def checkpoint_to_bytes(checkpoint: Checkpoint) -> bytes:
    """Serialise a checkpoint as the safetensors file that `load_checkpoint` reads."""
    header = {
        "format": FORMAT,
        "experiment": checkpoint.experiment.to_dict(),
        "shape": list(checkpoint.shape),
        "outputs": checkpoint.outputs,
        "transform": checkpoint.transform.to_dict() if checkpoint.transform else None,
        "classes": {split: list(names) for split, names in checkpoint.classes.items()},
        "results": checkpoint.results,
        "iteration": checkpoint.iteration,
        "calibration": checkpoint.calibration.to_dict() if checkpoint.calibration else None,
        "versions": {"metastudio": metastudio.__version__, "torch": str(torch.__version__)},
    }
    metadata = {"metastudio": json.dumps(header, ensure_ascii=False)}
    return tensors_to_bytes(checkpoint.params, metadata)


def tensors_to_bytes(tensors: Mapping[str, Tensor], metadata: dict[str, str]) -> bytes:
    """Serialise tensors of any device; safetensors refuses shared and non-contiguous ones."""
    plain = {name: value.detach().cpu().contiguous() for name, value in tensors.items()}
    return safetensors.torch.save(plain, metadata)


def load_checkpoint(path: Path) -> Checkpoint:
    """Read and check a checkpoint; raises `CheckpointError` that says what the file is instead."""
    if (path / "checkpoints").is_dir():
        path = best_of(path)
    tensors, metadata = read_tensors(path)
    if "metastudio" not in metadata:
        raise CheckpointError(
            f"{path.name} holds tensors of another program: it has no MetaStudio header. "
            "Open a checkpoint that MetaStudio has trained."
        )
    header: Any = None
    try:
        header = json.loads(metadata["metastudio"])
        version = int(header["format"])
        if version > FORMAT:
            raise CheckpointError(
                f"{path.name} was made by a newer MetaStudio (format {version}, this one reads up "
                f"to {FORMAT}). Update MetaStudio to open it."
            )
        checkpoint = _from_header(header, tensors, path)
        _check_parameters(checkpoint)
    except NotInstalledError as error:
        raise CheckpointError(f"{path.name} can't be used yet: {error}", path=str(path)) from None
    except (KeyError, TypeError, ValueError, ConfigError) as error:
        if _is_newer(made_with := _made_with(header)):
            raise CheckpointError(
                f"{path.name} was made by MetaStudio {made_with} and needs what this one, "
                f"{metastudio.__version__}, lacks ({error}). Update MetaStudio to open it.",
                path=str(path),
            ) from None
        raise CheckpointError(
            f"{path.name} can't be used: its header is damaged or from another version "
            f"({error}). Train the model again, or open another checkpoint.",
            path=str(path),
        ) from None
    return checkpoint


def read_tensors(path: Path) -> tuple[dict[str, Tensor], dict[str, str]]:
    """Read a safetensors file and its metadata; raises `CheckpointError`."""
    try:
        with path.open("rb") as file:
            start = file.read(2)
    except IsADirectoryError:
        raise CheckpointError(
            f"{path} is a folder without a checkpoint in it. Choose a .safetensors file, or the "
            "folder of a run."
        ) from None
    except OSError as error:
        raise CheckpointError(f"{path} can't be opened: {error.strerror}.") from None
    if start in (b"PK", b"\x80\x02", b"\x80\x03", b"\x80\x04", b"\x80\x05"):
        raise CheckpointError(
            f"{path.name} is a pickle, which can run any code when it is opened; MetaStudio never "
            "opens those. Use a .safetensors checkpoint that MetaStudio has trained."
        )
    try:
        with safetensors.safe_open(path, framework="pt") as file:
            metadata = file.metadata() or {}
            return {name: file.get_tensor(name) for name in file.keys()}, metadata  # noqa: SIM118
    except (safetensors.SafetensorError, OSError, ValueError) as error:
        raise CheckpointError(
            f"{path.name} is not a whole safetensors file: it is something else, or was cut off "
            "while it was copied. Copy it again, or open another checkpoint.",
            reason=str(error),
        ) from None


def best_of(run: Path) -> Path:
    """Return a run folder's best checkpoint, else its last; raises `CheckpointError`."""
    for name in ("best", "last"):
        path = run / "checkpoints" / f"{name}.safetensors"
        if path.is_file():
            return path
    raise CheckpointError(
        f"The run {run.name} has no checkpoint yet. Let it train until its first validation."
    )


def asked(checkpoint: Checkpoint, settings: Mapping[str, Any]) -> Checkpoint:
    """Return a model that is asked other tasks than it was trained on, by dotted settings.

    Raises `ConfigError` for what a trained model can't change, and for what is no setting.
    """
    raw = checkpoint.experiment.to_dict()
    for key in settings:
        if key in FROZEN or key.startswith("network."):
            raise ConfigError(f"{key} is fixed in a trained model. Train another to change it.")
    if settings.get("data.name", raw["data"]["name"]) != raw["data"]["name"]:
        # Another data set has splits of its own; the model keeps its picture size and colours.
        for key in ("split", "split_file", "rotations"):
            raw["data"].pop(key, None)
        raw["data"]["colour"] = "grey" if checkpoint.shape[0] == 1 else "colour"
    for dotted, value in settings.items():
        section, _, key = dotted.partition(".")
        if section not in raw or not key:
            raise ConfigError(unknown_setting(dotted))
        raw[section][key] = value
    return replace(checkpoint, experiment=Experiment.from_dict(raw))


def describe(checkpoint: Checkpoint) -> CheckpointView:
    """Tell a person what a checkpoint is."""
    e, method = checkpoint.experiment, checkpoint.method()
    method_title = METHODS.get(e.method.name, e.method.name)
    network = NETWORKS.get(e.network.name, e.network.name)
    points = method.points(e.task.ways, e.task.shots)
    transform = checkpoint.transform
    setting = "regression" if e.regression else e.task.title
    data, what = e.data.name, f"{e.data.name} {setting}"
    if e.network.name == PHOTOGRAPHS and not checkpoint.iteration and not checkpoint.classes:
        data, what = (
            "ImageNet",
            "pretrained on ImageNet",
        )  # built in: nothing of it was trained here
    return CheckpointView(
        path=checkpoint.path or Path(),
        title=f"{method_title} · {network} · {what}",
        method=e.method.name,
        network=e.network.name,
        data=data,
        ways=0 if e.regression else e.task.ways,
        shots=e.task.shots,
        adapts=method.adapts,
        steps=len(points) - 1 if method.adapts else 0,
        max_ways=checkpoint.outputs if method.fixed_head else None,
        validation=checkpoint.results,
        image_size=transform.image_size if transform else 0,
        channels=transform.channels if transform else 0,
        ink=bool(transform and transform.ink),
        strokes=checkpoint.reads_strokes,
        facts={
            "Split": e.data.split_file or e.data.split,
            "Normalisation": e.network.normalization,
            "Iterations": f"{checkpoint.iteration:,}",
            "Parameters": f"{sum(p.numel() for p in checkpoint.params.values()):,}",
            "Training classes": f"{len(checkpoint.classes.get('train', ())):,}",
            "Made with": f"MetaStudio {checkpoint.versions.get('metastudio', '?')}",
        },
    )


def _made_with(header: Any) -> str:
    """Return the version of MetaStudio that wrote a header, "" where even that is damaged."""
    versions = header.get("versions") if isinstance(header, dict) else None
    return str(versions.get("metastudio", "")) if isinstance(versions, dict) else ""


def _is_newer(version: str) -> bool:
    """Tell whether a version such as "0.2.0" is later than this program's."""

    def numbers(text: str) -> list[int]:
        return [int(part) for part in re.findall(r"\d+", text)[:3]]

    return numbers(version) > numbers(metastudio.__version__)


def _from_header(header: dict[str, Any], tensors: dict[str, Tensor], path: Path) -> Checkpoint:
    transform, calibration = header["transform"], header.get("calibration")
    return Checkpoint(
        experiment=Experiment.from_dict(header["experiment"]),
        params=tensors,
        shape=tuple(int(size) for size in header["shape"]),
        outputs=int(header["outputs"]),
        transform=Transform.from_dict(transform) if transform else None,
        classes={split: tuple(names) for split, names in header["classes"].items()},
        results={name: float(value) for name, value in header["results"].items()},
        iteration=int(header["iteration"]),
        path=path,
        versions=dict(header["versions"]),
        calibration=Calibration.from_dict(calibration) if calibration else None,
    )


def _check_parameters(checkpoint: Checkpoint) -> None:
    expected = checkpoint.method().initial(torch.Generator())
    shapes = {name: tuple(value.shape) for name, value in expected.items()}
    found = {name: tuple(value.shape) for name, value in checkpoint.params.items()}
    if shapes != found:
        wrong = sorted(set(shapes.items()) ^ set(found.items()))[0][0]
        raise ValueError(f"the parameter '{wrong}' does not fit the network")
