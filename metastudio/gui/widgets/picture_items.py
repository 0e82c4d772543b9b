"""Small pictures as widgets show them: the value that travels, and how it is painted or dropped."""

import base64
import binascii
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote_to_bytes

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QByteArray, QMimeData, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPixmap, QPixmapCache

Pixels = NDArray[np.uint8]

Stroke = tuple[tuple[float, float, float], ...]

MOVED = "application/x-metastudio-pictures"  # keys of pictures dragged from bin to bin
_SOURCE = re.compile(r"""<img[^>]*?src=["'](data:image/[^"']+)""", re.IGNORECASE)
_keys = itertools.count(1)


@dataclass(frozen=True, eq=False)
class Picture:
    """One picture in a bin or among the queries; two pictures are the same only by identity.

    `pixels` is uint8 (height, width, 3). `path` is None for drawn and pasted pictures, whose
    pixels are then all there is. `ink` says how it is drawn where a person said so, `found` what
    was recognised: "dark" or "light" ink, "transparent", "animated". `strokes` are those of the
    pen, (x, y, milliseconds) each. `look` is set where `pixels` are not the picture itself but the
    network's view of it.
    """

    name: str
    pixels: Pixels
    path: Path | None = None
    digest: str = ""
    ink: str = ""
    found: frozenset[str] = frozenset()
    strokes: tuple[Stroke, ...] = ()
    look: str = ""
    key: int = field(default_factory=lambda: next(_keys))


def as_image(pixels: Pixels) -> QImage:
    """Copy uint8 (height, width, 3) pixels into an image of its own."""
    pixels = np.ascontiguousarray(pixels)
    height, width, _ = pixels.shape
    return QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()


def as_pixels(image: QImage) -> Pixels:
    """Copy an image into uint8 (height, width, 3); transparent parts become white."""
    opaque = QImage(image.size(), QImage.Format.Format_RGB888)
    opaque.fill(Qt.GlobalColor.white)
    painter = QPainter(opaque)
    painter.drawImage(0, 0, image)
    painter.end()
    rows = np.frombuffer(opaque.constBits(), np.uint8).reshape(opaque.height(), -1)
    pixels = rows[:, : 3 * opaque.width()].reshape(opaque.height(), opaque.width(), 3)
    return pixels.copy()


def thumbnail(picture: Picture, side: int, ratio: float) -> QPixmap:
    """Fit a picture into a square of `side`; `ratio` is the screen's device pixel ratio.

    Small drawings are enlarged by whole factors without smoothing, so that pixels stay pixels;
    everything else is scaled smoothly.
    """
    name = f"metastudio-picture-{picture.key}{picture.look}-{side}-{ratio:.2f}"
    pixmap = QPixmap()
    if QPixmapCache.find(name, pixmap):
        return pixmap
    image, room = as_image(picture.pixels), round(side * ratio)
    factor = room // max(image.width(), image.height(), 1)
    if factor >= 2:
        image = image.scaled(image.width() * factor, image.height() * factor)
    else:
        image = image.scaled(
            room,
            room,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
    pixmap = QPixmap.fromImage(image)
    pixmap.setDevicePixelRatio(ratio)
    QPixmapCache.insert(name, pixmap)
    return pixmap


def paint_picture(painter: QPainter, frame: QRectF, picture: Picture) -> None:
    """Draw a picture in the middle of a square frame on its own paper (the colour of a corner)."""
    ratio = painter.device().devicePixelRatioF()
    pixmap = thumbnail(picture, int(frame.width()), ratio)
    width, height = pixmap.width() / ratio, pixmap.height() / ratio
    painter.drawPixmap(
        round(frame.x() + (frame.width() - width) / 2),
        round(frame.y() + (frame.height() - height) / 2),
        pixmap,
    )


def moved_mime(keys: Sequence[int]) -> QMimeData:
    """Pack the keys of pictures that are dragged inside the window."""
    mime = QMimeData()
    mime.setData(MOVED, QByteArray(",".join(map(str, keys)).encode()))
    return mime


def moved_keys(mime: QMimeData) -> list[int]:
    """Unpack `moved_mime`; empty for anything else."""
    if not mime.hasFormat(MOVED):
        return []
    return [int(part) for part in bytes(mime.data(MOVED).data()).split(b",") if part.isdigit()]


def local_paths(mime: QMimeData) -> list[Path]:
    """Return the files and folders of this computer that a drop or the clipboard holds."""
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]


def carried_pictures(mime: QMimeData) -> list[bytes]:
    """Return the files that a browser drops as `data:image/…` in place of an address."""
    addresses = [url.toString() for url in mime.urls()]
    if mime.hasHtml():
        addresses += _SOURCE.findall(mime.html())
    elif mime.hasText():
        addresses.append(mime.text().strip())
    found = []
    for address in dict.fromkeys(addresses):
        head, comma, body = address.partition(",")
        if not comma or not head.lower().startswith("data:image/"):
            continue
        raw = unquote_to_bytes(body)
        if head.lower().endswith(";base64"):
            try:
                raw = base64.b64decode(raw, validate=False)
            except binascii.Error:
                continue
        found.append(raw)
    return found


def web_address(mime: QMimeData) -> str:
    """Return the address on the network that a drop or the clipboard holds, or ""."""
    words = mime.text().strip() if mime.hasText() else ""
    found = [url.toString() for url in mime.urls() if not url.isLocalFile()]
    if not found and words.lower().startswith(("http://", "https://")) and " " not in words:
        found = [words]
    return found[0] if found else ""


def image_pixels(mime: QMimeData) -> Pixels | None:
    """Return the image that a drop or the clipboard holds as such, if it holds one."""
    image = mime.imageData() if mime.hasImage() else None
    if isinstance(image, QPixmap):
        image = image.toImage()
    if not isinstance(image, QImage) or image.isNull():
        return None
    return as_pixels(image)
