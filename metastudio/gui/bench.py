"""What the job thread works with: open data sets, and the model of the Try page. No Qt here."""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from metastudio.engine.compatibility import refuse_missing
from metastudio.engine.errors import CheckpointError, StoppedError
from metastudio.engine.events import (
    CardPictures,
    CheckpointView,
    DataCard,
    DatasetView,
    Forecast,
    Pictures,
)
from metastudio.engine.experiment import BUILT_IN_DATA, DataSettings, Experiment
from metastudio.engine.workspace import Workspace
from metastudio.gui.engine_import import import_engine
from metastudio.gui.jobs import Report

if TYPE_CHECKING:
    from metastudio.engine.advice import Advice
    from metastudio.engine.classifier import FewShotClassifier
    from metastudio.engine.tasks.findings import Choices, Findings
    from metastudio.engine.tasks.table_columns import TableColumns, TableLook

Drawn = tuple[str, Any]  # how a picture is drawn where a person knows, and the pen's strokes

SOURCES_KEPT = 3  # open data sets held in memory


class Bench:
    """What the job thread works with: open data sets, and the model of the Try page."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._sources: OrderedDict[DataSettings, Any] = OrderedDict()
        self._keeping = threading.Lock()
        self._classifier: FewShotClassifier | None = None
        self._learned: tuple[bytes, Any] | None = None  # of the last support set

    def cards(self) -> list[DataCard]:
        """Return the catalogue."""
        import_engine()
        from metastudio.engine.tasks import catalog

        return catalog.cards(self._workspace)

    def open(self, data: DataSettings, report: Report) -> Any:
        """Return a data set; the last few that were opened are at hand."""
        import_engine()
        from metastudio.engine.tasks import catalog

        source = self._sources.get(data)
        if source is None:
            source = catalog.open_source(data, self._workspace, report)
        with self._keeping:  # two threads open data sets
            self._sources[data] = source
            self._sources.move_to_end(data)
            while len(self._sources) > SOURCES_KEPT:
                self._sources.popitem(last=False)
        return source

    def view(self, data: DataSettings, report: Report) -> DatasetView:
        """Return the classes of a data set."""
        source = self.open(data, report)
        from metastudio.engine.tasks import catalog

        seen = replace(catalog.view(source), rotated=data.rotations)
        from metastudio.engine.tasks.contact_sheets import keep_sheet

        keep_sheet(self._workspace, seen)
        return seen

    def glance(self, data: DataSettings) -> DatasetView | None:
        """Return the classes of a folder before its pictures are read; None for other data."""
        import_engine()
        from metastudio.engine.tasks.glance import glance

        return None if data in self._sources else glance(data, self._workspace)

    def class_pictures(self, name: str, data: DataSettings) -> Pictures:
        """Return a few pictures of one class of a folder, straight from their files."""
        import_engine()
        from metastudio.engine.tasks.glance import class_pictures

        return class_pictures(name, data, self._workspace)

    def scan(self, card: DataCard, report: Report) -> "Findings":
        """Look through all pictures of an imported data set; raises `StoppedError`."""
        import_engine()
        from metastudio.engine.tasks import catalog
        from metastudio.engine.tasks.findings import Findings, Reading
        from metastudio.engine.tasks.scan import scan

        for event in scan(Path(card.where), catalog.read_choices(card.name, self._workspace)):
            if isinstance(event, Findings):
                return event
            if isinstance(event, Reading):
                words = f"Looking at picture {event.done:,} of {event.total:,}"
                if not report(event.done / max(event.total, 1), words):
                    break
        raise StoppedError("The pictures were not looked through to the end; nothing was changed.")

    def read_choices(self, name: str) -> "Choices":
        """Return what is left out of an imported data set."""
        import_engine()
        from metastudio.engine.tasks import catalog

        return catalog.read_choices(name, self._workspace)

    def write_choices(self, name: str, choices: "Choices") -> DataCard:
        """Leave other files and classes out of an imported data set; no file is touched."""
        import_engine()
        from metastudio.engine.tasks import catalog

        self._sources.clear()
        return catalog.write_choices(name, self._workspace, choices)

    def card_pictures(self, cards: Sequence[DataCard]) -> dict[str, CardPictures]:
        """Return what the cards of data sets show, as far as these were ever opened."""
        import_engine()
        from metastudio.engine.tasks.contact_sheets import contact_sheets

        return contact_sheets(self._workspace, cards)

    def forecast(self, experiment: Experiment, report: Report) -> Forecast | None:
        """Estimate what a run takes; None where a data set would have to be read for it.

        A data set of the user's is not read for this alone: the form opens it to count classes.
        """
        refuse_missing(experiment)
        opened = experiment.data in self._sources or experiment.data.name in BUILT_IN_DATA
        if not opened:
            return None
        source = self.open(experiment.data, report)
        from metastudio.engine.forecast import forecast

        return forecast(experiment, source)

    def deal(self, experiment: Experiment, split: str, index: int, report: Report) -> Any:
        """Return one task of a split, to look at."""
        source = self.open(experiment.data, report)
        from metastudio.engine.tasks.looking import look

        return look(experiment, source, split, index)

    def advise(
        self, data: DataSettings, seconds: float, episodes: int, report: Report
    ) -> "Advice | None":
        """Train the families on a data set and compare them; None where it was ended."""
        import_engine()
        from metastudio.engine.advice import advise

        return advise(
            data, seconds=seconds, episodes=episodes, workspace=self._workspace, progress=report
        )

    def take_in(self, paths: Sequence[Path], name: str | None, report: Report) -> DataCard:
        """Import a data set."""
        import_engine()
        from metastudio.engine.tasks import catalog

        self._sources.clear()  # an import may add to a data set that is open
        return catalog.import_dataset(paths, self._workspace, name, report)

    def look_at_table(self, file: Path) -> "tuple[TableLook, TableColumns | None]":
        """Return what a table holds, and which columns were chosen where it is imported."""
        from metastudio.engine.tasks.table_columns import kept_columns, look_at_table

        kept = kept_columns(self._workspace, file.name)
        inside = file.parent == self._workspace.data
        return look_at_table(file), kept[0] if kept and inside else None

    def import_table(self, file: Path, columns: "TableColumns") -> DataCard:
        """Import a table, whose columns are chosen."""
        import_engine()
        from metastudio.engine.tasks.table_source import import_table

        return import_table(file, self._workspace, columns=columns)

    def choose_columns(self, name: str, columns: "TableColumns") -> DataCard:
        """Make tasks of an imported table by other columns."""
        import_engine()
        from metastudio.engine.tasks.table_source import choose_columns

        self._sources.clear()
        return choose_columns(name, self._workspace, columns)

    def download(self, name: str, mirror: str, report: Report) -> DataCard:
        """Fetch a published data set and import it."""
        import_engine()
        from metastudio.engine.tasks import catalog

        self._sources.clear()
        return catalog.download_dataset(name, self._workspace, report, mirror)

    def remove(self, name: str) -> None:
        """Forget an imported data set."""
        import_engine()
        from metastudio.engine.tasks import catalog

        self._sources.clear()
        catalog.remove_dataset(name, self._workspace)

    def load(self, path: Path) -> CheckpointView:
        """Load the model of a checkpoint; the one before stays where that fails."""
        import_engine()
        from metastudio.engine.classifier import FewShotClassifier

        self._classifier, self._learned = FewShotClassifier.load(path), None
        return self._classifier.view

    def classifier(self) -> "FewShotClassifier":
        """Return the loaded model; raises `CheckpointError` before the first."""
        if self._classifier is None:
            raise CheckpointError("No model is loaded yet. Load a checkpoint first.")
        return self._classifier

    def open_built_in(self, name: str) -> CheckpointView:
        """Load a model that is there by name; the one before stays where that fails."""
        import_engine()
        from metastudio.engine.built_in import open_model
        from metastudio.engine.classifier import FewShotClassifier

        self._classifier, self._learned = FewShotClassifier(open_model(Path(name))), None
        return self._classifier.view

    def read(
        self, paths: Sequence[Path], drawn: Sequence[Drawn], side: int, report: Report
    ) -> list[Any]:
        """Read pictures as the model sees them; `side` is that of the thumbnails."""
        model, pictures = self.classifier(), []
        for number, (path, (ink, strokes)) in enumerate(zip(paths, drawn, strict=True)):
            if not report(number / len(paths), path.name):
                break
            read = model.read(path, ink or "auto", side, strokes)  # type: ignore[arg-type]
            pictures.append(read)
        return pictures

    def look(self, pixels: Pictures, name: str, drawn: Drawn) -> Any:
        """See drawn or pasted pixels."""
        ink, strokes = drawn
        return self.classifier().look(pixels, name, ink or "auto", strokes)  # type: ignore[arg-type]

    def classify(
        self,
        classes: Sequence[str],
        support: Sequence[tuple[Pictures, int]],
        queries: Sequence[tuple[Pictures, str]],
    ) -> list[Any]:
        """Answer queries; a support set is learned from once."""
        learned = self._learn(classes, support)
        return self.classifier().answer(learned, [p for p, _ in queries], [f for _, f in queries])

    def explain(
        self,
        classes: Sequence[str],
        support: Sequence[tuple[Pictures, int]],
        queries: Sequence[Pictures],
        report: Report,
    ) -> Any:
        """Return the plane of a support set and queries, and each support picture left out."""
        learned = self._learn(classes, support)
        return self.classifier().explain(learned, queries, lambda: report(0.0, ""))

    def export(
        self,
        classes: Sequence[str],
        support: Sequence[tuple[Pictures, int]],
        pictures: Sequence[Path | Pictures],
        path: Path,
        report: Report,
    ) -> Any:
        """Write the classifier as ONNX, checked on `pictures`: files, or pixels of drawn ones."""
        from PIL import Image

        from metastudio.engine.exporting import export_onnx
        from metastudio.engine.tasks.images import read_picture

        images = [read_picture(p) if isinstance(p, Path) else Image.fromarray(p) for p in pictures]
        learned = self._learn(classes, support)
        return export_onnx(self.classifier(), learned, path, images, report)

    def card(self) -> str:
        """Return the model card of the loaded model."""
        from metastudio.engine.model_card import model_card

        return model_card(self.classifier().checkpoint)

    def _learn(self, classes: Sequence[str], support: Sequence[tuple[Pictures, int]]) -> Any:
        key = _fingerprint(classes, support)
        if self._learned is None or self._learned[0] != key:
            pictures, labels = [p for p, _ in support], [label for _, label in support]
            self._learned = (key, self.classifier().learn(classes, pictures, labels))
        return self._learned[1]


def _fingerprint(classes: Sequence[str], support: Sequence[tuple[Pictures, int]]) -> bytes:
    """Tell one support set from another, so that a new query alone needs no new learning."""
    digest = hashlib.blake2b(repr(list(classes)).encode())
    for pixels, label in support:
        digest.update(f"{label} {pixels.shape}".encode())
        digest.update(pixels.tobytes())
    return digest.digest()
