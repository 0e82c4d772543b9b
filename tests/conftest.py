"""What every test needs: an offscreen Qt, a workspace of its own, and the place of the real data."""

import os
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest


@pytest.fixture(autouse=True)
def workspace_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "workspace"
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
