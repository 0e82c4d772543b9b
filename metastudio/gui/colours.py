"""The two palettes, as values. Nothing here draws or knows an application."""

from dataclasses import dataclass

from PySide6.QtGui import QColor

# Okabe and Ito (2008): series that colour-blind eyes tell apart, in the order of use.
OKABE_ITO = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442")
_METHODS = ("maml", "protonet", "transfer", "anil", "meta-sgd")


@dataclass(frozen=True)
class Colours:
    """Colours of one theme. `accent`, `good`, `warning` and `bad` read as text on page and panel.

    `accent_fill` is the ground of a primary button, under white text.
    """

    page: QColor
    panel: QColor
    line: QColor
    text: QColor
    muted: QColor
    accent: QColor
    good: QColor
    warning: QColor
    bad: QColor
    hover: QColor  # ground of something under the pointer
    pressed: QColor
    field: QColor  # ground of an input
    accent_fill: QColor
    on_accent: QColor
    selection: QColor  # ground of a chosen row, under ordinary text
    control_line: QColor  # edge of an input or a button: 3 : 1 where it alone shows the control
    series: tuple[QColor, ...]
    dark: bool


_SERIES = tuple(QColor(name) for name in OKABE_ITO)

LIGHT = Colours(
    page=QColor("#FAFAFA"),
    panel=QColor("#FFFFFF"),
    line=QColor("#E3E4E8"),
    text=QColor("#1C1D21"),
    muted=QColor("#6B6F76"),
    accent=QColor("#2360DB"),
    good=QColor("#1A7F37"),
    warning=QColor("#8F5F00"),
    bad=QColor("#C62F2F"),
    hover=QColor("#F0F1F3"),
    pressed=QColor("#E6E7EB"),
    field=QColor("#FFFFFF"),
    accent_fill=QColor("#2360DB"),
    on_accent=QColor("#FFFFFF"),
    selection=QColor("#E4ECFC"),
    control_line=QColor("#D0D2D8"),
    series=_SERIES,
    dark=False,
)

DARK = Colours(
    page=QColor("#17181B"),
    panel=QColor("#1F2024"),
    line=QColor("#33353B"),
    text=QColor("#ECEDEF"),
    muted=QColor("#9A9EA6"),
    accent=QColor("#79A8FF"),
    good=QColor("#56C271"),
    warning=QColor("#E0AE3C"),
    bad=QColor("#FF8078"),
    hover=QColor("#292B30"),
    pressed=QColor("#303238"),
    field=QColor("#1A1B1F"),
    accent_fill=QColor("#2F6AE6"),
    on_accent=QColor("#FFFFFF"),
    selection=QColor("#26354F"),
    control_line=QColor("#43464E"),
    series=_SERIES,
    dark=True,
)


def series_colour(method_name: str) -> QColor:
    """Return the colour of a method, the same everywhere; unknown names share what is left."""
    name = method_name.lower()
    if name in _METHODS:
        return _SERIES[_METHODS.index(name)]
    rest = _SERIES[len(_METHODS) :]
    return rest[sum(name.encode()) % len(rest)]


def contrast(first: QColor, second: QColor) -> float:
    """Return the WCAG contrast ratio of two opaque colours, 1 to 21."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: QColor) -> float:
    def linear(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    return (
        0.2126 * linear(colour.redF())
        + 0.7152 * linear(colour.greenF())
        + 0.0722 * linear(colour.blueF())
    )
