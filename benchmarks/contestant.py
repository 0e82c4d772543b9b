"""What takes part in a benchmark, and its two ends: a process of its own, and the handle to it.

Each contestant lives in a process of its own and is given its turns one after another: A B A B. So
every library has its own threads, OpenMP settings and memory allocator, as its users have them, and
none gains or suffers from what another set; the peak memory of each is its own.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from abc import ABC, abstractmethod
from dataclasses import asdict
from pathlib import Path
from statistics import median
from types import TracebackType
from typing import TYPE_CHECKING, Any

from works import Work, episodes, weights

if TYPE_CHECKING:
    from torch import Tensor
    from works import Episodes

MEBIBYTE = 2**20


class Contestant(ABC):
    """One way to compute a work's outer gradient."""

    def __init__(self, work: Work, data: "Episodes", start: dict[str, "Tensor"]) -> None:
        self.work, self.data, self.start = work, data, start

    def settings(self, alone: bool) -> list[str]:
        """Name the settings of which the fastest is kept; `alone`: those with one thread."""
        counts = {1} if alone else {processors(), 1}
        return [f"{count} thread{'s' * (count > 1)}" for count in sorted(counts, reverse=True)]

    def use(self, setting: str) -> str:
        """Work under a setting from now on; returns it in words."""
        import torch

        torch.set_num_threads(int(setting.split(maxsplit=1)[0]))
        return setting

    @abstractmethod
    def gradient(self) -> dict[str, "Tensor"]:
        """Return the outer gradient by the names in `start`; this is what is timed."""

    def flops(self) -> int:
        """Count the floating-point operations of one outer gradient: matrices, convolutions."""
        from torch.utils.flop_counter import FlopCounterMode

        with FlopCounterMode(display=False) as counter:
            self.gradient()
        return int(counter.get_total_flops())


def processors() -> int:
    """Count the processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class MissingError(Exception):
    """A contestant that cannot take part; says why."""


class Process:
    """The handle: a contestant in a process of its own, which works only when it is told to."""

    def __init__(self, name: str, work: Work, peers: Path | None, double: bool = False) -> None:
        # Whoever runs the benchmark may have OpenMP settings of their own; no contestant shall.
        clean = {
            key: value
            for key, value in os.environ.items()
            if not key.startswith(("OMP_", "GOMP_", "MKL_", "KMP_", "MALLOC_"))
        }
        described = json.dumps(
            {"name": name, "work": asdict(work), "peers": str(peers or ""), "double": double}
        )
        self._errors = tempfile.TemporaryFile("w+")  # noqa: SIM115  closed with the process
        self._process = subprocess.Popen(
            [sys.executable, __file__, described],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
            env=clean,
        )

    def __enter__(self) -> "Process":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def ask(self, verb: str, value: object = None) -> Any:
        """Have one thing done; raises `MissingError` with the last line of what went wrong."""
        assert self._process.stdin and self._process.stdout
        try:
            print(json.dumps([verb, value]), file=self._process.stdin, flush=True)
            answer = self._process.stdout.readline()
        except BrokenPipeError:
            answer = ""
        if answer:
            return json.loads(answer)
        self._process.wait()
        self._errors.seek(0)
        lines = self._errors.read().strip().splitlines()
        raise MissingError(lines[-1] if lines else f"ended with status {self._process.returncode}")

    def milliseconds(self, at_least: float = 0.2, processor: bool = False) -> float:
        """Give it a turn of `at_least` so many seconds; returns the median of its gradients.

        By the clock on the wall, or the time that the processors spent on it.
        """
        return 1000 * float(median(self.ask("turn", [at_least, processor])))

    def close(self) -> None:
        """End the process."""
        assert self._process.stdin and self._process.stdout
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait()
        self._errors.close()


# --- the process itself -------------------------------------------------------------------------


def build(name: str, work: Work, peers: str, double: bool) -> Contestant:
    """Build a contestant; only its own library is imported."""
    if name.startswith("MetaStudio"):
        from ours import Ours as Built
    elif name == "convolution":
        from machine import Convolution as Built
    elif name == "plain loop":
        from plain import PlainLoop as Built
    else:
        from peer_libraries import peer

        sys.path.append(peers)
        Built = peer(name)
    data, start = episodes(work), weights(work)
    if double:
        start = {key: value.double() for key, value in start.items()}
        data = type(data)(*(x.double() if x.is_floating_point() else x for x in data))
    made = Built(work, data, start)
    if name.startswith("MetaStudio, "):
        made.normalize(name.removeprefix("MetaStudio, "))
    return made


def turn(contestant: Contestant, at_least: float, processor: bool) -> list[float]:
    """Time gradients, one or as many as fill `at_least` seconds."""
    clock = time.process_time if processor else time.perf_counter
    taken: list[float] = []
    while not taken or sum(taken) < at_least:
        begin = clock()
        contestant.gradient()
        taken.append(clock() - begin)
    return taken


def difference(contestant: Contestant, path: str) -> float:
    """Save the gradient, or compare with the saved one: |a − b| / |b|, the worst parameter's."""
    import torch

    mine = {key: value.detach() for key, value in contestant.gradient().items()}
    if not Path(path).exists():
        torch.save(mine, path)
        return 0.0
    other = torch.load(path)
    return max(float((mine[key] - other[key]).norm() / other[key].norm()) for key in other)


def peak_mebibytes() -> float:
    """Return the most memory that this process ever held."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(row for row in status.read_text().splitlines() if row.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    import resource

    # In bytes on macOS.
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEBIBYTE


def main() -> None:
    """Answer what the handle asks, one line of JSON each, until it hangs up."""
    # What libraries print must not be taken for an answer.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    wanted = json.loads(sys.argv[1])
    fields = wanted["work"]
    work = Work(**{**fields, "hidden": tuple(fields["hidden"])})
    contestant = build(wanted["name"], work, wanted["peers"], wanted["double"])
    verbs = {
        "settings": contestant.settings,
        "use": contestant.use,
        "turn": lambda wanted: turn(contestant, *wanted),
        "difference": lambda path: difference(contestant, path),
        "flops": lambda _: contestant.flops(),
        "peak": lambda _: peak_mebibytes(),
    }
    for line in sys.stdin:
        verb, value = json.loads(line)
        print(json.dumps(verbs[verb](value)), file=answers, flush=True)


if __name__ == "__main__":
    main()
