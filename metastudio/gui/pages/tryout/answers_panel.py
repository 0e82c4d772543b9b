"""What the answers say, in four ways: the table, one picture, the plane, and the confusion."""

from collections.abc import Mapping, Sequence

import numpy as np
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from metastudio.engine.events import Explanation
from metastudio.gui.plots.answer_plane import AnswerPlane, Places
from metastudio.gui.theme import FIELD, TIGHT, caption, set_icon, theme
from metastudio.gui.widgets.confusion_matrix import ConfusionMatrix
from metastudio.gui.widgets.picture_items import Picture
from metastudio.gui.widgets.prediction_model import PredictionModel
from metastudio.gui.widgets.prediction_table import (
    ALL,
    NONE,
    RIGHT,
    UNSURE,
    WRONG,
    PredictionFilter,
    PredictionTable,
)
from metastudio.gui.widgets.query_detail import QueryDetail

SETTLE_MS = 60  # after the last of a burst of changes, before all is counted again


class AnswersPanel(QTabWidget):
    """The tabs under the queries. All of them show one model and one filter."""

    queryChosen = Signal(int)  # key, by a click in the plane
    copied = Signal()
    exportRequested = Signal()

    def __init__(
        self, model: PredictionModel, proxy: PredictionFilter, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("answerTabs")
        self.setAccessibleName(self.tr("Answers"))
        self.setDocumentMode(True)
        self._model, self._filter = model, proxy
        self._chosen: tuple[int, ...] = ()
        self._explained: tuple[int, ...] = ()
        self.table = PredictionTable(model, proxy)
        self.table.setMinimumHeight(96)
        self.detail = QueryDetail(model)
        self.plane = AnswerPlane("answer-plane")
        self.plane.setAccessibleName(self.tr("Plane of features"))
        self.plane.setObjectName("answerPlane")
        self.plane_words = caption("")
        self.matrix = ConfusionMatrix()
        self.matrix_words = QLabel()
        self.matrix_words.setObjectName("confusionWords")
        self._make_filter()
        self._build()
        self._counting = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._counting.timeout.connect(self._count)
        for signal in (model.scoresChanged, model.modelReset, model.rowsInserted):
            signal.connect(lambda *_: self._counting.start())
        model.scoresChanged.connect(self._follow)
        self.plane.queryClicked.connect(self._click)
        self.matrix.cellClicked.connect(self._filter_by_cell)
        theme().changed.connect(self._recolour)
        self._recolour()
        self._count()

    def _make_filter(self) -> None:
        self.kind = QComboBox()
        self.kind.setObjectName("answerFilter")
        self.kind.setAccessibleName(self.tr("Which answers are shown"))
        self.kind.currentIndexChanged.connect(self._refilter)
        self.search = QLineEdit()
        self.search.setObjectName("answerSearch")
        self.search.setPlaceholderText(self.tr("Part of a file name"))
        self.search.setAccessibleName(self.tr("Part of a file name"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._refilter)
        self.copy_button = _tool(
            self.tr("Copy the table, for a spreadsheet"), "copyTableButton", "copy"
        )
        self.copy_button.clicked.connect(self._copy)
        self.export_button = _tool(
            self.tr("Export the answers as CSV or JSON…"), "exportTableButton", "export"
        )
        self.export_button.clicked.connect(self.exportRequested)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(FIELD)
        head.addWidget(self.kind)
        head.addWidget(self.search, 1)
        head.addWidget(self.copy_button)
        head.addWidget(self.export_button)
        for layout_of, title in (
            ((head, self.table), self.tr("Table")),
            ((self.detail,), self.tr("Picture")),
            ((self.plane_words, self.plane), self.tr("Plane")),
            ((self.matrix_words, self.matrix), self.tr("Confusion")),
        ):
            tab = QWidget()
            layout = QVBoxLayout(tab)
            layout.setContentsMargins(0, FIELD, 0, 0)
            layout.setSpacing(TIGHT)
            for part in layout_of:
                if isinstance(part, QHBoxLayout):
                    layout.addLayout(part)
                else:
                    layout.addWidget(part, 0 if isinstance(part, QLabel) else 1)
            self.addTab(tab, title)
        self.show_explanation(None, (), [])

    # --- what is shown ---------------------------------------------------------------------------

    def set_support(self, support: Mapping[int, Picture]) -> None:
        """Take the support pictures, for the nearest one."""
        self.detail.support = support

    def choose(self, keys: Sequence[int], picture: Picture | None, seen: Picture | None,
               drawing: bool) -> None:  # fmt: skip
        """Show which queries are chosen; `picture` is the one looked at."""
        self._chosen = tuple(keys)
        self.detail.show_query(picture, seen, drawing)
        self._follow()

    def show_explanation(
        self, explanation: Explanation | None, keys: Sequence[int], labels: Sequence[int]
    ) -> None:
        """Show the plane; `keys` are its queries, `labels` the classes of the support pictures."""
        self._explained = tuple(keys)
        if explanation is None:
            self.plane.setVisible(False)
            self.plane_words.setText(self.tr("The plane follows once there are answers."))
            return
        self.plane.show_places(
            Places(
                explanation.classes,
                explanation.support,
                np.asarray(labels, np.int64),
                explanation.queries,
                explanation.prototypes,
                explanation.rows,
                explanation.share,
            )
        )
        self.plane.setVisible(True)
        self.plane_words.setText(
            self.tr(
                "Features in the two directions of largest variance ({0} % of it): rings are "
                "examples, stars prototypes, dots queries in the colour of their answer."
            ).format(f"{100 * explanation.share:.0f}")
        )
        self._follow()

    def _follow(self) -> None:
        self.detail.follow()
        rows = {picture.key: row for row, picture in enumerate(self._model.pictures)}
        answers = []
        for key in self._explained:
            row = rows.get(key)
            scores = None if row is None else self._model.scores(row)
            none = row is None or scores is None or self._model.none(row)
            answers.append(-1 if none or scores is None else int(np.argmax(scores)))
        chosen = [i for i, key in enumerate(self._explained) if key in self._chosen]
        self.plane.show_answers(answers, self._model.step, chosen)

    def _count(self) -> None:
        """Count anew: the confusion, and how many answers there are of each kind."""
        model = self._model
        counts = model.confusion() if model.classes else np.zeros((0, 1), np.int64)
        self.matrix.show_counts(model.classes, counts)
        accuracy, total = self.matrix.accuracy, int(counts.sum())
        self.setTabVisible(3, accuracy is not None)
        if accuracy is not None:
            self.matrix_words.setText(
                self.tr("{0} % of {1} are answered as their folders say. Rows: folder; columns: "
                        "answer.").format(f"{100 * accuracy:.1f}", f"{total:,}")
            )  # fmt: skip
        self._offer_kinds(accuracy is not None)

    def _offer_kinds(self, truth: bool) -> None:
        kinds = [(self.tr("All answers"), ALL), (self.tr("Not sure"), UNSURE)]
        kinds.append((self.tr("None of these"), NONE))
        if truth:
            kinds += [(self.tr("Wrong"), WRONG), (self.tr("Right"), RIGHT)]
        kinds += [(name, f"class:{name}") for name in self._model.classes]
        places = range(self.kind.count())
        if kinds == [(self.kind.itemText(i), self.kind.itemData(i)) for i in places]:
            return
        chosen = self.kind.currentData()
        self.kind.blockSignals(True)
        self.kind.clear()
        for words, kind in kinds:
            self.kind.addItem(words, kind)
        self.kind.setCurrentIndex(max(self.kind.findData(chosen), 0))
        self.kind.blockSignals(False)
        self._refilter()

    def _refilter(self) -> None:
        self._filter.show_only(self.kind.currentData() or ALL, self.search.text().strip())

    def _filter_by_cell(self, _row: int, column: int) -> None:
        classes = self._model.classes
        kind = f"class:{classes[column]}" if column < len(classes) else NONE
        self.kind.setCurrentIndex(self.kind.findData(kind))
        self.setCurrentIndex(0)

    def _click(self, number: int) -> None:
        if number < len(self._explained):
            self.queryChosen.emit(self._explained[number])

    def _copy(self) -> None:
        self.table.copy()
        self.copied.emit()

    def _recolour(self) -> None:
        self.plane.set_colours(theme().colours, theme().text_scale)


def _tool(tip: str, name: str, icon: str) -> QToolButton:
    button = QToolButton()
    button.setObjectName(name)
    button.setAccessibleName(tip.rstrip("…"))
    button.setToolTip(tip)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    set_icon(button, icon)
    return button
