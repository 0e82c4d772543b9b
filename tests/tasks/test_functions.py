import math

import numpy as np
import pytest
import torch

from metastudio.engine.tasks.functions import FAMILIES, Sinusoid


def points(name: str, tasks: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Return x and y of `tasks` functions, `(tasks, 30)` in float64."""
    episode = FAMILIES[name].sampler("train", shots=10, queries=20, seed=0).draw(0, tasks)
    x = torch.cat([episode.support.x, episode.query.x], 1)[..., 0].double()
    return x, torch.cat([episode.support.y, episode.query.y], 1)[..., 0].double()


def fitted(basis: torch.Tensor, y: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the least-squares coefficients of each task, and the largest error that they leave."""
    found = torch.linalg.lstsq(basis, y[..., None]).solution
    return found[..., 0], ((basis @ found)[..., 0] - y).abs().amax(1)


def test_all_points_of_a_sinusoid_lie_on_one_sine_within_the_published_ranges() -> None:
    x, y = points("sinusoid", 300)
    # A·sin(x - φ) = A·cos φ · sin x - A·sin φ · cos x is linear in two unknowns.
    found, error = fitted(torch.stack([x.sin(), -x.cos()], -1), y)
    assert error.max() < 1e-4
    amplitude, phase = found.norm(dim=1), torch.atan2(found[:, 1], found[:, 0])
    assert amplitude.min() >= 0.1 - 1e-3 and 4.5 < amplitude.max() <= 5 + 1e-3
    assert phase.min() >= -1e-2 and phase.max() <= math.pi + 1e-2
    assert x.abs().max() <= 5 and x.min() < -4.9 and x.max() > 4.9


def test_all_points_of_a_line_lie_on_one_line_within_the_published_ranges() -> None:
    x, y = points("line", 300)
    found, error = fitted(torch.stack([x, torch.ones_like(x)], -1), y)
    assert error.max() < 1e-4
    assert found.abs().max(0).values.min() > 2.8 and found.abs().max() <= 3 + 1e-4
    assert abs(float(found.mean())) < 0.25


def test_sinusoids_and_lines_are_dealt_about_equally_often() -> None:
    x, y = points("sinusoid-and-line", 600)
    _, from_a_line = fitted(torch.stack([x, torch.ones_like(x)], -1), y)
    _, from_a_sine = fitted(torch.stack([x.sin(), -x.cos()], -1), y)
    lines, sines = from_a_line < 1e-4, from_a_sine < 1e-4
    assert (lines ^ sines).all()
    assert 240 < int(lines.sum()) < 360  # 300 expected, standard deviation 12


def test_harmonics_are_two_waves_of_one_task_one_twice_as_fast_as_the_other() -> None:
    x, y = points("harmonic", 60)
    frequencies = torch.linspace(5, 7, 401, dtype=torch.float64)
    best, amplitudes = torch.full((60,), torch.inf), torch.zeros(60, 2, dtype=torch.float64)
    for w in frequencies:
        waves = [(w * x).sin(), (w * x).cos(), (2 * w * x).sin(), (2 * w * x).cos()]
        found, error = fitted(torch.stack(waves, -1), y)
        better = error < best
        best = torch.where(better, error, best)
        amplitudes[better] = found.view(-1, 2, 2).norm(dim=2)[better]
    assert best.max() < 0.06  # the grid of frequencies is 0.005 wide
    # |a| of a normal amplitude has a mean square of 1.
    assert amplitudes.square().mean() == pytest.approx(1, abs=0.35)
    middle = x.mean(1)
    assert x.std(1).mean() == pytest.approx(1, abs=0.1) and 2 < middle.abs().max() < 5


@pytest.mark.parametrize("name", FAMILIES)
def test_a_function_is_the_same_alone_and_in_company_and_splits_are_apart(name: str) -> None:
    family = FAMILIES[name]
    sampler = family.sampler("train", 5, 5, seed=3)
    assert torch.equal(sampler.draw(0, 8).query.y[5], sampler.draw(5, 1).query.y[0])
    other = family.sampler("validation", 5, 5, seed=3)
    assert not torch.equal(sampler.draw(0, 1).support.x, other.draw(0, 1).support.x)
    assert sampler.draw(0, 4).support.x.shape == (4, 5, 1)


def test_sinusoids_are_those_that_earlier_versions_dealt() -> None:
    # Runs are resumed, and models compared, across versions: the stream of chance must not move.
    chance = np.random.Generator(np.random.Philox(key=[3, 7], counter=[0, 0, 0, 2]))
    amplitude, phase = chance.uniform(0.1, 5.0), chance.uniform(0.0, np.pi)
    x = chance.uniform(-5.0, 5.0, size=(10, 1))
    episode = Sinusoid().sampler("train", 5, 5, seed=3).draw(7, 1)
    y = amplitude * np.sin(x - phase)
    assert np.allclose(torch.cat([episode.support.y, episode.query.y], 1)[0].numpy(), y, atol=1e-5)
