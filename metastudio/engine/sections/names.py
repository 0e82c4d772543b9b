"""The names of what is built in, as settings take them and as people read them.

Importing this module imports no torch.
"""

METHODS = {
    "maml": "MAML",
    "anil": "ANIL",
    "meta-sgd": "Meta-SGD",
    "proto-maml": "Proto-MAML",
    "protonet": "ProtoNet",
    "matchingnet": "MatchingNet",
    "r2d2": "R2D2",
    "transfer": "Transfer",
    "baseline++": "Baseline++",
    "simpleshot": "SimpleShot",
    "fine-tuning": "Fine-tuning",
}
INNER_LOOP = ("maml", "anil", "meta-sgd", "proto-maml")
"""The methods that learn through an inner loop."""
PRE_TRAINED = ("transfer", "baseline++", "simpleshot", "fine-tuning")
"""The methods that learn a classifier of all training classes before they see a task."""
DESCENDING = ("transfer", "baseline++", "fine-tuning")
"""Those of them that descend on the support set."""
METRIC = ("protonet", "matchingnet", "r2d2")
"""The methods that compare a query with the support set; they train with any number of ways."""
EPISODIC = (*INNER_LOOP, *METRIC)
"""The methods whose outer loop minimises over tasks."""
NETWORKS = {"conv4": "Conv4", "mlp": "MLP"}
BUILT_IN_DATA = ("glyphs", "omniglot", "sinusoid")
REGRESSION_DATA = ("sinusoid",)
