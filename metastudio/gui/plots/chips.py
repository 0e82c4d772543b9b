"""Legend chips: a swatch and a name; a click shows or hides the series."""

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QToolButton, QWidget

from metastudio.gui.colours import Colours


class Chip(QToolButton):
    """A checkable chip. `dot` draws a marker on the swatch, so that colour is not alone."""

    def __init__(self, text: str, *, dot: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dot = dot
        self.setText(text)
        self.setAccessibleName(text)
        self.setCheckable(True)
        self.setChecked(True)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setIconSize(QSize(16, 10))
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_colours(self, colour: QColor | None, colours: Colours, scale: float = 1.0) -> None:
        """Paint the swatch in `colour` (None: no swatch) and follow the theme."""
        if colour is not None:
            icon = QIcon()
            icon.addPixmap(self._swatch(colour), QIcon.Mode.Normal, QIcon.State.On)
            icon.addPixmap(self._swatch(colours.control_line), QIcon.Mode.Normal, QIcon.State.Off)
            self.setIcon(icon)
        checked = "transparent" if colour is not None else colours.selection.name()
        self.setStyleSheet(
            f"QToolButton {{ font-size: {round(11 * scale)}px; padding: 2px 8px; color:"
            f" {colours.muted.name()}; border: 1px solid transparent; border-radius: 9px; }}"
            f"QToolButton:checked {{ color: {colours.text.name()}; background: {checked}; }}"
            f"QToolButton:hover {{ background: {colours.hover.name()}; }}"
            f"QToolButton:focus {{ border-color: {colours.accent.name()}; }}"
        )

    def _swatch(self, colour: QColor) -> QPixmap:
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap(self.iconSize() * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.iconSize().height() / 2
        painter.setPen(QPen(colour, 2))
        painter.drawLine(QPointF(1, middle), QPointF(15, middle))
        if self._dot:
            painter.setBrush(colour)
            painter.drawEllipse(QPointF(8, middle), 3, 3)
        painter.end()
        return pixmap
