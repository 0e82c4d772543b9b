import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from metastudio.engine.errors import ConfigError
from metastudio.engine.experiment import DataSettings, Experiment
from metastudio.engine.tasks import catalog
from metastudio.engine.workspace import Workspace


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return Workspace(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def glyphs(workspace: Workspace):
    return catalog.open_source(DataSettings(), workspace)


def test_the_catalogue_lists_what_is_built_in_and_what_is_published(tmp_path: Path) -> None:
    cards = {card.name: card for card in catalog.cards(Workspace(tmp_path / "nothing"))}
    ready = {name for name, card in cards.items() if card.state == "ready"}
    published = "omniglot mini-imagenet tiered-imagenet cifar-fs fc100 cub quickdraw aircraft"
    published += " vgg-flower gtsrb dtd fungi"
    assert {"glyphs", "sinusoid"} <= ready and ready.isdisjoint(published.split())
    assert set(published.split()) <= cards.keys()
    assert cards["sinusoid"].kind == "functions"
    for card in cards.values():
        assert card.about and card.licence and card.citation and card.how, card.name
        assert (card.state == "to download") == bool(card.downloads), card.name
        assert all(url.startswith("https://") for url in card.downloads)
    assert not (tmp_path / "nothing").exists()  # looking changes nothing


def test_the_glyph_card_tells_the_truth(glyphs) -> None:
    assert glyphs.card.classes == sum(len(part) for part in glyphs.splits.values())
    assert glyphs.card.pictures == sum(len(part.images) for part in glyphs.splits.values())


def test_glyph_splits_share_no_class_and_are_the_same_for_every_seed(
    glyphs, workspace: Workspace
) -> None:
    names = [set(part.names) for part in glyphs.splits.values()]
    assert [len(part) for part in names] == [360, 120, 120]
    assert len(set.union(*names)) == 600
    again = catalog.open_source(Experiment().changed({"training.seed": 5}).data, workspace)
    assert again.splits["test"].names == glyphs.splits["test"].names


def test_rotations_colour_and_size_are_honoured(workspace: Workspace) -> None:
    data = DataSettings(rotations=True, colour="colour", image_size=20)
    source = catalog.open_source(data, workspace)
    assert len(source.splits["test"]) == 480
    assert source.splits["test"].images.shape[1:] == (3, 20, 20)
    assert (source.transform.channels, source.transform.image_size) == (3, 20)


def test_an_unknown_split_is_refused_for_every_data_set(workspace: Workspace) -> None:
    with pytest.raises(ConfigError, match="'glyphs' has no split 'lake'"):
        catalog.open_source(DataSettings(split="lake"), workspace)


def test_the_view_has_names_counts_and_a_few_pictures_of_each_class(glyphs) -> None:
    view = catalog.view(glyphs)
    assert [split.name for split in view.splits] == ["train", "validation", "test"]
    assert len(view.samples) == 600 and view.ink and view.channels == 1
    for name, pictures in list(view.samples.items())[:20]:
        assert pictures.shape == (8, 28, 28, 1) and pictures.dtype == np.uint8, name
    first = glyphs.splits["train"]
    assert np.array_equal(view.samples[first.names[0]][0, :, :, 0], first.images[0, 0].numpy())


def test_a_dealt_task_is_the_episode_that_the_sampler_draws(glyphs) -> None:
    experiment = Experiment().changed({"task.ways": 4, "task.shots": 2, "task.queries": 3})
    dealt = catalog.deal(experiment, glyphs, "validation", 6)
    episode = glyphs.sampler("validation", experiment.task, experiment.training.seed).draw(6, 1)
    assert dealt.support_pictures.shape == (8, 28, 28, 1)
    assert dealt.query_pictures.shape == (12, 28, 28, 1)
    seen = (episode.query.x[0, :, 0].numpy() * 255).round().astype(np.uint8)
    assert np.array_equal(dealt.query_pictures[..., 0], seen)
    assert dealt.support_labels.tolist() == [0, 0, 1, 1, 2, 2, 3, 3]
    part = glyphs.splits["validation"]
    for label, name in enumerate(dealt.classes):
        own = part.pictures_of(part.names.index(name))[:, 0].numpy()
        picture = dealt.support_pictures[dealt.support_labels == label][0, :, :, 0]
        assert any(np.array_equal(picture, other) for other in own)


def test_a_task_that_cannot_be_dealt_names_the_split(glyphs) -> None:
    with pytest.raises(ConfigError, match="the test split of 'glyphs' has 120"):
        catalog.deal(Experiment().changed({"task.ways": 121}), glyphs, "test", 0)
    with pytest.raises(ConfigError, match="need 26 pictures"):
        catalog.check_fits(Experiment().changed({"task.queries": 25}), glyphs)


def test_functions_are_dealt_as_points(workspace: Workspace) -> None:
    experiment = Experiment.from_dict({"data": {"name": "sinusoid"}, "method": {"name": "maml"}})
    source = catalog.open_source(experiment.data, workspace)
    catalog.check_fits(experiment, source)
    dealt = catalog.deal(experiment, source, "test", 2)
    assert dealt.classes == () and len(dealt.support_pictures) == 0
    assert dealt.support_xy.shape == (10, 2) and dealt.query_xy.shape == (10, 2)
    assert np.abs(dealt.support_xy[:, 0]).max() <= 5
    assert catalog.view(source).splits == ()


def test_glyphs_are_the_same_in_another_process(glyphs) -> None:
    code = (
        "from metastudio.engine.tasks import glyphs; "
        "print(int(glyphs.draw([0, 250, 599], 2, 28, 5).astype('int64').sum()))"
    )
    other = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout
    from metastudio.engine.tasks import glyphs as module

    assert int(other) == int(module.draw([0, 250, 599], 2, 28, 5).astype("int64").sum())
