"""The plots of a run: curves above; the adaptation fan, the map and one task below."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QSplitter, QVBoxLayout, QWidget

from metastudio.engine.events import Started, Stepped, TrainingEvent, Validated
from metastudio.engine.experiment import Experiment
from metastudio.engine.timeline import Timeline
from metastudio.gui.engine_thread import EngineThread
from metastudio.gui.pages.train.inspector import EpisodeInspector
from metastudio.gui.plots.adaptation_fan import AdaptationFan, Measure
from metastudio.gui.plots.adaptation_map import AdaptationMap
from metastudio.gui.plots.curve_plot import CurvePlot
from metastudio.gui.plots.panel import PlotPanel
from metastudio.gui.theme import FIELD, TIGHT, caption, series_colour, theme

SMOOTHING = 60  # per cent, as most trackers begin
LOOKS_ROOM = 64 * 2**20  # bytes of validations that the cursor on the map can go back to


class RunCharts(QWidget):
    """Draws what a run says. Fed with events, it keeps all of them until the next run.

    A click on a task's curve opens the task; the cursor on the map takes fan and task to an
    earlier validation, and back to the newest.
    """

    def __init__(self, engine: EngineThread, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.percent = True  # the score is an accuracy, shown in per cent; else an error
        self._x_title = ""
        self._looks: Timeline[Validated] = Timeline(LOOKS_ROOM)
        self.loss = CurvePlot(
            "metaLossPlot",
            self.tr("Meta-loss"),
            self.tr("The meta-loss is drawn here with every iteration."),
            self.tr("Iteration"),
        )
        self.accuracy = CurvePlot(
            "accuracyPlot",
            self.tr("Accuracy"),
            self.tr("Accuracy on the query pictures is drawn here."),
            self.tr("Iteration"),
        )
        for plot in (self.loss, self.accuracy):
            plot.add_curve("training", self.tr("Training"), smoothed=True)
            plot.add_curve("validation", self.tr("Validation"), smoothed=False)
        self.fan = AdaptationFan(
            "adaptationFan",
            self.tr("Adaptation"),
            self.tr("After the first validation: how each task learns from its support set."),
        )
        self.map = AdaptationMap(
            "adaptationMap",
            self.tr("Adaptation over training"),
            self.tr("Grows with every validation: a column of colour for how far each step gets."),
        )
        self.inspector = EpisodeInspector(
            "episodeInspector",
            self.tr("Task"),
            self.tr("After the first validation: one task, and what the model answers."),
            engine,
        )
        self.fan.taskChosen.connect(self.inspector.show_task)
        self.inspector.taskChosen.connect(self.fan.pick)
        self.map.timeChosen.connect(self._travel)
        self._arrange()
        theme().changed.connect(self._dress)
        self._dress()

    def _arrange(self) -> None:
        self.top = _split(Qt.Orientation.Horizontal, "trainCurves", self.loss, self.accuracy)
        self.left = _split(Qt.Orientation.Vertical, "trainAdaptation", self.fan, self.map)
        self.below = _split(Qt.Orientation.Horizontal, "trainBelow", self.left, self.inspector)
        self.all = _split(Qt.Orientation.Vertical, "trainPanels", self.top, self.below)
        self.top.setSizes([500, 500])
        self.left.setSizes([520, 480])
        self.below.setSizes([540, 460])
        self.all.setSizes([400, 600])
        self._smoothing = QSlider(Qt.Orientation.Horizontal)
        self._smoothing.setObjectName("smoothing")
        self._smoothing.setAccessibleName(self.tr("Smoothing"))
        self._smoothing.setToolTip(
            self.tr("How much of the past the training lines remember; 0 shows them as they are.")
        )
        self._smoothing.setRange(0, 99)
        self._smoothing.setFixedWidth(120)
        self._smoothing.valueChanged.connect(self._smooth)
        self._weight = QLabel()
        self._weight.setProperty("role", "caption")
        self._weight.setMinimumWidth(28)
        self._smoothing.setValue(SMOOTHING)
        row = QHBoxLayout()
        row.setSpacing(FIELD)
        row.addStretch(1)
        label = caption(self.tr("Smoothing"))
        label.setWordWrap(False)
        for widget in (label, self._smoothing, self._weight):
            row.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(TIGHT)
        layout.addLayout(row)
        layout.addWidget(self.all, 1)

    @property
    def panels(self) -> tuple[PlotPanel, ...]:
        """All plots."""
        return self.loss, self.accuracy, self.fan, self.map

    def _dress(self) -> None:
        for panel in (*self.panels, self.inspector):
            panel.set_colours(theme().colours, theme().text_scale)

    def _smooth(self, value: int) -> None:
        self._weight.setText(f"{value / 100:.2f}")
        for plot in (self.loss, self.accuracy):
            plot.set_smoothing(value / 100)

    # --- a run -----------------------------------------------------------------------------------

    def begin(self, experiment: Experiment) -> None:
        """Clear all for a new run of `experiment`."""
        colour = series_colour(experiment.method.name)
        self.percent = not experiment.regression
        squared = self.tr("Meta-loss (mean squared error)")
        self.loss.set_axis(
            squared if experiment.regression else self.tr("Meta-loss (cross-entropy)")
        )
        if experiment.regression:
            self.accuracy.rename(self.tr("Error"))
            self.accuracy.set_axis(self.tr("Error (mean squared)"))
        else:
            self.accuracy.rename(self.tr("Accuracy"))
            self.accuracy.set_axis(self.tr("Accuracy"), suffix=" %")
        for plot in (self.loss, self.accuracy):
            plot.clear()
            plot.set_series({"training": colour})
        self.fan.clear()
        self.fan.set_series(colour)
        self.fan.pick(0)
        self.map.clear()
        self.inspector.clear(colour)
        self._looks.clear()
        self._dress()

    def take(self, events: Sequence[TrainingEvent]) -> None:
        """Draw what happened, in order."""
        steps = [event for event in events if isinstance(event, Stepped)]
        if steps:
            iterations = [step.iteration for step in steps]
            self.loss.append("training", iterations, [step.loss for step in steps])
            scores = np.array([step.score for step in steps]) * self._unit
            self.accuracy.append("training", iterations, scores)
        for event in events:
            if isinstance(event, Started):
                self._x_title = event.curve_label[:1].upper() + event.curve_label[1:]
            elif isinstance(event, Validated):
                self._take_validation(event)

    def mark(self, iteration: int, words: str) -> None:
        """Mark where a person changed something."""
        for plot in (self.loss, self.accuracy):
            plot.mark_event(iteration, words)

    @property
    def _unit(self) -> float:
        return 100.0 if self.percent else 1.0

    def _take_validation(self, event: Validated) -> None:
        score = event.score * self._unit
        self.loss.append("validation", event.iteration, event.loss)
        self.accuracy.append("validation", event.iteration, score)
        if event.best:
            value = f"{score:.1f} %" if self.percent else f"{score:.3g}"
            words = self.tr("best {0} at {1}").format(value, f"{event.iteration:,}")
            self.accuracy.mark_best(event.iteration, score, words)
        self._looks.add(event.iteration, event, event.losses.nbytes + event.scores.nbytes)
        self.map.add_look(event.iteration, event.x, self._measures(event), x_title=self._x_title)
        if self.map.time < 0:
            self._show_fan(event)
        self.inspector.note_validation(len(event.scores))

    def _travel(self, iteration: int) -> None:
        """Show fan and task as they were at a validation; -1 shows the newest."""
        found = self._looks.nearest(iteration if iteration >= 0 else None)
        if found is not None:
            self._show_fan(found[1])
            self.inspector.show_time(found[0] if iteration >= 0 else None)

    def _show_fan(self, event: Validated) -> None:
        self.fan.show_tasks(
            event.x,
            self._measures(event),
            x_title=self._x_title,
            caption=self.tr("mean of {0} validation tasks at iteration {1}").format(
                len(event.scores), f"{event.iteration:,}"
            ),
        )

    def _measures(self, event: Validated) -> tuple[Measure, ...]:
        scores = Measure(
            self.tr("Accuracy") if self.percent else self.tr("Error"),
            " %" if self.percent else "",
            event.scores.astype(np.float64) * self._unit,
            lower_is_better=not self.percent,
        )
        losses = Measure(self.tr("Loss"), "", event.losses.astype(np.float64), lower_is_better=True)
        return (scores, losses) if self.percent else (scores,)  # an error is its own loss


def _split(orientation: Qt.Orientation, name: str, *widgets: QWidget) -> QSplitter:
    splitter = QSplitter(orientation, objectName=name)
    splitter.setChildrenCollapsible(False)
    for widget in widgets:
        splitter.addWidget(widget)
    return splitter
