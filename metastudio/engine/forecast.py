"""What a run will take, asked before it starts: for the window and `train --estimate`."""

from metastudio.engine.devices import choose_device
from metastudio.engine.events import Forecast
from metastudio.engine.experiment import Experiment
from metastudio.engine.learner import Learner
from metastudio.engine.memory import estimate, what_would_fit
from metastudio.engine.tasks.catalog import Source, check_fits


def forecast(experiment: Experiment, source: Source) -> Forecast:
    """Estimate the memory of a run, within about a third; raises `ConfigError` as `train` does."""
    check_fits(experiment, source)
    learner = Learner(experiment, source, choose_device(experiment.training.device))
    memory = estimate(learner, learner.plan)
    return Forecast(
        memory=memory.peak,
        available=memory.available,
        fits=memory.fits,
        remedies=() if memory.fits else tuple(what_would_fit(learner, memory.available)),
        plan=str(learner.plan),
    )
