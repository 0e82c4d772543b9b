"""Layers for sequences with a task axis: attention and the cells of recurrent networks.

Written out in plain operations: the fused attention of torch has no second derivative, and neither
have cuDNN's recurrent kernels.
"""

import torch
from torch import Tensor

from metastudio.engine.networks.layers import Params, linear


def attention(params: Params, name: str, x: Tensor, heads: int) -> Tensor:
    """Multi-head self-attention (Vaswani et al. 2017), `(tasks, n, length, width)` to the same.

    Parameters: `NAME.inward.weight ([tasks,] 3·width, width)`, `NAME.outward.weight ([tasks,]
    width, width)`, each with its `bias`. Sequences do not see each other.
    """
    tasks, n, length, width = x.shape
    inward = _linear(params, f"{name}.inward", x.reshape(tasks, n * length, width))
    split = inward.reshape(tasks, n, length, 3, heads, width // heads)
    query, key, value = split.permute(3, 0, 1, 4, 2, 5)
    weights = (query @ key.transpose(-1, -2) * (width // heads) ** -0.5).softmax(-1)
    mixed = (weights @ value).transpose(2, 3).reshape(tasks, n * length, width)
    return _linear(params, f"{name}.outward", mixed).reshape(tasks, n, length, width)


def lstm_cell(
    params: Params, name: str, x: Tensor, state: tuple[Tensor, Tensor]
) -> tuple[Tensor, Tensor]:
    """Advance an LSTM (Hochreiter and Schmidhuber 1997) by one input `(tasks, n, inputs)`.

    `state` is hidden and cell, `(tasks, n, width)` each. Parameters: `NAME.input.weight ([tasks,]
    4·width, inputs)` and `NAME.hidden.weight ([tasks,] 4·width, width)` with their biases; rows in
    torch's order: input gate, forget gate, candidate, output gate.
    """
    hidden, cell = state
    gates = _linear(params, f"{name}.input", x) + _linear(params, f"{name}.hidden", hidden)
    enter, forget, candidate, leave = gates.chunk(4, -1)
    cell = forget.sigmoid() * cell + enter.sigmoid() * candidate.tanh()
    return leave.sigmoid() * cell.tanh(), cell


def gru_cell(params: Params, name: str, x: Tensor, hidden: Tensor) -> Tensor:
    """Advance a GRU (Cho et al. 2014) by one input `(tasks, n, inputs)`.

    `hidden` is `(tasks, n, width)`. Parameters as for the LSTM, with rows in torch's order: reset
    gate, update gate, candidate.
    """
    reset_x, update_x, new_x = _linear(params, f"{name}.input", x).chunk(3, -1)
    reset_h, update_h, new_h = _linear(params, f"{name}.hidden", hidden).chunk(3, -1)
    update = (update_x + update_h).sigmoid()
    candidate = torch.tanh(new_x + (reset_x + reset_h).sigmoid() * new_h)
    return candidate + update * (hidden - candidate)


def _linear(params: Params, name: str, x: Tensor) -> Tensor:
    return linear(x, params[f"{name}.weight"], params[f"{name}.bias"])
