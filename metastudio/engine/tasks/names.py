"""Names of files and classes as they can be shown. Importing this module imports no torch."""


def readable(name: str) -> str:
    """Return a name that can be shown and stored: bytes that are not UTF-8 become �."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
