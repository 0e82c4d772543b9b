"""Layers for sequences with a task axis: attention and the cells of recurrent networks.

Written out in plain operations: the fused attention of torch has no second derivative, and neither
have cuDNN's recurrent kernels.
"""

import torch
from torch import Tensor

from metastudio.engine.networks.layers import Params, linear

NEVER = -1e9
"""What a place that is not there is attended to with: its softmax is nothing."""


def each_place(params: Params, name: str, x: Tensor) -> Tensor:
    """Map every place of `(tasks, n, length, inputs)` by the linear layer `NAME`."""
    tasks, n, length, inputs = x.shape
    y = linear(
        x.reshape(tasks, n * length, inputs), params[f"{name}.weight"], params[f"{name}.bias"]
    )
    return y.reshape(tasks, n, length, -1)


def places(x: Tensor) -> tuple[Tensor, Tensor]:
    """Return a batch as sequences `(tasks, n, length, values)`, and which places are there.

    Pictures `(tasks, n, C, H, W)` become their rows from the top, each of C·W values, and all are
    there. In sequences the last value says it: 1, or 0 after the end, `(tasks, n, length)`.
    """
    if x.dim() == 5:
        rows = x.transpose(2, 3).flatten(3)
        return rows, torch.ones_like(rows[..., 0])
    return x, x[..., -1]


def mean_over_places(x: Tensor, present: Tensor) -> Tensor:
    """Mean of `(tasks, n, length, width)` over the places that are there."""
    weights = present.unsqueeze(-1)
    return (x * weights).sum(2) / weights.sum(2).clamp_min(1)


def attention(
    params: Params, name: str, x: Tensor, heads: int, present: Tensor | None = None
) -> Tensor:
    """Multi-head self-attention (Vaswani et al. 2017), `(tasks, n, length, width)` to the same.

    Parameters: `NAME.inward.weight ([tasks,] 3·width, width)`, `NAME.outward.weight ([tasks,]
    width, width)`, each with its `bias`. Sequences do not see each other, and none sees places
    that are not `present (tasks, n, length)`.
    """
    tasks, n, length, width = x.shape
    split = each_place(params, f"{name}.inward", x).reshape(
        tasks, n, length, 3, heads, width // heads
    )
    query, key, value = split.permute(3, 0, 1, 4, 2, 5)
    likeness = query @ key.transpose(-1, -2) * (width // heads) ** -0.5
    if present is not None:
        likeness = likeness + NEVER * (1 - present)[:, :, None, None]
    mixed = (likeness.softmax(-1) @ value).transpose(2, 3).reshape(tasks, n, length, width)
    return each_place(params, f"{name}.outward", mixed)


def lstm_cell(
    params: Params, name: str, entering: Tensor, state: tuple[Tensor, Tensor]
) -> tuple[Tensor, Tensor]:
    """Advance an LSTM (Hochreiter and Schmidhuber 1997) by one place.

    `entering (tasks, n, 4·width)` is that place of `each_place(params, "NAME.input", …)`, which is
    computed for the whole sequence at once. `state` is hidden and cell, `(tasks, n, width)` each.
    Parameters: `NAME.input.weight ([tasks,] 4·width, inputs)` and `NAME.hidden.weight ([tasks,]
    4·width, width)` with their biases; rows in torch's order: input gate, forget gate, candidate,
    output gate.
    """
    hidden, cell = state
    gates = entering + _linear(params, f"{name}.hidden", hidden)
    enter, forget, candidate, leave = gates.chunk(4, -1)
    cell = forget.sigmoid() * cell + enter.sigmoid() * candidate.tanh()
    return leave.sigmoid() * cell.tanh(), cell


def gru_cell(params: Params, name: str, entering: Tensor, hidden: Tensor) -> Tensor:
    """Advance a GRU (Cho et al. 2014) by one place.

    `hidden` is `(tasks, n, width)`. The rest as for the LSTM, with rows in torch's order: reset
    gate, update gate, candidate.
    """
    reset_x, update_x, new_x = entering.chunk(3, -1)
    reset_h, update_h, new_h = _linear(params, f"{name}.hidden", hidden).chunk(3, -1)
    update = (update_x + update_h).sigmoid()
    candidate = torch.tanh(new_x + (reset_x + reset_h).sigmoid() * new_h)
    return candidate + update * (hidden - candidate)


def _linear(params: Params, name: str, x: Tensor) -> Tensor:
    return linear(x, params[f"{name}.weight"], params[f"{name}.bias"])
