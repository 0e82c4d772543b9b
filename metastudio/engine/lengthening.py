"""Going on with a run for longer than it was planned. Importing this module imports no torch."""

from metastudio.engine.errors import ConfigError
from metastudio.engine.experiment import Experiment
from metastudio.engine.sections import SECOND_ORDER

DIFFERS = (
    "What changes over a whole run (a falling β, the stages of MAML++, a drift of the data) "
    "follows the new length from here on; a run that was this long from the start would end "
    "otherwise."
)
ENDED_BETWEEN = (
    "This run had ended between two validations: the look that was taken then stays, and may have "
    "chosen the best checkpoint. A run that was this long from the start would not have had it."
)
REPLAYED = (
    "This run was made longer on its way, and something of it follows the length of a run: the "
    "replay, which has its whole length from the start, comes to other numbers."
)


def lengthened(experiment: Experiment, iterations: int, done: int) -> Experiment:
    """Return the experiment of a run that goes on to `iterations`, of which it has done some.

    A time limit is given up: who asks for more iterations wants them. Raises `ConfigError` where
    there would be nothing left to do.
    """
    if iterations <= done:
        raise ConfigError(
            f"This run has done {done:,} iterations. To make it longer, ask for more than that."
        )
    return experiment.changed({"training.iterations": iterations, "training.max_seconds": None})


def follows_length(experiment: Experiment) -> bool:
    """Tell whether anything in a run depends on how long it is planned to be."""
    method = experiment.method
    return (
        experiment.training.outer_lr_decay == "cosine"
        or experiment.data.drift != "none"
        or (method.name == "maml" and method.multi_step_until > 0)
        or (method.name in SECOND_ORDER and not method.first_order and method.first_order_until > 0)
    )
