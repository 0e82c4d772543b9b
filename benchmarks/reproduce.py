"""Published numbers beside ours: `python benchmarks/reproduce.py [ROW…] [--list] [--table]`.

Each row trains one model with the command line, for so many minutes, and evaluates it on test
episodes of the paper's protocol; what came of it is kept in `docs/results/ROW.json` as soon as the
row ends, and `docs/results.md` is written anew from all that is kept. A row that was interrupted is
resumed from its run; one that is kept is not run again (`--again` does). Without names, all rows
that are missing are run in order. Real data are taken from METASTUDIO_TEST_DATA, where the
archives of Omniglot lie in `omniglot/` and class lists in `splits/`.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from recipes import RECIPES, Recipe, Test
from results_table import curve_state, write_table

from metastudio.engine.runs import RESUME_POINT, environment, list_runs
from metastudio.engine.workspace import Workspace

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "docs" / "results"
DATA = Path(os.environ.get("METASTUDIO_TEST_DATA", ROOT.parent / "shared" / "data")).resolve()
PLACES = {"$METASTUDIO_TEST_DATA": DATA, "$BENCHMARKS": ROOT / "benchmarks"}
"""What stands for folders in recipes and in what is kept."""
METASTUDIO = [sys.executable, "-m", "metastudio"]


def main() -> int:
    arguments = parsed()
    rows = {recipe.name: recipe for recipe in RECIPES}
    unknown = [name for name in arguments.rows if name not in rows]
    if unknown:
        print(f"There is no row {unknown[0]}. The rows are: {', '.join(rows)}.", file=sys.stderr)
        return 2
    if arguments.list:
        for recipe in RECIPES:
            state = "kept" if kept(recipe).is_file() else "missing"
            print(f"{recipe.name:<32}{recipe.minutes:>4} min  {state}")
        return 0
    if not arguments.table:
        chosen = [rows[name] for name in arguments.rows or rows]
        for recipe in chosen:
            if arguments.again or not kept(recipe).is_file():
                run_row(recipe, arguments.runs.resolve())
                write_table(RECIPES, RESULTS)
    write_table(RECIPES, RESULTS)
    return 0


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("rows", nargs="*", metavar="ROW")
    parser.add_argument("--list", action="store_true", help="tell the rows and which are kept")
    parser.add_argument("--table", action="store_true", help="only write docs/results.md anew")
    parser.add_argument("--again", action="store_true", help="run rows that are kept once more")
    parser.add_argument(
        "--runs", type=Path, default=ROOT / "build" / "reproduce", help="where the runs are kept"
    )
    return parser.parse_args()


def kept(recipe: Recipe) -> Path:
    return RESULTS / f"{recipe.name}.json"


def run_row(recipe: Recipe, runs: Path) -> None:
    place = runs / recipe.name
    print(
        f"{time.strftime('%H:%M:%S')}  {recipe.name}: trains {recipe.minutes} minutes", flush=True
    )
    for name, archive in recipe.imports.items():
        if not (Workspace.default().data / name).is_dir():
            told(["data", "import", name, archive])
    if recipe.built_in:
        learned = {"train": imported(recipe), "iterations": 0, "seconds": 0, "curve": "–"}
        model = recipe.preset
    else:
        training = train(recipe, place)
        learned = {
            "train": shown(train_command(recipe)),
            "iterations": training["iterations"],
            "seconds": round(training["seconds"]),
            "curve": curve_state(list_runs(place)[0]),
        }
        model = training["checkpoint"]
    tests = [evaluate(test, model) for test in recipe.tests]
    result = {
        "row": recipe.name,
        "seed": recipe.seed,
        **learned,
        "environment": environment(),
        "tests": tests,
    }
    RESULTS.mkdir(parents=True, exist_ok=True)
    text = json.dumps(result, indent=1) + "\n"
    for name, place in PLACES.items():
        text = text.replace(str(place), name)
    kept(recipe).write_text(text)
    for test in tests:
        print(f"    {test['test']}: {test['value']}", flush=True)


def imported(recipe: Recipe) -> str:
    return "\n".join(
        shown(["data", "import", name, archive]) for name, archive in recipe.imports.items()
    )


def train_command(recipe: Recipe) -> list[str]:
    limits = {"training.max_seconds": recipe.minutes * 60, "training.seed": recipe.seed}
    settings = {**recipe.settings, **limits}
    return ["train", "--preset", recipe.preset, *pairs(settings)]


def train(recipe: Recipe, place: Path) -> dict[str, Any]:
    """Train, or go on with a run that was interrupted; returns what the command line says."""
    interrupted = [run for run in list_runs(place) if (run.path / RESUME_POINT).is_file()]
    if interrupted:
        summary = interrupted[0].summary()
        if summary.get("outcome") in ("completed", "finished") and summary["checkpoint"]:
            return {"run": str(interrupted[0].path), **summary}
        return told(["train", "--resume", str(interrupted[0].path)])
    return told([*train_command(recipe), "--runs", str(place)])


def evaluate(test: Test, model: str) -> dict[str, Any]:
    rest = [*pairs(test.settings), "--episodes", str(test.episodes), "--seed", str(test.seed)]
    found = told(["evaluate", model, *rest])
    return {
        "test": test.name,
        "published": test.published,
        "goal": f"{'≤' if test.steps else '≥'} {test.goal}",
        "value": test.value(found),
        "evaluate": shown(["evaluate", "CHECKPOINT", *rest]),
        "split": found.get("class_split", ""),
        "episodes": found["episodes"],
        "seed": test.seed,
        "found": {key: value for key, value in found.items() if key != "per_class"},
    }


def pairs(settings: dict[str, Any]) -> list[str]:
    return [part for key, value in settings.items() for part in ("--set", f"{key}={value}")]


def told(arguments: list[str]) -> dict[str, Any]:
    """Run the command line and return the JSON object of its last line."""
    real = list(arguments)
    for name, place in PLACES.items():
        real = [text.replace(name, str(place)) for text in real]
    done = subprocess.run(
        [*METASTUDIO, *real, "--json"], stdout=subprocess.PIPE, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"metastudio {' '.join(real)} ended with {done.returncode}.")
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def shown(arguments: list[str]) -> str:
    return " ".join(["metastudio", *arguments])


if __name__ == "__main__":
    sys.exit(main())
