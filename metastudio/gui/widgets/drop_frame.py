"""A frame that takes pictures: dropped files and folders, images, and pictures of other frames."""

from PySide6.QtCore import QEvent, QMimeData, QRectF, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QFrame, QWidget

from metastudio.gui.theme import theme
from metastudio.gui.widgets.picture_items import (
    carried_pictures,
    image_pixels,
    local_paths,
    moved_keys,
    web_address,
)

RADIUS = 8


class DropFrame(QFrame):
    """Emits what is dropped and paints whether it would take it; decides nothing else.

    The signals carry data only: whoever listens may not open a dialog before the drop is over.
    """

    pathsDropped = Signal(list)  # list[Path]
    imageDropped = Signal(object)  # uint8 (height, width, 3)
    filesDropped = Signal(list)  # list[bytes]: pictures that a browser carries along
    picturesMoved = Signal(list)  # keys of pictures dragged here from elsewhere in the page
    refused = Signal(str)  # one sentence: why a drop can't be used

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self._hovered = False
        self._dashed = False
        theme().changed.connect(self.update)

    def set_dashed(self, dashed: bool) -> None:
        """A dashed line says: something belongs here."""
        if dashed != self._dashed:
            self._dashed = dashed
            self.update()

    def take(self, mime: QMimeData) -> bool:
        """Emit what a drop or the clipboard holds; returns whether anything was of use."""
        if keys := moved_keys(mime):
            self.picturesMoved.emit(keys)
        elif paths := local_paths(mime):
            self.pathsDropped.emit(paths)
        elif (pixels := image_pixels(mime)) is not None:
            self.imageDropped.emit(pixels)
        elif files := carried_pictures(mime):
            self.filesDropped.emit(files)
        elif address := web_address(mime):
            self.refused.emit(
                self.tr(
                    "That is an address ({0}), and MetaStudio fetches nothing from the network. "
                    "Save the picture first and drop its file, or copy the picture and paste it."
                ).format(address[:60])
            )
        else:
            return False
        return True

    def takes(self, mime: QMimeData) -> bool:
        """Whether it is worth holding something over this frame."""
        there = moved_keys(mime) or mime.hasUrls() or mime.hasImage() or carried_pictures(mime)
        return bool(there or web_address(mime))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.takes(event.mimeData()):
            self._hover(True)
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._hover(False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self._hover(False)
        if self.take(event.mimeData()):
            event.acceptProposedAction()

    def _hover(self, hovered: bool) -> None:
        self._hovered = hovered
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        self.update()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = theme().colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(colours.accent if self._hovered else colours.line, 2 if self._hovered else 1)
        if self._dashed and not self._hovered:
            pen.setColor(colours.muted)
            pen.setDashPattern([4, 4])
        painter.setPen(pen)
        fill = colours.panel
        if self._hovered:
            tint = colours.accent
            mix = [
                round(0.9 * a + 0.1 * b) for a, b in zip(fill.getRgb(), tint.getRgb(), strict=True)
            ]
            fill = type(fill)(*mix[:3])
        painter.setBrush(Qt.BrushStyle.NoBrush if self._dashed and not self._hovered else fill)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS, RADIUS)
