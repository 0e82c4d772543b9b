from dataclasses import replace

import pytest
import torch

from metastudio.engine.errors import ConfigError
from metastudio.engine.tasks.classes import ImageClasses, gather
from metastudio.engine.tasks.dealing import Dealing
from metastudio.engine.tasks.episodes import EpisodeSampler, LabelledBatches


def numbered(counts: list[int]) -> ImageClasses:
    """Classes whose every pixel says which picture it is."""
    number, pictures = 0, []
    for count in counts:
        rows = torch.arange(number, number + count, dtype=torch.uint8)
        pictures.append(rows[:, None, None, None].expand(count, 1, 2, 2))
        number += count
    return gather("numbered", pictures, [f"class{i}" for i in range(len(counts))])


def test_an_episode_is_the_same_alone_and_in_company() -> None:
    sampler = EpisodeSampler(numbered([10] * 12), ways=5, shots=2, queries=3, seed=7)
    together, alone = sampler.draw(0, 8), sampler.draw(3, 1)
    assert torch.equal(together.support.x[3], alone.support.x[0])
    assert torch.equal(together.query.x[3], alone.query.x[0])
    again = EpisodeSampler(numbered([10] * 12), ways=5, shots=2, queries=3, seed=7).draw(3, 1)
    assert torch.equal(again.query_pictures, alone.query_pictures)


def test_other_seeds_and_other_places_give_other_tasks() -> None:
    classes = numbered([10] * 12)
    one = EpisodeSampler(classes, 5, 2, 3, seed=0).draw(0, 50)
    other = EpisodeSampler(classes, 5, 2, 3, seed=1).draw(0, 50)
    assert not torch.equal(one.query_pictures, other.query_pictures)
    assert len({tuple(row.tolist()) for row in one.query_pictures}) == 50


def test_support_and_query_share_no_picture_and_labels_tell_the_class() -> None:
    classes = numbered([6, 9, 5, 20, 7, 8])
    episode = EpisodeSampler(classes, ways=4, shots=2, queries=3).draw(0, 40)
    assert episode.support.x.shape == (40, 8, 1, 2, 2)
    assert episode.query.x.dtype == torch.float32
    owner = classes.labels()
    for task in range(40):
        support, query = episode.support_pictures[task], episode.query_pictures[task]
        assert len(set(support.tolist() + query.tolist())) == 4 * 5
        of_class = episode.classes[task]
        assert len(set(of_class.tolist())) == 4
        assert torch.equal(of_class[episode.support.y[task]], owner[support])
        assert torch.equal(of_class[episode.query.y[task]], owner[query])
        assert torch.equal(episode.query.x[task, :, 0, 0, 0].mul(255).round().long(), query)


def test_every_class_stands_in_every_place_about_equally_often() -> None:
    drawn = EpisodeSampler(numbered([5] * 6), 3, 1, 1).draw(0, 3000).classes
    for place in range(3):
        counts = torch.bincount(drawn[:, place], minlength=6)
        assert counts.min() > 400 and counts.max() < 600  # 500 expected


def test_every_picture_of_a_class_is_dealt_to_support_about_equally_often() -> None:
    drawn = EpisodeSampler(numbered([5, 9]), 2, 1, 2).draw(0, 4000).support_pictures
    counts = torch.bincount(drawn.flatten(), minlength=14)
    assert (counts[:5] - 800).abs().max() < 130
    assert (counts[5:] - 444).abs().max() < 100


def test_classes_with_too_few_pictures_are_never_chosen() -> None:
    sampler = EpisodeSampler(numbered([3, 10, 10, 2, 10]), ways=3, shots=2, queries=3)
    assert sampler.draw(0, 100).classes.unique().tolist() == [1, 2, 4]


def test_all_classes_and_all_pictures_may_be_used_up() -> None:
    episode = EpisodeSampler(numbered([4, 4]), ways=2, shots=3, queries=1).draw(0, 5)
    used = torch.cat([episode.support_pictures, episode.query_pictures], 1)
    assert (used.sort(1).values == torch.arange(8)).all()


def test_too_many_ways_are_refused_with_the_numbers() -> None:
    with pytest.raises(ConfigError, match=r"20-way episodes need 20 classes.* has 12") as caught:
        EpisodeSampler(numbered([10] * 12), ways=20, shots=1, queries=1)
    assert caught.value.detail["classes"] == 12
    assert "Lower ways to 12" in str(caught.value)


def test_too_many_pictures_are_refused_naming_the_smallest_class() -> None:
    with pytest.raises(ConfigError, match="'class1' has 2") as caught:
        EpisodeSampler(numbered([9, 2, 4, 7]), ways=3, shots=1, queries=5)
    assert caught.value.detail["classes"] == 2
    assert "Lower shots and queries to 4 together" in str(caught.value)


def test_batches_see_every_picture_once_an_epoch_with_its_class() -> None:
    classes = numbered([3, 4, 5])
    batches = LabelledBatches(classes, batch_size=5, seed=1)
    drawn = [batches.draw(step) for step in range(12)]  # five epochs of twelve pictures
    pictures = torch.cat([b.x[0, :, 0, 0, 0] for b in drawn]).mul(255).round().long()
    labels = torch.cat([b.y[0] for b in drawn])
    assert torch.equal(labels, classes.labels()[pictures])
    for epoch in pictures.split(12):
        assert sorted(epoch.tolist()) == list(range(12))
    assert pictures[:12].tolist() != pictures[12:24].tolist()


def test_a_batch_depends_on_its_step_and_not_on_the_one_before() -> None:
    classes = numbered([3, 4, 5])
    in_order = LabelledBatches(classes, 5, seed=1)
    last = [in_order.draw(step) for step in range(8)][-1]
    assert torch.equal(LabelledBatches(classes, 5, seed=1).draw(7).x, last.x)


def in_groups(groups: str, pictures: int = 4) -> ImageClasses:
    return replace(numbered([pictures] * len(groups)), groups=tuple(groups))


def test_a_task_within_one_group_never_mixes_groups_and_every_large_one_is_dealt() -> None:
    classes = in_groups("AABBBBCCC")  # A is too small for three ways
    drawn = (
        EpisodeSampler(classes, 3, 1, 1, dealing=Dealing(within_group=True)).draw(0, 400).classes
    )
    groups = [{classes.groups[i] for i in task} for task in drawn.tolist()]
    assert all(len(group) == 1 for group in groups)
    assert {*map(min, groups)} == {"B", "C"}
    assert {i for task in drawn.tolist() for i in task} == {2, 3, 4, 5, 6, 7, 8}
    assert all(len(set(task)) == 3 for task in drawn.tolist())


def test_tasks_within_one_group_are_refused_where_no_group_is_large_enough() -> None:
    with pytest.raises(ConfigError, match="Lower ways"):
        EpisodeSampler(in_groups("AABBCC"), 3, 1, 1, dealing=Dealing(within_group=True))
    with pytest.raises(ConfigError, match="no groups"):
        EpisodeSampler(numbered([4] * 6), 3, 1, 1, dealing=Dealing(within_group=True))
