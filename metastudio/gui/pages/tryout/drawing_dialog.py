"""The window with the drawing pad; it stays open beside the page, for one drawing after another."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from metastudio.gui.pages.tryout.intake import QUERIES
from metastudio.gui.theme import FIELD, GROUP, TIGHT, primary
from metastudio.gui.widgets.drawing_pad import USUAL_WIDTH, WIDTHS, DrawingPad


class DrawingDialog(QDialog):
    """Draw, choose where it goes, add. Emits drawing, strokes, and its class's key or `QUERIES`."""

    drawn = Signal(object, object, int)  # uint8 (height, width, 3), pen strokes, target

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("drawingDialog")
        self.setWindowTitle(self.tr("Draw a picture"))
        self.pad = DrawingPad()
        self.target = QComboBox()
        self.target.setObjectName("drawingTarget")
        self.target.setAccessibleName(self.tr("Where the drawing goes"))
        self.width_slider = QSlider(Qt.Orientation.Horizontal)
        self.width_slider.setObjectName("penWidth")
        self.width_slider.setAccessibleName(self.tr("Pen width"))
        self.width_slider.setToolTip(
            self.tr("Pen width. About a third is typical: strokes like those the model was shown.")
        )
        self.width_slider.setRange(*WIDTHS)
        self.width_slider.setValue(USUAL_WIDTH)
        self.width_slider.valueChanged.connect(self.pad.set_pen_width)
        self.undo = self._button(self.tr("Undo stroke"), "undoStrokeButton")
        self.undo.clicked.connect(self.pad.undo_stroke)
        self.clear = self._button(self.tr("Clear"), "clearDrawingButton")
        self.clear.clicked.connect(self.pad.clear)
        self.add = primary(self._button(self.tr("Add picture"), "addDrawingButton"))
        self.add.clicked.connect(self._add)
        self.close_button = self._button(self.tr("Close"), "closeDrawingButton")
        self.close_button.clicked.connect(self.close)
        self.pad.changed.connect(self._follow)
        self.pad.finished.connect(self._add)
        self._build()
        self._follow()

    def _button(self, text: str, name: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.setAccessibleName(text)
        button.setAutoDefault(False)
        return button

    def _build(self) -> None:
        where = QHBoxLayout()
        where.addWidget(QLabel(self.tr("Add to")))
        where.addWidget(self.target, 1)
        pen = QHBoxLayout()
        pen.addWidget(QLabel(self.tr("Pen")))
        pen.addWidget(self.width_slider, 1)
        pen.addWidget(self.undo)
        pen.addWidget(self.clear)
        ends = QHBoxLayout()
        ends.addStretch(1)
        ends.addWidget(self.close_button)
        ends.addWidget(self.add)
        for row in (where, pen, ends):
            row.setSpacing(FIELD)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GROUP, GROUP, GROUP, GROUP)
        layout.setSpacing(FIELD + TIGHT)
        layout.addLayout(where)
        layout.addWidget(self.pad, 1)
        layout.addLayout(pen)
        layout.addLayout(ends)

    def set_targets(self, classes: Sequence[tuple[int, str]]) -> None:
        """Offer the queries and these classes (key, name); the choice stays where it can."""
        chosen = self.target.currentData()
        self.target.clear()
        self.target.addItem(self.tr("Queries"), QUERIES)
        for key, name in classes:
            self.target.addItem(self.tr("Class {0}").format(f"'{name}'"), key)
        self.target.setCurrentIndex(max(self.target.findData(chosen), 0))

    def open_for(self, target: int) -> None:
        """Show the pad, with a target chosen."""
        self.target.setCurrentIndex(max(self.target.findData(target), 0))
        self.show()
        self.raise_()
        self.activateWindow()
        self.pad.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add(self) -> None:
        if self.pad.strokes:
            picture, strokes = self.pad.picture(), self.pad.pen_strokes()
            self.pad.clear()
            self.drawn.emit(picture, strokes, self.target.currentData())

    def _follow(self) -> None:
        """Only what can be done is enabled, and says why where it is not."""
        drawn = self.pad.strokes > 0
        for button in (self.undo, self.clear, self.add):
            button.setEnabled(drawn)
            button.setToolTip("" if drawn else self.tr("Nothing is drawn yet"))
