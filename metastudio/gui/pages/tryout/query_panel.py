"""The right half of the page: queries, and their answers as cards and as a table."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSlider,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from metastudio.gui.theme import FIELD, GROUP, TIGHT, heading, set_icon, set_tone
from metastudio.gui.widgets.busy_spinner import BusySpinner
from metastudio.gui.widgets.drop_frame import DropFrame
from metastudio.gui.widgets.empty_state import EmptyState
from metastudio.gui.widgets.prediction_bars import ALL_UP_TO
from metastudio.gui.widgets.prediction_table import PredictionModel, PredictionTable
from metastudio.gui.widgets.query_grid import QueryGrid


class QueryPanel(QWidget):
    """Shows a `PredictionModel` twice and lets it be moved through the inner steps."""

    addRequested = Signal()
    drawRequested = Signal()
    samplesRequested = Signal()
    clearRequested = Signal()
    exportRequested = Signal()
    copied = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = PredictionModel(self)
        self.drop = DropFrame()
        self.drop.setObjectName("queryDrop")
        self.drop.setAccessibleName(self.tr("Query pictures; drop files or folders here"))
        self.grid = QueryGrid(self.model)
        self.table = PredictionTable(self.model)
        self.ghost = EmptyState(
            self.tr(
                "Drop pictures to ask about here, or paste or draw them. The model answers which "
                "class each belongs to."
            ),
            icon_name="image",
        )
        self.ghost.setObjectName("queryGhost")
        self.ghost.button.setObjectName("sampleButton")
        self.ghost.clicked.connect(self.samplesRequested)
        self.spinner = BusySpinner()
        self.status = QLabel()
        self.status.setObjectName("tryStatus")
        self.status.setWordWrap(True)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setObjectName("adaptationSlider")
        self.slider.setAccessibleName(self.tr("Inner steps"))
        self.slider.setPageStep(1)
        self.slider.setTickInterval(1)
        self.slider.valueChanged.connect(self._move)
        self.step_label = QLabel()
        self.step_label.setObjectName("adaptationLabel")
        self._make_buttons()
        self._build()
        self.model.modelReset.connect(self._follow_model)
        self.model.scoresChanged.connect(self._follow_model)
        self.set_steps(0)
        self._follow_model()

    def _make_buttons(self) -> None:
        self.add_button = _button(self.tr("Add pictures…"), "addQueriesButton", "image")
        self.add_button.clicked.connect(self.addRequested)
        self.draw_button = _button(self.tr("Draw…"), "drawQueryButton", "pencil-simple")
        self.draw_button.clicked.connect(self.drawRequested)
        self.unfold_button = _button(self.tr("All classes"), "allClassesButton", "list")
        self.unfold_button.setCheckable(True)
        self.unfold_button.setToolTip(self.tr("Show a bar for every class, not only the top three"))
        self.unfold_button.toggled.connect(self.grid.set_unfolded)
        self.clear_button = _tool(
            self.tr("Remove all query pictures"), "clearQueriesButton", "trash"
        )
        self.clear_button.clicked.connect(self.clearRequested)
        self.copy_button = _tool(
            self.tr("Copy the table, for a spreadsheet"), "copyTableButton", "copy"
        )
        self.copy_button.clicked.connect(self._copy)
        self.export_button = _tool(
            self.tr("Export the table as CSV…"), "exportTableButton", "export"
        )
        self.export_button.clicked.connect(self.exportRequested)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(FIELD)
        head.addWidget(heading(self.tr("Queries")))
        head.addStretch(1)
        for button in (self.unfold_button, self.clear_button, self.draw_button, self.add_button):
            head.addWidget(button)
        said = QHBoxLayout()
        said.setSpacing(FIELD)
        said.addWidget(self.status, 1)
        said.addWidget(self.spinner)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.ghost)
        self._pages.addWidget(self.grid)
        framed = QVBoxLayout(self.drop)
        framed.setContentsMargins(FIELD, FIELD, FIELD, FIELD)
        framed.addWidget(self._pages)
        upper = QWidget()
        above = QVBoxLayout(upper)
        above.setContentsMargins(0, 0, 0, 0)
        above.setSpacing(FIELD)
        above.addWidget(self.drop, 1)
        self._steps = QWidget()
        above.addWidget(self._steps)
        row = QHBoxLayout(self._steps)
        row.setContentsMargins(0, TIGHT, 0, TIGHT)
        row.setSpacing(GROUP)
        row.addWidget(self.step_label)
        row.addWidget(self.slider, 1)
        self._splitter = QSplitter(Qt.Orientation.Vertical)
        self._splitter.setObjectName("querySplitter")
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(upper)
        self._splitter.addWidget(self._build_table())
        self._splitter.setStretchFactor(0, 3)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setSizes([480, 170])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(FIELD)
        layout.addLayout(head)
        layout.addLayout(said)
        layout.addWidget(self._splitter, 1)

    def _build_table(self) -> QWidget:
        self._answers = QWidget()
        head = QHBoxLayout()
        head.setSpacing(TIGHT)
        head.addWidget(heading(self.tr("Predictions")))
        head.addStretch(1)
        head.addWidget(self.copy_button)
        head.addWidget(self.export_button)
        layout = QVBoxLayout(self._answers)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(TIGHT)
        layout.addLayout(head)
        layout.addWidget(self.table, 1)
        self.table.setMinimumHeight(96)
        return self._answers

    # --- what is shown ---------------------------------------------------------------------------

    def say(self, sentence: str, tone: str = "muted", busy: bool = False) -> None:
        """Tell how things stand, and whether work is going on."""
        self.status.setText(sentence)
        set_tone(self.status, tone)
        self.spinner.set_busy(busy)

    def set_steps(self, steps: int) -> None:
        """Offer 0 to `steps` inner steps, standing after the last; 0 hides the slider."""
        self._steps.setVisible(steps > 0)
        self.slider.setEnabled(steps > 0)
        self.slider.setRange(0, steps)
        self.slider.setValue(steps)
        self._label_step()

    def offer_samples(self, offered: bool) -> None:
        """Show the sample button in the empty query area."""
        self.ghost.say(self.ghost.sentence, self.tr("Use sample drawings") if offered else "")

    def _move(self, step: int) -> None:
        self.model.set_step(step)
        self._label_step()

    def _label_step(self) -> None:
        step, steps = self.slider.value(), self.slider.maximum()
        if step == 0:
            words = self.tr("Before adaptation")
        else:
            words = self.tr("After {0} of {1} steps").format(step, steps)
        self.step_label.setText(words)
        self.slider.setAccessibleDescription(words)
        self.slider.setToolTip(
            self.tr("How often the model has learned from the classes before it answers")
        )
        widest = self.tr("After {0} of {1} steps").format(steps, steps)
        room = self.step_label.fontMetrics()
        self.step_label.setMinimumWidth(
            max(room.horizontalAdvance(w) for w in (widest, self.tr("Before adaptation")))
        )

    def _follow_model(self) -> None:
        asked = bool(self.model.pictures)
        self._pages.setCurrentWidget(self.grid if asked else self.ghost)
        self.drop.set_dashed(not asked)
        self._answers.setVisible(self.model.answered)
        self.unfold_button.setVisible(len(self.model.classes) > ALL_UP_TO)
        self.clear_button.setEnabled(asked)

    def _copy(self) -> None:
        self.table.copy()
        self.copied.emit()


def _button(text: str, name: str, icon: str) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.setAccessibleName(text.rstrip("…"))
    set_icon(button, icon)
    return button


def _tool(tip: str, name: str, icon: str) -> QToolButton:
    button = QToolButton()
    button.setObjectName(name)
    button.setAccessibleName(tip.rstrip("…"))
    button.setToolTip(tip)
    set_icon(button, icon)
    return button
