"""All that is known of one query: what the network sees, what it resembles, and how far it is."""

from collections.abc import Mapping

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from metastudio.gui.theme import FIELD, GROUP, TIGHT, caption, heading, set_icon, theme
from metastudio.gui.widgets.picture_items import Picture
from metastudio.gui.widgets.picture_strip import paint_thumbnail
from metastudio.gui.widgets.prediction_bars import in_words, none_words, percent
from metastudio.gui.widgets.prediction_model import PredictionModel

SIDE = 104
MOST = 12  # classes whose distance is listed


class Frame(QWidget):
    """One picture in a frame, with a caption under it."""

    def __init__(self, name: str, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(words)
        self.picture: Picture | None = None
        self._words = words
        theme().changed.connect(self.update)

    def show_picture(self, picture: Picture | None) -> None:
        """Show a picture, or nothing."""
        self.picture = picture
        self.setVisible(picture is not None)
        self.setToolTip("" if picture is None else picture.name)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(SIDE + 8, SIDE + 22)

    minimumSizeHint = sizeHint

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.picture is None:
            return
        painter = QPainter(self)
        paint_thumbnail(painter, QRectF(1, 1, SIDE, SIDE), self.picture, False, False)
        painter.setPen(theme().colours.muted)
        font = self.font()
        font.setPixelSize(max(font.pixelSize() - 2, 9))
        painter.setFont(font)
        place = QRectF(0, SIDE + 3, SIDE + 2, 18)
        words = painter.fontMetrics().elidedText(
            self._words, Qt.TextElideMode.ElideRight, int(place.width())
        )
        painter.drawText(place, Qt.AlignmentFlag.AlignHCenter, words)


class QueryDetail(QScrollArea):
    """Shows one row of a `PredictionModel`; the page gives it the pictures that belong to it."""

    approveRequested = Signal(list)
    rejectRequested = Signal(list)
    inkChosen = Signal(list, str)  # keys; "dark", "light" or "" to have it recognised

    def __init__(self, model: PredictionModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("queryDetail")
        self.setAccessibleName(self.tr("The chosen query picture"))
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self._model = model
        self._key: int | None = None
        self.support: Mapping[int, Picture] = {}
        self.own = Frame("detailPicture", self.tr("Picture"))
        self.seen = Frame("detailSeen", self.tr("Network view"))
        self.nearest = Frame("detailNearest", self.tr("Nearest example"))
        self.title = heading("")
        self.answer = QLabel()
        self.answer.setObjectName("detailAnswer")
        self.answer.setWordWrap(True)
        self.facts = caption("")
        self.ink = QComboBox()
        self.ink.setObjectName("inkCombo")
        self.ink.setAccessibleName(self.tr("How this picture is drawn"))
        for words, value in (
            (self.tr("Ink recognised by itself"), ""),
            (self.tr("Dark ink on light paper"), "dark"),
            (self.tr("Light ink on dark paper"), "light"),
        ):
            self.ink.addItem(words, value)
        self.ink.activated.connect(self._choose_ink)
        self.right_button = self._button(self.tr("Right"), "approveButton", "thumbs-up")
        self.right_button.clicked.connect(lambda: self.approveRequested.emit(self._keys()))
        self.wrong_button = self._button(self.tr("Wrong…"), "rejectButton", "thumbs-down")
        self.wrong_button.setToolTip(self.tr("Say which class it belongs to (−)"))
        self.wrong_button.clicked.connect(lambda: self.rejectRequested.emit(self._keys()))
        self._rows = QGridLayout()
        self._build()
        self.show_query(None, None)

    def _button(self, text: str, name: str, icon: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.setAccessibleName(text.rstrip("…"))
        set_icon(button, icon)
        return button

    def _build(self) -> None:
        inside = QWidget()
        inside.setProperty("scrolled", True)
        pictures = QHBoxLayout()
        pictures.setSpacing(FIELD)
        for frame in (self.own, self.seen, self.nearest):
            pictures.addWidget(frame, 0, Qt.AlignmentFlag.AlignTop)
        buttons = QHBoxLayout()
        buttons.setSpacing(FIELD)
        for widget in (self.right_button, self.wrong_button, self.ink):
            buttons.addWidget(widget)
        buttons.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(TIGHT)
        for widget in (self.title, self.answer, self.facts):
            words.addWidget(widget)
        self._rows.setHorizontalSpacing(GROUP)
        self._rows.setVerticalSpacing(0)
        words.addLayout(self._rows)
        words.addLayout(buttons)
        words.addStretch(1)
        layout = QHBoxLayout(inside)
        layout.setContentsMargins(0, FIELD, FIELD, FIELD)
        layout.setSpacing(GROUP)
        layout.addLayout(pictures)
        layout.addLayout(words, 1)
        self.setWidget(inside)

    @property
    def key(self) -> int | None:
        """Key of the picture on show."""
        return self._key

    def _keys(self) -> list[int]:
        return [] if self._key is None else [self._key]

    def show_query(
        self, picture: Picture | None, seen: Picture | None, drawing: bool = True
    ) -> None:
        """Show a query and the network's view of it; `drawing` offers the switch of ink."""
        self._key = None if picture is None else picture.key
        self.own.show_picture(picture)
        self.seen.show_picture(seen)
        self.title.setText(
            self.tr("Choose a query picture to see what lies behind its answer.")
            if picture is None
            else picture.name
        )
        self.ink.setVisible(picture is not None and drawing)
        if picture is not None:
            self.ink.setCurrentIndex(self.ink.findData(picture.ink))
        self.facts.setText(self._recognised(picture, drawing))
        self.facts.setVisible(bool(self.facts.text()))
        self.follow()

    def follow(self) -> None:
        """Show the answer at the present step."""
        row = None if self._key is None else self._model.row_of(self._key)
        known = None if row is None else self._model.prediction(row)
        for widget in (self.answer, self.right_button, self.wrong_button):
            widget.setVisible(known is not None)
        self._clear_rows()
        self.nearest.show_picture(None)
        if row is None or known is None:
            return
        classes, step = self._model.classes, self._model.step
        scores = known.at(step)
        none = known.none_at(step)
        words = none_words() if none else in_words(classes, scores)
        best = int(np.argmax(scores))
        self.answer.setText(f"{words} · {percent(float(scores[best]))}" if not none else words)
        self.right_button.setEnabled(not none)
        self.right_button.setToolTip(
            self.tr("It is like none of the classes. “Wrong…” says which one it belongs to.")
            if none
            else self.tr("Add the picture to the class that was answered (+)")
        )
        if known.nearest:
            self.nearest.show_picture(self.support.get(known.nearest[known.place(step)]))
        if known.distances is not None:
            self._list(classes, scores, known.distances[known.place(step)])

    def _list(self, classes: tuple[str, ...], scores: np.ndarray, distances: np.ndarray) -> None:
        for column, words in enumerate(
            (self.tr("Class"), self.tr("Confidence"), self.tr("Distance"))
        ):
            self._rows.addWidget(caption(words), 0, column)
        order = np.argsort(distances, kind="stable")[:MOST]
        for number, index in enumerate(order, start=1):
            cells = (classes[index], percent(float(scores[index])), f"{distances[index]:.2f}")
            for column, text in enumerate(cells):
                label = QLabel(text)
                label.setTextFormat(Qt.TextFormat.PlainText)
                self._rows.addWidget(label, number, column)
        self._rows.setColumnStretch(3, 1)

    def _clear_rows(self) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()

    def _choose_ink(self) -> None:
        if self._key is not None:
            self.inkChosen.emit(self._keys(), self.ink.currentData())

    def _recognised(self, picture: Picture | None, drawing: bool) -> str:
        if picture is None:
            return ""
        told = []
        if drawing and not picture.ink and "dark" in picture.found:
            told.append(self.tr("Recognised: dark ink on light paper."))
        elif drawing and not picture.ink and "light" in picture.found:
            told.append(self.tr("Recognised: light ink on dark paper."))
        if "transparent" in picture.found:
            told.append(self.tr("Its see-through parts were laid on paper."))
        if "animated" in picture.found:
            told.append(self.tr("It is animated: its first frame was taken."))
        if picture.strokes:
            told.append(self.tr("Drawn here, with {0} strokes.").format(len(picture.strokes)))
        return " ".join(told)
