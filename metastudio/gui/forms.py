"""The form of an experiment, generated from its settings. Holds no values: the session does.

Every change goes through `Session.edit`, so that it can be undone; what the model refuses stays in
its field, with the reason under it.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget

from metastudio.engine.compatibility import changes_for_data
from metastudio.engine.errors import ConfigError, MetaStudioError
from metastudio.engine.events import DataCard, DatasetView
from metastudio.engine.experiment import (
    BUILT_IN_DATA,
    METHODS,
    NETWORKS,
    Experiment,
    settings,
)
from metastudio.engine.presets import presets
from metastudio.gui.command_line import flat
from metastudio.gui.fields import ChoiceField, ComboBox, Field, Option, make_field, tip
from metastudio.gui.language import said
from metastudio.gui.limits import misfit, split_title
from metastudio.gui.session import Session
from metastudio.gui.theme import FIELD, GROUP, TIGHT, caption, heading
from metastudio.gui.unused import why_unused
from metastudio.gui.widgets.collapsible import Collapsible

LIVE = ("method.inner_lr", "training.outer_lr")  # may be changed while a run is under way
OF_ONE_DATA_SET = ("data.split_file", "data.sittings_file", "data.sittings_column")
VIEW_SLOT = "form_view"
VIEW_DELAY_MS = 250  # of quiet before a data set is opened to count its classes


class ExperimentForm(QWidget):
    """Edits the session's experiment; `reasonChanged` says why it can't be trained, or ""."""

    reasonChanged = Signal(str)
    datasetsListed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._reason = ""
        self._cards: dict[str, DataCard] = {}
        self._view: DatasetView | None = None
        self._viewed: object = None  # the data settings that `_view` belongs to, or is asked for
        titles = {
            "method.name": METHODS,
            "network.name": NETWORKS,
            "training.device": {"cpu": "CPU", "cuda": "CUDA", "mps": "MPS"},
            "training.precision": {"float32": "float32"},
        }
        self.fields: dict[str, Field] = {
            s.path: make_field(s, titles.get(s.path)) for s in settings()
        }
        for field in self.fields.values():
            field.edited.connect(self._edit)
            field.refused.connect(self._note_refused)
        self._blamed: Field | None = None  # carries the sentence about the data set
        self._view_timer = QTimer(self, singleShot=True, interval=VIEW_DELAY_MS)
        self._view_timer.timeout.connect(self._count_classes)
        self._build()
        session.experimentChanged.connect(self.show_experiment)
        self.show_experiment(session.experiment)

    # --- layout ----------------------------------------------------------------------------------

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GROUP)
        layout.addLayout(self._preset_row())
        plain = [f for f in self.fields.values() if not f.setting.advanced]
        for group in self._groups(plain):
            layout.addLayout(group)
        self.advanced = Collapsible(self.tr("Advanced"))
        self.advanced.button.setObjectName("advancedSettings")
        folded = QVBoxLayout()
        folded.setContentsMargins(0, 0, 0, 0)
        folded.setSpacing(GROUP)
        for group in self._groups([f for f in self.fields.values() if f.setting.advanced]):
            folded.addLayout(group)
        self.advanced.set_content(folded)
        layout.addWidget(self.advanced)
        layout.addStretch(1)

    def _preset_row(self) -> QLayout:
        self._preset = ComboBox()
        self._preset.setObjectName("presetCombo")
        self._preset.setAccessibleName(self.tr("Preset"))
        self._preset.setMinimumContentsLength(8)
        self._preset.setSizeAdjustPolicy(
            ComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self._preset.setPlaceholderText(self.tr("Own settings"))
        for preset in presets().values():
            self._preset.addItem(said(preset.title), preset.name)
            words = f"{said(preset.about)} {said(preset.source)}"
            self._preset.setItemData(self._preset.count() - 1, tip(words), 3)  # ToolTipRole
        self._preset.activated.connect(self._choose_preset)
        self._about = caption("")
        column = QVBoxLayout()
        column.setSpacing(TIGHT)
        column.addWidget(heading(self.tr("Preset")))
        column.addWidget(self._preset)
        column.addWidget(self._about)
        return column

    def _groups(self, fields: Iterable[Field]) -> Iterator[QLayout]:
        for section, members in groupby(fields, key=lambda f: f.setting.section):
            column = QVBoxLayout()
            column.setSpacing(FIELD)
            title = Experiment.model_fields[section].title or section
            column.addWidget(heading(said(title)))
            for narrow, run in groupby(members, key=lambda f: f.narrow):
                row = list(run)
                column.addLayout(_rows(row, narrow))
                for field in row:
                    field.label.setHidden(field.label.isHidden() or field.setting.label == title)
            yield column

    # --- model to form ---------------------------------------------------------------------------

    def show_experiment(self, experiment: Experiment) -> None:
        """Show the values of an experiment; the session calls this after every change."""
        for path, value in flat(experiment).items():
            self.fields[path].show_value(value)
            self.fields[path].set_unused(why_unused(self.fields[path].setting, experiment))
        self._show_preset()
        self._offer_splits()
        if experiment.data != self._viewed:
            self._view, self._viewed = None, None
            self._session.engine.cancel_job(VIEW_SLOT)
            self.fields["data.name"].set_problem("")
            if self.isVisible():
                self._view_timer.start()
        self._judge()

    def _show_preset(self) -> None:
        name = self._session.preset
        with QSignalBlocker(self._preset):
            self._preset.setCurrentIndex(self._preset.findData(name))
        if not name:
            self._about.setText(self.tr("From a file of your own."))
        elif self._session.edited:
            self._about.setText(self.tr("Changed; choose it again to go back."))
        else:
            self._about.setText(said(presets()[name].about))
        self._preset.setToolTip(tip(self._about.text()))

    # --- form to model ---------------------------------------------------------------------------

    def _edit(self, path: str, value: object) -> None:
        changes = {path: value}
        if path == "data.name":
            changes |= self._left_behind(str(value))
        try:
            self._session.edit(changes)
        except ConfigError as error:
            field = self.fields[path]
            field.set_problem(_with_labels(said(str(error))))
        else:
            self.fields[path].set_problem("")
        self._judge()

    def _left_behind(self, name: str) -> dict[str, object]:
        """Return what changes with the data set, as far as it has to: its division, columns."""
        experiment, card = self._session.experiment, self._cards.get(name)
        if name == experiment.data.name:
            return {}
        told = dict(card.settings) if card is not None else {}
        wanted: dict[str, object] = dict.fromkeys(OF_ONE_DATA_SET)
        wanted["data.split"] = card.splits[0] if card is not None and card.splits else "random"
        wanted |= changes_for_data(experiment, name, told)
        now = flat(experiment)
        return {key: value for key, value in wanted.items() if now[key] != value}

    def _note_refused(self, _path: str) -> None:
        self._judge()

    def _choose_preset(self, index: int) -> None:
        self._session.choose_preset(str(self._preset.itemData(index)))
        for field in self.fields.values():
            if field.problem and field is not self._blamed:  # typed, and refused
                field.set_problem("")
                field.write(flat(self._session.experiment)[field.setting.path])
        self._judge()

    def set_running(self, running: bool) -> None:
        """Lock everything but α and β for the time of a run."""
        why = self.tr("Fixed while a run is under way; α and β can be changed.") if running else ""
        for path, field in self.fields.items():
            if path not in LIVE:
                field.set_locked(why)
        self._preset.setEnabled(not running)
        self._preset.setToolTip(tip(why or self._about.text()))

    # --- data sets and limits --------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh_datasets()  # one may have been imported meanwhile
        if self._viewed is None:
            self._view_timer.start()

    def refresh_datasets(self) -> None:
        """Ask the catalogue anew, for instance after an import."""
        self._session.engine.list_datasets(
            self._offer_datasets, self._note_no_catalogue, slot="list_datasets_form"
        )

    def _note_no_catalogue(self, error: Exception) -> None:
        self._session.notice.emit("bad", str(error))

    def _offer_datasets(self, cards: list[DataCard]) -> None:
        self._cards = {card.name: card for card in cards}
        options = [
            Option(
                card.name,
                said(card.title)
                if card.state == "ready"
                else f"{said(card.title)} ({said(card.state)})",
                said(card.about if card.state == "ready" else card.how),
                card.state == "ready",
            )
            for card in cards
            if card.state == "ready" or card.name in BUILT_IN_DATA  # the rest is on the Data page
        ]
        field = self.fields["data.name"]
        if isinstance(field, ChoiceField):
            field.set_options(options)
        self._offer_splits()
        self.datasetsListed.emit()

    def dataset_title(self) -> str:
        """Return the name of the chosen data set as a person reads it."""
        name = self._session.experiment.data.name
        card = self._cards.get(name)
        return said(card.title) if card is not None else Path(name).name

    def _offer_splits(self) -> None:
        field = self.fields["data.split"]
        card = self._cards.get(self._session.experiment.data.name)
        splits = card.splits if card is not None else ()
        if isinstance(field, ChoiceField):
            field.set_options([Option(s, split_title(s)) for s in splits])
            field.show_value(self._session.experiment.data.split)

    def _count_classes(self) -> None:
        experiment = self._session.experiment
        card = self._cards.get(experiment.data.name)
        importable = card is not None and card.state != "ready"
        if experiment.regression or importable or self._session.engine.training:
            return
        self._viewed = experiment.data
        self._session.engine.view_dataset(
            experiment.data, self._take_view, self._note_no_view, slot=VIEW_SLOT
        )

    def _take_view(self, view: DatasetView) -> None:
        if self._viewed == self._session.experiment.data:
            self._view = view
            self._judge()

    def _note_no_view(self, error: Exception) -> None:
        if isinstance(error, MetaStudioError):  # the run would be refused in the same words
            self.fields["data.name"].set_problem(said(str(error)))
            self._judge()
        else:
            self._session.notice.emit("bad", str(error))

    def _judge(self) -> None:
        """Say whether the experiment can be trained, and mark the field that is to blame."""
        if self._blamed is not None:
            self._blamed.set_problem("")
            self._blamed = None
        reason = next((f.problem for f in self.fields.values() if f.problem), "")
        if not reason and self._view is not None:
            found = misfit(self._session.experiment, self._view)
            if found is not None:
                reason = found.sentence
                self._blamed = self.fields[found.path]
                self._blamed.set_problem(reason)
                if self._blamed.setting.advanced:
                    self.advanced.set_open(True)
        if reason != self._reason:
            self._reason = reason
            self.reasonChanged.emit(reason)

    @property
    def reason(self) -> str:
        """Why the experiment can't be trained; "" where nothing speaks against it."""
        return self._reason

    # --- saving ----------------------------------------------------------------------------------

    def save(self, path: Path) -> None:
        """Write the experiment as TOML; raises `WorkspaceError`."""
        from metastudio.engine.workspace import write_atomically

        write_atomically(path, self._session.experiment.to_toml())


def _rows(fields: list[Field], narrow: bool) -> QVBoxLayout:
    """Lay narrow fields side by side, three where there are three, and others below each other.

    What is wrong with a field stands under its row, over the whole width.
    """
    columns = (3 if len(fields) == 3 else 2) if narrow else 1
    rows = QVBoxLayout()
    rows.setSpacing(FIELD)
    for start in range(0, len(fields), columns):
        members = fields[start : start + columns]
        row = QHBoxLayout()
        row.setSpacing(FIELD)
        for field in members:
            if narrow:  # equal shares, whatever stands inside
                field.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        if len(members) < columns:
            row.addStretch(columns - len(members))
        rows.addLayout(row)
        for field in members:
            field.alone(len(members) == 1)
            rows.addWidget(field.complaint)
    return rows


def _with_labels(sentence: str) -> str:
    """Write the labels that stand above the fields in place of the settings' keys."""
    for setting in settings():
        sentence = re.sub(rf"\b{re.escape(setting.path)}\b", said(setting.label), sentence)
    return sentence
