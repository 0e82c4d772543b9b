"""The classifier of the Try page and `classify`: its answers, what explains them, odd pictures."""

from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image, ImageDraw

from metastudio.engine import classifier as module
from metastudio.engine.classifier import FewShotClassifier, Learned
from metastudio.engine.events import Pictures
from metastudio.engine.experiment import Experiment
from metastudio.engine.explanation import NONE, NOT_ASKED
from metastudio.engine.presets import resources
from metastudio.engine.sections import METHODS
from metastudio.engine.training import train

MODEL = resources() / "models" / "omniglot-protonet.safetensors"
SAMPLES = resources() / "samples"


@pytest.fixture(scope="module")
def bundled() -> FewShotClassifier:
    return FewShotClassifier.load(MODEL)


def samples(classifier: FewShotClassifier) -> tuple[list[str], list[Pictures], list[int]]:
    files = sorted((SAMPLES / "support").glob("*/*.png"))
    classes = sorted({file.parent.name for file in files})
    seen = [classifier.read(file).seen for file in files]
    return classes, seen, [classes.index(file.parent.name) for file in files]


def trained(method: str) -> FewShotClassifier:
    raw = {
        "data": {"name": "glyphs"},
        "network": {"channels": 8},
        "method": {"name": method, "inner_steps": 3},
        "training": {
            "iterations": 2,
            "validation_every": 2,
            "validation_tasks": 2,
            "device": "cpu",
        },
    }
    *_, end = train(Experiment.from_dict(raw))
    return FewShotClassifier.load(end.checkpoint)


# --- answers -------------------------------------------------------------------------------------


def test_a_support_picture_asked_about_is_nearest_to_itself(bundled: FewShotClassifier) -> None:
    classes, pictures, labels = samples(bundled)
    learned = bundled.learn(classes, pictures, labels)
    answers = bundled.answer(learned, pictures, [""] * len(pictures))
    assert [int(a.nearest[-1]) for a in answers] == list(range(len(pictures)))
    for answer, label in zip(answers, labels, strict=True):
        assert answer.label() == classes[label]
        assert int(answer.distances[-1].argmin()) == label
        assert not answer.none_of_these()


def test_the_samples_fit_their_classes_and_a_foreign_one_is_none_of_these(
    bundled: FewShotClassifier,
) -> None:
    classes, pictures, labels = samples(bundled)
    queries = [bundled.read(file).seen for file in sorted((SAMPLES / "queries").glob("*.png"))]
    learned = bundled.learn(classes, pictures, labels)
    answers = bundled.answer(learned, queries, [""] * len(queries))
    assert not any(a.none_of_these() for a in answers)  # the first answers that anybody sees
    few = [i for i, label in enumerate(labels) if label < 3]
    without = bundled.learn(classes[:3], [pictures[i] for i in few], [labels[i] for i in few])
    foreign = [pictures[i] for i, label in enumerate(labels) if label >= 3]
    told = [a.none_of_these() for a in bundled.answer(without, foreign, [""] * len(foreign))]
    assert sum(told) >= len(told) - 1


@pytest.mark.parametrize("method", sorted(METHODS))
def test_one_query_gets_the_same_answer_alone_and_in_company(
    method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    classifier = trained(method)
    classes, pictures, labels = samples(classifier)
    learned = classifier.learn(classes, pictures, labels)
    together = classifier.answer(learned, pictures, [""] * len(pictures))
    alone = classifier.answer(learned, pictures[4:5], [""])[0]
    for name in ("scores", "strangeness", "distances"):
        one, among = getattr(alone, name), getattr(together[4], name)
        np.testing.assert_allclose(one, among, atol=2e-4, rtol=1e-3)
    expected = classifier.view.steps + 1 if classifier.view.adapts else 1
    assert len(alone.scores) == len(alone.nearest) == expected
    np.testing.assert_allclose(alone.scores.sum(1), 1, atol=1e-5)


def test_the_answers_are_those_of_the_method_itself() -> None:
    classifier = trained("maml")
    classes, pictures, labels = samples(classifier)
    learned = classifier.learn(classes, pictures, labels)
    x = torch.from_numpy(np.stack(pictures)).permute(0, 3, 1, 2).float().div(255)[None]
    steps = classifier.method.predictions(classifier.params, learned.support, x, len(classes))
    expected = torch.stack([classifier.calibration.probabilities(s[0]) for s in steps])
    answers = classifier.answer(learned, pictures, [""] * len(pictures))
    found = np.stack([a.scores for a in answers], 1)
    np.testing.assert_allclose(found, expected.numpy(), atol=1e-5)


def test_of_many_steps_only_as_many_weights_are_kept_as_there_is_room_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    classifier = trained("fine-tuning")
    everything = classifier.learn(*samples(classifier))
    size = sum(v.nbytes for v in everything.states[0].adapted.params.values())
    monkeypatch.setattr(module, "ROOM", 2 * size)
    few = classifier.learn(*samples(classifier))
    assert len(everything.states) == classifier.view.steps + 1 == len(few.rows)
    assert len(few.states) == 2 and few.rows[0] == 0 and few.rows[-1] == 1
    queries = samples(classifier)[1][:3]
    last, thin = (classifier.answer(e, queries, [""] * 3)[0].scores for e in (everything, few))
    np.testing.assert_allclose(last[-1], thin[-1], atol=1e-6)


# --- explanations --------------------------------------------------------------------------------


@pytest.mark.parametrize("method", sorted(METHODS))
def test_every_method_explains_itself(method: str) -> None:
    classifier = trained(method)
    classes, pictures, labels = samples(classifier)
    learned = classifier.learn(classes, pictures, labels)
    seen = classifier.explain(learned, pictures[:4])
    states = len(learned.states)
    assert seen.support.shape == (states, len(pictures), 2)
    assert seen.queries.shape == (states, 4, 2) and seen.prototypes.shape == (states, 5, 2)
    np.testing.assert_allclose(seen.queries, seen.support[:, :4], atol=1e-3)
    assert 0 < seen.share <= 1 and len(seen.rows) == len(learned.rows)
    assert np.isfinite(seen.left_out).all() and (seen.instead != NOT_ASKED).all()


@pytest.mark.parametrize("method", ["protonet", "anil", "maml"])
def test_leaving_one_out_is_learning_without_it(method: str) -> None:
    classifier = trained(method)
    classes, pictures, labels = samples(classifier)
    explained = classifier.explain(classifier.learn(classes, pictures, labels), [])
    for left in (0, 7):
        rest = [i for i in range(len(pictures)) if i != left]
        learned = classifier.learn(classes, [pictures[i] for i in rest], [labels[i] for i in rest])
        answer = classifier.answer(learned, [pictures[left]], [""])[0]
        own = answer.scores[-1][labels[left]]
        # ANIL's features are normalised by the whole support set here, the left-out one included.
        assert explained.left_out[left] == pytest.approx(
            own, abs=0.05 if method == "anil" else 1e-4
        )


def test_a_picture_in_the_wrong_class_is_told(bundled: FewShotClassifier) -> None:
    classes, pictures, labels = samples(bundled)
    wrong = [*labels[:-1], 0]  # the last picture among those of the first class
    seen = bundled.explain(bundled.learn(classes, pictures, wrong), [])
    assert seen.instead[-1] in (labels[-1], NONE) and seen.left_out[-1] < 0.5
    assert seen.left_out.argmin() == len(wrong) - 1


def test_the_only_picture_of_a_class_is_not_left_out(bundled: FewShotClassifier) -> None:
    classes, pictures, labels = samples(bundled)
    first = [labels.index(label) for label in range(5)]
    seen = bundled.explain(bundled.learn(classes, [pictures[i] for i in first], range(5)), [])
    assert (seen.instead == NOT_ASKED).all() and np.isnan(seen.left_out).all()


def test_an_explanation_that_is_no_longer_wanted_stops(bundled: FewShotClassifier) -> None:
    learned: Learned = bundled.learn(*samples(bundled))
    seen = bundled.explain(learned, samples(bundled)[1], wanted=lambda: False)
    assert seen.queries.shape[1] == 0 and (seen.instead == NOT_ASKED).all()


# --- odd pictures --------------------------------------------------------------------------------


def cross(size: int = 64, paper: int = 255, ink: int = 0) -> Image.Image:
    image = Image.new("L", (size, size), paper)
    pen = ImageDraw.Draw(image)
    pen.line((10, 10, size - 10, size - 10), fill=ink, width=4)
    pen.line((size - 10, 10, 10, size - 10), fill=ink, width=4)
    return image


def test_ink_is_seen_alike_whichever_way_it_was_drawn_and_said(
    bundled: FewShotClassifier, tmp_path: Path
) -> None:
    seen = {}
    for name, image in (
        ("dark", cross()),
        ("light", cross(paper=0, ink=255)),
        ("", Image.new("L", (64, 64), 255)),
    ):
        image.save(tmp_path / "picture.png")
        read = bundled.read(tmp_path / "picture.png")
        assert read.ink == name and not read.transparent
        seen[name] = read.seen
    np.testing.assert_array_equal(seen["dark"], seen["light"])


@pytest.mark.parametrize("ink", [0, 255])
def test_drawings_on_nothing_are_laid_on_paper_that_shows_them(
    ink: int, bundled: FewShotClassifier, tmp_path: Path
) -> None:
    mask = cross(paper=0, ink=255)
    image = Image.new("RGBA", mask.size, (ink, ink, ink, 0))
    image.putalpha(mask)
    image.save(tmp_path / "clear.png")
    cross().save(tmp_path / "plain.png")
    read, plain = (bundled.read(tmp_path / f"{name}.png") for name in ("clear", "plain"))
    assert read.transparent and not plain.transparent
    np.testing.assert_array_equal(read.seen, plain.seen)


def test_a_person_can_say_how_a_drawing_is_drawn(
    bundled: FewShotClassifier, tmp_path: Path
) -> None:
    """A photograph of chalk in a white frame: the border is lighter than the ink."""
    image = Image.new("L", (80, 80), 255)
    image.paste(cross(paper=40, ink=230), (8, 8))
    image.save(tmp_path / "chalk.png")
    guessed = bundled.read(tmp_path / "chalk.png")
    told = bundled.read(tmp_path / "chalk.png", ink="light")
    assert guessed.ink == "dark"
    assert told.seen[14, 14] > 200 > 60 > guessed.seen[14, 14]


def test_the_same_picture_has_the_same_digest_under_another_name(
    bundled: FewShotClassifier, tmp_path: Path
) -> None:
    cross().save(tmp_path / "a.png")
    cross().save(tmp_path / "b.bmp")
    cross(ink=1).save(tmp_path / "c.png")
    one, same, other = (bundled.read(tmp_path / n).digest for n in ("a.png", "b.bmp", "c.png"))
    assert one == same != other


def test_of_an_animation_the_first_frame_is_taken_and_that_is_told(
    bundled: FewShotClassifier, tmp_path: Path
) -> None:
    frames = [cross(), Image.new("L", (64, 64), 0)]
    frames[0].save(tmp_path / "moving.gif", save_all=True, append_images=frames[1:])
    cross().save(tmp_path / "still.gif")
    moving, still = (bundled.read(tmp_path / f"{n}.gif") for n in ("moving", "still"))
    assert moving.animated and not still.animated
    assert (moving.ink, still.ink) == ("dark", "dark")


def test_a_heic_picture_is_refused_with_what_to_do(
    bundled: FewShotClassifier, tmp_path: Path
) -> None:
    path = tmp_path / "phone.heic"
    path.write_bytes(b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(64))
    problem = bundled.read(path).problem
    assert "HEIC" in problem and "JPEG" in problem and "phone.heic" in problem


@pytest.mark.parametrize("size", [(1, 1), (1, 200), (3000, 2)])
def test_pictures_of_odd_sizes_are_seen(
    size: tuple[int, int], bundled: FewShotClassifier, tmp_path: Path
) -> None:
    Image.new("L", size, 7).save(tmp_path / "odd.png")
    read = bundled.read(tmp_path / "odd.png")
    assert read.seen.shape == (28, 28, 1) and not read.problem


def test_a_giant_picture_is_refused_before_it_is_decoded(
    bundled: FewShotClassifier, tmp_path: Path
) -> None:
    Image.new("1", (20_000, 20_000)).save(tmp_path / "giant.png")
    problem = bundled.read(tmp_path / "giant.png").problem
    assert "100 million pixels" in problem and "smaller" in problem


# --- strokes -------------------------------------------------------------------------------------


def test_a_model_of_pen_strokes_answers_drawings_and_explains_that_pictures_have_none() -> None:
    from metastudio.engine.checkpoints import Checkpoint
    from metastudio.engine.methods import build_method
    from metastudio.engine.tasks.strokes import PLACES, VALUES

    e = Experiment.from_dict({"method": {"name": "protonet"}, "network": {"name": "gru"}})
    params = build_method(e, (PLACES, VALUES), 5).initial(torch.Generator().manual_seed(0))
    model = FewShotClassifier(Checkpoint(e, params, (PLACES, VALUES), 5, None))
    assert model.view.strokes
    paper = np.full((40, 40, 3), 255, np.uint8)
    line, hook = (((5, 5, 0), (30, 30, 90)),), (((5, 30, 0), (5, 5, 40), (30, 5, 80)),)
    reads = [model.look(paper, "drawing", strokes=drawn) for drawn in (line, hook)]
    learned = model.learn(["line", "hook"], [read.seen for read in reads], [0, 1])
    longer = model.look(paper, "drawing", strokes=(((2, 2, 0), (20, 20, 9), (39, 39, 20)),))
    (answer,) = model.answer(learned, [longer.seen], ["drawing"])
    assert answer.label() == "line", "size and speed of the pen do not matter"
    picture = model.look(paper, "photo.png")
    assert picture.seen is None and "photo.png is a picture" in picture.problem
