"""The sections of an experiment: each setting with its type, default, range, unit, label and help.

Importing this module imports no torch.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

METHODS = {
    "maml": "MAML",
    "anil": "ANIL",
    "meta-sgd": "Meta-SGD",
    "protonet": "ProtoNet",
    "transfer": "Transfer",
}
INNER_LOOP = ("maml", "anil", "meta-sgd")
"""The methods that learn through an inner loop."""
NETWORKS = {"conv4": "Conv4", "mlp": "MLP"}
BUILT_IN_DATA = ("glyphs", "omniglot", "sinusoid")
REGRESSION_DATA = ("sinusoid",)


Width = Annotated[int, Field(ge=1, le=4096)]


def setting(
    default: Any,
    label: str,
    help: str,
    *,
    unit: str = "",
    scale: Literal["linear", "log"] = "linear",
    methods: tuple[str, ...] = (),
    advanced: bool = False,
    **limits: Any,
) -> Any:
    """Describe one field; `methods` names the only methods that use it (empty: all do)."""
    extra: dict[str, Any] = {
        "unit": unit,
        "scale": scale,
        "methods": list(methods),
        "advanced": advanced,
    }
    return Field(default, title=label, description=help, json_schema_extra=extra, **limits)


class Section(BaseModel):
    """A group of settings: frozen, and closed to keys that it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class DataSettings(Section):
    """Where tasks come from."""

    name: str = setting(
        "glyphs",
        "Data set",
        "Name of a data set in the catalogue, or a folder with one sub-folder per class.",
        min_length=1,
    )
    split: str = setting(
        "random",
        "Split",
        "How classes are divided into training, validation and test. Omniglot also has "
        "'background-evaluation' (Lake's 30 and 20 alphabets).",
    )
    split_file: str | None = setting(
        None,
        "Split file",
        "A file, or a folder of train/val/test files, that lists the classes of each split. "
        "It takes the place of the split above.",
        min_length=1,
        advanced=True,
    )
    rotations: bool = setting(
        False,
        "Rotations as classes",
        "Count each class turned by 90°, 180° and 270° as a class of its own; usual on Omniglot.",
        advanced=True,
    )
    image_size: int = setting(
        28,
        "Picture size",
        "Height and width that the network sees. 28 is usual for drawings, 84 for photographs; "
        "time and memory grow with its square.",
        unit="px",
        ge=8,
        le=256,
    )
    colour: Literal["auto", "grey", "colour"] = setting(
        "auto",
        "Colour",
        "Whether the network sees one grey channel or three colours; 'auto' looks at the pictures.",
        advanced=True,
    )


class TaskSettings(Section):
    """What one episode looks like."""

    ways: int = setting(
        5, "Ways", "Classes in a task. More ways make it harder; 5 and 20 are usual.", ge=2, le=500
    )
    shots: int = setting(1, "Shots", "Support pictures per class. 1 and 5 are usual.", ge=1, le=500)
    queries: int = setting(
        5,
        "Queries",
        "Query pictures per class, on which a task is scored. With transductive normalisation "
        "this changes the score.",
        ge=1,
        le=500,
    )
    training_ways: int | None = setting(
        None,
        "Training ways",
        "Ways of the training episodes where they differ from the test: ProtoNet gains from "
        "20 to 60 (Snell et al. 2017).",
        methods=("protonet",),
        advanced=True,
        ge=2,
        le=500,
    )


class MethodSettings(Section):
    """The method and what it does inside a task."""

    name: str = setting(
        "protonet",
        "Method",
        "MAML learns an initialisation that adapts in a few gradient steps; ANIL adapts its head "
        "alone; Meta-SGD learns a rate for every weight besides. ProtoNet compares with class "
        "means; Transfer pre-trains a classifier and fine-tunes a new head.",
    )
    inner_lr: float = setting(
        0.4,
        "α",
        "Learning rate of the inner loop, on the mean loss over the support set. MAML: 0.1 to 0.5 "
        "on drawings, 0.01 on photographs and sinusoids. Too high and the loss explodes; "
        "too low and nothing is learned from the support set.",
        scale="log",
        methods=(*INNER_LOOP, "transfer"),
        gt=0,
        le=10,
    )
    inner_steps: int = setting(
        1,
        "Inner steps",
        "Gradient steps on the support set while training; for Transfer, fine-tuning steps of the "
        "new head. Time grows in proportion.",
        methods=(*INNER_LOOP, "transfer"),
        ge=1,
        le=1000,
    )
    test_steps: int = setting(
        3,
        "Inner steps at test",
        "Gradient steps on the support set in validation, test and Try; often a few more than in "
        "training.",
        methods=INNER_LOOP,
        advanced=True,
        ge=1,
        le=1000,
    )
    learn_inner_lr: bool = setting(
        False,
        "Learn α",
        "Learn α along with the weights, one for each layer and step; the value above is where it "
        "begins (Antoniou et al. 2019).",
        methods=("maml", "anil"),
        advanced=True,
    )
    first_order: bool = setting(
        False,
        "First order",
        "Leave out the second derivatives: faster, less memory, often nearly as good "
        "(Finn et al. 2017, section 5.2).",
        methods=INNER_LOOP,
    )


class NetworkSettings(Section):
    """The backbone."""

    name: str = setting(
        "conv4",
        "Network",
        "Conv4: four convolution blocks, for pictures. MLP: fully connected layers, for functions.",
    )
    channels: int = setting(
        64, "Channels", "Filters per block of Conv4.", advanced=True, ge=1, le=1024
    )
    hidden: tuple[Width, ...] = setting(
        (40, 40),
        "Hidden layers",
        "Widths of the hidden layers of the MLP.",
        advanced=True,
        min_length=1,
        max_length=16,
    )
    normalization: Literal["running", "support", "transductive", "group", "layer", "none"] = (
        setting(
            "running",
            "Normalisation",
            "What the network normalises by. 'running': averages from training (ProtoNet, "
            "Transfer). 'support': statistics of the support set (MAML here). 'transductive': "
            "those of the batch in hand, so that an answer depends on the other queries (MAML as "
            "published). 'group', 'layer': each picture by itself. 'none': no normalisation.",
            advanced=True,
        )
    )


class TrainingSettings(Section):
    """The outer loop."""

    outer_lr: float = setting(
        1e-3,
        "β",
        "Learning rate of the outer loop (Adam). 0.001 is usual; lower it if the loss jumps.",
        scale="log",
        gt=0,
        le=1,
    )
    outer_lr_decay: Literal["none", "cosine", "halving"] = setting(
        "none",
        "β decay",
        "How β falls over the run: not at all, along a cosine to zero, or by half at a fixed "
        "interval.",
        advanced=True,
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
        methods=(*INNER_LOOP, "protonet"),
        ge=1,
        le=1024,
    )
    batch_size: int = setting(
        64,
        "Pictures per batch",
        "Labelled pictures in one pre-training step of Transfer.",
        methods=("transfer",),
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
    chunk: int | None = setting(
        None,
        "Tasks at once",
        "Tasks of a meta-batch that are worked on side by side: fewer need less memory. Left open, "
        "what is fastest is measured at the start of a run.",
        methods=(*INNER_LOOP, "protonet"),
        advanced=True,
        ge=1,
        le=1024,
    )
    threads: int | None = setting(
        None,
        "Threads over tasks",
        "Threads of the processor that each work on tasks of their own. Left open, what is fastest "
        "is measured at the start of a run.",
        methods=(*INNER_LOOP, "protonet"),
        advanced=True,
        ge=1,
        le=256,
    )
