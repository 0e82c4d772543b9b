import zipfile
from pathlib import Path

import pytest
import torch

from metastudio.engine.errors import ConfigError, DataError
from metastudio.engine.experiment import Experiment
from metastudio.engine.tasks import catalog
from metastudio.engine.tasks.strokes import PLACES, VALUES
from metastudio.engine.training import train
from metastudio.engine.workspace import Workspace

CHOSEN = {"data.name": "omniglot-strokes"}


def archive(folder: Path, name: str = "strokes_background_small1", alphabets: int = 5) -> Path:
    """An archive of the official layout, with its litter: 3 characters of 4 drawings each."""
    path = folder / f"{name}.zip"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr(f"{name}/.DS_Store", b"\x00")
        for a in range(alphabets):
            for c in range(3):
                for d in range(4):
                    at = f"{name}/Script_{a}/character{c + 1:02d}/{a}{c:03d}_{d + 1:02d}.txt"
                    ends = f"{10 + 30 * c + d},-{40 + 10 * a}"
                    text = f"START\n10,-20,0\n{ends},9\nBREAK\n30,-60,50\n60,-61,60\nBREAK\n"
                    file.writestr(at, text)
                    file.writestr(f"__MACOSX/{at.replace('/0', '/._0')}", b"\x00\x05")
    return path


def imported(folder: Path) -> Workspace:
    workspace = Workspace.default()
    catalog.import_dataset([archive(folder)], workspace)
    return workspace


def test_the_archives_are_known_by_their_layout_and_parted_by_alphabet(tmp_path: Path) -> None:
    workspace = imported(tmp_path)
    card = next(c for c in catalog.cards(workspace) if c.name == "omniglot-strokes")
    assert (card.state, card.classes, card.pictures) == ("ready", 15, 60)
    source = catalog.open_source(Experiment().changed(CHOSEN).data, workspace)
    alphabets = [set(part.groups) for part in source.splits.values()]
    assert [len(part) for part in alphabets] == [3, 1, 1]
    assert len(set.union(*alphabets)) == 5
    assert source.splits["train"].shape == (PLACES, VALUES)
    assert source.splits["train"].images.shape[1:] == (1, 28, 28)


def test_what_is_read_from_the_cache_is_what_was_read_first(tmp_path: Path) -> None:
    workspace = imported(tmp_path)
    data = Experiment().changed(CHOSEN).data
    first, again = (catalog.open_source(data, workspace).splits["train"] for _ in range(2))
    assert torch.equal(first.inputs, again.inputs) and torch.equal(first.images, again.images)
    catalog.import_dataset([archive(tmp_path, "strokes_background_small2", 6)], workspace)
    more = catalog.open_source(data, workspace)
    assert sum(len(part) for part in more.splits.values()) == 18


@pytest.mark.parametrize(("network", "method"), [("lstm", "protonet"), ("vit", "maml")])
def test_networks_that_read_places_are_trained_on_strokes(
    tmp_path: Path, network: str, method: str
) -> None:
    workspace = imported(tmp_path)
    e = Experiment().changed({**CHOSEN, "method.name": method, "network.name": network})
    e = e.changed(
        {
            "task.ways": 2, "task.queries": 2, "network.width": 8, "training.iterations": 2,
            "training.meta_batch": 2, "training.validation_every": 2,
            "training.validation_tasks": 2, "training.threads": 1, "training.chunk": 1,
        }
    )  # fmt: skip
    *_, ended = train(e, workspace=workspace)
    from metastudio.engine.checkpoints import load_checkpoint
    from metastudio.engine.evaluation import evaluate

    checkpoint = load_checkpoint(ended.checkpoint)
    assert checkpoint.shape == (PLACES, VALUES) and checkpoint.transform is None
    source = catalog.open_source(e.data, workspace)
    assert evaluate(checkpoint, source, episodes=4).episodes == 4


def test_what_needs_pictures_is_refused_for_strokes() -> None:
    assert Experiment().changed(CHOSEN).network.name == "lstm"
    with pytest.raises(ConfigError, match="'lstm', 'gru' or 'vit'"):
        Experiment().changed({**CHOSEN, "network.name": "conv4"})
    with pytest.raises(ConfigError, match=r"data\.rotations and data\.augment_flip"):
        Experiment().changed({**CHOSEN, "data.rotations": True, "data.augment_flip": True})
    with pytest.raises(DataError, match="not imported yet"):
        catalog.open_source(Experiment().changed(CHOSEN).data, Workspace.default())
