"""Numbers that grow while a run goes on, and what a plot makes of them. Knows no Qt."""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

Values = NDArray[np.float64]

_BLOCK = 128  # points that are smoothed by one small matrix product


class History:
    """Columns of numbers that grow by appending; nothing is ever thinned out or lost."""

    def __init__(self, columns: int) -> None:
        self._data = np.empty((columns, 256))
        self._length = 0

    def __len__(self) -> int:
        """Return the number of points."""
        return self._length

    def extend(self, *columns: ArrayLike) -> None:
        """Append one array per column, all of the same length."""
        new = np.stack([np.atleast_1d(np.asarray(c, dtype=np.float64)) for c in columns])
        end = self._length + new.shape[1]
        if end > self._data.shape[1]:
            grown = np.empty((len(self._data), max(end, 2 * self._data.shape[1])))
            grown[:, : self._length] = self._data[:, : self._length]
            self._data = grown
        self._data[:, self._length : end] = new
        self._length = end

    def column(self, index: int) -> Values:
        """Return a view of one column, (points,); valid until the next `extend`."""
        return self._data[index, : self._length]

    def clear(self) -> None:
        """Forget everything."""
        self._length = 0


class Smoother:
    """Exponential smoothing with bias correction, point by point as data arrives.

    The weight is that of the past: 0 leaves values as they are, 0.99 is very smooth. The
    correction (Kingma and Ba 2015, section 3) keeps the first points from hanging at zero.
    """

    def __init__(self, weight: float) -> None:
        self.weight = min(max(weight, 0.0), 0.999)
        self._mean = 0.0
        self._seen = 0
        self._last = 0.0
        ages = np.arange(_BLOCK)[:, None] - np.arange(_BLOCK)[None, :]
        self._kernel = np.where(
            ages >= 0, (1 - self.weight) * self.weight ** np.maximum(ages, 0), 0
        )
        self._decay = self.weight ** np.arange(1, _BLOCK + 1)
        # Beyond so many steps the correction is smaller than a number can tell.
        self._horizon = math.ceil(-40 / math.log(self.weight)) if self.weight > 0 else 0

    def extend(self, values: ArrayLike) -> Values:
        """Return the smoothed values of the next points, (points,)."""
        values = np.atleast_1d(np.asarray(values, dtype=np.float64))
        if not np.isfinite(values).all():  # one exploded loss must not blank all that follows
            values = _filled_forward(values, self._last)
        smoothed = np.empty_like(values)
        whole = len(values) // _BLOCK * _BLOCK
        if whole:
            blocks = values[:whole].reshape(-1, _BLOCK)
            within = blocks @ self._kernel.T
            before = np.empty(len(blocks))  # the mean that each block begins with
            for number, last in enumerate(within[:, -1].tolist()):
                before[number] = self._mean
                self._mean = last + self._decay[-1] * self._mean
            means = within + before[:, None] * self._decay
            smoothed[:whole] = self._corrected(means.ravel())
        if whole < len(values):
            rest = values[whole:]
            n = len(rest)
            means = self._kernel[:n, :n] @ rest + self._decay[:n] * self._mean
            self._mean = float(means[-1])
            smoothed[whole:] = self._corrected(means)
        if len(values):
            self._last = float(values[-1])
        return smoothed

    def _corrected(self, means: Values) -> Values:
        corrected = means.copy()
        early = min(max(self._horizon - self._seen, 0), len(means))
        corrected[:early] /= 1 - self.weight ** (self._seen + np.arange(1.0, early + 1))
        self._seen += len(means)
        return corrected


def _filled_forward(values: Values, first: float) -> Values:
    """Replace what is not finite by the last finite value before it."""
    padded = np.concatenate([[first], values])
    good = np.where(np.isfinite(padded), np.arange(len(padded)), 0)
    filled: Values = padded[np.maximum.accumulate(good)][1:]
    return filled


def decimate(x: Values, y: Values, pixels: int) -> tuple[Values, Values]:
    """Thin a curve to about two points a pixel, the lowest and the highest of each bin.

    `x` is sorted. A curve drawn from the result covers the same pixels, in a tenth of the time.
    """
    bins = max(pixels, 1)
    if len(x) <= 4 * bins:
        return x, y
    size = -(-len(x) // bins)
    whole = len(x) // size * size
    blocks = y[:whole].reshape(-1, size)
    low_blocks, high_blocks = _without_nan(blocks)
    low, high = np.argmin(low_blocks, axis=1), np.argmax(high_blocks, axis=1)
    offsets = np.arange(len(blocks)) * size
    keep = np.stack([np.minimum(low, high) + offsets, np.maximum(low, high) + offsets], axis=1)
    index = np.concatenate([keep.ravel(), np.arange(whole, len(x))])
    return x[index], y[index]


def decimate_on_log_x(x: Values, y: Values, pixels: int) -> tuple[Values, Values]:
    """Thin a curve as `decimate` does, for a logarithmic x axis: bins of equal width there.

    Points whose x is not positive have no place on it.
    """
    first = int(np.searchsorted(x, 0.0, side="right"))
    x, y = x[first:], y[first:]
    if len(x) <= 4 * pixels or x[-1] <= x[0]:
        return x, y
    starts = np.unique(np.searchsorted(x, np.geomspace(x[0], x[-1], pixels + 1)[:-1]))
    low, high = _without_nan(y)
    ends = np.stack([np.minimum.reduceat(low, starts), np.maximum.reduceat(high, starts)], axis=1)
    ends[~np.isfinite(ends)] = np.nan
    return np.append(np.repeat(x[starts], 2), x[-1]), np.append(ends.ravel(), y[-1])


def _without_nan(values: Values) -> tuple[Values, Values]:
    """Return the values to seek the lowest in, and those to seek the highest in."""
    unknown = ~np.isfinite(values)
    if not unknown.any():
        return values, values
    return np.where(unknown, np.inf, values), np.where(unknown, -np.inf, values)


def visible(x: Values, low: float, high: float) -> slice:
    """Return the part of sorted `x` within a view, with one point more at each side."""
    start = max(int(np.searchsorted(x, low)) - 1, 0)
    return slice(start, min(int(np.searchsorted(x, high, side="right")) + 1, len(x)))
