"""`metastudio evaluate` and `compare`: what a trained model is good for."""

import argparse
import sys
from collections.abc import Callable
from typing import Any

from metastudio.engine.built_in import open_model
from metastudio.engine.calibration import MOST_TASKS, Assessment, assess
from metastudio.engine.checkpoints import asked
from metastudio.engine.comparison import check_comparable, holds_zero
from metastudio.engine.comparison import compare as comparison_of
from metastudio.engine.evaluation import Reading
from metastudio.engine.evaluation import evaluate as evaluation_of
from metastudio.engine.experiment import DataSettings, parse_settings
from metastudio.engine.learner import Interval
from metastudio.engine.tasks.catalog import Source, open_source
from metastudio.engine.workspace import Workspace

HARDEST_SHOWN = 5
STEPS_SHOWN = 11


def evaluate(options: argparse.Namespace) -> dict[str, Any]:
    """Score a checkpoint, printing both readings where they differ."""
    checkpoint = asked(open_model(options.checkpoint), parse_settings(options.settings))
    source = open_source(checkpoint.experiment.data, Workspace.default())
    evaluation = evaluation_of(
        checkpoint, source, split=options.split, episodes=options.episodes, seed=options.seed
    )
    result = evaluation.to_dict()
    if checkpoint.experiment.regression:
        for step, mse, ci95 in zip(result["steps"], result["mse"], result["ci95"], strict=True):
            print(f"after {step:>2} steps: mean squared error {mse:.4f} ± {ci95:.4f}")
        _print_parts(result, lambda mean, ci95: f"{mean:.4f} ± {ci95:.4f}")
        return result
    print(_task(result))
    for reading in ("inductive", "transductive"):
        if result[reading] is not None:
            accuracy, ci95 = result[reading]["accuracy"], result[reading]["ci95"]
            print(f"{reading:>12}: {_percent(accuracy)} ± {100 * ci95:.2f}")
    if checkpoint.method().adapts:
        print(_steps(evaluation.headline))
    print(_hardest(evaluation.headline))
    _print_parts(result, lambda mean, ci95: f"{_percent(mean)} ± {100 * ci95:.2f}")
    episodes = min(evaluation.episodes, MOST_TASKS)
    seen = assess(checkpoint, source, split=options.split, episodes=episodes, seed=options.seed)
    assert seen is not None  # functions have returned above
    print(_believable(seen, calibrated=checkpoint.calibration is not None))
    return {**result, "calibration": seen.to_dict()}


def _print_parts(result: dict[str, Any], written: Callable[[float, float], str]) -> None:
    """Print the score on each data set of a mixture, and along a stream that drifts."""
    for name, part in result.get("per_data_set", {}).items():
        print(f"{name}: {written(part['mean'], part['ci95'])}, {part['episodes']} episodes")
    for part in result.get("along_the_stream", ()):
        print(f"at {100 * part['at']:>2.0f} % of the stream: {written(part['mean'], part['ci95'])}")


def compare(options: argparse.Namespace) -> dict[str, Any]:
    """Score checkpoints on the same episodes; print each, and its difference to the first."""
    settings = parse_settings(options.settings)
    paths = [options.first, *options.others]
    checkpoints = [asked(open_model(path), settings) for path in paths]
    check_comparable(checkpoints)  # before pictures are read
    opened: dict[DataSettings, Source] = {}
    for checkpoint in checkpoints:
        data = checkpoint.experiment.data
        if data not in opened:
            opened[data] = open_source(data, Workspace.default())
    comparison = comparison_of(
        checkpoints,
        [opened[checkpoint.experiment.data] for checkpoint in checkpoints],
        split=options.split,
        episodes=options.episodes,
        seed=options.seed,
    )
    for warning in comparison.warnings:
        print(warning, file=sys.stderr)
    result = comparison.to_dict()
    print(_task(result))
    for number, model in enumerate(result["models"], start=1):
        print(f"{number}: {_score(model)}  {model['title']}  {model['path']}")
    for number, difference in enumerate(comparison.differences, start=2):
        lower = comparison.lower_is_better
        print(f"{number} − 1: {_verdict(difference.interval, lower, number)}")
        if difference.inductive is not None:
            print(f"       read inductively: {_verdict(difference.inductive, lower, number)}")
    return result


def _task(result: dict[str, Any]) -> str:
    """Say on what was tested, from the result of `evaluate` or `compare`."""
    shots, queries, count = result["shots"], result["queries"], result["episodes"]
    if "ways" not in result:
        return (
            f"{result['data']}, {shots} points to learn from, {queries} queries, {count} "
            "functions; mean squared error, lower is better"
        )
    size = f"{result['ways']}-way {shots}-shot, {queries} queries a class"
    if result["sizes"] != "fixed":
        size = "variable way and shot"
    size += ", within one group" if result["within_group"] else ""
    size += ", queries from other sittings" if result["disjoint_sittings"] else ""
    return (
        f"{result['data']} ({result['class_split']}), {result['split']} classes, {size}, "
        f"{count} episodes"
    )


def _percent(share: float) -> str:
    return f"{100 * share:.2f} %"


def _steps(reading: Reading) -> str:
    """Accuracy after 0 … S steps in one line; of many steps some, spread as 1, 2, 5, 10, …"""
    x, means = reading.x, [step.mean for step in reading.per_step]
    shown = range(len(x))
    if len(x) > STEPS_SHOWN:
        few = {0, *(m * 10**p for p in range(4) for m in (1, 2, 5)), x[-1]}
        shown = [i for i, step in enumerate(x) if step in few]
    told = ", ".join(f"{x[i]}: {_percent(means[i])}" for i in shown)
    return f"after steps  {told}"


def _hardest(reading: Reading) -> str:
    told = []
    for name in reading.hardest[:HARDEST_SHOWN]:
        seen = reading.per_class[name]
        episodes = "episode" if seen.episodes == 1 else "episodes"
        told.append(f"{name} {_percent(seen.accuracy)} ({seen.episodes} {episodes})")
    return f"hardest classes  {', '.join(told)}"


def _believable(seen: Assessment, calibrated: bool) -> str:
    """Say how far the confidence of the answers can be believed."""
    if not calibrated:
        return f"calibration  error {_percent(seen.before.error)}; the model was never calibrated"
    words = f"calibration  error {_percent(seen.after.error)}, {_percent(seen.before.error)} before"
    if seen.auroc is None:
        return words
    words += f"; 'none of these' AUROC {seen.auroc:.3f}"
    if seen.kept is None or seen.told is None:
        return words
    return f"{words}, {_percent(seen.kept)} of known kept, {_percent(seen.told)} of foreign told"


def _score(model: dict[str, Any]) -> str:
    if "mse" in model:
        return f"{model['mse']:.4f} ± {model['ci95']:.4f}"
    return f"{_percent(model['accuracy'])} ± {100 * model['ci95']:.2f}"


def _verdict(difference: Interval, lower_is_better: bool, number: int) -> str:
    """Say in words what a paired difference of model `number` to model 1 means."""
    mean, ci95 = difference.mean, difference.ci95
    said = f"{mean:+.4f} ± {ci95:.4f}"
    if not lower_is_better:
        said = f"{100 * mean:+.2f} ± {100 * ci95:.2f} percentage points"
    if holds_zero(difference):
        return f"{said}; within noise, as 0 lies in the interval"
    return f"{said}; {number if (mean < 0) == lower_is_better else 1} is better"
