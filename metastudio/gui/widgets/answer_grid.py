"""One task and what a model answers: a row a class, its support pictures, then its queries.

Painted as one widget, so that hundreds of queries stay quick while they change from step to step.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetrics,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QRegion,
)
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QToolTip, QWidget

from metastudio.gui.theme import FIELD, GROUP, TIGHT, theme
from metastudio.gui.widgets.pictures import Pixels, pixmap

SIDE = 36  # room for a picture; drawings are enlarged by whole factors, so they may be smaller
FRAME, BAR = 3, 4  # from the edge of a card to its picture; height of the bar under it
NAME = 128  # widest class name
NAMED = 3  # likeliest classes that a tool-tip names


@dataclass(frozen=True)
class _Card:
    """Where one picture lies, and which one it is; `query` is -1 for a support picture."""

    place: QRect
    image: QPixmap
    label: int
    query: int


class AnswerGrid(QScrollArea):
    """`show_task` lays a task out, `show_scores` frames its queries; `queryClicked` numbers one."""

    queryClicked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.sheet = _Sheet(self)
        self.sheet.setProperty("scrolled", True)
        self.setWidget(self.sheet)

    def show_task(
        self,
        classes: Sequence[str],
        support: Pixels,
        support_labels: NDArray[np.int64],
        queries: Pixels,
        query_labels: NDArray[np.int64],
        ink: bool = False,
    ) -> None:
        """Show pictures `(n, height, width, channels)` with labels into `classes`."""
        self.sheet.show_task(tuple(classes), support, support_labels, queries, query_labels, ink)

    def show_scores(self, scores: NDArray[np.float32]) -> None:
        """Show the probabilities `(queries, classes)`, without laying anything out anew."""
        self.sheet.scores = scores
        self.sheet.update()

    def paint_on(self, painter: QPainter) -> None:
        """Paint the whole task, also what is scrolled out of sight."""
        painter.fillRect(self.sheet.rect(), theme().colours.panel)
        self.sheet.render(painter, QPoint(), QRegion(), QWidget.RenderFlag.DrawChildren)

    def select(self, query: int) -> None:
        """Mark one query; -1 marks none."""
        self.sheet.selected = query
        self.sheet.update()

    def query_place(self, query: int) -> QRect:
        """Return where a query lies on the sheet."""
        return next(card.place for card in self.sheet.cards() if card.query == query)


class _Sheet(QWidget):
    def __init__(self, grid: AnswerGrid) -> None:
        super().__init__(grid)
        self._grid = grid
        self.scores: NDArray[np.float32] = np.empty((0, 0), np.float32)
        self.selected = -1
        self._classes: tuple[str, ...] = ()
        self._pictures: tuple[Pixels, Pixels] = (np.empty(0, np.uint8), np.empty(0, np.uint8))
        self._labels: tuple[NDArray[np.int64], ...] = (np.empty(0, np.int64),) * 2
        self._ink = False
        self._images: tuple[list[QPixmap], list[QPixmap]] | None = None
        self._cards: list[_Card] = []
        self._laid_out_for = -1
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme().changed.connect(self._forget)

    def show_task(
        self,
        classes: tuple[str, ...],
        support: Pixels,
        support_labels: NDArray[np.int64],
        queries: Pixels,
        query_labels: NDArray[np.int64],
        ink: bool,
    ) -> None:
        self._classes, self._ink = classes, ink
        self._pictures, self._labels = (support, queries), (support_labels, query_labels)
        self.scores = np.empty((0, len(classes)), np.float32)
        self.selected = -1
        self.setAccessibleName(self.tr("Task with the classes {0}").format(", ".join(classes)))
        self._forget()
        self.updateGeometry()

    def cards(self) -> list[_Card]:
        """Return all cards, laid out for the width as it is."""
        if self._laid_out_for != self.width():
            self._lay_out(self.width())
            self._laid_out_for = self.width()
        return self._cards

    # --- geometry --------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(320, self.heightForWidth(320))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        cards = self._cards if width == self._laid_out_for else self._placed(width)
        return max((card.place.bottom() for card in cards), default=0) + TIGHT

    def _lay_out(self, width: int) -> None:
        self._cards = self._placed(width)

    def _placed(self, width: int) -> list[_Card]:
        """Lay the classes out below one another: support at the left, queries wrap beside it."""
        if self._images is None:
            self._render()
        assert self._images is not None
        cards: list[_Card] = []
        top, size = 0, SIDE + 2 * FRAME
        step = size + TIGHT
        left = self._name_width() + FIELD
        shots = max(
            (int((self._labels[0] == c).sum()) for c in range(len(self._classes))), default=1
        )
        support_columns = max(min(shots, max((width - left) // 3 // step, 1)), 1)
        query_left = left + support_columns * step + GROUP
        query_columns = max((width - query_left + TIGHT) // step, 1)
        for label in range(len(self._classes)):
            lines = 1
            for part, (start, columns, height) in enumerate(
                ((left, support_columns, step), (query_left, query_columns, step + BAR + 2))
            ):
                members = np.flatnonzero(self._labels[part] == label)
                for number, index in enumerate(members.tolist()):
                    row, column = divmod(number, columns)
                    place = QRect(start + column * step, top + row * height, size, size)
                    query = index if part else -1
                    cards.append(_Card(place, self._images[part][index], label, query))
                lines = max(lines, -(-len(members) // columns) if len(members) else 1)
            top += lines * (step + BAR + 2) + TIGHT
        return cards

    def _name_width(self) -> int:
        metrics = QFontMetrics(self.font())
        return min(
            max((metrics.horizontalAdvance(_short(n)) for n in self._classes), default=0), NAME
        )

    def _forget(self) -> None:
        self._images, self._laid_out_for = None, -1
        self.update()

    def _render(self) -> None:
        colours, ratio = theme().colours, self.devicePixelRatioF()
        support, queries = (
            [pixmap(one, SIDE, colours, self._ink, ratio) for one in pictures]
            for pictures in self._pictures
        )
        self._images = (support, queries)

    # --- painting --------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours, metrics = theme().colours, QFontMetrics(self.font())
        named: set[int] = set()
        for card in self.cards():
            if card.label not in named:
                named.add(card.label)
                painter.setPen(colours.text)
                room = QRect(0, card.place.y(), self._name_width(), card.place.height())
                name = metrics.elidedText(
                    _short(self._classes[card.label]), Qt.TextElideMode.ElideMiddle, room.width()
                )
                painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, name)
            if event.rect().intersects(card.place.adjusted(0, 0, 0, BAR + 2)):
                self._paint_card(painter, card)

    def _paint_card(self, painter: QPainter, card: _Card) -> None:
        colours = theme().colours
        answered = 0 <= card.query < len(self.scores)
        right = answered and int(self.scores[card.query].argmax()) == card.label
        pen = QPen(colours.line, 1)
        if answered:
            pen = QPen(colours.good if right else colours.bad, 2)
            if not right:
                pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(
            colours.selection if card.query >= 0 and card.query == self.selected else colours.field
        )
        frame = QRectF(card.place).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(frame, 4, 4)
        inside = QRect(QPoint(0, 0), card.image.deviceIndependentSize().toSize())
        inside.moveCenter(card.place.center())
        painter.drawPixmap(inside.topLeft(), card.image)
        if not answered:
            return
        groove = QRectF(frame.x(), frame.bottom() + 2, frame.width(), BAR)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.line)
        painter.drawRoundedRect(groove, 2, 2)
        groove.setWidth(max(groove.width() * float(self.scores[card.query].max()), BAR))
        painter.setBrush(colours.good if right else colours.bad)
        painter.drawRoundedRect(groove, 2, 2)
        if not right:
            painter.setPen(colours.bad)
            corner = card.place.adjusted(0, -2, -4, 0)
            side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
            painter.drawText(corner, side, "✗")

    # --- pointing --------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            card = self._at(event.pos())
            if card is None:
                QToolTip.hideText()
            else:
                QToolTip.showText(event.globalPos(), self.words(card), self)
            return True
        return super().event(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        card = self._at(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and card is not None and card.query >= 0:
            self._grid.queryClicked.emit(card.query)
        super().mouseReleaseEvent(event)

    def words(self, card: _Card) -> str:
        """Say what a picture is, and for a query what it was taken for."""
        name = self._classes[card.label]
        if not 0 <= card.query < len(self.scores):
            return name
        row = self.scores[card.query]
        likeliest = np.argsort(-row, kind="stable")[:NAMED]
        said = ", ".join(f"{self._classes[i]} {100 * row[i]:.0f} %" for i in likeliest)
        return self.tr("{0}, taken for: {1}").format(name, said)

    def _at(self, position: QPoint) -> _Card | None:
        return next((card for card in self.cards() if card.place.contains(position)), None)


def _short(name: str) -> str:
    """Leave out the group of a class, "Greek/character01": the tip names it in full.

    A class that is another one turned, "Greek/character01/rot090", is told by both.
    """
    whole, _, last = name.rpartition("/")
    if whole and last.startswith("rot") and last[3:].isdecimal():
        return f"{whole.rpartition('/')[2]} {int(last[3:])}°"
    return last
