"""Kill runs at random moments and resume them: `python benchmarks/kill_and_resume.py [N] [SEED]`.

Each of N runs is a process of its own, killed (SIGKILL) at a random moment between the making of
its folder and its end, every second one twice, then resumed to the end and compared with a run
that nobody disturbed: all tensors, curves, metrics and scores must be the same bits.
"""

import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "engine"))
from alike import difference

from metastudio.engine.runs import RunFolder, list_runs

WORK = {
    "maml": {"method.name": "maml"},
    "protonet": {"method.name": "protonet"},
    "transfer": {"method.name": "transfer"},
    "maml on sinusoids": {
        "method.name": "maml",
        "data.name": "sinusoid",
        "network.name": "mlp",
        "training.iterations": 3000,
        "training.validation_every": 100,
    },
}
COMMON = {
    "network.channels": 8,
    "data.image_size": 28,
    "training.meta_batch": 2,
    "training.iterations": 400,
    "training.validation_every": 8,
    "training.validation_tasks": 4,
}
TRAIN = [sys.executable, "-m", "metastudio", "train"]


def start(settings: dict[str, object], runs: Path) -> subprocess.Popen[str]:
    pairs = [part for k, v in {**COMMON, **settings}.items() for part in ("--set", f"{k}={v}")]
    return opened([*TRAIN, *pairs, "--runs", str(runs)])


def opened(command: list[str]) -> subprocess.Popen[str]:
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def folder_of(runs: Path, process: subprocess.Popen[str]) -> Path:
    """Wait until the run has begun: until its folder counts as one."""
    while not (found := list_runs(runs)):
        if process.poll() is not None:
            raise SystemExit("The run ended before it began.")
        time.sleep(0.001)
    return found[0].path


def undisturbed(settings: dict[str, object], runs: Path) -> tuple[Path, float]:
    """Return a whole run and its seconds from the making of its folder to its end."""
    process = start(settings, runs)
    folder = folder_of(runs, process)
    begin = time.perf_counter()
    process.communicate()
    assert process.returncode == 0
    return folder, time.perf_counter() - begin


def killed(process: subprocess.Popen[str], moment: float) -> bool:
    """Kill after so many seconds; False where the run was over before."""
    try:
        process.wait(moment)
    except subprocess.TimeoutExpired:
        process.kill()
    process.communicate()
    return process.returncode < 0


def disturbed(
    settings: dict[str, object], runs: Path, seconds: float, kills: int, chance: random.Random
) -> tuple[Path, str]:
    """Return a run that was killed and resumed, and what was done to it."""
    process = start(settings, runs)
    folder, told = folder_of(runs, process), []
    for _ in range(kills):
        moment = chance.uniform(0, seconds)
        if not killed(process, moment):
            told.append("over before the kill")
            break
        steps = max((m["iteration"] for m in RunFolder(folder).metrics()), default=0)
        told.append(f"killed after {moment:5.2f} s, {steps} steps on the disk")
        process = opened([*TRAIN, "--resume", str(folder)])
        assert process.stdout is not None
        process.stdout.readline()  # it has gone back to its resume point
    if process.poll() is None or not process.stdout.closed:
        process.communicate()
    if process.returncode != 0:
        told.append(f"the resumed run failed with {process.returncode}")
    return folder, "; ".join(told)


def main() -> None:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(10**6)
    chance, same = random.Random(seed), 0
    print(f"seed {seed}", flush=True)
    with tempfile.TemporaryDirectory() as home:
        os.environ["METASTUDIO_HOME"] = home
        whole = {name: undisturbed(s, Path(home) / name) for name, s in WORK.items()}
        for name, (_, seconds) in whole.items():
            print(f"{name}: {seconds:.1f} s undisturbed", flush=True)
        for index in range(number):
            name = chance.choice(list(WORK))
            expected, seconds = whole[name]
            runs = Path(home) / f"try-{index}"
            found, told = disturbed(WORK[name], runs, seconds, 1 + index % 2, chance)
            wrong = difference(expected, found)
            same += not wrong
            print(f"{index + 1:>3}  {name:<18} {told}: {wrong or 'the same bits'}", flush=True)
    print(f"{same} of {number}")
    sys.exit(same != number)


if __name__ == "__main__":
    main()
