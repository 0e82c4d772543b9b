"""How fast the Try page feels: `python benchmarks/tryout_window.py [--maml CHECKPOINT]`.

Drives the real window offscreen with Omniglot's evaluation alphabets from METASTUDIO_TEST_DATA:
the time from a drop of one query to its answer on the screen, the rate for a thousand queries, and
the longest time in which the window did not answer.
"""

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QMimeData, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

from metastudio.engine.workspace import Workspace
from metastudio.gui.application import build_window
from metastudio.gui.main_window import MainWindow
from metastudio.gui.pages.tryout import TryPage
from metastudio.gui.pages.tryout.board import Board
from metastudio.gui.pages.tryout.bundled import bundled_checkpoint
from metastudio.gui.theme import theme

WAYS, SHOTS, TIMES, MANY = 5, 5, 15, 1000
BEAT_MS = 5


class Watchdog:
    """Notes how long the event loop was away, in milliseconds."""

    def __init__(self) -> None:
        self.longest, self._last = 0.0, time.perf_counter()
        self._timer = QTimer(interval=BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def restart(self) -> None:
        """Forget what was."""
        self.longest, self._last = 0.0, time.perf_counter()

    def _beat(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, 1000 * (now - self._last) - BEAT_MS)
        self._last = now


def drop(widget: QWidget, paths: list[Path]) -> None:
    """Drop files as a file manager does."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    at, copy = widget.rect().center(), Qt.DropAction.CopyAction
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(widget, QDragEnterEvent(at, copy, mime, left, none))
    QApplication.sendEvent(widget, QDropEvent(QPointF(at), copy, mime, left, none))


def wait(done: Callable[[], bool], seconds: float = 300) -> None:
    """Let the window live until `done`."""
    end = time.monotonic() + seconds
    while not done():
        if time.monotonic() > end:
            raise SystemExit("The window did not come to what was waited for.")
        QApplication.processEvents()
        time.sleep(0.0005)


def answered(page: TryPage) -> bool:
    """Whether every query has its answer on the page."""
    model = page.queries.model
    there = all(model.prediction(row) is not None for row in range(len(model.pictures)))
    return there and not page.intake.busy and not page.asking.busy


def measure(window: MainWindow, checkpoint: Path, characters: list[Path], goal: int) -> None:
    """One model: single drops, a thousand queries, the watchdog."""
    window.show_page("try")
    page = window.findChild(TryPage, "tryPage")
    assert page is not None
    page.editor.take(Board())  # without what another model was asked
    page.load(checkpoint)
    wait(lambda: page.view is not None and page.view.path == checkpoint)
    chosen = random.Random(0).sample(characters, WAYS)
    with tempfile.TemporaryDirectory() as folder:
        for number, character in enumerate(chosen):
            target = Path(folder) / f"class {number}"
            target.mkdir()
            for file in sorted(character.glob("*.png"))[:SHOTS]:
                (target / file.name).write_bytes(file.read_bytes())
        drop(page.support.rest, [Path(folder)])
        wait(lambda: len(page.board.classes) == WAYS and not page.intake.busy)
    queries = [file for character in chosen for file in sorted(character.glob("*.png"))[SHOTS:]]
    took = []
    watchdog = Watchdog()
    for number in range(TIMES):
        before = len(page.board.queries)
        begin = time.perf_counter()
        drop(page.queries.drop, [queries[number]])
        wait(lambda n=before: len(page.board.queries) == n + 1 and answered(page))
        took.append(1000 * (time.perf_counter() - begin))
        wait(lambda: not window.session.engine.busy("explain"))
        end = time.monotonic() + 0.5  # the plane follows
        wait(lambda e=end: time.monotonic() > e)
    title = page.view.title if page.view else ""
    print(f"{title}: from drop to answer, median {statistics.median(took):.0f} ms, "
          f"worst {max(took):.0f} ms  (goal {goal} ms)")  # fmt: skip
    page.editor.clear_queries()
    many = [f for c in characters for f in sorted(c.glob("*.png"))][:MANY]
    begin = time.perf_counter()
    drop(page.queries.drop, many)
    wait(lambda: len(page.board.queries) == MANY and answered(page))
    seconds = time.perf_counter() - begin
    print(f"{MANY:,} queries: {MANY / seconds:.0f} a second  (goal 300)")
    end = time.monotonic() + 2
    wait(lambda: time.monotonic() > end and not window.session.engine.busy("explain"))
    print(f"Longest time without an answer of the window: {watchdog.longest:.0f} ms  (goal 50 ms)")


def main() -> int:
    """Measure; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--maml", type=Path, help="a checkpoint of MAML with Conv4, measured too")
    options = parser.parse_args()
    data = Path(os.environ.get("METASTUDIO_TEST_DATA", ""))
    if not (data / "omniglot").is_dir():
        print("Set METASTUDIO_TEST_DATA to the folder of the real data.", file=sys.stderr)
        return 1
    app = QApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory() as home, tempfile.TemporaryDirectory() as drawings:
        with zipfile.ZipFile(data / "omniglot" / "images_evaluation.zip") as archive:
            archive.extractall(drawings)
        characters = sorted(Path(drawings).glob("images_evaluation/*/character*"))
        window = build_window(Workspace(Path(home)))
        theme().set_choice("light")
        window.resize(1440, 900)
        window.show()
        try:
            measure(window, bundled_checkpoint(), characters, 150)
            if options.maml:
                measure(window, options.maml, characters, 400)
        finally:
            window.leave_now()
            window.session.close()
    app.quit()
    return 0


if __name__ == "__main__":
    sys.exit(main())
