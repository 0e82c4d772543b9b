"""Several runs from one: variants over up to three settings, put into the queue."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from metastudio.engine.errors import ConfigError
from metastudio.engine.experiment import METHODS, Experiment, parse_settings, settings
from metastudio.gui.language import said
from metastudio.gui.theme import FIELD, GROUP, caption, primary, set_tone

SETTINGS = 3  # that vary at a time; more make a table that nobody reads
MOST = 200  # runs of one dialog


@dataclass(frozen=True)
class Planned:
    """A run that waits, and what tells it from the others in words."""

    experiment: Experiment
    title: str


def variants(base: Experiment, choices: Sequence[tuple[str, str]]) -> list[Planned]:
    """Return a run for every combination of values, "0.1, 0.4" for one path each.

    With no choice, the base alone. Raises `ConfigError` in words.
    """
    values = [[parse_settings([f"{path}={v}"])[path] for v in _split(text)]
              for path, text in choices]  # fmt: skip
    paths = [path for path, _ in choices]
    if len(set(paths)) < len(paths):
        raise ConfigError("A setting can vary only once. Choose another for the second.")
    number = 1
    for column in values:
        number *= len(column)
    if number > MOST:
        raise ConfigError(f"These are {number:,} runs; at most {MOST} are planned at a time.")
    planned = []
    for combination in itertools.product(*values):
        changes = dict(zip(paths, combination, strict=True))
        planned.append(Planned(base.changed(changes), _title(base, changes)))
    return planned


def _split(text: str) -> list[str]:
    found = [part.strip() for part in text.replace(";", ",").split(",") if part.strip()]
    if not found:
        raise ConfigError("A setting that varies needs values, with commas between them.")
    return found


def _title(base: Experiment, changes: dict[str, Any]) -> str:
    labels = {setting.path: said(setting.label) for setting in settings()}
    if not changes:
        return said(METHODS.get(base.method.name, base.method.name))
    return " · ".join(f"{labels[path]} {value}" for path, value in changes.items())


class VariantsDialog(QDialog):
    """Choose what varies; `planned` carries the runs once they are accepted."""

    planned = Signal(list)

    def __init__(self, base: Experiment, *, idle: bool, parent: QWidget | None = None) -> None:
        """Vary `base`; where the engine is `idle`, the first run starts at once."""
        super().__init__(parent)
        self.setObjectName("variantsDialog")
        self.setWindowTitle(self.tr("Queue runs"))
        self.setMinimumWidth(460)
        self._base, self._idle = base, idle
        self._rows: list[tuple[QComboBox, QLineEdit]] = []
        self._runs: list[Planned] = []
        about = caption(
            self.tr(
                "A run for every combination of values, one after the other, from the settings as "
                "they stand. Separate values by commas; with nothing chosen it is one run."
            )
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(FIELD)
        grid.setVerticalSpacing(FIELD)
        grid.setColumnStretch(1, 1)
        for number in range(SETTINGS):
            self._add_row(grid, number)
        self.said = QLabel(objectName="variantsCount")
        self.said.setWordWrap(True)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        words = self.tr("Start") if idle else self.tr("Add to queue")
        self.accept_button = primary(
            self.buttons.addButton(words, QDialogButtonBox.ButtonRole.AcceptRole)
        )
        self.accept_button.setObjectName("queueAccept")
        self.buttons.accepted.connect(self._accept)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GROUP, GROUP, GROUP, GROUP)
        layout.setSpacing(GROUP)
        layout.addWidget(about)
        layout.addLayout(grid)
        layout.addWidget(self.said)
        layout.addWidget(self.buttons)
        self._count()

    def _add_row(self, grid: QGridLayout, number: int) -> None:
        combo = QComboBox(objectName=f"variantSetting{number}")
        combo.setAccessibleName(self.tr("Setting {0} that varies").format(number + 1))
        combo.addItem(self.tr("Nothing varies"), "")
        for setting in settings():
            section = said(Experiment.model_fields[setting.section].title or setting.section)
            label = said(setting.label)
            label = label if label == section else f"{section}: {label}"
            combo.addItem(label, setting.path)
        values = QLineEdit(objectName=f"variantValues{number}")
        values.setAccessibleName(self.tr("Values of setting {0}").format(number + 1))
        values.setEnabled(False)
        combo.currentIndexChanged.connect(self._count)
        values.textChanged.connect(self._count)
        grid.addWidget(combo, number, 0)
        grid.addWidget(values, number, 1)
        self._rows.append((combo, values))

    def _count(self) -> None:
        """Say how many runs these are, or what is wrong."""
        choices = []
        for combo, values in self._rows:
            path = str(combo.currentData())
            values.setEnabled(bool(path))
            if path:
                choices.append((path, values.text()))
                section, _, name = path.partition(".")
                now = getattr(getattr(self._base, section), name)
                values.setPlaceholderText(self.tr("now {0}").format(now))
        try:
            self._runs = variants(self._base, choices)
        except ConfigError as error:
            self._runs = []
            self.said.setText(said(str(error)))
            set_tone(self.said, "warning")
        else:
            one, many = self.tr("1 run"), self.tr("{0} runs")
            number = len(self._runs)
            self.said.setText(one if number == 1 else many.format(number))
            set_tone(self.said, "")
        self.accept_button.setEnabled(bool(self._runs))

    def _accept(self) -> None:
        self.planned.emit(self._runs)
        self.accept()
