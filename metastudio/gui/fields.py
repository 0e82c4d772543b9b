"""One setting of the experiment as a field: label above, editor, and a sentence where it is wrong.

What a field says (label, range, unit, help) comes from `Setting`; nothing is repeated here.
"""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QLocale, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QPaintEvent, QStandardItemModel, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QSpinBox,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)

from metastudio.engine.experiment import Setting
from metastudio.gui.language import said
from metastudio.gui.theme import TIGHT, caption, set_tone
from metastudio.gui.widgets.log_slider import LogSlider, LogSpinBox

_NAMES = {
    "data.name": "datasetCombo",
    "method.name": "methodCombo",
    "network.name": "networkCombo",
}
_MOST = 10**9  # what can be typed; what is allowed the model says


@dataclass(frozen=True)
class Option:
    """One entry of a combo box. One that is not `enabled` says why in its tip."""

    value: str
    title: str
    tip: str = ""
    enabled: bool = True


def object_name(path: str) -> str:
    """Return the `objectName` of a setting's editor: "task.ways" to "ways"."""
    head, *rest = path.partition(".")[2].split("_")
    return _NAMES.get(path, head + "".join(word.capitalize() for word in rest))


def tip(text: str) -> str:
    """Return a tool-tip that wraps, whatever signs the text holds."""
    return f"<p>{html.escape(text)}</p>" if text else ""


class _QuietWheel:
    """Mixed into editors: the wheel scrolls the form unless the editor has the focus."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():  # type: ignore[attr-defined]
            super().wheelEvent(event)  # type: ignore[misc]
        else:
            event.ignore()


class _SpinBox(_QuietWheel, QSpinBox):
    """A whole number."""


class _DoubleSpinBox(_QuietWheel, QDoubleSpinBox):
    """A number."""


class _LogSpinBox(_QuietWheel, LogSpinBox):
    """A number over decades."""


class ComboBox(_QuietWheel, QComboBox):
    """A choice."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """As Qt does, but what has no room ends in dots instead of in the middle of a letter."""
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        inner = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        option.currentText = self.fontMetrics().elidedText(
            option.currentText if self.currentIndex() >= 0 else self.placeholderText(),
            Qt.TextElideMode.ElideRight,
            inner.width(),
        )
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)


class Field(QWidget):
    """Base of all fields. `edited` carries the path and what the person put in."""

    edited = Signal(str, object)
    refused = Signal(str)  # path; the text can't even be read as a value

    narrow = False  # may stand beside another field

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setting = setting
        self.problem = ""
        self.unused = ""
        self._locked = ""
        self._shown: Any = ...
        self.label = QLabel(said(setting.label))
        self.label.setProperty("role", "caption")
        self.complaint = caption("")  # the form places it, under the whole row
        set_tone(self.complaint, "bad")
        self.complaint.setObjectName(f"{object_name(setting.path)}Problem")
        self.complaint.hide()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(TIGHT)
        self._layout.addWidget(self.label)
        self.editor: QWidget = self

    def _adopt(self, editor: QWidget, whole: QWidget | None = None) -> None:
        """Place the editor (inside `whole`, where that is more) and give it its names."""
        self.editor = editor
        editor.setObjectName(object_name(self.setting.path))
        editor.setAccessibleName(said(self.setting.label))
        editor.setAccessibleDescription(said(self.setting.help))
        editor.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.label.setBuddy(editor)
        self._layout.insertWidget(1, whole or editor)
        self._say_why()

    def alone(self, alone: bool) -> None:
        """Say whether the field has its row to itself."""

    def value(self) -> Any:
        """Return what the editor holds; raises `ValueError` with a sentence for no value."""
        raise NotImplementedError

    def write(self, value: Any) -> None:
        """Put a value into the editor, without a signal."""
        raise NotImplementedError

    def show_value(self, value: Any) -> None:
        """Show what the model holds; a refused text stays until the model's value moves on."""
        if value != self._shown:
            self._shown = value
            self.set_problem("")
            if not self._holds(value):
                self.write(value)

    def _holds(self, value: Any) -> bool:
        try:
            return bool(self.value() == value)
        except ValueError:
            return False

    def set_problem(self, sentence: str) -> None:
        """Write a sentence under the field, or take it away."""
        self.problem = sentence
        self.complaint.setText(sentence)
        self.complaint.setVisible(bool(sentence))
        if self.editor.property("invalid") != bool(sentence):
            self.editor.setProperty("invalid", bool(sentence))
            self.editor.style().unpolish(self.editor)
            self.editor.style().polish(self.editor)

    def set_unused(self, reason: str) -> None:
        """Disable the field because the experiment does not use it; "" enables it."""
        self.unused = reason
        self._say_why()

    def set_locked(self, reason: str) -> None:
        """Disable the field for the time of a run; "" enables it."""
        self._locked = reason
        self._say_why()

    def _say_why(self) -> None:
        """A disabled control says why; an enabled one says what it does."""
        why = self.unused or self._locked
        self.setEnabled(not why)
        words = tip(f"{why} {said(self.setting.help)}" if why else said(self.setting.help))
        self.setToolTip(words)
        self.editor.setToolTip(words)

    def _send(self) -> None:
        try:
            value = self.value()
        except ValueError as error:
            self.set_problem(said(str(error)))
            self.refused.emit(self.setting.path)
            return
        if value == self._shown:
            self.set_problem("")  # typed back to what the model holds
        self.edited.emit(self.setting.path, value)


class WholeNumberField(Field):
    """An int; "–" where it may be left out."""

    narrow = True

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(setting, parent)
        self._box = _SpinBox()
        self._box.setRange(-1 if setting.optional else 0, _MOST)
        if setting.optional:
            self._box.setSpecialValueText("–")
        if setting.unit:
            self._box.setSuffix(f" {said(setting.unit)}")
            self.narrow = len(setting.unit) <= 4  # more would be cut off in half a row
        self._box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._box.setMinimumWidth(56)
        whole = None
        if setting.scale == "log":
            self.narrow = False
            self._box.setGroupSeparatorShown(True)
            self._box.setLocale(QLocale(QLocale.Language.English))
            self._box.setStepType(QSpinBox.StepType.AdaptiveDecimalStepType)
            whole = _log_slider(setting, self._box)
        self._box.valueChanged.connect(self._send)
        self._adopt(self._box, whole)

    def value(self) -> int | None:
        value = self._box.value()
        return None if self.setting.optional and value < 0 else value

    def write(self, value: int | None) -> None:
        with QSignalBlocker(self._box):
            self._box.setValue(-1 if value is None else value)
        _follow(self._box)


class NumberField(Field):
    """A float, on a logarithmic slider where its scale asks for it."""

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(setting, parent)
        logarithmic = setting.scale == "log"
        self._box: QDoubleSpinBox = _LogSpinBox() if logarithmic else _DoubleSpinBox()
        if setting.optional:
            self._box.setRange(-1.0, _MOST)
            self._box.setSpecialValueText("–")
        elif not logarithmic:
            self._box.setRange(0.0, _MOST)
        if setting.unit:
            self._box.setSuffix(f" {said(setting.unit)}")
        self.narrow = not logarithmic
        self._box.valueChanged.connect(self._send)
        self._adopt(self._box, _log_slider(setting, self._box) if logarithmic else None)

    def value(self) -> float | None:
        value = self._box.value()
        return None if self.setting.optional and value < 0 else value

    def write(self, value: float | None) -> None:
        with QSignalBlocker(self._box):
            self._box.setValue(-1.0 if value is None else value)
        _follow(self._box)


def _log_slider(setting: Setting, box: QSpinBox | QDoubleSpinBox) -> LogSlider:
    high = setting.maximum or 1.0
    low = setting.minimum or high * 1e-5  # a limit of "above 0" is no end for a slider
    slider = LogSlider(box, low, min(high, max(low, 1.0) * 1e5))
    slider.slider.setObjectName(f"{object_name(setting.path)}Slider")
    slider.slider.setAccessibleName(said(setting.label))
    return slider


def _follow(box: QWidget) -> None:
    parent = box.parent()
    if isinstance(parent, LogSlider):
        parent.follow_box()


class ChoiceField(Field):
    """A choice among names; titles are what a person reads."""

    def __init__(
        self, setting: Setting, options: Sequence[Option], parent: QWidget | None = None
    ) -> None:
        super().__init__(setting, parent)
        self.narrow = not setting.path.endswith(".name")
        self._combo = ComboBox()
        self._combo.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self._combo.setMinimumContentsLength(8)
        self.set_options(options)
        self._combo.currentIndexChanged.connect(self._send)
        self._adopt(self._combo)

    def set_options(self, options: Sequence[Option]) -> None:
        """Offer these; the value that is shown stays, listed or not."""
        current = self._combo.currentData()
        with QSignalBlocker(self._combo):
            self._combo.clear()
            for option in options:
                self._add(option)
            if current is not None:
                self.write(current)

    def _add(self, option: Option) -> None:
        self._combo.addItem(option.title, option.value)
        index = self._combo.count() - 1
        self._combo.setItemData(index, tip(option.tip), Qt.ItemDataRole.ToolTipRole)
        model = self._combo.model()
        if not option.enabled and isinstance(model, QStandardItemModel):
            model.item(index).setEnabled(False)

    def value(self) -> str:
        return str(self._combo.currentData())

    def write(self, value: str) -> None:
        with QSignalBlocker(self._combo):
            if self._combo.findData(value) < 0:
                self._add(Option(value, value.rpartition("/")[2] or value, value))
            self._combo.setCurrentIndex(self._combo.findData(value))


class FlagField(Field):
    """Yes or no; its label stands beside the box."""

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(setting, parent)
        self.narrow = len(setting.label) <= 14  # more would be cut off in half a row
        self._box = QCheckBox(said(setting.label))
        self.label.setText(" ")  # keeps the box level with the editor beside it
        self._box.toggled.connect(self._send)
        self._adopt(self._box)
        self._box.setMinimumHeight(30)

    def alone(self, alone: bool) -> None:
        self.label.setHidden(alone)

    def value(self) -> bool:
        return self._box.isChecked()

    def write(self, value: bool) -> None:
        with QSignalBlocker(self._box):
            self._box.setChecked(value)


class TextField(Field):
    """A text; nothing typed means not set, where that is allowed."""

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(setting, parent)
        self._edit = QLineEdit()
        self._edit.textEdited.connect(self._send)
        self._adopt(self._edit)

    def value(self) -> str | None:
        text = self._edit.text().strip()
        return None if self.setting.optional and not text else text

    def write(self, value: str | None) -> None:
        self._edit.setText(value or "")


class WholeNumbersField(Field):
    """Several whole numbers, parted by commas."""

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(setting, parent)
        self._edit = QLineEdit()
        self._edit.textEdited.connect(self._send)
        self._adopt(self._edit)

    def value(self) -> tuple[int, ...]:
        parts = [part for part in re.split(r"[,\s]+", self._edit.text().strip()) if part]
        if not all(part.isdecimal() for part in parts):
            raise ValueError(
                self.tr("{0} takes whole numbers parted by commas, for instance 40, 40.").format(
                    said(self.setting.label)
                )
            )
        return tuple(int(part) for part in parts)

    def write(self, value: Sequence[int]) -> None:
        self._edit.setText(", ".join(map(str, value)))


def make_field(setting: Setting, titles: dict[str, str] | None = None) -> Field:
    """Return the field for a setting; `titles` are those of its choices."""
    if setting.kind == "choice":
        options = [Option(c, said((titles or {}).get(c, c.capitalize()))) for c in setting.choices]
        return ChoiceField(setting, options)
    if setting.path in ("data.name", "data.split"):
        return ChoiceField(setting, [])
    kinds: dict[str, type[Field]] = {
        "int": WholeNumberField,
        "float": NumberField,
        "bool": FlagField,
        "text": TextField,
        "ints": WholeNumbersField,
    }
    return kinds[setting.kind](setting)
