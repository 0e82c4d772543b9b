"""Writes `docs/results.md` from what `reproduce.py` has kept."""

import json
from collections.abc import Sequence
from pathlib import Path
from statistics import mean

from recipes import Recipe

from metastudio.engine.runs import RunFolder

HEAD = """# Published results and ours

Written by `python benchmarks/reproduce.py`, which trains each row and keeps it in `docs/results/`.
Accuracy in %, mean ± 1.96·s/√n over test episodes of classes that were never trained on; for
sinusoids the mean squared error. Training is cut to what two processors can do in the minutes that
are told, so our figures are *not* those of the papers' schedules; the last column says where the
curve stood. The rows kept here were trained two at a time beside other programs, so an idle
machine gets further in the same minutes.
"Inductive": each query by itself. "Transductive": queries normalised together, as MAML and Reptile
were published.

| Model | Test | Published | Ours | Asked for | Split | Episodes | Trained | Validation curve |
|---|---|---|---|---|---|---|---|---|
"""

COMMANDS = """`$METASTUDIO_TEST_DATA` is the folder of the real data, `$BENCHMARKS` that of the
benchmarks; CHECKPOINT is the one that the training names, or `efficientnet-lite0` where nothing is
trained.

"""


def write_table(recipes: Sequence[Recipe], folder: Path) -> None:
    lines, commands = [], []
    for recipe in recipes:
        path = folder / f"{recipe.name}.json"
        if not path.is_file():
            continue
        row = json.loads(path.read_text())
        trained = f"{row['iterations']:,} iterations, {in_words(row['seconds'])}"
        if recipe.built_in:
            trained = "nothing"
        for test in row["tests"]:
            cells = (
                recipe.title, test["test"], published(recipe, test["published"]),
                f"**{test['value']}**", test["goal"], split_of(test["split"]),
                f"{test['episodes']:,}", trained, row["curve"],
            )  # fmt: skip
            lines.append("| " + " | ".join(cells) + " |")
        commands.append(f"### {recipe.name}\n\n```\n{row['train']}\n")
        commands[-1] += "".join(f"{test['evaluate']}\n" for test in row["tests"]) + "```\n"
    text = HEAD + "\n".join(lines) + "\n\n## Commands\n\n"
    text += COMMANDS + "\n".join(commands)
    (folder.parent / "results.md").write_text(text)


def published(recipe: Recipe, figure: str) -> str:
    return figure if recipe.source == "–" else f"{figure} ({recipe.source})"


def curve_state(run: RunFolder) -> str:
    """Say where validation stood over the run, in words: still rising, or flat."""
    looks = [line for line in run.metrics() if line.get("validation")]
    scores = [look["score"] for look in looks]
    if len(scores) < 10:
        return "too few looks to tell"
    fifth = len(scores) // 5
    parts = [mean(scores[i : i + fifth]) for i in range(0, 5 * fifth, fifth)]
    regression = run.summary().get("score_name") == "error"
    scale, unit = (1, "") if regression else (100, " %")
    shown = " → ".join(f"{scale * part:.{2 if regression else 1}f}" for part in parts[-3:])
    gain = (parts[-2] - parts[-1]) / parts[-2] if regression else parts[-1] - parts[-2]
    still = "still improving" if gain > (0.05 if regression else 0.002) else "flat"
    return f"{shown}{unit} over the last three fifths, {still}"


def in_words(seconds: float) -> str:
    return f"{seconds / 60:.0f} min" if seconds >= 90 else f"{seconds:.0f} s"


def split_of(split: str) -> str:
    return Path(split).name.removeprefix("omniglot_") or "–"
