import io
import shutil
import struct
import tarfile
import zipfile
from pathlib import Path
from typing import IO

import pytest
from PIL import Image

from metastudio.engine import locks
from metastudio.engine.errors import DataError, MetaStudioError, WorkspaceError
from metastudio.engine.experiment import DataSettings
from metastudio.engine.locks import DataLock
from metastudio.engine.tasks import archives, catalog
from metastudio.engine.tasks.table_source import import_table
from metastudio.engine.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "home")


def png(value: int, side: int = 12) -> bytes:
    buffer = io.BytesIO()
    Image.new("L", (side, side), value).save(buffer, "PNG")
    return buffer.getvalue()


def contents(classes: int = 7, each: int = 3) -> dict[str, bytes]:
    return {f"photos/kind{c}/{n}.png": png(10 * c + n) for c in range(classes) for n in range(each)}


def zipped(path: Path, files: dict[str, bytes], **options: int) -> Path:
    with zipfile.ZipFile(path, "w", **options) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def tarred(path: Path, files: dict[str, bytes], mode: str = "w:gz") -> Path:
    with tarfile.open(path, mode) as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return path


def left_in(workspace: Workspace) -> list[str]:
    return [p.name for p in workspace.data.iterdir()] if workspace.data.is_dir() else []


def refused(path: Path, workspace: Workspace, said: str) -> None:
    """The import says why, in one or two sentences, and leaves nothing behind anywhere."""
    outside = workspace.home.parent
    around = {*outside.iterdir(), workspace.home}
    with pytest.raises(DataError, match=said) as caught:
        catalog.import_dataset([path], workspace)
    assert path.name in str(caught.value) and "\n" not in str(caught.value)
    assert left_in(workspace) == []
    assert set(outside.iterdir()) <= around


@pytest.mark.parametrize("ending", ["zip", "tar", "tar.gz", "tgz", "tar.bz2", "tar.xz"])
def test_archives_of_class_folders_are_imported(
    ending: str, workspace: Workspace, tmp_path: Path
) -> None:
    path, files = tmp_path / f"photos.{ending}", contents()
    if ending == "zip":
        zipped(path, {**files, "__MACOSX/photos/._kind0": b"x", "photos/.DS_Store": b"x"})
    else:
        mode = {"tgz": "gz", "tar": ""}.get(ending, ending.rpartition(".")[2])
        tarred(path, files, f"w:{mode}")
    card = catalog.import_dataset([path], workspace)
    assert (card.name, card.classes, card.pictures, card.removable) == ("photos", 7, 21, True)
    path.unlink()
    source = catalog.open_source(DataSettings(name="photos", image_size=16), workspace)
    assert sum(len(part) for part in source.splits.values()) == 7
    assert "photos" in [c.name for c in catalog.cards(workspace)]


def test_the_workspace_can_be_moved(workspace: Workspace, tmp_path: Path) -> None:
    catalog.import_dataset([zipped(tmp_path / "photos.zip", contents())], workspace)
    shutil.move(workspace.home, tmp_path / "moved")
    moved = Workspace(tmp_path / "moved")
    assert catalog.open_source(DataSettings(name="photos", image_size=16), moved).splits["train"]
    assert next(c for c in catalog.cards(moved) if c.name == "photos").state == "ready"


@pytest.mark.parametrize(
    "name", ["../evil.png", "photos/../../evil.png", "/tmp/evil.png", "..\\evil.png", "C:/evil.png"]
)
def test_names_that_lead_outside_are_refused(
    name: str, workspace: Workspace, tmp_path: Path
) -> None:
    files = {**contents(), name: png(1)}
    refused(zipped(tmp_path / "bad.zip", files), workspace, "outside its folder")
    refused(tarred(tmp_path / "bad.tar.gz", files), workspace, "outside its folder")
    assert not list(tmp_path.rglob("evil.png"))


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE])
def test_links_and_devices_in_an_archive_are_refused(
    kind: bytes, workspace: Workspace, tmp_path: Path
) -> None:
    path = tarred(tmp_path / "links.tar", contents(), "w")
    with tarfile.open(path, "a") as archive:
        info = tarfile.TarInfo("photos/kind0/link.png")
        info.type, info.linkname = kind, "/etc/passwd"
        archive.addfile(info)
    refused(path, workspace, "link or a device")


def test_bombs_are_refused_before_they_fill_the_disk(
    workspace: Workspace, tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.setattr(archives, "RATIO_MATTERS_ABOVE", 10 * 2**20)
    zeros = {"photos/a/zeros.bmp": bytes(20 * 2**20)}
    packed = zipped(tmp_path / "bomb.zip", zeros, compression=zipfile.ZIP_DEFLATED)
    refused(packed, workspace, "bomb")
    refused(tarred(tmp_path / "bomb.tar.gz", zeros), workspace, "bomb")


def test_too_many_or_too_large_files_are_refused(
    workspace: Workspace, tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.setattr(archives, "MAX_ENTRIES", 20)
    refused(zipped(tmp_path / "many.zip", contents()), workspace, "21 files")
    refused(tarred(tmp_path / "many.tar", contents(), "w"), workspace, "21 files")
    monkeypatch.setattr(archives, "MAX_ENTRIES", 100)
    monkeypatch.setattr(archives, "MAX_BYTES", 500)
    refused(zipped(tmp_path / "large.zip", contents()), workspace, "bomb")
    refused(tarred(tmp_path / "large.tar", contents(), "w"), workspace, "bomb")


def test_an_archive_with_a_password_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    path = zipped(tmp_path / "locked.zip", contents())
    data = bytearray(path.read_bytes())
    at = data.find(b"PK\x01\x02")
    while at >= 0:  # set the flag "encrypted" of every entry of the directory
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 4)
    path.write_bytes(bytes(data))
    refused(path, workspace, "password")


@pytest.mark.parametrize("share", [0.0, 0.02, 0.5, 0.97])
@pytest.mark.parametrize("ending", ["zip", "tar.gz", "tar"])
def test_archives_that_are_cut_off_are_refused(
    ending: str, share: float, workspace: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / f"cut.{ending}"
    if ending == "zip":
        zipped(path, contents())
    else:
        tarred(path, contents(), "w:gz" if ending == "tar.gz" else "w")
    data = path.read_bytes().rstrip(b"\0")
    path.write_bytes(data[: int(len(data) * share)])
    refused(path, workspace, "damaged or cut off")


def test_a_damaged_entry_is_noticed(workspace: Workspace, tmp_path: Path) -> None:
    path = zipped(tmp_path / "rot.zip", contents(), compression=zipfile.ZIP_DEFLATED)
    data = bytearray(path.read_bytes())
    start = data.find(b"photos/kind3/1.png") + 20
    data[start : start + 20] = bytes(20)
    path.write_bytes(bytes(data))
    refused(path, workspace, "damaged or cut off")


def test_an_archive_without_classes_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no classes"):
        catalog.import_dataset([zipped(tmp_path / "text.zip", {"a/readme.txt": b"x"})], workspace)
    assert left_in(workspace) == []


def test_files_that_are_neither_folder_nor_archive_are_refused(
    workspace: Workspace, tmp_path: Path
) -> None:
    (tmp_path / "notes.txt").write_text("hello")
    refused(tmp_path / "notes.txt", workspace, "neither a folder nor a zip or tar archive")
    refused(tmp_path / "absent.zip", workspace, "is not there")
    with pytest.raises(DataError):
        catalog.import_dataset([], workspace)


def test_an_import_that_is_stopped_leaves_nothing(workspace: Workspace, tmp_path: Path) -> None:
    path = zipped(tmp_path / "photos.zip", contents())
    calls = iter([True, True, False])
    with pytest.raises(DataError, match="stopped"):
        catalog.import_dataset([path], workspace, progress=lambda share, text: next(calls))
    assert left_in(workspace) == []


def test_a_workspace_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file where the folder should be")
    with pytest.raises(WorkspaceError, match="METASTUDIO_HOME"):
        catalog.import_dataset(
            [zipped(tmp_path / "photos.zip", contents())], Workspace(tmp_path / "home")
        )


def test_names_are_kept_apart_and_wanted_ones_are_respected(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = zipped(tmp_path / "photos.zip", contents())
    names = [catalog.import_dataset([path], workspace).name for _ in range(2)]
    assert names == ["photos", "photos-2"]
    assert catalog.import_dataset([path], workspace, name="Bob's").name == "Bob-s"
    with pytest.raises(DataError, match="already"):
        catalog.import_dataset([path], workspace, name="photos")
    with pytest.raises(DataError, match="built-in"):
        catalog.import_dataset([path], workspace, name="glyphs")


def test_a_folder_stays_where_it_is_even_when_removed(workspace: Workspace, tmp_path: Path) -> None:
    zipfile.ZipFile(zipped(tmp_path / "photos.zip", contents())).extractall(tmp_path / "mine")
    card = catalog.import_dataset([tmp_path / "mine"], workspace)
    catalog.remove_dataset(card.name, workspace)
    assert len(list((tmp_path / "mine").rglob("*.png"))) == 21
    assert card.name not in [c.name for c in catalog.cards(workspace)]


def test_removing_takes_names_and_never_paths(workspace: Workspace, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "dataset.json").write_text("{}")
    workspace.data.mkdir(parents=True)
    for name in (str(mine), "../../mine", "..", ".", "", "glyphs", "nothing"):
        with pytest.raises(DataError, match="nothing to remove"):
            catalog.remove_dataset(name, workspace)
    assert (mine / "dataset.json").exists()


def test_a_folder_that_has_gone_is_said(workspace: Workspace, tmp_path: Path) -> None:
    zipfile.ZipFile(zipped(tmp_path / "photos.zip", contents())).extractall(tmp_path / "mine")
    name = catalog.import_dataset([tmp_path / "mine"], workspace).name
    shutil.rmtree(tmp_path / "mine")
    card = next(c for c in catalog.cards(workspace) if c.name == name)
    assert card.state == "to import" and "gone" in card.how
    with pytest.raises(DataError, match="is not there"):
        catalog.open_source(DataSettings(name=name, image_size=16), workspace)


def test_a_damaged_record_of_an_import_hides_no_other_data_set(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = zipped(tmp_path / "photos.zip", contents())
    for _ in range(2):
        catalog.import_dataset([path], workspace)
    (workspace.data / "photos" / "dataset.json").write_text("{")
    assert "photos-2" in [c.name for c in catalog.cards(workspace)]
    with pytest.raises(MetaStudioError, match="damaged"):
        catalog.open_source(DataSettings(name="photos", image_size=16), workspace)


def test_groceries_are_imported_and_split_as_listed(real_data: Path, workspace: Workspace) -> None:
    card = catalog.import_dataset([real_data / "grocery" / "grocery_84.zip"], workspace)
    assert (card.classes, card.pictures) == (81, 5421)
    listed = str(real_data / "grocery" / "splits.json")
    data = DataSettings(name=card.name, image_size=32, split_file=listed)
    source = catalog.open_source(data, workspace)
    assert [len(part) for part in source.splits.values()] == [50, 13, 18]
    assert source.transform.channels == 3 and source.problems == ()


def test_two_programs_do_not_import_the_same_data_set_at_once(
    tmp_path: Path, workspace: Workspace
) -> None:
    folder = tmp_path / "shapes"
    for kind in "abc":
        (folder / kind).mkdir(parents=True)
        Image.new("L", (8, 8)).save(folder / kind / "0.png")
    workspace.data.mkdir(parents=True)
    with (
        DataLock(workspace.data, "shapes"),
        pytest.raises(WorkspaceError, match="'shapes' is being imported or downloaded by another"),
    ):
        catalog.import_dataset([folder], workspace)
    assert [p.name for p in workspace.data.iterdir() if not p.name.endswith(".lock")] == []
    assert catalog.import_dataset([folder], workspace).name == "shapes"  # the other one has ended
    with DataLock(workspace.data, "dtd"), pytest.raises(WorkspaceError, match="'dtd' is being"):
        catalog.download_dataset("dtd", workspace)


def test_a_zip_of_a_million_entries_is_refused_before_its_table_is_read(
    tmp_path: Path, workspace: Workspace
) -> None:
    file = tmp_path / "million.zip"
    end = struct.pack("<4sQHHIIQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, 10**6, 10**6, 10**7, 0)
    end += struct.pack("<4sIQI", b"PK\x06\x07", 0, 10**7, 1)
    end += struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 2**32 - 1, 2**32 - 1, 0)
    file.write_bytes(bytes(10**7) + end)
    with pytest.raises(DataError, match="1,000,000 files"):
        catalog.import_dataset([file], workspace)


def test_a_link_in_a_zip_is_refused_as_one_in_a_tar_is(
    tmp_path: Path, workspace: Workspace
) -> None:
    file = zipped(tmp_path / "links.zip", contents())
    with zipfile.ZipFile(file, "a") as archive:
        link = zipfile.ZipInfo("photos/kind0/link.png")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(DataError, match=r"holds a link or a device \('photos/kind0/link.png'\)"):
        catalog.import_dataset([file], workspace)


def test_an_archive_without_pictures_is_called_by_its_name(
    tmp_path: Path, workspace: Workspace
) -> None:
    with pytest.raises(DataError, match=r"^'notes.zip' has no classes: it holds no pictures"):
        catalog.import_dataset([zipped(tmp_path / "notes.zip", {"a/b.txt": b"hi"})], workspace)


def test_a_workspace_that_refuses_is_said_in_a_sentence(
    tmp_path: Path, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = zipped(tmp_path / "good.zip", contents())

    def refused(**_: object) -> str:  # root, who runs tests in containers, may write anywhere
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(archives.tempfile, "mkdtemp", refused)
    with pytest.raises(WorkspaceError, match=r"can't be written \(Permission denied\)"):
        catalog.import_dataset([file], workspace)


@pytest.mark.parametrize("part", ["images", "strokes"])
def test_what_lies_beside_omniglot_does_not_hide_what_it_is(tmp_path: Path, part: str) -> None:
    beside = [tmp_path / "split.json", tmp_path / "index.csv"]
    beside[0].write_text('{"train": [], "test": []}')
    beside[1].write_text("file,class\n")
    archive = tmp_path / "a.zip"
    with zipfile.ZipFile(archive, "w") as writer:
        if part == "images":
            writer.writestr("images_background/Greek/character01/0001_01.png", png(9, 105))
        else:
            strokes = "START\n1.0,-2.0,0.0\n5.0,-9.0,20.0\nBREAK\n"
            writer.writestr("strokes_background/Greek/character01/0001_01.txt", strokes)
    workspace = Workspace(tmp_path / "home")
    card = catalog.import_dataset([archive, *beside], workspace)
    assert card.name == ("omniglot" if part == "images" else "omniglot-strokes")


def test_a_lock_on_a_file_that_was_taken_away_is_not_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, lock = DataLock(tmp_path, "cells"), locks._lock
    waiting = [first]

    def late(file: IO[bytes]) -> None:  # the first lets go between the opening and the locking
        if waiting:
            waiting.pop().__exit__(None, None, None)
        lock(file)

    monkeypatch.setattr(locks, "_lock", late)
    with DataLock(tmp_path, "cells"), pytest.raises(WorkspaceError, match="'cells' is being"):
        DataLock(tmp_path, "cells")


def test_a_table_is_not_imported_twice_at_once(tmp_path: Path, workspace: Workspace) -> None:
    file = tmp_path / "rows.csv"
    file.write_text("task,x,y\n" + "".join(f"t{n % 6},{n},{n}\n" for n in range(60)))
    workspace.data.mkdir(parents=True)
    with DataLock(workspace.data, "rows.csv"), pytest.raises(WorkspaceError, match="being"):
        import_table(file, workspace)
    assert catalog.import_dataset([file], workspace).name == "rows.csv"


def test_a_zip_whose_end_points_nowhere_is_refused(tmp_path: Path, workspace: Workspace) -> None:
    end = struct.pack("<4sIQI", b"PK\x06\x07", 0, 2**64 - 1, 1)
    end += struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 2**32 - 1, 2**32 - 1, 0)
    (tmp_path / "crafted.zip").write_bytes(bytes(1000) + end)
    refused(tmp_path / "crafted.zip", workspace, "crafted.zip")
