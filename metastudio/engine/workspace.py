"""Where things lie on disk, and how a file is written so that a crash never leaves half of it.

Importing this module imports no torch.
"""

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from metastudio.engine.errors import WorkspaceError


@dataclass(frozen=True)
class Workspace:
    """The folder that holds `runs/`, `data/`, `models/`, `settings.toml` and `logs/`."""

    home: Path

    @classmethod
    def default(cls) -> "Workspace":
        """`METASTUDIO_HOME` where it is set, else the platform's folder for a program's data."""
        home = os.environ.get("METASTUDIO_HOME")
        return cls(Path(home) if home else Path(platformdirs.user_data_dir("MetaStudio", False)))

    @property
    def runs(self) -> Path:
        """One folder a run."""
        return self.home / "runs"

    @property
    def data(self) -> Path:
        """One folder a data set: caches, and what was imported."""
        return self.home / "data"

    @property
    def models(self) -> Path:
        """Checkpoints that the user keeps."""
        return self.home / "models"

    @property
    def features(self) -> Path:
        """Features of frozen backbones, kept by content."""
        return self.home / "features"

    @property
    def kernels(self) -> Path:
        """What was compiled for this machine's processor; made again where it is missing.

        METASTUDIO_KERNELS names another place, for several workspaces to share.
        """
        return Path(os.environ.get("METASTUDIO_KERNELS") or self.home / "kernels")

    @property
    def logs(self) -> Path:
        """Log and crash files."""
        return self.home / "logs"

    @property
    def settings(self) -> Path:
        """What the window remembers."""
        return self.home / "settings.toml"


def make_folder(folder: Path) -> Path:
    """Create `folder` with its parents; raises `WorkspaceError` where that is not allowed."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WorkspaceError(
            f"The folder {folder} can't be written ({error.strerror}). Choose another with the "
            "environment variable METASTUDIO_HOME, or mend its permissions.",
            path=str(folder),
        ) from None
    return folder


def write_atomically(path: Path, content: bytes | str) -> None:
    """Replace `path` whole or not at all: temporary file, fsync, rename.

    Raises `WorkspaceError` where the folder can't be written or the disk is full; what stood at
    `path` is then untouched.
    """
    data = content.encode("utf-8", "surrogateescape") if isinstance(content, str) else content
    make_folder(path.parent)
    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)  # mkstemp makes files that only the owner may read
        Path(temporary).replace(path)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise WorkspaceError(
            f"{path} can't be written ({error.strerror}). Free some space or mend the folder's "
            "permissions; the file that was there before is unchanged.",
            path=str(path),
        ) from None
