"""Jobs on the engine thread: results come back on the GUI thread, late ones are dropped."""

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QThread

from metastudio.engine.errors import DataError
from metastudio.gui.engine_import import import_engine
from metastudio.gui.engine_thread import EngineThread


@pytest.fixture
def engine(qapp) -> Iterator[EngineThread]:
    engine = EngineThread()
    yield engine
    assert engine.shutdown()


def unexpected(result: object) -> None:
    raise AssertionError(f"this callback should not have been called: {result!r}")


def test_the_garbage_collector_passes_by_what_the_engine_has_imported() -> None:
    import_engine()
    assert gc.get_freeze_count() > 100_000  # else one collection halts the window for 0.2 s


def test_a_result_comes_back_on_the_gui_thread(engine: EngineThread, qtbot) -> None:
    results: list[object] = []

    def work(report) -> str:
        return threading.current_thread().name

    def done(name: str) -> None:
        results.append((name, QThread.isMainThread()))

    engine.run_job("name", work, done, unexpected)
    qtbot.waitUntil(lambda: bool(results))
    assert results == [("jobs", True)]
    assert not engine.busy("name")


def test_a_late_result_is_dropped_when_a_newer_job_took_its_place(
    engine: EngineThread, qtbot
) -> None:
    running, go_on = threading.Event(), threading.Event()
    results: list[str] = []
    told_to_stop: list[bool] = []

    def slow(report) -> str:
        running.set()
        go_on.wait(5)
        told_to_stop.append(not report(0.5, "half way"))
        return "old"

    engine.run_job("answer", slow, unexpected, unexpected, lambda *_: unexpected("progress"))
    assert running.wait(5)
    engine.run_job("answer", lambda _: "new", results.append, unexpected)
    go_on.set()
    qtbot.waitUntil(lambda: bool(results))
    assert results == ["new"]
    assert told_to_stop == [True]


def test_a_cancelled_job_calls_nobody_and_one_that_waits_never_runs(
    engine: EngineThread, qtbot
) -> None:
    running, go_on = threading.Event(), threading.Event()
    results: list[str] = []
    ran: list[str] = []

    def first(report) -> None:
        running.set()
        go_on.wait(5)

    engine.run_job("first", first, unexpected, unexpected)
    assert running.wait(5)
    engine.run_job("second", lambda _: ran.append("second"), unexpected, unexpected)
    engine.cancel_job("second")
    engine.cancel_job("first")
    engine.run_job("third", lambda _: "third", results.append, unexpected)
    go_on.set()
    qtbot.waitUntil(lambda: bool(results))
    assert ran == []


def test_a_refusal_arrives_as_the_error_it_was(engine: EngineThread, qtbot) -> None:
    errors: list[Exception] = []

    def work(report) -> None:
        raise DataError("There is no data set 'x'.", name="x")

    engine.run_job("refused", work, unexpected, errors.append)
    qtbot.waitUntil(lambda: bool(errors))
    assert isinstance(errors[0], DataError)
    assert str(errors[0]) == "There is no data set 'x'."


def test_progress_arrives_with_the_newest_word(engine: EngineThread, qtbot) -> None:
    said, go_on = threading.Event(), threading.Event()
    heard: list[tuple[float, str]] = []

    def work(report) -> None:
        for step in range(100):
            report(step / 100, f"step {step}")
        said.set()
        go_on.wait(5)

    engine.run_job("work", work, lambda _: None, unexpected, lambda *news: heard.append(news))
    assert said.wait(5)
    qtbot.waitUntil(lambda: bool(heard))
    assert heard[-1] == (0.99, "step 99")
    assert len(heard) < 100
    go_on.set()
    qtbot.waitUntil(lambda: not engine.busy("work"))


class Page(QObject):
    """A stand-in for a page that may be deleted while its job runs."""

    def take(self, result: object) -> None:
        unexpected(result)


def test_a_page_that_is_gone_hears_nothing(engine: EngineThread, qtbot) -> None:
    import shiboken6

    page = Page()
    results: list[str] = []
    engine.run_job("page", lambda _: "late", page.take, page.take)
    shiboken6.delete(page)
    engine.run_job("after", lambda _: "after", results.append, unexpected)
    qtbot.waitUntil(lambda: bool(results))


def test_one_callback_that_fails_does_not_lose_the_next(engine: EngineThread, qtbot) -> None:
    results: list[str] = []

    def fail(result: str) -> None:
        raise ZeroDivisionError("a mistake in a page")

    with qtbot.captureExceptions() as caught:
        engine.run_job("a", lambda _: "a", fail, unexpected)
        engine.run_job("b", lambda _: "b", results.append, unexpected)
        qtbot.waitUntil(lambda: bool(results))
    assert [kind for kind, *_ in caught] == [ZeroDivisionError]


def test_shutdown_ends_the_job_thread(qapp) -> None:
    engine = EngineThread()
    engine.run_job("a", lambda _: None, lambda _: None, unexpected)
    assert engine.shutdown()
    assert not [t for t in threading.enumerate() if t.name in ("jobs", "training")]
