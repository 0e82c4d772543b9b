"""Tasks of variable way and shot against the definition, written out plainly a second time."""

import math
import random
from dataclasses import replace

import numpy as np
import pytest
import torch
from test_episodes import in_groups, numbered

from metastudio.engine.errors import ConfigError
from metastudio.engine.tasks.dealing import Dealing
from metastudio.engine.tasks.variable import VariableSampler, draw_sizes

COUNTS = [600, 20, 20, 43, 7, 2, 131, 88, 300, 20]


def plain_sizes(counts: list[int], chance: random.Random) -> tuple[list[int], int]:
    """Triantafillou et al. 2020, section 3.2, line by line: shots of each class, and queries."""
    q = min([10, *[math.floor(0.5 * n) for n in counts]])
    beta = 1.0 - chance.random()
    size = min(500, sum(math.ceil(beta * min(100, n - q)) for n in counts))
    alphas = [chance.uniform(math.log(0.5), math.log(2)) for _ in counts]
    whole = sum(math.exp(a) * n for a, n in zip(alphas, counts, strict=True))
    shots = []
    for alpha, n in zip(alphas, counts, strict=True):
        share = math.exp(alpha) * n / whole
        shots.append(min(math.floor(share * (size - len(counts))) + 1, n - q))
    return shots, q


def farthest_apart(one: np.ndarray, other: np.ndarray) -> float:
    """The two-sample Kolmogorov-Smirnov statistic."""
    at = np.union1d(one, other)
    below = [np.searchsorted(np.sort(x), at, side="right") / len(x) for x in (one, other)]
    return float(np.abs(below[0] - below[1]).max())


@pytest.mark.parametrize("counts", [COUNTS, [20] * 30, [9, 30, 30, 5, 12]])
def test_sizes_are_distributed_as_the_definition_says(counts: list[int]) -> None:
    number = 4000
    ours = [
        draw_sizes(np.array(counts), np.random.Generator(np.random.Philox(key=[5, i])))
        for i in range(number)
    ]
    chance = random.Random(1)
    plain = [plain_sizes(counts, chance) for _ in range(number)]
    assert {s.queries for s in ours} == {q for _, q in plain}
    limit = 1.95 * (2 / number) ** 0.5  # one in a thousand
    found, expected = (
        np.array(side) for side in ([s.shots for s in ours], [shots for shots, _ in plain])
    )
    assert farthest_apart(found.sum(1), expected.sum(1)) < limit
    for place in range(len(counts)):
        assert farthest_apart(found[:, place], expected[:, place]) < limit
    assert found.min() >= 1 and found.sum(1).max() <= 500


def test_ways_are_uniform_from_five_to_fifty_or_what_there_is() -> None:
    many = VariableSampler(numbered([4] * 70))
    ways = np.array([many._sizes(i)[0].size for i in range(2300)])
    assert ways.min() == 5 and ways.max() == 50
    counts = np.bincount(ways, minlength=51)[5:]
    assert ((counts - 50) ** 2 / 50).sum() < 45 + 4 * (2 * 45) ** 0.5  # χ² of 45 degrees
    few = VariableSampler(numbered([4] * 8))
    assert {few._sizes(i)[0].size for i in range(200)} == {5, 6, 7, 8}


def test_a_task_stays_within_one_alphabet_and_groups_are_equally_likely() -> None:
    classes = in_groups("A" * 6 + "B" * 30 + "CCC")  # C is too small
    sampler = VariableSampler(classes, dealing=Dealing(within_group=True))
    groups = [{classes.groups[c] for c in sampler._sizes(i)[0].tolist()} for i in range(400)]
    assert all(len(group) == 1 for group in groups)
    assert 160 < sum(group == {"A"} for group in groups) < 240
    assert all(group != {"C"} for group in groups)


def test_pictures_are_those_of_their_classes_and_support_and_queries_share_none() -> None:
    classes = numbered(COUNTS[1:])
    owner = classes.labels()
    sampler = VariableSampler(classes, seed=3)
    for episode in sampler.draw(0, 40).tasks:
        support, query = episode.support_pictures[0], episode.query_pictures[0]
        assert not set(support.tolist()) & set(query.tolist())
        assert len(set(support.tolist())) == len(support)
        for part, pictures in ((episode.support, support), (episode.query, query)):
            assert torch.equal(episode.classes[0][part.y[0]], owner[pictures])
            assert part.x.shape[:2] == part.y.shape == (1, len(pictures))
        assert episode.ways == len(episode.classes[0]) == int(episode.query.y.max()) + 1
        queries = torch.bincount(episode.query.y[0])
        assert (queries == queries[0]).all()


def test_a_variable_task_is_the_same_alone_and_in_company() -> None:
    sampler = VariableSampler(numbered(COUNTS), seed=3)
    again = VariableSampler(numbered(COUNTS), seed=3)
    assert torch.equal(sampler.draw(0, 9).tasks[7].support.x, again.one(7).support.x)


def test_the_largest_of_the_first_tasks_is_told_for_the_memory() -> None:
    sampler = VariableSampler(numbered(COUNTS))
    sizes = [sampler.one(i).support.x.shape[1] for i in range(50)]
    assert sampler.largest().support.x.shape[1] >= max(sizes)


def test_too_few_classes_are_refused_with_the_number() -> None:
    with pytest.raises(ConfigError, match=r"at least 5 classes .* test split .* has 4"):
        VariableSampler(numbered([9, 9, 1, 9, 9]), split="test")
    with pytest.raises(ConfigError, match="no group has so many"):
        VariableSampler(in_groups("AABBCC"), dealing=Dealing(within_group=True))
    lone = replace(numbered([4] * 6), groups=())
    with pytest.raises(ConfigError, match="in no group"):
        VariableSampler(lone, dealing=Dealing(within_group=True))
