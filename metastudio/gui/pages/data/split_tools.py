"""Choosing how a data set is divided, and a menu of what can be done about it."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QMenu, QToolButton, QWidget

from metastudio.gui.limits import split_title
from metastudio.gui.pages.data.splits import Division
from metastudio.gui.theme import FIELD, set_icon
from metastudio.gui.words import short_path

LETTERS = 12  # of the combo box, at least


class SplitTools(QWidget):
    """Speaks of divisions only; who owns it knows the data set."""

    chosen = Signal(object)  # Division
    suggestWanted = Signal(bool)  # by group
    resetWanted = Signal()
    moveWanted = Signal()
    fileWanted = Signal()
    sittingsWanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._combo = QComboBox(objectName="splitCombo")
        self._combo.setAccessibleName(self.tr("Split"))
        self._combo.setToolTip(
            self.tr("How the classes are divided into training, validation and test")
        )
        self._combo.setMinimumContentsLength(LETTERS)
        self._combo.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self._combo.activated.connect(self._choose)
        self._menu = QMenu(self)
        self._menu.setObjectName("splitMenu")
        self._actions = {
            name: self._action(name, text, tip, signal)
            for name, text, tip, signal in (
                ("moveClasses", self.tr("Move selected classes…"),
                 self.tr("As dragging them onto another part does"), self.moveWanted.emit),
                ("suggestSplit", self.tr("Suggest a split by class"),
                 self.tr("Divide the classes by chance, 60 : 20 : 20; again for another chance"),
                 lambda: self.suggestWanted.emit(False)),
                ("suggestGroups", self.tr("Suggest a split by group"),
                 self.tr("Keep the classes of a group together"),
                 lambda: self.suggestWanted.emit(True)),
                ("splitFile", self.tr("Take from a split file…"),
                 self.tr("A text, CSV or JSON file that lists the classes of each part"),
                 self.fileWanted.emit),
                ("sittingsFile", self.tr("By smear, patient or camera…"),
                 self.tr("Divide the pictures, not the classes, by a column of a CSV file that "
                         "says where each was taken; nothing of one place is then in two parts"),
                 self.sittingsWanted.emit),
                ("resetSplit", self.tr("Reset to the data set's own"),
                 self.tr("Undo brings your split back"), self.resetWanted.emit),
            )
        }  # fmt: skip
        button = QToolButton(objectName="splitMenuButton")
        button.setAccessibleName(self.tr("Change the split"))
        button.setToolTip(self.tr("Change the split"))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setMenu(self._menu)
        set_icon(button, "dots-three")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(FIELD)
        layout.addWidget(self._combo, 1)
        layout.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)

    @property
    def shown(self) -> str:
        """Name of the division that is shown."""
        return self._combo.currentText()

    def show_division(
        self, splits: tuple[str, ...], own: str | None, current: Division, is_own: bool
    ) -> None:
        """Offer the data set's own `splits`, the user's, and what is `current`."""
        usual = splits[0] if splits else current.split
        self._combo.clear()
        for split in splits:
            self._combo.addItem(split_title(split), replace(current, split=split, file=None))
        own = current.file if is_own else own
        if own is not None:
            self._combo.addItem(self.tr("My split"), replace(current, split=usual, file=own))
        if current.file is not None and not is_own:
            self._combo.addItem(short_path(current.file), current)
            self._combo.setItemData(
                self._combo.count() - 1, current.file, Qt.ItemDataRole.ToolTipRole
            )
        places = [self._combo.itemData(i) for i in range(self._combo.count())]
        wanted = (
            [d.file for d in places].index(current.file)
            if current.file
            else next(
                (i for i, d in enumerate(places) if d.split == current.split and not d.file), 0
            )
        )
        self._combo.setCurrentIndex(wanted)
        self._actions["resetSplit"].setEnabled(current.file is not None or own is not None)

    def allow(self, moving: str, groups: bool, whole: bool = False) -> None:
        """Say why classes can't be moved ("" where they can), and whether there are groups.

        `whole` is what is divided in its own way only, as a table is.
        """
        move = self._actions["moveClasses"]
        move.setEnabled(not moving)
        move.setToolTip(moving or self.tr("As dragging them onto another part does"))
        self._actions["suggestGroups"].setEnabled(groups and not whole)
        for name in ("suggestSplit", "splitFile", "sittingsFile"):
            self._actions[name].setEnabled(not whole)

    def _action(self, name: str, text: str, tip: str, then: Callable[[], object]) -> QAction:
        action = self._menu.addAction(text)
        action.setObjectName(name)
        action.setToolTip(tip)
        action.triggered.connect(lambda _checked=False: then())
        self._menu.setToolTipsVisible(True)
        return action

    def _choose(self, index: int) -> None:
        self.chosen.emit(self._combo.itemData(index))
