"""The names of what is built in, as settings take them and as people read them.

Importing this module imports no torch.
"""

METHODS = {
    "maml": "MAML",
    "anil": "ANIL",
    "meta-sgd": "Meta-SGD",
    "protonet": "ProtoNet",
    "transfer": "Transfer",
}
INNER_LOOP = ("maml", "anil", "meta-sgd")
"""The methods that learn through an inner loop."""
PRE_TRAINED = ("transfer",)
"""The methods that learn a classifier of all training classes before they see a task."""
METRIC = ("protonet",)
"""The methods that compare a query with the support set; they train with any number of ways."""
NETWORKS = {"conv4": "Conv4", "mlp": "MLP"}
BUILT_IN_DATA = ("glyphs", "omniglot", "sinusoid")
REGRESSION_DATA = ("sinusoid",)
