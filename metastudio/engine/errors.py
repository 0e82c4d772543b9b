"""The few exceptions that the engine raises. Each message is one sentence or two for a person.

A message says what happened, what was expected, and how to mend it. `detail` carries the numbers
or the raw text of a library's complaint, for the "Details" part of a dialog and for logs.
"""


class MetaStudioError(Exception):
    """Base of everything that MetaStudio refuses on purpose; `str(error)` is fit to be shown."""

    def __init__(self, message: str, **detail: object) -> None:
        super().__init__(message)
        self.detail = detail


class ConfigError(MetaStudioError):
    """A setting is unknown, impossible, or does not fit the data; nothing has been started."""


class NotInstalledError(ConfigError):
    """What is asked for needs a package that is not installed here."""


class DataError(MetaStudioError):
    """A picture, folder, archive or data set can't be used; what was there before is untouched."""


class StoppedError(DataError):
    """Somebody ended an import, a download or the reading of pictures; nothing has changed."""


class CheckpointError(MetaStudioError):
    """A file is not a checkpoint that this version can use."""


class WorkspaceError(MetaStudioError):
    """The workspace can't be read or written, or another process holds it."""


class TrainingError(MetaStudioError):
    """Training can't go on (not finite, out of memory); the last good checkpoint is kept."""
