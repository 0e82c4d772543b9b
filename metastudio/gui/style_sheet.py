"""The one style sheet of the application, as text that follows from a palette and a text size.

Qt draws no arrow or tick on a control that a style sheet has touched, so those are small SVG
files, written once per theme by `write_marks`.
"""

from pathlib import Path

from metastudio.gui.colours import Colours

_MARKS = {
    "down": '<path d="M3 6l5 5 5-5"/>',
    "up": '<path d="M3 10l5-5 5 5"/>',
    "right": '<path d="M6 3l5 5-5 5"/>',
    "tick": '<path d="M3.2 8.4l3.2 3.2 6.4-7"/>',
    "dash": '<path d="M4 8h8"/>',
    "dot": '<circle cx="8" cy="8" r="3" fill="{colour}" stroke="none"/>',
}
_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><g fill="none" '
    'stroke="{colour}" stroke-width="{width}" stroke-linecap="round" stroke-linejoin="round">'
    "{shape}</g></svg>"
)


def write_marks(folder: Path, colours: Colours) -> None:
    """Write the arrows and ticks that the style sheet refers to."""
    tints = {
        "": colours.muted.name(),
        "-on": colours.on_accent.name(),
        "-off": colours.line.name(),
    }
    for name, shape in _MARKS.items():
        for suffix, colour in tints.items():
            width = 2.2 if name in ("tick", "dash") else 1.7
            svg = _SVG.format(colour=colour, width=width, shape=shape.format(colour=colour))
            (folder / f"{name}{suffix}.svg").write_text(svg, encoding="utf-8")


def style_sheet(colours: Colours, marks: Path, body: int, caption: int, title: int) -> str:
    """Return the style sheet; sizes are in pixels, `marks` is the folder of `write_marks`."""
    values = {name: value.name() for name, value in vars(colours).items() if hasattr(value, "name")}
    values |= {
        "marks": marks.as_posix(),
        "body": str(body),
        "caption": str(caption),
        "title": str(title),
    }
    text = _SHEET
    for name in sorted(values, key=len, reverse=True):
        text = text.replace(f"@{name}", values[name])
    return text


_SHEET = """
* { font-size: @bodypx; }
QWidget { color: @text; selection-background-color: @accent_fill; selection-color: @on_accent; }
QMainWindow, QDialog, QStackedWidget#pages { background: @page; }
QLabel { background: transparent; }
QLabel[role="title"] { font-size: @titlepx; font-weight: 600; }
QLabel[role="heading"] { font-weight: 600; }
QLabel[role="caption"] { font-size: @captionpx; color: @muted; }
QLabel[tone="muted"] { color: @muted; }
QLabel[tone="good"] { color: @good; }
QLabel[tone="warning"] { color: @warning; }
QLabel[tone="bad"] { color: @bad; }
QLabel[chip="true"] {
    font-size: @captionpx; background: @hover; border: 1px solid @line; border-radius: 8px;
    padding: 2px 8px;
}
QLabel:disabled { color: @muted; }
QToolTip {
    background: @panel; color: @text; border: 1px solid @control_line; padding: 6px 8px;
}

QFrame[panel="true"] { background: @panel; border: 1px solid @line; border-radius: 8px; }
QFrame[panelHead="true"] { background: transparent; border: none; }
QFrame[panel="true"][docked="true"] {
    border-top: none; border-top-left-radius: 0; border-top-right-radius: 0;
}
QDockWidget > QFrame[panelHead="true"] {
    background: @panel; border: 1px solid @line; border-bottom: none;
    border-top-left-radius: 8px; border-top-right-radius: 8px;
}
QDockWidget { color: @text; }
QMainWindow::separator { background: transparent; width: 8px; height: 8px; }
QMainWindow::separator:hover { background: @line; }
QFrame[line="true"] { background: @line; border: none; max-height: 1px; min-height: 1px; }
QFrame[line="vertical"] { background: @line; border: none; max-width: 1px; min-width: 1px; }

QPushButton, QToolButton[button="true"] {
    background: @panel; border: 1px solid @control_line; border-radius: 6px; padding: 5px 14px;
    min-height: 18px;
}
QPushButton:hover, QToolButton[button="true"]:hover { background: @hover; }
QPushButton:pressed, QToolButton[button="true"]:pressed { background: @pressed; }
QPushButton:checked { background: @selection; border-color: @accent; }
QPushButton:focus, QToolButton[button="true"]:focus {
    border: 2px solid @accent; padding: 4px 13px;
}
QPushButton:disabled, QToolButton[button="true"]:disabled {
    background: @page; color: @muted; border-color: @line;
}
QPushButton:default { border-color: @accent; }
QPushButton[primary="true"] {
    background: @accent_fill; color: @on_accent; border-color: @accent_fill; font-weight: 600;
}
QPushButton[primary="true"]:hover { background: @accent; border-color: @accent; color: @page; }
QPushButton[primary="true"]:pressed { background: @accent_fill; color: @on_accent; }
QPushButton[primary="true"]:focus { border: 2px solid @text; }
QPushButton[primary="true"]:disabled {
    background: @hover; color: @muted; border-color: @line;
}
QPushButton[danger="true"] { color: @bad; }
QPushButton[danger="true"]:disabled { color: @muted; }
QPushButton[flat="true"], QPushButton:flat {
    background: transparent; border-color: transparent; color: @accent; padding: 5px 8px;
}
QPushButton[flat="true"]:hover, QPushButton:flat:hover { background: @hover; }
QPushButton[flat="true"]:focus, QPushButton:flat:focus {
    border: 2px solid @accent; padding: 4px 7px;
}
QPushButton[flat="true"]:disabled, QPushButton:flat:disabled { color: @muted; }
QPushButton::menu-indicator {
    image: url("@marks/down.svg"); width: 12px; height: 12px; subcontrol-position: right center;
    subcontrol-origin: padding; right: 8px;
}

QToolButton {
    background: transparent; border: 1px solid transparent; border-radius: 6px; padding: 4px;
}
QToolButton:hover { background: @hover; }
QToolButton:pressed { background: @pressed; }
QToolButton:checked { background: @selection; }
QToolButton:focus { border: 1px solid @accent; }
QToolButton:disabled { color: @muted; }
QToolButton::menu-indicator { image: none; width: 0; }

QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDoubleSpinBox, QComboBox {
    background: @field; border: 1px solid @control_line; border-radius: 6px; padding: 5px 8px;
    min-height: 18px;
}
QSpinBox, QDoubleSpinBox { max-height: 18px; }
QLineEdit:hover, QSpinBox:hover, QDoubleSpinBox:hover, QComboBox:hover { border-color: @muted; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus,
QComboBox:focus, QComboBox:on { border: 2px solid @accent; padding: 4px 7px; }
QLineEdit:disabled, QPlainTextEdit:disabled, QTextEdit:disabled, QSpinBox:disabled,
QDoubleSpinBox:disabled, QComboBox:disabled {
    background: @page; color: @muted; border-color: @line;
}
QLineEdit[invalid="true"], QSpinBox[invalid="true"], QDoubleSpinBox[invalid="true"],
QComboBox[invalid="true"] { border-color: @bad; }
QSpinBox QLineEdit, QDoubleSpinBox QLineEdit, QComboBox QLineEdit {
    border: none; padding: 0; background: transparent; min-height: 0;
}
QSpinBox::up-button, QDoubleSpinBox::up-button, QSpinBox::down-button, QDoubleSpinBox::down-button {
    subcontrol-origin: border; width: 20px; border: none; background: transparent;
    border-radius: 3px; margin: 2px 2px 0 0;
}
QSpinBox::up-button, QDoubleSpinBox::up-button { subcontrol-position: top right; }
QSpinBox::down-button, QDoubleSpinBox::down-button {
    subcontrol-position: bottom right; margin: 0 2px 2px 0;
}
QSpinBox::up-button:hover, QDoubleSpinBox::up-button:hover, QSpinBox::down-button:hover,
QDoubleSpinBox::down-button:hover { background: @hover; }
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow {
    image: url("@marks/up.svg"); width: 10px; height: 10px;
}
QSpinBox::down-arrow, QDoubleSpinBox::down-arrow {
    image: url("@marks/down.svg"); width: 10px; height: 10px;
}
QSpinBox::up-arrow:disabled, QDoubleSpinBox::up-arrow:disabled, QSpinBox::up-arrow:off,
QDoubleSpinBox::up-arrow:off { image: url("@marks/up-off.svg"); }
QSpinBox::down-arrow:disabled, QDoubleSpinBox::down-arrow:disabled, QSpinBox::down-arrow:off,
QDoubleSpinBox::down-arrow:off { image: url("@marks/down-off.svg"); }

QComboBox { padding-right: 4px; }
QComboBox:focus, QComboBox:on { padding-right: 3px; }
QComboBox::drop-down {
    subcontrol-origin: padding; subcontrol-position: center right; border: none; width: 24px;
}
QComboBox::down-arrow { image: url("@marks/down.svg"); width: 12px; height: 12px; }
QComboBox::down-arrow:disabled { image: url("@marks/down-off.svg"); }
QComboBox QAbstractItemView {
    background: @panel; border: 1px solid @control_line; padding: 4px; outline: none;
}
QComboBox QAbstractItemView::item { min-height: 26px; padding: 0 6px; border-radius: 4px; }
QComboBox QAbstractItemView::item:selected, QComboBox QAbstractItemView::item:hover {
    background: @selection; color: @text;
}

QSlider:horizontal { min-height: 20px; }
QSlider::groove:horizontal { height: 4px; background: @line; border-radius: 2px; }
QSlider::sub-page:horizontal { height: 4px; background: @accent_fill; border-radius: 2px; }
QSlider::handle:horizontal {
    width: 14px; height: 14px; margin: -6px 0; border-radius: 8px; background: @panel;
    border: 1px solid @muted;
}
QSlider::handle:horizontal:hover { border-color: @accent; background: @hover; }
QSlider::handle:horizontal:focus { border: 2px solid @accent; width: 12px; height: 12px; }
QSlider::sub-page:horizontal:disabled { background: @control_line; }
QSlider::handle:horizontal:disabled { background: @page; border-color: @line; }
QSlider::groove:vertical { width: 4px; background: @line; border-radius: 2px; }
QSlider::handle:vertical {
    width: 14px; height: 14px; margin: 0 -6px; border-radius: 8px; background: @panel;
    border: 1px solid @muted;
}

QCheckBox, QRadioButton {
    spacing: 8px; padding: 2px; border: 1px solid transparent; border-radius: 4px;
}
QCheckBox:focus, QRadioButton:focus { border-color: @accent; }
QCheckBox:disabled, QRadioButton:disabled { color: @muted; }
QCheckBox::indicator, QAbstractItemView::indicator, QGroupBox::indicator {
    width: 16px; height: 16px; border: 1px solid @muted; border-radius: 4px; background: @field;
}
QCheckBox::indicator:hover { border-color: @accent; }
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked, QGroupBox::indicator:checked {
    background: @accent_fill; border-color: @accent_fill; image: url("@marks/tick-on.svg");
}
QCheckBox::indicator:indeterminate {
    background: @accent_fill; border-color: @accent_fill; image: url("@marks/dash-on.svg");
}
QCheckBox::indicator:disabled { border-color: @line; background: @page; }
QCheckBox::indicator:checked:disabled { background: @muted; border-color: @muted; }
QRadioButton::indicator {
    width: 16px; height: 16px; border: 1px solid @muted; border-radius: 9px; background: @field;
}
QRadioButton::indicator:checked {
    background: @accent_fill; border-color: @accent_fill; image: url("@marks/dot-on.svg");
}

QProgressBar {
    background: @line; border: none; border-radius: 3px; min-height: 6px; max-height: 6px;
    text-align: center; color: transparent;
}
QProgressBar::chunk { background: @accent_fill; border-radius: 3px; }
QProgressBar::chunk:disabled { background: @muted; }

QScrollArea, QScrollArea > QWidget > QWidget[scrolled="true"] {
    background: transparent; border: none;
}
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: @control_line; border-radius: 3px; margin: 3px; }
QScrollBar::handle:hover { background: @muted; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; }

QTableView, QListView, QTreeView {
    background: @panel; alternate-background-color: @page; border: 1px solid @line;
    border-radius: 6px; gridline-color: @line; outline: none;
}
QTableView:focus, QListView:focus, QTreeView:focus { border-color: @accent; }
QTableView::item { padding: 4px 8px; }
QListView::item, QTreeView::item { padding: 4px 8px; border-radius: 4px; }
QTableView::item:hover, QListView::item:hover, QTreeView::item:hover {
    background: @hover; color: @text;
}
QTableView::item:selected, QListView::item:selected, QTreeView::item:selected {
    background: @selection; color: @text;
}
QTreeView::branch { background: transparent; }
QTreeView::branch:selected { background: @selection; }
QTreeView::branch:closed:has-children { image: url("@marks/right.svg"); }
QTreeView::branch:open:has-children { image: url("@marks/down.svg"); }
QHeaderView { background: @panel; border: none; }
QHeaderView::section {
    background: @panel; color: @muted; font-size: @captionpx; border: none;
    border-bottom: 1px solid @line; padding: 6px 8px; font-weight: normal;
}
QTableCornerButton::section { background: @panel; border: none; border-bottom: 1px solid @line; }

QTabWidget::pane { border: none; border-top: 1px solid @line; }
QTabBar { background: transparent; qproperty-drawBase: 0; }
QTabBar::tab {
    background: transparent; color: @muted; padding: 8px 12px; border: none;
    border-bottom: 2px solid transparent;
}
QTabBar::tab:hover { color: @text; }
QTabBar::tab:selected { color: @text; border-bottom-color: @accent; }
QTabBar::tab:focus { color: @accent; }

QMenuBar { background: @page; border-bottom: 1px solid @line; padding: 2px 8px; }
QMenuBar::item { background: transparent; padding: 5px 9px; border-radius: 5px; }
QMenuBar::item:selected { background: @hover; }
QMenu { background: @panel; border: 1px solid @control_line; padding: 5px; }
QMenu::item { padding: 6px 28px 6px 12px; border-radius: 5px; }
QMenu::item:selected { background: @selection; }
QMenu::item:disabled { color: @muted; }
QMenu::icon { padding-left: 8px; }
QMenu::separator { height: 1px; background: @line; margin: 5px 8px; }
QMenu::indicator { width: 14px; height: 14px; padding-left: 8px; }
QMenu::indicator:checked { image: url("@marks/tick.svg"); }

QSplitter::handle { background: transparent; }
QSplitter::handle:hover { background: @line; }
QSplitter::handle:horizontal { width: 8px; }
QSplitter::handle:vertical { height: 8px; }
QGroupBox { border: none; margin-top: 22px; font-weight: 600; }
QGroupBox::title { subcontrol-origin: margin; subcontrol-position: top left; }
QStatusBar { background: @page; color: @muted; }
"""
