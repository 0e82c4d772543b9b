"""A data set that is not here yet: what it is, and how it comes."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFormLayout,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from metastudio.engine.events import DataCard, in_bytes
from metastudio.gui.language import said
from metastudio.gui.pages.data.downloader import Downloader
from metastudio.gui.theme import (
    FIELD,
    GROUP,
    caption,
    page_title,
    primary,
    set_icon,
    set_tone,
    theme,
)


class AbsentPanel(QScrollArea):
    """Shows one card, and the download of it while that is under way."""

    archiveWanted = Signal()
    folderWanted = Signal()

    def __init__(self, downloader: Downloader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("absentPanel")
        self.setWidgetResizable(True)
        self._downloader = downloader
        downloader.changed.connect(self._follow)
        downloader.mirrorChanged.connect(self._tell_mirror)
        self._card: DataCard | None = None
        self._title = page_title("")
        self._about = self._words()
        self._how = self._words()
        self._how.setObjectName("absentHow")
        self._failure = self._words()
        self._failure.setObjectName("downloadFailure")
        set_tone(self._failure, "bad")
        self._form = QFormLayout()
        self._form.setHorizontalSpacing(GROUP)
        self._form.setVerticalSpacing(FIELD)
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self._download = primary(
            self._button("downloadButton", "cloud-arrow-down", self.tr("Download"))
        )
        self._download.clicked.connect(self._start)
        self._archive = self._button("absentImport", "archive", self.tr("Import archive…"))
        self._archive.setToolTip(self.tr("From an archive that you have"))
        self._archive.clicked.connect(self.archiveWanted)
        self._folder = self._button("absentFolder", "folder-plus", self.tr("Import folder…"))
        self._folder.setToolTip(self.tr("From a folder that you have unpacked"))
        self._folder.clicked.connect(self.folderWanted)
        self._mirror = self._button("downloadMirror", "", self.tr("Mirror…"))
        self._mirror.setFlat(True)
        self._mirror.clicked.connect(self._ask_mirror)
        self._bar = QProgressBar(objectName="downloadProgress")
        self._bar.setRange(0, 1000)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Progress of the download"))
        self._news = caption("")
        self._news.setObjectName("downloadNews")
        self._cancel = self._button("downloadCancel", "", self.tr("Cancel"))
        self._cancel.setToolTip(self.tr("What was fetched is kept; a later download goes on there"))
        self._cancel.clicked.connect(downloader.cancel)
        self.setWidget(self._body())
        theme().changed.connect(self._dress)

    def show_card(self, card: DataCard) -> None:
        """Show another data set, or news of the same."""
        self._card = card
        self._title.setText(said(card.title))
        self._about.setText(said(card.about))
        self._how.setText(said(card.how))
        while self._form.rowCount():
            self._form.removeRow(0)
        facts = (
            (self.tr("Classes"), f"{card.classes:,}" if card.classes else ""),
            (self.tr("Pictures"), f"{card.pictures:,}" if card.pictures else ""),
            (self.tr("Download"), in_bytes(card.download_bytes) if card.downloads else ""),
            (self.tr("Licence"), said(card.licence)),
            (self.tr("Publication"), card.citation),
            (self.tr("More about it"), f'<a href="{card.homepage}">{card.homepage}</a>'
             if card.homepage else ""),
        )  # fmt: skip
        for label, words in facts:
            if words:
                field = self._words()
                field.setText(words)
                field.setOpenExternalLinks(True)
                name = QLabel(label)
                set_tone(name, "muted")
                self._form.addRow(name, field)
        self.setAccessibleName(f"{said(card.title)}. {said(card.about)}")
        self._follow(card.name)

    def _dress(self) -> None:
        """A link takes its colour when it is written."""
        if self._card is not None:
            self.show_card(self._card)

    def _follow(self, name: str) -> None:
        """Show how the download stands."""
        card = self._card
        if card is None or name != card.name:
            return
        busy, failure = self._downloader.busy == name, self._downloader.failure(name)
        fraction, words = self._downloader.news
        for widget in (self._bar, self._news, self._cancel):
            widget.setVisible(busy)
        self._bar.setRange(0, 1000 if fraction > 0 else 0)
        self._bar.setValue(int(1000 * fraction))
        self._news.setText(words)
        self._failure.setText(failure)
        self._failure.setVisible(bool(failure) and not busy)
        self._download.setVisible(bool(card.downloads) and not busy)
        again = self.tr("Try the download again")
        text = again if failure else self.tr("Download, {0}").format(in_bytes(card.download_bytes))
        self._download.setText(text)
        self._download.setAccessibleName(text)
        self._download.setToolTip("\n".join(card.downloads))
        self._mirror.setVisible(bool(card.downloads) and not busy)
        self._tell_mirror()
        self._archive.setEnabled(not busy)
        self._folder.setEnabled(not busy)

    def _start(self) -> None:
        if self._card is not None:
            self._downloader.start(self._card)

    def _tell_mirror(self) -> None:
        mirror = self._downloader.mirror
        self._mirror.setToolTip(
            self.tr("Downloads come from {0}").format(mirror)
            if mirror
            else self.tr("Downloads come from their owners; choose a mirror instead")
        )

    def _ask_mirror(self) -> None:
        dialog = QInputDialog(self)
        dialog.setObjectName("mirrorDialog")
        dialog.setWindowTitle(self.tr("Mirror"))
        dialog.setLabelText(
            self.tr("Address of a folder that holds the files as NAME/FILE; empty for their owners")
        )
        dialog.setTextValue(self._downloader.mirror)
        dialog.resize(480, dialog.sizeHint().height())
        dialog.textValueSelected.connect(self._downloader.choose_mirror)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _body(self) -> QWidget:
        body = QWidget()
        body.setProperty("scrolled", True)
        buttons = QHBoxLayout()
        buttons.setSpacing(FIELD)
        for button in (self._download, self._archive, self._folder, self._mirror):
            buttons.addWidget(button)
        buttons.addStretch(1)
        work = QHBoxLayout()
        work.setSpacing(GROUP)
        work.addWidget(self._bar, 1)
        work.addWidget(self._cancel)
        layout = QVBoxLayout(body)
        layout.setContentsMargins(GROUP, 0, FIELD, 0)
        layout.setSpacing(GROUP)
        layout.addWidget(self._title)
        layout.addWidget(self._about)
        layout.addLayout(self._form)
        layout.addWidget(self._how)
        layout.addLayout(buttons)
        layout.addLayout(work)
        layout.addWidget(self._news)
        layout.addWidget(self._failure)
        layout.addStretch(1)
        return body

    def _words(self) -> QLabel:
        label = QLabel()
        label.setWordWrap(True)
        label.setMaximumWidth(620)
        label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        label.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.LinksAccessibleByMouse
            | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        return label

    def _button(self, name: str, icon_name: str, text: str = "") -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.setAccessibleName(text.rstrip("…"))
        if icon_name:
            set_icon(button, icon_name, "on_accent" if name == "downloadButton" else "text")
        return button
