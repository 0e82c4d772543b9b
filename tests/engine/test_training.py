import math

import numpy as np
import pytest
import torch

from metastudio.engine.checkpoints import load_checkpoint, read_tensors
from metastudio.engine.errors import ConfigError, WorkspaceError
from metastudio.engine.evaluation import evaluate
from metastudio.engine.events import Ended, Failed, Started, Stepped, Validated
from metastudio.engine.experiment import Experiment
from metastudio.engine.learner import Learner
from metastudio.engine.plan import Workers, outer_gradient
from metastudio.engine.runs import RunFolder, curves_to_bytes
from metastudio.engine.tasks.catalog import open_source
from metastudio.engine.tasks.episodes import Episode
from metastudio.engine.training import Control, train
from metastudio.engine.workspace import Workspace


def small(method: str, **more: object) -> Experiment:
    return Experiment().changed(
        {
            "method.name": method,
            "network.channels": 8,
            "data.image_size": 16,
            "training.meta_batch": 2,
            "training.batch_size": 16,
            "training.iterations": 6,
            "training.validation_every": 3,
            "training.validation_tasks": 4,
            "task.queries": 2,
            **({} if method == "protonet" else {"method.inner_steps": 2}),
            **{k.replace("__", "."): v for k, v in more.items()},
        }
    )


def finished(events):
    events = list(events)
    assert isinstance(events[0], Started)
    assert isinstance(events[-1], Ended), events[-1]
    return events


@pytest.mark.parametrize("method", ["maml", "protonet", "transfer"])
def test_a_run_tells_every_step_and_keeps_a_folder(method):
    events = finished(train(small(method)))
    steps = [e for e in events if isinstance(e, Stepped)]
    looks = [e for e in events if isinstance(e, Validated)]
    assert [s.iteration for s in steps] == [1, 2, 3, 4, 5, 6]
    assert [v.iteration for v in looks] == [3, 6]
    assert looks[0].scores.shape == (4, len(looks[0].x))
    run = RunFolder(events[-1].run)
    assert len(list(run.metrics())) == 8
    assert run.curves()["scores"].shape == (2, 4, len(looks[0].x))
    assert run.summary()["outcome"] == "completed"
    assert run.experiment == small(method)


@pytest.mark.parametrize("method", ["maml", "protonet", "transfer"])
def test_a_resumed_run_ends_with_the_same_bits(method):
    whole = finished(train(small(method)))[-1].run
    control = Control()
    for event in train(small(method), control):
        if isinstance(event, Stepped) and event.iteration == 5:
            control.cancel()
    assert isinstance(event, Ended) and event.outcome == "cancelled"
    resumed = finished(train(Experiment(), resume=event.run))[-1].run

    expected, _ = read_tensors(RunFolder(whole).resume_point)
    found, _ = read_tensors(RunFolder(resumed).resume_point)
    assert found.keys() == expected.keys()
    assert all(torch.equal(found[name], expected[name]) for name in expected)

    def numbers(run):
        lines = RunFolder(run).metrics()
        return [(m["iteration"], m["loss"], m["score"], m.get("validation")) for m in lines]

    assert numbers(resumed) == numbers(whole)
    curves = [RunFolder(run).curves()["scores"] for run in (whole, resumed)]
    assert np.array_equal(*curves)


def test_finishing_early_keeps_a_checkpoint_that_scores_as_shown():
    experiment, control = small("maml", training__validation_every=100), Control()
    for event in train(experiment, control):
        if isinstance(event, Stepped) and event.iteration == 2:
            control.finish()
    assert event.outcome == "finished" and event.iterations == 2
    checkpoint = load_checkpoint(event.checkpoint)
    source = open_source(checkpoint.experiment.data, Workspace.default())
    again = evaluate(checkpoint, source, split="validation", episodes=4, seed=0)
    assert again.headline.final.mean == pytest.approx(event.validation["score"], abs=1e-6)


def test_a_paused_run_takes_no_step_until_it_goes_on():
    control, steps = Control(), []
    events = train(small("protonet"), control)
    for event in events:
        if isinstance(event, Stepped):
            steps.append(event.iteration)
            if event.iteration == 1:
                control.pause()
                assert control.paused
                control.resume()
    assert steps == [1, 2, 3, 4, 5, 6]


def test_changing_the_rates_takes_effect_at_the_next_step():
    control, rates = Control(), []
    for event in train(small("maml"), control):
        if isinstance(event, Stepped):
            rates.append((event.inner_lr, event.outer_lr))
            if event.iteration == 2:
                control.change(inner_lr=0.1, outer_lr=0.01)
    assert rates == [(0.4, 0.001)] * 2 + [(0.1, 0.01)] * 4


def test_rates_outside_their_range_are_refused_at_once():
    with pytest.raises(ConfigError, match=r"method\.inner_lr must be at most 10"):
        Control().change(inner_lr=100)


def test_a_loss_that_is_not_finite_ends_with_a_reason_and_keeps_the_checkpoint():
    control = Control()
    experiment = small("maml", training__iterations=200, data__name="sinusoid")
    for event in train(experiment, control):
        if isinstance(event, Validated):
            control.change(inner_lr=10, outer_lr=1)
    assert isinstance(event, Failed)
    assert "α" in event.message and "α is probably too high" in event.remedy
    assert event.checkpoint is not None
    assert all(torch.isfinite(v).all() for v in load_checkpoint(event.checkpoint).params.values())


def test_more_ways_than_classes_is_refused_before_anything_is_written(workspace_home):
    with pytest.raises(ConfigError, match="200-way episodes need 200 classes"):
        next(train(small("protonet", task__ways=200)))
    assert not (workspace_home / "runs").exists()


def test_a_folder_that_is_no_run_is_not_resumed(tmp_path):
    with pytest.raises(WorkspaceError, match="not the folder of a run"):
        next(train(Experiment(), resume=tmp_path))


def test_a_torn_last_line_of_the_metrics_is_skipped():
    run = RunFolder(finished(train(small("protonet")))[-1].run)
    file = run.path / "metrics.jsonl"
    file.write_text(file.read_text() + '{"iteration": 7, "lo')
    assert [m["iteration"] for m in run.metrics()][-1] == 6


def test_an_unwritable_place_for_runs_is_said(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(WorkspaceError, match="can't be written"):
        next(train(small("protonet"), runs=blocked / "runs"))


def test_maml_learns_sinusoids_within_seconds():
    experiment = Experiment().changed(
        {
            "data.name": "sinusoid",
            "method.name": "maml",
            "training.iterations": 1500,
            "training.validation_every": 1500,
            "training.validation_tasks": 50,
        }
    )
    (look,) = [e for e in train(experiment) if isinstance(e, Validated)]
    before, after = look.scores.mean(0)[:2]
    assert after < 0.6 * before


def test_protonet_learns_glyphs_within_seconds():
    experiment = Experiment().changed(
        {
            "network.channels": 24,
            "task.training_ways": 10,
            "training.iterations": 150,
            "training.validation_every": 150,
        }
    )
    (look,) = [e for e in train(experiment) if isinstance(e, Validated)]
    assert look.score > 0.7 and math.isfinite(look.ci95)


def test_resuming_a_finished_run_changes_nothing():
    run = RunFolder(finished(train(small("protonet")))[-1].run)
    metrics, summary = list(run.metrics()), run.summary()
    end = finished(train(Experiment(), resume=run.path))[-1]
    assert list(run.metrics()) == metrics
    assert run.curves()["iterations"].tolist() == [3, 6]
    assert end.validation == summary["validation"]


def test_a_run_finished_before_its_first_step_can_be_resumed():
    control = Control()
    control.finish()
    *_, end = train(small("protonet"), control)
    assert end.iterations == 0
    resumed = finished(train(Experiment(), resume=end.run))[-1]
    assert resumed.iterations == 6


def test_what_a_power_cut_leaves_in_a_run_is_passed_over():
    run = RunFolder(finished(train(small("protonet")))[-1].run)
    with (run.path / "metrics.jsonl").open("ab") as file:
        file.write(b"\x00\xff\xfe\n5\n")
    (run.path / "adaptation.npz").write_bytes(b"x")
    assert [m["iteration"] for m in run.metrics()][-1] == 6
    assert run.curves() == {}


def test_curves_are_read_from_what_was_gathered_and_from_a_log_up_to_where_it_is_torn():
    run = RunFolder(finished(train(small("protonet")))[-1].run)
    whole = run.curves()
    later = [look(whole, 9, 0.25), look(whole, 6, 0.5), look(whole, 12, 0.75)]
    log = b"".join(curves_to_bytes(one) for one in later)
    run.curves_log.write_bytes(log[:-3])
    read = run.curves()
    assert read["iterations"].tolist() == [3, 6, 9]
    assert read["scores"][:, 0, 0].tolist() == [whole["scores"][0, 0, 0], 0.5, 0.25]
    run.gather_curves(until=6)
    assert not run.curves_log.exists()
    assert run.curves()["iterations"].tolist() == [3, 6]


def look(like, iteration, score):
    scores = np.full_like(like["scores"][0], score)
    return Validated(iteration, 1.0, score, 0.1, False, like["x"], like["losses"][0], scores)


def test_a_run_without_its_curves_can_be_resumed():
    run = RunFolder(finished(train(small("protonet")))[-1].run)
    (run.path / "adaptation.npz").write_bytes(b"x")
    finished(train(Experiment(), resume=run.path))


def test_layers_without_width_are_refused():
    for hidden in ([], [0], [100_000]):
        with pytest.raises(ConfigError, match=r"network\.hidden"):
            small("maml", network__hidden=hidden)


def test_reptile_goes_a_share_of_the_way_to_the_weights_of_its_tasks():
    e = Experiment().changed(
        {"method.name": "reptile", "network.channels": 4, "training.outer_lr": 0.25}
    )
    learner = Learner(e, open_source(e.data, Workspace.default()), torch.device("cpu"))
    before = {name: value.detach().clone() for name, value in learner.params.items()}
    learner.step(1, Workers(1))
    method, batch = learner.method, learner.batch(1)
    assert isinstance(batch, Episode)
    pull = outer_gradient(method, _leaves(before), batch, learner.plan, Workers(1)).gradients
    for name, towards in pull.items():
        assert torch.allclose(learner.params[name], before[name] - 0.25 * towards, atol=1e-6)


def _leaves(params: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    return {name: value.clone().requires_grad_() for name, value in params.items()}


def test_what_changes_over_a_run_is_told_how_far_the_run_is():
    changes = {"method.name": "maml", "method.inner_steps": 2, "method.multi_step_until": 1.0}
    e = Experiment().changed({**changes, "network.channels": 4, "training.iterations": 4})
    learner = Learner(e, open_source(e.data, Workspace.default()), torch.device("cpu"))
    before = _leaves({n: v.detach() for n, v in learner.params.items()})
    batch = learner.batch(3)
    found = learner.step(3, Workers(1)).gradients["head.weight"]

    def at(progress: float) -> torch.Tensor:
        plan = learner.plan
        outcome = outer_gradient(learner.method, before, batch, plan, Workers(1), progress)
        return outcome.gradients["head.weight"]

    assert torch.equal(found, at(0.75)) and not torch.allclose(found, at(1.0))


def test_beta_falls_along_a_cosine_to_where_it_is_to_end():
    settings = {"training.outer_lr": 0.1, "training.outer_lr_decay": "cosine"}
    e = Experiment().changed(
        {**settings, "training.final_outer_lr": 0.02, "training.iterations": 100}
    )
    learner = Learner(e, open_source(e.data, Workspace.default()), torch.device("cpu"))
    first, half, last = (learner.current_outer_lr(i) for i in (1, 51, 101))
    assert (first, half, last) == pytest.approx((0.1, 0.06, 0.02))
