import numpy as np
import pytest
import torch
from PIL import Image
from test_episodes import in_groups

from metastudio.engine.checkpoints import load_checkpoint
from metastudio.engine.errors import ConfigError
from metastudio.engine.evaluation import evaluate
from metastudio.engine.experiment import DataSettings, Experiment, TaskSettings
from metastudio.engine.parts import along_the_stream, by_data_set, origins_of
from metastudio.engine.tasks.catalog import open_source
from metastudio.engine.tasks.classes import mixed
from metastudio.engine.tasks.dealing import Dealing
from metastudio.engine.tasks.episodes import EpisodeSampler
from metastudio.engine.tasks.variable import VariableSampler
from metastudio.engine.training import train
from metastudio.engine.workspace import Workspace

MIX = mixed("both", {"ours": in_groups("AAABBB"), "theirs": in_groups("AAAAAAAA")})
THREE_TO_ONE = Dealing(weights=(("ours", 3.0), ("theirs", 1.0)))


def test_a_task_stays_within_one_data_set_and_each_comes_as_often_as_its_weight_says() -> None:
    episode = EpisodeSampler(MIX, 3, 1, 2, dealing=THREE_TO_ONE).draw(0, 2000)
    origins = origins_of(episode, MIX)
    for task, origin in zip(episode.classes.tolist(), origins, strict=True):
        assert {MIX.origins[c] for c in task} == {origin}
    assert 1440 < origins.count("ours") < 1560  # 1500 expected, standard deviation 19
    assert torch.equal(
        episode.classes.gather(1, episode.support.y), MIX.labels()[episode.support_pictures]
    )


def test_groups_of_the_same_name_in_two_data_sets_are_two_groups() -> None:
    within = Dealing(weights=THREE_TO_ONE.weights, within_group=True)
    classes = EpisodeSampler(MIX, 3, 1, 2, dealing=within).draw(0, 800).classes
    groups = [{MIX.groups[c] for c in task} for task in classes.tolist()]
    assert all(len(group) == 1 for group in groups)
    assert 140 < groups.count({"theirs: A"}) < 260  # a quarter
    assert 240 < groups.count({"ours: A"}) < 360  # half of the rest


def test_the_data_set_that_has_too_little_is_named() -> None:
    with pytest.raises(ConfigError, match=r"'ours' in 'both' has 6"):
        EpisodeSampler(MIX, 7, 1, 1, dealing=THREE_TO_ONE)
    few = mixed("both", {"ours": in_groups("ABC"), "theirs": in_groups("AAAAAAAA")})
    with pytest.raises(ConfigError, match=r"'ours' in 'both'"):
        VariableSampler(few, dealing=THREE_TO_ONE)


def test_glyphs_and_coloured_photographs_are_mixed_through_one_transform(tmp_path) -> None:
    chance = np.random.default_rng(0)
    for number in range(15):
        folder = tmp_path / "photos" / f"kind{number}"
        folder.mkdir(parents=True)
        for picture in range(2):
            pixels = chance.integers(0, 256, (20, 20, 3), dtype=np.uint8)
            Image.fromarray(pixels).save(folder / f"{picture}.png")
    photos = str(tmp_path / "photos")
    source = open_source(DataSettings(mix=f"{photos}:2"), Workspace.default())
    assert source.weights == (("glyphs", 1.0), (photos, 2.0))
    assert source.splits["train"].shape == (3, 28, 28)
    assert {*source.splits["train"].origins} == {"glyphs", photos}
    task = TaskSettings(ways=3, shots=1, queries=1)
    episode = source.sampler("test", task, 0).draw(0, 200)
    assert set(origins_of(episode, source.splits["test"])) == {"glyphs", photos}


@pytest.mark.parametrize(
    ("mix", "message"),
    [
        ("glyphs:1", "mixed in twice"),
        ("sinusoid:1", "'sinusoid' deals no pictures"),
        ("omniglot:0", "a weight above 0"),
        ("omniglot:1,,", "no data set"),
    ],
)
def test_a_mixture_that_makes_no_sense_is_refused(mix: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        open_source(DataSettings(mix=mix), Workspace.default())


def test_scores_are_summed_up_by_data_set_and_along_the_stream() -> None:
    scores = torch.tensor([0.0, 1.0, 0.5, 0.5])
    parts = by_data_set(scores, ["b", "b", "a", "b"])
    assert list(parts) == ["a", "b"] and parts["b"]["mean"] == 0.5 and parts["b"]["episodes"] == 3
    curve = along_the_stream(scores, [0.01, 0.99, 1.0, 0.05])
    tenths = [(p["at"], p["mean"], p["episodes"]) for p in curve]
    assert tenths == [
        (0.05, 0.25, 2),
        (0.95, 0.75, 2),
    ]


def test_an_evaluation_tells_the_score_of_each_data_set_and_along_the_stream(tmp_path) -> None:
    for number in range(15):
        folder = tmp_path / "photos" / f"kind{number}"
        folder.mkdir(parents=True)
        for picture in range(2):
            pixels = np.full((20, 20), 10 * number + picture, dtype=np.uint8)
            Image.fromarray(pixels).save(folder / f"{picture}.png")
    e = Experiment().changed(
        {
            "data.mix": str(tmp_path / "photos"), "data.drift": "rotation", "network.channels": 4,
            "task.ways": 3, "task.queries": 1, "training.iterations": 1,
            "training.validation_tasks": 2, "training.chunk": 1, "training.threads": 1,
        }
    )  # fmt: skip
    *_, ended = train(e)
    result = evaluate(
        load_checkpoint(ended.checkpoint), open_source(e.data, Workspace.default()), episodes=40
    ).to_dict()
    for parts in (list(result["per_data_set"].values()), result["along_the_stream"]):
        assert sum(part["episodes"] for part in parts) == 40
        whole = sum(part["mean"] * part["episodes"] for part in parts) / 40
        assert whole == pytest.approx(result["accuracy"])
    assert set(result["per_data_set"]) == {"glyphs", str(tmp_path / "photos")}
    assert len(result["along_the_stream"]) == 10
