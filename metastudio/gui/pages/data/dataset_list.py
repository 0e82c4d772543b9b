"""The data sets as cards, one below the other, one of them chosen."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QScrollArea, QVBoxLayout, QWidget

from metastudio.engine.events import DataCard
from metastudio.gui.language import said
from metastudio.gui.theme import FIELD
from metastudio.gui.widgets.card import Card
from metastudio.gui.words import counted


class DatasetList(QScrollArea):
    """`chosen` tells the name of the card that the user clicked."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("datasetCards")
        self.setAccessibleName(self.tr("Data sets"))
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._cards: dict[str, Card] = {}
        self._group = QButtonGroup(self)
        body = QWidget(objectName="datasetList")
        body.setProperty("scrolled", True)
        self._layout = QVBoxLayout(body)
        self._layout.setContentsMargins(0, 0, FIELD, 0)
        self._layout.setSpacing(FIELD)
        self._layout.addStretch(1)
        self.setWidget(body)

    @property
    def names(self) -> list[str]:
        """Names of the data sets, as shown."""
        return list(self._cards)

    def show_cards(self, cards: Sequence[DataCard]) -> None:
        """Show these data sets; nothing is chosen."""
        for old in self._cards.values():
            self._group.removeButton(old)
            old.hide()
            old.deleteLater()
        self._cards = {}
        for index, data in enumerate(cards):
            card = Card(said(data.title), "")
            card.setObjectName(f"dataset-{data.name}")
            card.setCheckable(True)
            card.set_compact()
            card.set_texts(said(data.title), said(data.about), self._facts(data))
            card.clicked.connect(lambda _checked=False, name=data.name: self.chosen.emit(name))
            self._group.addButton(card)
            self._layout.insertWidget(index, card)
            self._cards[data.name] = card

    def choose(self, name: str) -> None:
        """Mark one card as chosen and bring it into view."""
        if name in self._cards:
            self._cards[name].setChecked(True)
            self.ensureWidgetVisible(self._cards[name])

    def _facts(self, data: DataCard) -> str:
        if data.state != "ready":
            return self.tr("to import")
        facts = []
        if data.classes:
            facts.append(counted(data.classes, self.tr("1 class"), self.tr("{0} classes")))
        if data.pictures:
            facts.append(counted(data.pictures, self.tr("1 picture"), self.tr("{0} pictures")))
        return " · ".join(facts) or self.tr("ready")
