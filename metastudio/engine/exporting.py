"""An adapted classifier as one ONNX file: pictures of any size in, confidences out, no MetaStudio.

What training and this file share is the transform, so it is in the graph (`export_graph`): a
picture goes in as it was decoded. The file is only written where ONNX Runtime, which runs it
elsewhere, gives the answers that MetaStudio gives.
"""

import io
import json
import logging
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from copy import copy
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image
from torch import Tensor

import metastudio
from metastudio.engine.classifier import FewShotClassifier, Learned
from metastudio.engine.errors import DataError, NotInstalledError
from metastudio.engine.export_graph import with_transform
from metastudio.engine.networks.efficientnet import EfficientNetLite0
from metastudio.engine.novelty import Sight
from metastudio.engine.tasks.images import Transform
from metastudio.engine.workspace import write_atomically

OPSET = 18
"""The first whose Resize smooths as Pillow's does."""
PACKAGES = ("onnx", "onnxscript", "onnxruntime")
ALIKE = 0.02
"""How far confidences may lie apart: where a grey level is a tie, it may be rounded otherwise."""
EXAMPLE = '''"""Classify pictures with {model}: pip install onnxruntime pillow numpy."""
import json, sys
import numpy as np, onnxruntime
from PIL import Image

session = onnxruntime.InferenceSession("{model}")
classes = json.loads(session.get_modelmeta().custom_metadata_map["classes"])
for name in sys.argv[1:]:
    picture = np.array(Image.open(name).convert("RGB"))
    confidence, strangeness = session.run(None, {{"picture": picture}})
    answer = "none of these" if strangeness > 0 else classes[confidence.argmax()]
    print(f"{{name}}: {{answer}} ({{confidence.max():.0%}})")
'''

Report = Callable[[float, str], bool]


@dataclass(frozen=True)
class Exported:
    """What was written, and on how many pictures ONNX Runtime gave the same answers."""

    model: Path
    example: Path
    checked: int
    difference: float  # the largest between two confidences


def export_onnx(
    classifier: FewShotClassifier,
    learned: Learned,
    path: Path,
    pictures: Sequence[Image.Image],
    report: Report = lambda _fraction, _sentence: True,
) -> Exported:
    """Write `path` and an example beside it, after comparing the answers for `pictures`.

    Raises `NotInstalledError` where a package is missing, `DataError` where the classifier can't
    be written as a graph, answers otherwise there, or `report` says to stop; then nothing is
    written.
    """
    require_export()
    if classifier.transform is None:
        raise DataError(
            f"{classifier.view.title} reads the strokes of a pen, and an exported file takes "
            "pictures. Export a model that was trained on pictures."
        )
    _go_on(report, 0.1, "Writing the network as a graph")
    content = _graph(classifier, learned)
    _go_on(report, 0.7, "Comparing the answers")
    difference = _compare(classifier, learned, content, pictures)
    _go_on(report, 0.95, f"Writing {path.name}")
    write_atomically(path, content)
    example = path.with_name(f"{path.stem}_example.py")
    write_atomically(example, EXAMPLE.format(model=path.name))
    return Exported(path, example, len(pictures), difference)


def require_export() -> None:
    """Raise `NotInstalledError` where what an export needs is missing."""
    missing = [name for name in PACKAGES if find_spec(name) is None]
    if missing:
        raise NotInstalledError(
            f"An export as ONNX needs {', '.join(missing)}. Install it with: "
            "pip install 'metastudio[export]'",
            missing=missing,
        )


def _go_on(report: Report, fraction: float, sentence: str) -> None:
    if not report(fraction, sentence):
        raise DataError("The export was stopped; nothing was written.")


# --- the graph ------------------------------------------------------------------------------------


class _Plain(Sight):
    """A sight whose distances are differences, squared and summed: ONNX has no `cdist`."""

    def squared_distances(self) -> Tensor:
        """Return what `Sight` returns."""
        squared = (self.features.unsqueeze(2) - self.places.means.unsqueeze(1)).pow(2).sum(-1)
        return squared / (1 + 1 / self.places.counts.unsqueeze(1))


class _Reader(torch.nn.Module):
    """From pictures as the network sees them `(n, C, H, W)`, 0..1, to confidences and strangeness.

    What was adapted is held as constants.
    """

    def __init__(self, classifier: FewShotClassifier, learned: Learned) -> None:
        super().__init__()
        self._method, self._params = classifier.method, dict(classifier.params)
        network = classifier.method.network
        if isinstance(network, EfficientNetLite0) and not network.learns:
            # Frozen features are looked up on disk; the graph computes them.
            self._method = copy(classifier.method)
            self._method.network = EfficientNetLite0(frozen=False)
            self._params |= self._method.network.initial(torch.Generator())
        self._state, self._calibration = learned.states[-1], classifier.calibration

    def forward(self, pictures: Tensor) -> tuple[Tensor, Tensor]:
        """Return confidences `(n, ways)` and strangeness `(n,)`, -1 where nothing tells it."""
        adapted = self._state.adapted
        features = self._method.features(self._params, adapted, pictures.unsqueeze(0))
        logits = self._method.read(adapted, features)
        strange = self._calibration.strangeness(_Plain(features, logits, self._state.places))
        if strange is None:
            strange = torch.full_like(logits[..., 0], -1.0)
        return self._calibration.probabilities(logits)[0], strange[0]


def _graph(classifier: FewShotClassifier, learned: Learned) -> bytes:
    transform = _transform(classifier)
    side, channels = transform.image_size, transform.channels
    reader = _Reader(classifier, learned).eval()
    example = torch.rand(1, channels, side, side)
    try:
        with warnings.catch_warnings(), redirect_stdout(io.StringIO()), _quiet_logs():
            warnings.simplefilter("ignore")
            program = torch.onnx.export(
                reader,
                (example,),
                input_names=["seen"],
                output_names=["confidences", "strangenesses"],
                opset_version=OPSET,
                dynamo=True,
                verbose=False,
            )
    except Exception as error:  # whatever the exporter can't express
        raise DataError(
            f"{classifier.view.title} can't be exported: its network or method has a step that "
            f"ONNX can't express ({type(error).__name__}). Use a ProtoNet with Conv4, or answer "
            "with MetaStudio's `classify`.",
            reason=str(error),
        ) from error
    assert program is not None  # what `dynamo` gives
    content = program.model_proto.SerializeToString()
    return with_transform(content, transform, _metadata(classifier, learned))


@contextmanager
def _quiet_logs() -> Iterator[None]:
    """Hold the exporter's chatter back while it works."""
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        yield
    finally:
        logging.disable(before)


def _metadata(classifier: FewShotClassifier, learned: Learned) -> dict[str, str]:
    view, transform = classifier.view, _transform(classifier)
    counts = torch.bincount(learned.support.y[0], minlength=learned.ways).tolist()
    drawings = "drawings: light ink on dark, padded to a square"
    facts: dict[str, Any] = {
        "classes": list(learned.classes),
        "examples": counts,
        "transform": {
            **transform.to_dict(),
            "what": (drawings if transform.ink else "central square") + ", resized (bicubic)",
            "input": "picture: uint8 (height, width, 3), RGB; transparency on white",
            "where": "inside the graph",
        },
        "model": view.title,
        "reading": "inductive: one picture at a time",
        "calibration": classifier.calibration.to_dict(),
    }
    plain = {name: json.dumps(value, ensure_ascii=False) for name, value in facts.items()}
    return {**plain, "made_with": f"MetaStudio {metastudio.__version__}"}


def _transform(classifier: FewShotClassifier) -> Transform:
    assert classifier.transform is not None  # others are refused before
    return classifier.transform


# --- the same answers -----------------------------------------------------------------------------


def _compare(
    classifier: FewShotClassifier,
    learned: Learned,
    content: bytes,
    pictures: Sequence[Image.Image],
) -> float:
    """Return the largest difference of a confidence; raises `DataError` where it is too large."""
    import onnxruntime

    session = onnxruntime.InferenceSession(content, providers=["CPUExecutionProvider"])
    largest = 0.0
    for number, image in enumerate(pictures, start=1):
        plain = image.convert("RGB")
        seen = np.ascontiguousarray(_transform(classifier).apply(plain).transpose(1, 2, 0))
        (answer,) = classifier.answer(learned, [seen], [""])
        there, _ = session.run(None, {"picture": np.asarray(plain)})
        difference = float(np.abs(answer.scores[-1] - there).max())
        largest = max(largest, difference)
        if difference > ALIKE and (
            int(there.argmax()) != int(answer.scores[-1].argmax()) or difference > 5 * ALIKE
        ):
            raise DataError(
                f"ONNX Runtime answers otherwise for picture {number} of {len(pictures)} (by "
                f"{difference:.1%}), so nothing was written. Update onnx, onnxscript and "
                "onnxruntime, or answer with MetaStudio's `classify`."
            )
    return largest
