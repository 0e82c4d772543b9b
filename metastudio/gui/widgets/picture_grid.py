"""Pictures in a flow, and one episode as people read it: support rows above, query cards below."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QGridLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from metastudio.gui.theme import FIELD, GROUP, TIGHT, caption, chip, heading, theme
from metastudio.gui.widgets.pictures import Pixels, pixmap
from metastudio.gui.words import counted

FRAME = 3  # from the edge of a card to its picture
MARKS = {"good": "✓", "bad": "✗"}


@dataclass(frozen=True)
class GridPicture:
    """One picture: `pixels` are uint8 `(height, width, channels)`, `name` shows on hover.

    `mark` frames it: "" (plain), "good" (solid, ✓) or "bad" (dashed, ✗).
    """

    pixels: Pixels
    name: str
    mark: str = ""


class PictureFlow(QWidget):
    """Pictures of one size, left to right, wrapping. Painted as one widget: hundreds stay quick."""

    clicked = Signal(int)

    def __init__(self, side: int = 56, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side = side
        self._pictures: list[GridPicture] = []
        self._ink = False
        self._pixmaps: list[QPixmap] = []
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme().changed.connect(self._forget)

    @property
    def pictures(self) -> list[GridPicture]:
        """What is shown, in order."""
        return list(self._pictures)

    def show_pictures(self, pictures: Sequence[GridPicture], ink: bool = False) -> None:
        """Show these instead; `ink` pictures are drawn in the theme's ink."""
        self._pictures, self._ink = list(pictures), ink
        names = ", ".join(dict.fromkeys(p.name for p in self._pictures[:20]))
        self.setAccessibleName(
            counted(len(self._pictures), self.tr("1 picture"), self.tr("{0} pictures"))
            + (f": {names}" if names else "")
        )
        self._forget()
        self.updateGeometry()

    def set_side(self, side: int) -> None:
        """Set the side of a picture in logical pixels."""
        if side != self._side:
            self._side = side
            self._forget()
            self.updateGeometry()

    def at(self, position: QPoint) -> int:
        """Return the index of the picture under `position`, or -1."""
        for index in range(len(self._pictures)):
            if self._cell(index, self.width()).contains(position):
                return index
        return -1

    def sizeHint(self) -> QSize:
        count = max(1, min(len(self._pictures), 10))
        return QSize(count * self._step - TIGHT, self.heightForWidth(count * self._step))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._card, self._card)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        rows = -(-max(1, len(self._pictures)) // self._columns(width))
        return rows * self._step - TIGHT

    def paintEvent(self, event: QPaintEvent) -> None:
        if len(self._pixmaps) != len(self._pictures):
            self._render()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index, picture in enumerate(self._pictures):
            cell = self._cell(index, self.width())
            if event.rect().intersects(cell):
                self._paint_card(painter, cell, picture, self._pixmaps[index])

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            index = self.at(event.pos())
            if index >= 0:
                QToolTip.showText(event.globalPos(), self._pictures[index].name, self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        index = self.at(event.position().toPoint())
        if index >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit(index)
        super().mouseReleaseEvent(event)

    @property
    def _card(self) -> int:
        return self._side + 2 * FRAME

    @property
    def _step(self) -> int:
        return self._card + TIGHT

    def _columns(self, width: int) -> int:
        return max(1, (width + TIGHT) // self._step)

    def _cell(self, index: int, width: int) -> QRect:
        row, column = divmod(index, self._columns(width))
        return QRect(column * self._step, row * self._step, self._card, self._card)

    def _forget(self) -> None:
        self._pixmaps = []
        self.update()

    def _render(self) -> None:
        colours, ratio = theme().colours, self.devicePixelRatioF()
        self._pixmaps = [
            pixmap(p.pixels, self._side, colours, self._ink, ratio) for p in self._pictures
        ]

    def _paint_card(
        self, painter: QPainter, cell: QRect, picture: GridPicture, image: QPixmap
    ) -> None:
        colours = theme().colours
        pen = QPen(colours.line, 1)
        if picture.mark:
            pen = QPen(getattr(colours, picture.mark), 2)
            if picture.mark == "bad":
                pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(colours.field)
        painter.drawRoundedRect(cell.toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        size = image.deviceIndependentSize().toSize()
        inside = QRect(QPoint(0, 0), size)
        inside.moveCenter(cell.center())
        painter.drawPixmap(inside.topLeft(), image)
        if picture.mark:
            painter.drawText(
                cell.adjusted(4, 2, -4, -2), Qt.AlignmentFlag.AlignRight, MARKS[picture.mark]
            )


class EpisodeView(QScrollArea):
    """One N-way K-shot episode: a row per class with its support pictures, then the queries."""

    queryClicked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Task"))
        self._body = QWidget()
        self._body.setProperty("scrolled", True)
        self._rows = QGridLayout()
        self._rows.setHorizontalSpacing(GROUP)
        self._rows.setVerticalSpacing(FIELD)
        self._support_title = heading(self.tr("Support"))
        self._query_title = heading(self.tr("Queries"))
        self._hint = caption("")
        self._queries = PictureFlow()
        self._queries.setObjectName("taskQueries")
        self._queries.clicked.connect(self.queryClicked)
        layout = QVBoxLayout(self._body)
        layout.setContentsMargins(0, 0, FIELD, 0)
        layout.setSpacing(FIELD)
        layout.addWidget(self._support_title)
        layout.addLayout(self._rows)
        layout.addSpacing(FIELD)
        layout.addWidget(self._query_title)
        layout.addWidget(self._queries)
        layout.addWidget(self._hint)
        layout.addStretch(1)
        self.setWidget(self._body)
        self._support: list[tuple[QLabel, PictureFlow]] = []
        self._arranged = (0, 0)

    @property
    def support_rows(self) -> list[tuple[str, PictureFlow]]:
        """Class name and pictures of each support row that is shown."""
        return [(label.text(), flow) for label, flow in self._support if not flow.isHidden()]

    @property
    def queries(self) -> PictureFlow:
        """The query cards."""
        return self._queries

    def show_episode(
        self,
        classes: Sequence[str],
        support: NDArray[np.uint8],
        support_labels: NDArray[np.int64],
        queries: NDArray[np.uint8],
        query_labels: NDArray[np.int64],
        ink: bool = False,
        marks: Sequence[str] = (),
    ) -> None:
        """Show pictures `(n, height, width, channels)` with labels into `classes`.

        `marks` ("", "good", "bad") frame the queries, one each, where answers are known.
        """
        side = _side(support.shape[1] if len(support) else 28, len(classes))
        while len(self._support) < len(classes):
            self._add_row()
        for index, (label, flow) in enumerate(self._support):
            shown = index < len(classes)
            label.setVisible(shown)
            flow.setVisible(shown)
            if shown:
                name = classes[index]
                label.setText(name)
                flow.set_side(side)
                mine = support[support_labels == index]
                flow.show_pictures([GridPicture(p, name) for p in mine], ink)
        self._arrange()
        self._queries.set_side(side)
        self._queries.show_pictures(
            [
                GridPicture(p, classes[int(label)], marks[i] if i < len(marks) else "")
                for i, (p, label) in enumerate(zip(queries, query_labels, strict=True))
            ],
            ink,
        )

    def set_hint(self, text: str) -> None:
        """Say something quiet below the queries."""
        self._hint.setText(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _add_row(self) -> None:
        label, flow = chip(""), PictureFlow()
        label.setParent(self._body)
        flow.setParent(self._body)
        self._support.append((label, flow))

    def _arrange(self) -> None:
        """Lay the classes out below one another, or in two columns where both have room."""
        rows = [(label, flow) for label, flow in self._support if not flow.isHidden()]
        if not rows:
            return
        widest = max(label.sizeHint().width() + flow.sizeHint().width() for label, flow in rows)
        room = self.viewport().width() - FIELD
        columns = 2 if len(rows) > 3 and 2 * (widest + 2 * GROUP) <= room else 1
        height = -(-len(rows) // columns)
        if (columns, len(rows)) == self._arranged:
            return
        self._arranged = (columns, len(rows))
        for label, flow in self._support:
            self._rows.removeWidget(label)
            self._rows.removeWidget(flow)
        for index, (label, flow) in enumerate(rows):
            column, row = divmod(index, height)
            side = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            self._rows.addWidget(label, row, 2 * column, side)
            self._rows.addWidget(flow, row, 2 * column + 1)
        for column in range(2):
            self._rows.setColumnStretch(2 * column + 1, int(column < columns))


def _side(pixels: int, ways: int) -> int:
    """Choose a side that is a whole multiple of a drawing's, smaller where there are many ways."""
    room = 60 if ways <= 6 else 44
    return max(pixels * max(1, room // pixels), 28) if pixels <= room else room
