"""A bar per class: how sure the model is, said by length, mark, weight and colour."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPainterPath, QPen

from metastudio.gui.theme import theme

Scores = NDArray[np.float32]

UNSURE_BELOW = 0.5  # the likeliest class has less than this
UNSURE_WITHIN = 0.1  # or the second is this near
ALL_UP_TO = 5  # so many classes are all shown, in their own order
TOP = 3  # else the likeliest three
ROW, BAR = 22, 4  # heights in pixels


@dataclass(frozen=True)
class Reading:
    """What a row of scores says: the likeliest class, its score, and whether that is sure."""

    best: int
    second: int
    confidence: float
    sure: bool


def reading(scores: Scores) -> Reading:
    """Read one row of scores (classes,) that sums to one; of equal ones the first comes first."""
    values = scores.tolist()  # of a few numbers, quicker than numpy
    confidence = max(values)
    best = second = values.index(confidence)
    margin = 1.0
    if len(values) > 1:
        values[best] = -1.0
        rest = max(values)
        second, margin = values.index(rest), confidence - rest
    sure = confidence >= UNSURE_BELOW and margin >= UNSURE_WITHIN
    return Reading(best, second, confidence, sure)


def in_words(classes: Sequence[str], scores: Scores) -> str:
    """Say a row of scores in a few words: "A", or "Not sure: A or B"."""
    said = reading(scores)
    if said.sure:
        return classes[said.best]
    return QCoreApplication.translate("PredictionBars", "Not sure: {0} or {1}").format(
        classes[said.best], classes[said.second]
    )


def none_words() -> str:
    """Say that a picture is like none of the classes."""
    return QCoreApplication.translate("PredictionBars", "None of these")


def percent(score: float) -> str:
    """Write a score of 0..1 as people read it: "97.3 %"."""
    return f"{100 * score:.1f} %"


def shown_classes(scores: Scores, unfolded: bool) -> list[int]:
    """Which classes get a bar, top to bottom: all in order, or the likeliest three of many."""
    if unfolded or len(scores) <= ALL_UP_TO:
        return list(range(len(scores)))
    return [int(i) for i in np.argsort(-scores, kind="stable")[:TOP]]


def bars_height(classes: int, unfolded: bool) -> int:
    """Height that `paint_bars` needs, in pixels."""
    if unfolded or classes <= ALL_UP_TO:
        return ROW * classes
    return ROW * TOP + 16


def paint_bars(
    painter: QPainter,
    place: QRectF,
    classes: Sequence[str],
    scores: Scores,
    shown: Scores,
    unfolded: bool,
    none: bool = False,
) -> None:
    """Draw the bars from the top of `place`; `shown` are the lengths while they glide to `scores`.

    The likeliest class has a tick, a heavier hand and the accent; without certainty a question
    mark stands in the tick's place, and nothing where `none` of the classes fits.
    """
    colours, said = theme().colours, reading(scores)
    small = QFont(painter.font())
    small.setPixelSize(max(small.pixelSize() - 2, 9))
    rows = shown_classes(scores, unfolded)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for row, index in enumerate(rows):
        line = QRectF(place.x(), place.y() + ROW * row, place.width(), ROW)
        _paint_row(
            painter,
            line,
            small,
            classes[index],
            float(shown[index]),
            mark=("tick" if said.sure else "?") if index == said.best and not none else "",
        )
    if len(rows) < len(classes):
        painter.setFont(small)
        painter.setPen(colours.muted)
        rest = QRectF(place.x(), place.y() + ROW * len(rows), place.width(), 16)
        words = QCoreApplication.translate("PredictionBars", "and {0} more")
        painter.drawText(
            rest, Qt.AlignmentFlag.AlignVCenter, words.format(len(classes) - len(rows))
        )
    painter.restore()


def _paint_row(
    painter: QPainter, line: QRectF, font: QFont, name: str, score: float, mark: str
) -> None:
    colours = theme().colours
    words = QRectF(line.x(), line.y(), line.width(), ROW - BAR - 3)
    font = QFont(font)
    font.setWeight(QFont.Weight.DemiBold if mark else QFont.Weight.Normal)
    painter.setFont(font)
    number = f"{100 * score:.0f} %"
    metrics = QFontMetricsF(font)
    number_width = metrics.horizontalAdvance("100 %")
    start = words
    if mark:
        _paint_mark(painter, QRectF(line.x(), words.y(), 11, words.height()), mark)
        start = words.adjusted(14, 0, 0, 0)
    painter.setPen(colours.text if mark else colours.muted)
    room = start.adjusted(0, 0, -number_width - 4, 0)
    elided = metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, room.width())
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, elided)
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, number)
    groove = QRectF(line.x(), words.bottom(), line.width(), BAR)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colours.line)
    painter.drawRoundedRect(groove, BAR / 2, BAR / 2)
    length = max(groove.width() * min(max(score, 0.0), 1.0), BAR if score > 0.005 else 0.0)
    painter.setBrush(colours.accent_fill if mark == "tick" else colours.muted)
    painter.drawRoundedRect(QRectF(groove.x(), groove.y(), length, BAR), BAR / 2, BAR / 2)


def _paint_mark(painter: QPainter, place: QRectF, mark: str) -> None:
    colours = theme().colours
    if mark == "tick":
        painter.setPen(QPen(colours.accent, 1.8))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        middle = place.center()
        tick = QPainterPath()
        tick.moveTo(middle.x() - 4, middle.y())
        tick.lineTo(middle.x() - 1.2, middle.y() + 3)
        tick.lineTo(middle.x() + 4.2, middle.y() - 3.4)
        painter.drawPath(tick)
    else:
        painter.setPen(colours.warning)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, mark)
