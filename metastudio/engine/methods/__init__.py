"""Methods: one readable file each. `build_method` finds one by name."""

from collections.abc import Callable

from metastudio.engine.experiment import Experiment
from metastudio.engine.methods.anil import Anil
from metastudio.engine.methods.baseline_plus_plus import BaselinePlusPlus
from metastudio.engine.methods.fine_tuning import FineTuning
from metastudio.engine.methods.maml import Maml
from metastudio.engine.methods.matchingnet import MatchingNet
from metastudio.engine.methods.meta_sgd import MetaSgd
from metastudio.engine.methods.method import Method
from metastudio.engine.methods.proto_maml import ProtoMaml
from metastudio.engine.methods.protonet import ProtoNet
from metastudio.engine.methods.r2d2 import R2D2
from metastudio.engine.methods.relationnet import RelationNet
from metastudio.engine.methods.reptile import Reptile
from metastudio.engine.methods.simpleshot import SimpleShot
from metastudio.engine.methods.transfer import Transfer
from metastudio.engine.networks import build_network
from metastudio.engine.networks.network import Network
from metastudio.engine.registry import plugin

BUILDERS: dict[str, Callable[[Experiment, Network, int], Method]] = {
    "maml": Maml,
    "anil": Anil,
    "meta-sgd": MetaSgd,
    "proto-maml": ProtoMaml,
    "reptile": Reptile,
    "protonet": ProtoNet,
    "matchingnet": MatchingNet,
    "relationnet": RelationNet,
    "r2d2": R2D2,
    "transfer": Transfer,
    "baseline++": BaselinePlusPlus,
    "simpleshot": SimpleShot,
    "fine-tuning": FineTuning,
}


def build_method(experiment: Experiment, shape: tuple[int, ...], outputs: int) -> Method:
    """Build the experiment's method on its backbone.

    `shape` is that of one input; `outputs` the rows of a head that is trained: ways for MAML,
    training classes for Transfer, values for functions. Raises `ConfigError` for what can't be.
    """
    network = build_network(experiment.network, shape)
    network.fused = network.fused and experiment.training.fused
    return plugin("method", experiment.method.name, BUILDERS)(experiment, network, outputs)
