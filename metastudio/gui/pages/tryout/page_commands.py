"""What the Try page adds to the window's commands."""

from typing import TYPE_CHECKING

from metastudio.gui.commands import Command, Commands
from metastudio.gui.words import tr

if TYPE_CHECKING:
    from metastudio.gui.pages.tryout.page import TryPage


def register(page: "TryPage", commands: Commands) -> None:
    """Register the page's commands; their shortcuts stay free for the window."""
    for command in (
        Command(
            "try.load",
            tr("Load checkpoint…"),
            page.choose_checkpoint,
            icon="folder-open",
            tip=tr("Open a trained model to try"),
        ),
        Command(
            "try.samples",
            tr("Use sample drawings"),
            page.use_samples,
            icon="magic-wand",
            tip=tr("Fill classes and queries with sample drawings"),
        ),
        Command(
            "try.addClass",
            tr("Add class"),
            page.add_class,
            icon="plus",
            tip=tr("Add a class: something for the model to tell apart"),
        ),
        Command(
            "try.addQueries",
            tr("Add query pictures…"),
            page.choose_queries,
            icon="image",
            tip=tr("Choose pictures to ask about"),
        ),
        Command(
            "try.draw",
            tr("Draw a picture…"),
            page.draw,
            icon="pencil-simple",
            tip=tr("Open the drawing pad"),
        ),
        Command(
            "try.export",
            tr("Export predictions as CSV…"),
            page.export_csv,
            icon="export",
            tip=tr("Save the table of predictions"),
        ),
    ):
        commands.add(command)
