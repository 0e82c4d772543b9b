"""Plots of what the engine says. They know numpy and Qt, nothing of the engine."""
