"""A number over several decades: a slider for the feel, a number field for the exact value."""

import math
import re

from PySide6.QtCore import QLocale, QSignalBlocker, Qt
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QSlider, QSpinBox, QWidget

POSITIONS = 600  # of the slider
_PARTIAL = re.compile(r"[+-]?\d*[.,]?\d*(e[+-]?\d*)?", re.IGNORECASE)


class LogSpinBox(QDoubleSpinBox):
    """Shows what a person would write (0.001, 0.4), takes 1e-3 too, and steps 1, 2, 5, 10."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setLocale(QLocale.c())
        self.setDecimals(12)
        self.setRange(0.0, 1e9)

    def textFromValue(self, value: float) -> str:
        text = f"{value:.12f}".rstrip("0").rstrip(".")
        return text or "0"

    def valueFromText(self, text: str) -> float:
        try:
            return float(text.removesuffix(self.suffix()).replace(",", "."))
        except ValueError:
            return self.value()

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        plain = text.removesuffix(self.suffix())
        try:
            float(plain.replace(",", "."))
        except ValueError:
            partial = _PARTIAL.fullmatch(plain) is not None
            state = QValidator.State.Intermediate if partial else QValidator.State.Invalid
            return state, text, position
        return QValidator.State.Acceptable, text, position

    def stepBy(self, steps: int) -> None:
        self.setValue(stepped(self.value(), steps))


class LogSlider(QWidget):
    """A slider from `low` to `high` on a logarithmic scale, with `box` holding the value.

    Listen to `box`: whoever moves, the value is there. Values outside the slider's ends can be
    typed.
    """

    def __init__(
        self, box: QSpinBox | QDoubleSpinBox, low: float, high: float, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.box = box
        self._low, self._high = math.log10(low), math.log10(high)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, POSITIONS)
        self.slider.setPageStep(POSITIONS // 20)
        self.box.setFixedWidth(108)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.slider, 1)
        layout.addWidget(self.box)
        self.slider.valueChanged.connect(self._take_from_slider)
        self.box.valueChanged.connect(self.follow_box)
        self.setFocusProxy(self.box)

    def follow_box(self) -> None:
        """Put the slider where the value is."""
        value = self.box.value()
        share = (math.log10(value) - self._low) / (self._high - self._low) if value > 0 else 0.0
        with QSignalBlocker(self.slider):
            self.slider.setValue(round(min(max(share, 0.0), 1.0) * POSITIONS))

    def _take_from_slider(self, position: int) -> None:
        value = 10 ** (self._low + position / POSITIONS * (self._high - self._low))
        value = rounded(value)
        if isinstance(self.box, QSpinBox):
            self.box.setValue(round(value))
        else:
            self.box.setValue(value)


def rounded(value: float, digits: int = 2) -> float:
    """Round to significant digits: 0.0123456 to 0.012."""
    return float(f"{value:.{digits - 1}e}")


def stepped(value: float, steps: int) -> float:
    """Go along 1, 2, 5, 10, 20 … from a value that need not be one of them."""
    for _ in range(abs(steps)):
        if value <= 0:
            return value
        decade = 10.0 ** math.floor(math.log10(value) + 1e-9)
        ladder = [decade * factor for factor in (0.5, 1, 2, 5, 10)]
        if steps > 0:
            value = next(rung for rung in ladder if rung > value * (1 + 1e-9))
        else:
            value = next(rung for rung in reversed(ladder) if rung < value * (1 - 1e-9))
        value = rounded(value, 3)
    return value
