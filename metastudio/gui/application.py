"""What must happen before and after Qt: logs, crash reports, the workspace, and one way out.

The window is shown before torch is imported; the engine's own thread imports it afterwards.
"""

import faulthandler
import logging
import os
import shutil
import signal
import socket
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Sequence
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import TextIO

from PySide6.QtCore import QEvent, QLockFile, QObject, QSocketNotifier, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from metastudio.engine.errors import WorkspaceError
from metastudio.engine.workspace import Workspace, make_folder, write_atomically
from metastudio.gui import language, theme
from metastudio.gui.commands import Commands
from metastudio.gui.main_window import MainWindow
from metastudio.gui.session import Session
from metastudio.gui.settings import Settings
from metastudio.gui.widgets.error_dialog import ErrorDialog
from metastudio.gui.words import tr

log = logging.getLogger(__name__)


def run(files: Sequence[Path] = ()) -> int:
    """Open the window on `files`, stay until it closes, and return the exit status."""
    workspace, complaint = usable_workspace(Workspace.default())
    crash_file = start_logs(workspace)
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(
        Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
    )
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("MetaStudio")
    app.setDesktopFileName("metastudio")
    reporter = Reporter()
    reporter.install()
    window = build_window(workspace)
    reporter.window = window
    lock = QLockFile(str(workspace.home / ".window.lock"))
    smoke = os.environ.get("METASTUDIO_SMOKE") == "1"
    first_frame = FirstFrame(window, lambda: _begin(window, lock, list(files), complaint, smoke))
    endings = Endings(window.leave_now)
    window.leaving.connect(app.quit)  # even where a dialog is still open
    window.show()
    status = app.exec()
    if smoke and reporter.noted:
        status = 1
    ended = window.session.close()
    endings.restore()
    reporter.restore()
    lock.unlock()
    first_frame.deleteLater()
    faulthandler.disable()
    if crash_file is not None:
        crash_file.close()
    logging.shutdown()
    if complaint:  # the temporary workspace; the dialog said that it goes
        shutil.rmtree(workspace.home, ignore_errors=True)
    if not ended:  # a thread is stuck in the engine; waiting for it would hang for ever
        sys.stdout.flush()
        os._exit(status)
    return status


def build_window(workspace: Workspace) -> MainWindow:
    """Return the dressed window, not shown yet; the application must exist."""
    settings, problem = Settings.load(workspace.settings)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    language.install(app, settings.language)
    theme.install(app)
    theme.theme().set_choice(settings.theme)
    if settings.text_scale != theme.theme().text_scale:
        theme.theme().set_text_scale(settings.text_scale)
    window = MainWindow(Session(workspace), Commands(), settings)
    if problem:
        QTimer.singleShot(0, window, lambda: window.toasts.say("bad", problem))
    return window


def _begin(
    window: MainWindow, lock: QLockFile, files: list[Path], complaint: str, smoke: bool
) -> None:
    """Do what can wait until the window is on the screen."""
    if smoke:
        print(f"window visible after {seconds_since_start():.2f} s", flush=True)
        window.leave_now()
        return
    window.session.engine.warm_up()
    if complaint:
        ErrorDialog(
            complaint,
            tr(
                "Everything works meanwhile, but runs and data of this session are lost when "
                "the window closes."
            ),
            parent=window,
        ).open()
    if not lock.tryLock(0):
        window.toasts.say(
            "info",
            tr(
                "Another window uses the same workspace. Both work; the one that closes last "
                "decides what is remembered."
            ),
        )
    if files:
        window.session.dropped(files)


def usable_workspace(workspace: Workspace) -> tuple[Workspace, str]:
    """Return the workspace, or a temporary one and the sentence that says why."""
    try:
        make_folder(workspace.home)
        probe = workspace.home / ".writable"
        write_atomically(probe, "")
        probe.unlink()
    except WorkspaceError as error:
        return Workspace(Path(tempfile.mkdtemp(prefix="metastudio-"))), str(error)
    return workspace, ""


def start_logs(workspace: Workspace) -> TextIO | None:
    """Log to the workspace, crashes of native code included; returns the crash file."""
    try:
        folder = make_folder(workspace.logs)
        crash_file = (folder / "crash.log").open("a", encoding="utf-8")
        handler = RotatingFileHandler(
            folder / "metastudio.log", maxBytes=1_000_000, backupCount=2, encoding="utf-8"
        )
    except (OSError, WorkspaceError):
        return None  # a program without a log is better than none
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.getLogger("metastudio").addHandler(handler)
    logging.getLogger("metastudio").setLevel(logging.INFO)
    faulthandler.enable(crash_file)
    return crash_file


def seconds_since_start() -> float:
    """Return how long this process has been alive.

    From the kernel where it says so, else from METASTUDIO_STARTED_AT (`time.time()` of whoever
    started it), else from the interpreter's own clock.
    """
    given = os.environ.get("METASTUDIO_STARTED_AT")
    if given:
        return time.time() - float(given)
    try:
        # Field 22 of stat; the second field is the name in brackets and may hold spaces.
        ticks = int(Path("/proc/self/stat").read_text().rpartition(")")[2].split()[19])
        uptime = float(Path("/proc/uptime").read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return time.process_time()
    return uptime - ticks / os.sysconf("SC_CLK_TCK")


class FirstFrame(QObject):
    """Calls back once, after a window has painted for the first time."""

    def __init__(self, window: QWidget, then: Callable[[], None]) -> None:
        super().__init__()
        self._window, self._then = window, then
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self._window.removeEventFilter(self)
            QTimer.singleShot(0, self._window, self._then)
        return False


class Reporter(QObject):
    """Turns exceptions that nobody caught into a log line and a dialog, one at a time."""

    raised = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.window: QWidget | None = None
        self.noted = 0
        self._open = False
        self._before = (sys.excepthook, threading.excepthook)
        self.raised.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Listen on all threads."""
        sys.excepthook = self._note
        threading.excepthook = lambda args: self._note(
            args.exc_type, args.exc_value, args.exc_traceback
        )

    def restore(self) -> None:
        """Put back what was there before."""
        sys.excepthook, threading.excepthook = self._before

    def _note(
        self,
        kind: type[BaseException],
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if issubclass(kind, KeyboardInterrupt | SystemExit):
            QApplication.quit()
            return
        details = "".join(traceback.format_exception(kind, error, trace))
        log.error("uncaught: %s", details)
        self.noted += 1
        if self.window is None:  # no dialog can show it, so that the terminal has to
            print(details, file=sys.stderr)
        self.raised.emit(f"{kind.__name__}: {error}", details)

    def _show(self, summary: str, details: str) -> None:
        if self._open:
            return  # it is in the log; a heap of dialogs helps nobody
        self._open = True
        dialog = ErrorDialog(
            self.tr("Something unexpected happened: {0}").format(summary),
            self.tr(
                "Your runs and data are safe, and the program goes on. If it happens again, copy "
                "the details into a report."
            ),
            details,
            self.window,
        )
        dialog.finished.connect(self._closed)
        dialog.open()

    def _closed(self) -> None:
        self._open = False


class Endings(QObject):
    """Lets Ctrl+C in the terminal and the system's request to end close the window.

    Python runs its signal handlers only between its own instructions; a byte in a socket wakes
    Qt's loop, so that they run at once.
    """

    def __init__(self, leave: Callable[[], None]) -> None:
        super().__init__()
        self._leave = leave
        self._read, self._write = socket.socketpair()
        for end in (self._read, self._write):
            end.setblocking(False)
        self._wakeup = signal.set_wakeup_fd(self._write.fileno())
        self._notifier = QSocketNotifier(self._read.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._woken)
        self._before = {
            number: signal.signal(number, lambda *_: self._leave())
            for number in (signal.SIGINT, signal.SIGTERM)
        }

    def restore(self) -> None:
        """Put back what was there before."""
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._wakeup)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._read.close()
        self._write.close()

    def _woken(self) -> None:
        self._read.recv(64)
