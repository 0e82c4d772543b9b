"""The engine's outer gradients against the plain loop's, in float64."""

from dataclasses import replace
from importlib.util import find_spec

import judges
import plain_loop
import plain_metric
import plain_reptile
import pytest
import torch
import torch.nn.functional as F

from metastudio.engine import kernels
from metastudio.engine.experiment import INNER_LOOP, METHODS, NETWORKS, Experiment, settings
from metastudio.engine.methods import BUILDERS, build_method
from metastudio.engine.methods.maml import Maml
from metastudio.engine.methods.method import RATE, RUNNING, learned
from metastudio.engine.networks import BUILDERS as NETWORK_BUILDERS
from metastudio.engine.plan import Plan, Workers, outer_gradient
from metastudio.engine.sections import FITS_FUNCTIONS, SECOND_ORDER
from metastudio.engine.sections.names import PRETRAINED_PACKAGE
from metastudio.engine.tasks.episodes import Episode, Labelled

TASKS, WAYS, SHOTS, QUERIES, SIDE = 3, 3, 2, 2, 16
SHAPE = (1, SIDE, SIDE)
NORMALIZATIONS = ["running", "support", "transductive", "group", "layer", "none"]
CASES = [
    (network, normalization)
    for network in NETWORKS
    if network != "efficientnet-lite0"  # four million weights, in a smaller matrix of its own
    for normalization in (NORMALIZATIONS if network in ("conv4", "resnet12", "mlp") else ["none"])
]
"""Every network with every normalisation; the other networks have their own."""
TOLERANCE = {"reptile": 1e-6}
"""Adam divides by the gradient's size, and so enlarges the rounding of gradients that are zero."""
needs_weights = pytest.mark.skipif(
    find_spec(PRETRAINED_PACKAGE) is None, reason="the extra 'pretrained' is not installed"
)
PLANS = [Plan(TASKS, 1), Plan(2, 1), Plan(1, 2)]


@pytest.fixture(autouse=True, scope="module")
def fused_kernels():
    assert kernels.prepare().ready


@pytest.fixture(autouse=True)
def in_float64():
    torch.set_default_dtype(torch.float64)
    yield
    torch.set_default_dtype(torch.float32)


def picture_episode(
    seed: int = 0, queries: int = QUERIES, tasks: int = TASKS, shots: int = SHOTS, shape=SHAPE
) -> Episode:
    chance = torch.Generator().manual_seed(seed)

    def labelled(each: int) -> Labelled:
        y = torch.arange(WAYS).repeat_interleave(each).repeat(tasks, 1)
        return Labelled(torch.rand(tasks, WAYS * each, *shape, generator=chance), y)

    return Episode(labelled(shots), labelled(queries), WAYS)


def function_episode() -> Episode:
    chance = torch.Generator().manual_seed(1)

    def labelled() -> Labelled:
        x = torch.rand(TASKS, 5, 1, generator=chance) * 10 - 5
        return Labelled(x, torch.sin(x) * 2)

    return Episode(labelled(), labelled(), 1)


def experiment(**chosen: object) -> Experiment:
    # So many in Conv4 that the fused kernels take them without a task axis, too.
    channels = kernels.LEAST_CHANNELS if chosen.get("network__name", "conv4") == "conv4" else 4
    small = {"network.channels": channels, "network.hidden": [7, 6], "network.width": 8}
    small |= {"method.test_steps": 3}
    return Experiment().changed({**small, **{k.replace("__", "."): v for k, v in chosen.items()}})


def initial(method):
    fresh = method.initial(torch.Generator().manual_seed(3))
    params = {name: value.double() for name, value in fresh.items()}  # published ones have 32 bits
    chance = torch.Generator().manual_seed(4)
    for name, value in params.items():
        ones_and_zeros = name.endswith(("scale", "shift", "bias"))
        if ones_and_zeros and not name.startswith(
            RATE
        ):  # away from ones and zeros, which hide errors
            value.add_(0.3 * torch.rand(value.shape, generator=chance))
        if not name.startswith(RUNNING):
            value.requires_grad_()
    return params


def tasks_of(labelled: Labelled) -> list:
    return list(zip(labelled.x, labelled.y, strict=True))


def work_for(e: Experiment, method, params, episode: Episode, shape=SHAPE) -> plain_loop.Work:
    assert e.network.name in judges.NETWORKS, "write a plain judge of this network"
    body = judges.NETWORKS[e.network.name](shape, e.network.normalization)
    model = plain_loop.WithHead(body, method.network.features, method.outputs).double()
    return plain_loop.Work(
        model,
        plain_loop.load(model, params),
        params,
        tasks_of(episode.support),
        tasks_of(episode.query),
        e.network.normalization,
        e.method.inner_lr,
        e.method.inner_steps,
        not e.method.first_order,
        F.mse_loss if e.regression else F.cross_entropy,
    )


def relative_error(found: dict, expected: dict) -> float:
    assert found.keys() == expected.keys()
    difference = sum(float((found[n] - expected[n]).pow(2).sum()) for n in found)
    return (difference / sum(float(expected[n].pow(2).sum()) for n in found)) ** 0.5


def gradients_of_every_plan(method, params, batch, plans=PLANS):
    for plan in plans:
        pool = Workers(plan.threads)
        yield outer_gradient(method, params, batch, plan, pool).gradients
        pool.close()


def assert_judged_right(
    e: Experiment, episode: Episode, shape=SHAPE, outputs=WAYS, plans=PLANS
) -> None:
    method = build_method(e, shape, outputs)
    params = initial(method)
    batch = episode if method.episodic else episode.query
    work = work_for(e, method, params, episode, shape)
    assert e.method.name in judges.METHODS, "write a plain judge of this method"
    expected = judges.METHODS[e.method.name](work)
    for found in gradients_of_every_plan(method, params, batch, plans):
        assert relative_error(found, expected) < TOLERANCE.get(e.method.name, 1e-10)


def test_every_registered_method_and_network_is_offered_and_judged():
    assert set(BUILDERS) == set(METHODS) == set(judges.METHODS)
    assert set(NETWORK_BUILDERS) == set(NETWORKS) == set(judges.NETWORKS)


ORDERS = [
    (method, first_order)
    for method in METHODS
    for first_order in ((False, True) if method in SECOND_ORDER else (False,))
]


@pytest.mark.parametrize(("network", "normalization"), CASES)
@pytest.mark.parametrize(("method", "first_order"), ORDERS)
def test_the_outer_gradient_is_the_plain_loops(method, first_order, network, normalization):
    settings = {"inner_lr": 0.3, "first_order": first_order}
    if method in INNER_LOOP:
        settings["inner_steps"] = 2
    e = experiment(
        method__name=method,
        network__name=network,
        network__normalization=normalization,
        **{f"method__{key}": value for key, value in settings.items()},
    )
    assert_judged_right(e, picture_episode())


@needs_weights
@pytest.mark.parametrize(("method", "first_order"), ORDERS)
def test_a_pretrained_network_that_goes_on_learning_has_the_plain_loops_gradient(
    method, first_order
):
    settings = {"inner_lr": 0.003, "first_order": first_order}
    if method in INNER_LOOP:
        settings["inner_steps"] = 1
    e = experiment(
        method__name=method,
        network__name="efficientnet-lite0",
        network__frozen=False,
        network__normalization="none",
        **{f"method__{key}": value for key, value in settings.items()},
    )
    shape = (3, 32, 32)
    episode = picture_episode(queries=1, tasks=2, shots=1, shape=shape)
    assert_judged_right(e, episode, shape, plans=[Plan(2, 1)])


@pytest.mark.parametrize("normalization", NORMALIZATIONS)
def test_prototypes_compared_by_cosine_have_the_plain_loops_gradient(normalization):
    e = experiment(
        method__name="protonet",
        method__distance="cosine",
        network__normalization=normalization,
    )
    method, episode = build_method(e, SHAPE, WAYS), picture_episode()
    params = initial(method)
    expected = plain_metric.judge_cosine_protonet(work_for(e, method, params, episode))
    for found in gradients_of_every_plan(method, params, episode):
        assert relative_error(found, expected) < 1e-10


@pytest.mark.parametrize("normalization", ["support", "transductive", "group"])
def test_reptile_by_gradient_descent_moves_as_the_plain_loop_does(normalization):
    e = experiment(
        method__name="reptile",
        method__inner_optimizer="sgd",
        method__inner_lr=0.3,
        method__inner_steps=3,
        network__normalization=normalization,
    )
    method, episode = build_method(e, SHAPE, WAYS), picture_episode()
    params = initial(method)
    expected = plain_reptile.judge_reptile(work_for(e, method, params, episode), by_adam=False)
    for found in gradients_of_every_plan(method, params, episode):
        assert relative_error(found, expected) < 1e-10


@pytest.mark.parametrize("steps", [1, 5])
@pytest.mark.parametrize("normalization", ["transductive", "support"])
def test_batch_normalisation_with_scales_has_the_right_second_derivative(normalization, steps):
    # torch's own F.batch_norm under vmap is 0.5 % off after one step and 3 % after five.
    assert_judged_right(
        experiment(
            method__name="maml",
            method__inner_lr=0.3,
            method__inner_steps=steps,
            network__normalization=normalization,
        ),
        picture_episode(2),
    )


@pytest.mark.parametrize("first_order", [False, True])
@pytest.mark.parametrize("method", ["maml", "anil"])
def test_rates_learned_for_each_layer_and_step_have_the_plain_loops_gradient(method, first_order):
    e = experiment(
        method__name=method,
        method__inner_steps=2,
        method__learn_inner_lr=True,
        method__first_order=first_order,
    )
    assert_judged_right(e, picture_episode())


@pytest.mark.parametrize("normalization", ["running", "support", "transductive", "none"])
def test_a_strided_network_has_the_plain_loops_gradient(normalization):
    e = experiment(
        method__name="maml",
        network__downsampling="stride",
        network__normalization=normalization,
    )
    method, episode = build_method(e, SHAPE, WAYS), picture_episode()
    params = initial(method)
    work = work_for(e, method, params, episode)
    body = plain_loop.PlainConv4(1, 8, normalization, strided=True)
    model = plain_loop.WithHead(body, method.network.features, WAYS).double()
    work = replace(work, model=model, names=plain_loop.load(model, params))
    expected = plain_loop.judge_maml(work)
    for found in gradients_of_every_plan(method, params, episode):
        assert relative_error(found, expected) < 1e-10


@pytest.mark.parametrize("progress", [0.0, 0.05, 0.1, 1.0])
def test_early_in_the_run_the_loss_after_every_inner_step_counts(progress):
    e = experiment(method__name="maml", method__inner_steps=3, method__multi_step_until=0.1)
    method, episode = build_method(e, SHAPE, WAYS), picture_episode()
    params = initial(method)
    early = {0.0: 1 / 3, 0.05: 1 / 6}.get(progress, 0.0)
    expected: dict[str, torch.Tensor] = {}
    for steps, share in ((1, early), (2, early), (3, 1 - 2 * early)):
        shorter = replace(work_for(e, method, params, episode), steps=steps)
        for name, gradient in plain_loop.judge_maml(shorter).items():
            expected[name] = expected.get(name, 0) + share * gradient
    found = outer_gradient(method, params, episode, PLANS[1], Workers(1), progress).gradients
    assert relative_error(found, expected) < 1e-10


@pytest.mark.parametrize(("progress", "second_order"), [(0.2, False), (0.5, True)])
def test_second_derivatives_may_wait(progress, second_order):
    e = experiment(method__name="maml", method__inner_steps=2, method__first_order_until=0.5)
    method, episode = build_method(e, SHAPE, WAYS), picture_episode()
    params = initial(method)
    work = replace(work_for(e, method, params, episode), second_order=second_order)
    found = outer_gradient(method, params, episode, PLANS[1], Workers(1), progress).gradients
    assert relative_error(found, plain_loop.judge_maml(work)) < 1e-10


@pytest.mark.parametrize("normalization", ["support", "transductive", "group"])
def test_each_inner_step_may_have_scales_and_shifts_of_its_own(normalization):
    e = experiment(
        method__name="maml",
        method__inner_steps=2,
        method__normalization_per_step=True,
        network__normalization=normalization,
    )
    method, episode = build_method(e, SHAPE, WAYS), picture_episode()
    params = initial(method)
    expected = plain_loop.judge_maml_normalized_per_step(work_for(e, method, params, episode))
    for found in gradients_of_every_plan(method, params, episode):
        assert relative_error(found, expected) < 1e-10


@pytest.mark.parametrize("method_name", METHODS)
def test_settings_of_other_methods_change_nothing(method_name):
    others = {
        "method.learn_inner_lr": True,
        "method.first_order": True,
        "method.multi_step_until": 0.5,
        "method.normalization_per_step": True,
        "method.distance": "cosine",
        "method.inner_batch": 3,
    }
    used = {s.path: method_name in s.methods for s in settings() if s.path in others}
    assert used.keys() == others.keys()
    plain = experiment(method__name=method_name, network__normalization="support")
    changed = plain.changed({path: v for path, v in others.items() if not used[path]})
    assert changed != plain
    episode = picture_episode()
    first, second = (build_method(e, SHAPE, WAYS) for e in (plain, changed))
    params = initial(first)
    assert {n: v.shape for n, v in initial(second).items()} == {
        n: v.shape for n, v in params.items()
    }
    batch = episode if first.episodic else episode.query
    with_plain, with_others = (
        outer_gradient(method, params, batch, PLANS[0], Workers(1), 0.0).gradients
        for method in (first, second)
    )
    assert relative_error(with_others, with_plain) == 0


@pytest.mark.parametrize("network", ["lstm", "gru", "vit"])
def test_what_lies_beyond_the_end_of_a_sequence_changes_nothing(network):
    e = experiment(method__name="protonet", network__name=network)
    method = build_method(e, (6, 3), WAYS)
    params = {n: v.detach() for n, v in initial(method).items()}
    x = torch.rand(TASKS, 4, 6, 3)
    x[..., -1] = 1
    x[:, :, 4:] = 0
    changed = x.clone()
    changed[:, :, 4:, :-1] = 9
    assert torch.allclose(method.network.embed(params, x), method.network.embed(params, changed))


@pytest.mark.parametrize("method", [m for m in FITS_FUNCTIONS if m in INNER_LOOP])
def test_functions_have_the_plain_loops_meta_gradient(method):
    e = experiment(
        data__name="sinusoid",
        method__name=method,
        method__inner_steps=2,
        network__hidden=[7, 6],
    )
    assert_judged_right(e, function_episode(), (1,), 1)


@pytest.mark.parametrize("normalization", NORMALIZATIONS)
@pytest.mark.parametrize("adapting", [("head.", "block4."), ("block1.", "block3."), ("scale",)])
def test_any_subset_of_the_parameters_may_adapt(adapting, normalization):
    class Partly(Maml):
        def adapts_parameter(self, name):
            return any(part in name for part in adapting)

    if adapting == ("scale",) and normalization == "none":
        pytest.skip("there are no scales")
    e = experiment(
        method__name="maml",
        method__inner_lr=0.3,
        method__inner_steps=2,
        network__normalization=normalization,
    )
    method = Partly(e, build_method(e, SHAPE, WAYS).network, WAYS)
    params, episode = initial(method), picture_episode()
    work = work_for(e, method, params, episode)
    expected = plain_loop.judge_maml(
        work, lambda plain: any(part in work.names[plain] for part in adapting)
    )
    for found in gradients_of_every_plan(method, params, episode):
        assert relative_error(found, expected) < 1e-10


@pytest.mark.parametrize("normalization", ["support", "transductive", "group"])
@pytest.mark.parametrize("method", [m for m in METHODS if m != "reptile"])  # no loss's gradient
def test_the_outer_gradient_agrees_with_finite_differences(method, normalization):
    settings = {"method__inner_lr": 0.2}
    if method in INNER_LOOP:
        settings["method__inner_steps"] = 2
    e = experiment(method__name=method, network__normalization=normalization, **settings)
    method, episode = build_method(e, SHAPE, WAYS), picture_episode()
    batch = episode if method.episodic else episode.query
    params = initial(method)
    found = outer_gradient(method, params, batch, Plan(TASKS, 1), Workers(1)).gradients
    chance = torch.Generator().manual_seed(9)
    direction = {n: torch.randn(g.shape, generator=chance) for n, g in found.items()}

    def loss_at(distance: float) -> float:
        moved = {
            n: (v + distance * direction[n]).detach().requires_grad_() if n in direction else v
            for n, v in params.items()
        }
        return float(method.loss(moved, batch).losses.detach().mean())

    step = 1e-8  # so short that no maximum and no rectifier changes sides on the way
    slope = (loss_at(step) - loss_at(-step)) / (2 * step)
    assert slope == pytest.approx(
        sum(float((found[n] * direction[n]).sum()) for n in found), rel=1e-5
    )


@pytest.mark.parametrize("method_name", ["maml", "anil", "protonet"])
def test_every_plan_sees_the_same_statistics(method_name):
    e = experiment(method__name=method_name, network__normalization="running")
    method, episode = build_method(e, SHAPE, WAYS), picture_episode()
    params = initial(method)
    whole = outer_gradient(method, params, episode, Plan(TASKS, 1), Workers(1))
    pool = Workers(2)
    cut = outer_gradient(method, params, episode, Plan(1, 2), pool)
    pool.close()
    assert set(whole.statistics) == set(method.network.norms)
    for norm, (mean, variance) in whole.statistics.items():
        assert torch.allclose(cut.statistics[norm][0], mean)
        assert torch.allclose(cut.statistics[norm][1], variance)


@pytest.mark.parametrize(("network", "normalization"), CASES)
@pytest.mark.parametrize("method_name", METHODS)
def test_one_query_gets_the_same_answer_alone_and_in_company(method_name, normalization, network):
    e = experiment(
        method__name=method_name, network__name=network, network__normalization=normalization
    )
    method, episode = build_method(e, SHAPE, WAYS), picture_episode(queries=26)
    params = {n: v.detach() for n, v in initial(method).items()}

    def answers(companions: int):
        x = episode.query.x[:, : 1 + companions]
        return [a[:, :1] for a in method.predictions(params, episode.support, x, WAYS)]

    alone = answers(0)
    for companions in (1, 5, 75):
        for found, expected in zip(answers(companions), alone, strict=True):
            assert torch.allclose(found, expected, atol=1e-9)


@pytest.mark.parametrize("method_name", METHODS)
def test_transductive_reading_depends_on_the_company(method_name):
    e = experiment(method__name=method_name, network__normalization="transductive")
    method, episode = build_method(e, SHAPE, WAYS), picture_episode()
    params = {n: v.detach() for n, v in initial(method).items()}
    *_, together = method.predictions(params, episode.support, episode.query.x, WAYS, together=True)
    *_, fewer = method.predictions(
        params, episode.support, episode.query.x[:, :2], WAYS, together=True
    )
    # A new head that starts at zero may move little; anything above rounding is company.
    assert float((together[:, :2] - fewer).abs().max()) > 1e-6


@pytest.mark.parametrize("method_name", INNER_LOOP)
def test_fewer_classes_than_the_head_was_trained_for_can_be_adapted_to(method_name):
    e = experiment(method__name=method_name)
    method = build_method(e, SHAPE, WAYS + 2)
    params, episode = initial(method), picture_episode()
    *_, logits = method.predictions(
        {n: v.detach() for n, v in params.items()}, episode.support, episode.query.x, WAYS
    )
    assert logits.shape == (TASKS, WAYS * QUERIES, WAYS)


def test_a_method_whose_body_is_fixed_answers_as_if_it_embedded_anew_at_every_step():
    e = experiment(method__name="anil", network__normalization="support")
    method, episode = build_method(e, SHAPE, WAYS), picture_episode()
    params = {n: v.detach() for n, v in initial(method).items()}
    once = method.predictions(params, episode.support, episode.query.x, WAYS)
    anew = (
        method.predict(params, adapted, episode.query.x)
        for adapted in method.adaptations(params, episode.support, WAYS)
    )
    for a, b in zip(once, anew, strict=True):
        assert torch.allclose(a, b, atol=1e-12)


def test_more_steps_than_were_trained_go_on_with_the_last_learned_rate():
    e = experiment(method__name="maml", method__learn_inner_lr=True, method__test_steps=3)
    method, episode = build_method(e, SHAPE, WAYS), picture_episode()
    params = {n: v.detach() for n, v in initial(method).items()}
    fixed = build_method(e.changed({"method.learn_inner_lr": False}), SHAPE, WAYS)
    weights = {n: v for n, v in params.items() if not n.startswith("rate.")}
    learned_rates = method.adapt(params, episode.support, WAYS).params
    by_setting = fixed.adapt(weights, episode.support, WAYS).params
    for name, value in by_setting.items():
        assert torch.allclose(learned_rates[name], value, atol=1e-12)


def test_transfer_head_descends_the_gradient_of_softmax_regression():
    e = experiment(method__name="transfer", method__inner_steps=1, method__inner_lr=1.0)
    method = build_method(e, SHAPE, WAYS)
    x = torch.rand(1, 6, 5, generator=torch.Generator().manual_seed(2))
    y = torch.tensor([[0, 0, 1, 1, 2, 2]])
    (start, _), (weight, bias) = method._heads(x, y, WAYS)
    leaf, leaf_bias = start.clone().requires_grad_(), torch.zeros(1, WAYS).requires_grad_()
    F.cross_entropy((x @ leaf.transpose(1, 2) + leaf_bias)[0], y[0]).backward()
    assert torch.allclose(weight, -leaf.grad)  # weight decay of zeros is zero
    assert torch.allclose(bias, -leaf_bias.grad)


@pytest.mark.parametrize("method_name", [*FITS_FUNCTIONS, "transfer", "fine-tuning"])
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


def test_first_rates_of_meta_sgd_may_be_drawn_from_a_range():
    e = experiment(method__name="meta-sgd", method__inner_lr=0.1, method__lowest_inner_lr=0.005)
    rates = [v for n, v in initial(build_method(e, SHAPE, WAYS)).items() if n.startswith(RATE)]
    values = torch.cat([rate.detach().flatten() for rate in rates])
    assert 0.005 <= float(values.min()) < 0.01 and 0.09 < float(values.max()) <= 0.1
    assert float(values.mean()) == pytest.approx(0.0525, abs=0.005)


def test_rates_are_learned_with_the_weights_and_running_averages_are_not():
    e = experiment(method__name="meta-sgd", network__normalization="running")
    params = build_method(e, SHAPE, WAYS).initial(torch.Generator())
    assert "rate.block1.weight" in learned(params)
    assert not any(name.startswith(RUNNING) for name in learned(params))


@pytest.mark.parametrize("plan", [Plan(TASKS, 1), Plan(2, 1)])
def test_the_length_of_the_inner_loops_gradients_is_that_of_each_task_alone(plan):
    e = experiment(
        data__name="sinusoid", method__name="maml", method__inner_steps=2, method__inner_lr=0.05
    )
    method = build_method(e, (1,), 1)
    params, episode = initial(method), function_episode()
    with_workers = Workers(1)
    seen = outer_gradient(method, params, episode, plan, with_workers)
    with_workers.close()
    names = [n for n in params if n.endswith(("weight", "bias"))]
    lengths = []
    for x, y in zip(episode.support.x, episode.support.y, strict=True):
        fast = {n: params[n].detach().clone().requires_grad_() for n in names}
        for _ in range(2):
            values = method.network.embed(fast, x[None])
            out = torch.nn.functional.linear(values, fast["head.weight"], fast["head.bias"])
            gradients = torch.autograd.grad(((out[0] - y) ** 2).mean(), list(fast.values()))
            lengths.append(float(sum((g**2).sum() for g in gradients).sqrt()))
            fast = {
                n: (w - 0.05 * g).detach().requires_grad_()
                for (n, w), g in zip(fast.items(), gradients, strict=True)
            }
    assert seen.inner_norm == pytest.approx(sum(lengths) / len(lengths), rel=1e-9)


def test_a_method_without_an_inner_loop_has_no_such_length():
    method = build_method(experiment(method__name="protonet"), SHAPE, WAYS)
    pool = Workers(1)
    seen = outer_gradient(method, initial(method), picture_episode(), Plan(TASKS, 1), pool)
    assert seen.inner_norm != seen.inner_norm  # not a number
    pool.close()
