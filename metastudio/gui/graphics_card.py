"""How busy a graphics card is, where there is one and nvidia-ml-py is installed (extra `gpu`)."""

import importlib
from typing import Any, NamedTuple


class Usage(NamedTuple):
    """Share of the time in per cent; memory in bytes."""

    busy: int
    held: int
    total: int


class GraphicsCard:
    """The first NVIDIA card of the machine."""

    def __init__(self, nvml: Any, handle: Any) -> None:
        self._nvml, self._handle = nvml, handle

    @classmethod
    def find(cls) -> "GraphicsCard | None":
        """Return the card; None where there is none, or nothing that could be asked about it."""
        try:
            nvml = importlib.import_module("pynvml")
            nvml.nvmlInit()
            return cls(nvml, nvml.nvmlDeviceGetHandleByIndex(0))
        except Exception:  # its own errors, of no one base, and those of a missing driver
            return None

    def usage(self) -> Usage | None:
        """Return how busy it is now; None where it does not tell."""
        try:
            memory = self._nvml.nvmlDeviceGetMemoryInfo(self._handle)
            busy = self._nvml.nvmlDeviceGetUtilizationRates(self._handle).gpu
            return Usage(int(busy), int(memory.used), int(memory.total))
        except self._nvml.NVMLError:
            return None
