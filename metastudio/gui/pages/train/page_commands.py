"""What the Train page can do, as commands that menus, buttons and the palette share."""

from typing import TYPE_CHECKING

from metastudio.gui.commands import Command, Commands
from metastudio.gui.words import tr

if TYPE_CHECKING:
    from metastudio.gui.pages.train.page import TrainPage


def add_commands(commands: Commands, page: "TrainPage") -> None:
    """Register the commands of the Train page."""
    engine = page.session.engine
    for command in (
        Command("startTraining", tr("Start training"), page.start, "Ctrl+Return", "play",
                tr("Train with the settings at the left")),
        # Space is the page's own key: as a shortcut it would take it from every button.
        Command("pauseTraining", tr("Pause"), page.pause, "", "pause",
                tr("Hold before the next iteration, and go on later (Space)")),
        Command("stepTraining", tr("Step once"), engine.step, "F8",
                "skip-forward", tr("Take a single iteration, and pause again")),
        Command("finishTraining", tr("Finish and keep"), engine.finish,
                "Ctrl+.", "flag",
                tr("Stop early, validate once more, and keep what was learned")),
        Command("cancelTraining", tr("Cancel"), engine.cancel, "", "x",
                tr("Stop now; the best checkpoint so far stays in the run's folder")),
        Command("resumeRun", tr("Resume a run…"), page.runs.choose, "", "arrow-u-down-left",
                tr("Go on with a run that was interrupted or cancelled")),
        Command("queueRuns", tr("Queue runs…"), page.runs.plan, "Ctrl+Shift+Return",
                "list-plus",
                tr("Train variants over one to three settings, one run after another")),
        Command("saveExperiment", tr("Save as experiment…"), page.keeper.ask, "Ctrl+S",
                "floppy-disk",
                tr("Write these settings to a file that the command line takes too")),
        Command("copyCommand", tr("Copy as command"), page.keeper.copy_command, "", "terminal",
                tr("Put the command that trains this experiment on the clipboard")),
    ):  # fmt: skip
        commands.add(command)
