"""Widgets that several pages share; they know numpy and Qt only."""
