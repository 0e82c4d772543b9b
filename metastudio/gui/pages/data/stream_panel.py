"""Accuracy along a drifting stream, of the newest model that was trained on it."""

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from metastudio.engine.experiment import Experiment
from metastudio.gui.language import said
from metastudio.gui.plots.bars import Score
from metastudio.gui.plots.stream_plot import StreamPlot
from metastudio.gui.session import Session
from metastudio.gui.stream_job import AlongStream, measure_stream
from metastudio.gui.theme import theme
from metastudio.gui.widgets.work_strip import WorkStrip

SLOT = "stream"
TALL = 230


class StreamPanel(QWidget):
    """Hidden while nothing drifts. Measures when it is asked to, beside the window."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._experiment: Experiment | None = None
        self._split = "test"
        self.plot = StreamPlot(
            "streamPlot",
            self.tr("Along the stream"),
            self.tr("How good is a model on the beginning of the stream, once it has seen the end? "
                    "Train on it, then measure here."),
        )  # fmt: skip
        self._button = QPushButton(self.tr("Measure the newest model"))
        self._button.setObjectName("streamMeasure")
        self._button.setAccessibleName(self._button.text())
        self._button.setToolTip(
            self.tr("600 tasks from the whole stream, on the model that was trained on it last")
        )
        self._button.clicked.connect(self.measure)
        self.plot.add_to_header(self._button)
        self._work = WorkStrip()
        self._work.setObjectName("streamProgress")
        self._work.cancelled.connect(self._cancel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.plot, 1)
        layout.addWidget(self._work)
        self.setFixedHeight(TALL)
        self.hide()
        theme().changed.connect(self._dress)
        self._dress()

    def show_experiment(self, experiment: Experiment, split: str) -> None:
        """Belong to another experiment; what was measured of another stream goes."""
        before, self._experiment = self._experiment, experiment
        if before is None or before.data != experiment.data or split != self._split:
            self._cancel()
            self.plot.show_scores((), title="", suffix="")
        self._split = split
        self.setVisible(experiment.data.drift != "none")

    def measure(self) -> None:
        """Evaluate the newest model of this stream."""
        if self._experiment is None:
            return
        experiment, split, workspace = self._experiment, self._split, self._session.workspace
        self._button.setEnabled(False)
        self._tell(0.0, "")
        self._session.engine.run_long(
            SLOT,
            lambda report: measure_stream(workspace, experiment, split, report),
            self._show,
            self._refused,
            self._tell,
        )

    def _tell(self, fraction: float, sentence: str) -> None:
        self._work.work(fraction, said(sentence) or self.tr("Measuring…"), stoppable=True)

    def _show(self, found: AlongStream) -> None:
        self._rest()
        error = found.lower_is_better
        factor, suffix = (1.0, "") if error else (100.0, " %")
        colour = theme().colours.accent
        scores = [
            Score("", self.tr("At {0} % of the stream").format(round(100 * at)), factor * mean,
                  factor * ci95, colour, 100 * at)
            for at, mean, ci95 in found.parts
        ]  # fmt: skip
        title = self.tr("Error") if error else self.tr("Accuracy")
        self.plot.show_scores(
            scores, title=title, suffix=suffix, x_title=self.tr("Place in the stream (%)")
        )
        words = self.tr("{0}, {1} tasks").format(found.run.name, f"{found.episodes:,}")
        self.plot.readout.setText(words)

    def _refused(self, error: Exception) -> None:
        self._rest()
        self._session.notice.emit("info", str(error))

    def _cancel(self) -> None:
        self._session.engine.cancel_long(SLOT)
        self._rest()

    def _rest(self) -> None:
        self._button.setEnabled(True)
        self._work.rest()

    def _dress(self) -> None:
        self.plot.set_colours(theme().colours, theme().text_scale)
