"""Taking split files in: what they divide, and which classes are missing on either side."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from metastudio.engine.events import DatasetView
from metastudio.engine.tasks.split_match import SplitMatch, match_split_files
from metastudio.gui.session import Session
from metastudio.gui.theme import EDGE, FIELD, GROUP, caption, heading, primary
from metastudio.gui.words import counted, listed

SLOT = "split_file"


class SplitFiles(QObject):
    """`accepted` gives the classes of each part of split files that the user agreed to."""

    accepted = Signal(object)  # dict[str, list[str]]

    def __init__(self, session: Session, page: QWidget) -> None:
        super().__init__(page)
        self._session, self._page = session, page

    def choose(self, view: DatasetView) -> None:
        """Ask for split files."""
        names, _ = QFileDialog.getOpenFileNames(
            self._page,
            self.tr("Split file"),
            QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation),
            self.tr("Lists of classes (*.json *.csv *.txt)"),
        )
        if names:
            self.take([Path(name) for name in names], view)

    def take(self, paths: Sequence[Path], view: DatasetView) -> None:
        """Read split files beside the window, and compare them with a data set."""
        names = list(dict.fromkeys(c for split in view.splits for c in split.classes))
        title = view.card.title
        called = listed([path.name for path in paths])
        self._session.engine.run_job(
            SLOT,
            lambda _: match_split_files(paths, names, title),
            lambda match: self._judge(match, called, title),
            self._refused,
        )

    def _judge(self, match: SplitMatch, called: str, title: str) -> None:
        if not match.unknown and not match.unlisted:
            self._session.notice.emit(
                "good", self.tr("{0} divides all classes of {1}.").format(called, title)
            )
            self.accepted.emit(match.splits)
            return
        dialog = SplitFileDialog(match, called, title, self._page)
        dialog.accepted.connect(lambda: self.accepted.emit(match.splits))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _refused(self, error: Exception) -> None:
        self._session.notice.emit("bad", str(error))


class SplitFileDialog(QDialog):
    """Tells what a split file and a data set do not have in common, before it is used."""

    def __init__(self, match: SplitMatch, called: str, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("splitFileDialog")
        self.setWindowTitle(self.tr("Split file"))
        self.setMinimumWidth(460)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(EDGE, EDGE, EDGE, GROUP)
        layout.setSpacing(FIELD)
        layout.addWidget(heading(self.tr("{0} on {1}").format(called, title)))
        self.facts = QLabel(self._facts(match))
        self.facts.setObjectName("splitFileFacts")
        self.facts.setWordWrap(True)
        layout.addWidget(self.facts)
        for name, words, names in (
            ("unknownClasses", self._unknown(match), match.unknown),
            ("unlistedClasses", self._unlisted(match), match.unlisted),
        ):
            if names:
                layout.addSpacing(FIELD)
                layout.addWidget(caption(words))
                layout.addWidget(_names(name, words, names))
        layout.addSpacing(FIELD)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        use = buttons.addButton(self.tr("Use this split"), QDialogButtonBox.ButtonRole.AcceptRole)
        use.setObjectName("useSplit")
        use.setAccessibleName(use.text())
        use.setEnabled(bool(match.splits["train"] and match.splits["test"]))
        if not use.isEnabled():
            use.setToolTip(self.tr("No class would be left for training, or none for the test"))
        primary(use)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)

    def _facts(self, match: SplitMatch) -> str:
        sizes = [f"{len(match.splits[s]):,}" for s in ("train", "validation", "test")]
        return self.tr("{0} classes for training, {1} for validation, {2} for the test.").format(
            *sizes
        )

    def _unknown(self, match: SplitMatch) -> str:
        return counted(
            len(match.unknown),
            self.tr("The file names 1 class that the data set does not have:"),
            self.tr("The file names {0} classes that the data set does not have:"),
        )

    def _unlisted(self, match: SplitMatch) -> str:
        return counted(
            len(match.unlisted),
            self.tr("1 class of the data set is in no part, and would not be used:"),
            self.tr("{0} classes of the data set are in no part, and would not be used:"),
        )


def _names(name: str, words: str, names: Sequence[str]) -> QPlainTextEdit:
    text = QPlainTextEdit("\n".join(names))
    text.setObjectName(name)
    text.setAccessibleName(words)
    text.setReadOnly(True)
    text.setTabChangesFocus(True)
    text.setFixedHeight(min(len(names), 5) * text.fontMetrics().lineSpacing() + 26)
    return text
