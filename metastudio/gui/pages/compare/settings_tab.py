"""The settings of the chosen runs beside each other; those that differ are marked."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from metastudio.engine.experiment import Experiment, settings
from metastudio.gui.language import said
from metastudio.gui.pages.compare.marks import Marked
from metastudio.gui.pages.compare.words import choice_text
from metastudio.gui.theme import FIELD


class SettingsTab(QWidget):
    """A row a setting, a column a run."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._marked: Sequence[Marked] = ()
        self.only = QCheckBox(self.tr("Only what differs"), objectName="onlyDiffering")
        self.only.setChecked(True)
        self.only.toggled.connect(self._fill)
        self.table = QTableWidget(objectName="settingsTable")
        self.table.setAccessibleName(self.tr("Settings of the chosen runs"))
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.verticalHeader().hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, FIELD, 0, 0)
        layout.setSpacing(FIELD)
        layout.addWidget(self.only)
        layout.addWidget(self.table, 1)

    def show_runs(self, marked: Sequence[Marked]) -> None:
        """Show the settings of these runs."""
        self._marked = marked
        self._fill()

    def _fill(self) -> None:
        several = len(self._marked) > 1
        self.only.setVisible(several)
        rows = []
        for setting in settings():
            values = [one.record.used.get(setting.path) for one in self._marked]
            differs = any(value != values[0] for value in values[1:])
            if any(v is not None for v in values) and (
                differs or not several or not self.only.isChecked()
            ):
                section = said(Experiment.model_fields[setting.section].title or setting.section)
                rows.append((section, setting, values, differs))
        self.table.setColumnCount(2 + len(self._marked))
        heads = [self.tr("Section"), self.tr("Setting"), *(one.short for one in self._marked)]
        self.table.setHorizontalHeaderLabels(heads)
        self.table.setRowCount(len(rows))
        bold = QFont()
        bold.setBold(True)
        for number, (section, setting, values, differs) in enumerate(rows):
            label = said(setting.label)
            mark = f"{label} ≠" if differs else label
            texts = [choice_text(setting, value) or "–" for value in values]
            for column, text in enumerate((section, mark, *texts)):
                item = QTableWidgetItem(text)
                if differs and column:
                    item.setFont(bold)
                self.table.setItem(number, column, item)
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for column in range(self.table.columnCount()):
            self.table.setColumnWidth(column, (90, 200)[column] if column < 2 else 150)
