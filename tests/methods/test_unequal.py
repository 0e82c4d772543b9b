"""Tasks of different sizes in one meta-batch: the outer gradient is still the plain loop's."""

from dataclasses import replace

import judges
import pytest
import torch
from test_gradients import (
    SHAPE,
    experiment,
    gradients_of_every_plan,
    in_float64,
    initial,
    relative_error,
    tasks_of,
    work_for,
)

from metastudio.engine.learner import trace
from metastudio.engine.methods import build_method
from metastudio.engine.methods.method import UNEVEN_SHOTS
from metastudio.engine.plan import Workers
from metastudio.engine.sections import METHODS, METRIC
from metastudio.engine.sections.names import FIXED_HEAD
from metastudio.engine.tasks.episodes import Episode, Labelled, Unequal

__all__ = ["in_float64"]

SHOTS = [(1, 3, 2), (2, 1), (1, 1, 4, 2)]
"""Of each class of each task."""
QUERIES = [2, 3, 1]


def unequal() -> Unequal:
    chance = torch.Generator().manual_seed(6)

    def labelled(each: tuple[int, ...]) -> Labelled:
        y = torch.repeat_interleave(torch.arange(len(each)), torch.tensor(each))
        return Labelled(torch.rand(1, len(y), *SHAPE, generator=chance), y[None])

    return Unequal(
        tuple(
            Episode(
                labelled(shots),
                labelled((queries,) * len(shots)),
                len(shots),
                torch.arange(len(shots))[None],
            )
            for shots, queries in zip(SHOTS, QUERIES, strict=True)
        )
    )


@pytest.mark.parametrize("normalization", ["running", "support", "transductive", "group"])
@pytest.mark.parametrize("method_name", [*METRIC, "proto-maml"])
def test_the_outer_gradient_is_the_plain_loops(method_name: str, normalization: str) -> None:
    steps = {"method__inner_steps": 2, "method__inner_lr": 0.1}
    e = experiment(
        method__name=method_name,
        network__normalization=normalization,
        **(steps if method_name == "proto-maml" else {}),
    )
    method, batch = build_method(e, SHAPE, 3), unequal()
    params = initial(method)
    work = replace(
        work_for(e, method, params, batch.tasks[0]),
        support=[pair for task in batch.tasks for pair in tasks_of(task.support)],
        query=[pair for task in batch.tasks for pair in tasks_of(task.query)],
    )
    expected = judges.METHODS[method_name](work)
    for found in gradients_of_every_plan(method, params, batch):
        assert relative_error(found, expected) < 1e-10


@pytest.mark.parametrize("method_name", [m for m in METHODS if m not in FIXED_HEAD])
def test_every_method_whose_head_comes_with_the_task_is_traced_on_unequal_tasks(
    method_name: str,
) -> None:
    e = experiment(method__name=method_name, task__sizes="variable", method__inner_steps=2)
    method, batch = build_method(e, SHAPE, 4), unequal()
    params = {n: v.detach() for n, v in initial(method).items()}
    traced = trace(method, params, batch, torch.device("cpu"), Workers(1), together=False)
    assert traced.scores.shape == (3, len(traced.x))
    if method.curve_label == "shots per class":
        assert traced.x == UNEVEN_SHOTS
    assert traced.per_way is not None and traced.per_way.shape == (1, 3 + 2 + 4)
    # After all shots a task reads as it does alone.
    for number, task in enumerate(batch.tasks):
        alone = method.predict(params, method.adapt(params, task.support, task.ways), task.query.x)
        assert torch.allclose(traced.losses[number, -1], method.losses(alone, task.query.y)[0])
        accuracy = (alone.argmax(-1) == task.query.y).double().mean()
        assert torch.allclose(traced.scores[number, -1], accuracy)
