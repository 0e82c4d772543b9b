"""`metastudio data`, as somebody types it."""

import json
import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from metastudio.cli import main


def folder(path: Path) -> Path:
    for kind in range(7):
        for n in range(6):
            place = path / f"kind{kind}" / f"{n}.png"
            place.parent.mkdir(parents=True, exist_ok=True)
            pixels = np.random.default_rng(10 * kind + n).integers(0, 255, (9, 9, 3), np.uint8)
            Image.fromarray(pixels).save(place)
    (path / "kind3" / "broken.png").write_bytes(b"no picture")
    return path


def test_a_folder_is_checked_imported_mended_and_shown(tmp_path: Path, capsys) -> None:
    mine = str(folder(tmp_path / "mine"))
    assert main(["data", "check", mine, "--json"]) == 0
    checked = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert [p["kind"] for p in checked["problems"]] == ["unreadable"]
    assert checked["problems"][0]["files"] == ["kind3/broken.png"]
    assert main(["data", "import", "seven", mine, "--mend", "--json"]) == 0
    card = json.loads(capsys.readouterr().out.splitlines()[-1])["data"]
    assert (card["name"], card["classes"], card["pictures"]) == ("seven", 7, 42)
    assert main(["data", "show", "seven", "--set", "data.image_size=8", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert shown["problems"] == [] and sum(map(len, shown["splits"].values())) == 7


def test_what_is_not_here_says_how_it_comes(capsys, monkeypatch: pytest.MonkeyPatch) -> None:
    assert main(["data", "show", "mini-imagenet"]) == 0
    assert "ImageNet may not be passed on" in capsys.readouterr().out
    assert main(["data", "download", "mini-imagenet"]) == 1
    assert "can't be downloaded" in capsys.readouterr().err
    monkeypatch.setenv("METASTUDIO_MIRROR", "nowhere")
    assert main(["data", "download", "dtd"]) == 2
    said = capsys.readouterr().err
    assert "is no address" in said and said.count("\n") == 1


def test_a_split_file_beside_omniglot_is_not_lost_in_silence(tmp_path: Path, capsys) -> None:
    Image.new("L", (105, 105), 255).save(tmp_path / "drawing.png")
    with zipfile.ZipFile(tmp_path / "images.zip", "w") as archive:
        place = "images_background/Greek/character01/0001_01.png"
        archive.write(tmp_path / "drawing.png", place)
    split = tmp_path / "split.json"
    split.write_text('{"train": []}')
    assert main(["data", "import", "omniglot", str(tmp_path / "images.zip"), str(split)]) == 0
    assert f"--set data.split_file={split}" in capsys.readouterr().out
