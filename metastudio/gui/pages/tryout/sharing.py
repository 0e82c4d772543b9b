"""What goes in and out of the page as files: class sets, answers, the classifier, its card."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QMenu

from metastudio.engine.class_set import ClassSet, SetPicture, load_class_set, save_class_set
from metastudio.engine.errors import MetaStudioError
from metastudio.engine.workspace import Workspace, write_atomically
from metastudio.gui.language import said
from metastudio.gui.pages.tryout.intake import ALL_NEW, Request
from metastudio.gui.pages.tryout.questions import what_is_missing
from metastudio.gui.pages.tryout.survey import Found, listed_set
from metastudio.gui.theme import set_icon
from metastudio.gui.widgets.picture_items import Picture, Pixels

if TYPE_CHECKING:
    from metastudio.gui.pages.tryout.page import TryPage

CHECKED = 60  # pictures on which an exported classifier is compared


class Sharing(QObject):
    """Saving, loading and exporting, each as a job; what can't be done is told on the page."""

    def __init__(self, page: "TryPage") -> None:
        super().__init__(page)
        self._page, self._engine = page, page.session.engine
        self.menu = QMenu(page)
        self.menu.setObjectName("shareMenu")
        for name, words, icon, slot in (
            ("saveSetAction", self.tr("Save class set…"), "floppy-disk", self.save_set),
            ("loadSetAction", self.tr("Load class set…"), "folder-open", self.load_set),
            ("", "", "", None),
            ("exportAnswersAction", self.tr("Export answers…"), "table", self.export_answers),
            ("exportOnnxAction", self.tr("Export classifier (ONNX)…"), "export", self.export_onnx),
            ("modelCardAction", self.tr("Save model card…"), "identification-card", self.save_card),
        ):
            if slot is None:
                self.menu.addSeparator()
                continue
            action = QAction(words, self.menu)
            action.setObjectName(name)
            action.triggered.connect(slot)
            set_icon(action, icon)
            self.menu.addAction(action)

    # --- class sets ------------------------------------------------------------------------------

    def save_set(self) -> None:
        """Ask for a place and keep classes and queries there: one zip, or a folder."""
        if self._page.board.empty:
            self._tell(self.tr("There is nothing to save yet. Add pictures to the classes."))
            return
        path = self._ask_where(
            self.tr("Save class set"), "classes.zip", self.tr("Zip (*.zip);;Folder (*)")
        )
        if path is None:
            return
        board = self._page.board
        classes = ClassSet(
            tuple((c.name, tuple(map(_kept, c.pictures))) for c in board.classes),
            tuple(map(_kept, board.queries)),
        )
        self._run("save_set", lambda _: save_class_set(classes, path), lambda _: self._saved(path))

    def load_set(self) -> None:
        """Ask for a class set and lay it out in place of what is there, undoably."""
        name, _ = QFileDialog.getOpenFileName(
            self._page,
            self.tr("Load class set"),
            str(self._page.session.workspace.home),
            self.tr("Class sets (*.zip classes.toml);;All files (*)"),
        )
        if name:
            path = Path(name)
            self.open_set(path.parent if path.name == "classes.toml" else path)

    def open_set(self, path: Path) -> None:
        """Load a class set; the board before comes back with undo."""
        workspace = self._page.session.workspace

        def lay_out(found: tuple[Found, Found]) -> None:
            self._page.intake.bring(Request(ALL_NEW, listed=found))

        self._run("load_set", lambda _: listed_set(load_class_set(path, workspace)), lay_out)

    # --- exports ---------------------------------------------------------------------------------

    def export_answers(self) -> None:
        """Ask for a file and write the answers: a table, or JSON where its name says so."""
        model = self._page.queries.model
        if not model.answered:
            self._tell(self.tr("There are no answers to export yet. Add pictures to ask about."))
            return
        path = self._ask_where(
            self.tr("Export answers"), "answers.csv", self.tr("Table (*.csv);;JSON (*.json)")
        )
        if path is None:
            return
        if path.suffix.lower() == ".json":
            text = json.dumps(model.as_answers(), ensure_ascii=False, indent=1)
        else:
            text = model.as_csv()
        try:
            write_atomically(path, text)
        except MetaStudioError as error:
            self._tell(said(str(error)))
        else:
            self._saved(path)

    def export_onnx(self) -> None:
        """Ask for a file and write the adapted classifier, compared with ONNX Runtime's answers."""
        page = self._page
        missing = what_is_missing(page.board, page.view, asks=False)
        if missing or page.asking.busy:
            self._tell(missing or self.tr("The model is still at work. Try again in a moment."))
            return
        path = self._ask_where(
            self.tr("Export classifier"), "classifier.onnx", self.tr("ONNX (*.onnx)")
        )
        if path is None:
            return
        pictures = [p for p in page.board.pictures if not p.ink][:CHECKED]
        self._engine.export_onnx(
            [c.name for c in page.board.classes],
            page.asking.support(),
            [_original(picture) for picture in pictures],
            path.with_suffix(".onnx"),
            self._exported,
            self._refused,
            lambda fraction, words: page.queries.say(
                f"{words} ({100 * fraction:.0f} %)", busy=True
            ),
        )
        page.queries.say(self.tr("Exporting the classifier…"), busy=True)

    def _exported(self, done: object) -> None:
        model, checked = getattr(done, "model", Path()), getattr(done, "checked", 0)
        words = self.tr("Saved {0}: ONNX Runtime gives the same answers for {1} pictures.")
        self._page.queries.say(words.format(model.name, checked))
        self._page.session.notice.emit("good", words.format(model.name, checked))

    def save_card(self) -> None:
        """Ask for a file and write the loaded model's card into it."""
        if self._page.view is None:
            self._tell(self.tr("No model is loaded yet. Load a checkpoint first."))
            return
        path = self._ask_where(
            self.tr("Save model card"), "model-card.md", self.tr("Markdown (*.md)")
        )
        if path is None:
            return

        def write(text: str) -> None:
            try:
                write_atomically(path, text)
            except MetaStudioError as error:
                self._tell(said(str(error)))
            else:
                self._saved(path)

        self._engine.model_card(write, self._refused)

    # --- what they share -------------------------------------------------------------------------

    def _ask_where(self, title: str, name: str, filters: str) -> Path | None:
        chosen, kind = QFileDialog.getSaveFileName(self._page, title, name, filters)
        if not chosen:
            return None
        path = Path(chosen)
        if path.suffix or "(*)" in kind:
            return path
        return path.with_suffix(Path(name).suffix)

    def _run(
        self, slot: str, work: Callable[[object], object], done: Callable[[object], None]
    ) -> None:
        self._engine.run_job(slot, work, done, self._refused)  # type: ignore[arg-type]

    def _saved(self, path: Path) -> None:
        self._page.session.notice.emit("good", self.tr("Saved {0}.").format(path.name))

    def _refused(self, error: Exception) -> None:
        known = isinstance(error, MetaStudioError)
        self._tell(said(str(error)) if known else f"{type(error).__name__}: {error}")
        self._page.asking.consider(self._page.board, self._page.view)  # says how things stand again

    def _tell(self, sentence: str) -> None:
        self._page.problems.show_problems([sentence])


def keep_dropped(content: bytes, workspace: Workspace) -> Path:
    """Keep a picture that a browser carried along as a file; raises `WorkspaceError`."""
    begins = {b"\x89PNG": "png", b"\xff\xd8": "jpg", b"GIF8": "gif", b"RIFF": "webp"}
    ending = next((e for start, e in begins.items() if content.startswith(start)), "picture")
    name = f"dropped-{hashlib.sha256(content).hexdigest()[:8]}.{ending}"
    path = workspace.home / "dropped" / name
    if not path.is_file():
        write_atomically(path, content)
    return path


def _kept(picture: Picture) -> SetPicture:
    return SetPicture(picture.name, picture.path, picture.pixels, picture.ink, picture.strokes)


def _original(picture: Picture) -> Path | Pixels:
    """A picture as it was dropped; what is on the page where its file is gone."""
    return picture.path if picture.path and picture.path.is_file() else picture.pixels
