"""How the window looks: palette, style sheet, type, spacing and icons, in light and dark.

Everything that paints asks `theme().colours` when it paints and repaints on `theme().changed`.
"""

import weakref
from pathlib import Path
from typing import Any, Literal, Protocol, get_args

import shiboken6
from PySide6.QtCore import QObject, QSize, Qt, QTemporaryDir, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QIcon, QPalette, QPen
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from metastudio.gui.colours import DARK, LIGHT, Colours, contrast, series_colour
from metastudio.gui.style_sheet import style_sheet, write_marks

__all__ = [
    "BODY",
    "CAPTION",
    "EDGE",
    "FIELD",
    "GAP",
    "GROUP",
    "TIGHT",
    "TITLE",
    "Choice",
    "Colours",
    "Theme",
    "caption",
    "chip",
    "contrast",
    "heading",
    "icon",
    "install",
    "keyboard_focus",
    "page_title",
    "primary",
    "round_pen",
    "series_colour",
    "set_icon",
    "set_tone",
    "theme",
]

GAP = TIGHT, FIELD, GROUP, EDGE = 4, 8, 16, 24  # inside a control, label to field, groups, page
BODY, CAPTION, TITLE = 13, 11, 18  # pixels

Choice = Literal["system", "light", "dark"]


class HasIcon(Protocol):
    """A button or an action."""

    def setIcon(self, icon: QIcon, /) -> None: ...


class Theme(QObject):
    """The look that is in force; one instance, from `theme()`."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._choice: Choice = "system"
        self._colours = LIGHT
        self._text_scale = 1.0
        self._marks = QTemporaryDir()
        self._icons: list[tuple[weakref.ref[Any], str, str]] = []
        self._installed = False
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_system)

    @property
    def colours(self) -> Colours:
        """Colours to paint with, now."""
        return self._colours

    @property
    def choice(self) -> Choice:
        """What the user chose: "system", "light" or "dark"."""
        return self._choice

    @property
    def text_scale(self) -> float:
        """Factor on all text sizes; 1 as designed."""
        return self._text_scale

    def set_choice(self, choice: Choice) -> None:
        """Follow the system, or stay light or dark; raises `ValueError` for another word."""
        if choice not in get_args(Choice):
            raise ValueError(f"The theme is one of {', '.join(get_args(Choice))}, not '{choice}'.")
        self._choice = choice
        schemes = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
        # Also tells the platform, so that title bars and file dialogs match.
        QGuiApplication.styleHints().setColorScheme(schemes.get(choice, Qt.ColorScheme.Unknown))
        self._apply()

    def set_text_scale(self, scale: float) -> None:
        """Make all text larger or smaller, from 0.8 to 2 times its designed size."""
        self._text_scale = min(2.0, max(0.8, scale))
        self._apply()

    def install(self, app: QApplication) -> None:
        """Dress the application; later calls only dress it again."""
        if not self._installed:
            app.setStyle("Fusion")
            self._installed = True
        self._apply()

    def keep_icon(self, target: HasIcon, name: str, tone: str) -> None:
        """Give `target` an icon now, and a new one whenever the theme changes."""
        self._icons = [entry for entry in self._icons if entry[0]() not in (None, target)]
        self._icons.append((weakref.ref(target), name, tone))
        target.setIcon(icon(name, tone))

    def _follow_system(self) -> None:
        if self._choice == "system":
            self._apply()

    def _apply(self) -> None:
        before = self._colours
        self._colours = DARK if self._wants_dark() else LIGHT
        app = QApplication.instance()
        if self._installed and isinstance(app, QApplication):
            font = QFont(app.font())
            font.setPixelSize(self._scaled(BODY))
            app.setFont(font)
            app.setPalette(palette(self._colours))
            marks = Path(self._marks.path()) / ("dark" if self._colours.dark else "light")
            if not marks.is_dir():
                marks.mkdir()
                write_marks(marks, self._colours)
            sizes = [self._scaled(size) for size in (BODY, CAPTION, TITLE)]
            sheet = style_sheet(self._colours, marks, *sizes)
            if sheet != app.styleSheet():  # setting it again would lay out every widget again
                app.setStyleSheet(sheet)
        if before is not self._colours:
            self._renew_icons()
        self.changed.emit()

    def _wants_dark(self) -> bool:
        if self._choice == "system":
            return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return self._choice == "dark"

    def _scaled(self, size: int) -> int:
        return round(size * self._text_scale)

    def _renew_icons(self) -> None:
        kept = []
        for reference, name, tone in self._icons:
            target = reference()
            if target is not None and shiboken6.isValid(target):
                target.setIcon(icon(name, tone))
                kept.append((reference, name, tone))
        self._icons = kept


_theme: Theme | None = None


def theme() -> Theme:
    """Return the one theme; the application must exist."""
    global _theme  # noqa: PLW0603 - one look for one application
    if _theme is None or not shiboken6.isValid(_theme):
        _theme = Theme()
    return _theme


def install(app: QApplication) -> None:
    """Set font, palette and the style sheet of the whole application."""
    theme().install(app)


def palette(colours: Colours) -> QPalette:
    """Return Qt's palette for what the style sheet does not reach."""
    role = QPalette.ColorRole
    result = QPalette()
    for which, colour in {
        role.Window: colours.page,
        role.WindowText: colours.text,
        role.Base: colours.field,
        role.AlternateBase: colours.page,
        role.Text: colours.text,
        role.Button: colours.panel,
        role.ButtonText: colours.text,
        role.BrightText: colours.bad,
        role.ToolTipBase: colours.panel,
        role.ToolTipText: colours.text,
        role.Highlight: colours.accent_fill,
        role.HighlightedText: colours.on_accent,
        role.Link: colours.accent,
        role.LinkVisited: colours.accent,
        role.PlaceholderText: colours.muted,
        role.Light: colours.hover,
        role.Midlight: colours.hover,
        role.Mid: colours.line,
        role.Dark: colours.control_line,
        role.Shadow: QColor(0, 0, 0, 90),
        role.Accent: colours.accent_fill,
    }.items():
        result.setColor(which, colour)
    for which in (role.WindowText, role.Text, role.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, which, colours.muted)
    return result


def icon(name: str, tone: str = "text") -> QIcon:
    """Return a Phosphor icon ("house" or "ph.house") in a colour of the theme; "" is no icon."""
    if not name:
        return QIcon()
    import qtawesome  # loads its fonts; only once something is drawn

    colours = theme().colours
    full = name if "." in name else f"ph.{name}"
    made: QIcon = qtawesome.icon(
        full, color=getattr(colours, tone), color_disabled=colours.control_line
    )
    return made


def set_icon(target: HasIcon, name: str, tone: str = "text") -> None:
    """Give a button or an action an icon that follows the theme."""
    theme().keep_icon(target, name, tone)
    if isinstance(target, QPushButton):
        target.setIconSize(QSize(16, 16))


def page_title(text: str) -> QLabel:
    """Return the one large label of a page."""
    return _label(text, "title")


def heading(text: str) -> QLabel:
    """Return the label above a group."""
    return _label(text, "heading")


def caption(text: str) -> QLabel:
    """Return a small, quiet label that wraps."""
    label = _label(text, "caption")
    label.setWordWrap(True)
    return label


def chip(text: str) -> QLabel:
    """Return a small rounded label, for a class name or a state."""
    label = QLabel(text)
    label.setProperty("chip", True)
    return label


def primary(button: QPushButton) -> QPushButton:
    """Give the one main button of a view the accent; returns it."""
    button.setProperty("primary", True)
    return button


def round_pen(colour: QColor, width: float) -> QPen:
    """Return a pen whose lines end and meet round."""
    return QPen(
        colour,
        width,
        Qt.PenStyle.SolidLine,
        Qt.PenCapStyle.RoundCap,
        Qt.PenJoinStyle.RoundJoin,
    )


def keyboard_focus(widget: QWidget) -> bool:
    """Whether to draw a focus ring: not where a mere click gave the focus."""
    return widget.hasFocus() and bool(
        widget.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
    )


def set_tone(widget: QWidget, tone: str) -> None:
    """Colour a label: "", "muted", "good", "warning" or "bad"."""
    if widget.property("tone") != tone:
        widget.setProperty("tone", tone)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def _label(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", role)
    return label
