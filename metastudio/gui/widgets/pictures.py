"""From numpy arrays to pixmaps: drawings in the theme's ink, enlarged without smoothing."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QImage, QPixmap

from metastudio.gui.colours import Colours

CRISP_BELOW = 65  # a grey picture with no longer side is a drawing, not a photograph

Pixels = NDArray[np.uint8]


def as_rgb(pixels: Pixels, ink: bool, colours: Colours) -> Pixels:
    """Return `(…, height, width, 3)` of `(…, height, width, 1 or 3)` or `(height, width)`.

    Ink (light on dark in the data) is drawn in the text colour on the ground of a field, so that
    it is dark on light in a light theme.
    """
    values = pixels[..., None] if pixels.ndim == 2 else pixels
    if not ink:
        return np.ascontiguousarray(np.broadcast_to(values, (*values.shape[:-1], 3)))
    ground, text = _rgb(colours.field), _rgb(colours.text)
    share = values[..., :1].astype(np.float32) / 255
    return np.ascontiguousarray((ground + share * (text - ground)).round().astype(np.uint8))


def pixmap(
    pixels: Pixels, side: int, colours: Colours, ink: bool = False, ratio: float = 1.0
) -> QPixmap:
    """Return a picture that fits a square of `side` logical pixels at device pixel `ratio`."""
    rgb = as_rgb(pixels, ink, colours)
    height, width = rgb.shape[:2]
    image = QImage(rgb.data, width, height, 3 * width, QImage.Format.Format_RGB888)
    room = max(1, int(side * ratio))
    crisp = max(height, width) < CRISP_BELOW and (ink or pixels.shape[-1] != 3)
    factor = room // max(height, width)
    if crisp and factor >= 1:
        size, how = QSize(width * factor, height * factor), Qt.TransformationMode.FastTransformation
    else:
        size = QSize(width, height).scaled(room, room, Qt.AspectRatioMode.KeepAspectRatio)
        size, how = size.expandedTo(QSize(1, 1)), Qt.TransformationMode.SmoothTransformation
    made = QPixmap.fromImage(image.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, how))
    made.setDevicePixelRatio(ratio)
    return made


def _rgb(colour: QColor) -> NDArray[np.float32]:
    return np.array([colour.red(), colour.green(), colour.blue()], np.float32)
