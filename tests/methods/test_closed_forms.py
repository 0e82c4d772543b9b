"""What methods learn from a support set, against an independent computation."""

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from test_gradients import (
    SHAPE,
    SHOTS,
    TASKS,
    WAYS,
    experiment,
    in_float64,
    initial,
    picture_episode,
)

from metastudio.engine.errors import ConfigError
from metastudio.engine.methods import build_method
from metastudio.engine.methods.method import RUNNING, updated_running
from metastudio.engine.sections import FITS_FUNCTIONS, METHODS, METRIC, NETWORKS
from metastudio.engine.tasks.episodes import Labelled

__all__ = ["in_float64"]  # a fixture


def built(name, **settings):
    e = experiment(method__name=name, network__normalization="layer", **settings)
    method = build_method(e, SHAPE, WAYS)
    return method, {n: v.detach() for n, v in initial(method).items()}


def features_of(method, params, x):
    return method.network.embed(params, x).numpy()


def test_simpleshot_takes_the_nearest_mean_of_centred_unit_features():
    method, params = built("simpleshot")
    episode = picture_episode()
    centre = np.linspace(-1, 1, method.network.features)
    params[f"{RUNNING}features.mean"] = torch.from_numpy(centre)
    *_, logits = method.predictions(params, episode.support, episode.query.x, WAYS)
    for task in range(TASKS):
        zs, zq = (
            features_of(method, params, part.x[task : task + 1])[0] - centre
            for part in (episode.support, episode.query)
        )
        zs, zq = (z / np.linalg.norm(z, axis=1, keepdims=True) for z in (zs, zq))
        y = episode.support.y[task].numpy()
        means = np.stack([zs[y == c].mean(0) for c in range(WAYS)])
        squared = ((zq[:, None] - means[None]) ** 2).sum(-1)
        assert np.allclose(logits[task].numpy(), -10 * squared, atol=1e-10)


def test_the_centre_of_simpleshot_follows_the_mean_feature_of_its_batches():
    method, params = built("simpleshot")
    batch = picture_episode().query
    seen = method.loss(params, batch).statistics
    expected = features_of(method, params, batch.x).mean((0, 1))
    for _ in range(200):
        params = {**params, **updated_running(params, seen)}
    assert np.allclose(params[f"{RUNNING}features.mean"].numpy(), expected, atol=1e-6)


def test_full_fine_tuning_moves_every_weight_along_its_gradient():
    method, params = built("fine-tuning", method__inner_steps=2, method__inner_lr=0.5)
    episode = picture_episode()
    adapted = method.adapt(params, episode.support, WAYS).params
    for task in range(TASKS):
        x, y = episode.support.x[task : task + 1], episode.support.y[task]
        fast = {n: v.clone() for n, v in params.items() if not n.startswith(("head.", RUNNING))}
        fast["head.weight"] = torch.zeros(WAYS, method.network.features)
        fast["head.bias"] = torch.zeros(WAYS)
        for _ in range(2):
            leaves = {n: v.requires_grad_() for n, v in fast.items()}
            z = method.network.embed(leaves, x)[0]
            loss = F.cross_entropy(z @ leaves["head.weight"].T + leaves["head.bias"], y)
            gradients = torch.autograd.grad(loss, list(leaves.values()))
            fast = {
                n: (v - 0.5 * g).detach()
                for (n, v), g in zip(leaves.items(), gradients, strict=True)
            }
        for name, value in fast.items():
            assert torch.allclose(adapted[name][task], value, atol=1e-10), name


@pytest.mark.parametrize("name", ["matchingnet", "r2d2", "protonet", "simpleshot"])
def test_after_one_shot_only_the_first_picture_of_each_class_has_been_seen(name):
    method, params = built(name)
    episode = picture_episode()  # two shots, class after class
    first, last = method.predictions(params, episode.support, episode.query.x, WAYS)
    support = type(episode.support)(episode.support.x[:, ::2], episode.support.y[:, ::2])
    (alone,) = method.predictions(params, support, episode.query.x, WAYS)
    assert torch.allclose(first, alone, atol=1e-9)
    assert not torch.allclose(first, last, atol=1e-3)


def test_the_votes_of_a_matching_network_are_probabilities():
    method, params = built("matchingnet")
    episode = picture_episode()
    *_, logits = method.predictions(params, episode.support, episode.query.x, WAYS)
    # Attention sums to one over the support set, so the votes need no more normalising: the
    # logits differ from their logarithm by one number a query.
    cosine = F.cosine_similarity(
        method.network.embed(params, episode.query.x).unsqueeze(2),
        method.network.embed(params, episode.support.x).unsqueeze(1),
        dim=-1,
    )
    attention = (params["sharpness"] * cosine).softmax(-1)
    votes = attention @ F.one_hot(episode.support.y, WAYS).double()
    assert torch.allclose(logits.softmax(-1), votes, atol=1e-12)


@pytest.mark.parametrize("name", [m for m in METHODS if m not in FITS_FUNCTIONS])
def test_methods_for_classes_refuse_functions_and_say_what_would_work(name):
    with pytest.raises(ConfigError, match="to one of: maml, "):
        experiment(data__name="sinusoid", method__name=name)


@pytest.mark.parametrize("name", [n for n in NETWORKS if n != "mlp"])
def test_networks_for_pictures_refuse_functions_and_say_what_would_work(name):
    with pytest.raises(ConfigError, match="to 'mlp'"):
        experiment(data__name="sinusoid", method__name="maml", network__name=name)


def test_a_vit_refuses_heads_and_patches_that_do_not_fit():
    with pytest.raises(ConfigError, match="multiple of 3"):
        experiment(network__name="vit", network__heads=3)
    with pytest.raises(ConfigError, match="patch of 64 px"):
        experiment(network__name="vit", network__patch=64)
    assert experiment(network__heads=3).network.heads == 3  # Conv4 has none


@pytest.mark.parametrize("name", ["matchingnet", "relationnet", "r2d2", "proto-maml", "simpleshot"])
def test_more_ways_than_were_trained_can_be_told_apart(name):
    e = experiment(method__name=name)
    method = build_method(e, SHAPE, WAYS - 1)
    params = {n: v.detach() for n, v in initial(method).items()}
    episode = picture_episode()
    *_, logits = method.predictions(params, episode.support, episode.query.x, WAYS)
    assert logits.shape[-1] == WAYS and not method.fixed_head


def test_the_cosine_head_begins_with_mean_directions_and_descends():
    method, params = built("baseline++", method__inner_steps=1, method__inner_lr=0.5)
    episode = picture_episode()
    before, after = method.adaptations(params, episode.support, WAYS)
    for task in range(TASKS):
        z = method.network.embed(params, episode.support.x[task : task + 1])[0]
        unit, y = z / z.norm(dim=1, keepdim=True), episode.support.y[task]
        head = torch.stack([unit[y == c].mean(0) for c in range(WAYS)])
        assert torch.allclose(before.params["head.weight"][task], head, atol=1e-12)
        head.requires_grad_()
        cosine = unit @ (head / head.norm(dim=1, keepdim=True)).T
        F.cross_entropy(2 * cosine, y).backward()
        expected = head.detach() - 0.5 * head.grad
        assert torch.allclose(after.params["head.weight"][task], expected, atol=1e-12)


@pytest.mark.parametrize("name", METRIC)
def test_the_curve_over_shots_is_learned_from_those_shots_alone(name):
    e = experiment(method__name=name, network__normalization="none")
    method, episode = build_method(e, SHAPE, WAYS), picture_episode()
    params = {n: v.detach() for n, v in initial(method).items()}
    support = episode.support
    first = support.x.reshape(TASKS, WAYS, SHOTS, *SHAPE)[:, :, 0]
    alone = Labelled(first, support.y.reshape(TASKS, WAYS, SHOTS)[:, :, 0])
    of_all = next(iter(method.predictions(params, support, episode.query.x, WAYS)))
    of_first = next(iter(method.predictions(params, alone, episode.query.x, WAYS)))
    assert torch.allclose(of_all, of_first, atol=1e-10)
