"""A quiet strip that lists what was left out and why, until it is dismissed."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from metastudio.gui.theme import FIELD, TIGHT, icon, set_icon, theme

FEW = 3  # sentences shown without unfolding


class ProblemsStrip(QFrame):
    """Shows sentences, the first three at once. Hidden while there are none."""

    dismissed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("problemsStrip")
        self.setProperty("panel", True)
        self._problems: tuple[str, ...] = ()
        self._unfolded = False
        self._mark = QLabel()
        self._mark.setContentsMargins(TIGHT, TIGHT, TIGHT, 0)
        self._text = QLabel()
        self._text.setObjectName("problemsText")
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._more = QPushButton()
        self._more.setProperty("flat", True)
        self._more.setObjectName("problemsMore")
        self._more.clicked.connect(self._unfold)
        close = QToolButton()
        close.setObjectName("problemsDismiss")
        close.setAccessibleName(self.tr("Dismiss the list of problems"))
        close.setToolTip(self.tr("Dismiss"))
        close.setIconSize(QSize(14, 14))
        set_icon(close, "x")
        close.clicked.connect(self.clear)
        words = QVBoxLayout()
        words.setContentsMargins(0, TIGHT, 0, TIGHT)
        words.setSpacing(TIGHT)
        words.addWidget(self._text)
        words.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(FIELD, TIGHT, TIGHT, TIGHT)
        layout.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(words, 1)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        theme().changed.connect(self._draw_mark)
        self._draw_mark()
        self._write()

    @property
    def problems(self) -> tuple[str, ...]:
        """Everything it lists, folded or not."""
        return self._problems

    def show_problems(self, problems: Sequence[str]) -> None:
        """List these in place of those before; with none, hide."""
        self._problems, self._unfolded = tuple(problems), False
        self._write()

    def clear(self) -> None:
        """Forget all and hide."""
        self.show_problems(())
        self.dismissed.emit()

    def _unfold(self) -> None:
        self._unfolded = not self._unfolded
        self._write()

    def _draw_mark(self) -> None:
        self._mark.setPixmap(icon("warning-circle", "warning").pixmap(16, 16))

    def _write(self) -> None:
        hidden = len(self._problems) - FEW
        shown = self._problems if self._unfolded else self._problems[:FEW]
        self._text.setText("\n".join(shown[:200]))
        self._text.setAccessibleName(" ".join(shown[:FEW]))
        self._more.setVisible(hidden > 0)
        self._more.setText(
            self.tr("Show fewer") if self._unfolded else self.tr("and {0} more").format(hidden)
        )
        self._more.setAccessibleName(self._more.text())
        self.setVisible(bool(self._problems))
