"""What the Data and the Try page ask of the engine, beside the window. No widget here.

Each method returns at once; `done` or `failed` is called on the GUI thread.
"""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from metastudio.engine.events import DataCard, Pictures
from metastudio.engine.experiment import DataSettings, Experiment
from metastudio.gui.bench import Bench, Drawn
from metastudio.gui.jobs import Done, Job, JobThread, Progress, Refused

if TYPE_CHECKING:
    from metastudio.engine.tasks.findings import Choices
    from metastudio.engine.tasks.table_columns import TableColumns

DOWNLOAD_SLOT = "download_dataset"
OPEN_SLOT = "open_dataset"
SCAN_SLOT = "scan_dataset"


class PageJobs:
    """What the engine's thread offers to those below."""

    _bench: Bench
    _reading: JobThread
    _downloading: JobThread
    run_job: Callable[..., None]
    _keep_pulling: Callable[[], None]


class DataJobs(PageJobs):
    """Opening, importing, fetching and dealing from data sets."""

    def list_datasets(self, done: Done, failed: Refused, *, slot: str = "list_datasets") -> None:
        """`done` gets `list[DataCard]`. Each page that lists has a slot of its own."""
        self.run_job(slot, lambda _: self._bench.cards(), done, failed)

    def card_pictures(self, cards: Sequence[DataCard], done: Done, failed: Refused) -> None:
        """`done` gets `dict[str, CardPictures]`, of the data sets that were opened before."""
        self.run_job("card_pictures", lambda _: self._bench.card_pictures(cards), done, failed)

    def view_dataset(
        self, data: DataSettings, done: Done, failed: Refused, progress: Progress | None = None,
        *, slot: str = "view_dataset",
    ) -> None:  # fmt: skip
        """`done` gets a `DatasetView`. Two pages that look at different data use two slots."""
        self.run_job(slot, lambda r: self._bench.view(data, r), done, failed, progress)

    def open_dataset(
        self, data: DataSettings, glanced: Done, done: Done, failed: Refused, progress: Progress
    ) -> None:
        """Open a data set on a thread of its own, as many pictures may have to be read.

        `glanced` gets a `DatasetView` of its classes before that, or None where there is none;
        `done` gets the whole one.
        """
        self._reading.put(Job("glance", lambda _: self._bench.glance(data), glanced, ignore, None))
        work = partial(self._bench.view, data)
        self._reading.put(Job(OPEN_SLOT, work, done, failed, progress))
        self._keep_pulling()

    def glance_at(self, data: DataSettings, glanced: Done) -> None:
        """`glanced` gets the classes of a folder that is not opened yet, or None."""
        self._reading.put(Job("glance", lambda _: self._bench.glance(data), glanced, ignore, None))
        self._keep_pulling()

    def scan_dataset(self, card: DataCard, done: Done, failed: Refused, progress: Progress) -> None:
        """`done` gets the `Findings` of a look through all pictures of an imported data set."""
        work = partial(self._bench.scan, card)
        self._reading.put(Job(SCAN_SLOT, work, done, failed, progress))
        self._keep_pulling()

    def stop_scan(self) -> None:
        """End what `scan_dataset` began; none of its callbacks will be called."""
        self._reading.cancel(SCAN_SLOT)

    def read_choices(self, name: str, done: Done, failed: Refused) -> None:
        """`done` gets the `Choices` of an imported data set."""
        self.run_job("choices", lambda _: self._bench.read_choices(name), done, failed)

    def write_choices(self, name: str, choices: "Choices", done: Done, failed: Refused) -> None:
        """`done` gets the `DataCard` of the data set, of which something else is left out now."""
        self.run_job("choices", lambda _: self._bench.write_choices(name, choices), done, failed)

    def stop_opening(self) -> None:
        """End what `open_dataset` began; none of its callbacks will be called."""
        self._reading.cancel("glance")
        self._reading.cancel(OPEN_SLOT)

    def class_pictures(self, name: str, data: DataSettings, done: Done, failed: Refused) -> None:
        """`done` gets a few pictures of one class of a folder that is still being read."""
        work = partial(self._bench.class_pictures, name, data)
        self.run_job("class_pictures", lambda _: work(), done, failed)

    def deal_task(
        self, experiment: Experiment, split: str, index: int, done: Done, failed: Refused
    ) -> None:
        """`done` gets the `DealtTask` number `index` of `split`."""
        self.run_job(
            "deal_task", lambda r: self._bench.deal(experiment, split, index, r), done, failed
        )

    def import_dataset(
        self, paths: Sequence[Path], name: str | None, done: Done, failed: Refused,
        progress: Progress | None = None,
    ) -> None:  # fmt: skip
        """`done` gets the `DataCard` of what was imported."""
        self.run_job(
            "import_dataset", lambda r: self._bench.take_in(paths, name, r), done, failed, progress
        )

    def look_at_table(self, file: Path, done: Done, failed: Refused) -> None:
        """`done` gets the `TableLook` of a file, and its `TableColumns` where some were chosen."""
        self.run_job("table", lambda _: self._bench.look_at_table(file), done, failed)

    def import_table(
        self, file: Path, columns: "TableColumns", done: Done, failed: Refused
    ) -> None:
        """`done` gets the `DataCard` of a table, whose columns are chosen."""
        self.run_job(
            "import_dataset", lambda _: self._bench.import_table(file, columns), done, failed
        )

    def choose_columns(
        self, name: str, columns: "TableColumns", done: Done, failed: Refused
    ) -> None:
        """`done` gets the `DataCard` of an imported table, of which other columns make tasks."""
        self.run_job("table", lambda _: self._bench.choose_columns(name, columns), done, failed)

    def download_dataset(
        self, name: str, done: Done, failed: Refused, progress: Progress, mirror: str = ""
    ) -> None:
        """Fetch and import a data set on a thread of its own; `done` gets its `DataCard`."""
        work = partial(self._bench.download, name, mirror)
        self._downloading.put(Job(DOWNLOAD_SLOT, work, done, failed, progress))
        self._keep_pulling()

    def cancel_download(self) -> None:
        """End what `download_dataset` began; what was fetched is kept for the next time."""
        self._downloading.cancel(DOWNLOAD_SLOT)

    def remove_dataset(self, name: str, done: Done, failed: Refused) -> None:
        """`done` gets None."""
        self.run_job("remove_dataset", lambda _: self._bench.remove(name), done, failed)


class TryJobs(PageJobs):
    """Reading pictures, and asking the model that is loaded about them."""

    def load_checkpoint(self, path: Path, done: Done, failed: Refused) -> None:
        """`done` gets a `CheckpointView`; the model serves `read_pictures`, `look`, `classify`."""
        self.run_job("load_checkpoint", lambda _: self._bench.load(path), done, failed)

    def load_built_in(self, name: str, done: Done, failed: Refused) -> None:
        """As `load_checkpoint`, for a model that is there by name."""
        self.run_job("load_checkpoint", lambda _: self._bench.open_built_in(name), done, failed)

    def read_pictures(
        self, paths: Sequence[Path], done: Done, failed: Refused,
        *, slot: str = "read_pictures", drawn: Sequence[Drawn] | None = None, side: int = 256,
    ) -> None:  # fmt: skip
        """`done` gets `list[PictureRead]`, in the order of `paths`; bad files say their problem.

        `drawn` says what is known of each drawing, `side` is that of the thumbnails.
        """
        known = [("", ())] * len(paths) if drawn is None else drawn
        self.run_job(slot, lambda r: self._bench.read(paths, known, side, r), done, failed)

    def look(
        self, pixels: Pictures, name: str, done: Done, failed: Refused,
        *, slot: str = "look", drawn: Drawn = ("", ()),
    ) -> None:  # fmt: skip
        """`done` gets the `PictureRead` of drawn or pasted pixels, uint8 (height, width, 3)."""
        self.run_job(slot, lambda _: self._bench.look(pixels, name, drawn), done, failed)

    def classify(
        self,
        classes: Sequence[str],
        support: Sequence[tuple[Pictures, int]],
        queries: Sequence[tuple[Pictures, str]],
        done: Done,
        failed: Refused,
    ) -> None:
        """`done` gets `list[Answer]`, one a query; pictures are `PictureRead.seen`."""
        self.run_job(
            "classify", lambda _: self._bench.classify(classes, support, queries), done, failed
        )

    def explain(
        self,
        classes: Sequence[str],
        support: Sequence[tuple[Pictures, int]],
        queries: Sequence[Pictures],
        done: Done,
        failed: Refused,
    ) -> None:
        """`done` gets the `Explanation` of a support set and the first of the queries."""
        self.run_job(
            "explain", lambda r: self._bench.explain(classes, support, queries, r), done, failed
        )

    def export_onnx(
        self,
        classes: Sequence[str],
        support: Sequence[tuple[Pictures, int]],
        pictures: Sequence[Path | Pictures],
        path: Path,
        done: Done,
        failed: Refused,
        progress: Progress,
    ) -> None:
        """Write the loaded model, adapted, as ONNX; `done` gets an `Exported`."""
        work = partial(self._bench.export, classes, support, pictures, path)
        self.run_job("export", work, done, failed, progress)

    def model_card(self, done: Done, failed: Refused) -> None:
        """`done` gets the model card of the loaded model, as Markdown."""
        self.run_job("model_card", lambda _: self._bench.card(), done, failed)


def ignore(_: object) -> None:
    """For a job whose outcome nobody awaits."""
