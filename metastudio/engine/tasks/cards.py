"""The cards of the catalogue: what is built in, what is published, what was imported."""

from dataclasses import replace

from metastudio.engine.errors import DataError
from metastudio.engine.events import DataCard
from metastudio.engine.tasks import glyphs, omniglot, omniglot_strokes
from metastudio.engine.tasks.benchmarks import BENCHMARKS
from metastudio.engine.tasks.functions import FAMILIES
from metastudio.engine.tasks.listing import FolderListing
from metastudio.engine.tasks.records import Imported
from metastudio.engine.tasks.table_source import ROBOT, imported_tables
from metastudio.engine.workspace import Workspace

GLYPHS = DataCard(
    name="glyphs",
    title="Glyphs",
    about="600 invented characters of 30 alphabets, drawn by MetaStudio. Needs no download.",
    kind="pictures",
    state="ready",
    how="Drawn by MetaStudio at first use.",
    licence="MIT",
    citation="MetaStudio",
    classes=glyphs.ALPHABETS * glyphs.CHARACTERS,
    pictures=glyphs.ALPHABETS * glyphs.CHARACTERS * glyphs.DRAWINGS,
    splits=("random", "group"),
)
FUNCTIONS = {**{name: family.card for name, family in FAMILIES.items()}, ROBOT.name: ROBOT}
"""Families of functions, which are computed as they are dealt, and a table."""
BUILT_IN = {GLYPHS.name, *FUNCTIONS}
"""Names that nothing can be imported under."""


def cards(workspace: Workspace) -> list[DataCard]:
    """Return every data set: what is built in, what is published, what the user imported."""
    imported = imported_cards(workspace)
    published = {name: imported.pop(name, card) for name, card in BENCHMARKS.items()}
    published[omniglot.NAME] = omniglot_card(workspace)
    published[omniglot_strokes.NAME] = strokes_card(workspace)
    tables = imported_tables(workspace)
    own = (*imported.values(), *tables.values())
    return [GLYPHS, *published.values(), *FUNCTIONS.values(), *own]


def imported_cards(workspace: Workspace) -> dict[str, DataCard]:
    """Return the cards of what was imported, by name; of damaged ones nothing is said here."""
    result: dict[str, DataCard] = {}
    for file in sorted(workspace.data.glob("[!.]*/dataset.json")):  # hidden: still being unpacked
        try:
            result[file.parent.name] = imported_card(file.parent.name, Imported.read(file.parent))
        except DataError:
            continue  # said when it is opened by its name
    return result


def omniglot_card(workspace: Workspace) -> DataCard:
    """Return Omniglot's card, with what of it was imported."""
    card = BENCHMARKS[omniglot.NAME]
    if not omniglot.is_imported(workspace):
        return card
    classes, pictures, size = omniglot.amounts(workspace)
    return replace(
        card,
        state="ready" if classes else card.state,
        classes=classes,
        pictures=pictures,
        bytes=size,
        removable=True,
        where=str(workspace.data / omniglot.NAME),
    )


def strokes_card(workspace: Workspace) -> DataCard:
    """Return the card of Omniglot's strokes, with what of them was imported."""
    if not omniglot_strokes.is_imported(workspace):
        return omniglot_strokes.CARD
    classes, drawings, size = omniglot_strokes.amounts(workspace)
    return replace(
        omniglot_strokes.CARD,
        state="ready",
        classes=classes,
        pictures=drawings,
        bytes=size,
        removable=True,
        where=str(workspace.data / omniglot_strokes.NAME),
    )


def imported_card(name: str, imported: Imported) -> DataCard:
    """Return the card of an imported data set, which may be a published one."""
    known = BENCHMARKS.get(name) or BENCHMARKS.get(imported.benchmark)
    there = imported.folder.is_dir()
    how = "Imported by you." if there else "Its folder is gone; import it again."
    amounts = {
        "classes": imported.classes,
        "pictures": imported.pictures,
        "bytes": imported.bytes,
        "splits": imported.splits,
        "removable": True,
        "where": str(imported.folder),
    }
    if known is not None:
        title = known.title if known.name == name else f"{known.title} ({name})"
        state = "ready" if there else known.state
        return replace(known, name=name, title=title, state=state, how=how, **amounts)  # type: ignore[arg-type]
    return DataCard(
        name=name,
        title=name,
        about=f"Your pictures in {imported.folder}.",
        kind="pictures",
        state="ready" if there else "to import",
        how=how,
        licence="yours",
        citation="",
        **amounts,  # type: ignore[arg-type]
    )


def folder_card(listing: FolderListing) -> DataCard:
    """Return the card of a folder that is used where it lies, without an import."""
    imported = Imported.of(listing)
    return replace(imported_card(listing.folder.name, imported), removable=False)
