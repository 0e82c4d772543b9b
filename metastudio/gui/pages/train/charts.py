"""The plots of a run: curves above; the adaptation fan, the map and one task below."""

import itertools
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from metastudio.engine.events import Changed, Floats, Started, Stepped, TrainingEvent, Validated
from metastudio.engine.experiment import Experiment
from metastudio.engine.timeline import Timeline
from metastudio.gui.engine_thread import EngineThread
from metastudio.gui.language import said
from metastudio.gui.pages.train.inspector import EpisodeInspector
from metastudio.gui.pages.train.past_run import COLUMNS, PastRun, read_looks
from metastudio.gui.pages.train.plot_bar import PlotBar
from metastudio.gui.plots.adaptation_fan import AdaptationFan, Looks, Measure
from metastudio.gui.plots.adaptation_map import AdaptationMap
from metastudio.gui.plots.canvas import TURN_MS
from metastudio.gui.plots.curve_plot import CurvePlot
from metastudio.gui.plots.export import Exporter
from metastudio.gui.plots.panel import Panel, PlotPanel
from metastudio.gui.theme import TIGHT, series_colour, theme
from metastudio.gui.widgets.panel_docks import PanelDocks, Place

LOOKS_AT_ONCE = 50  # validations that are restored at a stretch
LOOKS_ROOM = 64 * 2**20  # bytes of validations that the cursor on the map can go back to


class RunCharts(QWidget):
    """Draws what a run says. Fed with events, it keeps all of them until the next run.

    A click on a task's curve opens the task; the cursor on the map, or a click on a curve over the
    iterations, takes fan and task to an earlier validation, and back to the newest.
    """

    notice = Signal(str, str)  # level and sentence, as the session's

    def __init__(self, engine: EngineThread, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.percent = True  # the score is an accuracy, shown in per cent; else an error
        self._x_title = ""
        self._looks: Timeline[Validated] = Timeline(LOOKS_ROOM)
        self._run: Path | None = None  # where all of them lie, also those that had to go
        self._make_curves()
        self.fan = AdaptationFan(
            "adaptationFan",
            self.tr("Adaptation"),
            self.tr("After the first validation: how each task learns from its support set."),
        )
        self.map = AdaptationMap(
            "adaptationMap",
            self.tr("Adaptation map"),
            self.tr("Grows with every validation: a column of colour for how far each step gets."),
        )
        self.inspector = EpisodeInspector(
            "episodeInspector",
            self.tr("Task"),
            self.tr("After the first validation: one task, and what the model answers."),
            engine,
        )
        self.fan.history = self._all_looks
        self.fan.taskChosen.connect(self.inspector.show_task)
        self.inspector.taskChosen.connect(self.fan.pick)
        self.map.timeChosen.connect(self._travel)
        for plot in self.curves:
            plot.iterationChosen.connect(self.map.go_to)
        for exporter in self._exporters():
            exporter.saved.connect(self._say_saved)
            exporter.notSaved.connect(self._say_not_saved)
        self._arrange()
        self._connect_bar()
        theme().changed.connect(self._dress)
        self._dress()

    def _make_curves(self) -> None:
        iteration = self.tr("Iteration")
        self.loss = CurvePlot(
            "metaLossPlot",
            self.tr("Meta-loss"),
            self.tr("The meta-loss is drawn here with every iteration."),
            iteration,
        )
        self.accuracy = CurvePlot(
            "accuracyPlot",
            self.tr("Accuracy"),
            self.tr("Accuracy on the query pictures is drawn here."),
            iteration,
        )
        self.gradient = CurvePlot(
            "gradientPlot",
            self.tr("Gradient"),
            self.tr("How long the gradients of outer and inner loop are, with every iteration."),
            iteration,
        )
        self.curves = (self.loss, self.accuracy, self.gradient)
        for plot in self.curves:
            plot.add_curve("training", self.tr("Training"), smoothed=True)
        for plot in (self.loss, self.accuracy):
            plot.add_curve("validation", self.tr("Validation"), smoothed=False)
        self.gradient.name_curve("training", self.tr("Outer loop"))
        self.gradient.add_curve("inner", self.tr("Inner loop"), smoothed=True, optional=True)
        self.gradient.set_axis(self.tr("Norm of the gradient"))

    # --- layout ----------------------------------------------------------------------------------

    def _arrange(self) -> None:
        self.docks = PanelDocks(
            "trainDocks",
            (
                Place(self.loss, 500, 400),
                Place(self.fan, 540, 310, self.loss, below=True),
                Place(self.accuracy, 500, 400, self.loss),
                Place(self.gradient, 330, 400, self.accuracy, shown=False),
                Place(self.inspector, 460, 600, self.fan),
                Place(self.map, 540, 290, self.fan, below=True),
            ),
        )
        self.bar = PlotBar({p.objectName(): p.title.text() for p in self.panels})
        self.docks.shownChanged.connect(self.tick_panels)
        self.tick_panels()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(TIGHT)
        layout.addWidget(self.bar)
        layout.addWidget(self.docks, 1)

    def _connect_bar(self) -> None:
        for number, plot in enumerate(self.curves):
            self.bar.smoothed.connect(plot.set_smoothing)
            for chosen, change in (
                (self.bar.overChosen, plot.set_over),
                (self.bar.logX, plot.set_log_x),
                (self.bar.logY, plot.set_log),
                (self.bar.outliersIgnored, plot.ignore_outliers),
            ):
                chosen.connect(partial(self._in_turn, number, plot, change))
            plot.set_smoothing(self.bar.weight)
        self.bar.panelShown.connect(self._show_panel)
        self.bar.layoutReset.connect(self.docks.reset)

    def _in_turn(
        self, number: int, plot: CurvePlot, change: Callable[[Any], None], value: Any
    ) -> None:
        """Change one plot after another, so that the window answers in between."""
        QTimer.singleShot(number * TURN_MS, plot, partial(change, value))

    def tick_panels(self) -> None:
        """Tick in the menu what is shown."""
        self.bar.show_panels({p.objectName(): self.docks.is_shown(p) for p in self.panels})

    def _show_panel(self, name: str, shown: bool) -> None:
        panel = next(panel for panel in self.panels if panel.objectName() == name)
        self.docks.set_shown(panel, shown)

    @property
    def panels(self) -> tuple[Panel, ...]:
        """All plots, and the inspector."""
        return *self.curves, self.fan, self.map, self.inspector

    def _dress(self) -> None:
        for panel in self.panels:
            if isinstance(panel, PlotPanel | EpisodeInspector):
                panel.set_colours(theme().colours, theme().text_scale)

    def _exporters(self) -> list[Exporter]:
        found = [panel.canvas.exporter for panel in self.panels if isinstance(panel, PlotPanel)]
        inspector = self.inspector
        return [*found, inspector.exporter, inspector.plane.exporter, inspector.curve.exporter]

    def _say_saved(self, path: str) -> None:
        self.notice.emit("good", self.tr("Saved as {0}.").format(path))

    def _say_not_saved(self, words: str) -> None:
        self.notice.emit("bad", words)

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
        self.docks.rename(self.accuracy)
        for plot in self.curves:
            plot.clear()
            plot.set_series({"training": colour, "inner": series_colour("inner")})
        self.fan.clear()
        self.fan.set_series(colour)
        self.fan.pick(0)
        self.map.clear()
        self.inspector.clear(colour)
        self._looks.clear()
        self._run = None
        self._dress()

    def restore(self, past: PastRun, then: Callable[[], None]) -> None:
        """Draw what a run had come to, a part at a time, and go on with `then`.

        Its looks are many; the window stays alive between two parts of them.
        """
        self._run = past.folder
        self._draw_steps(past.steps)
        for change in past.changes:
            self.mark(change.iteration, change.in_words())
        waiting = iter(past.looks)

        def go_on() -> None:
            part = list(itertools.islice(waiting, LOOKS_AT_ONCE))
            for look in part:
                self._take_validation(look)
            QTimer.singleShot(0, self, go_on if part else then)

        go_on()

    def take(self, events: Sequence[TrainingEvent]) -> None:
        """Draw what happened, in order."""
        self._take_steps([event for event in events if isinstance(event, Stepped)])
        for event in events:
            if isinstance(event, Started):
                self._run = event.run
                label = said(event.curve_label)
                self._x_title = label[:1].upper() + label[1:]
                self.map.name_steps(self._x_title)
                if event.resumed_from:
                    self.mark(event.resumed_from, self.tr("resumed"))
            elif isinstance(event, Changed):
                self.mark(event.iteration, event.in_words())
            elif isinstance(event, Validated):
                self._take_validation(event)

    def mark(self, iteration: int, words: str) -> None:
        """Mark where a person changed something."""
        for plot in self.curves:
            plot.mark_event(iteration, words)

    @property
    def _unit(self) -> float:
        return 100.0 if self.percent else 1.0

    def _take_steps(self, steps: Sequence[Stepped]) -> None:
        if not steps:
            return
        self._draw_steps(np.array([[getattr(s, name) for name in COLUMNS] for s in steps]).T)

    def _draw_steps(self, steps: NDArray[np.float64]) -> None:
        """Draw steps `(7, n)`, in rows as `COLUMNS`."""
        iterations, losses, scores, norms, tasks, seconds, inner = steps
        clock = {"tasks": tasks, "seconds": seconds}
        for plot, values in zip(self.curves, (losses, scores * self._unit, norms), strict=True):
            plot.append("training", iterations, values, **clock)
        if np.isfinite(inner).any():  # else the method has no inner loop
            self.gradient.append("inner", iterations, inner, **clock)

    def _take_validation(self, event: Validated) -> None:
        score = event.score * self._unit
        tasks, seconds = self.loss.clock("training", event.iteration)
        for plot, value in ((self.loss, event.loss), (self.accuracy, score)):
            plot.append("validation", event.iteration, value, tasks=tasks, seconds=seconds)
        if event.best:
            value = f"{score:.1f} %" if self.percent else f"{score:.3g}"
            words = self.tr("best {0} at {1}").format(value, f"{event.iteration:,}")
            self.accuracy.mark_best(event.iteration, score, words)
        self._looks.add(event.iteration, event, event.losses.nbytes + event.scores.nbytes)
        self.map.add_look(
            event.iteration,
            event.x,
            self._measures(event.scores, event.losses),
            x_title=self._x_title,
        )
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
            self._measures(event.scores, event.losses),
            x_title=self._x_title,
            caption=self.tr("{0} tasks, iteration {1}").format(
                len(event.scores), f"{event.iteration:,}"
            ),
        )

    def _all_looks(self) -> Callable[[], Looks]:
        """Freeze what was seen; what is returned reads the rest off the run's folder."""
        run, kept, measures = self._run, self._looks.items(), self._measures

        def read() -> Looks:
            past = read_looks(run) if run is not None else {}
            past |= {at: (look.scores, look.losses) for at, look in kept}
            return [(at, measures(*past[at])) for at in sorted(past)]

        return read

    def _measures(self, scores: Floats, losses: Floats) -> tuple[Measure, ...]:
        score = Measure(
            self.tr("Accuracy") if self.percent else self.tr("Error"),
            " %" if self.percent else "",
            scores.astype(np.float64) * self._unit,
            lower_is_better=not self.percent,
        )
        loss = Measure(self.tr("Loss"), "", losses.astype(np.float64), lower_is_better=True)
        return (score, loss) if self.percent else (score,)  # an error is its own loss
