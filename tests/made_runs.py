"""Run folders made by hand, as a training leaves them, for tests that need no model."""

import json
from pathlib import Path
from typing import Any

import numpy as np

from metastudio.engine.experiment import Experiment


def make_run(
    runs: Path,
    name: str,
    settings: dict[str, Any] | None = None,
    *,
    score: float = 0.9,
    iterations: int = 20,
    ended: bool = True,
) -> Path:
    """Write a run with a step each iteration and a validation every tenth, torn at its end."""
    folder = runs / name
    (folder / "checkpoints").mkdir(parents=True)
    experiment = Experiment.from_dict({}).changed(settings or {})
    (folder / "experiment.toml").write_text(experiment.to_toml())
    lines = []
    for i in range(1, iterations + 1):
        step = {"iteration": i, "loss": 1 / i, "score": 0.5, "seconds": i / 10, "tasks": i}
        lines.append(step | {"inner_lr": 0.4, "outer_lr": 0.001, "gradient_norm": 1.0})
        if i % 10 == 0:
            look = {"validation": True, "iteration": i, "loss": 0.5, "score": score, "ci95": 0.02}
            lines.append(look | {"best": i == iterations})
    text = "\n".join(json.dumps(line) for line in lines)
    (folder / "metrics.jsonl").write_text(text + '\n{"iteration": 999, "lo')
    looks = iterations // 10
    curves = np.random.default_rng(0).random((looks, 4, 3)).astype(np.float32)
    np.savez(
        folder / "adaptation.npz",
        x=np.arange(3, dtype=np.float32), iterations=10 * np.arange(1, looks + 1),
        losses=curves, scores=curves,
    )  # fmt: skip
    (folder / "checkpoints" / "best.safetensors").write_bytes(b"any")
    if ended:
        summary = {"iterations": iterations, "seconds": iterations / 10, "outcome": "completed"}
        summary["validation"] = {"score": score, "ci95": 0.02}
        (folder / "summary.json").write_text(json.dumps(summary))
    return folder
