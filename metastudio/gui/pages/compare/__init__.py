"""The Compare page: every run in a table, and what is different about the chosen ones."""

from metastudio.gui.pages.compare.page import ComparePage

__all__ = ["ComparePage"]
