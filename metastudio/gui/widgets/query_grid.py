"""The query pictures as cards: picture, file name, and under it a bar per class."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    QVariantAnimation,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from metastudio.gui.theme import theme
from metastudio.gui.widgets.picture_strip import cross_of, paint_cross, paint_thumbnail
from metastudio.gui.widgets.prediction_bars import bars_height, paint_bars, reading
from metastudio.gui.widgets.prediction_table import PICTURE, SCORES, PredictionModel

PHOTO = 112  # side of the picture on a card
NARROW, WIDE = 160, 232  # widths of a card
PADDING, GAP = 10, 10
NAME, WORDS = 20, 18  # heights of the two lines of text
GLIDE_MS = 220

Index = QModelIndex | QPersistentModelIndex


class QueryGrid(QListView):
    """Cards in rows. Painted, not built from widgets, so that a thousand of them stay quick."""

    removeRequested = Signal(list)  # keys
    sendRequested = Signal(list, int)  # keys, number of the bin

    def __init__(self, model: PredictionModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.predictions = model
        self.unfolded = False
        self.setObjectName("queryCards")
        self.setAccessibleName(self.tr("Query pictures"))
        self.setModel(model)
        self._delegate = _CardDelegate(self)
        self.setItemDelegate(self._delegate)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self.setSpacing(0)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        # Always there: a bar that comes and goes would change the width of the cards.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setDragEnabled(True)
        self.setMouseTracking(True)
        self.setAcceptDrops(False)  # drops belong to the frame around
        self.viewport().setAcceptDrops(False)
        self.setStyleSheet("QListView { background: transparent; border: none; }")
        self._glide = QVariantAnimation(self)
        self._glide.setStartValue(0.0)
        self._glide.setEndValue(1.0)
        self._glide.setDuration(GLIDE_MS)
        self._glide.valueChanged.connect(self._glide_to)
        self._from: dict[int, NDArray[np.float32]] = {}
        self._shown: dict[int, NDArray[np.float32]] = {}
        model.scoresChanged.connect(self._begin_glide)
        model.modelReset.connect(self.refold)
        theme().changed.connect(self.viewport().update)

    def set_unfolded(self, unfolded: bool) -> None:
        """Show a bar for every class, or only for the likeliest of many."""
        self.unfolded = unfolded
        self.refold()

    def refold(self) -> None:
        """Lay the cards out again: their height follows from the number of classes."""
        self.scheduleDelayedItemsLayout()

    def card_width(self) -> int:
        """Width that makes whole cards fill a row."""
        room = self.viewport().width() - 2  # a hair less, else Qt wraps the last one
        columns = max(room // (NARROW + GAP), 1)
        return min(room // columns - GAP, WIDE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.refold()
        super().resizeEvent(event)

    def selected_keys(self) -> list[int]:
        """Return the keys of the chosen pictures, top to bottom."""
        rows = sorted(index.row() for index in self.selectedIndexes())
        return [self.predictions.pictures[row].key for row in rows]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = self.selected_keys()
        if keys and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removeRequested.emit(keys)
        elif (
            keys
            and Qt.Key.Key_1 <= event.key() <= Qt.Key.Key_9
            and not event.modifiers()
            & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        ):
            self.sendRequested.emit(keys, event.key() - Qt.Key.Key_1)
        else:
            super().keyPressEvent(event)

    # --- gliding ---------------------------------------------------------------------------------

    def shown_scores(self, key: int, scores: NDArray[np.float32]) -> NDArray[np.float32]:
        """Lengths of the bars just now, on their way to `scores`."""
        shown = self._shown.get(key)
        return scores if shown is None or shown.shape != scores.shape else shown

    def _begin_glide(self) -> None:
        self._from = dict(self._shown)
        self._glide.stop()
        quick = self.style().styleHint(QStyle.StyleHint.SH_Widget_Animate, None, self) == 0
        if quick or not self.isVisible():
            self._glide_to(1.0)
        else:
            self._glide.start()

    def _glide_to(self, part: float) -> None:
        shown = {}
        for row, picture in enumerate(self.predictions.pictures):
            scores = self.predictions.scores(row)
            if scores is None:
                continue
            old = self._from.get(picture.key)
            if old is None or old.shape != scores.shape:
                old = np.zeros_like(scores)
            shown[picture.key] = old + (scores - old) * np.float32(1 - (1 - part) ** 3)
        self._shown = shown
        self.viewport().update()


class _CardDelegate(QStyledItemDelegate):
    def __init__(self, grid: QueryGrid) -> None:
        super().__init__(grid)
        self._grid = grid

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        height = 2 * PADDING + PHOTO + NAME
        classes = len(self._grid.model().classes)  # type: ignore[attr-defined]
        if classes:
            height += WORDS + 4 + bars_height(classes, self._grid.unfolded)
        return QSize(self._grid.card_width() + GAP, height + GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        colours = theme().colours
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        card = _card(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._grid.font())
        painter.setPen(QPen(colours.accent if selected else colours.line, 2 if selected else 1))
        painter.setBrush(
            colours.selection if selected else colours.hover if hovered else colours.page
        )
        painter.drawRoundedRect(card, 8, 8)
        picture, photo = index.data(PICTURE), _photo(card)
        paint_thumbnail(painter, photo, picture, False, hovered)
        if hovered:
            paint_cross(painter, photo)
        painter.setPen(colours.muted)
        small = QFont(self._grid.font())
        small.setPixelSize(max(small.pixelSize() - 2, 9))
        painter.setFont(small)
        line = QRectF(card.x() + PADDING, photo.bottom() + 2, card.width() - 2 * PADDING, NAME - 2)
        name = QFontMetricsF(small).elidedText(
            picture.name, Qt.TextElideMode.ElideMiddle, line.width()
        )
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, name)
        painter.setFont(self._grid.font())
        self._paint_answer(painter, line, index)
        painter.restore()

    def _paint_answer(self, painter: QPainter, above: QRectF, index: Index) -> None:
        scores = index.data(SCORES)
        if scores is None:
            return
        classes = self._grid.predictions.classes
        said, colours = reading(scores), theme().colours
        line = QRectF(above.x(), above.bottom(), above.width(), WORDS)
        font = QFont(self._grid.font())
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(colours.text if said.sure else colours.warning)
        words = classes[said.best] if said.sure else self.tr("Not sure")
        elided = QFontMetricsF(font).elidedText(words, Qt.TextElideMode.ElideMiddle, line.width())
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, elided)
        painter.setFont(self._grid.font())
        bars = QRectF(line.x(), line.bottom() + 4, line.width(), 0)
        shown = self._grid.shown_scores(index.data(PICTURE).key, scores)
        paint_bars(painter, bars, classes, scores, shown, self._grid.unfolded)

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        released = event.type() == QEvent.Type.MouseButtonRelease
        cross = cross_of(_photo(_card(option.rect)))
        if released and isinstance(event, QMouseEvent) and cross.contains(event.position()):
            self._grid.removeRequested.emit([index.data(PICTURE).key])
            return True
        return super().editorEvent(event, model, option, index)


def _card(item: QRect) -> QRectF:
    return QRectF(item.x() + 1, item.y() + 1, item.width() - GAP, item.height() - GAP)


def _photo(card: QRectF) -> QRectF:
    return QRectF(card.x() + (card.width() - PHOTO) / 2, card.y() + PADDING, PHOTO, PHOTO)
