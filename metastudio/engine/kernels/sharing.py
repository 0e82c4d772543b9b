"""Shares a loop over pictures between threads, as many as torch may use here.

Where several threads work on tasks of their own, torch has one thread in each, and so have the
loops. The parts of a loop are the same in any case, so the number of threads changes no bit.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any

import torch

from metastudio.engine.kernels import loops

WORTH_SHARING = 200_000
"""Numbers in the maps, below which handing work over takes longer than doing it."""


@cache
def _helpers() -> ThreadPoolExecutor:
    # As many as there may ever be are started only when they are needed.
    return ThreadPoolExecutor(64, "metastudio-kernel")


def share(
    loop: Callable[..., None], groups: int, each: int, given: tuple[Any, ...], work: int
) -> None:
    """Run `loop(first, last, *given)` over all parts of `groups` groups of `each` pictures.

    `work` is about how many numbers there are to compute.
    """
    parts = groups * loops.parts_in(each)
    threads = min(torch.get_num_threads(), parts) if work > WORTH_SHARING else 1
    if threads == 1:
        loop(0, parts, *given)
        return
    bounds = [parts * thread // threads for thread in range(threads + 1)]
    others = [
        _helpers().submit(loop, bounds[thread], bounds[thread + 1], *given)
        for thread in range(1, threads)
    ]
    loop(0, bounds[1], *given)
    for other in others:
        other.result()
