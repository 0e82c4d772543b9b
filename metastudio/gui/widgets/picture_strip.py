"""A row of thumbnails: hover shows the file's name, a cross or Delete removes, dragging moves."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QEvent,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from metastudio.gui.theme import icon, theme
from metastudio.gui.widgets.picture_items import Picture, moved_mime, paint_picture

PICTURE = Qt.ItemDataRole.UserRole
DOUBT = Qt.ItemDataRole.UserRole + 1  # why a picture looks unlike its class, or ""
SIDE, MARGIN = 64, 4  # of a thumbnail, and around it
BAR = 12  # of the scroll bar
CROSS = 18  # the round button that removes a picture

Index = QModelIndex | QPersistentModelIndex


class PictureModel(QAbstractListModel):
    """The pictures of one bin, in order."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pictures: tuple[Picture, ...] = ()
        self.doubts: Mapping[int, str] = {}

    def set_doubts(self, doubts: Mapping[int, str]) -> None:
        """Take what is odd about pictures, by their keys."""
        self.doubts = doubts

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """What is shown."""
        return self._pictures

    def set_pictures(self, pictures: Sequence[Picture]) -> bool:
        """Show other pictures; does nothing where they are the same, and returns False."""
        if tuple(pictures) == self._pictures:
            return False
        self.beginResetModel()
        self._pictures = tuple(pictures)
        self.endResetModel()
        return True

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._pictures)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        picture = self._pictures[index.row()]
        if role == PICTURE:
            return picture
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            doubt = self.doubts.get(picture.key, "")
            return f"{picture.name}\n{doubt}" if doubt else picture.name
        if role == DOUBT:
            return self.doubts.get(picture.key, "")
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        return moved_mime([self._pictures[index.row()].key for index in indexes])


class PictureStrip(QListView):
    """Thumbnails side by side; scrolls sideways where there are many."""

    removeRequested = Signal(list)  # keys
    sendRequested = Signal(list, int)  # keys, number of the bin

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(PictureModel(self))
        self.setItemDelegate(_ThumbnailDelegate(self))
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragEnabled(True)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setAcceptDrops(False)  # drops belong to the frame around
        self.viewport().setAcceptDrops(False)
        self.setStyleSheet("QListView { background: transparent; border: none; }")
        theme().changed.connect(self.viewport().update)

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """What is shown."""
        return self._model().pictures

    def set_pictures(self, pictures: Sequence[Picture]) -> None:
        """Show these, in this order."""
        if self._model().set_pictures(pictures):
            self.updateGeometry()

    def mark(self, doubts: Mapping[int, str]) -> None:
        """Mark pictures (key) that look unlike the others, with a sentence each."""
        if doubts != self._model().doubts:
            self._model().set_doubts(doubts)
            self.viewport().update()

    def selected_keys(self) -> list[int]:
        """Return the keys of the chosen pictures."""
        return [self.pictures[index.row()].key for index in self.selectedIndexes()]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.selected_keys():
            self.removeRequested.emit(self.selected_keys())
        elif self.selected_keys() and (number := number_key(event)) is not None:
            self.sendRequested.emit(self.selected_keys(), number)
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        needed = len(self.pictures) * (SIDE + 2 * MARGIN)
        bar = BAR if needed > self.width() else 0
        return QSize(2 * SIDE, SIDE + 2 * MARGIN + bar)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _model(self) -> PictureModel:
        model = self.model()
        assert isinstance(model, PictureModel)
        return model


def paint_thumbnail(
    painter: QPainter, frame: QRectF, picture: Picture, selected: bool, hovered: bool
) -> None:
    """Draw the one frame that every thumbnail has, with its picture on white paper."""
    colours = theme().colours
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    outline = QPainterPath()
    outline.addRoundedRect(frame, 4, 4)
    painter.setClipPath(outline)
    painter.fillRect(frame, QColor(255, 255, 255) if not colours.dark else QColor(244, 244, 245))
    paint_picture(painter, frame, picture)
    painter.setClipping(False)
    colour = colours.accent if selected else colours.muted if hovered else colours.control_line
    painter.setPen(QPen(colour, 2 if selected else 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(outline)
    painter.restore()


def number_key(event: QKeyEvent) -> int | None:
    """Return 0..8 for the keys 1 to 9 without Ctrl or Alt, else None."""
    held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    if Qt.Key.Key_1 <= event.key() <= Qt.Key.Key_9 and not event.modifiers() & held:
        return event.key() - Qt.Key.Key_1
    return None


def cross_of(frame: QRectF) -> QRectF:
    """Place of the button that removes a picture, in the corner of its frame."""
    return QRectF(frame.right() - CROSS - 2, frame.top() + 2, CROSS, CROSS)


def paint_cross(painter: QPainter, frame: QRectF) -> None:
    """Draw that button."""
    colours, place = theme().colours, cross_of(frame)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colours.control_line, 1))
    painter.setBrush(colours.panel)
    painter.drawEllipse(place)
    painter.setPen(QPen(colours.text, 1.5))
    arm = place.adjusted(6, 6, -6, -6)
    painter.drawLine(arm.topLeft(), arm.bottomRight())
    painter.drawLine(arm.topRight(), arm.bottomLeft())
    painter.restore()


def _paint_doubt(painter: QPainter, frame: QRectF) -> None:
    """Draw the mark of a picture that looks unlike its class, on a ground of its own."""
    place = QRectF(frame.left() + 2, frame.bottom() - CROSS - 2, CROSS, CROSS)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme().colours.panel)
    painter.drawEllipse(place)
    icon("warning-circle", "warning").paint(painter, place.adjusted(1, 1, -1, -1).toRect())
    painter.restore()


class _ThumbnailDelegate(QStyledItemDelegate):
    def __init__(self, strip: PictureStrip) -> None:
        super().__init__(strip)
        self._strip = strip

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(SIDE + 2 * MARGIN, SIDE + 2 * MARGIN)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        frame = _frame(option.rect.topLeft())
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        paint_thumbnail(painter, frame, index.data(PICTURE), selected, hovered)
        if index.data(DOUBT):
            _paint_doubt(painter, frame)
        if hovered:
            paint_cross(painter, frame)

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        released = event.type() == QEvent.Type.MouseButtonRelease
        cross = cross_of(_frame(option.rect.topLeft()))
        if released and isinstance(event, QMouseEvent) and cross.contains(event.position()):
            self._strip.removeRequested.emit([index.data(PICTURE).key])
            return True
        return super().editorEvent(event, model, option, index)


def _frame(corner: QPoint) -> QRectF:
    return QRectF(corner.x() + MARGIN, corner.y() + MARGIN, SIDE, SIDE)
