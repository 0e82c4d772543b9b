"""Unpacking archives of others: nothing outside the folder, no bomb, nothing half done."""

import lzma
import shutil
import stat
import struct
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from metastudio.engine.errors import DataError, StoppedError, WorkspaceError
from metastudio.engine.workspace import make_folder

MAX_ENTRIES = 500_000
LONGEST_ENTRY = 300  # bytes of a zip's table that an entry takes on average, at most
MAX_BYTES = 50 * 2**30
MAX_RATIO = 200  # pictures hardly compress; 100 MB of zeros fit in 97 kB
RATIO_MATTERS_ABOVE = 100 * 2**20
BLOCK = 2**20
RESERVE = 50 * 2**20  # left free on the disk
ENDINGS = (".zip", ".tar", ".tgz", ".tbz2", ".txz", ".gz", ".bz2", ".xz")
DAMAGED = (
    zipfile.BadZipFile,
    tarfile.TarError,
    EOFError,
    zlib.error,
    lzma.LZMAError,
    NotImplementedError,  # a compression that this Python does not know
)

Progress = Callable[[float, str], bool]


@dataclass(frozen=True)
class Entry:
    """One file of an archive. `open` gives its contents."""

    name: str
    size: int
    open: Callable[[], IO[bytes]]


def is_archive(path: Path) -> bool:
    """Whether a file is a zip or tar archive by its contents, or claims to be one by its name."""
    if not path.is_file():
        return False
    return zipfile.is_zipfile(path) or _is_tar(path) or path.suffix.lower() in ENDINGS


def _is_tar(path: Path) -> bool:
    try:
        return tarfile.is_tarfile(path)
    except (OSError, EOFError, zlib.error, lzma.LZMAError):
        return False  # cut off within the first block


def _damaged(path: Path, reason: str) -> DataError:
    return DataError(
        f"The archive {path.name} is damaged or cut off. Copy or download it again; nothing was "
        "imported.",
        reason=reason,
    )


def _link(path: Path, name: str) -> DataError:
    return DataError(
        f"The archive {path.name} holds a link or a device ('{name}'), which MetaStudio does not "
        "follow. Unpack it yourself and import the folder."
    )


@contextmanager
def unpacked(path: Path, beside: Path, progress: Progress | None = None) -> Iterator[Path]:
    """Unpack into `pictures/` of a temporary folder in `beside`, for the caller to move away.

    What is not moved is removed, so nothing stays half imported.

    Raises `DataError` for names that lead outside, links, passwords, too many or too large
    entries, and archives that are cut off.
    """
    with workplace(beside) as folder:
        unpack_all([path], folder / "pictures", progress)
        yield folder


@contextmanager
def workplace(beside: Path) -> Iterator[Path]:
    """A temporary folder in `beside`; what is not moved out of it is removed."""
    make_folder(beside)
    try:
        folder = Path(tempfile.mkdtemp(prefix=".unpacking-", dir=beside))
    except OSError as error:
        raise WorkspaceError(
            f"The folder {beside} can't be written ({error.strerror}). Choose another with the "
            "environment variable METASTUDIO_HOME, or mend its permissions."
        ) from None
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def unpack_all(paths: Sequence[Path], folder: Path, progress: Progress | None = None) -> None:
    """Unpack archives into one folder, and copy other files there; raises as `unpacked` does."""
    make_folder(folder)

    def share(index: int) -> Progress | None:
        if progress is None:
            return None
        return lambda fraction, text: progress((index + fraction) / len(paths), text)

    for index, path in enumerate(paths):
        try:
            if is_archive(path):
                _unpack(path, folder, share(index))
            else:
                shutil.copyfile(path, folder / path.name)
        except DAMAGED as error:
            raise _damaged(path, str(error)) from None
        except OSError as error:
            raise DataError(
                f"{path.name} can't be unpacked ({error.strerror or error}). Free some space or "
                "mend the permissions; nothing was imported."
            ) from None


def refuse_crowded(path: Path) -> None:
    """Refuse a zip of too many entries before its table is read, which would take a minute.

    Raises `DataError`, also where the file can't be read at all.
    """
    try:
        count, size = _told(path)
    except (struct.error, ValueError, OverflowError):
        return  # cut off: whoever unpacks it says so
    except OSError as error:
        raise DataError(
            f"{path.name} can't be read ({error.strerror or error}). Mend its permissions, or "
            "choose another; nothing was imported."
        ) from None
    if count > MAX_ENTRIES or size > MAX_ENTRIES * LONGEST_ENTRY:
        _refuse_bomb(path, max(count, size // LONGEST_ENTRY), 0)


def _told(path: Path) -> tuple[int, int]:
    """Return how many entries a zip tells at its end, and the bytes of its table; 0 for others."""
    with path.open("rb") as file:
        end = file.seek(0, 2)
        file.seek(max(0, end - 2**16 - 22))
        tail = file.read()
        at = tail.rfind(b"PK\x05\x06")
        if at < 0:
            return 0, 0
        count, size = struct.unpack_from("<HI", tail, at + 10)
        large = tail.rfind(b"PK\x06\x07", 0, at)
        if large >= 0 and (count == 0xFFFF or size == 0xFFFFFFFF):
            file.seek(struct.unpack_from("<Q", tail, large + 8)[0])
            count, size = struct.unpack_from("<QQ", file.read(56), 32)
    return count, size


def _unpack(path: Path, folder: Path, progress: Progress | None) -> None:
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            _write(path, _zip_entries(path, archive), folder, progress)
    elif _is_tar(path):
        with tarfile.open(path) as tar:
            _write(path, _tar_entries(path, tar), folder, progress)
    else:
        raise _damaged(path, "it has the name of an archive, but not the contents")


def _zip_entries(path: Path, archive: zipfile.ZipFile) -> list[Entry]:
    entries: list[Entry] = []
    for info in archive.infolist():
        if info.is_dir():
            continue
        if stat.S_ISLNK(info.external_attr >> 16):
            raise _link(path, info.filename)
        if info.flag_bits & 1:
            raise DataError(
                f"The archive {path.name} is protected by a password. Unpack it yourself and "
                "import the folder."
            )
        entries.append(Entry(info.filename, info.file_size, _opener(archive, info)))
    return entries


def _opener(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Callable[[], IO[bytes]]:
    return lambda: archive.open(info)


def _tar_entries(path: Path, archive: tarfile.TarFile) -> list[Entry]:
    entries: list[Entry] = []
    total = end = 0
    for member in archive:  # a compressed tar is read through here, so stop a bomb early
        total += member.size
        end = member.offset_data + (0 if member.isdir() else -(-member.size // 512) * 512)
        if len(entries) > MAX_ENTRIES or total > MAX_BYTES:
            _refuse_bomb(path, len(entries), total)
        if member.isdir():
            continue
        if not member.isfile():
            raise _link(path, member.name)
        entries.append(Entry(member.name, member.size, _tar_opener(archive, member)))
    _refuse_missing_end(path, archive, end)
    return entries


def _refuse_missing_end(path: Path, archive: tarfile.TarFile, end: int) -> None:
    """A tar ends in a block of zeros; `tarfile` takes one that was cut between files for whole."""
    file = archive.fileobj
    assert file is not None  # it has just been read
    file.seek(end)
    if file.read(512) != bytes(512):
        raise _damaged(path, "the block that ends a tar archive is missing")
    file.read(BLOCK)  # the padding: behind it a compressed archive is held against its checksum


def _tar_opener(archive: tarfile.TarFile, member: tarfile.TarInfo) -> Callable[[], IO[bytes]]:
    def opened() -> IO[bytes]:
        file = archive.extractfile(member)
        assert file is not None  # only regular files come here
        return file

    return opened


def _write(path: Path, entries: list[Entry], folder: Path, progress: Progress | None) -> None:
    total = sum(entry.size for entry in entries)
    _refuse_bomb(path, len(entries), total)
    free = shutil.disk_usage(folder).free
    if total + RESERVE > free:
        raise DataError(
            f"{path.name} needs {total / 2**20:,.0f} MiB unpacked and {RESERVE / 2**20:.0f} MiB to "
            f"spare, but only {free / 2**20:,.0f} MiB are free in {folder.parent.parent}. Free "
            "some space; nothing was imported."
        )
    done = 0
    for entry in entries:
        target = _inside(path, folder, entry.name)
        if target is None:
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        with entry.open() as source, target.open("wb") as file:
            while block := source.read(BLOCK):
                done += len(block)
                if done > total:  # the header lied about the size
                    _refuse_bomb(path, len(entries), MAX_BYTES + 1)
                file.write(block)
        if progress and not progress(done / max(total, 1), f"Unpacking {path.name}"):
            raise StoppedError("The import was stopped; nothing was changed.")


def _inside(path: Path, folder: Path, name: str) -> Path | None:
    """Return where an entry goes; None for litter. Refuses names that lead out of the folder."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    if not parts or "__MACOSX" in parts or parts[-1].startswith("."):
        return None
    if parts[0].startswith("/") or ".." in parts or ":" in parts[0]:
        raise DataError(
            f"The archive {path.name} wants to write outside its folder ('{name}'), which is how "
            "harmful archives work. Nothing was imported; get it from another place.",
            name=name,
        )
    return folder.joinpath(*parts)


def _refuse_bomb(path: Path, entries: int, total: int) -> None:
    packed = max(path.stat().st_size, 1)
    inflated = total > RATIO_MATTERS_ABOVE and total / packed > MAX_RATIO
    if entries > MAX_ENTRIES or total > MAX_BYTES or inflated:
        raise DataError(
            f"The archive {path.name} would unpack to {entries:,} files and "
            f"{total / 2**20:,.0f} MiB from {packed / 2**20:,.1f} MiB, which looks like a bomb. "
            "Nothing was imported; unpack it yourself and import the folder if you trust it."
        )
