"""Runs that are killed, closed or refused by the disk go on as if nothing had happened."""

import json
import random
import shutil
import subprocess
import sys
import threading

import pytest
import torch
from alike import difference

from metastudio.engine import saving, writer
from metastudio.engine.checkpoints import load_checkpoint, read_tensors, tensors_to_bytes
from metastudio.engine.errors import CheckpointError, WorkspaceError
from metastudio.engine.events import Changed, Ended, Failed, Stalled, Started, Stepped, Validated
from metastudio.engine.experiment import Experiment
from metastudio.engine.runs import RunFolder, list_runs
from metastudio.engine.tasks.catalog import open_source
from metastudio.engine.training import Control, train
from metastudio.engine.workspace import Workspace, write_atomically

SINE = {"data.name": "sinusoid", "network.name": "mlp", "network.normalization": "none"}


def small(method: str, **more: object) -> Experiment:
    """A run of six steps; the plan is set by hand, so that none has to be measured."""
    return Experiment().changed(
        {
            "method.name": method,
            "network.channels": 8,
            "training.meta_batch": 2,
            "training.batch_size": 16,
            "training.iterations": 6,
            "training.validation_every": 4,
            "training.validation_tasks": 4,
            "training.threads": 1,
            "training.chunk": 1,
            "task.queries": 2,
            **{k.replace("__", "."): v for k, v in more.items()},
        }
    )


def ended(events):
    *_, last = events
    assert isinstance(last, Ended), last
    return last.run


def closed_after(events, iteration):
    """Let a run go on to an iteration, then close it, as a window does that is closed."""
    for event in events:
        if isinstance(event, Started):
            run = event.run
        if getattr(event, "iteration", 0) == iteration or iteration == 0:
            break
    events.close()
    return run


# --- SIGKILL -------------------------------------------------------------------------------------


SHORT = {"reptile": {"method__test_steps": 5}}  # of fifty, which take most of a minute


@pytest.mark.parametrize("method", ["maml", "reptile", "protonet", "transfer"])
def test_a_run_killed_in_the_middle_ends_with_the_same_bits(method, tmp_path):
    experiment = small(method, training__iterations=60, **SHORT.get(method, {}))
    open_source(experiment.data, Workspace.default())  # draws the glyphs, once for all processes
    (tmp_path / "small.toml").write_text(experiment.to_toml())
    command = [sys.executable, "-m", "metastudio", "train"]
    start = [*command, str(tmp_path / "small.toml"), "--runs", str(tmp_path / "killed")]

    killed = subprocess.Popen(start, stdout=subprocess.PIPE, text=True)
    looks = random.Random(method).randint(1, 8)  # of 15
    for line in killed.stdout:
        looks -= "validation" in line
        if not looks:
            break
    killed.kill()
    killed.stdout.close()
    assert killed.wait() < 0, "the run was over before it could be killed"

    whole = ended(train(experiment))
    (run,) = list_runs(tmp_path / "killed")
    subprocess.run([*command, "--resume", run.path], stdout=subprocess.DEVNULL, check=True)
    assert difference(whole, run.path) == ""


# --- α and β changed by hand ---------------------------------------------------------------------


def with_changes(events, control, until=99):
    """Train while somebody lowers α after step 2, and β after step 4."""
    for event in events:
        if isinstance(event, Started):
            run = event.run
        if isinstance(event, Stepped) and event.iteration == 2:
            control.change(inner_lr=0.1)
        if isinstance(event, Stepped) and event.iteration == 4:
            control.change(outer_lr=5e-4)
        if getattr(event, "iteration", 0) == until:
            break
    events.close()
    return run


def test_a_run_whose_rates_were_changed_is_replayed_and_resumed_to_the_same_bits():
    control = Control()
    run = with_changes(train(small("maml"), control), control)
    assert RunFolder(run).changes() == {2: (0.1, 1e-3), 4: (0.1, 5e-4)}
    events = list(train(Experiment(), replay=run))
    assert [e.in_words() for e in events if isinstance(e, Changed)] == [
        "α 0.4 → 0.1", "β 0.001 → 0.0005"
    ]  # fmt: skip
    assert difference(run, ended(events)) == ""
    assert (RunFolder(ended(events)).changes(), ended(events) != run) == (
        RunFolder(run).changes(), True
    )  # fmt: skip
    control = Control()
    part = with_changes(train(small("maml"), control), control, until=5)
    assert difference(run, ended(train(Experiment(), resume=part))) == ""
    assert RunFolder(part).changes() == RunFolder(run).changes()


def test_a_change_that_no_resume_point_holds_is_forgotten(tmp_path):
    control = Control()
    run = RunFolder(with_changes(train(small("maml"), control), control, until=5))
    run.forget_after(4)
    assert run.changes() == {2: (0.1, 1e-3)}


# --- resume points at any time -------------------------------------------------------------------


@pytest.mark.parametrize("method", ["maml", "reptile", "protonet", "transfer"])
def test_a_run_closed_before_its_first_step_can_be_resumed(method):
    whole = ended(train(small(method)))
    run = closed_after(train(small(method)), 0)
    first, *_ = events = list(train(Experiment(), resume=run))
    assert first.resumed_from == 0
    assert difference(whole, ended(events)) == ""


@pytest.mark.parametrize("data", [{}, SINE], ids=["glyphs", "sinusoid"])
def test_long_ways_between_validations_have_resume_points_too(data, monkeypatch):
    experiment = small("maml").changed(data)
    whole = ended(train(experiment))
    monkeypatch.setattr(saving, "SAVE_EVERY", 0.0)
    run = closed_after(train(experiment), 3)
    first, *_ = events = list(train(Experiment(), resume=run))
    assert first.resumed_from == 3
    assert difference(whole, ended(events)) == ""


STREAMS = {
    "augmented": {
        "data.augment_rotation": 20, "data.augment_flip": True, "data.augment_crop": 0.2,
        "data.augment_colour": 0.3,
    },
    "drifting": {"data.drift": "rotation"},
    "variable": {"task.sizes": "variable", "training.iterations": 3},
}  # fmt: skip


@pytest.mark.parametrize("settings", STREAMS.values(), ids=STREAMS)
def test_tasks_of_every_kind_go_on_to_the_same_bits(settings, monkeypatch):
    experiment = small("protonet").changed({"training.validation_every": 3, **settings})
    whole = ended(train(experiment))
    monkeypatch.setattr(saving, "SAVE_EVERY", 0.0)
    run = closed_after(train(experiment), 2)
    assert difference(whole, ended(train(Experiment(), resume=run))) == ""


def test_a_resume_point_after_the_last_validation_is_validated_at_the_end(monkeypatch):
    monkeypatch.setattr(saving, "SAVE_EVERY", 0.0)
    run = closed_after(train(small("protonet")), 6)  # the last step is taken, not yet validated
    looks = [e for e in train(Experiment(), resume=run) if isinstance(e, Validated)]
    assert [look.iteration for look in looks] == [6]


@pytest.mark.parametrize("method", ["maml", "meta-sgd"])
def test_rates_changed_by_hand_are_not_lost(method):
    def changed_at_two(iteration):
        control = Control()
        for event in train(small(method), control):
            if isinstance(event, Started):
                run = event.run
            if isinstance(event, Stepped) and event.iteration == 2:
                control.change(inner_lr=0.1, outer_lr=0.01)
            if isinstance(event, Stepped) and event.iteration == iteration:
                break
        return run

    whole = changed_at_two(None)
    events = list(train(Experiment(), resume=changed_at_two(3)))
    rates = [(e.inner_lr, e.outer_lr) for e in events if isinstance(e, Stepped)]
    assert rates == [(0.1, 0.01)] * 3
    assert difference(whole, ended(events)) == ""


def test_a_cancelled_run_goes_on_where_it_was_cancelled():
    control = Control()
    for event in train(small("protonet"), control):
        if isinstance(event, Stepped) and event.iteration == 3:
            control.cancel()
    first = next(train(Experiment(), resume=event.run))
    assert first.resumed_from == 3


# --- what lies on the disk -----------------------------------------------------------------------


def test_files_ahead_of_the_resume_point_are_computed_again(tmp_path):
    whole = ended(train(small("maml", training__validation_every=2)))
    run = closed_after(train(small("maml", training__validation_every=2)), 3)
    # A kill right before the resume point was replaced: all else is that of the end.
    for name in ("metrics.jsonl", "adaptation.npz", "checkpoints"):
        copy = shutil.copytree if name == "checkpoints" else shutil.copy
        copy(whole / name, run / name, **({"dirs_exist_ok": True} if "ch" in name else {}))
    assert difference(whole, ended(train(Experiment(), resume=run))) == ""


def test_what_a_killed_process_had_begun_to_write_is_removed():
    run = closed_after(train(small("protonet")), 4)
    begun = [run / ".resume.safetensors.k3_x1", run / "checkpoints" / ".best.safetensors.abc"]
    for file in begun:
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(b"half")
    ended(train(Experiment(), resume=run))
    assert not any(file.exists() for file in begun)


def test_checkpoints_lie_there_when_the_end_is_told():
    for event in train(small("protonet")):
        if isinstance(event, Ended):
            assert load_checkpoint(RunFolder(event.run).last).iteration == 6
            assert load_checkpoint(event.checkpoint).results["score"] == event.validation["score"]
            assert len(list(RunFolder(event.run).metrics())) == 8


def test_the_resume_point_is_written_after_all_it_relies_on(monkeypatch):
    names = []

    def noting(path, content):
        names.append(path.name)
        write_atomically(path, content)

    monkeypatch.setattr(writer, "write_atomically", noting)
    ended(train(small("protonet", training__iterations=1)))
    model = ["last.safetensors", "best.safetensors"]
    assert names == [*model, "resume.safetensors"]


def test_a_run_that_is_ended_while_the_disk_is_full_says_so_and_can_go_on_later(monkeypatch):
    whole = ended(train(small("maml", training__validation_every=2)))
    full, control = [], Control()

    def refusing(path, content):
        if path.name == "last.safetensors" and full.append(1) is None and len(full) > 1:
            raise WorkspaceError("There is no room.")
        write_atomically(path, content)

    with monkeypatch.context() as patch:
        patch.setattr(writer, "write_atomically", refusing)
        patch.setattr(writer, "REST", 0.0)
        events = train(small("maml", training__validation_every=2), control)
        run = next(events).run
        for last in events:
            if isinstance(last, Stalled):
                control.cancel()
    assert isinstance(last, Failed)
    assert (last.message, last.remedy[:9]) == ("There is no room.", "Make room")
    assert load_checkpoint(last.checkpoint).iteration == 2
    assert difference(whole, ended(train(Experiment(), resume=run))) == ""


def test_a_run_that_is_under_way_can_not_be_resumed_elsewhere():
    events = train(small("protonet"))
    run = next(events).run
    with pytest.raises(WorkspaceError, match="under way in another window"):
        next(train(Experiment(), resume=run))
    next(events)
    events.close()
    assert not (run / ".lock").exists()
    ended(train(Experiment(), resume=run))


def test_no_thread_outlives_a_run_that_is_closed():
    events = train(small("protonet"))
    next(events)
    names = [thread.name for thread in threading.enumerate()]
    assert "metastudio-writer" in names
    events.close()
    names = [thread.name for thread in threading.enumerate()]
    assert "metastudio-writer" not in names


def test_a_disk_that_hangs_does_not_hold_up_the_training(monkeypatch):
    works = threading.Event()

    def hanging(path, content):
        assert works.wait(60), "training waited for the disk"
        write_atomically(path, content)

    monkeypatch.setattr(writer, "write_atomically", hanging)
    steps = []
    for event in train(small("protonet", training__validation_every=2)):
        if isinstance(event, Stepped):
            steps.append(event.iteration)
            if event.iteration == 6:
                works.set()
    assert steps == [1, 2, 3, 4, 5, 6]
    assert isinstance(event, Ended)


# --- what can't be resumed -----------------------------------------------------------------------


def test_a_run_without_a_resume_point_is_refused_in_words():
    run = ended(train(small("protonet")))
    (run / "resume.safetensors").unlink()
    with pytest.raises(WorkspaceError, match=r"its resume\.safetensors is missing"):
        next(train(Experiment(), resume=run))


def test_a_resume_point_of_another_network_is_refused_in_words():
    run = ended(train(small("protonet")))
    (run / "experiment.toml").write_text(small("protonet", network__channels=4).to_toml())
    with pytest.raises(CheckpointError, match="does not fit its experiment"):
        next(train(Experiment(), resume=run))


def test_a_resume_point_of_version_0_1_is_read():
    run = ended(train(small("protonet")))
    state, metadata = read_tensors(RunFolder(run).resume_point)
    position = json.loads(metadata["position"])
    assert position.pop("validated_at") == 6
    old = tensors_to_bytes(state, {"position": json.dumps(position)})
    (run / "resume.safetensors").write_bytes(old)
    assert not any(isinstance(e, Validated) for e in train(Experiment(), resume=run))


# --- validations that follow each other closely ---------------------------------------------------


def test_validations_in_quick_succession_lose_nothing(tmp_path, monkeypatch):
    every_step = {**SINE, "training.validation_every": 1, "training.iterations": 12}
    experiment = small("maml").changed(every_step)
    monkeypatch.setattr(saving, "COPY_EVERY", 0.0)
    each_copied = ended(train(experiment, runs=tmp_path / "each"))
    monkeypatch.setattr(saving, "COPY_EVERY", 1e9)
    few_copied = ended(train(experiment, runs=tmp_path / "few"))
    assert difference(each_copied, few_copied) == ""
    assert load_checkpoint(few_copied / "checkpoints" / "last.safetensors").iteration == 12

    cut = closed_after(train(experiment, runs=tmp_path / "cut"), 9)
    assert ended(train(experiment, resume=cut)) == cut
    assert difference(each_copied, cut) == ""


def test_the_last_checkpoint_holds_the_weights_that_were_validated(tmp_path, monkeypatch):
    monkeypatch.setattr(saving, "COPY_EVERY", 1e9)
    changes = {**SINE, "training.validation_every": 3, "training.iterations": 40}
    control, seen = Control(), {}
    for event in train(small("maml").changed(changes), control, runs=tmp_path):
        if isinstance(event, Validated):
            weights = control.learner.params.items()
            seen[event.iteration] = {name: value.detach().clone() for name, value in weights}
            unsaved = not event.best
        elif isinstance(event, Stepped) and len(seen) > 1 and unsaved:
            control.cancel()
    assert unsaved, "no validation was worse than the best, so nothing was put off"
    last = load_checkpoint(list_runs(tmp_path)[0].last)
    for name, value in last.params.items():
        assert torch.equal(value, seen[last.iteration][name]), name
