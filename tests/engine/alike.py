"""Whether two runs came to the same: every tensor, curve and number, to the bit; times left out."""

import json
from pathlib import Path

import numpy as np
import torch

from metastudio.engine.checkpoints import read_tensors
from metastudio.engine.runs import RunFolder


def difference(one: Path, other: Path) -> str:
    """Return what differs between two run folders, in a few words, or nothing."""
    a, b = RunFolder(one), RunFolder(other)
    for name in (
        "resume.safetensors",
        "checkpoints/best.safetensors",
        "checkpoints/last.safetensors",
    ):
        found = _tensors_differ(one / name, other / name)
        if found:
            return f"{name}: {found}"
    mine, theirs = (run.curves() for run in (a, b))
    if mine.keys() != theirs.keys() or not mine:
        return "adaptation.npz is missing"
    for name, values in mine.items():
        if not np.array_equal(values, theirs[name]):
            return f"adaptation.npz: {name}"
    lines = [[_timeless(line) for line in run.metrics()] for run in (a, b)]
    if len(lines[0]) != len(lines[1]):
        return f"metrics.jsonl: {len(lines[0])} lines and {len(lines[1])}"
    for mine, theirs in zip(*lines, strict=True):
        if mine != theirs:
            return f"metrics.jsonl: {mine} and {theirs}"
    if a.summary()["validation"] != b.summary()["validation"]:
        return "summary.json: the validation scores"
    left = [file.name for folder in (one, other) for file in folder.rglob(".*")]
    return f"left behind: {left[0]}" if left else ""


def _tensors_differ(one: Path, other: Path) -> str:
    (a, about_a), (b, about_b) = read_tensors(one), read_tensors(other)
    if a.keys() != b.keys():
        return "other tensors"
    for name, value in a.items():
        if not torch.equal(value, b[name]):
            return f"{name} by up to {float((value - b[name]).abs().max()):.2g}"
    return "" if _facts(about_a) == _facts(about_b) else "another header"


def _facts(metadata: dict[str, str]) -> dict[str, object]:
    return {key: _timeless(json.loads(text)) for key, text in metadata.items()}


def _timeless(values: dict[str, object]) -> dict[str, object]:
    # As text, in which a number that is not one equals itself.
    return {key: json.dumps(value) for key, value in values.items() if key != "seconds"}
