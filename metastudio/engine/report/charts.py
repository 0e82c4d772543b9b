"""Small charts as SVG text: lines with bands, and bars with intervals. Nothing but strings.

The window's plots need a display and Qt; a report is written on servers, too.
"""

import html
import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

WIDTH, HEIGHT = 640, 300
LEFT, RIGHT, TOP, BOTTOM = 64, 24, 12, 44
MOST_POINTS = 600
"""Of a line; more are thinned to the lowest and highest of each stretch."""
INK, MUTED, GRID = "#1C1D21", "#6B6F76", "#E3E4E8"

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Line:
    """A line with a letter at its end, and a band of half width `half` where that is given."""

    letter: str
    colour: str
    x: Floats
    y: Floats
    half: Floats | None = None
    dots: bool = False


@dataclass(frozen=True)
class Bar:
    """A bar with half its 95 % interval."""

    letter: str
    colour: str
    value: float
    half: float


@dataclass
class _Frame:
    """The drawing area: turns values into pixels."""

    x: tuple[float, float]
    y: tuple[float, float]
    parts: list[str] = field(default_factory=list)

    def across(self, value: float) -> float:
        low, high = self.x
        return LEFT + (value - low) / (high - low) * (WIDTH - LEFT - RIGHT)

    def up(self, value: float) -> float:
        low, high = self.y
        return HEIGHT - BOTTOM - (value - low) / (high - low) * (HEIGHT - TOP - BOTTOM)


def line_chart(
    lines: Sequence[Line], x_title: str, y_title: str, suffix: str = "", title: str = ""
) -> str:
    """Draw lines over each other; what is not finite is left out."""
    x = np.concatenate([line.x for line in lines])
    y = np.concatenate([v for line in lines for v in _reach(line)])
    frame = _Frame(_span(x, 0.0), _span(y, 0.05))
    _axes(frame, x_title, y_title, suffix, ticks_of_x=True)
    for line in lines:
        if line.half is not None:
            frame.parts.append(_band(frame, line, line.half))
    for line in lines:
        frame.parts.extend(_curve(frame, line))
    return _svg(frame, title or y_title)


def bar_chart(bars: Sequence[Bar], y_title: str, suffix: str = "", title: str = "") -> str:
    """Draw bars from nought, each with its interval, its number and its letter."""
    top = max((b.value + _finite(b.half) for b in bars), default=1.0)
    frame = _Frame((-0.6, len(bars) - 0.4), (0.0, max(top, 1e-9) * 1.14))
    _axes(frame, "", y_title, suffix, ticks_of_x=False)
    for place, bar in enumerate(bars):
        left, right = frame.across(place - 0.31), frame.across(place + 0.31)
        head, foot, middle = frame.up(bar.value), frame.up(0), (left + right) / 2
        half = _finite(bar.half)
        low, high = frame.up(bar.value - half), frame.up(bar.value + half)
        frame.parts += [
            f'<rect x="{left:.1f}" y="{head:.1f}" width="{right - left:.1f}" '
            f'height="{max(foot - head, 0):.1f}" fill="{bar.colour}"/>',
            f'<path d="M{middle:.1f} {low:.1f}V{high:.1f}M{middle - 6:.1f} {low:.1f}h12'
            f'M{middle - 6:.1f} {high:.1f}h12" stroke="{INK}" fill="none"/>',
            _text(middle, high - 5, _number(bar.value, suffix), "middle"),
            _text(middle, HEIGHT - BOTTOM + 16, bar.letter, "middle", weight="bold"),
        ]
    return _svg(frame, title or y_title)


# --- parts ----------------------------------------------------------------------------------------


def _axes(frame: _Frame, x_title: str, y_title: str, suffix: str, *, ticks_of_x: bool) -> None:
    for value in _ticks(*frame.y):
        at = frame.up(value)
        frame.parts += [
            f'<path d="M{LEFT} {at:.1f}H{WIDTH - RIGHT}" stroke="{GRID}"/>',
            _text(LEFT - 6, at + 4, _number(value, suffix), "end", MUTED),
        ]
    for value in _ticks(*frame.x) if ticks_of_x else ():
        at = frame.across(value)
        frame.parts.append(_text(at, HEIGHT - BOTTOM + 16, _number(value, ""), "middle", MUTED))
    middle = (TOP + HEIGHT - BOTTOM) / 2
    frame.parts += [
        f'<path d="M{LEFT} {HEIGHT - BOTTOM}H{WIDTH - RIGHT}" stroke="{MUTED}"/>',
        _text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, x_title, "middle", MUTED),
        f'<g transform="translate(14 {middle:.0f}) rotate(-90)">'
        f"{_text(0, 0, y_title, 'middle', MUTED)}</g>",
    ]


def _curve(frame: _Frame, line: Line) -> list[str]:
    x, y = thinned(line.x, line.y)
    good = np.isfinite(x) & np.isfinite(y)
    if not good.any():
        return []
    path = "".join(
        f"{'L' if joined else 'M'}{frame.across(a):.1f} {frame.up(b):.1f}"
        for a, b, ok, joined in zip(x, y, good, np.append(False, good[:-1]), strict=True)
        if ok
    )
    parts = [f'<path d="{path}" stroke="{line.colour}" fill="none" stroke-width="1.5"/>']
    if line.dots and good.sum() <= 60:
        parts += [
            f'<circle cx="{frame.across(a):.1f}" cy="{frame.up(b):.1f}" r="2.5" '
            f'fill="{line.colour}"/>'
            for a, b in zip(x[good], y[good], strict=True)
        ]
    end_x, end_y = frame.across(x[good][-1]), frame.up(y[good][-1])
    parts.append(_text(min(end_x + 4, WIDTH - 12), end_y + 4, line.letter, "start", weight="bold"))
    return parts


def _band(frame: _Frame, line: Line, half: Floats) -> str:
    above = [(a, b) for a, b in zip(line.x, line.y + half, strict=True) if math.isfinite(b)]
    below = [(a, b) for a, b in zip(line.x, line.y - half, strict=True) if math.isfinite(b)]
    corners = " ".join(
        f"{frame.across(a):.1f},{frame.up(b):.1f}" for a, b in (*above, *reversed(below))
    )
    return f'<polygon points="{corners}" fill="{line.colour}" fill-opacity="0.18"/>'


def thinned(x: Floats, y: Floats, most: int = MOST_POINTS) -> tuple[Floats, Floats]:
    """Return the lowest and the highest of each stretch of a long line, and its last point."""
    if len(x) <= most:
        return x, y
    size = -(-2 * len(x) // most)
    keep = [len(x) - 1]
    for first in range(0, len(x), size):
        part = y[first : first + size]
        if np.isfinite(part).any():
            keep += [first + int(np.nanargmin(part)), first + int(np.nanargmax(part))]
    chosen = np.unique(keep)
    return x[chosen], y[chosen]


def _reach(line: Line) -> list[Floats]:
    if line.half is None:
        return [line.y]
    return [line.y - line.half, line.y + line.half]


def _span(values: Floats, margin: float) -> tuple[float, float]:
    good = values[np.isfinite(values)]
    if not len(good):
        return 0.0, 1.0
    low, high = float(good.min()), float(good.max())
    if low == high:
        return low - 0.5, high + 0.5
    return low - margin * (high - low), high + margin * (high - low)


def _ticks(low: float, high: float) -> list[float]:
    """Return at most six round numbers between two values."""
    raw = (high - low) / 5
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(m * power for m in (1, 2, 5, 10) if m * power >= raw)
    first = math.ceil(low / step)
    return [n * step for n in range(first, math.floor(high / step + 1e-9) + 1)]


def _number(value: float, suffix: str) -> str:
    if suffix:
        return f"{value:.1f}".removesuffix(".0") + suffix
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _finite(value: float) -> float:
    return value if math.isfinite(value) else 0.0


def _text(
    x: float, y: float, words: str, anchor: str, colour: str = INK, weight: str = "normal"
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}" '
        f'font-weight="{weight}">{html.escape(words)}</text>'
    )


def _svg(frame: _Frame, title: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'font-family="sans-serif" font-size="11"><title>{html.escape(title)}</title>'
        f"{''.join(frame.parts)}</svg>"
    )
