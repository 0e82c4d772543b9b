"""The Try page: a trained model, a few pictures of each class, and answers for new pictures."""

from metastudio.gui.pages.tryout.page import TryPage

__all__ = ["TryPage"]
