import math

import torch

from metastudio.engine.tasks.functions import Sinusoid


def test_all_points_of_a_task_lie_on_one_sine_within_the_published_ranges() -> None:
    episode = Sinusoid().sampler("train", shots=10, queries=20, seed=0).draw(0, 300)
    x = torch.cat([episode.support.x, episode.query.x], 1)[..., 0].double()
    y = torch.cat([episode.support.y, episode.query.y], 1)[..., 0].double()
    # A·sin(x - φ) = A·cos φ · sin x - A·sin φ · cos x is linear in two unknowns.
    basis = torch.stack([x.sin(), -x.cos()], -1)
    found = torch.linalg.lstsq(basis, y[..., None]).solution[..., 0]
    assert torch.allclose((basis @ found[..., None])[..., 0], y, atol=1e-4)
    amplitude, phase = found.norm(dim=1), torch.atan2(found[:, 1], found[:, 0])
    assert amplitude.min() >= 0.1 - 1e-3 and 4.5 < amplitude.max() <= 5 + 1e-3
    assert phase.min() >= -1e-2 and phase.max() <= math.pi + 1e-2
    assert x.abs().max() <= 5 and x.min() < -4.9 and x.max() > 4.9


def test_a_function_is_the_same_alone_and_in_company_and_splits_are_apart() -> None:
    source = Sinusoid()
    sampler = source.sampler("train", 5, 5, seed=3)
    assert torch.equal(sampler.draw(0, 8).query.y[5], sampler.draw(5, 1).query.y[0])
    other = source.sampler("validation", 5, 5, seed=3)
    assert not torch.equal(sampler.draw(0, 1).support.x, other.draw(0, 1).support.x)
    assert sampler.draw(0, 4).support.x.shape == (4, 5, 1)
