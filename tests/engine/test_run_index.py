"""The index of runs: what it says of each, how it follows changes, and what it survives."""

import json
import os
import shutil

import pytest
from made_runs import make_run

from metastudio.engine import run_index
from metastudio.engine.experiment import Experiment, flat
from metastudio.engine.presets import presets
from metastudio.engine.run_index import INDEX, RunIndex


@pytest.fixture
def runs(tmp_path):
    return tmp_path / "runs"


def listed(runs, budget=float("inf")):
    return RunIndex(runs).refresh(budget)[0]


def test_runs_are_listed_the_newest_first_with_score_and_settings(runs):
    make_run(runs, "2026-01-02_10-00-00_maml_glyphs", {"method.name": "maml"}, score=0.7)
    make_run(runs, "2026-03-01_10-00-00_protonet_glyphs")
    first, second = listed(runs)
    assert first.name.startswith("2026-03") and second.method_title == "MAML"
    assert (second.score, second.ci95, second.iterations) == (0.7, 0.02, 20)
    assert second.settings["network.hidden"] == [40, 40]  # a list that TOML spreads over lines
    assert second.shown_title == "MAML · Glyphs · 5-way 1-shot" and second.state == "completed"


@pytest.mark.parametrize("name", list(presets()))
def test_the_quick_reader_reads_what_toml_says(runs, name):
    folder = make_run(runs, "run")
    experiment = presets()[name].experiment
    (folder / "experiment.toml").write_text(experiment.to_toml())
    (record,) = listed(runs)
    assert record.settings == flat(experiment) and not record.problem


def test_an_experiment_written_by_hand_gets_its_defaults(runs):
    folder = make_run(runs, "run")
    (folder / "experiment.toml").write_text('method = { name = "maml" }  # by hand\n')
    (record,) = listed(runs)
    assert record.settings == flat(Experiment.from_dict({"method": {"name": "maml"}}))


def test_a_run_that_changed_is_read_again_and_the_others_are_not(runs, monkeypatch):
    kept, changed = make_run(runs, "kept"), make_run(runs, "changed", score=0.5)
    listed(runs)
    (kept / "environment.json").write_text("{}")  # nothing that a list shows
    summary = json.loads((changed / "summary.json").read_text())
    summary["validation"]["score"] = 0.8
    (changed / "summary.json").write_text(json.dumps(summary))
    read, original = [], run_index._read
    monkeypatch.setattr(
        run_index, "_read", lambda folder, look: read.append(folder.name) or original(folder, look)
    )
    assert {r.name: r.score for r in listed(runs)} == {"kept": 0.9, "changed": 0.8}
    assert read == ["changed"]


def test_what_could_not_be_read_in_time_follows_with_the_next_call(runs):
    for number in range(3):
        make_run(runs, f"run{number}")
    index = RunIndex(runs)
    assert index.refresh(budget=0) == ([], False)
    found, complete = index.refresh()
    assert len(found) == 3 and complete


def test_a_damaged_index_file_costs_nothing_but_time(runs):
    make_run(runs, "run")
    listed(runs)
    file = runs / INDEX
    file.write_text(file.read_text()[:-20])
    assert [record.name for record in listed(runs)] == ["run"]


def test_a_run_from_another_machine_keeps_its_date_and_loses_no_checkpoint(runs, tmp_path):
    elsewhere = make_run(tmp_path / "elsewhere", "2025-05-06_07-08-09_protonet_glyphs")
    summary = json.loads((elsewhere / "summary.json").read_text())
    summary["checkpoint"] = "/home/other/best.safetensors"
    (elsewhere / "summary.json").write_text(json.dumps(summary))
    shutil.copytree(elsewhere, runs / elsewhere.name)
    (record,) = listed(runs)
    assert record.to_dict()["began"] == "2025-05-06T07:08:09"
    assert record.checkpoint == runs / elsewhere.name / "checkpoints" / "best.safetensors"


def test_a_run_of_a_newer_version_is_listed_and_says_so(runs):
    folder = make_run(runs, "run")
    text = (folder / "experiment.toml").read_text().replace("[task]", "[task]\nfoo = 1", 1)
    (folder / "experiment.toml").write_text(text)
    (folder / "environment.json").write_text(json.dumps({"packages": {"metastudio": "99.0"}}))
    (record,) = listed(runs)
    assert "made by MetaStudio 99.0" in record.problem and "Update MetaStudio" in record.problem
    assert record.settings["task.ways"] == 5 and record.score == 0.9


def test_damaged_runs_are_listed_with_their_problem_and_stray_folders_are_not(runs):
    gone = make_run(runs, "gone")
    (gone / "experiment.toml").unlink()
    torn = make_run(runs, "torn")
    (torn / "experiment.toml").write_text("[data\nname")
    (runs / "stray").mkdir()
    (runs / "being-made").mkdir()
    (runs / "being-made" / "environment.json").write_text("{}")
    found = {record.name: record.problem for record in listed(runs)}
    assert found.keys() == {"gone", "torn"}
    assert "experiment.toml is missing" in found["gone"] and "not understood" in found["torn"]


def test_an_unfinished_run_tells_how_far_it_came_and_when_it_was_interrupted(runs):
    folder = make_run(runs, "run", ended=False)
    (record,) = listed(runs)
    assert (record.iterations, record.score, record.state) == (20, 0.9, "training")
    old = (folder / "metrics.jsonl").stat().st_mtime - 1000
    os.utime(folder / "metrics.jsonl", (old, old))
    assert listed(runs)[0].state == "interrupted"


def test_a_run_that_is_resumed_is_training_again(runs):
    folder = make_run(runs, "run")
    ago = (folder / "summary.json").stat().st_mtime - 60
    os.utime(folder / "summary.json", (ago, ago))
    assert listed(runs)[0].state == "training"


def test_a_deleted_checkpoint_is_noticed(runs):
    folder = make_run(runs, "run")
    index = RunIndex(runs)
    index.refresh()
    (folder / "checkpoints" / "best.safetensors").unlink()
    ((record,), _) = index.refresh()
    assert record.checkpoint is None
