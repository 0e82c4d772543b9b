"""Evaluation and comparison against independent, slow computations."""

import math
import weakref
from dataclasses import replace

import numpy as np
import pytest
import torch

from metastudio.engine import evaluation
from metastudio.engine.checkpoints import load_checkpoint
from metastudio.engine.comparison import check_comparable, compare
from metastudio.engine.errors import ConfigError
from metastudio.engine.evaluation import evaluate
from metastudio.engine.events import Ended
from metastudio.engine.experiment import METHODS, Experiment
from metastudio.engine.plan import workers
from metastudio.engine.presets import resources
from metastudio.engine.tasks.catalog import open_source
from metastudio.engine.tasks.episodes import EpisodeSampler
from metastudio.engine.training import train
from metastudio.engine.workspace import Workspace

BUNDLED = resources() / "models" / "omniglot-protonet.safetensors"
SETTINGS = {
    "network.channels": 8,
    "data.image_size": 16,
    "training.iterations": 3,
    "training.validation_tasks": 4,
    "training.meta_batch": 2,
    "training.batch_size": 16,
    "task.queries": 3,
}


def source_of(checkpoint):
    return open_source(checkpoint.experiment.data, Workspace.default())


def trained(**more):
    settings = {key.replace("__", "."): value for key, value in more.items()}
    *_, last = train(Experiment().changed({**SETTINGS, **settings}))
    assert isinstance(last, Ended) and last.checkpoint
    return load_checkpoint(last.checkpoint)


@pytest.fixture
def bundled():
    """The bundled model, asked about glyphs, which it has never seen."""
    checkpoint = load_checkpoint(BUNDLED)
    raw = checkpoint.experiment.to_dict()
    raw["data"] = {"name": "glyphs", "image_size": 28, "colour": "grey"}
    raw["task"]["queries"] = 3
    return replace(checkpoint, experiment=Experiment.from_dict(raw))


def by_hand(checkpoint, source, episodes, seed):
    """Score one episode at a time; accuracies of the episodes and of each class, in lists."""
    method, task = checkpoint.method(), checkpoint.experiment.task
    classes = source.splits["test"]
    sampler = source.sampler("test", task, seed)
    scores, per_class = [], {}
    for index in range(episodes):
        episode = sampler.draw(index)
        adapted = method.adapt(checkpoint.params, episode.support, task.ways)
        answers = method.predict(checkpoint.params, adapted, episode.query.x)[0].argmax(-1)
        right = (answers == episode.query.y[0]).tolist()
        scores.append(sum(right) / len(right))
        for label in range(task.ways):
            own = [r for r, y in zip(right, episode.query.y[0].tolist(), strict=True) if y == label]
            name = classes.names[int(episode.classes[0, label])]
            per_class.setdefault(name, []).append(sum(own) / len(own))
    return scores, per_class


def test_scores_and_classes_equal_those_of_a_plain_loop(bundled):
    source = source_of(bundled)
    result = evaluate(bundled, source, episodes=45, seed=3)
    scores, per_class = by_hand(bundled, source, 45, 3)
    assert result.inductive.scores[:, -1].tolist() == pytest.approx(scores, abs=1e-6)
    assert list(result.headline.per_class) == sorted(per_class)
    for name, seen in result.headline.per_class.items():
        assert seen.episodes == len(per_class[name])
        assert seen.accuracy == pytest.approx(np.mean(per_class[name]), abs=1e-6)
    assert sum(seen.episodes for seen in result.headline.per_class.values()) == 45 * 5
    hardest = [result.headline.per_class[name].accuracy for name in result.headline.hardest]
    assert hardest == sorted(hardest)


def test_the_result_for_json_has_every_class_and_an_interval_for_each_step():
    result = evaluate(*_with_source(trained(method__name="maml")), episodes=12)
    told = result.to_dict()
    assert list(told["per_class"]) == sorted(told["per_class"])
    assert all(set(seen) == {"accuracy", "episodes"} for seen in told["per_class"].values())
    columns = result.headline.scores.double().numpy()
    half = 1.96 * columns.std(axis=0, ddof=1) / math.sqrt(12)
    assert told["accuracy_per_step"] == pytest.approx(columns.mean(axis=0).tolist())
    assert told["ci95_per_step"] == pytest.approx(half.tolist())
    assert told["ci95"] == told["ci95_per_step"][-1]


def test_maml_is_near_chance_before_its_first_step(bundled):
    checkpoint = trained(method__name="maml")
    result = evaluate(*_with_source(checkpoint), episodes=120)
    first = result.headline.per_step[0]
    # An initialisation that has seen nothing of the task: 1 of 5, give or take a wide margin.
    assert first.mean == pytest.approx(0.2, abs=0.06)
    assert evaluate(*_with_source(bundled), episodes=20).headline.final.mean > 0.7


def test_a_transductive_model_has_an_inductive_accuracy_for_each_class_too():
    checkpoint = trained(method__name="maml", network__normalization="transductive")
    source = source_of(checkpoint)
    result = evaluate(checkpoint, source, episodes=30)
    told = result.to_dict()
    scores, per_class = by_hand(checkpoint, source, 30, 0)  # inductively
    assert result.inductive.scores[:, -1].tolist() == pytest.approx(scores, abs=1e-6)
    means = {name: np.mean(accuracies) for name, accuracies in per_class.items()}
    assert {n: seen["inductive"] for n, seen in told["per_class"].items()} == pytest.approx(means)
    assert result.headline is result.transductive
    for name, seen in told["per_class"].items():
        assert seen["accuracy"] == result.transductive.per_class[name].accuracy
        assert seen["inductive"] == result.inductive.per_class[name].accuracy
    assert any(seen["accuracy"] != seen["inductive"] for seen in told["per_class"].values())


@pytest.mark.parametrize("method", METHODS)
def test_every_method_scores_as_its_plain_loop_does(method):
    checkpoint = trained(method__name=method)
    source = source_of(checkpoint)
    result = evaluate(checkpoint, source, episodes=12, seed=1)
    assert result.inductive.scores[:, -1].tolist() == pytest.approx(
        by_hand(checkpoint, source, 12, 1)[0], abs=1e-6
    )


@pytest.mark.parametrize("method", ["protonet", "transfer"])
def test_the_size_of_the_batches_changes_nothing(method, monkeypatch):
    checkpoint = trained(method__name=method)
    source = source_of(checkpoint)
    whole = evaluate(checkpoint, source, episodes=45)
    monkeypatch.setattr(evaluation, "EPISODES_AT_ONCE", 7)
    assert evaluate(checkpoint, source, episodes=45).to_dict() == whole.to_dict()


def test_pictures_of_past_episodes_are_let_go(bundled, monkeypatch):
    drawn, counts = [], []
    draw = EpisodeSampler.draw

    def watched(self, first, tasks=1):
        # One episode is still held while the next is dealt, but no more.
        assert sum(reference() is not None for reference in drawn) <= 1
        episode = draw(self, first, tasks)
        drawn.append(weakref.ref(episode))
        counts.append(tasks)
        return episode

    monkeypatch.setattr(EpisodeSampler, "draw", watched)
    evaluate(bundled, source_of(bundled), episodes=95)
    assert counts == [40, 40, 15]


def test_sums_over_classes_have_the_size_of_the_split(bundled):
    source = source_of(bundled)
    examinee = evaluation._Examinee(bundled, source, "test", 0)
    sizes = []
    with workers(examinee.plan) as pool:
        for first in (0, 10, 20):
            examinee.take(first, 10, pool)
            (so_far,) = examinee.readings
            sizes.append((so_far.sums.numel(), so_far.appearances.numel()))
    assert set(sizes) == {(len(source.splits["test"]),) * 2}
    assert sum(scores.numel() for scores in so_far.scores) == 30  # one float an episode and shot


def test_all_methods_are_asked_the_same_episodes(monkeypatch):
    seen = {}
    draw = EpisodeSampler.draw

    def watched(self, first, tasks=1):
        episode = draw(self, first, tasks)
        pictures = (episode.classes, episode.support_pictures, episode.query_pictures)
        seen.setdefault(first, []).append(pictures)
        return episode

    checkpoints = [trained(method__name=name) for name in METHODS]
    monkeypatch.setattr(EpisodeSampler, "draw", watched)
    compare(checkpoints, [source_of(c) for c in checkpoints], episodes=50, seed=5)
    assert sorted(seen) == [0, 40]
    for asked in seen.values():
        assert len(asked) == len(METHODS)
        assert all(
            torch.equal(a, b) for one in asked[1:] for a, b in zip(asked[0], one, strict=True)
        )


def test_a_paired_difference_is_the_one_computed_by_hand(bundled):
    """Two models of different picture sizes, each of which sees the pictures in its own way."""
    small = trained(data__image_size=16)
    sources = [source_of(bundled), source_of(small)]
    result = compare([bundled, small], sources, episodes=45, seed=2)
    first, second = (
        np.array(by_hand(checkpoint, source, 45, 2)[0])
        for checkpoint, source in zip((bundled, small), sources, strict=True)
    )
    differences = second - first
    (found,) = result.differences
    assert found.interval.mean == pytest.approx(differences.mean(), abs=1e-6)
    half = 1.96 * differences.std(ddof=1) / math.sqrt(45)
    assert found.interval.ci95 == pytest.approx(half, abs=1e-6)
    assert found.within_noise == (abs(differences.mean()) <= half)
    assert found.of == str(small.path) and found.against == str(BUNDLED)
    told = result.to_dict()
    assert [m["accuracy"] for m in told["models"]] == pytest.approx([first.mean(), second.mean()])


def test_a_model_differs_from_itself_by_exactly_nothing(bundled):
    source = source_of(bundled)
    result = compare([bundled, bundled, bundled], [source] * 3, episodes=30)
    assert [(d.interval.mean, d.interval.ci95) for d in result.differences] == [(0, 0), (0, 0)]
    assert all(d.within_noise for d in result.differences)


def test_a_comparison_that_is_stopped_has_asked_all_the_same(bundled):
    shares = []

    def stop(share):
        shares.append(share)
        return False

    source = source_of(bundled)
    result = compare([bundled, bundled], [source] * 2, episodes=100, progress=stop)
    assert shares == [0.4]
    assert [m.evaluation.episodes for m in result.models] == [40, 40]
    assert result.to_dict()["episodes"] == 40


def test_a_transductive_model_is_compared_both_ways():
    alike = {"method__name": "maml", "training__iterations": 6}
    together = trained(**alike, network__normalization="transductive")
    alone = trained(**alike, network__normalization="support")
    sources = [source_of(together), source_of(alone)]
    result = compare([together, alone], sources, episodes=40)
    (found,) = result.differences
    scores = [m.evaluation.inductive.scores[:, -1].double().numpy() for m in result.models]
    assert found.inductive.mean == pytest.approx((scores[1] - scores[0]).mean())
    assert found.inductive != found.interval
    assert any("sees all queries of a task together" in w for w in result.warnings)


def test_threads_of_torch_are_as_before_after_models_of_different_plans(bundled):
    before = torch.get_num_threads()
    flat = trained(network__name="mlp", network__hidden=[8])
    compare([flat, bundled], [source_of(flat), source_of(bundled)], episodes=4)
    assert torch.get_num_threads() == before


def test_functions_are_compared_by_their_error():
    few, more = (
        trained(data__name="sinusoid", method__name="maml", training__iterations=n)
        for n in (2, 300)
    )
    source = source_of(few)
    result = compare([few, more], [source, source], episodes=60)
    told = result.to_dict()
    assert told["lower_is_better"] and "ways" not in told and result.warnings == ()
    errors = [m.evaluation.inductive.scores[:, -1].double().numpy() for m in result.models]
    assert [m["mse"] for m in told["models"]] == pytest.approx([e.mean() for e in errors])
    assert told["differences"][0]["mean"] == pytest.approx((errors[1] - errors[0]).mean())
    assert evaluate(few, source, episodes=4).headline.per_class == {}


def test_different_tasks_are_refused_with_what_settles_it(bundled):
    raw = bundled.experiment
    other = replace(bundled, experiment=raw.changed({"task.ways": 20, "task.shots": 5}))
    with pytest.raises(ConfigError) as caught:
        check_comparable([other, bundled])
    said = str(caught.value)
    assert "task.ways is 20 for" in said and "and 5 for" in said
    # The fewest ways suit a model whose head can't have more.
    assert "--set task.ways=5 --set task.shots=5" in said
    assert caught.value.detail["settings"] == {"task.ways": 5, "task.shots": 5}


@pytest.mark.parametrize(
    ("settings", "remedy"),
    [
        ({"data.name": "my pictures"}, "--set data.name=glyphs"),
        ({"data.rotations": True}, "--set data.rotations=false"),
        ({"data.split_file": "/a b/split.json"}, "--set 'data.split_file=/a b/split.json'"),
    ],
)
def test_different_data_are_refused_with_what_settles_it(bundled, settings, remedy):
    other = replace(bundled, experiment=bundled.experiment.changed(settings))
    with pytest.raises(ConfigError) as caught:
        check_comparable([bundled, other])
    assert str(caught.value).endswith(f"for instance with {remedy}.")


def test_functions_and_classes_have_no_task_in_common(bundled):
    functions = trained(data__name="sinusoid", method__name="maml")
    with pytest.raises(ConfigError, match="no tasks in common"):
        check_comparable([bundled, functions])


def test_sources_with_other_classes_are_refused(bundled):
    source = source_of(bundled)
    fewer = {**source.splits, "test": source.splits["test"].subset(range(50))}
    with pytest.raises(ConfigError, match="50 classes with 1,000 pictures"):
        compare([bundled, bundled], [source, replace(source, splits=fewer)], episodes=4)


def test_sources_with_other_numbers_of_pictures_are_refused(bundled):
    source = source_of(bundled)
    test = source.splits["test"]
    starts = test.starts.clone()
    starts[-1] -= 1  # the last class has lost a picture
    shorter = {**source.splits, "test": replace(test, images=test.images[:-1], starts=starts)}
    with pytest.raises(ConfigError, match="120 classes with 2,399 pictures"):
        compare([bundled, bundled], [source, replace(source, splits=shorter)], episodes=4)


def test_one_model_alone_is_no_comparison(bundled):
    with pytest.raises(ConfigError, match="at least two models"):
        compare([bundled], [source_of(bundled)])


def test_a_model_that_knows_the_test_classes_is_told(bundled):
    source = source_of(bundled)
    tested = source.splits["test"].names
    knowing = replace(bundled, classes={"train": (tested[4], "elsewhere")})
    result = compare([bundled, knowing], [source, source], episodes=4)
    (warning,) = result.warnings
    assert f"'{tested[4]}', of 120" in warning and "elsewhere" not in warning
    assert result.to_dict()["warnings"] == [warning]
    assert compare([bundled, bundled], [source, source], episodes=4).warnings == ()


def _with_source(checkpoint):
    return checkpoint, source_of(checkpoint)


@pytest.mark.parametrize("times", [2.0, 30.0])  # worse, and so bad that it explodes
def test_the_model_of_the_smallest_error_comes_first_where_that_is_asked(times):
    good = trained(data__name="sinusoid", method__name="maml", method__inner_lr=1e-4)
    bad = replace(good, params={n: times * value for n, value in good.params.items()}, path=None)
    source = source_of(good)
    result = compare([bad, good], [source] * 2, episodes=20, best_first=True)
    assert result.models[0].name == str(good.path)
    (difference,) = result.differences
    assert difference.against == str(good.path) and not difference.interval.mean <= 0
