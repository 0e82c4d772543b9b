"""The sections of an experiment: each setting with its type, default, range, unit, label and help.

Importing this package imports no torch.
"""

from metastudio.engine.sections.data import DataSettings, TaskSettings
from metastudio.engine.sections.method import MethodSettings
from metastudio.engine.sections.names import (
    BUILT_IN_DATA,
    DESCENDING,
    FITS_FUNCTIONS,
    INNER_LOOP,
    METHODS,
    METRIC,
    NETWORKS,
    PRE_TRAINED,
    REGRESSION_DATA,
    SECOND_ORDER,
)
from metastudio.engine.sections.network import NetworkSettings
from metastudio.engine.sections.section import Section
from metastudio.engine.sections.training import TrainingSettings

__all__ = [
    "BUILT_IN_DATA",
    "DESCENDING",
    "FITS_FUNCTIONS",
    "INNER_LOOP",
    "METHODS",
    "METRIC",
    "NETWORKS",
    "PRE_TRAINED",
    "REGRESSION_DATA",
    "SECOND_ORDER",
    "DataSettings",
    "MethodSettings",
    "NetworkSettings",
    "Section",
    "TaskSettings",
    "TrainingSettings",
]
