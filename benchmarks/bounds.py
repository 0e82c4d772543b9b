"""What bounds a work: `python benchmarks/bounds.py maml [--name learn2learn --peers FOLDER]`.

Runs one outer gradient under torch's profiler, on one thread, and prints the operations by the part
of the time that each takes itself.
"""

import argparse
from pathlib import Path

from contestant import build
from tables import aligned, header
from works import WORKS, episodes, work_called

SHOWN = 14


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("work", choices=[work.name for work in WORKS])
    parser.add_argument("--name", default="MetaStudio")
    parser.add_argument("--peers", type=Path, default=Path())
    parser.add_argument("--tasks", type=int, default=4)
    parser.add_argument("--setting", help="'4 × 0' is chunks of 4, the default for MetaStudio")
    chosen = parser.parse_args()
    work = work_called(chosen.work).cut(chosen.tasks)
    contestant = build(chosen.name, work, str(chosen.peers), double=False)
    ours = chosen.name.startswith("MetaStudio")
    contestant.use(chosen.setting or (f"{min(4, work.tasks)} × 0" if ours else "1 thread"))

    from torch.profiler import ProfilerActivity, profile

    for _ in range(2):
        contestant.gradient()
    with profile(activities=[ProfilerActivity.CPU]) as profiled:
        contestant.gradient()
    events = [event for event in profiled.key_averages() if event.self_cpu_time_total > 0]
    events.sort(key=lambda event: event.self_cpu_time_total, reverse=True)
    total = sum(event.self_cpu_time_total for event in events)
    print(header())
    rows = [
        [f"{work.title}, {len(episodes(work).query_x)} tasks, {chosen.name}", "", "ms", "calls"]
    ]
    for event in events[:SHOWN]:
        took = event.self_cpu_time_total
        rows.append(
            [f"  {event.key}", f"{took / total:.0%}", f"{took / 1000:.1f}", str(event.count)]
        )
    rows.append(["  all", "100%", f"{total / 1000:.1f}", ""])
    print(aligned(rows))


if __name__ == "__main__":
    main()
