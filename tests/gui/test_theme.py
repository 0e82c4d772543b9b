"""Contrast, following the system, and icons that change with the theme."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QLabel, QPushButton

from metastudio.gui.colours import DARK, LIGHT, Colours, contrast, series_colour
from metastudio.gui.commands import Command, Commands
from metastudio.gui.theme import Theme, install, page_title, set_icon, theme
from metastudio.gui.widgets.pictures import as_rgb, pixmap


@pytest.fixture
def look(qapp) -> Iterator[Theme]:
    install(qapp)
    yield theme()
    theme().set_text_scale(1.0)
    theme().set_choice("system")


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("name", ["text", "muted", "accent", "good", "warning", "bad"])
def test_every_colour_of_words_reads_on_page_and_panel(colours: Colours, name: str) -> None:
    for ground in (colours.page, colours.panel):
        assert contrast(getattr(colours, name), ground) >= 4.5


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_words_on_a_primary_button_read(colours: Colours) -> None:
    assert contrast(colours.on_accent, colours.accent_fill) >= 4.5
    assert contrast(colours.text, colours.selection) >= 4.5


def test_contrast_is_the_one_of_the_guidelines() -> None:
    assert contrast(QColor("white"), QColor("black")) == pytest.approx(21)
    assert contrast(QColor("#767676"), QColor("white")) == pytest.approx(4.54, abs=0.01)


def test_a_method_has_the_same_colour_however_it_is_written() -> None:
    assert series_colour("MAML") == series_colour("maml") == QColor("#0072B2")
    assert series_colour("protonet") == QColor("#E69F00")
    assert series_colour("transfer") == QColor("#009E73")
    assert series_colour("my own") == series_colour("my own")


def test_choosing_dark_changes_palette_and_tells_everybody(look: Theme, qapp, qtbot) -> None:
    look.set_choice("light")
    with qtbot.waitSignal(look.changed):
        look.set_choice("dark")
    assert look.colours.dark
    assert qapp.palette().color(QPalette.ColorRole.Window) == DARK.page
    assert DARK.panel.name() in qapp.styleSheet()


def test_an_unknown_theme_is_refused_with_the_ones_there_are(look: Theme) -> None:
    with pytest.raises(ValueError, match="system, light, dark"):
        look.set_choice("sepia")  # type: ignore[arg-type]


def test_icons_follow_the_theme_and_forget_buttons_that_are_gone(look: Theme, qtbot) -> None:
    look.set_choice("light")
    button, other = QPushButton(), QPushButton()
    qtbot.addWidget(button)
    set_icon(button, "play")
    set_icon(other, "pause")
    light = button.icon().pixmap(16, 16).toImage()
    other.deleteLater()
    del other
    look.set_choice("dark")
    assert button.icon().pixmap(16, 16).toImage() != light


def test_larger_text_makes_titles_larger(look: Theme, qtbot) -> None:
    title: QLabel = page_title("Train")
    qtbot.addWidget(title)
    title.show()
    before = title.sizeHint().height()
    look.set_text_scale(1.5)
    assert title.sizeHint().height() > 1.3 * before


def test_ink_is_dark_on_light_in_a_light_theme_and_light_on_dark_in_a_dark_one(qapp) -> None:
    drawing = np.zeros((4, 4, 1), np.uint8)
    drawing[1, 1] = 255
    for colours in (LIGHT, DARK):
        shown = as_rgb(drawing, ink=True, colours=colours)
        assert tuple(shown[0, 0]) == colours.field.getRgb()[:3]
        assert tuple(shown[1, 1]) == colours.text.getRgb()[:3]


def test_a_small_drawing_is_enlarged_by_a_whole_factor_without_new_greys(qapp) -> None:
    drawing = np.zeros((28, 28, 1), np.uint8)
    drawing[::2] = 255
    image = pixmap(drawing, 60, LIGHT, ink=True).toImage()
    assert (image.width(), image.height()) == (56, 56)
    greys = {image.pixelColor(0, y).name() for y in range(56)}
    assert greys == {LIGHT.field.name(), LIGHT.text.name()}


def test_a_photograph_keeps_its_shape_and_fills_its_square(qapp) -> None:
    photograph = np.random.default_rng(0).integers(0, 256, (50, 100, 3), dtype=np.uint8)
    image = pixmap(photograph, 60, LIGHT)
    assert (image.width(), image.height()) == (60, 30)


def test_a_command_runs_from_its_action_and_shows_its_keys(qtbot) -> None:
    ran: list[str] = []
    commands = Commands()
    action = commands.add(
        Command("start", "Start training", lambda: ran.append("start"), "Ctrl+Return", "play")
    )
    action.trigger()
    assert ran == ["start"]
    assert action.objectName() == "start"
    assert "Ctrl+Return" in action.toolTip()
    assert [c.id for c in commands.all()] == ["start"]


def test_a_command_can_not_be_registered_twice(qapp) -> None:
    commands = Commands()
    commands.add(Command("start", "Start", lambda: None))
    with pytest.raises(ValueError, match="already"):
        commands.add(Command("start", "Start again", lambda: None))
