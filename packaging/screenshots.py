"""Makes the README's pictures: drives the real window and engine offscreen, light and dark.

    python packaging/screenshots.py [--out docs/images] [--size 1440x900] [--iterations 400]
                                    [--omniglot ARCHIVE…] [--only train]
                                    [--compare WORKSPACE]

The Train page is taken in English and in Chinese, from a run on Omniglot where its archives are
given or lie in $METASTUDIO_TEST_DATA, else on the glyphs. The Compare page is taken of the runs
made here, or of the newest runs in a workspace that is named.

Nothing is staged but the order of the clicks: the runs are trained here, in a workspace of its own
that is thrown away afterwards. Takes a few minutes on two cores.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PIL import Image, ImageDraw
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QPushButton, QTableView, QWidget

from metastudio.engine.events import Stepped, TrainingEvent
from metastudio.engine.runs import list_runs, resumes_at
from metastudio.engine.tasks.catalog import import_dataset
from metastudio.engine.workspace import Workspace
from metastudio.gui.application import build_window
from metastudio.gui.main_window import MainWindow
from metastudio.gui.pages.advice import AdviceDialog
from metastudio.gui.pages.compare import ComparePage
from metastudio.gui.pages.train import TrainPage
from metastudio.gui.pages.train.inspector import EpisodeInspector
from metastudio.gui.pages.tryout import TryPage
from metastudio.gui.theme import theme
from metastudio.gui.widgets.card import Card
from metastudio.gui.widgets.picture_grid import EpisodeView

T = TypeVar("T", bound=QWidget)

LARGEST = 400_000  # bytes; a README that loads slowly is not read
PICTURE_TAB, PLANE_TAB = 1, 2  # of the answers on the Try page
LOOK_EVERY = 25  # iterations: a map with many columns after a short run
PATIENCE = 600  # seconds for any one step
ADVICE = 10**6  # iterations of the runs that "Which method for my data?" makes


class Photographer:
    """Clicks through the window and takes its pictures."""

    def __init__(self, window: MainWindow, out: Path, ending: str = "") -> None:
        """Write into `out`; `ending` stands at the end of every picture's name."""
        self.window, self.out, self.ending = window, out, ending
        self.iteration = 0
        window.session.engine.trainingEvents.connect(self._follow)

    def take_all(self, iterations: int) -> None:
        """Take the pictures of every page, in an order in which each has something to show."""
        for method in ("protonet", "transfer"):  # to be compared with MAML on the same data
            self.train(f"{self.data}-{method}", iterations)
            self.wait(lambda: not self.window.session.engine.training)
        self.take_data()
        self.take_train(iterations)
        self.take_home()
        self.take_compare()
        self.take_advice()
        self.take_try()

    @property
    def data(self) -> str:
        """What is trained on: Omniglot, where it is there."""
        there = (self.window.session.workspace.data / "omniglot").is_dir()
        return "omniglot" if there else "glyphs"

    def take_only(self, page: str, iterations: int) -> None:
        """Take the pictures of one page: "train", or "try", which needs no run."""
        if page == "train":
            self.take_train(iterations)
            return
        self.wait(lambda: self.window.findChild(Card, "cardTry") is not None)
        self.take_try()

    def take_train(self, iterations: int) -> None:
        """Show MAML in the middle of a run."""
        # Long enough that it is still under way after the pictures, and can be gone on with.
        self.train(f"{self.data}-maml", 6 * iterations)
        self.wait(lambda: self.iteration >= 2 * iterations)
        self.take_running()

    def go_on(self) -> None:
        """Show MAML's run gone on with, as `take_train` has left it; others came after it."""
        session = self.window.session
        session.requestPage.emit("train")
        mamls = (
            r for r in list_runs(session.workspace.runs) if f"_maml_{self.data}" in r.path.name
        )
        run = next(r for r in mamls if r.experiment.training.iterations < ADVICE)
        next_look = resumes_at(run) + run.experiment.training.validation_every
        self.find(TrainPage, "trainPage").runs.resume(run.path)
        self.wait(lambda: self.iteration >= next_look)
        self.take_running()

    def take_running(self) -> None:
        """Take the Train page once the task is shown, and end the run."""
        inspector = self.find(EpisodeInspector, "episodeInspector")
        self.wait(lambda: inspector.seen is not None)
        self.settle(1)
        self.take("train")
        self.window.session.engine.finish()
        self.wait(lambda: not self.window.session.engine.training)

    def train(self, preset: str, iterations: int) -> None:
        """Start a run as a click on Start would."""
        self.iteration = 0
        session = self.window.session
        session.choose_preset(preset)
        session.edit({"training.iterations": iterations, "training.validation_every": LOOK_EVERY})
        session.requestPage.emit("train")
        self.window.commands.action("startTraining").trigger()

    def take_data(self) -> None:
        """Show a task of the glyphs, how the network sees it, a card, and a folder with faults."""
        session = self.window.session
        session.choose_preset("glyphs-protonet")
        session.edit({"task.shots": 2})
        self.window.show_page("data")
        view = self.find(EpisodeView, "taskView")
        self.wait(lambda: view.isVisible() and len(view.support_rows) == 5)
        self.window.commands.action("dealTask").trigger()
        self.settle()
        self.take("data")
        self.find(QPushButton, "dealSeen").click()
        session.edit({"data.augment_rotation": 45.0})
        self.settle()
        self.take("data-seen")
        self.find(QPushButton, "dealSeen").click()
        session.undo.undo()
        self.find(Card, "dataset-cub").click()
        self.settle()
        self.take("data-download")
        with tempfile.TemporaryDirectory(prefix="metastudio-folder-") as folder:
            session.dropped([faulty_folder(Path(folder) / "Shapes")])
            self.wait(self.find(QWidget, "problemsPanel").isVisible)
            self.settle()
            self.take("data-problems")
        self.find(Card, "dataset-glyphs").click()
        self.wait(view.isVisible)

    def take_home(self) -> None:
        """Show the cards and the runs that were trained just now."""
        self.window.show_page("home")
        home = self.find(QWidget, "homePage")
        runs = len(list_runs(self.window.session.workspace.runs))
        self.wait(
            lambda: sum(c.objectName().startswith("run-") for c in home.findChildren(Card)) == runs
        )
        self.take("home")

    def take_compare(self, whole: bool = True) -> None:
        """Show up to three runs of the newest one's data, a method each, and who is better.

        Less than the `whole` are the curves alone.
        """
        self.window.show_page("compare")
        page = self.find(ComparePage, "comparePage")
        self.wait(lambda: page.ready and page.library.complete and bool(page.library.records))
        records = page.library.records
        named = [r for r in records if r.settings.get("data.name") == self.data]
        data = (named or records)[0].data_title
        alike = [r for r in records if r.data_title == data and r.checkpoint]
        chosen = {record.method_title: record.folder for record in reversed(alike)}
        page.table.reset_columns()
        page.table.choose(list(chosen.values())[:3])
        page.tabs.setCurrentWidget(page.curves)
        self.settle(2)
        self.take("compare")
        if not whole:
            return
        page.tabs.setCurrentWidget(page.adaptation)
        self.wait(lambda: page.adaptation.complete)
        self.settle(2)
        self.take("compare-adaptation")
        page.tabs.setCurrentWidget(page.pairs)
        page.pairs.start()
        self.wait(lambda: not page.pairs.busy)
        self.take("compare-difference")
        page.tabs.setCurrentWidget(page.curves)

    def take_advice(self) -> None:
        """Let the three families of methods be compared on the glyphs, a quarter minute each."""
        self.find(Card, "cardAdvice").click()
        dialog = self.find(AdviceDialog, "adviceDialog")
        self.wait(lambda: dialog.data.findData("glyphs") >= 0)
        dialog.data.setCurrentIndex(dialog.data.findData("glyphs"))
        dialog.budget.setCurrentIndex(0)
        dialog.start_button.click()
        self.wait(dialog.table.isVisible)
        self.take("advice", dialog)
        dialog.close()

    def take_try(self) -> None:
        """Ask the bundled model about the sample drawings."""
        self.find(Card, "cardTry").click()
        page, table = self.find(TryPage, "tryPage"), self.find(QTableView, "predictionTable")
        self.wait(lambda: not self.window.session.engine.busy("load_checkpoint"))
        self.settle()
        page.use_samples()
        self.wait(lambda: table.model().rowCount() > 0)
        grid, answers = page.queries.grid, page.queries.answers
        self.wait(lambda: len(answers.plane.points["query"]) == len(page.board.queries))
        grid.choose(page.board.queries[0].key)
        self.settle(1)
        self.take("try")
        answers.setCurrentIndex(PICTURE_TAB)
        self.take("try-picture")
        answers.setCurrentIndex(PLANE_TAB)
        self.take("try-plane")

    def take(self, name: str, shown: QWidget | None = None) -> None:
        """Write the window, or a dialog of it, as it stands, in both themes."""
        for toast in self.window.toasts.shown:
            toast.leave()
        for choice in ("light", "dark"):
            theme().set_choice(choice)
            self.settle(0.6)
            path = self.out / f"{name}-{choice}{self.ending}.png"
            (shown or self.window).grab().save(str(path), "PNG", 0)
            size = path.stat().st_size
            if size > LARGEST:
                raise SystemExit(f"{path} has {size:,} bytes; at most {LARGEST:,} are allowed.")
            print(f"{path}  {size:,} bytes", flush=True)
        theme().set_choice("light")

    def find(self, kind: type[T], name: str) -> T:
        """Return the widget of that name; its absence is an error."""
        found = self.window.findChild(kind, name)
        if found is None:
            raise SystemExit(f"The window has no {kind.__name__} '{name}'.")
        return found

    def wait(self, done: Callable[[], bool]) -> None:
        """Let the window live until `done`."""
        end = time.monotonic() + PATIENCE
        while not done():
            if time.monotonic() > end:
                raise SystemExit("The window did not come to what was waited for.")
            self.settle(0.02)

    def settle(self, seconds: float = 0.5) -> None:
        """Let the window live for a while."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            QApplication.processEvents()
            time.sleep(0.005)

    def _follow(self, events: Sequence[TrainingEvent]) -> None:
        for event in events:
            if isinstance(event, Stepped):
                self.iteration = event.iteration


def faulty_folder(root: Path) -> Path:
    """Draw a folder of class folders in which a few things are wrong."""
    for index, name in enumerate(("circle", "square", "ring", "frame", "pill", "bar", "Circle")):
        (root / name).mkdir(parents=True)
        for number in range(9):
            image = Image.new("RGB", (84, 84), (250, 248, 240))
            box = (10 + number, 14, 62 + number, 70 - 4 * (index % 3))
            pen = ImageDraw.Draw(image)
            tint = (40 + 25 * index, 90 + 12 * number, 200 - 20 * index)
            draw = pen.ellipse if index % 2 == 0 else pen.rectangle
            draw(box, fill=tint if index < 2 or index > 3 else None, outline=tint, width=6)
            image.save(root / name / f"{number}.png")
    (root / "ring" / "damaged.png").write_bytes(b"no picture")
    (root / "bar" / "copy.png").write_bytes((root / "pill" / "0.png").read_bytes())
    return root


def main() -> int:
    """Take all pictures; returns the exit status."""
    root = Path(__file__).parents[1]
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--out", type=Path, default=root / "docs" / "images")
    parser.add_argument("--size", default="1440x900", help="of the window, WIDTHxHEIGHT")
    parser.add_argument("--iterations", type=int, default=400, help="of the first run")
    parser.add_argument("--omniglot", type=Path, nargs="+", default=_archives())
    parser.add_argument("--only", choices=["train", "try"], help="the pictures of this page alone")
    parser.add_argument(
        "--compare", type=Path, metavar="WORKSPACE", help="of the Compare page alone, with its runs"
    )
    options = parser.parse_args()
    width, _, height = options.size.partition("x")
    size = QSize(int(width), int(height))
    options.out.mkdir(parents=True, exist_ok=True)
    app = QApplication(sys.argv[:1])
    if options.compare:
        with tempfile.TemporaryDirectory(prefix="metastudio-screenshots-") as home:
            for name in ("runs", "data"):  # its settings are left as they are
                (Path(home) / name).symlink_to((options.compare / name).resolve())
            with _window(Workspace(Path(home)), "en", size) as window:
                Photographer(window, options.out).take_compare()
        return 0
    with tempfile.TemporaryDirectory(prefix="metastudio-screenshots-") as home:
        workspace = Workspace(Path(home))
        if options.omniglot:
            import_dataset(options.omniglot, workspace)
        with _window(workspace, "en", size) as window:
            photographer = Photographer(window, options.out)
            if options.only:
                photographer.take_only(options.only, options.iterations)
            else:
                photographer.take_all(options.iterations)
        if options.only == "try":
            return 0
        with _window(workspace, "zh_CN", size) as window:
            photographer = Photographer(window, options.out, "-zh")
            photographer.go_on()
            if not options.only:
                photographer.take_compare(whole=False)
    app.quit()
    return 0


def _archives() -> list[Path]:
    folder = os.environ.get("METASTUDIO_TEST_DATA")
    return sorted((Path(folder) / "omniglot").glob("images_*.zip")) if folder else []


@contextmanager
def _window(workspace: Workspace, language: str, size: QSize) -> Iterator[MainWindow]:
    workspace.settings.write_text(f'language = "{language}"\n', encoding="utf-8")
    window = build_window(workspace)
    theme().set_choice("light")
    window.resize(size)
    window.show()
    try:
        yield window
    finally:
        window.leave_now()
        window.session.close()


if __name__ == "__main__":
    sys.exit(main())
