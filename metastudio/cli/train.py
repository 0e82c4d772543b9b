"""`metastudio train`: the same experiment as in the window, printed instead of drawn."""

import argparse
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from metastudio.engine import kernels, presets
from metastudio.engine.errors import ConfigError, TrainingError
from metastudio.engine.events import (
    Changed,
    Ended,
    Failed,
    Noticed,
    Stalled,
    Started,
    Stepped,
    Validated,
    in_bytes,
)
from metastudio.engine.experiment import BUILT_IN_DATA, Experiment, parse_settings
from metastudio.engine.workspace import Workspace

LENGTH = "training.iterations"


def train(options: argparse.Namespace) -> dict[str, Any]:
    """Train to the end, or only estimate; Ctrl+C finishes early and keeps what was learned."""
    experiment = _experiment(options)
    if options.estimate:
        return _estimate(experiment)
    from metastudio.engine.training import Control
    from metastudio.engine.training import train as events_of

    if experiment.training.fused and experiment.network.name == "conv4" and kernels.first_time():
        told = "The fused kernels are compiled for this machine: once, for some 30 seconds …"
        print(told, file=sys.stderr)
    control = Control()
    with _finish_on_interrupt(control):
        folders = {name: getattr(options, name) for name in ("runs", "resume", "replay")}
        for event in events_of(experiment, control, **folders, iterations=_longer(options)):
            match event:
                case Started():
                    print(f"{event.run}\n{event.message} · {event.device}", flush=True)
                    score_name = event.score_name
                case Changed():
                    print(f"{event.iteration:>7,}  {event.in_words()}", flush=True)
                case Noticed() | Stalled():
                    print(event.message, file=sys.stderr)
                case Validated():
                    print(_line(event, score_name), flush=True)
                case Failed():
                    raise TrainingError(f"{event.message} {event.remedy}", detail=event.detail)
                case Ended():
                    return _result(event, score_name)
                case Stepped():
                    continue
    raise TrainingError("Training ended without a result.")


def _longer(options: argparse.Namespace) -> int | None:
    """Return how many iterations a run that is resumed shall have, where that is given."""
    if options.resume is None or LENGTH not in (given := parse_settings(options.settings)):
        return None
    return Experiment().changed(given).training.iterations


def _experiment(options: argparse.Namespace) -> Experiment:
    if options.resume is not None and options.replay is not None:
        raise ConfigError("Give --resume to go on with a run, or --replay to train it anew.")
    if options.resume is not None and options.estimate:
        raise ConfigError(
            "--estimate tells what a new run would take. Leave out --resume, and give the "
            "experiment.toml in the run's folder to ask about one like it."
        )
    if options.resume is not None:
        others = (options.preset, options.device, options.runs)
        given = parse_settings(options.settings).keys() - {LENGTH}
        if options.experiment or any(others) or given:
            raise ConfigError(
                "A run is resumed with its own settings, where it lies. Leave out the experiment, "
                "--preset, --set, --device and --runs, or start a new run without --resume. Only "
                f"--set {LENGTH}=N is possible: it makes the run longer."
            )
        return Experiment()
    if options.replay is not None:
        if options.experiment or options.preset or options.settings or options.device:
            raise ConfigError(
                "A run is replayed with its own settings. Leave out the experiment, --preset, "
                "--set and --device, or start a new run without --replay."
            )
        return Experiment()
    if options.experiment and options.preset:
        raise ConfigError("Give an experiment file or --preset, not both.")
    if options.preset:
        experiment = presets.preset(options.preset).experiment
    elif options.experiment:
        experiment = Experiment.load(options.experiment)
    else:
        experiment = Experiment()
    settings = parse_settings(options.settings)
    if options.device:
        settings["training.device"] = options.device
    return _with_whole_paths(experiment.changed(settings))


def _estimate(experiment: Experiment) -> dict[str, Any]:
    """Print what a run would take, in words; train nothing."""
    from metastudio.engine.forecast import forecast
    from metastudio.engine.tasks.catalog import open_source

    found = forecast(experiment, open_source(experiment.data, Workspace.default()))
    print(f"Plan: {found.plan}.")
    print(f"Memory: about {in_bytes(found.memory)}, {in_bytes(found.available)} free.")
    if found.fits:
        print("It fits.")
    else:
        print("It does not fit. What would fit:" if found.remedies else "It does not fit.")
        for remedy in found.remedies:
            print(f"  {remedy}")
    return {
        "memory": found.memory,
        "available": found.available,
        "fits": found.fits,
        "remedies": list(found.remedies),
        "plan": found.plan,
    }


def _with_whole_paths(experiment: Experiment) -> Experiment:
    """Name folders from the root, so that the run can be used from anywhere."""
    data, whole = experiment.data, {}
    in_catalogue = (Workspace.default().data / data.name).exists() or data.name in BUILT_IN_DATA
    if not in_catalogue and Path(data.name).exists():
        whole["name"] = str(Path(data.name).resolve())
    if data.split_file:
        whole["split_file"] = str(Path(data.split_file).resolve())
    if data.sittings_file:
        whole["sittings_file"] = str(Path(data.sittings_file).resolve())
    return experiment.model_copy(update={"data": data.model_copy(update=whole)})


@contextmanager
def _finish_on_interrupt(control: Any) -> Iterator[None]:
    """First Ctrl+C: finish and keep. Second: stop at once, as always."""

    def finish(number: int, frame: object) -> None:
        print("Finishing; press Ctrl+C again to stop at once.", file=sys.stderr, flush=True)
        control.finish()
        signal.signal(signal.SIGINT, signal.default_int_handler)

    before = signal.signal(signal.SIGINT, finish)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _line(event: Validated, score_name: str) -> str:
    if score_name == "accuracy":
        score = f"{100 * event.score:5.1f} % ± {100 * event.ci95:.1f}"
    else:
        score = f"{event.score:.4f} ± {event.ci95:.4f}"
    mark = "  best so far" if event.best else ""
    return f"{event.iteration:>7,}  validation {score_name} {score}  loss {event.loss:.4f}{mark}"


def _result(event: Ended, score_name: str) -> dict[str, Any]:
    name = "mse" if score_name == "error" else "accuracy"
    validation = {name if key == "score" else key: v for key, v in event.validation.items()}
    print(
        f"{event.outcome.capitalize()} after {event.iterations:,} iterations, "
        f"{event.seconds:.1f} s of training. {event.checkpoint or 'No checkpoint was kept.'}"
    )
    return {
        "run": str(event.run),
        "checkpoint": str(event.checkpoint) if event.checkpoint else None,
        "iterations": event.iterations,
        "seconds": event.seconds,
        "outcome": event.outcome,
        "validation": validation,
    }
