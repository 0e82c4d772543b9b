from dataclasses import replace

import numpy as np
import pytest
import torch
from test_episodes import numbered

from metastudio.engine.tasks.augmentation import Augmentation
from metastudio.engine.tasks.dealing import Dealing
from metastudio.engine.tasks.drift import Drift
from metastudio.engine.tasks.episodes import Episode, EpisodeSampler, Labelled, Unequal
from metastudio.engine.tasks.functions import FAMILIES
from metastudio.engine.tasks.warp import turned

TASKS, SUPPORT, QUERIES, SIDE = 4, 3, 5, 12


def pictures(n: int, channels: int, seed: int) -> Labelled:
    x = torch.rand(TASKS, n, channels, SIDE, SIDE, generator=torch.Generator().manual_seed(seed))
    return Labelled(x, torch.arange(n).repeat(TASKS, 1))


def episode(channels: int = 1) -> Episode:
    return Episode(pictures(SUPPORT, channels, 0), pictures(QUERIES, channels, 1), SUPPORT)


def test_a_task_is_mirrored_as_a_whole_or_not_at_all_about_half_of_the_time() -> None:
    batch, mirrored = episode(), 0
    for first in range(0, 200, TASKS):
        seen = Augmentation(flip=True).apply(batch, 0, first)
        for part, whole in ((seen.support.x, batch.support.x), (seen.query.x, batch.query.x)):
            for task in range(TASKS):
                as_it_was = torch.allclose(part[task], whole[task], atol=1e-5)
                assert as_it_was or torch.allclose(part[task], whole[task].flip(-1), atol=1e-5)
        mirrored += sum(
            not torch.allclose(seen.query.x[t], batch.query.x[t], atol=1e-3) for t in range(TASKS)
        )
    assert 70 < mirrored < 130  # 100 expected


def test_support_and_queries_of_a_task_are_turned_by_one_angle_and_tasks_by_others() -> None:
    one = torch.zeros(TASKS, SUPPORT, 1, 41, 41)
    one[..., 20, 35] = 1.0  # a dot on the right
    batch = Episode(Labelled(one, torch.zeros(TASKS, SUPPORT)), Labelled(one, torch.zeros(1)), 1)
    seen = Augmentation(rotation=180).apply(batch, 0, 0)
    at = torch.arange(41) - 20.0

    def angles(x: torch.Tensor) -> torch.Tensor:
        weight = x.sum((2, 3, 4))
        across, down = (x.sum((2, 3)) * at).sum(-1), (x.sum((2, 4)) * at).sum(-1)
        return torch.atan2(-down / weight, across / weight)

    support, query = angles(seen.support.x), angles(seen.query.x)
    assert torch.allclose(support, query, atol=0.05)
    assert support[:, 0].std() > 0.5


def test_a_quarter_turn_is_the_turn_that_rotated_classes_have() -> None:
    x = torch.rand(2, 3, SIDE, SIDE, generator=torch.Generator().manual_seed(3))
    found = turned(x, torch.tensor([90.0, 180.0]), "dark")
    assert torch.allclose(found[0], torch.rot90(x[0], 1, (1, 2)), atol=1e-4)
    assert torch.allclose(found[1], torch.rot90(x[1], 2, (1, 2)), atol=1e-4)


def test_a_crop_shows_a_part_of_each_picture_and_nothing_beyond_its_edge() -> None:
    ramp = torch.linspace(0.5, 1, SIDE).expand(TASKS, 60, 1, SIDE, SIDE)
    labelled = Labelled(ramp, torch.zeros(TASKS, 60))
    seen = (
        Augmentation(crop=0.5, paper="mirrored").apply(Episode(labelled, labelled, 1), 0, 0).query.x
    )
    assert seen.min() > 0.49 and seen.max() <= 1
    shown = (seen[..., -1] - seen[..., 0]).mean((2, 3)) * 2
    assert 0.4 < shown.min() < 0.6 and shown.max() > 0.95
    assert shown[0].std() > 0.05  # each picture by itself
    middle = seen[..., SIDE // 2].mean((2, 3))
    assert middle.std() > 0.02  # and from any place


def test_tints_keep_the_shapes_and_change_colours_within_the_limit() -> None:
    x = torch.full((TASKS, 50, 3, 4, 4), 0.4)
    labelled = Labelled(x, torch.zeros(TASKS, 50))
    seen = Augmentation(colour=0.2).apply(Episode(labelled, labelled, 1), 0, 0).support.x
    flat = seen.flatten(3)
    assert torch.equal(flat[..., :1].expand_as(flat), flat)
    assert flat.min() >= 0.4 * 0.8 * 0.8 - 1e-6 and flat.max() <= 0.4 * 1.2 * 1.2 + 1e-6
    assert flat.std() > 0.02 and (seen[:, :, 0] - seen[:, :, 1]).abs().max() > 0.05


@pytest.mark.parametrize("channels", [1, 3])
def test_what_is_done_to_a_task_depends_on_its_number_alone(channels: int) -> None:
    everything = Augmentation(30, True, 0.3, 0.4, "mirrored")
    batch = episode(channels)
    whole = everything.apply(batch, 7, 8)
    alone = Episode(
        Labelled(batch.support.x[2:3], batch.support.y[2:3]),
        Labelled(batch.query.x[2:3], batch.query.y[2:3]),
        SUPPORT,
    )
    assert torch.allclose(everything.apply(alone, 7, 10).query.x, whole.query.x[2:3])
    unequal = everything.apply(Unequal((alone, alone)), 7, 9)
    assert torch.allclose(unequal.tasks[1].query.x, whole.query.x[2:3])
    assert not torch.allclose(everything.apply(alone, 8, 10).query.x, whole.query.x[2:3])


def test_in_a_plain_batch_each_picture_is_turned_by_itself() -> None:
    x = pictures(1, 1, 0).x[:1].expand(1, 30, 1, SIDE, SIDE)
    seen = Augmentation(rotation=90, flip=True).apply(Labelled(x, torch.zeros(1, 30)), 0, 3).x[0]
    assert len({tuple(p.flatten().tolist()) for p in seen}) == 30


def test_nothing_asked_is_nothing_done() -> None:
    batch = episode()
    assert Augmentation().apply(batch, 0, 0) is batch


# --- drift ---------------------------------------------------------------------------------------


def test_a_stream_goes_once_from_beginning_to_end_and_stays_there() -> None:
    stream = Drift("rotation", 101)
    assert [stream.turned(i) for i in (0, 50, 100, 5000)] == [0, 90, 180, 180]
    everywhere = np.array([Drift("rotation").position(i) for i in range(600)])
    assert np.histogram(everywhere, 10, (0, 1))[0].tolist() == pytest.approx([60] * 10, abs=2)


def test_the_window_of_classes_slides_over_all_of_them() -> None:
    stream = Drift("classes", 31)
    windows = [stream.window(i, 30, 5) for i in range(31)]
    assert (windows[0].start, windows[-1].stop) == (0, 30)
    assert all(w.stop - w.start == 10 for w in windows)
    assert stream.window(0, 6, 5) == slice(0, 5)


def test_functions_drift_from_the_lowest_third_of_their_parameters_to_the_highest() -> None:
    stream = FAMILIES["line"].sampler("train", 2, 1, drift=Drift("parameters", 1000))

    def slopes(first: int) -> torch.Tensor:
        points = stream.draw(first, 100).support
        return ((points.y[:, 1] - points.y[:, 0]) / (points.x[:, 1] - points.x[:, 0])).flatten()

    early, late = slopes(0), slopes(900)
    assert early.min() > -3.01 and early.max() < -0.5  # from -3 to -1, and a tenth of the way
    assert late.min() > 0.5 and late.max() < 3.01


def test_pictures_drift_to_standing_on_their_heads_and_classes_to_the_last_third() -> None:
    classes = numbered([4] * 30)
    shaded = replace(classes, images=classes.images * torch.tensor([[1, 2], [1, 2]]).byte())
    still = EpisodeSampler(shaded, 5, 1, 2).draw(99, 1).query.x
    stream = EpisodeSampler(shaded, 5, 1, 2, dealing=Dealing(drift=Drift("rotation", 100)))
    assert torch.allclose(stream.draw(99, 1).query.x, still.flip(-1, -2), atol=1e-5)
    stream = EpisodeSampler(shaded, 5, 1, 2, dealing=Dealing(drift=Drift("classes", 100)))
    assert stream.draw(0, 5).classes.max() < 12 and stream.draw(95, 5).classes.min() >= 18
