"""The outer step: torch's own Adam and descent, without what torch loads for them."""

import subprocess
import sys

import pytest
import torch

from metastudio.engine.outer_step import OuterStep


def drawn(seed):
    chance = torch.Generator().manual_seed(seed)
    return {name: torch.randn(size, generator=chance) for name, size in (("a", (3, 4)), ("b", 5))}


@pytest.mark.parametrize("plain", [False, True])
def test_steps_are_those_of_torch_to_the_last_bit_even_after_going_back(plain):
    kind = torch.optim.SGD if plain else torch.optim.Adam
    theirs = {name: value.requires_grad_() for name, value in drawn(0).items()}
    optimizer = kind(theirs.values(), lr=1.0)
    ours = {name: value.detach().clone().requires_grad_() for name, value in theirs.items()}
    step = OuterStep(ours, plain)
    for i in range(1, 6):
        rate, gradients = 0.1 / i, drawn(i)
        for name, gradient in gradients.items():
            theirs[name].grad = gradient
        optimizer.param_groups[0]["lr"] = rate
        optimizer.step()
        kept, step = step.state(), OuterStep(ours, plain)
        step.restore(kept)
        step.take(gradients, rate)
        assert all(torch.equal(ours[name], theirs[name]) for name in ours)


@pytest.mark.parametrize(
    "settings", [{}, {"method.name": "maml", "task.queries": 15, "training.meta_batch": 8}]
)
def test_a_training_does_not_load_the_compiler_of_torch(settings, tmp_path):
    chosen = {**settings, "training.iterations": 1, "training.validation_tasks": 2}
    program = (
        "import sys\n"
        "from metastudio.engine.experiment import Experiment\n"
        "from metastudio.engine.training import train\n"
        "from pathlib import Path\n"
        "from metastudio.engine.workspace import Workspace\n"
        f"e = Experiment().changed({chosen!r})\n"
        f"list(train(e, workspace=Workspace(Path({str(tmp_path)!r}))))\n"
        "print([name for name in ('torch._dynamo', 'sympy') if name in sys.modules])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"
