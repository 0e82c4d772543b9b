"""How pictures come in: files are found, read by the engine, and handed over, bad ones apart."""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from metastudio.engine.events import PictureRead
from metastudio.gui.engine_thread import EngineThread
from metastudio.gui.language import said
from metastudio.gui.pages.tryout.survey import MOST, File, Found, survey
from metastudio.gui.widgets.picture_items import Picture, Pixels

QUERIES, NEW_CLASSES, ALL_NEW = -1, -2, -3  # targets beside the key of a class


@dataclass(frozen=True)
class Request:
    """Pictures on their way to `target`: the key of a class, or one of the three above.

    `queries` only goes with `ALL_NEW`, which lays out a whole new board.
    """

    target: int
    paths: tuple[Path, ...] = ()
    queries: tuple[Path, ...] = ()
    pixels: Pixels | None = None
    name: str = ""  # of drawn or pasted pixels
    number: int = field(default_factory=itertools.count(1).__next__)


@dataclass(frozen=True)
class Arrival:
    """What became of a request. `problems` has a sentence for each file that was left out."""

    request: Request
    folders: tuple[tuple[str, tuple[Picture, ...]], ...] = ()
    pictures: tuple[Picture, ...] = ()
    queries: tuple[Picture, ...] = ()
    problems: tuple[str, ...] = ()


class Intake(QObject):
    """Carries requests out one after another; they wait here while no model is loaded.

    What the network sees of a picture follows from the model, so after another one is loaded all
    pictures on the page are looked at again.
    """

    arrived = Signal(object)  # Arrival
    checkpointFound = Signal(Path)
    seenChanged = Signal()
    busyChanged = Signal()

    def __init__(self, engine: EngineThread, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._waiting: list[Request] = []
        self._running: dict[int, Request] = {}
        self._ready = False
        self._generation = 0
        self._seen: dict[int, Pixels] = {}
        self._looked_at: set[int] = set()  # keys that are being looked at again

    # --- state -----------------------------------------------------------------------------------

    @property
    def busy(self) -> bool:
        """Whether pictures are being read."""
        return bool(self._running or self._looked_at)

    @property
    def waiting(self) -> bool:
        """Whether requests wait for a model."""
        return bool(self._waiting)

    def heading_for(self, target: int) -> int:
        """How many files and drawings are on their way to a target."""
        requests = [*self._waiting, *self._running.values()]
        return sum(max(len(r.paths), 1) for r in requests if r.target == target)

    def seen(self, picture: Picture) -> Pixels | None:
        """What the network sees of a picture, or None while that is not known."""
        return self._seen.get(picture.key)

    # --- the model -------------------------------------------------------------------------------

    def hold(self) -> None:
        """Let requests wait: a model is being loaded."""
        self._ready = False

    def go_on(self) -> None:
        """The model that was loaded before is still there: carry on with it."""
        self._ready = True
        waiting, self._waiting = self._waiting, []
        for request in waiting:
            self._start(request)

    def use_new_model(self) -> None:
        """Another model is loaded: what was seen counts no more."""
        self._generation += 1
        self._seen.clear()
        self._looked_at.clear()
        self.go_on()

    # --- requests --------------------------------------------------------------------------------

    def bring(self, request: Request) -> None:
        """Start a request, or let it wait for a model."""
        if self._ready:
            self._start(request)
        else:
            self._waiting.append(request)
            if request.paths:  # a checkpoint among them must not wait for a checkpoint
                self._find(request, self._take_checkpoint)
        self.busyChanged.emit()

    def _start(self, request: Request) -> None:
        self._running[request.number] = request
        if request.pixels is None:
            self._find(request, self._read)
            return
        generation = self._generation
        self._engine.look(
            request.pixels,
            request.name,
            lambda read: self._arrive(request, Found(), [], generation, drawn=read),
            lambda error: self._fail(request, error),
            slot=f"try-{request.number}",
        )

    def _find(self, request: Request, then: Callable[[Request, Found, Found], None]) -> None:
        by_class = request.target != QUERIES

        def look(_report: object) -> tuple[Found, Found]:
            return survey(request.paths, by_class), survey(request.queries, by_class=False)

        self._engine.run_job(
            f"try-{request.number}",
            look,
            lambda found: then(request, *found),
            lambda error: self._fail(request, error),
        )

    def _take_checkpoint(self, request: Request, found: Found, _queries: Found) -> None:
        if found.checkpoint is None:
            return
        if not found.all and request in self._waiting:
            self._waiting.remove(request)
        self.checkpointFound.emit(found.checkpoint)

    def _read(self, request: Request, found: Found, queries: Found) -> None:
        files, generation = [*found.all, *queries.all], self._generation
        if found.checkpoint is not None:
            self.checkpointFound.emit(found.checkpoint)
        if not files:
            self._arrive(request, found, [], generation, queries)
            return
        self._engine.read_pictures(
            [file.path for file in files],
            lambda reads: self._arrive(request, found, reads, generation, queries),
            lambda error: self._fail(request, error),
            slot=f"try-{request.number}",
        )

    def _fail(self, request: Request, error: Exception) -> None:
        self._running.pop(request.number, None)
        self.arrived.emit(Arrival(request, problems=(said(str(error)),)))
        self.busyChanged.emit()

    def _arrive(
        self,
        request: Request,
        found: Found,
        reads: Sequence[PictureRead],
        generation: int,
        queries: Found = Found(),  # noqa: B008 - a frozen value
        drawn: PictureRead | None = None,
    ) -> None:
        self._running.pop(request.number, None)
        problems: list[str] = []
        remaining = iter(reads)

        def take(files: Sequence[File]) -> tuple[Picture, ...]:
            pairs = [(file, next(remaining, None)) for file in files]
            return tuple(
                picture
                for file, read in pairs
                if (picture := self._picture(file, read, generation, problems)) is not None
            )

        folders = tuple((name, take(files)) for name, files in found.folders)
        pictures, asked = take(found.files), take(queries.files)
        if drawn is not None:
            file = File(Path(), request.name)
            made = self._picture(file, drawn, generation, problems, request.pixels)
            pictures = (made,) if made is not None else ()
        problems += self._remarks(found, queries)
        folders = tuple((name, inside) for name, inside in folders if inside)
        self.arrived.emit(Arrival(request, folders, pictures, asked, tuple(problems)))
        self.busyChanged.emit()

    def _picture(
        self,
        file: File,
        read: PictureRead | None,
        generation: int,
        problems: list[str],
        pixels: Pixels | None = None,
    ) -> Picture | None:
        if read is None:
            return None
        if read.pixels is None or read.seen is None:
            named = file.name in read.problem
            problems.append(read.problem if named else f"{file.name}: {read.problem}")
            return None
        if pixels is None:
            picture = Picture(file.name, read.pixels, file.path)
        else:
            picture = Picture(file.name, pixels)
        if generation == self._generation:
            self._seen[picture.key] = read.seen
        return picture

    def _remarks(self, *surveys: Found) -> list[str]:
        words = [
            self.tr("The folder '{0}' holds no pictures.").format(name)
            for found in surveys
            for name in found.empty
        ]
        if left_out := sum(found.left_out for found in surveys):
            words.append(
                self.tr("Only the first {0} pictures were taken; {1} were left out.").format(
                    f"{MOST:,}", f"{left_out:,}"
                )
            )
        return words

    # --- looking again ---------------------------------------------------------------------------

    def look_again(self, pictures: Sequence[Picture]) -> bool:
        """See to it that all of `pictures` are seen; returns whether they are already."""
        missing = [p for p in pictures if p.key not in self._seen]
        fresh = [p for p in missing if p.key not in self._looked_at]
        if fresh and self._ready:
            self._looked_at |= {p.key for p in fresh}
            files = [p for p in fresh if p.path is not None]
            if files:
                self._read_again(files)
            for picture in fresh:
                if picture.path is None:
                    self._look(picture)
            self.busyChanged.emit()
        return not missing

    def _read_again(self, pictures: list[Picture]) -> None:
        generation = self._generation

        def done(reads: list[PictureRead]) -> None:
            for picture, read in zip(pictures, reads, strict=False):
                if read.seen is None and generation == self._generation:
                    self._look(picture)  # the file is gone: the pixels on the page remain
                else:
                    self._note(picture, read, generation)

        self._engine.read_pictures(
            [p.path for p in pictures if p.path is not None],
            done,
            lambda error: self._give_up(pictures, error),
            slot=f"try-again-{pictures[0].key}",
        )

    def _look(self, picture: Picture) -> None:
        generation = self._generation
        self._engine.look(
            picture.pixels,
            picture.name,
            lambda read: self._note(picture, read, generation),
            lambda error: self._give_up([picture], error),
            slot=f"try-again-{picture.key}",
        )

    def _note(self, picture: Picture, read: PictureRead, generation: int) -> None:
        if generation != self._generation:
            return
        self._looked_at.discard(picture.key)
        if read.seen is None:
            self._give_up([picture], ValueError(read.problem))
            return
        self._seen[picture.key] = read.seen
        if not self._looked_at:
            self.seenChanged.emit()
            self.busyChanged.emit()

    def _give_up(self, pictures: Sequence[Picture], error: Exception) -> None:
        """Tell why pictures can't be used; they stay on the page, unanswered."""
        self._looked_at -= {p.key for p in pictures}
        self.arrived.emit(Arrival(Request(QUERIES), problems=(said(str(error)),)))
        self.busyChanged.emit()
