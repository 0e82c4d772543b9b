"""One N-way K-shot task as pictures or as a curve, dealt again and again."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSpinBox,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from metastudio.engine.errors import ConfigError
from metastudio.engine.events import DealtTask, Pictures
from metastudio.engine.experiment import Experiment, settings
from metastudio.engine.sections.names import SEQUENCE_DATA, is_table
from metastudio.gui.language import said
from metastudio.gui.pages.data.deal_options import DealOptions
from metastudio.gui.session import Session
from metastudio.gui.theme import FIELD, GROUP, TIGHT, caption, heading, set_icon
from metastudio.gui.widgets.empty_state import EmptyState
from metastudio.gui.widgets.picture_grid import EpisodeView
from metastudio.gui.words import counted

SEEN_SIDE = 60  # to which what the network sees is enlarged, at most
WAIT_MS = 150  # after the last change of ways or shots, before dealing again


class TaskDealer(QWidget):
    """Deals tasks of `experiment` from the chosen split; the ways and shots are the session's."""

    dealt = Signal(object)  # DealtTask

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._experiment: Experiment | None = None
        self._split, self._index = "train", 0
        self._button = QPushButton(self.tr("Deal a task"))
        self._button.setObjectName("dealButton")
        self._button.setAccessibleName(self._button.text())
        self._button.setToolTip(self.tr("Deal another task of these classes (Space)"))
        set_icon(self._button, "shuffle")
        self._button.clicked.connect(self.deal_another)
        self._about = caption("")
        self._fields = {
            path: self._field(path, name)
            for path, name in (
                ("task.ways", "dealWays"),
                ("task.shots", "dealShots"),
                ("task.queries", "dealQueries"),
            )
        }
        self._options = DealOptions(session)
        self._seen = QPushButton(self.tr("As the network sees it"))
        self._seen.setObjectName("dealSeen")
        self._seen.setAccessibleName(self._seen.text())
        self._seen.setCheckable(True)
        self._seen.setToolTip(
            self.tr("Show the pixels that the network reads, augmented as while training")
        )
        set_icon(self._seen, "eye")
        self._seen.toggled.connect(self._show_again)
        self._stream: QWidget | None = None  # its plot, too
        self._drift = self._make_drift()
        self._across = self._make_across()
        self._task: DealtTask | None = None
        self._episode = EpisodeView()
        self._episode.setObjectName("taskView")
        self._message = EmptyState("", "", "squares-four")
        self._message.clicked.connect(self._answer_message)
        self._on_message: Callable[[], None] | None = None
        self._stack = QStackedWidget()
        self._stack.addWidget(self._message)
        self._stack.addWidget(self._episode)
        self._stack.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._function: QWidget | None = None  # pyqtgraph is only loaded where it is needed
        self._again = QTimer(self, singleShot=True, interval=WAIT_MS)
        self._again.timeout.connect(self._deal)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GROUP)
        self._column.addLayout(self._header())
        self._column.addWidget(self._stack, 1)

    @property
    def button(self) -> QPushButton:
        """Deals another task; has the focus when the page opens, so that Space works."""
        return self._button

    @property
    def message(self) -> str:
        """The sentence that stands in place of a task, or ""."""
        shown = self._stack.currentWidget() is self._message
        return self._message.sentence if shown else ""

    def show_experiment(self, experiment: Experiment, split: str) -> None:
        """Deal the first task of other data, or deal again with other ways and shots."""
        new_data = self._experiment is None or experiment.data != self._experiment.data
        if new_data or split != self._split:
            self._index = 0
        changed = new_data or split != self._split or experiment.task != self._experiment.task
        self._experiment, self._split = experiment, split
        for path, field in self._fields.items():
            value = getattr(experiment.task, path.partition(".")[2])
            if field.value() != value:
                field.blockSignals(True)
                field.setValue(value)
                field.blockSignals(False)
        varies = experiment.task.sizes != "fixed" and not experiment.regression
        for path, field in self._fields.items():
            field.setEnabled(not varies and not (experiment.regression and path == "task.ways"))
        self._options.show_experiment(experiment)
        self._show_drift(experiment)
        self._show_stream(experiment, split)
        self._seen.setVisible(not experiment.regression and not is_table(experiment.data.name))
        if changed:
            self._again.start()

    def deal_another(self) -> None:
        """Deal the next task."""
        self._index += 1
        self._deal()

    def wait_for(self, sentence: str) -> None:
        """Say what has to be done before a task can be dealt, where none is shown."""
        if self._experiment is None:
            self.say(sentence)

    def say(
        self,
        sentence: str,
        tone: str = "muted",
        button: str = "",
        then: Callable[[], None] | None = None,
    ) -> None:
        """Show a sentence in place of a task, and a button that does something about it."""
        self._on_message = then
        self._again.stop()
        self._session.engine.cancel_job("deal_task")
        self._experiment = None
        self._message.say(sentence, button, tone)
        self._stack.setCurrentWidget(self._message)
        self._about.setText("")

    def _answer_message(self) -> None:
        if self._on_message is not None:
            self._on_message()

    def _header(self) -> QVBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(FIELD)
        title = QVBoxLayout()
        title.setSpacing(TIGHT)
        title.addWidget(heading(self.tr("One task")))
        title.addWidget(self._about)
        row.addLayout(title, 1)
        row.addWidget(self._button, 0, Qt.AlignmentFlag.AlignTop)
        fields = QHBoxLayout()
        fields.setSpacing(FIELD)
        for path, field in self._fields.items():
            label = QLabel(said(next(s.label for s in settings() if s.path == path)))
            label.setBuddy(field)
            fields.addWidget(label)
            fields.addWidget(field)
            fields.addSpacing(FIELD)
        fields.addStretch(1)
        looks = QHBoxLayout()
        looks.setSpacing(FIELD)
        looks.addWidget(self._seen)
        looks.addWidget(self._options)
        looks.addWidget(self._drift_label)
        looks.addWidget(self._drift)
        looks.addWidget(self._across_label)
        looks.addWidget(self._across)
        looks.addStretch(1)
        column = QVBoxLayout()
        column.setSpacing(FIELD)
        column.addLayout(row)
        column.addLayout(fields)
        column.addLayout(looks)
        return column

    def _make_drift(self) -> QComboBox:
        combo = QComboBox(objectName="dealDrift")
        combo.setAccessibleName(self.tr("Drift"))
        combo.setToolTip(said(next(s.help for s in settings() if s.path == "data.drift")))
        combo.activated.connect(self._edit_drift)
        self._drift_label = QLabel(self.tr("Drift"))
        self._drift_label.setBuddy(combo)
        return combo

    def _make_across(self) -> QComboBox:
        combo = QComboBox(objectName="dealAcross")
        combo.setAccessibleName(self.tr("Input across"))
        combo.setToolTip(self.tr("Which of the inputs is drawn from left to right"))
        combo.activated.connect(self._show_again)
        self._across_label = QLabel(self.tr("Across"))
        self._across_label.setBuddy(combo)
        for widget in (combo, self._across_label):
            widget.hide()
        return combo

    def _field(self, path: str, name: str) -> QSpinBox:
        setting = next(s for s in settings() if s.path == path)
        field = QSpinBox(objectName=name)
        field.setRange(int(setting.minimum or 1), int(setting.maximum or 500))
        field.setAccessibleName(said(setting.label))
        field.setToolTip(said(setting.help))
        field.setKeyboardTracking(False)
        field.valueChanged.connect(lambda value: self._edit(path, value))
        return field

    def _edit(self, path: str, value: int | str) -> None:
        try:
            self._session.edit({path: value})
        except ConfigError as error:
            self._session.notice.emit("bad", str(error))

    def _show_drift(self, experiment: Experiment) -> None:
        """Offer what of these tasks can drift."""
        data = experiment.data
        names = {
            "none": self.tr("None"),
            "classes": self.tr("Classes"),
            "rotation": self.tr("Rotation"),
            "parameters": self.tr("Parameters"),
        }
        if is_table(data.name):
            offered = ["none"]
        elif experiment.regression:
            offered = ["none", "parameters"]
        else:
            sequences = data.name in SEQUENCE_DATA
            offered = ["none", "classes"] if sequences else ["none", "classes", "rotation"]
        self._drift.clear()
        for value in offered:
            self._drift.addItem(names[value], value)
        self._drift.setCurrentIndex(max(self._drift.findData(data.drift), 0))
        in_use = data.name == self._session.experiment.data.name
        for widget in (self._drift, self._drift_label):
            widget.setVisible(len(offered) > 1 and in_use)

    def _show_stream(self, experiment: Experiment, split: str) -> None:
        if self._stream is None and experiment.data.drift == "none":
            return
        from metastudio.gui.pages.data.stream_panel import StreamPanel

        if self._stream is None:
            self._stream = StreamPanel(self._session)
            self._column.addWidget(self._stream)
        assert isinstance(self._stream, StreamPanel)
        self._stream.show_experiment(experiment, split)

    def _edit_drift(self, index: int) -> None:
        self._edit("data.drift", str(self._drift.itemData(index)))
        if self._experiment is not None:
            self._show_drift(self._session.experiment)  # as it is, where that was refused

    def _deal(self) -> None:
        if self._experiment is None:
            return
        self._session.engine.deal_task(
            self._experiment, self._split, self._index, self._show, self._failed
        )

    def _show(self, task: DealtTask) -> None:
        self._task = task
        if task.points is not None:
            self._show_function(task)
        else:
            self._across.hide()
            self._across_label.hide()
            self._stack.setCurrentWidget(self._episode)
            support, query, ink = self._pictures_of(task)
            self._episode.show_episode(
                task.classes, support, task.support_labels, query, task.query_labels, ink
            )
        self._about.setText(self._words(task))
        self.dealt.emit(task)

    def _show_again(self) -> None:
        if self._task is not None and self._stack.currentWidget() is not self._message:
            self._show(self._task)

    def _pictures_of(self, task: DealtTask) -> tuple[Pictures, Pictures, bool]:
        """Return support and query pictures to show, and whether they are ink on paper."""
        seen, asked = task.seen_support, task.seen_query
        if not self._seen.isChecked() or seen is None or asked is None:
            self._episode.set_hint("")
            return task.support_pictures, task.query_pictures, task.ink
        height, width, channels = seen.shape[1:]
        if self._experiment is not None and self._experiment.data.name in SEQUENCE_DATA:
            self._episode.set_hint(self.tr("places of the pen, from blue to orange"))
            return seen, asked, False
        what = (
            self.tr("{0} × {1} pixels in colour")
            if channels == 3
            else self.tr("{0} × {1} pixels in grey")
        )
        hint = what.format(width, height)
        if task.augmented:
            hint = self.tr("{0}, augmented as while training").format(hint)
        self._episode.set_hint(hint)
        factor = max(1, SEEN_SIDE // height)  # whole, so that each pixel stays a square

        def enlarged(pictures: Pictures) -> Pictures:
            return pictures.repeat(factor, axis=1).repeat(factor, axis=2)

        return enlarged(seen), enlarged(asked), False

    def _show_function(self, task: DealtTask) -> None:
        from metastudio.gui.widgets.function_view import FunctionView

        if self._function is None:
            self._function = FunctionView()
            self._function.setObjectName("functionView")
            self._stack.addWidget(self._function)
        assert isinstance(self._function, FunctionView) and task.points is not None
        points = task.points
        inputs = list(points.names[:-1])
        if [self._across.itemText(i) for i in range(self._across.count())] != inputs:
            self._across.clear()
            self._across.addItems(inputs)
        parts = (points.support, points.query, points.whole)
        across = max(self._across.currentIndex(), 0)
        self._function.show_points(points.names, parts, points.joined, across)
        self._stack.setCurrentWidget(self._function)
        for widget in (self._across, self._across_label):
            widget.setVisible(len(inputs) > 1)

    def _failed(self, error: Exception) -> None:
        self._message.say(said(str(error)), tone="warning")
        self._stack.setCurrentWidget(self._message)
        self._about.setText("")

    def _words(self, task: DealtTask) -> str:
        words = self._size_in_words(task)
        if task.position is None:
            return words
        return self.tr("{0}, at {1} % of the stream").format(words, round(100 * task.position))

    def _size_in_words(self, task: DealtTask) -> str:
        splits = {
            "train": self.tr("training"),
            "validation": self.tr("validation"),
            "test": self.tr("test"),
        }
        number, split = task.index + 1, splits.get(task.split, task.split)
        if task.points is not None:
            words = counted(
                len(task.points.support), self.tr("1 known point"), self.tr("{0} known points")
            )
            return self.tr("Task {0} of {1}: {2}").format(number, split, words)
        ways = len(task.classes)
        each = np.bincount(task.support_labels, minlength=ways)
        shots = int(each.min()) if ways else 0
        if ways and each.max() > shots:
            return self.tr("Task {0} of {1}: {2}-way, {3} to {4} shots").format(
                number, split, ways, shots, int(each.max())
            )
        return self.tr("Task {0} of {1}: {2}-way {3}-shot").format(number, split, ways, shots)
