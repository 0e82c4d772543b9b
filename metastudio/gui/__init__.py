"""The window. No tensor here, except on the engine thread."""
