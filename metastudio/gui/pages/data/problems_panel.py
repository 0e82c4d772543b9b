"""What is wrong with a folder of pictures, each with one button that mends it."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from metastudio.engine.tasks.findings import Problem
from metastudio.gui.language import said
from metastudio.gui.theme import FIELD, TIGHT, heading, icon, set_icon, theme
from metastudio.gui.words import counted

TALLEST = 150  # pixels, above which the list scrolls
FILES_NAMED = 12  # in a tool-tip


class ProblemsPanel(QFrame):
    """Hidden while there are none. `remedyWanted` gives the problem that is to be mended."""

    remedyWanted = Signal(object)  # Problem
    shown = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("problemsPanel")
        self.setProperty("panel", True)
        self._problems: tuple[Problem, ...] = ()
        self._title = heading("")
        close = QToolButton(objectName="problemsClose")
        close.setAccessibleName(self.tr("Close the list of problems"))
        close.setToolTip(self.tr("Close"))
        close.setIconSize(QSize(14, 14))
        set_icon(close, "x")
        close.clicked.connect(lambda: self.show_problems(()))
        top = QHBoxLayout()
        top.addWidget(self._title, 1)
        top.addWidget(close)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, FIELD, FIELD, FIELD)
        layout.setSpacing(TIGHT)
        layout.addLayout(top)
        layout.addWidget(self._scroll)
        theme().changed.connect(self._write)
        self.show_problems(())

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is listed."""
        return self._problems

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """List these instead; with none, hide."""
        self._problems = tuple(problems)
        self._write()
        if self._problems:
            self.shown.emit()

    def _write(self) -> None:
        words = counted(len(self._problems), self.tr("1 problem"), self.tr("{0} problems"))
        self._title.setText(words)
        self.setAccessibleName(words)
        body = QWidget()
        body.setProperty("scrolled", True)
        rows = QVBoxLayout(body)
        rows.setContentsMargins(0, 0, FIELD, 0)
        rows.setSpacing(TIGHT)
        for problem in self._problems:
            rows.addLayout(self._row(problem))
        rows.addStretch(1)
        self._scroll.setWidget(body)
        self._scroll.setFixedHeight(min(TALLEST, body.sizeHint().height() + TIGHT))
        self.setVisible(bool(self._problems))

    def _row(self, problem: Problem) -> QHBoxLayout:
        mark, text = QLabel(), QLabel(said(problem.sentence))
        mark.setPixmap(icon("warning-circle", "warning").pixmap(16, 16))
        text.setWordWrap(True)
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        text.setToolTip("\n".join(problem.files[:FILES_NAMED]))
        row = QHBoxLayout()
        row.setSpacing(FIELD)
        row.addWidget(mark)
        row.addWidget(text, 1)
        if problem.remedy is not None:
            button = QPushButton(said(problem.remedy.words))
            button.setObjectName(f"remedy-{problem.kind.replace(' ', '-')}")
            button.setAccessibleName(button.text())
            button.setToolTip(self.tr("No file is touched, and undo takes it back"))
            button.clicked.connect(lambda _checked=False: self.remedyWanted.emit(problem))
            row.addWidget(button)
        return row
