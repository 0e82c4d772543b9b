"""From where data sets are fetched instead of from their owners. Imports no torch."""

import os
from urllib.parse import urlsplit

from metastudio.engine.errors import ConfigError
from metastudio.engine.workspace import Workspace, write_atomically

MIRROR = "METASTUDIO_MIRROR"
"""Environment variable: the address of a folder that holds the files as `NAME/FILE`."""
FILE = "mirror.txt"


def usual_mirror(workspace: Workspace) -> str:
    """Return the mirror of the environment, or else that of the workspace; "" where none is set."""
    return os.environ.get(MIRROR, "") or kept_mirror(workspace)


def kept_mirror(workspace: Workspace) -> str:
    """Return the mirror that the workspace's downloads come from, or ""."""
    try:
        return (workspace.home / FILE).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def keep_mirror(workspace: Workspace, mirror: str) -> None:
    """Have downloads come from a mirror from now on, or with "" from their owners.

    Raises `ConfigError` for what is no address, `WorkspaceError` where it can't be kept.
    """
    if mirror:
        refuse_no_address(mirror, "NAME/FILE")
    write_atomically(workspace.home / FILE, mirror)


def refuse_no_address(mirror: str, holds: str) -> None:
    """Raise `ConfigError` for what is no address; `holds` says what is expected there."""
    try:
        address = urlsplit(mirror)
        found = address.scheme in ("http", "https") and bool(address.hostname)
    except ValueError:
        found = False
    if not found:
        raise ConfigError(
            f"The mirror '{mirror}' is no address. It begins with https:// and holds the files as "
            f"{holds}."
        )
