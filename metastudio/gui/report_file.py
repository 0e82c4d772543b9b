"""A report as HTML or PDF, as the file's name says. Works on any thread, without a window."""

import os
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QUrl
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QImage,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTextDocument,
)
from PySide6.QtSvg import QSvgRenderer

from metastudio.engine.report import Report, build_report, write_report
from metastudio.engine.run_index import RunRecord
from metastudio.engine.workspace import write_atomically

DPI = 144
SCALE = 3  # pixels of a chart for each of its own
MARGIN_MM = 16.0


def write(
    records: Sequence[RunRecord], path: Path, *, title: str = "", colours: Sequence[str] = ()
) -> None:
    """Write a report; raises `ConfigError` or `WorkspaceError`."""
    if path.suffix.lower() != ".pdf":
        write_report(records, path, title=title, colours=colours)
        return
    report = build_report(records, title=title, colours=colours)
    write_atomically(path, as_pdf(report))


def as_pdf(report: Report) -> bytes:
    """Return the report as a PDF of A4 pages."""
    keep = _application()
    document = QTextDocument()
    for figure in report.figures:
        document.addResource(
            QTextDocument.ResourceType.ImageResource.value, QUrl(figure.name), _drawn(figure.svg)
        )
    document.setHtml(report.html(paper=True))
    packed = QBuffer()
    packed.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(packed)
    writer.setTitle(report.title)
    writer.setCreator("MetaStudio")
    writer.setResolution(DPI)
    margins = QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(margins, QPageLayout.Unit.Millimeter)
    document.print_(writer)
    packed.close()
    del keep
    return bytes(packed.data().data())


def _drawn(svg: str) -> QImage:
    renderer = QSvgRenderer(QByteArray(svg.encode()))
    image = QImage(renderer.defaultSize() * SCALE, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter)
    painter.end()
    return image


def _application() -> QGuiApplication | None:
    """Make what fonts need, where no window has: without a display, too."""
    if QGuiApplication.instance() is not None:
        return None
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return QGuiApplication(["metastudio"])
