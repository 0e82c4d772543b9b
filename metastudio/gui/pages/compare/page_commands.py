"""What the Compare page can do, as commands that menus, buttons and the palette share."""

from typing import TYPE_CHECKING

from metastudio.gui.commands import Command, Commands
from metastudio.gui.words import tr

if TYPE_CHECKING:
    from metastudio.gui.pages.compare.page import ComparePage

ONE = ("renameRun", "noteRun", "tagRun", "continueRun", "duplicateRun", "recallRun", "tryRun",
       "copyRunCommand", "openRunFolder")  # fmt: skip
"""Commands for a single run."""
SOME = ("starRuns", "reportRuns", "exportRuns", "deleteRuns")
"""Commands for one run or more."""


def add_commands(commands: Commands, page: "ComparePage") -> None:
    """Register the commands of the Compare page."""
    # Del and F2 are the table's own keys: as shortcuts they would act from every page.
    do = page.actions_of_runs
    for command in (
        Command("recallRun", tr("Recall settings"), do.recall, "", "arrow-u-up-left",
                tr("Take the settings of this run to the Train page")),
        Command("continueRun", tr("Continue training"), do.go_on, "", "play",
                tr("Go on with this run where it stopped, or make it longer")),
        Command("duplicateRun", tr("Duplicate…"), do.duplicate, "", "copy",
                tr("Train again with these settings, or with variants of them")),
        Command("tryRun", tr("Try this model"), do.try_it, "", "magic-wand",
                tr("Load the run's best checkpoint on the Try page")),
        Command("starRuns", tr("Star"), do.star, "", "star",
                tr("Mark the chosen runs with a star, or take it away")),
        Command("renameRun", tr("Rename…"), do.rename, "", "pencil-simple",
                tr("Give this run a title of your own (F2)")),
        Command("noteRun", tr("Note…"), do.note, "", "note-pencil",
                tr("Write down what this run was about")),
        Command("tagRun", tr("Tags…"), do.tag, "", "tag",
                tr("Words by which the table can be filtered")),
        Command("copyRunCommand", tr("Copy as command"), do.copy_command, "", "terminal",
                tr("Put the command that trains the same on the clipboard")),
        Command("openRunFolder", tr("Open folder"), do.open_folder, "", "folder-open",
                tr("Show the run's files in the system's file manager")),
        Command("reportRuns", tr("Report…"), do.report, "", "file-text",
                tr("Write an HTML or PDF file with the chosen runs' settings and curves")),
        Command("exportRuns", tr("Export records…"), do.export, "", "export",
                tr("Write all that the chosen runs recorded as CSV, JSON or for TensorBoard")),
        Command("deleteRuns", tr("Delete"), do.delete, "", "trash",
                tr("Move the chosen runs to the bin; Undo takes them out again (Del)")),
        Command("emptyRunBin", tr("Empty bin…"), do.empty_bin, "", "trash-simple",
                tr("Delete for good the runs that are in the bin")),
    ):  # fmt: skip
        commands.add(command)
