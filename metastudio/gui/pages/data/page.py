"""The Data page: puts the cards of the catalogue and the data set that is looked at together."""

import logging
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMessageBox,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from metastudio.engine.compatibility import changes_for_data
from metastudio.engine.errors import MetaStudioError
from metastudio.engine.events import DataCard, DatasetView
from metastudio.engine.experiment import BUILT_IN_DATA, METHODS, DataSettings, Experiment
from metastudio.engine.sections.names import is_table
from metastudio.gui.commands import Command, Commands
from metastudio.gui.language import said
from metastudio.gui.pages.data.absent_panel import AbsentPanel
from metastudio.gui.pages.data.checker import Checker
from metastudio.gui.pages.data.dataset_list import DatasetList
from metastudio.gui.pages.data.dataset_panel import DatasetPanel, can_be_checked
from metastudio.gui.pages.data.downloader import Downloader
from metastudio.gui.pages.data.importer import Importer
from metastudio.gui.pages.data.splits import Division
from metastudio.gui.session import Session, kind_of
from metastudio.gui.theme import EDGE, FIELD, GROUP, TIGHT, page_title, set_icon
from metastudio.gui.widgets.empty_state import EmptyState
from metastudio.gui.widgets.work_strip import WorkStrip

log = logging.getLogger(__name__)


class DataPage(QWidget):
    """Browsing changes nothing but this page; "Use for training" changes the experiment."""

    lamp = Signal(str)

    def __init__(self, session: Session, commands: Commands, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._commands = session, commands
        self._cards: dict[str, DataCard] = {}
        self._chosen = ""
        self._listed = False
        self._list = DatasetList()
        self._list.chosen.connect(self.choose)
        self._work = WorkStrip()
        self._work.setObjectName("importProgress")
        self._work.cancelled.connect(self._stop_reading)
        self._importer = Importer(session, self._work, self)
        self._importer.begun.connect(self._look_ahead)
        self._importer.changed.connect(self._take_import)
        self._importer.lamp.connect(self.lamp)
        self._downloader = Downloader(session, self)
        self._downloader.changed.connect(self._follow_download)
        self._downloader.done.connect(self.refresh)
        self._downloader.lamp.connect(self.lamp)
        self._absent = AbsentPanel(self._downloader)
        self._absent.archiveWanted.connect(lambda: self._importer.choose_archive(self._chosen))
        self._absent.folderWanted.connect(lambda: self._importer.choose_folder(self._chosen))
        self._panel = DatasetPanel(session)
        self._panel.reopenWanted.connect(self._reopen)
        self._panel.useWanted.connect(self.use)
        self._panel.removeWanted.connect(self.ask_to_remove)
        self._checker = Checker(session, self._work, self._panel.problems, self)
        self._checker.mended.connect(self.refresh)
        self._checker.dropping.connect(self._panel.drop_classes)
        self._panel.checkWanted.connect(self._checker.start)
        self._panel.columnsWanted.connect(self._choose_columns)
        self._fresh = ""  # name of what was imported just now, and is to be looked through
        self._failed: DataSettings | None = None  # of the experiment, where nothing could be opened
        self._brought: list[Path] = []  # split files that came with what is being imported
        self._add_commands()
        self._message = EmptyState("", "", "stack")
        self._message.setObjectName("dataMessage")
        self._message.clicked.connect(self._answer_message)
        self._message.otherClicked.connect(self.ask_to_remove)
        self._on_message: Callable[[], None] | None = None
        self._stack = QStackedWidget()
        self._stack.addWidget(self._message)
        self._stack.addWidget(self._panel)
        self._stack.addWidget(self._absent)
        self._lay_out()
        self._say(self.tr("Looking at which data sets there are…"))
        session.openData.connect(self._importer.bring_in)
        session.openSplit.connect(self._panel.take_split_files)
        session.openSittings.connect(self._panel.take_sittings_file)
        session.experimentChanged.connect(self._follow)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._listed:
            self._listed = True
            self.refresh()
        self.setFocus()  # so that Space deals at once
        self._panel.sync_soon()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Reached only where no control inside has a use for Space.
        if event.key() == Qt.Key.Key_Space and self._panel.dealer.button.isVisible():
            self._panel.dealer.deal_another()
        else:
            super().keyPressEvent(event)

    # --- construction ----------------------------------------------------------------------------

    def _add_commands(self) -> None:
        for command in (
            Command("importArchive", self.tr("Import archive…"), self._importer.choose_archive,
                    "Ctrl+I", "archive", self.tr("Import pictures from zip or tar files")),
            Command("importFolder", self.tr("Import folder…"), self._importer.choose_folder,
                    "Ctrl+Shift+I", "folder-plus",
                    self.tr("Import a folder with one sub-folder per class")),
            Command("dealTask", self.tr("Deal a task"), self.deal, "Ctrl+D", "shuffle",
                    self.tr("Show another task of the chosen data set")),
            Command("moveClasses", self.tr("Move classes…"), self._panel.move_classes, "Ctrl+M",
                    "", self.tr("Move the selected classes to another part of the split")),
            Command("useDataset", self.tr("Use for training"), self.use, "", "check",
                    self.tr("Train on the chosen data set")),
        ):  # fmt: skip
            self._commands.add(command)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(FIELD)
        top.addWidget(page_title(self.tr("Data")))
        top.addStretch(1)
        for name, id in (("importButton", "importArchive"), ("importFolderButton", "importFolder")):
            action, icon_name = self._commands.action(id), self._commands.command(id).icon
            button = QPushButton(action.text())
            button.setObjectName(name)
            button.setAccessibleName(action.text().rstrip("…"))
            button.clicked.connect(action.trigger)
            button.setToolTip(action.toolTip())
            set_icon(button, icon_name)
            top.addWidget(button)
        splitter = QSplitter(objectName="dataSplitter")
        splitter.setChildrenCollapsible(False)
        self._list.setMinimumWidth(220)
        splitter.addWidget(self._list)
        splitter.addWidget(self._stack)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([304, 880])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(EDGE, EDGE - TIGHT, EDGE, GROUP)
        layout.setSpacing(GROUP)
        layout.addLayout(top)
        layout.addWidget(self._work)
        layout.addWidget(splitter, 1)

    # --- the list --------------------------------------------------------------------------------

    @property
    def chosen(self) -> str:
        """Name of the data set that is looked at, or ""."""
        return self._chosen

    def refresh(self, then: str = "") -> None:
        """List the data sets again, and choose `then`, or what was chosen, or the session's."""
        self._listed = True
        self._session.engine.list_datasets(
            lambda cards: self._show_cards(cards, then), self._no_list
        )

    def _show_cards(self, cards: Sequence[DataCard], then: str) -> None:
        self._cards = {card.name: card for card in cards}
        self._list.show_cards(cards)
        self._session.engine.card_pictures(
            cards, self._list.show_sheets, lambda error: log.info("no sheets: %s", error)
        )
        wanted = (then, self._chosen, self._session.experiment.data.name)
        name = next((n for n in wanted if n in self._cards), next(iter(self._cards), ""))
        if name:
            self.choose(name)
        else:
            self._say(self.tr("There are no data sets yet."), self.tr("Import folder…"),
                      self._importer.choose_folder)  # fmt: skip

    def _no_list(self, error: Exception) -> None:
        self._listed = False
        self.lamp.emit("problem")
        self._say(said(str(error)), self.tr("Try again"), self.refresh, "bad")

    def choose(self, name: str) -> None:
        """Look at a data set; nothing else changes."""
        self._chosen, self._failed = name, None
        self._list.choose(name)
        card = self._cards[name]
        self._checker.turn_to(card)
        if _untold(card):
            self._session.engine.stop_opening()
            self._panel.forget()
            self._rest()
            self._offer_columns(self._untold_words())
            return
        try:
            data = self._panel.prepare(card)
        except MetaStudioError as error:  # what the experiment is, and this data set, don't fit
            self._session.engine.stop_opening()
            self._rest()
            self._say(said(str(error)), tone="warning")
            return
        if card.state != "ready":
            self._session.engine.stop_opening()
            self._rest()
            self._absent.show_card(card)
            self._stack.setCurrentWidget(self._absent)
            return
        if not self._panel.glancing or self._stack.currentWidget() is not self._panel:
            self._say(self.tr("Opening {0}…").format(said(card.title)))
        self._session.engine.open_dataset(
            data, self._glance, self._show, self._not_shown, self._say_progress
        )

    def _untold_words(self) -> str:
        return self.tr("Which columns of this table make tasks has not been said yet.")

    def _offer_columns(self, sentence: str, tone: str = "muted") -> None:
        """Say what is wrong with a table, which other columns may mend; or it can be removed."""
        words = self.tr("Choose columns…")
        self._say(sentence, words, self._choose_columns, tone, self.tr("Remove data set"))

    def _choose_columns(self) -> None:
        card = self._cards.get(self._chosen)
        if card is not None and is_table(card.name) and card.removable:
            self._importer.choose_columns(card)

    def _glance(self, view: DatasetView | None) -> None:
        """Show the classes while their pictures are read."""
        if view is not None:
            self._panel.show_glance(view)
            self._stack.setCurrentWidget(self._panel)

    def _take_import(self, name: str) -> None:
        """Show what was imported, and look through its pictures."""
        self._fresh = name
        self.refresh(name)

    def _look_ahead(self, paths: Sequence[Path]) -> None:
        """Show the classes of a folder while it is imported."""
        self._brought = [p for p in paths if p.is_file() and kind_of(p) == "split"]
        if len(paths) == 1 and paths[0].is_dir():
            data = self._panel.prepare_folder(paths[0])
            self._session.engine.stop_opening()
            self._session.engine.glance_at(data, self._glance)

    def _stop_reading(self) -> None:
        """Stop reading pictures; the classes stay to be looked at, and it can go on."""
        if self._importer.busy:
            return
        if self._checker.busy:
            self._checker.cancel()
            return
        self._session.engine.stop_opening()
        self._rest()
        self.lamp.emit("idle")
        words = self.tr("Reading was stopped.")
        if self._stack.currentWidget() is self._panel:
            self._panel.dealer.say(words, "warning", self.tr("Read on"), self._reopen)
        else:
            self._say(words, self.tr("Read on"), self._reopen, "warning")

    def _reopen(self) -> None:
        if self._chosen in self._cards:
            self.choose(self._chosen)

    def _show(self, view: DatasetView) -> None:
        self._rest()
        self._cards[self._chosen] = view.card
        self._panel.show_view(view)
        if self._fresh == view.card.name:  # another may have been on its way before the import
            self._fresh = ""
            if can_be_checked(view.card):
                self._checker.start()
            elif self._brought and view.card.name in BUILT_IN_DATA:  # keeps no files beside it
                self._panel.take_split_files(self._brought)
            self._brought = []
        self._stack.setCurrentWidget(self._panel)
        self._session.engine.card_pictures(
            [view.card], self._list.show_sheets, lambda error: log.info("no sheet: %s", error)
        )

    def _not_shown(self, error: Exception) -> None:
        self._rest()
        self._panel.forget()
        self._failed = self._session.experiment.data
        self.lamp.emit("problem")
        card = self._cards[self._chosen]
        if card.removable and is_table(card.name):
            self._offer_columns(said(str(error)), "bad")
        elif card.removable:  # nothing else would let go of it
            self._say(said(str(error)), self.tr("Remove data set"), self.ask_to_remove, "bad")
        else:
            self._say(said(str(error)), self.tr("Try again"), self._reopen, "bad")

    def _say_progress(self, fraction: float, sentence: str) -> None:
        if not self._importer.busy:  # which has the strip, as it can be cancelled there
            self._work.work(fraction, said(sentence), stoppable=True)
            self._panel.dealer.wait_for(said(sentence))

    def _rest(self) -> None:
        if not self._importer.busy and not self._checker.busy:
            self._work.rest()

    def _follow_download(self, name: str) -> None:
        busy = self._downloader.busy == name
        percent = f"{100 * self._downloader.news[0]:.0f} %"
        self._list.set_busy(name, self.tr("Downloading, {0}").format(percent) if busy else "")

    # --- the experiment --------------------------------------------------------------------------

    def deal(self) -> None:
        """Deal another task, on this page."""
        self._session.requestPage.emit("data")
        self._panel.dealer.deal_another()

    def use(self) -> None:
        """Train on the data set that is looked at; undoable."""
        if not self._chosen or self._cards[self._chosen].state != "ready":
            return
        if _untold(self._cards[self._chosen]):
            self._session.notice.emit("info", self._untold_words())
            return
        if self._panel.card is None:
            return  # a folder is still being imported
        try:
            changes = self._panel.changes()
            self._session.edit(changes)
        except MetaStudioError as error:
            self._session.notice.emit("bad", str(error))
            return
        if "method.name" in changes:
            method = METHODS[str(changes["method.name"])]
            words = self.tr("The method is now {0}, which can fit functions.").format(method)
            self._session.notice.emit("good", words)
        self._session.requestPage.emit("train")

    def _follow(self, experiment: Experiment) -> None:
        """Keep up with the session: its data set where that changed, its ways and shots."""
        self._panel.tell_use()
        if self._stack.currentWidget() is self._panel:
            self._panel.sync_soon()
        elif self._failed not in (None, experiment.data) and self.isVisible():
            self._reopen()  # the setting that stood in the way may be undone

    # --- removal ---------------------------------------------------------------------------------

    def ask_to_remove(self) -> None:
        """Ask, and then delete the imported copy of the chosen data set."""
        card = self._cards[self._chosen]
        box = QMessageBox(self)
        box.setObjectName("removeDialog")
        box.setWindowTitle(self.tr("Remove data set"))
        box.setText(self.tr("Remove “{0}”?").format(said(card.title)))
        box.setInformativeText(
            self.tr("MetaStudio's copy is deleted. The files that it was imported from stay.")
        )
        remove = box.addButton(self.tr("Remove"), QMessageBox.ButtonRole.DestructiveRole)
        remove.setObjectName("removeConfirm")
        remove.clicked.connect(lambda _checked=False: self._remove_now(card))
        box.setDefaultButton(box.addButton(self.tr("Keep"), QMessageBox.ButtonRole.RejectRole))
        box.finished.connect(box.deleteLater)
        box.open()

    def _remove_now(self, card: DataCard) -> None:
        self._session.engine.remove_dataset(
            card.name, lambda _: self._removed(card), self._not_removed
        )

    def _not_removed(self, error: Exception) -> None:
        self._session.notice.emit("bad", str(error))

    def _removed(self, card: DataCard) -> None:
        self._session.notice.emit("good", self.tr("{0} is removed.").format(said(card.title)))
        self._chosen = ""
        self._session.engine.stop_opening()
        if self._session.experiment.data.name == card.name:
            glyphs = self._cards["glyphs"]  # always there
            changes = changes_for_data(self._session.experiment, glyphs.name, glyphs.settings)
            self._session.edit({**changes, **Division(glyphs.splits[0]).changes})
        self.refresh()

    # --- messages --------------------------------------------------------------------------------

    def _say(
        self,
        sentence: str,
        button: str = "",
        then: Callable[[], None] | None = None,
        tone: str = "muted",
        remove: str = "",
    ) -> None:
        """Show one sentence and one button in place of a data set, and maybe one to remove it."""
        self._on_message = then
        self._message.say(sentence, button, tone, remove)
        self._stack.setCurrentIndex(0)

    def _answer_message(self) -> None:
        if self._on_message is not None:
            self._on_message()


def _untold(card: DataCard) -> bool:
    """Whether nobody has said yet which columns of an imported table make tasks."""
    return is_table(card.name) and card.removable and not card.settings
