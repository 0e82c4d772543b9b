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
            page.loading.choose,
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
            tr("Export answers…"),
            page.sharing.export_answers,
            icon="table",
            tip=tr("Save the answers as a table or as JSON"),
        ),
        Command(
            "try.saveSet",
            tr("Save class set…"),
            page.sharing.save_set,
            icon="floppy-disk",
            tip=tr("Keep classes and queries as one zip or a folder"),
        ),
        Command(
            "try.loadSet",
            tr("Load class set…"),
            page.sharing.load_set,
            icon="folder-open",
            tip=tr("Lay out classes that were saved before"),
        ),
        Command(
            "try.onnx",
            tr("Export classifier (ONNX)…"),
            page.sharing.export_onnx,
            icon="export",
            tip=tr("Write the adapted classifier as one file that runs without MetaStudio"),
        ),
        Command(
            "try.card",
            tr("Save model card…"),
            page.sharing.save_card,
            icon="identification-card",
            tip=tr("Write down what the model learned from, what it reaches and its limits"),
        ),
        Command(
            "try.photographs",
            tr("Use the model for photographs"),
            page.photographs.use,
            icon="camera",
            tip=tr("Load EfficientNet-Lite0; it is installed first where it is missing"),
        ),
    ):
        commands.add(command)
