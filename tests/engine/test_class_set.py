"""A class set survives being kept and shared, and a bad one is refused before anything is read."""

import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from metastudio.engine.class_set import (
    INDEX,
    ClassSet,
    SetPicture,
    is_class_set,
    load_class_set,
    save_class_set,
)
from metastudio.engine.errors import DataError, WorkspaceError
from metastudio.engine.workspace import Workspace

STROKES = (((1.0, 2.0, 0.0), (3.5, 4.0, 16.0)), ((9.0, 9.0, 250.0),))


@pytest.fixture
def classes(tmp_path: Path) -> ClassSet:
    photo = tmp_path / "photos" / "κύκλος / 1.jpg".replace(" / ", "-")
    photo.parent.mkdir()
    Image.new("RGB", (30, 20), "red").save(photo)
    drawn = np.full((9, 9, 3), 200, np.uint8)
    return ClassSet(
        (
            ("cat/dog", (SetPicture("a/κύκλος.jpg", photo), SetPicture("drawing 1", None, drawn,
                                                                     "light", STROKES))),
            ("B", (SetPicture("b.png", None, drawn),)),
        ),
        (SetPicture("q.png", tmp_path / "gone.png", drawn),),
    )  # fmt: skip


@pytest.mark.parametrize("name", ["set", "set.zip"])
def test_what_was_saved_is_loaded_again(classes: ClassSet, tmp_path: Path, name: str) -> None:
    place = tmp_path / name
    save_class_set(classes, place)
    save_class_set(classes, place)  # an older class set there is replaced
    assert is_class_set(place)
    loaded = load_class_set(place, Workspace(tmp_path / "home"))
    assert [n for n, _ in loaded.classes] == ["cat/dog", "B"]
    photo, drawn = loaded.classes[0][1]
    assert (photo.name, drawn.ink, drawn.strokes) == ("a/κύκλος.jpg", "light", STROKES)
    assert photo.path.read_bytes() == classes.classes[0][1][0].path.read_bytes()
    assert np.array_equal(np.asarray(Image.open(drawn.path)), np.full((9, 9, 3), 200))
    assert [p.name for p in loaded.queries] == ["q.png"], "its file is gone, its pixels are not"


def test_a_folder_that_holds_other_things_is_not_replaced(classes: ClassSet, tmp_path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "letter.txt").write_text("dear")
    with pytest.raises(WorkspaceError, match="other things"):
        save_class_set(classes, mine)
    assert (mine / "letter.txt").read_text() == "dear"


@pytest.mark.parametrize(
    ("index", "words"),
    [
        ("format = 2\nclasses = []", "newer MetaStudio"),
        ("format = 1\nclasses = [", "damaged"),
        (
            'format = 1\n[[classes]]\nname = "A"\npictures = [{file = "../../etc/passwd"}]',
            "leads outside",
        ),
    ],
)
def test_a_bad_index_is_refused_with_the_reason(tmp_path: Path, index: str, words: str) -> None:
    archive = tmp_path / "set.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr(INDEX, index)
    with pytest.raises(DataError, match=words):
        load_class_set(archive, Workspace(tmp_path / "home"))
    left = [p for p in (tmp_path / "home").rglob("*") if p.is_file()]
    assert left == [], "nothing of it is kept"


def test_a_zip_that_writes_outside_is_refused(tmp_path: Path) -> None:
    archive = tmp_path / "set.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr(INDEX, "format = 1\nclasses = []")
        file.writestr("../outside.png", b"x")
    with pytest.raises(DataError, match="outside"):
        load_class_set(archive, Workspace(tmp_path / "home"))
    assert not (tmp_path / "home" / "outside.png").exists()
