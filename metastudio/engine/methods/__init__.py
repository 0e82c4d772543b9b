"""Methods: one readable file each."""
