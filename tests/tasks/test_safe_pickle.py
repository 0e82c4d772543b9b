import os
import pickle
import pickletools
from collections import OrderedDict
from pathlib import Path

import numpy as np
import pytest

from metastudio.engine.errors import DataError
from metastudio.engine.tasks.safe_pickle import read_pickle

PICTURES = np.arange(40 * 16 * 16 * 3, dtype=np.uint8).reshape(40, 16, 16, 3)


def same(a: object, b: object) -> bool:
    if isinstance(a, np.ndarray) or isinstance(b, np.ndarray):
        return np.array_equal(a, b) and np.asarray(a).dtype == np.asarray(b).dtype
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(same(a[k], b[k]) for k in a)
    if isinstance(a, list | tuple):
        return len(a) == len(b) and all(map(same, a, b))
    return a == b and type(a) is type(b)


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_every_protocol_gives_back_what_was_pickled(tmp_path: Path, protocol: int) -> None:
    shared = [1, -2, 10**30, 2.5]
    value = {
        "image_data": PICTURES,
        "turned": np.asfortranarray(PICTURES[:, :, 0, 0]),
        "labels": np.array([3, -1, 2**40]),
        "big-endian": np.array([1, 2, 3], dtype=">u2"),
        "class_dict": OrderedDict(cat=[0, 1], 犬=(2, None, True, False)),
        "twice": [shared, shared],
        "one": np.int64(7),
        "bytes": b"\x00\xff",
        5: np.array([], dtype=np.float32),
    }
    path = tmp_path / "a.pkl"
    path.write_bytes(pickle.dumps(value, protocol))
    read = read_pickle(path)
    expected = {**value, "class_dict": dict(value["class_dict"]), "one": 7}
    assert same(read, expected)


def test_large_arrays_stay_in_the_file(tmp_path: Path) -> None:
    large = np.arange(300_000, dtype=np.uint8)
    (tmp_path / "a.pkl").write_bytes(pickle.dumps({"data": large}, 4))
    read = read_pickle(tmp_path / "a.pkl")["data"]
    assert np.array_equal(read, large) and not read.flags.owndata and not read.flags.writeable


def test_what_python_2_wrote_is_read(tmp_path: Path) -> None:
    # CIFAR-100's files are of this kind: protocol 2, texts and arrays as byte strings.
    raw = bytes(range(256)) * 300
    python2 = (
        b"\x80\x02}q\x00(U\x04dataq\x01cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\n"
        b"K\x00\x85U\x01b\x87R(K\x01K\x19M\x00\x0c\x86cnumpy\ndtype\nU\x02u1K\x00K\x01\x87R"
        b"(K\x03U\x01|NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tb\x89T"
        + len(raw[: 25 * 3072]).to_bytes(4, "little")
        + raw[: 25 * 3072]
        + b"tbU\x0bfine_labels](K\x01K\x02eu."
    )
    (tmp_path / "train").write_bytes(python2)
    read = read_pickle(tmp_path / "train")
    assert read["fine_labels"] == [1, 2]
    assert read["data"].shape == (25, 3072) and read["data"][0, 255] == 255


class Harmful:
    def __init__(self, target: Path) -> None:
        self.target = target

    def __reduce__(self) -> object:
        return os.system, (f"touch {self.target}",)


@pytest.mark.parametrize("protocol", [0, 2, 4])
def test_nothing_is_ever_executed(tmp_path: Path, protocol: int) -> None:
    target, path = tmp_path / "executed", tmp_path / "a.pkl"
    path.write_bytes(pickle.dumps({"data": PICTURES, "x": Harmful(target)}, protocol))
    with pytest.raises(DataError, match=r"a\.pkl is not read.*\.system.*can run programs"):
        read_pickle(path)
    assert not target.exists()


@pytest.mark.parametrize(
    "program",
    [
        b"cos\nsystem\n(S'true'\ntR.",
        b"(S'true'\nios\nsystem\n.",
        b"cbuiltins\neval\n(S'1'\ntR.",
        b"\x80\x02cnumpy\nndarray\n)\x81.",  # NEWOBJ
        b"\x80\x02cnumpy.core.multiarray\n_reconstruct\ncnumpy\ndtype\nK\x00\x85U\x01b\x87R.",
        b"cnumpy\ndtype\n.",
        b"\x80\x02\x82\x01.",  # an extension code
        b"Pid\n.",  # a persistent id
        b"cnumpy\ndtype\n(S'V8'\ntR.",
    ],
)
def test_every_way_to_run_code_is_refused(tmp_path: Path, program: bytes) -> None:
    (tmp_path / "a.pkl").write_bytes(program)
    with pytest.raises(DataError, match="is not read"):
        read_pickle(tmp_path / "a.pkl")


def test_damage_is_said_wherever_the_file_is_cut_or_changed(tmp_path: Path) -> None:
    path = tmp_path / "a.pkl"
    whole = pickle.dumps({"data": PICTURES[:1, :2, :2], "labels": [1, 2, 3], "names": ("a",)}, 2)
    for end in range(0, len(whole), 3):
        path.write_bytes(whole[:end])
        with pytest.raises(DataError, match=r"a\.pkl"):
            read_pickle(path)
    chance = np.random.default_rng(0)
    for _ in range(100):
        changed = bytearray(whole)
        changed[chance.integers(len(whole))] = chance.integers(256)
        path.write_bytes(changed)
        try:
            read_pickle(path)
        except DataError as error:
            assert "\n" not in str(error)


def test_a_pickle_of_ten_thousand_nested_lists_is_refused_and_not_crashed_on(
    tmp_path: Path,
) -> None:
    (tmp_path / "a.pkl").write_bytes(b"]" * 10_000 + b"a" * 9_999 + b".")
    with pytest.raises(DataError, match="nested too deeply"):
        read_pickle(tmp_path / "a.pkl")
    assert pickletools.genops  # the table of instructions is the standard library's
