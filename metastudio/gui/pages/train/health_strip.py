"""Chips for what is wrong with a run; a click explains it and offers a remedy."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from metastudio.engine.experiment import settings
from metastudio.gui.language import said
from metastudio.gui.pages.train.health import Finding
from metastudio.gui.theme import FIELD, GROUP, TIGHT, heading, primary, set_icon, theme

WIDTH = 420  # of the explanation


class HealthStrip(QWidget):
    """`remedied` carries the settings of a remedy, `finish` asks to end the run and keep it."""

    remedied = Signal(dict)
    finish = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("healthStrip")
        self._findings: tuple[Finding, ...] = ()
        self._hidden: set[str] = set()
        self._chips: dict[str, QToolButton] = {}
        self._opened: _Explanation | None = None
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(FIELD)
        self._row.addStretch(1)
        theme().changed.connect(self._dress)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is shown."""
        return tuple(f for f in self._findings if f.kind not in self._hidden)

    def begin(self) -> None:
        """Forget what was hidden, for a new run."""
        self._hidden.clear()
        self.show_findings(())

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show these; chips that stay keep their place."""
        self._findings = tuple(findings)
        shown = {finding.kind: finding for finding in self.findings}
        for kind in [kind for kind in self._chips if kind not in shown]:
            gone = self._chips.pop(kind)
            gone.hide()  # at once; it is deleted only when the loop comes to it
            gone.deleteLater()
        for kind, finding in shown.items():
            if kind not in self._chips:
                self._chips[kind] = self._chip(finding)
                self._row.insertWidget(self._row.count() - 1, self._chips[kind])
        self._dress()

    def chip(self, kind: str) -> QToolButton | None:
        """Return the chip of a finding, where it is shown."""
        return self._chips.get(kind)

    def explain(self, kind: str) -> "_Explanation | None":
        """Open the explanation of a finding under its chip."""
        finding = next((f for f in self.findings if f.kind == kind), None)
        if finding is None:
            return None
        self._opened = box = _Explanation(finding, self)
        box.remedied.connect(self.remedied)
        box.finish.connect(self.finish)
        box.dismissed.connect(self._dismiss)
        chip = self._chips[kind]
        box.move(chip.mapToGlobal(QPoint(0, chip.height() + TIGHT)))
        box.show()
        return box

    def _dismiss(self, kind: str) -> None:
        self._hidden.add(kind)
        self.show_findings(self._findings)

    def _chip(self, finding: Finding) -> QToolButton:
        chip = QToolButton(objectName=f"health-{finding.kind}")
        chip.setText(finding.title)
        chip.setAccessibleName(finding.title)
        chip.setToolTip(finding.words)
        chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        chip.setCursor(Qt.CursorShape.PointingHandCursor)
        set_icon(chip, "warning-circle", finding.tone)
        chip.clicked.connect(lambda _checked=False, kind=finding.kind: self.explain(kind))
        return chip

    def _dress(self) -> None:
        colours, size = theme().colours, round(12 * theme().text_scale)
        tones = {finding.kind: finding.tone for finding in self._findings}
        for kind, chip in self._chips.items():
            tone = getattr(colours, tones.get(kind, "warning"))
            chip.setStyleSheet(
                f"QToolButton {{ font-size: {size}px; padding: 2px 10px; border-radius: 10px;"
                f" border: 1px solid {tone.name()}; color: {tone.name()}; }}"
                f"QToolButton:hover {{ background: {colours.hover.name()}; }}"
            )


class _Explanation(QFrame):
    """What was seen, what helps, and the button that does it. Goes away at a click elsewhere."""

    remedied = Signal(dict)
    finish = Signal()
    dismissed = Signal(str)

    def __init__(self, finding: Finding, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("healthExplanation")
        self.setProperty("panel", True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._finding = finding
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GROUP, GROUP, GROUP, GROUP)
        layout.setSpacing(FIELD)
        layout.addWidget(heading(finding.title))
        for words in (finding.words, finding.remedy):
            label = QLabel(words)
            label.setWordWrap(True)
            layout.addWidget(label)
        row = QHBoxLayout()
        row.setSpacing(FIELD)
        if finding.change:
            row.addWidget(self._button(in_words(finding.change), "remedyButton", self._remedy))
        if finding.finish:
            words = self.tr("Finish and keep")
            row.addWidget(self._button(words, "remedyFinishButton", self._finish))
        hide = QPushButton(self.tr("Hide"), objectName="remedyHideButton", flat=True)
        hide.setToolTip(self.tr("Do not show this again during the run"))
        hide.clicked.connect(self._hide)
        row.addStretch(1)
        row.addWidget(hide)
        layout.addLayout(row)
        first = self.findChild(QPushButton, "remedyButton") or self.findChild(
            QPushButton, "remedyFinishButton"
        )
        if first is not None:
            primary(first)
        width = max(round(WIDTH * theme().text_scale), layout.minimumSize().width())
        self.setFixedSize(width, layout.totalHeightForWidth(width))

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.close()

    def _button(self, words: str, name: str, then: object) -> QPushButton:
        button = QPushButton(words, objectName=name)
        button.setAccessibleName(words)
        button.clicked.connect(then)
        return button

    def _remedy(self) -> None:
        self.remedied.emit(dict(self._finding.change))
        self.close()

    def _finish(self) -> None:
        self.finish.emit()
        self.close()

    def _hide(self) -> None:
        self.dismissed.emit(self._finding.kind)
        self.close()


def in_words(change: Mapping[str, float]) -> str:
    """Say a change of settings as the form names them: "Set α to 0.04"."""
    labels = {setting.path: said(setting.label) for setting in settings()}
    parts = [f"{labels.get(path, path)} = {value:g}" for path, value in change.items()]
    return HealthStrip.tr("Set {0}").format(", ".join(parts))
