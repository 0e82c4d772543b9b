"""What a person can ask of a run while it goes on. Importing this module imports no torch."""

import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING

from metastudio.engine.experiment import Experiment

if TYPE_CHECKING:
    from metastudio.engine.learner import Learner


class Control:
    """What a person can ask of a run while it goes on; looked at once per meta-step."""

    def __init__(self) -> None:
        self._go = threading.Event()
        self._go.set()
        self._lock = threading.Lock()
        self._rates: tuple[float | None, float | None] = (None, None)
        self.wish = ""  # "", "finish" or "cancel"
        self._wished = threading.Event()
        self._one_step = False
        self.planned: Mapping[int, tuple[float, float]] = {}
        """α and β by the iteration after which they change, in the replay of a run."""
        self.learner: Learner | None = None
        """What is trained; for whoever takes the events, and only between two of them."""

    @property
    def paused(self) -> bool:
        """Whether the run waits."""
        return not self._go.is_set()

    def pause(self) -> None:
        """Wait before the next meta-step."""
        self._go.clear()

    def resume(self) -> None:
        """Go on."""
        with self._lock:
            self._one_step = False
            self._go.set()

    def step(self) -> None:
        """Take one meta-step and wait again; nothing where the run does not wait."""
        with self._lock:
            if self.paused:
                self._one_step = True
                self._go.set()

    def finish(self) -> None:
        """End after this meta-step, validate, and keep what was learned."""
        self.wish = self.wish or "finish"
        self._go.set()
        self._wished.set()

    def cancel(self) -> None:
        """End after this meta-step without another validation."""
        self.wish = "cancel"
        self._go.set()
        self._wished.set()

    def wait_for_wish(self, seconds: float) -> str:
        """Block until somebody asks the run to end, at most so long; return the wish."""
        self._wished.wait(seconds)
        return self.wish

    def change(self, inner_lr: float | None = None, outer_lr: float | None = None) -> None:
        """Set α or β from the next meta-step on; raises `ConfigError` outside their range."""
        asked = {"method.inner_lr": inner_lr, "training.outer_lr": outer_lr}
        Experiment().changed({key: value for key, value in asked.items() if value is not None})
        with self._lock:
            old = self._rates
            self._rates = (
                old[0] if inner_lr is None else inner_lr,
                old[1] if outer_lr is None else outer_lr,
            )

    def wait(self) -> str:
        """Block while paused; return the wish."""
        self._go.wait()
        with self._lock:
            if self._one_step and not self.wish:
                self._go.clear()
            self._one_step = False
        return self.wish

    def take_rates(self, iteration: int) -> tuple[float | None, float | None]:
        """Return changes to α and β once; what was asked for goes before what is replayed."""
        with self._lock:
            rates, self._rates = self._rates, (None, None)
        planned = self.planned.get(iteration, (None, None))
        return (
            planned[0] if rates[0] is None else rates[0],
            planned[1] if rates[1] is None else rates[1],
        )
