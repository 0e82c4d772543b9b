"""The Train page: set an experiment, start it, and watch a model learn to learn."""

from metastudio.gui.pages.train.page import TrainPage

__all__ = ["TrainPage"]
