"""Shares a loop over pictures between threads, as many as torch may use here.

Where several threads work on tasks of their own, torch has one thread in each, and so have the
loops. The parts of a loop are the same in any case, so the number of threads changes no bit.
"""

from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any

import torch

from metastudio.engine.kernels.library import Loop

PICTURES = 8
"""Of a part: their sums are added in single precision, all beyond in double."""
WORTH_SHARING = 200_000
"""Numbers in the maps, below which handing work over takes longer than doing it."""


def parts_in(each: int) -> int:
    """Return the number of parts of a group of `each` pictures."""
    return -(-each // PICTURES)


@cache
def _helpers() -> ThreadPoolExecutor:
    # As many as there may ever be are started only when they are needed.
    return ThreadPoolExecutor(64, "metastudio-kernel")


def share(loop: Loop, groups: int, each: int, work: int, *given: Any) -> None:
    """Run a loop over all parts of `groups` groups of `each` pictures.

    `work` is about how many numbers there are to compute.
    """
    packed, parts = loop.pack(*given), groups * parts_in(each)
    threads = min(torch.get_num_threads(), parts) if work > WORTH_SHARING else 1
    if threads == 1:
        loop.run(0, parts, packed)
        return
    bounds = [parts * thread // threads for thread in range(threads + 1)]
    others = [
        _helpers().submit(_run, loop, bounds[thread], bounds[thread + 1], packed, given)
        for thread in range(1, threads)
    ]
    loop.run(0, bounds[1], packed)
    for other in others:
        other.result()


def _run(loop: Loop, first: int, last: int, packed: bytes, _given: tuple[Any, ...]) -> None:
    # It holds what it is given: whoever waits for it may be interrupted, and let go of it.
    loop.run(first, last, packed)
