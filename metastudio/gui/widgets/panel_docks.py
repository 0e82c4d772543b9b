"""Docks for the panels of a page: moved, tabbed, floated, hidden, remembered and set back."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import shiboken6
from PySide6.QtCore import QByteArray, QSize, Qt, Signal
from PySide6.QtWidgets import QDockWidget, QMainWindow, QMenu, QTabWidget, QToolButton, QWidget

from metastudio.gui.theme import set_icon

VERSION = 1
"""Of the layout that `saveState` writes; another one is not taken over."""


@dataclass(frozen=True)
class Place:
    """Where a panel stands at first: beside or below `anchor`; its share of the whole room."""

    panel: QWidget
    width: int
    height: int
    anchor: QWidget | None = None
    below: bool = False
    shown: bool = True


class PanelDocks(QMainWindow):
    """Holds panels as docks. A panel has a `head`, by which it is dragged, and a `title` label.

    `shownChanged` tells that panels came or went, by whatever way.
    """

    shownChanged = Signal()

    def __init__(self, name: str, places: Sequence[Place], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setWindowFlags(Qt.WindowType.Widget)
        self.setDockNestingEnabled(True)
        self.setAnimated(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        self._places = places
        self._docks = {place.panel: self._dock(place.panel) for place in places}
        self.reset()

    def _dock(self, panel: QWidget) -> QDockWidget:
        dock = QDockWidget(panel.title.text(), self, objectName=f"{panel.objectName()}Dock")
        dock.setAccessibleName(panel.title.text())
        dock.setWidget(panel)
        dock.setTitleBarWidget(panel.head)
        panel.header.setContentsMargins(12, 8, 8, 4)
        panel.setProperty("docked", True)
        button = QToolButton(objectName=f"{panel.objectName()}Menu")
        button.setIconSize(QSize(16, 16))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        set_icon(button, "dots-three-vertical")
        words = self.tr("Save, copy, float or hide this panel")
        button.setAccessibleName(words)
        button.setToolTip(words)
        menu = QMenu(button)
        menu.aboutToShow.connect(partial(self._fill, menu, panel))
        button.setMenu(menu)
        panel.header.addWidget(button)
        dock.toggleViewAction().toggled.connect(self._tell)
        return dock

    def _tell(self) -> None:
        # At the end of the page the docks go one by one, and say so.
        if all(shiboken6.isValid(panel) for panel in self._docks):
            self.shownChanged.emit()

    def _fill(self, menu: QMenu, panel: QWidget) -> None:
        menu.clear()
        panel.add_actions(menu)
        menu.addSeparator()
        dock = self._docks[panel]
        words = self.tr("Dock again") if dock.isFloating() else self.tr("Float")
        menu.addAction(words, lambda: dock.setFloating(not dock.isFloating()))
        menu.addAction(self.tr("Hide"), dock.close)

    # --- what is shown ---------------------------------------------------------------------------

    def dock(self, panel: QWidget) -> QDockWidget:
        """Return the dock of a panel."""
        return self._docks[panel]

    def is_shown(self, panel: QWidget) -> bool:
        """Whether a panel is not hidden; it may stand behind others as a tab."""
        return not self._docks[panel].isHidden()

    def set_shown(self, panel: QWidget, shown: bool) -> None:
        """Show or hide a panel where it stands."""
        if self.is_shown(panel) != shown:
            self._docks[panel].setVisible(shown)

    def rename(self, panel: QWidget) -> None:
        """Take over the title of a panel, which a tab shows."""
        self._docks[panel].setWindowTitle(panel.title.text())

    # --- the layout ------------------------------------------------------------------------------

    def reset(self) -> None:
        """Arrange the panels as at the very first start."""
        across, down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
        for place in self._places:
            dock = self._docks[place.panel]
            dock.setFloating(False)  # as long as the window knows it
            self.removeDockWidget(dock)
            if place.anchor is None:
                self.addDockWidget(Qt.DockWidgetArea.TopDockWidgetArea, dock)
            else:
                anchor = self._docks[place.anchor]
                self.splitDockWidget(anchor, dock, down if place.below else across)
            dock.setVisible(place.shown)
        shown = [place for place in self._places if place.shown]
        docks = [self._docks[place.panel] for place in shown]
        self.resizeDocks(docks, [place.width for place in shown], across)
        self.resizeDocks(docks, [place.height for place in shown], down)
        self.shownChanged.emit()

    def layout_state(self) -> bytes:
        """Return where everything stands, to be given to `restore_layout` at the next start."""
        return bytes(self.saveState(VERSION).data())

    def restore_layout(self, state: bytes) -> bool:
        """Put everything where it stood; False, and nothing done, for another version's state."""
        restored = self.restoreState(QByteArray(state), VERSION)
        self.shownChanged.emit()
        return restored
