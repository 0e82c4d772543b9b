"""Unobtrusive notices at the bottom right of a window; they fade, and screen readers hear them."""

from PySide6.QtCore import QEvent, QObject, QPropertyAnimation, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QEnterEvent
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsOpacityEffect,
    QHBoxLayout,
    QLabel,
    QToolButton,
    QWidget,
)

from metastudio.gui.language import said
from metastudio.gui.theme import EDGE, FIELD, icon, set_icon, theme

ICONS = {"info": "info", "good": "check-circle", "bad": "warning-circle"}
TONES = {"info": "accent", "good": "good", "bad": "bad"}
STAY_MS = {"info": 5_000, "good": 5_000, "bad": 12_000}
FADE_MS = 160
AT_MOST = 3


class Toast(QFrame):
    """One notice. Stays while the pointer is on it."""

    gone = Signal()

    def __init__(self, level: str, sentence: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("toast")
        self.level, self.sentence = level, sentence
        self.setProperty("panel", True)
        self.setAccessibleName(sentence)
        self._icon = QLabel()
        text = QLabel(sentence)
        text.setWordWrap(True)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        close = QToolButton()
        close.setObjectName("toastClose")
        close.setAccessibleName(self.tr("Close notice"))
        set_icon(close, "x", "muted")
        close.clicked.connect(self.leave)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 10, 8, 10)
        layout.setSpacing(FIELD)
        layout.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(text, 1)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self._opacity = QGraphicsOpacityEffect(self)
        self.setGraphicsEffect(self._opacity)
        self._fade = QPropertyAnimation(self._opacity, b"opacity", self)
        self._fade.setDuration(FADE_MS)
        self._stay = QTimer(self, singleShot=True, interval=STAY_MS[level])
        self._stay.timeout.connect(self.leave)
        theme().changed.connect(self._redraw)
        self._redraw()

    def appear(self) -> None:
        """Fade in, tell screen readers, and start to count."""
        self.show()
        self.raise_()
        self._run(0.0, 1.0)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))
        self._stay.start()

    def leave(self) -> None:
        """Fade out and go."""
        self._stay.stop()
        self._fade.finished.connect(self.gone)
        self._run(self._opacity.opacity(), 0.0)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._stay.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._stay.start()
        super().leaveEvent(event)

    def _run(self, start: float, end: float) -> None:
        self._fade.stop()
        self._fade.setStartValue(start)
        self._fade.setEndValue(end)
        self._fade.start()

    def _redraw(self) -> None:
        self._icon.setPixmap(icon(ICONS[self.level], TONES[self.level]).pixmap(QSize(18, 18)))


class Toasts(QObject):
    """Stacks notices in a corner of `window`; the oldest leaves where there are too many."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._shown: list[Toast] = []
        window.installEventFilter(self)

    @property
    def shown(self) -> list[Toast]:
        """Notices on the screen, the oldest first."""
        return list(self._shown)

    def say(self, level: str, sentence: str) -> Toast:
        """Show a notice; level is "info", "good" or "bad". The same sentence is not stacked."""
        sentence = said(sentence)
        for toast in self._shown:
            if toast.sentence == sentence:
                self._remove(toast)
                break
        toast = Toast(level if level in ICONS else "info", sentence, self._window)
        toast.gone.connect(lambda: self._remove(toast))
        self._shown.append(toast)
        while len(self._shown) > AT_MOST:
            self._remove(self._shown[0])
        self._place()
        toast.appear()
        return toast

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _remove(self, toast: Toast) -> None:
        if toast in self._shown:
            self._shown.remove(toast)
            toast.hide()
            toast.deleteLater()
            self._place()

    def _place(self) -> None:
        bottom = self._window.height() - EDGE
        width = min(420, self._window.width() - 2 * EDGE)
        for toast in reversed(self._shown):
            height = toast.layout().totalHeightForWidth(width)
            height = max(height, toast.sizeHint().height() if height < 0 else height)
            toast.setGeometry(self._window.width() - EDGE - width, bottom - height, width, height)
            bottom -= height + FIELD
