"""One class bin: what it takes, what it tells, and what it shows."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication

from metastudio.gui.theme import theme
from metastudio.gui.widgets.picture_bin import PictureBin
from metastudio.gui.widgets.picture_items import Picture, as_pixels, moved_mime
from metastudio.gui.widgets.picture_strip import MARGIN, SIDE


def picture(name: str, side: int = 28) -> Picture:
    return Picture(name, np.full((side, side, 3), 200, np.uint8))


@pytest.fixture
def bin_(qtbot) -> PictureBin:
    theme()
    made = PictureBin(0)
    qtbot.addWidget(made)
    made.show_class("alpha", [])
    made.resize(400, 140)
    made.show()
    return made


def drop(target: PictureBin, mime: QMimeData) -> None:
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(target, QDragEnterEvent(QPoint(20, 60), copy, mime, left, none))
    QApplication.sendEvent(target, QDropEvent(QPointF(20, 60), copy, mime, left, none))


def test_dropped_files_with_chinese_and_greek_names_arrive_as_paths(
    qtbot, bin_: PictureBin, tmp_path: Path
) -> None:
    paths = [tmp_path / "门 1.png", tmp_path / "λάμδα.png"]
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    with qtbot.waitSignal(bin_.pathsDropped) as caught:
        drop(bin_, mime)
    assert caught.args == [paths]


def test_a_dropped_image_arrives_as_pixels_with_transparency_on_white(
    qtbot, bin_: PictureBin
) -> None:
    image = QImage(6, 4, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    image.setPixelColor(2, 1, Qt.GlobalColor.red)
    mime = QMimeData()
    mime.setImageData(image)
    with qtbot.waitSignal(bin_.imageDropped) as caught:
        drop(bin_, mime)
    pixels = caught.args[0]
    assert pixels.shape == (4, 6, 3)
    assert tuple(pixels[1, 2]) == (255, 0, 0) and tuple(pixels[0, 0]) == (255, 255, 255)


def test_a_picture_of_a_web_page_is_refused_with_a_sentence(qtbot, bin_: PictureBin) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl("https://example.org/cat.png")])
    with qtbot.waitSignal(bin_.refused) as caught:
        drop(bin_, mime)
    assert "Save the picture first" in caught.args[0]


def test_pictures_dragged_inside_the_window_arrive_as_keys(qtbot, bin_: PictureBin) -> None:
    with qtbot.waitSignal(bin_.picturesMoved) as caught:
        drop(bin_, moved_mime([3, 14]))
    assert caught.args == [[3, 14]]


def test_text_is_not_taken(bin_: PictureBin) -> None:
    mime = QMimeData()
    mime.setText("no picture")
    assert not bin_.take(mime)


def test_a_new_name_is_told_once_it_is_entered(qtbot, bin_: PictureBin) -> None:
    bin_.edit_name()
    qtbot.keyClicks(bin_.name_edit, "beta")
    with qtbot.waitSignal(bin_.renamed) as caught:
        qtbot.keyClick(bin_.name_edit, Qt.Key.Key_Return)
    assert caught.args == ["beta"]


@pytest.mark.parametrize("leave", [Qt.Key.Key_Escape, Qt.Key.Key_Return])
def test_an_empty_or_abandoned_name_leaves_the_old_one(qtbot, bin_: PictureBin, leave) -> None:
    bin_.edit_name()
    bin_.name_edit.setText("" if leave == Qt.Key.Key_Return else "half a na")
    with qtbot.assertNotEmitted(bin_.renamed):
        qtbot.keyClick(bin_.name_edit, leave)
    assert bin_.name_edit.text() == bin_.name == "alpha"


def test_delete_and_the_cross_ask_for_removal(qtbot, bin_: PictureBin) -> None:
    pictures = [picture("a.png"), picture("b.png")]
    bin_.show_class("alpha", pictures)
    strip = bin_.strip
    strip.setCurrentIndex(strip.model().index(1, 0))
    with qtbot.waitSignal(bin_.picturesRemoved) as caught:
        qtbot.keyClick(strip, Qt.Key.Key_Delete)
    assert caught.args == [[pictures[1].key]]
    cross = strip.visualRect(strip.model().index(0, 0)).topLeft()
    cross += QPoint(MARGIN + SIDE - 10, MARGIN + 10)
    with qtbot.waitSignal(bin_.picturesRemoved) as caught:
        qtbot.mouseClick(strip.viewport(), Qt.MouseButton.LeftButton, pos=cross)
    assert caught.args == [[pictures[0].key]]


def test_it_counts_its_pictures_and_those_on_their_way(bin_: PictureBin) -> None:
    bin_.show_class("alpha", [picture("a.png")])
    assert bin_.count.text() == "1 picture"
    bin_.show_class("alpha", [picture("a.png"), picture("b.png")], reading=3)
    assert bin_.count.text() == "reading 3…"
    assert bin_.strip.isVisible()


def test_pixels_survive_the_way_through_an_image() -> None:
    rng = np.random.default_rng(0)
    pixels = rng.integers(0, 256, (5, 7, 3), dtype=np.uint8)  # a width that needs padded rows
    image = QImage(pixels.tobytes(), 7, 5, 21, QImage.Format.Format_RGB888)
    assert np.array_equal(as_pixels(image), pixels)
