"""What every test needs: an offscreen Qt, a workspace, and the place of the real data."""

import os
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if (
    "PYTEST_XDIST_WORKER" in os.environ
):  # a processor each; their threads would only wait for others
    os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ["LC_ALL"] = "C.UTF-8"  # tests read English, whatever the system speaks

# Compiled kernels are kept from one run of the tests to the next.
os.environ.setdefault(
    "METASTUDIO_KERNELS", str(Path(__file__).parents[1] / ".pytest_cache" / "kernels")
)

import pytest


@pytest.fixture(scope="session")
def drawn_glyphs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where all tests keep the glyphs, which take seconds to draw."""
    return tmp_path_factory.mktemp("glyphs")


@pytest.fixture(autouse=True)
def workspace_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, drawn_glyphs: Path) -> Path:
    home = tmp_path / "workspace"
    (home / "data").mkdir(parents=True)
    (home / "data" / "glyphs").symlink_to(drawn_glyphs, target_is_directory=True)
    monkeypatch.setenv("METASTUDIO_HOME", str(home))
    return home


@pytest.fixture(scope="session")
def real_data() -> Path:
    """Folder of the real data sets; the test is skipped where it is absent."""
    default = Path(__file__).parents[2] / "shared" / "data"
    folder = Path(os.environ.get("METASTUDIO_TEST_DATA", default))
    if not folder.is_dir():
        pytest.skip(f"the real data are not at {folder}; set METASTUDIO_TEST_DATA")
    return folder
