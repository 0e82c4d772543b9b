"""The episode inspector: one validation task, and what the model answers after each step."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QSignalBlocker, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSlider,
    QSpinBox,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from metastudio.engine.events import Floats, Inspection
from metastudio.gui.colours import Colours
from metastudio.gui.engine_thread import EngineThread
from metastudio.gui.language import said
from metastudio.gui.plots.canvas import Canvas, written
from metastudio.gui.plots.chips import Chip
from metastudio.gui.plots.export import Exporter
from metastudio.gui.plots.feature_plane import FeaturePlane
from metastudio.gui.plots.fitted_curve import FittedCurve
from metastudio.gui.plots.panel import Panel
from metastudio.gui.plots.predicted_true import PredictedTrue
from metastudio.gui.theme import FIELD, TIGHT, set_icon
from metastudio.gui.widgets.answer_bars import AnswerBars
from metastudio.gui.widgets.answer_grid import AnswerGrid

SLOT = "inspect"
PLAY_MS, WHOLE_PLAY_MS = 700, 6000  # of one step, and at most of all


class EpisodeInspector(Panel):
    """Shows one task at a time, as the engine tells it; one question at a time is open.

    While it is hidden nothing is asked. What changes meanwhile is asked once, with the newest.
    """

    taskChosen = Signal(int)

    def __init__(
        self,
        name: str,
        title: str,
        empty: str,
        engine: EngineThread,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, title, empty, _body := QWidget(), parent)
        self._engine = engine
        self._seen: Inspection | None = None
        self._task, self._tasks = 0, 0
        self._time: int | None = None
        self._moved: Floats | None = None  # the support points, where a person dragged them
        self._asking = self._stale = False
        self._series = QColor(Qt.GlobalColor.blue)
        self._query = -1
        self._play_timer = QTimer(self)
        self._play_timer.timeout.connect(self._play_on)
        self._build_header()
        self._build_body(_body)

    # --- layout ----------------------------------------------------------------------------------

    def _build_header(self) -> None:
        name = self.objectName()
        self.number = QSpinBox(objectName="inspectorTask")
        self.number.setAccessibleName(self.tr("Number of the validation task"))
        self.number.setToolTip(
            self.tr("Which validation task to look into; a click on its curve chooses it, too")
        )
        self.number.setRange(1, 1)
        self.number.valueChanged.connect(lambda number: self.show_task(number - 1))
        self.add_to_header(self.number)
        self.views = [Chip(self.tr("Pictures")), Chip(self.tr("Plane"))]
        group = QButtonGroup(self)
        for index, chip in enumerate(self.views):
            chip.setObjectName(f"{name}View{index}")
            chip.hide()
            group.addButton(chip, index)
            self.add_to_header(chip)
        self.views[0].setChecked(True)
        self.views[1].setToolTip(
            self.tr("Features in the plane of their two largest variances: dots are queries, "
                    "stars the prototypes that they are compared with")
        )  # fmt: skip
        group.idToggled.connect(self._choose_view)
        self.undo = QPushButton(self.tr("Put points back"), objectName="inspectorReset", flat=True)
        self.undo.clicked.connect(self.put_back)
        self.undo.hide()
        self.add_to_header(self.undo)

    def _build_body(self, body: QWidget) -> None:
        self.grid = AnswerGrid()
        self.grid.setObjectName("inspectorPictures")
        self.grid.queryClicked.connect(self._select)
        self.exporter = Exporter(self.grid.sheet, "task", self.grid.paint_on)
        self.exporter.table = self._scores_table
        self.bars = AnswerBars()
        self.bars.setObjectName("inspectorBars")
        self.bars.hide()
        self.plane = FeaturePlane("feature-plane")
        self.plane.setObjectName("inspectorPlane")
        self.curve = FittedCurve("fitted-curve")
        self.curve.setObjectName("inspectorCurve")
        self.curve.supportMoved.connect(self._move_support)
        pictures = QWidget()
        column = QVBoxLayout(pictures)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(TIGHT)
        column.addWidget(self.grid, 1)
        column.addWidget(self.bars)
        self._kinds = QStackedWidget()
        self._pictures = pictures
        self.predicted = PredictedTrue("predicted-true")
        self.predicted.setObjectName("inspectorPredicted")
        for widget in (pictures, self.plane, self.curve, self.predicted):
            self._kinds.addWidget(widget)
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(TIGHT)
        layout.addWidget(self._kinds, 1)
        layout.addLayout(self._transport())

    def _transport(self) -> QHBoxLayout:
        self.play = QToolButton(objectName="inspectorPlay")
        self.play.setIconSize(QSize(16, 16))
        self.play.clicked.connect(self.toggle_play)
        self._name_play()
        self.step = QSlider(Qt.Orientation.Horizontal, objectName="inspectorStep")
        self.step.setAccessibleName(self.tr("Step"))
        self.step.setPageStep(1)
        self.step.valueChanged.connect(self._show_step)
        self.said = QLabel(objectName="inspectorScore")
        row = QHBoxLayout()
        row.setSpacing(FIELD)
        row.addWidget(self.play)
        row.addWidget(self.step, 1)
        row.addWidget(self.said)
        return row

    # --- what is looked at -----------------------------------------------------------------------

    def clear(self, series: QColor) -> None:
        """Forget everything, for a new run drawn in `series`."""
        self._engine.cancel_job(SLOT)  # an answer that comes from the run before
        self._series = series
        self._seen, self._moved, self._time = None, None, None
        self._task = self._tasks = 0
        self._asking = self._stale = False
        self._play_timer.stop()
        self._name_play()
        self.number.setRange(1, 1)
        self.readout.clear()
        self.undo.hide()
        self.show_body(False)

    def note_validation(self, tasks: int) -> None:
        """A newer model can be asked; there are so many validation tasks."""
        if tasks != self._tasks:
            self._tasks = tasks
            with QSignalBlocker(self.number):
                self.number.setRange(1, tasks)
        if self._time is None:
            self._ask()

    def show_task(self, index: int) -> None:
        """Look into another validation task."""
        if not 0 <= index < max(self._tasks, 1):
            return
        with QSignalBlocker(self.number):
            self.number.setValue(index + 1)
        if index != self._task:
            self._task, self._moved, self._query = index, None, -1
            self.undo.hide()
            self.curve.fit()
            self.plane.fit()
            self._ask()
        self.taskChosen.emit(index)

    def show_time(self, iteration: int | None) -> None:
        """Look at the model of an earlier iteration; None follows the newest."""
        if iteration != self._time:
            self._time = iteration
            self._ask()

    def put_back(self) -> None:
        """Give a function the support points that it was dealt."""
        self._moved = None
        self.undo.hide()
        self._ask()

    @property
    def seen(self) -> Inspection | None:
        """What is shown."""
        return self._seen

    def set_colours(self, colours: Colours, scale: float = 1.0) -> None:
        """Follow the theme; `scale` is that of its text."""
        for chip in self.views:
            chip.set_colours(None, colours, scale)
        self.plane.set_colours(colours, scale)
        self.curve.set_series(self._series, colours, scale)
        self.predicted.set_series(self._series, colours, scale)
        self.bars.update()

    def add_actions(self, menu: QMenu) -> None:
        """Offer what can be done with what is shown: the plane, the curve, or the pictures."""
        shown = self._kinds.currentWidget()
        if isinstance(shown, Canvas):
            shown.add_actions(menu)
        else:
            self.exporter.add_to(menu)

    def _scores_table(self) -> Callable[[], str]:
        """Return every answer at every step as CSV, one row a query and step."""
        seen = self._seen
        if seen is None or not len(seen.scores):
            return written("")
        classes = ",".join(f'"{name}"' for name in seen.task.classes)
        rows = [f"step,query,class,{classes}"]
        for step, answers in zip(seen.x, seen.scores, strict=True):
            for query, (label, scores) in enumerate(
                zip(seen.task.query_labels, answers, strict=True)
            ):
                cells = ",".join(f"{score:.6g}" for score in scores)
                rows.append(f'{step:g},{query + 1},"{seen.task.classes[label]}",{cells}')
        return written("\n".join(rows) + "\n")

    # --- asking ----------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._ask()

    def _ask(self) -> None:
        """Ask for what is looked at now; while an answer is awaited, once more after it."""
        if not self._tasks:
            return
        if self._asking or not self.isVisible():
            self._stale = True
            return
        self._asking, self._stale = True, False
        self._engine.inspect(self._task, self._time, self._moved, self._take, self._refuse)

    def _take(self, seen: Inspection) -> None:
        self._asking = False
        self._show(seen)
        if self._stale:
            self._ask()

    def _refuse(self, error: Exception) -> None:
        self._asking = False
        self.set_empty_text(said(str(error)))
        self.show_body(False)

    # --- showing ---------------------------------------------------------------------------------

    def _show(self, seen: Inspection) -> None:
        before, self._seen = self._seen, seen
        steps = len(seen.x)
        at_end = before is None or self.step.value() == self.step.maximum()
        with QSignalBlocker(self.step):
            self.step.setRange(0, max(steps - 1, 0))
            if at_end and not self._play_timer.isActive():
                self.step.setValue(self.step.maximum())
        for widget in (self.play, self.step):
            widget.setVisible(steps > 1)
        for chip in self.views:
            chip.setVisible(seen.plane is not None)
        if len(seen.fits):
            self._show_function(seen)
        elif seen.task.points is not None:
            points = seen.task.points
            self.predicted.show_queries(points.query[:, -1], seen.predicted, points.names[-1])
            self._kinds.setCurrentWidget(self.predicted)
        else:
            self._show_pictures(seen, before)
        when = self.tr("at iteration {0}").format(f"{seen.iteration:,}")
        self.readout.setText(when)
        self.show_body(True)
        self._show_step(self.step.value())

    def _show_pictures(self, seen: Inspection, before: Inspection | None) -> None:
        task = seen.task
        if before is None or before.task.index != task.index or before.fits.size:
            self.grid.show_task(
                task.classes, task.support_pictures, task.support_labels,
                task.query_pictures, task.query_labels, task.ink,
            )  # fmt: skip
        if seen.plane is not None:
            self.plane.show_plane(
                task.classes,
                (seen.plane.support, task.support_labels),
                (seen.plane.queries, task.query_labels),
                seen.plane.prototypes,
                seen.scores.argmax(-1),
            )
        shows_plane = seen.plane is not None and self.views[1].isChecked()
        self._kinds.setCurrentWidget(self.plane if shows_plane else self._pictures)

    def _show_function(self, seen: Inspection) -> None:
        task = seen.task
        assert task.support_xy is not None and task.query_xy is not None
        support = task.support_xy if self._moved is None else self._moved
        self.curve.show_fits(support, task.query_xy, seen.grid, seen.fits)
        self._kinds.setCurrentWidget(self.curve)

    def _show_step(self, step: int) -> None:
        seen = self._seen
        if seen is None or step >= len(seen.x):
            return
        self.curve.show_step(step)
        self.predicted.show_step(step)
        self.plane.show_step(step)
        where = self._step_in_words(seen, step)
        if len(seen.errors):
            self.said.setText(self.tr("{0}: error {1}").format(where, f"{seen.errors[step]:.3g}"))
        elif len(seen.scores):
            right = seen.scores[step].argmax(-1) == seen.task.query_labels
            self.grid.show_scores(seen.scores[step])
            self.said.setText(
                self.tr("{0}: {1} of {2} right").format(where, int(right.sum()), len(right))
            )
        self._show_bars()

    def _step_in_words(self, seen: Inspection, step: int) -> str:
        label = said(seen.curve_label)
        label = label[:1].upper() + label[1:]
        return f"{label} {seen.x[step]:g}"

    def _select(self, query: int) -> None:
        self._query = -1 if query == self._query else query
        self.grid.select(self._query)
        self._show_bars()

    def _show_bars(self) -> None:
        seen, step = self._seen, self.step.value()
        queries = 0 if seen is None or not len(seen.scores) else seen.scores.shape[1]
        self.bars.setVisible(0 <= self._query < queries)
        if seen is not None and 0 <= self._query < queries:
            self.bars.show_scores(seen.task.classes, seen.scores[step, self._query])

    def _choose_view(self, _index: int, on: bool) -> None:
        if on and self._seen is not None:
            self._show(self._seen)

    # --- dragging and playing --------------------------------------------------------------------

    def _move_support(self, points: Floats) -> None:
        if self._moved is None and self._seen is not None:
            dealt = self._seen.task.support_xy
            if dealt is not None and np.allclose(dealt, points):
                return  # a click on a point that did not move it
        self._moved = np.asarray(points, dtype=np.float32)
        self.undo.show()
        self._ask()

    def toggle_play(self) -> None:
        """Go through the steps from the first to the last, or stop."""
        if self._play_timer.isActive():
            self._play_timer.stop()
        elif self._seen is not None:
            steps = max(len(self._seen.x) - 1, 1)
            self.step.setValue(0)
            self._play_timer.start(min(PLAY_MS, WHOLE_PLAY_MS // steps))
        self._name_play()

    def _play_on(self) -> None:
        self.step.setValue(self.step.value() + 1)
        if self.step.value() == self.step.maximum():
            self._play_timer.stop()
            self._name_play()

    def _name_play(self) -> None:
        playing = self._play_timer.isActive()
        words = self.tr("Stop") if playing else self.tr("Play the steps")
        set_icon(self.play, "stop" if playing else "play")
        self.play.setAccessibleName(words)
        self.play.setToolTip(words)
