"""One class of the support set: its name, its pictures, and every way to add one."""

from collections.abc import Sequence

from PySide6.QtCore import QByteArray, QEvent, QMimeData, QObject, QSize, Qt, Signal
from PySide6.QtGui import QDrag, QFontMetrics, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from metastudio.gui.theme import FIELD, TIGHT, caption, set_icon
from metastudio.gui.widgets.drop_frame import DropFrame
from metastudio.gui.widgets.picture_items import Picture
from metastudio.gui.widgets.picture_strip import PictureStrip

MOVED_BIN = "application/x-metastudio-bin"  # number of a bin that is dragged
KEYS = 9  # bins that a number key reaches


class PictureBin(DropFrame):
    """Shows what it is given and emits what is asked for; the page decides and shows it again."""

    renamed = Signal(str)
    addRequested = Signal()
    drawRequested = Signal()
    removeRequested = Signal()
    picturesRemoved = Signal(list)  # keys
    sendRequested = Signal(list, int)  # keys, number of the bin
    shifted = Signal(int)  # by so many places in the order of the bins
    binDropped = Signal(int)  # number of the bin that was dragged here

    def __init__(self, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.number = number
        self._name = ""
        self.setObjectName(f"supportBin{number}")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.name_edit = QLineEdit()
        self.name_edit.editingFinished.connect(self._rename)
        self.name_edit.installEventFilter(self)
        self.name_edit.setStyleSheet(
            "QLineEdit:!focus:!hover { border-color: transparent; background: transparent; }"
        )
        self.name_edit.setMaxLength(60)
        self.count = QLabel()
        self.count.setProperty("role", "caption")
        self.strip = PictureStrip()
        self.strip.removeRequested.connect(self.picturesRemoved)
        self.strip.sendRequested.connect(self.sendRequested)
        self._ghost = caption(
            self.tr("Drop pictures of this class here, or a folder. Or paste, or draw.")
        )
        self._ghost.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._build()
        self._name_children()

    def _build(self) -> None:
        self._key = _Handle(self.number)
        words = self.tr("Drag, or press Alt+↑ and Alt+↓, to reorder the classes")
        if self.number < KEYS:
            words = (
                self.tr("Press {0} to send the chosen picture here").format(self.number + 1)
                + f"\n{words}"
            )
        self._key.setToolTip(words)
        self.draw = self._tool("pencil-simple", self.tr("Draw a picture of this class…"))
        self.draw.clicked.connect(self.drawRequested)
        self.add = self._tool("image", self.tr("Add pictures to this class…"))
        self.add.clicked.connect(self.addRequested)
        self.remove = self._tool("trash", self.tr("Remove this class"))
        self.remove.clicked.connect(self.removeRequested)
        head = QHBoxLayout()
        head.setSpacing(TIGHT)
        head.addWidget(self._key)
        head.addWidget(self.name_edit, 1)
        head.addWidget(self.count)
        head.addSpacing(TIGHT)
        for button in (self.draw, self.add, self.remove):
            head.addWidget(button)
        self._body = QStackedLayout()
        self._body.addWidget(self._ghost)
        self._body.addWidget(self.strip)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(FIELD, FIELD, FIELD, TIGHT)
        layout.setSpacing(TIGHT)
        layout.addLayout(head)
        layout.addLayout(self._body)

    def _tool(self, icon: str, tip: str) -> QToolButton:
        button = QToolButton()
        set_icon(button, icon)
        button.setIconSize(QSize(16, 16))
        button.setToolTip(tip)
        return button

    def _name_children(self) -> None:
        words = {
            "Name": (self.name_edit, self.tr("Name of class {0}")),
            "Pictures": (self.strip, self.tr("Pictures of class {0}")),
            "Draw": (self.draw, self.tr("Draw a picture of class {0}")),
            "Add": (self.add, self.tr("Add pictures to class {0}")),
            "Remove": (self.remove, self.tr("Remove class {0}")),
        }
        for suffix, (widget, words_of) in words.items():
            widget.setObjectName(f"supportBin{self.number}{suffix}")
            widget.setAccessibleName(words_of.format(self.number + 1))

    # --- what is shown ---------------------------------------------------------------------------

    @property
    def name(self) -> str:
        """Name of the class."""
        return self._name

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """Pictures of the class."""
        return self.strip.pictures

    def show_class(self, name: str, pictures: Sequence[Picture], reading: int = 0) -> None:
        """Show a class; `reading` pictures more are on their way."""
        if name != self._name or (name != self.name_edit.text() and not self.name_edit.hasFocus()):
            self._name = name
            self.name_edit.setText(name)
            self.name_edit.setCursorPosition(0)  # the beginning of a long name says the most
            self.setAccessibleName(self.tr("Class {0}").format(name))
        self.strip.set_pictures(pictures)
        self._body.setCurrentWidget(self.strip if pictures else self._ghost)
        self.set_dashed(not pictures)
        if reading:
            self.count.setText(self.tr("reading {0}…").format(reading))
        elif len(pictures) == 1:
            self.count.setText(self.tr("1 picture"))
        else:
            self.count.setText(self.tr("{0} pictures").format(len(pictures)))

    def edit_name(self) -> None:
        """Put the cursor into the name, all of it chosen, to be typed over."""
        self.name_edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.name_edit.selectAll()

    def _rename(self) -> None:
        """Tell of a new name; an empty one means the old one."""
        text = self.name_edit.text().strip()
        if not text:
            self.name_edit.setText(self._name)
        elif text != self._name:
            self._name = text
            self.renamed.emit(text)

    def take(self, mime: QMimeData) -> bool:
        """A bin that is dragged here takes this place; everything else is pictures."""
        if mime.hasFormat(MOVED_BIN):
            self.binDropped.emit(int(bytes(mime.data(MOVED_BIN).data())))
            return True
        return super().take(mime)

    def takes(self, mime: QMimeData) -> bool:
        return mime.hasFormat(MOVED_BIN) or super().takes(mime)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if by is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.shifted.emit(by)
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.name_edit and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self.name_edit.setText(self._name)
                self.setFocus()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._rename()
                self.setFocus()
                return True
        return super().eventFilter(watched, event)

    def sizeHint(self) -> QSize:
        head = QFontMetrics(self.font()).height() + 20
        return QSize(320, head + self.strip.sizeHint().height() + 2 * FIELD)


class _Handle(QLabel):
    """The number of a bin: what its key is called, and where it is taken hold of."""

    def __init__(self, number: int, parent: QWidget | None = None) -> None:
        super().__init__(str(number + 1), parent)
        self._number = number
        self.setProperty("chip", True)
        self.setFixedHeight(20)
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()  # so that the moves come here

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            mime = QMimeData()
            mime.setData(MOVED_BIN, QByteArray(str(self._number).encode()))
            drag = QDrag(self)
            drag.setMimeData(mime)
            drag.exec(Qt.DropAction.MoveAction)
