"""A loss that stops being a number: the run ends, and the likely cause is named."""

import math

from metastudio.engine.events import Failed, Stepped, Validated
from metastudio.engine.experiment import Experiment
from metastudio.engine.networks import conv4, layers
from metastudio.engine.training import train

SMALL = {
    "data.name": "sinusoid",
    "method.name": "maml",
    "training.iterations": 200,
    "training.validation_every": 1,
    "training.validation_tasks": 2,
}


def run(**settings: object) -> list:
    given = {k.replace("__", "."): v for k, v in settings.items()}
    return list(train(Experiment().changed({**SMALL, **given})))


def test_too_high_an_alpha_is_named_with_the_norms_of_the_inner_loop():
    failed = run(method__inner_lr=10, method__inner_steps=8, method__test_steps=8)[-1]
    assert isinstance(failed, Failed)
    assert "α is probably too high" in failed.remedy
    assert "inner loop" in failed.message


def test_without_an_inner_loop_beta_is_named(monkeypatch):
    # Weights as a far too high β leaves them behind.
    monkeypatch.setattr(conv4, "xavier", lambda *a: 1e12 * layers.xavier(*a))
    settings = {"network.channels": 4, "network.normalization": "none"}
    failed = list(train(Experiment().changed({**settings, "training.outer_lr": 0.5})))[-1]
    assert isinstance(failed, Failed)
    assert "β is probably too high" in failed.remedy
    assert "β = 0.5" in failed.message and "α" not in failed.message


def test_every_step_tells_the_length_of_its_gradient():
    steps = [e for e in run(training__iterations=3) if isinstance(e, Stepped)]
    assert len(steps) == 3
    assert all(math.isfinite(s.gradient_norm) and s.gradient_norm > 0 for s in steps)


def test_validation_is_finite_until_the_failure():
    events = run(method__inner_lr=10, method__inner_steps=8, method__test_steps=1)
    assert isinstance(events[-1], Failed)
    assert all(math.isfinite(e.score) for e in events[:-1] if isinstance(e, Validated))
