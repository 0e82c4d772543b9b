"""The engine's outer gradients against the plain loop's, in float64."""

import plain_loop
import pytest
import torch
import torch.nn.functional as F

from metastudio.engine.experiment import Experiment
from metastudio.engine.methods import build_method
from metastudio.engine.methods.method import RUNNING
from metastudio.engine.plan import Plan, Workers, outer_gradient
from metastudio.engine.tasks.episodes import Episode, Labelled

TASKS, WAYS, SHOTS, QUERIES, SIDE = 3, 3, 2, 2, 16
NORMALIZATIONS = ["running", "support", "transductive", "none"]


@pytest.fixture(autouse=True)
def in_float64():
    torch.set_default_dtype(torch.float64)
    yield
    torch.set_default_dtype(torch.float32)


def picture_episode(seed: int = 0) -> Episode:
    chance = torch.Generator().manual_seed(seed)
    side = (1, SIDE, SIDE)

    def labelled(each: int) -> Labelled:
        y = torch.arange(WAYS).repeat_interleave(each).repeat(TASKS, 1)
        return Labelled(torch.rand(TASKS, WAYS * each, *side, generator=chance), y)

    return Episode(labelled(SHOTS), labelled(QUERIES), WAYS)


def function_episode() -> Episode:
    chance = torch.Generator().manual_seed(1)

    def labelled() -> Labelled:
        x = torch.rand(TASKS, 5, 1, generator=chance) * 10 - 5
        return Labelled(x, torch.sin(x) * 2)

    return Episode(labelled(), labelled(), 1)


def experiment(**settings: object) -> Experiment:
    return Experiment().changed({k.replace("__", "."): v for k, v in settings.items()})


def initial(method):
    params = method.initial(torch.Generator().manual_seed(3))
    chance = torch.Generator().manual_seed(4)
    for name, value in params.items():
        if name.endswith(("scale", "shift", "bias")):  # away from ones and zeros, which hide errors
            value.add_(0.3 * torch.rand(value.shape, generator=chance))
        if not name.startswith(RUNNING):
            value.requires_grad_()
    return params


def relative_error(found: dict, expected: dict) -> float:
    assert found.keys() == expected.keys()
    difference = sum(float((found[n] - expected[n]).pow(2).sum()) for n in found)
    return (difference / sum(float(expected[n].pow(2).sum()) for n in found)) ** 0.5


@pytest.mark.parametrize("first_order", [False, True], ids=["second-order", "first-order"])
@pytest.mark.parametrize("steps", [1, 3])
@pytest.mark.parametrize("normalization", NORMALIZATIONS)
@pytest.mark.parametrize("network", ["conv4", "mlp"])
def test_maml_has_the_plain_loops_meta_gradient(network, normalization, steps, first_order):
    e = experiment(
        method__name="maml",
        method__inner_lr=0.3,
        method__inner_steps=steps,
        method__first_order=first_order,
        network__name=network,
        network__channels=4,
        network__hidden=[7, 6],
        network__normalization=normalization,
    )
    method, episode = build_method(e, (1, SIDE, SIDE), WAYS), picture_episode()
    params = initial(method)
    found = outer_gradient(method, params, episode, Plan(2, 1), Workers(1)).gradients

    normalize = normalization != "none"
    body = (
        plain_loop.PlainConv4(1, 4, normalize)
        if network == "conv4"
        else plain_loop.PlainMLP(SIDE * SIDE, (7, 6), normalize)
    )
    model = plain_loop.WithHead(body, method.network.features, WAYS).double()
    names = plain_loop.load(model, params, "body.")
    expected = plain_loop.maml_meta_gradient(
        model,
        list(zip(episode.support.x, episode.support.y, strict=True)),
        list(zip(episode.query.x, episode.query.y, strict=True)),
        inner_lr=0.3,
        steps=steps,
        second_order=not first_order,
        normalization=normalization,
        loss=F.cross_entropy,
    )
    assert relative_error(found, {names[n]: g for n, g in expected.items()}) < 1e-10


def test_maml_on_functions_has_the_plain_loops_meta_gradient():
    e = experiment(data__name="sinusoid", method__name="maml", method__inner_steps=2)
    method, episode = build_method(e, (1,), 1), function_episode()
    params = initial(method)
    found = outer_gradient(method, params, episode, Plan(25, 1), Workers(1)).gradients
    model = plain_loop.WithHead(plain_loop.PlainMLP(1, (40, 40), False), 40, 1).double()
    names = plain_loop.load(model, params, "body.")
    expected = plain_loop.maml_meta_gradient(
        model,
        list(zip(episode.support.x, episode.support.y, strict=True)),
        list(zip(episode.query.x, episode.query.y, strict=True)),
        inner_lr=0.01,
        steps=2,
        second_order=True,
        normalization="none",
        loss=F.mse_loss,
    )
    assert relative_error(found, {names[n]: g for n, g in expected.items()}) < 1e-10


@pytest.mark.parametrize("normalization", NORMALIZATIONS)
def test_protonet_has_the_plain_loops_gradient(normalization):
    e = experiment(network__channels=4, network__normalization=normalization)
    method, episode = build_method(e, (1, SIDE, SIDE), WAYS), picture_episode()
    params = initial(method)
    found = outer_gradient(method, params, episode, Plan(TASKS, 1), Workers(1)).gradients

    model = plain_loop.PlainConv4(1, 4, normalization != "none").double()
    names = plain_loop.load(model, params)
    total = 0.0
    for task in range(TASKS):
        xs, ys = episode.support.x[task], episode.support.y[task]
        xq, yq = episode.query.x[task], episode.query.y[task]
        if normalization == "support":
            plain_loop.set_mode(model, "record")
            zs = model(xs)
            plain_loop.set_mode(model, "given")
            zq = model(xq)
        else:
            z = model(torch.cat([xs, xq]))
            zs, zq = z[: len(xs)], z[len(xs) :]
        prototypes = torch.stack([zs[ys == c].mean(0) for c in range(WAYS)])
        distances = ((zq[:, None] - prototypes[None]) ** 2).sum(-1)
        total = total + F.cross_entropy(-distances, yq) / TASKS
    gradients = torch.autograd.grad(total, list(model.parameters()))
    expected = {names[n]: g for (n, _), g in zip(model.named_parameters(), gradients, strict=True)}
    assert relative_error(found, expected) < 1e-10


@pytest.mark.parametrize("normalization", ["support", "transductive"])
def test_the_meta_gradient_agrees_with_finite_differences(normalization):
    e = experiment(
        method__name="maml",
        method__inner_lr=0.2,
        method__inner_steps=2,
        network__channels=4,
        network__normalization=normalization,
    )
    method, episode = build_method(e, (1, SIDE, SIDE), WAYS), picture_episode()
    params = initial(method)
    found = outer_gradient(method, params, episode, Plan(TASKS, 1), Workers(1)).gradients
    chance = torch.Generator().manual_seed(9)
    direction = {n: torch.randn(g.shape, generator=chance) for n, g in found.items()}

    def loss_at(distance: float) -> float:
        moved = {
            n: (v + distance * direction[n]).detach().requires_grad_() if n in direction else v
            for n, v in params.items()
        }
        return float(method.loss(moved, episode).losses.detach().mean())

    step = 1e-6
    slope = (loss_at(step) - loss_at(-step)) / (2 * step)
    assert slope == pytest.approx(
        sum(float((found[n] * direction[n]).sum()) for n in found), rel=1e-5
    )


@pytest.mark.parametrize("method_name", ["maml", "protonet"])
def test_every_plan_gives_the_same_gradient(method_name):
    e = experiment(method__name=method_name, network__channels=4)
    method, episode = build_method(e, (1, SIDE, SIDE), WAYS), picture_episode()
    params = initial(method)
    whole = outer_gradient(method, params, episode, Plan(TASKS, 1), Workers(1))
    pool = Workers(2)
    cut = outer_gradient(method, params, episode, Plan(1, 2), pool)
    pool.close()
    assert relative_error(cut.gradients, whole.gradients) < 1e-12
    for norm, (mean, variance) in whole.statistics.items():
        assert torch.allclose(cut.statistics[norm][0], mean)
        assert torch.allclose(cut.statistics[norm][1], variance)


@pytest.mark.parametrize("method_name", ["maml", "protonet", "transfer"])
@pytest.mark.parametrize("normalization", NORMALIZATIONS)
def test_one_query_gets_the_same_answer_alone_and_in_company(method_name, normalization):
    e = experiment(
        method__name=method_name, network__channels=4, network__normalization=normalization
    )
    method, episode = build_method(e, (1, SIDE, SIDE), WAYS), picture_episode()
    params = {n: v.detach() for n, v in initial(method).items()}
    *_, together = method.predictions(params, episode.support, episode.query.x, WAYS)
    *_, alone = method.predictions(params, episode.support, episode.query.x[:, :1], WAYS)
    assert torch.allclose(together[:, :1], alone, atol=1e-9)


def test_transductive_reading_depends_on_the_company():
    e = experiment(method__name="maml", network__channels=4, network__normalization="transductive")
    method, episode = build_method(e, (1, SIDE, SIDE), WAYS), picture_episode()
    params = {n: v.detach() for n, v in initial(method).items()}
    *_, together = method.predictions(params, episode.support, episode.query.x, WAYS, together=True)
    *_, fewer = method.predictions(
        params, episode.support, episode.query.x[:, :2], WAYS, together=True
    )
    assert not torch.allclose(together[:, :2], fewer, atol=1e-3)


def test_transfer_head_descends_the_gradient_of_softmax_regression():
    e = experiment(
        method__name="transfer", method__inner_steps=1, method__inner_lr=1.0, network__channels=4
    )
    method = build_method(e, (1, SIDE, SIDE), WAYS)
    x = torch.rand(1, 6, 5, generator=torch.Generator().manual_seed(2))
    y = torch.tensor([[0, 0, 1, 1, 2, 2]])
    (start, _), (weight, bias) = method._heads(x, y, WAYS)
    leaf, leaf_bias = start.clone().requires_grad_(), torch.zeros(1, WAYS).requires_grad_()
    F.cross_entropy((x @ leaf.transpose(1, 2) + leaf_bias)[0], y[0]).backward()
    assert torch.allclose(weight, -leaf.grad)  # weight decay of zeros is zero
    assert torch.allclose(bias, -leaf_bias.grad)


@pytest.mark.parametrize("method_name", ["maml", "transfer"])
@pytest.mark.parametrize("normalization", NORMALIZATIONS)
def test_one_point_of_a_function_gets_the_same_value_alone_and_in_company(
    method_name, normalization
):
    e = experiment(
        data__name="sinusoid", method__name=method_name, network__normalization=normalization
    )
    method, episode = build_method(e, (1,), 1), function_episode()
    params = {n: v.detach() for n, v in initial(method).items()}
    adapted = method.adapt(params, episode.support, 1)
    together = method.predict(params, adapted, episode.query.x)
    alone = method.predict(params, adapted, episode.query.x[:, :1])
    assert torch.allclose(together[:, :1], alone, atol=1e-9)
