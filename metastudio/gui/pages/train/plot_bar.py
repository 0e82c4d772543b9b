"""The row above the plots: what they are drawn over, which are shown, and how smooth."""

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QSlider, QToolButton, QWidget

from metastudio.gui.pages.train.health_strip import HealthStrip
from metastudio.gui.theme import FIELD, caption, set_icon

SMOOTHING = 60  # per cent, as most trackers begin


class PlotBar(QWidget):
    """Settings of all curves at once, and a menu of the panels."""

    smoothed = Signal(float)  # weight of the past, 0 to 0.99
    overChosen = Signal(str)  # "iteration", "tasks", "time"
    logX = Signal(bool)
    logY = Signal(bool)
    outliersIgnored = Signal(bool)
    panelShown = Signal(str, bool)
    layoutReset = Signal()

    def __init__(self, panels: Mapping[str, str], parent: QWidget | None = None) -> None:
        """Offer to hide `panels`, object names with the titles that a person reads."""
        super().__init__(parent)
        self.health = HealthStrip()
        self._panel_actions: dict[str, QAction] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(FIELD)
        row.addWidget(self.health, 1)
        row.addWidget(self._menu_button(self.tr("Axes"), "axesButton", "ruler", self._axes()))
        row.addWidget(
            self._menu_button(self.tr("Panels"), "panelsButton", "layout", self._panels(panels))
        )
        self._add_smoothing(row)

    @property
    def weight(self) -> float:
        """Weight of the past that the training lines are smoothed with."""
        return self.smoothing.value() / 100

    def show_panels(self, shown: Mapping[str, bool]) -> None:
        """Tick the panels that are shown."""
        for name, on in shown.items():
            self._panel_actions[name].setChecked(on)

    def _menu_button(self, text: str, name: str, icon: str, menu: QMenu) -> QToolButton:
        button = QToolButton(objectName=name)
        button.setText(text)
        button.setAccessibleName(text)
        button.setIconSize(QSize(16, 16))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        set_icon(button, icon)
        menu.setParent(button, menu.windowFlags())
        button.setMenu(menu)
        return button

    def _axes(self) -> QMenu:
        menu = QMenu(objectName="axesMenu")
        group = QActionGroup(menu)
        for over, text in (
            ("iteration", self.tr("Over iterations")),
            ("tasks", self.tr("Over tasks seen")),
            ("time", self.tr("Over training time")),
        ):
            action = self._tick(menu, f"over.{over}", text, over == "iteration")
            group.addAction(action)
            action.triggered.connect(lambda _on=False, over=over: self.overChosen.emit(over))
        menu.addSeparator()
        for name, text, signal in (
            ("logX", self.tr("Logarithmic x axis"), self.logX),
            ("logY", self.tr("Logarithmic y axis"), self.logY),
            ("ignoreOutliers", self.tr("Ignore outliers"), self.outliersIgnored),
        ):
            self._tick(menu, name, text, on=False).toggled.connect(signal)
        return menu

    def _panels(self, panels: Mapping[str, str]) -> QMenu:
        menu = QMenu(objectName="panelsMenu")
        for name, title in panels.items():
            action = self._tick(menu, f"show.{name}", title, on=True)
            action.toggled.connect(lambda on, name=name: self.panelShown.emit(name, on))
            self._panel_actions[name] = action
        menu.addSeparator()
        reset = menu.addAction(self.tr("Reset layout"))
        reset.setObjectName("resetLayout")
        reset.triggered.connect(self.layoutReset)
        return menu

    def _tick(self, menu: QMenu, name: str, text: str, on: bool) -> QAction:
        action = menu.addAction(text)
        action.setObjectName(name)
        action.setCheckable(True)
        action.setChecked(on)
        return action

    def _add_smoothing(self, row: QHBoxLayout) -> None:
        self.smoothing = QSlider(Qt.Orientation.Horizontal)
        self.smoothing.setObjectName("smoothing")
        self.smoothing.setAccessibleName(self.tr("Smoothing"))
        self.smoothing.setToolTip(
            self.tr("How much of the past the training lines remember; 0 shows them as they are.")
        )
        self.smoothing.setRange(0, 99)
        self.smoothing.setFixedWidth(120)
        self._weight = QLabel()
        self._weight.setProperty("role", "caption")
        self._weight.setMinimumWidth(28)
        self.smoothing.valueChanged.connect(self._smooth)
        self.smoothing.setValue(SMOOTHING)
        label = caption(self.tr("Smoothing"))
        label.setWordWrap(False)
        for widget in (label, self.smoothing, self._weight):
            row.addWidget(widget)

    def _smooth(self, value: int) -> None:
        self._weight.setText(f"{value / 100:.2f}")
        self.smoothed.emit(value / 100)
