"""What this machine can do at best: `python benchmarks/machine.py` prints GFLOP/s as JSON.

The products of large matrices, and the convolution where Conv4 spends its time (64 to 64 filters
on 14×14 places), forward, on one thread and on all.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable

from contestant import processors

SIDE = 2048
PICTURES = (75, 300)


def peaks() -> dict[str, float]:
    """Measure in a process of its own, so that nothing before it counts."""
    done = subprocess.run([sys.executable, __file__], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def fastest(work: Callable[[], object], flops: float) -> float:
    """Return GFLOP/s of the fastest of many runs within a second."""
    best, end = float("inf"), time.perf_counter() + 1.0
    while time.perf_counter() < end:
        begin = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - begin)
    return flops / best / 1e9


def main() -> None:
    import torch
    import torch.nn.functional as F

    found: dict[str, float] = {}
    matrix = torch.rand(SIDE, SIDE)
    weight = torch.rand(64, 64, 3, 3).contiguous(memory_format=torch.channels_last)
    with torch.inference_mode():
        for threads in sorted({1, processors()}):
            torch.set_num_threads(threads)
            key = f"{threads} thread{'s' * (threads > 1)}"
            found[f"matrices {SIDE}×{SIDE}, {key}"] = fastest(lambda: matrix @ matrix, 2 * SIDE**3)
            for n in PICTURES:
                x = torch.rand(n, 64, 14, 14).contiguous(memory_format=torch.channels_last)
                found[f"convolution of {n} maps, {key}"] = fastest(
                    lambda x=x: F.conv2d(x, weight, padding=1), 2 * n * 64 * 64 * 9 * 14 * 14
                )
    print(json.dumps(found))


if __name__ == "__main__":
    main()
