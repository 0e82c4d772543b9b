"""How the window was laid out, from one start to the next: size, splitters, columns, docks."""

import contextlib
from base64 import b64decode, b64encode

from PySide6.QtCore import QByteArray, QSize
from PySide6.QtWidgets import QSplitter, QTableView, QWidget

from metastudio.gui.settings import Settings
from metastudio.gui.widgets.panel_docks import PanelDocks

USUAL = QSize(1440, 900)


def restore(window: QWidget, settings: Settings) -> None:
    """Lay a window out as it was; what another version has remembered and does not fit is left."""
    screen = window.screen().availableSize() if window.screen() else USUAL
    window.resize(USUAL.boundedTo(screen))
    if settings.geometry:
        window.restoreGeometry(QByteArray(b64decode(settings.geometry)))
    for splitter in _splitters(window):
        sizes = settings.splitters.get(splitter.objectName(), [])
        if len(sizes) == splitter.count() and sum(sizes) > 0:
            splitter.setSizes(sizes)
    for table in _tables(window):
        state = settings.columns.get(table.objectName(), "")
        kind, _, packed = state.partition(":")
        if kind == str(table.model().columnCount()):  # another version has other columns
            table.horizontalHeader().restoreState(QByteArray(b64decode(packed)))
    for docks in window.findChildren(PanelDocks):
        with contextlib.suppress(ValueError):  # what is no base 64 is no layout
            docks.restore_layout(b64decode(settings.docks.get(docks.objectName(), "")))


def note(window: QWidget, settings: Settings) -> None:
    """Write down in the settings how a window is laid out."""
    settings.geometry = b64encode(window.saveGeometry().data()).decode()
    for splitter in _splitters(window):
        if sum(splitter.sizes()) > 0:  # a page that was never shown has no sizes yet
            settings.splitters[splitter.objectName()] = splitter.sizes()
    for table in _tables(window):
        state = b64encode(table.horizontalHeader().saveState().data()).decode()
        settings.columns[table.objectName()] = f"{table.model().columnCount()}:{state}"
    for docks in window.findChildren(PanelDocks):
        settings.docks[docks.objectName()] = b64encode(docks.layout_state()).decode()


def _tables(window: QWidget) -> list[QTableView]:
    return [t for t in window.findChildren(QTableView) if t.objectName() == "runTable"]


def _splitters(window: QWidget) -> list[QSplitter]:
    return [s for s in window.findChildren(QSplitter) if s.objectName()]
