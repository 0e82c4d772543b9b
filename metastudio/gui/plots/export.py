"""What can be taken out of a plot, or of any other widget: a picture, lines, or the numbers."""

import threading
from collections.abc import Callable
from pathlib import Path

import shiboken6
from PySide6.QtCore import QBuffer, QIODevice, QObject, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

Table = Callable[[], Callable[[], str]]
"""Copies the full history; what it returns writes it as CSV, on any thread."""


class Exporter(QObject):
    """Writes what `widget` shows as PNG and SVG, and its `table` as CSV; copies either.

    `draw` renders it, so that lines stay lines in an SVG.
    """

    saved = Signal(str)  # path of an exported file
    notSaved = Signal(str)  # why not, in one sentence

    def __init__(self, widget: QWidget, name: str, draw: Callable[[QPainter], None]) -> None:
        super().__init__(widget)
        self._widget, self._draw = widget, draw
        self.name = name  # of the exported files
        self.table: Table | None = None

    def add_to(self, menu: QMenu) -> None:
        """Offer everything in a menu."""
        menu.addAction(self.tr("Copy picture"), self.copy)
        if self.table is not None:
            menu.addAction(self.tr("Copy data"), self.copy_table)
        menu.addSeparator()
        menu.addAction(self.tr("Save as PNG…"), lambda: self._ask_and_save("png"))
        menu.addAction(self.tr("Save as SVG…"), lambda: self._ask_and_save("svg"))
        if self.table is not None:
            menu.addAction(self.tr("Save data as CSV…"), lambda: self._ask_and_save("csv"))

    def _ask_and_save(self, suffix: str) -> None:
        dialog = QFileDialog(self._widget, self.tr("Save plot"), f"{self.name}.{suffix}")
        dialog.setObjectName("savePlotDialog")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(suffix)
        dialog.setNameFilter(f"{suffix.upper()} (*.{suffix})")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.export(Path(name)))
        dialog.open()

    def export(self, path: Path) -> None:
        """Write PNG, SVG or CSV, as the suffix says; `saved` or `notSaved` tells how it went.

        What takes long, packing a picture or writing a long history, goes on beside the window.
        """
        if path.suffix == ".svg":
            self._report(path, lambda: self.save_svg(path))
        elif path.suffix == ".csv" and self.table is not None:
            text = self.table()
            self._beside(path, lambda: _write_text(path, text()))
        else:
            picture = self.picture()
            self._beside(path, lambda: _write_png(path, picture))

    def _beside(self, path: Path, write: Callable[[], None]) -> None:
        threading.Thread(
            target=self._report, args=(path, write), name="export", daemon=True
        ).start()

    def _report(self, path: Path, write: Callable[[], None]) -> None:
        try:
            write()
        except OSError as error:
            words = self.tr("{0} can't be written: {1}.")
            self._tell(self.notSaved, words.format(path.name, error.strerror or error))
        else:
            self._tell(self.saved, str(path))

    def _tell(self, signal: SignalInstance, words: str) -> None:
        if shiboken6.isValid(self):  # the plot may be gone by now
            signal.emit(words)

    def picture(self, scale: float = 2.0) -> QImage:
        """Return a picture, by default at twice its size on screen."""
        image = QImage(self._widget.size() * scale, QImage.Format.Format_ARGB32)
        image.fill(self._widget.palette().window().color())
        painter = QPainter(image)
        painter.scale(scale, scale)
        self._draw(painter)
        painter.end()
        return image

    def copy(self) -> None:
        """Put the picture on the clipboard."""
        QGuiApplication.clipboard().setImage(self.picture())

    def copy_table(self) -> None:
        """Put the full history on the clipboard, as CSV."""
        if self.table is not None:
            QGuiApplication.clipboard().setText(self.table()())

    def save_png(self, path: Path) -> None:
        """Write the picture as PNG; raises `OSError` where that can't be done."""
        _write_png(path, self.picture())

    def save_svg(self, path: Path) -> None:
        """Write the plot as SVG, lines as lines; raises `OSError`."""
        packed = QBuffer()
        packed.open(QIODevice.OpenModeFlag.WriteOnly)
        generator = QSvgGenerator()
        generator.setOutputDevice(packed)
        generator.setSize(QSize(self._widget.width(), self._widget.height()))
        generator.setViewBox(self._widget.rect())
        generator.setTitle(self.name)
        painter = QPainter(generator)
        self._draw(painter)
        painter.end()
        path.write_bytes(packed.data().data())

    def save_csv(self, path: Path) -> None:
        """Write the full history, not the drawn points; raises `OSError`."""
        if self.table is not None:
            _write_text(path, self.table()())


def _write_png(path: Path, picture: QImage) -> None:
    if not picture.save(str(path), "PNG"):
        raise OSError(f"no picture can be stored at {path}")


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
