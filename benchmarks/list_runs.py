"""How long it takes to list many runs: the first time, in a new program, and in one that runs.

    python benchmarks/list_runs.py [--runs 5000]

The runs are made in a temporary folder, each with the files of a finished training.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from metastudio.engine.experiment import Experiment
from metastudio.engine.run_index import INDEX, RunIndex

ROUNDS = 5


def make_runs(folder: Path, count: int) -> None:
    for number in range(count):
        when = f"2026-{1 + number % 12:02d}-{1 + number // 12 % 28:02d}_10-00-00"
        run = folder / f"{when}_protonet_glyphs_{number}"
        (run / "checkpoints").mkdir(parents=True)
        changes = {"training.seed": number, "task.ways": 5 + number % 16}
        (run / "experiment.toml").write_text(Experiment().changed(changes).to_toml())
        (run / "metrics.jsonl").write_text('{"iteration": 1, "loss": 1.0, "score": 0.5}\n')
        summary = {"iterations": 100, "seconds": 3.2, "outcome": "completed"}
        summary["validation"] = {"score": number / count, "ci95": 0.01}
        (run / "summary.json").write_text(json.dumps(summary))
        (run / "checkpoints" / "best.safetensors").write_bytes(b"any")


def seconds(index: RunIndex) -> tuple[float, float]:
    """Seconds by the clock, and of the processor."""
    begin, busy = time.perf_counter(), time.process_time()
    index.refresh()
    return time.perf_counter() - begin, time.process_time() - busy


def command(folder: Path) -> tuple[float, float]:
    """Seconds of `metastudio runs list`, the start of the interpreter included."""
    begin = time.perf_counter()
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    subprocess.run(
        [sys.executable, "-m", "metastudio", "runs", "list"],
        check=True, stdout=subprocess.DEVNULL,
        env={**os.environ, "METASTUDIO_HOME": str(folder)},
    )  # fmt: skip
    spent = time.perf_counter() - begin
    return spent, resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=5000)
    count = parser.parse_args().runs
    with tempfile.TemporaryDirectory(prefix="metastudio-runs-") as home:
        runs = Path(home) / "runs"
        make_runs(runs, count)
        times: dict[str, list[tuple[float, float]]] = {
            "never listed before": [],
            "listed before": [],
        }
        times |= {"again in the same program": [], "`metastudio runs list`": []}
        for _ in range(ROUNDS):
            (runs / INDEX).unlink(missing_ok=True)
            times["never listed before"].append(seconds(RunIndex(runs)))
            index = RunIndex(runs)
            times["listed before"].append(seconds(index))
            times["again in the same program"].append(seconds(index))
            times["`metastudio runs list`"].append(command(Path(home)))
    print(f"{count:,} runs, median of {ROUNDS}: seconds by the clock, of the processor")
    for name, found in times.items():
        clock, busy = (statistics.median(column) for column in zip(*found, strict=True))
        print(f"  {name:<28} {clock:6.2f}  {busy:6.2f}")


if __name__ == "__main__":
    main()
