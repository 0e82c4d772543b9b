"""`metastudio runs`: what the Compare page does, without it."""

import json

import pytest
from made_runs import make_run

from metastudio.cli import main
from metastudio.engine.locks import RunLock

NAMES = ("2026-03-01_00-00-00_maml", "2026-02-01_00-00-00_protonet")


@pytest.fixture
def runs(workspace_home):
    folder = workspace_home / "runs"
    make_run(folder, NAMES[0], {"method.name": "maml"}, score=0.7)
    make_run(folder, NAMES[1])
    return folder


def told(capsys, *arguments):
    assert main(["runs", *arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out.strip().splitlines()[-1])


def test_runs_are_found_by_words_and_stars(runs, capsys):
    told(capsys, "label", NAMES[1], "--star", "--tag", "paper", "--note", "for figure 2")
    assert [r["outcome"] for r in told(capsys, "list")["runs"]] == ["completed"] * 2
    (found,) = told(capsys, "list", "--filter", "Figure paper")["runs"]
    assert found["run"].endswith(NAMES[1]) and found["validation"] == {"score": 0.9, "ci95": 0.02}
    assert told(capsys, "list", "--starred")["runs"] == [found]
    assert told(capsys, "list", "--filter", "nothing")["runs"] == []


def test_tags_are_added_and_taken_away_one_by_one(runs, capsys):
    told(capsys, "label", NAMES[0], "--tag", "a", "--tag", "b")
    assert told(capsys, "label", NAMES[0], "--untag", "a", "--tag", "c")["tags"] == ["b", "c"]
    assert told(capsys, "show", NAMES[0])["tags"] == ["b", "c"]


def test_a_deleted_run_is_restored_by_its_name(runs, capsys):
    told(capsys, "delete", NAMES[0])
    assert not (runs / NAMES[0]).exists()
    told(capsys, "restore", NAMES[0])
    assert (runs / NAMES[0] / "metrics.jsonl").is_file()
    assert told(capsys, "empty-bin") == {"deleted": 0}


def test_a_run_under_way_is_not_deleted(runs, capsys):
    with RunLock(runs / NAMES[1]):
        assert main(["runs", "delete", *NAMES]) == 1
    assert "under way in another window" in capsys.readouterr().err
    assert (runs / NAMES[1]).is_dir() and (runs / NAMES[0]).is_dir()


def test_reports_and_tables_are_written(runs, tmp_path, capsys):
    out = tmp_path / "report.html"
    told(capsys, "report", *NAMES, "-o", str(out), "--title", "Two runs")
    assert "<title>Two runs</title>" in out.read_text()
    told(capsys, "export", *NAMES, "-o", str(tmp_path / "all.csv"))
    assert len((tmp_path / "all.csv").read_text().splitlines()) == 1 + 2 * 22


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["label", NAMES[0]], 2, "Nothing to change"),
        (["restore", "absent"], 1, "not there any more"),
        (["report", NAMES[0], "-o", "report.docx"], 2, ".html or .pdf"),
        (["export", NAMES[0], "--format", "tensorboard"], 2, "need a folder"),
        (["export", "absent"], 1, "no run 'absent'"),
    ],
)
def test_a_mistake_gets_one_sentence(runs, capsys, arguments, status, words):
    assert main(["runs", *arguments]) == status
    error = capsys.readouterr().err
    assert words in error and len(error.strip().splitlines()) == 1
