"""Recurrent backbones: a picture is read row by row, a drawing stroke by stroke."""

import torch
from torch import Tensor

from metastudio.engine.networks.layers import Params, fan_in_uniform
from metastudio.engine.networks.network import Network
from metastudio.engine.networks.normalization import Observed, Statistics
from metastudio.engine.networks.sequence import (
    each_place,
    gru_cell,
    lstm_cell,
    mean_over_places,
    places,
)

GATES = {"lstm": 4, "gru": 3}


class Recurrent(Network):
    """Layers of LSTM (Hochreiter and Schmidhuber 1997) or GRU (Cho et al. 2014) cells.

    The features are the mean of the last layer's hidden states over the places that are there.
    Nothing is normalised, so an answer never depends on its company. See `places` for inputs.
    """

    def __init__(self, cell: str, inputs: int, width: int = 128, layers: int = 1) -> None:
        self.cell, self.inputs, self.width = cell, inputs, width
        self.layers = tuple(f"layer{i + 1}" for i in range(layers))
        self.features, self.norms = width, {}

    def initial(self, generator: torch.Generator) -> dict[str, Tensor]:
        """Uniform in ±1/√width, as torch has it; the LSTM's forget gate opens with a bias of 1.

        The latter is advised by Jozefowicz, Zaremba, Sutskever 2015.
        """
        params: dict[str, Tensor] = {}
        entering, rows = self.inputs, GATES[self.cell] * self.width
        for layer in self.layers:
            for name, inward in (("input", entering), ("hidden", self.width)):
                at = f"{layer}.{name}"
                params[f"{at}.weight"] = fan_in_uniform((rows, inward), self.width, generator)
                params[f"{at}.bias"] = fan_in_uniform((rows,), self.width, generator)
            if self.cell == "lstm":
                params[f"{layer}.input.bias"][self.width : 2 * self.width] = 1.0
            entering = self.width
        return params

    def embed(
        self,
        params: Params,
        x: Tensor,
        given: Statistics | None = None,
        observed: Observed | None = None,
    ) -> Tensor:
        """Map pictures `(tasks, n, C, H, W)` or sequences `(tasks, n, length, values)`."""
        x, present = places(x)
        for layer in self.layers:
            x = self._read(params, layer, x)
        return mean_over_places(x, present)

    def _read(self, params: Params, layer: str, x: Tensor) -> Tensor:
        """Return the hidden states at every place, `(tasks, n, length, width)`."""
        entering = each_place(params, f"{layer}.input", x).unbind(2)
        hidden = x.new_zeros(*x.shape[:2], self.width)
        cell, states = hidden, []
        for values in entering:
            if self.cell == "lstm":
                hidden, cell = lstm_cell(params, layer, values, (hidden, cell))
            else:
                hidden = gru_cell(params, layer, values, hidden)
            states.append(hidden)
        return torch.stack(states, 2)
