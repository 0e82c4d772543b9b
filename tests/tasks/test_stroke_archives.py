import zipfile
from pathlib import Path

import numpy as np
import pytest

from metastudio.engine.errors import DataError, StoppedError
from metastudio.engine.tasks.stroke_archives import (
    looks_like_strokes,
    parse_strokes,
    read_stroke_archives,
)

TEXT = "START\n1.5,-2,0\n3,-4.25,16\nBREAK\n5,-6,30\nBREAK\n"


def archive(path: Path, **texts: str) -> Path:
    with zipfile.ZipFile(path, "w") as z:
        for name in ("Greek/character02/0002_01", "Greek/character01/0001_02"):
            z.writestr(f"strokes_small/{name}.txt", texts.get("text", TEXT))
        z.writestr("strokes_small/.DS_Store", b"x")
        z.writestr("strokes_small/Greek/.DS_Store", b"x")
        z.writestr("__MACOSX/strokes_small/Greek/character01/._0001_02.txt", b"x")
        z.writestr("__MACOSX/strokes_small/Greek/character01/0001_02.txt", b"x")
    return path


def test_drawings_come_with_their_strokes_and_times_and_without_litter(tmp_path: Path) -> None:
    path = archive(tmp_path / "strokes.zip")
    first, second = read_stroke_archives([path, path])
    assert (first.alphabet, first.character, first.name) == ("Greek", "character01", "0001_02")
    assert second.character == "character02"
    assert [s.tolist() for s in first.strokes] == [[[1.5, -2, 0], [3, -4.25, 16]], [[5, -6, 30]]]
    zipfile.ZipFile(path).extractall(tmp_path / "unpacked")
    assert looks_like_strokes(tmp_path / "unpacked" / "strokes_small")
    assert len(read_stroke_archives([tmp_path / "unpacked" / "strokes_small"])) == 2


def test_what_is_no_stroke_archive_is_said_in_a_sentence(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as z:
        z.writestr("images_background/Greek/character01/0001_01.png", b"x")
    assert not looks_like_strokes(tmp_path / "other.zip")
    with pytest.raises(DataError, match=r"other\.zip is no stroke archive"):
        read_stroke_archives([tmp_path / "other.zip"])
    with pytest.raises(DataError, match="'rhubarb' is not x,y,time"):
        read_stroke_archives([archive(tmp_path / "bad.zip", text="START\nrhubarb\n")])
    with pytest.raises(DataError, match="'1,2,cat' is not"):
        parse_strokes("START\n1,2,3\n1,2,cat\n1,2,4\n")
    with pytest.raises(DataError, match="holds no strokes"):
        parse_strokes("START\nBREAK\n")
    with pytest.raises(StoppedError):
        read_stroke_archives([archive(tmp_path / "a.zip")], lambda *_: False)


def test_the_official_archives_are_read_whole(real_data: Path) -> None:
    paths = sorted((real_data / "omniglot" / "strokes").glob("*.zip"))
    drawings = read_stroke_archives(paths)
    characters = {(d.alphabet, d.character) for d in drawings}
    assert (len({a for a, _ in characters}), len(characters)) == (8, 242)
    assert len(drawings) == 242 * 20
    for drawing in drawings[::500]:
        for stroke in drawing.strokes:
            assert stroke.shape[1] == 3 and (np.diff(stroke[:, 2]) >= 0).all()
