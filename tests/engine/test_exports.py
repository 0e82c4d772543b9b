"""What runs recorded, for other programs: complete, and readable by them."""

import csv
import io
import json

import pytest
from made_runs import make_run

from metastudio.engine.errors import ConfigError
from metastudio.engine.exports import as_csv, as_json_text, to_tensorboard
from metastudio.engine.runs import RunFolder


@pytest.fixture
def run(tmp_path):
    return RunFolder(make_run(tmp_path / "runs", "2026-01-02_03-04-05_protonet_glyphs"))


def test_the_table_has_as_many_points_as_iterations_ran(run):
    rows = list(csv.DictReader(io.StringIO(as_csv([run]))))
    steps = [row for row in rows if row["validation"] != "True"]
    assert [int(row["iteration"]) for row in steps] == list(range(1, 21))
    assert float(steps[3]["loss"]) == 0.25 and len(rows) == 22


def test_several_runs_are_told_apart_by_a_column(run, tmp_path):
    other = RunFolder(make_run(tmp_path / "runs", "other"))
    rows = list(csv.DictReader(io.StringIO(as_csv([run, other]))))
    assert [row["run"] for row in rows].count("other") == 22


def test_a_loss_that_exploded_is_null_in_json(run):
    with run.metrics_file.open("w") as file:
        file.write('{"iteration": 1, "loss": NaN, "score": 0.5}\n')
    assert json.loads(as_json_text([run])) == [{"iteration": 1, "loss": None, "score": 0.5}]


def test_tensorboard_reads_back_every_point(run, tmp_path):
    pytest.importorskip("tensorboard")
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    (folder,) = to_tensorboard([run], tmp_path / "events")
    found = EventAccumulator(str(folder), size_guidance={"scalars": 0}).Reload()
    losses = found.Scalars("training/loss")
    assert [event.step for event in losses] == list(range(1, 21))
    assert losses[3].value == 0.25
    assert losses[10].wall_time - losses[0].wall_time == pytest.approx(1.0, abs=1e-3)
    assert [event.step for event in found.Scalars("validation/accuracy")] == [10, 20]
    assert [event.step for event in found.Scalars("adaptation/accuracy_after_2")] == [10, 20]
    assert (
        "hparams" in found.summary_metadata["_hparams_/session_start_info"].plugin_data.plugin_name
    )


def test_points_are_not_written_twice_into_one_folder(run, tmp_path):
    pytest.importorskip("tensorboard")
    to_tensorboard([run], tmp_path / "events")
    with pytest.raises(ConfigError, match="has event files already"):
        to_tensorboard([run], tmp_path / "events")
