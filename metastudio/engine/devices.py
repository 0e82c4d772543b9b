"""Where the computing happens: choosing a device, and what each needs to be fast."""

import ctypes
import os
import sys
from functools import cache

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
