"""The window: a rail of pages, menus, drops, notices, and a way out that loses nothing."""

import contextlib
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer, QUrl, Signal
from PySide6.QtGui import (
    QActionGroup,
    QCloseEvent,
    QDesktopServices,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
)
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QMainWindow,
    QMenu,
    QMessageBox,
    QStackedWidget,
    QWidget,
)

import metastudio
from metastudio.engine.errors import WorkspaceError
from metastudio.gui import layout_memory
from metastudio.gui.command_palette import CommandPalette, ShortcutSheet
from metastudio.gui.commands import Command, Commands
from metastudio.gui.language import LANGUAGES, resolve, spoken
from metastudio.gui.pages.compare import ComparePage
from metastudio.gui.pages.data import DataPage
from metastudio.gui.pages.home import HomePage
from metastudio.gui.pages.train import TrainPage
from metastudio.gui.pages.tryout import TryPage
from metastudio.gui.session import Session, kind_of
from metastudio.gui.settings import Settings
from metastudio.gui.theme import theme
from metastudio.gui.widgets.drop_hint import DropHint
from metastudio.gui.widgets.rail import Rail, RailButton
from metastudio.gui.widgets.toast import Toasts

SAVING_MS = 20_000  # a run that is told to stop saves within seconds; nobody waits for ever
TEXT_STEP = 0.1


class MainWindow(QMainWindow):
    """Shows one page at a time; everything it can do is in `commands`."""

    leaving = Signal()

    def __init__(
        self, session: Session, commands: Commands, settings: Settings | None = None
    ) -> None:
        super().__init__()
        self.session, self.commands = session, commands
        commands.setParent(self)  # actions must not outlive the buttons that mirror them
        self.settings = settings or Settings()
        self.setObjectName("mainWindow")
        self.setWindowTitle("MetaStudio")
        self.setAcceptDrops(True)
        self.setMinimumSize(960, 600)
        self.toasts = Toasts(self)
        self._hint = DropHint(self)
        self._closing = False
        self._rail = Rail()
        self._pages = QStackedWidget(objectName="pages")
        self._by_name: dict[str, QWidget] = {}
        self._buttons: dict[str, RailButton] = {}
        body = QWidget()
        layout = QHBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._rail)
        layout.addWidget(self._pages, 1)
        self.setCentralWidget(body)
        self._add_window_commands()
        own = self._add_pages()
        self._add_view_commands()
        self._build_menus(own)
        session.notice.connect(self.toasts.say)
        session.requestPage.connect(self.show_page)
        self._restore()

    # --- pages -----------------------------------------------------------------------------------

    @property
    def page(self) -> str:
        """Name of the page that is shown: "home", "data", "train", "compare" or "try"."""
        return next(n for n, p in self._by_name.items() if p is self._pages.currentWidget())

    def show_page(self, name: str) -> None:
        """Turn to a page; a tick on the page that is left has been seen, and goes out."""
        if name not in self._by_name:
            return
        left = self._buttons[self.page]
        if left.lamp == "done" and self.page != name:
            left.set_lamp("idle")
        self._pages.setCurrentWidget(self._by_name[name])
        self._buttons[name].setChecked(True)

    def _add_pages(self) -> dict[str, list[str]]:
        """Build every page; return which commands each of them registered."""
        registered: dict[str, list[str]] = {}
        kinds: list[tuple[str, str, str, str, type[QWidget]]] = [
            ("home", "navHome", self.tr("Home"), "house", HomePage),
            ("data", "navData", self.tr("Data"), "stack", DataPage),
            ("train", "navTrain", self.tr("Train"), "chart-line-up", TrainPage),
            ("compare", "navCompare", self.tr("Compare"), "scales", ComparePage),
            ("try", "navTry", self.tr("Try"), "magic-wand", TryPage),
        ]
        for name, object_name, text, icon_name, kind in kinds:
            before = {command.id for command in self.commands.all()}
            page = kind(self.session, self.commands)
            page.setObjectName(f"{name}Page")
            registered[name] = [c.id for c in self.commands.all() if c.id not in before]
            button = self._rail.add(object_name, text, icon_name)
            button.clicked.connect(lambda _checked=False, name=name: self.show_page(name))
            page.lamp.connect(button.set_lamp)
            self._pages.addWidget(page)
            self._by_name[name], self._buttons[name] = page, button
        return registered

    # --- commands and menus ----------------------------------------------------------------------

    def _add_window_commands(self) -> None:
        undo = self.session.undo
        for command in (
            Command("open", self.tr("Open…"), self.choose_files, "Ctrl+O", "folder-open",
                    self.tr("Open a checkpoint, an experiment, pictures or an archive")),
            Command("openWorkspace", self.tr("Open workspace folder"), self.open_workspace, "",
                    "folder", self.tr("Show where runs, data and settings are kept")),
            Command("quit", self.tr("Quit"), self.close, "Ctrl+Q", "sign-out"),
            Command("undo", self.tr("Undo"), undo.undo, "Ctrl+Z", "arrow-counter-clockwise"),
            Command("redo", self.tr("Redo"), undo.redo, "Ctrl+Shift+Z", "arrow-clockwise"),
        ):  # fmt: skip
            self.commands.add(command)
        undo.indexChanged.connect(self._name_undo)
        self._name_undo()

    def _name_undo(self) -> None:
        """Say in the menu what would be undone, and what done again."""
        undo = self.session.undo
        for name, can, verb, what in (
            ("undo", undo.canUndo(), self.tr("Undo"), undo.undoText()),
            ("redo", undo.canRedo(), self.tr("Redo"), undo.redoText()),
        ):
            action = self.commands.action(name)
            action.setEnabled(can)
            action.setText(f"{verb} {what}".strip())

    def _add_view_commands(self) -> None:
        for number, (name, button) in enumerate(self._buttons.items(), start=1):
            text = self.tr("Go to {0}").format(button.text())
            self.commands.add(Command(f"show.{name}", text, self._turn_to(name), f"Ctrl+{number}"))
            button.setToolTip(self.commands.action(f"show.{name}").toolTip())
        group = QActionGroup(self)
        for choice, text, icon_name in (
            ("system", self.tr("Theme of the system"), "monitor"),
            ("light", self.tr("Light theme"), "sun"),
            ("dark", self.tr("Dark theme"), "moon"),
        ):
            action = self.commands.add(
                Command(f"theme.{choice}", text, self._dress_in(choice), "", icon_name)
            )
            action.setCheckable(True)
            action.setChecked(choice == theme().choice)
            group.addAction(action)
        self._add_languages()
        for command in (
            Command("textLarger", self.tr("Larger text"), self._scale_by(TEXT_STEP), "Ctrl++"),
            Command("textSmaller", self.tr("Smaller text"), self._scale_by(-TEXT_STEP), "Ctrl+-"),
            Command("palette", self.tr("Command palette…"), self.open_palette, "Ctrl+K", "command"),
            Command("shortcuts", self.tr("Keyboard shortcuts"), self.open_shortcuts, "F1",
                    "keyboard"),
            Command("about", self.tr("About MetaStudio"), self.open_about, "", "info"),
        ):  # fmt: skip
            self.commands.add(command)

    def _add_languages(self) -> None:
        group = QActionGroup(self)
        for choice, text in (("system", self.tr("Language of the system")), *LANGUAGES.items()):
            command = Command(f"language.{choice}", text, self._speak(choice), "", "translate")
            action = self.commands.add(command)
            action.setCheckable(True)
            action.setChecked(choice == self.settings.language)
            group.addAction(action)

    def _turn_to(self, name: str) -> Callable[[], None]:
        return lambda: self.show_page(name)

    def _dress_in(self, choice: str) -> Callable[[], None]:
        return lambda: theme().set_choice(choice)

    def _speak(self, choice: str) -> Callable[[], None]:
        return lambda: self.choose_language(choice)

    def choose_language(self, choice: str) -> None:
        """Speak another language from the next start on: "system", "en" or "zh_CN"."""
        self.settings.language = choice
        language = LANGUAGES[resolve(choice)]
        if resolve(choice) == spoken():
            words = self.tr("The window speaks {0}.")
        else:
            words = self.tr("The window speaks {0} from the next start on.")
        self.toasts.say("info", words.format(language))

    def _scale_by(self, step: float) -> Callable[[], None]:
        return lambda: theme().set_text_scale(theme().text_scale + step)

    def _build_menus(self, own: dict[str, list[str]]) -> None:
        shows = [f"show.{name}" for name in self._by_name]
        themes = ["theme.system", "theme.light", "theme.dark"]
        languages = [f"language.{choice}" for choice in ("system", *LANGUAGES)]
        imports = [id for id in own["data"] if id.startswith("import")]
        rest = [id for id in own["data"] if id not in imports]
        for text, ids in (
            (self.tr("&File"), ["open", "", *imports, "", "openWorkspace", "", "quit"]),
            (self.tr("&Edit"), ["undo", "redo"]),
            (self.tr("&View"), [*shows, "", *themes, "", *languages, "", "textLarger",
                                "textSmaller", "", "palette"]),
            (self.tr("&Data"), rest),
            (self.tr("&Train"), own["train"]),
            (self.tr("&Compare"), own["compare"]),
            (self.tr("T&ry"), own["try"]),
            (self.tr("&Help"), ["shortcuts", "about"]),
        ):  # fmt: skip
            if ids:
                self._fill(self.menuBar().addMenu(text), ids)
        for command in self.commands.all():  # shortcuts work without a menu or a button, too
            self.addAction(self.commands.action(command.id))

    def _fill(self, menu: QMenu, ids: list[str]) -> None:
        for id in ids:
            menu.addAction(self.commands.action(id)) if id else menu.addSeparator()

    def choose_files(self) -> None:
        """Ask for files and open them."""
        names, _ = QFileDialog.getOpenFileNames(self, self.tr("Open"), str(Path.home()))
        if names:
            self.session.dropped([Path(name) for name in names])

    def open_workspace(self) -> None:
        """Show the workspace in the system's file manager."""
        folder = self.session.workspace.home
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            self.toasts.say("info", self.tr("The workspace is {0}.").format(folder))

    def open_palette(self) -> None:
        """Open the command palette over the window."""
        CommandPalette(self.commands, self).show()

    def open_shortcuts(self) -> None:
        """Open the sheet of shortcuts."""
        ShortcutSheet(self.commands, self).open()

    def open_about(self) -> None:
        """Say which version this is, and where it keeps things."""
        box = QMessageBox(self)
        box.setObjectName("aboutDialog")
        box.setWindowTitle(self.tr("About MetaStudio"))
        box.setText(self.tr("MetaStudio {0}").format(metastudio.__version__))
        box.setInformativeText(
            self.tr(
                "Few-shot learning that you can watch: MAML, ANIL, Meta-SGD, ProtoNet and "
                "transfer.\n\n"
                "Runs, data and settings are kept in\n{0}"
            ).format(self.session.workspace.home)
        )
        _show_and_forget(box)

    # --- drops -----------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        paths = _local_paths(event)
        if paths:
            event.acceptProposedAction()
            self._hint.say(self._promise(paths))

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._hint.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        self._hint.hide()
        paths = _local_paths(event)
        if paths:
            event.acceptProposedAction()
            # A dialog inside a drop event brings the platform's drag loop down.
            QTimer.singleShot(0, self, lambda: self.session.dropped(paths))

    def _promise(self, paths: list[Path]) -> str:
        kinds = {kind_of(path) for path in paths}
        if "data" in kinds and kinds <= {"data", "split", "table"}:
            kinds = {"data"}  # which tables and split files come along with
        if len(kinds) > 1:
            return self.tr("Drop to open each where it belongs")
        return {
            "checkpoint": self.tr("Drop to try this model"),
            "run": self.tr("Drop to open this run"),
            "experiment": self.tr("Drop to load these settings"),
            "data": self.tr("Drop to import as a data set"),
            "table": self.tr("Drop to use this table on the Data page"),
            "split": self.tr("Drop to divide the data set on the Data page"),
            "picture": self.tr("Drop to ask the model about these pictures"),
        }.get(kinds.pop(), self.tr("This can't be opened here"))

    # --- what is remembered ----------------------------------------------------------------------

    def _restore(self) -> None:
        layout_memory.restore(self, self.settings)
        self._buttons["home"].setChecked(True)
        self.show_page(self.settings.page)

    def remember(self) -> None:
        """Save geometry, splitters, theme and page; raises `WorkspaceError`."""
        self.settings.page = self.page
        self.settings.theme = theme().choice
        self.settings.text_scale = round(theme().text_scale, 2)
        layout_memory.note(self, self.settings)
        self.settings.save(self.session.workspace.settings)

    # --- the way out -----------------------------------------------------------------------------

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.session.engine.training and not self._closing:
            event.ignore()
            self._ask_about_training()
            return
        # Told at the start; a window that can't be closed would be worse.
        with contextlib.suppress(WorkspaceError):
            self.remember()
        event.accept()
        self.leaving.emit()

    def leave_now(self) -> None:
        """Close without a question, as when the system asks the program to end."""
        self._closing = True
        self.close()

    def _ask_about_training(self) -> None:
        box = QMessageBox(self)
        box.setObjectName("closeWhileTraining")
        box.setWindowTitle(self.tr("Training is running"))
        box.setText(self.tr("Training is still running."))
        box.setInformativeText(
            self.tr("Finish it now and keep what was learned, or cancel the run.")
        )
        for name, text, role, then in (
            ("finishAndKeep", self.tr("Finish and keep"), QMessageBox.ButtonRole.AcceptRole,
             self.session.engine.finish),
            ("cancelRun", self.tr("Cancel run"), QMessageBox.ButtonRole.DestructiveRole,
             self.session.engine.cancel),
            ("keepTraining", self.tr("Keep training"), QMessageBox.ButtonRole.RejectRole, None),
        ):  # fmt: skip
            button = box.addButton(text, role)
            button.setObjectName(name)
            button.setAccessibleName(text)
            if then is not None:
                button.clicked.connect(lambda _checked=False, then=then: self._close_after(then))
            if name == "finishAndKeep":
                box.setDefaultButton(button)
            if name == "keepTraining":
                box.setEscapeButton(button)
        _show_and_forget(box)

    def _close_after(self, stop: Callable[[], None]) -> None:
        """Stop the run and close once it has saved; the window stays alive meanwhile."""
        self._closing = True
        self.toasts.say("info", self.tr("Saving the run. The window closes by itself."))
        self.session.engine.trainingState.connect(self._close_when_idle)
        QTimer.singleShot(SAVING_MS, self, self.close)
        stop()
        if not self.session.engine.training:  # it may have ended while the question stood
            QTimer.singleShot(0, self, self.close)

    def _close_when_idle(self, state: str) -> None:
        if state == "idle":
            QTimer.singleShot(0, self, self.close)


def _show_and_forget(box: QMessageBox) -> None:
    """Show without blocking, and delete once closed."""
    box.finished.connect(box.deleteLater)
    box.open()


def _local_paths(event: QDropEvent) -> list[Path]:
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
