"""The Data page: which data sets there are, what is in them, and one task dealt from them."""

from metastudio.gui.pages.data.page import DataPage

__all__ = ["DataPage"]
