"""What the Try page has to reach, from real files: `python benchmarks/tryout.py [--episodes 20]`.

Needs the real data in METASTUDIO_TEST_DATA: Omniglot's archive of evaluation alphabets, of which
the bundled model has never seen a character, and the photographs of groceries. Prints a line a
goal; the window is measured by `benchmarks/tryout_window.py`.
"""

import argparse
import os
import random
import sys
import tempfile
import time
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from metastudio.engine.built_in import open_model
from metastudio.engine.calibration import Reliability, auroc
from metastudio.engine.classifier import FewShotClassifier
from metastudio.engine.sections.names import OMNIGLOT, PHOTOGRAPHS
from metastudio.engine.tasks.folders import picture_files

WAYS, SHOTS, FOREIGN = 5, 5, 5
GROCERY_SHOTS = 3


@dataclass(frozen=True)
class Asked:
    """Answers of one task: confidences `(n, ways)`, strangeness `(n,)`, labels; -1 is foreign."""

    scores: np.ndarray
    strangeness: np.ndarray
    labels: np.ndarray

    @property
    def right(self) -> np.ndarray:
        """Whether each known query got its class."""
        known = self.labels >= 0
        return self.scores[known].argmax(1) == self.labels[known]


def ask(model: FewShotClassifier, classes: Sequence[list[Path]], ways: int, shots: int) -> Asked:
    """Learn the first `ways` classes by their first `shots` files; ask about all other files."""
    support = [(file, label) for label in range(ways) for file in classes[label][:shots]]
    queries = [(file, label) for label in range(ways) for file in classes[label][shots:]]
    queries += [(file, -1) for files in classes[ways:] for file in files]
    seen = [model.read(file).seen for file, _ in support]
    names = [files[0].parent.name for files in classes[:ways]]
    names = [f"{i} {name}" for i, name in enumerate(names)]
    learned = model.learn(names, seen, [label for _, label in support])
    pictures = [model.read(file).seen for file, _ in queries]
    answers = model.answer(learned, pictures, [str(file) for file, _ in queries])
    return Asked(
        np.stack([answer.scores[-1] for answer in answers]),
        np.array([0.0 if a.strangeness is None else a.strangeness[-1] for a in answers]),
        np.array([label for _, label in queries]),
    )


def omniglot(data: Path, episodes: int, model: FewShotClassifier) -> None:
    """Episodes of random characters of the evaluation alphabets, from files as they are dropped."""
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(data / "omniglot" / "images_evaluation.zip") as archive:
            archive.extractall(folder)
        characters = sorted(Path(folder).glob("images_evaluation/*/character*"))
        draw = random.Random(0)
        asked: list[Asked] = []
        for _ in range(episodes):
            chosen = draw.sample(characters, WAYS + FOREIGN)
            classes = []
            for number, character in enumerate(chosen):
                files = sorted(character.glob("*.png"))
                draw.shuffle(files)
                # As many foreign queries as known ones.
                classes.append(files if number < WAYS else files[SHOTS:])
            asked.append(ask(model, classes, WAYS, SHOTS))
        some = [sorted(c.glob("*.png"))[0] for c in draw.choices(characters, k=1000)]
        speed(model, characters, some)
    right = np.concatenate([task.right for task in asked])
    print(f"Omniglot, {episodes} episodes, 5-way 5-shot: {right.mean():.2%} right  (goal 95 %)")
    known = np.concatenate([task.strangeness[task.labels >= 0] for task in asked])
    foreign = np.concatenate([task.strangeness[task.labels < 0] for task in asked])
    value = auroc(torch.from_numpy(known), torch.from_numpy(foreign))
    print(
        f"None of these: AUROC {value:.3f} (goal 0.90); {(known <= 0).mean():.1%} of known kept, "
        f"{(foreign > 0).mean():.1%} of foreign told"
    )
    scores = np.concatenate([task.scores[task.labels >= 0] for task in asked])
    labels = np.concatenate([task.labels[task.labels >= 0] for task in asked])
    reliability = Reliability.of(torch.from_numpy(scores), torch.from_numpy(labels))
    print(f"Expected calibration error {reliability.error:.2%}  (goal 5 %)")


def speed(model: FewShotClassifier, characters: Sequence[Path], files: Sequence[Path]) -> None:
    """Read and answer a thousand queries, as the engine does it without a window."""
    support = [(f, i) for i, c in enumerate(characters[:WAYS]) for f in sorted(c.iterdir())[:SHOTS]]
    begin = time.perf_counter()
    learned = model.learn(
        [str(i) for i in range(WAYS)],
        [model.read(file).seen for file, _ in support],
        [label for _, label in support],
    )
    one = model.read(files[0])
    model.answer(learned, [one.seen], ["one"])
    print(f"{WAYS}-way {SHOTS}-shot, one query: {1000 * (time.perf_counter() - begin):.0f} ms")
    begin = time.perf_counter()
    reads = [model.read(file) for file in files]
    read = time.perf_counter() - begin
    model.answer(learned, [each.seen for each in reads], [each.path for each in reads])
    took = time.perf_counter() - begin
    print(
        f"{len(files):,} queries: {len(files) / took:.0f} a second, {read / took:.0%} of it reading"
    )


def grocery(data: Path) -> None:
    """The 48 photographs meant for dropping: three of each class, the others are asked about."""
    model = FewShotClassifier(open_model(Path(PHOTOGRAPHS)))
    folders = sorted(p for p in (data / "grocery" / "drop_samples").iterdir() if p.is_dir())
    classes = [picture_files(folder) for folder in folders]
    task = ask(model, classes, len(classes), GROCERY_SHOTS)
    print(
        f"Grocery, {len(classes)} classes, {GROCERY_SHOTS} examples each: {task.right.mean():.2%} "
        f"of {len(task.right)} right  (goal 85 %)"
    )


def main() -> int:
    """Measure; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--episodes", type=int, default=20)
    parser.add_argument("--model", type=Path, default=Path(OMNIGLOT))
    options = parser.parse_args()
    data = Path(os.environ.get("METASTUDIO_TEST_DATA", ""))
    if not (data / "omniglot").is_dir():
        print("Set METASTUDIO_TEST_DATA to the folder of the real data.", file=sys.stderr)
        return 1
    omniglot(data, options.episodes, FewShotClassifier(open_model(options.model)))
    grocery(data)
    return 0


if __name__ == "__main__":
    sys.exit(main())
