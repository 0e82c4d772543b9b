"""`metastudio evaluate` and `metastudio classify`: what a trained model is good for."""

import argparse
import csv
import io
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from metastudio.engine.checkpoints import Checkpoint, load_checkpoint
from metastudio.engine.classifier import FewShotClassifier
from metastudio.engine.errors import ConfigError, DataError
from metastudio.engine.evaluation import evaluate as evaluation_of
from metastudio.engine.events import Answer
from metastudio.engine.experiment import Experiment, parse_settings, unknown_setting
from metastudio.engine.learner import input_shape
from metastudio.engine.tasks.catalog import open_source
from metastudio.engine.tasks.folders import picture_files
from metastudio.engine.workspace import Workspace, write_atomically

FROZEN = ("method.name", "method.first_order", "data.image_size", "data.colour")
"""What a trained model can't change any more, with everything of its network."""


def evaluate(options: argparse.Namespace) -> dict[str, Any]:
    """Score a checkpoint, printing both readings where they differ."""
    checkpoint = _changed(load_checkpoint(options.checkpoint), parse_settings(options.settings))
    source = open_source(checkpoint.experiment.data, Workspace.default())
    shape = input_shape(source)
    if shape != checkpoint.shape:
        raise ConfigError(
            f"The model takes inputs of {checkpoint.shape}, but "
            f"'{checkpoint.experiment.data.name}' gives {shape}. Evaluate on data of the same "
            "kind as it was trained on."
        )
    result = evaluation_of(
        checkpoint, source, split=options.split, episodes=options.episodes, seed=options.seed
    ).to_dict()
    if "mse" in result:
        for step, mse, ci95 in zip(result["steps"], result["mse"], result["ci95"], strict=True):
            print(f"after {step:>2} steps: mean squared error {mse:.4f} ± {ci95:.4f}")
        return result
    setting = f"{result['ways']}-way {result['shots']}-shot, {result['queries']} queries a class"
    print(
        f"{result['data']} ({result['class_split']}), {result['split']} classes, {setting}, "
        f"{result['episodes']} episodes"
    )
    for reading in ("inductive", "transductive"):
        if result[reading] is not None:
            accuracy, ci95 = result[reading]["accuracy"], result[reading]["ci95"]
            print(f"{reading:>12}: {100 * accuracy:.2f} % ± {100 * ci95:.2f}")
    return result


def classify(options: argparse.Namespace) -> dict[str, Any]:
    """Classify pictures; a bad one is told on stderr and the others go on."""
    checkpoint = load_checkpoint(options.checkpoint)
    if options.steps is not None:
        checkpoint = _with_steps(checkpoint, options.steps)
    classifier = FewShotClassifier(checkpoint)
    problems: list[dict[str, str]] = []
    classes, pictures, labels = _support(classifier, options.support, problems)
    _tell(problems)
    learned = classifier.learn(classes, pictures, labels)
    files = [file for path in options.pictures for file in picture_files(path)]
    told = len(problems)
    reads = [_read(classifier, file, problems) for file in files]
    _tell(problems[told:])
    good = [(read, file) for read, file in zip(reads, files, strict=True) if read is not None]
    answers = classifier.answer(learned, [seen for seen, _ in good], [str(f) for _, f in good])
    predictions = [_prediction(answer) for answer in answers]
    if not predictions:
        raise DataError("None of the pictures could be read, so there is nothing to classify.")
    for p in predictions:
        print(f"{p['class']:<24} {100 * p['confidence']:5.1f} %  {p['file']}")
    if options.csv:
        write_atomically(options.csv, _table(predictions, classes))
    return {"classes": list(classes), "predictions": predictions, "problems": problems}


def _changed(checkpoint: Checkpoint, settings: dict[str, Any]) -> Checkpoint:
    raw = checkpoint.experiment.to_dict()
    for key in settings:
        if key in FROZEN or key.startswith("network."):
            raise ConfigError(f"{key} is fixed in a trained model. Train another to change it.")
    if settings.get("data.name", raw["data"]["name"]) != raw["data"]["name"]:
        # Another data set has splits of its own; the model keeps its picture size and colours.
        for key in ("split", "split_file", "rotations"):
            raw["data"].pop(key, None)
        raw["data"]["colour"] = "grey" if checkpoint.shape[0] == 1 else "colour"
    for dotted, value in settings.items():
        section, _, key = dotted.partition(".")
        if section not in raw or not key:
            raise ConfigError(unknown_setting(dotted))
        raw[section][key] = value
    return replace(checkpoint, experiment=Experiment.from_dict(raw))


def _with_steps(checkpoint: Checkpoint, steps: int) -> Checkpoint:
    method = checkpoint.experiment.method.name
    if method == "protonet":
        raise ConfigError("ProtoNet takes no inner steps. Leave out --steps.")
    key = "method.inner_steps" if method == "transfer" else "method.test_steps"
    return replace(checkpoint, experiment=checkpoint.experiment.changed({key: steps}))


def _support(
    classifier: FewShotClassifier, folder: Path, problems: list[dict[str, str]]
) -> tuple[list[str], list[Any], list[int]]:
    if not folder.is_dir():
        raise DataError(f"The support folder {folder} is not there. Give one sub-folder per class.")
    folders = sorted(p for p in folder.iterdir() if p.is_dir() and not p.name.startswith("."))
    if not folders:
        raise DataError(f"{folder} has no sub-folders. Put the examples of each class into one.")
    pictures: list[Any] = []
    labels: list[int] = []
    for label, each in enumerate(folders):
        for file in picture_files(each):
            seen = _read(classifier, file, problems)
            if seen is not None:
                pictures.append(seen)
                labels.append(label)
    return [each.name for each in folders], pictures, labels


def _read(classifier: FewShotClassifier, file: Path, problems: list[dict[str, str]]) -> Any:
    read = classifier.read(file)
    if read.problem:
        problems.append({"file": str(file), "problem": read.problem})
    return read.seen


def _tell(problems: Sequence[dict[str, str]]) -> None:
    for problem in problems:
        print(problem["problem"], file=sys.stderr)


def _prediction(answer: Answer) -> dict[str, Any]:
    scores = dict(zip(answer.classes, (float(s) for s in answer.scores[-1]), strict=True))
    best = max(scores, key=lambda name: scores[name])
    return {"file": answer.file, "class": best, "confidence": scores[best], "scores": scores}


def _table(predictions: Sequence[dict[str, Any]], classes: Sequence[str]) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["file", "class", "confidence", *classes])
    for p in predictions:
        scores = [f"{p['scores'][name]:.6f}" for name in classes]
        writer.writerow([p["file"], p["class"], f"{p['confidence']:.6f}", *scores])
    return text.getvalue()
