"""How time and memory grow: `python benchmarks/growth.py [--only ways …] [--rounds 3]`.

One outer gradient of MAML on Conv4, second and first order, from one base work, changing one thing
at a time. Each line is a process of its own; its peak includes torch (about 230 MB).
"""

import argparse
from dataclasses import replace
from statistics import median

from contestant import Process
from tables import aligned, header
from works import Work

BASE = Work("base", "5-way 1-shot, 8 tasks, 15 queries, 1 step, 28 pixels", "maml", tasks=8)
GROWING: dict[str, tuple[int, ...]] = {
    "tasks": (4, 8, 16, 32),
    "ways": (5, 10, 20),
    "shots": (1, 2, 5),
    "steps": (1, 2, 5, 10),
    "size": (28, 42, 56, 84),
}


def measure(work: Work, rounds: int) -> tuple[float, float]:
    """Return milliseconds and the peak in MB, under the plan that a run would choose."""
    with Process("MetaStudio", work, None) as process:
        # A process of its own, so that the plans that were tried and left do not count.
        (plan,) = process.ask("settings", False)
    with Process("MetaStudio", work, None) as process:
        process.ask("use", plan)
        process.milliseconds(0)
        taken = [process.milliseconds() for _ in range(rounds)]
        return median(taken), process.ask("peak")


def table(what: str, rounds: int) -> str:
    """The table of one thing that grows."""
    rows = [[what, "second order ms", "MB", "first order ms", "MB"]]
    for value in GROWING[what]:
        work = replace(BASE, **{what: value})
        cells = [f"  {value}"]
        for first_order in (False, True):
            time, peak = measure(replace(work, first_order=first_order), rounds)
            cells += [f"{time:.0f}", f"{peak:.0f}"]
        rows.append(cells)
    return aligned(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="+", choices=[*GROWING], metavar="WHAT")
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args()
    print(header())
    print(f"MAML, {BASE.title}; one of these grows.")
    for what in chosen.only or GROWING:
        print(f"\n{table(what, chosen.rounds)}", flush=True)


if __name__ == "__main__":
    main()
