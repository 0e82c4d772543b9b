"""The rail at the window's left: a page per button, each with a lamp for what goes on there."""

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QVBoxLayout, QWidget

from metastudio.gui.theme import CAPTION, FIELD, TIGHT, icon, keyboard_focus, round_pen, theme

WIDTH, HEIGHT, ICON = 76, 60, 22
# Colour and shape: a ring, a tick and an exclamation mark are told apart without colour.
LAMPS = {"idle": "", "running": "accent", "done": "good", "problem": "bad"}


class RailButton(QAbstractButton):
    """Icon above label; `lamp` is "idle", "running", "done" or "problem"."""

    def __init__(self, text: str, icon_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name, self._lamp = icon_name, "idle"
        self.setText(text)
        self.setCheckable(True)
        self.setAccessibleName(text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme().changed.connect(self.update)

    @property
    def lamp(self) -> str:
        """State of the page."""
        return self._lamp

    def set_lamp(self, lamp: str) -> None:
        """Light the lamp; an unknown word puts it out."""
        lamp = lamp if lamp in LAMPS else "idle"
        if lamp == self._lamp:
            return
        self._lamp = lamp
        words = {
            "idle": "",
            "running": self.tr("working"),
            "done": self.tr("done"),
            "problem": self.tr("needs a look"),
        }
        self.setAccessibleDescription(words[self._lamp])
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = theme().colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QRectF(self.rect()).adjusted(FIELD, 2, -FIELD, -2)
        painter.setPen(QPen(colours.accent, 2) if keyboard_focus(self) else Qt.PenStyle.NoPen)
        if self.isChecked():
            painter.setBrush(colours.selection)
        else:
            painter.setBrush(colours.hover if self.underMouse() else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(ground, FIELD, FIELD)
        tone = "accent" if self.isChecked() else "muted"
        left = (self.width() - ICON) // 2
        icon(self._icon_name, tone).paint(painter, QRect(left, 9, ICON, ICON))
        font = self.font()
        font.setPixelSize(round(CAPTION * theme().text_scale))
        painter.setFont(font)
        painter.setPen(colours.text if self.isChecked() else colours.muted)
        label = QRect(0, 9 + ICON + 2, self.width(), self.height() - ICON - 15)
        painter.drawText(label, Qt.AlignmentFlag.AlignCenter, self.text())
        self._paint_lamp(painter, QPointF(left + ICON + 5, 13))

    def _paint_lamp(self, painter: QPainter, centre: QPointF) -> None:
        if self._lamp == "idle":
            return
        colours = theme().colours
        colour = getattr(colours, LAMPS[self._lamp])
        if self._lamp == "running":
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colour, 2))
            painter.drawEllipse(centre, 4, 4)
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(centre, 6, 6)
        painter.setPen(round_pen(colours.page, 1.6))
        x, y = centre.x(), centre.y()
        if self._lamp == "done":
            painter.drawPolyline([QPointF(x - 2.6, y + 0.2), QPointF(x - 0.6, y + 2.2)])
            painter.drawPolyline([QPointF(x - 0.6, y + 2.2), QPointF(x + 2.8, y - 2.2)])
        else:
            painter.drawLine(QPointF(x, y - 3), QPointF(x, y + 0.6))
            painter.drawPoint(QPointF(x, y + 3))


class Rail(QFrame):
    """Buttons from top to bottom, one of them checked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setFixedWidth(WIDTH)
        self._group = QButtonGroup(self)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, FIELD, 0, FIELD)
        self._layout.setSpacing(TIGHT)
        self._layout.addStretch(1)
        theme().changed.connect(self.update)

    def add(self, name: str, text: str, icon_name: str) -> RailButton:
        """Add a page's button under the object name `name`."""
        button = RailButton(text, icon_name)
        button.setObjectName(name)
        self._group.addButton(button)
        self._layout.insertWidget(self._layout.count() - 1, button)
        return button

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = theme().colours
        painter = QPainter(self)
        painter.fillRect(self.rect(), colours.page)
        painter.fillRect(self.width() - 1, 0, 1, self.height(), colours.line)
