"""The query pictures as cards: picture, file name, and under it a bar per class."""

from collections.abc import Mapping

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

from metastudio.gui.theme import icon, theme
from metastudio.gui.widgets.picture_items import Picture
from metastudio.gui.widgets.picture_strip import cross_of, number_key, paint_cross, paint_thumbnail
from metastudio.gui.widgets.prediction_bars import bars_height, none_words, paint_bars
from metastudio.gui.widgets.prediction_model import PICTURE, SCORES, PredictionModel
from metastudio.gui.widgets.prediction_table import PredictionFilter

PHOTO = 112  # side of the picture on a card
NARROW, WIDE = 160, 232  # widths of a card
PADDING, GAP = 10, 10
NAME, WORDS = 20, 18  # heights of the two lines of text
INSET = 34  # side of the nearest support picture, in the corner of the photo
THUMB = 24  # diameter of the two round buttons
GLIDE_MS = 220
BATCH = 200  # cards laid out at a time
GLIDES = 200  # cards whose bars still glide; more would take too long a frame

Index = QModelIndex | QPersistentModelIndex


class QueryGrid(QListView):
    """Cards in rows. Painted, not built from widgets, so that a thousand of them stay quick."""

    removeRequested = Signal(list)  # keys
    sendRequested = Signal(list, int)  # keys, number of the bin
    approveRequested = Signal(list)  # keys: their answers are right
    rejectRequested = Signal(list)  # keys: their answers are wrong

    def __init__(
        self,
        model: PredictionModel,
        proxy: PredictionFilter | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.predictions = model
        self.support: Mapping[int, Picture] = {}  # by key, for the nearest one
        self.unfolded = False
        self.setObjectName("queryCards")
        self.setAccessibleName(self.tr("Query pictures"))
        self.setModel(proxy or model)
        self._delegate = _CardDelegate(self)
        self.setItemDelegate(self._delegate)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self.setLayoutMode(QListView.LayoutMode.Batched)  # thousands are laid out bit by bit
        self.setBatchSize(BATCH)
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
        chosen = sorted(self.selectedIndexes(), key=lambda index: index.row())
        return [index.data(PICTURE).key for index in chosen]

    def choose(self, key: int) -> None:
        """Choose one picture and bring it into sight."""
        model = self.model()
        for row in range(model.rowCount()):
            index = model.index(row, 0)
            if index.data(PICTURE).key == key:
                self.setCurrentIndex(index)
                self.scrollTo(index)
                return

    def source_row(self, index: Index) -> int:
        """Row of a card in the model of all predictions."""
        proxy = self.model()
        if isinstance(proxy, PredictionFilter):
            return proxy.mapToSource(QModelIndex(index)).row()
        return index.row()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = self.selected_keys()
        if keys and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removeRequested.emit(keys)
        elif keys and event.text() in ("+", "-"):
            (self.approveRequested if event.text() == "+" else self.rejectRequested).emit(keys)
        elif keys and (number := number_key(event)) is not None:
            self.sendRequested.emit(keys, number)
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
        if quick or not self.isVisible() or len(self.predictions.pictures) > GLIDES:
            self._glide_to(1.0)
        else:
            self._glide.start()

    def _glide_to(self, part: float) -> None:
        shown: dict[int, NDArray[np.float32]] = {}
        if len(self.predictions.pictures) > GLIDES:
            self._shown = shown
            self.viewport().update()
            return
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
        classes = len(self._grid.predictions.classes)
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
        self._paint_nearest(painter, photo, index)
        if hovered:
            paint_cross(painter, photo)
            if index.data(SCORES) is not None:
                _paint_thumbs(painter, photo)
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
        colours, row = theme().colours, self._grid.source_row(index)
        said = self._grid.predictions.said(row)
        assert said is not None  # there are scores
        none, right = self._grid.predictions.none(row), self._grid.predictions.right(row)
        line = QRectF(above.x(), above.bottom(), above.width(), WORDS)
        font = QFont(self._grid.font())
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        doubt = none or not said.sure
        painter.setPen(
            colours.bad if right is False else colours.warning if doubt else colours.text
        )
        words = classes[said.best] if said.sure else self.tr("Not sure")
        words = none_words() if none else words
        if right is not None:
            words = f"{'✓' if right else '✗'} {words}"
        elided = QFontMetricsF(font).elidedText(words, Qt.TextElideMode.ElideMiddle, line.width())
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, elided)
        painter.setFont(self._grid.font())
        bars = QRectF(line.x(), line.bottom() + 4, line.width(), 0)
        shown = self._grid.shown_scores(index.data(PICTURE).key, scores)
        paint_bars(painter, bars, classes, scores, shown, self._grid.unfolded, none)

    def _paint_nearest(self, painter: QPainter, photo: QRectF, index: Index) -> None:
        """Show the support picture most like this one, small, in the corner of the photo."""
        prediction = self._grid.predictions.prediction(self._grid.source_row(index))
        if prediction is None or not prediction.nearest:
            return
        step = prediction.place(self._grid.predictions.step)
        picture = self._grid.support.get(prediction.nearest[step])
        if picture is not None:
            paint_thumbnail(painter, _inset(photo), picture, False, False)

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        if event.type() == QEvent.Type.MouseButtonRelease and isinstance(event, QMouseEvent):
            photo, grid = _photo(_card(option.rect)), self._grid
            places = [(cross_of(photo), grid.removeRequested)]
            if index.data(SCORES) is not None:
                signals = (grid.approveRequested, grid.rejectRequested)
                places += zip(_thumbs(photo), signals, strict=True)
            for place, signal in places:
                if place.contains(event.position()):
                    signal.emit([index.data(PICTURE).key])
                    return True
        return super().editorEvent(event, model, option, index)


def _card(item: QRect) -> QRectF:
    return QRectF(item.x() + 1, item.y() + 1, item.width() - GAP, item.height() - GAP)


def _photo(card: QRectF) -> QRectF:
    return QRectF(card.x() + (card.width() - PHOTO) / 2, card.y() + PADDING, PHOTO, PHOTO)


def _inset(photo: QRectF) -> QRectF:
    return QRectF(photo.right() - INSET - 3, photo.bottom() - INSET - 3, INSET, INSET)


def _thumbs(photo: QRectF) -> tuple[QRectF, QRectF]:
    """Places of "the answer is right" and "it is wrong", in the lower left corner."""
    top = photo.bottom() - THUMB - 3
    first = QRectF(photo.left() + 3, top, THUMB, THUMB)
    return first, first.translated(THUMB + 4, 0)


def _paint_thumbs(painter: QPainter, photo: QRectF) -> None:
    colours = theme().colours
    for place, name in zip(_thumbs(photo), ("thumbs-up", "thumbs-down"), strict=True):
        painter.setPen(QPen(colours.control_line, 1))
        painter.setBrush(colours.panel)
        painter.drawEllipse(place)
        icon(name).paint(painter, place.adjusted(5, 5, -5, -5).toRect())
