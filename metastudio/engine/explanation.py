"""Why an answer is what it is: the plane of features, and what each support picture contributes."""

from collections.abc import Callable, Sequence
from copy import copy

import numpy as np
import torch
from torch import Tensor

from metastudio.engine.calibration import Calibration
from metastudio.engine.events import Floats, Indices
from metastudio.engine.methods.method import Method
from metastudio.engine.networks.layers import Params
from metastudio.engine.networks.network import Network
from metastudio.engine.networks.normalization import Observed, Statistics
from metastudio.engine.novelty import Places, Sight
from metastudio.engine.tasks.episodes import Labelled

PICTURES_AT_ONCE = 128
"""Support pictures of tasks worked on side by side: bounds the memory, and how long a newer
question has to wait."""
MOST_PASSES = 100_000
"""Pictures through the network, above which leaving one out takes too long to be waited for."""
NOT_ASKED = -2
"""In `instead`: the only picture of its class can't be left out, and too many are not."""
NONE = -1
"""In `instead`: without it, the picture fits none of the classes."""


def plane(
    support: Sequence[Tensor], queries: Sequence[Tensor], prototypes: Sequence[Tensor]
) -> tuple[Floats, Floats, Floats, float]:
    """Project features to the two directions of largest variance (PCA) after the last step.

    Of each step `(n, F)`; returns `(steps, n, 2)` each, and the share of the variance that is seen.
    The axes are those of the support set, which new queries do not turn, and point to the side of
    the first class.
    """
    last = support[-1]
    middle = last.mean(0)
    # Prototypes count too: of one example a class they are all there is.
    centred = torch.cat([last, prototypes[-1]]) - middle
    axes, share = principal_axes(centred, prototypes[-1][0] - middle)

    def laid(steps: Sequence[Tensor]) -> Floats:
        return np.asarray(torch.stack([(s - middle) @ axes for s in steps]).cpu(), np.float32)

    return laid(support), laid(queries), laid(prototypes), share


def principal_axes(centred: Tensor, towards: Tensor) -> tuple[Tensor, float]:
    """Return the two directions `(F, 2)` of largest variance of `(n, F)`, and their share of it.

    Each points to the side where `towards (F,)` lies, so that planes can be compared.
    """
    _, spread, directions = torch.linalg.svd(centred, full_matrices=False)
    axes = centred.new_zeros(centred.shape[1], 2)
    axes[:, : min(2, len(directions))] = directions[:2].T
    axes = axes * torch.where(towards @ axes < 0, -1.0, 1.0)
    variance = spread.pow(2)
    return axes, float(variance[:2].sum() / variance.sum().clamp_min(1e-12))


def leave_one_out(
    method: Method,
    params: Params,
    support: Labelled,
    ways: int,
    calibration: Calibration,
    wanted: Callable[[], bool],
) -> tuple[Floats, Indices]:
    """Learn without each support picture in turn, and ask about it.

    Returns, `(n,)` each, the calibrated probability of its own class (NaN where it was not asked),
    and the class that is answered: its own where it fits, another, `NONE`, or `NOT_ASKED`.
    """
    y = support.y[0]
    n = len(y)
    left_out, instead = np.full(n, np.nan, np.float32), np.full(n, NOT_ASKED, np.int64)
    others = [i for i in range(n) if int((y == y[i]).sum()) > 1]
    if method.body_adapts:
        steps = len(method.points(ways, 1))
        if len(others) * n * steps > MOST_PASSES:
            return left_out, instead
    else:
        method, support = _seen_already(method, params, support, ways)
    # Where pictures go through the network again, a newer question waits for one task at most.
    at_once = 1 if method.body_adapts else max(PICTURES_AT_ONCE // n, 1)
    for first in range(0, len(others), at_once):
        if not wanted():
            break
        each = torch.tensor(others[first : first + at_once], device=y.device)
        rest = torch.stack([torch.cat([torch.arange(i), torch.arange(i + 1, n)]) for i in each])
        tasks = Labelled(support.x[0][rest], y[rest])
        adapted = method.adapt(params, tasks, ways)
        with torch.no_grad():
            features = method.features(params, adapted, support.x[0][each].unsqueeze(1))
            logits = method.read(adapted, features)
            seen = Sight(features, logits, Places.seen(method, params, adapted, tasks, ways))
            chances = calibration.probabilities(logits)[:, 0]
            answer = chances.argmax(-1)
            strange = calibration.strangeness(seen)
        if strange is not None:
            answer = torch.where(strange[:, 0] > 0, NONE, answer)
        places = each.tolist()
        left_out[places] = chances.gather(1, y[each].unsqueeze(1))[:, 0].cpu().numpy()
        instead[places] = answer.cpu().numpy()
    return left_out, instead


def _seen_already(
    method: Method, params: Params, support: Labelled, ways: int
) -> tuple[Method, Labelled]:
    """Return a method that is given features instead of pictures, and the support set as such.

    So that a backbone that does not adapt sees each picture once. Where it normalises by the
    support set, those statistics keep the picture that is left out; what is learned does not.
    """
    adapted = method.adapt(params, support, ways)
    features = method.features(params, adapted, support.x)
    relieved = copy(method)
    relieved.network = _Seen(method.network.features)
    return relieved, Labelled(features, support.y)


class _Seen(Network):
    """A backbone whose inputs are features already."""

    def __init__(self, features: int) -> None:
        self.features, self.norms = features, {}

    def initial(self, generator: torch.Generator) -> dict[str, Tensor]:
        """Return nothing: there are no weights."""
        return {}

    def embed(
        self,
        params: Params,
        x: Tensor,
        given: Statistics | None = None,
        observed: Observed | None = None,
    ) -> Tensor:
        """Return the features as they are."""
        return x
