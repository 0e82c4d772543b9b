"""The outer loop."""

from typing import Literal

from metastudio.engine.sections.names import EPISODIC, PRE_TRAINED
from metastudio.engine.sections.section import Section, setting


class TrainingSettings(Section):
    """The outer loop."""

    outer_lr: float = setting(
        1e-3,
        "β",
        "Learning rate of the outer loop (Adam). 0.001 is usual; lower it if the loss jumps. For "
        "Reptile the share of the way to the tasks' weights: 1, falling.",
        scale="log",
        gt=0,
        le=1,
    )
    outer_lr_decay: Literal["none", "cosine", "halving"] = setting(
        "none",
        "β decay",
        "How β falls over the run: not at all, along a cosine, or by half at a fixed interval.",
        advanced=True,
    )
    final_outer_lr: float = setting(
        0.0,
        "Last β",
        "Where β ends, where it decays along a cosine; MAML++ ends at 0.00001.",
        advanced=True,
        ge=0,
        le=1,
    )
    halving_interval: int = setting(
        2000,
        "Halve β every",
        "Meta-iterations between two halvings of β, where it decays by halving.",
        unit="iterations",
        advanced=True,
        ge=1,
        le=10**7,
    )
    meta_batch: int = setting(
        1,
        "Tasks per batch",
        "Tasks in one meta-step. More make each step steadier and slower.",
        methods=EPISODIC,
        ge=1,
        le=1024,
    )
    batch_size: int = setting(
        64,
        "Pictures per batch",
        "Labelled pictures in one pre-training step of Transfer.",
        methods=PRE_TRAINED,
        ge=2,
        le=4096,
    )
    iterations: int = setting(
        1000,
        "Iterations",
        "Meta-steps of the run. You can finish early and keep what was learned.",
        scale="log",
        ge=1,
        le=10**7,
    )
    max_seconds: float | None = setting(
        None,
        "Time limit",
        "Finish and keep after this much training time, even if iterations are left.",
        unit="s",
        advanced=True,
        gt=0,
    )
    validation_every: int = setting(
        50,
        "Validate every",
        "Meta-iterations between two looks at the validation episodes.",
        unit="iterations",
        advanced=True,
        ge=1,
        le=10**7,
    )
    validation_tasks: int = setting(
        40,
        "Validation tasks",
        "Fixed validation episodes; more make the curve steadier and each look slower.",
        advanced=True,
        ge=2,
        le=10_000,
    )
    seed: int = setting(
        0,
        "Seed",
        "Same settings, same seed, same device: same numbers.",
        advanced=True,
        ge=0,
        le=2**31 - 1,
    )
    device: Literal["auto", "cpu", "cuda", "mps"] = setting(
        "auto",
        "Device",
        "'auto' takes the graphics card where there is one, else the processor.",
        advanced=True,
    )
    precision: Literal["float32", "mixed"] = setting(
        "float32",
        "Precision",
        "'mixed' computes in bfloat16 where that is safe: for graphics cards, faster and with less "
        "memory, with slightly other numbers.",
        advanced=True,
    )
    deterministic: bool = setting(
        True,
        "Repeatable on a graphics card",
        "Choose only algorithms that give the same numbers every time; off may be faster. On the "
        "processor numbers always repeat.",
        advanced=True,
    )
    fused: bool = setting(
        True,
        "Fused kernels",
        "On the processor, compute normalisation, pooling and rectifier of Conv4 in one pass, in "
        "code compiled for this machine: faster and with less memory; the last digits differ.",
        advanced=True,
    )
    chunk: int | None = setting(
        None,
        "Tasks at once",
        "Tasks of a meta-batch that are worked on side by side: fewer need less memory. Left open, "
        "what is fastest is measured at the start of a run.",
        methods=EPISODIC,
        advanced=True,
        ge=1,
        le=1024,
    )
    threads: int | None = setting(
        None,
        "Threads over tasks",
        "Threads of the processor that each work on tasks of their own. Left open, what is fastest "
        "is measured at the start of a run.",
        methods=EPISODIC,
        advanced=True,
        ge=1,
        le=256,
    )
