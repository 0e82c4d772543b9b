"""What happened and what to do, with the details to copy or to save. Sends nothing anywhere."""

from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from metastudio.gui.theme import EDGE, FIELD, GROUP, heading, icon, primary, set_tone
from metastudio.gui.widgets.collapsible import Collapsible


class ErrorDialog(QDialog):
    """Shown with `open()`, so that the program goes on behind it."""

    def __init__(
        self, happened: str, remedy: str = "", details: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("errorDialog")
        self.setWindowTitle(self.tr("MetaStudio"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._happened, self._remedy, self._details = happened, remedy, details
        sign = QLabel()
        sign.setPixmap(icon("warning-circle", "bad").pixmap(QSize(28, 28)))
        words = QVBoxLayout()
        words.setSpacing(FIELD)
        for text, tone in ((happened, ""), (remedy, "muted")):
            label = heading(text) if not tone else QLabel(text)
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label.setVisible(bool(text))
            set_tone(label, tone)
            words.addWidget(label)
        top = QHBoxLayout()
        top.setSpacing(GROUP)
        top.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(words, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(EDGE, EDGE, EDGE, GROUP)
        layout.setSpacing(GROUP)
        layout.addLayout(top)
        if details:
            layout.addWidget(self._fold(details), 1)
        layout.addLayout(self._buttons(bool(details)))
        self.setMinimumWidth(480)
        self.setAccessibleName(happened)
        self.setAccessibleDescription(remedy)

    @property
    def happened(self) -> str:
        """The first sentence."""
        return self._happened

    @property
    def report(self) -> str:
        """All of it as text, as copied and saved."""
        return "\n\n".join(part for part in (self._happened, self._remedy, self._details) if part)

    def _fold(self, details: str) -> Collapsible:
        fold = Collapsible(self.tr("Details"))
        fold.button.setObjectName("errorDetails")
        text = QPlainTextEdit(details)
        text.setObjectName("errorText")
        text.setAccessibleName(self.tr("Details"))
        text.setReadOnly(True)
        text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        text.setMinimumHeight(180)
        text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        inside = QVBoxLayout()
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(text)
        fold.set_content(inside)
        # The size hint is only right once the body has been laid out.
        fold.toggled.connect(lambda _open: QTimer.singleShot(0, self, self.adjustSize))
        return fold

    def _buttons(self, detailed: bool) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(FIELD)
        if detailed:
            for text, name, slot in (
                (self.tr("Copy"), "errorCopy", self._copy),
                (self.tr("Save…"), "errorSave", self._save),
            ):
                button = QPushButton(text)
                button.setObjectName(name)
                button.setAccessibleName(text)
                button.clicked.connect(slot)
                row.addWidget(button)
        row.addStretch(1)
        close = primary(QPushButton(self.tr("Close")))
        close.setObjectName("errorClose")
        close.setAccessibleName(close.text())
        close.setDefault(True)
        close.clicked.connect(self.accept)
        row.addWidget(close)
        return row

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report)

    def _save(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, self.tr("Save details"), "metastudio-details.txt", self.tr("Text (*.txt)")
        )
        if name:
            self.save_to(Path(name))

    def save_to(self, path: Path) -> None:
        """Write the report; says in the window's title where that is not possible."""
        try:
            path.write_text(self.report, encoding="utf-8")
        except OSError as error:
            self.setWindowTitle(self.tr("{0} can't be written").format(error.filename))
