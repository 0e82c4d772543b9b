"""`metastudio classify` and `card`: a trained model used on pictures, and told about."""

import argparse
import csv
import io
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from PIL import Image

from metastudio.engine.built_in import open_model
from metastudio.engine.checkpoints import Checkpoint
from metastudio.engine.class_set import ClassSet, load_class_set, save_class_set
from metastudio.engine.classifier import FewShotClassifier, Learned
from metastudio.engine.errors import ConfigError, DataError
from metastudio.engine.events import Answer, PictureRead
from metastudio.engine.sections import DESCENDING, INNER_LOOP, METHODS
from metastudio.engine.tasks.folders import picture_files
from metastudio.engine.tasks.images import Ink, read_picture
from metastudio.engine.workspace import Workspace, write_atomically


@dataclass
class _Support:
    """Examples that could be read: what the network sees of them, their labels and their files."""

    classes: list[str]
    seen: list[Any] = field(default_factory=list)
    labels: list[int] = field(default_factory=list)
    reads: list[PictureRead] = field(default_factory=list)


class _Reading:
    """Reads pictures; those that can't be read are told on stderr and kept for the result."""

    def __init__(self, classifier: FewShotClassifier) -> None:
        self._classifier = classifier
        self.problems: list[dict[str, str]] = []

    def read(self, file: Path, ink: Ink = "auto") -> PictureRead | None:
        """Return a picture, or None where it can't be read."""
        read = self._classifier.read(file, ink)
        if read.problem:
            self.problems.append({"file": str(file), "problem": read.problem})
            print(read.problem, file=sys.stderr)
            return None
        return read

    def support(self, classes: ClassSet) -> _Support:
        """Read the examples; says which picture lies in two classes."""
        found = _Support([name for name, _ in classes.classes])
        where: dict[str, int] = {}
        for label, (name, pictures) in enumerate(classes.classes):
            for picture in pictures:
                assert picture.path is not None  # a class set is read from files
                read = self.read(picture.path, picture.ink or "auto")  # type: ignore[arg-type]
                if read is None:
                    continue
                other = where.setdefault(read.digest, label)
                if other != label:
                    print(
                        f"{picture.path} lies in both '{found.classes[other]}' and '{name}'. "
                        "Remove it from the wrong one.",
                        file=sys.stderr,
                    )
                found.seen.append(read.seen)
                found.labels.append(label)
                found.reads.append(read)
        return found


def classify(options: argparse.Namespace) -> dict[str, Any]:
    """Classify pictures; a bad one is told on stderr and the others go on."""
    if not options.pictures and not options.export and not options.save_set:
        raise ConfigError("There is nothing to do. Give pictures, or --export or --save-set.")
    checkpoint = open_model(options.checkpoint)
    if options.steps is not None:
        checkpoint = _with_steps(checkpoint, options.steps)
    classifier = FewShotClassifier(checkpoint)
    reading = _Reading(classifier)
    classes = _classes(options.support)
    support = reading.support(classes)
    learned = classifier.learn(support.classes, support.seen, support.labels)
    if options.save_set:
        save_class_set(classes, options.save_set)
    predictions: list[dict[str, Any]] = []
    if options.pictures:
        predictions = _predict(classifier, learned, reading, support, options.pictures)
    result = {
        "classes": support.classes,
        "predictions": predictions,
        "problems": reading.problems,
    }
    if options.csv:
        write_atomically(options.csv, _table(predictions, support.classes))
    if options.answers:
        write_atomically(options.answers, json.dumps(result, ensure_ascii=False, indent=1))
    if options.export:
        result["exported"] = _export(classifier, learned, support, options.export)
    return result


def card(options: argparse.Namespace) -> dict[str, Any]:
    """Write a checkpoint's model card, or print it."""
    from metastudio.engine.model_card import model_card

    text = model_card(open_model(options.checkpoint))
    if options.output:
        write_atomically(options.output, text)
        print(f"Written to {options.output}")
    else:
        print(text, end="")
    return {"card": text}


def _classes(path: Path) -> ClassSet:
    if not path.exists():
        raise DataError(
            f"The support {path} is not there. Give a folder with one sub-folder per class, or a "
            "class set."
        )
    return load_class_set(path, Workspace.default())


def _predict(
    classifier: FewShotClassifier,
    learned: Learned,
    reading: _Reading,
    support: _Support,
    paths: Sequence[Path],
) -> list[dict[str, Any]]:
    files = [file for path in paths for file in picture_files(path)]
    reads = [read for file in files if (read := reading.read(file)) is not None]
    if not reads:
        raise DataError("None of the pictures could be read, so there is nothing to classify.")
    examples = {read.digest for read in support.reads}
    for read in reads:
        if read.digest in examples:
            print(
                f"{read.path} is an example as well: its answer says nothing about new pictures.",
                file=sys.stderr,
            )
    seen = [read.seen for read in reads if read.seen is not None]
    answers = classifier.answer(learned, seen, [read.path for read in reads])
    predictions = [_prediction(answer, support) for answer in answers]
    for p in predictions:
        doubt = "  (like none of the classes)" if p["none_of_these"] else ""
        print(f"{p['class']:<24} {100 * p['confidence']:5.1f} %  {p['file']}{doubt}")
    return predictions


def _export(
    classifier: FewShotClassifier, learned: Learned, support: _Support, path: Path
) -> dict[str, Any]:
    from metastudio.engine.exporting import export_onnx, require_export

    require_export()
    pictures: list[Image.Image] = [read_picture(Path(read.path)) for read in support.reads]
    done = export_onnx(classifier, learned, path, pictures)
    print(
        f"{done.model} gives the same answers in ONNX Runtime for {done.checked} pictures "
        f"(confidences differ by {done.difference:.1%} at most); {done.example.name} shows how."
    )
    return {
        "model": str(done.model),
        "example": str(done.example),
        "checked": done.checked,
        "difference": done.difference,
    }


def _with_steps(checkpoint: Checkpoint, steps: int) -> Checkpoint:
    method = checkpoint.experiment.method.name
    if method in INNER_LOOP:
        key = "method.test_steps"
    elif method in DESCENDING:
        key = "method.inner_steps"
    else:
        raise ConfigError(f"{METHODS[method]} takes no inner steps. Leave out --steps.")
    return replace(checkpoint, experiment=checkpoint.experiment.changed({key: steps}))


def _prediction(answer: Answer, support: _Support) -> dict[str, Any]:
    scores = dict(zip(answer.classes, (float(s) for s in answer.scores[-1]), strict=True))
    best = max(scores, key=lambda name: scores[name])
    nearest = None if answer.nearest is None else support.reads[int(answer.nearest[-1])].path
    return {
        "file": answer.file,
        "class": best,
        "confidence": scores[best],
        "scores": scores,
        # Null where the model was never calibrated: then there is nothing to tell by.
        "none_of_these": None if answer.strangeness is None else answer.none_of_these(),
        "nearest": nearest,
    }


def _table(predictions: Sequence[dict[str, Any]], classes: Sequence[str]) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["file", "class", "confidence", *classes, "none_of_these"])
    for p in predictions:
        scores = [f"{p['scores'][name]:.6f}" for name in classes]
        none = "" if p["none_of_these"] is None else str(p["none_of_these"]).lower()
        writer.writerow([p["file"], p["class"], f"{p['confidence']:.6f}", *scores, none])
    return text.getvalue()
