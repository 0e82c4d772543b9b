"""What is shipped: the bundled model and the samples, small and right."""

from pathlib import Path

from metastudio.engine.classifier import FewShotClassifier
from metastudio.engine.presets import resources

MODEL = resources() / "models" / "omniglot-protonet.safetensors"


def test_the_bundled_model_is_small():
    assert MODEL.stat().st_size < 1_000_000


def test_the_bundled_model_tells_the_samples_apart():
    classifier = FewShotClassifier.load(MODEL)
    support = sorted((resources() / "samples" / "support").glob("*/*.png"))
    classes = sorted({file.parent.name for file in support})
    learned = classifier.learn(
        classes,
        [classifier.read(file).seen for file in support],
        [classes.index(file.parent.name) for file in support],
    )
    queries = sorted((resources() / "samples" / "queries").glob("*.png"))
    answers = classifier.answer(
        learned, [classifier.read(file).seen for file in queries], [f.name for f in queries]
    )
    # The drawings are numbered class after class, in the order in which the script draws them.
    first = [answer.label() for answer in answers[: len(classes)]]
    second = [answer.label() for answer in answers[len(classes) :]]
    assert first == second and sorted(first) == classes


def test_the_bundled_model_says_where_none_of_the_classes_fits():
    classifier = FewShotClassifier.load(MODEL)
    classes = ["Box", "Fish", "Ring"]
    support = [f for c in classes for f in sorted((resources() / "samples/support" / c).glob("*"))]
    labels = [classes.index(file.parent.name) for file in support]
    learned = classifier.learn(classes, [classifier.read(file).seen for file in support], labels)
    queries = sorted((resources() / "samples" / "queries").glob("*.png"))
    answers = classifier.answer(learned, [classifier.read(q).seen for q in queries], [""] * 10)
    drawn = ["Fish", "Ring", "Bolt", "Box", "Fork"] * 2
    told = [name for name, answer in zip(drawn, answers, strict=True) if answer.none_of_these()]
    assert told.count("Bolt") == told.count("Fork") == 2
    assert len(told) <= 5  # of the six that are known, one may be taken for a stranger


def test_the_bundled_model_reads_omniglot_that_it_never_saw(real_data: Path, tmp_path: Path):
    import random
    import zipfile

    random.seed(0)
    right = total = 0
    classifier = FewShotClassifier.load(MODEL)
    with zipfile.ZipFile(real_data / "omniglot" / "images_evaluation.zip") as archive:
        names = [n for n in archive.namelist() if n.endswith(".png")]
        by_class: dict[str, list[str]] = {}
        for name in names:
            by_class.setdefault(name.rsplit("/", 1)[0], []).append(name)
        for _ in range(10):
            chosen = random.sample(sorted(by_class), 5)
            drawn = [random.sample(sorted(by_class[c]), 3) for c in chosen]
            seen = [
                [classifier.read(Path(archive.extract(n, tmp_path))).seen for n in names]
                for names in drawn
            ]
            learned = classifier.learn(chosen, [s[0] for s in seen], range(5))
            answers = classifier.answer(learned, [x for s in seen for x in s[1:]], [""] * 10)
            right += sum(a.label() == chosen[i // 2] for i, a in enumerate(answers))
            total += len(answers)
    assert right / total >= 0.93
