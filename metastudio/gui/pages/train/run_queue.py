"""The runs that wait for the one under way to end."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from metastudio.gui.pages.train.variants import Planned
from metastudio.gui.theme import TIGHT, heading

TALLEST = 120  # pixels of the list; more of it scrolls


class RunQueue(QWidget):
    """A list that can be reordered by dragging; Delete takes a run out. Hidden while empty."""

    nextWanted = Signal()  # somebody asks to start the next run now

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = heading("")
        self.next = QPushButton(self.tr("Start next"), objectName="queueNext", flat=True)
        self.next.clicked.connect(self.nextWanted)
        self.empty = QPushButton(self.tr("Empty"), objectName="queueEmpty", flat=True)
        self.empty.setToolTip(self.tr("Take all runs out of the queue"))
        self.empty.clicked.connect(self.clear)
        self.list = _List(self)
        self.list.setObjectName("runQueue")
        self.list.setAccessibleName(self.tr("Runs that wait"))
        self.list.setToolTip(self.tr("Drag to reorder; Delete takes a run out"))
        row = QHBoxLayout()
        row.addWidget(self._title, 1)
        row.addWidget(self.next)
        row.addWidget(self.empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(TIGHT)
        layout.addLayout(row)
        layout.addWidget(self.list)
        self._show()

    def __len__(self) -> int:
        """Return how many runs wait."""
        return self.list.count()

    def __bool__(self) -> bool:
        """A queue without runs is still one."""
        return True

    @property
    def planned(self) -> list[Planned]:
        """The runs, the next one first."""
        return [self.list.item(row).data(PLANNED) for row in range(len(self))]

    def add(self, planned: Sequence[Planned]) -> None:
        """Put runs at the end."""
        for one in planned:
            item = QListWidgetItem(one.title)
            item.setData(PLANNED, one)
            item.setToolTip(one.title)
            self.list.addItem(item)
        self._show()

    def take(self) -> Planned | None:
        """Take the next run out; None where none waits."""
        item = self.list.takeItem(0)
        self._show()
        return item.data(PLANNED) if item is not None else None

    def remove_chosen(self) -> None:
        """Take the chosen runs out."""
        for item in self.list.selectedItems():
            self.list.takeItem(self.list.row(item))
        self._show()

    def clear(self) -> None:
        """Take all runs out."""
        self.list.clear()
        self._show()

    def offer_next(self, idle: bool) -> None:
        """Offer to start the next run while none is under way."""
        self.next.setVisible(idle)

    def _show(self) -> None:
        self.setVisible(len(self) > 0)
        self._title.setText(self.tr("Queue: {0}").format(len(self)))


PLANNED = Qt.ItemDataRole.UserRole


class _List(QListWidget):
    def __init__(self, queue: RunQueue) -> None:
        super().__init__(queue)
        self._queue = queue
        self.setDragDropMode(QListWidget.DragDropMode.InternalMove)
        self.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)
        self.setMaximumHeight(TALLEST)

    def sizeHint(self) -> QSize:
        rows = max(self.sizeHintForRow(0), 20) * max(self.count(), 1) + 2 * self.frameWidth()
        return QSize(200, min(rows, TALLEST))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._queue.remove_chosen()
        else:
            super().keyPressEvent(event)
