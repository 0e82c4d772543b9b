"""The pretrained backbone against the published weights, unfolded, and its cache of features."""

import sqlite3
from importlib.util import find_spec
from pathlib import Path

import pytest
import torch
import torch.nn.functional as F

from metastudio.engine import compatibility
from metastudio.engine.built_in import open_model, photographs
from metastudio.engine.checkpoints import checkpoint_to_bytes, load_checkpoint
from metastudio.engine.errors import CheckpointError, ConfigError
from metastudio.engine.events import Ended
from metastudio.engine.experiment import Experiment
from metastudio.engine.methods import build_method
from metastudio.engine.networks import efficientnet
from metastudio.engine.networks.efficientnet import EfficientNetLite0
from metastudio.engine.presets import presets
from metastudio.engine.tasks.episodes import Labelled
from metastudio.engine.training import train

needs_weights = pytest.mark.skipif(
    find_spec(efficientnet.PRETRAINED_PACKAGE) is None,
    reason="the extra 'pretrained' is not installed",
)


def published(x: torch.Tensor) -> torch.Tensor:
    """The network as its file has it, layer by layer, with its normalisation; 64 bits."""
    package = Path(find_spec(efficientnet.PRETRAINED_PACKAGE).origin).parent
    raw = torch.load(package / "models" / efficientnet.WEIGHTS, weights_only=True)
    raw = {name: value.double() for name, value in raw.items()}

    def conv(x, name, norm, stride=1, bounded=True):
        weight = raw[f"{name}.weight"]
        size, depthwise = weight.shape[-1], "_depthwise" in name
        total = max((-(-x.shape[-1] // stride) - 1) * stride + size - x.shape[-1], 0)
        x = F.pad(x, [total // 2, total - total // 2] * 2)
        x = F.conv2d(x, weight, stride=stride, groups=len(weight) if depthwise else 1)
        mean, variance = raw[f"{norm}.running_mean"], raw[f"{norm}.running_var"]
        x = F.batch_norm(x, mean, variance, raw[f"{norm}.weight"], raw[f"{norm}.bias"], eps=1e-3)
        return x.clamp(0, 6) if bounded else x

    edge = x.shape[-1] // 16  # the middle 224 of 256 pixels
    x = x[..., edge:-edge, edge:-edge]
    x = conv((x * 255 - 127) / 128, "_conv_stem", "_bn0", 2)
    for i, stride in enumerate([1, 2, 1, 2, 1, 2, 1, 1, 1, 1, 1, 2, 1, 1, 1, 1]):
        at, y = f"_blocks.{i}.", x
        if f"{at}_expand_conv.weight" in raw:
            y = conv(y, f"{at}_expand_conv", f"{at}_bn0")
        y = conv(y, f"{at}_depthwise_conv", f"{at}_bn1", stride)
        y = conv(y, f"{at}_project_conv", f"{at}_bn2", bounded=False)
        x = x + y if y.shape == x.shape and stride == 1 else y
    return conv(x, "_conv_head", "_bn1").mean((2, 3))


def pictures(n: int, channels: int = 3, side: int = 64) -> torch.Tensor:
    chance = torch.Generator().manual_seed(n)
    return torch.randint(0, 256, (1, n, channels, side, side), generator=chance) / 255


@needs_weights
def test_features_are_those_of_the_published_weights():
    x = pictures(2)
    expected = published(x[0].double())
    assert torch.allclose(EfficientNetLite0().embed({}, x)[0].double(), expected, atol=1e-3)
    learned = EfficientNetLite0(frozen=False)
    params = learned.initial(torch.Generator())
    assert torch.allclose(learned.embed(params, x)[0].double(), expected, atol=1e-3)


@needs_weights
def test_weights_of_each_task_give_each_task_its_own_features():
    network = EfficientNetLite0(frozen=False)
    params = network.initial(torch.Generator())
    x = pictures(4, side=32).reshape(2, 2, 3, 32, 32)
    own = {n: torch.stack([v, 0.9 * v]) for n, v in params.items()}
    found = network.embed(own, x)
    for task, factor in enumerate((1.0, 0.9)):
        alone = network.embed({n: factor * v for n, v in params.items()}, x[task : task + 1])
        assert torch.allclose(found[task : task + 1], alone, atol=1e-4)


@needs_weights
def test_a_picture_is_embedded_once_whatever_its_company(monkeypatch):
    network, embedded = EfficientNetLite0(), []
    compute = efficientnet._embedded
    monkeypatch.setattr(
        efficientnet, "_embedded", lambda p, x: embedded.append(x.shape[1]) or compute(p, x)
    )
    x = pictures(3, side=32)
    whole = network.embed({}, torch.cat([x, x[:, :1]], 1))
    again = EfficientNetLite0().embed({}, x[:, 1:])
    assert sum(embedded) == 3
    assert torch.equal(whole[:, 0], whole[:, 3]) and torch.equal(again, whole[:, 1:3])


@needs_weights
def test_a_damaged_cache_costs_time_once_and_no_answer(monkeypatch):
    network, embedded = EfficientNetLite0(), []
    compute = efficientnet._embedded
    monkeypatch.setattr(
        efficientnet, "_embedded", lambda p, x: embedded.append(x.shape[1]) or compute(p, x)
    )
    x = pictures(1, side=32)
    before = network.embed({}, x)
    network._cache.path.write_bytes(b"not a database" * 100)
    for _ in range(3):
        assert torch.allclose(network.embed({}, x), before)
    assert len(embedded) <= 3  # the file was begun anew
    with sqlite3.connect(network._cache.path) as database:
        database.execute("UPDATE features SET value = x'00000000'")
    database.close()
    assert torch.allclose(network.embed({}, x), before)


@needs_weights
def test_on_a_frozen_backbone_each_picture_is_looked_up_once_for_all_inner_steps(monkeypatch):
    settings = {"network.name": "efficientnet-lite0", "method.name": "maml"}
    method = build_method(
        Experiment().changed({**settings, "method.test_steps": 4}), (3, 32, 32), 2
    )
    asked = []
    look_up = method.network._looked_up
    monkeypatch.setattr(method.network, "_looked_up", lambda x: asked.append(len(x)) or look_up(x))
    params = method.initial(torch.Generator())
    support = Labelled(pictures(2, side=32), torch.tensor([[0, 1]]))
    assert len(list(method.predictions(params, support, pictures(3, side=32), 2))) == 5
    assert sum(asked) == 2 + 3


@needs_weights
def test_damaged_weights_are_told(monkeypatch, tmp_path):
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / efficientnet.WEIGHTS).write_bytes(b"half a download")
    monkeypatch.setattr(efficientnet.resources, "files", lambda package: tmp_path)
    with pytest.raises(ConfigError, match="can't be read"):
        efficientnet.pretrained_weights.__wrapped__()


@needs_weights
def test_grey_pictures_are_three_equal_channels():
    grey = pictures(1, channels=1, side=32)
    network = EfficientNetLite0()
    assert torch.equal(network.embed({}, grey), network.embed({}, grey.expand(-1, -1, 3, -1, -1)))


@needs_weights
def test_the_built_in_model_needs_no_file_and_tells_pictures_apart():
    checkpoint = open_model(Path("efficientnet-lite0"))
    method = checkpoint.method()
    base = pictures(2, side=64)
    y = torch.tensor([[0, 1]])
    adapted = method.adapt(checkpoint.params, Labelled(base, y), 2)
    near = (base + 0.02).clamp(0, 1)
    assert method.predict(checkpoint.params, adapted, near).argmax(-1).tolist() == [[0, 1]]
    assert open_model(Path("omniglot")).experiment.data.name == "omniglot"
    with pytest.raises(CheckpointError, match="can't be opened"):
        open_model(Path("resnet50"))


@needs_weights
@pytest.mark.parametrize("distance", ["cosine", "squared-euclidean"])
def test_it_trains_even_where_nothing_is_left_to_learn(distance):
    e = Experiment().changed(
        {
            "network.name": "efficientnet-lite0",
            "method.distance": distance,
            "data.image_size": 32,
            "training.iterations": 2,
            "training.validation_tasks": 2,
        }
    )
    assert build_method(e, (3, 32, 32), 5).network.features == 1280
    *_, last = train(e)
    assert isinstance(last, Ended) and last.outcome == "completed" and last.checkpoint is not None


@pytest.fixture
def nothing_installed(monkeypatch):
    monkeypatch.setattr(compatibility, "find_spec", lambda name: None)
    efficientnet.pretrained_weights.cache_clear()
    yield
    efficientnet.pretrained_weights.cache_clear()


def test_missing_weights_are_refused_with_what_installs_them(nothing_installed):
    with pytest.raises(ConfigError, match=f"pip install {efficientnet.PRETRAINED_PACKAGE}"):
        Experiment().changed({"network.name": "efficientnet-lite0"})


def test_without_the_weights_presets_are_read_and_only_the_run_is_refused(nothing_installed):
    presets.cache_clear()
    chosen = presets()["photographs-pretrained"].experiment
    assert chosen.network.name == "efficientnet-lite0"
    assert chosen.changed({"network.name": "conv4"}).network.name == "conv4"
    with pytest.raises(ConfigError, match="not installed"):
        next(train(chosen))


@needs_weights
def test_a_checkpoint_whose_weights_are_missing_says_what_is_missing(tmp_path, request):
    path = tmp_path / "photographs.safetensors"
    path.write_bytes(checkpoint_to_bytes(photographs()))
    assert load_checkpoint(path).shape == (3, 256, 256)
    request.getfixturevalue("nothing_installed")
    with pytest.raises(CheckpointError, match=r"can't be used yet.*pip install"):
        load_checkpoint(path)


@needs_weights
def test_a_method_that_has_nothing_to_learn_on_a_frozen_backbone_is_refused():
    settings = {"network.name": "efficientnet-lite0", "method.name": "proto-maml"}
    with pytest.raises(ConfigError, match="nothing to learn"):
        Experiment().changed(settings)
    assert Experiment().changed({**settings, "network.frozen": False}).method.name == "proto-maml"
