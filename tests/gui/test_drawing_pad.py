"""The drawing pad: what the hand does, and the picture that comes out."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QPointingDevice, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from metastudio.gui.theme import theme
from metastudio.gui.widgets.drawing_pad import SIDE, DrawingPad


@pytest.fixture
def pad(qtbot) -> DrawingPad:
    theme()
    pad = DrawingPad()
    qtbot.addWidget(pad)
    pad.resize(SIDE, SIDE)
    pad.show()
    return pad


def stroke(qtbot, pad: DrawingPad, *points: tuple[int, int]) -> None:
    qtbot.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(*points[0]))
    for point in points[1:]:
        qtbot.mouseMove(pad, QPoint(*point))
    qtbot.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(*points[-1]))


def ink(pad: DrawingPad) -> np.ndarray:
    """Where the picture is dark, (height, width)."""
    return pad.picture().mean(axis=2) < 128


def test_an_empty_pad_is_white_paper(pad: DrawingPad) -> None:
    picture = pad.picture()
    assert picture.shape == (SIDE, SIDE, 3) and picture.dtype == np.uint8
    assert (picture == 255).all()


def test_a_stroke_is_dark_where_the_hand_went_and_nowhere_else(qtbot, pad: DrawingPad) -> None:
    stroke(qtbot, pad, (40, 100), (140, 100), (240, 100))
    dark = ink(pad)
    assert dark[100, 60:220].all()
    rows, columns = np.nonzero(dark)
    assert rows.min() >= 94 and rows.max() <= 106
    assert columns.min() >= 34 and columns.max() <= 246


def test_a_tap_leaves_a_dot(qtbot, pad: DrawingPad) -> None:
    stroke(qtbot, pad, (50, 60))
    assert ink(pad)[60, 50] and ink(pad).sum() < 200


def test_a_wider_pen_leaves_more_ink_and_earlier_strokes_keep_their_width(
    qtbot, pad: DrawingPad
) -> None:
    pad.set_pen_width(4)
    stroke(qtbot, pad, (40, 60), (240, 60))
    pad.set_pen_width(20)
    stroke(qtbot, pad, (40, 200), (240, 200))
    dark = ink(pad)[:, 140]
    assert dark[:130].sum() == pytest.approx(4, abs=1)
    assert dark[130:].sum() == pytest.approx(20, abs=1)


def test_strokes_are_taken_back_one_by_one_and_all_at_once(qtbot, pad: DrawingPad) -> None:
    stroke(qtbot, pad, (40, 60), (240, 60))
    first = pad.picture()
    stroke(qtbot, pad, (40, 200), (240, 200))
    qtbot.keyClick(pad, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert np.array_equal(pad.picture(), first)
    stroke(qtbot, pad, (40, 200), (240, 200))
    with qtbot.waitSignal(pad.changed):
        pad.clear()
    assert pad.strokes == 0 and not ink(pad).any()


def test_a_pad_of_another_size_gives_the_same_picture(qtbot, pad: DrawingPad) -> None:
    stroke(qtbot, pad, (70, 70), (210, 70))
    usual = ink(pad)
    pad.clear()
    pad.resize(2 * SIDE, 2 * SIDE + 100)  # the sheet is the square in the middle
    stroke(qtbot, pad, (140, 190), (420, 190))
    assert (ink(pad) != usual).mean() < 0.001


def test_return_hands_over_a_drawing_but_not_an_empty_sheet(qtbot, pad: DrawingPad) -> None:
    with qtbot.assertNotEmitted(pad.finished):
        qtbot.keyClick(pad, Qt.Key.Key_Return)
    stroke(qtbot, pad, (40, 60), (240, 60))
    with qtbot.waitSignal(pad.finished):
        qtbot.keyClick(pad, Qt.Key.Key_Return)


def test_other_buttons_and_places_beside_the_sheet_draw_nothing(qtbot, pad: DrawingPad) -> None:
    qtbot.mouseClick(pad, Qt.MouseButton.RightButton, pos=QPoint(50, 50))
    pad.resize(SIDE, SIDE + 200)
    stroke(qtbot, pad, (50, 20), (100, 20))
    assert pad.strokes == 0


def test_a_finger_draws_one_stroke_with_the_times_of_its_points(qtbot, pad: DrawingPad) -> None:
    finger = QTest.createTouchDevice()
    for change, at in (("press", (50, 50)), ("move", (150, 90)), ("release", (200, 200))):
        sequence = QTest.touchEvent(pad, finger)
        getattr(sequence, change)(0, QPoint(*at), pad)
        sequence.commit()
    (stroke,) = pad.pen_strokes()
    assert [(x, y) for x, y, _ in stroke] == [(50, 50), (150, 90), (200, 200)]
    assert [at for _, _, at in stroke] == sorted(at for _, _, at in stroke)
    pad.undo_stroke()
    assert pad.pen_strokes() == ()


def test_a_pen_that_is_pressed_harder_leaves_more_ink(pad: DrawingPad) -> None:
    inked = []
    for pressure in (0.1, 1.0):
        pad.clear()
        for kind, x in (("TabletPress", 60), ("TabletMove", 200), ("TabletRelease", 200)):
            held = Qt.MouseButton.NoButton if kind == "TabletRelease" else Qt.MouseButton.LeftButton
            event = QTabletEvent(
                getattr(QEvent.Type, kind), QPointingDevice.primaryPointingDevice(),
                QPointF(x, 140), QPointF(x, 140), pressure, 0, 0, 0, 0, 0,
                Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton, held,
            )  # fmt: skip
            QApplication.sendEvent(pad, event)
        assert pad.strokes == 1
        inked.append(ink(pad).sum())
    assert inked[1] > 1.5 * inked[0]
