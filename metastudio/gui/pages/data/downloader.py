"""Fetches published data sets, one at a time, and knows how far each is or why it failed."""

from PySide6.QtCore import QObject, Signal

from metastudio.engine.events import DataCard
from metastudio.engine.tasks.mirror import keep_mirror, usual_mirror
from metastudio.gui.language import said
from metastudio.gui.session import Session


class Downloader(QObject):
    """`changed` names the data set about which there is news; `done` the one that is ready."""

    changed = Signal(str)
    done = Signal(str)
    lamp = Signal(str)
    mirrorChanged = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._card: DataCard | None = None
        self._news = (0.0, "")
        self._failures: dict[str, str] = {}

    @property
    def busy(self) -> str:
        """Name of the data set that is being fetched, or ""."""
        return self._card.name if self._card is not None else ""

    @property
    def news(self) -> tuple[float, str]:
        """How far the download is, 0 to 1, and one sentence: amount, speed, time left."""
        return self._news

    def failure(self, name: str) -> str:
        """Return why a data set could not be fetched the last time, or ""."""
        return self._failures.get(name, "")

    @property
    def mirror(self) -> str:
        """Where downloads come from, or "" for their owners."""
        return usual_mirror(self._session.workspace)

    def choose_mirror(self, address: str) -> None:
        """Have downloads come from another address from now on."""
        workspace, wanted = self._session.workspace, address.strip()

        self._session.engine.run_job(
            "mirror",
            lambda _: keep_mirror(workspace, wanted),
            lambda _: self.mirrorChanged.emit(),
            lambda error: self._session.notice.emit("bad", str(error)),
        )

    def start(self, card: DataCard) -> None:
        """Fetch and import a data set beside the window; goes on where it broke off before."""
        if self._card is not None:
            words = self.tr("{0} is being downloaded. Wait for it, or cancel it first.")
            self._session.notice.emit("info", words.format(said(self._card.title)))
            return
        self._card = card
        self._failures.pop(card.name, None)
        self._news = (0.0, self.tr("Asking the server…"))
        self.lamp.emit("running")
        self._session.engine.download_dataset(card.name, self._done, self._failed, self._tell)
        self.changed.emit(card.name)

    def cancel(self) -> None:
        """Stop; what was fetched is kept, so that the next time goes on there."""
        if self._card is not None:
            self._session.engine.cancel_download()
            words = self.tr("The download is stopped. What was fetched is kept for the next time.")
            self._session.notice.emit("info", words)
            self._end("idle")

    def _tell(self, fraction: float, sentence: str) -> None:
        self._news = (fraction, said(sentence))
        self.changed.emit(self.busy)

    def _done(self, card: DataCard) -> None:
        self._end("done")
        self._session.notice.emit(
            "good",
            self.tr("{0} is here: {1} classes, {2} pictures.").format(
                said(card.title), f"{card.classes:,}", f"{card.pictures:,}"
            ),
        )
        self.done.emit(card.name)

    def _failed(self, error: Exception) -> None:
        self._failures[self.busy] = said(str(error))
        self._end("problem")

    def _end(self, lamp: str) -> None:
        name, self._card = self.busy, None
        self.lamp.emit(lamp)
        self.changed.emit(name)
