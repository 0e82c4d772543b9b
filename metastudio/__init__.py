"""MetaStudio: few-shot learning in a window. The engine knows no Qt; the window knows no tensor."""

__version__ = "0.1.0"
