"""How classes are divided into training, validation and test: a bar, and a button for each part."""

from PySide6.QtCore import QMimeData, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from metastudio.gui.theme import CAPTION, FIELD, TIGHT, keyboard_focus, theme
from metastudio.gui.words import counted

BAR = 6  # height of the bar
SERIES = {"train": 0, "validation": 1, "test": 2}  # into the theme's series


class SplitBar(QWidget):
    """Shows how many classes each part has. `chosen` names a part that was clicked.

    `dropped` tells what was let go over a part, and which: the owner knows what it means. What is
    not of the kind `accepts` is left to the window.
    """

    chosen = Signal(str)
    dropped = Signal(QMimeData, str)

    def __init__(self, accepts: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("splitBar")
        self._bar = _Bar()
        self._parts: dict[str, SplitPart] = {}
        self._group = QButtonGroup(self)
        row = QHBoxLayout()
        row.setSpacing(TIGHT)
        for name, title in (
            ("train", self.tr("Training")),
            ("validation", self.tr("Validation")),
            ("test", self.tr("Test")),
            ("none", self.tr("In no split")),
        ):
            part = SplitPart(name, title, accepts if name != "none" else "")
            part.setObjectName(f"split-{name}")
            part.clicked.connect(lambda _checked=False, name=name: self.chosen.emit(name))
            part.dropped.connect(lambda data, name=name: self.dropped.emit(data, name))
            self._group.addButton(part)
            self._parts[name] = part
            row.addWidget(part, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(TIGHT)
        layout.addWidget(self._bar)
        layout.addLayout(row)

    @property
    def part(self) -> str:
        """Name of the part that is chosen."""
        checked = self._group.checkedButton()
        return checked.name if isinstance(checked, SplitPart) else "train"

    @property
    def counts(self) -> dict[str, int]:
        """Classes of each part, as shown; "none" only where some are in no split."""
        return {n: part.count for n, part in self._parts.items() if n in SERIES or part.count}

    def title(self, name: str) -> str:
        """Return the word for a part."""
        return self._parts[name].title

    def show_counts(self, counts: dict[str, int], pictures: bool = False) -> None:
        """Show these numbers of classes, or of `pictures`; a part that is not named has none."""
        for name, part in self._parts.items():
            part.show_count(counts.get(name, 0), pictures)
        self._parts["none"].setVisible(bool(counts.get("none")))
        self._bar.show_shares([(SERIES[name], self._parts[name].count) for name in SERIES])

    def choose(self, name: str) -> None:
        """Mark a part as chosen."""
        if name in self._parts:
            self._parts[name].setChecked(True)

    def set_accepting(self, accepting: bool) -> None:
        """Take what is dropped, or leave it."""
        for part in self._parts.values():
            part.setAcceptDrops(accepting)


class SplitPart(QAbstractButton):
    """One part: its colour, its name, and how many classes it has; a place to drop classes on."""

    dropped = Signal(QMimeData)

    def __init__(self, name: str, title: str, accepts: str) -> None:
        super().__init__()
        self.name, self.title, self.count = name, title, 0
        self._accepts = accepts
        self._over = False
        self.setCheckable(True)
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.updateGeometry)
        self.show_count(0)

    def show_count(self, count: int, pictures: bool = False) -> None:
        """Show another number of classes, or of pictures."""
        self.count = count
        if pictures:
            self.words = counted(count, self.tr("1 picture"), self.tr("{0} pictures"))
            self.setToolTip(self.tr("Show the classes of this part"))
        else:
            self.words = counted(count, self.tr("1 class"), self.tr("{0} classes"))
            self.setToolTip(self.tr("Show these classes. Drag classes here to move them."))
        self.setAccessibleName(f"{self.title}, {self.words}")
        self.update()

    def sizeHint(self) -> QSize:
        lines = self.fontMetrics().height() + self._small().height()
        return QSize(self.fontMetrics().horizontalAdvance(self.title) + 28, lines + 10)

    def minimumSizeHint(self) -> QSize:
        return QSize(
            self.fontMetrics().horizontalAdvance(self.title) + 26, self.sizeHint().height()
        )

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(self._accepts):
            event.acceptProposedAction()
            self._set_over(True)
        else:
            event.ignore()  # files are the window's

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._set_over(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._set_over(False)
        event.acceptProposedAction()
        self.dropped.emit(event.mimeData())

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = theme().colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground, edge, width = colours.panel, colours.line, 1.0
        if self._over:
            ground, edge, width = colours.selection, colours.accent, 2.0
        elif self.isChecked():
            ground, edge = colours.selection, colours.accent
        elif self.underMouse():
            ground, edge = colours.hover, colours.control_line
        if keyboard_focus(self):
            edge, width = colours.accent, 2.0
        painter.setPen(QPen(edge, width))
        painter.setBrush(ground)
        inset = width / 2
        outline = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(outline, 6, 6)
        self._write(painter)

    def _write(self, painter: QPainter) -> None:
        colours = theme().colours
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(
            colours.series[SERIES[self.name]] if self.name in SERIES else colours.muted
        )
        high, small = self.fontMetrics().height(), self._small()
        room = QRectF(self.rect()).adjusted(FIELD, 5, -TIGHT, -5)
        painter.drawEllipse(QRectF(room.left(), room.top() + high / 2 - 4, 7, 7))
        painter.setPen(colours.text)
        line = QRectF(room.left() + 11, room.top(), room.width() - 11, high)
        title = self.fontMetrics().elidedText(
            self.title, Qt.TextElideMode.ElideRight, int(line.width())
        )
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, title)
        font = self.font()
        font.setPixelSize(small.height() - 4)
        painter.setFont(font)
        painter.setPen(colours.muted)
        words = self.words
        line.moveTop(room.top() + high)
        line.setHeight(small.height())
        metrics = painter.fontMetrics()
        if metrics.horizontalAdvance(words) > line.width():
            words = f"{self.count:,}"
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, words)

    def _small(self) -> QRectF:
        """Return the height of the second line, which is set in captions."""
        scaled = round(CAPTION * theme().text_scale)
        return QRectF(0, 0, 0, scaled + 4)

    def _set_over(self, over: bool) -> None:
        self._over = over
        self.update()


class _Bar(QWidget):
    """The shares, side by side."""

    def __init__(self) -> None:
        super().__init__()
        self._shares: list[tuple[int, int]] = []
        self.setFixedHeight(BAR)
        theme().changed.connect(self.update)

    def show_shares(self, shares: list[tuple[int, int]]) -> None:
        self._shares = [(series, count) for series, count in shares if count]
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = theme().colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        whole = sum(count for _, count in self._shares)
        if not whole:
            painter.setBrush(colours.line)
            painter.drawRoundedRect(self.rect(), BAR / 2, BAR / 2)
            return
        gap, left = 2.0, 0.0
        room = self.width() - gap * (len(self._shares) - 1)
        for series, count in self._shares:
            width = max(3.0, room * count / whole)
            painter.setBrush(QColor(colours.series[series]))
            painter.drawRoundedRect(QRectF(left, 0, width, BAR), BAR / 2, BAR / 2)
            left += width + gap
