"""The thread that writes: what it keeps, in which order, and how it tells that it can't."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import closing

import pytest
from alike import difference

from metastudio.engine import training as training_module
from metastudio.engine import writer as writer_module
from metastudio.engine.errors import WorkspaceError
from metastudio.engine.events import Stalled, Stepped
from metastudio.engine.experiment import Experiment
from metastudio.engine.runs import RunFolder
from metastudio.engine.training import train
from metastudio.engine.writer import Writer

PATIENCE = 60.0
"""Seconds after which something that should have happened counts as never happening."""


class Gate:
    """Content that keeps the writer busy until it is opened."""

    def __init__(self) -> None:
        self.reached, self._opened = threading.Event(), threading.Event()

    def __call__(self) -> bytes:
        self.reached.set()
        assert self._opened.wait(PATIENCE)
        return b"gate"

    def open(self) -> None:
        self._opened.set()


@pytest.fixture
def writer(tmp_path) -> Iterator[Writer]:
    with closing(Writer(tmp_path / "log.jsonl")) as made:
        yield made


def lines(folder) -> list[object]:
    return [json.loads(line) for line in (folder / "log.jsonl").read_text().splitlines()]


def test_lines_and_files_are_on_the_disk_after_a_flush(writer, tmp_path):
    writer.append({"iteration": 1, "loss": float("inf")})
    writer.put({tmp_path / "a": lambda: b"one", tmp_path / "b": lambda: b"two"})
    writer.append({"iteration": 2, "path": tmp_path})
    writer.flush()
    assert (tmp_path / "a").read_bytes() == b"one"
    assert (tmp_path / "b").read_bytes() == b"two"
    assert lines(tmp_path) == [
        {"iteration": 1, "loss": float("inf")},
        {"iteration": 2, "path": str(tmp_path)},
    ]


def test_lines_alone_reach_the_disk_without_a_flush(tmp_path, monkeypatch):
    monkeypatch.setattr(writer_module, "LINES_EVERY", 0.001)
    with closing(Writer(tmp_path / "log.jsonl")) as writer:
        writer.append({"iteration": 1})
        deadline = time.monotonic() + PATIENCE
        while not (tmp_path / "log.jsonl").read_bytes():
            assert time.monotonic() < deadline


def test_of_a_file_put_many_times_only_the_newest_is_written(writer, tmp_path):
    gate, serialised = Gate(), []
    writer.put({tmp_path / "gate": gate})
    assert gate.reached.wait(PATIENCE)
    for number in range(5):
        writer.put({tmp_path / "a": lambda n=number: serialised.append(n) or b"%d" % n})
    gate.open()
    writer.flush()
    assert serialised == [4]
    assert (tmp_path / "a").read_bytes() == b"4"


def test_a_file_put_last_is_written_last_though_it_waited_before(writer, tmp_path):
    gate, order = Gate(), []
    writer.put({tmp_path / "gate": gate})
    assert gate.reached.wait(PATIENCE)

    def content(name):
        return lambda: order.append(name) or b""

    writer.put({tmp_path / "resume": content("resume")})
    writer.put({tmp_path / n: content(n) for n in ("last", "best", "resume")})
    gate.open()
    writer.flush()
    assert order == ["last", "best", "resume"]


def test_lines_are_on_the_disk_before_the_files_that_follow_them(writer, tmp_path):
    seen = []
    writer.append({"iteration": 7})
    writer.put({tmp_path / "resume": lambda: seen.extend(lines(tmp_path)) or b""})
    writer.flush()
    assert seen == [{"iteration": 7}]


def test_neither_flush_nor_the_end_waits_for_the_writers_rest(tmp_path, monkeypatch):
    monkeypatch.setattr(writer_module, "REST", 1e9)
    monkeypatch.setattr(writer_module, "LONGEST_REST", PATIENCE)
    begin = time.monotonic()
    with closing(Writer(tmp_path / "log.jsonl")) as writer:
        for _ in range(3):
            writer.put({tmp_path / "a": lambda: b"a"})
            writer.flush()
        writer.put({tmp_path / "a": lambda: b"the last"})
    assert (tmp_path / "a").read_bytes() == b"the last"
    assert time.monotonic() - begin < PATIENCE / 2


def test_between_two_rounds_the_writer_rests(tmp_path, monkeypatch):
    monkeypatch.setattr(writer_module, "REST", 1e9)
    monkeypatch.setattr(writer_module, "LONGEST_REST", PATIENCE)
    written = []
    with closing(Writer(tmp_path / "log.jsonl")) as writer:
        writer.put({tmp_path / "a": lambda: written.append(1) or b""})
        writer.flush()
        for _ in range(1000):
            writer.put({tmp_path / "a": lambda: written.append(1) or b""})
    assert len(written) <= 3  # the first, perhaps one at the flush's end, and the close's


def test_what_the_disk_refuses_waits_and_is_written_in_its_order_once_there_is_room(
    tmp_path, monkeypatch
):
    tried, full = [], [True]

    def refusing(path, content):
        tried.append((path.name, content))
        if full[0]:
            raise WorkspaceError("There is no room.")

    monkeypatch.setattr(writer_module, "write_atomically", refusing)
    with closing(Writer(tmp_path / "log.jsonl")) as writer:
        writer.put({tmp_path / "a": lambda: b"1", tmp_path / "b": lambda: b"1"})
        writer.flush()
        assert str(writer.trouble) == "There is no room."
        writer.append({"iteration": 1})
        writer.put({tmp_path / "b": lambda: b"2"})
        writer.retry()
        assert writer.trouble is not None
        assert tried == [("a", b"1"), ("a", b"1")]  # nothing is written past what was refused
        full[0] = False
        writer.retry()
        assert writer.trouble is None
    assert tried[2:] == [("a", b"1"), ("b", b"2")]
    assert lines(tmp_path) == [{"iteration": 1}]


@pytest.fixture
def small_disk():
    """Files that can't grow beyond so many bytes, until the limit is lifted: as a full disk."""
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)

    def limit(size):
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft if size is None else size, hard))

    yield limit
    limit(None)


def test_a_line_that_was_cut_off_by_a_full_disk_is_completed_later(tmp_path, small_disk):
    with closing(Writer(tmp_path / "log.jsonl")) as writer:
        writer.extend(tmp_path / "curves", b"c" * 90)
        writer.append({"iteration": 1, "words": "w" * 50})
        writer.append({"iteration": 2, "words": "w" * 50})
        small_disk(100)
        writer.flush()
        assert "can't be written (File too large)" in str(writer.trouble)
        assert (tmp_path / "log.jsonl").stat().st_size == 100
        small_disk(None)
        writer.append({"iteration": 3})
        writer.retry()
        assert writer.trouble is None
    assert [line["iteration"] for line in lines(tmp_path)] == [1, 2, 3]
    assert (tmp_path / "curves").read_bytes() == b"c" * 90


def test_a_run_on_a_full_disk_waits_and_goes_on_to_the_same_bits_once_there_is_room(
    tmp_path, small_disk, monkeypatch
):
    monkeypatch.setattr(training_module, "RETRY_EVERY", 0.05)
    monkeypatch.setattr(writer_module, "LINES_EVERY", 0.02)
    chosen = Experiment.from_dict(
        {
            "data": {"name": "sinusoid"},
            "method": {"name": "maml"},
            "network": {"hidden": [8]},
            "training": {"iterations": 400, "meta_batch": 1, "validation_every": 100,
                         "validation_tasks": 2, "device": "cpu"},
        }
    )  # fmt: skip
    *_, free = train(chosen, runs=tmp_path / "free")
    stalled: list[str] = []
    events = train(chosen, runs=tmp_path / "full")
    for event in events:
        if isinstance(event, Stepped) and event.iteration == 1:
            small_disk(20_000)
        elif isinstance(event, Stalled):
            stalled.append(event.message)
            assert event.message.startswith("The run waits")
            small_disk(None)
    assert len(stalled) == 1
    assert event.outcome == "completed"
    assert difference(event.run, free.run) == ""
    steps = [m for m in RunFolder(event.run).metrics() if "validation" not in m]
    assert [step["iteration"] for step in steps] == [*range(1, 401)]


def test_content_that_can_not_be_made_is_told_too(writer, tmp_path):
    writer.put({tmp_path / "a": lambda: bytes(10**18)})
    with pytest.raises(MemoryError):
        writer.flush()
    assert not (tmp_path / "a").exists()


def test_a_log_that_can_not_be_opened_is_refused_in_words(tmp_path):
    with pytest.raises(WorkspaceError, match="metrics can't be written"):
        Writer(tmp_path)


def test_a_log_on_a_full_disk_is_told_in_words():
    from pathlib import Path

    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("only Linux has a device that is always full")
    with closing(Writer(full)) as writer:
        writer.append({"iteration": 1})
        writer.flush()
        assert "metrics can't be written (No space left" in str(writer.trouble)


def test_closing_ends_the_thread_and_writes_what_waits(tmp_path):
    writer = Writer(tmp_path / "log.jsonl")
    writer.append({"iteration": 1})
    writer.close()
    assert lines(tmp_path) == [{"iteration": 1}]
    assert "metastudio-writer" not in [thread.name for thread in threading.enumerate()]
    writer.close()  # a second time is nothing
