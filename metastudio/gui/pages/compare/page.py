"""The Compare page itself: the table of runs, and below it what the chosen ones have to say."""

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from metastudio.engine.events import Ended, Failed, Started
from metastudio.engine.run_index import RunRecord
from metastudio.engine.same_task import differing_settings
from metastudio.gui.commands import Commands
from metastudio.gui.language import said
from metastudio.gui.pages.compare.adaptation_tab import AdaptationTab
from metastudio.gui.pages.compare.curves_tab import CurvesTab
from metastudio.gui.pages.compare.job_tab import JobTab
from metastudio.gui.pages.compare.library import RunLibrary
from metastudio.gui.pages.compare.marks import MOST, Marked, Marks
from metastudio.gui.pages.compare.page_commands import ONE, SOME, add_commands
from metastudio.gui.pages.compare.pairs_tab import PairsTab
from metastudio.gui.pages.compare.run_actions import RunActions
from metastudio.gui.pages.compare.run_data import RunData, RunReader
from metastudio.gui.pages.compare.run_jobs import CalibrationTab, GridTab
from metastudio.gui.pages.compare.run_model import RunModel
from metastudio.gui.pages.compare.run_table import RunTable
from metastudio.gui.pages.compare.scores_tab import ScoresTab
from metastudio.gui.pages.compare.settings_tab import SettingsTab
from metastudio.gui.plots.canvas import Canvas
from metastudio.gui.plots.panel import PlotPanel
from metastudio.gui.session import Session
from metastudio.gui.theme import EDGE, FIELD, GROUP, set_icon, set_tone, theme
from metastudio.gui.widgets.empty_state import EmptyState
from metastudio.gui.words import counted

PAUSE_MS = 20  # between two tabs that are made, for what was made to be laid out
TABLE, EMPTY = range(2)  # pages of the upper stack
TABS, HINT = range(2)  # pages of the lower one


class ComparePage(QWidget):
    """Choose runs in the table; curves, scores, differences and settings of these follow."""

    lamp = Signal(str)  # "idle", "running", "done", "problem"

    def __init__(self, session: Session, commands: Commands, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.commands = session, commands
        self.library = RunLibrary(session, self)
        self.marked: list[Marked] = []
        self._followers: list[tuple[QPushButton, QAction]] = []
        self._shown: list[RunRecord] = []  # what the tabs show, or are about to
        self._marks, self._reader = Marks(), RunReader()
        self._data: dict[Path, RunData] = {}
        self._unmade = self._tabs_to_make()
        self._asked_for_tabs = False
        self.ready = False  # whether all tabs are made
        self.actions_of_runs = RunActions(self)
        add_commands(commands, self)
        self.model = RunModel(self)
        self.table = RunTable(self.model)
        self.tabs = QTabWidget(objectName="compareTabs")
        self._arrange()
        self._connect()
        self._update_commands()
        self._show_state()

    # --- layout ----------------------------------------------------------------------------------

    def _tabs_to_make(self) -> Iterator[tuple[QWidget, str]]:
        self.curves = CurvesTab()
        yield self.curves, self.tr("Curves")
        self.adaptation = AdaptationTab()
        yield self.adaptation, self.tr("Adaptation")
        self.scores = ScoresTab()
        yield self.scores, self.tr("Scores")
        self.pairs = PairsTab(self.session)
        yield self.pairs, self.tr("Difference")
        self.grid = GridTab(self.session)
        yield self.grid, self.tr("Ways × shots")
        self.calibration = CalibrationTab(self.session)
        yield self.calibration, self.tr("Calibration")
        self.settings_tab = SettingsTab()
        yield self.settings_tab, self.tr("Settings")

    def _make_tab(self) -> None:
        """Make one of the tabs below the table; the window stays alive between two of them."""
        tab, title = next(self._unmade, (None, ""))
        self.ready = tab is None
        if tab is None:
            self._follow_choice()
            return
        if isinstance(tab, JobTab):
            tab.working.connect(self.lamp)
        elif isinstance(tab, AdaptationTab):
            tab.plotMade.connect(lambda plot: self._hear(plot.canvas))
        for canvas in tab.findChildren(Canvas):
            self._hear(canvas)
        for panel in tab.findChildren(PlotPanel):
            panel.set_colours(theme().colours, theme().text_scale)
        self.tabs.addTab(tab, title)
        QTimer.singleShot(PAUSE_MS, self, self._make_tab)

    def _arrange(self) -> None:
        self.tabs.setDocumentMode(True)
        self._empty = EmptyState("", "", "scales")
        self._hint = EmptyState("", "", "cursor")
        self._upper, self._lower = QStackedWidget(), QStackedWidget()
        for widget in (self.table, self._empty):
            self._upper.addWidget(widget)
        for widget in (self.tabs, self._hint):
            self._lower.addWidget(widget)
        self._split = QSplitter(Qt.Orientation.Vertical, objectName="compareSplitter")
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(self._upper)
        self._split.addWidget(self._lower)
        self._split.setStretchFactor(0, 2)
        self._split.setStretchFactor(1, 3)
        self._split.setSizes([320, 480])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(EDGE, GROUP, EDGE, GROUP)
        layout.setSpacing(FIELD)
        layout.addLayout(self._bar())
        layout.addWidget(self._split, 1)

    def _bar(self) -> QHBoxLayout:
        self.filter = QLineEdit(objectName="runFilter")
        self.filter.setPlaceholderText(self.tr("Filter by words"))
        self.filter.setAccessibleName(self.tr("Filter runs"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setMaximumWidth(280)
        self.starred = self._tool("starredOnly", "star", self.tr("Only runs with a star"))
        self.starred.setCheckable(True)
        columns = self._tool("columnsButton", "columns", self.tr("Columns"))
        columns.clicked.connect(
            lambda: self.table.columns_menu().popup(
                columns.mapToGlobal(QPoint(0, columns.height()))
            )
        )
        self.count = QLabel(objectName="runCount")
        set_tone(self.count, "muted")
        row = QHBoxLayout()
        row.setSpacing(FIELD)
        row.addWidget(self.filter, 1)
        for widget in (self.starred, columns):
            row.addWidget(widget)
        row.addSpacing(FIELD)
        row.addWidget(self.count)
        row.addStretch(1)
        for id in ("recallRun", "continueRun", "duplicateRun", "reportRuns", "deleteRuns"):
            row.addWidget(self._button(id))
        more = self._tool("moreButton", "dots-three", self.tr("More for the chosen runs"))
        more.clicked.connect(lambda: self._menu().popup(more.mapToGlobal(QPoint(0, more.height()))))
        row.addWidget(more)
        return row

    def _tool(self, name: str, icon: str, words: str) -> QToolButton:
        button = QToolButton(objectName=name)
        button.setAccessibleName(words)
        button.setToolTip(words)
        set_icon(button, icon)
        return button

    def _button(self, id: str) -> QPushButton:
        action = self.commands.action(id)
        button = QPushButton(action.text(), objectName=f"{id}Button")
        button.setAccessibleName(action.text())
        set_icon(button, self.commands.command(id).icon)
        button.clicked.connect(action.trigger)
        self._followers.append((button, action))
        # A method of the page's, which Qt lets go with the page: a function would outlive it.
        action.changed.connect(self._follow_actions)
        return button

    def _follow_actions(self) -> None:
        for button, action in self._followers:
            button.setEnabled(action.isEnabled())
            button.setToolTip(action.toolTip())

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setObjectName("runMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for id in ("recallRun", "continueRun", "duplicateRun", "tryRun", "", "starRuns",
                   "renameRun", "noteRun", "tagRun", "", "copyRunCommand", "openRunFolder", "",
                   "reportRuns", "exportRuns", "", "deleteRuns", "emptyRunBin"):  # fmt: skip
            menu.addAction(self.commands.action(id)) if id else menu.addSeparator()
        return menu

    def _connect(self) -> None:
        table, library = self.table, self.library
        library.changed.connect(self._take_records)
        library.deleted.connect(self.actions_of_runs.say_deleted)
        library.failed.connect(lambda words: self.session.notice.emit("bad", words))
        table.chosenChanged.connect(self._follow_choice)
        table.starClicked.connect(self.actions_of_runs.flip_star)
        table.menuWanted.connect(lambda at: self._menu().popup(at))
        table.keyed.connect(lambda id: self.commands.action(id).trigger())
        self.filter.textChanged.connect(lambda _: self._refilter())
        self.starred.toggled.connect(lambda _: self._refilter())
        self._empty.clicked.connect(self._help_out)
        self.tabs.currentChanged.connect(lambda _: self._show_tab())
        self._later = QTimer(self, singleShot=True, interval=0)  # a drag over rows chooses many
        self._later.timeout.connect(self._show_choice)
        self.session.engine.trainingEvents.connect(self._follow_training)
        theme().changed.connect(self._dress)

    def _hear(self, canvas: Canvas) -> None:
        canvas.saved.connect(
            lambda path: self.session.notice.emit("good", self.tr("Saved as {0}.").format(path))
        )
        canvas.notSaved.connect(lambda words: self.session.notice.emit("bad", words))

    def _dress(self) -> None:
        for panel in self.tabs.findChildren(PlotPanel):
            panel.set_colours(theme().colours, theme().text_scale)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._asked_for_tabs:  # not before: they would cost the start-up
            self._asked_for_tabs = True
            QTimer.singleShot(4 * PAUSE_MS, self, self._make_tab)
        self.library.watch(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.library.watch(False)

    def _follow_training(self, events: list[object]) -> None:
        if self.isVisible() and any(isinstance(e, Started | Ended | Failed) for e in events):
            self.library.refresh()

    # --- the table -------------------------------------------------------------------------------

    def _take_records(self) -> None:
        self.table.keep_choice(lambda: self.model.set_records(self.library.records))
        self._follow_choice()
        self._show_state()

    def _refilter(self) -> None:
        words, starred = self.filter.text(), self.starred.isChecked()
        self.table.keep_choice(lambda: self.model.set_filter(words, starred))
        self._show_state()

    def _show_state(self) -> None:
        """Show the table, or say why there is nothing in it."""
        number, shown = len(self.library.records), self.model.rowCount()
        words = counted(number, self.tr("{0} run"), self.tr("{0} runs"))
        if shown != number:
            words = self.tr("{0} of {1}").format(f"{shown:,}", words)
        self.count.setText(words if number else "")
        self._upper.setCurrentIndex(TABLE if shown else EMPTY)
        self._lower.setVisible(number > 0)
        if not self.library.complete and not number:
            self._empty.say(self.tr("Reading the runs…"))
        elif not number:
            self._empty.say(
                self.tr(
                    "No runs yet. Each training stands here as a run, with its curves and scores, "
                    "to be compared with others."
                ),
                self.tr("Go to Train"),
            )
        elif not shown:
            self._empty.say(self.tr("No run has all of these words."), self.tr("Show all"))

    def _help_out(self) -> None:
        if self.library.records:
            self.starred.setChecked(False)
            self.filter.clear()
        else:
            self.session.requestPage.emit("train")

    # --- the chosen runs -------------------------------------------------------------------------

    def _follow_choice(self) -> None:
        self.marked = self._marks.give(self.table.chosen)
        several = [one.record.used for one in self.marked]
        differs = differing_settings(several) if len(several) > 1 else frozenset()
        self.model.mark({one.record.folder: one for one in self.marked}, differs)
        self._update_commands()
        records = [one.record for one in self.marked]
        if self.ready and (records != self._shown or not records):
            self._shown = records
            self._later.start()

    def _show_choice(self) -> None:
        self._lower.setCurrentIndex(TABS if self.marked else HINT)
        if not self.marked:
            self._hint.say(
                self.tr(
                    "Choose a run to see its curves. With Ctrl or Shift choose several, up to {0}, "
                    "and compare them."
                ).format(MOST)
            )
            return
        records = [one.record for one in self.marked]
        self.session.engine.run_job(
            "compare_data", lambda report: self._reader.read(records, report),
            self._take_data, lambda error: self.session.notice.emit("bad", said(str(error))),
        )  # fmt: skip
        self._show_tab()

    def _take_data(self, data: dict[Path, RunData]) -> None:
        self._data = data
        if self.tabs.currentWidget() in (self.curves, self.adaptation):
            self._show_tab()

    def _show_tab(self) -> None:
        """Draw the tab in front; the others follow when they are turned to."""
        tab = self.tabs.currentWidget()
        if not self.marked:
            return
        if isinstance(tab, CurvesTab | AdaptationTab):
            if all(one.record.folder in self._data for one in self.marked):
                tab.show_runs(self.marked, self._data)
        elif isinstance(tab, ScoresTab | SettingsTab | JobTab):
            tab.show_runs(self.marked)

    # --- commands --------------------------------------------------------------------------------

    def _update_commands(self) -> None:
        number = len(self.marked)
        one = self.marked[0].record if number == 1 else None
        for id in ONE:
            why = self.tr("Choose a single run.") if one is None else ""
            if (
                one is not None
                and one.problem
                and id in ("recallRun", "duplicateRun", "tryRun", "continueRun", "copyRunCommand")
            ):
                why = said(one.problem)  # fmt: skip
            elif one is not None and id == "tryRun" and one.checkpoint is None:
                why = self.tr("This run has no checkpoint: it was deleted, or never saved.")
            elif one is not None and id == "continueRun":
                why = self._why_not_continued(one)
            self._offer(id, why)
        for id in SOME:
            self._offer(id, "" if number else self.tr("Choose a run."))

    def _why_not_continued(self, record: RunRecord) -> str:
        if self.session.engine.training:
            return self.tr("A run is under way; finish or cancel it first.")
        if not record.resumable:
            return self.tr("This run can't be continued: its resume.safetensors is missing.")
        return ""

    def _offer(self, id: str, why_not: str) -> None:
        action, command = self.commands.action(id), self.commands.command(id)
        action.setEnabled(not why_not)
        keys = f" ({command.shortcut})" if command.shortcut else ""
        action.setToolTip(why_not or command.tip + keys)
