"""Where the computing happens: choosing a device, and what each needs to be fast."""

import contextlib
import ctypes
import os
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import psutil
import torch

from metastudio.engine.errors import ConfigError


def choose_device(wanted: str = "auto") -> torch.device:
    """Return the device for `wanted`: the graphics card for 'auto' where there is one.

    Raises `ConfigError` where the wanted one is not there.
    """
    there = {
        "cuda": torch.cuda.is_available(),
        "mps": torch.backends.mps.is_available(),
        "cpu": True,
    }
    if wanted == "auto":
        wanted = next(name for name, available in there.items() if available)
    if not there.get(wanted, False):
        raise ConfigError(
            f"The device '{wanted}' is not available on this machine. Use 'auto' or 'cpu'."
        )
    return torch.device(wanted)


def device_title(device: torch.device) -> str:
    """Name the device for a person: "cpu, 2 threads", "NVIDIA H100"."""
    if device.type == "cuda":
        return torch.cuda.get_device_name(device)
    if device.type == "cpu":
        return f"cpu, {cpu_threads()} threads"
    return device.type


def cpu_threads() -> int:
    """Return the processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def give_back_blocks() -> None:
    """Tell glibc to return what is free now: that of threads which have ended no other can use."""
    if sys.platform.startswith("linux"):
        with contextlib.suppress(OSError, AttributeError):  # musl keeps none
            ctypes.CDLL("libc.so.6").malloc_trim(0)


@cache
def keep_large_blocks() -> None:
    """Tell glibc to keep large freed blocks instead of giving them back after each step.

    Every step frees and takes again the same hundreds of megabytes; returning them to the kernel
    means zeroing them anew. Done once a process, on Linux with glibc; elsewhere nothing happens.
    """
    if not sys.platform.startswith("linux"):
        return
    try:
        mallopt = ctypes.CDLL("libc.so.6").mallopt
    except (OSError, AttributeError):
        return  # musl has no mallopt, and needs none
    m_trim_threshold, m_mmap_threshold, size = -1, -3, 2**30
    mallopt(m_mmap_threshold, size)
    mallopt(m_trim_threshold, size)


@contextlib.contextmanager
def repeatable(device: torch.device, wanted: bool) -> Iterator[None]:
    """On a graphics card, keep to algorithms that give the same bits every time, if `wanted`.

    A CPU repeats its numbers anyway. Operations that have no such algorithm only warn.
    """
    if device.type != "cuda" or not wanted:
        yield
        return
    # Read when cuBLAS starts, which is after this in every run of a fresh process.
    os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
    cudnn = torch.backends.cudnn
    before = torch.are_deterministic_algorithms_enabled(), cudnn.benchmark, cudnn.deterministic
    torch.use_deterministic_algorithms(True, warn_only=True)
    cudnn.benchmark, cudnn.deterministic = False, True
    try:
        yield
    finally:
        torch.use_deterministic_algorithms(before[0])
        cudnn.benchmark, cudnn.deterministic = before[1:]


def process_memory() -> int:
    """Return the bytes of memory that this process holds now."""
    return int(psutil.Process().memory_info().rss)


def available_memory(device: torch.device) -> int:
    """Return the bytes that can still be taken on a device before it runs out.

    On a CPU that is what the machine, the container and the limits of the process leave.
    """
    if device.type == "cuda":
        free, _ = torch.cuda.mem_get_info(device)
        kept = torch.cuda.memory_reserved(device) - torch.cuda.memory_allocated(device)
        return int(free + kept)
    left = [psutil.virtual_memory().available + psutil.swap_memory().free]
    with contextlib.suppress(ImportError, OSError, ValueError):
        left.append(_left_by_limit())
    with contextlib.suppress(OSError, ValueError):  # "max" is no number: no limit
        group = Path("/sys/fs/cgroup")
        limit = int((group / "memory.max").read_text())
        left.append(limit - int((group / "memory.current").read_text()))
    return max(0, int(min(left)))


def _left_by_limit() -> int:
    """Return what `ulimit -v` leaves to this process; raises `ValueError` where there is none."""
    import resource

    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    if limit == resource.RLIM_INFINITY:
        raise ValueError("no limit")
    held: int = psutil.Process().memory_info().vms
    return int(limit - held)
