"""The step of the outer loop: Adam, or plain descent where the method asks for it."""

from collections.abc import Mapping

import torch
from torch import Tensor
from torch.optim.adam import adam

KEYS = ("step", "exp_avg", "exp_avg_sq")
"""What Adam keeps of a parameter, as torch's own optimiser names it."""


class OuterStep:
    """Changes parameters in place by their gradients (Kingma and Ba 2015, torch's defaults).

    Torch's function rather than its `Optimizer`: that one loads the compiler behind `torch.compile`
    at its first use, which takes 0.8 s of every start and 70 MB, and is never needed here.
    """

    def __init__(self, params: Mapping[str, Tensor], plain: bool) -> None:
        self._params, self._plain = dict(params), plain
        self._kept: dict[str, dict[str, Tensor]] = {}

    def take(self, gradients: Mapping[str, Tensor], rate: float) -> None:
        """Take one step with the learning rate β; gradients by the parameters' names."""
        with torch.no_grad():
            if self._plain:
                for name, gradient in gradients.items():
                    self._params[name].sub_(gradient, alpha=rate)
                return
            kept = [self._kept.setdefault(name, self._fresh(name)) for name in gradients]
            adam(
                [self._params[name] for name in gradients],
                list(gradients.values()),
                [of_one["exp_avg"] for of_one in kept],
                [of_one["exp_avg_sq"] for of_one in kept],
                [],
                [of_one["step"] for of_one in kept],
                amsgrad=False,
                beta1=0.9,
                beta2=0.999,
                lr=rate,
                weight_decay=0.0,
                eps=1e-8,
                maximize=False,
            )

    def state(self) -> dict[str, Tensor]:
        """Return copies of what is kept, as "adam.exp_avg.NAME"; nothing before the first step."""
        return {
            f"adam.{key}.{name}": value.detach().clone()
            for name, of_one in self._kept.items()
            for key, value in of_one.items()
        }

    def restore(self, state: Mapping[str, Tensor]) -> None:
        """Go back to what `state` returned; a state without moments is that of the beginning."""
        if not any(key.startswith("adam.") for key in state):
            self._kept.clear()
            return
        for name in self._params:
            self._kept[name] = fresh = self._fresh(name)
            for key, value in fresh.items():
                value.copy_(state[f"adam.{key}.{name}"])

    def _fresh(self, name: str) -> dict[str, Tensor]:
        weight = self._params[name]
        moments = {key: torch.zeros_like(weight).detach() for key in KEYS[1:]}
        return {"step": torch.tensor(0.0), **moments}
