from pathlib import Path

import numpy as np
import pytest
import torch

from metastudio.engine.tasks import glyphs
from metastudio.engine.tasks.episodes import EpisodeSampler
from metastudio.engine.tasks.images import Transform, read_picture
from metastudio.engine.workspace import Workspace


@pytest.fixture(scope="module")
def classes():
    return glyphs.load()


def test_there_are_hundreds_of_classes_with_names_and_alphabets(classes) -> None:
    assert len(classes) == 600 and set(classes.counts.tolist()) == {20}
    assert classes.images.shape == (12_000, 1, 28, 28) and classes.images.dtype == torch.uint8
    assert len(set(classes.names)) == 600 and len(set(classes.groups)) == 30
    assert classes.names[21] == "Alphabet 02/character02"


def test_drawings_are_light_ink_on_dark_and_none_is_blank_or_a_blot(classes) -> None:
    ink = classes.images.float().mean(dim=(1, 2, 3)) / 255
    assert ink.min() > 0.01 and ink.max() < 0.5
    assert classes.images.flatten(1).amax(1).min() > 150


def test_no_two_drawings_are_equal(classes) -> None:
    assert len(classes.images.flatten(1).unique(dim=0)) == len(classes.images)


def test_raw_pixels_neither_solve_the_tasks_nor_guess(classes) -> None:
    episode = EpisodeSampler(classes, ways=5, shots=1, queries=5, seed=1).draw(0, 400)
    distances = torch.cdist(episode.query.x.flatten(2), episode.support.x.flatten(2))
    accuracy = (distances.argmin(-1) == episode.query.y).float().mean()
    assert 0.45 < accuracy < 0.65


def test_the_same_drawings_come_out_of_the_cache(tmp_path: Path, classes, monkeypatch) -> None:
    workspace = Workspace(tmp_path / "home")
    assert torch.equal(glyphs.load(workspace).images, classes.images)
    monkeypatch.setattr(glyphs, "draw", lambda *_: pytest.fail("drawn again"))
    cached = glyphs.load(workspace)
    assert torch.equal(cached.images, classes.images)
    assert cached.names == classes.names and cached.groups == classes.groups


def test_a_cache_that_is_cut_off_or_of_another_version_is_rebuilt(
    tmp_path: Path, classes, monkeypatch
) -> None:
    workspace = Workspace(tmp_path / "home")
    glyphs.load(workspace)
    file = workspace.data / "glyphs" / "glyphs-28.npy"
    whole = file.read_bytes()
    file.write_bytes(whole[:5000])
    assert torch.equal(glyphs.load(workspace).images, classes.images)
    assert file.read_bytes() == whole
    blank = np.zeros((600, 20, 28, 28), dtype=np.uint8)
    monkeypatch.setattr(glyphs, "draw", lambda *_: blank)
    assert glyphs.load(workspace).images.any()  # the cache is whole again
    monkeypatch.setattr(glyphs, "VERSION", glyphs.VERSION + 1)
    assert not glyphs.load(workspace).images.any()


def test_a_workspace_that_cannot_be_written_costs_only_the_cache(tmp_path: Path, classes) -> None:
    (tmp_path / "home").write_text("a file where the folder should be")
    assert torch.equal(glyphs.load(Workspace(tmp_path / "home")).images, classes.images)


def test_a_character_gets_the_same_drawings_whichever_others_are_drawn() -> None:
    together, alone = glyphs.draw([3, 99, 7], 4, 28, seed=5), glyphs.draw([99], 4, 28, seed=5)
    assert np.array_equal(together[1], alone[0])


def test_larger_drawings_show_the_same_strokes_without_gaps() -> None:
    small, large = glyphs.draw([40], 3, 28, seed=5)[0], glyphs.draw([40], 3, 112, seed=5)[0]
    shrunk = large.reshape(3, 28, 4, 28, 4).mean(axis=(2, 4))
    assert np.corrcoef(shrunk.ravel(), small.ravel())[0, 1] > 0.95


def test_written_samples_are_dark_on_light_and_read_like_the_data_set(
    tmp_path: Path, classes
) -> None:
    names = [classes.names[5], classes.names[333]]
    files = glyphs.write_samples(tmp_path, names, drawings=3, seed=0)
    assert [f.relative_to(tmp_path).as_posix() for f in files[:4]] == [
        "Alphabet 01-character06/01.png",
        "Alphabet 01-character06/02.png",
        "Alphabet 01-character06/03.png",
        "Alphabet 17-character14/01.png",
    ]
    picture = read_picture(files[0])
    assert picture.size == (105, 105) and picture.getpixel((0, 0)) == 255
    known = classes.images[5 * 20 : 6 * 20].float().mean(0)
    other = classes.images[333 * 20 : 334 * 20].float().mean(0)
    seen = torch.from_numpy(Transform(28, 1, ink=True).apply(picture)).float()
    assert seen.mul(known).sum() > seen.mul(other).sum()
