"""What a person adds to a run, and the bin."""

import pytest
from made_runs import make_run

from metastudio.engine.errors import WorkspaceError
from metastudio.engine.run_index import RunIndex
from metastudio.engine.run_labels import (
    Labels,
    change_labels,
    discard,
    empty_bin,
    in_bin,
    put_back,
    read_labels,
)


@pytest.fixture
def run(tmp_path):
    return make_run(tmp_path / "runs", "run")


def test_labels_come_back_and_are_shown_by_the_index(run):
    given = {
        "title": "  My\nrun ",
        "star": True,
        "tags": (" a", "b", "a", ""),
        "note": "两行\nnote\n",
    }
    assert change_labels(run, given) == Labels()
    assert read_labels(run) == Labels("My run", True, ("a", "b"), "两行\nnote")
    ((record,), _) = RunIndex(run.parent).refresh()
    assert record.shown_title == "My run" and record.star and record.note == "两行\nnote"


def test_labels_that_are_taken_away_leave_no_file(run):
    before = {path.name for path in run.iterdir()}
    change_labels(run, {"star": True, "note": "x"})
    change_labels(run, {"star": False, "note": ""})
    assert {path.name for path in run.iterdir()} == before


@pytest.mark.parametrize("text", ["star = maybe", 'tags = "a"\ntitle = 3', "\x00"])
def test_damaged_labels_count_as_none(run, text):
    (run / "labels.toml").write_text(text)
    assert read_labels(run) == Labels()


def test_a_run_that_is_gone_is_not_made_anew_by_a_label(run):
    discard(run)
    with pytest.raises(WorkspaceError, match="not there any more"):
        change_labels(run, {"star": True})
    assert not run.exists()


def test_a_run_in_the_bin_is_not_listed_and_comes_back_as_it_was(run):
    files = {p.relative_to(run): p.read_bytes() for p in run.rglob("*") if p.is_file()}
    binned = discard(run)
    assert RunIndex(run.parent.parent / "runs").refresh()[0] == [] and in_bin(run.parent) == [
        binned
    ]
    assert put_back(binned) == run
    assert {p.relative_to(run): p.read_bytes() for p in run.rglob("*") if p.is_file()} == files


def test_a_name_that_was_taken_meanwhile_gets_a_number(run):
    first = discard(run)
    second = discard(make_run(run.parent, "run"))
    assert [first.name, second.name] == ["run", "run_2"]
    make_run(run.parent, "run")
    assert put_back(first).name == "run_2"
    assert empty_bin(run.parent) == 1 and in_bin(run.parent) == []
    with pytest.raises(WorkspaceError, match="not there any more"):
        put_back(second)
