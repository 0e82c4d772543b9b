"""Pictures that are no files yet: pasted, drawn, or carried along by a browser."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from metastudio.engine.errors import MetaStudioError
from metastudio.gui.language import said
from metastudio.gui.pages.tryout.intake import Request
from metastudio.gui.pages.tryout.sharing import keep_dropped
from metastudio.gui.widgets.picture_bin import PictureBin
from metastudio.gui.widgets.picture_items import Pixels, Stroke

if TYPE_CHECKING:
    from metastudio.gui.pages.tryout.page import TryPage


class Bringing(QObject):
    """Gives them names and sends them the way that files go."""

    def __init__(self, page: "TryPage") -> None:
        super().__init__(page)
        self._page = page
        self._count = 0

    def paste(self) -> None:
        """Take pictures or files from the clipboard, into the class that has the focus."""
        focus = QApplication.focusWidget()
        while focus is not None and not isinstance(focus, PictureBin):
            focus = focus.parentWidget()
        frame = focus if isinstance(focus, PictureBin) else self._page.queries.drop
        mime = QGuiApplication.clipboard().mimeData()
        if mime is None or not frame.take(mime):  # some platforms hold nothing at all at first
            self._page.problems.show_problems([self.tr("The clipboard holds no picture.")])

    def take_image(self, pixels: Pixels, target: int) -> None:
        """Take a picture that was pasted or dropped as such."""
        self._bring(self.tr("pasted {0}"), pixels, (), target)

    def take_drawing(self, pixels: Pixels, strokes: tuple[Stroke, ...], target: int) -> None:
        """Take a drawing with the strokes of its pen."""
        self._bring(self.tr("drawing {0}"), pixels, strokes, target)

    def take_files(self, files: Sequence[bytes], target: int) -> None:
        """Take pictures that a browser carries along, by way of files in the workspace."""
        try:
            paths = [keep_dropped(content, self._page.session.workspace) for content in files]
        except MetaStudioError as error:
            self._page.problems.show_problems([said(str(error))])
        else:
            self._page.bring(paths, target)

    def _bring(
        self, pattern: str, pixels: Pixels, strokes: tuple[Stroke, ...], target: int
    ) -> None:
        self._count += 1
        name = pattern.format(self._count)
        self._page.intake.bring(Request(target, pixels=pixels, name=name, strokes=strokes))
