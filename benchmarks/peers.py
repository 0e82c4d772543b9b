"""MetaStudio's engine against other libraries and the plain loop: one table of ratios.

    python benchmarks/peers.py --peers FOLDER [--only maml anil …] [--rounds 7] [--busy]

Each work is one whole outer gradient: the mean query loss over a meta-batch of tasks, forward and
backward. Every contestant has a process of its own, is first shown to compute the same gradient in
double precision (|a − b| / |b| of the worst parameter), then tries its settings (threads, chunks)
and keeps the fastest; then they take turns, A B A B, and the medians are compared. A ratio above 1
means that MetaStudio is faster. The peak is the most memory that the process held, torch included.
MAML on pictures is also compared with the machine's best: a convolution's fastest run in each turn.

On a machine that is busy with other things, `--busy` gives every contestant one thread and counts
the time that the processor spent on it; that says nothing of what threads gain.

How to install the peers, into a folder of their own (Python 3.11, a C compiler):

    pip download --no-binary :all: --no-deps learn2learn==0.2.0
    tar xzf learn2learn-0.2.0.tar.gz && cd learn2learn-0.2.0
    pip install "cython<3.1" "setuptools<80" wheel
    # The C files that it ships do not compile on Python 3.11: make them anew.
    cython -3 learn2learn/data/*.pyx
    pip wheel --no-build-isolation --no-deps -w .. . && cd ..
    pip install --no-deps --target FOLDER learn2learn-0.2.0-*.whl \\
        higher torchopt optree graphviz parallel-metalearn tqdm easyfsl

A contestant that is not there is reported as such. easyfsl's gradient is not compared: it takes the
distance where Snell et al. take its square, and normalises support and queries apart. Nor is that
of MetaStudio under `support`, its own default for MAML.
"""

import argparse
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from contestant import MissingError, Process
from tables import aligned, header, ratio
from works import WORKS, Work

OURS = "MetaStudio"
CHECKED_TASKS = 2
HIGHEST_PEAK = 1.0
"""The most memory that we may take, as a multiple of the peer's."""


@dataclass
class Result:
    """What one contestant reached at one work."""

    name: str
    setting: str = ""
    milliseconds: float = 0.0
    peak: float = 0.0
    difference: float | None = None
    missing: str = ""
    choosing: float = 0.0  # peak while settings were tried
    turns: list[float] = field(default_factory=list)  # milliseconds, of each round


def contestants(work: Work) -> list[str]:
    """Name those who can do a work; the first is compared with all others."""
    if work.method == "protonet":
        return [OURS, "easyfsl", "plain loop"]
    names = [OURS, "learn2learn", "higher", "TorchOpt", "parallel-metalearn", "plain loop"]
    if not work.regression:
        names.insert(1, f"{OURS}, support")
    if work.first_order:
        names.remove("TorchOpt")  # has no first order
    return names


def same_as_published(name: str, work: Work) -> bool:
    """Tell whether a contestant should compute the very gradient that the first one does."""
    return name not in ("easyfsl", f"{OURS}, support")


def prepare(name: str, work: Work, peers: Path | None, reference: Path, busy: bool) -> Result:
    """Compare a contestant's gradient, and find its fastest setting."""
    result = Result(name)
    try:
        if same_as_published(name, work):
            with Process(name, work.cut(CHECKED_TASKS), peers, double=True) as process:
                result.difference = process.ask("difference", str(reference))
        with Process(name, work, peers) as process:
            taken: dict[str, float] = {}
            settings = process.ask("settings", busy)
            for setting in settings if len(settings) > 1 else ():
                process.ask("use", setting)
                process.milliseconds(0)
                taken[setting] = process.milliseconds(processor=busy)
            result.setting = min(taken, key=taken.__getitem__) if taken else settings[0]
            result.choosing = process.ask("peak")
    except MissingError as reason:
        result.missing = str(reason)
    return result


def take_turns(
    results: list[Result], work: Work, peers: Path | None, rounds: int, busy: bool
) -> list[float]:
    """Time the contestants A B A B, each in a fresh process, and fill in their results.

    Returns the machine's best of each round, in GFLOP/s, where the work has convolutions.
    """
    racing = [result for result in results if not result.missing]
    best: list[float] = []
    with ExitStack() as stack:
        processes = [stack.enter_context(Process(r.name, work, peers)) for r in racing]
        machine = Process("convolution", work.cut(1), peers) if has_share(work) else None
        if machine:
            stack.enter_context(machine)
        for result, process in zip(racing, processes, strict=True):
            result.setting = process.ask("use", result.setting)
            process.milliseconds(0)
        for _ in range(rounds):
            for result, process in zip(racing, processes, strict=True):
                result.turns.append(process.milliseconds(processor=busy))
            if machine:
                best.append(machine_best(machine, busy))
        for result, process in zip(racing, processes, strict=True):
            result.milliseconds, result.peak = median(result.turns), process.ask("peak")
    return best


def has_share(work: Work) -> bool:
    """Tell whether convolutions are most of a work, and are counted."""
    return work.method == "maml" and not work.regression


def machine_best(machine: Process, busy: bool) -> float:
    """Return GFLOP/s of the convolution's fastest run, at its best setting."""
    rates: list[float] = []
    for setting in machine.ask("settings", busy):
        machine.ask("use", setting)
        rates.append(machine.ask("flops") / min(machine.ask("turn", [0.2, busy])) / 1e9)
    return max(rates)


def measure(
    work: Work, names: list[str], peers: Path | None, rounds: int, busy: bool
) -> tuple[list[Result], list[float]]:
    """Prepare all, then race them; returns the results, and the machine's best of each round."""
    with tempfile.TemporaryDirectory() as folder:
        reference = Path(folder) / "gradient.pt"
        results = [prepare(name, work, peers, reference, busy) for name in names]
    return results, take_turns(results, work, peers, rounds, busy)


def shown(work: Work, results: list[Result]) -> str:
    """One work's table."""
    tasks = f"{work.tasks} task{'s' * (work.tasks > 1)}, {work.queries} queries"
    rows = [[f"{work.title} ({tasks})", "", "ms", "ratio", "peak MB", "difference"]]
    mine = results[0]
    for result in results:
        if result.missing:
            rows.append([f"  {result.name}", result.missing[:60], "", "", "", ""])
            continue
        against = "" if result is mine else ratio(result.milliseconds / mine.milliseconds)
        differs = "" if result is mine or result.difference is None else f"{result.difference:.0e}"
        times = f"{result.milliseconds:.1f}"
        rows.append(
            [f"  {result.name}", result.setting, times, against, f"{result.peak:.0f}", differs]
        )
    return aligned(rows)


def summary(measured: dict[str, list[Result]]) -> str:
    """What was to be reached, and what was."""
    rows = [["", "against", "at least", "aim", "measured", ""]]
    for work in WORKS:
        results = {r.name: r for r in measured.get(work.name, ()) if not r.missing}
        if OURS not in results or work.against not in results:
            continue
        mine, other = results[OURS], results[work.against]
        found = other.milliseconds / mine.milliseconds
        wanted = [ratio(work.at_least), ratio(work.aim)]
        rows.append([work.title, work.against, *wanted, ratio(found), verdict(found, work)])
        if work.name == "maml":
            share = mine.peak / other.peak
            told = "reached" if share <= HIGHEST_PEAK else "missed"
            rows.append(
                ["  its peak memory", work.against, "≤ 1.00 ×", "≤ 0.80 ×", ratio(share), told]
            )
            rows.append([f"  (while it chose its plan: {mine.choosing:.0f} MB)", *[""] * 5])
    return aligned(rows)


def verdict(found: float, work: Work) -> str:
    if found >= work.aim:
        return "aim reached"
    return "reached" if found >= work.at_least else "missed"


def shares(work: Work, results: list[Result], best: list[float]) -> str:
    """How much of the machine's best of the same round ours and the peer reached; the median."""
    with Process("plain loop", work.cut(1), None) as process:
        flops = process.ask("flops") * work.tasks
    lines = [f"  a convolution: {median(best):.0f} ({min(best):.0f} to {max(best):.0f}) GFLOP/s"]
    for result in results:
        if result.name in (OURS, work.against) and not result.missing:
            rates = [flops / taken / 1e6 for taken in result.turns]
            share = median(rate / most for rate, most in zip(rates, best, strict=True))
            lines.append(
                f"  {result.name}: {flops / 1e9:.0f} GFLOP at {median(rates):.0f} GFLOP/s, "
                f"{share:.1%} of that"
            )
    return "\n".join(lines)


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--peers", type=Path, help="the folder into which the peers are installed")
    parser.add_argument("--only", nargs="+", choices=[work.name for work in WORKS], metavar="WORK")
    parser.add_argument("--against", nargs="+", metavar="NAME", help="these contestants alone")
    parser.add_argument("--busy", action="store_true", help="one thread each, processor time")
    parser.add_argument("--rounds", type=int, default=7)
    return parser.parse_args()


def main() -> None:
    chosen = options()
    print(header())
    clock = "processor time of one thread" if chosen.busy else "wall clock"
    print(f"{clock}, medians of {chosen.rounds} rounds; ratio: how much faster MetaStudio is.")
    measured: dict[str, list[Result]] = {}
    for work in WORKS:
        if chosen.only and work.name not in chosen.only:
            continue
        names = [
            name
            for name in contestants(work)
            if name == OURS or not chosen.against or name in chosen.against
        ]
        results, best = measure(work, names, chosen.peers, chosen.rounds, chosen.busy)
        measured[work.name] = results
        print(f"\n{shown(work, results)}", flush=True)
        if best:
            print(shares(work, results, best), flush=True)
    print(f"\n{summary(measured)}")


if __name__ == "__main__":
    main()
