import io
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from metastudio.engine.errors import DataError
from metastudio.engine.tasks.images import Transform, read_picture, thumbnail, to_float


def saved(image: Image.Image, path: Path, **options: object) -> Path:
    image.save(path, **options)
    return path


def gradient(height: int = 40, width: int = 60) -> Image.Image:
    across = np.linspace(0, 255, width, dtype=np.uint8)
    red = np.broadcast_to(across, (height, width))
    return Image.fromarray(np.stack([red, red // 2, 255 - red], axis=-1))


def test_a_16_bit_picture_keeps_its_greys_instead_of_clipping_to_white(tmp_path: Path) -> None:
    ramp = np.tile(np.linspace(0, 40_000, 64).astype(np.uint16), (8, 1))
    grey = np.asarray(read_picture(saved(Image.fromarray(ramp), tmp_path / "scan.png")))
    assert grey.dtype == np.uint8
    assert grey[0, 0] == 0 and grey[0, -1] == 255
    assert len(np.unique(grey)) > 50


def test_eight_bits_in_a_16_bit_file_are_not_stretched(tmp_path: Path) -> None:
    values = np.full((4, 4), 90, dtype=np.uint16)
    values[0] = 100
    grey = np.asarray(read_picture(saved(Image.fromarray(values), tmp_path / "small.png")))
    assert (grey[0, 0], grey[1, 0]) == (100, 90)


def test_floating_point_greys_from_zero_to_one_become_0_to_255(tmp_path: Path) -> None:
    values = np.array([[0.0, 0.5], [0.25, np.nan]], dtype=np.float32)
    grey = np.asarray(read_picture(saved(Image.fromarray(values), tmp_path / "float.tiff")))
    assert grey.tolist() == [[0, 128], [64, 0]]


def test_cmyk_becomes_the_colour_that_it_prints(tmp_path: Path) -> None:
    red = Image.new("CMYK", (20, 20), (0, 255, 255, 0))
    image = read_picture(saved(red, tmp_path / "print.jpg", quality=95))
    assert image.mode == "RGB"
    r, g, b = image.getpixel((10, 10))
    assert r > 230 and g < 40 and b < 40


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_what_is_transparent_is_white_whatever_colour_hides_there(
    mode: str, tmp_path: Path
) -> None:
    image = Image.new("RGBA", (10, 10), (0, 0, 0, 0))
    image.putpixel((3, 3), (0, 0, 0, 255))
    read = read_picture(saved(image.convert(mode), tmp_path / "clear.png")).convert("L")
    assert read.getpixel((0, 0)) == 255
    assert read.getpixel((3, 3)) == 0


def test_a_palette_with_a_transparent_entry_is_laid_on_white(tmp_path: Path) -> None:
    image = Image.new("P", (10, 10), 0)
    image.putpalette([200, 0, 0, 0, 0, 250])
    image.putpixel((5, 5), 1)
    read = read_picture(saved(image, tmp_path / "icon.png", transparency=0))
    assert read.mode == "RGB"
    assert read.getpixel((0, 0)) == (255, 255, 255)
    assert read.getpixel((5, 5)) == (0, 0, 250)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photograph_stands_as_the_camera_was_held(orientation: int, tmp_path: Path) -> None:
    upright = gradient(32, 64)
    upright.paste((0, 255, 0), (0, 0, 16, 16))  # green corner at the upper left
    back = {
        1: None,
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }[orientation]
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored = upright if back is None else upright.transpose(back)
    read = read_picture(saved(stored, tmp_path / "phone.png", exif=exif))
    assert np.array_equal(np.asarray(read), np.asarray(upright))


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
def test_damaged_exif_does_not_cost_the_picture(tmp_path: Path) -> None:
    file = saved(gradient(), tmp_path / "odd.jpg", exif=b"Exif\x00\x00MM\x00\x2a\xff\xff\xff\xff")
    assert read_picture(file).size == (60, 40)


def test_of_an_animation_the_first_frame_is_read(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    file = tmp_path / "moving.gif"
    frames[0].save(file, save_all=True, append_images=frames[1:])
    assert read_picture(file).convert("RGB").getpixel((4, 4)) == (255, 0, 0)


def test_one_bit_pictures_are_grey_from_0_to_255(tmp_path: Path) -> None:
    image = Image.new("1", (6, 6), 1)
    image.putpixel((2, 2), 0)
    read = read_picture(saved(image, tmp_path / "bits.png"))
    assert read.mode == "L"
    assert (read.getpixel((2, 2)), read.getpixel((0, 0))) == (0, 255)


def png_that_claims(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\x00" * 100))
        + chunk(b"IEND", b"")
    )


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize("side", [10_001, 13_000, 60_000])  # below and above Pillow's own limits
def test_a_decompression_bomb_is_refused_from_its_header(side: int, tmp_path: Path) -> None:
    file = tmp_path / "bomb.png"
    file.write_bytes(png_that_claims(side, side))
    with pytest.raises(DataError, match=r"bomb\.png has more than 100 million pixels"):
        read_picture(file)


def bad_files(folder: Path) -> dict[str, Path]:
    buffer = io.BytesIO()
    gradient(300, 300).save(buffer, "JPEG")
    jpeg = buffer.getvalue()
    buffer = io.BytesIO()
    gradient(300, 300).save(buffer, "PNG")
    contents = {
        "empty.png": b"",
        "cut.jpg": jpeg[: len(jpeg) // 2],
        "cut.png": buffer.getvalue()[: len(buffer.getvalue()) // 2],
        "text.png": b"this is no picture at all",
        "noise.jpg": bytes(range(256)) * 20,
        "flipped.png": buffer.getvalue()[:60] + b"\x00" * 400 + buffer.getvalue()[460:],
        "vector.eps": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n%%EndComments\n",
    }
    for name, data in contents.items():
        (folder / name).write_bytes(data)
    (folder / "folder.png").mkdir()
    return {name: folder / name for name in [*contents, "folder.png", "absent.png"]}


BAD = "empty.png cut.jpg cut.png text.png noise.jpg flipped.png vector.eps folder.png absent.png"


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("name", BAD.split())
def test_what_is_no_whole_picture_is_refused_in_a_sentence_that_names_it(
    name: str, tmp_path: Path
) -> None:
    with pytest.raises(DataError) as caught:
        read_picture(bad_files(tmp_path)[name])
    message = str(caught.value)
    assert name in message
    assert "\n" not in message and message.endswith(".")
    assert "!" not in message and "Traceback" not in message


def test_bytes_and_open_files_are_read_like_paths(tmp_path: Path) -> None:
    file = saved(gradient(), tmp_path / "a.png")
    with file.open("rb") as opened:
        from_file = read_picture(opened)
    assert np.array_equal(np.asarray(from_file), np.asarray(read_picture(file)))
    assert np.array_equal(np.asarray(read_picture(file.read_bytes())), np.asarray(from_file))
    with pytest.raises(DataError, match="pasted picture is empty"):
        read_picture(b"", name="The pasted picture")


def test_a_photograph_is_cropped_to_its_centre() -> None:
    wide = Image.new("RGB", (90, 30), "white")
    wide.paste((10, 20, 30), (30, 0, 60, 30))
    pixels = Transform(16, 3).apply(wide)
    assert pixels.shape == (3, 16, 16) and pixels.dtype == np.uint8
    assert (pixels == np.array([10, 20, 30])[:, None, None]).all()


def test_one_channel_takes_the_brightness_of_a_colour_picture() -> None:
    assert Transform(8, 1).apply(Image.new("RGB", (20, 20), (255, 0, 0)))[0, 0, 0] == 76


def a_cross(paper: int, ink: int, height: int = 105, width: int = 105) -> Image.Image:
    pixels = np.full((height, width), paper, dtype=np.uint8)
    pixels[height // 2 - 3 : height // 2 + 3, 20:-20] = ink
    pixels[10:-10, width // 2 - 3 : width // 2 + 3] = ink
    return Image.fromarray(pixels)


def test_drawings_come_out_light_on_dark_whichever_way_they_were_drawn() -> None:
    transform = Transform(28, 1, ink=True)
    dark_on_light = transform.apply(a_cross(255, 0))
    assert np.array_equal(dark_on_light, transform.apply(a_cross(0, 255)))
    assert dark_on_light[0, 14, 14] > 200 and dark_on_light[0, 0, 0] == 0


def test_grey_pencil_on_grey_paper_gets_the_full_range() -> None:
    pencil = Transform(28, 1, ink=True).apply(a_cross(200, 90))
    pen = Transform(28, 1, ink=True).apply(a_cross(255, 0))
    assert np.abs(pencil.astype(int) - pen).max() <= 2


def test_a_wide_drawing_is_padded_and_loses_nothing() -> None:
    wide = Transform(28, 1, ink=True).apply(a_cross(255, 0, height=60, width=180))
    assert wide[0, 14].max() > 100  # the long stroke is still there,
    inked = np.flatnonzero(wide[0].max(axis=0) > 64)
    assert inked.min() <= 4 and inked.max() >= 23  # from one end to the other


def test_a_large_scan_of_a_drawing_looks_like_the_small_drawing() -> None:
    large = a_cross(255, 0).resize((2100, 2100), Image.Resampling.NEAREST)
    small = Transform(28, 1, ink=True).apply(a_cross(255, 0))
    assert np.abs(Transform(28, 1, ink=True).apply(large).astype(int) - small).max() <= 12


def test_an_empty_sheet_has_no_ink() -> None:
    noise = np.random.default_rng(0).integers(250, 255, (50, 50)).astype(np.uint8)
    assert Transform(28, 1, ink=True).apply(Image.fromarray(noise)).max() < 16


def test_training_pictures_and_dropped_files_go_through_the_same_pixels(tmp_path: Path) -> None:
    file = saved(gradient(700, 900), tmp_path / "photo.jpg")
    transform = Transform(84, 3)
    again = Transform.from_dict(transform.to_dict())
    assert again == transform
    assert np.array_equal(
        transform.apply(read_picture(file)), again.apply(read_picture(file.read_bytes()))
    )


def test_a_large_photograph_read_at_a_fraction_looks_as_if_read_whole(tmp_path: Path) -> None:
    file = saved(gradient(2400, 3200), tmp_path / "large.jpg", quality=95)
    small = read_picture(file)
    assert max(small.size) < 3200  # decoded at a fraction
    whole = Transform(84, 3).apply(Image.open(file))
    assert np.abs(Transform(84, 3).apply(small).astype(int) - whole).max() <= 4


def test_thumbnails_show_the_whole_picture_and_never_enlarge() -> None:
    assert thumbnail(gradient(300, 600)).shape == (128, 256, 3)
    assert thumbnail(Image.new("L", (20, 10))).shape == (10, 20, 3)


def test_floats_run_from_zero_to_one() -> None:
    assert to_float(torch.tensor([0, 51, 255], dtype=torch.uint8)).tolist() == pytest.approx(
        [0.0, 0.2, 1.0]
    )


def test_an_address_in_place_of_a_file_is_explained() -> None:
    with pytest.raises(DataError, match="is an address"):
        read_picture(Path("https://example.org/cat.png"))
