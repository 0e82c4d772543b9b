import json
import pickle
import zipfile
from dataclasses import replace

import numpy as np
import pytest
import safetensors.torch
import torch
from PIL import Image

from metastudio.engine.checkpoints import load_checkpoint
from metastudio.engine.classifier import FewShotClassifier
from metastudio.engine.errors import CheckpointError, ConfigError
from metastudio.engine.events import Ended
from metastudio.engine.experiment import Experiment
from metastudio.engine.training import train


def trained(method: str, **more: object):
    e = Experiment().changed(
        {
            "method.name": method,
            "network.channels": 8,
            "training.iterations": 4,
            "training.meta_batch": 2,
            "training.validation_tasks": 4,
            **more,
        }
    )
    *_, last = train(e)
    assert isinstance(last, Ended) and last.checkpoint
    return last.checkpoint


@pytest.fixture(params=["maml", "protonet", "transfer"])
def checkpoint(request):
    return trained(request.param)


def pictures(folder, count=3, side=50):
    files = []
    chance = np.random.default_rng(0)
    for number in range(count):
        pixels = np.full((side, side), 255, np.uint8)
        pixels[10 + 3 * number : 20 + 3 * number, 5:40] = 0
        pixels[chance.integers(0, side, 20), chance.integers(0, side, 20)] = 128
        files.append(folder / f"{number}.png")
        Image.fromarray(pixels).save(files[-1])
    return files


def test_a_query_gets_the_same_answer_alone_and_in_company(checkpoint, tmp_path):
    classifier = FewShotClassifier.load(checkpoint)
    seen = [classifier.read(file).seen for file in pictures(tmp_path, 6)]
    learned = classifier.learn(["a", "b", "c"], seen[:3], [0, 1, 2])
    together = classifier.answer(learned, seen, [str(i) for i in range(6)])
    alone = classifier.answer(learned, seen[4:5], ["4"])
    assert np.allclose(together[4].scores, alone[0].scores, atol=1e-6)
    assert np.allclose(together[4].scores.sum(-1), 1, atol=1e-5)


def test_the_slider_has_a_row_for_every_step(checkpoint, tmp_path):
    classifier = FewShotClassifier.load(checkpoint)
    seen = [classifier.read(file).seen for file in pictures(tmp_path)]
    learned = classifier.learn(["a", "b"], seen[:2], [0, 1])
    (answer,) = classifier.answer(learned, seen[2:], ["q"])
    assert answer.scores.shape == (classifier.view.steps + 1, 2)
    assert classifier.view.adapts == (classifier.view.method != "protonet")


def test_a_picture_has_the_same_tensor_in_training_and_dropped(tmp_path):
    from metastudio.engine.tasks import glyphs

    (file,) = glyphs.write_samples(tmp_path, ["Alphabet 01/character01"], 1, seed=5)
    classifier = FewShotClassifier.load(trained("protonet"))
    seen = classifier.read(file).seen[..., 0]
    assert seen.max() > 128 and np.median(seen) == 0  # light ink on dark, as the network knows it
    inverted = Image.fromarray(255 - np.asarray(Image.open(file).convert("L")))
    inverted.save(tmp_path / "inverted.png")
    assert np.array_equal(classifier.read(tmp_path / "inverted.png").seen[..., 0], seen)


def test_bad_pictures_are_told_and_do_not_raise(tmp_path):
    (tmp_path / "text.png").write_text("not a picture")
    classifier = FewShotClassifier.load(trained("protonet"))
    read = classifier.read(tmp_path / "text.png")
    assert read.seen is None and "not a picture" in read.problem


def test_support_sets_that_cannot_be_are_refused_with_the_reason(tmp_path):
    classifier = FewShotClassifier.load(trained("maml"))
    seen = [classifier.read(file).seen for file in pictures(tmp_path, 6)]
    with pytest.raises(ConfigError, match="second class"):
        classifier.learn(["a"], seen[:1], [0])
    with pytest.raises(ConfigError, match="'b' has no picture"):
        classifier.learn(["a", "b"], seen[:1], [0])
    with pytest.raises(ConfigError, match="5 classes apart, but there are 6"):
        classifier.learn(list("abcdef"), seen, [0, 1, 2, 3, 4, 5])


def test_protonet_takes_any_number_of_classes(tmp_path):
    classifier = FewShotClassifier.load(trained("protonet"))
    seen = [classifier.read(file).seen for file in pictures(tmp_path, 7)]
    learned = classifier.learn(list("abcdefg"), seen, list(range(7)))
    assert [a.label() for a in classifier.answer(learned, seen, list("abcdefg"))] == list("abcdefg")


def test_a_checkpoint_of_functions_has_no_pictures():
    path = trained("maml", **{"data.name": "sinusoid", "network.hidden": [8]})
    with pytest.raises(CheckpointError, match="fits functions"):
        FewShotClassifier.load(path)


def test_a_checkpoint_of_a_table_s_classes_is_not_taken_for_one_of_functions():
    checkpoint = replace(load_checkpoint(trained("protonet")), transform=None)
    with pytest.raises(CheckpointError, match="rows of a table"):
        FewShotClassifier(checkpoint)


def test_files_that_are_no_checkpoints_are_named_for_what_they_are(tmp_path):
    good = trained("protonet")
    cut = tmp_path / "cut.safetensors"
    cut.write_bytes(good.read_bytes()[:-100])
    with pytest.raises(CheckpointError, match="cut off"):
        load_checkpoint(cut)
    foreign = tmp_path / "foreign.safetensors"
    foreign.write_bytes(safetensors.torch.save({"x": torch.ones(2)}))
    with pytest.raises(CheckpointError, match="another program"):
        load_checkpoint(foreign)
    pickled = tmp_path / "model.safetensors"
    pickled.write_bytes(pickle.dumps({"x": 1}))
    with pytest.raises(CheckpointError, match="pickle"):
        load_checkpoint(pickled)
    with zipfile.ZipFile(tmp_path / "model.pt", "w") as archive:
        archive.writestr("data.pkl", pickle.dumps(1))
    with pytest.raises(CheckpointError, match="pickle"):
        load_checkpoint(tmp_path / "model.pt")
    with pytest.raises(CheckpointError, match="can't be opened"):
        load_checkpoint(tmp_path / "absent.safetensors")
    with pytest.raises(CheckpointError, match="folder without a checkpoint"):
        load_checkpoint(tmp_path)


def test_a_header_from_the_future_or_with_other_tensors_is_refused(tmp_path):
    path = trained("protonet")
    tensors = safetensors.torch.load_file(path)
    with safetensors.safe_open(path, "pt") as file:
        header = json.loads(file.metadata()["metastudio"])

    def written(header, tensors):
        changed = tmp_path / "changed.safetensors"
        changed.write_bytes(safetensors.torch.save(tensors, {"metastudio": json.dumps(header)}))
        return changed

    with pytest.raises(CheckpointError, match="newer MetaStudio"):
        load_checkpoint(written({**header, "format": 99}, tensors))
    later = {**header, "versions": {"metastudio": "9.1.0"}, "outputs": "many"}
    with pytest.raises(CheckpointError, match=r"made by MetaStudio 9.1.0 .* Update MetaStudio"):
        load_checkpoint(written(later, tensors))
    for damaged in ([], {**header, "versions": 3}, {**header, "outputs": "many"}):
        with pytest.raises(CheckpointError, match="damaged"):
            load_checkpoint(written(damaged, tensors))
    fewer = {n: v for n, v in tensors.items() if n != "block2.weight"}
    with pytest.raises(CheckpointError, match=r"block2\.weight"):
        load_checkpoint(written(header, fewer))
    with pytest.raises(CheckpointError, match="damaged"):
        load_checkpoint(written({"format": 1}, tensors))
