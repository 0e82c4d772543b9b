"""Fused kernels: the same numbers as torch's own operations, wherever and however they run."""

import json
import subprocess
import sys
import threading
import weakref

import pytest
import torch
import torch.nn.functional as F
from torch._subclasses import FakeTensorMode

from metastudio.engine import kernels, planning
from metastudio.engine.events import Noticed, Started
from metastudio.engine.experiment import Experiment
from metastudio.engine.kernels import convolving, library, sharing, trial
from metastudio.engine.kernels.blocks import block_by_batch
from metastudio.engine.kernels.graphs import used_once
from metastudio.engine.learner import Learner
from metastudio.engine.memory import bytes_alive
from metastudio.engine.methods.method import learned
from metastudio.engine.plan import Plan, outer_gradient, workers
from metastudio.engine.tasks.catalog import open_source
from metastudio.engine.tasks.episodes import Episode, Labelled
from metastudio.engine.training import train
from metastudio.engine.workspace import Workspace

ONE, TWO = Plan(1, 1, serial=True), Plan(1, 2)
SMALL = {
    "method.name": "maml",
    "network.channels": 8,
    "training.meta_batch": 2,
    "training.iterations": 2,
    "training.validation_every": 1,
    "training.validation_tasks": 2,
    "training.chunk": 1,
    "training.threads": 1,
}


@pytest.fixture(autouse=True, scope="module")
def prepared():
    assert kernels.prepare().ready, kernels.status().reason
    assert kernels.cover(torch.ones(2, 8, 4, 4, dtype=torch.float64))


def learner(**settings: object) -> Learner:
    e = Experiment().changed({**SMALL, **{k.replace("__", "."): v for k, v in settings.items()}})
    return Learner(e, open_source(e.data, Workspace.default()), torch.device("cpu"))


def gradients(made: Learner, plan: Plan = ONE, batch: Episode | None = None):
    with workers(plan) as pool:
        batch = batch or made.batch(1)
        return outer_gradient(made.method, made.params, batch, plan, pool).gradients


# --- against torch -------------------------------------------------------------------------------


def plain_block(x, scale, shift):
    """By torch's own operations, one group after another."""
    variance, mean = torch.var_mean(x, (1, 3, 4), correction=0)
    factor = scale * torch.rsqrt(variance + 1e-5)
    return plain_factors(x, factor, shift - mean * factor), mean, variance


def plain_factors(x, factor, offset):
    z = x * factor[:, None, :, None, None] + offset[:, None, :, None, None]
    return F.relu(F.max_pool2d(z.flatten(0, 1), 2))


def numbers_of(function, leaves, chance):
    """Values, first and second derivatives of all that a block returns."""
    y, *others = function(*leaves)
    drawn = [torch.rand(part.shape, dtype=part.dtype, generator=chance) for part in (y, *others)]
    total = sum((part.sin() * by).sum() for part, by in zip((y, *others), drawn, strict=True))
    first = torch.autograd.grad(total, leaves, create_graph=True)
    second = torch.autograd.grad(sum((g * g.detach().cos()).sum() for g in first), leaves)
    return [y, *others, *first, *second]


@pytest.mark.parametrize(
    ("groups", "each", "height", "width", "channels"),
    [(1, 19, 7, 9, 12), (3, 2, 5, 4, 8), (2, 9, 2, 3, 33)],
)
@pytest.mark.parametrize("kind", ["batch", "factors"])
def test_a_block_and_its_two_derivatives_are_those_of_torch(
    kind, groups, each, height, width, channels
):
    chance = torch.Generator().manual_seed(groups)

    def drawn(*shape):
        return torch.randn(shape, dtype=torch.float64, generator=chance)

    x = (3 + 2 * drawn(groups, each, channels, height, width)).requires_grad_()
    leaves = (x, drawn(groups, channels).requires_grad_(), drawn(groups, channels).requires_grad_())

    def fused(x, a, b):
        if kind == "batch":
            return kernels.block_by_batch(x.flatten(0, 1), a, b, 1e-5)
        return (kernels.block_by_factors(x.flatten(0, 1), a, b),)

    def plain(x, a, b):
        return plain_block(x, a, b) if kind == "batch" else (plain_factors(x, a, b),)

    found = numbers_of(fused, leaves, torch.Generator().manual_seed(9))
    expected = numbers_of(plain, leaves, torch.Generator().manual_seed(9))
    for a, b in zip(found, expected, strict=True):
        assert float((a - b).detach().norm() / b.detach().norm()) < 1e-11


def test_the_maps_of_a_graph_used_once_become_their_gradients_and_are_read_no_more():
    x, u = torch.rand(3, 20, 5, 7, requires_grad=True), torch.rand(3, 20, 2, 3)
    scale, shift = torch.rand(1, 20), torch.rand(1, 20)
    maps = (2 * x).contiguous(memory_format=torch.channels_last)
    y = block_by_batch(maps, scale, shift, 1e-5)[0]
    (expected,) = torch.autograd.grad(y, x, u, retain_graph=True)
    with used_once():
        (found,) = torch.autograd.grad(y, x, u, retain_graph=True)
    torch.testing.assert_close(found, expected)
    assert torch.equal(2 * maps.detach(), found)
    with pytest.raises(RuntimeError, match="modified by an inplace operation"):
        torch.autograd.grad(y, x, u)


def test_queries_taken_one_by_one_weigh_each_task_as_its_loss_is_weighed(monkeypatch):
    # Scales of each inner step are shared by the tasks, the weights of the convolutions are not.
    made = learner(method__normalization_per_step=True, training__meta_batch=3)
    made.method.network.fused = True
    params = {name: value.double() for name, value in made.params.items()}
    leaves = [leaf.requires_grad_() for leaf in learned(params).values()]
    batch = made.batch(1)
    parts = [Labelled(part.x.double(), part.y) for part in (batch.support, batch.query)]
    batch, counts = Episode(*parts, batch.ways), torch.tensor([1.0, 2.0, 4.0]).double()

    def of_all() -> tuple[torch.Tensor, ...]:
        losses = made.method.loss(params, batch).losses
        return (losses, *torch.autograd.grad(losses @ counts, leaves))

    found = of_all()
    monkeypatch.setattr(type(made.method), "_takes_queries_one_by_one", lambda *_: False)
    for one, other in zip(found, of_all(), strict=True):
        torch.testing.assert_close(one, other, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("out", [9, 16, 35])
@pytest.mark.parametrize("grouped", [False, True])
def test_the_first_block_is_a_convolution_and_a_block(grouped, out):
    chance = torch.Generator().manual_seed(out)

    def drawn(*shape):
        return torch.randn(shape, dtype=torch.float64, generator=chance)

    tasks, n = 2, 10  # more than one part
    x = drawn(tasks, n, 1, 7, 6)
    leaves = (drawn(tasks, out, 1, 3, 3), drawn(tasks, out), drawn(tasks, out))
    leaves = tuple(leaf.requires_grad_() for leaf in leaves)

    def fused(weight, scale, shift):
        return kernels.first_block_by_batch(x, weight, scale, shift, 1e-5, grouped)

    def plain(weight, scale, shift):
        maps = torch.stack([F.conv2d(a, b, padding=1) for a, b in zip(x, weight, strict=True)])
        y, mean, variance = plain_block(maps, scale, shift)
        y = y.unflatten(0, (tasks, n)).transpose(0, 1).flatten(1, 2) if grouped else y
        return y, mean, variance

    found = numbers_of(fused, leaves, torch.Generator().manual_seed(9))
    expected = numbers_of(plain, leaves, torch.Generator().manual_seed(9))
    for a, b in zip(found, expected, strict=True):
        assert float((a - b).detach().norm() / b.detach().norm()) < 1e-11


@pytest.mark.parametrize("digits", [torch.float64, torch.float32])
@pytest.mark.parametrize(
    ("pictures", "height", "width", "groups", "before", "out"),
    [
        (3, 14, 14, 1, 64, 64),
        (19, 7, 5, 1, 16, 20),  # parts, and strips, of unequal length
        (9, 3, 3, 4, 32, 7),  # groups, and rows that are left over
        (2, 21, 20, 2, 16, 1),
    ],
)
def test_the_gradient_by_weights_is_that_of_torch(
    pictures, height, width, groups, before, out, digits
):
    chance = torch.Generator().manual_seed(0)
    x, gy = (
        torch.randn((pictures, groups * n, height, width), generator=chance, dtype=digits)
        .contiguous(memory_format=torch.channels_last)
        for n in (before, out)
    )  # fmt: skip
    weight = torch.zeros(groups * out, before, 3, 3, dtype=torch.float64, requires_grad=True)
    y = F.conv2d(x.double(), weight, padding=1, groups=groups)
    (expected,) = torch.autograd.grad(y, weight, gy.double())
    found = convolving.by_weights(gy, x, groups)
    limit = 1e-13 if digits == torch.float64 else 2e-6
    assert (found - expected).norm() <= limit * expected.norm()
    assert found.is_contiguous(memory_format=torch.channels_last) and found.dtype == digits


@pytest.mark.parametrize("method", ["maml", "protonet"])
def test_by_weights_in_panels_and_by_torch_make_the_same_outer_gradient(method, monkeypatch):
    made = learner(method__name=method, network__channels=16)
    assert made.fused
    params = {name: value.double() for name, value in made.params.items()}
    leaves = [leaf.requires_grad_() for leaf in learned(params).values()]
    batch, seen, taken = made.batch(1), [], []
    parts = [Labelled(part.x.double(), part.y) for part in (batch.support, batch.query)]
    batch, in_panels = Episode(*parts, batch.ways), convolving.by_weights
    monkeypatch.setattr(convolving, "by_weights", lambda *a: taken.append(a) or in_panels(*a))
    monkeypatch.setattr(convolving, "WORTH_WAITING", 0)
    for worth in (True, False):
        monkeypatch.setattr(convolving, "worth_panels", lambda worth=worth: worth)
        taken.clear()
        seen.append(torch.autograd.grad(made.method.loss(params, batch).losses.sum(), leaves))
        assert bool(taken) == worth
    for found, expected in zip(*seen, strict=True):
        torch.testing.assert_close(found, expected, rtol=1e-9, atol=1e-12)


def test_gradients_by_weights_shared_by_two_threads_are_the_same_bits():
    chance = torch.Generator().manual_seed(0)
    x, gy = (
        torch.randn((40, 16, 14, 14), generator=chance)
        .contiguous(memory_format=torch.channels_last)
        for _ in range(2)
    )  # fmt: skip
    before, seen = torch.get_num_threads(), []
    try:
        for threads in (1, *[2] * 10):
            torch.set_num_threads(threads)
            seen.append(convolving.by_weights(gy, x, 1))
    finally:
        torch.set_num_threads(before)
    assert all(torch.equal(seen[0], one) for one in seen[1:])


def test_the_layout_of_weights_in_memory_changes_no_gradient():
    chance = torch.Generator().manual_seed(0)
    x = torch.rand(2, 3, 1, 7, 6, generator=chance, dtype=torch.float64)
    weight = torch.randn(2, 16, 1, 3, 3, generator=chance, dtype=torch.float64)
    scale = torch.ones(2, 16, dtype=torch.float64)
    results = []
    for order in ((0, 1, 2, 3, 4), (0, 2, 3, 4, 1)):
        back = sorted(range(5), key=order.__getitem__)
        laid = weight.permute(order).contiguous().permute(back).requires_grad_()
        y, *_ = kernels.first_block_by_batch(x, laid, scale, scale, 1e-5, True)
        (first,) = torch.autograd.grad(y.sin().sum(), laid, create_graph=True)
        results.append([first, *torch.autograd.grad(first.square().sum(), laid)])
    assert all(torch.allclose(a, b, rtol=1e-12) for a, b in zip(*results, strict=True))


@pytest.mark.parametrize("normalization", ["transductive", "support", "none"])
@pytest.mark.parametrize("ink", [0.0, 1.0, 0.3])
def test_pictures_without_any_contrast_give_the_finite_gradients_of_torch(ink, normalization):
    chosen = {"network__normalization": normalization, "training__fused": False}
    plain, fused = learner(**chosen), learner(**{**chosen, "training__fused": True})
    batch = plain.batch(1)
    blank = Episode(
        Labelled(torch.full_like(batch.support.x, ink), batch.support.y),
        Labelled(torch.full_like(batch.query.x, ink), batch.query.y),
        batch.ways,
    )
    assert fused.fused and not plain.fused
    found, expected = gradients(fused, batch=blank), gradients(plain, batch=blank)
    scale = max(float(g.norm()) for g in expected.values())
    for name, gradient in found.items():
        assert gradient.isfinite().all() and expected[name].isfinite().all()
        # Equal neighbours: rounding decides which of them a maximum is, and few else.
        assert float((gradient - expected[name]).norm()) < 0.05 * scale


def test_what_is_no_number_comes_through():
    x = torch.ones(1, 8, 4, 4)
    x[0, 0, 1, 1] = torch.nan
    ones = torch.ones(1, 8)
    y = kernels.block_by_factors(x, ones, ones)
    assert y[0, 0, 0, 0].isnan() and int(y.isnan().sum()) == 1
    pictures, weight = torch.ones(1, 1, 1, 8, 8), torch.ones(1, 17, 1, 3, 3)
    pictures[0, 0, 0, 3, 3] = torch.nan  # the corner of four windows' patches
    ones = torch.ones(1, 17)
    seen = kernels.first_block_by_factors(pictures, weight, ones, ones, False).isnan()
    assert seen[0, :, 1:3, 1:3].all() and int(seen.sum()) == 17 * 4


def test_few_channels_other_numbers_and_other_devices_take_the_path_of_torch():
    assert kernels.cover(torch.ones(2, 8, 4, 4))
    assert not kernels.cover(torch.ones(2, 7, 4, 4))
    assert not kernels.cover(torch.ones(2, 8, 1, 4))
    assert not kernels.cover(torch.ones(2, 8, 4, 4, dtype=torch.bfloat16))
    with FakeTensorMode():  # as while a graph is exported
        assert not kernels.cover(torch.ones(2, 8, 4, 4))
    assert not kernels.cover_pictures(torch.ones(1, 2, 3, 4, 4))
    assert not kernels.cover_pictures(torch.ones(1, 2, 1, 4, 4, requires_grad=True))


# --- threads -------------------------------------------------------------------------------------


def test_one_thread_and_two_give_the_same_bits():
    made = learner(method__inner_steps=2)
    alone, side_by_side = gradients(made, ONE), gradients(made, TWO)
    assert all(torch.equal(alone[name], side_by_side[name]) for name in alone)


def test_a_loop_shared_by_two_threads_gives_the_same_bits():
    chance = torch.Generator().manual_seed(0)
    x = torch.randn(40, 16, 20, 20, generator=chance, requires_grad=True)
    scale, shift = torch.ones(1, 16, requires_grad=True), torch.ones(1, 16, requires_grad=True)
    results, before = [], torch.get_num_threads()
    try:
        for threads in (1, 2):
            torch.set_num_threads(threads)
            y, *_ = kernels.block_by_batch(x, scale, shift, 1e-5)
            first = torch.autograd.grad(y.square().sum(), (x, scale), create_graph=True)
            results.append([y, *first, *torch.autograd.grad(first[0].square().sum(), (x, scale))])
    finally:
        torch.set_num_threads(before)
    assert all(torch.equal(a, b) for a, b in zip(*results, strict=True))


@pytest.mark.parametrize(
    ("settings", "usual"),
    [
        ({"training__meta_batch": 8}, Plan(4, 2)),
        ({"training__meta_batch": 4}, Plan(2, 2)),
        ({"training__meta_batch": 8, "task__shots": 2}, Plan(2, 2)),
        ({"training__meta_batch": 8, "task__shots": 5}, Plan(1, 2)),
        ({"training__meta_batch": 8, "data__image_size": 84}, Plan(1, 2)),
        ({"training__meta_batch": 8, "method__name": "anil"}, Plan(1, 2)),
        ({"training__meta_batch": 2}, Plan(1, 2)),
    ],
)
def test_each_processor_usually_has_tasks_of_its_own(settings, usual, tmp_path, monkeypatch):
    monkeypatch.setattr(planning, "cpu_threads", lambda: 2)
    monkeypatch.setattr(planning, "_seconds_a_task", lambda _, plan: 1.0)
    settings = {"training__chunk": None, "training__threads": None, **settings}
    fused, plain = learner(**settings), learner(**settings, training__fused=False)
    assert planning.choose(fused, Workspace(tmp_path)).plan == usual
    assert planning.choose(plain, Workspace(tmp_path)).plan == plain.plan


def test_a_first_block_shared_by_two_threads_gives_the_same_bits():
    chance = torch.Generator().manual_seed(0)
    x, weight = (torch.randn(s, generator=chance) for s in ((1, 200, 1, 28, 28), (1, 16, 1, 3, 3)))
    ones, before, seen = torch.ones(1, 16), torch.get_num_threads(), []
    try:
        for threads in (1, *[2] * 40):  # they share room to compute in; a clash is a matter of luck
            torch.set_num_threads(threads)
            seen.append(kernels.first_block_by_batch(x, weight, ones, ones, 1e-5, False))
    finally:
        torch.set_num_threads(before)
    assert all(torch.equal(a, b) for one in seen[1:] for a, b in zip(seen[0], one, strict=True))


def test_what_a_helper_works_on_stays_although_nobody_waits_for_it(monkeypatch):
    begun, go = threading.Event(), threading.Event()

    class Interrupted:
        def pack(self, *given):
            return b""

        def run(self, first, last, packed):
            if first == 0:
                assert begun.wait(10)
                raise KeyboardInterrupt
            begun.set()
            assert go.wait(10)

    maps = torch.ones(1)
    freed = weakref.ref(maps)
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    try:
        with pytest.raises(KeyboardInterrupt):
            sharing.share(Interrupted(), 2, 8, 10**6, maps)
    finally:
        torch.set_num_threads(before)
    del maps
    assert freed() is not None
    go.set()


# --- which path a run takes ----------------------------------------------------------------------


def started(events) -> Started:
    return next(event for event in events if isinstance(event, Started))


def test_a_switch_turns_them_off_and_the_run_says_so():
    fused = started(list(train(Experiment().changed(SMALL))))
    plain = started(list(train(Experiment().changed({**SMALL, "training.fused": False}))))
    assert planning.recorded_fused(fused.run) is True
    assert planning.recorded_fused(plain.run) is False
    told = json.loads((fused.run / "environment.json").read_text())
    assert told["kernels"] == kernels.status().reason and told["packages"]["numba"]
    a, b = gradients(learner()), gradients(learner(training__fused=False))
    for name in a:
        assert torch.allclose(a[name], b[name], rtol=0.02, atol=1e-4)


def test_a_resumed_run_goes_on_as_it_began():
    run = started(list(train(Experiment().changed(SMALL)))).run
    record = json.loads((run / "plan.json").read_text())
    (run / "plan.json").write_text(json.dumps({**record, "fused": False}))
    from metastudio.engine.training import Control

    control = Control()
    list(train(Experiment(), control, resume=run))
    assert control.learner is not None and not control.learner.fused


@pytest.fixture
def unprepared(monkeypatch, tmp_path):
    """As a program begins whose workspace keeps no compiled loops yet."""
    monkeypatch.setattr(kernels, "_status", kernels.Status(False, kernels.NOT_YET))
    monkeypatch.setenv("METASTUDIO_KERNELS", str(tmp_path / "kernels"))
    return library.file_in(tmp_path / "kernels", "float32")


def test_without_numba_all_works_and_is_told(monkeypatch, unprepared):
    monkeypatch.setitem(sys.modules, "numba", None)
    run = started(list(train(Experiment().changed(SMALL)))).run
    assert planning.recorded_fused(run) is False
    assert "pip install numba" in kernels.status().reason


def test_a_run_that_goes_on_without_its_kernels_tells_it(monkeypatch):
    run = started(list(train(Experiment().changed(SMALL)))).run
    monkeypatch.setattr(kernels, "_status", kernels.Status(False, "Numba is gone."))
    events = list(train(Experiment(), resume=run))
    notices = [event.message for event in events if isinstance(event, Noticed)]
    assert any("made with fused kernels" in message for message in notices)


def test_only_the_first_time_on_a_machine_is_announced(unprepared):
    assert kernels.first_time()
    unprepared.parent.mkdir()
    unprepared.touch()
    assert not kernels.first_time()
    unprepared.rename(unprepared.with_name("float32-of-an-earlier-version.json"))
    assert kernels.first_time()


def test_a_program_loads_what_was_compiled_once_and_holds_no_compiler():
    kept = library.file_in(Workspace.default().kernels, "float32")
    assert kept.is_file()
    told = (
        "import sys; from metastudio.engine import kernels; from metastudio.engine.kernels "
        "import library; library._compiled_elsewhere = None; "
        "print(kernels.prepare().ready, 'numba' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "False"]


def test_the_compiler_is_not_led_astray_by_what_lies_where_the_program_was_called(
    monkeypatch, tmp_path, unprepared
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "json.py").write_text("raise SystemExit('not this one')")
    monkeypatch.setattr(library, "LONGEST", 2)  # enough to begin, not to end
    assert "timed out" in kernels.prepare().reason


def test_a_compiler_of_another_version_keeps_nothing(tmp_path):
    asked = [sys.executable, "-m", "metastudio.engine.kernels.building"]
    file = tmp_path / "float32-another.json"
    done = subprocess.run([*asked, file, "float32"], capture_output=True, text=True, check=False)
    assert done.returncode and "not of the program that asks" in done.stderr
    assert not file.exists()


def test_loops_that_compute_something_else_are_not_kept(monkeypatch):
    monkeypatch.setattr(trial, "block_by_factors", lambda x, a, b: 1.01 * block(x, a, b))
    block = kernels.block_by_factors
    with pytest.raises(ArithmeticError, match="something else"):
        trial.run_all(torch.float32)


@pytest.mark.parametrize("kept", [None, "{", "null", "0 {}", "of a kept one"])
def test_a_broken_compiler_is_no_reason_to_stop(kept, monkeypatch, caplog, tmp_path):
    whole = library.file_in(Workspace.default().kernels, "float32").read_text()
    changed = whole.replace("spread", "sprang", 1)
    monkeypatch.setattr(kernels, "_status", kernels.Status(False, kernels.NOT_YET))
    monkeypatch.setenv("METASTUDIO_KERNELS", str(tmp_path / "kernels"))
    unprepared = library.file_in(tmp_path / "kernels", "float32")
    broken = tmp_path / "python"
    broken.write_text("#!/bin/sh\necho LLVM says no >&2\nexit 3\n")
    broken.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(broken))
    if kept is not None:  # not whole, so it is compiled again
        unprepared.parent.mkdir()
        unprepared.write_text(changed if kept == "of a kept one" else kept)
    found = kernels.prepare()
    assert not found.ready and "LLVM says no (exit status 3)" in found.reason
    assert "can't be compiled" in caplog.text


def test_a_loop_refuses_what_it_was_not_compiled_for():
    spread = library.loops_for(torch.ones(1)).spread
    maps, sums = torch.ones(2, 8, 4, 5), torch.empty(1, 2, 8)
    laid = maps.contiguous(memory_format=torch.channels_last)
    spread.pack(laid, 2, sums)
    for wrong in (maps, laid.double(), laid[:, :, ::2], laid[0], laid.to("meta")):
        with pytest.raises(TypeError, match="spread takes"):
            spread.pack(wrong, 2, sums)
    with pytest.raises(TypeError, match="spread takes"):
        spread.pack(laid, 2, sums.transpose(1, 2))
    with pytest.raises(ValueError, match="longer"):
        spread.pack(laid, 2)


def test_the_estimate_of_memory_knows_how_little_they_keep():
    wide = {"network__channels": 16}
    fused, plain = learner(**wide), learner(**wide, training__fused=False)
    assert bytes_alive(fused, 1) < 0.7 * bytes_alive(plain, 1)
