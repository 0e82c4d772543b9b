"""A pad to draw a small picture on with mouse, pen or finger: dark strokes on light paper."""

import itertools

from PySide6.QtCore import QElapsedTimer, QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QTabletEvent,
    QTouchEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from metastudio.gui.theme import theme
from metastudio.gui.widgets.picture_items import Pixels, Stroke, as_pixels

SIDE = 280  # pixels of the picture handed out, and of the pad at its usual size
PAPER, INK = QColor(255, 255, 255), QColor(20, 20, 20)
WIDTHS = (3, 24)  # thinnest and thickest pen, in pixels of the picture
USUAL_WIDTH = 8  # about the stroke of an Omniglot drawing, 3 px of 105


class DrawingPad(QWidget):
    """A square of paper. Strokes are kept as points, so that each can be taken back.

    Points are in the picture's own pixels, whatever the size of the widget.
    """

    changed = Signal()  # a stroke was begun, continued, taken back, or all were cleared
    finished = Signal()  # Return: the drawing is to be used

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("drawingPad")
        self.setAccessibleName(self.tr("Drawing pad"))
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._pen_width = float(USUAL_WIDTH)
        self._strokes: list[list[tuple[QPointF, float]]] = []  # (point, width) each
        self._times: list[list[float]] = []  # milliseconds of each point since the first
        self._clock = QElapsedTimer()
        self._drawing = False
        theme().changed.connect(self.update)

    @property
    def pen_width(self) -> float:
        """Width of the next stroke, in pixels of the picture."""
        return self._pen_width

    def set_pen_width(self, width: float) -> None:
        """Choose the width of the next stroke; strokes already drawn keep theirs."""
        self._pen_width = min(max(float(width), WIDTHS[0]), WIDTHS[1])

    @property
    def strokes(self) -> int:
        """How many strokes there are."""
        return len(self._strokes)

    def undo_stroke(self) -> None:
        """Take the last stroke back."""
        if self._strokes:
            self._strokes.pop()
            self._times.pop()
            self._drawing = False
            self._tell()

    def clear(self) -> None:
        """Take a new sheet."""
        if self._strokes:
            self._strokes.clear()
            self._times.clear()
            self._drawing = False
            self._tell()

    def pen_strokes(self) -> tuple[Stroke, ...]:
        """Return where the pen went: for each stroke its points (x, y, milliseconds)."""
        return tuple(
            tuple((p.x(), p.y(), at) for (p, _), at in zip(stroke, times, strict=True))
            for stroke, times in zip(self._strokes, self._times, strict=True)
        )

    def picture(self) -> Pixels:
        """Return the drawing, uint8 (280, 280, 3), dark on white."""
        image = QImage(SIDE, SIDE, QImage.Format.Format_RGB888)
        image.fill(PAPER)
        painter = QPainter(image)
        self._paint_strokes(painter)
        painter.end()
        return as_pixels(image)

    # --- drawing ---------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._begin(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go_on(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._go_on(event.position())
            self._drawing = False

    def tabletEvent(self, event: QTabletEvent) -> None:
        kind, pressure = event.type(), 0.4 + 0.6 * event.pressure()
        if kind == QTabletEvent.Type.TabletPress:
            self._begin(event.position(), pressure)
        elif kind == QTabletEvent.Type.TabletMove:
            self._go_on(event.position(), pressure)
        elif kind == QTabletEvent.Type.TabletRelease:
            self._drawing = False
        event.accept()  # else Qt sends the same stroke once more as a mouse's

    def event(self, event: QEvent) -> bool:
        """Draw with the first finger on the pad; others are passed by."""
        kinds = QEvent.Type
        if isinstance(event, QTouchEvent):
            if event.type() == kinds.TouchCancel:
                self._drawing = False
            elif event.points():
                at = event.points()[0].position()
                if event.type() == kinds.TouchBegin:
                    self._begin(at)
                else:
                    self._go_on(at)
                if event.type() == kinds.TouchEnd:
                    self._drawing = False
            event.accept()  # else Qt sends the same stroke once more as a mouse's
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Undo):
            self.undo_stroke()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._strokes:
            self.finished.emit()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.clear()
        else:
            super().keyPressEvent(event)

    def _begin(self, at: QPointF, pressure: float = 1.0) -> None:
        if not self._sheet().contains(at):
            return
        self._drawing = True
        if not self._strokes:
            self._clock.start()
        self._strokes.append([(self._on_paper(at), self._pen_width * pressure)])
        self._times.append([float(self._clock.elapsed())])
        self._tell()

    def _go_on(self, at: QPointF, pressure: float = 1.0) -> None:
        if not self._drawing:
            return
        stroke, point = self._strokes[-1], self._on_paper(at)
        if point != stroke[-1][0]:
            stroke.append((point, self._pen_width * pressure))
            self._times[-1].append(float(self._clock.elapsed()))
            self._tell()

    def _tell(self) -> None:
        self.update()
        self.changed.emit()

    # --- painting --------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(SIDE, SIDE)

    def minimumSizeHint(self) -> QSize:
        return QSize(SIDE // 2, SIDE // 2)

    def _sheet(self) -> QRectF:
        """The largest square in the middle of the widget."""
        side = min(self.width(), self.height())
        return QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)

    def _on_paper(self, at: QPointF) -> QPointF:
        sheet = self._sheet()
        return (at - sheet.topLeft()) * (SIDE / max(sheet.width(), 1.0))

    def paintEvent(self, event: QPaintEvent) -> None:
        sheet, colours = self._sheet(), theme().colours
        painter = QPainter(self)
        painter.fillRect(sheet, PAPER)
        if not self._strokes:
            painter.setPen(QColor(120, 124, 131))  # the paper is white in both themes
            painter.drawText(sheet, Qt.AlignmentFlag.AlignCenter, self.tr("Draw here"))
        painter.save()
        painter.setClipRect(sheet)
        painter.translate(sheet.topLeft())
        painter.scale(sheet.width() / SIDE, sheet.height() / SIDE)
        self._paint_strokes(painter)
        painter.restore()
        painter.setPen(QPen(colours.accent if self.hasFocus() else colours.line, 1))
        painter.drawRect(sheet.adjusted(0.5, 0.5, -0.5, -0.5))

    def _paint_strokes(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(INK, 1, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        for stroke in self._strokes:
            if len(stroke) == 1:
                point, width = stroke[0]
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(INK)
                painter.drawEllipse(point, width / 2, width / 2)
                continue
            painter.setBrush(Qt.BrushStyle.NoBrush)
            if len({width for _, width in stroke}) == 1:
                pen.setWidthF(stroke[0][1])
                painter.setPen(pen)
                painter.drawPath(_smooth([point for point, _ in stroke]))
                continue
            for (a, _), (b, width) in itertools.pairwise(stroke):
                pen.setWidthF(width)
                painter.setPen(pen)
                painter.drawLine(a, b)


def _smooth(points: list[QPointF]) -> QPainterPath:
    """Join points by curves through the middles between them, so that quick strokes stay round."""
    path = QPainterPath(points[0])
    for here, after in itertools.pairwise(points[1:]):
        path.quadTo(here, (here + after) / 2)
    path.lineTo(points[-1])
    return path
