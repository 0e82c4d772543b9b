"""Reading one picture safely, and the one transform that training and dropped pictures share."""

import hashlib
import io
import warnings
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO, Literal

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import ExifTags, Image

from metastudio.engine.errors import DataError
from metastudio.engine.events import Pictures

MAX_PIXELS = 100_000_000  # a 12,000 × 8,000 scan is read; what claims more is refused unseen
ENOUGH_PIXELS = 512  # a side: twice the largest picture that a network sees here
WEAKEST_INK = 16  # grey levels between ink and paper below which a drawing counts as blank
LOST_ON_WHITE = 32  # grey levels below white: what is visible and lighter than that needs black

Ink = Literal["auto", "dark", "light"]
"""How a drawing is drawn: dark ink on light paper, light on dark, or to be seen from its border."""

# Pillow only warns of a decompression bomb; here it never gets as far as decoding one.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)

HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1")

_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


@dataclass(frozen=True, eq=False)
class Described:
    """A picture in mode L or RGB, with what reading it has changed."""

    image: Image.Image
    transparent: bool = False
    animated: bool = False


def read_picture(source: Path | bytes | BinaryIO, name: str = "") -> Image.Image:
    """Read a picture as mode L or RGB, upright, without transparency; the first frame of many.

    JPEGs much larger than any network's input are decoded at a fraction of their size. `name` is
    what a message calls the picture where `source` is not a path. Raises `DataError` in one
    sentence for a file that is missing, empty, cut off, too large, or no picture.
    """
    return read_described(source, name).image


def read_described(source: Path | bytes | BinaryIO, name: str = "", paper: str = "") -> Described:
    """Read a picture as `read_picture` does, and tell what else it was.

    `paper`, "white" or "black", is what see-through parts are laid on; by default white, unless
    what is visible would be lost there.
    """
    if isinstance(source, Path):
        name = name or str(source)
        source = _contents(source, name)
    elif not isinstance(source, bytes):
        source = source.read()
    name = name or "The picture"
    if not source:
        raise DataError(f"{name} is empty (0 bytes). Copy or export it again.", file=name)
    image = _opened(source, name)
    try:
        image.draft(None, (ENOUGH_PIXELS, ENOUGH_PIXELS))  # JPEG only: several times faster
        image.load()
        transparent = _is_transparent(image)
        plain = _without_transparency(_eight_bit(image), paper)
    except Exception as error:  # Pillow's decoders raise whatever a damaged file leads them to
        raise DataError(
            f"{name} is damaged or cut off, so the picture can't be decoded. "
            "Copy or export it again.",
            file=name,
            reason=repr(error),
        ) from error
    turn = _turn(image)
    upright = plain.transpose(turn) if turn is not None else plain
    return Described(upright, transparent, bool(getattr(image, "is_animated", False)))


def is_picture(path: Path) -> bool:
    """Whether a file begins as a picture does; whether it is whole shows when it is read."""
    try:
        with path.open("rb") as file:
            Image.open(file, formats=_formats())
    except Exception:  # a file of any kind may look like a damaged header
        return False
    return True


def _contents(path: Path, name: str) -> bytes:
    try:
        if path.parts and path.parts[0] in ("http:", "https:") and not path.exists():
            raise DataError(
                f"{name} is an address, and MetaStudio fetches no pictures from the network. Save "
                "the picture first and give its file.",
                file=name,
            )
        if not path.is_file():  # a folder, or a device that never ends
            reason = "it is not a file" if path.exists() else "it does not exist"
            raise DataError(f"{name} can't be read: {reason}. Choose a picture file.", file=name)
        return path.read_bytes()
    except OSError as error:
        raise DataError(
            f"{name} can't be read ({error.strerror}). Mend its permissions, or choose another.",
            file=name,
        ) from error


def _opened(data: bytes, name: str) -> Image.Image:
    """Read the header only, and refuse what claims too many pixels before decoding any."""
    too_large = DataError(
        f"{name} has more than {MAX_PIXELS // 10**6} million pixels, which is more than can be "
        "read safely. Make it smaller first.",
        file=name,
    )
    try:
        image = Image.open(io.BytesIO(data), formats=_formats())
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise too_large from None
    except Exception as error:  # as above: a damaged header raises anything
        if data[4:8] == b"ftyp" and data[8:12] in HEIC_BRANDS:
            raise DataError(
                f"{name} is a HEIC picture, which can't be decoded here. Save it as JPEG or PNG; "
                "phones do so when they share a picture as 'most compatible'.",
                file=name,
            ) from error
        raise DataError(
            f"{name} is not a picture that can be read. PNG, JPEG, WebP, TIFF, BMP and GIF are; "
            "convert it to one of them.",
            file=name,
            reason=repr(error),
        ) from error
    if image.width * image.height > MAX_PIXELS:
        raise too_large
    return image


def _formats() -> list[str]:
    """Every format that Pillow knows, except the one that it hands to another program."""
    Image.init()
    return [format_ for format_ in Image.ID if format_ != "EPS"]


def _eight_bit(image: Image.Image) -> Image.Image:
    """Rescale 16-bit, 32-bit and floating-point grey by its range; Pillow would clip to white."""
    if not (image.mode.startswith("I") or image.mode == "F"):
        return image
    values = np.nan_to_num(np.asarray(image, dtype=np.float64))
    low, high = float(values.min()), float(values.max())
    if image.mode == "F" and low >= 0 and high <= 1:
        low, high = 0.0, 1.0
    elif low >= 0 and high <= 255:  # eight bits in a larger coat
        low, high = 0.0, 255.0
    scaled = (values - low) * (255 / max(high - low, 1e-12))
    return Image.fromarray(np.rint(scaled).astype(np.uint8))


def _is_transparent(image: Image.Image) -> bool:
    """Whether anything shines through; an alpha channel that is full everywhere does not count."""
    if not image.has_transparency_data:
        return False
    return bool(np.asarray(image.convert("RGBA").getchannel("A")).min() < 255)


def _without_transparency(image: Image.Image, paper: str = "") -> Image.Image:
    """Lay on paper what shines through, and return mode L or RGB."""
    grey = image.mode in ("1", "L", "LA", "La")
    if image.has_transparency_data:
        above = image.convert("RGBA")
        sheet = Image.new("RGBA", image.size, paper or _paper_for(above))
        sheet.alpha_composite(above)
        image = sheet
    return image.convert("L" if grey else "RGB")


def _paper_for(image: Image.Image) -> str:
    """White, unless all that is visible is nearly white itself, as chalk drawings are."""
    levels, alpha = np.asarray(image.convert("L")), np.asarray(image.getchannel("A"))
    visible = levels[alpha > 127]
    return "black" if visible.size and visible.min() > 255 - LOST_ON_WHITE else "white"


def _turn(image: Image.Image) -> Image.Transpose | None:
    """How the camera was held. A picture whose EXIF data is damaged is still a picture."""
    try:
        return _TURNS.get(int(image.getexif().get(ExifTags.Base.Orientation, 1)))
    except Exception:  # any damage: without a readable orientation, pixels stay as they lie
        return None


@dataclass(frozen=True)
class Transform:
    """From a picture to what the network sees; the same for training and for dropped pictures.

    Photographs are cropped to their central square. Drawings (`ink`) are padded to a square with
    their background instead, and come out as light ink (255) on dark (0), whichever way they were
    drawn.
    """

    image_size: int
    channels: int
    ink: bool = False

    def apply(self, image: Image.Image, ink: Ink = "auto") -> Pictures:
        """Return the picture as uint8 `(channels, image_size, image_size)`.

        `ink` says how a drawing is drawn, where its border does not show it.
        """
        size = (self.image_size, self.image_size)
        if self.ink:
            drawing = Image.fromarray(_ink_square(_grey(image), ink))
            small = drawing.resize(size, Image.Resampling.BICUBIC)
            grey: Pictures = np.asarray(small)[None]
            return np.ascontiguousarray(np.repeat(grey, self.channels, axis=0))
        side = min(image.size)
        left, top = (image.width - side) // 2, (image.height - side) // 2
        square = image.crop((left, top, left + side, top + side))
        small = square.convert("L" if self.channels == 1 else "RGB").resize(
            size, Image.Resampling.BICUBIC
        )
        pixels: Pictures = np.asarray(small)
        if self.channels == 1:
            return np.ascontiguousarray(pixels[None])
        return np.ascontiguousarray(pixels.transpose(2, 0, 1))

    def polarity(self, image: Image.Image) -> str:
        """Return how a drawing is drawn, "dark" or "light" ink; "" where nothing is drawn."""
        contrast = _contrast(_grey(image), "auto")[1]
        return "" if abs(contrast) < WEAKEST_INK else "dark" if contrast < 0 else "light"

    def to_dict(self) -> dict[str, Any]:
        """Return plain values, for the header of a checkpoint."""
        return asdict(self)

    @classmethod
    def from_dict(cls, raw: Mapping[str, Any]) -> "Transform":
        """Read back what `to_dict` wrote."""
        return cls(int(raw["image_size"]), int(raw["channels"]), bool(raw["ink"]))


def _grey(image: Image.Image) -> NDArray[np.uint8]:
    grey = image.convert("L")
    if min(image.size) >= 2 * ENOUGH_PIXELS:  # a scan: spare time and memory
        grey = grey.reduce(min(image.size) // ENOUGH_PIXELS)
    return np.asarray(grey)


def _contrast(grey: NDArray[np.uint8], ink: Ink) -> tuple[float, float]:
    """Return the grey level of the paper, which the border shows, and that of the ink above it."""
    border = np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])
    paper, darkest, lightest = float(np.median(border)), float(grey.min()), float(grey.max())
    if ink == "auto":
        ink = "dark" if paper - darkest >= lightest - paper else "light"
    elif ink == "dark":
        paper = max(paper, float(np.median(grey)))  # a frame around it is not the paper
    else:
        paper = min(paper, float(np.median(grey)))
    return paper, (darkest if ink == "dark" else lightest) - paper


def _ink_square(grey: NDArray[np.uint8], ink_is: Ink = "auto") -> Pictures:
    """Turn a drawing into ink from 0 to 255 on a square; the border says what is paper."""
    paper, contrast = _contrast(grey, ink_is)
    if abs(contrast) < WEAKEST_INK:
        contrast = 255.0  # nothing is drawn: leave the paper's grain as faint as it is
    ink = np.clip((grey - paper) / contrast, 0, 1) * 255
    height, width = ink.shape
    side = max(height, width)
    square = np.zeros((side, side), dtype=np.uint8)
    top, left = (side - height) // 2, (side - width) // 2
    square[top : top + height, left : left + width] = np.rint(ink)
    return square


def to_float(pictures: torch.Tensor) -> torch.Tensor:
    """Return uint8 pictures of any shape as float32 between 0 and 1."""
    return pictures.to(torch.float32).div_(255)


def thumbnail(image: Image.Image, side: int = 256) -> Pictures:
    """Return the whole picture as uint8 `(height, width, 3)`, at most `side` pixels a side."""
    small = image.convert("RGB")
    small.thumbnail((side, side))
    return np.array(small, dtype=np.uint8)


def fingerprint(image: Image.Image) -> str:
    """Return what tells one picture from another by its pixels, whatever its file is called."""
    digest = hashlib.blake2b(f"{image.mode} {image.size}".encode(), digest_size=16)
    digest.update(image.tobytes())
    return digest.hexdigest()
