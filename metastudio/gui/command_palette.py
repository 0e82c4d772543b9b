"""Ctrl+K: every command by a few letters. F1: the sheet of shortcuts. Both feed on `Commands`."""

from PySide6.QtCore import QEvent, QModelIndex, QObject, QSortFilterProxyModel, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QGridLayout,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from metastudio.gui.commands import Commands
from metastudio.gui.theme import EDGE, FIELD, GROUP, chip, page_title

_ACTION = Qt.ItemDataRole.UserRole
_NATIVE = QKeySequence.SequenceFormat.NativeText


class CommandPalette(QDialog):
    """Type, choose with the arrows, Enter. Commands that can't run now are shown, but disabled."""

    def __init__(self, commands: Commands, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("commandPalette")
        self.setAccessibleName(self.tr("Command palette"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._model = _Matches(self)
        self._model.setSourceModel(_model_of(commands, self))
        self._search = QLineEdit()
        self._search.setObjectName("paletteSearch")
        self._search.setPlaceholderText(self.tr("Type a command"))
        self._search.setAccessibleName(self.tr("Search commands"))
        self._search.textChanged.connect(self._filter)
        self._search.installEventFilter(self)
        self._list = QListView()
        self._list.setObjectName("paletteList")
        self._list.setAccessibleName(self.tr("Commands"))
        self._list.setModel(self._model)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._list.setUniformItemSizes(True)
        self._list.clicked.connect(self._run)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(FIELD, FIELD, FIELD, FIELD)
        layout.setSpacing(FIELD)
        layout.addWidget(self._search)
        layout.addWidget(self._list)
        self.resize(480, 360)
        if parent is not None:
            corner = parent.mapToGlobal(parent.rect().center())
            top = parent.mapToGlobal(parent.rect().topLeft()).y() + 96
            self.move(corner.x() - self.width() // 2, top)
        self._filter("")
        self._search.setFocus()

    @property
    def found(self) -> list[str]:
        """Texts of the commands that match, in the order shown."""
        rows = range(self._model.rowCount())
        return [str(self._action(self._model.index(row, 0)).text()) for row in rows]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
            if step:
                self._choose(self._list.currentIndex().row() + step, step)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._run(self._list.currentIndex())
                return True
        return False

    def _filter(self, text: str) -> None:
        self._model.look_for(text)
        self._choose(0)

    def _choose(self, row: int, step: int = 1) -> None:
        """Go to `row`, or on in steps to the next command that can run now."""
        while 0 <= row < self._model.rowCount():
            index = self._model.index(row, 0)
            if index.flags() & Qt.ItemFlag.ItemIsEnabled:
                self._list.setCurrentIndex(index)
                return
            row += step

    def _action(self, index: QModelIndex) -> QAction:
        action = index.data(_ACTION)
        assert isinstance(action, QAction)
        return action

    def _run(self, index: QModelIndex) -> None:
        if index.isValid() and self._action(index).isEnabled():
            action = self._action(index)
            self.close()
            action.trigger()


class ShortcutSheet(QDialog):
    """All shortcuts on one sheet."""

    def __init__(self, commands: Commands, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("shortcutSheet")
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        body = QWidget()
        body.setProperty("scrolled", True)
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 0, FIELD, 0)
        grid.setHorizontalSpacing(EDGE)
        grid.setVerticalSpacing(FIELD)
        grid.setColumnStretch(0, 1)
        with_keys = [c for c in commands.all() if c.shortcut]
        for row, command in enumerate(with_keys):
            keys = QKeySequence(command.shortcut).toString(_NATIVE)
            grid.addWidget(QLabel(command.text.rstrip("…")), row, 0)
            grid.addWidget(chip(keys), row, 1, Qt.AlignmentFlag.AlignRight)
        grid.setRowStretch(len(with_keys), 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(body)
        close = QPushButton(self.tr("Close"))
        close.setObjectName("shortcutsClose")
        close.setAccessibleName(close.text())
        close.clicked.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(EDGE, EDGE, EDGE, GROUP)
        layout.setSpacing(GROUP)
        layout.addWidget(page_title(self.tr("Keyboard shortcuts")))
        layout.addWidget(area, 1)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        self.resize(460, 520)


class _Matches(QSortFilterProxyModel):
    """Keeps what holds the typed letters in their order; starts of words come first."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._wanted = ""
        self.setDynamicSortFilter(True)

    def look_for(self, text: str) -> None:
        """Filter by `text`, case and spaces ignored."""
        self._wanted = "".join(text.lower().split())
        self.invalidate()
        self.sort(0)

    def filterAcceptsRow(self, row: int, parent: QModelIndex) -> bool:
        return match(self._wanted, self._words(row)) is not None

    def lessThan(self, left: QModelIndex, right: QModelIndex) -> bool:
        scores = [(match(self._wanted, self._words(i.row())) or 0, i.row()) for i in (left, right)]
        return scores[0] < scores[1]

    def _words(self, row: int) -> str:
        index = self.sourceModel().index(row, 0)
        return str(index.data(_ACTION).text()).lower()


def match(wanted: str, words: str) -> int | None:
    """Return how far apart the letters of `wanted` lie in `words`; 0 is best, None is no match."""
    cost = 0
    position = -1
    for letter in wanted:
        found = words.find(letter, position + 1)
        if found < 0:
            return None
        starts_word = found == 0 or words[found - 1] == " "
        cost += 0 if starts_word or found == position + 1 else found - position
        position = found
    return cost


def _model_of(commands: Commands, parent: QObject) -> QStandardItemModel:
    model = QStandardItemModel(parent)
    for command in commands.all():
        action = commands.action(command.id)
        keys = action.shortcut().toString(_NATIVE)
        text = action.text().rstrip("…")
        item = QStandardItem(action.icon(), f"{text}    {keys}" if keys else text)
        item.setData(action, _ACTION)
        item.setToolTip(action.toolTip())
        item.setEnabled(action.isEnabled())
        model.appendRow(item)
    return model
