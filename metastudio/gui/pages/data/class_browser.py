"""The classes of one split: search, list, and a contact sheet of the chosen one."""

from PySide6.QtCore import QItemSelection, QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QListView,
    QVBoxLayout,
    QWidget,
)

from metastudio.engine.events import DatasetView
from metastudio.gui.theme import FIELD, caption
from metastudio.gui.widgets.collapsible import Collapsible
from metastudio.gui.widgets.contact_sheet import ContactSheet
from metastudio.gui.widgets.picture_grid import GridPicture
from metastudio.gui.words import counted

_COUNT = Qt.ItemDataRole.UserRole
PROBLEMS_SHOWN = 50


class ClassBrowser(QWidget):
    """Shows a `DatasetView`; knows nothing of where it comes from."""

    picked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: DatasetView | None = None
        self._split = "train"
        self._search = QLineEdit(objectName="classSearch")
        self._search.setPlaceholderText(self.tr("Search classes"))
        self._search.setAccessibleName(self.tr("Search classes"))
        self._search.setClearButtonEnabled(True)
        self._search.textChanged.connect(self._filter)
        self._model = QStandardItemModel(self)
        self._found = QSortFilterProxyModel(self)
        self._found.setSourceModel(self._model)
        self._found.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._list = QListView(objectName="classList")
        self._list.setAccessibleName(self.tr("Classes"))
        self._list.setModel(self._found)
        self._list.setUniformItemSizes(True)
        self._list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._list.selectionModel().selectionChanged.connect(self._pick)
        self._hint = caption("")
        self._sheet = ContactSheet()
        self._sheet.setObjectName("contactSheet")
        self._problems = caption("")
        self._problems.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._fold = Collapsible(self.tr("Problems"))
        self._fold.button.setObjectName("dataProblems")
        inside = QVBoxLayout()
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self._problems)
        self._fold.set_content(inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(FIELD)
        layout.addWidget(self._search)
        layout.addWidget(self._hint)
        layout.addWidget(self._list, 1)
        layout.addWidget(self._sheet)
        layout.addWidget(self._fold)

    @property
    def classes(self) -> list[str]:
        """Classes that are listed, after the search."""
        rows = range(self._found.rowCount())
        return [str(self._found.index(row, 0).data()) for row in rows]

    @property
    def problems(self) -> str:
        """Text of the files that were left out."""
        return self._problems.text()

    def show_dataset(self, view: DatasetView, split: str) -> None:
        """Show the classes of `split`, or of the first split there is."""
        self._view = view
        shown = list(view.problems[:PROBLEMS_SHOWN])
        if len(view.problems) > len(shown):
            rest = len(view.problems) - len(shown)
            shown.append(counted(rest, self.tr("And 1 more file."), self.tr("And {0} more files.")))
        self._problems.setText("\n".join(shown))
        self._fold.setVisible(bool(view.problems))
        self._fold.button.setText(
            counted(len(view.problems), self.tr("1 file left out"), self.tr("{0} files left out"))
        )
        self.show_split(split)

    def show_split(self, split: str) -> None:
        """List another split of the same data set."""
        self._split = split
        self._model.clear()
        self._sheet.clear()
        if self._view is None:
            return
        shown = next((s for s in self._view.splits if s.name == split), None)
        if shown is not None:
            for name, count in zip(shown.classes, shown.counts, strict=True):
                item = QStandardItem(name)
                item.setData(count, _COUNT)
                item.setToolTip(f"{name}, {self._pictures(count)}")
                self._model.appendRow(item)
        self._filter(self._search.text())
        self._list.setCurrentIndex(self._found.index(0, 0))

    def _filter(self, text: str) -> None:
        self._found.setFilterFixedString(text)
        if self._model.rowCount() and not self._found.rowCount():
            self._hint.setText(self.tr("No class is called “{0}” in this split.").format(text))
        elif not self._model.rowCount():
            self._hint.setText(self.tr("This split has no classes."))
        else:
            self._hint.setText("")
        self._hint.setVisible(bool(self._hint.text()))

    def _pick(self, selected: QItemSelection) -> None:
        indexes = selected.indexes()
        if not indexes or self._view is None:
            return
        name, count = str(indexes[0].data()), int(indexes[0].data(_COUNT) or 0)
        samples = self._view.samples.get(name, ())
        facts = self._pictures(count)
        if len(samples) < count and len(samples):
            facts = self.tr("{0}, the first {1} shown").format(facts, len(samples))
        pictures = [
            GridPicture(pixels, f"{name} ({number})")
            for number, pixels in enumerate(samples, start=1)
        ]
        self._sheet.show_class(name, facts, pictures, self._view.ink)
        self.picked.emit(name)

    def _pictures(self, count: int) -> str:
        return counted(count, self.tr("1 picture"), self.tr("{0} pictures"))
