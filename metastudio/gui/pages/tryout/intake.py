"""How pictures come in: files are found, read by the engine, and handed over, bad ones apart."""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from metastudio.engine.events import PictureRead
from metastudio.gui.engine_thread import EngineThread
from metastudio.gui.language import said
from metastudio.gui.pages.tryout.survey import MOST, File, Found, survey
from metastudio.gui.widgets.picture_items import Picture, Pixels, Stroke

QUERIES, NEW_CLASSES, ALL_NEW = -1, -2, -3  # targets beside the key of a class
AT_ONCE = 64  # files read before what there is is shown, and others have a turn
MANY = 200  # pictures, from which on thumbnails are small
THUMBNAIL, SMALL = 256, 112
ROOM = 2**30  # bytes that what the network sees may take


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
    strokes: tuple[Stroke, ...] = ()
    listed: tuple[Found, Found] | None = None  # classes and queries that were found already
    number: int = field(default_factory=itertools.count(1).__next__)


@dataclass(frozen=True)
class Arrival:
    """What became of a request, or of a part of it that is `left` to come.

    `problems` has a sentence for each file that was left out.
    """

    request: Request
    folders: tuple[tuple[str, tuple[Picture, ...]], ...] = ()
    pictures: tuple[Picture, ...] = ()
    queries: tuple[Picture, ...] = ()
    problems: tuple[str, ...] = ()
    left: int = 0


@dataclass(eq=False)
class _Stream:
    """A request under way: its files in order, and how many of them were read."""

    request: Request
    files: list[tuple[File, str | None, bool]]  # file, class folder or None, whether a query
    generation: int
    problems: list[str]
    done: int = 0


class Intake(QObject):
    """Carries requests out side by side, a few files at a time; they wait while no model is loaded.

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
        self._streams: dict[int, _Stream] = {}
        self._ready = False
        self._generation = 0
        self._seen: dict[tuple[int, str], Pixels] = {}  # by the picture's key and ink
        self._looked_at: set[tuple[int, str]] = set()  # pictures that are being looked at again
        self._shown: dict[tuple[int, str], Picture] = {}  # the network's own views
        self._unseen: set[tuple[int, str]] = set()  # those of which the model can't see anything
        self._again = Request(QUERIES)

    # --- state -----------------------------------------------------------------------------------

    @property
    def busy(self) -> bool:
        """Whether pictures are being read."""
        return bool(self._running or self._looked_at)

    @property
    def waiting(self) -> bool:
        """Whether requests wait for a model."""
        return bool(self._waiting)

    @property
    def progress(self) -> tuple[int, int]:
        """Files that were read, and all, of what is under way."""
        streams = self._streams.values()
        return sum(s.done for s in streams), sum(len(s.files) for s in streams)

    def heading_for(self, target: int) -> int:
        """How many files and drawings are on their way to a target."""
        requests = [*self._waiting, *self._running.values()]
        return sum(max(len(r.paths), 1) for r in requests if r.target == target)

    def seen(self, picture: Picture) -> Pixels | None:
        """What the network sees of a picture, or None while that is not known."""
        return self._seen.get((picture.key, picture.ink))

    def unusable(self, picture: Picture) -> bool:
        """Whether this model can see nothing of a picture; why was told as a problem."""
        return (picture.key, picture.ink) in self._unseen

    def as_seen(self, picture: Picture) -> Picture:
        """Return the network's own view of a picture as one to be shown, if it is known."""
        seen = self.seen(picture)
        if seen is None or seen.ndim != 3:  # strokes look as they are drawn
            return picture
        shown = self._shown.get((picture.key, picture.ink))
        if shown is None:
            pixels = seen if seen.shape[2] == 3 else seen[:, :, :1].repeat(3, axis=2)
            shown = replace(picture, pixels=pixels, look=f"-seen{self._generation}{picture.ink}")
            self._shown[picture.key, picture.ink] = shown
        return shown

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
        self._unseen.clear()
        self._shown.clear()
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

    def cancel(self, number: int = 0) -> None:
        """Stop reading a request, or all of them; what has arrived stays."""
        for each in [number] if number else list(self._running):
            self._running.pop(each, None)
            self._streams.pop(each, None)
            self._engine.cancel_job(f"try-{each}")
        self.busyChanged.emit()

    def _start(self, request: Request) -> None:
        self._running[request.number] = request
        if request.listed is not None:
            self._read(request, *request.listed)
        elif request.pixels is None:
            self._find(request, self._read)
        else:
            generation = self._generation
            self._engine.look(
                request.pixels,
                request.name,
                lambda read: self._drawn(request, read, generation),
                lambda error: self._fail(request, error),
                slot=f"try-{request.number}",
                drawn=("", request.strokes),
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
        if found.checkpoint is not None:
            self.checkpointFound.emit(found.checkpoint)
        files: list[tuple[File, str | None, bool]] = []
        for name, inside in found.folders:
            files += [(file, name, False) for file in inside]
        files += [(file, None, False) for file in found.files]
        files += [(file, None, True) for file in queries.all]
        stream = _Stream(request, files, self._generation, self._remarks(found, queries))
        self._streams[request.number] = stream
        self._read_on(stream)

    def _read_on(self, stream: _Stream) -> None:
        """Read the next few files; the last part ends the request."""
        if not stream.files[stream.done :]:
            self._hand_over(stream, [])
            return
        # The first part is the whole of what `ALL_NEW` lays out: it must not come in pieces.
        size = len(stream.files) if stream.request.target == ALL_NEW else AT_ONCE
        part = stream.files[stream.done : stream.done + size]
        self._engine.read_pictures(
            [file.path for file, _, _ in part],
            lambda reads: self._hand_over(stream, reads),
            lambda error: self._fail(stream.request, error),
            slot=f"try-{stream.request.number}",
            drawn=[("", file.strokes) for file, _, _ in part],
            side=SMALL if len(stream.files) > MANY else THUMBNAIL,
        )

    def _hand_over(self, stream: _Stream, reads: Sequence[PictureRead]) -> None:
        part = stream.files[stream.done : stream.done + len(reads)]
        stream.done += len(reads)
        folders: dict[str, list[Picture]] = {}
        pictures: list[Picture] = []
        queries: list[Picture] = []
        problems, stream.problems = stream.problems, []
        for (file, folder, is_query), read in zip(part, reads, strict=True):
            picture = self._picture(file, read, stream.generation, problems)
            if picture is not None:
                home = queries if is_query else pictures
                (home if folder is None else folders.setdefault(folder, [])).append(picture)
        left = len(stream.files) - stream.done
        if left and not self._has_room():
            problems.append(
                self.tr("The memory is full: {0} pictures were left out.").format(f"{left:,}")
            )
            left = 0
        if not left:
            self._running.pop(stream.request.number, None)
            self._streams.pop(stream.request.number, None)
        inside = tuple((name, tuple(found)) for name, found in folders.items())
        arrival = Arrival(
            stream.request, inside, tuple(pictures), tuple(queries), tuple(problems), left
        )
        self.arrived.emit(arrival)
        if left and stream.request.number in self._streams:
            self._read_on(stream)
        self.busyChanged.emit()

    def _has_room(self) -> bool:
        one = next(iter(self._seen.values()), None)
        return one is None or len(self._seen) * one.nbytes < ROOM

    def _drawn(self, request: Request, read: PictureRead, generation: int) -> None:
        self._running.pop(request.number, None)
        problems: list[str] = []
        file = File(Path(), request.name)
        picture = self._picture(file, read, generation, problems, request)
        pictures = () if picture is None else (picture,)
        self.arrived.emit(Arrival(request, pictures=pictures, problems=tuple(problems)))
        self.busyChanged.emit()

    def _fail(self, request: Request, error: Exception) -> None:
        self._running.pop(request.number, None)
        self._streams.pop(request.number, None)
        self.arrived.emit(Arrival(request, problems=(said(str(error)),)))
        self.busyChanged.emit()

    def _picture(
        self,
        file: File,
        read: PictureRead,
        generation: int,
        problems: list[str],
        drawn: Request | None = None,
    ) -> Picture | None:
        if read.pixels is None or read.seen is None:
            named = file.name in read.problem
            problems.append(read.problem if named else f"{file.name}: {read.problem}")
            return None
        facts: dict[str, Any] = {"digest": read.digest, "found": _found(read)}
        if drawn is None or drawn.pixels is None:
            picture = Picture(file.name, read.pixels, file.path, ink=file.ink, **facts)
            picture = replace(picture, strokes=file.strokes)
        else:
            picture = Picture(file.name, drawn.pixels, strokes=drawn.strokes, **facts)
        if generation == self._generation and not picture.ink:
            self._seen[picture.key, ""] = read.seen
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
        """See to it that all usable `pictures` are seen; returns whether they are already."""
        known = self._seen.keys() | self._unseen
        missing = [p for p in pictures if (p.key, p.ink) not in known]
        fresh = [p for p in missing if (p.key, p.ink) not in self._looked_at]
        if fresh and self._ready:
            self._again = Request(QUERIES)  # under its number all that can't be seen is told
            self._looked_at |= {(p.key, p.ink) for p in fresh}
            files = [p for p in fresh if p.path is not None]
            for first in range(0, len(files), AT_ONCE):
                self._read_again(files[first : first + AT_ONCE])
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
            drawn=[(p.ink, p.strokes) for p in pictures],
            side=SMALL,
        )

    def _look(self, picture: Picture) -> None:
        generation = self._generation
        self._engine.look(
            picture.pixels,
            picture.name,
            lambda read: self._note(picture, read, generation),
            lambda error: self._give_up([picture], error),
            slot=f"try-again-{picture.key}",
            drawn=(picture.ink, picture.strokes),
        )

    def _note(self, picture: Picture, read: PictureRead, generation: int) -> None:
        if generation != self._generation:
            return
        self._looked_at.discard((picture.key, picture.ink))
        if read.seen is None:
            self._give_up([picture], ValueError(read.problem))
            return
        self._seen[picture.key, picture.ink] = read.seen
        if not self._looked_at:
            self.seenChanged.emit()
            self.busyChanged.emit()

    def _give_up(self, pictures: Sequence[Picture], error: Exception) -> None:
        """Tell why pictures can't be used; they stay on the page, unanswered."""
        self._looked_at -= {(p.key, p.ink) for p in pictures}
        self._unseen |= {(p.key, p.ink) for p in pictures}
        self.arrived.emit(Arrival(self._again, problems=(said(str(error)),)))
        self.busyChanged.emit()


def _found(read: PictureRead) -> frozenset[str]:
    told = {"transparent": read.transparent, "animated": read.animated, read.ink: bool(read.ink)}
    return frozenset(name for name, there in told.items() if there)
