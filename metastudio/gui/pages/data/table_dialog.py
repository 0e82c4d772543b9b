"""Choosing which columns of a table make tasks, from what its heading and first rows show."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHeaderView,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from metastudio.engine.tasks.table_columns import TableColumns, TableLook
from metastudio.gui.language import said
from metastudio.gui.theme import EDGE, FIELD, GROUP, caption, heading, primary, set_tone
from metastudio.gui.words import counted

ROWS_TALL = 5
INPUTS_TALL = 5


class TableDialog(QDialog):
    """`chosen` gives the `TableColumns` that the user agreed to."""

    chosen = Signal(object)

    def __init__(
        self, look: TableLook, parent: QWidget, columns: TableColumns | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("tableDialog")
        self.setWindowTitle(self.tr("Tasks from a table"))
        self.setMinimumWidth(560)
        self._look = look
        start = columns or look.suggested
        names = [column.name for column in look.columns]
        self._task = self._combo("tableTask", self.tr("Task column"), names, start.task)
        self._task.setToolTip(
            self.tr("Says to which task a row belongs: a user, a payload, a patient")
        )
        self._target = self._combo("tableTarget", self.tr("Target"), names, start.target)
        self._target.setToolTip(self.tr("What is to be predicted"))
        self._kind = QComboBox(objectName="tableKind")
        self._kind.setAccessibleName(self.tr("Kind of target"))
        self._kind.addItem(self.tr("A number to predict"), "value")
        self._kind.addItem(self.tr("A class to tell from others"), "class")
        self._kind.setCurrentIndex(self._kind.findData(start.kind))
        self._inputs = QListWidget(objectName="tableInputs")
        self._inputs.setAccessibleName(self.tr("Inputs"))
        self._inputs.setToolTip(self.tr("What to predict from; each must hold numbers"))
        self._fill_inputs(start)
        self._note = QLabel()
        self._note.setObjectName("tableNote")
        self._note.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        words = self.tr("Make tasks")
        self._use = buttons.addButton(words, QDialogButtonBox.ButtonRole.AcceptRole)
        self._use.setObjectName("useTable")
        self._use.setAccessibleName(words)
        primary(self._use)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.accepted.connect(lambda: self.chosen.emit(self.columns))
        self._lay_out(buttons)
        self._task.currentIndexChanged.connect(self._judge)
        self._target.currentIndexChanged.connect(self._turn_to_target)
        self._kind.currentIndexChanged.connect(self._judge)
        self._inputs.itemChanged.connect(self._judge)
        self._judge()

    @property
    def columns(self) -> TableColumns:
        """What is chosen now; the task and the target are never inputs."""
        task, target = self._task.currentText(), self._target.currentText()
        items = [self._inputs.item(row) for row in range(self._inputs.count())]
        inputs = [i.text() for i in items if i.checkState() == Qt.CheckState.Checked]
        return TableColumns(
            task,
            target,
            str(self._kind.currentData()),
            tuple(name for name in inputs if name not in (task, target)),
        )

    def _combo(self, name: str, words: str, columns: list[str], start: str) -> QComboBox:
        combo = QComboBox(objectName=name)
        combo.setAccessibleName(words)
        combo.addItems(columns)
        combo.setCurrentText(start)
        return combo

    def _fill_inputs(self, start: TableColumns) -> None:
        for column in self._look.columns:
            item = QListWidgetItem(column.name, self._inputs)
            checked = column.name in start.inputs
            item.setCheckState(Qt.CheckState.Checked if checked else Qt.CheckState.Unchecked)
            if not column.numbers:
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEnabled)
                item.setToolTip(self.tr("Holds words, not numbers"))
        rows = min(INPUTS_TALL, self._inputs.count())
        self._inputs.setFixedHeight(rows * (self._inputs.sizeHintForRow(0) + 2) + 8)

    def _turn_to_target(self) -> None:
        """A target of words can only be a class."""
        name = self._target.currentText()
        numbers = next(c.numbers for c in self._look.columns if c.name == name)
        self._kind.setCurrentIndex(self._kind.findData("value" if numbers else "class"))
        self._judge()

    def _judge(self) -> None:
        """Say what comes of the choice, or why nothing can."""
        chosen = self.columns
        problem = self._look.problem(chosen)
        self._use.setEnabled(not problem)
        set_tone(self._note, "warning" if problem else "muted")
        if problem:
            self._note.setText(said(problem))
            return
        tasks = next(c.different for c in self._look.columns if c.name == chosen.task)
        inputs = ", ".join(chosen.inputs)
        words = (
            self.tr("{0} tasks, about {1} each: {2} from {3}.")
            if chosen.kind == "value"
            else self.tr("{0} tasks, about {1} each: which {2} a row has, from {3}.")
        )
        each = round(self._look.rows / tasks)
        rows = counted(each, self.tr("1 row"), self.tr("{0} rows"))
        self._note.setText(words.format(f"{tasks:,}", rows, chosen.target, inputs))

    def _preview(self) -> QTableWidget:
        columns = self._look.columns
        shown = min(ROWS_TALL, self._look.rows)
        table = QTableWidget(shown, len(columns), objectName="tablePreview")
        table.setAccessibleName(self.tr("First rows"))
        table.setHorizontalHeaderLabels([column.name for column in columns])
        table.verticalHeader().hide()
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for place, column in enumerate(columns):
            for row, text in enumerate(column.first[:shown]):
                item = QTableWidgetItem(text)
                if column.numbers:
                    item.setTextAlignment(
                        Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                    )
                table.setItem(row, place, item)
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        tall = table.horizontalHeader().sizeHint().height() + shown * table.rowHeight(0) + 4
        table.setFixedHeight(tall)
        return table

    def _lay_out(self, buttons: QDialogButtonBox) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(GROUP)
        form.setVerticalSpacing(FIELD)
        for words, field in (
            (self.tr("Task column"), self._task),
            (self.tr("Target"), self._target),
            (self.tr("Kind of target"), self._kind),
            (self.tr("Inputs"), self._inputs),
        ):
            form.addRow(words, field)
        rows = counted(self._look.rows, self.tr("1 row"), self.tr("{0} rows"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(EDGE, EDGE, EDGE, GROUP)
        layout.setSpacing(GROUP)
        layout.addWidget(heading(self._look.file.name))
        layout.addWidget(caption(rows))
        layout.addWidget(self._preview())
        layout.addLayout(form)
        layout.addWidget(self._note)
        layout.addWidget(buttons)
