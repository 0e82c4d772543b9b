"""What is shown of a data set that is open: its facts, its classes as divided, one dealt task."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from metastudio.engine.compatibility import changes_for_data
from metastudio.engine.errors import MetaStudioError
from metastudio.engine.events import DataCard, DatasetView
from metastudio.engine.experiment import BUILT_IN_DATA, DataSettings, Experiment
from metastudio.engine.sections.names import SEQUENCE_DATA, is_table
from metastudio.gui.language import said
from metastudio.gui.pages.data.class_browser import ClassBrowser
from metastudio.gui.pages.data.problems_panel import ProblemsPanel
from metastudio.gui.pages.data.sittings_file import SittingsFile
from metastudio.gui.pages.data.split_files import SplitFiles
from metastudio.gui.pages.data.split_tools import SplitTools
from metastudio.gui.pages.data.splits import NONE, Division, SplitKeeper, divided_alike, regrouped
from metastudio.gui.pages.data.task_dealer import TaskDealer
from metastudio.gui.session import Session
from metastudio.gui.theme import FIELD, GROUP, TIGHT, caption, heading, primary
from metastudio.gui.widgets.problems_strip import ProblemsStrip
from metastudio.gui.words import counted

Changes = dict[str, Any]


class DatasetPanel(QWidget):
    """`reopenWanted` asks for the data set to be opened again, with other settings."""

    reopenWanted = Signal()
    useWanted = Signal()
    removeWanted = Signal()
    checkWanted = Signal()
    columnsWanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._card: DataCard | None = None
        self._view: DatasetView | None = None  # as divided now
        self._opened: DatasetView | None = None  # as the engine opened it
        self._viewed: DataSettings | None = None  # what `_opened` shows, or will
        self._glancing = False
        self._shuffles = 0
        self._keeper = SplitKeeper(session, self)
        self._keeper.changed.connect(self.sync_soon)
        self._sync_timer = QTimer(self, singleShot=True, interval=0)
        self._sync_timer.timeout.connect(self._sync)
        self._title, self._facts = heading(""), caption("")
        self._use = primary(_button("useButton", self.tr("Use for training")))
        self._use.clicked.connect(self.useWanted)
        self._remove = _button("removeButton", self.tr("Remove…"))
        self._remove.setToolTip(self.tr("Delete MetaStudio's copy of this data set"))
        self._remove.setProperty("danger", True)
        self._remove.clicked.connect(self.removeWanted)
        self._check = _button("checkButton", self.tr("Check pictures"))
        self._check.setToolTip(
            self.tr("Look through all pictures for damaged ones, copies and more")
        )
        self._check.clicked.connect(self.checkWanted)
        self._columns = _button("columnsButton", self.tr("Columns…"))
        self._columns.setToolTip(self.tr("Choose which columns of the table make tasks"))
        self._columns.clicked.connect(self.columnsWanted)
        self._problems = ProblemsStrip()
        self.problems = ProblemsPanel()
        self.problems.shown.connect(self._problems.clear)  # it tells the same, with remedies
        self._browser = ClassBrowser()
        self._browser.splitChosen.connect(self._follow_task)
        self._browser.moveWanted.connect(self._move)
        self._browser.samplesWanted.connect(self._fetch_samples)
        self._tools = SplitTools()
        self._files = SplitFiles(session, self)
        self._files.accepted.connect(self._take_split)
        self._sittings = SittingsFile(session, self._keeper, self)
        self._connect_tools()
        self.dealer = TaskDealer(session)
        self._lay_out()

    # --- one data set ----------------------------------------------------------------------------

    @property
    def view(self) -> DatasetView | None:
        """What is shown, or None while it is being opened."""
        return self._view

    @property
    def glancing(self) -> bool:
        """Whether the classes are shown and the pictures are still to be read."""
        return self._glancing

    @property
    def card(self) -> DataCard | None:
        """The data set that is turned to; None where it is a folder that is only glanced at."""
        return self._card

    def prepare(self, card: DataCard) -> DataSettings:
        """Turn to a data set; returns with which settings it is to be opened."""
        self._card, self._view, self._opened = card, None, None
        self._title.setText(said(card.title))
        self._remove.setVisible(card.removable)
        self._check.setVisible(can_be_checked(card))
        self._columns.setVisible(card.removable and is_table(card.name))
        self.tell_use()
        self._viewed = self.experiment().data
        return self._viewed

    def show_view(self, view: DatasetView) -> None:
        """Show the data set, opened."""
        self._card = view.card
        self._keeper.remember(view.card.name, self._keeper.division(view.card), view)
        self._facts.setText(self._facts_of(view))
        self._facts.setToolTip(view.card.citation)
        listed = () if self.problems.problems else view.problems
        self._problems.show_problems([said(problem) for problem in listed])
        self._opened, self._glancing = view, False
        self._remove.setEnabled(True)
        self._check.setEnabled(True)
        self._tools.setEnabled(True)
        self.tell_use()
        self._divide(view)
        self.sync_soon()

    def prepare_folder(self, folder: Path) -> DataSettings:
        """Turn to a folder that is being imported; returns with which settings to glance at it."""
        self._card, self._view, self._opened = None, None, None
        data = self._session.experiment.data
        plain = {"name": str(folder), "split": "random", "split_file": None, "rotations": False}
        self._viewed = data.model_copy(update=plain)
        return self._viewed

    def show_glance(self, view: DatasetView) -> None:
        """Show the classes before all pictures are read; nothing can be moved or dealt yet."""
        if self._opened is not None:
            return
        self._view, self._glancing = view, True
        self._title.setText(said(view.card.title))
        self._facts.setText(self._facts_of(view))
        self._problems.show_problems(())
        for button in (self._use, self._remove, self._check, self._tools):
            button.setEnabled(False)
        self._classes.show()
        self._browser.show_dataset(view, "train", movable=False)
        self.dealer.say(self.tr("Tasks are dealt as soon as all pictures are read."))

    def _fetch_samples(self, name: str) -> None:
        """Show pictures of a class of which none is at hand yet."""
        if self._opened is None and self._viewed is not None:
            self._session.engine.class_pictures(
                name, self._viewed, lambda p: self._browser.add_samples(name, p), self._no_samples
            )

    def _no_samples(self, error: Exception) -> None:
        self._session.notice.emit("bad", str(error))

    def forget(self) -> None:
        """The data set could not be opened, or is gone."""
        self._view = self._opened = self._viewed = None
        self._glancing = False

    def experiment(self) -> Experiment:
        """Return the session's experiment on the data set that is looked at."""
        experiment = self._session.experiment
        if self._card is None or self._card.name == experiment.data.name:
            return experiment
        task = {
            f"task.{key}": value
            for key, value in experiment.to_dict()["task"].items()
            if key in ("ways", "shots", "queries")
        }
        return experiment.changed({**self.changes(), **task})

    def changes(self) -> Changes:
        """Return the settings that bring the experiment to the data set that is looked at."""
        assert self._card is not None
        division = self._keeper.division(self._card)
        changes = changes_for_data(self._session.experiment, self._card.name, self._card.settings)
        return {**changes, **division.changes}

    def tell_use(self) -> None:
        """Say whether the experiment uses this data set."""
        name = self._session.experiment.data.name
        in_use = self._card is not None and self._card.name == name
        self._use.setEnabled(not in_use)
        self._use.setText(self.tr("Used for training") if in_use else self.tr("Use for training"))
        self._use.setToolTip(
            self.tr("The Train page already uses this data set")
            if in_use
            else self.tr("Set this data set on the Train page")
        )

    def _divide(self, view: DatasetView) -> None:
        """Show the classes as they are divided now."""
        self._view = view
        card, pictures = view.card, bool(view.splits)
        self._classes.setVisible(pictures)
        if not pictures:
            return
        division = self._keeper.division(card)
        alike = divided_alike(view) or division.by_sitting
        whole = is_table(card.name)
        movable = not (alike or whole)
        self._browser.show_dataset(view, self._browser.split, movable, division.by_sitting)
        self._tools.show_division(
            card.splits, self._keeper.own(card.name), division, self._keeper.is_own(division)
        )
        why = (
            self.tr("Pictures are divided here by where they were taken, not classes.")
            if division.by_sitting
            else self.tr(
                "Every split has all the classes, as there are too few to keep some apart."
            )
        )
        groups = {group for split in view.splits for group in split.groups}
        if whole:
            why = self.tr("A table is divided by whole tasks, so its classes can't be moved.")
        self._tools.allow(why if alike or whole else "", len(groups) > 2, whole)

    def _facts_of(self, view: DatasetView) -> str:
        card = view.card
        classes = counted(card.classes, self.tr("1 class"), self.tr("{0} classes"))
        pictures = counted(card.pictures, self.tr("1 picture"), self.tr("{0} pictures"))
        size = f"{view.image_size} × {view.image_size} px" if view.image_size else ""
        if card.name in SEQUENCE_DATA:
            pictures = counted(card.pictures, self.tr("1 drawing"), self.tr("{0} drawings"))
        if card.name in SEQUENCE_DATA or is_table(card.name):
            size = ""
        facts = [
            said(card.about) if is_table(card.name) else "",
            classes if card.classes else "",
            pictures if card.pictures else "",
            size,
            said(card.licence),
            card.citation,
        ]
        return " · ".join(fact for fact in facts if fact)

    # --- keeping up ------------------------------------------------------------------------------

    def sync_soon(self) -> None:
        """Look at the data set again, once all that belongs to one edit has happened."""
        self._sync_timer.start()

    def _sync(self) -> None:
        """Show what another division, or another setting of the experiment, makes of the data."""
        if self._view is None or self._opened is None or not self.isVisible():
            return
        try:
            data = self.experiment().data
        except MetaStudioError as error:
            self.dealer.say(said(str(error)), "warning")
            return
        if data == self._viewed:
            self._follow_task()
            return
        before, self._viewed = self._viewed, data
        splits = self._keeper.known(self._view.card.name, self._keeper.division(self._view.card))
        alike = before is not None and _undivided(before) == _undivided(data)
        if before is not None and (Division.of(before).by_sitting or Division.of(data).by_sitting):
            alike = False  # pictures change sides, which lists of classes don't tell
        known = regrouped(self._opened, splits) if alike and splits else None
        if known is None:
            self.reopenWanted.emit()
            return
        self._divide(known)
        self._follow_task()

    def _follow_task(self) -> None:
        if self._opened is None:
            return  # its pictures are still being read
        if self._browser.split == NONE:
            words = self.tr(
                "These classes are in no split, so no task is dealt from them. Drag them onto a "
                "part to use them."
            )
            self.dealer.say(words)
            return
        try:
            self.dealer.show_experiment(self.experiment(), self._browser.split)
        except MetaStudioError as error:
            self.dealer.say(said(str(error)), "warning")

    # --- the division ----------------------------------------------------------------------------

    def _connect_tools(self) -> None:
        tools = self._tools
        tools.chosen.connect(self._choose_division)
        tools.moveWanted.connect(self.move_classes)
        tools.suggestWanted.connect(self._suggest)
        tools.resetWanted.connect(self._reset_split)
        tools.fileWanted.connect(self._choose_split_file)
        tools.sittingsWanted.connect(self._choose_sittings_file)

    def move_classes(self) -> None:
        """Open the menu that moves the selected classes."""
        if self._view is not None and self.isVisible():
            self._browser.open_move_menu()

    def take_split_files(self, paths: Sequence[Path]) -> None:
        """Divide the data set as these files say, once missing classes have been told."""
        if self._view is None or not self._view.splits or is_table(self._view.card.name):
            words = self.tr("Open the data set that the split is for, and drop the file again.")
            self._session.notice.emit("info", words)
            return
        self._files.take(paths, self._view)

    def drop_classes(self, classes: Sequence[str]) -> None:
        """Have the user's own split do without classes that are about to be left out."""
        view = self._view
        if view is None or not self._keeper.is_own(self._keeper.division(view.card)):
            return
        gone = set(classes)
        left = {s.name: [c for c in s.classes if c not in gone] for s in view.splits}
        self._keeper.keep(view.card, left, self.tr("split without what is left out"))

    def _choose_split_file(self) -> None:
        if self._view is not None:
            self._files.choose(self._view)

    def _choose_sittings_file(self) -> None:
        if self._view is not None:
            self._sittings.choose(self._view.card, self.experiment().data)

    def take_sittings_file(self, path: Path) -> None:
        """Divide the pictures of the data set as a column of this CSV file says."""
        view = self._view
        if view is None or self._opened is None or not view.splits or is_table(view.card.name):
            words = self.tr("Open the data set that the file speaks of, and drop it again.")
            self._session.notice.emit("info", words)
            return
        self._sittings.take(path, view.card, self.experiment().data)

    def _take_split(self, splits: dict[str, list[str]]) -> None:
        if self._view is not None:
            self._keeper.keep(self._view.card, splits, self.tr("split from a file"))

    def _choose_division(self, division: Division) -> None:
        if self._view is not None:
            self._keeper.choose(self._view.card, division)

    def _move(self, classes: Sequence[str], to: str) -> None:
        if self._view is not None:
            self._keeper.move(self._view.card, self._view, classes, to)

    def _suggest(self, by_group: bool) -> None:
        if self._view is not None:
            self._keeper.suggest(self._view.card, self._view, self._shuffles, by_group)
            self._shuffles += 1

    def _reset_split(self) -> None:
        if self._view is not None:
            self._keeper.reset(self._view.card)

    # --- construction ----------------------------------------------------------------------------

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(TIGHT)
        words.addWidget(self._title)
        words.addWidget(self._facts)
        top = QHBoxLayout()
        top.setSpacing(FIELD)
        top.addLayout(words, 1)
        for widget in (self._columns, self._check, self._remove, self._use):
            top.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
        self._classes = QWidget()
        column = QVBoxLayout(self._classes)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(FIELD)
        column.addWidget(self._tools)
        column.addWidget(self._browser, 1)
        self.dealer.setMinimumWidth(360)
        panes = QSplitter(objectName="taskSplitter")
        panes.setChildrenCollapsible(False)
        panes.addWidget(self._classes)
        panes.addWidget(self.dealer)
        panes.setStretchFactor(1, 1)
        panes.setSizes([290, 600])
        panes.setHandleWidth(GROUP)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GROUP, 0, 0, 0)
        layout.setSpacing(GROUP)
        layout.addLayout(top)
        layout.addWidget(self._problems)
        layout.addWidget(self.problems)
        layout.addWidget(panes, 1)


def can_be_checked(card: DataCard) -> bool:
    """Whether the pictures of a data set can be looked through and left out."""
    ready = card.removable and card.state == "ready"
    return ready and card.name not in BUILT_IN_DATA and not is_table(card.name)


def _undivided(data: DataSettings) -> DataSettings:
    return data.model_copy(update={"split": "", "split_file": None})


def _button(name: str, text: str) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.setAccessibleName(text.rstrip("…"))
    return button
