"""Starting the program as a person does: a process of its own."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

START = [sys.executable, "-m", "metastudio", "gui"]
ROOT = Path(__file__).parents[2]


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT), **more}


def test_the_window_shows_soon_and_the_program_ends_by_itself() -> None:
    ended = subprocess.run(
        START,
        env=environment(METASTUDIO_SMOKE="1"),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    found = re.search(r"window visible after (\d+\.\d+) s", ended.stdout)
    assert found is not None, ended.stdout
    # 1.5 s on a machine of its own; beside other work only a gross slip can be told.
    assert 0.1 < float(found[1]) < 6


def test_showing_the_window_imports_no_torch() -> None:
    code = (
        "import sys; from PySide6.QtWidgets import QApplication; app = QApplication([]);"
        "from metastudio.gui.application import build_window;"
        "from metastudio.engine.workspace import Workspace;"
        "window = build_window(Workspace.default()); window.show(); app.processEvents();"
        "print('torch' in sys.modules); window.session.close()"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code],
        env=environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert ended.stdout.strip() == "False"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends processes without a signal")
def test_a_request_to_end_closes_the_window_and_saves_what_it_remembers(
    workspace_home: Path,
) -> None:
    crash_log = workspace_home / "logs" / "crash.log"
    process = subprocess.Popen(
        [*START, str(ROOT / "README-that-is-not-there")],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        wait_for((workspace_home / ".window.lock").exists, process)
        process.send_signal(signal.SIGTERM)
        _, stderr = process.communicate(timeout=60)
    finally:
        process.kill()
    assert process.returncode == 0, stderr
    assert "Traceback" not in stderr
    assert (workspace_home / "settings.toml").is_file()
    assert crash_log.read_text() == ""


def test_closing_the_window_in_the_middle_of_a_run_asks_saves_and_ends_well() -> None:
    script = ROOT / "benchmarks" / "close_while_training.py"
    ended = subprocess.run(
        [sys.executable, str(script), "1"],
        env=environment(),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert ended.stdout.endswith("1 of 1\n"), ended.stdout + ended.stderr


def test_an_unwritable_workspace_still_gives_a_window(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    ended = subprocess.run(
        START,
        env=environment(METASTUDIO_SMOKE="1", METASTUDIO_HOME=str(tmp_path / "file" / "home")),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    assert "window visible" in ended.stdout


def wait_for(condition, process: subprocess.Popen, seconds: float = 30) -> None:
    import time

    end = time.monotonic() + seconds
    while not condition():
        assert process.poll() is None, "the program ended too early"
        assert time.monotonic() < end, "the window did not come"
        time.sleep(0.02)
