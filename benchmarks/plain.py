"""The plain loop as a contestant: tests/methods/plain_loop.py, which judges the engine's gradients.

What a reader of the papers writes: an `nn.Module`, `functional_call`, one task after another.
"""

import sys
from collections.abc import Callable
from pathlib import Path

import torch.nn.functional as F
from contestant import Contestant
from torch import Tensor
from works import Episodes, Work

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "methods"))
import plain_loop

JUDGES: dict[str, Callable[[plain_loop.Work], dict[str, Tensor]]] = {
    "maml": plain_loop.judge_maml,
    "anil": plain_loop.judge_anil,
    "protonet": plain_loop.judge_protonet,
}


class PlainLoop(Contestant):
    """The method in a plain loop, with torch's own threads."""

    def __init__(self, work: Work, data: Episodes, start: dict[str, Tensor]) -> None:
        super().__init__(work, data, start)
        body = (
            plain_loop.PlainMLP(1, work.hidden, "none")
            if work.regression
            else plain_loop.PlainConv4(work.colours, work.filters, "transductive")
        )
        model = plain_loop.WithHead(body, work.features, work.outputs).to(data.query_x.dtype)
        self.asked = plain_loop.Work(
            model,
            plain_loop.load(model, start),
            start,
            list(zip(data.support_x, data.support_y, strict=True)),
            list(zip(data.query_x, data.query_y, strict=True)),
            "none" if work.regression else "transductive",
            work.inner_lr,
            work.steps,
            not work.first_order,
            F.mse_loss if work.regression else F.cross_entropy,
        )

    def gradient(self) -> dict[str, Tensor]:
        """What the judge answers."""
        return JUDGES[self.work.method](self.asked)
