"""One checkpoint for many ways and shots."""

import pytest

from metastudio.engine.checkpoints import asked, load_checkpoint
from metastudio.engine.errors import ConfigError
from metastudio.engine.evaluation import evaluate
from metastudio.engine.experiment import Experiment
from metastudio.engine.presets import resources
from metastudio.engine.tasks.catalog import open_source
from metastudio.engine.ways_and_shots import ways_and_shots
from metastudio.engine.workspace import Workspace


@pytest.fixture
def model():
    bundled = load_checkpoint(resources() / "models" / "omniglot-protonet.safetensors")
    return asked(bundled, {"data.name": "glyphs", "task.queries": 2})


@pytest.fixture
def glyphs(model):
    return open_source(model.experiment.data, Workspace.default())


def test_each_cell_is_what_an_evaluation_of_that_size_says(model, glyphs):
    cells = ways_and_shots(model, glyphs, ways=(2, 5), shots=(1, 3), episodes=6)
    assert [(cell.ways, cell.shots) for cell in cells] == [(2, 1), (2, 3), (5, 1), (5, 3)]
    one = asked(model, {"task.ways": 5, "task.shots": 3})
    assert cells[-1].accuracy == evaluate(one, glyphs, episodes=6).headline.final


def test_what_the_classes_do_not_allow_has_a_reason_and_the_rest_goes_on(model, glyphs):
    too_many, good = ways_and_shots(model, glyphs, ways=(500, 2), shots=(1,), episodes=2)
    assert too_many.accuracy is None and "500" in too_many.reason
    assert good.accuracy is not None and not good.reason


def test_a_stop_leaves_the_cells_that_were_done(model, glyphs):
    heard = []

    def progress(fraction: float, words: str) -> bool:
        heard.append((fraction, words))
        return not words.startswith("5-way")

    cells = ways_and_shots(
        model, glyphs, ways=(2, 5, 10), shots=(1,), episodes=2, progress=progress
    )
    assert [cell.ways for cell in cells] == [2]
    assert [fraction for fraction, _ in heard] == sorted(fraction for fraction, _ in heard)


def test_functions_have_no_ways(model):
    fitted = Experiment.from_dict({"data": {"name": "sinusoid"}})
    from dataclasses import replace

    with pytest.raises(ConfigError, match="fits functions"):
        ways_and_shots(replace(model, experiment=fitted), None)
