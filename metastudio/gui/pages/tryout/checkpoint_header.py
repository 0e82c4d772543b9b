"""The model in use: its title, what it was trained on, how good it is, details on demand."""

from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from metastudio.engine.events import CheckpointView
from metastudio.engine.sections.names import PHOTOGRAPHS
from metastudio.gui.language import said
from metastudio.gui.pages.tryout.questions import learns_functions
from metastudio.gui.theme import FIELD, GROUP, TIGHT, caption, page_title, set_icon, theme

PAIRS = 3  # facts side by side


class CheckpointHeader(QWidget):
    """Title of the page, the model, and the buttons that load another."""

    loadRequested = Signal()
    trainedRequested = Signal()  # the model that was trained last
    photographsRequested = Signal()
    drawingsRequested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: CheckpointView | None = None
        self.label = QLabel()
        self.label.setObjectName("checkpointLabel")
        self.label.setAccessibleName(self.tr("Loaded checkpoint"))
        self.label.setTextFormat(Qt.TextFormat.RichText)
        self.label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.label.setWordWrap(True)
        self.details_button = _button(self.tr("Details"), "checkpointDetailsButton")
        self.details_button.setProperty("flat", True)
        self.details_button.setCheckable(True)
        self.trained_button = _button(self.tr("Use the model just trained"), "useTrainedButton")
        self.trained_button.clicked.connect(self.trainedRequested)
        self.trained_button.hide()
        self.load_button = _button(self.tr("Load checkpoint…"), "loadCheckpointButton")
        self.load_button.setToolTip(
            self.tr("Open a .safetensors checkpoint, or drop one or a run folder on this page")
        )
        set_icon(self.load_button, "folder-open")
        self.load_button.clicked.connect(self.loadRequested)
        self.built_in_button = _button(self.tr("Photographs"), "photographsButton")
        self.built_in_button.clicked.connect(self._ask_built_in)
        self.menu_button = _button(self.tr("Save and share"), "shareButton")
        set_icon(self.menu_button, "share-network")
        self._details = QFrame()
        self._details.setObjectName("checkpointDetails")
        self._details.setProperty("panel", True)
        self._facts = QGridLayout(self._details)
        self._facts.setContentsMargins(GROUP, FIELD, GROUP, FIELD)
        self._facts.setHorizontalSpacing(GROUP)
        self._facts.setVerticalSpacing(TIGHT)
        self._details.hide()
        self.details_button.toggled.connect(self._details.setVisible)
        self._build()
        theme().changed.connect(self._write)
        self.show_nothing()

    def _build(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(FIELD)
        words = QVBoxLayout()
        words.setSpacing(TIGHT)
        words.addWidget(page_title(self.tr("Try")))
        words.addWidget(self.label)
        row.addLayout(words, 1)
        for button in (
            self.details_button,
            self.trained_button,
            self.built_in_button,
            self.load_button,
            self.menu_button,
        ):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(FIELD)
        layout.addLayout(row)
        layout.addWidget(self._details)

    # --- what is shown ---------------------------------------------------------------------------

    def show_nothing(self) -> None:
        """Say that no model is loaded."""
        self._view = None
        self.details_button.setChecked(False)
        self.details_button.setEnabled(False)
        self.details_button.setToolTip(self.tr("There are no details before a model is loaded"))
        self._write()

    def show_loading(self, name: str) -> None:
        """Say that a model is on its way."""
        self.label.setText(_muted(self.tr("Loading {0}…").format(name)))

    def show_view(self, view: CheckpointView | None) -> None:
        """Show what a checkpoint's header says, or that there is none."""
        if view is None:
            self.show_nothing()
            return
        self._view = view
        self.details_button.setEnabled(True)
        self.details_button.setToolTip(self.tr("Show all that the checkpoint says about itself"))
        file = str(view.path) if view.path.name else self.tr("comes with the program")
        self._list_facts({**view.facts, self.tr("File"): file})
        self._write()

    @property
    def _sees_photographs(self) -> bool:
        return self._view is not None and self._view.network == PHOTOGRAPHS

    def _ask_built_in(self) -> None:
        wanted = self.drawingsRequested if self._sees_photographs else self.photographsRequested
        wanted.emit()

    def _list_facts(self, facts: dict[str, str]) -> None:
        """Lay names and values out in three pairs of columns; the last one has a row of its own."""
        while (item := self._facts.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        for number, (name, value) in enumerate(facts.items()):
            told = QLabel(said(value))
            told.setTextFormat(Qt.TextFormat.PlainText)
            told.setWordWrap(True)
            told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label = caption(said(name))
            label.setWordWrap(False)
            last = number == len(facts) - 1
            row, column = (-(-number // PAIRS), 0) if last else divmod(number, PAIRS)
            self._facts.addWidget(label, row, 2 * column)
            self._facts.addWidget(told, row, 2 * column + 1, 1, 2 * PAIRS - 1 if last else 1)
        for pair in range(PAIRS):
            self._facts.setColumnStretch(2 * pair + 1, 1)

    def _write(self) -> None:
        photographs = self._sees_photographs
        self.built_in_button.setText(self.tr("Drawings") if photographs else self.tr("Photographs"))
        self.built_in_button.setAccessibleName(self.built_in_button.text())
        self.built_in_button.setToolTip(
            self.tr("Use the model for drawings that comes with the program")
            if photographs
            else self.tr("Use a model for photographs: nothing to train, nothing to set")
        )
        set_icon(self.built_in_button, "pencil-simple" if photographs else "camera")
        if self._view is None:
            text = self.tr("No model is loaded. Load a checkpoint, or drop one here.")
            self.label.setText(_muted(text))
        else:
            self.label.setText(
                f"<b>{escape(self._view.title)}</b><br>{_muted(self._told(self._view))}"
            )

    def _told(self, view: CheckpointView) -> str:
        parts = [self.tr("Trained on {0}").format(view.data)]
        tasks = bool(view.validation) and not learns_functions(view)
        if tasks and f"{view.ways}-way" not in view.title:
            parts.append(self.tr("{0}-way {1}-shot").format(view.ways, view.shots))
        score = view.validation.get("score", view.validation.get("accuracy"))
        if score is not None:
            parts.append(self._score(score, view.validation.get("ci95", 0.0), view))
        return " · ".join(parts)

    def _score(self, score: float, ci95: float, view: CheckpointView) -> str:
        if learns_functions(view):
            return self.tr("squared error {0} on validation tasks").format(f"{score:.3g}")
        return self.tr("{0} ± {1} % right on validation tasks").format(
            f"{100 * score:.1f}", f"{100 * ci95:.1f}"
        )


def _button(text: str, name: str) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.setAccessibleName(text)
    return button


def _muted(text: str) -> str:
    return f'<span style="color: {theme().colours.muted.name()}">{escape(text)}</span>'
