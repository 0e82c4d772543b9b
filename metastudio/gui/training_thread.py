"""One run on a thread of its own; what it says is left for the window to take. No Qt here."""

import contextlib
import logging
import threading
import traceback
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from metastudio.engine.errors import MetaStudioError
from metastudio.engine.events import Failed, TrainingEvent
from metastudio.engine.experiment import Experiment
from metastudio.engine.workspace import Workspace
from metastudio.gui.engine_import import import_engine

if TYPE_CHECKING:
    from metastudio.engine.training import Control

log = logging.getLogger(__name__)


class TrainingThread:
    """One run: its thread, and the events that it has left for the window."""

    def __init__(self, experiment: Experiment, workspace: Workspace, resume: Path | None) -> None:
        self.started = False
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._run, name="training", daemon=True)
        self._arguments = (experiment, workspace, resume)
        self._events: deque[TrainingEvent] = deque()
        self._lock = threading.Lock()
        self._control: Control | None = None
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
        from metastudio.engine.training import Control, train

        experiment, workspace, resume = self._arguments
        control = Control()
        with self._lock:
            self._control = control
            for request in self._asked:
                request(control)
        with contextlib.closing(
            train(experiment, control, workspace=workspace, resume=resume)
        ) as events:
            self._events.extend(events)


def _detail(error: MetaStudioError) -> str:
    return "\n".join(f"{name}: {value}" for name, value in error.detail.items())
