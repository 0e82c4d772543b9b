"""One registry of what the window can do, which menus, buttons, shortcuts, palette and help use."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence

from metastudio.gui.theme import set_icon


@dataclass(frozen=True)
class Command:
    """Something a person can ask for. `text` is a verb; `tip` says what will happen."""

    id: str
    text: str
    run: Callable[[], object]
    shortcut: str = ""
    icon: str = ""
    tip: str = ""


class Commands(QObject):
    """All commands, in the order of registration. An action is enabled or not, for every use."""

    added = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._commands: dict[str, Command] = {}
        self._actions: dict[str, QAction] = {}

    def add(self, command: Command) -> QAction:
        """Register a command and return its action; raises `ValueError` for a second `id`."""
        if command.id in self._commands:
            raise ValueError(f"There already is a command '{command.id}'.")
        action = QAction(command.text, self)
        action.setObjectName(command.id)
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.triggered.connect(lambda _checked=False: command.run())
        if command.shortcut:
            action.setShortcut(QKeySequence(command.shortcut))
        action.setToolTip(tool_tip(command))
        if command.icon:
            set_icon(action, command.icon)
        self._commands[command.id] = command
        self._actions[command.id] = action
        self.added.emit(command.id)
        return action

    def action(self, id: str) -> QAction:
        """Return the action of a command; raises `KeyError` where there is none."""
        return self._actions[id]

    def find(self, id: str) -> QAction | None:
        """Return the action of a command, or None where no page has registered it."""
        return self._actions.get(id)

    def command(self, id: str) -> Command:
        """Return a command by its id; raises `KeyError` where there is none."""
        return self._commands[id]

    def all(self) -> list[Command]:
        """Return every command, in the order of registration."""
        return list(self._commands.values())


def tool_tip(command: Command) -> str:
    """Return the tip, or the text, with the shortcut as this platform writes it."""
    said = command.tip or command.text.rstrip("….")
    if not command.shortcut:
        return said
    keys = QKeySequence(command.shortcut).toString(QKeySequence.SequenceFormat.NativeText)
    return f"{said} ({keys})"
