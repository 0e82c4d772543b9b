"""The classes of one split as a model: in groups where there are groups, searched, and draggable.

Rows are made when a view asks for them, so ten thousand classes cost no more than twenty.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QByteArray,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from metastudio.engine.events import SplitView
from metastudio.gui.theme import theme
from metastudio.gui.words import counted

CLASSES = "application/x-metastudio-classes"
Index = QModelIndex | QPersistentModelIndex
TOP = 0  # internal id of a row without a parent; a class in group n has n + 1


@dataclass(frozen=True)
class Group:
    """Classes that are shown below one row; without a name, they stand by themselves."""

    name: str
    classes: tuple[int, ...]  # into the split's classes


class ClassModel(QAbstractItemModel):
    """Two columns: the name, and the number of pictures (of a group: of classes)."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._split = SplitView("train", (), ())
        self._search = ""
        self._groups: list[Group] = []

    # --- what is shown ---------------------------------------------------------------------------

    def show_split(self, split: SplitView) -> None:
        """Show other classes; the search goes on."""
        self._split = split
        self._build()

    def search(self, text: str) -> None:
        """Show only classes whose name holds `text`, in either case."""
        self._search = text.strip().casefold()
        self._build()

    @property
    def names(self) -> list[str]:
        """Names of the classes that are shown, from top to bottom."""
        return [self._split.classes[i] for group in self._groups for i in group.classes]

    @property
    def grouped(self) -> bool:
        """Whether classes stand below the names of their groups."""
        return bool(self._groups) and self._groups[0].name != ""

    def names_at(self, indexes: Sequence[Index]) -> list[str]:
        """Return the classes of these rows; a group's row stands for all its classes."""
        found: dict[str, None] = {}
        for index in indexes:
            for place in self._places(index):
                found[self._split.classes[place]] = None
        return list(found)

    def count_of(self, name: str) -> int:
        """Return how many pictures a class has."""
        return self._split.counts[self._split.classes.index(name)]

    def group_at(self, index: Index) -> str:
        """Return the name of the group whose row this is, or "" where it is a class's."""
        is_group = index.isValid() and self.grouped and index.internalId() == TOP
        return self._groups[index.row()].name if is_group else ""

    def index_of(self, name: str) -> QModelIndex:
        """Return where a class stands; an invalid index where it is not shown."""
        for number, group in enumerate(self._groups):
            for row, place in enumerate(group.classes):
                if self._split.classes[place] == name:
                    return self.createIndex(row, 0, number + 1 if self.grouped else TOP)
        return QModelIndex()

    def _build(self) -> None:
        self.beginResetModel()
        split, search = self._split, self._search
        chosen = [i for i, n in enumerate(split.classes) if not search or search in n.casefold()]
        groups: dict[str, list[int]] = {}
        for place in chosen:
            group = split.groups[place] if split.groups else ""
            groups.setdefault(group, []).append(place)
        useful = len({*split.groups}) > 1 and all(groups)
        self._groups = (
            [Group(name, tuple(places)) for name, places in sorted(groups.items())]
            if useful
            else [Group("", tuple(chosen))]
        )
        self.endResetModel()

    def _places(self, index: Index) -> tuple[int, ...]:
        if not index.isValid():
            return ()
        if index.internalId() != TOP:
            return (self._groups[index.internalId() - 1].classes[index.row()],)
        if self.grouped:
            return self._groups[index.row()].classes
        return (self._groups[0].classes[index.row()],)

    # --- what Qt asks ----------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        if not parent.isValid():
            if self.grouped:
                return len(self._groups)
            return len(self._groups[0].classes) if self._groups else 0
        is_group = self.grouped and parent.internalId() == TOP and parent.column() == 0
        return len(self._groups[parent.row()].classes) if is_group else 0

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 2

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        if not 0 <= row < self.rowCount(parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else TOP)

    def parent(self, index: Index = QModelIndex()) -> Any:  # type: ignore[override]  # noqa: B008
        if not index.isValid() or index.internalId() == TOP:
            return QModelIndex()
        return self.createIndex(index.internalId() - 1, 0, TOP)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return usual | Qt.ItemFlag.ItemIsDragEnabled

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        places = self._places(index)
        if not places:
            return None
        group = self.group_at(index)
        number = len(places) if group else self._split.counts[places[0]]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return f"{number:,}" if index.column() else group or self._short(places[0])
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                return self._told(group, places[0], number)
            case Qt.ItemDataRole.TextAlignmentRole if index.column():
                return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            case Qt.ItemDataRole.ForegroundRole if index.column():
                return theme().colours.muted
        return None

    def mimeTypes(self) -> list[str]:
        return [CLASSES]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        data = QMimeData()
        names = "\n".join(self.names_at(indexes))
        data.setData(CLASSES, QByteArray(names.encode("utf-8", "surrogatepass")))
        return data

    def supportedDragActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def _short(self, place: int) -> str:
        """Return a class's name without that of its group, where it stands below it."""
        name = self._split.classes[place]
        if not self.grouped:
            return name
        return name.removeprefix(f"{self._split.groups[place]}/")

    def _told(self, group: str, place: int, number: int) -> str:
        if group:
            text = counted(number, self.tr("1 class"), self.tr("{0} classes"))
            return f"{group}, {text}"
        text = counted(number, self.tr("1 picture"), self.tr("{0} pictures"))
        return f"{self._split.classes[place]}, {text}"


def dragged_classes(data: QMimeData) -> list[str]:
    """Return the classes that are being dragged; none where it is something else."""
    if not data.hasFormat(CLASSES):
        return []
    raw = data.data(CLASSES).data()
    return [name for name in raw.decode("utf-8", "surrogatepass").split("\n") if name]
