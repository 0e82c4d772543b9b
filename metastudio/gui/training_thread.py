"""One run on a thread of its own; what it says is left for the window to take. No Qt here."""

import contextlib
import logging
import threading
import traceback
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from metastudio.engine.errors import MetaStudioError, TrainingError
from metastudio.engine.events import Failed, Floats, Inspection, TrainingEvent, Validated
from metastudio.engine.experiment import Experiment
from metastudio.engine.workspace import Workspace
from metastudio.gui.engine_import import import_engine

if TYPE_CHECKING:
    from metastudio.engine.live import Past
    from metastudio.engine.training import Control

log = logging.getLogger(__name__)


class TrainingThread:
    """One run: its thread, the events that it left for the window, and its model so far."""

    def __init__(
        self,
        experiment: Experiment,
        workspace: Workspace,
        resume: Path | None,
        iterations: int | None = None,
    ) -> None:
        self.started = False
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._run, name="training", daemon=True)
        self._arguments = (experiment, workspace, resume, iterations)
        self._events: deque[TrainingEvent] = deque()
        self._lock = threading.Lock()
        self._control: Control | None = None
        self._past: Past | None = None
        self._asked: list[Callable[[Control], None]] = []

    def ask(self, request: "Callable[[Control], None]") -> None:
        """Pass a request on, now or as soon as the engine is imported."""
        with self._lock:
            if self._control is None:
                self._asked.append(request)
            else:
                request(self._control)

    def take(self) -> list[TrainingEvent]:
        """Return the events since the last call."""
        return [self._events.popleft() for _ in range(len(self._events))]

    def inspect(self, index: int, iteration: int | None, support: Floats | None) -> Inspection:
        """Return what the model makes of a validation task; on any thread, also once all is over.

        Raises `TrainingError` before the first validation.
        """
        if self._past is None:
            raise TrainingError("There is no model to look into before the first validation.")
        return self._past.inspect(index, iteration, support)

    def forget(self) -> None:
        """Let go of the models that could be looked into."""
        if self._past is not None:
            self._past.close()

    def _run(self) -> None:
        try:
            self._train()
        except MetaStudioError as error:
            self._events.append(Failed(str(error), "", detail=_detail(error)))
        except Exception as error:
            log.exception("training stopped unexpectedly")
            self._events.append(
                Failed(
                    f"Training stopped on something unexpected: {type(error).__name__}: {error}.",
                    "The last good checkpoint is kept. Copy the details into a report.",
                    detail=traceback.format_exc(),
                )
            )
        finally:
            self.over.set()

    def _train(self) -> None:
        import_engine()
        from metastudio.engine.live import Past
        from metastudio.engine.training import Control, train

        experiment, workspace, resume, iterations = self._arguments
        control = Control()
        self._past = past = Past(folder=workspace.home)
        with self._lock:
            self._control = control
            for request in self._asked:
                request(control)
        with contextlib.closing(
            train(experiment, control, workspace=workspace, resume=resume, iterations=iterations)
        ) as events:
            for event in events:
                if isinstance(event, Validated) and control.learner is not None:
                    past.take(control.learner, event.iteration)  # before the window hears of it
                self._events.append(event)
        control.learner = None  # what is still asked about is in the snapshots


def _detail(error: MetaStudioError) -> str:
    return "\n".join(f"{name}: {value}" for name, value in error.detail.items())
