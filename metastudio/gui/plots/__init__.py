"""Live plots; they know numpy and Qt only."""
