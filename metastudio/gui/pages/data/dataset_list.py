"""The catalogue as cards, one below the other, one of them chosen; searched by name and state."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from metastudio.engine.events import CardPictures, DataCard, in_bytes
from metastudio.engine.sections.names import SEQUENCE_DATA, is_table
from metastudio.gui.language import said
from metastudio.gui.pages.data.sheet_view import SheetView
from metastudio.gui.theme import FIELD, caption
from metastudio.gui.widgets.card import Card
from metastudio.gui.words import counted

STATE_WIDTH = 118
ICONS = {"to download": "cloud-arrow-down", "to import": "archive", "ready": "image-square"}


class DatasetList(QWidget):
    """`chosen` tells the name of the card that the user clicked."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cards: dict[str, Card] = {}
        self._sheets: dict[str, SheetView] = {}
        self._data: dict[str, DataCard] = {}
        self._busy: dict[str, str] = {}
        self._group = QButtonGroup(self)
        self._search = QLineEdit(objectName="datasetSearch")
        self._search.setPlaceholderText(self.tr("Search"))
        self._search.setAccessibleName(self.tr("Search data sets"))
        self._search.setToolTip(self.tr("By name, or by what it is"))
        self._search.setClearButtonEnabled(True)
        self._search.textChanged.connect(self._filter)
        self._state = QComboBox(objectName="datasetState")
        self._state.setAccessibleName(self.tr("Which data sets to list"))
        self._state.setFixedWidth(STATE_WIDTH)
        self._state.setToolTip(self.tr("Which data sets to list"))
        for text, state in (
            (self.tr("All"), ""),
            (self.tr("On disk"), "ready"),
            (self.tr("To download"), "to download"),
            (self.tr("To import"), "to import"),
        ):
            self._state.addItem(text, state)
        self._state.currentIndexChanged.connect(self._filter)
        self._hint = caption("")
        self._hint.setObjectName("datasetHint")
        self._hint.hide()
        body = QWidget(objectName="datasetList")
        body.setProperty("scrolled", True)
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(0, 0, FIELD, 0)
        self._column.setSpacing(FIELD)
        self._column.addStretch(1)
        self._scroll = QScrollArea(objectName="datasetCards")
        self._scroll.setAccessibleName(self.tr("Data sets"))
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(body)
        self._lay_out()

    @property
    def names(self) -> list[str]:
        """Names of the data sets, as shown."""
        return [name for name, card in self._cards.items() if not card.isHidden()]

    def show_cards(self, cards: Sequence[DataCard]) -> None:
        """Show these data sets; nothing is chosen. Cards that were there stay the widgets they are.

        So the focus of the keyboard stays where it was.
        """
        here_first = sorted(cards, key=lambda c: (c.state != "ready", c.kind == "functions"))
        wanted = {data.name: data for data in here_first}
        for name in [n for n in self._cards if n not in wanted]:
            old = self._cards.pop(name)
            self._sheets.pop(name)
            self._group.removeButton(old)
            old.hide()
            old.deleteLater()
        self._data = wanted
        for index, (name, data) in enumerate(wanted.items()):
            if name not in self._cards:
                self._add(name)
            self._column.insertWidget(index, self._cards[name])
            self._sheets[name].show_icon(ICONS.get(data.state, "image-square"))
            self._write(name)
        self._cards = {name: self._cards[name] for name in wanted}
        self._filter()

    def show_sheet(self, name: str, sheet: CardPictures) -> None:
        """Show a few pictures of a data set, or of its functions."""
        if name in self._sheets:
            if sheet.curves:
                self._sheets[name].show_curves(sheet.curves, sheet.joined)
            elif len(sheet.pictures):
                self._sheets[name].show_pictures(sheet.pictures, sheet.ink)

    def show_sheets(self, sheets: Mapping[str, CardPictures]) -> None:
        """Show pictures of several data sets."""
        for name, sheet in sheets.items():
            self.show_sheet(name, sheet)

    def set_busy(self, name: str, words: str) -> None:
        """Say on a card what is being done; "" once it is done."""
        self._busy[name] = words
        if name in self._cards:
            self._write(name)

    def choose(self, name: str) -> None:
        """Mark one card as chosen and bring it into view."""
        if name in self._cards:
            self._cards[name].setChecked(True)
            self._scroll.ensureWidgetVisible(self._cards[name])

    def _add(self, name: str) -> None:
        card = Card("", "")
        card.setObjectName(f"dataset-{name}")
        card.setCheckable(True)
        card.set_compact()
        self._sheets[name] = SheetView()
        card.set_beside(self._sheets[name], left=True)
        card.clicked.connect(lambda _checked=False: self.chosen.emit(name))
        self._group.addButton(card)
        self._cards[name] = card

    def _write(self, name: str) -> None:
        data, card = self._data[name], self._cards[name]
        card.set_texts(said(data.title), self._facts(data), self._busy.get(name) or self._how(data))
        card.setToolTip(f"{said(data.about)}\n{said(data.licence)}. {data.citation}".strip())

    def _facts(self, data: DataCard) -> str:
        facts = []
        if data.classes:
            facts.append(counted(data.classes, self.tr("1 class"), self.tr("{0} classes")))
        if data.pictures and data.name in SEQUENCE_DATA:
            facts.append(counted(data.pictures, self.tr("1 drawing"), self.tr("{0} drawings")))
        elif data.pictures:
            facts.append(counted(data.pictures, self.tr("1 picture"), self.tr("{0} pictures")))
        if is_table(data.name):
            if data.tasks:
                facts.append(counted(data.tasks, self.tr("1 task"), self.tr("{0} tasks")))
            rows = counted(data.rows, self.tr("1 row"), self.tr("{0} rows"))
            facts.append(rows if data.rows else self.tr("a table"))
        elif data.kind == "functions":
            facts.append(self.tr("functions to fit"))
        return " · ".join(facts)

    def _how(self, data: DataCard) -> str:
        if data.state == "to download":
            return self.tr("To download, {0}").format(in_bytes(data.download_bytes))
        if data.state != "ready":
            return self.tr("To import")
        if not data.removable:
            return self.tr("Made by MetaStudio")
        if data.bytes:
            return self.tr("On disk, {0}").format(in_bytes(data.bytes))
        return self.tr("On disk")

    def _filter(self) -> None:
        text, state = self._search.text().strip().casefold(), self._state.currentData()
        for name, card in self._cards.items():
            data = self._data[name]
            words = f"{name} {said(data.title)} {said(data.about)}".casefold()
            card.setVisible(text in words and state in ("", data.state))
        nothing = bool(self._cards) and not self.names
        self._hint.setText(
            self.tr("No data set fits. Clear the search to see all.") if nothing else ""
        )
        self._hint.setVisible(nothing)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(FIELD)
        top.addWidget(self._search, 1)
        top.addWidget(self._state)
        top.setContentsMargins(0, 0, FIELD, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(FIELD)
        layout.addLayout(top)
        layout.addWidget(self._hint)
        layout.addWidget(self._scroll, 1)
