import errno
import hashlib
import io
import threading
import time
import zipfile
from collections import namedtuple
from pathlib import Path

import pytest
from loopback import Served, serving
from PIL import Image

from metastudio.engine.errors import ConfigError, DataError, StoppedError
from metastudio.engine.tasks import benchmarks, catalog, fetching
from metastudio.engine.tasks.benchmarks import RemoteFile
from metastudio.engine.tasks.fetching import Patience, fetch
from metastudio.engine.workspace import Workspace

DATA = bytes(range(256)) * 2000  # half a megabyte
QUICK = Patience(stall=20, attempts=3, first_wait=0.01, longest_wait=0.02)
IMPATIENT = Patience(stall=1.5, attempts=3, first_wait=0.01, longest_wait=0.02)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "fetched"


def at(served: Served, md5: str | None = None, size: int = 0) -> RemoteFile:
    digest = hashlib.md5(DATA).hexdigest() if md5 is None else md5
    return RemoteFile(f"{served.url}/a.zip", size, digest)


def left(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


@pytest.mark.parametrize("mood", ["", "unsized"])
def test_a_file_arrives_whole_and_leaves_nothing_beside_it(folder: Path, mood: str) -> None:
    told: list[tuple[float, str]] = []
    with serving({"a.zip": DATA}, mood) as served:
        path = fetch(at(served, size=len(DATA)), folder, lambda *news: not told.append(news))
        assert fetch(at(served), folder) == path and len(served.asked) == 1  # not fetched twice
    assert path.read_bytes() == DATA and left(folder) == ["a.zip"]
    assert told and all(0 <= fraction <= 1 for fraction, _ in told)
    assert told[-1][1].startswith("a.zip: ") and "of 512 kB" in told[-1][1]


@pytest.mark.parametrize("mood", ["break:200000", "stall:200000", "longer"])
def test_a_transfer_that_breaks_goes_on_where_it_broke(folder: Path, mood: str) -> None:
    patience = IMPATIENT if mood.startswith("stall") else QUICK
    with serving({"a.zip": DATA}, mood) as served:
        path = fetch(at(served), folder, patience=patience)
        ranges = [asked for _, asked in served.asked]
    assert path.read_bytes() == DATA
    assert ranges[0] is None and ranges[1] == f"bytes={200000 if ':' in mood else len(DATA)}-"


def test_the_next_program_goes_on_with_what_was_fetched(folder: Path) -> None:
    def stop(fraction: float, sentence: str) -> bool:
        return fraction < 0.1

    with serving({"a.zip": DATA}, "stall:200000") as served:
        with pytest.raises(StoppedError, match="kept"):
            fetch(at(served), folder, stop, Patience(stall=20))
        assert left(folder) == ["a.zip.part", "a.zip.part.json"]
        there = (folder / "a.zip.part").stat().st_size
        assert fetch(at(served), folder).read_bytes() == DATA
        assert 51_200 <= there <= 200_000 and served.asked[1][1] == f"bytes={there}-"


def test_a_stalled_transfer_is_cancelled_at_once(folder: Path) -> None:
    wanted = threading.Event()
    with serving({"a.zip": DATA}, "stall:1000") as served:
        threading.Timer(0.3, wanted.set).start()
        started = time.monotonic()
        with pytest.raises(StoppedError):
            fetch(at(served), folder, lambda *_: not wanted.is_set(), Patience(stall=20))
        assert time.monotonic() - started < 3


@pytest.mark.parametrize("mood", ["whole", "shifted"])
def test_a_server_that_knows_no_ranges_is_asked_for_the_whole(folder: Path, mood: str) -> None:
    with serving({"a.zip": DATA}, "break:200000", mood) as served:
        assert fetch(at(served), folder, patience=QUICK).read_bytes() == DATA


def test_a_file_that_changes_between_two_halves_is_never_glued(folder: Path) -> None:
    with serving({"a.zip": DATA}, "break:200000", "other") as served:
        other = hashlib.md5(bytes(255 - byte for byte in DATA)).hexdigest()
        fetched = fetch(at(served, other), folder, patience=QUICK)
    assert hashlib.md5(fetched.read_bytes()).hexdigest() == other


def test_halves_are_not_glued_where_nothing_tells_whether_they_belong_together(
    folder: Path,
) -> None:
    with serving({"a.zip": DATA}, "break:200000") as served:
        served.validators = False
        assert fetch(at(served, md5=""), folder, patience=QUICK).read_bytes() == DATA
        assert [asked for _, asked in served.asked] == [None, None]


@pytest.mark.parametrize("mood", ["wrong", "shorter"])
def test_wrong_bytes_are_thrown_away_and_said(folder: Path, mood: str) -> None:
    refusal = pytest.raises(DataError, match=r"a\.zip.*checksum differs")
    with serving({"a.zip": DATA}, mood) as served, refusal:
        fetch(at(served), folder, patience=QUICK)
    assert left(folder) == []


@pytest.mark.parametrize(
    ("mood", "said", "tries"),
    [
        ("status:404", "does not offer it any more", 1),
        ("status:403", "does not offer it any more", 1),
        ("status:503", "busy", 3),
        ("page", "web page instead", 1),
        ("break:0", "can't be fetched", 3),
    ],
)
def test_what_a_server_refuses_is_said_in_a_sentence(
    folder: Path, mood: str, said: str, tries: int
) -> None:
    with serving({"a.zip": DATA}, *[mood] * 5) as served:
        with pytest.raises(DataError, match=said) as caught:
            fetch(at(served), folder, patience=QUICK)
        assert len(served.asked) == tries
    assert "\n" not in str(caught.value) and not [p for p in left(folder) if p == "a.zip"]


def test_a_busy_server_is_asked_again_and_then_serves(folder: Path) -> None:
    with serving({"a.zip": DATA}, "status:503", "status:429") as served:
        assert fetch(at(served), folder, patience=QUICK).read_bytes() == DATA


def test_a_server_that_sends_without_end_is_stopped(folder: Path, monkeypatch) -> None:
    monkeypatch.setattr(fetching, "SURPLUS", 1000)
    refusal = pytest.raises(DataError, match="far more")
    with serving({"a.zip": DATA}, "unsized") as served, refusal:
        fetch(at(served, size=1000), folder, patience=QUICK)
    assert left(folder) == []


def test_a_disk_without_room_is_noticed_before_the_transfer(folder: Path, monkeypatch) -> None:
    usage = namedtuple("usage", "total used free")(10**9, 10**9, 10**6)
    monkeypatch.setattr(fetching.shutil, "disk_usage", lambda _: usage)
    said = r"512 kB are still to be fetched.*Free some space"
    with serving({"a.zip": DATA}) as served, pytest.raises(DataError, match=said):
        fetch(at(served), folder, patience=QUICK)


@pytest.mark.parametrize("closed", [False, True])
def test_a_disk_that_is_full_in_the_middle_is_said(folder: Path, closed, monkeypatch) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no /dev/full")
    part = fetching.PartFile(folder / "a.zip", "http://nowhere")
    part.path = full
    with serving({"a.zip": DATA}) as served:
        response = fetching._ask(at(served), part, QUICK)
        if closed:  # as where its end comes between the look at the reader and the shutdown

            def shutdown() -> None:
                raise OSError(errno.EBADF, "Bad file descriptor")

            monkeypatch.setattr(response, "shutdown", shutdown)
            monkeypatch.setattr(threading.Thread, "is_alive", lambda _: True)
        with pytest.raises(OSError) as caught:
            fetching._receive(response, part, fetching.Meter(at(served), None), 0)
    with pytest.raises(DataError, match=r"can't be written.*Free some space"):
        fetching._refuse_write(caught.value, folder)


# --- whole data sets ------------------------------------------------------------------------------


def drawings(part: str) -> bytes:
    picture, archive = io.BytesIO(), io.BytesIO()
    Image.new("1", (105, 105), 1).save(picture, "PNG")
    with zipfile.ZipFile(archive, "w") as z:
        for alphabet in range(12):
            for number in range(1, 4):
                z.writestr(
                    f"images_{part}/{part}{alphabet}/character01/1_0{number}.png",
                    picture.getvalue(),
                )
    return archive.getvalue()


@pytest.fixture
def small_omniglot(monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """Two archives in place of the owner's, by their place on a mirror."""
    files = {f"images_{part}.zip": drawings(part) for part in ("background", "evaluation")}
    remote = tuple(
        RemoteFile(f"http://127.0.0.1:9/{name}", len(data), hashlib.md5(data).hexdigest())
        for name, data in files.items()
    )
    monkeypatch.setitem(benchmarks._FILES, "omniglot", remote)
    return {f"omniglot/{name}": data for name, data in files.items()}


def test_a_download_ends_with_a_data_set_that_is_ready(
    tmp_path: Path, small_omniglot: dict[str, bytes]
) -> None:
    workspace, told = Workspace(tmp_path / "home"), []
    with serving(small_omniglot, "break:700") as served:
        card = catalog.download_dataset(
            "omniglot", workspace, lambda f, s: not told.append(f), served.url + "/", QUICK
        )
        assert catalog.download_dataset("omniglot", workspace) == card  # here already
    assert (card.state, card.classes, card.pictures) == ("ready", 24, 72)
    assert told == sorted(told) and told[-1] <= 1
    assert list((workspace.data / ".downloads").iterdir()) == []


def test_offline_the_way_around_is_named(
    tmp_path: Path, small_omniglot: dict[str, bytes], monkeypatch
) -> None:
    workspace = Workspace(tmp_path / "home")
    with pytest.raises(DataError, match=r"no connection.*Import archive….*data import omniglot"):
        catalog.download_dataset("omniglot", workspace, patience=QUICK)
    assert [p.name for p in workspace.data.iterdir()] == [".downloads"]
    card = next(c for c in catalog.cards(workspace) if c.name == "omniglot")
    assert card.state == "to download" and len(card.downloads) == 2


def test_what_cannot_be_downloaded_says_how_it_comes(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "home")
    with pytest.raises(DataError, match=r"ImageNet may not be passed on.*data import mini"):
        catalog.download_dataset("mini-imagenet", workspace)
    with pytest.raises(DataError, match="no data set 'nothing'"):
        catalog.download_dataset("nothing", workspace)
    with pytest.raises(ConfigError, match="is no address"):
        catalog.download_dataset("omniglot", workspace, mirror="ftp:/nowhere")
