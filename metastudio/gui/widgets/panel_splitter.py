"""A splitter whose members can be hidden; which are is part of its sizes."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget


class PanelSplitter(QSplitter):
    """A size of nought hides a member, as `sizes` tells of one that is hidden.

    So that who remembers the sizes of splitters remembers, too, what was shown.
    """

    def __init__(self, orientation: Qt.Orientation, name: str, *members: QWidget) -> None:
        super().__init__(orientation)
        self.setObjectName(name)
        self.setChildrenCollapsible(False)
        for member in members:
            self.addWidget(member)

    def setSizes(self, sizes: Sequence[int]) -> None:
        for index, size in enumerate(sizes):
            self.widget(index).setVisible(size > 0)
        super().setSizes(list(sizes))
        self.close_empty()

    def share_out(self, shares: Sequence[int]) -> None:
        """Give each member its share of the room, now and as the window grows."""
        for index, share in enumerate(shares):
            self.setStretchFactor(index, share)
        self.setSizes(shares)

    def set_shown(self, member: QWidget, shown: bool) -> None:
        """Show or hide a member; one that comes back gets an equal share of the room."""
        if member.isHidden() != shown:
            return
        sizes = self.sizes()
        if shown:
            others = [size for size in sizes if size > 0] or [1]
            sizes[self.indexOf(member)] = max(sum(others) // len(others), 1)
        else:
            sizes[self.indexOf(member)] = 0
        self.setSizes(sizes)

    def close_empty(self) -> None:
        """Leave the room to others where no member is shown."""
        parent = self.parentWidget()
        empty = all(self.widget(index).isHidden() for index in range(self.count()))
        if isinstance(parent, PanelSplitter):
            parent.set_shown(self, not empty)
