"""Choosing the column of a CSV file that says where or when each picture was taken."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from metastudio.engine.events import DataCard
from metastudio.engine.experiment import DataSettings
from metastudio.engine.sections.names import SITTINGS
from metastudio.engine.tasks.annotations import (
    CLASS_COLUMNS,
    SITTING_COLUMNS,
    file_column,
    rows_of,
)
from metastudio.gui.pages.data.splits import Division, SplitKeeper
from metastudio.gui.session import Session
from metastudio.gui.theme import EDGE, FIELD, GROUP, heading, primary

SLOT = "sittings"


class SittingsFile(QObject):
    """Asks for the file and its column, and divides a data set so where that can be done."""

    def __init__(self, session: Session, keeper: SplitKeeper, page: QWidget) -> None:
        super().__init__(page)
        self._session, self._keeper, self._page = session, keeper, page

    def choose(self, card: DataCard, data: DataSettings) -> None:
        """Ask for the file."""
        name, _ = QFileDialog.getOpenFileName(
            self._page,
            self.tr("Where each picture was taken"),
            QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation),
            self.tr("Tables (*.csv)"),
        )
        if name:
            self.take(Path(name), card, data)

    def take(self, file: Path, card: DataCard, data: DataSettings) -> None:
        """Read the heading of a file beside the window, and ask for the column."""
        self._session.engine.run_job(
            SLOT,
            lambda _: rows_of(file)[:2],
            lambda rows: self._ask(file, rows, card, data),
            self._refused,
        )

    def _ask(
        self, file: Path, rows: Sequence[Sequence[str]], card: DataCard, data: DataSettings
    ) -> None:
        names = [name.strip() for name in rows[0]] if rows else []
        if len(names) < 2:
            words = self.tr(
                "{0} needs two columns at least: the picture's file, and where it was taken."
            )
            self._session.notice.emit("bad", words.format(file.name))
            return
        picture = file_column(rows)
        columns = [name for at, name in enumerate(names) if at != picture]
        dialog = SittingsDialog(file.name, columns, self._page)
        dialog.accepted.connect(lambda: self._try(str(file), dialog.column, card, data))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _try(self, file: str, column: str, card: DataCard, data: DataSettings) -> None:
        """Open the data set divided so; only where that can be done, it is."""
        division = Division(SITTINGS, None, (file, column))
        plain = {path.partition(".")[2]: value for path, value in division.changes.items()}
        self._session.engine.view_dataset(
            data.model_copy(update=plain),
            lambda _: self._keeper.choose(card, division, self.tr("split by place")),
            self._refused,
            slot=SLOT,
        )

    def _refused(self, error: Exception) -> None:
        self._session.notice.emit("bad", str(error))


class SittingsDialog(QDialog):
    """Asks which column of a table says where pictures were taken; the likeliest stands first."""

    def __init__(self, called: str, columns: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("sittingsDialog")
        self.setWindowTitle(self.tr("Divide by where pictures were taken"))
        self.setMinimumWidth(440)
        words = QLabel(
            self.tr(
                "Each smear, patient or camera goes to training, validation or the test as a "
                "whole. Every class can then be in every part, and no picture of a place is in two "
                "of them."
            )
        )
        words.setWordWrap(True)
        self._combo = QComboBox(objectName="sittingsColumn")
        self._combo.setAccessibleName(self.tr("Column with the place of each picture"))
        self._combo.addItems(list(columns))
        self._combo.setCurrentIndex(likeliest(columns))
        form = QFormLayout()
        form.setHorizontalSpacing(GROUP)
        form.addRow(self.tr("Column with the place"), self._combo)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        use = buttons.addButton(self.tr("Divide so"), QDialogButtonBox.ButtonRole.AcceptRole)
        use.setObjectName("useSittings")
        use.setAccessibleName(use.text())
        primary(use)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(EDGE, EDGE, EDGE, GROUP)
        layout.setSpacing(GROUP)
        layout.addWidget(heading(called))
        layout.addWidget(words)
        layout.addLayout(form)
        layout.addSpacing(FIELD)
        layout.addWidget(buttons)

    @property
    def column(self) -> str:
        """The column that is chosen."""
        return self._combo.currentText()


def likeliest(columns: Sequence[str]) -> int:
    """Return the place of the column that is called as one of sittings, or is no class at least."""
    plain = [name.lower().replace(" ", "_") for name in columns]
    known = next((i for i, name in enumerate(plain) if name in SITTING_COLUMNS), None)
    if known is not None:
        return known
    return next((i for i, name in enumerate(plain) if name not in CLASS_COLUMNS), 0)
