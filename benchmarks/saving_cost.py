"""How long saving holds training up: `python benchmarks/saving_cost.py [SECONDS]`.

Trains a few works for so many seconds each and prints which part of that time the training thread
spent in the calls that save (a step's line, a validation's files, resume points), the worst single
call, and what processor time the writer's own thread took beside it. The flush at a run's end is
told apart: it comes once, however long the run.
"""

import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from metastudio.engine import saving
from metastudio.engine.events import Started, Stepped, Validated
from metastudio.engine.experiment import Experiment
from metastudio.engine.presets import preset
from metastudio.engine.training import Control, train
from metastudio.engine.workspace import Workspace

OMNIGLOT_LIKE = {
    "method.name": "maml",
    "network.normalization": "transductive",
    "training.meta_batch": 8,
    "task.queries": 15,
}
"""Conv4-64 on 28×28 as in the preset `omniglot-maml`, with glyphs for want of its archives."""


class Stopwatch:
    """Times calls that do not nest."""

    def __init__(self) -> None:
        self.total, self.worst, self._inside = 0.0, 0.0, False

    def around(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*arguments: Any, **named: Any) -> Any:
            if self._inside:
                return call(*arguments, **named)
            self._inside, begin = True, time.perf_counter()
            try:
                return call(*arguments, **named)
            finally:
                took = time.perf_counter() - begin
                self._inside, self.total = False, self.total + took
                self.worst = max(self.worst, took)

        return timed


def cost(name: str, experiment: Experiment, seconds: float, home: Path) -> None:
    watch, ending = Stopwatch(), Stopwatch()
    originals = {n: getattr(saving.Saver, n) for n in ("stepped", "validated", "save", "flush")}
    for method, call in originals.items():
        timed = (ending if method == "flush" else watch).around(call)
        setattr(saving.Saver, method, timed)
    control, steps, looks, writing, begin = Control(), 0, 0, 0.0, 0.0
    for event in train(experiment, control, workspace=Workspace(home)):
        if isinstance(event, Started):
            begin = time.perf_counter()
            wrote_before = writer_seconds()
        steps += isinstance(event, Stepped)
        looks += isinstance(event, Validated)
        if isinstance(event, Stepped | Validated):
            whole = time.perf_counter() - begin
            if whole < seconds:
                writing = writer_seconds() - wrote_before
            else:
                control.cancel()
    for method, call in originals.items():
        setattr(saving.Saver, method, call)
    blocked, wrote = watch.total / whole, writing / whole
    cells = (
        f"{1000 * whole / steps:.1f} ms", f"{looks}", f"{blocked:.3%}",
        f"{1000 * watch.worst:.1f} ms", f"{wrote:.2%}", f"{1000 * ending.total:.0f} ms",
    )  # fmt: skip
    print(row(name, *cells), flush=True)


def row(name: str, *cells: str) -> str:
    return f"{name:<32}" + "".join(f"{cell:>12}" for cell in cells)


def writer_seconds() -> float:
    """Return the processor time of the writer's thread, where the platform tells it."""
    if not hasattr(time, "pthread_getcpuclockid"):
        return float("nan")
    (thread,) = (t for t in threading.enumerate() if t.name == "metastudio-writer")
    assert thread.ident is not None
    return time.clock_gettime(time.pthread_getcpuclockid(thread.ident))


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 20.0
    maml = preset("glyphs-maml").experiment
    sine = preset("sinusoid-maml").experiment
    often = {"training.validation_every": 10, "training.validation_tasks": 2}
    endless = {"training.iterations": 10**6}
    works = {
        "sinusoid-maml": sine.changed(endless),
        "sinusoid-maml, 1 task a step": sine.changed({"training.meta_batch": 1, **endless}),
        "the same, validated every 10th": sine.changed(
            {"training.meta_batch": 1, **often, **endless}
        ),
        "glyphs-maml": maml.changed(endless),
        "glyphs-protonet": preset("glyphs-protonet").experiment.changed(endless),
        "omniglot-like MAML, Conv4-64": Experiment().changed({**OMNIGLOT_LIKE, **endless}),
    }
    print(row("", "a step", "looks", "blocked", "worst call", "writer", "last flush"))
    with tempfile.TemporaryDirectory() as home:
        for name, experiment in works.items():
            cost(name, experiment, seconds, Path(home))


if __name__ == "__main__":
    main()
