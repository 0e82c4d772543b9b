"""The classes of a data set: how they are divided, search, groups, and the pictures of one."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QItemSelection, QMimeData, QPoint, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QMenu,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from metastudio.engine.events import DatasetView, Pictures, SplitView
from metastudio.gui.pages.data.class_model import CLASSES, ClassModel, dragged_classes
from metastudio.gui.theme import FIELD, caption, theme
from metastudio.gui.widgets.contact_sheet import ContactSheet
from metastudio.gui.widgets.picture_grid import GridPicture
from metastudio.gui.widgets.split_bar import SplitBar
from metastudio.gui.words import counted, listed

UNFOLDED = 60  # classes that a search leaves, at most, for groups to be opened by themselves


class ClassBrowser(QWidget):
    """Shows a `DatasetView`; knows nothing of where it comes from.

    `moveWanted` asks to have classes in another split: dragged there, or chosen from the menu.
    """

    picked = Signal(str)
    splitChosen = Signal(str)
    moveWanted = Signal(object, str)  # list[str] of classes, split
    samplesWanted = Signal(str)  # a class that was chosen, of which no picture is at hand

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: DatasetView | None = None
        self._movable = True
        self.bar = SplitBar(CLASSES)
        self.bar.chosen.connect(self._choose_split)
        self.bar.dropped.connect(self._take_drop)
        self._search = QLineEdit(objectName="classSearch")
        self._search.setPlaceholderText(self.tr("Search classes"))
        self._search.setAccessibleName(self.tr("Search classes"))
        self._search.setToolTip(self.tr("Show only the classes whose name holds this"))
        self._search.setClearButtonEnabled(True)
        self._search.textChanged.connect(self._filter)
        self._model = ClassModel(self)
        self._list = self._make_list()
        self._hint = caption("")
        self._hint.setObjectName("classHint")
        self._sheet = ContactSheet()
        self._sheet.setObjectName("contactSheet")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(FIELD)
        for widget in (self.bar, self._search, self._hint):
            layout.addWidget(widget)
        layout.addWidget(self._list, 1)
        layout.addWidget(self._sheet)
        theme().changed.connect(self._fit_columns)

    @property
    def classes(self) -> list[str]:
        """Classes that are listed, after the search."""
        return self._model.names

    @property
    def split(self) -> str:
        """The split whose classes are listed."""
        return self.bar.part

    @property
    def chosen_classes(self) -> list[str]:
        """Classes whose rows are selected; a group's row stands for all of its classes."""
        return self._model.names_at(self._list.selectionModel().selectedRows(0))

    @property
    def hint(self) -> str:
        """What is said where a search finds nothing here."""
        return self._hint.text()

    def show_dataset(
        self, view: DatasetView, split: str, movable: bool = True, by_sitting: bool = False
    ) -> None:
        """Show the classes of `split`; where they are not `movable`, nothing can be dragged.

        Divided `by_sitting`, splits share their classes and differ in pictures.
        """
        self._view, self._movable = view, movable
        self._list.setDragEnabled(movable)
        self.bar.set_accepting(movable)
        if by_sitting:
            self.bar.show_counts({s.name: sum(s.counts) for s in view.splits}, pictures=True)
        else:
            self.bar.show_counts({s.name: len(s.classes) for s in self._parts()})
        self.show_split(split if any(s.name == split for s in self._parts()) else "train")

    def show_split(self, split: str) -> None:
        """List another split of the same data set."""
        before = self._current_name()
        self.bar.choose(split)
        self._sheet.clear()
        self._model.show_split(self._split_view(split))
        self._filter(self._search.text())
        index = self._model.index_of(before)
        first = self._model.index(0, 0)
        self._list.setCurrentIndex(index if index.isValid() else first)

    def add_samples(self, name: str, pictures: Pictures) -> None:
        """Show pictures `(n, height, width, channels)` of a class that had none."""
        if self._view is not None and len(pictures):
            self._view = replace(self._view, samples={**self._view.samples, name: pictures})
            if self._current_name() == name:
                self._pick()

    def select(self, names: Sequence[str]) -> None:
        """Select the rows of these classes, as far as they are listed."""
        picked = QItemSelection()
        for name in names:
            index = self._model.index_of(name)
            picked.select(index, index.siblingAtColumn(1))
        self._list.selectionModel().select(
            picked, self._list.selectionModel().SelectionFlag.ClearAndSelect
        )

    def move_menu(self) -> QMenu:
        """Return the menu that moves the selected classes; the keyboard's way of dragging them."""
        menu = QMenu(self)
        menu.setObjectName("moveMenu")
        chosen = self.chosen_classes
        words = counted(len(chosen), self.tr("1 class"), self.tr("{0} classes"))
        for name in ("train", "validation", "test"):
            text = self.tr("Move {0} to {1}").format(words, self.bar.title(name))
            action = menu.addAction(text)
            action.setObjectName(f"moveTo-{name}")
            action.setEnabled(self._movable and name != self.split and bool(chosen))
            action.triggered.connect(
                lambda _checked=False, to=name: self.moveWanted.emit(chosen, to)
            )
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def open_move_menu(self) -> None:
        """Open the menu beside the row that has the focus."""
        rect = self._list.visualRect(self._list.currentIndex())
        self._open_menu(rect.center())

    # --- construction ----------------------------------------------------------------------------

    def _make_list(self) -> QTreeView:
        view = QTreeView(objectName="classList")
        view.setAccessibleName(self.tr("Classes"))
        view.setModel(self._model)
        view.setHeaderHidden(True)
        view.setUniformRowHeights(True)
        view.setIndentation(14)
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setDragEnabled(True)
        view.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._open_menu)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = view.header()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(24)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Fixed)
        view.selectionModel().currentChanged.connect(lambda *_: self._pick())
        return view

    def _fit_columns(self) -> None:
        most = max((max(s.counts, default=0) for s in self._parts()), default=0)
        text = f"{max(most, 100):,}"
        width = self._list.fontMetrics().horizontalAdvance(text) + 28
        self._list.header().resizeSection(1, width)

    # --- what is shown ---------------------------------------------------------------------------

    def _split_view(self, name: str) -> SplitView:
        return next((s for s in self._parts() if s.name == name), SplitView(name, (), ()))

    def _parts(self) -> tuple[SplitView, ...]:
        """Return the splits, and with them what is in none."""
        if self._view is None:
            return ()
        unused = self._view.unused
        return (*self._view.splits, unused) if unused is not None else self._view.splits

    def _samples_of(self, name: str) -> Pictures | tuple[()]:
        """Return pictures of a class, those of the split that is listed where they differ."""
        assert self._view is not None
        of_split = self._split_view(self.split).samples
        return of_split.get(name, self._view.samples.get(name, ()))

    def _choose_split(self, name: str) -> None:
        self.show_split(name)
        self.splitChosen.emit(name)

    def _filter(self, text: str) -> None:
        self._model.search(text)
        self._list.setRootIsDecorated(self._model.grouped)
        self._fit_columns()
        names = self._model.names
        if text.strip() and len(names) <= UNFOLDED:
            self._list.expandAll()
        self._hint.setText("" if names else self._nothing_found(text.strip()))
        self._hint.setVisible(bool(self._hint.text()))

    def _nothing_found(self, text: str) -> str:
        if not text:
            return self.tr("This split has no classes.")
        found = []
        for split in self._parts():
            number = sum(text.casefold() in name.casefold() for name in split.classes)
            if number:
                found.append(self.tr("{0} in {1}").format(number, self.bar.title(split.name)))
        if found:
            words = self.tr("No class is called “{0}” in this split, but {1}.")
            return words.format(text, listed(found))
        return self.tr("No class is called “{0}”.").format(text)

    def _current_name(self) -> str:
        names = self._model.names_at([self._list.currentIndex()])
        return names[0] if len(names) == 1 else ""

    def _pick(self) -> None:
        index = self._list.currentIndex()
        names = self._model.names_at([index])
        if not names or self._view is None:
            return
        group = self._model.group_at(index)
        if group:
            self._show_group(group, names)
            return
        name = names[0]
        count = self._model.count_of(name)
        samples = self._samples_of(name)
        facts = counted(count, self.tr("1 picture"), self.tr("{0} pictures"))
        if len(samples) < count and len(samples):
            facts = self.tr("{0}, the first {1} shown").format(facts, len(samples))
        pictures = [
            GridPicture(pixels, f"{name} ({number})")
            for number, pixels in enumerate(samples, start=1)
        ]
        self._sheet.show_class(name, facts, pictures, self._view.ink)
        if not pictures:
            self.samplesWanted.emit(name)
        self.picked.emit(name)

    def _show_group(self, group: str, names: Sequence[str]) -> None:
        assert self._view is not None
        found = [(n, self._samples_of(n)) for n in names]
        pictures = [GridPicture(samples[0], n) for n, samples in found if len(samples)]
        words = counted(len(names), self.tr("1 class"), self.tr("{0} classes"))
        self._sheet.show_class(group, words, pictures[:8], self._view.ink)

    # --- moving ----------------------------------------------------------------------------------

    def _take_drop(self, data: QMimeData, to: str) -> None:
        names = dragged_classes(data)
        if names and self._movable:
            self.moveWanted.emit(names, to)

    def _open_menu(self, position: QPoint) -> None:
        if self.chosen_classes:
            self.move_menu().popup(self._list.viewport().mapToGlobal(position))
