"""The right half of the page: queries, and their answers as cards and as a table."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSlider,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from metastudio.gui.pages.tryout.answers_panel import AnswersPanel
from metastudio.gui.theme import FIELD, GROUP, TIGHT, heading, set_icon, set_tone
from metastudio.gui.widgets.busy_spinner import BusySpinner
from metastudio.gui.widgets.drop_frame import DropFrame
from metastudio.gui.widgets.empty_state import EmptyState
from metastudio.gui.widgets.prediction_bars import ALL_UP_TO
from metastudio.gui.widgets.prediction_model import PredictionModel
from metastudio.gui.widgets.prediction_table import PredictionFilter
from metastudio.gui.widgets.query_grid import QueryGrid


class QueryPanel(QWidget):
    """Shows a `PredictionModel` twice and lets it be moved through the inner steps."""

    addRequested = Signal()
    drawRequested = Signal()
    samplesRequested = Signal()
    clearRequested = Signal()
    stopRequested = Signal()
    viewToggled = Signal(bool)  # whether to show the network's own view

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = PredictionModel(self)
        self.drop = DropFrame()
        self.drop.setObjectName("queryDrop")
        self.drop.setAccessibleName(self.tr("Query pictures; drop files or folders here"))
        self.filter = PredictionFilter(self.model, self)
        self.grid = QueryGrid(self.model, self.filter)
        self.answers = AnswersPanel(self.model, self.filter)
        self.table = self.answers.table
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
        self.model.rowsInserted.connect(self._follow_model)
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
        self.view_button = _tool(
            self.tr("Show the pictures as the network sees them"), "networkViewButton", "eye"
        )
        self.view_button.setCheckable(True)
        self.view_button.toggled.connect(self.viewToggled)
        self.progress = QProgressBar()
        self.progress.setObjectName("tryProgress")
        self.progress.setAccessibleName(self.tr("Pictures that were read and answered"))
        self.progress.setTextVisible(False)
        self.progress.setFixedSize(140, 6)
        self.stop_button = _tool(
            self.tr("Stop reading; what is there stays"), "stopReadingButton", "x"
        )
        self.stop_button.clicked.connect(self.stopRequested)
        self.show_progress(0, 0)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(FIELD)
        head.addWidget(heading(self.tr("Queries")))
        head.addStretch(1)
        for button in (
            self.unfold_button,
            self.view_button,
            self.clear_button,
            self.draw_button,
            self.add_button,
        ):
            head.addWidget(button)
        said = QHBoxLayout()
        said.setSpacing(FIELD)
        said.addWidget(self.status, 1)
        said.addWidget(self.progress, 0, Qt.AlignmentFlag.AlignVCenter)
        said.addWidget(self.stop_button)
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
        self._splitter.addWidget(self.answers)
        self._splitter.setStretchFactor(0, 3)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setSizes([420, 250])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(FIELD)
        layout.addLayout(head)
        layout.addLayout(said)
        layout.addWidget(self._splitter, 1)

    # --- what is shown ---------------------------------------------------------------------------

    def say(self, sentence: str, tone: str = "muted", busy: bool = False) -> None:
        """Tell how things stand, and whether work is going on."""
        self.status.setText(sentence)
        set_tone(self.status, tone)
        self.spinner.set_busy(busy)

    def show_progress(self, done: int, total: int) -> None:
        """Show how far a long drop is; nothing where there is nothing to wait for."""
        shown = total > 0 and done < total
        # Qt paints a bar at once as its value is set, and all that waits to be painted with it.
        self.progress.setUpdatesEnabled(False)
        self.progress.setRange(0, max(total, 1))
        self.progress.setValue(done)
        self.progress.setUpdatesEnabled(True)
        self.progress.setVisible(shown)
        self.stop_button.setVisible(shown)

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
        self.answers.setVisible(self.model.answered)
        self.unfold_button.setVisible(len(self.model.classes) > ALL_UP_TO)
        self.clear_button.setEnabled(asked)


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
