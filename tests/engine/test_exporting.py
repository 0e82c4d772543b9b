"""The exported file answers as MetaStudio does, for pictures that it was never compared on."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from metastudio.engine.built_in import open_model
from metastudio.engine.classifier import FewShotClassifier
from metastudio.engine.errors import DataError
from metastudio.engine.model_card import model_card
from metastudio.engine.presets import resources
from metastudio.engine.tasks.folders import picture_files
from metastudio.engine.tasks.images import read_picture

onnxruntime = pytest.importorskip("onnxruntime", reason="the extra 'export' is not installed")

SAMPLES = resources() / "samples"


def strange_pictures() -> list[Image.Image]:
    """Tall, wide, light on dark, tiny, blank and coloured."""
    tall, wide = Image.new("L", (60, 131), 255), Image.new("RGB", (200, 90), (20, 20, 40))
    ImageDraw.Draw(tall).line((5, 5, 50, 120), fill=0, width=5)
    ImageDraw.Draw(wide).ellipse((20, 10, 90, 80), outline=(240, 230, 60), width=6)
    return [tall, wide, Image.new("RGB", (1, 1), "white"), Image.new("L", (40, 40), 250)]


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory):
    from metastudio.engine.exporting import export_onnx

    model = FewShotClassifier(open_model(Path("omniglot")))
    folders = sorted((SAMPLES / "support").iterdir())
    files = [(file, label) for label, f in enumerate(folders) for file in picture_files(f)]
    seen = [model.read(file).seen for file, _ in files]
    learned = model.learn([f.name for f in folders], seen, [label for _, label in files])
    path = tmp_path_factory.mktemp("exported") / "zeichen.onnx"
    done = export_onnx(model, learned, path, [read_picture(files[0][0])])
    return model, learned, done


def test_onnx_runtime_answers_as_metastudio_does(exported) -> None:
    model, learned, done = exported
    session = onnxruntime.InferenceSession(done.model, providers=["CPUExecutionProvider"])
    queries = [read_picture(file) for file in picture_files(SAMPLES / "queries")]
    for image in [*queries, *strange_pictures()]:
        plain = image.convert("RGB")
        seen = model.transform.apply(plain).transpose(1, 2, 0)
        (answer,) = model.answer(learned, [np.ascontiguousarray(seen)], [""])
        confidence, strangeness = session.run(None, {"picture": np.asarray(plain)})
        assert np.allclose(confidence, answer.scores[-1], atol=0.01), image.size
        assert np.isclose(strangeness, answer.strangeness[-1], rtol=0.02, atol=0.1), image.size
    facts = session.get_modelmeta().custom_metadata_map
    assert json.loads(facts["classes"]) == list(learned.classes)
    assert json.loads(facts["transform"])["image_size"] == 28


def test_the_example_beside_it_runs_without_metastudio(exported, tmp_path: Path) -> None:
    _, learned, done = exported
    lines = done.example.read_text().splitlines()
    assert len([line for line in lines if line]) <= 12 and "metastudio" not in "\n".join(lines)
    query = picture_files(SAMPLES / "queries")[0]
    said = subprocess.run(
        [sys.executable, done.example.name, str(query)],
        cwd=done.example.parent,
        capture_output=True,
        text=True,
        check=True,
    )
    assert any(name in said.stdout for name in learned.classes)


def test_other_answers_are_not_written(exported, tmp_path: Path, monkeypatch) -> None:
    from metastudio.engine import exporting

    model, learned, done = exported
    shades = [np.full((28, 28, 1), 40 * i, np.uint8) for i in range(5)]
    other = model.learn(learned.classes, shades, range(5))
    monkeypatch.setattr(exporting, "_graph", lambda *_: done.model.read_bytes())
    picture = read_picture(picture_files(SAMPLES / "queries")[0])
    with pytest.raises(DataError, match="answers otherwise"):
        exporting.export_onnx(model, other, tmp_path / "a.onnx", [picture])
    assert not (tmp_path / "a.onnx").exists()


def test_the_card_of_the_bundled_model_tells_data_scores_and_limits() -> None:
    card = model_card(open_model(Path("omniglot")))
    for words in (
        "ProtoNet",
        "815 train classes",
        "28 × 28",
        "Expected calibration error",
        "Limits",
    ):
        assert words in card
