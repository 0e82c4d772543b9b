"""How tasks are dealt, beyond ways and shots: a menu of settings of the experiment."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from metastudio.engine.errors import ConfigError
from metastudio.engine.experiment import Experiment, Setting, settings
from metastudio.gui.language import said
from metastudio.gui.session import Session
from metastudio.gui.theme import set_icon

CHOICES: dict[str, tuple[str, Any, Any]] = {
    "task.within_group": ("dealWithinGroup", True, False),
    "task.sizes": ("dealVariable", "variable", "fixed"),
    "task.disjoint_sittings": ("dealSittings", True, False),
    "data.augment_flip": ("dealFlip", True, False),
    "data.augment_rotation": ("dealTurn", 180.0, 0.0),
    "data.augment_crop": ("dealCrop", 0.2, 0.0),
    "data.augment_colour": ("dealTint", 0.4, 0.0),
}
"""Path of a setting: name of its action, and its values when checked and when not."""


class DealOptions(QToolButton):
    """Edits the session's experiment; each entry says what it does, from the setting's own help."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setObjectName("dealOptions")
        self.setText(self.tr("Options"))
        self.setAccessibleName(self.tr("How tasks are dealt"))
        self.setToolTip(self.tr("Groups, sizes of tasks, augmentation"))
        self.setProperty("button", True)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        set_icon(self, "sliders-horizontal")
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        known = {setting.path: setting for setting in settings()}
        self._actions = {path: self._action(menu, known[path]) for path in CHOICES}
        self.setMenu(menu)

    def show_experiment(self, experiment: Experiment) -> None:
        """Check what the experiment asks for."""
        values = experiment.to_dict()
        for path, action in self._actions.items():
            section, _, key = path.partition(".")
            action.blockSignals(True)
            action.setChecked(values[section][key] != CHOICES[path][2])
            action.blockSignals(False)
        self.setVisible(not experiment.regression)
        count = sum(action.isChecked() for action in self._actions.values())
        self.setText(self.tr("Options ({0})").format(count) if count else self.tr("Options"))

    def _action(self, menu: QMenu, setting: Setting) -> QAction:
        name, checked, _ = CHOICES[setting.path]
        if setting.path == "task.sizes":
            text = self.tr("Variable way and shot")
        elif isinstance(checked, float):
            text = f"{said(setting.label)}, {checked:g}{setting.unit}"
        else:
            text = said(setting.label)
        action = menu.addAction(text)
        action.setObjectName(name)
        action.setCheckable(True)
        action.setToolTip(said(setting.help))
        action.toggled.connect(lambda on, path=setting.path: self._edit(path, on))
        return action

    def _edit(self, path: str, on: bool) -> None:
        _, checked, unchecked = CHOICES[path]
        try:
            self._session.edit({path: checked if on else unchecked})
        except ConfigError as error:
            self._session.notice.emit("bad", str(error))
            self.show_experiment(self._session.experiment)
