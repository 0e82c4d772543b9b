"""Each layer, with shared weights and with weights of each task, against torch's own module."""

import pytest
import torch
import torch.nn.functional as F
from torch import nn
from torch.autograd import gradgradcheck

from metastudio.engine.networks import layers, normalization, sequence

TASKS, N = 3, 4


@pytest.fixture(autouse=True)
def in_float64():
    torch.set_default_dtype(torch.float64)
    torch.manual_seed(0)
    yield
    torch.set_default_dtype(torch.float32)


def modules(make) -> list[nn.Module]:
    """One module a task, with weights of its own."""
    made = [make() for _ in range(TASKS)]
    for module in made:
        for value in module.parameters():
            nn.init.normal_(value)
    return made


def stacked(made: list[nn.Module], names: dict[str, str], shared: bool) -> dict[str, torch.Tensor]:
    """The modules' parameters under the engine's names: the first one's, or one a task."""
    each = [{names[n]: v.detach() for n, v in m.named_parameters() if n in names} for m in made]
    if shared:
        return each[0]
    return {n: torch.stack([params[n] for params in each]) for n in each[0]}


def expected(made: list[nn.Module], shared: bool, x: torch.Tensor) -> torch.Tensor:
    chosen = [made[0]] * TASKS if shared else made
    return torch.stack([module(part).detach() for module, part in zip(chosen, x, strict=True)])


@pytest.mark.parametrize("shared", [True, False])
@pytest.mark.parametrize("came_grouped", [True, False])
def test_convolution_takes_either_layout_and_either_kind_of_weights(shared, came_grouped):
    made = modules(lambda: nn.Conv2d(2, 5, 3, padding=1))
    params = stacked(made, {"weight": "weight", "bias": "bias"}, shared)
    x = torch.randn(TASKS, N, 2, 6, 6)
    maps = layers.to_maps(x)
    maps = maps.grouped() if came_grouped else maps
    y = layers.conv2d(maps, params["weight"], params["bias"]).stacked().data
    assert torch.allclose(y.reshape(TASKS, N, 5, 6, 6), expected(made, shared, x))


def test_a_shared_weight_may_stand_beside_a_bias_of_each_task_and_the_reverse():
    weight, bias = torch.randn(5, 2, 3, 3), torch.randn(5)
    x = torch.randn(TASKS, N, 2, 6, 6)
    whole = layers.conv2d(layers.to_maps(x), weight, bias).data
    for w, b in (
        (weight, bias.expand(TASKS, 5)),
        (weight.expand(TASKS, *weight.shape), bias),
    ):
        found = layers.conv2d(layers.to_maps(x), w, b).stacked().data
        assert torch.allclose(found, whole)
    vectors, matrix = torch.randn(TASKS, N, 4), torch.randn(5, 4)
    straight = layers.linear(vectors, matrix, bias)
    assert torch.allclose(layers.linear(vectors, matrix, bias.expand(TASKS, 5)), straight)
    assert torch.allclose(layers.linear(vectors, matrix.expand(TASKS, 5, 4), bias), straight)


@pytest.mark.parametrize("shared", [True, False])
def test_linear_is_torchs(shared):
    made = modules(lambda: nn.Linear(4, 5))
    params = stacked(made, {"weight": "weight", "bias": "bias"}, shared)
    x = torch.randn(TASKS, N, 4)
    assert torch.allclose(layers.linear(x, **params), expected(made, shared, x))
    assert torch.allclose(
        layers.linear(x, params["weight"]), layers.linear(x, params["weight"], 0 * params["bias"])
    )


@pytest.mark.parametrize("shared", [True, False])
@pytest.mark.parametrize("came_grouped", [True, False])
@pytest.mark.parametrize(
    ("mode", "make"),
    [
        ("transductive", lambda: nn.BatchNorm2d(6)),
        ("group", lambda: nn.GroupNorm(2, 6)),
        ("layer", lambda: nn.GroupNorm(1, 6)),
    ],
)
def test_normalised_maps_are_torchs(mode, make, shared, came_grouped):
    made = modules(make)
    params = stacked(made, {"weight": "a.scale", "bias": "a.shift"}, shared)
    x = torch.randn(TASKS, N, 6, 5, 5)
    maps = layers.to_maps(x)
    maps = maps.grouped() if came_grouped else maps
    y = normalization.Normalizer(mode).maps("a", params, maps, None, None).stacked().data
    assert torch.allclose(y.reshape(x.shape), expected(made, shared, x))


@pytest.mark.parametrize("shared", [True, False])
@pytest.mark.parametrize(
    ("mode", "make"),
    [
        ("transductive", lambda: nn.BatchNorm1d(6)),
        ("group", lambda: nn.GroupNorm(2, 6)),
        ("layer", lambda: nn.LayerNorm(6)),
    ],
)
def test_normalised_vectors_are_torchs(mode, make, shared):
    made = modules(make)
    params = stacked(made, {"weight": "a.scale", "bias": "a.shift"}, shared)
    x = torch.randn(TASKS, N, 6)
    y = normalization.Normalizer(mode).vectors("a", params, x, None, None)
    assert torch.allclose(y, expected(made, shared, x))


@pytest.mark.parametrize("shared", [True, False])
def test_layer_normalisation_takes_sequences(shared):
    made = modules(lambda: nn.LayerNorm(6))
    params = stacked(made, {"weight": "a.scale", "bias": "a.shift"}, shared)
    x = torch.randn(TASKS, N, 7, 6)
    y = normalization.Normalizer("layer").vectors("a", params, x, None, None)
    assert torch.allclose(y, expected(made, shared, x))


@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("tasks", [1, TASKS])
def test_maps_stay_channels_last_from_the_first_layer_on(tasks, channels):
    # In the other layout everything after the first convolution takes up to twice the time.
    maps = layers.to_maps(torch.rand(tasks, N, channels, 8, 8))
    shared = layers.conv2d(maps, torch.randn(5, channels, 3, 3))
    own = layers.conv2d(maps, torch.randn(tasks, 5, channels, 3, 3))
    for made in (shared, own, layers.relu(layers.max_pool(shared))):
        assert made.data.is_contiguous(memory_format=torch.channels_last)
        assert not made.data.is_contiguous()


def test_pooling_is_torchs_in_both_layouts():
    x = torch.randn(TASKS, N, 2, 7, 6)
    flat = x.flatten(0, 1)
    for maps in (layers.to_maps(x), layers.to_maps(x).grouped()):
        assert torch.equal(layers.max_pool(maps).stacked().data, F.max_pool2d(flat, 2))
        mean = layers.to_vectors(layers.global_pool(maps))
        assert torch.allclose(mean, x.mean((-1, -2)))


@pytest.mark.parametrize("shared", [True, False])
def test_attention_is_torchs(shared):
    made = modules(lambda: nn.MultiheadAttention(8, 2, batch_first=True))
    names = {
        "in_proj_weight": "a.inward.weight",
        "in_proj_bias": "a.inward.bias",
        "out_proj.weight": "a.outward.weight",
        "out_proj.bias": "a.outward.bias",
    }
    params = stacked(made, names, shared)
    x = torch.randn(TASKS, N, 5, 8)
    chosen = [made[0]] * TASKS if shared else made
    whole = torch.stack([m(part, part, part)[0] for m, part in zip(chosen, x, strict=True)])
    assert torch.allclose(sequence.attention(params, "a", x, 2), whole)


RECURRENT = {
    "weight_ih": "a.input.weight",
    "bias_ih": "a.input.bias",
    "weight_hh": "a.hidden.weight",
    "bias_hh": "a.hidden.bias",
}


def entering(params: dict[str, torch.Tensor], x: torch.Tensor) -> torch.Tensor:
    return sequence.each_place(params, "a.input", x.unsqueeze(2)).squeeze(2)


@pytest.mark.parametrize("shared", [True, False])
def test_recurrent_cells_are_torchs(shared):
    x, hidden, cell = (torch.randn(TASKS, N, size) for size in (3, 5, 5))
    made = modules(lambda: nn.LSTMCell(3, 5))
    params = stacked(made, RECURRENT, shared)
    chosen = [made[0]] * TASKS if shared else made
    pairs = [m(x[i], (hidden[i], cell[i])) for i, m in enumerate(chosen)]
    found = sequence.lstm_cell(params, "a", entering(params, x), (hidden, cell))
    for part in (0, 1):
        assert torch.allclose(found[part], torch.stack([pair[part] for pair in pairs]))
    made = modules(lambda: nn.GRUCell(3, 5))
    params = stacked(made, RECURRENT, shared)
    chosen = [made[0]] * TASKS if shared else made
    whole = torch.stack([m(x[i], hidden[i]) for i, m in enumerate(chosen)])
    assert torch.allclose(sequence.gru_cell(params, "a", entering(params, x), hidden), whole)


def random(*shape: int) -> torch.Tensor:
    return torch.randn(TASKS, *shape, requires_grad=True)


def test_every_layer_has_a_right_second_derivative_in_the_weights_of_each_task():
    """By finite differences of the gradient."""
    x, maps = torch.randn(TASKS, 2, 3, 4), torch.randn(TASKS, 2, 4, 3, 3)

    def normalised(mode):
        def run(weight, scale, shift):
            y = layers.conv2d(layers.to_maps(maps), weight)
            params = {"a.scale": scale, "a.shift": shift}
            return normalization.Normalizer(mode).maps("a", params, y, None, None).data.tanh()

        return run

    def attention(*values):
        names = ("inward.weight", "inward.bias", "outward.weight", "outward.bias")
        params = {f"a.{name}": value for name, value in zip(names, values, strict=True)}
        return sequence.attention(params, "a", x, 2)

    def cell(*values):
        params = dict(zip(RECURRENT.values(), values, strict=True))
        state = torch.zeros(TASKS, 2, 4)
        if values[0].shape[1] == 12:
            return sequence.gru_cell(params, "a", entering(params, x[:, :, 0]), state + 0.5)
        first = entering(params, x[:, :, 0])
        return sequence.lstm_cell(params, "a", first, (state + 0.5, state - 0.5))[0]

    for mode in ("group", "layer", "transductive"):
        leaves = (random(4, 4, 3, 3), random(4), random(4))
        assert gradgradcheck(normalised(mode), leaves, fast_mode=True)
    assert gradgradcheck(
        attention, (random(12, 4), random(12), random(4, 4), random(4)), fast_mode=True
    )
    for gates in (12, 16):
        leaves = (random(gates, 4), random(gates), random(gates, 4), random(gates))
        assert gradgradcheck(cell, leaves, fast_mode=True)
