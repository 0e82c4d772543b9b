"""How fast the Try page feels: `python benchmarks/tryout_window.py [--maml CHECKPOINT]`.

Drives the real window offscreen with Omniglot's evaluation alphabets from METASTUDIO_TEST_DATA:
the time from a drop of one query to its answer on the screen, the rate for a thousand queries, and
the longest time in which the window did not answer, whatever a person does there.
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
THEME = "theme"


class Watchdog:
    """Notes the longest time, in milliseconds, in which the event loop was away, deed by deed."""

    def __init__(self) -> None:
        self.worst: dict[str, float] = {}
        self._deed, self._last = "", time.perf_counter()
        self._timer = QTimer(interval=BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def watch(self, deed: str) -> None:
        """What follows belongs to `deed`; what lies between two deeds is ours, not the window's."""
        self._deed, self._last = deed, time.perf_counter()

    def _beat(self) -> None:
        now = time.perf_counter()
        away = 1000 * (now - self._last) - BEAT_MS
        if self._deed:
            self.worst[self._deed] = max(self.worst.get(self._deed, 0.0), away)
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


def still(page: TryPage) -> None:
    """Let the window live until nothing is under way, and what follows an answer has come, too."""
    engine = page.session.engine
    wait(lambda: page.view is not None and answered(page))
    for _ in range(2):
        end = time.monotonic() + 0.4  # plane and examples left out follow after 0.3 s of quiet
        wait(lambda e=end: time.monotonic() > e and not engine.busy("explain"))


def warm_up(window: MainWindow) -> None:
    """Import the engine, as the program does once its window is shown, and compile the kernels."""
    engine, watchdog = window.session.engine, Watchdog()
    watchdog.watch("import")
    engine.warm_up()
    wait(lambda: engine.warm)
    watchdog.watch("kernels")
    wait(lambda: not engine.kernels_warming)
    told = ", ".join(f"{name} {away:.0f} ms" for name, away in watchdog.worst.items())
    print(f"Longest time without an answer while the program starts: {told}")


def measure(window: MainWindow, checkpoint: Path, characters: list[Path], goal: int) -> None:
    """One model: single drops, a thousand queries, and how long the window is away at each deed."""
    page = window.findChild(TryPage, "tryPage")
    assert page is not None
    watchdog = Watchdog()

    def deed(name: str, act: Callable[[], object]) -> None:
        watchdog.watch(name)
        act()
        still(page)
        watchdog.watch("")

    page.editor.take(Board())  # without what another model was asked
    if window.isVisible() and not page.isVisible():
        deed("show the page", lambda: window.show_page("try"))
    deed("load the model", lambda: page.load(checkpoint))
    chosen = random.Random(0).sample(characters, WAYS)
    with tempfile.TemporaryDirectory() as folder:
        for number, character in enumerate(chosen):
            target = Path(folder) / f"class {number}"
            target.mkdir()
            for file in sorted(character.glob("*.png"))[:SHOTS]:
                (target / file.name).write_bytes(file.read_bytes())
        deed("drop classes", lambda: drop(page.support.rest, [Path(folder)]))
    queries = [file for character in chosen for file in sorted(character.glob("*.png"))[SHOTS:]]
    took = []
    for number in range(TIMES):
        before = len(page.board.queries)
        watchdog.watch("drop a query")
        begin = time.perf_counter()
        drop(page.queries.drop, [queries[number]])
        wait(lambda n=before: len(page.board.queries) == n + 1 and answered(page))
        took.append(1000 * (time.perf_counter() - begin))
        still(page)
    title = page.view.title if page.view else ""
    print(f"{title}: from drop to answer, median {statistics.median(took):.0f} ms, "
          f"worst {max(took):.0f} ms  (goal {goal} ms)")  # fmt: skip
    acts(page, deed)
    page.editor.clear_queries()
    many = [f for c in characters for f in sorted(c.glob("*.png"))][:MANY]
    watchdog.watch("drop a thousand queries")
    begin = time.perf_counter()
    drop(page.queries.drop, many)
    wait(lambda: len(page.board.queries) == MANY and answered(page))
    seconds = time.perf_counter() - begin
    print(f"{MANY:,} queries: {MANY / seconds:.0f} a second  (goal 300)")
    still(page)
    acts(page, deed, f" of {MANY:,}")
    deed("remove them", page.editor.clear_queries)
    deed("undo", page.session.undo.undo)
    deed("redo", page.session.undo.redo)
    dressing = max(away for name, away in watchdog.worst.items() if name.startswith(THEME))
    worst = sorted(watchdog.worst.items(), key=lambda item: -item[1])
    worst = [(name, away) for name, away in worst if not name.startswith(THEME)]
    print(f"Longest time without an answer of the window: {worst[0][1]:.0f} ms  (goal 50 ms)")
    print("  " + ", ".join(f"{name} {away:.0f}" for name, away in worst[:8]))
    print(f"  Choosing another theme, which dresses every widget of the window: {dressing:.0f} ms")


def acts(page: TryPage, deed: Callable[[str, Callable[[], object]], None], of: str = "") -> None:
    """Everything that a person does with answers, one thing at a time."""
    queries, answers = page.queries, page.queries.answers
    head = queries.table.horizontalHeader()
    for tab in (1, 2, 3, 0):
        deed(f"tab {answers.tabText(tab)}{of}", lambda t=tab: answers.setCurrentIndex(t))
    for column in (2, 1, 0, -1):
        deed(f"sort{of}", lambda c=column: head.setSortIndicator(c, Qt.SortOrder.DescendingOrder))
    for kind in (2, 0):
        deed(f"filter{of}", lambda k=kind: answers.kind.setCurrentIndex(k))
    for words in ("07", ""):
        deed(f"search{of}", lambda w=words: answers.search.setText(w))
    last = page.board.queries[-1].key
    deed(f"choose{of}", lambda: queries.grid.choose(last))
    deed(f"scroll{of}", queries.table.scrollToBottom)
    for _ in range(2):
        deed(f"network view{of}", queries.view_button.click)
    for step in range(queries.slider.maximum() + 1):
        deed(f"slider{of}", lambda s=step: queries.slider.setValue(s))
    for choice in ("dark", "light"):
        deed(f"{THEME}{of}", lambda c=choice: theme().set_choice(c))
    deed(f"ink{of}", lambda: page.editor.set_ink({last}, "dark"))
    deed(f"send to a class{of}", lambda: page.editor.send([last], 0))
    deed(f"undo{of}", page.session.undo.undo)


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
            warm_up(window)
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
