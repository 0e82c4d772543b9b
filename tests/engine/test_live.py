"""Looking into a model while it trains: the same answers as validation gave, task by task."""

import numpy as np
import pytest
import torch

from metastudio.engine.errors import TrainingError
from metastudio.engine.events import Ended, Stepped, Validated
from metastudio.engine.experiment import Experiment
from metastudio.engine.live import Past
from metastudio.engine.training import Control, train


def experiment(method: str, data: str = "glyphs", **task: object) -> Experiment:
    training = {"iterations": 4, "validation_every": 2, "validation_tasks": 3, "meta_batch": 2,
                "batch_size": 8, "device": "cpu"}  # fmt: skip
    return Experiment.from_dict(
        {
            "data": {"name": data},
            "task": {"ways": 3, "shots": 2, "queries": 4, **task},
            "method": {"name": method, "test_steps": 2},
            "network": {"channels": 4} if data == "glyphs" else {},
            "training": training,
        }
    )


def look(chosen: Experiment) -> tuple[Past, list[Validated]]:
    """Train, and keep the model at each validation as the window does."""
    past, control, validated = Past(), Control(), []
    for event in train(chosen, control):
        if isinstance(event, Validated):
            assert control.learner is not None
            past.take(control.learner, event.iteration)
            validated.append(event)
    return past, validated


@pytest.mark.parametrize("method", ["maml", "anil", "protonet", "transfer"])
def test_the_answers_of_a_task_are_those_that_its_validation_scored(method: str) -> None:
    past, validated = look(experiment(method))
    for event in validated:
        for index in range(3):
            seen = past.inspect(index, event.iteration)
            right = seen.scores.argmax(-1) == seen.task.query_labels
            assert seen.iteration == event.iteration
            np.testing.assert_allclose(right.mean(-1), event.scores[index], atol=1e-6)
            np.testing.assert_allclose(seen.scores.sum(-1), 1, atol=1e-5)
            np.testing.assert_array_equal(seen.x, event.x)


def test_transductive_answers_are_read_as_validation_reads_them() -> None:
    chosen = experiment("maml").changed({"network.normalization": "transductive"})
    past, validated = look(chosen)
    seen = past.inspect(1)
    right = seen.scores.argmax(-1) == seen.task.query_labels
    np.testing.assert_allclose(right.mean(-1), validated[-1].scores[1], atol=1e-6)


def test_only_a_method_with_prototypes_has_a_plane_and_distances_there_never_grow() -> None:
    past, _ = look(experiment("protonet"))
    plane = past.inspect(0).plane
    assert plane is not None
    assert plane.prototypes.shape == (2, 3, 2)
    assert plane.queries.shape == (12, 2)
    assert plane.support.shape == (6, 2)
    assert 0 < plane.share <= 1 + 1e-6
    assert (plane.prototypes[-1, 0] >= -1e-5).all()
    # The prototype of one class is the mean of its support pictures, in the plane as well.
    np.testing.assert_allclose(
        plane.prototypes[-1, 1], plane.support[2:4].mean(0), rtol=1e-3, atol=1e-4
    )
    maml, _ = look(experiment("maml"))
    assert maml.inspect(0).plane is None


def test_a_fitted_function_has_the_error_that_validation_found() -> None:
    past, validated = look(experiment("maml", "sinusoid", shots=5))
    seen = past.inspect(2)
    assert seen.fits.shape == (3, len(seen.grid))
    np.testing.assert_allclose(seen.errors, validated[-1].scores[2], rtol=1e-4)


def test_moved_support_points_are_adapted_to() -> None:
    past, _ = look(experiment("maml", "sinusoid", shots=5))
    before = past.inspect(0)
    assert before.task.support_xy is not None
    moved = before.task.support_xy + np.array([0, 3], np.float32)
    after = past.inspect(0, support=moved)
    np.testing.assert_allclose(after.fits[0], before.fits[0], rtol=1e-5)
    assert not np.allclose(after.fits[-1], before.fits[-1])
    np.testing.assert_array_equal(after.task.support_xy, moved)
    np.testing.assert_array_equal(after.grid, before.grid)


def test_a_snapshot_stays_as_it_was_while_training_goes_on() -> None:
    past, _ = look(experiment("maml"))
    early, late = past.inspect(0, 2), past.inspect(0)
    assert (early.iteration, late.iteration) == (2, 4)
    assert not np.allclose(early.scores, late.scores)


def test_snapshots_keep_within_their_room() -> None:
    past, control = Past(room=1), Control()
    chosen = experiment("protonet").changed({"training.validation_every": 1})
    for event in train(chosen, control):
        if isinstance(event, Validated) and control.learner is not None:
            past.take(control.learner, event.iteration)
    # The newest stays in memory, and of the others as many as fit: at least one.
    assert [past.inspect(0, at).iteration for at in (1, 2, 3, 4)] == [3, 3, 3, 4]
    # The file has one place more, as a snapshot is laid down before another has to go.
    assert past._end == 2 * sum(value.nbytes for value in past._newest.params.values())


def test_what_was_laid_down_in_the_file_comes_back_to_the_bit(tmp_path) -> None:
    folder = tmp_path / "laid"
    folder.mkdir()
    past, control, copies = Past(folder=folder), Control(), {}
    for event in train(experiment("maml").changed({"training.validation_every": 1}), control):
        if isinstance(event, Validated) and control.learner is not None:
            past.take(control.learner, event.iteration)
            copies[event.iteration] = past._newest.params
    for iteration, params in copies.items():
        found = past._nearest(iteration)
        assert found.iteration == iteration
        assert all(torch.equal(value, found.params[name]) for name, value in params.items())
    assert list(folder.iterdir()) == []  # nameless: nothing is left behind, come what may
    past.close()
    with pytest.raises(TrainingError):
        past.inspect(0)


def test_before_the_first_validation_it_says_so() -> None:
    with pytest.raises(TrainingError, match="before the first validation"):
        Past().inspect(0)


def test_looking_does_not_change_what_is_learned() -> None:
    def losses(looking: bool) -> list[float]:
        past, control, seen = Past(), Control(), []
        for event in train(experiment("maml"), control):
            if isinstance(event, Validated) and looking and control.learner is not None:
                past.take(control.learner, event.iteration)
                past.inspect(0)
            if isinstance(event, Stepped):
                seen.append(event.loss)
        return seen

    torch.manual_seed(0)
    assert losses(True) == losses(False)


def test_a_paused_run_takes_single_steps() -> None:
    control = Control()
    control.pause()
    control.step()
    events = train(experiment("maml"), control)
    for event in events:
        if isinstance(event, Stepped):
            break
    assert control.paused  # it would wait before the second step
    control.finish()
    *_, last = events
    assert isinstance(last, Ended)
    assert last.iterations == 1


def test_a_step_of_a_run_that_does_not_wait_changes_nothing() -> None:
    control = Control()
    control.step()
    assert not control.paused
    assert control.wait() == ""
    assert not control.paused
