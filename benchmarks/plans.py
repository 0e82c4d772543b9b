"""Which execution plan is fastest for which work: `python benchmarks/plans.py [--only WORK …]`.

Time and peak memory of MetaStudio's outer gradient with 1 to 16 tasks a chunk, on 16 tasks at most.
"Serial" is one processor; "within" leaves all processors to each operation; "side by side" has a
thread for each processor, each with chunks of its own.
"""

import argparse
from statistics import median

from contestant import Process, processors
from tables import aligned, header
from works import WORKS, Work

CHUNKS = (1, 2, 4, 8, 16)


WAYS = {"serial": 0, "within": 1, "side by side": processors()}


def plans(work: Work) -> list[tuple[int, str]]:
    """Chunks and threads worth trying."""
    sizes = sorted({min(size, work.tasks) for size in CHUNKS})
    found = [(size, "within") for size in sizes]
    if work.regression or work.tasks == 1:
        found += [(size, "serial") for size in sizes]
    if processors() > 1:
        found += [(size, "side by side") for size in sizes if size < work.tasks]
    return found


def measure(work: Work, rounds: int) -> str:
    """The table of one work; rounds over all plans, so that a slow moment is shared."""
    times: dict[tuple[int, str], list[float]] = {plan: [] for plan in plans(work)}
    memory: dict[tuple[int, str], float] = {}
    for _ in range(rounds):
        for (size, way), taken in times.items():
            with Process("MetaStudio", work, None) as process:
                process.ask("use", f"{size} × {WAYS[way]}")
                process.milliseconds(0)
                taken.append(process.milliseconds(0.5))
                memory[size, way] = process.ask("peak")
    rows = [[f"{work.title}, {work.tasks} tasks", "threads", "ms", "peak MB"]]
    for plan in sorted(times, key=lambda plan: (WAYS[plan[1]], plan[0])):
        size, way = plan
        rows.append([f"  {size} a chunk", way, f"{median(times[plan]):.1f}", f"{memory[plan]:.0f}"])
    return aligned(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="+", choices=[work.name for work in WORKS], metavar="WORK")
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args()
    print(header())
    for work in WORKS:
        if not chosen.only or work.name in chosen.only:
            print(
                f"\n{measure(work if work.regression else work.cut(16), chosen.rounds)}", flush=True
            )


if __name__ == "__main__":
    main()
